import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { inTransaction, json, reading, type Database, type Tx } from '../../server/platform/db/database.ts';
import { createDispatch, type Actor } from '../../server/platform/dispatch/dispatch.ts';
import { createHandlers, createNewSecrets, heard, nextQuestion } from '../../server/floor/handlers.ts';
import { putOrder } from '../../server/floor/changes/changes.ts';
import * as stock from '../../server/floor/stock/stock.ts';
import { releaseWave, type Released } from '../../server/floor/release/release.ts';
import type { CommandBody, CommandName } from '../../server/protocol/commands.ts';
import type { PolicyRow } from '../../server/floor/picking/resolve-policy.ts';
import type { OrderDocument } from '../../server/protocol/hub.ts';
import type { Role } from '../../server/protocol/permissions.ts';
import type { Reply } from '../../server/protocol/prompts.ts';

export const noon = new Date('2026-03-02T12:00:00Z');

/**
 * A small warehouse to act in: two zones of places, items, a picker, a packer, a lead, one station with one printer. Every
 * command goes through dispatch as it does in the house. `at` moves its time.
 */
export async function warehouse(database: Database, site = 'test') {
  let now = noon;
  const log = pino({ level: 'silent' });
  const dispatch = createDispatch({
    database,
    handlers: createHandlers({ publicUrl: () => 'http://localhost' }),
    newSecrets: createNewSecrets({ publicUrl: () => 'http://localhost' }),
    nextQuestion,
    heard,
    now: () => now,
    log,
  });
  const tx = <T>(work: (tx: Tx) => Promise<T>, operator?: string) =>
    inTransaction(database, { site, now, operator: operator ?? null }, work);
  const roles: Record<string, Role> = { picker: 'picker', picker2: 'picker', packer: 'packer', lead: 'lead' };

  await tx(async ({ db }) => {
    await db
      .insertInto('site')
      .values({
        site,
        name: 'Test',
        timezone: 'Europe/London',
        ssccPrefix: '5012345',
        shipFrom: json({
          name: 'Test',
          address1: '1 Dock Road',
          postcode: 'AB1 2CD',
          city: 'Leeds',
          country: 'GB',
        }),
        policies: json({
          eachScanUpTo: 3,
          questionSeconds: 30,
          shortHoldMinutes: 0,
          unansweredWrongGoods: 'no',
          unansweredBlocked: 'no',
          unansweredLabelBad: 'no',
          unansweredOther: 'yes',
          unansweredShort: 'yes',
          photoDays: 14,
          leaseMinutes: 20,
          breakMinutes: 30,
          declineMinutes: 15,
          parkedMinutes: 10,
          releaseEverySeconds: 0,
          waveShipments: 50,
          maxTotes: 8,
          toteVolumeMl: 40_000,
          toteMaxGrams: 15_000,
          cubbyConfirm: 'scan',
          dropPlace: 'DROP-1',
          problemPlace: 'PROBLEM-1',
          zeroCheck: 'never',
          pickMode: 'cluster',
          batchShipments: 12,
          singlesUnits: 30,
          manualEntry: 'allowed',
          countLimitUnits: 10,
        }),
      })
      .execute();
    await db
      .insertInto('owner')
      .values([
        { site, owner: 'main', name: 'Main' },
        { site, owner: 'other', name: 'Other' },
      ])
      .execute();
    await db.insertInto('zone').values({ site, zone: 'A', name: 'A' }).execute();
    await db
      .insertInto('location')
      .values([
        ...Array.from({ length: 12 }, (_, at) => ({
          site,
          location: `A-01-${String(at + 1).padStart(2, '0')}`,
          zone: 'A',
          aisle: '01',
          xMm: 2_000,
          yMm: 2_000 + at * 1_000,
          checkDigits: String(11 + at),
        })),
        {
          site,
          location: 'DROP-1',
          zone: 'A',
          aisle: '00',
          kind: 'drop' as const,
          xMm: 0,
          yMm: 0,
          checkDigits: '91',
        },
        {
          site,
          location: 'PROBLEM-1',
          zone: 'A',
          aisle: '00',
          kind: 'problem' as const,
          xMm: 0,
          yMm: 500,
          checkDigits: '92',
        },
      ])
      .execute();
    await db
      .insertInto('cart')
      .values([
        { site, cart: 'C-1', places: 8, columns: 4, task: null },
        { site, cart: 'C-2', places: 8, task: null },
        { site, cart: 'C-3', places: 1, task: null },
      ])
      .execute();
    await db
      .insertInto('tote')
      .values(
        Array.from({ length: 20 }, (_, at) => ({
          site,
          tote: `T-${String(at + 1).padStart(2, '0')}`,
          shipment: null,
          task: null,
          place: null,
        })),
      )
      .execute();
    await db
      .insertInto('printer')
      .values({ site, printer: 'P-1', name: 'P-1', host: '127.0.0.1', port: 9 })
      .execute();
    await db
      .insertInto('station')
      .values([
        { site, station: 'S-1', name: 'Station 1', printer: 'P-1' },
        { site, station: 'S-2', name: 'Station 2', printer: 'P-1' },
      ])
      .execute();
    await db
      .insertInto('cartonType')
      .values([
        {
          site,
          carton: 'S',
          name: 'Small',
          innerLengthMm: 200,
          innerWidthMm: 150,
          innerHeightMm: 100,
          maxWeightGrams: 5_000,
          tareGrams: 80,
        },
        {
          site,
          carton: 'L',
          name: 'Large',
          innerLengthMm: 600,
          innerWidthMm: 400,
          innerHeightMm: 400,
          maxWeightGrams: 30_000,
          tareGrams: 600,
        },
      ])
      .execute();
    await db
      .insertInto('carrierService')
      .values({
        site,
        service: 'ups',
        carrier: 'UPS',
        name: 'UPS Standard',
        lane: '2',
        cutOff: '17:00',
        weekdays: '1234567',
        isDefault: true,
        numberKind: 'ups_1z',
        numberPrefix: '12345603',
        lastSerial: 9_999,
      })
      .execute();
    await db
      .insertInto('operator')
      .values(
        Object.entries(roles).map(([operator, role]) => ({
          site,
          operator,
          name: operator,
          role,
          badgeHash: operator,
          pinHash: '',
          lockedUntil: null,
        })),
      )
      .execute();
    await db
      .insertInto('session')
      .values(
        Object.keys(roles).map((operator) => ({
          site,
          session: randomUUID(),
          operator,
          device: null,
          station: operator === 'packer' ? 'S-1' : null,
          screen: 'handheld',
          startedAt: now,
          seenAt: now,
          endedAt: null,
        })),
      )
      .execute();
  });

  const actor = (operator: string, station: string | null = operator === 'packer' ? 'S-1' : null): Actor => ({
    site,
    operator,
    role: roles[operator] ?? 'picker',
    device: `dev-${operator}`,
    station,
  });

  return {
    site,
    database,
    actor,
    tx,
    read: () => reading(database),
    at(time: Date) {
      now = time;
    },
    /** An item with one GTIN; sizes small enough to fit anywhere. */
    async item(
      sku: string,
      options: {
        gtin?: string;
        caseGtin?: { gtin: string; units: number };
        owner?: string;
        mm?: number;
        grams?: number;
        isLotControlled?: boolean;
        hasExpiry?: boolean;
        isSerialControlled?: boolean;
      } = {},
    ) {
      const owner = options.owner ?? 'main';
      const mm = options.mm ?? 50;
      await tx(async ({ db }) => {
        await db
          .insertInto('item')
          .values({
            site,
            owner,
            sku,
            name: `Thing ${sku}`,
            lengthMm: mm,
            widthMm: mm,
            heightMm: mm,
            weightGrams: options.grams ?? 100,
            picture: null,
            isLotControlled: options.isLotControlled ?? false,
            hasExpiry: options.hasExpiry ?? false,
            isSerialControlled: options.isSerialControlled ?? false,
          })
          .execute();
        if (options.gtin !== undefined)
          await db
            .insertInto('itemGtin')
            .values({ site, owner, gtin: options.gtin, sku, units: 1 })
            .execute();
        if (options.caseGtin !== undefined)
          await db
            .insertInto('itemGtin')
            .values({ site, owner, gtin: options.caseGtin.gtin, sku, units: options.caseGtin.units })
            .execute();
      });
    },
    /** A row of scan-policies.csv. */
    async policy(row: Partial<PolicyRow>) {
      const nothing = {
        operator: '',
        owner: '',
        sku: '',
        zone: '',
        location: null,
        item: null,
        eachScanUpTo: null,
        quantity: null,
        secondScan: null,
        tote: null,
        lot: null,
        expiry: null,
        serial: null,
      };
      await tx(({ db }) =>
        db
          .insertInto('scanPolicy')
          .values({ site, ...nothing, ...row })
          .execute(),
      );
    },
    async holding(
      location: string,
      sku: string,
      units: number,
      options: { lot?: string; expiry?: string; owner?: string } = {},
    ) {
      const owner = options.owner ?? 'main';
      await tx(async (t) => {
        if (options.lot !== undefined)
          await stock.saveLot(t, { owner, sku, lot: options.lot, expiry: options.expiry ?? null });
        await stock.post(t, [
          {
            kind: 'opening',
            owner,
            sku,
            lot: options.lot ?? '',
            units,
            from: { place: stock.place.supplier, status: 'available' },
            to: { place: stock.place.location(location), status: 'available' },
          },
        ]);
      });
    },
    order(orderId: string, lines: [sku: string, units: number][], more: Partial<OrderDocument> = {}) {
      return tx((t) =>
        putOrder(t, { hub: 'hub', owner: 'main' }, orderId, {
          revision: 1,
          shipTo: {
            name: 'Ada Canary',
            address1: '1 High Street',
            postcode: 'LS1 1AA',
            city: 'Leeds',
            country: 'GB',
          },
          packRules: { mayShipPartial: 'quantities' },
          lines: lines.map(([sku, quantity], at) => ({ lineId: `l${at + 1}`, sku, quantity })),
          ...more,
        }),
      );
    },
    release(limit = 50): Promise<Released> {
      return tx((t) => releaseWave(t, { limit, service: null, reason: 'by_hand' }));
    },
    send<N extends CommandName>(
      operator: string,
      name: N,
      body: CommandBody<N>,
      options: { commandId?: string; station?: string } = {},
    ): Promise<Reply> {
      return dispatch(actor(operator, options.station ?? undefined), {
        commandId: options.commandId ?? randomUUID(),
        name,
        body,
      });
    },
  };
}

export type Warehouse = Awaited<ReturnType<typeof warehouse>>;

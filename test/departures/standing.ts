import type { Insertable, Kysely } from 'kysely';
import { json, reading } from '../../server/platform/db/database.ts';
import type { Tables } from '../../server/platform/db/tables.ts';
import { freshDatabase } from '../setup/database.ts';

export const site = 'north';
export const now = new Date('2026-03-02T14:00:00Z');
export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
export const inMinutes = (minutes: number) => minutesAgo(-minutes);

/** A floor as it stands at one moment, written straight into the tables, without the way there. */
export async function standingFloor() {
  const { database, close } = await freshDatabase();
  const db = reading(database);
  await elsewhere(db);
  await siteOf(db, site, 'Rotterdam North');
  return { db, ...builders(db, site), close };
}

/** A site with the same numbers in other states, and first in every table: whatever forgets the site meets it. */
async function elsewhere(db: Kysely<Tables>): Promise<void> {
  await siteOf(db, 'elsewhere', 'Elsewhere');
  const floor = builders(db, 'elsewhere');
  await floor.service('dhl-express', { name: 'Another', lane: 'L99' });
  await floor.shipment(4);
  await floor.hold(1);
  await floor.parcel(1, 5);
}

type Row<T extends keyof Tables> = Partial<Insertable<Tables[T]>>;

export function builders(db: Kysely<Tables>, site: string) {
  return {
    service: (service: string, row: Row<'carrierService'> = {}) =>
      db
        .insertInto('carrierService')
        .values({
          site,
          service,
          carrier: service.split('-')[0] ?? service,
          name: service,
          lane: 'L1',
          cutOff: '17:00',
          numberKind: 'dpd',
          numberPrefix: '1',
          lastSerial: 9,
          ...row,
        })
        .execute(),
    location: (location: string, row: Row<'location'> = {}) =>
      db
        .insertInto('location')
        .values({
          site,
          location,
          zone: location.slice(0, 1),
          aisle: location.slice(2, 4),
          xMm: 0,
          yMm: 0,
          checkDigits: '00',
          ...row,
        })
        .execute(),
    shipment: (shipment: number, row: Row<'shipment'> = {}) =>
      db
        .insertInto('shipment')
        .values({
          site,
          shipment,
          hub: 'shop',
          orderId: `O-${shipment}`,
          owner: 'own',
          orderNumber: `${1_000_000 + shipment}`,
          stage: 'accepted',
          service: 'dhl-express',
          shipBy: null,
          cutOffAt: inMinutes(120),
          wave: null,
          acceptedAt: minutesAgo(200),
          releasedAt: null,
          pickStartedAt: null,
          pickedAt: null,
          packedAt: null,
          endedAt: null,
          ...row,
        })
        .execute(),
    line: (shipment: number, lineNo: number, row: Row<'shipmentLine'> = {}) =>
      db
        .insertInto('shipmentLine')
        .values({
          site,
          shipment,
          lineNo,
          lineId: `${lineNo}`,
          owner: 'own',
          sku: 'MUG',
          requested: 2,
          shortReason: null,
          ...row,
        })
        .execute(),
    hold: (shipment: number) =>
      db
        .insertInto('orderHold')
        .values({
          site,
          hub: 'shop',
          orderId: `O-${shipment}`,
          handle: 'h',
          reason: 'fraud check',
          at: now,
        })
        .execute(),
    order: (orderId: string, row: Row<'hubOrder'> = {}) =>
      db
        .insertInto('hubOrder')
        .values({
          site,
          hub: 'shop',
          orderId,
          owner: 'own',
          orderNumber: orderId,
          revision: 1,
          hash: '',
          document: json({} as never),
          shipment: null,
          parked: null,
          receivedAt: minutesAgo(200),
          updatedAt: minutesAgo(200),
          ...row,
        })
        .execute(),
    wave: (wave: number, row: Row<'wave'> = {}) =>
      db
        .insertInto('wave')
        .values({
          site,
          wave,
          reason: 'by_hand',
          service: null,
          shipments: 1,
          lines: 1,
          units: 1,
          tasks: 1,
          walkMm: 0,
          explanation: json<unknown>({}),
          releasedBy: null,
          releasedAt: now,
          ...row,
        })
        .execute(),
    task: (task: number, row: Row<'pickTask'> = {}) =>
      db
        .insertInto('pickTask')
        .values({
          site,
          task,
          wave: 1,
          state: 'planned',
          cutOffAt: inMinutes(120),
          places: 4,
          lines: 1,
          units: 1,
          walkMm: 0,
          xMmFirst: 0,
          yMmFirst: 0,
          operator: null,
          device: null,
          cart: null,
          reason: null,
          claimedAt: null,
          leaseUntil: null,
          startedAt: null,
          doneAt: null,
          atLocation: null,
          inHandLine: null,
          notice: null,
          ...row,
        })
        .execute(),
    pickLine: (task: number, line: number, row: Row<'pickLine'> = {}) =>
      db
        .insertInto('pickLine')
        .values({
          site,
          task,
          line,
          sequence: line,
          shipment: 1,
          lineNo: 1,
          allocation: 1,
          place: 1,
          owner: 'own',
          sku: 'MUG',
          lot: '',
          location: 'A-01-01',
          requested: 1,
          state: 'open',
          doneAt: null,
          ...row,
        })
        .execute(),
    parcel: (parcel: number, shipment: number, row: Row<'parcel'> = {}) =>
      db
        .insertInto('parcel')
        .values({
          site,
          parcel,
          shipment,
          piece: 1,
          state: 'open',
          station: `S${parcel}`,
          operator: 'pat',
          carton: null,
          service: 'dhl-express',
          carrier: 'dhl',
          sscc: null,
          tracking: null,
          lane: null,
          manifest: null,
          openedAt: minutesAgo(10),
          closedAt: null,
          labelledAt: null,
          stagedAt: null,
          shippedAt: null,
          ...row,
        })
        .execute(),
    operator: (operator: string, row: Row<'operator'> = {}) =>
      db
        .insertInto('operator')
        .values({
          site,
          operator,
          name: `${operator} Canary`,
          role: 'picker',
          badgeHash: operator,
          pinHash: '',
          lockedUntil: null,
          ...row,
        })
        .execute(),
    device: (device: string, row: Row<'device'> = {}) =>
      db
        .insertInto('device')
        .values({
          site,
          device,
          kind: 'handheld',
          station: null,
          tokenHash: 'x',
          enrolCodeHash: null,
          enrolUntil: null,
          enrolledAt: minutesAgo(900),
          lastSeenAt: now,
          ...row,
        })
        .execute(),
    session: (operator: string, row: Row<'session'> = {}) =>
      db
        .insertInto('session')
        .values({
          site,
          session: `session-${operator}`,
          operator,
          device: null,
          station: null,
          screen: 'handheld',
          startedAt: minutesAgo(60),
          seenAt: now,
          endedAt: null,
          ...row,
        })
        .execute(),
    station: (station: string, row: Row<'station'> = {}) =>
      db
        .insertInto('station')
        .values({ site, station, name: `Bench ${station}`, printer: null, ...row })
        .execute(),
    atBench: (station: string, shipment: number | null) =>
      db
        .insertInto('stationWork')
        .values({
          site,
          station,
          operator: 'pat',
          shipment,
          parcel: null,
          quantityFor: null,
          lastParcel: null,
          updatedAt: now,
        })
        .execute(),
    manifest: (manifest: number, row: Row<'manifest'> = {}) =>
      db
        .insertInto('manifest')
        .values({
          site,
          manifest,
          carrier: 'dhl',
          parcels: 1,
          closedBy: null,
          closedAt: minutesAgo(30),
          ...row,
        })
        .execute(),
    exception: (exception: number, { data = {}, ...row }: Row<'exception'> = {}) =>
      db
        .insertInto('exception')
        .values({
          site,
          exception,
          kind: 'short',
          ref: `${exception}`,
          owner: null,
          data: json(data),
          state: 'open',
          raisedBy: null,
          raisedAt: minutesAgo(10),
          resolution: null,
          resolvedBy: null,
          resolvedAt: null,
          ...row,
        })
        .execute(),
    printJob: (printJob: number, row: Row<'printJob'> = {}) =>
      db
        .insertInto('printJob')
        .values({
          site,
          printJob,
          template: 'parcel-sscc',
          parcel: printJob,
          station: null,
          printer: 'P1',
          state: 'queued',
          reason: null,
          contentHash: null,
          error: null,
          createdAt: minutesAgo(4),
          sendingAt: null,
          endedAt: null,
          nextAt: now,
          ...row,
        })
        .execute(),
    endpoint: (endpoint: string, hub: string) =>
      db
        .insertInto('hubEndpoint')
        .values({
          site,
          endpoint,
          hub,
          owner: 'own',
          url: 'https://hub.example',
          secret: 's',
          types: [],
          createdAt: minutesAgo(900),
        })
        .execute(),
    delivery: async (endpoint: string, position: number, row: Row<'hubDelivery'> = {}) => {
      await db
        .insertInto('journal')
        .values({
          site,
          id: `event-${position}`,
          position,
          type: 'order.accepted',
          at: minutesAgo(60 - position),
          topics: [],
          hub: 'shop',
          owner: 'own',
          orderId: 'O-1',
          data: json({}),
          operator: null,
          device: null,
          station: null,
          commandId: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await db
        .insertInto('hubDelivery')
        .values({
          site,
          endpoint,
          position,
          orderId: 'O-1',
          eventId: `event-${position}`,
          nextAt: now,
          lastError: null,
          deliveredAt: null,
          ...row,
        })
        .execute();
    },
  };
}

export async function siteOf(db: Kysely<Tables>, site: string, name: string): Promise<void> {
  await db
    .insertInto('site')
    .values({
      site,
      name,
      timezone: 'Europe/Amsterdam',
      ssccPrefix: '0871234',
      shipFrom: json({ name, address1: 'Quay 1', postcode: '3011', city: 'Rotterdam', country: 'NL' }),
      policies: json({
        eachScanUpTo: 3,
        zeroCheck: 'never',
        pickMode: 'cluster',
        batchShipments: 12,
        singlesUnits: 30,
        questionSeconds: 30,
        shortHoldMinutes: 0,
        unansweredWrongGoods: 'no',
        unansweredBlocked: 'no',
        unansweredLabelBad: 'no',
        unansweredOther: 'yes',
        unansweredShort: 'yes',
        manualEntry: 'allowed',
        photoDays: 14,
        countLimitUnits: 10,
        leaseMinutes: 20,
        breakMinutes: 30,
        declineMinutes: 15,
        parkedMinutes: 10,
        releaseEverySeconds: 0,
        waveShipments: 50,
        maxTotes: 16,
        toteVolumeMl: 30_000,
        toteMaxGrams: 15_000,
        cubbyConfirm: 'scan',
        dropPlace: 'DROP',
        problemPlace: 'PROBLEM',
      }),
    })
    .execute();
}

import { sql } from 'kysely';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import type { CartonSize, Content } from '../../planner/choose-carton.ts';
import { orderHoldsSql } from './packing.sql.ts';
import * as picking from '../picking/picking.ts';
import type { PackFacts, PackLine } from './next-pack.ts';
import type { ParcelState } from './parcel.states.ts';
import { parcelMoves } from './parcel.states.ts';

/** The work of a station where nobody has begun. */
export function nothingAt(tx: Pick<Tx, 'site' | 'now'>, station: string) {
  return {
    site: tx.site,
    station,
    operator: null,
    shipment: null,
    parcel: null,
    quantityFor: null,
    lastParcel: null,
    tote: null,
    updatedAt: tx.now,
  };
}

/** The station's work row, made on first use and locked. */
export async function lockWork(tx: Tx, station: string) {
  await tx.db
    .insertInto('stationWork')
    .values(nothingAt(tx, station))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx.db
    .selectFrom('stationWork')
    .selectAll()
    .where('site', '=', tx.site)
    .where('station', '=', station)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export type Work = Awaited<ReturnType<typeof lockWork>>;

export async function changeWork(
  tx: Tx,
  station: string,
  change: Partial<Pick<Work, 'operator' | 'shipment' | 'parcel' | 'quantityFor' | 'lastParcel' | 'tote'>>,
): Promise<void> {
  await tx.db
    .updateTable('stationWork')
    .set({ ...change, updatedAt: tx.now })
    .where('site', '=', tx.site)
    .where('station', '=', station)
    .execute();
}

export async function workOnShipment(tx: Tx, shipment: number): Promise<string | null> {
  const row = await tx.db
    .selectFrom('stationWork')
    .select('station')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .executeTakeFirst();
  return row?.station ?? null;
}

/** Facts of what a station is busy with. `forUpdate` is the caller's affair: the order, then the work row, then the parcel. */
export async function facts(tx: Tx, work: Work): Promise<PackFacts> {
  const { eachScanUpTo } = await picking.policies(tx);
  const unbound = await tx.db
    .selectFrom('parcel')
    .select(['parcel', 'tracking'])
    .where('site', '=', tx.site)
    .where('station', '=', work.station)
    .where('state', '=', 'closed')
    .where('isLabelBound', '=', false)
    .orderBy('parcel')
    .executeTakeFirst();
  const job =
    unbound === undefined
      ? undefined
      : await tx.db
          .selectFrom('printJob')
          .select(['printJob', 'state'])
          .where('site', '=', tx.site)
          .where('parcel', '=', unbound.parcel)
          .orderBy('printJob', 'desc')
          .limit(1)
          .executeTakeFirst();
  const shipment =
    work.shipment === null
      ? undefined
      : await tx.db
          .selectFrom('shipment')
          .select(['stage', 'hub', 'orderId'])
          .where('site', '=', tx.site)
          .where('shipment', '=', work.shipment)
          .executeTakeFirst();
  const held = work.shipment === null ? false : (await orderHoldsSql(tx, work.shipment)) > 0;
  const lines = work.shipment === null ? [] : await packLines(tx, work.shipment);
  const nothingLeft = lines.length > 0 && lines.every((line) => line.toPack === 0 && line.packed === 0);
  return {
    shipment: work.shipment,
    openParcel: work.parcel,
    quantityFor: work.quantityFor,
    lines,
    eachScanUpTo,
    singles: work.tote === null ? null : { tote: work.tote, left: await unitsLeftIn(tx, work.tote) },
    unboundParcel:
      unbound === undefined
        ? null
        : {
            parcel: unbound.parcel,
            tracking: unbound.tracking ?? '',
            printJob: job?.printJob ?? null,
            printState: job?.state ?? 'queued',
          },
    stopped: shipment?.stage === 'ended' || nothingLeft ? 'cancelled' : held ? 'held' : null,
  };
}

async function unitsLeftIn(tx: Tx, tote: string): Promise<number> {
  const shared = await picking.sharedTote(tx, tote);
  return shared?.shares.reduce((sum, share) => sum + share.units, 0) ?? 0;
}

/** The station where a shared tote is worked through. The tote is locked: two stations would each find it free. */
export async function workOnTote(tx: Tx, tote: string): Promise<string | null> {
  await picking.lockTote(tx, tote);
  const row = await tx.db
    .selectFrom('stationWork')
    .select('station')
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .executeTakeFirst();
  return row?.station ?? null;
}

export async function packLines(tx: Tx, shipment: number): Promise<PackLine[]> {
  const rows = await tx.db
    .selectFrom('shipmentLine')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'shipmentLine.site')
        .onRef('item.owner', '=', 'shipmentLine.owner')
        .onRef('item.sku', '=', 'shipmentLine.sku'),
    )
    .select([
      'shipmentLine.lineNo',
      'shipmentLine.owner',
      'shipmentLine.sku',
      'item.name',
      'shipmentLine.picked',
      'shipmentLine.putBack',
      'shipmentLine.packed',
      'shipmentLine.requested',
      'shipmentLine.cancelled',
      'shipmentLine.shorted',
    ])
    .where('shipmentLine.site', '=', tx.site)
    .where('shipmentLine.shipment', '=', shipment)
    .orderBy('shipmentLine.lineNo')
    .execute();
  return rows.map((row) => ({
    lineNo: row.lineNo,
    owner: row.owner,
    sku: row.sku,
    name: row.name,
    packed: row.packed,
    requested: row.requested,
    // Picked goods of cancelled or shorted units are somebody else's work: put-back, or not here at all.
    toPack: Math.max(
      row.packed,
      Math.min(row.picked - row.putBack, row.requested - row.cancelled - row.shorted),
    ),
  }));
}

export async function cartons(tx: Tx): Promise<(CartonSize & { name: string; tareGrams: number })[]> {
  return tx.db.selectFrom('cartonType').selectAll().where('site', '=', tx.site).orderBy('carton').execute();
}

export async function sizes(tx: Tx, skus: string[]): Promise<Map<string, Omit<Content, 'units'>>> {
  if (skus.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('item')
    .select(['owner', 'sku', 'lengthMm', 'widthMm', 'heightMm', 'weightGrams'])
    .where('site', '=', tx.site)
    .where('sku', 'in', skus)
    .execute();
  return new Map(
    rows.map((row) => [
      `${row.owner}\u0000${row.sku}`,
      { lengthMm: row.lengthMm, widthMm: row.widthMm, heightMm: row.heightMm, weightGrams: row.weightGrams },
    ]),
  );
}

export async function openParcel(
  tx: Tx,
  work: { station: string; operator: string },
  shipment: { shipment: number; service: string },
  carrier: string,
  carton: string,
): Promise<number> {
  const parcel = await nextNumber(tx, 'parcel');
  const { n } = await tx.db
    .selectFrom('parcel')
    .select((eb) => eb.fn.max('piece').as('n'))
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment.shipment)
    .where('state', '<>', 'voided')
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('parcel')
    .values({
      site: tx.site,
      parcel,
      shipment: shipment.shipment,
      piece: Number(n ?? 0) + 1,
      state: 'open',
      station: work.station,
      operator: work.operator,
      carton,
      service: shipment.service,
      carrier,
      sscc: null,
      tracking: null,
      lane: null,
      manifest: null,
      openedAt: tx.now,
      closedAt: null,
      labelledAt: null,
      stagedAt: null,
      shippedAt: null,
    })
    .execute();
  return parcel;
}

export async function lockParcel(tx: Tx, parcel: number) {
  return tx.db
    .selectFrom('parcel')
    .selectAll()
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .forUpdate()
    .executeTakeFirst();
}

export async function contents(tx: Tx, parcel: number) {
  return tx.db
    .selectFrom('parcelLine')
    .selectAll()
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .orderBy('lineNo')
    .execute();
}

export async function addToParcel(
  tx: Tx,
  parcel: number,
  line: { lineNo: number; owner: string; sku: string; lot: string },
  units: number,
): Promise<void> {
  await tx.db
    .insertInto('parcelLine')
    .values({ site: tx.site, parcel, ...line, units })
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'parcel', 'lineNo', 'lot'])
        .doUpdateSet({ units: sql`parcel_line.units + excluded.units` }),
    )
    .execute();
}

export async function setCarton(tx: Tx, parcel: number, carton: string): Promise<void> {
  await tx.db
    .updateTable('parcel')
    .set({ carton })
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .execute();
}

/** Moves a parcel on, if its states allow it; throws else. */
export async function moveParcel(
  tx: Tx,
  parcel: number,
  to: ParcelState,
  change: Partial<{
    sscc: string;
    tracking: string;
    lane: string;
    weightGrams: number;
    isLabelBound: boolean;
    manifest: number;
  }> = {},
): Promise<void> {
  const row = await lockParcel(tx, parcel);
  if (row === undefined || !parcelMoves[row.state].includes(to))
    throw new Error(`expected parcel ${parcel} to allow ${to}, it is ${row?.state ?? 'absent'}`);
  const moment =
    to === 'closed'
      ? { closedAt: tx.now, labelledAt: tx.now }
      : to === 'staged'
        ? { stagedAt: tx.now }
        : to === 'shipped'
          ? { shippedAt: tx.now }
          : {};
  await tx.db
    .updateTable('parcel')
    .set({ state: to, ...moment, ...change })
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .execute();
}

/** The next number of a service's range, or null when it is used up. The row lock makes it unique. */
export async function takeSerial(tx: Tx, service: string) {
  const row = await tx.db
    .updateTable('carrierService')
    .set({ nextSerial: sql`next_serial + 1` })
    .where('site', '=', tx.site)
    .where('service', '=', service)
    .where(sql<boolean>`next_serial <= last_serial`)
    .returning(['carrier', 'lane', 'numberKind', 'numberPrefix', sql<number>`next_serial - 1`.as('serial')])
    .executeTakeFirst();
  return row ?? null;
}

export async function saveLabel(
  tx: Tx,
  label: { tracking: string; carrier: string; parcel: number },
): Promise<void> {
  await tx.db
    .insertInto('parcelLabel')
    .values({ site: tx.site, ...label, state: 'live', voidReason: null, at: tx.now })
    .execute();
}

export async function moveLabel(
  tx: Tx,
  parcel: number,
  state: 'voided' | 'used',
  reason: string | null,
): Promise<string | null> {
  const row = await tx.db
    .updateTable('parcelLabel')
    .set({ state, voidReason: reason })
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .where('state', '=', 'live')
    .returning('tracking')
    .executeTakeFirst();
  return row?.tracking ?? null;
}

export async function printerOf(tx: Tx, station: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('station')
    .select('printer')
    .where('site', '=', tx.site)
    .where('station', '=', station)
    .executeTakeFirst();
  return row?.printer ?? null;
}

export async function parcelsOf(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('parcel')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('state', '<>', 'voided')
    .orderBy('parcel')
    .forUpdate()
    .execute();
}

export async function shipmentOfCubby(tx: Tx, cubby: string | null) {
  if (cubby === null) return undefined;
  return tx.db
    .selectFrom('cubby')
    .select(['cubby', 'shipment'])
    .where('site', '=', tx.site)
    .where('cubby', '=', cubby)
    .executeTakeFirst();
}

export async function shipmentOfTote(tx: Tx, tote: string) {
  return tx.db
    .selectFrom('tote')
    .select(['tote', 'state', 'shipment', 'kind', 'carton'])
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .executeTakeFirst();
}

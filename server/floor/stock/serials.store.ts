import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export interface SerialItem {
  owner: string;
  sku: string;
}

export async function lockSerial(tx: Tx, { owner, sku }: SerialItem, serial: string) {
  return tx.db
    .selectFrom('serialUnit')
    .select(['place', 'lot'])
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .where('serial', '=', serial)
    .forUpdate()
    .executeTakeFirst();
}

/** Two who take the same new number at once meet in the primary key; the second then hears where it is. */
export async function takeSerial(
  tx: Tx,
  { owner, sku }: SerialItem,
  unit: { serial: string; lot: string; location: string; place: string; isKnown: boolean },
): Promise<void> {
  const { serial, lot, location, place } = unit;
  const at = { lot, location, place, shipment: null, lineNo: null, parcel: null, at: tx.now };
  if (!unit.isKnown) {
    await tx.db
      .insertInto('serialUnit')
      .values({ site: tx.site, owner, sku, serial, ...at })
      .execute();
    return;
  }
  await tx.db
    .updateTable('serialUnit')
    .set(at)
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .where('serial', '=', serial)
    .execute();
}

export async function serialsIn(tx: Tx, place: string, { owner, sku }: SerialItem) {
  return tx.db
    .selectFrom('serialUnit')
    .select(['serial', 'lot', 'shipment', 'lineNo'])
    .where('site', '=', tx.site)
    .where('place', '=', place)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .orderBy('at')
    .orderBy('serial')
    .forUpdate()
    .execute();
}

/** All numbers in these places, locked. */
export async function numbersIn(tx: Tx, places: readonly string[]) {
  if (places.length === 0) return [];
  return tx.db
    .selectFrom('serialUnit')
    .select(['owner', 'sku', 'lot', 'serial', 'place', 'lineNo'])
    .where('site', '=', tx.site)
    .where('place', 'in', [...places])
    .orderBy('owner')
    .orderBy('sku')
    .orderBy('serial')
    .forUpdate()
    .execute();
}

/** More numbers of a lot than units are in a place: some of them went without anybody reading which. */
export async function hasUntold(
  tx: Tx,
  { owner, sku }: SerialItem,
  at: { place: string; lot: string },
): Promise<boolean> {
  const { rows } = await sql<{ numbers: number; units: number }>`
    select (select count(*)::int from serial_unit where site = ${tx.site} and owner = ${owner} and sku = ${sku}
        and place = ${at.place} and lot = ${at.lot}) as numbers,
      (select coalesce(sum(on_hand), 0)::int from stock_balance where site = ${tx.site} and owner = ${owner} and sku = ${sku}
        and place = ${at.place} and lot = ${at.lot}) as units`.execute(tx.db);
  const [row] = rows;
  return row !== undefined && row.numbers > row.units;
}

/** Numbers that stay where no unit of their lot is left: the units are on the shelf that they came from, or missing there. */
export async function layDownUntold(
  tx: Tx,
  { owner, sku, lot }: SerialItem & { lot: string },
  place: string,
): Promise<void> {
  await sql`update serial_unit set place = 'location:' || location, shipment = null, line_no = null, parcel = null, at = ${tx.now}
    where site = ${tx.site} and owner = ${owner} and sku = ${sku} and lot = ${lot} and place = ${place}
      and not exists (select from stock_balance b where b.site = ${tx.site} and b.owner = ${owner} and b.sku = ${sku}
        and b.lot = ${lot} and b.place = ${place} and b.on_hand > 0)`.execute(tx.db);
}

/** The last unit of a lot went from one shelf to another: the numbers last seen here are there now. */
export async function followLast(
  tx: Tx,
  { owner, sku, lot }: SerialItem & { lot: string },
  from: string,
  to: { place: string; location: string },
): Promise<void> {
  await sql`update serial_unit set place = ${to.place}, location = ${to.location}, at = ${tx.now}
    where site = ${tx.site} and owner = ${owner} and sku = ${sku} and lot = ${lot} and place = ${from}
      and not exists (select from stock_balance b where b.site = ${tx.site} and b.owner = ${owner} and b.sku = ${sku}
        and b.lot = ${lot} and b.place = ${from} and b.on_hand > 0)`.execute(tx.db);
}

export async function moveSerials(
  tx: Tx,
  { owner, sku }: SerialItem,
  serials: readonly string[],
  from: string,
  to: {
    place: string;
    location?: string;
    shipment?: number | null;
    lineNo?: number | null;
    parcel?: number | null;
  },
): Promise<void> {
  if (serials.length === 0) return;
  const { numUpdatedRows } = await tx.db
    .updateTable('serialUnit')
    .set({ ...to, at: tx.now })
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .where('serial', 'in', [...serials])
    .where('place', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows !== BigInt(serials.length))
    throw new Error(
      `expected ${serials.length} serial numbers of ${sku} in ${from}, found ${numUpdatedRows} of ${serials.join(', ')}`,
    );
}

/** What was in a hand lies on the shelf again. */
export async function layDown(tx: Tx, hand: string): Promise<void> {
  await tx.db
    .updateTable('serialUnit')
    .set({ place: sql`'location:' || location`, at: tx.now })
    .where('site', '=', tx.site)
    .where('place', '=', hand)
    .execute();
}

/** A lot of which nobody knew when it expires has its first word. */
export async function noteExpiry(
  tx: Tx,
  { owner, sku }: SerialItem,
  lot: string,
  expiry: string,
): Promise<void> {
  await tx.db
    .insertInto('lot')
    .values({ site: tx.site, owner, sku, lot, expiry })
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'owner', 'sku', 'lot'])
        .doUpdateSet({ expiry })
        .where('lot.expiry', 'is', null),
    )
    .execute();
}

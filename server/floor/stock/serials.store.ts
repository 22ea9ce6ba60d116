import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export interface SerialItem {
  owner: string;
  sku: string;
}

export async function lockSerial(tx: Tx, { owner, sku }: SerialItem, serial: string) {
  return tx.db
    .selectFrom('serialUnit')
    .select(['place', 'shipment'])
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

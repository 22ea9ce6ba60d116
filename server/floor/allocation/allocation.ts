import { sql } from 'kysely';
import { nextNumbers, type Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { chooseStock, type FreePlace } from './choose-stock.ts';

export interface Need {
  shipment: number;
  lineNo: number;
  owner: string;
  sku: string;
  units: number;
}
export interface Allocated {
  allocation: number;
  shipment: number;
  lineNo: number;
  owner: string;
  sku: string;
  lot: string;
  location: string;
  units: number;
}

/**
 * Promises stock at places for every need, in the order given (the first need is served first). The orders must be locked.
 * Returns what was promised; a need may get less than it asked, or nothing.
 */
export async function allocate(tx: Tx, needs: Need[]): Promise<Allocated[]> {
  const items = [
    ...new Map(
      needs.map((need) => [`${need.owner}\u0000${need.sku}`, { owner: need.owner, sku: need.sku }]),
    ).values(),
  ].sort((a, b) => (`${a.owner}\u0000${a.sku}` < `${b.owner}\u0000${b.sku}` ? -1 : 1));
  const free = await stock.lockFree(tx, items, tx.now);
  const places = new Map<string, FreePlace[]>();
  for (const row of free) {
    const key = `${row.owner}\u0000${row.sku}`;
    places.set(key, [
      ...(places.get(key) ?? []),
      { lot: row.lot, location: row.location, free: row.free, expiry: row.expiry },
    ]);
  }
  const chosen: Omit<Allocated, 'allocation'>[] = [];
  for (const need of needs) {
    if (need.units <= 0) continue;
    const own = places.get(`${need.owner}\u0000${need.sku}`) ?? [];
    for (const part of chooseStock(own, need.units)) {
      const at = own.find((place) => place.lot === part.lot && place.location === part.location);
      if (at !== undefined) at.free -= part.units;
      chosen.push({
        shipment: need.shipment,
        lineNo: need.lineNo,
        owner: need.owner,
        sku: need.sku,
        ...part,
      });
    }
  }
  if (chosen.length === 0) return [];
  await stock.promise(tx, chosen);
  const numbers = await nextNumbers(tx, 'allocation', chosen.length);
  const allocated = chosen.map((part, at) => ({ allocation: numbers[at] ?? 0, ...part }));
  for (let at = 0; at < allocated.length; at += 1_000) {
    await tx.db
      .insertInto('allocation')
      .values(allocated.slice(at, at + 1_000).map((part) => ({ site: tx.site, ...part })))
      .execute();
  }
  for (const part of allocated)
    await orders.addToLine(tx, part.shipment, part.lineNo, { allocated: part.units });
  return allocated;
}

/** Lets go of units that nobody will pick: the place has them free again. `units` ≤ what is open of the allocation. */
export async function free(tx: Tx, allocation: number, units: number): Promise<void> {
  if (units === 0) return;
  const row = await change(tx, allocation, 0, units);
  await stock.promise(tx, [
    { owner: row.owner, sku: row.sku, lot: row.lot, location: row.location, units: -units },
  ]);
  await orders.addToLine(tx, row.shipment, row.lineNo, { allocated: -units });
}

/**
 * The same units of the same line from the same place, in another lot, which must be free: the old promise is let go and a new one
 * made. What the line has allocated stays. Returns the new allocation.
 */
export async function swapLot(tx: Tx, allocation: number, units: number, lot: string): Promise<number> {
  const row = await change(tx, allocation, 0, units);
  const { owner, sku, location, shipment, lineNo } = row;
  await stock.promise(tx, [
    { owner, sku, lot: row.lot, location, units: -units },
    { owner, sku, lot, location, units },
  ]);
  const fresh = (await nextNumbers(tx, 'allocation', 1))[0] ?? 0;
  await tx.db
    .insertInto('allocation')
    .values({ site: tx.site, allocation: fresh, shipment, lineNo, owner, sku, lot, location, units })
    .execute();
  return fresh;
}

/** Notes that units of an allocation were picked; the stock movement itself takes the promise with it. */
export async function consume(tx: Tx, allocation: number, units: number): Promise<void> {
  await change(tx, allocation, units, 0);
}

/** The place does not have these units: the promise ends, and the stock slice has moved them to missing. */
export async function lose(tx: Tx, allocation: number, units: number): Promise<void> {
  if (units === 0) return;
  const row = await change(tx, allocation, 0, units);
  await orders.addToLine(tx, row.shipment, row.lineNo, { allocated: -units });
}

async function change(tx: Tx, allocation: number, picked: number, freed: number) {
  return tx.db
    .updateTable('allocation')
    .set({ picked: sql`picked + ${picked}`, freed: sql`freed + ${freed}` })
    .where('site', '=', tx.site)
    .where('allocation', '=', allocation)
    .returning(['owner', 'sku', 'lot', 'location', 'shipment', 'lineNo'])
    .executeTakeFirstOrThrow();
}

/** Open allocations of a shipment that no walk holds yet (release was taken back or never planned). */
export async function openOf(tx: Tx, shipment: number): Promise<{ allocation: number; open: number }[]> {
  return tx.db
    .selectFrom('allocation')
    .select(['allocation', sql<number>`units - picked - freed`.as('open')])
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where(sql<boolean>`units > picked + freed`)
    .orderBy('allocation')
    .execute();
}

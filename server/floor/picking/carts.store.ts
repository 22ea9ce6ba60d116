import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { changeTask } from './picking.store.ts';
import { policies } from './site-policies.views.ts';

export async function takeCart(tx: Tx, task: number, cart: string): Promise<void> {
  await tx.db
    .updateTable('cart')
    .set({ task })
    .where('site', '=', tx.site)
    .where('cart', '=', cart)
    .execute();
  await changeTask(tx, task, { cart });
}

export async function freeCart(tx: Tx, task: number): Promise<void> {
  await tx.db
    .updateTable('cart')
    .set({ task: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** Claims happen one after the other: two at once would each count on the same free cart. */
export async function lockClaiming(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`claim ${tx.site}`}, 0))`.execute(tx.db);
}

/** Places on each cart that nobody has. */
export async function freeCarts(tx: Tx): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('cart')
    .select('places')
    .where('site', '=', tx.site)
    .where('task', 'is', null)
    .execute();
  return rows.map((row) => row.places);
}

/** Places of the walks whose holders are on their way to a cart. */
export async function claimedPlaces(tx: Tx): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickTask')
    .select('places')
    .where('site', '=', tx.site)
    .where('state', 'in', ['claimed', 'picking', 'unreachable'])
    .where('cart', 'is', null)
    .where('takesCart', '=', true)
    .execute();
  return rows.map((row) => row.places);
}

/** Places on every cart of the site, those that are free first and the largest first among each; never none. */
export async function cartsToPlanFor(tx: Tx): Promise<number[]> {
  const { maxTotes } = await policies(tx);
  const rows = await tx.db
    .selectFrom('cart')
    .select(['places', 'task'])
    .where('site', '=', tx.site)
    .orderBy(sql`task is not null`)
    .orderBy('places', 'desc')
    .execute();
  return rows.length === 0 ? [maxTotes] : rows.map((row) => Math.max(1, Math.min(maxTotes, row.places)));
}

/** Places on the cart that the task has; none without a cart. */
export async function cartPlaces(tx: Tx, task: number): Promise<number> {
  const row = await tx.db
    .selectFrom('cart')
    .select('places')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .executeTakeFirst();
  return row?.places ?? 0;
}

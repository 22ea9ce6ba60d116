import type { Tx } from '../../platform/db/database.ts';
import * as stock from '../stock/stock.ts';
import * as store from './picking.store.ts';

/** Units of one order's line that lie among others in a shared tote. */
export type Share = store.Share;

/** A shared tote: what kind of walk brought it, where it goes, and whose goods still lie in it. Null: nobody's, or one order's. */
export async function sharedTote(
  tx: Tx,
  tote: string,
): Promise<{ mode: 'batch' | 'putwall' | 'singles'; wall: string | null; shares: Share[] } | null> {
  return store.sharedTote(tx, tote);
}

/** What a shipment has in shared totes, on a walk still or dropped. Orders must be locked. */
export async function sharesOf(tx: Tx, shipment: number): Promise<Share[]> {
  return store.sharesOf(tx, shipment);
}

/**
 * Units leave a shared tote for their own order: moves the stock to `to` (a place of the ledger) and frees the tote when it was the
 * last thing in it. Orders must be locked. Throws when the tote holds fewer.
 */
export async function takeShare(
  tx: Tx,
  share: Share,
  units: number,
  to: string,
  kind: 'sort' | 'pack',
): Promise<void> {
  await store.addToShare(tx, share, { sorted: units });
  await stock.post(tx, [
    {
      kind,
      owner: share.owner,
      sku: share.sku,
      lot: share.lot,
      units,
      shipment: share.shipment,
      lineNo: share.lineNo,
      from: { place: stock.place.tote(share.tote), status: 'available' },
      to: { place: to, status: 'available' },
    },
  ]);
  await freeIfEmpty(tx, share.tote);
}

/** A dropped tote with nothing in it any more can be used again. */
export async function freeIfEmpty(tx: Tx, tote: string): Promise<void> {
  const inside = await stock.lockContents(tx, [stock.place.tote(tote)]);
  if (inside.length === 0) await store.freeDropped(tx, tote);
}

/** Units that should lie in a shared tote do not: its order has no share in them any more. The caller books the stock. */
export async function loseShare(tx: Tx, share: Share, units: number): Promise<void> {
  await store.addToShare(tx, share, { sorted: units });
}

import type { Tx } from '../../platform/db/database.ts';
import { raise } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import * as pickLines from './pick-lines.store.ts';
import * as shares from './shares.store.ts';
import * as totes from './totes.store.ts';

/** Units of one order's line that lie among others in a shared tote. */
export type Share = shares.Share;

/** A shared tote: what kind of walk brought it, where it goes, and whose goods still lie in it. Null: nobody's, or one order's. */
export async function sharedTote(
  tx: Tx,
  tote: string,
): Promise<{ mode: 'batch' | 'putwall' | 'singles'; wall: string | null; shares: Share[] } | null> {
  return shares.sharedTote(tx, tote);
}

/** The shipments that have something in a shared tote, unlocked: which orders to lock is decided by it. */
export async function shipmentsInTote(tx: Tx, tote: string): Promise<number[]> {
  return shares.shipmentsInTote(tx, tote);
}

/** What a shipment has in shared totes, on a walk still or dropped. Orders must be locked. */
export async function sharesOf(tx: Tx, shipment: number): Promise<Share[]> {
  return shares.sharesOf(tx, shipment);
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
  await shares.addToShare(tx, share, { sorted: units });
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

/**
 * Units go from where they were sorted to back into the shared tote. Orders and the tote must be locked. False when the tote was
 * used for something else since: nothing is changed then.
 */
export async function returnShare(
  tx: Tx,
  share: Pick<Share, 'task' | 'line' | 'tote' | 'shipment'>,
  units: number,
  from: string,
): Promise<boolean> {
  if (!(await totes.fillAgain(tx, share.tote, share.task))) return false;
  const line = (await pickLines.linesOfShipment(tx, share.shipment)).find(
    (one) => one.task === share.task && one.line === share.line,
  );
  if (line === undefined) throw new Error(`expected line ${share.line} of task ${share.task}`);
  await shares.addToShare(tx, share, { sorted: -units });
  await stock.post(tx, [
    {
      kind: 'sort',
      owner: line.owner,
      sku: line.sku,
      lot: line.lot,
      units,
      shipment: share.shipment,
      lineNo: line.lineNo,
      from: { place: from, status: 'available' },
      to: { place: stock.place.tote(share.tote), status: 'available' },
    },
  ]);
  return true;
}

/**
 * Units that should lie in a shared tote do not: they are missing where they were picked, the order goes without, and its hub and
 * a lead are told. Orders must be locked.
 */
export async function shortShare(tx: Tx, share: Share, units: number): Promise<void> {
  const reason = 'missing_at_sorting';
  const { shipment, lineNo, owner, sku, lot, location } = share;
  const [order] = await orders.lockShipments(tx, [shipment]);
  if (order === undefined) throw new Error(`expected shipment ${shipment}`);
  await shares.addToShare(tx, share, { sorted: units });
  await stock.reportGap(tx, {
    owner,
    sku,
    lot,
    location,
    units,
    fromPlace: stock.place.tote(share.tote),
    shipment,
    lineNo,
    reason,
  });
  await orders.addToLine(tx, shipment, lineNo, { shorted: units }, reason);
  await orders.tell(tx, order.hub, order.orderId, 'order.short', { lineNo, units, reason });
  await raise(tx, {
    kind: 'short',
    ref: `${shipment}/${lineNo}`,
    owner,
    data: { shipment, orderNumber: order.orderNumber, sku, location, units, reason },
  });
  await freeIfEmpty(tx, share.tote);
}

/** A dropped tote with nothing in it any more can be used again. */
export async function freeIfEmpty(tx: Tx, tote: string): Promise<void> {
  const inside = await stock.lockContents(tx, [stock.place.tote(tote)]);
  if (inside.length === 0) await totes.freeDropped(tx, tote);
}

/** Units that should lie in a shared tote do not: its order has no share in them any more. The caller books the stock. */
export async function loseShare(tx: Tx, share: Share, units: number): Promise<void> {
  await shares.addToShare(tx, share, { sorted: units });
}

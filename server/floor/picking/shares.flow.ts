import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import * as pickLines from './pick-lines.store.ts';
import * as shares from './shares.store.ts';
import { bring, waitOrGoWithout } from './short-holds.flow.ts';
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
 * Units that should lie in a shared tote do not, so nobody took them: they are missing where they were said to be picked, and come
 * from another place, are waited for, or the order goes without. Orders must be locked.
 */
export async function shortShare(tx: Tx, share: Share, units: number): Promise<void> {
  const reason = 'missing_at_sorting';
  const { task, shipment, lineNo, owner, sku, lot, location } = share;
  const [order] = await orders.lockShipments(tx, [shipment]);
  const line = (await pickLines.linesOfShipment(tx, shipment)).find(
    (one) => one.task === task && one.line === share.line,
  );
  if (order === undefined || line === undefined)
    throw new Error(`expected line ${share.line} of task ${task} of shipment ${shipment}`);
  await pickLines.addToPickLine(tx, task, line.line, { picked: -units, shorted: units });
  await allocation.consume(tx, line.allocation, -units);
  const goods = { owner, sku, lot, location, units };
  await stock.post(tx, [
    {
      kind: 'unpick',
      owner,
      sku,
      lot,
      units,
      shipment,
      lineNo,
      from: { place: stock.place.tote(share.tote), status: 'available' },
      to: { place: stock.place.location(location), status: 'available' },
    },
  ]);
  await stock.promise(tx, [goods]);
  await orders.addToLine(tx, shipment, lineNo, { picked: -units });
  await orders.tell(tx, order.hub, order.orderId, 'order.picked', { lineNo, units: -units, undone: true });
  await allocation.lose(tx, line.allocation, units);
  await stock.reportGap(tx, { ...goods, shipment, lineNo, reason });
  const found = await allocation.allocate(tx, [{ shipment, lineNo, owner, sku, units }]);
  if (found.length > 0) await bring(tx, order, task, found);
  const left = units - found.reduce((sum, part) => sum + part.units, 0);
  if (left > 0) await waitOrGoWithout(tx, order, task, { lineNo, owner, sku, location, units: left, reason });
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

import type { ReadScan } from '../../barcode/read-scan.ts';
import { refuse } from '../../protocol/refusals.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as stock from '../stock/stock.ts';
import { loseGoods } from './goods.flow.ts';
import { leftToPack } from './next-pack.ts';
import * as store from './packing.store.ts';
import {
  addUnits,
  benchChanged,
  closeParcel,
  fillParcel,
  newParcel,
  type AtStation,
  type Outcome,
} from './parcel.flow.ts';

/** A tote that several orders share comes to the bench: singles are packed from it, a batch has to be sorted first. */
export async function openShared(tx: Tx, packer: AtStation, tote: string): Promise<Outcome> {
  const shared = await picking.sharedTote(tx, tote);
  if (shared === null || shared.shares.length === 0) return refuse('PACK_TOTE_EMPTY', { tote });
  if (shared.wall !== null) return refuse('PACK_TOTE_TO_WALL', { tote, wall: shared.wall });
  const elsewhere = await store.workOnTote(tx, tote);
  if (elsewhere !== null && elsewhere !== packer.station)
    return refuse('PACK_ON_OTHER_STATION', { station: elsewhere });
  await store.changeWork(tx, packer.station, {
    operator: packer.operator,
    shipment: null,
    parcel: null,
    quantityFor: null,
    lastParcel: null,
    tote,
  });
  await benchChanged(tx, packer.station);
  return {};
}

/**
 * An item out of a tote of singles finds its order, the most urgent first, and its parcel closes at once. Only this station takes
 * from the tote while it is at hand; what became of an order meanwhile its stage says, under its lock.
 */
export async function packSingle(
  tx: Tx,
  packer: AtStation,
  tote: string,
  scan: ReadScan,
  raw: string,
): Promise<Outcome> {
  const shares = (await picking.sharedTote(tx, tote))?.shares ?? [];
  const owners = [...new Set(shares.map((share) => share.owner))];
  let item: Awaited<ReturnType<typeof picking.findItem>> = null;
  for (const owner of owners) item ??= await picking.findItem(tx, scan, owner);
  if (item === null) return refuse('PACK_NOT_IN_ORDER', { code: raw.slice(0, 60) });
  const { sku, name, owner } = item;
  const own = shares.filter((share) => share.sku === sku && share.owner === owner);
  if (own.length === 0)
    return (await isOnItsWayBack(tx, tote, { owner, sku }))
      ? refuse('PACK_SINGLE_CANCELLED', { sku, name })
      : refuse('PACK_NOT_IN_ORDER', { sku, name });
  const shipments = await orders.lockShipments(
    tx,
    own.map((share) => share.shipment),
  );
  const held = await orders.holdsOf(
    tx,
    shipments.map((shipment) => shipment.shipment),
  );
  for (const share of own) {
    const shipment = shipments.find((one) => one.shipment === share.shipment);
    if (shipment === undefined || held.has(share.shipment)) continue;
    if (shipment.stage !== 'picked' && shipment.stage !== 'packing') continue;
    const line = (await store.packLines(tx, share.shipment)).find((one) => one.lineNo === share.lineNo);
    if (line === undefined || leftToPack(line) === 0) continue;
    if (shipment.stage === 'picked') await orders.setStage(tx, share.shipment, 'packing');
    await store.changeWork(tx, packer.station, { shipment: share.shipment, parcel: null, lastParcel: null });
    await newParcel(tx, packer, shipment);
    const work = await store.lockWork(tx, packer.station);
    const outcome = await addUnits(tx, packer, work, line, 1);
    if (((await picking.sharedTote(tx, tote))?.shares.length ?? 0) === 0)
      await store.changeWork(tx, packer.station, { tote: null });
    return outcome;
  }
  return own.some((share) => held.has(share.shipment))
    ? refuse('PACK_ORDER_HELD', { reasons: own.flatMap((share) => held.get(share.shipment) ?? []) })
    : refuse('PACK_NOT_IN_ORDER', { sku, name });
}

async function isOnItsWayBack(tx: Tx, tote: string, item: { owner: string; sku: string }): Promise<boolean> {
  const inside = await stock.lockContents(tx, [stock.place.tote(tote)]);
  for (const goods of inside.filter((one) => one.sku === item.sku && one.owner === item.owner))
    if ((await picking.waitsToGoBack(tx, goods)) > 0) return true;
  return false;
}

/** The packer sees the bottom of the tote: every unit that should still be in it is missing. */
export async function emptyTote(tx: Tx, packer: AtStation, tote: string): Promise<Outcome> {
  const shares = (await picking.sharedTote(tx, tote))?.shares ?? [];
  const shipments = await orders.lockShipments(tx, [...new Set(shares.map((share) => share.shipment))]);
  let missing = 0;
  for (const share of shares) {
    const shipment = shipments.find((one) => one.shipment === share.shipment);
    if (shipment === undefined) continue;
    missing += await loseGoods(tx, shipment, share, share.units, (goods) => goods.share?.tote === tote);
    await orders.endIfDone(tx, share.shipment);
  }
  await store.changeWork(tx, packer.station, { tote: null, lastParcel: null });
  await benchChanged(tx, packer.station);
  return { result: { missing } };
}

/** What lies in a box is all that its order still wants of it: nothing was cancelled since it was picked. */
export async function isAsPicked(tx: Tx, shipment: number, box: string): Promise<boolean> {
  const place = stock.place.tote(box);
  const inside = await stock.lockContents(tx, [place]);
  if (inside.length === 0) return false;
  const lines = await store.packLines(tx, shipment);
  for (const goods of inside) {
    if ((await picking.waitsToGoBack(tx, goods)) > 0) return false;
    const wanted = lines
      .filter((line) => line.sku === goods.sku && line.owner === goods.owner)
      .reduce((sum, line) => sum + leftToPack(line), 0);
    const together = inside
      .filter((one) => one.sku === goods.sku && one.owner === goods.owner)
      .reduce((sum, one) => sum + one.onHand, 0);
    if (together > wanted) return false;
  }
  return true;
}

/** Goods were picked into the box that ships: each was proved by its scan at the shelf, so the box is sealed as it is. */
export async function sealBox(
  tx: Tx,
  packer: AtStation,
  shipment: Awaited<ReturnType<typeof orders.lockShipments>>[number],
  { box, carton }: { box: string; carton: string | null },
): Promise<Outcome> {
  const parcel = await newParcel(tx, packer, shipment);
  if (carton !== null) await store.setCarton(tx, parcel, carton);
  for (const goods of await stock.lockContents(tx, [stock.place.tote(box)])) {
    let left = goods.onHand;
    for (const line of await store.packLines(tx, shipment.shipment)) {
      if (line.sku !== goods.sku || line.owner !== goods.owner) continue;
      const units = Math.min(left, leftToPack(line));
      left -= units;
      if (units > 0) await fillParcel(tx, parcel, shipment.shipment, line, units, goods);
    }
  }
  await closeParcel(tx, packer, shipment, parcel);
  await picking.freeEmptyTotes(tx, shipment.shipment);
  await store.changeWork(tx, packer.station, { shipment: null, parcel: null, quantityFor: null });
  const lines = await store.packLines(tx, shipment.shipment);
  if (lines.every((line) => leftToPack(line) === 0)) {
    await orders.setStage(tx, shipment.shipment, 'packed');
    await orders.endIfDone(tx, shipment.shipment);
  }
  await benchChanged(tx, packer.station);
  return {};
}

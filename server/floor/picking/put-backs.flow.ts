import type { CommandBody } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { freeIfEmpty, type Share } from './shares.flow.ts';
import * as store from './picking.store.ts';
import { readFloorScan } from './read-floor-scan.ts';

export async function confirmPutBack(
  tx: Tx,
  body: CommandBody<'ConfirmPutBack'>,
): Promise<Refused | Record<string, never>> {
  const row = await tx.db
    .selectFrom('putBack')
    .selectAll()
    .where('site', '=', tx.site)
    .where('putBack', '=', body.putBack)
    .executeTakeFirst();
  if (row === undefined) return refuse('PUT_BACK_DONE');
  const [shipment] = await orders.lockShipments(tx, [row.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${row.shipment} of put-back ${row.putBack}`);
  const locked = await store.lockPutBack(tx, body.putBack);
  if (locked === undefined || locked.state === 'done') return refuse('PUT_BACK_DONE');
  const location = readFloorScan(body.locationScan);
  const code =
    location.kind === 'location' ? location.location : location.kind === 'text' ? location.text.trim() : '';
  if (code !== row.toLocation)
    return refuse('PUT_BACK_WRONG_LOCATION', {
      expected: row.toLocation,
      scanned: code === '' ? body.locationScan.slice(0, 60) : code,
    });
  const itemScan = readFloorScan(body.itemScan);
  if (itemScan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: itemScan.reason });
  const item = await store.findItem(tx, itemScan, row.owner);
  const names = await store.itemNames(tx, [row]);
  if (item === null || item.sku !== row.sku) {
    return refuse('PUT_BACK_WRONG_ITEM', {
      expected: names.get(`${row.owner}\u0000${row.sku}`) ?? { sku: row.sku, name: row.sku },
      scanned: item === null ? { code: body.itemScan.slice(0, 60) } : { sku: item.sku, name: item.name },
    });
  }
  await store.donePutBack(tx, row.putBack);
  await stock.post(tx, [
    {
      kind: 'put_back',
      owner: row.owner,
      sku: row.sku,
      lot: row.lot,
      units: row.units,
      shipment: row.shipment,
      lineNo: row.lineNo,
      from: { place: row.fromPlace, status: 'available' },
      to: { place: stock.place.location(row.toLocation), status: 'available' },
    },
  ]);
  // Of several the rest may still be packed: their numbers are told apart then.
  await stock.followUnits(tx, row, row.fromPlace, {
    place: stock.place.location(row.toLocation),
    location: row.toLocation,
    shipment: row.shipment,
    lineNo: row.lineNo,
  });
  await orders.addToLine(tx, row.shipment, row.lineNo, { putBack: row.units, allocated: -row.units });
  // The order has ended and its lines still change: a hub that plays the feed must end at the same numbers.
  await orders.tell(tx, shipment.hub, shipment.orderId, 'stock.changed', {
    lineNo: row.lineNo,
    sku: row.sku,
    lot: row.lot,
    available: row.units,
    reason: 'put_back',
  });
  await freeEmptyTotes(tx, row.shipment);
  if (row.fromPlace.startsWith('tote:')) await freeIfEmpty(tx, row.fromPlace.slice('tote:'.length));
  await resolve(tx, 'put_back', String(row.putBack), 'done');
  await append(tx, [
    {
      type: 'PutBackChanged',
      topics: ['desk', `operator:${tx.operator ?? ''}`],
      data: { putBack: row.putBack },
    },
  ]);
  return {};
}

/** All that a shipment has in totes and in a cubby of its own, by lot and place, locked. Orders must be locked. */
export async function goodsOf(tx: Tx, shipment: number) {
  const totes = await store.totesOfShipment(tx, shipment);
  const cubby = await store.lockCubbyOf(tx, shipment);
  return stock.lockContents(tx, [
    ...totes.map((tote) => stock.place.tote(tote.tote)),
    ...(cubby === null ? [] : [stock.place.cubby(cubby)]),
  ]);
}

/** Dropped totes and the cubby of a shipment that hold nothing any more are free again. */
export async function freeEmptyTotes(tx: Tx, shipment: number): Promise<string[]> {
  const totes = (await store.totesOfShipment(tx, shipment))
    .filter((tote) => tote.state !== 'onCart')
    .map((tote) => tote.tote);
  const contents = await stock.lockContents(
    tx,
    totes.map((tote) => stock.place.tote(tote)),
  );
  const empty = totes.filter((tote) => !contents.some((row) => row.place === stock.place.tote(tote)));
  await store.freeTotes(tx, empty);
  await store.freeEmptyCubbies(tx, [shipment]);
  return empty;
}

/** Units of an order in a shared tote are wanted no more: they go back from there. */
export async function sendBack(tx: Tx, share: Share, units: number): Promise<void> {
  await store.addToShare(tx, share, { back: units });
  const { shipment, lineNo, owner, sku, lot, tote } = share;
  await orderPutBack(tx, { shipment, lineNo, owner, sku, lot, units, fromPlace: stock.place.tote(tote) });
}

/** Picked goods go back to where they came from: the put-back exists from now on. */
export async function orderPutBack(
  tx: Tx,
  goods: {
    shipment: number;
    lineNo: number;
    owner: string;
    sku: string;
    lot: string;
    units: number;
    fromPlace: string;
  },
): Promise<void> {
  const source = (await store.linesOfShipment(tx, goods.shipment)).find(
    (line) => line.lineNo === goods.lineNo && line.sku === goods.sku && line.lot === goods.lot,
  );
  const { problemPlace } = await store.policies(tx);
  const toLocation = source?.location ?? problemPlace;
  const putBack = await store.insertPutBack(tx, { ...goods, toLocation });
  await raise(tx, {
    kind: 'put_back',
    ref: String(putBack),
    owner: goods.owner,
    data: {
      putBack,
      shipment: goods.shipment,
      sku: goods.sku,
      units: goods.units,
      from: goods.fromPlace,
      location: toLocation,
    },
  });
}

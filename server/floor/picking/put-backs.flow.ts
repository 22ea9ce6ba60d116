import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import * as cubbies from './cubbies.store.ts';
import * as pickLines from './pick-lines.store.ts';
import * as putBacks from './put-backs.store.ts';
import { freeIfEmpty, type Share } from './shares.flow.ts';
import * as shares from './shares.store.ts';
import { policies } from './site-policies.views.ts';
import * as totes from './totes.store.ts';

/** Goods of a put-back lie at a location again, fit for sale or on hold: `serials` are the numbers that were read of them. Its order must be locked, and it be open. */
export async function bookPutBack(
  tx: Tx,
  putBack: number,
  to: { location: string; status: 'available' | 'hold'; serials: readonly string[] },
): Promise<void> {
  const row = await expectPutBack(tx, putBack);
  // Totes are locked before what lies in them (db/lock-order.ts).
  await totes.totesOfShipment(tx, row.shipment);
  await putBacks.donePutBack(tx, putBack);
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
      to: { place: stock.place.location(to.location), status: to.status },
    },
  ]);
  const there = {
    place: stock.place.location(to.location),
    location: to.location,
    shipment: null,
    lineNo: null,
    parcel: null,
  };
  if (to.serials.length > 0) await stock.moveSerials(tx, row, to.serials, row.fromPlace, there);
  // Of several the rest may still be packed: their numbers are told apart then.
  else await stock.followUnits(tx, row, row.fromPlace, there);
  await stock.layDownUntold(tx, row, row.fromPlace);
  if (to.status === 'hold') {
    const { owner, sku, lot, units } = row;
    const from = row.fromPlace.slice(row.fromPlace.indexOf(':') + 1);
    const reason = row.isDamaged ? 'damaged' : 'put_back';
    await stock.tellHeld(tx, { owner, sku, lot, units, location: to.location, from, reason });
  }
  await leaveOrder(tx, row, to.status === 'available' ? row.units : 0, 'put_back');
}

/** Units of a put-back are not where they should be: they become missing at the place they belong to, and are counted there. */
export async function losePutBack(tx: Tx, putBack: number): Promise<void> {
  const row = await expectPutBack(tx, putBack);
  await totes.totesOfShipment(tx, row.shipment);
  await putBacks.donePutBack(tx, putBack);
  await stock.reportGap(tx, { ...row, location: row.toLocation, reason: 'put_back' });
  await stock.layDownUntold(tx, row, row.fromPlace);
  await leaveOrder(tx, row, 0, 'put_back_short');
}

/** Some units of a put-back go another way than the rest. Returns the number of theirs. */
export async function splitPutBack(
  tx: Tx,
  putBack: number,
  part: { units: number; isDamaged: boolean },
): Promise<number> {
  const row = await expectPutBack(tx, putBack);
  if (part.units <= 0 || part.units >= row.units)
    throw new Error(`expected a part of ${row.units} units of put-back ${putBack}, got ${part.units}`);
  const { problemPlace } = await policies(tx);
  const { shipment, lineNo, owner, sku, lot, fromPlace } = row;
  const toLocation = part.isDamaged ? problemPlace : row.toLocation;
  await putBacks.changePutBack(tx, putBack, { units: row.units - part.units });
  const goods = { shipment, lineNo, owner, sku, lot, fromPlace, toLocation, ...part };
  const fresh = await putBacks.insertPutBack(tx, goods);
  await tellDesk(tx, fresh, goods);
  return fresh;
}

/** All units of a put-back are broken: they go to the problem place. */
export async function spoilPutBack(tx: Tx, putBack: number): Promise<void> {
  const { problemPlace } = await policies(tx);
  await putBacks.changePutBack(tx, putBack, { isDamaged: true, toLocation: problemPlace });
}

async function expectPutBack(tx: Tx, putBack: number) {
  const row = await putBacks.lockPutBack(tx, putBack);
  if (row?.state !== 'open') throw new Error(`expected put-back ${putBack} to be open`);
  return row;
}

/** Goods have left a cancelled line for good. */
async function leaveOrder(
  tx: Tx,
  row: NonNullable<Awaited<ReturnType<typeof putBacks.lockPutBack>>>,
  available: number,
  reason: string,
): Promise<void> {
  await orders.addToLine(tx, row.shipment, row.lineNo, { putBack: row.units, allocated: -row.units });
  const [shipment] = await orders.lockShipments(tx, [row.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${row.shipment} of put-back ${row.putBack}`);
  // The order has ended and its lines still change: a hub that plays the feed must end at the same numbers.
  await orders.tell(tx, shipment.hub, shipment.orderId, 'stock.changed', {
    lineNo: row.lineNo,
    sku: row.sku,
    lot: row.lot,
    available,
    reason,
  });
  await freeEmptyTotes(tx, row.shipment);
  if (row.fromPlace.startsWith('tote:')) await freeIfEmpty(tx, row.fromPlace.slice('tote:'.length));
  await resolve(tx, 'put_back', String(row.putBack), 'done');
  await append(tx, [{ type: 'PutBackChanged', topics: ['desk', 'tasks'], data: { putBack: row.putBack } }]);
}

/** All that a shipment has in totes and in a cubby of its own, by lot and place, locked. Orders must be locked. */
export async function goodsOf(tx: Tx, shipment: number) {
  const own = await totes.totesOfShipment(tx, shipment);
  const cubby = await cubbies.lockCubbyOf(tx, shipment);
  return stock.lockContents(tx, [
    ...own.map((tote) => stock.place.tote(tote.tote)),
    ...(cubby === null ? [] : [stock.place.cubby(cubby)]),
  ]);
}

/** Dropped totes and the cubby of a shipment that hold nothing any more are free again. */
export async function freeEmptyTotes(tx: Tx, shipment: number): Promise<string[]> {
  const dropped = (await totes.totesOfShipment(tx, shipment))
    .filter((tote) => tote.state !== 'onCart')
    .map((tote) => tote.tote);
  const contents = await stock.lockContents(
    tx,
    dropped.map((tote) => stock.place.tote(tote)),
  );
  const empty = dropped.filter((tote) => !contents.some((row) => row.place === stock.place.tote(tote)));
  await totes.freeTotes(tx, empty);
  await cubbies.freeEmptyCubbies(tx, [shipment]);
  return empty;
}

/** Units of an order in a shared tote are wanted no more: they go back from there. */
export async function sendBack(tx: Tx, share: Share, units: number): Promise<void> {
  await shares.addToShare(tx, share, { back: units });
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
  const source = (await pickLines.linesOfShipment(tx, goods.shipment)).find(
    (line) => line.lineNo === goods.lineNo && line.sku === goods.sku && line.lot === goods.lot,
  );
  const { problemPlace } = await policies(tx);
  const toLocation = source?.location ?? problemPlace;
  const putBack = await putBacks.insertPutBack(tx, { ...goods, toLocation, isDamaged: false });
  await append(tx, [{ type: 'PutBackChanged', topics: ['tasks'], data: { putBack } }]);
  await tellDesk(tx, putBack, { ...goods, toLocation });
}

async function tellDesk(
  tx: Tx,
  putBack: number,
  goods: {
    shipment: number;
    owner: string;
    sku: string;
    units: number;
    fromPlace: string;
    toLocation: string;
  },
): Promise<void> {
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
      location: goods.toLocation,
    },
  });
}

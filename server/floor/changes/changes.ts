import {
  addressFields,
  type CancellationAnswer,
  type CancellationRequest,
  type OrderDocument,
  type OrderState,
  type ParkReason,
} from '../../protocol/hub.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import { resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import type { Caller } from '../orders/orders.ts';
import * as packing from '../packing/packing.ts';
import * as picking from '../picking/picking.ts';
import * as release from '../release/release.ts';
import { decideChange } from './decide-change.ts';

export interface PutAnswer {
  outcome: 'accepted' | 'parked' | 'unchanged' | 'changed' | 'change_rejected' | 'stale' | 'conflict';
  version: number;
  state: OrderState;
  parked?: ParkReason[];
  reason?: string;
}

/** A hub puts an order at a revision: new, the same again, older, or a change that the floor can or cannot take. */
export async function putOrder(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
): Promise<PutAnswer> {
  const before = await orders.lockOrder(tx, caller.hub, orderId);
  if (before === undefined) {
    const reasons = await orders.accept(tx, caller, orderId, doc);
    return answer(tx, caller.hub, orderId, reasons.length > 0 ? 'parked' : 'accepted', reasons);
  }
  // Another owner's order under the same id of the same hub: the key names one owner, and must not learn of the other.
  if (before.owner !== caller.owner)
    return { outcome: 'conflict', version: 0, state: 'received', reason: 'order id is taken' };
  if (doc.revision < before.revision) return answer(tx, caller.hub, orderId, 'stale');
  const hash = orders.documentHash(doc);
  if (doc.revision === before.revision)
    return answer(
      tx,
      caller.hub,
      orderId,
      hash === before.hash ? 'unchanged' : 'conflict',
      before.parked ?? undefined,
    );
  if (before.shipment === null && before.parked === null)
    return rejectChange(tx, caller, orderId, doc, 'ended');
  if (before.shipment === null) {
    const reasons = await orders.accept(tx, caller, orderId, doc);
    return answer(tx, caller.hub, orderId, reasons.length > 0 ? 'parked' : 'changed', reasons);
  }
  const [shipment] = await orders.lockShipments(tx, [before.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${before.shipment}`);
  if (shipment.stage === 'accepted') {
    await resolve(tx, 'backorder', String(shipment.shipment), 'replaced by a new revision');
    await orders.dropUnstarted(tx, shipment.shipment);
    const reasons = await orders.accept(tx, caller, orderId, doc);
    if (reasons.length === 0)
      await orders.tell(tx, caller.hub, orderId, 'order.change_accepted', { revision: doc.revision });
    return answer(tx, caller.hub, orderId, reasons.length > 0 ? 'parked' : 'changed', reasons);
  }
  if (shipment.stage === 'ended') return rejectChange(tx, caller, orderId, doc, 'ended');
  const lines = await orders.lockLines(tx, [shipment.shipment]);
  const stored = await orders.orderDocument(tx, caller.hub, orderId);
  const labels = await tx.db
    .selectFrom('parcel')
    .select('parcel')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment.shipment)
    .where('state', 'in', ['closed', 'staged', 'shipped'])
    .limit(1)
    .execute();
  const intake = await orders.intakeFacts(tx, caller.owner, doc);
  const change = decideChange(
    {
      lines,
      service: shipment.service,
      isPackingBegun: shipment.stage === 'packing' || shipment.stage === 'packed',
      hasLabel: labels.length > 0,
      addressDiffers: JSON.stringify(stored?.shipTo ?? null) !== JSON.stringify(clean(doc.shipTo)),
      isAddressUsable: orders.isAddressUsable(doc.shipTo),
      knownSkus: intake.knownSkus,
      knownServices: intake.knownServices,
    },
    doc,
  );
  if (change.kind === 'reject') return rejectChange(tx, caller, orderId, doc, change.reason);
  // First of all, because it may find that there is not enough, and then nothing of the revision is taken.
  const walked = await release.releaseMore(tx, shipment, change.more);
  if (walked === null) return rejectChange(tx, caller, orderId, doc, 'not_in_stock');
  await orders.saveRevision(tx, caller, orderId, doc);
  if (change.service !== null) {
    await orders.changeService(tx, shipment.shipment, change.service, intake);
    await picking.moveCutOff(tx, shipment.shipment);
  }
  if (change.fewer.length > 0)
    await cancelLines(
      tx,
      shipment,
      change.fewer.map((line) => ({ lineId: line.lineId, quantity: line.units })),
      'changed by the hub',
    );
  await orders.tell(tx, caller.hub, orderId, 'order.change_accepted', {
    revision: doc.revision,
    fewer: change.fewer,
    more: change.more,
    service: change.service,
    address: change.address,
  });
  for (const gap of walked.shorted)
    await orders.tell(tx, caller.hub, orderId, 'order.short', { ...gap, reason: 'out_of_stock' });
  await orders.endIfDone(tx, shipment.shipment);
  return answer(tx, caller.hub, orderId, 'changed');
}

function clean(to: OrderDocument['shipTo']): unknown {
  if (to === undefined || to === null) return null;
  return Object.fromEntries(
    addressFields.flatMap((field) =>
      to[field] === undefined || to[field] === '' ? [] : [[field, to[field]]],
    ),
  );
}

async function rejectChange(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
  reason: string,
): Promise<PutAnswer> {
  await orders.tell(tx, caller.hub, orderId, 'order.change_rejected', { revision: doc.revision, reason });
  return { ...(await answer(tx, caller.hub, orderId, 'change_rejected')), reason };
}

async function answer(
  tx: Tx,
  hub: string,
  orderId: string,
  outcome: PutAnswer['outcome'],
  parked?: ParkReason[],
): Promise<PutAnswer> {
  const order = await orders.lockOrder(tx, hub, orderId);
  const [shipment] =
    order === undefined || order.shipment === null ? [] : await orders.lockShipments(tx, [order.shipment]);
  const lines = shipment === undefined ? [] : await orders.lockLines(tx, [shipment.shipment]);
  return {
    outcome,
    version: order?.version ?? 0,
    state: orders.orderState(shipment ?? null, lines, (order?.parked ?? null) !== null),
    ...(parked === undefined || parked.length === 0 ? {} : { parked }),
  };
}

/** Tries a parked order again as it stands. Returns what is still wrong. */
export async function retryParked(
  tx: Tx,
  hub: string,
  orderId: string,
): Promise<ParkReason[] | 'unknown' | 'not_parked'> {
  const order = await orders.lockOrder(tx, hub, orderId);
  if (order === undefined) return 'unknown';
  if (order.parked === null) return 'not_parked';
  const doc = await orders.orderDocument(tx, hub, orderId);
  if (doc === null) return 'unknown';
  return orders.accept(tx, { hub, owner: order.owner }, orderId, doc);
}

/** The hub asks to cancel; the floor answers per line. Null for an order that this caller does not have. */
export async function cancelOrder(
  tx: Tx,
  caller: Caller,
  orderId: string,
  request: CancellationRequest,
): Promise<CancellationAnswer | null> {
  const order = await orders.lockOrder(tx, caller.hub, orderId);
  if (order === undefined || order.owner !== caller.owner) return null;
  if (order.shipment === null) {
    const isEnded = order.parked === null;
    const lines = order.document.lines.map((line) => ({
      lineId: line.lineId,
      asked: line.quantity,
      cancelled: isEnded ? 0 : line.quantity,
      stage: isEnded ? 'ended' : 'parked',
      ...(isEnded ? { reason: 'already_ended' } : {}),
    }));
    const { reason } = request;
    if (isEnded) {
      await orders.tell(tx, caller.hub, orderId, 'order.cancel_rejected', { reason, lines });
      return { decision: 'rejected', lines };
    }
    await orders.clearParked(tx, caller.hub, orderId);
    await resolve(tx, 'parked_order', `${caller.hub}/${orderId}`, 'cancelled by the hub');
    await orders.tell(tx, caller.hub, orderId, 'order.cancel_accepted', { reason });
    return { decision: 'accepted', lines };
  }
  const [shipment] = await orders.lockShipments(tx, [order.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${order.shipment}`);
  const lines = await orders.lockLines(tx, [shipment.shipment]);
  const asked =
    request.lines ??
    lines.map((line) => ({ lineId: line.lineId, quantity: Math.max(1, orders.remaining(line)) }));
  const done = await cancelLines(tx, shipment, asked, request.reason);
  const answered = asked.map((line, at) => {
    const cancelled = done[at] ?? 0;
    return {
      lineId: line.lineId,
      asked: line.quantity,
      cancelled,
      stage: shipment.stage,
      ...(cancelled < line.quantity
        ? { reason: shipment.stage === 'ended' ? 'already_ended' : 'already_shipped' }
        : {}),
    };
  });
  const total = done.reduce((sum, units) => sum + units, 0);
  const wanted =
    request.lines === undefined
      ? lines.reduce((sum, line) => sum + orders.remaining(line), 0)
      : asked.reduce((sum, line) => sum + line.quantity, 0);
  const decision = total === 0 ? 'rejected' : total >= wanted ? 'accepted' : 'partly_accepted';
  const type =
    decision === 'accepted'
      ? 'order.cancel_accepted'
      : decision === 'rejected'
        ? 'order.cancel_rejected'
        : 'order.cancel_partially_accepted';
  await orders.endIfDone(tx, shipment.shipment);
  await orders.tell(tx, caller.hub, orderId, type, { reason: request.reason, lines: answered });
  return { decision, lines: answered };
}

type Shipment = Awaited<ReturnType<typeof orders.lockShipments>>[number];

/** Takes units of lines back from whatever stage they reached. Returns how many of each request were cancelled. */
async function cancelLines(
  tx: Tx,
  shipment: Shipment,
  asked: { lineId: string; quantity: number }[],
  reason: string,
): Promise<number[]> {
  if (shipment.stage === 'ended') return asked.map(() => 0);
  const lines = await orders.lockLines(tx, [shipment.shipment]);
  const whole = lines.every((line) => {
    const request = asked.find((one) => one.lineId === line.lineId);
    return (
      orders.remaining(line) === 0 || (request !== undefined && request.quantity >= orders.remaining(line))
    );
  });
  // Packed goods can only come out when the whole parcel is unpacked, and that is done only for an order that wants nothing more.
  if (whole) await packing.unpackShipment(tx, shipment.shipment, reason);
  const done: number[] = [];
  /** Lines of which picked goods go back. */
  const comeBack: number[] = [];
  for (const request of asked) {
    const [line] = (await orders.lockLines(tx, [shipment.shipment])).filter(
      (one) => one.lineId === request.lineId,
    );
    if (line === undefined) {
      done.push(0);
      continue;
    }
    let units = Math.min(request.quantity, orders.remaining(line));
    if (shipment.stage === 'accepted') {
      await orders.addToLine(tx, shipment.shipment, line.lineNo, { cancelled: units });
      done.push(units);
      continue;
    }
    // What nobody has found yet is the cheapest to do without.
    const waited = await picking.cancelHeld(tx, shipment.shipment, line.lineNo, units);
    const unpicked =
      waited + (await picking.cancelUnpicked(tx, shipment.shipment, line.lineNo, units - waited));
    const inTotes = Math.min(
      units - unpicked,
      line.picked - line.putBack - line.packed - (await openPutBackUnits(tx, shipment.shipment, line.lineNo)),
    );
    if (inTotes > 0) {
      await putBackFromTotes(tx, shipment.shipment, line, inTotes);
      comeBack.push(line.lineNo);
    }
    // What unpackShipment took out already waits to go back; cancelling it needs no second put-back.
    const unpacked = whole
      ? Math.min(
          units - unpicked - Math.max(0, inTotes),
          await openPutBackUnits(tx, shipment.shipment, line.lineNo),
        )
      : 0;
    units = unpicked + Math.max(0, inTotes) + Math.max(0, unpacked);
    await orders.addToLine(tx, shipment.shipment, line.lineNo, { cancelled: units });
    done.push(units);
  }
  for (const { allocation: number, open } of await leftoverAllocations(tx, shipment.shipment))
    await allocation.free(tx, number, open);
  await picking.tellPickersOf(tx, shipment.shipment, comeBack);
  await picking.settle(tx, [shipment.shipment]);
  await append(tx, [
    {
      type: 'OrderChanged',
      topics: ['desk', 'wall', 'sorting', ...(await stationTopics(tx, shipment.shipment))],
      data: { shipment: shipment.shipment, cancelled: done },
    },
  ]);
  return done;
}

async function openPutBackUnits(tx: Tx, shipment: number, lineNo: number): Promise<number> {
  const row = await tx.db
    .selectFrom('putBack')
    .select((eb) => eb.fn.sum<number>('units').as('units'))
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('lineNo', '=', lineNo)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return Number(row?.units ?? 0);
}

async function putBackFromTotes(
  tx: Tx,
  shipment: number,
  line: { lineNo: number; owner: string; sku: string },
  units: number,
): Promise<void> {
  const here = (await picking.goodsOf(tx, shipment)).filter(
    (row) => row.sku === line.sku && row.owner === line.owner,
  );
  let left = units;
  // Among other orders' goods it is named by its line: the tote's contents say nothing of whose they are.
  for (const share of await picking.sharesOf(tx, shipment)) {
    const take = share.lineNo === line.lineNo ? Math.min(left, share.units) : 0;
    if (take === 0) continue;
    left -= take;
    await picking.sendBack(tx, share, take);
  }
  for (const balance of here) {
    // What waits there to go back for an earlier change is not to be taken twice.
    const take = Math.min(left, balance.onHand - (await picking.waitsToGoBack(tx, balance)));
    if (take <= 0) continue;
    left -= take;
    await picking.orderPutBack(tx, {
      shipment,
      lineNo: line.lineNo,
      owner: line.owner,
      sku: line.sku,
      lot: balance.lot,
      units: take,
      fromPlace: balance.place,
    });
  }
}

/** Promises that no walk holds: of a shipment whose every unit was cancelled they would bind stock for ever. */
async function leftoverAllocations(
  tx: Tx,
  shipment: number,
): Promise<{ allocation: number; open: number }[]> {
  const held = await tx.db
    .selectFrom('pickLine')
    .select('allocation')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('state', '=', 'open')
    .execute();
  const open = await allocation.openOf(tx, shipment);
  return open.filter((one) => !held.some((line) => line.allocation === one.allocation));
}

async function stationTopics(tx: Tx, shipment: number): Promise<`station:${string}`[]> {
  const rows = await tx.db
    .selectFrom('stationWork')
    .select('station')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
  return rows.map((row) => `station:${row.station}` as const);
}

/** Puts a hold on an order; every stage asks for it at its next step. Null for an unknown order. */
export async function holdOrder(
  tx: Tx,
  caller: Caller,
  orderId: string,
  handle: string,
  reason: string,
): Promise<{ stage: string } | null> {
  const order = await orders.lockOrder(tx, caller.hub, orderId);
  if (order === undefined || order.owner !== caller.owner) return null;
  const [shipment] = order.shipment === null ? [] : await orders.lockShipments(tx, [order.shipment]);
  const stage = shipment?.stage ?? 'parked';
  if (await orders.saveHold(tx, caller.hub, orderId, handle, reason)) {
    await orders.tell(tx, caller.hub, orderId, 'order.held', { handle, reason, stage });
    if (shipment !== undefined)
      await append(tx, [
        {
          type: 'OrderChanged',
          topics: ['desk', 'wall', 'sorting', 'benches', ...(await stationTopics(tx, shipment.shipment))],
          data: { shipment: shipment.shipment, held: true },
        },
      ]);
  }
  return { stage };
}

/** Takes one hold away. True when it stood, false when it did not, null for an unknown order. */
export async function releaseHold(
  tx: Tx,
  caller: Caller,
  orderId: string,
  handle: string,
): Promise<boolean | null> {
  const order = await orders.lockOrder(tx, caller.hub, orderId);
  if (order === undefined || order.owner !== caller.owner) return null;
  if (!(await orders.deleteHold(tx, caller.hub, orderId, handle))) return false;
  await orders.tell(tx, caller.hub, orderId, 'order.hold_released', { handle });
  if (order.shipment !== null)
    await append(tx, [
      {
        type: 'OrderChanged',
        topics: ['desk', 'wall', 'sorting', 'benches', ...(await stationTopics(tx, order.shipment))],
        data: { shipment: order.shipment, held: false },
      },
    ]);
  return true;
}

/** An item became known: parked orders that waited for it are tried again. Returns how many were accepted. */
export async function retryWaitingFor(tx: Tx, owner: string, sku: string): Promise<number> {
  let accepted = 0;
  for (const order of await orders.parkedForSku(tx, owner, sku)) {
    const left = await retryParked(tx, order.hub, order.orderId);
    if (left.length === 0) accepted++;
  }
  return accepted;
}

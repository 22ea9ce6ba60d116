import type { CommandBody } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import * as allocation from '../allocation/allocation.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { settlePicked } from './finish-task.flow.ts';
import { pushWork, replan } from './give-work.flow.ts';
import { holdUntil } from './hold-short.ts';
import { isShared } from './next-pick.ts';
import * as passing from './passing.store.ts';
import * as pickLines from './pick-lines.store.ts';
import * as store from './picking.store.ts';
import * as holds from './short-holds.store.ts';
import { policies, walkFrame } from './site-policies.views.ts';
import * as totes from './totes.store.ts';

type Order = Awaited<ReturnType<typeof orders.lockShipments>>[number];

/** Units of an order's line that were not found where they should be. */
interface Gap {
  lineNo: number;
  owner: string;
  sku: string;
  units: number;
  location: string;
  reason: string;
}

/**
 * No other place has these units now: they wait for stock to turn up, or the order goes without them at once. The order must be
 * locked. Returns until when they wait.
 */
export async function waitOrGoWithout(tx: Tx, order: Order, task: number, gap: Gap): Promise<Date | null> {
  const earlier = await holds.holdsOf(tx, order.shipment);
  const until = holdUntil(
    await policies(tx),
    { cutOffAt: order.cutOffAt, heldUntil: earlier[0]?.until ?? null },
    tx.now,
  );
  if (until === null) {
    await goWithout(tx, order, gap);
    return null;
  }
  await holds.addHold(tx, { shipment: order.shipment, task, until, ...gap });
  await tellDesk(tx, order, gap.lineNo);
  return until;
}

/** What is missing is shorted, the hub told, and a lead asked to look. */
async function goWithout(tx: Tx, order: Order, gap: Gap): Promise<void> {
  const { shipment, orderNumber } = order;
  const { lineNo, owner, sku, units, location, reason } = gap;
  await orders.addToLine(tx, shipment, lineNo, { shorted: units }, reason);
  await orders.tell(tx, order.hub, order.orderId, 'order.short', { lineNo, units, reason });
  await raise(tx, {
    kind: 'short',
    ref: lineRef(shipment, lineNo),
    owner,
    data: { shipment, orderNumber, sku, location, units, reason },
  });
}

/** Time or stock: orders that wait and for which something can be done now, the most urgent first, and when the next one's time is over. */
export async function dueHolds(tx: Tx): Promise<{ shipments: number[]; next: Date | null }> {
  const waiting = await holds.waitingHolds(tx);
  const free = await stock.freeNow(tx, waiting, tx.now);
  const due = waiting.filter(
    (hold) => hold.until <= tx.now || free.some((row) => row.owner === hold.owner && row.sku === hold.sku),
  );
  const later = waiting.map((hold) => hold.until).filter((until) => until > tx.now);
  return {
    shipments: [...new Set(due.map((hold) => hold.shipment))],
    next: later.length === 0 ? null : new Date(Math.min(...later.map((until) => until.getTime()))),
  };
}

/**
 * Brings an order that waits what has turned up: on the walk that is still on its way, else by a small walk for its tote. What is still
 * missing when its time is over it goes without.
 */
export async function serveHold(tx: Tx, shipment: number): Promise<void> {
  const [order] = await orders.lockShipments(tx, [shipment]);
  const waiting = await waitingLines(tx, shipment);
  const [first] = waiting;
  if (order === undefined || first === undefined) return;
  const isStopped = (await orders.holdsOf(tx, [shipment])).has(shipment);
  const found = isStopped ? [] : await allocation.allocate(tx, waiting);
  for (const part of found) await holds.takeFromHold(tx, shipment, part.lineNo, part.units);
  if (found.length > 0) await bring(tx, order, first.task, found);
  for (const { lineNo } of waiting)
    if (found.some((part) => part.lineNo === lineNo)) await tellDesk(tx, order, lineNo);
  if (first.until <= tx.now) await endWaiting(tx, order, null);
  else await benchesChanged(tx, shipment);
}

/** A lead does not want to wait any longer: the order goes without what is missing. */
export async function endShortHold(
  tx: Tx,
  body: CommandBody<'EndShortHold'>,
): Promise<Refused | { result: { units: number } }> {
  const [order] = await orders.lockShipments(tx, [body.shipment]);
  const waiting = await waitingLines(tx, body.shipment);
  if (order === undefined || waiting.length === 0) return refuse('HOLD_OVER');
  await endWaiting(tx, order, tx.operator ?? null);
  return { result: { units: waiting.reduce((sum, hold) => sum + hold.units, 0) } };
}

/** Takes up to `units` of a line off what an order waits for. The order must be locked. Returns how many. */
export async function cancelHeld(tx: Tx, shipment: number, lineNo: number, units: number): Promise<number> {
  const hold = (await waitingLines(tx, shipment)).find((one) => one.lineNo === lineNo);
  const taken = Math.min(units, hold?.units ?? 0);
  if (taken === 0) return 0;
  await holds.takeFromHold(tx, shipment, lineNo, taken);
  const [order] = await orders.lockShipments(tx, [shipment]);
  if (order !== undefined) await tellDesk(tx, order, lineNo);
  return taken;
}

/** An order leaves at another time: its walks hurry with it, and it waits no longer than leaves time to pack. */
export async function moveCutOff(tx: Tx, shipment: number): Promise<void> {
  await store.moveCutOff(tx, shipment);
  const [order] = await orders.lockShipments(tx, [shipment]);
  const { shortHoldMinutes } = await policies(tx);
  if (order !== undefined)
    await holds.shortenHolds(tx, shipment, new Date(order.cutOffAt.getTime() - shortHoldMinutes * 60_000));
}

/** What an order waits for, and until when; null when it does not. */
export async function heldOf(tx: Tx, shipment: number): Promise<{ units: number; until: Date } | null> {
  const waiting = await waitingLines(tx, shipment);
  const [first] = waiting;
  return first === undefined
    ? null
    : { units: waiting.reduce((sum, hold) => sum + hold.units, 0), until: first.until };
}

async function waitingLines(tx: Tx, shipment: number): Promise<holds.ShortHoldRow[]> {
  return (await holds.holdsOf(tx, shipment)).filter((hold) => hold.units > 0);
}

async function endWaiting(tx: Tx, order: Order, endedBy: string | null): Promise<void> {
  for (const hold of await waitingLines(tx, order.shipment)) {
    await resolve(
      tx,
      'held',
      lineRef(order.shipment, hold.lineNo),
      endedBy === null ? 'time is over' : 'ended by a lead',
    );
    await goWithout(tx, order, hold);
  }
  await holds.endHolds(tx, order.shipment, endedBy);
  await settlePicked(tx, [order.shipment]);
}

/**
 * Promised units of an order are taken along by a walk that has not brought its goods yet, or else fetched for the tote or the wall
 * where the rest of it waits. The order must be locked.
 */
export async function bring(
  tx: Tx,
  order: Order,
  foundMissingBy: number,
  parts: readonly allocation.Allocated[],
): Promise<void> {
  const { shipment } = order;
  const walk = await openWalkOf(tx, shipment, foundMissingBy);
  if (walk === null) return fetchForTote(tx, order, parts);
  const lines = await pickLines.lines(tx, walk.task);
  const last = Math.max(...lines.map((line) => line.sequence));
  await pickLines.insertLines(
    tx,
    walk.task,
    parts.map((part, at) => ({ sequence: last + 1 + at, place: walk.place, part })),
  );
  if (!walk.isBegun) await replan(tx, walk.task);
  const { operator } = await store.readTask(tx, walk.task);
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [...(operator === null ? [] : [`operator:${operator}` as const]), 'desk', 'wall'],
      data: { task: walk.task, step: 'turned_up' },
    },
  ]);
}

/** Between the look and the lock a walk without goods may have been cut, and its places be on another one. */
async function openWalkOf(tx: Tx, shipment: number, foundMissingBy: number) {
  const walk = await holds.openWalkOf(tx, shipment, foundMissingBy);
  if (walk === null) return null;
  await store.lockTask(tx, walk.task);
  const again = await holds.openWalkOf(tx, shipment, foundMissingBy);
  if (again?.task !== walk.task || again.place !== walk.place)
    throw new DecideAgain(`the walk of shipment ${shipment} changed`);
  return again;
}

async function fetchForTote(tx: Tx, order: Order, parts: readonly allocation.Allocated[]): Promise<void> {
  const { shipment, wall } = order;
  // Where its other goods are sorted at a wall, these come there too; else they come to the tote that waits.
  const meetsAtWall = wall !== null && order.pickMode !== null && isShared(order.pickMode);
  const tote = meetsAtWall
    ? null
    : ((await totes.totesOfShipment(tx, shipment)).find((one) => one.state === 'dropped')?.tote ?? null);
  const task = await store.insertTask(
    tx,
    order.wave ?? 0,
    {
      mode: meetsAtWall ? 'batch' : 'discrete',
      takesCart: false,
      zone: null,
      after: null,
      places: [{ place: 1, shipment: meetsAtWall ? null : shipment, carton: null }],
      stops: parts.map(({ allocation: number, units, location }) => ({
        allocation: number,
        place: 1,
        shipment,
        units,
        location,
      })),
      walkMm: 0,
      cutOffMs: order.cutOffAt.getTime(),
      priority: order.priority,
    },
    new Map(parts.map((part) => [part.allocation, part])),
    (await walkFrame(tx)).start,
    { afterTask: null, wall: meetsAtWall ? wall : null, completes: shipment },
  );
  if (tote !== null) await passing.passTo(tx, task, tote);
  await replan(tx, task);
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: ['tasks', 'desk', 'wall'],
      data: { task, shipment, step: 'turned_up' },
    },
  ]);
  await pushWork(tx);
}

const lineRef = (shipment: number, lineNo: number) => `${shipment}/${lineNo}`;

/** A lead sees what a line waits for as it is now. */
async function tellDesk(tx: Tx, order: Order, lineNo: number): Promise<void> {
  const { shipment, orderNumber } = order;
  await resolve(tx, 'held', lineRef(shipment, lineNo), 'changed');
  const hold = (await waitingLines(tx, shipment)).find((one) => one.lineNo === lineNo);
  if (hold === undefined) return;
  const { sku, units, location, reason, owner } = hold;
  await raise(tx, {
    kind: 'held',
    ref: lineRef(shipment, lineNo),
    owner,
    data: { shipment, orderNumber, sku, units, location, reason, until: hold.until.toISOString() },
  });
}

async function benchesChanged(tx: Tx, shipment: number): Promise<void> {
  await append(tx, [
    { type: 'BenchChanged', topics: ['desk', 'wall', 'benches'], data: { shipments: [shipment] } },
  ]);
}

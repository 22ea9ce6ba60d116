import { DateTime } from 'luxon';
import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as crew from '../crew/crew.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as carts from './carts.store.ts';
import { giveWork, leaseEnd, mayBeGiven, pushWork, type Picker } from './give-work.flow.ts';
import { declineWork, whereItGoes, whereItStands } from './leave-work.ts';
import { mayDo } from './may-work.ts';
import type { WorkTaken } from './picking.entities.ts';
import { handBack } from './in-hand.ts';
import * as pickLines from './pick-lines.store.ts';
import * as store from './picking.store.ts';
import { readFloorScan } from './read-floor-scan.ts';
import { policies } from './site-policies.views.ts';
import * as totes from './totes.store.ts';
import * as waitingStore from './waiting.store.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

/** Leads: a task whose holder is gone. Without goods it returns to the pool; with goods it goes to `operator`, or is parked. */
export async function recoverTask(
  tx: Tx,
  body: CommandBody<'RecoverTask'>,
): Promise<Refused | Record<string, never>> {
  const worker = body.operator === null ? undefined : await crew.lockWorker(tx, body.operator);
  const task = await waitingStore.lockKnown(tx, body.task);
  if (task === undefined || task.operator === null || task.state === 'done' || task.state === 'cancelled')
    return refuse('TASK_UNKNOWN');
  const before = task.operator;
  const hand = handBack({ task, lines: await pickLines.lines(tx, task.task) });
  const to = whereItGoes(task, await totes.places(tx, task.task)) === 'parked' ? body.operator : null;
  if (to === null) {
    await leave(tx, task, null);
  } else {
    const no = await mayBeGiven(tx, to, worker, task.task);
    if (no !== null) return no;
    if ((await store.ownTask(tx, to)) !== null) return refuse('OPERATOR_BUSY', { operator: to });
    await putDown(tx, task, null, {
      state: 'claimed',
      operator: to,
      reason: 'handed_over',
      claimedAt: tx.now,
      leaseUntil: await leaseEnd(tx),
    });
    await crew.setReady(tx, [to], false);
    await append(tx, [
      {
        type: 'TaskClaimed',
        topics: [`operator:${to}`, 'desk', 'wall'],
        data: { task: task.task, operator: to, reason: 'handed_over' },
      },
    ]);
  }
  await tellHolder(tx, before, { why: 'recovered', task: task.task, cart: task.cart, hand, to });
  await resolve(tx, 'holder_unreachable', String(task.task), 'recovered');
  await changed(tx, task.task, before, 'recovered');
  await pushWork(tx);
  return {};
}

/** The walk goes back, and the next best is given at once. */
export async function decline(tx: Tx, body: CommandBody<'DeclineWork'>, picker: Picker): Promise<Outcome> {
  const task = await ownLocked(tx, picker.operator);
  if (task === null) return refuse('PICK_NO_TASK');
  const outcome = declineWork(task, await totes.places(tx, task.task));
  if (isRefused(outcome)) return outcome;
  await leave(tx, task, null);
  await waitingStore.insertDecline(tx, task.task, picker.operator, body.reason);
  await changed(tx, task.task, picker.operator, 'declined');
  await giveWork(tx, picker);
  await pushWork(tx);
  return {};
}

/** Nothing new is given until the break is over; what is in hand stays, and its lease is stretched. */
export async function takeBreak(tx: Tx, picker: Picker): Promise<Outcome> {
  await crew.beginBreak(tx, picker.operator);
  await crew.setReady(tx, [picker.operator], false);
  const task = await ownLocked(tx, picker.operator);
  if (task !== null) {
    const { breakMinutes } = await policies(tx);
    await store.changeTask(tx, task.task, {
      ...(task.state === 'unreachable' ? { state: 'picking' as const } : {}),
      leaseUntil: new Date((await leaseEnd(tx)).getTime() + breakMinutes * 60_000),
    });
    await resolve(tx, 'holder_unreachable', String(task.task), 'came back');
  }
  await tellOfBreak(tx, picker.operator);
  return {};
}

/** Whoever scans or asks for work is back. Returns whether there was a break. */
export async function endBreak(tx: Tx, operator: string): Promise<boolean> {
  if (!(await crew.endBreak(tx, operator))) return false;
  await tellOfBreak(tx, operator);
  return true;
}

/** "I stop here." Goods in the hand have been put back; goods on the cart stand there for whoever comes next. */
export async function handOver(tx: Tx, body: CommandBody<'HandOver'>, picker: Picker): Promise<Outcome> {
  const scanned = body.where === null ? null : await placeScanned(tx, body.where);
  if (isRefused(scanned)) return scanned;
  await crew.endBreak(tx, picker.operator);
  const task = await ownLocked(tx, picker.operator);
  if (task === null) return refuse('NOTHING_TO_HAND_OVER');
  const goes = whereItGoes(task, await totes.places(tx, task.task));
  const standsAt = await leave(tx, task, scanned);
  await crew.setReady(tx, [picker.operator], false);
  await resolve(tx, 'holder_unreachable', String(task.task), 'handed over');
  await changed(tx, task.task, picker.operator, 'handed_over');
  await pushWork(tx);
  return { result: { isParked: goes === 'parked', standsAt } };
}

/** Lead: where somebody works for the rest of the day. What they have not begun and may not do any more goes back. */
export async function setOperatorZones(tx: Tx, body: CommandBody<'SetOperatorZones'>): Promise<Outcome> {
  const worker = await crew.lockWorker(tx, body.operator);
  if (worker === undefined) return refuse('OPERATOR_UNKNOWN', { operator: body.operator });
  const known = new Set(await waitingStore.zoneNames(tx));
  const unknown = body.zones?.find((zone) => !known.has(zone));
  if (unknown !== undefined) return refuse('ZONE_UNKNOWN', { zone: unknown });
  const until = DateTime.fromJSDate(tx.now, { zone: await waitingStore.timezone(tx) })
    .plus({ days: 1 })
    .startOf('day')
    .toJSDate();
  await crew.setZonesToday(tx, body.operator, body.zones === null ? null : { zones: body.zones, until });
  const task = await ownLocked(tx, body.operator);
  if (task?.state === 'claimed' && !(await mayStillDo(tx, body.operator, task.task))) {
    await leave(tx, task, null);
    await tellHolder(tx, body.operator, { why: 'zones', task: task.task, cart: task.cart, to: null });
    await changed(tx, task.task, body.operator, 'not_permitted');
  }
  await append(tx, [
    {
      type: 'OperatorChanged',
      topics: [`operator:${body.operator}`, 'desk'],
      data: { operator: body.operator, zones: body.zones },
    },
  ]);
  await pushWork(tx);
  return {};
}

/**
 * Timer: leases that ran out. A task without goods in somebody's hands goes back; one with goods waits for a lead. What stands parked
 * for long is brought before one. Time alone also makes work givable again (a refusal that is over, a day that is).
 */
export async function lapseLeases(tx: Tx): Promise<number> {
  const silent = await store.silentTasks(tx);
  for (const { task: number } of silent) {
    const task = await store.lockTask(tx, number);
    if (task.leaseUntil === null || task.leaseUntil >= tx.now || task.operator === null) continue;
    if (task.state === 'claimed') {
      await leave(tx, task, null);
      await tellHolder(tx, task.operator, { why: 'lapsed', task: number, cart: task.cart, to: null });
      await changed(tx, number, task.operator, 'lapsed');
    } else if (task.state === 'picking') {
      await store.changeTask(tx, number, { state: 'unreachable', leaseUntil: null });
      await raise(tx, {
        kind: 'holder_unreachable',
        ref: String(number),
        data: { task: number, operator: task.operator, cart: task.cart },
      });
    }
  }
  await raiseParked(tx);
  await pushWork(tx);
  return silent.length;
}

async function raiseParked(tx: Tx): Promise<void> {
  const { parkedMinutes } = await policies(tx);
  const since = new Date(tx.now.getTime() - parkedMinutes * 60_000);
  for (const { task, cart, standsAt, leftBy } of await waitingStore.parkedSince(tx, since))
    await raise(tx, {
      kind: 'parked_walk',
      ref: String(task),
      data: { task, cart, location: standsAt, operator: leftBy },
    });
}

/** The operator's task, locked, if it is still theirs. */
async function ownLocked(tx: Tx, operator: string): Promise<store.Task | null> {
  const own = await store.ownTask(tx, operator);
  if (own === null) return null;
  const task = await store.lockTask(tx, own);
  return task.operator === operator ? task : null;
}

async function mayStillDo(tx: Tx, operator: string, task: number): Promise<boolean> {
  const [permit] = await crew.lockPermits(tx, [operator]);
  const needs = (await waitingStore.needsOfTasks(tx, [task])).get(task);
  return permit === undefined || needs === undefined || mayDo(permit, needs);
}

/** Takes a task off its holder: back to the pool, or parked where its goods stand. Returns where, if anywhere. */
async function leave(tx: Tx, task: store.Task, scanned: string | null): Promise<string | null> {
  if (whereItGoes(task, await totes.places(tx, task.task)) === 'parked')
    return await putDown(tx, task, scanned, {
      state: 'parked',
      operator: null,
      reason: null,
      claimedAt: null,
      leaseUntil: null,
      parkedAt: tx.now,
    });
  await totes.unbindTotes(tx, task.task);
  await carts.freeCart(tx, task.task);
  await store.setNotice(tx, task.task, null);
  await store.forgetScan(tx, task.task);
  await store.changeTask(tx, task.task, {
    state: 'planned',
    operator: null,
    device: null,
    cart: null,
    reason: null,
    reasonFacts: null,
    claimedAt: null,
    leaseUntil: null,
    atLocation: null,
    counted: 0,
    inHandLine: null,
  });
  return null;
}

/** The goods stand where they are; whoever has the task from here on scans its cart there first. */
async function putDown(
  tx: Tx,
  task: store.Task,
  scanned: string | null,
  next: store.TaskChange,
): Promise<string> {
  const { dropPlace } = await policies(tx);
  const standsAt = whereItStands(task, scanned, await waitingStore.lastTakenAt(tx, task.task), dropPlace);
  // A question about a stop is for whoever stood there. What was cancelled is for whoever has the goods.
  if (task.notice !== null && task.notice.kind !== 'cancelled') await store.setNotice(tx, task.task, null);
  await store.forgetScan(tx, task.task);
  await store.changeTask(tx, task.task, {
    device: null,
    atLocation: null,
    counted: 0,
    inHandLine: null,
    standsAt,
    reasonFacts: {
      metres: null,
      from: task.standsAt === null ? task.operator : (task.reasonFacts?.from ?? null),
    },
    ...next,
  });
  return standsAt;
}

async function placeScanned(tx: Tx, text: string): Promise<string | Refused> {
  const scan = readFloorScan(text);
  if (scan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: scan.reason });
  const code =
    scan.kind === 'location'
      ? scan.location
      : scan.kind === 'drop'
        ? scan.drop
        : scan.kind === 'text'
          ? scan.text.trim()
          : null;
  if (code === null) return refuse('NEED_LOCATION', { kind: scan.kind });
  return (await waitingStore.isLocation(tx, code))
    ? code
    : refuse('LOCATION_UNKNOWN', { location: code.slice(0, 60) });
}

async function tellHolder(tx: Tx, operator: string, notice: Omit<WorkTaken, 'by'>): Promise<void> {
  await waitingStore.leaveNotice(tx, operator, { ...notice, by: tx.operator ?? null });
}

async function tellOfBreak(tx: Tx, operator: string): Promise<void> {
  await append(tx, [
    { type: 'OperatorChanged', topics: [`operator:${operator}`, 'desk', 'wall'], data: { operator } },
  ]);
}

async function changed(tx: Tx, task: number, operator: string, step: string): Promise<void> {
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${operator}`, 'desk', 'wall'], data: { task, step } },
  ]);
}

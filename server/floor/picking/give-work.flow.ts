import type { CommandBody } from '../../protocol/commands.ts';
import { rolePermissions } from '../../protocol/permissions.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { route } from '../../planner/plan-walks.ts';
import * as crew from '../crew/crew.ts';
import { resolve } from '../exceptions/exceptions.ts';
import * as carts from './carts.store.ts';
import { cartsLeft, chooseTask, type OpenTask, type Taker } from './choose-task.ts';
import { lacks, mayDo } from './may-work.ts';
import * as pickLines from './pick-lines.store.ts';
import * as store from './picking.store.ts';
import { policies, walkFrame } from './site-policies.views.ts';
import * as totes from './totes.store.ts';
import * as waitingStore from './waiting.store.ts';

export interface Picker {
  operator: string;
  device: string | null;
}

/** Gives waiting tasks to operators who said they are ready, until one or the other runs out. */
export async function pushWork(tx: Tx): Promise<void> {
  await carts.lockClaiming(tx);
  const ready = await crew.lockReady(tx);
  if (ready.length === 0) return;
  const busy = await store.busyOperators(tx);
  const idle = ready.filter((picker) => !busy.has(picker.operator));
  let waiting = await whatWaits(tx, idle);
  const given: string[] = [];
  for (const picker of idle) {
    if (waiting.open.length === 0) break;
    const claimed = await claim(tx, picker, waiting);
    if (claimed === null) continue;
    given.push(picker.operator);
    if (claimed.isCut) waiting = await whatWaits(tx, idle);
  }
  await crew.setReady(tx, given, false);
}

/** Claims the best waiting task for an operator, or leaves them ready. Returns the task or null. */
export async function giveWork(tx: Tx, picker: Picker): Promise<number | null> {
  await carts.lockClaiming(tx);
  const claimed = await claim(tx, picker, await whatWaits(tx, [picker]));
  await crew.setReady(tx, [picker.operator], claimed === null);
  if (claimed === null)
    await append(tx, [
      {
        type: 'OperatorReady',
        topics: ['wall', 'desk', `operator:${picker.operator}`],
        data: { operator: picker.operator },
      },
    ]);
  return claimed?.task ?? null;
}

/** Lead: a waiting walk for one person. It is theirs at once when they are free, and next when they are not. */
export async function assignTask(
  tx: Tx,
  body: CommandBody<'AssignTask'>,
): Promise<Refused | { result: { to: string | null; given: boolean } }> {
  const worker = body.operator === null ? null : await crew.lockWorker(tx, body.operator);
  const found = await waitingStore.lockKnown(tx, body.task);
  if (found === undefined) return refuse('TASK_UNKNOWN');
  if (found.state !== 'planned' && found.state !== 'parked')
    return refuse('TASK_NOT_WAITING', { state: found.state });
  const told = [
    { type: 'TaskChanged' as const, topics: ['desk' as const], data: { task: body.task, step: 'assigned' } },
  ];
  if (worker === null) {
    await waitingStore.setAssignee(tx, body.task, null);
    await append(tx, told);
    await pushWork(tx);
    return { result: { to: null, given: false } };
  }
  const no = await mayBeGiven(tx, body.operator ?? '', worker, body.task);
  if (no !== null) return no;
  const operator = worker?.operator ?? '';
  await carts.lockClaiming(tx);
  await waitingStore.forgetDecline(tx, body.task, operator);
  await waitingStore.setAssignee(tx, body.task, { to: operator, by: tx.operator ?? null });
  await append(tx, told);
  if (worker?.breakSince === null && !(await store.busyOperators(tx)).has(operator)) {
    await crew.setReady(tx, [operator], true);
    await pushWork(tx);
  }
  return { result: { to: operator, given: (await store.ownTask(tx, operator)) === body.task } };
}

/** Null, or why this task cannot be this person's. */
export async function mayBeGiven(
  tx: Tx,
  operator: string,
  worker: Awaited<ReturnType<typeof crew.lockWorker>>,
  task: number,
): Promise<Refused | null> {
  if (worker === undefined) return refuse('OPERATOR_UNKNOWN', { operator });
  if (!worker.isAtWork || !rolePermissions[worker.role].includes('pick'))
    return refuse('OPERATOR_NOT_HERE', { operator });
  const [permit] = await crew.lockPermits(tx, [operator]);
  const needs = (await waitingStore.needsOfTasks(tx, [task])).get(task);
  if (permit === undefined || needs === undefined || mayDo(permit, needs)) return null;
  const { zones, skills } = lacks(permit, needs);
  return refuse('OPERATOR_NOT_PERMITTED', { operator, zones, skills });
}

/** What claims are decided on: read once for everybody who waits, and kept up to date as walks are given away. */
interface Waiting {
  open: OpenTask[];
  /** Nothing else waits. */
  isAll: boolean;
  leftBy: ReadonlyMap<number, string | null>;
  freeCarts: readonly number[];
  claimedPlaces: number[];
  takers: ReadonlyMap<string, Taker>;
}

/** More than these are read only for somebody who may do none of them. */
const firstLook = 50;
const longLook = 2_000;

async function whatWaits(
  tx: Tx,
  pickers: readonly Picker[],
  look = firstLook + pickers.length,
): Promise<Waiting> {
  const rows = await waitingStore.lockWaiting(tx, look);
  const operators = pickers.map((picker) => picker.operator);
  const permits = await crew.lockPermits(tx, operators);
  const seenAt = await store.lastSeenAt(tx, operators);
  const needs = await waitingStore.needsOfTasks(
    tx,
    rows.map((row) => row.task),
  );
  const { declineMinutes } = await policies(tx);
  const declines = Map.groupBy(
    await waitingStore.declinesSince(tx, new Date(tx.now.getTime() - declineMinutes * 60_000)),
    (row) => row.task,
  );
  return {
    open: rows.map(({ state, cutOffAt, leftBy: _leftBy, ...task }) => ({
      ...task,
      cutOffMs: cutOffAt.getTime(),
      isParked: state === 'parked',
      needs: needs.get(task.task) ?? { zones: [], skills: [] },
      declinedBy: (declines.get(task.task) ?? []).map((row) => row.operator),
    })),
    isAll: rows.length < look,
    leftBy: new Map(rows.map((row) => [row.task, row.leftBy])),
    freeCarts: await carts.freeCarts(tx),
    claimedPlaces: await carts.claimedPlaces(tx),
    takers: new Map(
      permits.map((permit) => [permit.operator, { ...permit, at: seenAt.get(permit.operator) ?? null }]),
    ),
  };
}

async function claim(
  tx: Tx,
  picker: Picker,
  waiting: Waiting,
): Promise<{ task: number; isCut: boolean } | null> {
  const taker = waiting.takers.get(picker.operator);
  // Somebody is just changing what this person may do, and looks for work for them when that is done.
  if (taker === undefined) return null;
  const largestCart = cartsLeft(waiting.freeCarts, waiting.claimedPlaces)[0] ?? 0;
  let chosen = chooseTask(waiting.open, taker, largestCart);
  if (chosen === null && !waiting.isAll) {
    const { open, leftBy, isAll } = await whatWaits(tx, [picker], longLook);
    Object.assign(waiting, { open, leftBy, isAll });
    chosen = chooseTask(waiting.open, taker, largestCart);
  }
  if (chosen === null) return null;
  const { task, places, code } = chosen;
  const isParked = waiting.open.some((one) => one.task === task && one.isParked);
  const isCut = places > largestCart;
  if (isCut) await cutToCart(tx, task, largestCart);
  await store.changeTask(tx, task, {
    state: 'claimed',
    operator: picker.operator,
    device: picker.device,
    reason: code,
    reasonFacts: isParked ? { ...chosen.facts, from: waiting.leftBy.get(task) ?? null } : chosen.facts,
    assignedTo: null,
    assignedBy: null,
    parkedAt: null,
    claimedAt: tx.now,
    leaseUntil: await leaseEnd(tx),
  });
  if (isParked) await resolve(tx, 'parked_walk', String(task), 'taken over');
  await append(tx, [
    {
      type: 'TaskClaimed',
      topics: [`operator:${picker.operator}`, 'desk', 'wall'],
      data: { task, operator: picker.operator, reason: code },
    },
  ]);
  waiting.open = waiting.open.filter((one) => one.task !== task);
  if (places > 0) waiting.claimedPlaces.push(Math.min(places, largestCart));
  return { task, isCut };
}

/** The walk keeps its first places; what does not fit the cart waits as a walk of its own. */
export async function cutToCart(tx: Tx, task: number, places: number): Promise<void> {
  const lines = await pickLines.lines(tx, task);
  const isNeeded = (place: number) => lines.some((line) => line.place === place && line.state === 'open');
  const all = (await totes.places(tx, task)).map((row) => row.place);
  const needed = all.filter(isNeeded);
  // A place whose lines were all cancelled takes no room: it stays with the walk, behind the others.
  const kept = [...needed.slice(0, places), ...all.filter((place) => !isNeeded(place))];
  const rest = needed.slice(places);
  const fresh = rest.length === 0 ? null : await store.copyTask(tx, task);
  await totes.movePlaces(tx, task, [
    ...kept.map((place, at) => ({ place, toTask: task, toPlace: at + 1 })),
    ...rest.map((place, at) => ({ place, toTask: fresh ?? task, toPlace: at + 1 })),
  ]);
  await replan(tx, task);
  if (fresh !== null) await replan(tx, fresh);
  await append(tx, [
    { type: 'TaskChanged', topics: ['tasks', 'desk', 'wall'], data: { task, rest: fresh, step: 'cut' } },
  ]);
}

/** Orders what is left of a walk that nobody is on yet. */
export async function replan(tx: Tx, task: number): Promise<void> {
  await store.saveWalk(tx, task, route(await pickLines.openStops(tx, task), await walkFrame(tx)));
}

export async function leaseEnd(tx: Tx): Promise<Date> {
  const { leaseMinutes } = await policies(tx);
  return new Date(tx.now.getTime() + leaseMinutes * 60_000);
}

export async function renewLease(tx: Tx, task: number): Promise<void> {
  await store.changeTask(tx, task, { leaseUntil: await leaseEnd(tx) });
}

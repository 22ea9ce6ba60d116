import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { route } from '../../planner/plan-walks.ts';
import * as crew from '../crew/crew.ts';
import { cartsLeft, chooseTask, type OpenTask } from './choose-task.ts';
import * as store from './picking.store.ts';

export interface Picker {
  operator: string;
  device: string | null;
}

/** Gives waiting tasks to operators who said they are ready, until one or the other runs out. */
export async function pushWork(tx: Tx): Promise<void> {
  await store.lockClaiming(tx);
  const ready = await crew.lockReady(tx);
  if (ready.length === 0) return;
  const busy = await store.busyOperators(tx);
  const idle = ready.filter((picker) => !busy.has(picker.operator));
  let waiting = await whatWaits(tx, idle);
  const given: string[] = [];
  for (const picker of idle) {
    const claimed = await claim(tx, picker, waiting);
    if (claimed === null) break;
    given.push(picker.operator);
    if (claimed.isCut) waiting = await whatWaits(tx, idle);
  }
  await crew.setReady(tx, given, false);
}

/** Claims the best waiting task for an operator, or leaves them ready. Returns the task or null. */
export async function giveWork(tx: Tx, picker: Picker): Promise<number | null> {
  await store.lockClaiming(tx);
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

/** What claims are decided on: read once for everybody who waits, and kept up to date as walks are given away. */
interface Waiting {
  open: OpenTask[];
  freeCarts: readonly number[];
  claimedPlaces: number[];
  seenAt: ReadonlyMap<string, { xMm: number; yMm: number }>;
}

async function whatWaits(tx: Tx, pickers: readonly Picker[]): Promise<Waiting> {
  const open = await store.lockPlanned(tx, 50 + pickers.length);
  return {
    open: open.map((task) => ({ ...task, cutOffMs: task.cutOffAt.getTime() })),
    freeCarts: await store.freeCarts(tx),
    claimedPlaces: await store.claimedPlaces(tx),
    seenAt: await store.lastSeenAt(
      tx,
      pickers.map((picker) => picker.operator),
    ),
  };
}

async function claim(
  tx: Tx,
  picker: Picker,
  waiting: Waiting,
): Promise<{ task: number; isCut: boolean } | null> {
  const largestCart = cartsLeft(waiting.freeCarts, waiting.claimedPlaces)[0] ?? 0;
  const chosen = chooseTask(waiting.open, waiting.seenAt.get(picker.operator) ?? null, largestCart);
  if (chosen === null) return null;
  const isCut = chosen.places > largestCart;
  if (isCut) await cutToCart(tx, chosen.task, largestCart);
  await store.changeTask(tx, chosen.task, {
    state: 'claimed',
    operator: picker.operator,
    device: picker.device,
    reason: chosen.code,
    claimedAt: tx.now,
    leaseUntil: await leaseEnd(tx),
  });
  await append(tx, [
    {
      type: 'TaskClaimed',
      topics: [`operator:${picker.operator}`, 'desk', 'wall'],
      data: { task: chosen.task, operator: picker.operator, reason: chosen.code },
    },
  ]);
  waiting.open = waiting.open.filter((task) => task.task !== chosen.task);
  if (chosen.places > 0) waiting.claimedPlaces.push(Math.min(chosen.places, largestCart));
  return { task: chosen.task, isCut };
}

/** The walk keeps its first places; what does not fit the cart waits as a walk of its own. */
export async function cutToCart(tx: Tx, task: number, places: number): Promise<void> {
  const lines = await store.lines(tx, task);
  const isNeeded = (place: number) => lines.some((line) => line.place === place && line.state === 'open');
  const all = (await store.places(tx, task)).map((row) => row.place);
  const needed = all.filter(isNeeded);
  // A place whose lines were all cancelled takes no room: it stays with the walk, behind the others.
  const kept = [...needed.slice(0, places), ...all.filter((place) => !isNeeded(place))];
  const rest = needed.slice(places);
  const fresh = rest.length === 0 ? null : await store.copyTask(tx, task);
  await store.movePlaces(tx, task, [
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
  await store.saveWalk(tx, task, route(await store.openStops(tx, task), await store.walkFrame(tx)));
}

export async function leaseEnd(tx: Tx): Promise<Date> {
  const { leaseMinutes } = await store.policies(tx);
  return new Date(tx.now.getTime() + leaseMinutes * 60_000);
}

export async function renewLease(tx: Tx, task: number): Promise<void> {
  await store.changeTask(tx, task, { leaseUntil: await leaseEnd(tx) });
}

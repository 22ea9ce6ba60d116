import { mayDo, type Needs, type Permit } from './may-work.ts';

/** A task that waits for somebody. */
export interface OpenTask {
  task: number;
  /** Places that its walk takes on a cart: none when it needs no cart, or brings its own. */
  places: number;
  cutOffMs: number;
  priority: number;
  /** Where it begins: its first stop, or where its parked cart stands. */
  xMmFirst: number;
  yMmFirst: number;
  needs: Needs;
  /** Goods lie on its cart and nobody has it. */
  isParked: boolean;
  /** A tote waits for what it brings. */
  isForTote: boolean;
  /** A lead sent it to this person, who is at work. */
  assignedTo: string | null;
  /** Who sent it. */
  assignedBy: string | null;
  /** Declined by these people not long ago. */
  declinedBy: readonly string[];
}

export interface Taker extends Permit {
  operator: string;
  /** Where they scanned last. */
  at: Readonly<{ xMm: number; yMm: number }> | null;
}

/** What decided, with its numbers: `metres` to the beginning, `among` tasks that only the way told apart. */
export interface ReasonFacts {
  metres: number | null;
  among?: number;
  /** Who sent it. */
  by?: string | null;
  /** Who left it. */
  from?: string | null;
}
export interface Chosen {
  task: number;
  places: number;
  code: 'sent' | 'handed_over' | 'completes' | 'earliest_cut_off' | 'priority' | 'nearest';
  facts: ReasonFacts;
}

/**
 * Which waiting task an operator gets of those that they may do and did not decline: what a lead sent to them, then goods that stand
 * about on a parked cart, then the earliest cut-off (to the minute, so that two lists of one departure count as equal), then priority,
 * then the nearest start. What `largestCart`, the places of the largest cart to be had, cannot carry comes last and is cut to it;
 * without a cart only tasks that need none are given. Says why, so that the screen can.
 */
export function chooseTask(
  tasks: readonly Readonly<OpenTask>[],
  taker: Readonly<Taker>,
  largestCart: number,
): Chosen | null {
  const mine = tasks.filter((task) => isFor(task, taker) && (largestCart > 0 || task.places === 0));
  const sent = mine.filter((task) => task.assignedTo !== null);
  const parked = mine.filter((task) => task.isParked);
  const fitting = mine.filter((task) => task.places <= largestCart);
  const candidates = [sent, parked, fitting].find((some) => some.length > 0) ?? mine;
  const away = (task: OpenTask) =>
    taker.at === null ? 0 : Math.abs(task.xMmFirst - taker.at.xMm) + Math.abs(task.yMmFirst - taker.at.yMm);
  const best = [...candidates].sort(
    (a, b) => minute(a) - minute(b) || b.priority - a.priority || away(a) - away(b) || a.task - b.task,
  )[0];
  if (best === undefined) return null;
  const metres = taker.at === null ? null : Math.round(away(best) / 1_000);
  const chosen = { task: best.task, places: best.places };
  if (best.assignedTo !== null) return { ...chosen, code: 'sent', facts: { metres, by: best.assignedBy } };
  if (best.isParked) return { ...chosen, code: 'handed_over', facts: { metres } };
  if (best.isForTote) return { ...chosen, code: 'completes', facts: { metres } };
  const sameCutOff = candidates.filter((task) => minute(task) === minute(best));
  const equals = sameCutOff.filter((task) => task.priority === best.priority);
  if (equals.length > 1 && taker.at !== null)
    return { ...chosen, code: 'nearest', facts: { metres, among: equals.length } };
  const isPreferred = sameCutOff.length > equals.length;
  return { ...chosen, code: isPreferred ? 'priority' : 'earliest_cut_off', facts: { metres } };
}

/** Somebody may get this task: nobody else was meant, they may do it, and did not just decline it. */
export function isFor(
  task: Readonly<Pick<OpenTask, 'assignedTo' | 'declinedBy' | 'needs'>>,
  taker: Readonly<Taker>,
): boolean {
  return (
    (task.assignedTo === null || task.assignedTo === taker.operator) &&
    !task.declinedBy.includes(taker.operator) &&
    mayDo(taker, task.needs)
  );
}

const minute = (task: OpenTask) => Math.floor(task.cutOffMs / 60_000);

/**
 * Places on the free carts that no claimed walk is about to take, largest first. A walk without a cart yet is thought to take the
 * smallest cart that is big enough for it.
 */
export function cartsLeft(free: readonly number[], claimed: readonly number[]): number[] {
  const left = [...free].sort((a, b) => a - b);
  for (const places of [...claimed].sort((a, b) => b - a)) {
    if (places === 0) continue;
    const taken = left.findIndex((cart) => cart >= places);
    if (taken >= 0) left.splice(taken, 1);
  }
  return left.reverse();
}

export interface OpenTask {
  task: number;
  /** Places that its walk takes on a cart; 0 when its tote is carried. */
  places: number;
  cutOffMs: number;
  priority: number;
  xMmFirst: number;
  yMmFirst: number;
}

/**
 * Which waiting task an operator gets: the earliest cut-off (to the minute, so that two lists of one departure count as equal),
 * then priority, then the nearest start; of those that `largestCart`, the places of the largest cart to be had, can carry. When it
 * can carry none, the best of all is cut to it. Says why, so that the screen can.
 */
export function chooseTask(
  tasks: readonly Readonly<OpenTask>[],
  at: Readonly<{ xMm: number; yMm: number }> | null,
  largestCart: number,
): { task: number; places: number; code: 'earliest_cut_off' | 'nearest' } | null {
  const fitting = tasks.filter((task) => task.places <= largestCart);
  if (largestCart === 0 && fitting.length === 0) return null;
  const candidates = fitting.length > 0 ? fitting : tasks;
  const distance = (task: OpenTask) =>
    at === null ? 0 : Math.abs(task.xMmFirst - at.xMm) + Math.abs(task.yMmFirst - at.yMm);
  const minute = (task: OpenTask) => Math.floor(task.cutOffMs / 60_000);
  const sorted = [...candidates].sort(
    (a, b) =>
      minute(a) - minute(b) || b.priority - a.priority || distance(a) - distance(b) || a.task - b.task,
  );
  const best = sorted[0];
  if (best === undefined) return null;
  const equals = candidates.filter(
    (task) => minute(task) === minute(best) && task.priority === best.priority,
  );
  return {
    task: best.task,
    places: best.places,
    code: equals.length > 1 && at !== null ? 'nearest' : 'earliest_cut_off',
  };
}

/**
 * Places on the free carts that no claimed walk is about to take, largest first. A walk without a cart yet is thought to take the
 * smallest cart that is big enough for it.
 */
export function cartsLeft(free: readonly number[], claimed: readonly number[]): number[] {
  const left = [...free].sort((a, b) => a - b);
  for (const places of [...claimed].sort((a, b) => b - a)) {
    const taken = left.findIndex((cart) => cart >= places);
    if (taken >= 0) left.splice(taken, 1);
  }
  return left.reverse();
}

export interface OpenTask {
  task: number;
  cutOffMs: number;
  priority: number;
  xMmFirst: number;
  yMmFirst: number;
}

/**
 * Which waiting task an operator gets: the earliest cut-off (to the minute, so that two lists of one departure count as equal),
 * then priority, then the nearest start. Says why, so that the screen can.
 */
export function chooseTask(
  tasks: readonly Readonly<OpenTask>[],
  at: Readonly<{ xMm: number; yMm: number }> | null,
): { task: number; code: 'earliest_cut_off' | 'nearest' } | null {
  const distance = (task: OpenTask) =>
    at === null ? 0 : Math.abs(task.xMmFirst - at.xMm) + Math.abs(task.yMmFirst - at.yMm);
  const minute = (task: OpenTask) => Math.floor(task.cutOffMs / 60_000);
  const sorted = [...tasks].sort(
    (a, b) =>
      minute(a) - minute(b) || b.priority - a.priority || distance(a) - distance(b) || a.task - b.task,
  );
  const best = sorted[0];
  if (best === undefined) return null;
  const equals = tasks.filter((task) => minute(task) === minute(best) && task.priority === best.priority);
  return { task: best.task, code: equals.length > 1 && at !== null ? 'nearest' : 'earliest_cut_off' };
}

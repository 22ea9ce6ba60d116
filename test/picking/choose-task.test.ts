import { expect, test } from 'vitest';
import { cartsLeft, chooseTask } from '../../server/floor/picking/choose-task.ts';

const at = { xMm: 0, yMm: 0 };
const hour = 3_600_000;
const waiting = (
  task: number,
  places: number,
  more: Partial<Parameters<typeof chooseTask>[0][number]> = {},
) => ({
  task,
  places,
  cutOffMs: hour,
  priority: 0,
  xMmFirst: 0,
  yMmFirst: 0,
  ...more,
});

test('[PK11] the earliest cut-off comes first, then priority, then the nearest start', () => {
  const far = waiting(1, 2, { xMmFirst: 9_000 });
  const near = waiting(2, 2, { xMmFirst: 3_000 });
  expect(chooseTask([far, near], at, 8)).toEqual({ task: 2, places: 2, code: 'nearest' });
  expect(chooseTask([far, near], null, 8)).toEqual({ task: 1, places: 2, code: 'earliest_cut_off' });
  const urgent = waiting(3, 2, { priority: 1, xMmFirst: 20_000 });
  expect(chooseTask([far, near, urgent], at, 8)).toEqual({ task: 3, places: 2, code: 'earliest_cut_off' });
  const early = waiting(4, 2, { cutOffMs: hour - 60_000 });
  expect(chooseTask([far, near, urgent, early], at, 8)).toEqual({
    task: 4,
    places: 2,
    code: 'earliest_cut_off',
  });
});

test('[PK20] what a free cart can carry comes before what none can; without a cart there is nothing to give', () => {
  const wide = waiting(1, 12, { cutOffMs: 0 });
  const small = waiting(2, 4);
  expect(chooseTask([wide, small], at, 12)).toMatchObject({ task: 1 });
  expect(chooseTask([wide, small], at, 4)).toMatchObject({ task: 2 });
  expect(chooseTask([wide, small], at, 2)).toMatchObject({ task: 1, places: 12 });
  expect(chooseTask([wide, small], at, 0)).toBeNull();
  expect(chooseTask([], at, 8)).toBeNull();
});

test('[PK20] a claimed walk is thought to take the smallest free cart that is big enough', () => {
  expect(cartsLeft([4, 16, 8], [])).toEqual([16, 8, 4]);
  expect(cartsLeft([4, 16, 8], [5])).toEqual([16, 4]);
  expect(cartsLeft([4, 16, 8], [3, 5])).toEqual([16]);
  expect(cartsLeft([4, 8], [12])).toEqual([8, 4]);
  expect(cartsLeft([], [3])).toEqual([]);
});

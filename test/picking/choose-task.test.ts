import { expect, test } from 'vitest';
import { cartsLeft, chooseTask, type OpenTask } from '../../server/floor/picking/choose-task.ts';

const anybody = { operator: 'ann', zones: [], skills: [], at: { xMm: 0, yMm: 0 } };
const nowhere = { ...anybody, at: null };
const hour = 3_600_000;
const waiting = (task: number, places: number, more: Partial<OpenTask> = {}): OpenTask => ({
  task,
  places,
  cutOffMs: hour,
  priority: 0,
  xMmFirst: 0,
  yMmFirst: 0,
  needs: { zones: ['A'], skills: [] },
  isParked: false,
  isForTote: false,
  assignedTo: null,
  assignedBy: null,
  declinedBy: [],
  ...more,
});

test('[PK11] the earliest cut-off comes first, then priority, then the nearest start, and the reason says which it was', () => {
  const far = waiting(1, 2, { xMmFirst: 9_000 });
  const near = waiting(2, 2, { xMmFirst: 3_000, cutOffMs: hour + 59_000 });
  expect(chooseTask([far, near], anybody, 8)).toEqual({
    task: 2,
    places: 2,
    code: 'nearest',
    facts: { metres: 3, among: 2 },
  });
  expect(chooseTask([far, near], nowhere, 8)).toEqual({
    task: 1,
    places: 2,
    code: 'earliest_cut_off',
    facts: { metres: null },
  });
  const urgent = waiting(3, 2, { priority: 1, xMmFirst: 20_000 });
  expect(chooseTask([far, near, urgent], anybody, 8)).toEqual({
    task: 3,
    places: 2,
    code: 'priority',
    facts: { metres: 20 },
  });
  const early = waiting(4, 2, { cutOffMs: hour - 60_000, xMmFirst: 1_600 });
  expect(chooseTask([far, near, urgent, early], anybody, 8)).toEqual({
    task: 4,
    places: 2,
    code: 'earliest_cut_off',
    facts: { metres: 2 },
  });
});

test('[PK42] [PK45] what a lead sent to somebody comes first and goes to nobody else, then comes what stands parked', () => {
  const sent = waiting(1, 2, { cutOffMs: 9 * hour, assignedTo: 'ann', assignedBy: 'lead' });
  const parked = waiting(2, 0, { cutOffMs: 8 * hour, isParked: true });
  const early = waiting(3, 2, { cutOffMs: 0 });
  expect(chooseTask([early, parked, sent], anybody, 8)).toEqual({
    task: 1,
    places: 2,
    code: 'sent',
    facts: { metres: 0, by: 'lead' },
  });
  const bo = { ...anybody, operator: 'bo' };
  expect(chooseTask([early, parked, sent], bo, 8)).toMatchObject({ task: 2, code: 'handed_over' });
  expect(chooseTask([early, sent], bo, 8)).toMatchObject({ task: 3 });
  expect(chooseTask([sent], bo, 8)).toBeNull();
});

test('[PK40] a task goes only to who works in all its zones and has every skill it asks for', () => {
  const both = waiting(1, 2, { needs: { zones: ['A', 'B'], skills: [] }, cutOffMs: 0 });
  const onlyA = waiting(2, 2, { needs: { zones: ['A'], skills: [] } });
  const high = waiting(3, 2, { needs: { zones: ['A'], skills: ['reach_truck'] }, cutOffMs: 0 });
  const inA = { ...anybody, zones: ['A'] };
  expect(chooseTask([both, onlyA, high], inA, 8)).toMatchObject({ task: 2 });
  expect(chooseTask([high], { ...inA, skills: ['hazmat'] }, 8)).toBeNull();
  expect(chooseTask([high], { ...inA, skills: ['hazmat', 'reach_truck'] }, 8)).toMatchObject({ task: 3 });
  expect(chooseTask([both], { ...anybody, zones: ['A', 'B', 'C'] }, 8)).toMatchObject({ task: 1 });
});

test('[PK43] who declined a task is not offered it', () => {
  const declined = waiting(1, 2, { cutOffMs: 0, declinedBy: ['ann'] });
  expect(chooseTask([declined, waiting(2, 2)], anybody, 8)).toMatchObject({ task: 2 });
  expect(chooseTask([declined], anybody, 8)).toBeNull();
  expect(chooseTask([declined], { ...anybody, operator: 'bo' }, 8)).toMatchObject({ task: 1 });
});

test('[PK20] a task that needs no cart is given without one', () => {
  expect(chooseTask([waiting(1, 4, { cutOffMs: 0 }), waiting(2, 0)], anybody, 0)).toMatchObject({ task: 2 });
  expect(chooseTask([waiting(1, 4), waiting(2, 0, { isParked: true })], anybody, 0)).toMatchObject({
    task: 2,
    code: 'handed_over',
  });
});

test('[PK20] what a free cart can carry comes before what none can; without a cart there is nothing to give', () => {
  const wide = waiting(1, 12, { cutOffMs: 0 });
  const small = waiting(2, 4);
  expect(chooseTask([wide, small], anybody, 12)).toMatchObject({ task: 1 });
  expect(chooseTask([wide, small], anybody, 4)).toMatchObject({ task: 2 });
  expect(chooseTask([wide, small], anybody, 2)).toMatchObject({ task: 1, places: 12 });
  expect(chooseTask([wide, small], anybody, 0)).toBeNull();
  expect(chooseTask([], anybody, 8)).toBeNull();
});

test('[PK20] a claimed walk is thought to take the smallest free cart that is big enough', () => {
  expect(cartsLeft([4, 16, 8], [])).toEqual([16, 8, 4]);
  expect(cartsLeft([4, 16, 8], [5])).toEqual([16, 4]);
  expect(cartsLeft([4, 16, 8], [3, 5])).toEqual([16]);
  expect(cartsLeft([4, 8], [12])).toEqual([8, 4]);
  expect(cartsLeft([], [3])).toEqual([]);
  expect(cartsLeft([4, 8], [0])).toEqual([8, 4]);
});

import { expect, test } from 'vitest';
import { askedLines, type AskedLine, type LineFacts } from '../../server/floor/picking/next-pick.ts';
import { nextHere, splitGoods } from '../../server/floor/picking/split-goods.ts';

function lines(...some: Partial<LineFacts>[]): AskedLine[] {
  return askedLines({
    task: { mode: 'cluster' },
    lines: some.map((one, at) => ({
      line: at + 1,
      sequence: at + 1,
      place: at + 1,
      location: 'A-01-01',
      sku: 'MUG',
      name: 'Mug',
      owner: 'main',
      lot: '',
      requested: 1,
      picked: 0,
      shorted: 0,
      cancelled: 0,
      state: 'open',
      shipment: at + 1,
      cutOffAt: new Date(0),
      mayShipPartial: true,
      ...one,
    })),
  });
}
const open = (some: AskedLine[]): AskedLine[] => some.filter(({ state }) => state === 'open');

test('[PK27] goods of one kind at one place follow each other, whatever stands between them in the walk', () => {
  const walk = lines({ state: 'done', picked: 1 }, { sku: 'CUP' }, {}, { sku: 'CUP' });
  expect(nextHere(open(walk), walk)?.line).toBe(3);
});

test('[PK27] another place, lot or owner of them is not put before its turn', () => {
  const begun = { state: 'done', picked: 1 } as const;
  const walk = lines(
    { ...begun, location: 'B-01-01' },
    { ...begun, lot: 'L2' },
    { ...begun, owner: 'other' },
    { sku: 'CUP' },
    {},
  );
  expect(nextHere(open(walk), walk)?.line).toBe(4);
});

test('[PK27] nothing is left at a place whose lines are done', () => {
  expect(nextHere([], lines({ state: 'done', picked: 1 }))).toBeNull();
});

test('[PK27] the split names the place that is asked first and leaves out what is done', () => {
  const walk = lines(
    { requested: 2 },
    { state: 'done', picked: 1 },
    { requested: 3, picked: 1 },
    { sku: 'CUP' },
  );
  const [, , third] = walk;
  expect(third && splitGoods(walk, third)).toEqual([
    { place: 3, units: 2 },
    { place: 1, units: 2 },
  ]);
});

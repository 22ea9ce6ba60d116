import { expect, test } from 'vitest';
import { chooseStock } from '../../server/floor/allocation/choose-stock.ts';

const at = (location: string, free: number, lot = '', expiry: string | null = null) => ({
  location,
  free,
  lot,
  expiry,
});

test('[AL1] lots go earliest expiry first, lots without expiry last', () => {
  expect(
    chooseStock([at('A', 9), at('B', 2, 'L2', '2026-05-01'), at('C', 2, 'L1', '2026-04-01')], 5),
  ).toEqual([
    { lot: 'L1', location: 'C', units: 2 },
    { lot: 'L2', location: 'B', units: 2 },
    { lot: '', location: 'A', units: 1 },
  ]);
});

test('[AL3] one place that holds the whole need is taken before several, and the smallest such', () => {
  expect(chooseStock([at('A', 3), at('B', 50), at('C', 7)], 6)).toEqual([
    { lot: '', location: 'C', units: 6 },
  ]);
  expect(chooseStock([at('A', 3), at('B', 5), at('C', 4)], 9)).toEqual([
    { lot: '', location: 'B', units: 5 },
    { lot: '', location: 'C', units: 4 },
  ]);
});

test('[AL3] what is not there is not chosen', () => {
  expect(chooseStock([at('A', 2)], 5)).toEqual([{ lot: '', location: 'A', units: 2 }]);
  expect(chooseStock([], 5)).toEqual([]);
});

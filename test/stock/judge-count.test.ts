import { expect, test } from 'vitest';
import { judgeCount, settledAt, type PlaceFacts } from '../../server/floor/stock/judge-count.ts';

/** Ten by the ledger, two of them reported missing by Ann. */
const facts = (own: Partial<PlaceFacts> = {}): PlaceFacts => ({
  available: 8,
  allocated: 0,
  missing: 2,
  inHand: 0,
  orderedBy: 'ann',
  earlier: [],
  limitUnits: 10,
  ...own,
});

test('[ST12] neither who reported the gap nor who has counted there counts', () => {
  expect(judgeCount(facts(), 8, 'ann')).toMatchObject({ refused: 'COUNT_NEEDS_ANOTHER' });
  expect(judgeCount(facts({ earlier: [{ operator: 'bob', surplus: 3 }] }), 8, 'bob')).toMatchObject({
    refused: 'COUNT_NEEDS_ANOTHER',
  });
});

test('[ST13] the missing units gone, or all back, stand at once; any other number needs a second one like it', () => {
  expect(judgeCount(facts(), 8, 'bob')).toEqual({ verdict: 'settle', surplus: -2, available: 8 });
  expect(judgeCount(facts(), 10, 'bob')).toEqual({ verdict: 'settle', surplus: 0, available: 10 });
  expect(judgeCount(facts(), 9, 'bob')).toEqual({ verdict: 'again', surplus: -1 });
  const earlier = [{ operator: 'bob', surplus: -1 }];
  expect(judgeCount(facts({ earlier }), 9, 'eve')).toEqual({ verdict: 'settle', surplus: -1, available: 9 });
  expect(judgeCount(facts({ earlier }), 7, 'eve')).toEqual({ verdict: 'again', surplus: -3 });
});

test('[ST14] picks between two counts, and units in a hand, do not part them', () => {
  const earlier = [{ operator: 'bob', surplus: -1 }];
  expect(judgeCount(facts({ available: 5, earlier }), 6, 'eve')).toMatchObject({ verdict: 'settle' });
  expect(judgeCount(facts({ inHand: 2 }), 6, 'bob')).toMatchObject({ verdict: 'settle', surplus: -2 });
});

test('[ST15] a large loss waits for a lead, a large find does not', () => {
  expect(judgeCount(facts({ missing: 11 }), 8, 'bob')).toEqual({
    verdict: 'approve',
    surplus: -11,
    lost: 11,
  });
  expect(judgeCount(facts({ missing: 10 }), 8, 'bob')).toMatchObject({ verdict: 'settle' });
  const earlier = [{ operator: 'bob', surplus: 20 }];
  expect(judgeCount(facts({ earlier }), 30, 'eve')).toMatchObject({ verdict: 'settle', available: 30 });
});

test('[ST16] what is promised stays on the ledger until its pickers say otherwise', () => {
  expect(settledAt({ available: 8, allocated: 6, missing: 2 }, -7)).toBe(6);
  expect(settledAt({ available: 8, allocated: 6, missing: 2 }, -2)).toBe(8);
});

import { expect, test } from 'vitest';
import { answerEmpty, isAskedEmpty } from '../../server/floor/picking/zero-check.ts';

const what = { location: 'A-01', owner: 'main', sku: 'MUG', lot: '' };
const asked = { kind: 'zero_check' as const, ...what };
const no = { refused: 'NOTHING_TO_ANSWER', data: {} };

test('[PK26] a place is asked about where the site says so and nothing is left there', () => {
  expect([isAskedEmpty('always', 0), isAskedEmpty('always', 1), isAskedEmpty('never', 0)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('[PK26] a yes orders nothing, a no a count of what was taken there', () => {
  expect(answerEmpty(asked, { isEmpty: true })).toEqual({ toCount: null });
  expect(answerEmpty(asked, { isEmpty: false })).toEqual({ toCount: what });
});

test('[PK26] what was not asked is not answered', () => {
  expect(answerEmpty(null, { isEmpty: false })).toEqual(no);
  expect(answerEmpty({ kind: 'cancelled', shipments: [1] }, { isEmpty: true })).toEqual(no);
});

import { expect, test } from 'vitest';
import {
  declineWork,
  whereItGoes,
  whereItStands,
  type WorkInHand,
} from '../../server/floor/picking/leave-work.ts';

const fresh: WorkInHand = { state: 'claimed', cart: null, atLocation: null, counted: 0, standsAt: null };
const parkedAndGiven: WorkInHand = { ...fresh, cart: 'C-7', standsAt: 'A-03' };
const begun: WorkInHand = { ...fresh, state: 'picking', cart: 'C-7', atLocation: 'A-05' };

const none = { tote: null, arriving: 'T-9' };
const own = { tote: 'T-1', arriving: null };

test('[PK45] work without goods goes back to the pool, with goods it is parked', () => {
  expect(whereItGoes(fresh, [none])).toBe('pool');
  expect(whereItGoes({ ...fresh, cart: 'C-7', atLocation: 'A-05' }, [own])).toBe('pool');
  expect(whereItGoes(fresh, [{ tote: 'T-9', arriving: 'T-9' }])).toBe('parked');
  expect(whereItGoes(parkedAndGiven, [own])).toBe('parked');
  expect(whereItGoes(begun, [own])).toBe('parked');
  expect(whereItGoes({ ...begun, state: 'unreachable' }, [own])).toBe('parked');
});

test('[PK43] a walk is declined before anything was scanned on it, and not after', () => {
  expect(declineWork(fresh, [none, none])).toEqual({ to: 'pool' });
  expect(declineWork(parkedAndGiven, [own])).toEqual({ to: 'parked' });
  for (const late of [
    { ...fresh, cart: 'C-7' },
    { ...fresh, atLocation: 'A-05' },
    { ...fresh, counted: 1 },
    { ...fresh, state: 'picking' as const },
    begun,
  ])
    expect(declineWork(late, [none])).toMatchObject({ refused: 'DECLINE_TOO_LATE' });
  expect(declineWork(fresh, [own])).toMatchObject({ refused: 'DECLINE_TOO_LATE' });
});

test('[PK45] a cart stands where somebody scanned, else where they were last', () => {
  expect(whereItStands(begun, 'A-09', 'A-01', 'DROP')).toBe('A-09');
  expect(whereItStands(begun, null, 'A-01', 'DROP')).toBe('A-05');
  expect(whereItStands({ ...begun, atLocation: null }, null, 'A-01', 'DROP')).toBe('A-01');
  expect(whereItStands({ ...begun, atLocation: null }, null, null, 'DROP')).toBe('DROP');
  expect(whereItStands(parkedAndGiven, null, 'A-01', 'DROP')).toBe('A-03');
});

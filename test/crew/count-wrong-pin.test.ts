import { expect, test } from 'vitest';
import { countWrongPin, lockedFor } from '../../server/floor/crew/count-wrong-pin.ts';

const now = new Date('2026-03-02T08:00:00Z');

test('[CR4] four wrong PINs are free, then the wait doubles, and the tenth locks for 15 minutes', () => {
  const waits: number[] = [];
  let tries = { failedPins: 0, lockedUntil: null as Date | null };
  for (let wrong = 1; wrong <= 11; wrong++) {
    tries = countWrongPin(Object.freeze(tries), now);
    waits.push(lockedFor(tries, now) / 1_000);
  }
  expect(waits).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 80, 900, 900]);
});

test('[CR4] only the tenth and later ones are told to the desk', () => {
  expect(countWrongPin({ failedPins: 8 }, now)).toMatchObject({ failedPins: 9, isLocked: false });
  expect(countWrongPin({ failedPins: 9 }, now)).toEqual({
    failedPins: 10,
    isLocked: true,
    lockedUntil: new Date('2026-03-02T08:15:00Z'),
  });
});

test('[CR4] a wait that is over holds nobody', () => {
  expect(lockedFor({ lockedUntil: now }, now)).toBe(0);
  expect(lockedFor({ lockedUntil: null }, now)).toBe(0);
});

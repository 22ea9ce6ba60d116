import { expect, test } from 'vitest';
import { wall } from '../../floor-ui/src/screens/design/samples.ts';
import { isMissed, loudest, type Departure } from '../../floor-ui/src/screens/wall/loudest.ts';

const now = Date.parse(wall.now);
const departure = (verdict: Departure['verdict'], minutes: number): Departure => ({
  carrier: 'dhl',
  service: `${verdict} ${minutes}`,
  name: 'DHL Express',
  lane: '4',
  cutOffAt: new Date(now + minutes * 60_000).toISOString(),
  staged: 1,
  total: 2,
  projectedAt: null,
  verdict,
  bottleneck: null,
});
const shouts = (...departures: Departure[]): string | undefined => loudest(departures, now)?.service;

test('the departure that will be missed shouts, before one that was missed and cannot be saved', () => {
  expect(shouts(departure('stop', -10), departure('look', 5), departure('stop', 30))).toBe('stop 30');
});

test('with nothing left to save, the missed one shouts before a tight one, and a tight one before silence', () => {
  expect(shouts(departure('stop', -10), departure('look', 5))).toBe('stop -10');
  expect(shouts(departure('ok', 5), departure('look', 40), departure('done', -1))).toBe('look 40');
  expect(shouts(departure('ok', 5), departure('done', 3))).toBeUndefined();
});

test('missed is what is late after its cut-off, and not what was ready', () => {
  expect(
    [departure('stop', -1), departure('stop', 1), departure('done', -1)].map((one) => isMissed(one, now)),
  ).toEqual([true, false, false]);
});

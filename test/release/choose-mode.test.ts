import { expect, test } from 'vitest';
import { chooseMode, type OrderShape } from '../../server/floor/release/choose-mode.ts';

const order = (more: Partial<OrderShape> = {}): OrderShape => ({
  lines: 2,
  units: 3,
  zones: 2,
  totes: 1,
  isOneBox: true,
  hasSerials: false,
  minutesToCutOff: 240,
  ...more,
});

test('[RE8] a mode that the site names is taken where the order allows it', () => {
  expect(chooseMode(order(), 'discrete', 0).mode).toBe('discrete');
  expect(chooseMode(order({ units: 1, lines: 1 }), 'singles', 0).mode).toBe('singles');
  expect(chooseMode(order(), 'singles', 0).mode).toBe('cluster');
  expect(chooseMode(order(), 'batch', 3).mode).toBe('batch');
  expect(chooseMode(order(), 'putwall', 0)).toEqual({ mode: 'cluster', why: 'no_wall' });
  expect(chooseMode(order({ totes: 2 }), 'putwall', 9)).toEqual({ mode: 'cluster', why: 'several_totes' });
});

test('[RE20] goods with serial numbers are never picked among the goods of others', () => {
  for (const policy of ['batch', 'putwall', 'singles', 'mixed'] as const)
    expect(chooseMode(order({ hasSerials: true, units: 1, lines: 1 }), policy, 9)).toEqual({
      mode: 'cluster',
      why: 'numbered',
    });
  expect(chooseMode(order({ hasSerials: true }), 'discrete', 9).mode).toBe('discrete');
});

test('[RE8] mixed decides by urgency, size and zones', () => {
  const mixed = (more: Partial<OrderShape>, wallRoom = 0) => chooseMode(order(more), 'mixed', wallRoom);
  expect(mixed({ minutesToCutOff: 30 })).toEqual({ mode: 'discrete', why: 'urgent' });
  expect(mixed({ units: 1, lines: 1 })).toEqual({ mode: 'singles', why: 'one_unit' });
  expect(mixed({ lines: 1 })).toEqual({ mode: 'parcel', why: 'small' });
  expect(mixed({ totes: 3 }, 9)).toEqual({ mode: 'cluster', why: 'several_totes' });
  expect(mixed({ lines: 4 }, 1)).toEqual({ mode: 'putwall', why: 'meets_at_wall' });
  expect(mixed({ zones: 3 })).toEqual({ mode: 'zone', why: 'many_zones' });
  expect(mixed({})).toEqual({ mode: 'cluster', why: 'standard' });
});

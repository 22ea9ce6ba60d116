import { describe, expect, test } from 'vitest';
import { signIn, type Facts } from '../../server/floor/crew/sign-in.ts';

const picker: Facts = {
  operator: { operator: 'ann', role: 'picker', isBlocked: false },
  device: null,
  stations: ['P1', 'P2'],
  pin: 'right',
};
const packer: Facts = { ...picker, operator: { operator: 'bob', role: 'packer', isBlocked: false } };
const handheld = { device: 'HH-1', station: null };
const bench = { device: 'ST-1', station: 'P1' };

describe('who gets in', () => {
  test.each<[string, Facts, ReturnType<typeof signIn>]>([
    [
      '[CR1] a badge alone opens an enrolled device',
      { ...picker, device: handheld, pin: 'missing' },
      { operator: 'ann', screen: 'handheld', station: null, device: 'HH-1' },
    ],
    [
      "[CR2] the PIN opens a device that is nobody's",
      picker,
      { operator: 'ann', screen: 'handheld', station: null, device: null },
    ],
    [
      '[CR2] without the PIN it is asked for',
      { ...picker, pin: 'missing' },
      { refused: 'PIN_NEEDED', data: {} },
    ],
    ['[CR3] a wrong PIN fails', { ...picker, pin: 'wrong' }, { refused: 'SIGN_IN_FAILED', data: {} }],
    [
      '[CR3] an unknown badge fails as a wrong PIN does',
      { ...picker, operator: null, pin: 'wrong' },
      { refused: 'SIGN_IN_FAILED', data: {} },
    ],
    [
      '[CR3] an unknown badge is asked for its PIN too',
      { ...picker, operator: null, pin: 'missing' },
      { refused: 'PIN_NEEDED', data: {} },
    ],
    [
      '[CR3] an unknown badge fails on an enrolled device',
      { ...picker, operator: null, device: handheld, pin: 'missing' },
      { refused: 'SIGN_IN_FAILED', data: {} },
    ],
    [
      '[CR3] a blocked badge fails on an enrolled device',
      {
        ...picker,
        operator: { operator: 'ann', role: 'picker', isBlocked: true },
        device: handheld,
        pin: 'missing',
      },
      { refused: 'SIGN_IN_FAILED', data: {} },
    ],
    [
      '[CR4] a locked PIN says how long',
      { ...picker, pin: { lockedForMs: 61_000 } },
      { refused: 'SIGN_IN_LOCKED', data: { minutes: 2, seconds: 61 } },
    ],
    [
      '[CR5] the lock does not hold an enrolled device',
      { ...picker, device: handheld, pin: { lockedForMs: 61_000 } },
      { operator: 'ann', screen: 'handheld', station: null, device: 'HH-1' },
    ],
  ])('%s', (_title, facts, outcome) => {
    expect(signIn(Object.freeze(facts), { screen: 'handheld' })).toEqual(outcome);
  });
});

describe('where', () => {
  test.each<
    [string, Facts, { screen: 'bench' | 'desk' | 'handheld'; station?: string }, ReturnType<typeof signIn>]
  >([
    [
      '[CR7] a picker has no desk',
      picker,
      { screen: 'desk' },
      { refused: 'NOT_ALLOWED', data: { permission: 'desk.see' } },
    ],
    [
      '[CR7] a packer has no handheld',
      packer,
      { screen: 'handheld' },
      { refused: 'NOT_ALLOWED', data: { permission: 'pick' } },
    ],
    ['[CR8] a bench needs a station', packer, { screen: 'bench' }, { refused: 'NO_STATION', data: {} }],
    [
      '[CR8] the station is chosen where the device has none',
      packer,
      { screen: 'bench', station: 'P2' },
      { operator: 'bob', screen: 'bench', station: 'P2', device: null },
    ],
    [
      '[CR8] the station must be one of the site',
      packer,
      { screen: 'bench', station: 'P9' },
      { refused: 'STATION_UNKNOWN', data: { station: 'P9' } },
    ],
    [
      "[CR8] the device's own station wins",
      { ...packer, device: bench },
      { screen: 'bench', station: 'P2' },
      { operator: 'bob', screen: 'bench', station: 'P1', device: 'ST-1' },
    ],
  ])('%s', (_title, facts, body, outcome) => {
    expect(signIn(Object.freeze(facts), body)).toEqual(outcome);
  });
});

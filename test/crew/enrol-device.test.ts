import { describe, expect, test } from 'vitest';
import { acceptEnrolment } from '../../server/floor/crew/accept-enrolment.ts';
import { enrolDevice } from '../../server/floor/crew/enrol-device.ts';
import {
  newDeviceToken,
  newSessionToken,
  readDeviceToken,
  readSessionToken,
} from '../../server/floor/crew/tokens.ts';

const now = new Date('2026-03-02T08:00:00Z');
const inTime = new Date('2026-03-02T08:15:00Z');
const stations = ['P1'];

describe('a code is made', () => {
  test.each<
    [
      string,
      Parameters<typeof enrolDevice>[0],
      Parameters<typeof enrolDevice>[1],
      ReturnType<typeof enrolDevice>,
    ]
  >([
    [
      '[CR15] for 15 minutes',
      { known: null, stations },
      { kind: 'handheld', device: 'HH-1', station: null },
      { kind: 'handheld', device: 'HH-1', station: null, enrolUntil: inTime },
    ],
    [
      '[CR16] again for a device that is known',
      { known: { kind: 'handheld' }, stations },
      { kind: 'handheld', device: 'HH-1', station: null },
      { kind: 'handheld', device: 'HH-1', station: null, enrolUntil: inTime },
    ],
    [
      '[CR17] never for another kind under the same name',
      { known: { kind: 'wall' }, stations },
      { kind: 'handheld', device: 'HH-1', station: null },
      { refused: 'DEVICE_TAKEN', data: { device: 'HH-1' } },
    ],
    [
      "[CR17] for a station's device at a station",
      { known: null, stations },
      { kind: 'station', device: 'ST-1', station: 'P1' },
      { kind: 'station', device: 'ST-1', station: 'P1', enrolUntil: inTime },
    ],
    [
      '[CR17] not at one that does not exist',
      { known: null, stations },
      { kind: 'station', device: 'ST-1', station: 'P9' },
      { refused: 'STATION_UNKNOWN', data: { station: 'P9' } },
    ],
    [
      '[CR17] not without one',
      { known: null, stations },
      { kind: 'station', device: 'ST-1', station: null },
      { refused: 'STATION_UNKNOWN', data: { station: null } },
    ],
    [
      '[CR17] a handheld walks and stands nowhere',
      { known: null, stations },
      { kind: 'handheld', device: 'HH-1', station: 'P1' },
      { kind: 'handheld', device: 'HH-1', station: null, enrolUntil: inTime },
    ],
  ])('%s', (_title, facts, body, outcome) => {
    expect(enrolDevice(Object.freeze(facts), body, now)).toEqual(outcome);
  });
});

describe('a code is taken', () => {
  const wrong = { refused: 'DEVICE_CODE_WRONG', data: {} };
  const device = { enrolCodeHash: 'right', enrolUntil: inTime };
  const isRight = (hash: string): boolean => hash === 'right';

  test('[CR15] once, in time', () => {
    expect(acceptEnrolment(device, isRight, now)).toEqual({ enrolledAt: now });
  });
  test.each([
    ['too late', device, isRight, inTime],
    ['by nobody we know', null, isRight, now],
    ['a second time', { enrolCodeHash: null, enrolUntil: null }, isRight, now],
    ['with another code', device, () => false, now],
  ] as const)('[CR15] not %s', (_title, facts, check, at) => {
    expect(acceptEnrolment(facts, check, at)).toEqual(wrong);
  });
});

describe('tokens', () => {
  test('[CR12] name the row they belong to, also at a site with dots in its code', () => {
    const session = newSessionToken('north.2');
    const device = newDeviceToken('north.2', 'HH-1');
    expect(readSessionToken(session.text)).toEqual({ site: 'north.2', secret: session.secret });
    expect(readDeviceToken(device.text)).toEqual({ site: 'north.2', device: 'HH-1', secret: device.secret });
  });
  test.each([
    '',
    'x',
    '..',
    'north.',
    'north.short',
    `${'x'.repeat(10_000)}.${'y'.repeat(43)}`,
    `north.HH-1.${'y'.repeat(10_000)}`,
  ])('[CR12] %.20s is none', (text) => {
    expect([readSessionToken(text), readDeviceToken(text)]).toEqual([null, null]);
  });
});

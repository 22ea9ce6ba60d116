import { describe, expect, test } from 'vitest';
import {
  projectFinish,
  type DepartureWork,
  type Pace,
} from '../../server/floor/departures/project-finish.ts';

const now = new Date('2026-03-02T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const departure = (work: Partial<DepartureWork>): DepartureWork =>
  Object.freeze({
    cutOffAt: inMinutes(240),
    linesToPick: 0,
    linesToRelease: 0,
    shipmentsToStage: 1,
    ...work,
  });
/** Sixty lines and sixty parcels an hour: one a minute. */
const oneAMinute: Pace = Object.freeze({ linesPerHour: 60, parcelsPerHour: 60, pickers: 2, packers: 1 });
const nobody: Pace = Object.freeze({ linesPerHour: null, parcelsPerHour: null, pickers: 0, packers: 0 });

describe('when it will be complete', () => {
  test('[DP3] earlier cut-offs are finished first, in whatever order they are listed', () => {
    const late = departure({ cutOffAt: inMinutes(300), shipmentsToStage: 20 });
    const early = departure({ cutOffAt: inMinutes(100), shipmentsToStage: 30 });
    const same = departure({ cutOffAt: inMinutes(100), shipmentsToStage: 10 });
    expect(projectFinish([late, early, same], oneAMinute, now).map((one) => one.projectedAt)).toEqual([
      inMinutes(60),
      inMinutes(40),
      inMinutes(40),
    ]);
  });

  test('[DP5] planned seconds and the people signed on stand in for a rate that is unknown or nothing', () => {
    const work = [departure({ linesToPick: 90 })];
    const planned = { linesPerHour: null, parcelsPerHour: 60, pickers: 4, packers: 1 };
    // 90 lines of 40 s by four people are 15 minutes, and the last parcel takes one more.
    expect(projectFinish(work, planned, now)[0]?.projectedAt).toEqual(inMinutes(16));
    expect(projectFinish(work, { ...planned, linesPerHour: 0 }, now)[0]?.projectedAt).toEqual(inMinutes(16));
  });

  test('[DP5] nothing is projected where nobody could do what is left', () => {
    expect(projectFinish([departure({ linesToPick: 1 })], nobody, now)).toEqual([
      { projectedAt: null, verdict: 'ok', bottleneck: null },
    ]);
    expect(
      projectFinish(
        [departure({ shipmentsToStage: 1 })],
        { ...oneAMinute, parcelsPerHour: 0, packers: 0 },
        now,
      )[0]?.projectedAt,
    ).toBeNull();
  });

  test('[DP5] no picker is needed where nothing is left to pick', () => {
    expect(
      projectFinish([departure({ shipmentsToStage: 5 })], { ...nobody, parcelsPerHour: 60 }, now)[0]
        ?.projectedAt,
    ).toEqual(inMinutes(5));
  });

  test('[DP6] packing ends one parcel after the last line', () => {
    expect(
      projectFinish([departure({ linesToPick: 60, shipmentsToStage: 10 })], oneAMinute, now)[0]?.projectedAt,
    ).toEqual(inMinutes(61));
    expect(
      projectFinish([departure({ linesToPick: 10, shipmentsToStage: 60 })], oneAMinute, now)[0]?.projectedAt,
    ).toEqual(inMinutes(60));
  });

  test('[DP3] the finish is told in whole minutes, never too early', () => {
    expect(
      projectFinish([departure({ shipmentsToStage: 1 })], { ...oneAMinute, parcelsPerHour: 50 }, now)[0]
        ?.projectedAt,
    ).toEqual(inMinutes(2));
  });
});

describe('whether it is in time', () => {
  const verdictOf = (parcels: number, cutOffMinutes: number) =>
    projectFinish(
      [departure({ shipmentsToStage: parcels, cutOffAt: inMinutes(cutOffMinutes) })],
      oneAMinute,
      now,
    )[0]?.verdict;

  test('[DP7] everything staged is done, before and after the cut-off', () => {
    const done = { projectedAt: null, verdict: 'done', bottleneck: null };
    expect(
      projectFinish(
        [departure({ shipmentsToStage: 0 }), departure({ shipmentsToStage: 0, cutOffAt: inMinutes(-1) })],
        oneAMinute,
        now,
      ),
    ).toEqual([done, done]);
  });

  test('[DP7] anything left at the cut-off is stop', () => {
    expect(projectFinish([departure({ cutOffAt: now })], oneAMinute, now)).toEqual([
      { projectedAt: inMinutes(1), verdict: 'stop', bottleneck: 'packing' },
    ]);
  });

  test.each([
    [90, 100, 'ok'],
    [91, 100, 'look'],
    [100, 100, 'look'],
    [125, 100, 'look'],
    [126, 100, 'stop'],
    [30, 30, 'look'],
    [31, 30, 'stop'],
  ])('[DP8] %i minutes of work with %i minutes left is %s', (parcels, minutes, verdict) => {
    expect(verdictOf(parcels, minutes)).toBe(verdict);
  });

  test.each([
    [121, 'ok'],
    [120, 'look'],
    [31, 'look'],
    [30, 'stop'],
    [0, 'stop'],
  ])('[DP9] with nobody at work and %i minutes left it is %s', (minutes, verdict) => {
    expect(
      projectFinish([departure({ linesToPick: 5, cutOffAt: inMinutes(minutes) })], nobody, now)[0]?.verdict,
    ).toBe(verdict);
  });
});

describe('what holds it up', () => {
  const bottleneckOf = (work: Partial<DepartureWork>, pace = oneAMinute) =>
    projectFinish([departure({ cutOffAt: inMinutes(20), ...work })], pace, now)[0]?.bottleneck;

  test('[DP10] the stage that ends last', () => {
    expect(bottleneckOf({ linesToPick: 60, shipmentsToStage: 10 })).toBe('picking');
    expect(bottleneckOf({ linesToPick: 10, shipmentsToStage: 60 })).toBe('packing');
    expect(bottleneckOf({ linesToPick: 60, linesToRelease: 60, shipmentsToStage: 10 })).toBe('picking');
  });

  test('[DP10] release, when nothing that is released is left to pick', () => {
    expect(bottleneckOf({ linesToRelease: 60, shipmentsToStage: 10 })).toBe('release');
  });

  test('[DP10] picking before packing where nobody is at work', () => {
    expect(bottleneckOf({ linesToPick: 1, shipmentsToStage: 9 }, nobody)).toBe('picking');
    expect(bottleneckOf({ shipmentsToStage: 9 }, nobody)).toBe('packing');
  });

  test('[DP10] nothing is named while the departure is in time', () => {
    expect(projectFinish([departure({ linesToPick: 60 })], oneAMinute, now)[0]).toEqual({
      projectedAt: inMinutes(61),
      verdict: 'ok',
      bottleneck: null,
    });
  });
});

import type { Random } from '../random.ts';
import { two, upTo } from './numbering.ts';

export interface Place {
  location: string;
  zone: string;
  aisle: string;
  kind: 'pick' | 'drop' | 'problem' | 'lane';
  xMm: number;
  yMm: number;
  level: number;
  checkDigits: string;
}

/** Twenty aisles, five a zone, side by side; the packing area lies across their front ends. */
export const aisles = 20;
const baysPerAisle = 26;
const levels = ['A', 'B', 'C'] as const;
const firstAisleMm = 2_000;
const aislePitchMm = 2_800;
const firstBayMm = 8_000;
const bayPitchMm = 1_400;
const frontMiddleMm = firstAisleMm + ((aisles - 1) / 2) * aislePitchMm;

/** A-03-12-B: zone, aisle, bay (odd on the left, even on the right), level from the floor up. */
export function pickPlaces(chance: Random): Place[] {
  return upTo(aisles).flatMap((aisle) => {
    const zone = 'ABCD'.charAt(Math.floor((aisle - 1) / (aisles / 4)));
    // Two places of an aisle never share their check digits: the neighbour's must not pass for one's own.
    const digits = chance.shuffle(upTo(100)).map((number) => two(number % 100));
    return upTo(baysPerAisle).flatMap((bay) =>
      levels.map((level, height): Place => ({
        location: `${zone}-${two(aisle)}-${two(bay)}-${level}`,
        zone,
        aisle: two(aisle),
        kind: 'pick',
        xMm: firstAisleMm + (aisle - 1) * aislePitchMm,
        yMm: firstBayMm + Math.floor((bay - 1) / 2) * bayPitchMm,
        level: height,
        checkDigits: digits[(bay - 1) * levels.length + height] ?? '00',
      })),
    );
  });
}

export const otherPlaces: readonly Place[] = [
  {
    location: 'DROP-1',
    zone: 'P',
    aisle: 'FRONT',
    kind: 'drop',
    xMm: frontMiddleMm,
    yMm: 4_000,
    level: 0,
    checkDigits: '61',
  },
  {
    location: 'WALL-IN',
    zone: 'P',
    aisle: 'FRONT',
    kind: 'drop',
    xMm: frontMiddleMm + 4_000,
    yMm: 4_000,
    level: 0,
    checkDigits: '46',
  },
  // Where totes are handed on: at the front of the first aisle of each zone.
  ...['A', 'B', 'C', 'D'].map((zone, at): Place => ({
    location: `PASS-${zone}`,
    zone: 'P',
    aisle: 'FRONT',
    kind: 'drop',
    xMm: firstAisleMm + at * (aisles / 4) * aislePitchMm,
    yMm: 6_000,
    level: 0,
    checkDigits: two(70 + at),
  })),
  {
    location: 'PROBLEM-1',
    zone: 'P',
    aisle: 'FRONT',
    kind: 'problem',
    xMm: frontMiddleMm + 8_000,
    yMm: 4_000,
    level: 0,
    checkDigits: '38',
  },
  ...upTo(5).map((lane): Place => ({
    location: `LANE-${lane}`,
    zone: 'P',
    aisle: 'FRONT',
    kind: 'lane',
    xMm: frontMiddleMm - 16_000 + lane * 4_000,
    yMm: 1_000,
    level: 0,
    checkDigits: two(17 * lane),
  })),
];

/** The walk from the middle of the front, and what bending down or reaching up is worth in walking. */
export function effortMm({ xMm, yMm, level }: Place): number {
  return Math.abs(xMm - frontMiddleMm) + yMm + ([2_000, 0, 3_500][level] ?? 0);
}

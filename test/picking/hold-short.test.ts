import { expect, test } from 'vitest';
import { holdUntil } from '../../server/floor/picking/hold-short.ts';

const noon = new Date('2026-03-02T12:00:00Z');
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const site = { shortHoldMinutes: 15 };

test('[PK100] missing units wait for as long as the site says, and not at all where it says nothing', () => {
  expect(holdUntil(site, { cutOffAt: at(300), heldUntil: null }, noon)).toEqual(at(15));
  expect(holdUntil({ shortHoldMinutes: 0 }, { cutOffAt: at(300), heldUntil: null }, noon)).toBeNull();
});

test('[PK101] a wait leaves as much time before the cut-off as the site waits, or is not begun', () => {
  expect(holdUntil(site, { cutOffAt: at(22), heldUntil: null }, noon)).toEqual(at(7));
  expect(holdUntil(site, { cutOffAt: at(15), heldUntil: null }, noon)).toBeNull();
  expect(holdUntil(site, { cutOffAt: at(-60), heldUntil: null }, noon)).toBeNull();
});

test('[PK102] a second short waits for the rest of the first wait, and not after it', () => {
  expect(holdUntil(site, { cutOffAt: at(300), heldUntil: at(4) }, noon)).toEqual(at(4));
  expect(holdUntil(site, { cutOffAt: at(300), heldUntil: at(0) }, noon)).toBeNull();
});

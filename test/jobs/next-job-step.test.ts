import { expect, test } from 'vitest';
import { readScan } from '../../server/barcode/read-scan.ts';
import { locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { byNearness, chooseJob } from '../../server/floor/jobs/choose-job.ts';
import { enterJobUnits } from '../../server/floor/jobs/enter-job-units.ts';
import { isDisturbed } from '../../server/floor/jobs/finish-count.ts';
import {
  nextJobStep,
  type JobFacts,
  type JobPolicy,
  type PartFacts,
} from '../../server/floor/jobs/next-job-step.ts';
import { nothingProven } from '../../server/floor/jobs/prove-goods.ts';
import { reportJobGap } from '../../server/floor/jobs/report-job-gap.ts';
import { skipPart } from '../../server/floor/jobs/skip-part.ts';
import { takeJobScan, type JobScanFacts } from '../../server/floor/jobs/take-job-scan.ts';
import { undoJob } from '../../server/floor/jobs/undo-job.ts';

const part = (own: Partial<PartFacts> = {}): PartFacts => ({
  part: 1,
  sequence: 1,
  owner: 'main',
  sku: 'MUG',
  name: 'Mug',
  lot: '',
  expiry: null,
  isAmongLots: false,
  serials: [],
  units: 2,
  target: 'A-01',
  isDamaged: false,
  isOpen: true,
  ...own,
});
const policy: JobPolicy = {
  location: 'scan_or_digits',
  item: 'first_then_quantity',
  eachScanUpTo: 3,
  quantity: 'prefilled',
  lot: 'shown',
  expiry: 'never',
  serial: 'never',
};
const facts = (job: Partial<JobFacts['job']> = {}, parts: PartFacts[] = [part()]): JobFacts => ({
  job: {
    kind: 'put_back',
    source: { kind: 'tote', tote: 'T-1' },
    atSource: true,
    part: null,
    counted: 0,
    offered: null,
    notice: null,
    answer: null,
    proven: null,
    ...job,
  },
  parts,
  policyOf: () => policy,
});
const nothing: JobScanFacts = { location: null, tote: null, cubby: null, parcel: null, items: [], lots: [] };
const at = (location: string, use = 'pick', isBlocked = false): JobScanFacts => ({
  ...nothing,
  location: { location, use, isBlocked, isByDigits: false },
});
const mug = { sku: 'MUG', name: 'Mug', owner: 'main', units: 1 };
const box = { sku: 'BOX', name: 'Box', owner: 'main', units: 1 };

test('[JB41] [JB42] a move that was taken back is over, unless its goods are in the hand: then they go back first', () => {
  const gone = [part({ isOpen: false })];
  expect(nextJobStep(facts({ kind: 'move', part: 1, counted: 0 }, gone))).toEqual({ step: 'gone' });
  expect(nextJobStep(facts({ kind: 'move', part: 1, counted: 2 }, gone))).toEqual({
    step: 'empty_hand',
    part: gone[0],
    isWanted: false,
  });
  // The goods of a put-back that the desk saw to are not taken back to their tote.
  expect(nextJobStep(facts({ part: 1, counted: 2 }, gone))).toEqual({ step: 'gone' });
});

test('[JB6] [JB7] goods are fetched, then taken one by one or by a number, then put', () => {
  expect(nextJobStep(facts({ atSource: false }))).toEqual({ step: 'fetch' });
  expect(nextJobStep(facts())).toEqual({ step: 'item', part: part() });
  expect(nextJobStep(facts({ part: 1, counted: 1 }))).toEqual({ step: 'item', part: part() });
  expect(nextJobStep(facts({ part: 1, counted: 2 }))).toEqual({ step: 'put', part: part(), units: 2 });
  const many = part({ units: 40 });
  expect(nextJobStep(facts({ part: 1 }, [many]))).toEqual({ step: 'quantity', part: many });
  expect(nextJobStep(facts({ part: 1, counted: 40 }, [many]))).toEqual({
    step: 'put',
    part: many,
    units: 40,
  });
  const broken = part({ part: 2, units: 1, isDamaged: true });
  expect(nextJobStep(facts({}, [part(), broken]))).toEqual({ step: 'put', part: broken, units: 1 });
  expect(nextJobStep(facts({ kind: 'move' }, []))).toEqual({ step: 'item', part: null });
  expect(nextJobStep(facts({ part: 1, counted: 1, notice: 'leaving' }))).toEqual({
    step: 'empty_hand',
    part: part(),
    isWanted: true,
  });
});

test('[JB18] what was done another way is no question any more', () => {
  expect(nextJobStep(facts({}, [part({ isOpen: false })]))).toEqual({ step: 'gone' });
  expect(takeJobScan(facts({}, []), readScan('MUG'), nothing)).toEqual({
    refused: 'NOTHING_TO_SCAN_NOW',
    data: { asked: 'message' },
  });
});

test('[JB6] another tote, place or thing than the one to fetch is refused by name', () => {
  const fetch = facts({ atSource: false });
  expect(takeJobScan(fetch, readScan(toteCode('T-1')), { ...nothing, tote: 'T-1' })).toEqual([
    { type: 'SourceReached' },
  ]);
  expect(takeJobScan(fetch, readScan(toteCode('T-2')), { ...nothing, tote: 'T-2' })).toEqual({
    refused: 'JOB_WRONG_SOURCE',
    data: { expected: 'T-1', scanned: 'T-2' },
  });
  expect(takeJobScan(fetch, readScan('MUG'), nothing)).toEqual({
    refused: 'NEED_TOTE',
    data: { expected: 'T-1', kind: 'text' },
  });
  const place = facts({ atSource: false, kind: 'count', source: { kind: 'location', location: 'A-01' } });
  expect(takeJobScan(place, readScan(locationCode('A-02')), at('A-02'))).toEqual({
    refused: 'JOB_WRONG_PLACE',
    data: { expected: 'A-01', scanned: 'A-02' },
  });
  expect(takeJobScan(place, readScan('x'.repeat(600)), nothing)).toMatchObject({
    refused: 'SCAN_UNREADABLE',
  });
});

test('[JB7] any item of the tote is as good, and what is none of them changes nothing', () => {
  const two = [part(), part({ part: 2, sequence: 2, sku: 'BOX', name: 'Box', target: 'A-02' })];
  expect(takeJobScan(facts({}, two), readScan('BOX'), { ...nothing, items: [box] })).toEqual([
    { type: 'UnitsInHand', part: 2, counted: 1, proven: nothingProven },
  ]);
  expect(
    takeJobScan(facts({ part: 1, counted: 1 }, two), readScan('BOX'), { ...nothing, items: [box] }),
  ).toEqual({
    refused: 'JOB_WRONG_ITEM',
    data: { expected: { sku: 'MUG', name: 'Mug' }, scanned: { sku: 'BOX', name: 'Box' } },
  });
  expect(takeJobScan(facts(), readScan('what'), nothing)).toEqual({
    refused: 'JOB_WRONG_ITEM',
    data: { expected: { sku: 'MUG', name: 'Mug' }, scanned: { code: 'what' } },
  });
  expect(takeJobScan(facts(), readScan(toteCode('T-1')), { ...nothing, tote: 'T-1' })).toMatchObject({
    refused: 'NEED_ITEM',
  });
  const pack = { ...mug, units: 6 };
  expect(takeJobScan(facts(), readScan('PACK'), { ...nothing, items: [pack] })).toEqual({
    refused: 'JOB_TOO_MANY',
    data: { remaining: 2, scanned: 6 },
  });
  const lot = readScan(']C1010590123412345710L7');
  expect(takeJobScan(facts({}, [part({ lot: 'L9' })]), lot, { ...nothing, items: [mug] })).toEqual({
    refused: 'JOB_WRONG_LOT',
    data: { expected: 'L9', scanned: 'L7' },
  });
});

test('[JB8] the asked place is one scan, another good one two, and one without goods none', () => {
  const put = facts({ part: 1, counted: 2 });
  const done = { type: 'UnitsPut', part: part(), units: 2, isHeld: false };
  expect(takeJobScan(put, readScan('x'), at('A-01'))).toEqual([{ ...done, location: 'A-01' }]);
  expect(takeJobScan(put, readScan('x'), at('A-02'))).toEqual([{ type: 'PlaceOffered', location: 'A-02' }]);
  const offered = facts({ part: 1, counted: 2, offered: 'A-02' });
  expect(takeJobScan(offered, readScan('x'), at('A-02'))).toEqual([{ ...done, location: 'A-02' }]);
  expect(takeJobScan(offered, readScan('x'), at('A-03'))).toEqual([
    { type: 'PlaceOffered', location: 'A-03' },
  ]);
  expect(takeJobScan(put, readScan('x'), at('LANE-1', 'lane'))).toEqual({
    refused: 'JOB_PLACE_UNFIT',
    data: { location: 'LANE-1', why: 'lane' },
  });
  expect(takeJobScan(put, readScan('x'), at('A-02', 'pick', true))).toMatchObject({
    refused: 'JOB_PLACE_UNFIT',
  });
  expect(takeJobScan(put, readScan('MUG'), { ...nothing, items: [mug] })).toMatchObject({
    refused: 'JOB_TOO_MANY',
  });
  expect(takeJobScan(put, readScan(toteCode('T-1')), nothing)).toMatchObject({ refused: 'NEED_LOCATION' });
  const broken = facts({}, [part({ isDamaged: true, target: 'PROBLEM' })]);
  expect(takeJobScan(broken, readScan('x'), at('A-02'))).toMatchObject({ refused: 'JOB_WRONG_PLACE' });
  const away = facts({ kind: 'move', source: { kind: 'location', location: 'A-05' }, part: 1, counted: 2 });
  expect(takeJobScan(away, readScan('x'), at('A-05'))).toMatchObject({ refused: 'MOVE_SAME_PLACE' });
});

test('[JB7] a move of what a person chooses takes what lies there, and asks for the lot where there are two', () => {
  const move = facts({ kind: 'move', source: { kind: 'location', location: 'A-05' } }, []);
  const lot = (lot: string) => ({ owner: 'main', sku: 'MUG', lot });
  expect(takeJobScan(move, readScan('MUG'), { ...nothing, items: [mug], lots: [lot('L1')] })).toEqual([
    { type: 'MoveChosen', ...lot('L1'), proven: nothingProven },
  ]);
  expect(
    takeJobScan(move, readScan('MUG'), { ...nothing, items: [mug], lots: [lot('L1'), lot('L2')] }),
  ).toEqual({
    refused: 'MOVE_WHICH_LOT',
    data: { lots: ['L1', 'L2'] },
  });
  expect(takeJobScan(move, readScan('MUG'), { ...nothing, items: [mug], lots: [] })).toMatchObject({
    refused: 'MOVE_NOT_HERE',
  });
  expect(takeJobScan(move, readScan('what'), nothing)).toMatchObject({ refused: 'MOVE_NOT_HERE' });
});

test('[JB12] a count is told by scans or by a number, and the place again ends it', () => {
  const counting = (job: Partial<JobFacts['job']>) =>
    facts({ kind: 'count', source: { kind: 'location', location: 'A-01' }, ...job }, [
      part({ units: null, target: null }),
    ]);
  const counted = part({ units: null, target: null });
  expect(nextJobStep(counting({ atSource: false }))).toEqual({ step: 'place' });
  expect(nextJobStep(counting({}))).toEqual({ step: 'first', part: counted });
  // Twice the place would say "nothing here" by a slip of the finger.
  expect(takeJobScan(counting({}), readScan(locationCode('A-01')), at('A-01'))).toMatchObject({
    refused: 'NEED_ITEM',
  });
  const pack = { ...mug, units: 6 };
  expect(takeJobScan(counting({}), readScan('PACK'), { ...nothing, items: [pack] })).toEqual([
    { type: 'UnitsInHand', part: 1, counted: 6 },
  ]);
  const telling = counting({ part: 1, counted: 6 });
  expect(takeJobScan(telling, readScan('MUG'), { ...nothing, items: [mug] })).toEqual([
    { type: 'UnitsInHand', part: 1, counted: 7 },
  ]);
  expect(takeJobScan(telling, readScan('x'), at('A-01'))).toEqual([
    { type: 'PlaceCounted', part: counted, counted: 6 },
  ]);
  expect(enterJobUnits(telling, 9, null)).toEqual([{ type: 'PlaceCounted', part: counted, counted: 9 }]);
  expect(takeJobScan(telling, readScan('BOX'), { ...nothing, items: [box] })).toMatchObject({
    refused: 'JOB_WRONG_ITEM',
  });
  const seen = { available: 5, missing: 1, inHand: 0 };
  expect(isDisturbed(seen, { ...seen })).toBe(false);
  expect(
    [{ available: 4 }, { missing: 0 }, { inHand: 1 }].map((change) =>
      isDisturbed(seen, { ...seen, ...change }),
    ),
  ).toEqual([true, true, true]);
});

test('[JB13] [JB7] a typed number is not above what is asked, nor above what is free', () => {
  const many = facts({ part: 1 }, [part({ units: 40 })]);
  expect(enterJobUnits(many, 40, null)).toEqual([{ type: 'UnitsInHand', part: 1, counted: 40 }]);
  expect(enterJobUnits(many, 41, null)).toMatchObject({ refused: 'JOB_TOO_MANY' });
  expect(enterJobUnits(many, 12, { free: 10, promised: 2 })).toEqual({
    refused: 'MOVE_PROMISED',
    data: { free: 10 },
  });
  expect(enterJobUnits(many, 0, null)).toMatchObject({ refused: 'JOB_NONE_TAKEN' });
  expect(enterJobUnits(facts(), 1, null)).toMatchObject({ refused: 'NOTHING_TO_ANSWER' });
});

test('[JB10] what is broken or not there is less than what is asked', () => {
  expect(reportJobGap(facts(), { reason: 'damaged', found: 1 })).toEqual({
    part: part(),
    found: 1,
    inHand: 1,
    gap: 1,
    isDamaged: true,
  });
  expect(reportJobGap(facts(), { reason: 'not_there', found: 0 })).toMatchObject({ found: 0, gap: 2 });
  const inHand = facts({ part: 1, counted: 1 });
  expect(reportJobGap(inHand, { reason: 'not_there', found: 1 })).toMatchObject({ found: 1, gap: 1 });
  expect(reportJobGap(inHand, { reason: 'not_there', found: 0 })).toEqual({
    refused: 'UNITS_IN_HAND',
    data: { found: 0, captured: 1 },
  });
  expect(reportJobGap(facts(), { reason: 'not_enough', found: 2 })).toMatchObject({
    refused: 'SHORT_NOT_SHORT',
  });
  expect(reportJobGap(facts({ atSource: false }), { reason: 'damaged', found: 0 })).toMatchObject({
    refused: 'PICK_NOT_AT_LINE',
  });
  expect(reportJobGap(facts({ kind: 'move' }), { reason: 'damaged', found: 0 })).toMatchObject({
    refused: 'PICK_NOT_AT_LINE',
  });
});

test('[JB15] the last scan is taken back while it still stands', () => {
  const before = { atSource: true, part: null, counted: 0, offered: null, proven: null };
  const after = { ...before, part: 1, counted: 1 };
  const last = { did: 'counted' as const, before, after };
  expect(undoJob(facts({ part: 1, counted: 1 }), last)).toEqual({ did: 'counted', before });
  expect(undoJob(facts({ part: 1, counted: 2 }), last)).toMatchObject({ refused: 'NOTHING_TO_UNDO' });
  expect(undoJob(facts(), null)).toMatchObject({ refused: 'NOTHING_TO_UNDO' });
});

test('[JB5] the next goods come last when skipped, unless they are the only ones or in the hand', () => {
  const two = [part(), part({ part: 2 })];
  expect(skipPart(facts({}, two))).toEqual({ part: part() });
  expect(skipPart(facts())).toMatchObject({ refused: 'SKIP_LAST_STOP' });
  expect(skipPart(facts({ part: 1, counted: 1 }, two))).toMatchObject({ refused: 'SKIP_LAST_STOP' });
});

test('[JB2] the nearest job is given, then the oldest, and the reason says which', () => {
  const job = (ref: number, xMm: number, atMs = ref) => ({ kind: 'count' as const, ref, xMm, yMm: 0, atMs });
  const here = { xMm: 1_000, yMm: 0 };
  expect(chooseJob([job(1, 9_000), job(2, 2_000)], here)).toEqual({ job: job(2, 2_000), code: 'nearest' });
  expect(chooseJob([job(1, 9_000), job(2, 2_000)], null)).toEqual({ job: job(1, 9_000), code: 'oldest' });
  expect(chooseJob([job(2, 2_000), job(1, 2_000)], here)).toEqual({ job: job(1, 2_000), code: 'oldest' });
  expect(chooseJob([], here)).toBeNull();
  expect(byNearness([job(3, 5_000), job(1, 9_000), job(2, 2_000)], here).map(({ ref }) => ref)).toEqual([
    2, 3, 1,
  ]);
});

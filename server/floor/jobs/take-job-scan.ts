import type { ReadScan } from '../../barcode/read-scan.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import {
  isEach,
  nextJobStep,
  type JobFacts,
  type PartFacts,
  type Proof,
  type Proven,
  type Source,
} from './next-job-step.ts';
import { nothingProven, tellAsked, tellOfItem } from './prove-goods.ts';

/** What the scanned thing is, looked up before deciding. */
export interface JobScanFacts {
  /** By its barcode, its typed code or, of the asked place only, its check digits. */
  location: { location: string; use: string; isBlocked: boolean; isByDigits: boolean } | null;
  tote: string | null;
  cubby: string | null;
  parcel: number | null;
  /** The item by each owner who has it at the source; several where several owners sell it. */
  items: readonly { sku: string; name: string; owner: string; units: number }[];
  /** What lies at the source by the ledger, where the person chooses what to move. */
  lots: readonly { owner: string; sku: string; lot: string }[];
}

export type JobHappened =
  | { type: 'SourceReached' }
  | { type: 'MoveChosen'; owner: string; sku: string; lot: string; proven: Proven }
  | { type: 'UnitsInHand'; part: number; counted: number; proven?: Proven }
  | { type: 'DateRead'; part: PartFacts; expiry: string }
  | { type: 'PlaceOffered'; location: string }
  /** `isHeld`: it lies at a problem place, and is fit for sale no more until a lead says so. */
  | { type: 'UnitsPut'; part: PartFacts; location: string; units: number; isHeld: boolean }
  | { type: 'PlaceCounted'; part: PartFacts; counted: number };

/** A person with a small job has scanned something: what it means depends on what was asked. */
export function takeJobScan(
  facts: Readonly<JobFacts>,
  scan: Readonly<ReadScan>,
  known: Readonly<JobScanFacts>,
): Refused | JobHappened[] {
  if (scan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: scan.reason });
  const next = nextJobStep(facts);
  switch (next.step) {
    case 'answer':
    case 'gone':
    case 'empty_hand':
      return refuse('NOTHING_TO_SCAN_NOW', { asked: 'message' });
    case 'quantity':
      return refuse('NOTHING_TO_SCAN_NOW', { asked: 'number' });
    case 'fetch':
    case 'place':
      return reach(facts, scan, known);
    case 'item':
      return next.part === null ? choose(facts, scan, known) : take(facts, next.part, scan, known);
    case 'prove':
      return prove(facts, next, scan, known);
    case 'put':
      return put(facts, next.part, next.units, scan, known);
    case 'first':
      return tell(next.part, 0, scan, known);
    case 'tally':
      // The place again says "that is all".
      if (known.location !== null && isSource(facts.job.source, known))
        return [{ type: 'PlaceCounted', part: next.part, counted: facts.job.counted }];
      return tell(next.part, facts.job.counted, scan, known);
  }
}

function reach(facts: JobFacts, scan: ReadScan, known: JobScanFacts): Refused | JobHappened[] {
  const { source } = facts.job;
  if (isSource(source, known))
    return (
      (source.kind === 'location' ? unproven(facts, facts.parts[0] ?? null, known) : null) ?? [
        { type: 'SourceReached' },
      ]
    );
  const expected = codeOf(source);
  if (source.kind === 'location') {
    if (known.location === null) return refuse('NEED_LOCATION', { expected, kind: scan.kind });
    return refuse('JOB_WRONG_PLACE', { expected, scanned: known.location.location });
  }
  if (source.kind === 'tote' && known.tote === null)
    return refuse('NEED_TOTE', { expected, kind: scan.kind });
  return refuse('JOB_WRONG_SOURCE', { expected, scanned: known.tote ?? known.cubby ?? shown(scan) });
}

/** The asked place, scanned in another way than the policy wants. */
function unproven(facts: JobFacts, part: PartFacts | null, known: JobScanFacts): Refused | null {
  if (known.location === null) return null;
  const { location: wants } = facts.policyOf(part);
  const { location, isByDigits } = known.location;
  if (wants === 'scan' && isByDigits) return refuse('LOCATION_NEEDS_SCAN', { expected: location });
  return wants === 'digits' && !isByDigits ? refuse('LOCATION_NEEDS_DIGITS', { expected: location }) : null;
}

/** The person decides what to move: one of what lies here. */
function choose(facts: JobFacts, scan: ReadScan, known: JobScanFacts): Refused | JobHappened[] {
  const [first] = known.items;
  const here = codeOf(facts.job.source);
  if (first === undefined)
    return scan.kind === 'item' || scan.kind === 'text'
      ? refuse('MOVE_NOT_HERE', { location: here, scanned: { code: shown(scan) } })
      : refuse('NEED_ITEM', { kind: scan.kind });
  const fitting = known.lots.filter(
    (lot) =>
      known.items.some((item) => item.sku === lot.sku && item.owner === lot.owner) &&
      (scan.kind !== 'item' || scan.lot === undefined || lot.lot === '' || scan.lot === lot.lot),
  );
  const [only, other] = fitting;
  if (only === undefined)
    return refuse('MOVE_NOT_HERE', { location: here, scanned: { sku: first.sku, name: first.name } });
  if (other !== undefined) return refuse('MOVE_WHICH_LOT', { lots: fitting.map(({ lot }) => lot) });
  const isLotTold = scan.kind === 'item' && scan.lot !== undefined && only.lot !== '';
  return [{ type: 'MoveChosen', ...only, proven: { ...nothingProven, lot: isLotTold ? only.lot : null } }];
}

function take(
  facts: JobFacts,
  asked: PartFacts,
  scan: ReadScan,
  known: JobScanFacts,
): Refused | JobHappened[] {
  const isBegun = facts.job.part !== null;
  // Whatever of the same tote comes to hand first is as good; once begun, one goes to its end.
  const candidates = isBegun ? [asked] : facts.parts.filter((part) => part.isOpen && !part.isDamaged);
  const item = itemOf(candidates, known);
  if (item === null) {
    const expected = { sku: asked.sku, name: asked.name };
    const [scanned] = known.items;
    if (scanned !== undefined)
      return refuse('JOB_WRONG_ITEM', { expected, scanned: { sku: scanned.sku, name: scanned.name } });
    return scan.kind === 'item' || scan.kind === 'text'
      ? refuse('JOB_WRONG_ITEM', { expected, scanned: { code: shown(scan) } })
      : refuse('NEED_ITEM', { expected, kind: scan.kind });
  }
  const told = tellOfItem(
    facts,
    candidates.filter((one) => isOf(one, item)),
    scan,
  );
  if (isRefused(told)) return told;
  const { part, proven } = told;
  const read = dateRead(told);
  if (!isEach(part, facts.policyOf(part)))
    return [...read, { type: 'UnitsInHand', part: part.part, counted: 0, proven }];
  const counted = isBegun ? facts.job.counted : 0;
  const left = (part.units ?? 0) - counted;
  if (item.units > left) return refuse('JOB_TOO_MANY', { remaining: left, scanned: item.units });
  return [...read, { type: 'UnitsInHand', part: part.part, counted: counted + item.units, proven }];
}

/** Of what is in the hand the lot, date or number is asked for: it may be of another part of the same item than was begun. */
function prove(
  facts: JobFacts,
  asked: Readonly<{ part: PartFacts; proof: Proof }>,
  scan: ReadScan,
  known: JobScanFacts,
): Refused | JobHappened[] {
  const { part, proof } = asked;
  const [shown] = known.items;
  if (shown !== undefined) {
    const expected = { sku: part.sku, name: part.name };
    if (itemOf([part], known) === null)
      return refuse('JOB_WRONG_ITEM', { expected, scanned: { sku: shown.sku, name: shown.name } });
    const says = scan.kind === 'item' ? { lot: scan.lot, expiry: scan.expiry, serial: scan.serial } : {};
    if (says[proof] === undefined)
      return refuse(needed[proof], { expected: expectedOf(proof, part), kind: scan.kind });
  }
  const same = facts.parts.filter((one) => one.isOpen && !one.isDamaged && isOf(one, part));
  const told = tellAsked(facts, asked, [part, ...same.filter((one) => one.part !== part.part)], scan);
  if (isRefused(told)) return told;
  const { counted } = facts.job;
  const { units } = told.part;
  if (units !== null && counted > units)
    return refuse('JOB_TOO_MANY', { remaining: units, scanned: counted });
  return [...dateRead(told), { type: 'UnitsInHand', part: told.part.part, counted, proven: told.proven }];
}

const needed = { lot: 'NEED_LOT', expiry: 'NEED_EXPIRY', serial: 'NEED_SERIAL' } as const;

function expectedOf(proof: Proof, { lot, sku, name }: PartFacts) {
  return proof === 'lot' ? lot : { sku, name };
}

function dateRead({ part, news }: { part: PartFacts; news: string | null }): JobHappened[] {
  return news === null ? [] : [{ type: 'DateRead', part, expiry: news }];
}

/** The asked place is one scan. Another that takes goods is two: the first only asks whether it is meant. */
function put(
  facts: JobFacts,
  part: PartFacts,
  units: number,
  scan: ReadScan,
  known: JobScanFacts,
): Refused | JobHappened[] {
  if (known.location === null) {
    const again = itemOf([part], known);
    if (again !== null) return refuse('JOB_TOO_MANY', { remaining: 0, scanned: again.units });
    return refuse('NEED_LOCATION', { expected: part.target ?? '', kind: scan.kind });
  }
  const { location, use, isBlocked } = known.location;
  if (facts.job.source.kind === 'location' && facts.job.source.location === location)
    return refuse('MOVE_SAME_PLACE', { location });
  const done: JobHappened[] = [
    { type: 'UnitsPut', part, location, units, isHeld: part.isDamaged || use === 'problem' },
  ];
  if (location === part.target) return unproven(facts, part, known) ?? done;
  if (part.isDamaged) return refuse('JOB_WRONG_PLACE', { expected: part.target ?? '', scanned: location });
  if (isBlocked) return refuse('JOB_PLACE_UNFIT', { location, why: 'blocked' });
  if (use !== 'pick' && use !== 'reserve' && use !== 'problem')
    return refuse('JOB_PLACE_UNFIT', { location, why: use });
  // What lies at the problem place is sold to nobody, so it is asked even where the person chooses the place.
  if (facts.job.offered === location || (part.target === null && use !== 'problem')) return done;
  return [{ type: 'PlaceOffered', location }];
}

/** One more of the counted item, or its first. */
function tell(
  part: PartFacts,
  counted: number,
  scan: ReadScan,
  known: JobScanFacts,
): Refused | JobHappened[] {
  const item = itemOf([part], known);
  if (item === null) {
    const expected = { sku: part.sku, name: part.name };
    const [scanned] = known.items;
    if (scanned !== undefined)
      return refuse('JOB_WRONG_ITEM', { expected, scanned: { sku: scanned.sku, name: scanned.name } });
    return scan.kind === 'item' || scan.kind === 'text'
      ? refuse('JOB_WRONG_ITEM', { expected, scanned: { code: shown(scan) } })
      : refuse('NEED_ITEM', { expected, kind: scan.kind });
  }
  if (!isLot(part, scan)) return refuse('JOB_WRONG_LOT', { expected: part.lot, scanned: lotOf(scan) });
  return [{ type: 'UnitsInHand', part: part.part, counted: counted + item.units }];
}

function isSource(source: Source, known: JobScanFacts): boolean {
  switch (source.kind) {
    case 'tote':
      return known.tote === source.tote;
    case 'cubby':
      return known.cubby === source.cubby;
    case 'parcel':
      return known.parcel === source.parcel;
    case 'location':
      return known.location?.location === source.location;
  }
}

/** What a person reads on the source. */
export function codeOf(source: Readonly<Source>): string {
  switch (source.kind) {
    case 'tote':
      return source.tote;
    case 'cubby':
      return source.cubby;
    case 'parcel':
      return String(source.parcel);
    case 'location':
      return source.location;
  }
}

function itemOf(parts: readonly PartFacts[], known: JobScanFacts) {
  return known.items.find((item) => parts.some((part) => isOf(part, item))) ?? null;
}

function isOf(part: PartFacts, item: { owner: string; sku: string }): boolean {
  return part.owner === item.owner && part.sku === item.sku;
}

function isLot(part: PartFacts, scan: ReadScan): boolean {
  return scan.kind !== 'item' || scan.lot === undefined || part.lot === '' || scan.lot === part.lot;
}

function lotOf(scan: ReadScan): string {
  return scan.kind === 'item' ? (scan.lot ?? '') : '';
}

function shown(scan: ReadScan): string {
  switch (scan.kind) {
    case 'text':
      return scan.text.slice(0, 60);
    case 'item':
      return scan.gtin;
    case 'cart':
      return scan.cart;
    case 'tote':
      return scan.tote;
    case 'location':
      return scan.location;
    case 'sscc':
      return scan.sscc;
    default:
      return scan.kind;
  }
}

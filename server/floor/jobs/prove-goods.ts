import { expiryIn, lotIn, serialIn } from '../../barcode/goods-label.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import type { JobFacts, PartFacts, Proof, Proven } from './next-job-step.ts';

export const nothingProven: Proven = { lot: null, isLotDue: false, isDateProven: false, serials: [] };

/** What the goods in the hand say of themselves, and which part of the job they are by that. */
export interface Told {
  part: PartFacts;
  proven: Proven;
  /** ISO date that nobody knew of this lot before. */
  news: string | null;
}

/**
 * A unit of `item` was shown: its code may tell a lot, a date and a number, and each must be one that lies at the source. Of
 * several lots there the one in the hand is known by its own word only, for every unit anew.
 */
export function tellOfItem(
  facts: Readonly<JobFacts>,
  candidates: readonly PartFacts[],
  scan: Readonly<ReadScan>,
): Refused | Told {
  const [first] = candidates;
  if (first === undefined) throw new Error('expected a part that the shown item is of');
  const before = facts.job.proven ?? nothingProven;
  if (scan.kind !== 'item')
    return { part: first, proven: { ...before, isLotDue: first.isAmongLots }, news: null };
  const part =
    scan.lot === undefined ? first : candidates.find((one) => one.lot === '' || one.lot === scan.lot);
  if (part === undefined) return refuse('JOB_WRONG_LOT', { expected: first.lot, scanned: scan.lot ?? '' });
  const isTold = scan.lot !== undefined && part.lot !== '';
  const told: Told = {
    part,
    proven: {
      ...before,
      lot: isTold ? part.lot : before.lot,
      isLotDue: !isTold && part.isAmongLots,
    },
    news: null,
  };
  const dated = scan.expiry === undefined || !isTold ? told : tellDate(told, scan.expiry);
  if (isRefused(dated) || scan.serial === undefined) return dated;
  return tellNumber(dated, scan.serial);
}

/** The lot, date or number that was asked for is scanned from the goods, or typed. `candidates`: parts of the same item. */
export function tellAsked(
  facts: Readonly<JobFacts>,
  asked: Readonly<{ proof: Proof; part: PartFacts }>,
  candidates: readonly PartFacts[],
  scan: Readonly<ReadScan>,
): Refused | Told {
  const { proof, part } = asked;
  const before = facts.job.proven ?? nothingProven;
  const here: Told = { part, proven: before, news: null };
  switch (proof) {
    case 'lot': {
      const lot = lotIn(
        scan,
        candidates.map((one) => one.lot),
      );
      if (lot === null) return refuse('NEED_LOT', { expected: part.lot, kind: scan.kind });
      // Once a lot is in the hand, another one is too many for it.
      const possible = before.lot === null ? candidates : [part];
      const found = possible.find((one) => one.lot === lot);
      if (found === undefined)
        return refuse('JOB_WRONG_LOT', { expected: part.lot, scanned: lot.slice(0, 60) });
      const told = { part: found, proven: { ...before, lot, isLotDue: false }, news: null };
      return scan.kind === 'item' && scan.expiry !== undefined ? tellDate(told, scan.expiry) : told;
    }
    case 'expiry': {
      const expiry = expiryIn(scan);
      return expiry === null ? refuse('NEED_EXPIRY', { kind: scan.kind }) : tellDate(here, expiry);
    }
    case 'serial': {
      const serial = serialIn(scan);
      if (serial === null)
        return refuse('NEED_SERIAL', { expected: { sku: part.sku, name: part.name }, kind: scan.kind });
      return tellNumber(here, serial);
    }
  }
}

function tellDate(told: Told, expiry: string): Refused | Told {
  const { part, proven } = told;
  if (part.expiry !== null && part.expiry !== expiry)
    return refuse('PICK_WRONG_EXPIRY', { expected: part.expiry, scanned: expiry, lot: part.lot });
  return { part, proven: { ...proven, isDateProven: true }, news: part.expiry === null ? expiry : null };
}

/** A number that was never read at the source is of something else; where no number of it was ever read, there is nothing to tell it from. */
function tellNumber(told: Told, serial: string): Refused | Told {
  const { part, proven } = told;
  if (part.serials.length === 0) return told;
  if (proven.serials.includes(serial)) return refuse('SERIAL_TWICE', { scanned: serial });
  if (!part.serials.includes(serial)) return refuse('JOB_WRONG_SERIAL', { scanned: serial.slice(0, 60) });
  return { ...told, proven: { ...proven, serials: [...proven.serials, serial] } };
}

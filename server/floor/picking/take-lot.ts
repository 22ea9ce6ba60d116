import { refuse, type Refused } from '../../protocol/refusals.ts';
import { type AskedLine, type TaskFacts } from './next-pick.ts';
import { toTake } from './sum-lines.ts';

/** What the house knows of another lot of the line's item at the line's place. */
export interface LotHere {
  lot: string;
  onHand: number;
  /** Not promised to anybody. */
  free: number;
  /** ISO date. */
  expiry: string | null;
  isExpired: boolean;
  /** On hold, or waiting to be counted. */
  isBlocked: boolean;
}

/**
 * A lot was scanned. It is the line's, or another one: that is refused once, and meant when the same is scanned again. Then it
 * takes the line over, if it may.
 */
export function takeLot(
  facts: Readonly<TaskFacts>,
  line: Readonly<AskedLine>,
  lot: string,
  here: Readonly<LotHere> | null,
): Refused | { isSwap: boolean } {
  if (lot === line.lot) return { isSwap: false };
  if (facts.task.otherLot !== lot) return refuse('PICK_WRONG_LOT', { expected: line.lot, scanned: lot });
  const { task } = facts;
  // Units that count as the line's lot already cannot become another's.
  const counted = task.inHandLine === line.line ? task.counted : 0;
  const isUnproven = facts.policyOf(line).lot === 'scan' && task.provenLot === null;
  if (counted > 0 && !isUnproven) return refuse('LOT_IN_HAND', { expected: line.lot, counted });
  if (here === null || here.onHand === 0) return refuse('LOT_NOT_HERE', { lot, location: line.location });
  if (here.isExpired) return refuse('LOT_EXPIRED', { lot, expiry: here.expiry });
  if (here.isBlocked) return refuse('LOT_BLOCKED', { lot, location: line.location });
  const needed = toTake(line);
  if (here.free < needed) return refuse('LOT_PROMISED', { lot, free: Math.max(0, here.free), needed });
  return { isSwap: true };
}

/** The date on the goods is the lot's own, or the first word about it; another one is never written over it. */
export function takeExpiry(
  expected: string | null,
  expiry: string,
  lot: string,
): Refused | { isNews: boolean } {
  if (expected === null) return { isNews: true };
  return expected === expiry
    ? { isNews: false }
    : refuse('PICK_WRONG_EXPIRY', { expected, scanned: expiry, lot });
}

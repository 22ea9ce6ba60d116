import { refuse, type Refused } from '../../protocol/refusals.ts';

/** What the ledger has at a place for one item and lot, and what those who counted it before found. */
export interface PlaceFacts {
  available: number;
  allocated: number;
  missing: number;
  /** Units that somebody took off the shelf and has not put down yet: the ledger still has them here. */
  inHand: number;
  orderedBy: string | null;
  earlier: readonly { operator: string; surplus: number }[];
  /** Site policy: more than this is written off only with a lead's yes. */
  limitUnits: number;
}

export type Verdict =
  /** Nobody agrees with it yet: another person counts. */
  | { verdict: 'again'; surplus: number }
  /** Two agree on a loss that a lead must allow. */
  | { verdict: 'approve'; surplus: number; lost: number }
  /** The place holds this much. */
  | { verdict: 'settle'; surplus: number; available: number };

/**
 * Somebody has counted a place without knowing what the ledger has there. Whoever reported the gap does not count, and nobody
 * counts twice. A number stands when it is the ledger's (with the missing units gone, or all of them back) or another person's.
 * Numbers are compared as differences to the ledger, so that picks between two counts do not make them two.
 */
export function judgeCount(
  facts: Readonly<PlaceFacts>,
  counted: number,
  operator: string,
): Refused | Verdict {
  if (facts.orderedBy === operator || facts.earlier.some((one) => one.operator === operator))
    return refuse('COUNT_NEEDS_ANOTHER');
  const surplus = counted + facts.inHand - facts.available - facts.missing;
  const isAgreed =
    surplus === 0 || surplus === -facts.missing || facts.earlier.some((one) => one.surplus === surplus);
  if (!isAgreed) return { verdict: 'again', surplus };
  const lost = -surplus;
  if (lost > facts.limitUnits) return { verdict: 'approve', surplus, lost };
  return { verdict: 'settle', surplus, available: settledAt(facts, surplus) };
}

/**
 * What the ledger says after a count. It cannot fall below what open work was promised here: those units stay until their
 * pickers find them gone and say so, which orders the next count.
 */
export function settledAt(
  facts: Readonly<Pick<PlaceFacts, 'available' | 'allocated' | 'missing'>>,
  surplus: number,
): number {
  return Math.max(facts.available + facts.missing + surplus, facts.allocated);
}

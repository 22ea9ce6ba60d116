import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { JobFacts, Proven } from './next-job-step.ts';

/** How far a person is with what is at hand. */
export interface JobAtHand {
  atSource: boolean;
  part: number | null;
  counted: number;
  offered: string | null;
  proven: Proven | null;
}

/** What the last scan did, and how things stood before and after it. */
export interface LastJobScan {
  did: 'source' | 'counted' | 'offered';
  before: JobAtHand;
  after: JobAtHand;
}

/** The person takes the last scan back, once. What was put or counted is booked: that is a move or another count. */
export function undoJob(
  facts: Readonly<JobFacts>,
  last: Readonly<LastJobScan> | null,
): Refused | { did: LastJobScan['did']; before: JobAtHand } {
  if (last === null || facts.job.notice === 'leaving' || facts.job.answer !== null)
    return refuse('NOTHING_TO_UNDO');
  const { after } = last;
  const { atSource, part, counted, offered } = facts.job;
  const isAsItWas =
    atSource === after.atSource &&
    part === after.part &&
    counted === after.counted &&
    offered === after.offered &&
    isSame(facts.job.proven, after.proven) &&
    (part === null || facts.parts.some((one) => one.part === part && one.isOpen));
  return isAsItWas ? { did: last.did, before: last.before } : refuse('NOTHING_TO_UNDO');
}

function isSame(one: Proven | null, other: Proven | null): boolean {
  return (
    one?.lot === other?.lot &&
    one?.isLotDue === other?.isLotDue &&
    one?.isDateProven === other?.isDateProven &&
    one?.serials.join(' ') === other?.serials.join(' ')
  );
}

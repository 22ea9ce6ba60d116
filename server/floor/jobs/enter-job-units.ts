import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextJobStep, type JobFacts } from './next-job-step.ts';
import type { JobHappened } from './take-job-scan.ts';

/** The person types how many they took, or how many lie there. `free`: units that may leave the place of a move; null elsewhere. */
export function enterJobUnits(
  facts: Readonly<JobFacts>,
  units: number,
  free: number | null,
): Refused | JobHappened[] {
  const next = nextJobStep(facts);
  if (next.step === 'tally') return [{ type: 'PlaceCounted', part: next.part, counted: units }];
  if (next.step !== 'quantity') return refuse('NOTHING_TO_ANSWER');
  const { part } = next;
  if (part.units !== null && units > part.units)
    return refuse('JOB_TOO_MANY', { remaining: part.units, scanned: units });
  if (free !== null && units > free) return refuse('MOVE_PROMISED', { free });
  // None taken: it is asked for again, and what is not there is said by the problem button.
  if (units === 0) return refuse('JOB_NONE_TAKEN');
  return [{ type: 'UnitsInHand', part: part.part, counted: units }];
}

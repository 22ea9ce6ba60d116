import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextJobStep, type JobFacts } from './next-job-step.ts';
import type { JobHappened } from './take-job-scan.ts';

/** The person types how many they took, or how many lie there. `here`: what lies at the place of a move, and what of it may leave. */
export function enterJobUnits(
  facts: Readonly<JobFacts>,
  units: number,
  here: Readonly<{ free: number; promised: number }> | null,
): Refused | JobHappened[] {
  const next = nextJobStep(facts);
  if (next.step === 'tally') return [{ type: 'PlaceCounted', part: next.part, counted: units }];
  if (next.step !== 'quantity') return refuse('NOTHING_TO_ANSWER');
  const { part } = next;
  if (part.units !== null && units > part.units)
    return refuse('JOB_TOO_MANY', { remaining: part.units, scanned: units });
  if (here !== null && units > here.free) return tooMany(here, units);
  // None taken: it is asked for again, and what is not there is said by the problem button.
  if (units === 0) return refuse('JOB_NONE_TAKEN');
  return [{ type: 'UnitsInHand', part: part.part, counted: units }];
}

/** Units that are promised stay; where they would not do either, it is the number that is wrong. */
export function tooMany(here: Readonly<{ free: number; promised: number }>, units: number): Refused {
  const { free, promised } = here;
  return units > free + promised
    ? refuse('MOVE_TOO_MANY', { free: free + promised })
    : refuse('MOVE_PROMISED', { free });
}

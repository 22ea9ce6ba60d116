import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextJobStep, type JobFacts, type PartFacts } from './next-job-step.ts';

/** The next goods to put back come last instead; with one left there is nothing to come before it. */
export function skipPart(facts: Readonly<JobFacts>): Refused | { part: PartFacts } {
  const next = nextJobStep(facts);
  if (next.step !== 'item' || next.part === null || facts.job.part !== null) return refuse('SKIP_LAST_STOP');
  return facts.parts.filter((part) => part.isOpen).length < 2
    ? refuse('SKIP_LAST_STOP')
    : { part: next.part };
}

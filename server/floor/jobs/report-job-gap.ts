import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextJobStep, type JobFacts, type PartFacts } from './next-job-step.ts';

/**
 * Of what is to be brought somewhere some is broken or not there. `found` good ones are in the hand (`inHand` of
 * them) or still to be taken, and go on as asked; the rest goes to the problem place, or is missing.
 */
export function reportJobGap(
  facts: Readonly<JobFacts>,
  body: Readonly<{ reason: 'not_there' | 'not_enough' | 'damaged'; found: number }>,
): Refused | { part: PartFacts; gap: number; found: number; inHand: number; isDamaged: boolean } {
  const next = nextJobStep(facts);
  if (next.step !== 'item' && next.step !== 'prove' && next.step !== 'quantity' && next.step !== 'put')
    return refuse('PICK_NOT_AT_LINE');
  const { part } = next;
  if (part === null || part.units === null || part.isDamaged) return refuse('PICK_NOT_AT_LINE');
  const isDamaged = body.reason === 'damaged';
  // Broken goods stay what they are: only a put-back has a place for them, a move leaves them to a lead.
  if (isDamaged && facts.job.kind === 'move') return refuse('PICK_NOT_AT_LINE');
  const { found } = body;
  const captured = facts.job.part === part.part ? facts.job.counted : 0;
  if (body.reason === 'not_there' && found < captured) return refuse('UNITS_IN_HAND', { found, captured });
  if (found >= part.units) return refuse('SHORT_NOT_SHORT', { asked: part.units });
  const numbered = facts.job.part === part.part ? (facts.job.proven?.serials.length ?? 0) : 0;
  if (found < numbered) return refuse('UNITS_IN_HAND', { found, captured: numbered });
  // Only a unit whose number was read is in the hand; the others are still to be scanned.
  return { part, found, inHand: numbered > 0 ? numbered : found, gap: part.units - found, isDamaged };
}

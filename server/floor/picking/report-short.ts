import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, type AskedLine, type TaskFacts } from './next-pick.ts';
import { toTake } from './sum-lines.ts';

export interface Shorted {
  line: AskedLine;
  gap: number;
  inHand: number;
}

/** The picker stands at the place and there is less than asked: what is missing, and what is in the hand to be put away. */
export function reportShort(
  facts: Readonly<TaskFacts>,
  body: Readonly<{ reason: 'not_there' | 'not_enough' | 'damaged'; found: number }>,
): Refused | Shorted {
  const next = nextPick(facts);
  if (!('line' in next)) return refuse('PICK_NOT_AT_LINE');
  const line = next.line;
  if (next.step === 'location') return refuse('SHORT_FROM_AFAR', { expected: line.location });
  // What lies in the tote already is counted and done with; the screen asks for the rest of the line.
  const gap = toTake(line) - body.found;
  if (gap <= 0) return refuse('SHORT_NOT_SHORT', { asked: toTake(line) });
  const captured = countedOf(facts, line);
  const isNumbered = facts.policyOf(line).serial === 'at_pick';
  // What was counted into the hand is there; somebody who counts less now says so with a number, or takes a scan back.
  if (body.found < captured && (isNumbered || body.reason === 'not_there'))
    return refuse('UNITS_IN_HAND', { found: body.found, captured });
  // Only a unit whose number is captured is in the hand; the others are still to be scanned.
  return { line, gap, inHand: isNumbered ? captured : body.found };
}

/** Units of a line in the hand. */
export function countedOf({ task }: Readonly<TaskFacts>, line: AskedLine): number {
  return task.inHandLine === line.line ? task.counted : 0;
}

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
  body: Readonly<{ found: number }>,
): Refused | Shorted {
  const next = nextPick(facts);
  if (!('line' in next)) return refuse('PICK_NOT_AT_LINE');
  const line = next.line;
  // What lies in the tote already is counted and done with; the screen asks for the rest of the line.
  const gap = toTake(line) - body.found;
  if (gap <= 0) return refuse('SHORT_NOT_SHORT', { asked: toTake(line) });
  if (facts.policyOf(line).serial !== 'at_pick') return { line, gap, inHand: body.found };
  // Only a unit whose number is captured is in the hand; the others are still to be scanned.
  const captured = countedOf(facts, line);
  if (body.found < captured) return refuse('SERIALS_IN_HAND', { found: body.found, captured });
  return { line, gap, inHand: captured };
}

/** Units of a line in the hand. */
export function countedOf({ task }: Readonly<TaskFacts>, line: AskedLine): number {
  return task.inHandLine === line.line ? task.counted : 0;
}

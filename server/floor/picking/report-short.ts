import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, toTake, type AskedLine, type TaskFacts } from './next-pick.ts';

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
  if (next.step !== 'item' && next.step !== 'quantity' && next.step !== 'put' && next.step !== 'location')
    return refuse('PICK_NOT_AT_LINE');
  const line = next.line;
  // What lies in the tote already is counted and done with; the screen asks for the rest of the line.
  const gap = toTake(line) - body.found;
  if (gap <= 0) return refuse('SHORT_NOT_SHORT', { asked: toTake(line) });
  return { line, gap, inHand: body.found };
}

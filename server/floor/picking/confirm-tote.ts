import { refuse, type Refused } from '../../protocol/refusals.ts';
import { isOneTote, nextPick, type AskedLine, type TaskFacts } from './next-pick.ts';

/** The picker presses instead of scanning the tote: enough only where one tote alone can be meant. */
export function confirmTote(facts: Readonly<TaskFacts>): Refused | { line: AskedLine; units: number } {
  const next = nextPick(facts);
  if (next.step !== 'put') return refuse('PICK_NOT_AT_LINE');
  const { line, units } = next;
  if (facts.policyOf(line).tote !== 'button' || !isOneTote(facts))
    return refuse('PICK_SCAN_TOTE', {
      expected: facts.places.find((place) => place.place === line.place)?.tote ?? '',
    });
  return { line, units };
}

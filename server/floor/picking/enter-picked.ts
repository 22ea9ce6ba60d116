import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, type TaskFacts } from './next-pick.ts';
import { toTake } from './sum-lines.ts';

/** The picker types how many were taken, where the prompt asked for a number. */
export function enterPicked(
  facts: Readonly<TaskFacts>,
  body: Readonly<{ units: number }>,
): Refused | { line: number; counted: number } {
  const next = nextPick(facts);
  if (next.step !== 'quantity') return refuse('PICK_NOT_AT_LINE');
  const left = toTake(next.line);
  if (body.units > left) return refuse('PICK_TOO_MANY', { remaining: left, scanned: body.units });
  return { line: next.line.line, counted: body.units };
}

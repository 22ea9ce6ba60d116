import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, type TaskFacts } from './next-pick.ts';

/** The picker cannot work here now: the stop goes to the end of the walk. Goods in the hand must be put away first. */
export function skipStop(facts: Readonly<TaskFacts>): Refused | { lines: number[]; sequence: number } {
  const next = nextPick(facts);
  if (!('line' in next)) return refuse('PICK_NOT_AT_LINE');
  if (facts.task.counted > 0) return refuse('HAND_FIRST', { units: facts.task.counted });
  const open = facts.lines.filter((line) => line.state === 'open');
  const here = open.filter((line) => line.location === next.line.location);
  if (here.length === open.length) return refuse('SKIP_LAST_STOP');
  return {
    lines: here.map((line) => line.line),
    sequence: Math.max(...open.map((line) => line.sequence)) + 1,
  };
}

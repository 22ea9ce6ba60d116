import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { TaskNotice } from './picking.entities.ts';

export type ZeroCheck = Extract<TaskNotice, { kind: 'zero_check' }>;

/**
 * The picker has put goods into a tote and still stands at the place they came from. When the ledger says that nothing is left
 * there, nobody can check that more cheaply. `unitsLeft` counts everything on hand at the place, missing units too: what is
 * reported missing there has its count already.
 */
export function isAskedEmpty(policy: 'never' | 'always', unitsLeft: number): boolean {
  return policy === 'always' && unitsLeft === 0;
}

/** Yes or no to "Is the place empty now?": a yes changes nothing, after a no somebody else counts. */
export function answerEmpty(
  notice: Readonly<TaskNotice> | null,
  body: Readonly<{ isEmpty: boolean }>,
): Refused | { toCount: Omit<ZeroCheck, 'kind'> | null } {
  if (notice?.kind !== 'zero_check') return refuse('NOTHING_TO_ANSWER');
  const { kind: _, ...what } = notice;
  return { toCount: body.isEmpty ? null : what };
}

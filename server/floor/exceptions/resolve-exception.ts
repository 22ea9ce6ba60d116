import type { ExceptionKind } from '../../protocol/views.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';

/** What stays open until something else is done, which then closes it; null: a person looked, and says what was done. */
export const needsFirst: Readonly<Record<ExceptionKind, Refused | null>> = {
  count: refuse('EXCEPTION_NEEDS_COUNT'),
  question: refuse('EXCEPTION_NEEDS_ANSWER'),
  unknown_print: refuse('EXCEPTION_NEEDS_ANSWER'),
  put_back: refuse('EXCEPTION_NEEDS_PUT_BACK'),
  write_off: refuse('EXCEPTION_NEEDS_LEAD'),
  holder_unreachable: refuse('EXCEPTION_NEEDS_RECOVERY'),
  parked_walk: refuse('EXCEPTION_NEEDS_TAKER'),
  parked_order: refuse('EXCEPTION_NEEDS_ORDER'),
  held: refuse('EXCEPTION_WAITS'),
  short: null,
  pack_short: null,
  failed_print: null,
  surplus: null,
  on_hold: null,
  hub_dead_letter: null,
  backorder: null,
};

/** A lead wants to take something off the list with a word about it. */
export function resolveException(found: Readonly<{ kind: ExceptionKind }> | null): Refused | { ok: true } {
  if (found === null) return refuse('EXCEPTION_DONE');
  return needsFirst[found.kind] ?? { ok: true };
}

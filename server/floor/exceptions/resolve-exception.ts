import type { ExceptionKind } from '../../protocol/views.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';

/** A lead wants to take something off the list: a count, a print in doubt and a question have an action of their own that must be used. */
export function resolveException(found: Readonly<{ kind: ExceptionKind }> | null): Refused | { ok: true } {
  if (found === null) return refuse('EXCEPTION_DONE');
  if (
    found.kind === 'count' ||
    found.kind === 'unknown_print' ||
    found.kind === 'put_back' ||
    found.kind === 'holder_unreachable'
  )
    return refuse('EXCEPTION_NEEDS_COUNT', { kind: found.kind });
  return { ok: true };
}

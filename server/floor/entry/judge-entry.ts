import type { EntryReason } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { ManualEntry } from '../../protocol/views.ts';

export interface Entry {
  entered: 'scanned' | 'camera' | 'typed';
  why: EntryReason | null;
  /** The check digits of the place that is asked for: nobody can scan those. */
  isCheckDigits: boolean;
  /** The scan policy of the line takes nothing but typed digits here. */
  isAsked: boolean;
}

/** Somebody types a code instead of scanning it: may they, and must they say why? */
export function judgeEntry(policy: ManualEntry, entry: Readonly<Entry>): Refused | { isTyped: boolean } {
  if (entry.isAsked) return { isTyped: false };
  const isTyped = entry.entered === 'typed' || entry.isCheckDigits;
  if (!isTyped || policy === 'allowed') return { isTyped };
  if (policy === 'never' && !entry.isCheckDigits) return refuse('ENTRY_NOT_ALLOWED');
  if (entry.why === null) return refuse('ENTRY_NEEDS_REASON');
  return { isTyped };
}

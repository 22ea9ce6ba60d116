import { expect, test } from 'vitest';
import { judgeEntry, type Entry } from '../../server/floor/entry/judge-entry.ts';
import type { ManualEntry } from '../../server/protocol/views.ts';

const scanned: Entry = { entered: 'scanned', why: null, isCheckDigits: false, isAsked: false };
const typed: Entry = { ...scanned, entered: 'typed' };
const because: Entry = { ...typed, why: 'label_dirty' };
const digits: Entry = { ...scanned, isCheckDigits: true };

const judged = (policy: ManualEntry) =>
  [
    scanned,
    { ...scanned, entered: 'camera' as const },
    typed,
    because,
    digits,
    { ...digits, why: because.why },
  ].map((entry) => {
    const outcome = judgeEntry(policy, entry);
    if ('refused' in outcome) return outcome.refused;
    return outcome.isTyped ? 'typed' : 'read';
  });

test('[EN1] [EN2] [EN3] what is read goes through everywhere, what is typed as the site wants it, check digits even where nothing else is', () => {
  expect(judged('allowed')).toEqual(['read', 'read', 'typed', 'typed', 'typed', 'typed']);
  expect(judged('with_reason')).toEqual([
    'read',
    'read',
    'ENTRY_NEEDS_REASON',
    'typed',
    'ENTRY_NEEDS_REASON',
    'typed',
  ]);
  expect(judged('never')).toEqual([
    'read',
    'read',
    'ENTRY_NOT_ALLOWED',
    'ENTRY_NOT_ALLOWED',
    'ENTRY_NEEDS_REASON',
    'typed',
  ]);
});

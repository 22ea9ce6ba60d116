import { expect, test } from 'vitest';
import { resolveException } from '../../server/floor/exceptions/resolve-exception.ts';
import type { ExceptionKind } from '../../server/protocol/views.ts';

test.each<[string, ExceptionKind, string]>([
  ['[EX2] a place to count', 'count', 'EXCEPTION_NEEDS_COUNT'],
  ["[EX5] a picker's question", 'question', 'EXCEPTION_NEEDS_ANSWER'],
  ['[EX5] a print in doubt', 'unknown_print', 'EXCEPTION_NEEDS_ANSWER'],
  ['[EX5] goods to put back', 'put_back', 'EXCEPTION_NEEDS_PUT_BACK'],
  ['[EX5] a cart whose picker is silent', 'holder_unreachable', 'EXCEPTION_NEEDS_RECOVERY'],
  ['[EX5] a parked order', 'parked_order', 'EXCEPTION_NEEDS_ORDER'],
])('%s is closed by what it needs, not by a word', (_what, kind, refused) => {
  expect(resolveException({ kind })).toEqual({ refused, data: {} });
});

test.each<ExceptionKind>([
  'short',
  'pack_short',
  'failed_print',
  'surplus',
  'on_hold',
  'hub_dead_letter',
  'backorder',
])('[EX5] %s is closed by whoever looked', (kind) => {
  expect(resolveException({ kind })).toEqual({ ok: true });
});

test('[EX4] what is closed already stays closed', () => {
  expect(resolveException(null)).toEqual({ refused: 'EXCEPTION_DONE', data: {} });
});

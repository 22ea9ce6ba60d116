import { isoDate } from './gs1-elements.ts';
import type { ReadScan } from './read-scan.ts';

/** A lot label may hold the bare lot or, as GS1 has it, identifier 10 before it: which of the two, the `expected` lots tell. */
export function lotIn(scan: Readonly<ReadScan>, expected: readonly string[]): string | null {
  if (scan.kind === 'item') return scan.lot ?? scan.text ?? null;
  if (scan.kind !== 'text') return null;
  const text = scan.text.trim();
  return expected.find((lot) => text === `10${lot}`) ?? text;
}

/** The date on the goods: in their code, or typed as 2031-05-28 or 310528. */
export function expiryIn(scan: Readonly<ReadScan>): string | null {
  if (scan.kind === 'item' && scan.expiry !== undefined) return scan.expiry;
  const text = scan.kind === 'text' || scan.kind === 'item' ? (scan.text?.trim() ?? '') : '';
  const [, long, short] = /^(?:(?:1[57])?20(\d\d-\d\d-\d\d)|(?:1[57])?(\d{6}))$/.exec(text) ?? [];
  return isoDate(short ?? long?.replaceAll('-', '') ?? '');
}

/** The serial number that a scan tells: behind identifier 21, or plain, as makers print it. */
export function serialIn(scan: Readonly<ReadScan>): string | null {
  if (scan.kind === 'item') return scan.serial ?? scan.text ?? null;
  return scan.kind === 'text' ? scan.text.trim() : null;
}

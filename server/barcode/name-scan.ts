import { isDpd, isFedex12, isS10, isUps1Z, isUspsImpb, toGtin } from './check-digit.ts';
import { isLink } from './digital-link.ts';
import type { ReadScan } from './read-scan.ts';

/** What a person would call the thing whose code this is. `number`: digits that say nothing, perhaps half a code. */
export type ScanName = ReadScan['kind'] | 'tracking' | 'link' | 'number';

/** For a no: only asked when nobody at the site knew the code. */
export function nameOf(scan: Readonly<ReadScan>): ScanName {
  if (scan.kind !== 'text') return scan.kind;
  if (isLink(scan.text)) return 'link';
  if (isTracking(scan.text)) return 'tracking';
  return /^\d+$/.test(scan.text) ? 'number' : 'text';
}

/** Why a text that nobody knew is no whole code of anything. */
export function brokenAs(text: string): 'check_digit' | 'glued' | null {
  if (isGlued(text)) return 'glued';
  const isLongEnough = [8, 12, 13, 14].includes(text.length) && /^\d+$/.test(text);
  return isLongEnough && toGtin(text) === null && !isTracking(text) ? 'check_digit' : null;
}

/** Numbers of carriers that prove themselves, or that look like nothing else. */
export function isTracking(text: string): boolean {
  return (
    isUps1Z(text) ||
    isS10(text) ||
    isUspsImpb(text) ||
    isDpd(text) ||
    (isFedex12(text) && toGtin(text) === null) ||
    ownLooks.some((look) => look.test(text))
  );
}

/** DHL and Yodel pieces, Amazon, LaserShip, YunExpress, GOFO, FedEx Ground with 96 in front; as tabled in jkeen/tracking_number_data. */
const ownLooks: readonly RegExp[] = [
  /^J[A-Z]{2,3}\d{9,10}$/,
  /^JJ?D\d{16}$/,
  /^TB[ACM]\d{12}$/,
  /^1LS[0-9A-Z]{12}$/,
  /^YT\d{16}$/,
  /^GFUS\d{14}$/,
  /^96\d{20}$/,
];

/** Twice the same, or two article numbers in a row: which of them was meant is nobody's guess. */
function isGlued(text: string): boolean {
  const half = text.length / 2;
  if (half >= 6 && Number.isInteger(half) && text.slice(0, half) === text.slice(half)) return true;
  if (!/^\d{16,28}$/.test(text) || isTracking(text)) return false;
  return [8, 12, 13, 14].some(
    (cut) => toGtin(text.slice(0, cut)) !== null && toGtin(text.slice(cut)) !== null,
  );
}

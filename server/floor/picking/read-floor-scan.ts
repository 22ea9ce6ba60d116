import { readScan, type ReadScan } from '../../barcode/read-scan.ts';

/**
 * A scan as the floor takes it: bare digits that fail as a GTIN may still be a SKU or a check digit, so they are looked up
 * before a no. An element string is nobody's SKU.
 */
export function readFloorScan(raw: string): ReadScan {
  const scan = readScan(raw);
  return scan.kind === 'unreadable' &&
    scan.reason === 'check_digit' &&
    scan.text !== undefined &&
    scan.text.length <= 14
    ? { kind: 'text', text: scan.text }
    : scan;
}

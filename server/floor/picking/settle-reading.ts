import type { ItemScan, ReadScan, UnreadableScan } from '../../barcode/read-scan.ts';

/** What is kept of an item, and so can stand on its units. */
export interface Kept {
  isLotControlled: boolean;
  hasExpiry: boolean;
  isSerialControlled: boolean;
}

/**
 * A code whose separator was lost, by what the items are that it can be of: where one reading alone says only what is kept of
 * them, that is what it means. Anything else stays unreadable, for nobody may guess between two lots or two numbers.
 */
export function settleReading(
  scan: Readonly<UnreadableScan>,
  readings: readonly ItemScan[],
  items: readonly Kept[],
): ReadScan {
  if (items.length === 0) return scan;
  const fitting = readings.filter((reading) => items.every((item) => fits(reading, item)));
  const [only] = fitting;
  return fitting.length === 1 && only !== undefined ? only : scan;
}

function fits(reading: ItemScan, item: Kept): boolean {
  return (
    (reading.lot === undefined || item.isLotControlled) &&
    (reading.expiry === undefined || item.hasExpiry) &&
    (reading.serial === undefined || item.isSerialControlled)
  );
}

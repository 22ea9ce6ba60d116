import type { ItemScan, ReadScan, UnreadableScan } from '../../barcode/read-scan.ts';

/** What is kept of an item, and so can stand on its units. */
export interface Kept {
  isLotControlled: boolean;
  hasExpiry: boolean;
  isSerialControlled: boolean;
  /** Of the lots that the code may mean, those that the house knows of this item. */
  lots: readonly string[];
}

/**
 * A code whose separator may be lost, by what the items are that it can be of: where one reading alone says only what is kept of
 * them, that is what it means, and of several such the one whose lot is known. Anything else stays unreadable, for nobody may
 * guess between two lots or two numbers.
 */
export function settleReading(
  scan: Readonly<UnreadableScan>,
  readings: readonly ItemScan[],
  items: readonly Kept[],
): ReadScan {
  if (items.length === 0) return scan;
  const fitting = readings.filter((reading) => items.every((item) => fits(reading, item)));
  const isKnown = (reading: ItemScan) =>
    reading.lot !== undefined && items.every((item) => item.lots.includes(reading.lot ?? ''));
  const certain = fitting.filter((reading) => isKnown(reading) && saysOnlyWhatIsKept(reading));
  // A lot that is known speaks against another one that is not, even where the code then says more than is kept.
  const likely =
    certain.length > 0
      ? certain
      : fitting.filter((reading) => isKnown(reading) || saysOnlyWhatIsKept(reading));
  const [only, another] = likely.length > 0 ? likely : fitting;
  return only !== undefined && another === undefined ? only : scan;
}

function fits(reading: ItemScan, item: Kept): boolean {
  return (
    (reading.lot === undefined || item.isLotControlled) &&
    (reading.expiry === undefined || item.hasExpiry) &&
    (reading.serial === undefined || item.isSerialControlled)
  );
}

/** Counts, weights, variants and the like are read and used, but kept of no item. */
function saysOnlyWhatIsKept({ units, produced, variant, netGrams, others }: ItemScan): boolean {
  return [units, produced, variant, netGrams, others].every((said) => said === undefined);
}

export interface PackLine {
  lineNo: number;
  owner: string;
  sku: string;
  name: string;
  toPack: number;
  packed: number;
  requested: number;
}

export interface PackFacts {
  shipment: number | null;
  /** Parcel that takes units, or null between two parcels. */
  openParcel: number | null;
  /** Closed parcel of this station whose printed label was not scanned yet. */
  unboundParcel: { parcel: number; tracking: string; printJob: number | null; printState: string } | null;
  /** Line whose item was scanned and whose quantity is typed now. */
  quantityFor: number | null;
  lines: readonly PackLine[];
  stopped: 'cancelled' | 'held' | null;
  /** The shared tote at hand and the units still in it. */
  singles: { tote: string; left: number } | null;
  eachScanUpTo: number;
}

export type PackStep =
  | { step: 'tote' }
  | { step: 'single'; tote: string; left: number }
  | { step: 'stopped'; why: 'cancelled' | 'held' }
  | { step: 'label'; parcel: number; tracking: string; printState: string }
  | { step: 'askPrint'; printJob: number; parcel: number; tracking: string }
  | { step: 'printerTrouble'; printJob: number; parcel: number; tracking: string }
  | { step: 'quantity'; line: PackLine }
  | { step: 'unit' };

/** Units of a line that are here and not in a parcel yet. */
export function leftToPack(line: Readonly<PackLine>): number {
  return line.toPack - line.packed;
}

/** Which question the packer is asked next. A closed parcel's label comes before everything: the wrong label on a box is the worst error here. */
export function nextPack(facts: Readonly<PackFacts>): PackStep {
  if (facts.unboundParcel !== null) {
    const { parcel, tracking, printJob, printState } = facts.unboundParcel;
    if (printState === 'unknown' && printJob !== null)
      return { step: 'askPrint', printJob, parcel, tracking };
    if (printState === 'failed' && printJob !== null)
      return { step: 'printerTrouble', printJob, parcel, tracking };
    return { step: 'label', parcel, tracking, printState };
  }
  if (facts.shipment === null)
    return facts.singles === null || facts.singles.left === 0
      ? { step: 'tote' }
      : { step: 'single', ...facts.singles };
  if (facts.stopped !== null) return { step: 'stopped', why: facts.stopped };
  const line = facts.lines.find((one) => one.lineNo === facts.quantityFor);
  if (line !== undefined && leftToPack(line) > 0) return { step: 'quantity', line };
  return { step: 'unit' };
}

/** Every unit is scanned for small counts; a typed quantity for large ones. */
export function packMode(line: Readonly<PackLine>, eachScanUpTo: number): 'each' | 'quantity' {
  return line.toPack <= eachScanUpTo ? 'each' : 'quantity';
}

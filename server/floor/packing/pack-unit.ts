import { refuse, type Refused } from '../../protocol/refusals.ts';
import { leftToPack, packMode, type PackFacts, type PackLine } from './next-pack.ts';

export interface ScannedItem {
  sku: string;
  name: string;
  owner: string;
  units: number;
}

/** The packer scanned an item: it counts into the parcel, asks for a quantity, or does not belong here. */
export function packUnit(
  facts: Readonly<PackFacts>,
  item: Readonly<ScannedItem> | null,
  code: string,
): Refused | { line: PackLine; units: number } | { line: PackLine; ask: true } {
  if (item === null) return refuse('PACK_NOT_IN_ORDER', { code });
  const own = facts.lines.filter((line) => line.sku === item.sku && line.owner === item.owner);
  if (own.length === 0) return refuse('PACK_NOT_IN_ORDER', { sku: item.sku, name: item.name });
  const line = own.find((one) => leftToPack(one) > 0);
  if (line === undefined) return refuse('PACK_LINE_DONE', { sku: item.sku, name: item.name });
  if (packMode(line, facts.eachScanUpTo) === 'quantity') return { line, ask: true };
  if (item.units > leftToPack(line))
    return refuse('PACK_TOO_MANY', { sku: item.sku, name: item.name, remaining: leftToPack(line) });
  return { line, units: item.units };
}

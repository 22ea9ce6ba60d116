import { refuse, type Refused } from '../../protocol/refusals.ts';
import { leftToPack, type PackFacts, type PackLine } from './next-pack.ts';
import type { ScannedItem } from './pack-unit.ts';

/** A unit with a number of its own, where the shipment's goods lie. */
export interface NumberedUnit {
  owner: string;
  sku: string;
  lot: string;
  serial: string;
  place: string;
  /** The line it was picked for; null where nobody told it apart. */
  lineNo: number | null;
}

/**
 * The packer scanned a number, in the code of the goods or alone as makers print it: it is that unit and no other. Null: what was
 * scanned is the number of nothing here, and may be something else.
 */
export function packNumber(
  facts: Readonly<Pick<PackFacts, 'lines'>>,
  item: Readonly<ScannedItem> | null,
  number: string,
  here: readonly NumberedUnit[],
): Refused | { line: PackLine; unit: NumberedUnit } | null {
  const own = here.filter((one) => item === null || (one.owner === item.owner && one.sku === item.sku));
  const fitting = own.filter((one) => one.serial === number);
  const [unit] = fitting;
  if (item !== null && own.length > 0 && unit === undefined)
    return refuse('PACK_SERIAL_NOT_HERE', { sku: item.sku, name: item.name, scanned: number });
  // Two makers may print the same number: alone it says nothing then.
  if (unit === undefined || fitting.length > 1) return null;
  const lines = facts.lines.filter((line) => line.sku === unit.sku && line.owner === unit.owner);
  const line = lines.find((one) =>
    unit.lineNo === null ? leftToPack(one) > 0 : one.lineNo === unit.lineNo && leftToPack(one) > 0,
  );
  if (line === undefined)
    return refuse('PACK_LINE_DONE', { sku: unit.sku, name: lines[0]?.name ?? unit.sku });
  return { line, unit };
}

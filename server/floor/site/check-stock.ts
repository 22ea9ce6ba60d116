import { shown } from './read-cell.ts';
import type { SiteTables } from './read-table.ts';
import type { Fault, Row } from './site-files.ts';

/** Opening stock against its item and its place. */
export function stockFaults(
  stock: SiteTables['stock.csv'],
  items: SiteTables['items.csv'],
  locations: SiteTables['locations.csv'],
): Fault[] {
  const itemOf = new Map(items.rows.map(({ cells }) => [`${cells.owner} ${cells.sku}`, cells]));
  const kindOf = new Map(locations.rows.map(({ cells }) => [cells.location, cells.kind]));
  const expiryOf = new Map<string, { line: number; expiry: string | null }>();
  const faults: Fault[] = [];

  for (const { line, cells } of stock.rows) {
    const at = { file: stock.file, line };
    const kind = kindOf.get(cells.location);
    if (kind !== undefined && kind !== 'pick' && kind !== 'reserve') {
      faults.push({
        ...at,
        column: 'location',
        says: `${shown(cells.location)} is of kind ${kind}; goods lie at pick and reserve`,
      });
    }
    const item = itemOf.get(`${cells.owner} ${cells.sku}`);
    if (item !== undefined) faults.push(...lotFaults(cells, item).map((fault) => ({ ...at, ...fault })));

    if (cells.lot === undefined || cells.lot === null || cells.expiry === undefined) continue;
    const lot = `${cells.owner} ${cells.sku} ${cells.lot}`;
    const before = expiryOf.get(lot);
    if (before === undefined) expiryOf.set(lot, { line, expiry: cells.expiry });
    else if (before.expiry !== cells.expiry) {
      faults.push({
        ...at,
        column: 'expiry',
        says: `is another than on line ${before.line} for the same lot`,
      });
    }
  }
  return faults;
}

function lotFaults(
  stock: Partial<Row<'stock.csv'>>,
  item: Partial<Row<'items.csv'>>,
): { column: string; says: string }[] {
  const faults: { column: string; says: string }[] = [];
  if (item.isLotControlled === true && stock.lot === null) {
    faults.push({ column: 'lot', says: 'is empty, but the item is lot controlled' });
  }
  if (item.isLotControlled === false && typeof stock.lot === 'string') {
    faults.push({ column: 'lot', says: 'is given, but the item is not lot controlled' });
  }
  if (item.hasExpiry === true && stock.expiry === null) {
    faults.push({ column: 'expiry', says: 'is empty, but the item has an expiry' });
  }
  if (item.hasExpiry === false && typeof stock.expiry === 'string') {
    faults.push({ column: 'expiry', says: 'is given, but the item has no expiry' });
  }
  return faults;
}

import type { SiteTables } from './read-table.ts';
import type { Fault } from './site-files.ts';

/** Settings that cannot both be kept, and scopes that name half an item. */
export function scanPolicyFaults({ file, rows }: SiteTables['scan-policies.csv']): Fault[] {
  return rows.flatMap(({ line, cells }) => {
    const faults: Fault[] = [];
    if ((cells.owner ?? null) === null && typeof cells.sku === 'string')
      faults.push({ file, line, column: 'owner', says: 'is empty, expected whose item the sku is' });
    if ((cells.sku ?? null) === null && typeof cells.owner === 'string')
      faults.push({ file, line, column: 'sku', says: 'is empty, expected which item of the owner' });
    if (cells.location === 'none' && cells.item === 'location_implies')
      faults.push({
        file,
        line,
        column: 'item',
        says: 'cannot be location_implies where location is none: nothing would be scanned at all',
      });
    return faults;
  });
}

import { columnOf, shown } from './read-cell.ts';
import type { Fault } from './site-files.ts';

/** Rows of any file, seen by the checks: cells at fault are not there. */
export interface Rows<C> {
  file: string;
  isReadable: boolean;
  rows: readonly { line: number; cells: C }[];
}
export type Name<C> = keyof C & string;

/** Rows whose cells are all the same as those of an earlier one; `nullable` cells may be empty and count too. */
export function doubled<C extends object>(
  table: Rows<C>,
  properties: readonly Name<C>[],
  nullable: readonly Name<C>[] = [],
): Fault[] {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  for (const { line, cells } of table.rows) {
    const key = keyOf(cells, properties);
    if (key === null) continue;
    const whole = key + JSON.stringify(nullable.map((property) => cells[property]));
    const before = first.get(whole);
    if (before === undefined) first.set(whole, line);
    else {
      const columns = [...properties, ...nullable].map(columnOf);
      faults.push({
        file: table.file,
        line,
        column: columns.join(', '),
        says: `is the same as on line ${before}`,
      });
    }
  }
  return faults;
}

/** Rows that refer to a row of another file which is not there. */
export function unmatched<C extends object, D extends object>(
  from: Rows<C>,
  properties: readonly Name<C>[],
  to: Rows<D>,
  targets: readonly Name<D>[],
  as = '',
): Fault[] {
  // Where the other file's header is at fault, everything would be missing from it.
  if (!to.isReadable) return [];

  const known = new Set(to.rows.map(({ cells }) => keyOf(cells, targets)));
  return from.rows.flatMap(({ line, cells }) => {
    const key = keyOf(cells, properties);
    if (key === null || known.has(key)) return [];
    const found = properties.map((property) => shown(cells[property])).join(', ');
    return [
      {
        file: from.file,
        line,
        column: properties.map(columnOf).join(', '),
        says: `${found} is not in ${to.file}${as}`,
      },
    ];
  });
}

/** Null when a part is not there or at fault: then there is nothing to compare. */
function keyOf<C extends object>(cells: C, properties: readonly Name<C>[]): string | null {
  const parts = properties.map((property) => cells[property]);
  return parts.some((part) => part === undefined || part === null) ? null : JSON.stringify(parts);
}

import { shown } from './read-cell.ts';
import type { SiteTables } from './read-table.ts';
import type { Fault, Row } from './site-files.ts';

/** Which prefix each kind of tracking number takes, and the last serial that its digits can hold. */
const numberForms: Record<
  Row<'services.csv'>['numberKind'],
  { prefix: RegExp; says: string; lastSerial: number }
> = {
  ups_1z: {
    prefix: /^[A-Z0-9]{8}$/,
    says: 'six characters of account and two of service',
    lastSerial: 9_999_999,
  },
  dhl_express: { prefix: /^$/, says: 'nothing', lastSerial: 999_999_999 },
  s10: { prefix: /^[A-Z]{4}$/, says: 'two letters of service and two of country', lastSerial: 99_999_999 },
  dpd: { prefix: /^[0-9]{4}$/, says: 'four digits of depot', lastSerial: 2_147_483_647 },
};

export function serviceFaults(services: SiteTables['services.csv']): Fault[] {
  const { file, rows } = services;
  const faults: Fault[] = [];
  for (const { line, cells } of rows) {
    const { numberKind, numberPrefix, nextSerial, lastSerial } = cells;
    const form = numberKind === undefined ? undefined : numberForms[numberKind];
    if (form !== undefined && numberPrefix !== undefined && !form.prefix.test(numberPrefix)) {
      faults.push({
        file,
        line,
        column: 'number_prefix',
        says: `for ${numberKind} expected ${form.says}, found ${shown(numberPrefix)}`,
      });
    }
    if (form !== undefined && lastSerial !== undefined && lastSerial > form.lastSerial) {
      faults.push({
        file,
        line,
        column: 'last_serial',
        says: `for ${numberKind} expected at most ${form.lastSerial}, found ${lastSerial}`,
      });
    }
    if (nextSerial !== undefined && lastSerial !== undefined && nextSerial > lastSerial) {
      faults.push({
        file,
        line,
        column: 'last_serial',
        says: `expected at least next_serial, ${nextSerial}, found ${lastSerial}`,
      });
    }
  }
  return [...faults, ...sharedNumbers(services), ...defaultFaults(services)];
}

/** One tracking number must never be drawn twice. */
function sharedNumbers({ file, rows }: SiteTables['services.csv']): Fault[] {
  return rows.flatMap(({ line, cells: later }, index) => {
    const before = rows
      .slice(0, index)
      .find(
        ({ cells: earlier }) =>
          earlier.numberKind === later.numberKind &&
          earlier.numberPrefix === later.numberPrefix &&
          startOf(earlier) <= endOf(later) &&
          startOf(later) <= endOf(earlier),
      );
    return before === undefined
      ? []
      : [
          {
            file,
            line,
            column: 'next_serial',
            says: `the numbers from here to last_serial overlap those of line ${before.line}`,
          },
        ];
  });
}

function startOf(service: Partial<Row<'services.csv'>>): number {
  return service.nextSerial ?? Infinity;
}

function endOf(service: Partial<Row<'services.csv'>>): number {
  return service.lastSerial ?? -Infinity;
}

function defaultFaults({ file, isReadable, rows }: SiteTables['services.csv']): Fault[] {
  const [first, ...others] = rows.filter(({ cells }) => cells.isDefault === true);
  const isUnclear = !isReadable || rows.some(({ cells }) => cells.isDefault === undefined);
  if (first === undefined) {
    return isUnclear
      ? []
      : [
          {
            file,
            line: 0,
            column: 'is_default',
            says: 'expected yes for one service, for orders that name none',
          },
        ];
  }
  return others.map(({ line }) => ({
    file,
    line,
    column: 'is_default',
    says: `is yes on line ${first.line} already; one service is the default`,
  }));
}

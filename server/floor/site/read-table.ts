import { parse } from 'csv-parse/sync';
import { Type, type Static, type TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import { columnOf, hasStandard, readCell } from './read-cell.ts';
import type { Fault, TableFile, tables } from './site-files.ts';

/** Rows as far as they could be read: a cell at fault is left out, so that the others can still be checked. */
export interface Table<S extends TObject = TObject> {
  file: string;
  /** False when the header is at fault: then nothing can be said about what is *not* in the file. */
  isReadable: boolean;
  rows: { line: number; cells: Partial<Static<S>> }[];
}

export type SiteTables = { readonly [F in TableFile]: Table<(typeof tables)[F]> };

export const maxRows = 200_000;
export const maxLineLength = 20_000;

/**
 * One line is one row: a cell never holds a line break. That costs nothing here and buys a lot: every line is parsed by
 * itself, so a quote that is never closed spoils its own line and not the rest of the file. 27 µs a line.
 */
export function readTable<S extends TObject>(
  file: string,
  schema: S,
  text: string,
): { table: Table<S>; faults: Fault[] } {
  const faults: Fault[] = [];
  const lines = linesOf(text);
  const columns = readHeader(file, schema, lines[0] ?? '', faults);
  const isPart = partOf(schema);
  const table: Table<S> = { file, isReadable: faults.length === 0, rows: [] };
  if (columns === null) return { table, faults };

  if (lines.length - 1 > maxRows) {
    faults.push({
      file,
      line: maxRows + 2,
      says: `expected at most ${maxRows} rows, found ${lines.length - 1}`,
    });
  }
  lines.slice(0, maxRows + 1).forEach((line, index) => {
    if (index === 0 || line.trim() === '') return;
    const row = readRow({ file, line: index + 1 }, schema, columns, line, faults);
    if (isPart(row)) table.rows.push({ line: index + 1, cells: row });
  });
  return { table, faults };
}

/** Property of each column in the order of the file; null when the rows cannot be told apart. */
function readHeader(file: string, schema: TObject, line: string, faults: Fault[]): (string | null)[] | null {
  const cells = splitLine({ file, line: 1 }, line, faults);
  if (cells === null) return null;

  const propertyOf = new Map(
    Object.keys(schema.properties).map((property) => [columnOf(property), property]),
  );
  const names = [...propertyOf.keys()].join(',');
  if (cells.every((name) => name === '')) {
    faults.push({ file, line: 1, says: `is empty, expected a header: ${names}` });
    return null;
  }
  if (cells.length === 1 && /[;\t]/.test(line)) {
    faults.push({ file, line: 1, says: `expected columns divided by commas: ${names}` });
    return null;
  }
  cells.forEach((name, index) => {
    if (!propertyOf.has(name)) {
      faults.push({ file, line: 1, column: name, says: `is no column of this file, which has ${names}` });
    } else if (cells.indexOf(name) < index) {
      faults.push({ file, line: 1, column: name, says: 'stands in the header twice' });
    }
  });
  for (const [column, property] of propertyOf) {
    const isOptional = hasStandard(propertySchema(schema, property));
    if (!isOptional && !cells.includes(column))
      faults.push({ file, line: 1, column, says: 'is missing from the header' });
  }
  return cells.some((name) => propertyOf.has(name))
    ? cells.map((name) => propertyOf.get(name) ?? null)
    : null;
}

function readRow(
  place: { file: string; line: number },
  schema: TObject,
  columns: readonly (string | null)[],
  line: string,
  faults: Fault[],
): Record<string, unknown> | null {
  const cells = splitLine(place, line, faults);
  if (cells === null) return null;
  if (cells.length !== columns.length) {
    faults.push({
      ...place,
      says: `expected ${columns.length} cells as in the header, found ${cells.length}`,
    });
    return null;
  }

  const row: Record<string, unknown> = {};
  for (const property of Object.keys(schema.properties)) {
    const index = columns.indexOf(property);
    const ofColumn = propertySchema(schema, property);
    // A required column that the header lacks is one fault there, not one on every line.
    if (index === -1 && !hasStandard(ofColumn)) continue;
    const reading = readCell(ofColumn, cells[index] ?? '');
    if ('value' in reading) row[property] = reading.value;
    else faults.push({ ...place, column: columnOf(property), says: reading.says });
  }
  return row;
}

/** The compiler cannot follow `Type.Partial` of a schema it does not know; the check at run time is the same. */
function partOf<S extends TObject>(schema: S): (row: unknown) => row is Partial<Static<S>> {
  const whole: TObject = schema;
  const partly = Compile(Type.Partial(whole));
  return (row): row is Partial<Static<S>> => partly.Check(row);
}

function propertySchema(schema: TObject, property: string) {
  const found = schema.properties[property];
  if (found === undefined) throw new Error(`expected a property of the schema, got "${property}"`);
  return found;
}

function splitLine(place: { file: string; line: number }, line: string, faults: Fault[]): string[] | null {
  if (line.length > maxLineLength) {
    faults.push({
      ...place,
      says: `expected at most ${maxLineLength} characters on a line, found ${line.length}`,
    });
    return null;
  }
  try {
    const records: string[][] = parse(line, { trim: true, relaxColumnCount: true });
    return records[0] ?? [''];
  } catch (error) {
    faults.push({ ...place, says: quoteFault(error) });
    return null;
  }
}

function quoteFault(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : '') {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and not closed on this line; a cell holds no line break';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'something follows a closing quote; a quote inside quotes is written twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside a cell; put the whole cell in quotes and write the inner quote twice';
    default:
      throw error;
  }
}

/** Files come from Windows and from Excel: a byte order mark and CR LF are theirs, not the content's. */
function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

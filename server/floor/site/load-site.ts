import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static, TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import { inTransaction, type Database } from '../../platform/db/database.ts';
import { checkSite } from './check-site.ts';
import { readSiteYaml, siteYaml, type SiteYaml } from './read-site-yaml.ts';
import { readTable, type SiteTables, type Table } from './read-table.ts';
import { saveSite, type SavedSite } from './site.store.ts';
import { optionalFiles, tables, type Fault, type SiteFiles, type TableFile } from './site-files.ts';

/** All or nothing, in one transaction. `now` is the moment of the opening stock. */
export function loadSite(
  database: Database,
  files: SiteFiles,
  now: Date,
): Promise<{ faults: Fault[]; saved: SavedSite | null }> {
  return inTransaction(database, { site: files.site.site, now }, (tx) => saveSite(tx, files));
}

/** Larger than any real warehouse's list of items; a wrong folder must not be read into memory. */
export const maxFileBytes = 32 * 1024 * 1024;

export async function readSiteFolder(folder: string): Promise<{ faults: Fault[]; site: SiteFiles | null }> {
  const names = await namesIn(folder);
  if (names === null)
    return { faults: [{ file: folder, line: 0, says: 'is not a folder that can be read' }], site: null };

  const unread: Fault[] = [];
  const texts: Record<string, string> = {};
  for (const name of names) {
    const reading = await readText(join(folder, name));
    if ('text' in reading) texts[name] = reading.text;
    else unread.push({ file: name, line: 0, says: reading.says });
  }
  return readSiteTexts(texts, unread);
}

/** The same over the texts of the files, by name. `unread` are files that are there and could not be read as text. */
export function readSiteTexts(
  texts: Readonly<Record<string, string>>,
  unread: readonly Fault[] = [],
): { faults: Fault[]; site: SiteFiles | null } {
  const { yaml, faults } = readYaml(texts[siteYaml]);
  const read = <F extends TableFile>(file: F): Table<(typeof tables)[F]> => {
    const text = texts[file];
    const result =
      text === undefined ? noTable<(typeof tables)[F]>(file) : readTable(file, tables[file], text);
    faults.push(...result.faults);
    return result.table;
  };
  const site: SiteTables = {
    'zones.csv': read('zones.csv'),
    'locations.csv': read('locations.csv'),
    'items.csv': read('items.csv'),
    'gtins.csv': read('gtins.csv'),
    'stock.csv': read('stock.csv'),
    'carts.csv': read('carts.csv'),
    'totes.csv': read('totes.csv'),
    'put-walls.csv': read('put-walls.csv'),
    'stations.csv': read('stations.csv'),
    'printers.csv': read('printers.csv'),
    'cartons.csv': read('cartons.csv'),
    'services.csv': read('services.csv'),
    'operators.csv': read('operators.csv'),
    'hubs.csv': read('hubs.csv'),
    'scan-policies.csv': read('scan-policies.csv'),
  };
  faults.push(...unknownFiles(texts), ...checkSite(site, yaml));

  // A file that could not be read has its own fault; that it is missing as well is no news.
  const told = new Set(unread.map(({ file }) => file));
  const all = inOrder([...unread, ...faults.filter(({ file, line }) => line !== 0 || !told.has(file))]);
  if (all.length > 0 || yaml.document === null) return { faults: all, site: null };

  return {
    faults: [],
    site: {
      site: yaml.document,
      zones: whole(site, 'zones.csv'),
      locations: whole(site, 'locations.csv'),
      items: whole(site, 'items.csv'),
      gtins: whole(site, 'gtins.csv'),
      stock: whole(site, 'stock.csv'),
      carts: whole(site, 'carts.csv'),
      totes: whole(site, 'totes.csv'),
      putWalls: whole(site, 'put-walls.csv'),
      stations: whole(site, 'stations.csv'),
      printers: whole(site, 'printers.csv'),
      cartons: whole(site, 'cartons.csv'),
      services: whole(site, 'services.csv'),
      operators: whole(site, 'operators.csv'),
      hubs: whole(site, 'hubs.csv'),
      scanPolicies: whole(site, 'scan-policies.csv'),
    },
  };
}

/** `items.csv:17 length_mm: expected …`; what a file smuggles in must not steer the terminal it is shown on. */
export function faultLine({ file, line, column, says }: Fault): string {
  const text = `${file}${line === 0 ? '' : `:${line}`}${column === undefined ? '' : ` ${column}`}: ${says}`;
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return (await readdir(folder)).filter(isDataFile);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Other files (README.md, a spreadsheet) may lie there; a CSV or YAML file by another name is a slip of the pen. */
function isDataFile(name: string): boolean {
  return /\.(csv|ya?ml)$/i.test(name);
}

async function readText(path: string): Promise<{ text: string } | { says: string }> {
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) return { says: `expected at most ${maxFileBytes} bytes, found ${size}` };
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path)) };
  } catch (error) {
    if (error instanceof TypeError) return { says: 'is not text in UTF-8; save it as "CSV UTF-8"' };
    if (error instanceof Error && 'code' in error) return { says: `cannot be read (${error.code})` };
    throw error;
  }
}

function readYaml(text: string | undefined): { yaml: SiteYaml; faults: Fault[] } {
  if (text !== undefined) return readSiteYaml(text);
  return {
    yaml: { document: null, owners: [], found: new Map() },
    faults: [{ file: siteYaml, line: 0, says: 'is missing' }],
  };
}

function noTable<S extends TObject>(file: TableFile): { table: Table<S>; faults: Fault[] } {
  const isOptional = optionalFiles.has(file);
  return {
    table: { file, isReadable: isOptional, rows: [] },
    faults: isOptional ? [] : [{ file, line: 0, says: 'is missing' }],
  };
}

function unknownFiles(texts: Readonly<Record<string, string>>): Fault[] {
  const known = fileOrder();
  return Object.keys(texts)
    .filter((file) => isDataFile(file) && !known.includes(file))
    .map((file) => ({
      file,
      line: 0,
      says: `is no file of a site, which are ${known.join(', ')}`,
    }));
}

function inOrder(faults: Fault[]): Fault[] {
  const order = fileOrder();
  const place = (file: string): number => (order.includes(file) ? order.indexOf(file) : order.length);
  return faults.sort(
    (a, b) =>
      place(a.file) - place(b.file) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}

function fileOrder(): string[] {
  return [siteYaml, ...Object.keys(tables)];
}

/** Without a fault every row is whole; the check tells the compiler so. */
function whole<F extends TableFile>(
  site: SiteTables,
  file: F,
): (Static<(typeof tables)[F]> & { line: number })[] {
  const schema: (typeof tables)[F] = tables[file];
  const row = Compile(schema);
  return site[file].rows.map(({ line, cells }) => {
    if (!row.Check(cells))
      throw new Error(`expected every cell of ${file} line ${line} after a reading without faults`);
    return { ...cells, line };
  });
}

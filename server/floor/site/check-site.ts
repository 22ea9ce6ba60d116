import { IANAZone } from 'luxon';
import { gs1CheckDigit, toGtin } from '../../barcode/check-digit.ts';
import { scanPolicyFaults } from './check-scan-policies.ts';
import { serviceFaults } from './check-services.ts';
import { stockFaults } from './check-stock.ts';
import { doubled, unmatched, type Name, type Rows } from './compare-rows.ts';
import { columnOf, shown, wordsIn } from './read-cell.ts';
import type { SiteYaml } from './read-site-yaml.ts';
import type { SiteTables } from './read-table.ts';
import type { Fault, Row } from './site-files.ts';

/** What no single cell can tell: keys that stand twice, references into the void, things that contradict each other. */
export function checkSite(site: SiteTables, yaml: SiteYaml): Fault[] {
  return [
    ...doubledKeys(site, yaml),
    ...brokenReferences(site, yaml),
    ...doubledCodes(site),
    ...sharedAisles(site['locations.csv']),
    ...brokenGtins(site['gtins.csv']),
    ...itemsThatContradict(site['items.csv']),
    ...cartsThatContradict(site['carts.csv']),
    ...permitFaults(site),
    ...stockFaults(site['stock.csv'], site['items.csv'], site['locations.csv']),
    ...serviceFaults(site['services.csv']),
    ...scanPolicyFaults(site['scan-policies.csv']),
    ...brokenSettings(yaml, site['locations.csv']),
  ];
}

function doubledKeys(site: SiteTables, yaml: SiteYaml): Fault[] {
  return [
    ...doubled(ownersOf(yaml), ['owner']),
    ...doubled(site['zones.csv'], ['zone']),
    ...doubled(site['locations.csv'], ['location']),
    ...doubled(site['items.csv'], ['owner', 'sku']),
    ...doubled(site['stock.csv'], ['owner', 'sku', 'location'], ['lot']),
    ...doubled(site['carts.csv'], ['cart']),
    ...doubled(site['totes.csv'], ['tote']),
    ...doubled(site['put-walls.csv'], ['wall']),
    ...doubled(site['stations.csv'], ['station']),
    ...doubled(site['printers.csv'], ['printer']),
    ...doubled(site['cartons.csv'], ['carton']),
    ...doubled(site['services.csv'], ['service']),
    ...doubled(site['operators.csv'], ['operator']),
    ...doubled(site['operators.csv'], ['badge']),
    ...doubled(site['hubs.csv'], ['keyId']),
    ...doubled(site['scan-policies.csv'], [], ['zone', 'owner', 'sku', 'operator']),
  ];
}

function brokenReferences(site: SiteTables, yaml: SiteYaml): Fault[] {
  const owners = ownersOf(yaml);
  const items = site['items.csv'];
  const locations = site['locations.csv'];
  return [
    ...unmatched(locations, ['zone'], site['zones.csv'], ['zone']),
    ...unmatched(items, ['owner'], owners, ['owner']),
    ...unmatched(site['gtins.csv'], ['owner', 'sku'], items, ['owner', 'sku']),
    ...unmatched(site['stock.csv'], ['owner', 'sku'], items, ['owner', 'sku']),
    ...unmatched(site['stock.csv'], ['location'], locations, ['location']),
    ...unmatched(site['stations.csv'], ['printer'], site['printers.csv'], ['printer']),
    ...unmatched(
      site['services.csv'],
      ['lane'],
      ofKind(locations, 'lane'),
      ['location'],
      ofKindWords('lane'),
    ),
    ...unmatched(
      site['zones.csv'],
      ['handOver'],
      ofKind(locations, 'drop'),
      ['location'],
      ofKindWords('drop'),
    ),
    ...unmatched(
      site['put-walls.csv'],
      ['dropPlace'],
      ofKind(locations, 'drop'),
      ['location'],
      ofKindWords('drop'),
    ),
    ...unmatched(site['hubs.csv'], ['owner'], owners, ['owner']),
    ...unmatched(site['scan-policies.csv'], ['zone'], site['zones.csv'], ['zone']),
    ...unmatched(site['scan-policies.csv'], ['owner', 'sku'], items, ['owner', 'sku']),
    ...unmatched(site['scan-policies.csv'], ['operator'], site['operators.csv'], ['operator']),
  ];
}

/** A code typed from a worn label must say by itself what it is on. Two owners may share a SKU. */
function doubledCodes(site: SiteTables): Fault[] {
  const kinds = [
    codesIn(site['locations.csv'], 'location'),
    codesIn(site['carts.csv'], 'cart'),
    codesIn(site['totes.csv'], 'tote'),
    codesIn(site['put-walls.csv'], 'wall'),
    codesIn(site['stations.csv'], 'station'),
    codesIn(site['printers.csv'], 'printer'),
    codesIn(site['cartons.csv'], 'carton'),
    codesIn(site['items.csv'], 'sku'),
  ];
  const first = new Map<string, { file: string; line: number }>();
  const faults: Fault[] = [];
  for (const { file, line, column, code } of kinds.flat()) {
    const before = first.get(code);
    if (before === undefined) first.set(code, { file, line });
    else if (before.file !== file) {
      faults.push({
        file,
        line,
        column,
        says: `${shown(code)} is the code of another thing, in ${before.file} line ${before.line}`,
      });
    }
  }
  return faults;
}

/** Walks are planned by aisle and people are counted by zone, so an aisle must be in one. */
function sharedAisles({ file, rows }: SiteTables['locations.csv']): Fault[] {
  const first = new Map<string, { line: number; zone: string }>();
  const faults: Fault[] = [];
  for (const { line, cells } of rows) {
    const { aisle, zone } = cells;
    if (aisle === undefined || zone === undefined) continue;
    const before = first.get(aisle);
    if (before === undefined) first.set(aisle, { line, zone });
    else if (before.zone !== zone) {
      faults.push({
        file,
        line,
        column: 'aisle',
        says: `${shown(aisle)} is in zone ${before.zone} on line ${before.line}; an aisle has one zone`,
      });
    }
  }
  return faults;
}

function brokenGtins(gtins: SiteTables['gtins.csv']): Fault[] {
  const faults: Fault[] = [];
  const first = new Map<string, number>();
  for (const { line, cells } of gtins.rows) {
    const { owner, gtin } = cells;
    if (gtin === undefined) continue;
    const at = { file: gtins.file, line, column: 'gtin' };
    const whole = toGtin(gtin);
    if (whole === null) {
      faults.push({
        ...at,
        says: `${shown(gtin)} has a wrong check digit: it would end in ${gs1CheckDigit(gtin.slice(0, -1))}`,
      });
      continue;
    }
    const key = `${owner} ${whole}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    else faults.push({ ...at, says: `is the same as on line ${before}` });
  }
  return faults;
}

/** Rows are named by a letter. */
const mostRows = 26;

function cartsThatContradict(carts: SiteTables['carts.csv']): Fault[] {
  return carts.rows.flatMap(({ line, cells: { places, columns } }) => {
    if (places === undefined || columns === undefined || columns === null) return [];
    const at = { file: carts.file, line, column: 'columns' };
    if (columns > places) return [{ ...at, says: `${columns} are more than the cart's ${places} places` }];
    const rows = Math.ceil(places / columns);
    return rows > mostRows
      ? [{ ...at, says: `${places} places would stand in ${rows} rows; there are letters for ${mostRows}` }]
      : [];
  });
}

function itemsThatContradict(items: SiteTables['items.csv']): Fault[] {
  return items.rows
    .filter(({ cells }) => cells.hasExpiry === true && cells.isLotControlled === false)
    .map(({ line }) => ({
      file: items.file,
      line,
      column: 'is_lot_controlled',
      says: 'must be yes where has_expiry is: the expiry belongs to a lot',
    }));
}

/** A zone that nobody may work in, and hazardous goods that nobody may touch, would leave walks that are never given to anybody. */
function permitFaults(site: SiteTables): Fault[] {
  const zones = site['zones.csv'];
  const operators = site['operators.csv'];
  const items = site['items.csv'];
  const faults: Fault[] = [];
  const known = new Set(zones.rows.map(({ cells }) => cells.zone));
  for (const { line, cells } of operators.rows)
    for (const zone of zones.isReadable ? wordsIn(cells.zones ?? '') : [])
      if (!known.has(zone))
        faults.push({
          file: operators.file,
          line,
          column: 'zones',
          says: `${shown(zone)} is not in ${zones.file}`,
        });

  if (!operators.isReadable) return faults;
  // A cell that could not be read may be the one that names it.
  if (operators.rows.some(({ cells }) => cells.skills === undefined)) return faults;
  const skills = new Set(
    operators.rows.flatMap(({ cells }) => (cells.isBlocked === true ? [] : wordsIn(cells.skills ?? ''))),
  );
  for (const { line, cells } of zones.rows)
    if (typeof cells.skill === 'string' && !skills.has(cells.skill))
      faults.push({
        file: zones.file,
        line,
        column: 'skill',
        says: `${shown(cells.skill)} is a skill of nobody in ${operators.file}`,
      });
  const hazmat = items.rows.find(({ cells }) => cells.isHazmat === true);
  if (hazmat !== undefined && skills.size > 0 && !skills.has('hazmat'))
    faults.push({
      file: items.file,
      line: hazmat.line,
      column: 'is_hazmat',
      says: `asks for the skill "hazmat", as the site keeps skills, and nobody in ${operators.file} has it`,
    });
  return faults;
}

function brokenSettings(yaml: SiteYaml, locations: SiteTables['locations.csv']): Fault[] {
  const faults: Fault[] = [];
  const timezone = yaml.found.get('timezone');
  if (timezone !== undefined && !isTimezone(timezone.value)) {
    faults.push({
      file: 'site.yaml',
      line: timezone.line,
      column: 'timezone',
      says: `expected a time zone as Europe/London, found ${shown(timezone.value)}`,
    });
  }
  for (const [path, kind] of [
    ['policies.drop_place', 'drop'],
    ['policies.problem_place', 'problem'],
  ] as const) {
    const place = yaml.found.get(path);
    if (place === undefined || !locations.isReadable) continue;
    if (ofKind(locations, kind).rows.some(({ cells }) => cells.location === place.value)) continue;
    faults.push({
      file: 'site.yaml',
      line: place.line,
      column: path,
      says: `${shown(place.value)} is not in locations.csv${ofKindWords(kind)}`,
    });
  }
  return faults;
}

/** A fixed distance to UTC, which JavaScript takes for a zone too, would be an hour wrong for half of the year. */
function isTimezone(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z]/.test(value) && IANAZone.isValidZone(value);
}

function codesIn<C extends object>(table: Rows<C>, property: Name<C>) {
  return table.rows.flatMap(({ line, cells }) => {
    const code = cells[property];
    return typeof code === 'string' ? [{ file: table.file, line, column: columnOf(property), code }] : [];
  });
}

/** A kind that could not be read may be the right one: one fault is enough. */
function ofKind(locations: SiteTables['locations.csv'], kind: Row<'locations.csv'>['kind']) {
  return { ...locations, rows: locations.rows.filter(({ cells }) => (cells.kind ?? kind) === kind) };
}

function ofKindWords(kind: Row<'locations.csv'>['kind']): string {
  return ` as a location of kind ${kind}`;
}

function ownersOf(yaml: SiteYaml): Rows<{ owner?: string }> {
  return { file: 'site.yaml', isReadable: yaml.owners.length > 0, rows: yaml.owners };
}

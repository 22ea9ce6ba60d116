import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { Goods } from './truth.ts';

/** What people who work in a warehouse know of it: where things are, what they look like, what stands on their labels. */
export interface Building {
  site: string;
  name: string;
  timezone: string;
  dropPlace: string;
  problemPlace: string;
  spots: ReadonlyMap<string, Spot>;
  /** The two ends of the aisles, where one walks from one into another. */
  crossAislesMm: readonly [number, number];
  items: Map<string, Thing>;
  stock: readonly { owner: string; goods: Goods; location: string; units: number; expiry: string | null }[];
  carts: readonly { cart: string; places: number }[];
  totes: readonly string[];
  stations: readonly { station: string; name: string; printer: string | null }[];
  printers: readonly { printer: string; port: number }[];
  operators: readonly Employee[];
  services: readonly { service: string; carrier: string; cutOff: string; isDefault: boolean }[];
  hubs: readonly { hub: string; owner: string; key: string }[];
}

export interface Spot {
  location: string;
  kind: string;
  aisle: string;
  xMm: number;
  yMm: number;
}
export interface Thing {
  sku: string;
  name: string;
  gtin: string | null;
  isLotControlled: boolean;
  isSerialControlled: boolean;
  velocity: string;
}
export interface Employee {
  operator: string;
  name: string;
  role: string;
  badge: string;
  pin: string;
}

/** Reads the same folder of files that the site was loaded from. */
export function readBuilding(folder: string): Building {
  const site = parseYaml(readFileSync(join(folder, 'site.yaml'), 'utf8')) as {
    site: string;
    name: string;
    timezone: string;
    policies: { drop_place: string; problem_place: string };
  };
  const locations = rows(folder, 'locations.csv');
  const spots = new Map(
    locations.map((row): [string, Spot] => [
      row('location'),
      {
        location: row('location'),
        kind: row('kind') || 'pick',
        aisle: row('aisle'),
        xMm: Number(row('x_mm')),
        yMm: Number(row('y_mm')),
      },
    ]),
  );
  const depths = [...spots.values()].filter((spot) => spot.kind === 'pick').map((spot) => spot.yMm);

  const gtins = new Map<string, string>();
  for (const row of rows(folder, 'gtins.csv'))
    if ((row('units') || '1') === '1' && !gtins.has(row('sku'))) gtins.set(row('sku'), row('gtin'));

  return {
    site: site.site,
    name: site.name,
    timezone: site.timezone,
    dropPlace: site.policies.drop_place,
    problemPlace: site.policies.problem_place,
    spots,
    crossAislesMm: [Math.min(...depths) - 1_500, Math.max(...depths) + 1_500],
    items: new Map(
      rows(folder, 'items.csv').map((row): [string, Thing] => [
        row('sku'),
        {
          sku: row('sku'),
          name: row('name'),
          gtin: gtins.get(row('sku')) ?? null,
          isLotControlled: isYes(row('is_lot_controlled')),
          isSerialControlled: isYes(row('is_serial_controlled')),
          velocity: row('velocity') || 'C',
        },
      ]),
    ),
    stock: rows(folder, 'stock.csv').map((row) => ({
      owner: row('owner'),
      goods: { sku: row('sku'), lot: row('lot') },
      location: row('location'),
      units: Number(row('units')),
      expiry: row('expiry') || null,
    })),
    carts: rows(folder, 'carts.csv').map((row) => ({ cart: row('cart'), places: Number(row('places')) })),
    totes: rows(folder, 'totes.csv').map((row) => row('tote')),
    stations: rows(folder, 'stations.csv').map((row) => ({
      station: row('station'),
      name: row('name'),
      printer: row('printer') || null,
    })),
    printers: rows(folder, 'printers.csv').map((row) => ({
      printer: row('printer'),
      port: Number(row('port') || '9100'),
    })),
    operators: rows(folder, 'operators.csv')
      .filter((row) => !isYes(row('is_blocked')))
      .map((row) => ({
        operator: row('operator'),
        name: row('name'),
        role: row('role'),
        badge: row('badge'),
        pin: row('pin'),
      })),
    services: rows(folder, 'services.csv').map((row) => ({
      service: row('service'),
      carrier: row('carrier'),
      cutOff: row('cut_off'),
      isDefault: isYes(row('is_default')),
    })),
    hubs: rows(folder, 'hubs.csv').map((row) => ({
      hub: row('hub'),
      owner: row('owner'),
      key: `fw.${site.site}.${row('key_id')}.${row('secret')}`,
    })),
  };
}

type Row = (column: string) => string;

function rows(folder: string, file: string): Row[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  const records: Record<string, string | undefined>[] = parse(readFileSync(path, 'utf8'), {
    columns: true,
    skip_empty_lines: true,
    trim: true,
    bom: true,
  });
  return records.map((record) => (column) => record[column] ?? '');
}

function isYes(cell: string): boolean {
  return ['true', 'yes', '1'].includes(cell.toLowerCase());
}

/** Metres on foot: along the aisle, or out of it by the nearer end and into the other one. */
export function metresBetween(building: Building, from: Spot, to: Spot): number {
  if (from.aisle === to.aisle) return (Math.abs(from.yMm - to.yMm) + Math.abs(from.xMm - to.xMm)) / 1000;
  const across = Math.abs(from.xMm - to.xMm);
  const around = building.crossAislesMm.map(
    (end) => Math.abs(from.yMm - end) + across + Math.abs(to.yMm - end),
  );
  return Math.min(...around) / 1000;
}

/** The date that stands on goods of a lot. */
export function expiryOf(building: Building, goods: Goods): string | null {
  return (
    building.stock.find((one) => one.goods.sku === goods.sku && one.goods.lot === goods.lot)?.expiry ?? null
  );
}

/** What a scanner reads from one unit: its GTIN, with the lot where lots matter; a thing without a GTIN has its SKU on it. */
export function barcodeOf(building: Building, goods: Goods, serial?: string): string {
  const thing = building.items.get(goods.sku);
  if (thing === undefined || thing.gtin === null) return goods.sku;
  if (serial !== undefined)
    return `]d201${thing.gtin.padStart(14, '0')}${goods.lot === '' ? '' : `10${goods.lot}\x1d`}21${serial}`;
  if (goods.lot === '') return thing.gtin;
  // As a GS1 DataMatrix: the symbology in front says that identifiers follow, and nothing ends the last of them.
  return `]d201${thing.gtin.padStart(14, '0')}10${goods.lot}`;
}

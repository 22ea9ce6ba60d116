import { readFileSync } from 'node:fs';
import { random, type Random } from '../random.ts';
import { csv, yesNo, type Cell } from './csv.ts';
import { demoItems, gtinsOf, hasLots, owner, type DemoItem } from './goods.ts';
import { two, upTo } from './numbering.ts';
import { otherPlaces, pickPlaces } from './places.ts';
import { stockShelves } from './shelves.ts';

export interface DemoSiteOptions {
  seed: number;
  /** Where the simulated printers listen; the usual 9100 and up where none are given. */
  printerPorts?: readonly number[];
  /** Expiry dates count from here (ISO date). Far ahead by default, so that nothing goes off during a demo. */
  today?: string;
  /** How orders are picked there. */
  pickMode?: string;
}

/** The demo site as the texts of its files, by name. The same options give the same texts to the byte. */
export function generateDemoSite({
  seed,
  printerPorts = [],
  today = '2030-01-01',
  pickMode = 'cluster',
}: DemoSiteOptions): Record<string, string> {
  const chance = random(seed);
  const places = pickPlaces(chance);
  const items = demoItems(chance);
  const stock = stockShelves(chance, items, places, today);
  return {
    'README.md': readFileSync(new URL('../../server/floor/site/FORMAT.md', import.meta.url), 'utf8'),
    'site.yaml': siteYaml(pickMode),
    'zones.csv': csv(
      ['zone', 'name', 'hand_over'],
      [
        ['A', 'Gifts, cards and sweets', 'PASS-A'],
        ['B', 'Kitchen and table', 'PASS-B'],
        ['C', 'Home and decoration', 'PASS-C'],
        ['D', 'Textiles, bags and bulky goods', 'PASS-D'],
        ['P', 'Packing and dispatch', ''],
      ],
    ),
    'locations.csv': csv(
      ['location', 'zone', 'aisle', 'kind', 'x_mm', 'y_mm', 'level', 'check_digits'],
      [...places, ...otherPlaces].map((place) => [
        place.location,
        place.zone,
        place.aisle,
        place.kind,
        place.xMm,
        place.yMm,
        place.level,
        place.checkDigits,
      ]),
    ),
    'items.csv': csv(
      [
        'owner',
        'sku',
        'name',
        'length_mm',
        'width_mm',
        'height_mm',
        'weight_grams',
        'is_lot_controlled',
        'has_expiry',
        'is_serial_controlled',
        'is_hazmat',
        'picture',
        'velocity',
      ],
      items.map((item) => [
        owner,
        item.sku,
        item.name,
        item.lengthMm,
        item.widthMm,
        item.heightMm,
        item.weightGrams,
        yesNo(hasLots(item)),
        yesNo(item.kept === 'by lot and expiry'),
        yesNo(item.kept === 'by serial number'),
        yesNo(item.kept === 'as hazardous goods'),
        item.picture,
        item.velocity,
      ]),
    ),
    'gtins.csv': csv(
      ['owner', 'gtin', 'sku', 'units'],
      items.flatMap((item) => gtinsOf(item)),
    ),
    'stock.csv': csv(['owner', 'sku', 'location', 'units', 'lot', 'expiry'], stock),
    'carts.csv': csv(
      ['cart', 'places', 'columns'],
      [4, 4, 6, 6, 8, 8, 8, 12, 12, 12, 16, 16].map((size, index) => [
        `CART-${two(index + 1)}`,
        size,
        size === 4 ? 2 : size === 6 ? 3 : 4,
      ]),
    ),
    'totes.csv': csv(
      ['tote'],
      upTo(300).map((number) => [`T-${String(number).padStart(4, '0')}`]),
    ),
    'put-walls.csv': csv(
      ['wall', 'name', 'rows', 'columns', 'drop_place'],
      [['WALL-1', 'Put wall at packing', 5, 8, 'WALL-IN']],
    ),
    'stations.csv': csv(
      ['station', 'name', 'printer'],
      upTo(3).map((number) => [`PACK-${number}`, `Packing ${number}`, `PRN-${number}`]),
    ),
    'printers.csv': csv(
      ['printer', 'name', 'host', 'port', 'dpi'],
      upTo(4).map((number) => [
        `PRN-${number}`,
        number === 4 ? 'Desk, spare' : `Packing ${number}`,
        '127.0.0.1',
        printerPorts[number - 1] ?? 9_099 + number,
        203,
      ]),
    ),
    'cartons.csv': cartonsCsv,
    'services.csv': servicesCsv,
    'scan-policies.csv': scanPoliciesCsv(items),
    'operators.csv': csv(
      ['operator', 'name', 'role', 'language', 'badge', 'pin', 'zones', 'skills'],
      operators(chance),
    ),
    'hubs.csv': csv(['hub', 'owner', 'key_id', 'secret'], [['demo-hub', owner, 'demo', secretText(chance)]]),
  };
}

/**
 * What has to be proven beyond the usual: of numbered goods every unit's number, of sweets the lot and of chocolate the date too, of
 * breakable goods the item once more after a number; bulky goods are counted by a number at once, and who is new scans every unit.
 * Of numbered goods, and of somebody new, a lead hears before anything is short.
 */
function scanPoliciesCsv(items: readonly DemoItem[]): string {
  const itemsOf = (...prefixes: string[]) =>
    items.filter(({ sku }) => prefixes.some((one) => sku.startsWith(one)));
  return csv(
    [
      'zone',
      'owner',
      'sku',
      'operator',
      'location',
      'item',
      'each_scan_up_to',
      'second_scan',
      'lot',
      'expiry',
      'serial',
      'short',
    ],
    [
      ['C', '', '', '', '', '', '', 'item', '', '', '', ''],
      ['D', '', '', '', '', '', 1, '', '', '', '', ''],
      ...items
        .filter(({ kept }) => kept === 'by serial number')
        .map(({ sku }): Cell[] => ['', owner, sku, '', '', 'each', '', '', '', '', 'at_pick', 'lead']),
      ...itemsOf('CHO').map(({ sku }): Cell[] => [
        '',
        owner,
        sku,
        '',
        '',
        '',
        '',
        '',
        'scan',
        'scan',
        '',
        '',
      ]),
      ...itemsOf('TEA').map(({ sku }): Cell[] => ['', owner, sku, '', '', '', '', '', 'scan', '', '', '']),
      ['', '', '', 'picker-6', 'scan', 'each', '', '', '', '', '', 'lead'],
    ],
  );
}

/** Everything named here is invented; the company prefix 952 is GS1's own, for demonstrations. */
const siteYaml = (pickMode: string): string => `site: kesterby
name: Kesterby Giftware Warehouse
timezone: Europe/London
language: en
stock_owner: floorwave
sscc_prefix: "9521234"
ship_from:
  name: Kesterby Giftware
  address1: Unit 7, Wharf Lane
  postcode: KY4 7RD
  city: Kesterby
  country: GB
owners:
  - owner: ${owner}
    name: Kesterby Giftware Ltd
policies:
  each_scan_up_to: 3
  zero_check: always
  short_hold_minutes: 15
  pick_mode: ${pickMode}
  lease_minutes: 20
  break_minutes: 30
  decline_minutes: 15
  parked_minutes: 10
  release_every_seconds: 120
  wave_shipments: 60
  max_totes: 16
  tote_volume_ml: 54000
  tote_max_grams: 15000
  drop_place: DROP-1
  problem_place: PROBLEM-1
`;

const cartonsCsv = csv(
  [
    'carton',
    'name',
    'inner_length_mm',
    'inner_width_mm',
    'inner_height_mm',
    'max_weight_grams',
    'tare_grams',
  ],
  [
    ['BOX-XS', 'Extra small box', 230, 160, 80, 3_000, 80],
    ['BOX-S', 'Small box', 300, 220, 120, 6_000, 150],
    ['BOX-FLAT', 'Flat box', 430, 310, 80, 8_000, 240],
    ['BOX-M', 'Medium box', 380, 280, 180, 12_000, 290],
    ['BOX-L', 'Large box', 450, 350, 250, 20_000, 450],
    ['BOX-XL', 'Extra large box', 550, 380, 350, 25_000, 680],
    ['BOX-XXL', 'Largest box', 600, 400, 400, 30_000, 850],
  ],
);

const servicesCsv = csv(
  [
    'service',
    'carrier',
    'name',
    'lane',
    'cut_off',
    'weekdays',
    'is_default',
    'number_kind',
    'number_prefix',
    'next_serial',
    'last_serial',
  ],
  [
    [
      'post-tracked',
      'county-post',
      'County Post Tracked',
      'LANE-1',
      '12:00',
      '1234567',
      'no',
      's10',
      'CYGB',
      41_200_301,
      49_999_999,
    ],
    [
      'worldwide',
      'meridian-air',
      'Meridian Air Worldwide',
      'LANE-2',
      '15:30',
      '1234567',
      'no',
      'dhl_express',
      '',
      612_400_001,
      619_999_999,
    ],
    [
      'express',
      'northline',
      'Northline Express Saver',
      'LANE-3',
      '17:00',
      '1234567',
      'no',
      'ups_1z',
      'N7A42W04',
      1_180_001,
      1_999_999,
    ],
    [
      'standard',
      'albion-parcel',
      'Albion Parcel Standard',
      'LANE-4',
      '18:30',
      '1234567',
      'yes',
      'dpd',
      '1555',
      70_020_001,
      79_999_999,
    ],
    [
      'next-day',
      'albion-parcel',
      'Albion Parcel Next Day',
      'LANE-5',
      '20:00',
      '1234567',
      'no',
      'dpd',
      '1556',
      30_410_001,
      39_999_999,
    ],
  ],
);

const people = [
  ['picker-1', 'Zofia Wiśniewska', 'picker', 'pl', '', 'hazmat'],
  ['picker-2', 'Marcus Bell', 'picker', 'en', '', 'hazmat'],
  ['picker-3', 'Priya Raman', 'picker', 'en', '', 'hazmat'],
  ['picker-4', 'Tomasz Dąbrowski', 'picker', 'pl', 'A B C', ''],
  ['picker-5', 'Grace Okafor', 'picker', 'en', '', 'hazmat'],
  ['picker-6', 'Callum Reid', 'picker', 'en', '', ''],
  ['picker-7', 'Agnieszka Żółkiewska-Brzęczyszczykiewicz', 'picker', 'pl', '', 'hazmat'],
  ['picker-8', 'Leon Fischer', 'picker', 'en', 'A B', ''],
  ['packer-1', 'Hannah Doyle', 'packer', 'en', '', ''],
  ['packer-2', 'Paweł Krawczyk', 'packer', 'pl', '', ''],
  ['packer-3', 'Samir Haddad', 'packer', 'en', '', ''],
  ['lead-1', 'Joanne Whitaker', 'lead', 'en', '', 'hazmat'],
  ['supervisor-1', 'Ewa Lewandowska', 'supervisor', 'pl', '', 'hazmat'],
  ['admin-1', 'Oliver Marsh', 'admin', 'en', '', ''],
  ['sorter-1', 'Danuta Mazur', 'packer', 'pl', '', ''],
  ['sorter-2', 'Kwame Mensah', 'packer', 'en', '', ''],
] as const;

function operators(chance: Random): Cell[][] {
  const badges = chance.shuffle(upTo(9_000));
  return people.map(([operator, name, role, language, zones, skills], index) => [
    operator,
    name,
    role,
    language,
    `4711-${(badges[index] ?? 0) + 999}`,
    String(chance.int(100_000, 999_999)),
    zones,
    skills,
  ]);
}

function secretText(chance: Random): string {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
  return upTo(40)
    .map(() => chance.pick(alphabet))
    .join('');
}

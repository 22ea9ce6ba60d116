import { readFileSync } from 'node:fs';
import { random, type Random } from '../random.ts';
import { withCheckDigit } from './check-digit.ts';
import { colours, extras, things, type Thing } from './things.ts';

export interface DemoSiteOptions {
  seed: number;
  /** Where the simulated printers listen; the usual 9100 and up where none are given. */
  printerPorts?: readonly number[];
  /** Expiry dates count from here (ISO date). Far ahead by default, so that nothing goes off during a demo. */
  today?: string;
}

/** The demo site as the texts of its files, by name. The same options give the same texts to the byte. */
export function generateDemoSite({
  seed,
  printerPorts = [],
  today = '2030-01-01',
}: DemoSiteOptions): Record<string, string> {
  const chance = random(seed);
  const places = pickPlaces(chance);
  const items = demoItems(chance);
  const stock = stockShelves(chance, items, places, today);
  return {
    'README.md': readFileSync(new URL('../../server/floor/site/FORMAT.md', import.meta.url), 'utf8'),
    'site.yaml': siteYaml,
    'zones.csv': csv(
      ['zone', 'name'],
      [
        ['A', 'Gifts, cards and sweets'],
        ['B', 'Kitchen and table'],
        ['C', 'Home and decoration'],
        ['D', 'Textiles, bags and bulky goods'],
        ['P', 'Packing and dispatch'],
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
      ['cart', 'places'],
      [4, 4, 6, 6, 8, 8, 8, 12, 12, 12, 16, 16].map((size, index) => [`CART-${two(index + 1)}`, size]),
    ),
    'totes.csv': csv(
      ['tote'],
      upTo(300).map((number) => [`T-${String(number).padStart(4, '0')}`]),
    ),
    'put-walls.csv': csv(['wall', 'name', 'rows', 'columns'], [['WALL-1', 'Put wall at packing', 5, 8]]),
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
    'operators.csv': csv(['operator', 'name', 'role', 'language', 'badge', 'pin'], operators(chance)),
    'hubs.csv': csv(['hub', 'owner', 'key_id', 'secret'], [['demo-hub', owner, 'demo', secretText(chance)]]),
  };
}

const owner = 'main';

/** Everything named here is invented; the company prefix 952 is GS1's own, for demonstrations. */
const siteYaml = `site: kesterby
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
  lease_minutes: 20
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

interface Place {
  location: string;
  zone: string;
  aisle: string;
  kind: 'pick' | 'drop' | 'problem' | 'lane';
  xMm: number;
  yMm: number;
  level: number;
  checkDigits: string;
}

/** Twenty aisles, five a zone, side by side; the packing area lies across their front ends. */
const aisles = 20;
const baysPerAisle = 26;
const levels = ['A', 'B', 'C'] as const;
const firstAisleMm = 2_000;
const aislePitchMm = 2_800;
const firstBayMm = 8_000;
const bayPitchMm = 1_400;
const frontMiddleMm = firstAisleMm + ((aisles - 1) / 2) * aislePitchMm;

/** A-03-12-B: zone, aisle, bay (odd on the left, even on the right), level from the floor up. */
function pickPlaces(chance: Random): Place[] {
  return upTo(aisles).flatMap((aisle) => {
    const zone = 'ABCD'.charAt(Math.floor((aisle - 1) / (aisles / 4)));
    // Two places of an aisle never share their check digits: the neighbour's must not pass for one's own.
    const digits = chance.shuffle(upTo(100)).map((number) => two(number % 100));
    return upTo(baysPerAisle).flatMap((bay) =>
      levels.map((level, height): Place => ({
        location: `${zone}-${two(aisle)}-${two(bay)}-${level}`,
        zone,
        aisle: two(aisle),
        kind: 'pick',
        xMm: firstAisleMm + (aisle - 1) * aislePitchMm,
        yMm: firstBayMm + Math.floor((bay - 1) / 2) * bayPitchMm,
        level: height,
        checkDigits: digits[(bay - 1) * levels.length + height] ?? '00',
      })),
    );
  });
}

const otherPlaces: readonly Place[] = [
  {
    location: 'DROP-1',
    zone: 'P',
    aisle: 'FRONT',
    kind: 'drop',
    xMm: frontMiddleMm,
    yMm: 4_000,
    level: 0,
    checkDigits: '61',
  },
  {
    location: 'PROBLEM-1',
    zone: 'P',
    aisle: 'FRONT',
    kind: 'problem',
    xMm: frontMiddleMm + 8_000,
    yMm: 4_000,
    level: 0,
    checkDigits: '38',
  },
  ...upTo(5).map((lane): Place => ({
    location: `LANE-${lane}`,
    zone: 'P',
    aisle: 'FRONT',
    kind: 'lane',
    xMm: frontMiddleMm - 16_000 + lane * 4_000,
    yMm: 1_000,
    level: 0,
    checkDigits: two(17 * lane),
  })),
];

interface DemoItem {
  number: number;
  sku: string;
  name: string;
  zone: Thing['zone'];
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  weightGrams: number;
  caseUnits: number | null;
  kept: Thing['kept'];
  picture: string;
  velocity: 'A' | 'B' | 'C';
}

function demoItems(chance: Random): DemoItem[] {
  const velocityOf = {
    A: velocities(chance),
    B: velocities(chance),
    C: velocities(chance),
    D: velocities(chance),
  };
  return things
    .flatMap((thing) =>
      variants(chance, thing).map((variant, index) => ({
        ...variant,
        thing,
        sku: `${thing.skuPrefix}-${1_001 + index}`,
      })),
    )
    .map(({ thing, material, size, colour: [colour, colourKey], extra, sku }, index): DemoItem => {
      const [label, lengthMm, widthMm, heightMm, grams] = size;
      const colourWords = (thing.colourWords ?? ', {colour}').replace('{colour}', colour);
      return {
        number: index,
        sku,
        name: `${material} ${thing.noun} ${label}${colourWords}${extra}`,
        zone: thing.zone,
        lengthMm,
        widthMm,
        heightMm,
        weightGrams: Math.round(grams * (0.94 + chance.next() * 0.12)),
        caseUnits: chance.next() < 1 / 3 ? caseUnitsFor(lengthMm * widthMm * heightMm) : null,
        kept: thing.kept,
        picture: `${thing.thing}-${colourKey}`,
        velocity: velocityOf[thing.zone].pop() ?? 'C',
      };
    });
}

/** 20 % of a zone's items move fast, 30 % now and then, the rest seldom. */
function velocities(chance: Random): ('A' | 'B' | 'C')[] {
  return chance.shuffle(upTo(250).map((rank) => (rank <= 50 ? 'A' : rank <= 125 ? 'B' : 'C')));
}

function variants(chance: Random, thing: Thing) {
  const all = thing.materials.flatMap((material) =>
    thing.sizes.flatMap((size) => colours.map((colour) => ({ material, size, colour }))),
  );
  return chance
    .shuffle(all)
    .slice(0, thing.items)
    .map((variant) => ({
      ...variant,
      extra: thing.kept === undefined && chance.next() < 0.15 ? chance.pick(extras) : '',
    }));
}

function caseUnitsFor(cubicMm: number): number {
  return cubicMm < 600_000 ? 24 : cubicMm < 3_000_000 ? 12 : 6;
}

/** An EAN-13 for the unit; the case has the same number behind a packaging digit, as GS1 has it. */
function gtinsOf(item: DemoItem): Cell[][] {
  const body = `9520${String(10_000_000 + item.number * 37).padStart(8, '0')}`;
  const each: Cell[] = [owner, withCheckDigit(body), item.sku, 1];
  return item.caseUnits === null
    ? [each]
    : [each, [owner, withCheckDigit(`1${body}`), item.sku, item.caseUnits]];
}

/**
 * Fast items near the front and at hand height, with a second and third place further in; hazardous goods low, in the
 * last aisle.
 */
function stockShelves(
  chance: Random,
  items: readonly DemoItem[],
  places: readonly Place[],
  today: string,
): Cell[][] {
  const isForHazmat = (place: Place): boolean => place.aisle === two(aisles) && place.level === 0;
  const shelves = [
    ...['A', 'B', 'C', 'D'].map((zone) => ({
      items: items.filter((item) => item.zone === zone && item.kept !== 'as hazardous goods'),
      places: places.filter((place) => place.zone === zone && !isForHazmat(place)),
    })),
    { items: items.filter((item) => item.kept === 'as hazardous goods'), places: places.filter(isForHazmat) },
  ];
  return shelves.flatMap((shelf) => {
    const wishes = chance.shuffle(shelf.items).flatMap((item) => copiesOf(chance, item));
    const nearest = shelf.places.toSorted(
      (a, b) => effortMm(a) - effortMm(b) || (a.location < b.location ? -1 : 1),
    );
    return wishes
      .toSorted((a, b) => Number(a.copy > 1) - Number(b.copy > 1))
      .slice(0, nearest.length)
      .toSorted((a, b) => a.rank - b.rank)
      .flatMap(({ item }, index) => {
        const place = nearest[index];
        return place === undefined ? [] : stockAt(chance, item, place, today);
      });
  });
}

/** The first place by velocity, the others behind: a smaller rank is nearer to the front. */
function copiesOf(chance: Random, item: DemoItem): { item: DemoItem; copy: number; rank: number }[] {
  const copies = { A: chance.int(2, 3), B: chance.next() < 0.3 ? 2 : 1, C: 1 }[item.velocity];
  const start = { A: 0, B: 1, C: 2 }[item.velocity];
  return upTo(copies).map((copy) => ({ item, copy, rank: start + chance.next() + (copy - 1) * 0.8 }));
}

/** The walk from the middle of the front, and what bending down or reaching up is worth in walking. */
function effortMm({ xMm, yMm, level }: Place): number {
  return Math.abs(xMm - frontMiddleMm) + yMm + ([2_000, 0, 3_500][level] ?? 0);
}

const placeVolumeMm3 = 240_000_000;
const placeGrams = 250_000;

function stockAt(chance: Random, item: DemoItem, place: Place, today: string): Cell[][] {
  const wanted = { A: chance.int(180, 420), B: chance.int(60, 160), C: chance.int(20, 60) }[item.velocity];
  const room = Math.min(
    Math.floor(placeVolumeMm3 / (item.lengthMm * item.widthMm * item.heightMm)),
    Math.floor(placeGrams / item.weightGrams),
  );
  const pack = item.caseUnits ?? 1;
  const units = Math.max(pack, Math.floor(Math.min(wanted, room) / pack) * pack);
  if (!hasLots(item)) return [[owner, item.sku, place.location, units, '', '']];

  // Two lots where there are enough units, the older one with less left.
  const older =
    units >= 2 * pack ? Math.max(pack, Math.floor((units / pack) * (0.2 + chance.next() * 0.3)) * pack) : 0;
  const days = chance.int(60, 240);
  const lotRow = (lotUnits: number, expiresIn: number): Cell[] => {
    const expiry = dayAfter(today, expiresIn);
    return [
      owner,
      item.sku,
      place.location,
      lotUnits,
      `L${expiry.replaceAll('-', '').slice(2)}`,
      item.kept === 'by lot and expiry' ? expiry : '',
    ];
  };
  const newer = lotRow(units - older, days + chance.int(30, 200));
  return older === 0 ? [newer] : [lotRow(older, days), newer];
}

function hasLots(item: DemoItem): boolean {
  return item.kept === 'by lot' || item.kept === 'by lot and expiry';
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const people = [
  ['picker-1', 'Zofia Wiśniewska', 'picker', 'pl'],
  ['picker-2', 'Marcus Bell', 'picker', 'en'],
  ['picker-3', 'Priya Raman', 'picker', 'en'],
  ['picker-4', 'Tomasz Dąbrowski', 'picker', 'pl'],
  ['picker-5', 'Grace Okafor', 'picker', 'en'],
  ['picker-6', 'Callum Reid', 'picker', 'en'],
  ['picker-7', 'Agnieszka Żółkiewska-Brzęczyszczykiewicz', 'picker', 'pl'],
  ['picker-8', 'Leon Fischer', 'picker', 'en'],
  ['packer-1', 'Hannah Doyle', 'packer', 'en'],
  ['packer-2', 'Paweł Krawczyk', 'packer', 'pl'],
  ['packer-3', 'Samir Haddad', 'packer', 'en'],
  ['lead-1', 'Joanne Whitaker', 'lead', 'en'],
  ['supervisor-1', 'Ewa Lewandowska', 'supervisor', 'pl'],
  ['admin-1', 'Oliver Marsh', 'admin', 'en'],
] as const;

function operators(chance: Random): Cell[][] {
  const badges = chance.shuffle(upTo(9_000));
  return people.map(([operator, name, role, language], index) => [
    operator,
    name,
    role,
    language,
    `4711-${(badges[index] ?? 0) + 999}`,
    String(chance.int(100_000, 999_999)),
  ]);
}

function secretText(chance: Random): string {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
  return upTo(40)
    .map(() => chance.pick(alphabet))
    .join('');
}

type Cell = string | number;

function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map((cell) => quoted(String(cell))).join(',') + '\n').join('');
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function yesNo(answer: boolean): string {
  return answer ? 'yes' : 'no';
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

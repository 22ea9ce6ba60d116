import type { Thing } from '../../../../server/protocol/look-up.ts';
import type { PackPrompt, PickPrompt, Stop, TaskStrip } from '../../../../server/protocol/prompts.ts';
import type { RefusalCode } from '../../../../server/protocol/refusals.ts';
import type {
  BenchLine,
  BenchView,
  CartonChoice,
  DeskView,
  Me,
  WallView,
} from '../../../../server/protocol/views.ts';

export const now = '2010-12-02T14:22:07Z';
const at = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

export const me: Me = {
  site: 'rtm',
  siteName: 'Rotterdam North',
  protocol: 1,
  operator: {
    operator: 'OP-14',
    name: 'Marta Zielińska',
    role: 'lead',
    language: 'en',
    permissions: [
      'pick',
      'pack',
      'wall.see',
      'desk.see',
      'wave.release',
      'order.retry',
      'exception.resolve',
      'print.answer',
      'device.enrol',
      'stock.correct',
      'manifest.close',
      'task.recover',
    ],
  },
  device: { device: 'HH-03', kind: 'handheld', station: null },
  station: 'PACK-2',
  timezone: 'Europe/Amsterdam',
  now,
};

const tote = (place: number): string => `T-04${String(10 + place)}`;

const strip: TaskStrip = {
  task: 81,
  cart: 'C-07',
  line: 12,
  lines: 31,
  cutOffAt: at(41),
  undo: 'counted',
  cartPlaces: Array.from({ length: 8 }, (_, index) => ({
    place: index + 1,
    tote: tote(index + 1),
    isCancelled: false,
  })),
};

const mug: Stop = {
  location: 'A-03-12-B',
  zone: 'A',
  aisle: '3',
  checkDigits: '47',
  distanceMetres: 14,
  sku: '85123A',
  name: 'Ceramic mug, blue glaze, 350 ml',
  picture: 'mug-blue',
  lot: null,
  take: 3,
  mode: 'each',
  place: 6,
  tote: tote(6),
  moreHere: 0,
  asked: null,
  askedAt: null,
};

const towel: Stop = {
  ...mug,
  location: 'C-11-04-D',
  zone: 'C',
  aisle: '11',
  sku: '71053',
  name: 'Tea towel, red stripes, linen',
  picture: 'towel-red',
  lot: 'L2210-07',
  take: 24,
  mode: 'quantity',
  place: 2,
  tote: tote(2),
  moreHere: 2,
};

/** Every question a handheld can be asked, by name. */
export const pickPrompts: Record<string, PickPrompt> = {
  GetWork: { kind: 'GetWork', ready: false, waitsFor: null, waitingTasks: 7, putBacks: [] },
  GetWorkNone: { kind: 'GetWork', ready: false, waitsFor: null, waitingTasks: 0, putBacks: [] },
  GetWorkNoCart: { kind: 'GetWork', ready: true, waitsFor: 'cart', waitingTasks: 3, putBacks: [] },
  GetWorkReady: {
    kind: 'GetWork',
    ready: true,
    waitsFor: 'release',
    waitingTasks: 0,
    putBacks: [
      {
        putBack: 5,
        sku: '84406B',
        name: 'Herb scissors with comb',
        picture: 'scissors-green',
        units: 2,
        from: 'T-0391',
        location: 'B-07-02-A',
      },
      {
        putBack: 6,
        sku: '22423',
        name: 'Cake stand, three tiers, regency',
        picture: 'plate-cream',
        units: 1,
        from: 'T-0391',
        location: 'A-01-09-C',
      },
    ],
  },
  ScanCart: {
    kind: 'ScanCart',
    ...strip,
    cart: null,
    line: 0,
    totes: 8,
    lines: 31,
    units: 74,
    walkMetres: 412,
    why: { code: 'earliest_cut_off', cutOffAt: at(41) },
  },
  ScanTote: {
    kind: 'ScanTote',
    ...strip,
    line: 0,
    place: 4,
    places: [1, 2, 3, 4, 5, 6, 7, 8],
    bound: 3,
    totes: 8,
    orderNumber: '536365',
    cartPlaces: strip.cartPlaces.map((place) => (place.place < 4 ? place : { ...place, tote: null })),
  },
  ScanLocation: { kind: 'ScanLocation', ...strip, ...mug },
  ScanLocationLot: {
    kind: 'ScanLocation',
    ...strip,
    ...towel,
    cutOffAt: at(9),
    asked: 'blocked',
    askedAt: 'A-03-12-B',
  },
  ScanItem: { kind: 'ScanItem', ...strip, ...mug, counted: 0 },
  ScanItemCounted: { kind: 'ScanItem', ...strip, ...mug, counted: 2 },
  ScanItemQuantity: { kind: 'ScanItem', ...strip, ...towel, counted: 0 },
  EnterQuantity: { kind: 'EnterQuantity', ...strip, ...towel },
  PutInTote: { kind: 'PutInTote', ...strip, ...mug, counted: 2, moreHere: 1 },
  PutInToteSixteen: {
    kind: 'PutInTote',
    ...strip,
    ...mug,
    counted: 24,
    place: 13,
    tote: 'T-0429',
    cartPlaces: Array.from({ length: 16 }, (_, index) => ({
      place: index + 1,
      tote: tote(index),
      isCancelled: index === 2,
    })),
  },
  ScanDrop: {
    kind: 'ScanDrop',
    ...strip,
    line: 31,
    drop: 'PACK-IN-1',
    totes: strip.cartPlaces.map(({ place, tote }) => ({ place, tote: tote ?? '' })),
  },
  LinesCancelled: {
    kind: 'LinesCancelled',
    ...strip,
    orderNumbers: ['536365'],
    goods: [
      { tote: tote(6), name: 'Ceramic mug, blue glaze, 350 ml', sku: '85123A', units: 2 },
      { tote: tote(6), name: 'Herb scissors with comb', sku: '84406B', units: 1 },
    ],
    cartPlaces: strip.cartPlaces.map((place) => ({ ...place, isCancelled: place.place === 6 })),
  },
  CartFull: {
    kind: 'CartFull',
    ...strip,
    place: 3,
    location: 'B-07-02-A',
    sku: '22423',
    name: 'Cake stand, three tiers, regency',
    units: 2,
  },
  AskEmpty: { kind: 'AskEmpty', ...strip, location: mug.location },
  LeadAnswered: {
    kind: 'LeadAnswered',
    ...strip,
    answer: 'yes',
    question: 'wrong_goods',
    location: 'B-07-02-A',
  },
};

const goods = { owner: 'Acme Home', sku: '85123A', name: mug.name, picture: mug.picture };
const towels = { owner: 'Acme Home', sku: towel.sku, name: towel.name, picture: towel.picture };

/** What a look-up says: the code that was scanned, and the things it means. */
export const lookUps: Record<string, { code: string | null; things: readonly Thing[] }> = {
  LookUp: { code: null, things: [] },
  LookUpLocation: {
    code: '%LA-03-12-B',
    things: [
      {
        kind: 'location',
        location: 'A-03-12-B',
        use: 'pick',
        zone: 'A',
        aisle: '3',
        isBlocked: true,
        goods: [
          { ...goods, lot: null, available: 1_204, promised: 16, missing: 2, hold: 0 },
          { ...towels, lot: 'L2210-07', available: 0, promised: 24, missing: 0, hold: 6 },
        ],
        moreGoods: 3,
        walks: [
          { task: 81, cart: 'C-07', operator: 'Marta Zielińska', units: 3, isNext: true },
          { task: 84, cart: null, operator: 'Jan Kowalski', units: 12, isNext: false },
        ],
        moreWalks: 0,
        waitingWalks: 2,
        countsOrdered: 1,
        unitsToPutBack: 2,
      },
    ],
  },
  LookUpItem: {
    code: '5901234123457',
    things: [
      {
        kind: 'item',
        ...goods,
        pack: 12,
        stock: { available: 1_240, promised: 40, missing: 2, hold: 0 },
        places: [
          { location: 'A-03-12-B', available: 1_204 },
          { location: 'B-07-02-A', available: 36 },
        ],
        morePlaces: 0,
      },
      {
        kind: 'item',
        ...goods,
        owner: 'Nordic Ceramics',
        pack: 1,
        stock: { available: 0, promised: 0, missing: 0, hold: 0 },
        places: [],
        morePlaces: 0,
      },
    ],
  },
  LookUpTote: {
    code: '%TT-0416',
    things: [
      {
        kind: 'tote',
        tote: 'T-0416',
        at: { state: 'onCart', cart: 'C-07', place: 6 },
        orderNumber: '536365',
        goods: [
          { ...goods, units: 3, lot: null },
          { ...towels, units: 24, lot: 'L2210-07' },
        ],
        moreGoods: 0,
      },
    ],
  },
  LookUpCart: {
    code: '%CC-07',
    things: [
      {
        kind: 'cart',
        cart: 'C-07',
        places: 8,
        isFree: false,
        operator: 'Marta Zielińska',
        totes: Array.from({ length: 5 }, (_, index) => ({ tote: tote(index + 1), place: index + 1 })),
      },
    ],
  },
  LookUpParcel: {
    code: '1Z999AA10123456784',
    things: [
      {
        kind: 'parcel',
        parcel: 77,
        tracking: '1Z999AA10123456784',
        orderNumber: '536365',
        state: 'staged',
        isVoidLabel: true,
        lane: 'LANE-4',
        carrier: 'UPS',
        service: 'UPS Standard',
      },
    ],
  },
  LookUpBadge: { code: '%BOP-14', things: [{ kind: 'badge' }] },
  LookUpStation: {
    code: '%SPACK-2',
    things: [{ kind: 'station', station: 'PACK-2', name: 'Station 2' }],
  },
  LookUpUnknown: { code: '9781234567897', things: [] },
};

interface SampleRefusal {
  refusal: RefusalCode;
  data: Record<string, unknown>;
  scanned: string | null;
}

export const refusals: Record<string, SampleRefusal> = {
  item: {
    refusal: 'PICK_WRONG_ITEM',
    data: {
      expected: { sku: '85123A', name: 'Ceramic mug, blue glaze, 350 ml' },
      scanned: { sku: '85123N', name: 'Ceramic mug, navy glaze, 350 ml' },
    },
    scanned: '5901234123457',
  },
  location: {
    refusal: 'PICK_WRONG_LOCATION',
    data: { expected: 'A-03-12-B', scanned: 'A-03-11-B' },
    scanned: 'A-03-11-B',
  },
  tote: {
    refusal: 'PICK_WRONG_TOTE',
    data: { expected: 'T-0416', place: 6, scanned: 'T-0414' },
    scanned: 'T-0414',
  },
  many: { refusal: 'PICK_TOO_MANY', data: { remaining: 0, scanned: 1 }, scanned: '5901234123457' },
  notInOrder: {
    refusal: 'PACK_NOT_IN_ORDER',
    data: { sku: '22423', name: 'Cake stand, three tiers, regency' },
    scanned: '5901234123457',
  },
};

const cartons: CartonChoice[] = [
  { carton: 'M2', name: 'M2', lengthMm: 300, widthMm: 200, heightMm: 150, isSuggested: true },
  { carton: 'S1', name: 'S1', lengthMm: 220, widthMm: 160, heightMm: 100, isSuggested: false },
  { carton: 'M3', name: 'M3', lengthMm: 350, widthMm: 250, heightMm: 200, isSuggested: false },
  { carton: 'L1', name: 'L1', lengthMm: 600, widthMm: 400, heightMm: 300, isSuggested: false },
];

const benchLine = (
  lineNo: number,
  sku: string,
  name: string,
  picture: string | null,
  toPack: number,
  packed: number,
): BenchLine => ({
  lineNo,
  sku,
  name,
  picture,
  toPack,
  packed,
  shorted: 0,
  mode: toPack > 3 ? 'quantity' : 'each',
});

const threeLines = [
  benchLine(1, '85123A', 'Ceramic mug, blue glaze, 350 ml', 'mug-blue', 2, 2),
  benchLine(2, '71053', 'Tea towel, red stripes, linen', 'towel-red', 1, 0),
  benchLine(3, '84406B', 'Herb scissors with comb', 'scissors-green', 1, 0),
];

const manyLines = [
  ...threeLines,
  benchLine(4, '22423', 'Cake stand, three tiers, regency', 'plate-cream', 6, 0),
  benchLine(5, '47566', 'Party bunting, cotton', 'bunting-pink', 2, 0),
  benchLine(6, '84879', 'Assorted colour bird ornament', null, 12, 0),
  benchLine(7, '22720', 'Set of three cake tins, pantry design', 'tin-teal', 1, 0),
  benchLine(8, '21212', 'Pack of 72 retrospot cake cases', null, 4, 0),
];

const bench = (prompt: PackPrompt, lines: BenchLine[] | null = threeLines): BenchView => ({
  station: 'PACK-2',
  stationName: 'Station 2',
  printer: { printer: 'PR-2', state: 'ready', waiting: 0 },
  waiting: 14,
  waitingTotes: Array.from({ length: 11 }, (_, index) => ({
    tote: `T-0${String(416 + index * 7)}`,
    orderNumber: String(536365 + index * 3),
    cutOffAt: at(index < 1 ? 12 : index < 6 ? 38 : 128),
  })),
  nextCutOff: { carrier: 'DHL', service: 'DHL Express', at: at(38) },
  prompt,
  shipment:
    lines === null
      ? null
      : {
          shipment: 12,
          orderNumber: '536365',
          service: 'DHL Express',
          carrier: 'DHL',
          totes: ['T-0416'],
          requestedUnits: lines.reduce((units, line) => units + line.toPack, 0),
          packedUnits: lines.reduce((units, line) => units + line.packed, 0),
          notes: ['Gift, no invoice in the box', 'Wrap the mugs'],
          lines,
        },
  parcel:
    lines === null || cartons[0] === undefined
      ? null
      : {
          parcel: 77,
          piece: 1,
          carton: cartons[0],
          alternatives: cartons.slice(1),
          units: 2,
          weightGrams: 1_240,
          fillPercent: 46,
        },
  lastParcel: { parcel: 76, tracking: '1Z999AA10123456784', lane: '4' },
});

export const benches: Record<string, BenchView> = {
  ScanToteToPack: bench({ kind: 'ScanToteToPack' }, null),
  Nothing: {
    ...bench({ kind: 'ScanToteToPack' }, null),
    waiting: 0,
    waitingTotes: [],
    lastParcel: null,
    printer: { printer: 'PR-2', state: 'offline', waiting: 3 },
  },
  ScanUnit: bench({ kind: 'ScanUnit' }),
  ScanUnitMany: bench({ kind: 'ScanUnit' }, manyLines),
  EnterPackQuantity: bench(
    {
      kind: 'EnterPackQuantity',
      lineNo: 4,
      sku: '22423',
      name: 'Cake stand, three tiers, regency',
      remaining: 6,
    },
    manyLines,
  ),
  ScanLabel: bench({ kind: 'ScanLabel', parcel: 77, tracking: '1Z999AA10123456784', printState: 'sent' }),
  AskPrint: bench({
    kind: 'AskPrint',
    printJob: 9,
    printer: 'PR-2',
    parcel: 77,
    tracking: '1Z999AA10123456784',
  }),
  PrinterTrouble: bench({
    kind: 'PrinterTrouble',
    printJob: 9,
    printer: 'PR-2',
    parcel: 77,
    tracking: '1Z999AA10123456784',
    error: 'paper_out',
  }),
  Stopped: bench({
    kind: 'Stopped',
    why: 'cancelled',
    orderNumber: '536365',
    goods: [{ name: 'Ceramic mug, blue glaze, 350 ml', sku: '85123A', units: 2 }],
  }),
  ToLane: bench({
    kind: 'ToLane',
    parcel: 77,
    lane: '4',
    carrier: 'dhl',
    service: 'DHL Express',
    cutOffAt: at(38),
    allDone: true,
  }),
};

const departure = (
  name: string,
  lane: string,
  cutOff: number,
  staged: number,
  total: number,
  finish: number | null,
  verdict: WallView['departures'][number]['verdict'],
  bottleneck: WallView['departures'][number]['bottleneck'] = null,
): WallView['departures'][number] => ({
  carrier: name.split(' ')[0] ?? name,
  service: name,
  name,
  lane,
  cutOffAt: at(cutOff),
  staged,
  total,
  projectedAt: finish === null ? null : at(finish),
  verdict,
  bottleneck,
});

export const wall: WallView = {
  site: 'rtm',
  siteName: 'Rotterdam North',
  now,
  timezone: 'Europe/Amsterdam',
  departures: [
    departure('DHL Express', '4', 128, 212, 240, 89, 'ok'),
    departure('Northline Express Saver', 'LANE-2', 158, 401, 655, 182, 'stop', 'picking'),
    departure('Meridian Air Worldwide', 'LANE-7', 218, 88, 130, 138, 'ok'),
    departure('DPD Classic', '5', 233, 61, 140, 229, 'look', 'packing'),
    departure('Sameday', '1', 248, 96, 96, null, 'done'),
  ],
  flow: {
    accepted: { shipments: 204, oldestSeconds: 4_210 },
    released: { shipments: 312, oldestSeconds: 2_460 },
    picking: { shipments: 148, oldestSeconds: 1_320 },
    picked: { shipments: 37, oldestSeconds: 480 },
    packing: { shipments: 61, oldestSeconds: 540 },
    staged: { shipments: 540, oldestSeconds: 4_320 },
  },
  rates: { linesPicked: 182, parcelsPacked: 164 },
  today: { shipped: 1_121, orders: 1_964, lines: 7_312 },
  people: { picking: 11, packing: 3, idle: 2, devicesSilent: 1 },
  trouble: [
    {
      exception: 1,
      kind: 'unknown_print',
      severity: 'stop',
      at: at(-4),
      count: 1,
      data: { printer: 'PR-3', tracking: '1Z999AA10123456784' },
    },
    {
      exception: 2,
      kind: 'question',
      severity: 'look',
      at: at(-2),
      count: 1,
      data: { location: 'C-12-04-A' },
    },
    { exception: 3, kind: 'count', severity: 'look', at: at(-11), count: 3, data: {} },
    { exception: 4, kind: 'hub_dead_letter', severity: 'look', at: at(-6), count: 41, data: { hub: 'shop' } },
  ],
  map: {
    widthMm: 96_000,
    heightMm: 38_000,
    aisles: Array.from({ length: 32 }, (_, index) => {
      const column = index % 16;
      const isBack = index >= 16;
      const heat = Math.max(
        0,
        Math.round(30 * Math.exp(-((column - 11) ** 2) / 6) + 9 * Math.sin(column * 1.7 + index) + 6),
      );
      return {
        aisle: `${isBack ? 'C' : 'A'}${column + 1}`,
        zone: isBack ? 'C' : 'A',
        xMm: 4_000 + column * 5_900,
        y1Mm: isBack ? 20_500 : 2_000,
        y2Mm: isBack ? 35_500 : 17_500,
        openLines: heat,
        blocked: index === 27,
      };
    }),
    people: [
      { xMm: 7_000, yMm: 8_000, role: 'picker' },
      { xMm: 19_000, yMm: 28_000, role: 'picker' },
      { xMm: 31_000, yMm: 6_500, role: 'picker' },
      { xMm: 43_000, yMm: 19_000, role: 'picker' },
      { xMm: 60_000, yMm: 13_000, role: 'picker' },
      { xMm: 66_500, yMm: 6_000, role: 'picker' },
      { xMm: 66_800, yMm: 27_000, role: 'picker' },
      { xMm: 72_500, yMm: 22_500, role: 'picker' },
      { xMm: 78_000, yMm: 11_000, role: 'picker' },
      { xMm: 90_500, yMm: 19_000, role: 'picker' },
    ],
  },
};

export const walls: Record<string, WallView> = {
  Busy: wall,
  Missed: {
    ...wall,
    departures: [
      departure('Northline Express Saver', 'LANE-2', -25, 401, 413, 24, 'stop', 'picking'),
      ...wall.departures.filter(({ verdict }) => verdict !== 'stop'),
    ],
  },
  Healthy: {
    ...wall,
    departures: wall.departures.map((entry) => ({
      ...entry,
      verdict: entry.verdict === 'done' ? 'done' : 'ok',
      bottleneck: null,
    })),
    trouble: [],
    people: { ...wall.people, devicesSilent: 0 },
    map: { ...wall.map, aisles: wall.map.aisles.map((aisle) => ({ ...aisle, blocked: false })) },
  },
  Empty: {
    ...wall,
    departures: [],
    trouble: [],
    rates: { linesPicked: null, parcelsPacked: null },
    flow: {
      accepted: { shipments: 0, oldestSeconds: null },
      released: { shipments: 0, oldestSeconds: null },
      picking: { shipments: 0, oldestSeconds: null },
      picked: { shipments: 0, oldestSeconds: null },
      packing: { shipments: 0, oldestSeconds: null },
      staged: { shipments: 0, oldestSeconds: null },
    },
    today: { shipped: 0, orders: 0, lines: 0 },
    people: { picking: 0, packing: 0, idle: 0, devicesSilent: 0 },
    map: { widthMm: 0, heightMm: 0, aisles: [], people: [] },
  },
};

export const desk: DeskView = {
  site: 'rtm',
  siteName: 'Rotterdam North',
  now,
  timezone: 'Europe/Amsterdam',
  waiting: [
    {
      service: 'dhl-express',
      name: 'DHL Express',
      carrier: 'DHL',
      cutOffAt: at(128),
      shipments: 41,
      lines: 212,
      units: 480,
      backordered: 0,
    },
    {
      service: 'ups-standard',
      name: 'UPS Standard',
      carrier: 'UPS',
      cutOffAt: at(158),
      shipments: 118,
      lines: 640,
      units: 1_902,
      backordered: 6,
    },
    {
      service: 'inpost',
      name: 'InPost',
      carrier: 'InPost',
      cutOffAt: at(218),
      shipments: 45,
      lines: 88,
      units: 130,
      backordered: 0,
    },
  ],
  waves: [
    {
      wave: 12,
      reason: { code: 'by_hand', service: 'DHL Express' },
      releasedAt: at(-14),
      shipments: 60,
      lines: 312,
      units: 704,
      tasks: 8,
      walkMetres: 3_120,
      linesDone: 121,
    },
    {
      wave: 11,
      reason: { code: 'by_rule', service: null },
      releasedAt: at(-64),
      shipments: 80,
      lines: 401,
      units: 1_250,
      tasks: 11,
      walkMetres: 4_410,
      linesDone: 377,
    },
    {
      wave: 10,
      reason: { code: 'by_rule', service: null },
      releasedAt: at(-121),
      shipments: 42,
      lines: 160,
      units: 270,
      tasks: 6,
      walkMetres: 2_105,
      linesDone: 160,
    },
  ],
  exceptions: [
    {
      exception: 31,
      kind: 'question',
      ref: '81/12',
      raisedAt: at(-2),
      raisedBy: 'OP-03',
      data: { question: 'wrong_goods', location: 'C-11-04-D', sku: '71053' },
    },
    {
      exception: 30,
      kind: 'unknown_print',
      ref: '9',
      raisedAt: at(-4),
      raisedBy: null,
      data: { printJob: 9, printer: 'PR-3', parcel: 71 },
    },
    {
      exception: 28,
      kind: 'count',
      ref: 'A-03-12-B',
      raisedAt: at(-11),
      raisedBy: 'OP-05',
      data: { location: 'A-03-12-B', owner: 'acme', sku: '85123A', lot: '', orderedBy: 'OP-05' },
    },
    {
      exception: 27,
      kind: 'parked_order',
      ref: 'shop/536412',
      raisedAt: at(-25),
      raisedBy: null,
      data: {
        hub: 'shop',
        orderId: '536412',
        reasons: [{ code: 'UNKNOWN_SKU', detail: '99999X' }, { code: 'ADDRESS_MISSING' }],
      },
    },
    {
      exception: 26,
      kind: 'holder_unreachable',
      ref: '77',
      raisedAt: at(-31),
      raisedBy: null,
      data: { task: 77, operator: 'OP-09' },
    },
    {
      exception: 25,
      kind: 'surplus',
      ref: 'PACK-1',
      raisedAt: at(-40),
      raisedBy: 'OP-14',
      data: { sku: '22423', units: 1 },
    },
    {
      exception: 24,
      kind: 'backorder',
      ref: 'shop/536390',
      raisedAt: at(-52),
      raisedBy: null,
      data: { orderNumber: '536390', skus: ['22720'] },
    },
    {
      exception: 23,
      kind: 'short',
      ref: '80/4',
      raisedAt: at(-58),
      raisedBy: 'OP-02',
      data: { orderNumber: '536371', location: 'B-02-07-A', sku: '47566', units: 3, reason: 'not_there' },
    },
  ],
  tasks: [
    {
      task: 81,
      state: 'picking',
      operator: 'OP-03',
      cart: 'C-07',
      lines: 31,
      linesDone: 12,
      cutOffAt: at(128),
      at: 'C-11-04-D',
      isSilent: false,
    },
    {
      task: 80,
      state: 'picking',
      operator: 'OP-02',
      cart: 'C-02',
      lines: 28,
      linesDone: 26,
      cutOffAt: at(128),
      at: 'B-02-07-A',
      isSilent: false,
    },
    {
      task: 77,
      state: 'unreachable',
      operator: 'OP-09',
      cart: 'C-04',
      lines: 22,
      linesDone: 9,
      cutOffAt: at(158),
      at: 'A-09-01-C',
      isSilent: true,
    },
    {
      task: 82,
      state: 'claimed',
      operator: 'OP-05',
      cart: null,
      lines: 25,
      linesDone: 0,
      cutOffAt: at(158),
      at: null,
      isSilent: false,
    },
    {
      task: 83,
      state: 'planned',
      operator: null,
      cart: null,
      lines: 30,
      linesDone: 0,
      cutOffAt: at(158),
      at: null,
      isSilent: false,
    },
  ],
  staged: [
    { carrier: 'dhl', name: 'DHL Express', parcels: 212, lane: '4', cutOffAt: at(128) },
    { carrier: 'ups', name: 'UPS Standard', parcels: 401, lane: '2', cutOffAt: at(158) },
  ],
  devices: [
    {
      device: 'HH-03',
      kind: 'handheld',
      station: null,
      enrolled: true,
      lastSeenAt: at(-0.1),
      operator: 'OP-03',
    },
    {
      device: 'HH-09',
      kind: 'handheld',
      station: null,
      enrolled: true,
      lastSeenAt: at(-31),
      operator: 'OP-09',
    },
    {
      device: 'PC-PACK-2',
      kind: 'station',
      station: 'PACK-2',
      enrolled: true,
      lastSeenAt: at(-0.1),
      operator: 'OP-14',
    },
    { device: 'WALL-1', kind: 'wall', station: null, enrolled: false, lastSeenAt: null, operator: null },
  ],
  operators: [
    { operator: 'OP-02', name: 'Jan Kowalski', role: 'picker', isSignedIn: true, screen: 'handheld' },
    { operator: 'OP-03', name: 'Ioana Popescu', role: 'picker', isSignedIn: true, screen: 'handheld' },
    { operator: 'OP-05', name: 'Sofia Lindqvist', role: 'picker', isSignedIn: true, screen: 'handheld' },
    { operator: 'OP-09', name: 'Piet de Vries', role: 'picker', isSignedIn: true, screen: 'handheld' },
    { operator: 'OP-14', name: 'Marta Zielińska', role: 'lead', isSignedIn: true, screen: 'desk' },
    { operator: 'OP-15', name: 'Ewa Nowak', role: 'packer', isSignedIn: false, screen: null },
  ],
  stations: [
    { station: 'PACK-1', name: 'Station 1', printer: 'PR-1' },
    { station: 'PACK-2', name: 'Station 2', printer: 'PR-2' },
    { station: 'PACK-3', name: 'Station 3', printer: null },
  ],
  printJobs: [
    {
      printJob: 9,
      printer: 'PR-3',
      parcel: 71,
      tracking: '1Z999AA10123456784',
      state: 'unknown',
      createdAt: at(-4),
      error: null,
    },
    {
      printJob: 12,
      printer: 'PR-1',
      parcel: 74,
      tracking: '1Z999AA10123456801',
      state: 'failed',
      createdAt: at(-1),
      error: 'refused',
    },
  ],
  orders: { received: 1_964, parked: 1, open: 842, shipped: 1_121, cancelled: 0 },
  hubs: [{ hub: 'shop', waiting: 41, dead: 0, oldestSeconds: 360 }],
};

export const emptyDesk: DeskView = {
  ...desk,
  waiting: [],
  waves: [],
  exceptions: [],
  tasks: [],
  staged: [],
  printJobs: [],
  orders: { received: 0, parked: 0, open: 0, shipped: 0, cancelled: 0 },
  hubs: [{ hub: 'shop', waiting: 0, dead: 0, oldestSeconds: null }],
};

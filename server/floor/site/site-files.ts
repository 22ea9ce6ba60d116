import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { releaseModes } from '../../protocol/commands.ts';
import type { Role } from '../../protocol/permissions.ts';
import type { Policies, ScanPolicy } from './site.entities.ts';

/**
 * What each file of a site's folder may hold: the one table that the reader, the checks and FORMAT.md agree on.
 * A property is a column (or a key of site.yaml) in snake_case; `default` makes it one that may be left out;
 * `writeOnly` keeps what stands in it out of every report.
 */
const text = (maxLength: number, more = {}) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\x00-\\x1f\\x7f]+$',
    description: `1 to ${maxLength} characters`,
    ...more,
  });
const slug = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,31}$',
  description: 'a name of up to 32 small letters, digits and -, a letter first',
});
/** What stands on a thing, under its barcode. No colon: the ledger's places are written `location:A-01`. */
const code = Type.String({
  pattern: '^[A-Z0-9][A-Z0-9._-]{0,31}$',
  description: 'a code of up to 32 capital letters, digits and . _ -',
});
const sku = text(100, { pattern: '^[^\\s\\x00-\\x1f\\x7f](.*[^\\s\\x00-\\x1f\\x7f])?$' });
const whole = (minimum: number, maximum: number, more = {}) => Type.Integer({ minimum, maximum, ...more });
const oneOf = <const T extends (string | number)[]>(values: readonly [...T], more = {}) =>
  Type.Enum(values, more);
/** Empty says nothing. */
const none = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()], { default: null });
const yesNo = (standard: boolean) => Type.Boolean({ default: standard });
const language = Type.String({
  pattern: '^[a-z]{2}$',
  default: 'en',
  description: 'a language of two letters, as en or pl',
});
/** Several words in one cell, divided by one space each. */
const words = (one: string, what: string) =>
  Type.String({ pattern: `^(${one}( ${one}){0,99})?$`, maxLength: 3_300, default: '', description: what });
const skillPattern = '[a-z][a-z0-9_-]{0,31}';
/** 10 m: nothing longer is carried by hand, and a slipped digit is caught. */
const sizeMm = whole(1, 10_000);
/** PostgreSQL's integer ends here. */
const serial = (more = {}) => whole(0, 2_147_483_647, more);

const roles = ['picker', 'packer', 'lead', 'supervisor', 'admin', 'wall'] as const satisfies readonly Role[];

export const tables = {
  'zones.csv': Type.Object({
    zone: code,
    name: text(100),
    handOver: Type.Union([code, Type.Null()], { default: null }),
    skill: Type.Union(
      [
        Type.String({
          pattern: `^${skillPattern}$`,
          description: 'a skill of small letters, digits, _ and -, as reach_truck',
        }),
        Type.Null(),
      ],
      { default: null },
    ),
  }),
  'locations.csv': Type.Object({
    location: code,
    zone: code,
    aisle: code,
    kind: oneOf(['pick', 'reserve', 'drop', 'problem', 'lane'], { default: 'pick' }),
    xMm: whole(-1_000_000, 10_000_000),
    yMm: whole(-1_000_000, 10_000_000),
    level: whole(0, 50, { default: 0 }),
    checkDigits: Type.String({ pattern: '^[0-9]{2,4}$', description: '2 to 4 digits' }),
    blocked: yesNo(false),
  }),
  'items.csv': Type.Object({
    owner: slug,
    sku,
    name: text(200),
    lengthMm: sizeMm,
    widthMm: sizeMm,
    heightMm: sizeMm,
    weightGrams: whole(1, 1_000_000),
    isLotControlled: yesNo(false),
    isSerialControlled: yesNo(false),
    hasExpiry: yesNo(false),
    isHazmat: yesNo(false),
    picture: Type.Union([text(200), Type.Null()], { default: null }),
    velocity: oneOf(['A', 'B', 'C'], { default: 'C' }),
  }),
  'gtins.csv': Type.Object({
    owner: slug,
    gtin: Type.String({ pattern: '^([0-9]{8}|[0-9]{12,14})$', description: '8, 12, 13 or 14 digits' }),
    sku,
    units: whole(1, 100_000, { default: 1 }),
  }),
  'stock.csv': Type.Object({
    owner: slug,
    sku,
    location: code,
    units: whole(1, 1_000_000),
    lot: Type.Union([text(40), Type.Null()], { default: null }),
    expiry: Type.Union([Type.String({ format: 'date', description: 'a day as 2031-05-28' }), Type.Null()], {
      default: null,
    }),
  }),
  'carts.csv': Type.Object({
    cart: code,
    places: whole(1, 40),
    columns: Type.Union([whole(1, 40), Type.Null()], { default: null }),
  }),
  'totes.csv': Type.Object({ tote: code }),
  'put-walls.csv': Type.Object({
    wall: code,
    name: text(100),
    rows: whole(1, 20),
    columns: whole(1, 40),
    dropPlace: Type.Union([code, Type.Null()], { default: null }),
  }),
  'stations.csv': Type.Object({
    station: code,
    name: text(100),
    printer: Type.Union([code, Type.Null()], { default: null }),
  }),
  'printers.csv': Type.Object({
    printer: code,
    name: text(100),
    host: Type.String({ pattern: '^[A-Za-z0-9.:-]{1,253}$', description: 'a host name or an IP address' }),
    port: whole(1, 65_535, { default: 9100 }),
    dpi: oneOf([203, 300, 600], { default: 203 }),
  }),
  'cartons.csv': Type.Object({
    carton: code,
    name: text(100),
    innerLengthMm: sizeMm,
    innerWidthMm: sizeMm,
    innerHeightMm: sizeMm,
    maxWeightGrams: whole(1, 1_000_000),
    tareGrams: whole(0, 100_000),
  }),
  'services.csv': Type.Object({
    service: slug,
    carrier: slug,
    name: text(100),
    lane: code,
    cutOff: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'a time as 17:30' }),
    weekdays: Type.String({
      pattern: '^1?2?3?4?5?6?7?$',
      minLength: 1,
      default: '12345',
      description: 'days in order, 1 Monday to 7 Sunday',
    }),
    isDefault: yesNo(false),
    numberKind: oneOf(['ups_1z', 'dhl_express', 's10', 'dpd']),
    numberPrefix: Type.String({
      pattern: '^[A-Z0-9]{0,20}$',
      default: '',
      description: 'up to 20 capital letters and digits',
    }),
    nextSerial: serial({ default: 1 }),
    lastSerial: serial(),
  }),
  'operators.csv': Type.Object({
    operator: slug,
    name: text(100),
    role: oneOf(roles),
    language,
    badge: Type.String({
      pattern: '^[A-Z0-9-]{4,40}$',
      writeOnly: true,
      description: '4 to 40 capital letters, digits and -',
    }),
    pin: Type.String({ pattern: '^[0-9]{6,12}$', writeOnly: true, description: '6 to 12 digits' }),
    isBlocked: yesNo(false),
    zones: words('[A-Z0-9][A-Z0-9._-]{0,31}', 'zones of zones.csv, with a space between two'),
    skills: words(skillPattern, 'skills as hazmat reach_truck, with a space between two'),
  }),
  'hubs.csv': Type.Object({
    hub: slug,
    owner: slug,
    keyId: slug,
    secret: Type.String({
      pattern: '^[A-Za-z0-9_-]{32,200}$',
      writeOnly: true,
      description: '32 to 200 letters, digits, - and _, drawn at random',
    }),
    isRevoked: yesNo(false),
  }),
  'scan-policies.csv': Type.Object({
    zone: none(code),
    owner: none(slug),
    sku: none(sku),
    operator: none(slug),
    location: none(oneOf(['scan', 'scan_or_digits', 'digits', 'none'])),
    item: none(oneOf(['each', 'first_then_quantity', 'location_implies'])),
    eachScanUpTo: none(whole(0, 1_000)),
    quantity: none(oneOf(['prefilled', 'typed'])),
    secondScan: none(oneOf(['never', 'item'])),
    tote: none(oneOf(['scan', 'button'])),
    lot: none(oneOf(['shown', 'scan'])),
    expiry: none(oneOf(['never', 'scan'])),
    serial: none(oneOf(['never', 'at_pick'])),
    short: none(oneOf(['picker', 'lead'])),
  } satisfies Record<keyof ScanPolicy | 'zone' | 'owner' | 'sku' | 'operator', unknown>),
} as const satisfies Record<string, TObject>;

export const siteDocument = Type.Object({
  site: slug,
  name: text(100),
  timezone: text(60, { description: 'a time zone as Europe/London' }),
  language,
  stockOwner: oneOf(['floorwave', 'external'], { default: 'floorwave' }),
  ssccPrefix: Type.String({
    pattern: '^[0-9]{7,10}$',
    description: 'a company prefix of 7 to 10 digits, in quotes',
  }),
  shipFrom: Type.Object({
    name: text(200),
    address1: text(200),
    postcode: text(20),
    city: text(100),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'a country of two capital letters, as GB' }),
  }),
  owners: Type.Array(Type.Object({ owner: slug, name: text(100) }), { minItems: 1, maxItems: 1_000 }),
  policies: Type.Object({
    eachScanUpTo: whole(0, 1_000, { default: 3 }),
    zeroCheck: oneOf(['never', 'always'], { default: 'never' }),
    pickMode: oneOf(releaseModes, {
      default: 'cluster',
    }),
    batchShipments: whole(1, 200, { default: 12 }),
    singlesUnits: whole(1, 1_000, { default: 30 }),
    questionSeconds: whole(0, 3_600, { default: 30 }),
    unansweredWrongGoods: oneOf(['yes', 'no'], { default: 'no' }),
    unansweredBlocked: oneOf(['yes', 'no'], { default: 'no' }),
    unansweredLabelBad: oneOf(['yes', 'no'], { default: 'no' }),
    unansweredOther: oneOf(['yes', 'no'], { default: 'yes' }),
    unansweredShort: oneOf(['yes', 'no'], { default: 'yes' }),
    shortHoldMinutes: whole(0, 240, { default: 0 }),
    manualEntry: oneOf(['allowed', 'with_reason', 'never'], { default: 'allowed' }),
    photoDays: whole(1, 365, { default: 14 }),
    countLimitUnits: whole(0, 100_000, { default: 10 }),
    leaseMinutes: whole(1, 1_440, { default: 20 }),
    breakMinutes: whole(1, 480, { default: 30 }),
    declineMinutes: whole(0, 1_440, { default: 15 }),
    parkedMinutes: whole(1, 1_440, { default: 10 }),
    releaseEverySeconds: whole(0, 86_400, { default: 0 }),
    waveShipments: whole(1, 2_000, { default: 60 }),
    maxTotes: whole(1, 40, { default: 16 }),
    toteVolumeMl: whole(1_000, 1_000_000, { default: 54_000 }),
    toteMaxGrams: whole(1_000, 100_000, { default: 15_000 }),
    cubbyConfirm: oneOf(['scan', 'button'], { default: 'scan' }),
    dropPlace: code,
    problemPlace: code,
  } satisfies Record<keyof Policies, unknown>),
});

/** What a site may do without; every other file must be there, if only with its header. */
export const optionalFiles: ReadonlySet<string> = new Set<TableFile>([
  'stock.csv',
  'put-walls.csv',
  'hubs.csv',
  'scan-policies.csv',
]);

export type TableFile = keyof typeof tables;
export type Row<F extends TableFile> = Readonly<Static<(typeof tables)[F]>>;
/** A row with the line it stood on, so that a later look at the database can still point at it. */
export type Line<F extends TableFile> = Row<F> & { readonly line: number };
export type SiteDocument = Readonly<Static<typeof siteDocument>>;

/** A whole site, every row checked, every reference hit. */
export interface SiteFiles {
  readonly site: SiteDocument;
  readonly zones: readonly Line<'zones.csv'>[];
  readonly locations: readonly Line<'locations.csv'>[];
  readonly items: readonly Line<'items.csv'>[];
  readonly gtins: readonly Line<'gtins.csv'>[];
  readonly stock: readonly Line<'stock.csv'>[];
  readonly carts: readonly Line<'carts.csv'>[];
  readonly totes: readonly Line<'totes.csv'>[];
  readonly putWalls: readonly Line<'put-walls.csv'>[];
  readonly stations: readonly Line<'stations.csv'>[];
  readonly printers: readonly Line<'printers.csv'>[];
  readonly cartons: readonly Line<'cartons.csv'>[];
  readonly services: readonly Line<'services.csv'>[];
  readonly operators: readonly Line<'operators.csv'>[];
  readonly hubs: readonly Line<'hubs.csv'>[];
  readonly scanPolicies: readonly Line<'scan-policies.csv'>[];
}

/** One thing wrong in one place. Line 0 is the file itself. */
export interface Fault {
  file: string;
  line: number;
  column?: string;
  says: string;
}

import { defineEntity, p } from '@mikro-orm/core';
import type { PickMode } from '../../protocol/prompts.ts';

/** One warehouse. `policies` holds named settings (scan policy, lease minutes), never rules. */
export const Site = defineEntity({
  name: 'Site',
  tableName: 'site',
  properties: {
    site: p.text().primary(),
    name: p.text(),
    timezone: p.text(),
    language: p.text().default('en'),
    stockOwner: p.text().$type<'floorwave' | 'external'>().default('floorwave'),
    ssccPrefix: p.text(),
    shipFrom: p.json().$type<ShipFrom>(),
    policies: p.json().$type<Policies>(),
  },
});

export interface ShipFrom {
  name: string;
  address1: string;
  postcode: string;
  city: string;
  country: string;
}

/** Named settings of a site; every rule that reads one says so in its RULES.md. */
export interface Policies {
  /** Up to this many units of an item are scanned one by one; above it one scan and a typed quantity. */
  eachScanUpTo: number;
  /** Whether a picker who emptied a place by the ledger is asked if it is empty. */
  zeroCheck: 'never' | 'always';
  /** How released orders are picked; `mixed` decides for each order. */
  pickMode: PickMode | 'mixed';
  /** Orders that one batch walk serves, and units that one walk of singles brings, at the most. */
  batchShipments: number;
  singlesUnits: number;
  /** Seconds that a lead has to answer a picker; 0: as long as it takes. Then what the site says for each question holds. */
  questionSeconds: number;
  unansweredWrongGoods: 'yes' | 'no';
  unansweredBlocked: 'yes' | 'no';
  unansweredLabelBad: 'yes' | 'no';
  unansweredOther: 'yes' | 'no';
  unansweredShort: 'yes' | 'no';
  /** Minutes that missing units, and the tote with the rest of their order, wait for stock to turn up; 0: they do not. */
  shortHoldMinutes: number;
  /** Whether a code may be typed instead of scanned, and must say why. */
  manualEntry: 'allowed' | 'with_reason' | 'never';
  /** Days that a picture of damaged goods is kept. */
  photoDays: number;
  /** A count that writes off more units than this waits for a lead. */
  countLimitUnits: number;
  /** Minutes that a task without a pick stays with a silent device. */
  leaseMinutes: number;
  /** Minutes that a break adds to the lease of a walk. */
  breakMinutes: number;
  /** Minutes for which a walk is not offered again to who declined it. */
  declineMinutes: number;
  /** Minutes that a parked walk waits before leads see it as an exception. */
  parkedMinutes: number;
  /** Seconds between two automatic wave releases; 0 switches the rule off. */
  releaseEverySeconds: number;
  /** Shipments in one automatic wave at the most. */
  waveShipments: number;
  /** Totes that one cart may take at the most, whatever its size. */
  maxTotes: number;
  toteVolumeMl: number;
  toteMaxGrams: number;
  /** Whether a put at a wall is proved by the cubby's label, or by a button too. */
  cubbyConfirm: 'scan' | 'button';
  /** Where picked totes are left for packing, and where odd goods go. */
  dropPlace: string;
  problemPlace: string;
}

/**
 * What a picker must prove at each step, for a scope: an empty scope column means any of them, and a setting that is null says
 * nothing. Which of them holds for a line is decided in picking/resolve-policy.ts.
 */
export const ScanPolicyRow = defineEntity({
  name: 'ScanPolicyRow',
  tableName: 'scan_policy',
  properties: {
    site: p.text().primary(),
    operator: p.text().primary(),
    owner: p.text().primary(),
    sku: p.text().primary(),
    zone: p.text().primary(),
    location: p.text().$type<ScanPolicy['location']>().nullable(),
    item: p.text().$type<ScanPolicy['item']>().nullable(),
    eachScanUpTo: p.integer().nullable(),
    quantity: p.text().$type<ScanPolicy['quantity']>().nullable(),
    secondScan: p.text().$type<ScanPolicy['secondScan']>().nullable(),
    tote: p.text().$type<ScanPolicy['tote']>().nullable(),
    lot: p.text().$type<ScanPolicy['lot']>().nullable(),
    expiry: p.text().$type<ScanPolicy['expiry']>().nullable(),
    serial: p.text().$type<ScanPolicy['serial']>().nullable(),
    short: p.text().$type<ScanPolicy['short']>().nullable(),
  },
});

/** How each step of a line is confirmed. */
export interface ScanPolicy {
  /** `digits`: the check digits, read aloud or typed, and no barcode; `none`: the item's scan stands for the place. */
  location: 'scan' | 'scan_or_digits' | 'digits' | 'none';
  /** `each`: every unit, whatever the number; `location_implies`: the place's scan stands for the item, where nothing else lies. */
  item: 'each' | 'first_then_quantity' | 'location_implies';
  /** Up to this many units of an item are scanned one by one. */
  eachScanUpTo: number;
  /** `typed`: no button says "all of them". */
  quantity: 'prefilled' | 'typed';
  /** `item`: after a number the item is scanned once more. */
  secondScan: 'never' | 'item';
  /** `button`: a press is enough where one tote alone can be meant. */
  tote: 'scan' | 'button';
  lot: 'shown' | 'scan';
  expiry: 'never' | 'scan';
  serial: 'never' | 'at_pick';
  /** `lead`: what is not there is short only when a lead agrees. */
  short: 'picker' | 'lead';
}

export const Owner = defineEntity({
  name: 'Owner',
  tableName: 'owner',
  properties: { site: p.text().primary(), owner: p.text().primary(), name: p.text() },
});

export const Zone = defineEntity({
  name: 'Zone',
  tableName: 'zone',
  properties: {
    site: p.text().primary(),
    zone: p.text().primary(),
    name: p.text(),
    /** Where totes from the zone before arrive. */
    handOver: p.text().nullable(),
    /** What somebody must have learned to work here. */
    skill: p.text().nullable(),
  },
});

export const Location = defineEntity({
  name: 'Location',
  tableName: 'location',
  properties: {
    site: p.text().primary(),
    location: p.text().primary(),
    zone: p.text(),
    aisle: p.text(),
    kind: p.text().$type<'pick' | 'reserve' | 'drop' | 'problem' | 'lane'>().default('pick'),
    xMm: p.integer(),
    yMm: p.integer(),
    level: p.integer().default(0),
    checkDigits: p.text(),
    blocked: p.boolean().default(false),
  },
  indexes: [{ properties: ['site', 'zone', 'aisle'] }],
});

export const Item = defineEntity({
  name: 'Item',
  tableName: 'item',
  properties: {
    site: p.text().primary(),
    owner: p.text().primary(),
    sku: p.text().primary(),
    name: p.text(),
    lengthMm: p.integer(),
    widthMm: p.integer(),
    heightMm: p.integer(),
    weightGrams: p.integer(),
    isLotControlled: p.boolean().default(false),
    isSerialControlled: p.boolean().default(false),
    hasExpiry: p.boolean().default(false),
    isHazmat: p.boolean().default(false),
    picture: p.text().nullable(),
    velocity: p.text().default('C'),
  },
});

/** A barcode of an item: a GTIN and how many units its pack holds. */
export const ItemGtin = defineEntity({
  name: 'ItemGtin',
  tableName: 'item_gtin',
  properties: {
    site: p.text().primary(),
    owner: p.text().primary(),
    gtin: p.text().primary(),
    sku: p.text(),
    units: p.integer().default(1),
  },
  indexes: [{ properties: ['site', 'owner', 'sku'] }],
});

export const CartonType = defineEntity({
  name: 'CartonType',
  tableName: 'carton_type',
  properties: {
    site: p.text().primary(),
    carton: p.text().primary(),
    name: p.text(),
    innerLengthMm: p.integer(),
    innerWidthMm: p.integer(),
    innerHeightMm: p.integer(),
    maxWeightGrams: p.integer(),
    tareGrams: p.integer(),
  },
});

export const Station = defineEntity({
  name: 'Station',
  tableName: 'station',
  properties: {
    site: p.text().primary(),
    station: p.text().primary(),
    name: p.text(),
    printer: p.text().nullable(),
  },
});

export const Printer = defineEntity({
  name: 'Printer',
  tableName: 'printer',
  properties: {
    site: p.text().primary(),
    printer: p.text().primary(),
    name: p.text(),
    host: p.text(),
    port: p.integer(),
    dpi: p.integer().default(203),
  },
});

/** A way to ship: what was bought, from whom, its lane, its daily last scan (site's own time). */
export const CarrierService = defineEntity({
  name: 'CarrierService',
  tableName: 'carrier_service',
  properties: {
    site: p.text().primary(),
    service: p.text().primary(),
    carrier: p.text(),
    name: p.text(),
    lane: p.text(),
    cutOff: p.text(),
    weekdays: p.text().default('12345'),
    isDefault: p.boolean().default(false),
    numberKind: p.text().$type<'ups_1z' | 'dhl_express' | 's10' | 'dpd'>(),
    numberPrefix: p.text(),
    nextSerial: p.integer().default(1),
    lastSerial: p.integer(),
  },
});

export const PutWall = defineEntity({
  name: 'PutWall',
  tableName: 'put_wall',
  properties: {
    site: p.text().primary(),
    wall: p.text().primary(),
    name: p.text(),
    rows: p.integer(),
    columns: p.integer(),
    /** Where batch totes wait to be sorted. */
    dropPlace: p.text().nullable(),
  },
});

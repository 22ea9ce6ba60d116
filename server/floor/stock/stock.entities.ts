import { defineEntity, p } from '@mikro-orm/core';

/**
 * What is there now. A place is `location:A-01-01`, `tote:T-0416`, `cubby:WALL-1-A03`, `parcel:12` or, for the other side of the double entry,
 * `outside:supplier`, `outside:customer`, `outside:count`: only an outside place may go below zero. A serial number may also be in
 * `hand:12`, of the walk 12: the unit itself counts as on its shelf until it is put.
 */
export const StockBalance = defineEntity({
  name: 'StockBalance',
  tableName: 'stock_balance',
  properties: {
    site: p.text().primary(),
    owner: p.text().primary(),
    sku: p.text().primary(),
    lot: p.text().primary(),
    place: p.text().primary(),
    status: p.text().$type<StockStatus>().primary(),
    onHand: p.integer().default(0),
    allocated: p.integer().default(0),
  },
  indexes: [{ properties: ['site', 'place'] }],
});

export type StockStatus = 'available' | 'missing' | 'hold';

export const Lot = defineEntity({
  name: 'Lot',
  tableName: 'lot',
  properties: {
    site: p.text().primary(),
    owner: p.text().primary(),
    sku: p.text().primary(),
    lot: p.text().primary(),
    expiry: p.date().nullable(),
  },
});

/** One ledger entry: its two sides come from this one row, so debit equals credit by construction. Append-only. */
export const StockMovement = defineEntity({
  name: 'StockMovement',
  tableName: 'stock_movement',
  properties: {
    site: p.text().primary(),
    movement: p.text().primary(),
    kind: p.text().$type<MovementKind>(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    units: p.integer(),
    fromPlace: p.text(),
    fromStatus: p.text().$type<StockStatus>(),
    toPlace: p.text(),
    toStatus: p.text().$type<StockStatus>(),
    reason: p.text().nullable(),
    shipment: p.integer().nullable(),
    lineNo: p.integer().nullable(),
    operator: p.text().nullable(),
    commandId: p.text().nullable(),
    at: p.datetime(),
  },
  indexes: [{ properties: ['site', 'owner', 'sku'] }],
});

/** One unit with a number of its own. `location` is the shelf it was last taken from or brought to. */
export const SerialUnit = defineEntity({
  name: 'SerialUnit',
  tableName: 'serial_unit',
  properties: {
    site: p.text().primary(),
    owner: p.text().primary(),
    sku: p.text().primary(),
    serial: p.text().primary(),
    lot: p.text(),
    place: p.text(),
    location: p.text(),
    shipment: p.integer().nullable(),
    lineNo: p.integer().nullable(),
    /** The parcel that it was packed into last. */
    parcel: p.integer().nullable(),
    at: p.datetime(),
  },
  indexes: [{ properties: ['site', 'place'] }],
});

export type MovementKind =
  | 'opening'
  | 'receipt'
  | 'correction'
  | 'pick'
  | 'unpick'
  | 'sort'
  | 'short'
  | 'pack'
  | 'pack_short'
  | 'ship'
  | 'put_back'
  | 'move'
  | 'count'
  | 'set_aside';

/** A place that must be counted by somebody other than the one who reported the gap. */
export const CountRequest = defineEntity({
  name: 'CountRequest',
  tableName: 'count_request',
  properties: {
    site: p.text().primary(),
    countRequest: p.integer().primary(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    location: p.text(),
    state: p.text().$type<'open' | 'done'>(),
    orderedBy: p.text().nullable(),
    countedBy: p.text().nullable(),
    counted: p.integer().nullable(),
    at: p.datetime(),
    doneAt: p.datetime().nullable(),
    /** Units by which the place differs from the ledger, as counts agree; set while a lead is asked. */
    agreed: p.integer().nullable(),
  },
});

/** What one person found. `surplus`: units there above what the ledger had, the missing ones included; below zero: fewer. */
export const CountEntry = defineEntity({
  name: 'CountEntry',
  tableName: 'count_entry',
  properties: {
    site: p.text().primary(),
    countRequest: p.integer().primary(),
    round: p.integer().primary(),
    operator: p.text(),
    counted: p.integer(),
    inHand: p.integer(),
    surplus: p.integer(),
    at: p.datetime(),
  },
});

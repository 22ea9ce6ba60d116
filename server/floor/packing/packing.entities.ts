import { defineEntity, p } from '@mikro-orm/core';
import type { ParcelState } from './parcel.states.ts';

/** What a station is busy with: one shipment, its open parcel, and what the packer was last asked. */
export const StationWork = defineEntity({
  name: 'StationWork',
  tableName: 'station_work',
  properties: {
    site: p.text().primary(),
    station: p.text().primary(),
    operator: p.text().nullable(),
    shipment: p.integer().nullable(),
    parcel: p.integer().nullable(),
    /** Item scanned once whose quantity is now typed. */
    quantityFor: p.integer().nullable(),
    lastParcel: p.integer().nullable(),
    /** The shared tote of singles that is worked through: each item scanned finds its own order. */
    tote: p.text().nullable(),
    updatedAt: p.datetime(),
  },
});

export const Parcel = defineEntity({
  name: 'Parcel',
  tableName: 'parcel',
  properties: {
    site: p.text().primary(),
    parcel: p.integer().primary(),
    shipment: p.integer(),
    piece: p.integer(),
    state: p.text().$type<ParcelState>(),
    station: p.text(),
    operator: p.text(),
    carton: p.text().nullable(),
    service: p.text(),
    carrier: p.text(),
    weightGrams: p.integer().default(0),
    sscc: p.text().nullable(),
    tracking: p.text().nullable(),
    lane: p.text().nullable(),
    isLabelBound: p.boolean().default(false),
    manifest: p.integer().nullable(),
    openedAt: p.datetime(),
    closedAt: p.datetime().nullable(),
    labelledAt: p.datetime().nullable(),
    stagedAt: p.datetime().nullable(),
    shippedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'shipment'] }, { properties: ['site', 'state', 'carrier'] }],
});

export const ParcelLine = defineEntity({
  name: 'ParcelLine',
  tableName: 'parcel_line',
  properties: {
    site: p.text().primary(),
    parcel: p.integer().primary(),
    lineNo: p.integer().primary(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text().primary(),
    units: p.integer(),
  },
});

/** Every carrier label a parcel ever had; one may be live. */
export const ParcelLabel = defineEntity({
  name: 'ParcelLabel',
  tableName: 'parcel_label',
  properties: {
    site: p.text().primary(),
    tracking: p.text().primary(),
    carrier: p.text().primary(),
    parcel: p.integer(),
    state: p.text().$type<'live' | 'voided' | 'used'>(),
    voidReason: p.text().nullable(),
    at: p.datetime(),
  },
  indexes: [{ properties: ['site', 'parcel'] }],
});

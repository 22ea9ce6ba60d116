import { defineEntity, p } from '@mikro-orm/core';
import type { OrderDocument, ParkReason } from '../../protocol/hub.ts';
import type { PickMode } from '../../protocol/prompts.ts';
import type { Stage } from './shipment.states.ts';

/** The hub's demand as received: the last revision we decided on. Never changed by the floor. No personal data: see Consignee. */
export const HubOrder = defineEntity({
  name: 'HubOrder',
  tableName: 'hub_order',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    orderId: p.text().primary(),
    owner: p.text(),
    orderNumber: p.text(),
    revision: p.integer(),
    hash: p.text(),
    document: p.json().$type<Omit<OrderDocument, 'shipTo'>>(),
    shipment: p.integer().nullable(),
    parked: p.json().$type<ParkReason[]>().nullable(),
    version: p.integer().default(0),
    receivedAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  indexes: [{ properties: ['site', 'hub', 'updatedAt'] }],
});

/** The one erasable place for a consignee's name, address and contact. Nothing else stores them. */
export const Consignee = defineEntity({
  name: 'Consignee',
  tableName: 'consignee',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    orderId: p.text().primary(),
    name: p.text(),
    company: p.text().nullable(),
    address1: p.text(),
    address2: p.text().nullable(),
    postcode: p.text(),
    city: p.text(),
    region: p.text().nullable(),
    country: p.text(),
    phone: p.text().nullable(),
    email: p.text().nullable(),
    erasedAt: p.datetime().nullable(),
  },
});

/** What we send for an order as one promise. */
export const Shipment = defineEntity({
  name: 'Shipment',
  tableName: 'shipment',
  properties: {
    site: p.text().primary(),
    shipment: p.integer().primary(),
    hub: p.text(),
    orderId: p.text(),
    owner: p.text(),
    orderNumber: p.text(),
    stage: p.text().$type<Stage>(),
    service: p.text(),
    priority: p.integer().default(0),
    mayShipPartial: p.boolean().default(false),
    shipBy: p.datetime().nullable(),
    cutOffAt: p.datetime(),
    wave: p.integer().nullable(),
    /** How it is picked, and the put wall where its goods meet: decided at release. */
    pickMode: p.text().$type<PickMode>().nullable(),
    wall: p.text().nullable(),
    isBackordered: p.boolean().default(false),
    acceptedAt: p.datetime(),
    releasedAt: p.datetime().nullable(),
    pickStartedAt: p.datetime().nullable(),
    pickedAt: p.datetime().nullable(),
    packedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'stage', 'cutOffAt'] }, { properties: ['site', 'hub', 'orderId'] }],
});

/** A line's quantities: requested = cancelled + shorted + shipped + remaining. `remaining` is never stored. */
export const ShipmentLine = defineEntity({
  name: 'ShipmentLine',
  tableName: 'shipment_line',
  properties: {
    site: p.text().primary(),
    shipment: p.integer().primary(),
    lineNo: p.integer().primary(),
    lineId: p.text(),
    owner: p.text(),
    sku: p.text(),
    requested: p.integer(),
    cancelled: p.integer().default(0),
    shorted: p.integer().default(0),
    allocated: p.integer().default(0),
    picked: p.integer().default(0),
    putBack: p.integer().default(0),
    packed: p.integer().default(0),
    shipped: p.integer().default(0),
    returned: p.integer().default(0),
    shortReason: p.text().nullable(),
  },
  indexes: [{ properties: ['site', 'owner', 'sku'] }],
});

/** A stop put on an order by the hub or a supervisor; several may stand at once, each under its own handle. */
export const OrderHold = defineEntity({
  name: 'OrderHold',
  tableName: 'order_hold',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    orderId: p.text().primary(),
    handle: p.text().primary(),
    reason: p.text(),
    at: p.datetime(),
  },
});

/** The one recorded answer to a cancellation request. */
export const Cancellation = defineEntity({
  name: 'Cancellation',
  tableName: 'cancellation',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    orderId: p.text().primary(),
    idempotencyKey: p.text().primary(),
    fingerprint: p.text(),
    answer: p.json().$type<unknown>(),
    at: p.datetime(),
  },
});

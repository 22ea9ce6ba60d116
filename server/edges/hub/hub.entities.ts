import { defineEntity, p } from '@mikro-orm/core';

/** Where a hub wants its events pushed. */
export const HubEndpoint = defineEntity({
  name: 'HubEndpoint',
  tableName: 'hub_endpoint',
  properties: {
    site: p.text().primary(),
    endpoint: p.text().primary(),
    hub: p.text(),
    owner: p.text(),
    url: p.text(),
    secret: p.text(),
    types: p.text().array(),
    isDisabled: p.boolean().default(false),
    createdAt: p.datetime(),
  },
});

/** One event owed to one endpoint. The next of an order waits until the one before is delivered or dead. */
export const HubDelivery = defineEntity({
  name: 'HubDelivery',
  tableName: 'hub_delivery',
  properties: {
    site: p.text().primary(),
    endpoint: p.text().primary(),
    position: p.integer().primary(),
    orderId: p.text(),
    eventId: p.text(),
    state: p.text().$type<'waiting' | 'delivered' | 'dead'>().default('waiting'),
    attempts: p.integer().default(0),
    nextAt: p.datetime(),
    lastError: p.text().nullable(),
    deliveredAt: p.datetime().nullable(),
  },
});

/** A puller's durable place in the feed. */
export const HubConsumer = defineEntity({
  name: 'HubConsumer',
  tableName: 'hub_consumer',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    owner: p.text().primary(),
    name: p.text().primary(),
    committed: p.integer(),
    at: p.datetime(),
  },
});

/** Idempotency-Key of a hub's POST with the fingerprint of its body and the answer it got. */
export const HubIdempotency = defineEntity({
  name: 'HubIdempotency',
  tableName: 'hub_idempotency',
  properties: {
    site: p.text().primary(),
    hub: p.text().primary(),
    owner: p.text().primary(),
    idempotencyKey: p.text().primary(),
    fingerprint: p.text(),
    status: p.integer(),
    answer: p.json().$type<unknown>(),
    at: p.datetime(),
  },
});

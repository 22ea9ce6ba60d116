import { defineEntity, p } from '@mikro-orm/core';

/**
 * Every change that a screen or a hub must learn of, written in the transaction that made it. `position` is stamped by the
 * relay after commit: ids and clocks cannot order commits, so nothing reads by them. `hub` is null for rows that only screens see.
 */
export const Journal = defineEntity({
  name: 'Journal',
  tableName: 'journal',
  properties: {
    site: p.text().primary(),
    id: p.text().primary(),
    position: p.integer().nullable(),
    type: p.text(),
    at: p.datetime(),
    topics: p.text().array(),
    hub: p.text().nullable(),
    owner: p.text().nullable(),
    orderId: p.text().nullable(),
    data: p.json().$type<Record<string, unknown>>(),
    operator: p.text().nullable(),
    device: p.text().nullable(),
    station: p.text().nullable(),
    commandId: p.text().nullable(),
  },
});

/** The last stamped position of a site. Locked by the one relay that stamps. */
export const FeedPosition = defineEntity({
  name: 'FeedPosition',
  tableName: 'feed_position',
  properties: { site: p.text().primary(), position: p.integer().default(0) },
});

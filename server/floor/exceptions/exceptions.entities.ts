import { defineEntity, p } from '@mikro-orm/core';
import type { ExceptionKind } from '../../protocol/views.ts';

/** What waits for a person's decision. `data` holds ids and numbers only. */
export const Exception = defineEntity({
  name: 'Exception',
  tableName: 'exception',
  properties: {
    site: p.text().primary(),
    exception: p.integer().primary(),
    kind: p.text().$type<ExceptionKind>(),
    ref: p.text(),
    owner: p.text().nullable(),
    data: p.json().$type<Record<string, unknown>>(),
    state: p.text().$type<'open' | 'resolved'>(),
    raisedBy: p.text().nullable(),
    raisedAt: p.datetime(),
    resolution: p.text().nullable(),
    resolvedBy: p.text().nullable(),
    resolvedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'state', 'kind'] }, { properties: ['site', 'kind', 'ref'] }],
});

/** A picture of damaged goods, kept for the site's photo_days. What it is of is said once, when the damage is reported. */
export const Photo = defineEntity({
  name: 'Photo',
  tableName: 'photo',
  properties: {
    site: p.text().primary(),
    photo: p.integer().primary(),
    operator: p.text(),
    takenAt: p.datetime(),
    bytes: p.blob(),
    owner: p.text().nullable(),
    sku: p.text().nullable(),
    location: p.text().nullable(),
    attachedAt: p.datetime().nullable(),
  },
});

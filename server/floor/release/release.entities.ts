import { defineEntity, p } from '@mikro-orm/core';
import type { WaveReason } from '../../protocol/views.ts';

export const Wave = defineEntity({
  name: 'Wave',
  tableName: 'wave',
  properties: {
    site: p.text().primary(),
    wave: p.integer().primary(),
    reason: p.text().$type<WaveReason>(),
    /** The one service it was released for. */
    service: p.text().nullable(),
    shipments: p.integer(),
    lines: p.integer(),
    units: p.integer(),
    tasks: p.integer(),
    walkMm: p.integer(),
    explanation: p.json().$type<unknown>(),
    releasedBy: p.text().nullable(),
    releasedAt: p.datetime(),
  },
});

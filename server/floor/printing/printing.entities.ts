import { defineEntity, p } from '@mikro-orm/core';
import type { PrintError } from '../../protocol/prompts.ts';
import type { PrintState } from './print-job.states.ts';

/** One sending of one label to one printer. Ids only: the ZPL is filled when it is sent, and kept nowhere. */
export const PrintJob = defineEntity({
  name: 'PrintJob',
  tableName: 'print_job',
  properties: {
    site: p.text().primary(),
    printJob: p.integer().primary(),
    template: p.text(),
    parcel: p.integer().nullable(),
    station: p.text().nullable(),
    printer: p.text(),
    state: p.text().$type<PrintState>(),
    isReprint: p.boolean().default(false),
    reason: p.text().nullable(),
    attempts: p.integer().default(0),
    contentHash: p.text().nullable(),
    error: p.text().$type<PrintError>().nullable(),
    createdAt: p.datetime(),
    sendingAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    nextAt: p.datetime(),
  },
  indexes: [{ properties: ['site', 'parcel'] }],
});

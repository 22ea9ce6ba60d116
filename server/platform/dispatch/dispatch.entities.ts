import { defineEntity, p } from '@mikro-orm/core';

/** The one answer to a command: a re-send under the same id hears it again. Kept for 30 days at least. */
export const CommandLog = defineEntity({
  name: 'CommandLog',
  tableName: 'command_log',
  properties: {
    site: p.text().primary(),
    commandId: p.text().primary(),
    name: p.text(),
    fingerprint: p.text(),
    operator: p.text().nullable(),
    device: p.text().nullable(),
    station: p.text().nullable(),
    isRefused: p.boolean(),
    refusal: p.text().nullable(),
    reply: p.json().$type<unknown>(),
    at: p.datetime(),
  },
});

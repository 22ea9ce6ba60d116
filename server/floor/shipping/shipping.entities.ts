import { defineEntity, p } from '@mikro-orm/core';

/** The closed list of parcels handed to a carrier. */
export const Manifest = defineEntity({
  name: 'Manifest',
  tableName: 'manifest',
  properties: {
    site: p.text().primary(),
    manifest: p.integer().primary(),
    carrier: p.text(),
    parcels: p.integer(),
    closedBy: p.text().nullable(),
    closedAt: p.datetime(),
  },
});

import { defineEntity, p } from '@mikro-orm/core';

/** Units of a line promised at a location and lot. `open` = allocated − picked − released. */
export const Allocation = defineEntity({
  name: 'Allocation',
  tableName: 'allocation',
  properties: {
    site: p.text().primary(),
    allocation: p.integer().primary(),
    shipment: p.integer(),
    lineNo: p.integer(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    location: p.text(),
    units: p.integer(),
    picked: p.integer().default(0),
    freed: p.integer().default(0),
  },
  indexes: [{ properties: ['site', 'shipment'] }, { properties: ['site', 'location'] }],
});

import { defineEntity, p } from '@mikro-orm/core';

/** One place of a put wall: where the goods of one shipment come together. Row 1 is the top, column 1 the left. */
export const Cubby = defineEntity({
  name: 'Cubby',
  tableName: 'cubby',
  properties: {
    site: p.text().primary(),
    cubby: p.text().primary(),
    wall: p.text(),
    row: p.integer(),
    column: p.integer(),
    shipment: p.integer().nullable(),
  },
});

import { defineEntity, p } from '@mikro-orm/core';
import type { Hand } from './next-sort.ts';

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

/** What somebody who sorts at a wall is busy with: the tote before them and what is in the hand. */
export const SortWork = defineEntity({
  name: 'SortWork',
  tableName: 'sort_work',
  properties: {
    site: p.text().primary(),
    operator: p.text().primary(),
    wall: p.text().nullable(),
    tote: p.text().nullable(),
    hand: p.json().$type<Hand>().nullable(),
    asksEmpty: p.boolean().default(false),
    lastPut: p.json().$type<LastPut>().nullable(),
    updatedAt: p.datetime(),
  },
  indexes: [{ properties: ['site', 'tote'] }],
});

/** The put that can still be taken back. */
export interface LastPut {
  task: number;
  line: number;
  shipment: number;
  tote: string;
  cubby: string;
  units: number;
}

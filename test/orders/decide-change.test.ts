import { expect, test } from 'vitest';
import { decideChange } from '../../server/floor/changes/decide-change.ts';
import type { OrderDocument } from '../../server/protocol/hub.ts';

const facts = {
  lines: [
    { lineId: 'l1', sku: 'MUG', requested: 3, cancelled: 1 },
    { lineId: 'l2', sku: 'BOX', requested: 4, cancelled: 0 },
  ],
  service: 'ups',
  isPackingBegun: false,
  hasLabel: false,
  addressDiffers: false,
  isAddressUsable: true,
  knownSkus: new Set(['MUG', 'BOX', 'CUP']),
  knownServices: new Set(['ups', 'express']),
};
const lines = (...all: [string, string, number][]): OrderDocument => ({
  revision: 2,
  shipTo: { name: 'A', address1: 'B', postcode: 'C', city: 'D', country: 'GB' },
  lines: all.map(([lineId, sku, quantity]) => ({ lineId, sku, quantity })),
});
const same: [string, string, number][] = [
  ['l1', 'MUG', 2],
  ['l2', 'BOX', 4],
];

test('[CH6] the same lines change nothing', () => {
  expect(decideChange(facts, lines(...same))).toEqual({
    kind: 'apply',
    fewer: [],
    more: [],
    service: null,
    address: false,
  });
});

test('[CH6] [CH8] fewer, none and missing lines are taken back; more and new lines are asked for', () => {
  expect(decideChange(facts, lines(['l1', 'MUG', 0], ['l3', 'CUP', 2]))).toMatchObject({
    fewer: [
      { lineId: 'l1', units: 2 },
      { lineId: 'l2', units: 4 },
    ],
    more: [{ lineId: 'l3', sku: 'CUP', units: 2 }],
  });
  expect(decideChange(facts, lines(['l1', 'MUG', 5], ['l2', 'BOX', 4]))).toMatchObject({
    fewer: [],
    more: [{ lineId: 'l1', sku: 'MUG', units: 3 }],
  });
});

test.each<[string, Partial<typeof facts>, OrderDocument, string]>([
  ['an address that no label could bear', { isAddressUsable: false }, lines(...same), 'address_unusable'],
  [
    'an address after the label',
    { addressDiffers: true, hasLabel: true },
    lines(...same),
    'address_after_label',
  ],
  [
    'a service after the label',
    { hasLabel: true },
    { ...lines(...same), service: 'express' },
    'service_after_label',
  ],
  ['a service that the site has not', {}, { ...lines(...same), service: 'rocket' }, 'unknown_service'],
  ['an unknown item', {}, lines(...same, ['l3', 'HAT', 1]), 'unknown_sku'],
  ['a line twice', {}, lines(...same, ['l1', 'MUG', 1]), 'line_twice'],
  ['another item on a line', {}, lines(['l1', 'BOX', 2]), 'item_of_line_changed'],
  [
    'more when packing has begun',
    { isPackingBegun: true },
    lines(['l1', 'MUG', 3]),
    'more_after_packing_began',
  ],
])('[CH6] [CH8] rejected is %s', (_what, more, document, reason) => {
  expect(decideChange({ ...facts, ...more }, document)).toEqual({ kind: 'reject', reason });
});

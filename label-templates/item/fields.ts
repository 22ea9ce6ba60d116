import { Type } from 'typebox';
import type { Static } from 'typebox';

export type ItemFields = Static<typeof itemFields>;

/** For goods that arrive without a code of their own, 2 x 1 inch. `code` is what a scanner sends: a GTIN or the SKU. */
export const itemFields = Type.Object(
  { code: Type.String(), sku: Type.String(), name: Type.String(), lot: Type.String() },
  { additionalProperties: false },
);

export function itemTexts(item: ItemFields): Readonly<Record<string, string>> {
  return { code: item.code, sku: item.sku, name: item.name, lot: item.lot };
}

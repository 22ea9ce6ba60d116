import { Type } from 'typebox';
import type { Static } from 'typebox';
import { cartCode } from '../../server/barcode/own-codes.ts';

export type CartFields = Static<typeof cartFields>;

export const cartFields = Type.Object(
  { cart: Type.String(), places: Type.Integer({ minimum: 1, description: 'how many totes it takes' }) },
  { additionalProperties: false },
);

export function cartTexts({ cart, places }: CartFields): Readonly<Record<string, string>> {
  return { cart, places: `${places} totes`, barcode: cartCode(cart) };
}

import { Type } from 'typebox';
import type { Static } from 'typebox';
import { locationCode } from '../../server/barcode/own-codes.ts';

export type LocationFields = Static<typeof locationFields>;

/** The check digit is what a picker reads out or types to prove being there; it is in no barcode. */
export const locationFields = Type.Object(
  { location: Type.String(), checkDigit: Type.String() },
  { additionalProperties: false },
);

export function locationTexts({ location, checkDigit }: LocationFields): Readonly<Record<string, string>> {
  return { location, checkDigit, barcode: locationCode(location) };
}

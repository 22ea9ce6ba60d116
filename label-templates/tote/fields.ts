import { Type } from 'typebox';
import type { Static } from 'typebox';
import { toteCode } from '../../server/barcode/own-codes.ts';

export type ToteFields = Static<typeof toteFields>;

export const toteFields = Type.Object({ tote: Type.String() }, { additionalProperties: false });

export function toteTexts({ tote }: ToteFields): Readonly<Record<string, string>> {
  return { tote, barcode: toteCode(tote) };
}

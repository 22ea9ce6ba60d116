import { Type } from 'typebox';
import type { Static } from 'typebox';
import { badgeCode } from '../../server/barcode/own-codes.ts';

export type BadgeFields = Static<typeof badgeFields>;

/** A card of 85 x 54 mm. The badge code stands in the bars only: what can be read off a lanyard can be typed. */
export const badgeFields = Type.Object(
  { site: Type.String(), name: Type.String(), role: Type.String(), badge: Type.String() },
  { additionalProperties: false },
);

export function badgeTexts({ site, name, role, badge }: BadgeFields): Readonly<Record<string, string>> {
  return { site, name, role, barcode: badgeCode(badge) };
}

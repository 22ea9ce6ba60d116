import type { CartShape, TaskStrip } from '../../../server/protocol/prompts.ts';
import { markOf } from './place-marks.ts';

export type Drawn = Readonly<Pick<TaskStrip, 'cartPlaces' | 'cartShape'>>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What people call a place on a cart: row and number (B3), or the number alone where rows are not known. */
export function placeName(place: number, columns: number | null): string {
  if (columns === null) return String(place);
  const row = Math.floor((place - 1) / columns);
  return `${letters.charAt(row)}${((place - 1) % columns) + 1}`;
}

/** Each place of a small cart has its own colour and shape, each row of a large one. */
export function placeMark(
  place: number,
  { places, columns }: Readonly<CartShape>,
): ReturnType<typeof markOf> {
  const own = markOf(place, places);
  if (own !== null || columns === null) return own;
  return markOf(Math.floor((place - 1) / columns) + 1, Math.ceil(places / columns));
}

/** How the cart stands there; totes that are carried are numbered. */
export function shapeOf({ cartPlaces, cartShape }: Drawn): CartShape {
  return cartShape ?? { places: cartPlaces.length, columns: null };
}

export function nameOfPlace(strip: Drawn, place: number): string {
  return placeName(place, shapeOf(strip).columns);
}

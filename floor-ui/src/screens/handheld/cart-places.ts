import type { TaskStrip } from '../../../../server/protocol/prompts.ts';

/** The cart as the grid draws it, with the place that counts now lit. */
export function placesOf(
  strip: TaskStrip,
  lit: number | null,
): { place: number; state: 'free' | 'used' | 'lit' | 'struck' }[] {
  return strip.cartPlaces.map(({ place, tote, isCancelled }) => ({
    place,
    state: place === lit ? 'lit' : isCancelled ? 'struck' : tote === null ? 'free' : 'used',
  }));
}

import type { TaskStrip } from '../../../../server/protocol/prompts.ts';
import { shapeOf, type Drawn } from '../../parts/cart-shape.ts';

/** The whole cart as the grid draws it, with the place that counts now lit; `none` is not for this walk. */
export function placesOf(
  strip: Drawn,
  lit: number | null,
): { place: number; state: 'none' | 'free' | 'used' | 'lit' | 'struck' }[] {
  const ofWalk = new Map(strip.cartPlaces.map((one) => [one.place, one]));
  return Array.from({ length: shapeOf(strip).places }, (_, index) => {
    const one = ofWalk.get(index + 1);
    return { place: index + 1, state: stateOf(one, lit) };
  });
}

function stateOf(one: TaskStrip['cartPlaces'][number] | undefined, lit: number | null) {
  if (one === undefined) return 'none';
  if (one.place === lit) return 'lit';
  if (one.isCancelled) return 'struck';
  return one.tote === null ? 'free' : 'used';
}

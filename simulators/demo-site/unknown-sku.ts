import type { ItemDocument } from '../../server/protocol/hub.ts';
import { random, seedOf } from '../random.ts';
import { withCheckDigit } from './check-digit.ts';
import { colours, things, type Thing } from './things.ts';

/**
 * A played order file names SKUs that the demo site never heard of. Each becomes a small giftware item, the same one in
 * every run. Small, because the real buyers are wholesalers: a line of 400 must still be a matter of a few boxes.
 */
export function itemForUnknownSku(sku: string): ItemDocument {
  const chance = random(seedOf(sku));
  const thing = chance.pick(smallThings);
  const [label, lengthMm, widthMm, heightMm, weightGrams] = smallestOf(thing);
  const [colour] = chance.pick(colours);
  const grown = (mm: number): number => Math.round(mm * (0.9 + chance.next() * 0.2));
  return {
    name: `${chance.pick(thing.materials)} ${thing.noun} ${label}, ${colour}`,
    gtins: [{ gtin: gtinForUnknownSku(sku), units: 1 }],
    lengthMm: Math.max(50, grown(lengthMm)),
    widthMm: Math.max(50, grown(widthMm)),
    heightMm: Math.max(12, grown(heightMm)),
    weightGrams: Math.max(50, grown(weightGrams)),
  };
}

/** Always the same place for a SKU, spread evenly over the given ones. */
export function placeForUnknownSku(sku: string, pickLocations: readonly string[]): string {
  return random(seedOf(`place of ${sku}`)).pick(pickLocations);
}

/**
 * 952 is GS1's prefix for demonstrations; the demo's own items have 9520. Five digits and up to two letters, as the
 * played shop's SKUs are, get a number of their own under 9521 by counting; anything else one of 800 million by hash.
 */
function gtinForUnknownSku(sku: string): string {
  const counted = /^(\d{5})([A-Z]?)([A-Z]?)$/.exec(sku);
  if (counted === null) return withCheckDigit(`952${200_000_000 + (seedOf(sku) % 800_000_000)}`);

  const [, digits = '', first = '', second = ''] = counted;
  const number = Number(digits) * 27 * 27 + letter(first) * 27 + letter(second);
  return withCheckDigit(`9521${String(number).padStart(8, '0')}`);
}

function letter(character: string): number {
  return character === '' ? 0 : character.charCodeAt(0) - 64;
}

const smallThings = things.filter((thing) => {
  const [, lengthMm, widthMm, heightMm, weightGrams] = smallestOf(thing);
  return (
    thing.kept === undefined &&
    lengthMm <= 250 &&
    lengthMm * widthMm * heightMm <= 1_500_000 &&
    weightGrams <= 400
  );
});

function smallestOf(thing: Thing): Thing['sizes'][number] {
  const [smallest] = thing.sizes;
  if (smallest === undefined) throw new Error(`expected ${thing.thing} to have a size`);
  return smallest;
}

/** Free units of an item at a place, as stock.lockFree gives them. */
export interface FreePlace {
  lot: string;
  location: string;
  free: number;
  expiry: string | null;
}
export interface Chosen {
  lot: string;
  location: string;
  units: number;
}

/**
 * Which places serve a need: earliest expiry first; within one lot the smallest place that holds the whole rest (so that big
 * places stay big), else the fullest places first (so that the picker stops least). Units are eaches. What is not there is
 * simply not chosen: the caller compares.
 */
export function chooseStock(places: readonly Readonly<FreePlace>[], need: number): Chosen[] {
  const chosen: Chosen[] = [];
  let rest = need;
  const lots = [...new Set(places.map((place) => place.lot))]
    .map((lot) => ({ lot, places: places.filter((place) => place.lot === lot && place.free > 0) }))
    .filter((lot) => lot.places.length > 0)
    .sort(
      (a, b) => byExpiry(a.places[0]?.expiry ?? null, b.places[0]?.expiry ?? null) || compare(a.lot, b.lot),
    );
  for (const lot of lots) {
    if (rest === 0) break;
    const whole = lot.places
      .filter((place) => place.free >= rest)
      .sort((a, b) => a.free - b.free || compare(a.location, b.location))[0];
    if (whole !== undefined) {
      chosen.push({ lot: lot.lot, location: whole.location, units: rest });
      rest = 0;
      break;
    }
    for (const place of [...lot.places].sort((a, b) => b.free - a.free || compare(a.location, b.location))) {
      const units = Math.min(place.free, rest);
      if (units === 0) break;
      chosen.push({ lot: lot.lot, location: place.location, units });
      rest -= units;
    }
  }
  return chosen;
}

function byExpiry(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return compare(a, b);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

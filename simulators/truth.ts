/** One kind of thing that can be touched: an item, and its lot where lots matter. */
export interface Goods {
  sku: string;
  lot: string;
}

/** Where goods can lie. `lost` is where things go that nobody finds. */
export type Place =
  | `location:${string}`
  | `hand:${string}`
  | `tote:${string}`
  | `cubby:${string}`
  | `box:${number}`
  | 'problem'
  | 'lost';

/**
 * What really lies where, apart from what was scanned or booked. Things move only by a person's hands, never appear and never
 * vanish: the sum over all places is what came in through `deliver`.
 */
export class Truth {
  #places = new Map<Place, Map<string, number>>();
  #delivered = new Map<string, number>();
  /** Numbers of single units, where they have one. */
  #serials = new Map<Place, Map<string, string[]>>();

  /** Goods enter the building. */
  deliver(place: Place, goods: Goods, units: number, serials: readonly string[] = []): void {
    const key = keyOf(goods);
    this.#delivered.set(key, (this.#delivered.get(key) ?? 0) + units);
    this.#add(place, key, units);
    this.#serialsOf(place, key).push(...serials);
  }

  /** In the order in which the units came. */
  serials(place: Place, goods: Goods): readonly string[] {
    return this.#serialsOf(place, keyOf(goods));
  }

  move(from: Place, to: Place, goods: Goods, units: number): void {
    if (units === 0) return;
    const there = this.units(from, goods);
    if (units < 0 || units > there)
      throw new Error(`cannot take ${units} of ${keyOf(goods)} from ${from}: ${there} are there`);
    this.#add(from, keyOf(goods), -units);
    this.#add(to, keyOf(goods), units);
    this.#serialsOf(to, keyOf(goods)).push(...this.#serialsOf(from, keyOf(goods)).splice(0, units));
  }

  moveAll(from: Place, to: Place): void {
    for (const { goods, units } of this.contents(from)) this.move(from, to, goods, units);
  }

  units(place: Place, goods: Goods): number {
    return this.#places.get(place)?.get(keyOf(goods)) ?? 0;
  }

  contents(place: Place): { goods: Goods; units: number }[] {
    return [...(this.#places.get(place) ?? [])].map(([key, units]) => ({ goods: goodsOf(key), units }));
  }

  isEmpty(place: Place): boolean {
    return (this.#places.get(place)?.size ?? 0) === 0;
  }

  places(): Place[] {
    return [...this.#places.keys()];
  }

  /** Kinds of goods whose sum over all places is not what was delivered. Anything but none is a bug of the simulation. */
  leaks(): string[] {
    const sums = new Map<string, number>();
    for (const contents of this.#places.values()) {
      for (const [key, units] of contents) sums.set(key, (sums.get(key) ?? 0) + units);
    }
    return [...this.#delivered].filter(([key, units]) => (sums.get(key) ?? 0) !== units).map(([key]) => key);
  }

  #serialsOf(place: Place, key: string): string[] {
    const there = this.#serials.get(place) ?? new Map<string, string[]>();
    this.#serials.set(place, there);
    const serials = there.get(key) ?? [];
    there.set(key, serials);
    return serials;
  }

  #add(place: Place, key: string, units: number): void {
    const contents = this.#places.get(place) ?? new Map<string, number>();
    const left = (contents.get(key) ?? 0) + units;
    if (left === 0) contents.delete(key);
    else contents.set(key, left);
    this.#places.set(place, contents);
  }
}

function keyOf(goods: Goods): string {
  return `${goods.sku}\t${goods.lot}`;
}

function goodsOf(key: string): Goods {
  const [sku = '', lot = ''] = key.split('\t');
  return { sku, lot };
}

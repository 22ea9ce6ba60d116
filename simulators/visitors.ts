import pg from 'pg';
import type { Floor } from './operators/person.ts';
import type { Place } from './truth.ts';

interface Moved {
  movement: string;
  sku: string;
  lot: string;
  units: number;
  fromPlace: string;
  toPlace: string;
  at: Date;
}

/** Movements become visible a little after their time, which may run many times as fast as ours. */
const lateBy = '10 minutes';

/**
 * People at a browser have hands that the simulation cannot see: what they told the server that they moved is taken for what they
 * did, so that the simulated people find it where it was brought.
 */
export class Visitors {
  readonly #floor: Floor;
  readonly #isSimulated: (operator: string) => boolean;
  readonly #seen = new Set<string>();
  #since: Date | null = null;

  constructor(floor: Floor, isSimulated: (operator: string) => boolean) {
    this.#floor = floor;
    this.#isSimulated = isSimulated;
  }

  /** Reads the ledger once; a database that is just not there is asked again later. */
  async look(databaseUrl: string): Promise<void> {
    const db = new pg.Client({ connectionString: databaseUrl });
    db.on('error', () => {
      // The query that is under way fails with it, and says so.
    });
    await db.connect();
    try {
      const guests = this.#floor.building.operators
        .map(({ operator }) => operator)
        .filter((operator) => !this.#isSimulated(operator));
      const { rows } = await db.query<Moved>(
        `select movement, sku, lot, units, from_place "fromPlace", to_place "toPlace", at from stock_movement
          where site = $1 and operator = any($2) and from_place <> to_place
            and at >= coalesce($3::timestamptz, '-infinity') - interval '${lateBy}'
          order by at, movement`,
        [this.#floor.building.site, guests, this.#since],
      );
      for (const row of rows) this.#follow(row);
    } finally {
      await db.end();
    }
  }

  #follow({ movement, sku, lot, units, fromPlace, toPlace, at }: Moved): void {
    if (this.#seen.has(movement)) return;
    this.#seen.add(movement);
    this.#since = at;
    const [from, to] = [placeOf(fromPlace), placeOf(toPlace)];
    if (from === null || to === null) return;
    const { truth, freeTotes } = this.#floor;
    const goods = { sku, lot };
    const found = Math.min(units, truth.units(from, goods));
    truth.move(from, to, goods, found);
    // Whoever typed more than lies there is believed: nobody else can tell.
    if (found < units) truth.deliver(to, goods, units - found);
    const tote = freeTotes.findIndex((free) => `tote:${free}` === to);
    if (tote !== -1) freeTotes.splice(tote, 1);
  }
}

/** Null where no goods go from hand to hand: what is counted, lost on paper, or has left. */
function placeOf(place: string): Place | null {
  const [kind, ...code] = place.split(':');
  switch (kind) {
    case 'location':
    case 'tote':
    case 'cubby':
      return `${kind}:${code.join(':')}`;
    case 'parcel':
      return `box:${Number(code.join(':'))}`;
    default:
      return null;
  }
}

import { sql } from 'kysely';
import type { Logger } from 'pino';
import { inTransaction, reading, type Database } from '../db/database.ts';
import { isConnectionLost } from '../db/retryable.ts';
import { hearStamps, stampsChannel } from './hear-stamps.ts';

export interface Stamped {
  site: string;
  position: number;
  id: string;
  type: string;
  topics: string[];
  hub: string | null;
  owner: string | null;
  orderId: string | null;
  /** The command whose transaction wrote the row. */
  commandId: string | null;
}

export interface Relay {
  /** Something was committed for this site. */
  poke(site: string): void;
  /** Resolves when everything committed before the call has been stamped and published. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const pageRows = 500;
const lookEveryMs = 1_000;

/**
 * Stamps journal rows with the site's next positions, after their commit, and hands them to `publish`; so are, in their
 * order, rows that another process on the same database has stamped. Every process publishes every row once.
 *
 * Why not read past the highest id: a row with a lower id may commit later and would be skipped for good. Stamping under the lock
 * of the site's feed_position row sees committed rows only and numbers them without a gap, whichever process runs it.
 *
 * Of other processes' stamps this one hears by NOTIFY, and when it does not, by its own look every second.
 *
 * `onStamped` runs in the stamping transaction (hub deliveries are made there: no event can be stamped without being owed).
 */
export async function startRelay(options: {
  database: Database;
  log: Logger;
  sites: () => string[];
  now: () => Date;
  onStamped: (tx: Parameters<Parameters<typeof inTransaction>[2]>[0], rows: Stamped[]) => Promise<void>;
  publish: (rows: Stamped[]) => void;
}): Promise<Relay> {
  const { database, log } = options;
  const dirty = new Set<string>(options.sites());
  /** Up to where this process has published, and up to where it has heard that somebody has stamped. */
  const published = await lastPositions(database);
  const heard = new Map<string, number>();
  let running: Promise<void> | null = null;
  let stopped = false;

  const timer = setInterval(() => {
    for (const site of options.sites()) dirty.add(site);
    void run();
  }, lookEveryMs);
  timer.unref();
  const stamps = hearStamps({
    url: database.url,
    log,
    hear(site, position) {
      if (position <= publishedOf(site)) return;
      heard.set(site, position);
      void run();
    },
  });

  const publishedOf = (site: string): number => published.get(site) ?? 0;

  function run(): Promise<void> {
    if (running !== null) return running;
    running = (async () => {
      while (!stopped) {
        const [site] = dirty.size > 0 ? dirty : heard.keys();
        if (site === undefined) return;
        const isStamping = dirty.delete(site);
        const upTo = heard.get(site) ?? 0;
        heard.delete(site);
        try {
          if (isStamping) await stampAndPublish(site);
          // Our own stamps are heard, too: by then they are published.
          else await publishUpTo(site, upTo);
        } catch (error) {
          dirty.add(site);
          if (!isConnectionLost(error)) log.error({ error, site }, 'relay could not stamp');
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    })().finally(() => {
      running = null;
    });
    return running;
  }

  async function stampAndPublish(site: string): Promise<void> {
    const { from, rows } = await stamp(site);
    await publishUpTo(site, from);
    publish(site, rows);
    if (rows.length === pageRows) dirty.add(site);
  }

  /** What another process has stamped since this one looked. */
  async function publishUpTo(site: string, position: number): Promise<void> {
    while (publishedOf(site) < position) {
      const { rows } = await sql<Stamped>`
        select site, position, id, type, topics, hub, owner, order_id, command_id from journal
        where site = ${site} and position > ${publishedOf(site)} and position <= ${position}
        order by position limit ${pageRows}`.execute(reading(database));
      if (rows.length === 0)
        throw new Error(`expected positions of ${site} up to ${position} in the journal`);
      publish(site, rows);
    }
  }

  function publish(site: string, rows: Stamped[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    published.set(site, last.position);
    options.publish(rows);
  }

  async function stamp(site: string): Promise<{ from: number; rows: Stamped[] }> {
    return inTransaction(database, { site, now: options.now() }, async (tx) => {
      const { rows: heads } = await sql<{ position: number }>`
        insert into feed_position (site, position) values (${site}, 0)
        on conflict (site) do update set position = feed_position.position returning position`.execute(tx.db);
      const from = heads[0]?.position ?? 0;
      const { rows } = await sql<Stamped>`
        with fresh as (select id, row_number() over (order by id) as n from journal where site = ${site} and position is null order by id limit ${pageRows}),
        stamped as (
          update journal set position = ${from}::int + fresh.n::int from fresh
          where journal.site = ${site} and journal.id = fresh.id
          returning journal.site, journal.position, journal.id, journal.type, journal.topics, journal.hub, journal.owner, journal.order_id,
            journal.command_id),
        moved as (
          update feed_position set position = ${from}::int + (select count(*)::int from stamped)
          where site = ${site} and exists (select 1 from stamped)
          returning pg_notify(${stampsChannel}, position || ' ' || site))
        select * from stamped order by position`.execute(tx.db);
      if (rows.length > 0) await options.onStamped(tx, rows);
      return { from, rows };
    });
  }

  return {
    poke(site) {
      dirty.add(site);
      void run();
    },
    async drain() {
      // Every commit of this process has poked its site; what others committed the timer finds.
      while ((dirty.size > 0 || running !== null) && !stopped) await run();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all([running, stamps.stop()]);
    },
  };
}

async function lastPositions(database: Database): Promise<Map<string, number>> {
  const rows = await reading(database).selectFrom('feedPosition').select(['site', 'position']).execute();
  return new Map(rows.map(({ site, position }) => [site, position]));
}

import { sql } from 'kysely';
import type { Logger } from 'pino';
import { inTransaction, type Database } from '../db/database.ts';
import { isConnectionLost } from '../db/retryable.ts';

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

/**
 * Stamps journal rows with the site's next positions, after their commit, and hands them to `publish`.
 *
 * Why not read past the highest id: a row with a lower id may commit later and would be skipped for good. Stamping under the lock
 * of the site's feed_position row sees committed rows only and numbers them without a gap, whichever process runs it.
 *
 * `onStamped` runs in the stamping transaction (hub deliveries are made there: no event can be stamped without being owed).
 */
export function startRelay(options: {
  database: Database;
  log: Logger;
  sites: () => string[];
  now: () => Date;
  onStamped: (tx: Parameters<Parameters<typeof inTransaction>[2]>[0], rows: Stamped[]) => Promise<void>;
  publish: (rows: Stamped[]) => void;
}): Relay {
  const dirty = new Set<string>(options.sites());
  let running: Promise<void> | null = null;
  let stopped = false;

  const timer = setInterval(() => {
    for (const site of options.sites()) dirty.add(site);
    void run();
  }, 1_000);
  timer.unref();

  function run(): Promise<void> {
    if (running !== null) return running;
    running = (async () => {
      while (dirty.size > 0 && !stopped) {
        const site = dirty.values().next().value as string;
        dirty.delete(site);
        try {
          const rows = await stamp(site);
          if (rows.length > 0) options.publish(rows);
          if (rows.length === 500) dirty.add(site);
        } catch (error) {
          dirty.add(site);
          if (!isConnectionLost(error)) options.log.error({ error, site }, 'relay could not stamp');
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    })().finally(() => {
      running = null;
    });
    return running;
  }

  async function stamp(site: string): Promise<Stamped[]> {
    return inTransaction(options.database, { site, now: options.now() }, async (tx) => {
      const { rows: heads } = await sql<{ position: number }>`
        insert into feed_position (site, position) values (${site}, 0)
        on conflict (site) do update set position = feed_position.position returning position`.execute(tx.db);
      const from = heads[0]?.position ?? 0;
      const { rows } = await sql<Stamped>`
        with fresh as (select id, row_number() over (order by id) as n from journal where site = ${site} and position is null order by id limit 500),
        stamped as (
          update journal set position = ${from}::int + fresh.n::int from fresh
          where journal.site = ${site} and journal.id = fresh.id
          returning journal.site, journal.position, journal.id, journal.type, journal.topics, journal.hub, journal.owner, journal.order_id,
            journal.command_id),
        moved as (update feed_position set position = ${from}::int + (select count(*)::int from stamped) where site = ${site})
        select * from stamped order by position`.execute(tx.db);
      if (rows.length === 0) return [];
      await options.onStamped(tx, rows);
      return rows;
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
      await running;
    },
  };
}

import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import { inTransaction, reading, type Database } from '../platform/db/database.ts';
import { isConnectionLost, isRetryable } from '../platform/db/retryable.ts';
import { forgetPhotos } from './exceptions/exceptions.ts';
import * as jobs from './jobs/jobs.ts';
import * as picking from './picking/picking.ts';
import { releaseWave } from './release/release.ts';
import type { Stamped } from '../platform/journal/relay.ts';

/** After these something small may wait for whoever is free. */
const mayBringJobs: ReadonlySet<string> = new Set([
  'PutBackChanged',
  'StockChanged',
  'JobChanged',
  'OperatorReady',
]);

/** After these a place may have goods that nobody is promised. */
const mayFreeStock: ReadonlySet<string> = new Set([
  'StockChanged',
  'PutBackChanged',
  'JobChanged',
  'OrderChanged',
]);

/**
 * Work that time does: release by rule, leases that lapse, waits that end. One timer per site and kind, on the one clock. `heard`
 * takes what the journal says, for work that need not wait for its time.
 */
export function startTimers(options: {
  database: Database;
  clock: Clock;
  log: Logger;
  sites: () => string[];
}): { stop: () => void; heard: (rows: readonly Pick<Stamped, 'site' | 'type'>[]) => void } {
  const { clock } = options;
  let stopped = false;

  /** Work may say itself when it is due again; else, and after a failure, it is after so many seconds. */
  const again = (
    name: string,
    seconds: number,
    work: () => Promise<Date | void>,
    at: Date = new Date(clock.now().getTime() + seconds * 1_000),
  ): void => {
    if (stopped) return;
    clock.at(name, at, async () => {
      let next: Date | void = undefined;
      try {
        next = await work();
      } catch (error) {
        if (!isRetryable(error) && !isConnectionLost(error))
          options.log.error({ error, timer: name }, 'timer failed');
      }
      again(name, seconds, work, next ?? undefined);
    });
  };

  const begin = async (site: string): Promise<void> => {
    const row = await reading(options.database)
      .selectFrom('site')
      .select('policies')
      .where('site', '=', site)
      .executeTakeFirst();
    const every = row?.policies.releaseEverySeconds ?? 0;
    const limit = row?.policies.waveShipments ?? 50;
    if (every > 0) {
      again(`release:${site}`, every, async () => {
        await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
          releaseWave(tx, { limit, service: null, reason: 'by_rule' }),
        );
      });
    }
    // Questions that were open when the server went down come first.
    again(
      `questions:${site}`,
      5,
      () =>
        inTransaction(options.database, { site, now: clock.now() }, (tx) =>
          picking.answerUnanswered(tx, jobs.tellAnswer),
        ),
      clock.now(),
    );
    holds.look(site);
    smallJobs.look(site);
    again(`photos:${site}`, 3_600, async () => {
      await inTransaction(options.database, { site, now: clock.now() }, async (tx) =>
        forgetPhotos(tx, (await picking.policies(tx)).photoDays),
      );
    });
    again(`leases:${site}`, 60, async () => {
      await inTransaction(options.database, { site, now: clock.now() }, async (tx) => {
        await picking.lapseLeases(tx);
        await jobs.lapseJobs(tx);
      });
    });
  };

  /** Work that news calls for at once and that is looked at every minute in any case; it may say when it is due itself. */
  const onCall = (name: string, work: (site: string) => Promise<Date | null>) => {
    const asked = new Set<string>();
    const run = async (site: string): Promise<Date> => {
      asked.delete(site);
      const next = await work(site);
      if (asked.has(site)) return clock.now();
      const sweep = new Date(clock.now().getTime() + 60_000);
      return next === null || next > sweep ? sweep : next;
    };
    const look = (site: string) => again(`${name}:${site}`, 60, () => run(site), clock.now());
    return {
      look,
      call(site: string) {
        asked.add(site);
        look(site);
      },
    };
  };

  /** Sites where an order waits for stock, as far as this process knows. */
  const holding = new Set<string>();

  /** Stock that turned up goes to whoever waits for it, and waits that are over end; orders one by one, as each locks its own rows. */
  const holds = onCall('holds', async (site) => {
    const { shipments, next } = await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
      picking.dueHolds(tx),
    );
    if (shipments.length > 0 || next !== null) holding.add(site);
    else holding.delete(site);
    for (const shipment of shipments)
      await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
        picking.serveHold(tx, shipment),
      );
    return next;
  });

  /** What came up while people stood ready goes to them, one by one, as long as there is something. */
  const smallJobs = onCall('jobs', async (site) => {
    const { jobs: waiting, people } = await inTransaction(
      options.database,
      { site, now: clock.now() },
      (tx) => jobs.whoWaits(tx),
    );
    let left = waiting;
    for (const person of people) {
      if (left === 0) break;
      const isGiven = await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
        jobs.giveJob(tx, person),
      );
      if (isGiven) left -= 1;
    }
    return null;
  });

  const started = new Set<string>();
  const look = () => {
    if (stopped) return;
    for (const site of options.sites()) {
      if (started.has(site)) continue;
      started.add(site);
      begin(site).catch((error: unknown) => {
        started.delete(site);
        options.log.error({ error, site }, 'timers of a site could not start');
      });
    }
  };
  look();
  // A site loaded while the server runs gets its timers too.
  const poll = setInterval(look, 2_000);
  poll.unref();
  return {
    heard(rows) {
      const sites = (isMeant: (row: (typeof rows)[number]) => boolean) =>
        new Set(rows.filter((row) => started.has(row.site) && isMeant(row)).map((row) => row.site));
      for (const site of sites(
        ({ site, type }) => type === 'LineShorted' || (holding.has(site) && mayFreeStock.has(type)),
      ))
        holds.call(site);
      for (const site of sites(({ type }) => mayBringJobs.has(type))) smallJobs.call(site);
    },
    stop() {
      stopped = true;
      clearInterval(poll);
      for (const site of started) {
        clock.cancel(`release:${site}`);
        clock.cancel(`leases:${site}`);
        clock.cancel(`questions:${site}`);
        clock.cancel(`photos:${site}`);
        clock.cancel(`holds:${site}`);
        clock.cancel(`jobs:${site}`);
      }
    },
  };
}

import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import { inTransaction, reading, type Database } from '../platform/db/database.ts';
import { isConnectionLost, isRetryable } from '../platform/db/retryable.ts';
import { forgetPhotos } from './exceptions/exceptions.ts';
import * as jobs from './jobs/jobs.ts';
import * as picking from './picking/picking.ts';
import { releaseWave } from './release/release.ts';
import type { Stamped } from '../platform/journal/relay.ts';

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
    lookAtHolds(site);
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

  /** Sites where an order waits for stock, as far as this process knows, and those to be looked at again. */
  const holding = new Set<string>();
  const asked = new Set<string>();

  /** Stock that turned up goes to whoever waits for it, and waits that are over end; orders one by one, as each locks its own rows. */
  const serveHolds = async (site: string): Promise<Date | void> => {
    asked.delete(site);
    const { shipments, next } = await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
      picking.dueHolds(tx),
    );
    if (shipments.length > 0 || next !== null) holding.add(site);
    else holding.delete(site);
    for (const shipment of shipments)
      await inTransaction(options.database, { site, now: clock.now() }, (tx) =>
        picking.serveHold(tx, shipment),
      );
    if (asked.has(site)) return clock.now();
    const sweep = new Date(clock.now().getTime() + 60_000);
    return next === null || next > sweep ? sweep : next;
  };
  const lookAtHolds = (site: string) => again(`holds:${site}`, 60, () => serveHolds(site), clock.now());

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
      const sites = rows.filter(
        ({ site, type }) => type === 'LineShorted' || (holding.has(site) && mayFreeStock.has(type)),
      );
      for (const site of new Set(sites.map((row) => row.site))) {
        if (!started.has(site)) continue;
        asked.add(site);
        lookAtHolds(site);
      }
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
      }
    },
  };
}

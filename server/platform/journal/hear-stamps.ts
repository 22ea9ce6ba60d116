import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

/** PostgreSQL's channel on which whoever stamps says up to where: `<position> <site>`. */
export const stampsChannel = 'floorwave_stamps';

const againMs = 1_000;
const connectMs = 5_000;
const goodbyeMs = 1_000;

/**
 * Hears of positions that any process stamped, on a connection of its own. It may be away for a while: what was said
 * meanwhile is lost, and found by whoever looks from time to time.
 */
export function hearStamps(options: {
  url: string;
  log: Logger;
  hear: (site: string, position: number) => void;
}): { stop(): Promise<void> } {
  const { log, hear } = options;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function begin(): Promise<void> {
    const mine = new pg.Client({
      connectionString: options.url,
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      application_name: 'floorwave stamps',
    });
    client = mine;
    let isOver = false;
    const over = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      if (stopped) return;
      log.debug({ error }, 'stamps of other processes are not heard for a moment');
      timer = setTimeout(() => void begin(), againMs);
      timer.unref();
    };
    mine.on('error', over);
    mine.on('end', over);
    mine.on('notification', ({ payload }) => {
      const [, position, site] = /^(\d+) (.+)$/s.exec(payload ?? '') ?? [];
      if (site !== undefined) hear(site, Number(position));
    });
    try {
      await mine.connect();
      await mine.query(`listen ${stampsChannel}`);
    } catch (error) {
      over(error);
      // Not waited for: a connection that is gone already never says that it ended.
      mine.end().catch(() => {});
    }
  }

  void begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.race([client?.end().catch(() => {}), wait(goodbyeMs, undefined, { ref: false })]);
    },
  };
}

import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import { inTransaction, reading, type Database } from '../../platform/db/database.ts';
import { isConnectionLost } from '../../platform/db/retryable.ts';
import {
  claimNext,
  doubtInterrupted,
  recordOutcome,
  type ClaimedJob,
} from '../../floor/printing/printing.ts';
import { LabelError } from '../../../label-templates/render.ts';
import { fillParcelLabel } from './fill-parcel-label.ts';
import { sendRaw } from './raw-tcp.ts';

export interface Printing {
  /** Something about print jobs was committed. */
  poke(): void;
  /** Jobs queued or being sent. */
  waiting(): Promise<number>;
  stop(): Promise<void>;
}

const sendingTimeoutMs = 15_000;

/**
 * Sends queued labels: one job at a time to each printer, marked `sending` and committed before the first byte leaves. What
 * became of it is written after; a process that dies in between leaves `sending`, which the next start turns into `unknown`.
 */
export function startPrinting(options: { database: Database; clock: Clock; log: Logger }): Printing {
  const { database, clock, log } = options;
  const sending = new Map<string, Promise<void>>();
  let queued = 0;
  let looking: Promise<void> | null = null;
  let isDirty = true;
  let stopped = false;

  const started = doubtAtStart().catch((error: unknown) => {
    log.error({ error }, 'interrupted print jobs could not be doubted');
  });

  async function doubtAtStart(): Promise<void> {
    const sites = await reading(database)
      .selectFrom('printJob')
      .select('site')
      .distinct()
      .where('state', '=', 'sending')
      .execute();
    for (const { site } of sites) {
      const count = await inTransaction(database, { site, now: clock.now() }, doubtInterrupted);
      log.warn({ site, count }, 'print jobs were interrupted: a person is asked');
    }
    void look();
  }

  function look(): Promise<void> {
    if (stopped) return Promise.resolve();
    looking ??= (async () => {
      await started;
      while (isDirty && !stopped) {
        isDirty = false;
        try {
          const rows = await reading(database)
            .selectFrom('printJob')
            .select(['site', 'printer', 'nextAt'])
            .where('state', '=', 'queued')
            .orderBy('printJob')
            .limit(1_000)
            .execute();
          queued = rows.length;
          const now = clock.now();
          for (const row of rows) {
            if (row.nextAt > now)
              clock.at(`print:${row.site}:${row.printer}`, row.nextAt, async () => {
                isDirty = true;
                await look();
              });
            else begin(row.site, row.printer);
          }
        } catch (error) {
          isDirty = true;
          if (!isConnectionLost(error)) log.error({ error }, 'print jobs could not be read');
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    })().finally(() => {
      looking = null;
    });
    return looking;
  }

  function begin(site: string, printer: string): void {
    const key = `${site}/${printer}`;
    if (sending.has(key) || stopped) return;
    sending.set(
      key,
      drain(site, printer)
        .catch((error: unknown) => {
          if (!isConnectionLost(error)) log.error({ error, site, printer }, 'printing stopped at an error');
          isDirty = true;
          setTimeout(() => {
            void look();
          }, 500).unref();
        })
        .finally(() => {
          sending.delete(key);
          isDirty = true;
          void look();
        }),
    );
  }

  async function drain(site: string, printer: string): Promise<void> {
    while (!stopped) {
      const job = await inTransaction(database, { site, now: clock.now() }, (tx) => claimNext(tx, printer));
      if (job === null) return;
      const outcome = await send(site, job);
      await record(site, job.printJob, outcome);
      // Not sent means the printer is away: its timer brings us back, the loop would only hammer it.
      if (outcome.outcome === 'not_sent') return;
    }
  }

  async function send(site: string, job: ClaimedJob): Promise<Parameters<typeof recordOutcome>[2]> {
    let zpl: string;
    try {
      zpl = await fillParcelLabel(reading(database), site, job, clock.now());
    } catch (error) {
      if (!(error instanceof LabelError)) throw error;
      log.error({ error, printJob: job.printJob }, 'label could not be filled');
      return { outcome: 'not_sent', reason: 'label_unfit' };
    }
    const bytes = new TextEncoder().encode(zpl);
    const outcome = await sendRaw({ host: job.host, port: job.port, bytes, timeoutMs: sendingTimeoutMs });
    return { ...outcome, contentHash: createHash('sha256').update(bytes).digest('base64') };
  }

  /** The outcome is known only here: it is written until the database takes it. */
  async function record(
    site: string,
    printJob: number,
    outcome: Parameters<typeof recordOutcome>[2],
  ): Promise<void> {
    for (;;) {
      try {
        await inTransaction(database, { site, now: clock.now() }, (tx) =>
          recordOutcome(tx, printJob, outcome),
        );
        return;
      } catch (error) {
        if (stopped) throw error;
        log.warn({ error, printJob }, 'outcome of a print could not be written yet');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  return {
    poke() {
      isDirty = true;
      void look();
    },
    async waiting() {
      await (looking ?? (isDirty ? look() : null));
      return queued + sending.size;
    },
    async stop() {
      stopped = true;
      await looking;
      await Promise.race([
        Promise.all(sending.values()),
        new Promise((resolve) => {
          setTimeout(resolve, 3_000).unref();
        }),
      ]);
    },
  };
}

import { sql } from 'kysely';
import type { CommandBody } from '../../protocol/commands.ts';
import type { PrintError } from '../../protocol/prompts.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import { printMoves, type PrintState } from './print-job.states.ts';

export interface NewJob {
  parcel: number;
  station: string | null;
  printer: string;
  isReprint?: boolean;
  reason?: string | null;
}

/** Queues one label for a printer; the printing edge sends it. A label that is queued or in doubt already gets no second job. */
export async function queueLabel(tx: Tx, job: NewJob): Promise<number> {
  const before = job.isReprint === true ? await lastJob(tx, job.parcel) : undefined;
  if (before?.state === 'failed') await resolve(tx, 'failed_print', String(before.printJob), 'printed again');
  const printJob = await nextNumber(tx, 'print_job');
  await tx.db
    .insertInto('printJob')
    .values({
      site: tx.site,
      printJob,
      template: 'parcel-sscc',
      parcel: job.parcel,
      station: job.station,
      printer: job.printer,
      state: 'queued',
      isReprint: job.isReprint ?? false,
      reason: job.reason ?? null,
      contentHash: null,
      error: null,
      createdAt: tx.now,
      sendingAt: null,
      endedAt: null,
      nextAt: tx.now,
    })
    .execute();
  await changed(tx, printJob, job.station, 'queued');
  return printJob;
}

async function changed(tx: Tx, printJob: number, station: string | null, state: PrintState): Promise<void> {
  await append(tx, [
    {
      type: 'PrintChanged',
      topics: ['desk', 'wall', ...(station === null ? [] : [`station:${station}` as const])],
      data: { printJob, state },
    },
  ]);
}

export interface ClaimedJob {
  printJob: number;
  parcel: number;
  printer: string;
  host: string;
  port: number;
  dpi: number;
  isReprint: boolean;
  station: string | null;
}

/**
 * Takes the oldest due job of a printer that sends nothing else, and marks it sending before a byte leaves. Null when
 * none is due, or another process is just taking one: the printer's row is locked with it.
 */
export async function claimNext(tx: Tx, printer: string): Promise<ClaimedJob | null> {
  const { rows } = await sql<ClaimedJob & { voided: boolean }>`
    select j.print_job, j.parcel, j.printer, p.host, p.port, p.dpi, j.is_reprint, j.station, (c.state = 'voided') as voided
    from print_job j join printer p on p.site = j.site and p.printer = j.printer
    left join parcel c on c.site = j.site and c.parcel = j.parcel
    where j.site = ${tx.site} and j.printer = ${printer} and j.state = 'queued' and j.next_at <= ${tx.now}
      and not exists (select 1 from print_job s where s.site = j.site and s.printer = j.printer and s.state = 'sending')
    order by j.print_job limit 1 for update of j, p skip locked`.execute(tx.db);
  const job = rows[0];
  if (job === undefined) return null;
  if (job.voided) {
    await move(tx, job.printJob, 'expired', 'voided');
    return claimNext(tx, printer);
  }
  await tx.db
    .updateTable('printJob')
    .set({ state: 'sending', sendingAt: tx.now, attempts: sql`attempts + 1` })
    .where('site', '=', tx.site)
    .where('printJob', '=', job.printJob)
    .execute();
  await changed(tx, job.printJob, job.station, 'sending');
  return job;
}

/** What became of a sending. `not_sent` goes back to the queue with a growing wait, and fails after ten tries. */
export async function recordOutcome(
  tx: Tx,
  printJob: number,
  outcome: {
    outcome: 'confirmed' | 'sent' | 'unknown' | 'not_sent';
    reason?: PrintError;
    contentHash?: string;
  },
): Promise<void> {
  const job = await lockJob(tx, printJob);
  if (job === undefined || job.state !== 'sending') return;
  if (outcome.contentHash !== undefined) {
    await tx.db
      .updateTable('printJob')
      .set({ contentHash: outcome.contentHash })
      .where('site', '=', tx.site)
      .where('printJob', '=', printJob)
      .execute();
  }
  switch (outcome.outcome) {
    case 'confirmed':
    case 'sent':
      await move(tx, printJob, outcome.outcome, null);
      break;
    case 'unknown':
      await move(tx, printJob, 'unknown', outcome.reason ?? null);
      await raisePrint(tx, 'unknown_print', job);
      break;
    case 'not_sent': {
      if (job.attempts >= 10) {
        await move(tx, printJob, 'failed', outcome.reason ?? null);
        await raisePrint(tx, 'failed_print', job);
        break;
      }
      const wait = Math.min(60, 2 ** job.attempts) * 1_000;
      await tx.db
        .updateTable('printJob')
        .set({ state: 'queued', error: outcome.reason ?? null, nextAt: new Date(tx.now.getTime() + wait) })
        .where('site', '=', tx.site)
        .where('printJob', '=', printJob)
        .execute();
      await changed(tx, printJob, job.station, 'queued');
    }
  }
}

/** At start: what was being sent when the process died may or may not have printed. */
export async function doubtInterrupted(tx: Tx): Promise<number> {
  const rows = await tx.db
    .selectFrom('printJob')
    .select('printJob')
    .where('site', '=', tx.site)
    .where('state', '=', 'sending')
    .execute();
  for (const row of rows)
    await recordOutcome(tx, row.printJob, { outcome: 'unknown', reason: 'interrupted' });
  return rows.length;
}

/** A person has to look; the tracking number is what they read off the parcel. */
async function raisePrint(
  tx: Tx,
  kind: 'unknown_print' | 'failed_print',
  job: Readonly<{ printJob: number; printer: string; parcel: number | null }>,
): Promise<void> {
  const { printJob, printer, parcel } = job;
  const row = await tx.db
    .selectFrom('parcel')
    .select('tracking')
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  const tracking = row?.tracking ?? null;
  await raise(tx, { kind, ref: String(printJob), data: { printJob, printer, parcel, tracking } });
}

async function lockJob(tx: Tx, printJob: number) {
  return tx.db
    .selectFrom('printJob')
    .selectAll()
    .where('site', '=', tx.site)
    .where('printJob', '=', printJob)
    .forUpdate()
    .executeTakeFirst();
}

async function move(tx: Tx, printJob: number, to: PrintState, error: PrintError | null): Promise<void> {
  const job = await lockJob(tx, printJob);
  if (job === undefined || !printMoves[job.state].includes(to))
    throw new Error(`expected print job ${printJob} to allow ${to}, it is ${job?.state ?? 'absent'}`);
  await tx.db
    .updateTable('printJob')
    .set({ state: to, error, endedAt: tx.now })
    .where('site', '=', tx.site)
    .where('printJob', '=', printJob)
    .execute();
  await changed(tx, printJob, job.station, to);
}

/** A person looked: the label came out, or it did not and is printed again under a new job. */
export async function answerPrint(
  tx: Tx,
  body: CommandBody<'AnswerPrint'>,
): Promise<Refused | { result: Record<string, unknown> }> {
  const job = await lockJob(tx, body.printJob);
  if (job === undefined) return refuse('PRINT_NOT_UNKNOWN', { state: 'absent' });
  if (job.state !== 'unknown' && job.state !== 'failed')
    return refuse('PRINT_NOT_UNKNOWN', { state: job.state });
  if (job.state === 'unknown') {
    await move(tx, job.printJob, body.cameOut ? 'confirmed' : 'failed', body.cameOut ? null : 'not_out');
    await resolve(tx, 'unknown_print', String(job.printJob), body.cameOut ? 'came out' : 'printed again');
  } else {
    // Failed and no longer asked about: somebody has answered, and a label of theirs may be out already.
    const isAsked = await resolve(
      tx,
      'failed_print',
      String(job.printJob),
      body.cameOut ? 'came out' : 'printed again',
    );
    if (!isAsked) return refuse('PRINT_NOT_UNKNOWN', { state: job.state });
  }
  if (body.cameOut || job.parcel === null) return { result: { printJob: job.printJob } };
  return {
    result: {
      printJob: await queueLabel(tx, {
        parcel: job.parcel,
        station: job.station,
        printer: job.printer,
        isReprint: true,
        reason: 'not_out',
      }),
    },
  };
}

/** Stops what is queued for a parcel; used when its label is voided. */
export async function expireQueued(tx: Tx, parcel: number): Promise<void> {
  const rows = await tx.db
    .selectFrom('printJob')
    .select('printJob')
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .where('state', '=', 'queued')
    .execute();
  for (const row of rows) await move(tx, row.printJob, 'expired', 'voided');
}

/** The newest job of a parcel. */
export async function lastJob(tx: Tx, parcel: number) {
  return tx.db
    .selectFrom('printJob')
    .selectAll()
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .orderBy('printJob', 'desc')
    .limit(1)
    .executeTakeFirst();
}

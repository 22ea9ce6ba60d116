import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import { inTransaction, type Database, type Tx } from '../../platform/db/database.ts';
import { isConnectionLost } from '../../platform/db/retryable.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Stamped } from '../../platform/journal/relay.ts';
import { raise } from '../../floor/exceptions/exceptions.ts';
import { hubEvent } from './hub-event.ts';
import { judgeAttempt, type Verdict } from './judge-attempt.ts';
import { createPoster, timeoutMs } from './poster.ts';
import { sign } from './signature.ts';
import { claimDeliveries, type ClaimedEvent } from './sql/claim-deliveries.ts';
import * as store from './hub.store.ts';

export interface Deliveries {
  /** Something may be due. With the relay's rows it looks only if a hub is to hear one of them. */
  poke(rows?: readonly Stamped[]): void;
  /** Events on the way or not yet looked at: 0 when nothing is due now. A later attempt does not count. */
  waiting(): number;
  /** Resolves when nothing is due now. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const perEndpoint = 8;
const onTheWayMax = 32;
const runMax = 20;
// A run that has taken this long ends, so that it is over before its lease: one more attempt may take all its time-out.
const runMs = 12_000;
const leaseMs = runMs + timeoutMs + 5_000;
// Facts come in flocks (one pick tells three things), and a mark is in no hurry: a short wait turns many small
// transactions into one.
const gatherMs = 40;
const markMs = 200;
const backlogMs = 5;
const lookAgainMs = 5_000;
const faultMs = 500;
const stopMs = 2_000;

/** Events of one order for one endpoint, sent one after the other; the first that fails ends the run. */
interface Run {
  site: string;
  endpoint: string;
  partition: string;
  leaseUntil: Date;
  events: readonly ClaimedEvent[];
}
interface Settled {
  run: Run;
  delivered: number;
  verdict: Verdict | { state: 'not tried' } | null;
}

/**
 * Pushes what is owed to the hubs, at least once and in order per order (HB6, HB7). The table says what is owed, so a
 * process that dies forgets nothing; several processes share the work through leases (claim-deliveries.ts).
 */
export function startDeliveries(options: {
  database: Database;
  clock: Clock;
  config: Pick<Config, 'outboundAllow'>;
  log: Logger;
}): Deliveries {
  const { database, clock, log } = options;
  const poster = createPoster(options.config.outboundAllow);
  const stopping = new AbortController();
  const onTheWay = new Set<Run>();
  // On the way, or back and not yet marked. A demonstration's clock may leap past a lease meanwhile: what this process
  // holds it does not take again.
  const held = new Set<Run>();
  const failing = new Set<string>();
  let settled: Settled[] = [];
  let lookAt = performance.now();
  let isLooking = false;
  let isBacklog = false;
  let isStopping = false;
  let rouse = () => {};
  let idle: (() => void)[] = [];

  const looks = setInterval(() => {
    wake(0);
  }, lookAgainMs);
  looks.unref();
  const loop = run();

  function wake(withinMs: number): void {
    const at = performance.now() + withinMs;
    if (at >= lookAt) return;
    lookAt = at;
    rouse();
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      const wait = lookAt - performance.now();
      if (wait > 0) {
        await sleep(wait);
        continue;
      }
      lookAt = Infinity;
      isLooking = true;
      try {
        await look();
      } catch (error) {
        if (!isConnectionLost(error)) log.error({ error }, 'hub deliveries could not be read or marked');
        wake(faultMs);
      }
      isLooking = false;
      if (waiting() === 0) {
        for (const resolve of idle) resolve();
        idle = [];
      }
    }
  }

  /** Until the time is over or somebody wakes the loop for an earlier one. */
  async function sleep(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      rouse = resolve;
      if (ms < Infinity) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  /** Writes down what came back and takes what is due, in one transaction. */
  async function look(): Promise<void> {
    const results = settled;
    settled = [];
    try {
      for (const result of results) await settleTrouble(result);
      const now = clock.now();
      const limit = onTheWayMax - onTheWay.size;
      const leaseUntil = new Date(now.getTime() + leaseMs);
      const settling = new Set(results.map((result) => result.run));
      const others = [...held].filter((run) => !settling.has(run));
      const { claimed, nextDue } = await inTransaction(database, { site: '', now }, async (tx) => {
        // A mark that a power cut takes is a delivery made twice, which at-least-once allows; waiting for the disk is
        // not worth it.
        // The tables grow from nothing to much before their statistics follow, and a plan chosen for "nothing" once
        // took 200 ms a turn where the indexes take 20.
        await sql`select set_config('synchronous_commit', 'off', true), set_config('enable_hashjoin', 'off', true),
          set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(
          tx.db,
        );
        await settle(tx, results);
        const claimed =
          limit === 0
            ? []
            : await claimDeliveries(tx.db, {
                now,
                leaseUntil,
                held: others,
                room: room(),
                perEndpoint,
                runMax,
                limit,
              });
        // Own leases need no timer: what this process holds comes back by itself.
        const leases = [leaseUntil, ...others.map((run) => run.leaseUntil)];
        const next = await tx.db
          .selectFrom('hubDelivery')
          .select((eb) => eb.fn.min('nextAt').as('at'))
          .where('state', '=', 'waiting')
          .where('nextAt', '>', now)
          .where('nextAt', 'not in', leases)
          .executeTakeFirst();
        return { claimed, nextDue: next?.at ?? null };
      });
      for (const run of settling) held.delete(run);
      const runs = runsOf(claimed, leaseUntil);
      isBacklog = runs.length >= perEndpoint;
      for (const run of runs) void send(run);
      if (nextDue === null) clock.cancel('hub-deliveries');
      else
        clock.at('hub-deliveries', new Date(nextDue), async () => {
          wake(0);
        });
    } catch (error) {
      settled = [...results, ...settled];
      throw error;
    }
  }

  /** How many more orders each busy or failing endpoint may have on the way: one that fails gets one try at a time. */
  function room() {
    const busy = new Map<string, { site: string; endpoint: string; count: number }>();
    for (const { site, endpoint } of onTheWay) {
      const key = endpointKey({ site, endpoint });
      busy.set(key, { site, endpoint, count: (busy.get(key)?.count ?? 0) + 1 });
    }
    for (const key of failing) {
      const [site = '', endpoint = ''] = key.split('\n');
      if (!busy.has(key)) busy.set(key, { site, endpoint, count: 0 });
    }
    return [...busy].map(([key, { site, endpoint, count }]) => ({
      site,
      endpoint,
      room: Math.max(0, (failing.has(key) ? 1 : perEndpoint) - count),
    }));
  }

  function runsOf(claimed: readonly ClaimedEvent[], leaseUntil: Date): Run[] {
    const runs = new Map<string, Run & { events: ClaimedEvent[] }>();
    for (const event of claimed) {
      const { site, endpoint, partition } = event;
      const key = `${endpointKey(event)}\n${partition}`;
      const run = runs.get(key) ?? { site, endpoint, partition, leaseUntil, events: [] };
      runs.set(key, run);
      run.events.push(event);
    }
    return [...runs.values()];
  }

  async function send(run: Run): Promise<void> {
    onTheWay.add(run);
    held.add(run);
    const result: Settled = { run, delivered: 0, verdict: null };
    const until = performance.now() + runMs;
    try {
      for (const event of run.events) {
        if (performance.now() > until) break;
        const verdict = isStopping ? { state: 'not tried' as const } : await attempt(event);
        if (verdict.state !== 'delivered') {
          result.verdict = verdict;
          break;
        }
        result.delivered++;
      }
    } catch (error) {
      log.error({ error, endpoint: run.endpoint }, 'hub delivery failed');
      result.verdict = {
        state: 'waiting',
        nextAt: new Date(clock.now().getTime() + 5_000),
        error: 'could not be sent',
      };
    }
    if (result.verdict === null || result.verdict.state === 'not tried') failing.delete(endpointKey(run));
    else failing.add(endpointKey(run));
    onTheWay.delete(run);
    settled.push(result);
    wake(isBacklog || idle.length > 0 ? backlogMs : markMs);
  }

  async function attempt(event: ClaimedEvent): Promise<Verdict | { state: 'not tried' }> {
    const now = clock.now();
    const body = JSON.stringify(hubEvent({ ...event, id: event.eventId }));
    const answer = await poster.post(
      event.url,
      signedHeaders(event.secret, event.eventId, now, body),
      body,
      now,
      stopping.signal,
    );
    failpoint('hub.answered');
    if ('failed' in answer && stopping.signal.aborted) return { state: 'not tried' };
    return judgeAttempt(answer, { eventId: event.eventId, attemptsBefore: event.attempts }, clock.now());
  }

  async function settle(tx: Tx, results: readonly Settled[]): Promise<void> {
    await store.markDelivered(
      tx,
      results.flatMap(({ run, delivered }) => run.events.slice(0, delivered)),
    );
    await store.settleRuns(
      tx,
      results.map(({ run, delivered, verdict }) => ({
        site: run.site,
        endpoint: run.endpoint,
        partition: run.partition,
        position: run.events[delivered]?.position ?? 0,
        nextAt: verdict?.state === 'waiting' ? verdict.nextAt : tx.now,
        error: verdict?.state === 'waiting' || verdict?.state === 'gone' ? verdict.error : null,
      })),
    );
  }

  /** A dead letter or a gone endpoint is a person's business: its own transaction, on disk before anything goes on. */
  async function settleTrouble({ run, delivered, verdict }: Settled): Promise<void> {
    const event = run.events[delivered];
    if (event === undefined || (verdict?.state !== 'dead' && verdict?.state !== 'gone')) return;
    await inTransaction(database, { site: run.site, now: clock.now() }, async (tx) => {
      if (verdict.state === 'dead') await store.markDead(tx, event, verdict.error);
      else await store.disableEndpoint(tx, event);
      await raise(tx, {
        kind: 'hub_dead_letter',
        ref: run.endpoint,
        owner: event.owner,
        data: {
          endpoint: run.endpoint,
          hub: event.hub,
          orderId: event.orderId,
          position: event.position,
          type: event.type,
          error: verdict.error,
          isDisabled: verdict.state === 'gone',
        },
      });
    });
    log.warn(
      { site: run.site, endpoint: run.endpoint, position: event.position, error: verdict.error },
      verdict.state === 'dead' ? 'hub event is a dead letter' : 'hub endpoint is gone and switched off',
    );
  }

  function waiting(): number {
    const events = [...onTheWay].reduce((sum, run) => sum + run.events.length, 0);
    return events + settled.length + (isLooking || lookAt < Infinity ? 1 : 0);
  }

  return {
    poke(rows) {
      if (rows === undefined || rows.some((row) => row.hub !== null)) wake(gatherMs);
    },
    waiting,
    async drain() {
      if (isStopping) return;
      wake(0);
      await new Promise<void>((resolve) => {
        idle.push(resolve);
      });
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      clearInterval(looks);
      clock.cancel('hub-deliveries');
      rouse();
      await loop;
      const patience = performance.now() + stopMs;
      while (onTheWay.size > 0 && performance.now() < patience) await pause(20);
      stopping.abort();
      while (onTheWay.size > 0) await pause(5);
      try {
        for (const result of settled) await settleTrouble(result);
        await inTransaction(database, { site: '', now: clock.now() }, (tx) => settle(tx, settled));
      } catch (error) {
        log.warn({ error }, 'hub deliveries could not be marked before the end; they are made again');
      }
      poster.close();
      for (const resolve of idle) resolve();
    },
  };
}

function endpointKey(at: { site: string; endpoint: string }): string {
  return `${at.site}\n${at.endpoint}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function signedHeaders(secret: string, id: string, now: Date, body: string): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign(secret, id, timestamp, body),
  };
}

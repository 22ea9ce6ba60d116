import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { buildApp, type App } from '../../server/app.ts';
import { inTransaction, openDatabase, reading, type Database } from '../../server/platform/db/database.ts';
import { append } from '../../server/platform/journal/append.ts';
import { startRelay } from '../../server/platform/journal/relay.ts';
import { Browser, pin, quiet, runningApp, until, type Running } from './running-app.ts';

/** Two servers on one database; a screen at the second follows what happens at the first. */
let one: Running;
let otherDatabase: Database;
let other: App;
let otherUrl: string;
beforeAll(async () => {
  one = await runningApp();
  otherDatabase = await openDatabase(one.own.url);
  other = await buildApp({
    database: otherDatabase,
    clock: one.clock,
    log: quiet,
    certificate: null,
    config: { publicUrl: null, outboundAllow: ['127.0.0.1'], tls: null },
  });
  otherUrl = await other.listen('127.0.0.1', 0);
});
afterAll(async () => {
  await other.close();
  await otherDatabase.close();
  await one.close();
});

/** One person with a tab at each server. */
async function twoTabs(operator: string, screen: string) {
  const here = one.browser();
  await here.signIn(operator, screen, { pin });
  const there = new Browser(otherUrl);
  for (const [name, value] of here.cookies) there.cookies.set(name, value);
  await here.connect();
  await there.connect();
  return { here, there };
}

const isReady = (pushed: { type: string; data?: unknown }) =>
  pushed.type === 'view' && (pushed.data as { ready?: boolean }).ready === true;

test("a command at one server moves another's screen within a second", async () => {
  const { here, there } = await twoTabs('ann', 'handheld');
  expect(await there.snapshot('handheld')).toMatchObject({ data: { kind: 'GetWork', ready: false } });
  const since = performance.now();
  expect(await here.command('GetWork', {})).toMatchObject({ ok: true, prompt: { ready: true } });
  await there.hears(isReady, 1_000);
  expect(performance.now() - since).toBeLessThan(1_000);
  there.close();
});

test('who is signed in elsewhere is shown out by the server where the screen is', async () => {
  const { there } = await twoTabs('abe', 'handheld');
  const since = performance.now();
  await one.browser().signIn('abe', 'handheld', { pin });
  expect(await there.hears(({ type }) => type === 'signed_out')).toEqual({
    type: 'signed_out',
    why: 'elsewhere',
  });
  expect(performance.now() - since).toBeLessThan(1_000);
});

test('a listener that is cut off is deaf for seconds at most, and hears again', async () => {
  const listening = async () => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and application_name = 'floorwave stamps'`.execute(
      reading(one.database),
    );
    return rows.map(({ pid }) => pid).sort();
  };
  const before = await until(async () => {
    const pids = await listening();
    return pids.length === 2 ? pids : undefined;
  });
  await sql`select pg_terminate_backend(pid) from unnest(${before}::int[]) as pid`.execute(
    reading(one.database),
  );
  const { here, there } = await twoTabs('ann', 'handheld');
  await there.snapshot('handheld');
  await here.command('GetWork', {});
  await there.hears(isReady, 3_000);
  there.close();
  const after = await until(async () => {
    const pids = await listening();
    return pids.length === 2 ? pids : undefined;
  });
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test('every process publishes every row once and in order, whoever stamped it', async () => {
  const published = new Map<string, number[]>();
  const relays = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const positions: number[] = [];
      published.set(name, positions);
      return startRelay({
        database: otherDatabase,
        log: quiet,
        sites: () => [],
        now: () => one.clock.now(),
        onStamped: async () => {},
        publish(rows) {
          positions.push(...rows.filter(({ site }) => site === 'race').map(({ position }) => position));
        },
      });
    }),
  );
  const wanted = Array.from({ length: 60 }, (_, at) => at + 1);
  await Promise.all(
    wanted.map(async (at) => {
      await inTransaction(one.database, { site: 'race', now: one.clock.now() }, (tx) =>
        append(tx, [{ type: 'OperatorReady', topics: ['desk'], data: { at } }]),
      );
      relays[at % 3]?.poke('race');
    }),
  );
  await until(() => ([...published.values()].every(({ length }) => length >= 60) ? true : undefined));
  for (const positions of published.values()) expect(positions).toEqual(wanted);
  await Promise.all(relays.map((relay) => relay.stop()));
});

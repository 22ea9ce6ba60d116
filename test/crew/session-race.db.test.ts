import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { inTransaction, openDatabase, reading } from '../../server/platform/db/database.ts';
import { isConnectionLost } from '../../server/platform/db/retryable.ts';
import { enrolled, runningApp, type Browser, type Running, type Said } from '../platform/running-app.ts';

let running: Running;
const devices: Browser[] = [];
beforeAll(async () => {
  running = await runningApp();
  for (const name of ['HH-R1', 'HH-R2', 'HH-R3', 'HH-R4'])
    devices.push(await enrolled(running, 'handheld', name));
});
afterAll(async () => {
  await running.close();
});

const at = (n: number): Browser => devices[n % devices.length] as Browser;
const live = () =>
  reading(running.database)
    .selectFrom('session')
    .select(['operator', 'device'])
    .where('endedAt', 'is', null)
    .where('operator', 'in', ['ann', 'abe'])
    .execute();

describe('many at once', () => {
  test('[CR9] twenty sign-ins of one badge on several devices, with sign-outs between, leave one session at most', async () => {
    const said = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        n % 2 === 0 ? at(n / 2).signIn('ann', 'handheld') : at((n - 1) / 2).ask('DELETE', '/session'),
      ),
    );
    expect(new Set(said.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect((await live()).length).toBeLessThanOrEqual(1);
  });

  test('[CR9] [CR10] people who swap devices at the same moment all get in, and nobody twice', async () => {
    const said = await Promise.all(
      Array.from({ length: 32 }, (_, n) => at(n).signIn(n % 3 === 0 ? 'ann' : 'abe', 'handheld')),
    );
    expect(said.map(({ status }) => status)).toEqual(said.map(() => 201));
    const here = await live();
    expect(new Set(here.map(({ device }) => device)).size).toBe(here.length);
    expect(new Set(here.map(({ operator }) => operator)).size).toBe(here.length);
  });

  test('[CR10] two people who scan at one device at the same moment leave one session there', async () => {
    for (let round = 0; round < 8; round++) {
      await Promise.all(['ann', 'abe'].map((operator) => at(0).signIn(operator, 'handheld')));
      expect((await live()).filter(({ device }) => device === 'HH-R1')).toHaveLength(1);
    }
  });
});

describe('[CR21] a database that is away', () => {
  const isFine = ({ status }: Said) => status === 200 || status === 201;

  test('is a 503 that says when to come back, never a fault', async () => {
    const cut = async () => {
      for (let n = 0; n < 6; n++) {
        await sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
          .execute(reading(running.database))
          .catch(() => {}); // it may have been cut itself
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    };
    const [said] = await Promise.all([
      Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          await new Promise((resolve) => setTimeout(resolve, n * 3));
          if (n % 4 === 3) return at(n).ask('DELETE', '/session');
          return n % 4 === 2 ? at(n).ask('GET', '/session') : at(n).signIn('ann', 'handheld');
        }),
      ),
      cut(),
    ]);
    const others = said.filter((one) => !isFine(one));
    expect(others.length).toBeGreaterThan(0);
    expect(
      new Set(others.map(({ status, body, retryAfter }) => `${status} ${String(body.code)} ${retryAfter}`)),
    ).toEqual(new Set(['503 UNAVAILABLE 1']));
  });

  test('takes no place of the pool with it', async () => {
    const database = await openDatabase(running.own.url, { poolMax: 2 });
    const context = { site: 'north', now: running.clock.now() };
    const cutOff = () =>
      inTransaction(database, context, ({ db }) =>
        sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
      ).catch((error: unknown) => error);
    const faults = [...(await Promise.all([cutOff(), cutOff()])), await cutOff(), await cutOff()];
    expect(faults.map(isConnectionLost)).toEqual([true, true, true, true]);
    const { rows } = await inTransaction(database, context, ({ db }) =>
      sql<{ one: number }>`select 1 as one`.execute(db),
    );
    expect(rows).toEqual([{ one: 1 }]);
    await database.close();
  });

  test('is known by what the pool and the server say', async () => {
    const pool = new pg.Pool({ connectionString: running.own.url, max: 1, connectionTimeoutMillis: 500 });
    const fault = (work: () => Promise<unknown>): Promise<unknown> =>
      work().then(
        () => null,
        (error: unknown) => error,
      );
    const taken = await pool.connect();
    const full = await fault(() => pool.query('select 1'));
    taken.release();
    const nowhere = new pg.Pool({
      connectionString: 'postgres://x@127.0.0.1:9/x',
      connectionTimeoutMillis: 500,
    });
    const refused = await fault(() => nowhere.query('select 1'));
    await pool.end();
    const ended = await fault(() => pool.query('select 1'));
    await nowhere.end();
    const wrapped = new Error('could not begin', { cause: full });
    expect([full, refused, ended, wrapped].map(isConnectionLost)).toEqual([true, true, true, true]);
    expect(isConnectionLost(new Error('expected a stop, got none'))).toBe(false);
    expect(
      isConnectionLost(
        await fault(() =>
          reading(running.database)
            .selectFrom('site')
            .select(sql`1/0`.as('x'))
            .execute(),
        ),
      ),
    ).toBe(false);
  });
});

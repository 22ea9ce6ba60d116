import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertDurable } from '../../server/platform/db/durable.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/platform/db/embedded-postgres.ts';

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'floorwave-embedded-'));
  running = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a first start makes a durable UTF-8 database that only this machine reaches with its password', async () => {
  const { url } = await start();
  await assertDurable((sql) => rowsOf(url, sql));
  expect(
    await rowsOf(
      url,
      'SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding, version() AS version FROM pg_database WHERE datname = current_database()',
    ),
  ).toEqual([{ name: 'floorwave', encoding: 'UTF8', version: expect.stringMatching(/^PostgreSQL 18\./) }]);
  expect(await rowsOf(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(((await stat(join(dataDir, 'postgres', 'floorwave.password'))).mode & 0o777).toString(8)).toBe(
    '600',
  );
  const stranger = new URL(url);
  stranger.password = 'guess';
  await expect(rowsOf(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
}, 60_000);

test('stop leaves no process, and the next start finds the rows again on the same address', async () => {
  const first = await start();
  await rowsOf(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const pid = first.postmasterPid();
  await first.stop();
  expect(first.postmasterPid()).toBe(null);
  expect(pid !== null && isAlive(pid)).toBe(false);

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await rowsOf(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
}, 60_000);

test('after kill -9 of the database the watchdog brings every acknowledged row back under the same pool', async () => {
  const postgres = await start();
  const pool = new Pool({ connectionString: postgres.url, max: 4 });
  pool.on('error', () => {}); // idle sessions die with the database
  await pool.query('CREATE TABLE fact (n int PRIMARY KEY)');
  const acknowledged: number[] = [];
  let n = 0;
  const writers = Array.from({ length: 4 }, async () => {
    for (;;) {
      const mine = (n += 1);
      try {
        await pool.query('INSERT INTO fact VALUES ($1)', [mine]);
      } catch {
        return; // killed under the writer: this row was never acknowledged
      }
      acknowledged.push(mine);
    }
  });
  while (acknowledged.length < 200) await sleep(5);
  const pid = postgres.postmasterPid();
  if (pid === null) throw new Error('expected a running postmaster');
  process.kill(pid, 'SIGKILL');
  await Promise.all(writers);

  // Several callers, one restart.
  await Promise.all([postgres.ensureRunning(), postgres.ensureRunning(), postgres.ensureRunning()]);
  expect(postgres.postmasterPid()).not.toBe(pid);
  const kept = new Set((await pool.query<{ n: number }>('SELECT n FROM fact')).rows.map((row) => row.n));
  expect(acknowledged.filter((row) => !kept.has(row))).toEqual([]);
  await pool.end();
}, 60_000);

test('the watchdog leaves a healthy database alone, and does not wake a stopped one', async () => {
  const postgres = await start();
  const pid = postgres.postmasterPid();
  await postgres.ensureRunning();
  expect(postgres.postmasterPid()).toBe(pid);
  await postgres.stop();
  await postgres.ensureRunning();
  expect(postgres.postmasterPid()).toBe(null);
}, 60_000);

test('a server that was killed finds its database still running, joins it, and stops it in the end', async () => {
  const killed = await startInAnotherProcess();
  killed.process.kill('SIGKILL');
  await once(killed.process, 'exit');

  const postgres = await start();
  expect(postgres.postmasterPid()).toBe(killed.postmaster);
  expect(postgres.url).toBe(killed.url);
  await postgres.stop();
  expect(isAlive(killed.postmaster)).toBe(false);
}, 60_000);

test('a second server shares the database and leaves it running for the first', async () => {
  const first = await startInAnotherProcess();
  const guest = await start();
  expect(guest.postmasterPid()).toBe(first.postmaster);
  await guest.stop();
  expect(await rowsOf(first.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  first.process.stdin.end();
  await once(first.process, 'exit');
  expect(isAlive(first.postmaster)).toBe(false);
}, 60_000);

test('two starts at once end in one database', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect(one.url).toBe(other.url);
  expect(one.postmasterPid()).toBe(other.postmasterPid());
}, 60_000);

test.runIf(process.getuid?.() === 0)(
  'as root, in a checkout that the database user cannot enter, the data is kept where it can, and found again',
  async () => {
    const closed = join(dataDir, '.data'); // inside a folder of mode 0700, like /root
    const first = await startEmbeddedPostgres({ dataDir: closed });
    running.push(first);
    await rowsOf(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: closed });
    running.push(second);
    expect(await rowsOf(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await second.stop();
    const notes = JSON.parse(readFileSync(join(closed, 'postgres.json'), 'utf8')) as { cluster: string };
    expect(notes.cluster.startsWith(dataDir)).toBe(false);
    await rm(notes.cluster, { recursive: true });
  },
  60_000,
);

test('only the switch for tests gives up durability, and the server refuses that database', async () => {
  const postgres = await start({ unsafeForTests: true });
  await expect(assertDurable((sql) => rowsOf(postgres.url, sql))).rejects.toThrow(/fsync is off/);
}, 60_000);

async function start(options: { unsafeForTests?: boolean } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options });
  running.push(postgres);
  return postgres;
}

async function startInAnotherProcess() {
  const launcher = new URL('../../server/platform/db/embedded-postgres.ts', import.meta.url).href;
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(launcher)};
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify({ url: postgres.url, postmaster: postgres.postmasterPid() }));
    process.stdin.resume().on('end', () => postgres.stop());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { process: child, ...(JSON.parse(line) as { url: string; postmaster: number }) };
}

async function rowsOf(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Ended, but not yet collected by whoever inherited it.
    return (
      !existsSync(`/proc/${pid}/status`) || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    );
  } catch {
    return false; // gone
  }
}

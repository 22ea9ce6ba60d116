import { fork, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../setup/fresh-database.ts';
import { until } from './running-app.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

interface Heard {
  type: string;
  id?: number;
  url?: string;
  databaseUrl?: string;
  postmasterPid?: number | null;
  nextDue?: string | null;
  busy?: unknown;
}

/** The real process, as `npm start` and the simulations start it. */
class Process {
  readonly heard: Heard[] = [];
  said = '';
  readonly #child: ChildProcess;
  readonly #end: Promise<number | null>;

  constructor(env: Record<string, string>) {
    this.#child = fork(main, [], {
      env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'info', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (part: Buffer) => {
        this.said += part.toString();
      });
    this.#child.on('message', (message) => {
      this.heard.push(message as Heard);
    });
    this.#end = new Promise((resolve) => {
      this.#child.once('exit', (code) => {
        resolve(code);
      });
    });
  }

  send(message: object): void {
    this.#child.send(message);
  }
  async hears(fits: (message: Heard) => boolean, withinMs = 30_000): Promise<Heard> {
    return until(() => this.heard.find(fits), withinMs, `a message; the process said ${this.said}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; ms: number }> {
    const since = performance.now();
    this.#child.kill(signal);
    return { code: await this.#end, ms: performance.now() - since };
  }

  letGo(): void {
    this.#child.disconnect();
  }
  async ended(): Promise<number | null> {
    return this.#end;
  }
}

describe('a server with its own database and a simulated clock', () => {
  let dataDir: string;
  let server: Process;
  let ready: Heard;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'floorwave-process-'));
    await chmod(dataDir, 0o711);
    server = new Process({ DATA_DIR: dataDir, FLOORWAVE_CLOCK: 'demo' });
    server.send({ type: 'clock', mode: 'manual', now: '2011-05-04T08:00:00.000Z' });
    ready = await server.hears(({ type }) => type === 'ready', 60_000);
  }, 90_000);
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('says where it is reached and which database it runs', async () => {
    expect(ready).toEqual({
      type: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      databaseUrl: expect.stringMatching(/^postgres:/),
      postmasterPid: expect.any(Number),
    });
    expect((await fetch(`${ready.url}/health/ready`)).status).toBe(200);
  });

  test("lives in the simulation's time, which moves by ticks", async () => {
    const time = async () => ((await (await fetch(`${ready.url}/session`)).json()) as { now: string }).now;
    expect(await time()).toBe('2011-05-04T08:00:00.000Z');
    server.send({ type: 'tick', id: 1, now: '2011-05-04T09:30:00.000Z' });
    expect(await server.hears(({ id }) => id === 1)).toEqual({
      type: 'ticked',
      id: 1,
      nextDue: null,
      busy: { deliveries: 0, prints: 0 },
    });
    expect(await time()).toBe('2011-05-04T09:30:00.000Z');
    server.send({ type: 'settle', id: 2 });
    expect(await server.hears(({ id }) => id === 2)).toEqual({
      type: 'settled',
      id: 2,
      deliveries: 0,
      prints: 0,
    });
  });

  test('a tick in which nothing happens costs next to nothing', async () => {
    const since = performance.now();
    for (let id = 1_000; id < 2_000; id++) server.send({ type: 'tick', id, now: '2011-05-04T09:30:00.000Z' });
    await server.hears(({ id }) => id === 1_999);
    expect((performance.now() - since) / 1_000).toBeLessThan(2);
  });

  test('brings its killed database back, and ticks go on', async () => {
    process.kill(ready.postmasterPid ?? 0, 'SIGKILL');
    server.send({ type: 'settle', id: 3 });
    await until(
      async () => ((await fetch(`${ready.url}/health/ready`)).status === 503 ? true : undefined),
      5_000,
      'the database to be gone',
    );
    await until(
      async () => ((await fetch(`${ready.url}/health/ready`)).status === 200 ? true : undefined),
      30_000,
      'the database to be back',
    );
    expect(await server.hears(({ id }) => id === 3)).toMatchObject({ type: 'settled' });
  });

  test('stops within 5 s at SIGTERM, its database last', async () => {
    const { code, ms } = await server.stop();
    expect({ code, isInTime: ms < 5_000 }).toEqual({ code: 0, isInTime: true });
    expect(server.said).toMatch(/"msg":"stopped"/);
    await expect(fetch(`${ready.url}/health/live`)).rejects.toThrow();
  });

  test('stops when its simulation is gone', async () => {
    const orphan = new Process({ DATA_DIR: dataDir, FLOORWAVE_CLOCK: 'demo' });
    orphan.send({ type: 'clock', mode: 'rate', base: '2011-05-04T08:00:00.000Z', rate: 60 });
    await orphan.hears(({ type }) => type === 'ready');
    orphan.letGo();
    expect(await orphan.ended()).toBe(0);
  });

  test('speaks HTTPS as soon as others can reach it, with a root that devices can install', async () => {
    const open = new Process({ DATA_DIR: dataDir, HOST: '0.0.0.0', PUBLIC_URL: 'https://localhost:3443' });
    const url = await until(
      () => /listening at (https:\/\/127\.0\.0\.1:\d+)/.exec(open.said)?.[1],
      30_000,
      'an address',
    );
    const ca = await fetchOnce(`${url}/ca`);
    expect(ca.headers['content-type']).toBe('application/x-x509-ca-cert');
    const pem = await fetchOnce(`${url}/ca.pem`);
    const page = await fetchOnce(`${url}/trust`, pem.body.toString());
    expect(page.body.toString()).toContain('https://localhost:3443/ca');
    expect(page.body.toString()).not.toMatch(/<script|style=|onload=/);
    expect((await fetchOnce(`${url}/trust/qr.svg`, pem.body.toString())).body.toString()).toContain('<svg');
    expect((await open.stop('SIGINT')).code).toBe(0);
  });
});

test('a database that forgets acknowledged rows is refused at start', async () => {
  const own = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'floorwave-process-'));
  try {
    const server = new Process({ DATABASE_URL: own.url, DATA_DIR: dataDir });
    expect(await server.ended()).toBe(1);
    expect(server.said).toMatch(/This database is refused: fsync is off/);
  } finally {
    await own.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

/** Without a root every certificate is taken: the first visit of a device that knows nobody. */
function fetchOnce(url: string, ca?: string): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, ca === undefined ? { rejectUnauthorized: false } : { ca }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => {
        parts.push(part);
      });
      answer.on('end', () => {
        resolve({ headers: answer.headers, body: Buffer.concat(parts) });
      });
    }).on('error', reject);
  });
}

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ticked } from './clock.ts';

const main = fileURLToPath(new URL('../server/main.ts', import.meta.url));

export interface ServerSettings {
  dataDir: string;
  port: number;
  logLevel: string;
  databaseUrl: string | null;
}

/** What a server that came up tells about itself. `postmaster` is the process id of its own PostgreSQL, if it runs one. */
export interface Running {
  url: string;
  databaseUrl: string;
  postmaster: number | null;
}

interface Waiting {
  message: { type: string; id: number } & Record<string, unknown>;
  resolve: (answer: Ticked) => void;
}

/**
 * The real server as a child process, so that it can be killed like one. Its clock is ours: at speed 0 it is moved by hand,
 * else it is told a start and a rate. What was asked of a server that died is asked again of the one that follows.
 */
export class ServerProcess {
  readonly #settings: ServerSettings;
  readonly #speed: number;
  readonly #now: () => number;
  readonly logFile: string;
  #child: ChildProcess | null = null;
  #running: Running | null = null;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isStopping = false;
  /** While it is coming up its death is the answer to `start`. */
  #diedBecause: (reason: Error) => void = () => {};

  constructor(settings: ServerSettings, speed: number, now: () => number) {
    this.#settings = settings;
    this.#speed = speed;
    this.#now = now;
    this.logFile = join(settings.dataDir, 'server.log');
  }

  /** Called when the server ends without anybody having asked for it. */
  onDeath(handler: (reason: Error) => void): void {
    this.#diedBecause = handler;
  }

  /** Where it is reached; a killed server comes back at the same address. */
  get running(): Running {
    if (this.#running === null) throw new Error('expected a server that has come up');
    return this.#running;
  }

  async start(): Promise<Running> {
    const log = openSync(this.logFile, 'a');
    const child = fork(main, [], {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        FLOORWAVE_CLOCK: 'demo',
        DATA_DIR: this.#settings.dataDir,
        HOST: '127.0.0.1',
        PORT: String(this.#settings.port),
        OUTBOUND_ALLOW: '127.0.0.1',
        LOG_LEVEL: this.#settings.logLevel,
        ...(this.#settings.databaseUrl === null ? {} : { DATABASE_URL: this.#settings.databaseUrl }),
      },
      // Ctrl-C in a terminal reaches the whole group; the server shall be stopped by us, after everybody else.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#child = child;
    const base = new Date(this.#now()).toISOString();
    child.send(
      this.#speed === 0
        ? { type: 'clock', mode: 'manual', now: base }
        : { type: 'clock', mode: 'rate', base, rate: this.#speed },
    );

    const running = await new Promise<Running>((resolve, reject) => {
      const tooLate = setTimeout(() => {
        reject(new Error(`the server did not come up within 60 s\n${this.lastLogLines()}`));
      }, 60_000);
      child.on('message', (message: Message) => {
        if (message.type === 'ready') {
          clearTimeout(tooLate);
          resolve({
            url: message.url,
            databaseUrl: message.databaseUrl,
            postmaster: message.postmasterPid ?? null,
          });
        } else {
          this.#hear(message);
        }
      });
      child.once('exit', (code, signal) => {
        clearTimeout(tooLate);
        const reason = new Error(
          `the server ended (${signal ?? `exit code ${String(code)}`})\n${this.lastLogLines()}`,
        );
        reject(reason);
        if (child === this.#child && !this.#isStopping) this.#diedBecause(reason);
      });
    });
    this.#running = running;
    for (const { message } of this.#waiting.values()) child.send(message);
    return running;
  }

  /** Moves the server's clock at speed 0. */
  async tick(now: number): Promise<Ticked> {
    return await this.#ask({ type: 'tick', now: new Date(now).toISOString() });
  }

  /** Lets the server push and deliver what it has; tells what still waits. */
  async settle(): Promise<Ticked> {
    return await this.#ask({ type: 'settle' });
  }

  /** As a power cut would: no warning, nothing tidied. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    const tooSlow = setTimeout(() => {
      this.#child?.kill('SIGKILL');
    }, 15_000);
    await this.#end('SIGTERM');
    clearTimeout(tooSlow);
  }

  /** For a process that must end at once and cannot wait. */
  abandon(): void {
    this.#isStopping = true;
    this.#child?.kill('SIGTERM');
  }

  lastLogLines(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill(signal);
    await gone;
  }

  async #ask(question: { type: string } & Record<string, unknown>): Promise<Ticked> {
    this.#lastId += 1;
    const message = { ...question, id: this.#lastId };
    return await new Promise((resolve) => {
      this.#waiting.set(message.id, { message, resolve });
      if (this.#child?.connected === true) this.#child.send(message);
    });
  }

  #hear(message: Message): void {
    if (message.type !== 'ticked' && message.type !== 'settled') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    waiting?.resolve(
      message.type === 'ticked'
        ? { nextDue: message.nextDue === null ? null : Date.parse(message.nextDue), ...message.busy }
        : { nextDue: null, deliveries: message.deliveries, prints: message.prints },
    );
  }
}

type Message =
  | { type: 'ready'; url: string; databaseUrl: string; postmasterPid?: number }
  | { type: 'ticked'; id: number; nextDue: string | null; busy: { deliveries: number; prints: number } }
  | { type: 'settled'; id: number; deliveries: number; prints: number };

/** A port that is free now, so that a restarted server can be found at the same address. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('expected a port'));
      });
    });
  });
}

import { io, type Socket } from 'socket.io-client';
import { pino, type Logger } from 'pino';
import { buildApp, type App } from '../../server/app.ts';
import { hashBadge, hashPin } from '../../server/floor/crew/secrets.ts';
import { demoClock, type DemoClock } from '../../server/platform/clock.ts';
import { inTransaction, json, openDatabase, type Database } from '../../server/platform/db/database.ts';
import type { CommandName } from '../../server/protocol/commands.ts';
import type { Role } from '../../server/protocol/permissions.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import { PROTOCOL_VERSION } from '../../server/protocol/version.ts';
import type { Me, Pushed, SnapshotReply, ViewName } from '../../server/protocol/views.ts';
import { freshDatabase } from '../setup/fresh-database.ts';

export const pin = '246810';
export const quiet = pino({ level: 'silent' });

export const people: Record<string, Role> = {
  ann: 'picker',
  abe: 'picker',
  bob: 'packer',
  eva: 'supervisor',
  leo: 'lead',
};
export const badgeOf = (operator: string): string => `BADGE-${operator.toUpperCase()}`;

/** The whole server in this process, on a database of its own, at a site with five people and two stations. */
export async function runningApp(options: { sites?: string[]; log?: Logger } = {}) {
  const own = await freshDatabase();
  const database = await openDatabase(own.url);
  const clock = demoClock();
  clock.set(new Date('2026-03-02T08:00:00Z'));
  for (const site of options.sites ?? ['north']) await settle(database, site, clock.now());
  const app = await buildApp({
    database,
    clock,
    log: options.log ?? quiet,
    certificate: null,
    config: { publicUrl: null, outboundAllow: ['127.0.0.1'], tls: null },
  });
  const url = await app.listen('127.0.0.1', 0);
  const browsers: Browser[] = [];

  return {
    app,
    database,
    clock,
    url,
    own,
    browser: () => {
      const browser = new Browser(url);
      browsers.push(browser);
      return browser;
    },
    async close() {
      for (const browser of browsers) browser.close();
      await app.close();
      await database.close();
      await own.drop();
    },
  };
}
export type Running = Awaited<ReturnType<typeof runningApp>>;

/** People, stations and nothing else: what signing in needs. */
export async function settle(database: Database, site: string, now: Date): Promise<void> {
  const pinHash = await hashPin(pin);
  await inTransaction(database, { site, now }, async (tx) => {
    await tx.db
      .insertInto('site')
      .values({
        site,
        name: `Site ${site}`,
        timezone: 'Europe/Warsaw',
        ssccPrefix: '9521234',
        shipFrom: json({ name: 'N', address1: 'Street 1', postcode: '1', city: 'C', country: 'PL' }),
        policies: json({
          eachScanUpTo: 3,
          zeroCheck: 'never',
          pickMode: 'cluster',
          batchShipments: 12,
          singlesUnits: 30,
          questionSeconds: 30,
          shortHoldMinutes: 0,
          unansweredWrongGoods: 'no',
          unansweredBlocked: 'no',
          unansweredLabelBad: 'no',
          unansweredOther: 'yes',
          unansweredShort: 'yes',
          manualEntry: 'allowed',
          photoDays: 14,
          countLimitUnits: 10,
          leaseMinutes: 20,
          breakMinutes: 30,
          declineMinutes: 15,
          parkedMinutes: 10,
          releaseEverySeconds: 0,
          waveShipments: 50,
          maxTotes: 16,
          toteVolumeMl: 40_000,
          toteMaxGrams: 15_000,
          cubbyConfirm: 'scan',
          dropPlace: 'DROP',
          problemPlace: 'ODD',
        }),
      })
      .execute();
    await tx.db
      .insertInto('operator')
      .values(
        Object.entries(people).map(([operator, role]) => ({
          site,
          operator,
          name: `Name of ${operator}`,
          role,
          badgeHash: hashBadge(site, badgeOf(operator)),
          pinHash,
        })),
      )
      .execute();
    await tx.db
      .insertInto('station')
      .values(['P1', 'P2'].map((station) => ({ site, station, name: `Bench ${station}`, printer: null })))
      .execute();
  });
}

export interface Said {
  status: number;
  body: Record<string, unknown>;
  cookies: string[];
  retryAfter: string | null;
}

/** One browser with its cookies, and the sockets it opens. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly heard: Pushed[] = [];
  socket: Socket | null = null;
  readonly #url: string;
  #commands = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Said> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        cookie: this.cookieHeader(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const cookies = answer.headers.getSetCookie();
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      cookies,
      retryAfter: answer.headers.get('retry-after'),
    };
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async signIn(operator: string, screen: string, more: Record<string, unknown> = {}): Promise<Said> {
    return this.ask('POST', '/session', { badge: badgeOf(operator), screen, ...more });
  }

  async me(): Promise<Me> {
    return (await this.ask('GET', '/session')).body as unknown as Me;
  }

  /** Resolves with 'connected', or with what the handshake said no with. */
  async connect(options: { protocol?: unknown; origin?: string } = {}): Promise<string> {
    this.socket?.disconnect();
    const socket = io(this.#url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { protocol: options.protocol ?? PROTOCOL_VERSION },
      extraHeaders: {
        cookie: this.cookieHeader(),
        ...(options.origin === undefined ? {} : { origin: options.origin }),
      },
    });
    this.socket = socket;
    socket.on('event', (pushed: Pushed) => {
      this.heard.push(pushed);
    });
    return new Promise((resolve) => {
      socket.once('connect', () => {
        resolve('connected');
      });
      socket.once('connect_error', (error) => {
        resolve(error.message);
      });
    });
  }

  async command(
    name: CommandName | string,
    body: unknown,
    commandId = `command-${process.pid}-${(this.#commands += 1)}-${performance.now()}`.replace('.', '-'),
  ): Promise<Reply> {
    return this.emit('command', { commandId, name, body }) as Promise<Reply>;
  }

  async snapshot(view: ViewName): Promise<SnapshotReply> {
    return this.emit('snapshot', { view }) as Promise<SnapshotReply>;
  }

  async emit(event: string, ...values: unknown[]): Promise<unknown> {
    if (this.socket === null) throw new Error('expected an open socket');
    return this.socket.timeout(5_000).emitWithAck(event, ...values);
  }

  /** Waits for a push that fits, also one that came already. */
  async hears(fits: (pushed: Pushed) => boolean, withinMs = 5_000): Promise<Pushed> {
    return until(() => this.heard.find(fits), withinMs, 'a push');
  }

  close(): void {
    this.socket?.disconnect();
  }
}

export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  withinMs = 5_000,
  what = 'it',
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`expected ${what} within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Makes a device at the desk and opens its address in a browser of its own. */
export async function enrolled(
  running: Running,
  kind: 'handheld' | 'station' | 'wall' | 'desk',
  device: string,
  station: string | null = null,
  site?: string,
): Promise<Browser> {
  const desk = running.browser();
  await desk.signIn('eva', 'desk', { pin, ...(site === undefined ? {} : { site }) });
  await desk.connect();
  const reply = await desk.command('EnrolDevice', { kind, device, station });
  if (!reply.ok) throw new Error(`expected a code, got ${JSON.stringify(reply)}`);
  const browser = running.browser();
  const said = await browser.ask('POST', '/enrol', { code: reply.result?.code });
  if (said.status !== 201)
    throw new Error(`expected the enrolment to be accepted, got ${JSON.stringify(said)}`);
  desk.close();
  return browser;
}

export type { App, DemoClock };

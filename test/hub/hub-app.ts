import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import websocket from '@fastify/websocket';
import { hashSecret } from '../../server/floor/crew/secrets.ts';
import {
  createStream,
  hubRoutes,
  oweDeliveries,
  startDeliveries,
  type Deliveries,
} from '../../server/edges/hub/hub.ts';
import { sign } from '../../server/edges/hub/signature.ts';
import type { StreamLimits } from '../../server/edges/hub/stream.ts';
import { demoClock } from '../../server/platform/clock.ts';
import { inTransaction, openDatabase, reading } from '../../server/platform/db/database.ts';
import { answerWithProblems, problemOf, sendProblem } from '../../server/platform/http/problem.ts';
import { append } from '../../server/platform/journal/append.ts';
import { startRelay } from '../../server/platform/journal/relay.ts';
import type { HubEventType } from '../../server/protocol/events.ts';
import type { HubEvent } from '../../server/protocol/hub.ts';
import { freshDatabase } from '../setup/fresh-database.ts';

export const morning = new Date('2026-03-02T08:00:00Z');
export const quiet = pino({ level: 'silent' });
export const allow = ['127.0.0.1'];

/** The hub's edge on a real database, without the floor around it: events are written straight into the journal. */
export async function hubApp(options: { limits?: Partial<StreamLimits>; isPushing?: boolean } = {}) {
  const own = await freshDatabase();
  const database = await openDatabase(own.url, { poolMax: 6 });
  const clock = demoClock();
  clock.set(morning);
  const config = { outboundAllow: allow };
  const started: Deliveries[] = [];
  const push = () => {
    const deliveries = startDeliveries({ database, clock, config, log: quiet });
    started.push(deliveries);
    return deliveries;
  };
  if (options.isPushing !== false) push();
  const stream = createStream({ database, log: quiet, limits: options.limits ?? {} });
  const relay = await startRelay({
    database,
    log: quiet,
    sites: () => ['north', 'south'],
    now: () => clock.now(),
    onStamped: oweDeliveries,
    publish(rows) {
      stream.notify(rows);
      for (const deliveries of started) deliveries.poke(rows);
    },
  });
  database.onJournal = (site) => {
    relay.poke(site);
  };
  const app = Fastify({
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => {
      void sendProblem(reply, problemOf(error, request));
    },
  });
  app.removeContentTypeParser('text/plain');
  answerWithProblems(app);
  await app.register(websocket);
  await app.register(hubRoutes, {
    database,
    clock,
    config,
    log: quiet,
    pokeDeliveries: () => {
      for (const deliveries of started) deliveries.poke();
    },
  });
  await app.register(stream.streamRoutes);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const versions = new Map<string, number>();

  return {
    database,
    databaseUrl: own.url,
    clock,
    app,
    url,
    push,
    db: () => reading(database),
    deliveries: started,

    /** An API key for this hub and owner; the token is what the hub sends. */
    async key(site = 'north', hub = 'shop', owner = 'acme') {
      const name = `key${Math.trunc(performance.now() * 1_000)}`;
      await reading(database)
        .insertInto('apiKey')
        .values({ site, apiKey: name, hub, owner, secretHash: hashSecret('hush'), isRevoked: false })
        .execute();
      const token = `fw.${site}.${name}.hush`;
      return { site, hub, owner, name, token, ask: asker(app, token) };
    },

    /** Facts about an order happen, one after the other, in one transaction. */
    async tell(
      caller: { site: string; hub: string; owner: string },
      orderId: string | null,
      types: HubEventType[],
    ) {
      await inTransaction(database, { site: caller.site, now: clock.now() }, (tx) =>
        append(
          tx,
          types.map((type) => {
            const version = (versions.get(orderId ?? '') ?? 0) + 1;
            versions.set(orderId ?? '', version);
            const order = {
              orderId,
              orderNumber: orderId,
              revision: 1,
              version,
              state: 'accepted',
              lines: [],
            };
            return {
              type,
              topics: [],
              hub: { hub: caller.hub, owner: caller.owner, orderId },
              data: orderId === null ? { delta: { sku: 'TEA' } } : { order, delta: {} },
            };
          }),
        ),
      );
    },

    /** Everything told so far is stamped and owed, and everything due is sent. */
    async settle() {
      await relay.drain();
      for (const deliveries of started) await deliveries.drain();
    },

    async close() {
      for (const deliveries of started) await deliveries.stop();
      stream.close();
      await relay.stop();
      await app.close();
      clock.stop();
      await database.close();
      await own.drop();
    },
  };
}

export type HubApp = Awaited<ReturnType<typeof hubApp>>;

function asker(app: FastifyInstance, token: string) {
  return async (
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (response.body === '' ? null : JSON.parse(response.body)) as Answered,
    };
  };
}
/** Whatever an answer holds; tests compare it whole. */
export type Answered = Record<string, unknown> & {
  events: HubEvent[];
  next: number;
  more: boolean;
  code: string;
  endpoint: string;
  secret: string;
};

export interface Heard {
  event: HubEvent;
  headers: IncomingMessage['headers'];
  body: string;
}
type Behaviour = (
  heard: Heard,
  nth: number,
) => number | 'silent' | { status: number; headers: Record<string, string> };

/** A hub's own server: it keeps what it hears and answers as it is told. */
export async function listeningHub(behaviour: Behaviour = () => 204) {
  const heard: Heard[] = [];
  let answer = behaviour;
  let wake: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one = { event: JSON.parse(body) as HubEvent, headers: request.headers, body };
      heard.push(one);
      for (const resolve of wake) resolve();
      wake = [];
      const says = answer(one, heard.length);
      if (says === 'silent') return;
      const { status, headers } = typeof says === 'number' ? { status: says, headers: {} } : says;
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    heard,
    /** `order version`, in the order of arrival. */
    told: () => heard.map(({ event }) => `${event.subject} ${event.data.order?.version ?? event.type}`),
    behave(next: Behaviour) {
      answer = next;
    },
    async hears(count: number) {
      while (heard.length < count)
        await new Promise<void>((resolve) => {
          wake.push(resolve);
        });
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

export function isSigned(secret: string, { headers, body }: Heard): boolean {
  return (
    headers['webhook-signature'] ===
    sign(secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body)
  );
}

import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import type { WebSocket } from 'ws';
import '@fastify/websocket';
import { reading, type Database } from '../../platform/db/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Stamped } from '../../platform/journal/relay.ts';
import { callerOf, requireApiKey } from './caller.ts';
import { hubEvent } from './hub-event.ts';
import { feedAfter, liveKeys } from './hub.views.ts';
import { checkWith } from './route-schemas.ts';
import type { Caller } from './hub.store.ts';

export interface Stream {
  /** GET /v1/stream, for an app with @fastify/websocket. */
  streamRoutes: FastifyPluginAsync;
  /** Rows were stamped: streams that they concern read on. */
  notify(rows: readonly Stamped[]): void;
  /** Tells every listener to come back later (1001). */
  close(): void;
}

export interface StreamLimits {
  page: number;
  slowMs: number;
  lookMs: number;
  silentLooks: number;
  perKey: number;
}
const limits: StreamLimits = { page: 100, slowMs: 30_000, lookMs: 3_000, silentLooks: 20, perKey: 10 };

interface Listener {
  caller: Caller;
  socket: WebSocket;
  after: number;
  hasNews: boolean;
  isReading: boolean;
  /** Looks since the last pong. */
  silent: number;
}

/**
 * The feed as a WebSocket. Each listener is a cursor into the journal: what is not yet read by it lies in the table,
 * not in memory, so a slow one costs a page at most and is sent away when it does not take that page in time (HB12).
 */
export function createStream(options: {
  database: Database;
  log: Logger;
  limits?: Partial<StreamLimits>;
}): Stream {
  const { database, log } = options;
  const { page, slowMs, lookMs, silentLooks, perKey } = { ...limits, ...options.limits };
  const listeners = new Set<Listener>();

  const looks = setInterval(() => {
    void look();
  }, lookMs);
  looks.unref();

  /** Closes the streams of revoked keys and of silent listeners, and finds what another process stamped. */
  async function look(): Promise<void> {
    if (listeners.size === 0) return;
    try {
      const live = await liveKeys(
        reading(database),
        [...listeners].map(({ caller }) => caller),
      );
      for (const listener of listeners) {
        const { caller, socket } = listener;
        if (!live.has(`${caller.site}.${caller.apiKey}`))
          socket.close(1008, 'this API key is not valid any more');
        else if (listener.silent >= silentLooks) socket.terminate();
        else {
          listener.silent += 1;
          socket.ping();
          void readOn(listener);
        }
      }
    } catch (error) {
      log.warn({ error }, 'streams could not be looked after');
    }
  }

  async function readOn(listener: Listener): Promise<void> {
    listener.hasNews = true;
    if (listener.isReading) return;
    listener.isReading = true;
    try {
      while (listener.hasNews && listener.socket.readyState === listener.socket.OPEN) {
        listener.hasNews = false;
        const rows = await feedAfter(reading(database), listener.caller, listener.after, page);
        for (const [at, row] of rows.entries()) {
          const message = JSON.stringify(hubEvent(row));
          if (at < rows.length - 1) {
            listener.socket.send(message);
            continue;
          }
          if ((await taken(listener.socket, message, slowMs)) === 'slow') {
            listener.socket.close(1013, `too slow: come back with after=${listener.after}`);
            return;
          }
        }
        listener.after = rows.at(-1)?.position ?? listener.after;
        if (rows.length === page) listener.hasNews = true;
      }
    } catch (error) {
      log.warn({ error }, 'stream could not be read');
      listener.socket.close(1011, `come back with after=${listener.after}`);
    } finally {
      listener.isReading = false;
    }
  }

  const streamRoutes: FastifyPluginAsync = async (app) => {
    checkWith(app);
    requireApiKey(app, database);
    app.get(
      '/v1/stream',
      {
        websocket: true,
        schema: {
          querystring: Type.Object(
            { after: Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 }) },
            { additionalProperties: false },
          ),
        },
        preValidation: async (request) => {
          if (!request.ws) {
            throw new Problem(
              426,
              'UPGRADE_REQUIRED',
              'This address speaks WebSocket',
              {},
              {
                upgrade: 'websocket',
                connection: 'upgrade',
              },
            );
          }
        },
      },
      (socket, request) => {
        const caller = callerOf(request);
        const { after } = request.query as { after: number };
        const own = [...listeners].filter(
          (one) => one.caller.site === caller.site && one.caller.apiKey === caller.apiKey,
        );
        socket.on('error', (error) => {
          log.debug({ error }, 'stream broke');
        });
        if (own.length >= perKey) {
          socket.close(1008, `a key may have ${perKey} streams`);
          return;
        }
        const listener: Listener = { caller, socket, after, hasNews: false, isReading: false, silent: 0 };
        listeners.add(listener);
        socket.on('close', () => {
          listeners.delete(listener);
        });
        socket.on('pong', () => {
          listener.silent = 0;
        });
        socket.on('message', () => {
          socket.close(1008, 'this stream only tells');
        });
        void readOn(listener);
      },
    );
  };

  return {
    streamRoutes,
    notify(rows) {
      if (listeners.size === 0) return;
      const told = new Set(
        rows.flatMap((row) => (row.hub === null ? [] : [`${row.site}\n${row.hub}\n${row.owner}`])),
      );
      for (const listener of listeners) {
        if (told.has(`${listener.caller.site}\n${listener.caller.hub}\n${listener.caller.owner}`))
          void readOn(listener);
      }
    },
    close() {
      clearInterval(looks);
      for (const { socket, after } of listeners) socket.close(1001, `come back with after=${after}`);
    },
  };
}

/** Resolves when the kernel took the message and all before it, or says that the other side reads too slowly. */
function taken(socket: WebSocket, message: string, withinMs: number): Promise<'taken' | 'slow'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('slow');
    }, withinMs);
    // An error means the socket is closing: its close event ends the stream.
    socket.send(message, () => {
      clearTimeout(timer);
      resolve('taken');
    });
  });
}

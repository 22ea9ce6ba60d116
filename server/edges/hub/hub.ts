import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Stamped } from '../../platform/journal/relay.ts';
import { hubEventTypes } from '../../protocol/events.ts';
import { requireApiKey } from './caller.ts';
import { endpointRoutes } from './endpoint-routes.ts';
import { eventRoutes } from './event-routes.ts';
import * as store from './hub.store.ts';
import { waitSeconds } from './judge-attempt.ts';
import { orderRoutes } from './order-routes.ts';
import { timeoutMs } from './poster.ts';
import { checkWith } from './route-schemas.ts';
import { stockRoutes } from './stock-routes.ts';

export { startDeliveries, type Deliveries } from './deliveries.ts';
export { createStream, type Stream } from './stream.ts';

export interface HubOptions {
  database: Database;
  clock: Clock;
  config: Pick<Config, 'outboundAllow'>;
  log: Logger;
  /** Told when events became due by a hub's own wish. */
  pokeDeliveries?: () => void;
}

/** What an order hub says to us and asks us: /v1 under an API key, and the capabilities, which anybody may read. */
export const hubRoutes: FastifyPluginAsync<HubOptions> = async (app, options) => {
  await app.register(async (open) => {
    open.get(
      '/.well-known/wes-hub',
      {
        schema: {
          tags: ['capabilities'],
          summary: 'What this server can do',
          response: { 200: Type.Unsafe<unknown>({ type: 'object', additionalProperties: true }) },
        },
      },
      async () => capabilities(options.clock.now()),
    );
  });
  await app.register(async (keyed) => {
    checkWith(keyed);
    requireApiKey(keyed, options.database);
    for (const routes of [orderRoutes, stockRoutes, eventRoutes, endpointRoutes])
      await keyed.register(routes, options);
  });
};

/** Notes, in the transaction that stamps events, that endpoints are owed them: none is stamped without (HB5). */
export async function oweDeliveries(tx: Tx, rows: Stamped[]): Promise<void> {
  await store.owe(tx, rows);
}

function capabilities(now: Date) {
  return {
    product: 'floorwave',
    contract: { versions: ['1.0'], paths: ['/v1'], openapi: '/docs/json' },
    features: {
      changeModes: ['update', 'cancel_create'],
      partialShip: true,
      holds: true,
      cancellations: true,
      items: true,
      stockAdjustments: true,
      returns: false,
      serials: false,
      atp: false,
    },
    events: {
      types: hubEventTypes,
      feed: '/v1/events',
      stream: '/v1/stream',
      webhooks: {
        envelope: 'CloudEvents 1.0',
        signature: 'Standard Webhooks v1',
        timeoutSeconds: timeoutMs / 1_000,
        waitSeconds,
      },
    },
    limits: { bodyBytes: 1_048_576, orderLines: 5_000, pageEvents: 500, idempotencyKeyDays: 30 },
    clock: now.toISOString(),
  };
}

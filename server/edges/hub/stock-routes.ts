import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { reading } from '../../platform/db/database.ts';
import { refusalProblem } from '../../platform/http/problem.ts';
import { retryWaitingFor } from '../../floor/changes/changes.ts';
import { putItem } from '../../floor/site/items.ts';
import { adjust } from '../../floor/stock/stock.ts';
import { stockForHub } from '../../floor/stock/stock.views.ts';
import { itemDocument, stockAdjustment } from '../../protocol/hub.ts';
import { isRefused } from '../../protocol/refusals.ts';
import { answerOnce, writing } from './answer-once.ts';
import { callerOf } from './caller.ts';
import type { HubOptions } from './hub.ts';
import { feedHead } from './hub.views.ts';
import * as schema from './route-schemas.ts';

const tags = ['stock'];

export const stockRoutes: FastifyPluginAsyncTypebox<HubOptions> = async (app, options) => {
  app.get(
    '/v1/stock',
    {
      schema: {
        tags,
        security: schema.security,
        summary: 'Stock in buckets by SKU and lot',
        querystring: Type.Object({ sku: Type.Optional(schema.idInPath) }, { additionalProperties: false }),
        response: schema.answers({
          200: Type.Object({
            asOf: Type.Integer({ description: 'everything up to this position of the feed is in it' }),
            stock: Type.Array(schema.stockRow),
          }),
        }),
      },
    },
    async (request) => {
      const { site, owner } = callerOf(request);
      const db = reading(options.database);
      // The position is read first: an event that comes in between is then heard again, never missed.
      const asOf = await feedHead(db, site);
      return { asOf, stock: await stockForHub(db, site, owner, request.query.sku) };
    },
  );

  app.put(
    '/v1/items/:sku',
    {
      schema: {
        tags,
        security: schema.security,
        params: Type.Object({ sku: schema.idInPath }),
        body: itemDocument,
        summary: 'Create or change an item; orders parked for it are tried again',
        response: schema.answers({ 200: outcomeOf, 201: outcomeOf }),
      },
    },
    async (request, reply) => {
      const { sku } = request.params;
      const { owner } = callerOf(request);
      const outcome = await writing(options, request, async (tx) => {
        const outcome = await putItem(tx, owner, sku, request.body);
        // Orders were parked because nobody knew this item.
        if (outcome === 'created') await retryWaitingFor(tx, owner, sku);
        return outcome;
      });
      return reply.code(outcome === 'created' ? 201 : 200).send({ sku, outcome });
    },
  );

  app.post(
    '/v1/stock/adjustments',
    {
      schema: {
        tags,
        security: schema.security,
        body: stockAdjustment,
        headers: schema.keyHeader,
        summary: 'A blind receipt, or a correction with its reason',
        response: schema.answers({
          200: Type.Object({ sku: Type.String(), location: Type.String(), onHand: Type.Integer() }),
        }),
      },
    },
    async (request, reply) => {
      await answerOnce(options, request, reply, async (tx) => {
        const outcome = await adjust(tx, callerOf(request).owner, request.body);
        if (isRefused(outcome))
          throw refusalProblem(outcome.refused === 'COUNT_BELOW_ALLOCATED' ? 409 : 422, outcome);
        return {
          status: 200,
          body: { sku: request.body.sku, location: request.body.location, onHand: outcome.onHand },
        };
      });
    },
  );
};

const outcomeOf = Type.Object({
  sku: Type.String(),
  outcome: Type.Union([Type.Literal('created'), Type.Literal('changed'), Type.Literal('unchanged')]),
});

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { reading } from '../../platform/db/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { cancelOrder, holdOrder, putOrder, releaseHold } from '../../floor/changes/changes.ts';
import { orderForHub, ordersForHub } from '../../floor/orders/orders.views.ts';
import { cancellationRequest, holdRequest, orderDocument } from '../../protocol/hub.ts';
import { answerOnce, writing } from './answer-once.ts';
import { callerOf } from './caller.ts';
import type { HubOptions } from './hub.ts';
import * as schema from './route-schemas.ts';

const tags = ['orders'];
const params = Type.Object({ orderId: schema.idInPath });
const unknownOrder = () => new Problem(404, 'ORDER_UNKNOWN', 'There is no such order');

export const orderRoutes: FastifyPluginAsyncTypebox<HubOptions> = async (app, options) => {
  app.put(
    '/v1/orders/:orderId',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        body: orderDocument,
        summary: 'Send an order, or a higher revision of it',
        response: schema.answers({ 200: schema.orderAnswer, 202: schema.orderAnswer }),
      },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      const { outcome, version, state, parked, reason } = await writing(options, request, (tx) =>
        putOrder(tx, callerOf(request), orderId, request.body),
      );
      if (outcome === 'stale') {
        throw new Problem(409, 'STALE_REVISION', 'A higher revision of this order is known', {
          version,
          state,
        });
      }
      if (outcome === 'conflict') {
        throw new Problem(409, 'REVISION_CONFLICT', 'This revision is known with other content', {
          version,
          state,
        });
      }
      const answer = {
        orderId,
        decision: outcome,
        version,
        state,
        ...(parked === undefined ? {} : { parked }),
        ...(reason === undefined ? {} : { reason }),
      };
      return reply
        .code(outcome === 'unchanged' ? 200 : 202)
        .header('etag', `"${version}"`)
        .send(answer);
    },
  );

  app.get(
    '/v1/orders/:orderId',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'An order with its lines and parcels',
        response: schema.answers({ 200: schema.order, 304: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { site, hub, owner } = callerOf(request);
      const order = await orderForHub(reading(options.database), site, hub, owner, request.params.orderId);
      if (order === null) throw unknownOrder();
      const etag = `"${order.version}"`;
      if (request.headers['if-none-match'] === etag) return reply.code(304).header('etag', etag).send(null);
      return reply.header('etag', etag).send(order);
    },
  );

  app.get(
    '/v1/orders',
    {
      schema: {
        tags,
        security: schema.security,
        summary: 'Orders by id, a page at a time',
        querystring: Type.Object(
          {
            updatedAfter: Type.Optional(Type.String({ format: 'date-time' })),
            state: Type.Optional(schema.orderState),
            after: Type.Optional(schema.idInPath),
            limit: schema.page.limit,
          },
          { additionalProperties: false },
        ),
        response: schema.answers({
          200: Type.Object({
            orders: Type.Array(schema.order),
            next: Type.Union([Type.String(), Type.Null()]),
            more: Type.Boolean(),
          }),
        }),
      },
    },
    async (request) => {
      const { site, hub, owner } = callerOf(request);
      const { updatedAfter, limit, ...filter } = request.query;
      const found = await ordersForHub(reading(options.database), site, hub, owner, {
        ...filter,
        ...(updatedAfter === undefined ? {} : { updatedAfter: new Date(updatedAfter) }),
        limit: limit + 1,
      });
      const orders = found.slice(0, limit);
      return { orders, next: orders.at(-1)?.orderId ?? null, more: found.length > limit };
    },
  );

  app.post(
    '/v1/orders/:orderId/cancellations',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        body: cancellationRequest,
        headers: schema.keyHeader,
        summary: 'Ask for an order, or some of its units, to be cancelled; the answer tells what was',
        response: schema.answers({ 200: schema.cancellationAnswer }),
      },
    },
    async (request, reply) => {
      await answerOnce(options, request, reply, async (tx) => {
        const answer = await cancelOrder(tx, callerOf(request), request.params.orderId, request.body);
        if (answer === null) throw unknownOrder();
        return { status: 200, body: answer };
      });
    },
  );

  const holdParams = Type.Object({ orderId: schema.idInPath, handle: schema.idInPath });
  app.put(
    '/v1/orders/:orderId/holds/:handle',
    {
      schema: {
        tags,
        security: schema.security,
        params: holdParams,
        body: holdRequest,
        summary: 'Hold an order; several holds may stand at once',
        response: schema.answers({
          200: Type.Object({ orderId: Type.String(), handle: Type.String(), stage: Type.String() }),
        }),
      },
    },
    async (request) => {
      const { orderId, handle } = request.params;
      const held = await writing(options, request, (tx) =>
        holdOrder(tx, callerOf(request), orderId, handle, request.body.reason),
      );
      if (held === null) throw unknownOrder();
      return { orderId, handle, stage: held.stage };
    },
  );

  app.delete(
    '/v1/orders/:orderId/holds/:handle',
    {
      schema: {
        tags,
        security: schema.security,
        params: holdParams,
        summary: 'Take a hold off',
        response: schema.answers({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const released = await writing(options, request, (tx) =>
        releaseHold(tx, callerOf(request), request.params.orderId, request.params.handle),
      );
      if (released === null) throw unknownOrder();
      if (!released) throw new Problem(404, 'HOLD_UNKNOWN', 'There is no such hold on this order');
      return reply.code(204).send(null);
    },
  );
};

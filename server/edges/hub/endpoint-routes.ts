import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { v7 as uuid } from 'uuid';
import { reading, type Tx } from '../../platform/db/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { resolve } from '../../floor/exceptions/exceptions.ts';
import { endpointDocument } from '../../protocol/hub.ts';
import { answerOnce, idempotencyKey, writing } from './answer-once.ts';
import { callerOf } from './caller.ts';
import { signedHeaders } from './deliveries.ts';
import { knownTypes } from './event-routes.ts';
import type { HubOptions } from './hub.ts';
import { hubEvent } from './hub-event.ts';
import * as store from './hub.store.ts';
import { deliveriesOf, endpointsOf, endpointWithSecret } from './hub.views.ts';
import { checkOutbound } from './outbound.ts';
import { createPoster } from './poster.ts';
import * as schema from './route-schemas.ts';
import { newEndpointSecret } from './signature.ts';

const tags = ['endpoints'];
const params = Type.Object({ endpoint: schema.idInPath });
const unknownEndpoint = () => new Problem(404, 'ENDPOINT_UNKNOWN', 'There is no such endpoint');

export const endpointRoutes: FastifyPluginAsyncTypebox<HubOptions> = async (app, options) => {
  const poster = createPoster(options.config.outboundAllow);
  app.addHook('onClose', async () => {
    poster.close();
  });

  app.post(
    '/v1/endpoints',
    {
      schema: {
        tags,
        security: schema.security,
        body: endpointDocument,
        headers: schema.keyHeader,
        summary:
          'Say where events are to be pushed; the secret is told only here, and again to the same Idempotency-Key',
        response: schema.answers({
          201: Type.Object({
            endpoint: Type.String(),
            url: Type.String(),
            types: Type.Array(Type.String()),
            secret: Type.String(),
          }),
        }),
      },
    },
    async (request, reply) => {
      const checked = await checkOutbound(request.body.url, options.config.outboundAllow);
      if ('refused' in checked)
        throw new Problem(422, 'URL_REFUSED', `The URL is refused: ${checked.refused}`);
      const row = {
        endpoint: uuid(),
        url: request.body.url,
        types: knownTypes(request.body.types ?? []),
        secret: newEndpointSecret(),
      };
      const create = async (tx: Tx) => {
        const isNew = await store.insertEndpoint(tx, callerOf(request), row);
        if (!isNew) throw new Problem(409, 'ENDPOINT_EXISTS', 'This URL is an endpoint already');
        return { status: 201, body: row };
      };
      if (idempotencyKey(request) === null)
        await reply.code(201).send((await writing(options, request, create)).body);
      else await answerOnce(options, request, reply, create);
    },
  );

  app.get(
    '/v1/endpoints',
    {
      schema: {
        tags,
        security: schema.security,
        summary: 'Your endpoints',
        response: schema.answers({ 200: Type.Object({ endpoints: Type.Array(schema.endpoint) }) }),
      },
    },
    async (request) => {
      const rows = await endpointsOf(reading(options.database), callerOf(request));
      return { endpoints: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
    },
  );

  app.get(
    '/v1/endpoints/:endpoint',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'One endpoint and what it has waiting',
        response: schema.answers({ 200: schema.endpoint }),
      },
    },
    async (request) => {
      const [row] = await endpointsOf(reading(options.database), callerOf(request), request.params.endpoint);
      if (row === undefined) throw unknownEndpoint();
      return { ...row, createdAt: row.createdAt.toISOString() };
    },
  );

  app.delete(
    '/v1/endpoints/:endpoint',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'Push nothing there any more',
        response: schema.answers({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const isDeleted = await writing(options, request, (tx) =>
        store.deleteEndpoint(tx, callerOf(request), request.params.endpoint),
      );
      if (!isDeleted) throw unknownEndpoint();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/endpoints/:endpoint/deliveries',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'What was pushed there, what waits and what was given up',
        querystring: Type.Object(
          {
            ...schema.page,
            state: Type.Optional(
              Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('dead')]),
            ),
          },
          { additionalProperties: false },
        ),
        response: schema.answers({
          200: Type.Object({
            deliveries: Type.Array(schema.delivery),
            next: Type.Integer(),
            more: Type.Boolean(),
          }),
        }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { after, limit, state } = request.query;
      const db = reading(options.database);
      if ((await endpointWithSecret(db, caller, request.params.endpoint)) === undefined)
        throw unknownEndpoint();
      const rows = await deliveriesOf(db, caller, request.params.endpoint, {
        after,
        limit: limit + 1,
        state,
      });
      const deliveries = rows.slice(0, limit).map((row) => ({
        ...row,
        nextAt: row.nextAt.toISOString(),
        deliveredAt: row.deliveredAt?.toISOString() ?? null,
      }));
      return { deliveries, next: deliveries.at(-1)?.position ?? after, more: rows.length > limit };
    },
  );

  app.post(
    '/v1/endpoints/:endpoint/redrive',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'Push dead letters, and what waits after a failure, again now',
        body: Type.Object(
          {
            from: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
            to: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
            types: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60, minItems: 1 })),
          },
          { additionalProperties: false },
        ),
        response: schema.answers({ 202: Type.Object({ events: Type.Integer() }) }),
      },
    },
    async (request, reply) => {
      const { from, to, types } = request.body;
      const events = await writing(options, request, async (tx) => {
        const count = await store.redrive(tx, callerOf(request), request.params.endpoint, {
          from,
          to,
          types: types === undefined ? undefined : knownTypes(types),
        });
        if (count !== null)
          await resolve(tx, 'hub_dead_letter', request.params.endpoint, 'redriven by the hub');
        return count;
      });
      if (events === null) throw unknownEndpoint();
      options.pokeDeliveries?.();
      return reply.code(202).send({ events });
    },
  );

  app.post(
    '/v1/endpoints/:endpoint/test',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: 'Push a signed event `endpoint.test` there now and tell what came back',
        response: schema.answers({
          200: Type.Object({
            delivered: Type.Boolean(),
            status: Type.Union([Type.Integer(), Type.Null()]),
            error: Type.Union([Type.String(), Type.Null()]),
          }),
        }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const found = await endpointWithSecret(reading(options.database), caller, request.params.endpoint);
      if (found === undefined) throw unknownEndpoint();
      const now = options.clock.now();
      const event = hubEvent({
        site: caller.site,
        position: 0,
        id: uuid(),
        type: 'endpoint.test',
        at: now,
        orderId: null,
        station: null,
        data: { delta: { endpoint: request.params.endpoint } },
      });
      const body = JSON.stringify(event);
      const answer = await poster.post(
        found.url,
        signedHeaders(found.secret, event.id, now, body),
        body,
        now,
      );
      if ('failed' in answer) return { delivered: false, status: null, error: answer.failed };
      return { delivered: answer.status >= 200 && answer.status <= 299, status: answer.status, error: null };
    },
  );
};

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { reading } from '../../platform/db/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { hubEventTypes } from '../../protocol/events.ts';
import { consumerDocument } from '../../protocol/hub.ts';
import { writing } from './answer-once.ts';
import { callerOf } from './caller.ts';
import type { HubOptions } from './hub.ts';
import { hubEvent } from './hub-event.ts';
import * as store from './hub.store.ts';
import { feedAfter, feedHead } from './hub.views.ts';
import * as schema from './route-schemas.ts';

const tags = ['events'];
const consumer = Type.Object({
  name: Type.String(),
  committed: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
});

export const eventRoutes: FastifyPluginAsyncTypebox<HubOptions> = async (app, options) => {
  app.get(
    '/v1/events',
    {
      schema: {
        tags,
        security: schema.security,
        summary: 'The feed after a position: what webhooks and the stream tell, at your own pace',
        querystring: Type.Object(
          {
            ...schema.page,
            types: Type.Optional(
              Type.String({ maxLength: 2_000, description: 'event types, separated by commas' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: schema.answers({
          200: Type.Object({
            events: Type.Array(schema.hubEventSchema),
            next: Type.Integer(),
            more: Type.Boolean(),
          }),
        }),
      },
    },
    async (request) => {
      const { after, limit, types } = request.query;
      const rows = await feedAfter(
        reading(options.database),
        callerOf(request),
        after,
        limit + 1,
        types === undefined ? undefined : knownTypes(types.split(',')),
      );
      const events = rows.slice(0, limit);
      return {
        events: events.map(hubEvent),
        next: events.at(-1)?.position ?? after,
        more: rows.length > limit,
      };
    },
  );

  const params = Type.Object({ name: schema.idInPath });
  app.put(
    '/v1/consumers/:name',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        body: consumerDocument,
        summary: "Keep a reader's place in the feed",
        response: schema.answers({ 200: consumer }),
      },
    },
    async (request) => {
      const { name } = request.params;
      const { committed } = request.body;
      return writing(options, request, async (tx) => {
        const head = await feedHead(tx.db, tx.site);
        if (committed > head)
          throw new Problem(422, 'COMMITTED_AHEAD', 'The feed has not come so far', { head });
        await store.commitConsumer(tx, callerOf(request), name, committed);
        return { name, committed, at: tx.now.toISOString() };
      });
    },
  );

  app.get(
    '/v1/consumers/:name',
    {
      schema: {
        tags,
        security: schema.security,
        params,
        summary: "A reader's place in the feed",
        response: schema.answers({ 200: consumer }),
      },
    },
    async (request) => {
      const { name } = request.params;
      const row = await store.findConsumer({ db: reading(options.database) }, callerOf(request), name);
      if (row === undefined)
        throw new Problem(404, 'CONSUMER_UNKNOWN', 'No reader of this name has committed yet');
      return { name, committed: row.committed, at: row.at.toISOString() };
    },
  );
};

/** A type nobody ever tells is a slip of the pen, and silence would be its only answer. */
export function knownTypes(types: readonly string[]): string[] {
  const asked = [...new Set(types.map((type) => type.trim()).filter((type) => type !== ''))];
  const unknown = asked.filter((type) => !hubEventTypes.some((known) => known === type));
  if (unknown.length > 0) {
    throw new Problem(422, 'EVENT_TYPE_UNKNOWN', `Not told here: ${unknown.join(', ')}`, { unknown });
  }
  return asked;
}

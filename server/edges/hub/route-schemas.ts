import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { Problem } from '../../platform/http/problem.ts';
import { isStorable } from '../../platform/sockets/storable.ts';
import { orderStates, type OrderState } from '../../protocol/hub.ts';

/**
 * Bodies are checked as they came: a text is no number, an unknown member is refused. Only query and path, which are
 * all text, are read as what their schema says, with its defaults.
 */
export function checkWith(app: FastifyInstance): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    const check = Compile(schema);
    return (given: unknown) => {
      const isText = httpPart === 'querystring' || httpPart === 'params';
      const value = isText ? Value.Convert(schema, Value.Default(schema, { ...(given as object) })) : given;
      return check.Check(value) ? { value } : { error: check.Errors(value) as unknown as Error };
    };
  });
  app.addHook('preHandler', async (request: FastifyRequest) => {
    // After validation, so its depth is the schema's. PostgreSQL can store neither NUL nor half a character.
    for (const part of ['params', 'query', 'body'] as const) {
      if (!isStorable(request[part])) {
        throw new Problem(400, 'BAD_REQUEST', `The ${part} holds a character that is not text`, { part });
      }
    }
  });
}

/** An id in a path: short, and without control characters, which no id of any hub holds. */
export const idInPath = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
});
export const page = {
  after: Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    default: 0,
    description: 'the `next` of the page before',
  }),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
};
const counts = Type.Integer({ minimum: 0 });

/** Where it is required, its absence has its own problem (IDEMPOTENCY_KEY_MISSING). */
export const keyHeader = Type.Object(
  {
    'idempotency-key': Type.Optional(
      Type.String({ description: 'one key for one request, kept for 30 days at least' }),
    ),
  },
  { additionalProperties: true },
);

const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'what programs compare' }),
    detail: Type.String(),
  },
  { additionalProperties: true, description: 'RFC 9457 problem document' },
);

/** The answers of a route for the published contract: its own, and the problems every route may answer. */
export function answers<Own extends Record<number, TSchema>>(own: Own): Own {
  // The type tells only a route's own answers: problems are thrown, and are the error handler's to answer.
  return {
    ...own,
    '4xx': { description: 'Refused', content: { 'application/problem+json': { schema: problem } } },
  };
}

export const security = [{ apiKey: [] }];

export const parkReason = Type.Object({
  code: Type.String(),
  lineId: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
});

export const lineLedger = Type.Object(
  {
    lineId: Type.String(),
    sku: Type.String(),
    requested: counts,
    cancelled: counts,
    shorted: counts,
    allocated: counts,
    picked: counts,
    putBack: counts,
    packed: counts,
    shipped: counts,
    returned: counts,
    remaining: counts,
  },
  { description: 'requested = cancelled + shorted + shipped + remaining' },
);

export const orderState = Type.Unsafe<OrderState>({ type: 'string', enum: [...orderStates] });

const nullableText = Type.Union([Type.String(), Type.Null()]);
export const order = Type.Object({
  orderId: Type.String(),
  orderNumber: Type.String(),
  revision: counts,
  version: counts,
  state: orderState,
  parked: Type.Union([Type.Array(parkReason), Type.Null()]),
  lines: Type.Array(lineLedger),
  parcels: Type.Array(
    Type.Object({
      parcel: counts,
      tracking: nullableText,
      sscc: nullableText,
      carrier: nullableText,
      service: nullableText,
      state: Type.String(),
      weightGrams: Type.Union([Type.Integer(), Type.Null()]),
      lines: Type.Array(Type.Object({ lineId: Type.String(), units: counts })),
    }),
  ),
  updatedAt: Type.String({ format: 'date-time' }),
});

export const orderAnswer = Type.Object({
  orderId: Type.String(),
  decision: Type.String({ description: 'accepted, parked, changed, change_rejected or unchanged' }),
  version: counts,
  state: Type.String(),
  parked: Type.Optional(Type.Array(parkReason)),
  reason: Type.Optional(Type.String()),
});

export const cancellationAnswer = Type.Object({
  decision: Type.Union([Type.Literal('accepted'), Type.Literal('partly_accepted'), Type.Literal('rejected')]),
  lines: Type.Array(
    Type.Object({
      lineId: Type.String(),
      asked: counts,
      cancelled: counts,
      stage: Type.String(),
      reason: Type.Optional(Type.String()),
    }),
  ),
});

export const hubEventSchema = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String(),
    source: Type.String(),
    type: Type.String(),
    subject: Type.String(),
    time: Type.String(),
    datacontenttype: Type.Literal('application/json'),
    sequence: Type.String(),
    partitionkey: Type.String(),
    data: Type.Unknown(),
  },
  {
    description:
      'CloudEvents 1.0; data.order holds the whole ledger at data.order.version, data.delta what changed',
  },
);

export const stockRow = Type.Object({
  sku: Type.String(),
  lot: Type.String(),
  onHand: counts,
  allocated: counts,
  missing: counts,
  hold: counts,
  available: counts,
});

export const endpoint = Type.Object({
  endpoint: Type.String(),
  url: Type.String(),
  types: Type.Array(Type.String()),
  isDisabled: Type.Boolean(),
  waiting: counts,
  dead: counts,
  createdAt: Type.String({ format: 'date-time' }),
});

export const delivery = Type.Object({
  position: counts,
  eventId: Type.String(),
  type: Type.String(),
  orderId: nullableText,
  state: Type.String(),
  attempts: counts,
  nextAt: Type.String({ format: 'date-time' }),
  lastError: nullableText,
  deliveredAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

import { Type, type Static } from 'typebox';

/** Messages to and from the outside order system. Published as JSON Schema; outsiders depend on them, so only additions. */
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const optional = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Optional(schema);

export const address = Type.Object(
  {
    name: text(200),
    company: optional(text(200)),
    address1: text(200),
    address2: optional(text(200)),
    postcode: text(20),
    city: text(100),
    region: optional(text(100)),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    phone: optional(text(40)),
    email: optional(text(200)),
  },
  { additionalProperties: false },
);
export type Address = Static<typeof address>;
export const addressFields = Object.keys(address.properties) as (keyof Address)[];

/**
 * The order as a hub sends it. Deliberately wide where an order must be *parked* with a reason instead of refused (unknown SKU,
 * quantity not positive, address missing): those are the hub's mistakes about the world, not about the format.
 */
export const orderDocument = Type.Object(
  {
    orderNumber: optional(text(100)),
    revision: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    orderedAt: optional(Type.String({ format: 'date-time' })),
    channel: optional(text(100)),
    priority: optional(Type.Integer({ minimum: 0, maximum: 9 })),
    promise: optional(
      Type.Object(
        { shipBy: optional(Type.String({ format: 'date-time' })) },
        { additionalProperties: false },
      ),
    ),
    service: optional(text(60)),
    shipTo: optional(Type.Union([Type.Partial(address), Type.Null()])),
    packRules: optional(
      Type.Object(
        {
          mayShipPartial: optional(
            Type.Union([Type.Literal('none'), Type.Literal('lines'), Type.Literal('quantities')]),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    notes: optional(Type.Array(text(500), { maxItems: 20 })),
    lines: Type.Array(
      Type.Object(
        {
          lineId: text(100),
          sku: text(100),
          quantity: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 0, maxItems: 5_000 },
    ),
    hubContext: optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 500 }))),
  },
  { additionalProperties: false },
);
export type OrderDocument = Static<typeof orderDocument>;

export interface ParkReason {
  code:
    | 'UNKNOWN_SKU'
    | 'QUANTITY_NOT_POSITIVE'
    | 'ADDRESS_MISSING'
    | 'ADDRESS_INCOMPLETE'
    | 'NO_LINES'
    | 'LINE_TWICE'
    | 'UNKNOWN_SERVICE';
  lineId?: string;
  detail?: string;
}

export const cancellationRequest = Type.Object(
  {
    reason: text(200),
    requestedBy: optional(text(100)),
    lines: optional(
      Type.Array(
        Type.Object(
          { lineId: text(100), quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 5_000 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type CancellationRequest = Static<typeof cancellationRequest>;

export interface CancellationAnswer {
  decision: 'accepted' | 'partly_accepted' | 'rejected';
  lines: { lineId: string; asked: number; cancelled: number; stage: string; reason?: string }[];
}

export const holdRequest = Type.Object({ reason: text(200) }, { additionalProperties: false });

export const itemDocument = Type.Object(
  {
    name: text(200),
    gtins: optional(
      Type.Array(
        Type.Object(
          {
            gtin: Type.String({ pattern: '^[0-9]{8,14}$' }),
            units: Type.Integer({ minimum: 1, maximum: 100_000 }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
    lengthMm: Type.Integer({ minimum: 1, maximum: 10_000 }),
    widthMm: Type.Integer({ minimum: 1, maximum: 10_000 }),
    heightMm: Type.Integer({ minimum: 1, maximum: 10_000 }),
    weightGrams: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    lotControlled: optional(Type.Boolean()),
    serialControlled: optional(Type.Boolean()),
    hasExpiry: optional(Type.Boolean()),
    hazmat: optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ItemDocument = Static<typeof itemDocument>;

/** `receipt` adds what came in blind; `correction` sets right what a count found (may be negative). */
export const stockAdjustment = Type.Object(
  {
    kind: Type.Union([Type.Literal('receipt'), Type.Literal('correction')]),
    sku: text(100),
    location: text(60),
    lot: optional(Type.String({ maxLength: 40 })),
    expiry: optional(Type.String({ format: 'date' })),
    units: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
    reason: text(200),
  },
  { additionalProperties: false },
);
export type StockAdjustment = Static<typeof stockAdjustment>;

export const endpointDocument = Type.Object(
  {
    url: Type.String({ minLength: 8, maxLength: 500, pattern: '^https?://' }),
    types: optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 })),
  },
  { additionalProperties: false },
);

export const consumerDocument = Type.Object(
  { committed: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);

export const orderStates = [
  'received',
  'parked',
  'backordered',
  'accepted',
  'released',
  'picking',
  'packing',
  'shipped',
  'partly_shipped',
  'cancelled',
] as const;
export type OrderState = (typeof orderStates)[number];

/** A line as every event tells it: requested = cancelled + shorted + shipped + remaining. */
export interface LineLedger {
  lineId: string;
  sku: string;
  requested: number;
  cancelled: number;
  shorted: number;
  allocated: number;
  picked: number;
  putBack: number;
  packed: number;
  shipped: number;
  returned: number;
  remaining: number;
}

/** A CloudEvent as the hub hears it. `sequence` is the position in the feed; `data.order.version` counts 1…n without a gap. */
export interface HubEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  sequence: string;
  partitionkey: string;
  data: {
    order?: {
      orderId: string;
      orderNumber: string;
      revision: number;
      version: number;
      state: OrderState;
      lines: LineLedger[];
    };
    delta: Record<string, unknown>;
    actor?: { station: string | null };
  };
}

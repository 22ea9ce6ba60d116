import { describe, expect, test } from 'vitest';
import { hubEventTypes } from '../../server/protocol/events.ts';
import * as hub from '../../server/protocol/hub.ts';

/**
 * Outsiders build on what a hub sends and hears. A change shows in hub-schema.json (written anew by
 * `npm run test:unit -- -u test/protocol`) and in its review: within a version it may only add.
 */
test("the hub's schemas are the published ones", async () => {
  const published = {
    orderDocument: hub.orderDocument,
    cancellationRequest: hub.cancellationRequest,
    holdRequest: hub.holdRequest,
    itemDocument: hub.itemDocument,
    stockAdjustment: hub.stockAdjustment,
    endpointDocument: hub.endpointDocument,
    consumerDocument: hub.consumerDocument,
    orderStates: hub.orderStates,
    eventTypes: hubEventTypes,
  };
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot('./hub-schema.json');
});

describe('every schema that hub.ts exports', () => {
  const schemas = Object.entries(hub).filter(
    ([, value]) => !Array.isArray(value) && typeof value === 'object',
  );

  test.each(schemas)('%s is plain JSON Schema', (_name, schema) => {
    expect(JSON.parse(JSON.stringify(schema))).toMatchObject({ type: 'object' });
  });

  test.each(schemas)('%s refuses fields it does not know', (_name, schema) => {
    expect(schema).toMatchObject({ additionalProperties: false });
  });
});

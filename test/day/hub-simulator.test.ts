import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countryCode } from '../../simulators/hub/countries.ts';
import { inventOrders, readOrders } from '../../simulators/hub/orders.ts';
import { isSigned } from '../../simulators/hub/signature.ts';
import { random } from '../../simulators/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'floorwave-orders-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(text: string): string {
  const path = join(folder, 'orders.csv');
  writeFileSync(path, text);
  return path;
}

describe('an order file', () => {
  test("rows become orders in the site's own time, up to the limit", () => {
    const path = file(
      'order_id,ordered_at,sku,units,country\n1,2010-07-01 08:00:00,A,2,EIRE\n1,2010-07-01 08:00:00,B,1,EIRE\n2,2010-07-01 09:00:00,A,1,PL\n',
    );
    expect(readOrders(path, 'Europe/London', 1)).toEqual([
      {
        orderId: '1',
        orderedAt: Date.parse('2010-07-01T07:00:00Z'),
        country: 'IE',
        service: null,
        priority: null,
        channel: null,
        lines: [
          { sku: 'A', units: 2 },
          { sku: 'B', units: 1 },
        ],
      },
    ]);
  });

  test('a row that does not fit is named by its place', () => {
    expect(() =>
      readOrders(file('order_id,ordered_at,sku,units,country\n1,2010-07-01 08:00:00,A,two,GB\n'), 'UTC', 9),
    ).toThrow('row 2: units is "two"');
    expect(() =>
      readOrders(
        file('order_id,ordered_at,sku,units,country\n1,2010-07-01 08:00:00,A,2,Atlantis\n'),
        'UTC',
        9,
      ),
    ).toThrow('country is "Atlantis"');
  });

  test('countries are known by name, by the names shops use, and by code', () => {
    expect(
      ['United Kingdom', 'EIRE', 'Channel Islands', 'de', 'Czech Republic', 'Nowhere'].map(countryCode),
    ).toEqual(['GB', 'IE', 'JE', 'DE', 'CZ', null]);
  });
});

test('invented orders are the same for the same seed, and come on weekdays by day', () => {
  const invent = () => {
    const orders = inventOrders({
      chance: random(5),
      startsAt: Date.parse('2026-03-06T15:00:00Z'),
      timezone: 'Europe/London',
      secondsBetween: 600,
      items: [{ sku: 'A', velocity: 'A' }],
      services: ['express'],
    });
    return Array.from({ length: 60 }, () => orders.next().value);
  };
  expect(invent()).toEqual(invent());
  for (const order of invent()) {
    const at = new Date(order?.orderedAt ?? 0);
    expect([1, 2, 3, 4, 5]).toContain(at.getUTCDay());
    expect(at.getUTCHours()).toBeGreaterThanOrEqual(8);
    expect(at.getUTCHours()).toBeLessThan(20);
  }
});

test('some invented orders may wait from the start', () => {
  const startsAt = Date.parse('2026-03-06T15:00:00Z');
  const orders = inventOrders({
    chance: random(5),
    startsAt,
    timezone: 'Europe/London',
    secondsBetween: 600,
    waiting: 3,
    items: [{ sku: 'A', velocity: 'A' }],
    services: [],
  });
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => orders.next().value?.orderedAt ?? 0);
  expect([first, second, third]).toEqual([startsAt, startsAt, startsAt]);
  expect(fourth).toBeGreaterThan(startsAt);
});

describe('a webhook signature', () => {
  const secret = `whsec_${Buffer.from('a secret of this test only').toString('base64')}`;
  const signature = createHmac('sha256', 'a secret of this test only')
    .update('msg_1.1700000000.{}')
    .digest('base64');
  const headers = { id: 'msg_1', timestamp: '1700000000', signature: `v1,bm90IHRoaXMgb25l v1,${signature}` };

  test('one right signature among several is enough', () => {
    expect(isSigned(secret, headers, '{}')).toBe(true);
  });

  test('another body, another time or another secret is refused', () => {
    expect(isSigned(secret, headers, '{ }')).toBe(false);
    expect(isSigned(secret, { ...headers, timestamp: '1700000001' }, '{}')).toBe(false);
    expect(isSigned('whsec_b3RoZXI=', headers, '{}')).toBe(false);
  });
});

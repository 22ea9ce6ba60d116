import { describe, expect, test } from 'vitest';
import { originCheck } from '../../server/platform/http/origins.ts';
import { isStorable } from '../../server/platform/sockets/storable.ts';
import { createSlots } from '../../server/platform/sockets/slots.ts';
import { tokenBucket } from '../../server/platform/sockets/token-bucket.ts';

describe("a page's origin", () => {
  const https = originCheck(() => 'https://floor.example.com', true);
  test.each([
    ['https://floor.example.com', '10.0.0.5:3000', 'ours'],
    ['https://10.0.0.5:3000', '10.0.0.5:3000', 'ours'],
    [undefined, '10.0.0.5:3000', 'none'],
    ['https://evil.example', '10.0.0.5:3000', 'foreign'],
    ['https://floor.example.com.evil.example', '10.0.0.5:3000', 'foreign'],
    ['http://10.0.0.5:3000', '10.0.0.5:3000', 'foreign'],
    ['https://10.0.0.5', '10.0.0.5:3000', 'foreign'],
    ['null', '10.0.0.5:3000', 'foreign'],
    ['https://10.0.0.5:3000/page', '10.0.0.5:3000', 'foreign'],
    ['http://localhost:5173', 'localhost:5173', 'ours'],
  ])('%s at %s is %s', (origin, host, outcome) => {
    expect(https({ host, ...(origin === undefined ? {} : { origin }) })).toBe(outcome);
  });
});

describe('a token bucket', () => {
  test('gives its burst, then so many a second of the clock', () => {
    let at = 0;
    const bucket = tokenBucket({ perSecond: 40, burst: 80 }, () => at);
    const takes = (count: number): number =>
      Array.from({ length: count }, () => bucket.take()).filter(Boolean).length;
    expect(takes(80)).toBe(80);
    expect(takes(5)).toBeLessThanOrEqual(1);
    at += 1_000;
    expect(takes(100)).toBeGreaterThanOrEqual(40);
    at += 3_600_000;
    expect(takes(200)).toBeLessThanOrEqual(81);
  });
});

describe('slots', () => {
  test('run so many at once and lose nobody to one that fails', async () => {
    const inSlot = createSlots(2);
    let [here, most] = [0, 0];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, (_, at) =>
        inSlot(async () => {
          most = Math.max(most, (here += 1));
          await new Promise((resolve) => setImmediate(resolve));
          here -= 1;
          if (at % 3 === 0) throw new Error('no');
          return at;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(3);
  });
});

test('text that PostgreSQL cannot keep is known before it is tried', () => {
  expect([{ scan: 'a\0b' }, { scan: '\ud800' }, ['x', { 'k\0': 1 }]].map(isStorable)).toEqual([
    false,
    false,
    false,
  ]);
  expect([{ scan: 'żółć 🙂' }, null, 5, [true, { a: { b: 'c' } }]].map(isStorable)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

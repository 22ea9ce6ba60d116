import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newEndpointSecret, sign } from '../../server/edges/hub/signature.ts';

interface Vector {
  secret: string;
  'webhook-id': string;
  'webhook-timestamp': string;
  body: string;
  'webhook-signature': string;
}

// Published with the Standard Webhooks libraries (MIT).
const published: Vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  body: '{"test": 2432232314}',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const shared = new URL('../../../shared/data/hub-samples/standard-webhooks/vectors.json', import.meta.url);
const vectors = [
  published,
  ...(existsSync(shared) ? (JSON.parse(readFileSync(shared, 'utf8')) as { vectors: Vector[] }).vectors : []),
];

test.each(vectors)('[HB10] a published vector is signed as published ($webhook-id)', (vector) => {
  const signature = sign(
    vector.secret,
    vector['webhook-id'],
    Number(vector['webhook-timestamp']),
    vector.body,
  );
  expect(signature).toBe(vector['webhook-signature']);
});

test('[HB10] id, timestamp, body and secret all change the signature', () => {
  const secret = newEndpointSecret();
  const signed = sign(secret, 'a', 1, 'body');
  const others = [
    sign(secret, 'b', 1, 'body'),
    sign(secret, 'a', 2, 'body'),
    sign(secret, 'a', 1, 'Body'),
    sign(newEndpointSecret(), 'a', 1, 'body'),
  ];
  expect(new Set([signed, ...others]).size).toBe(5);
});

test('[HB10] an endpoint gets a secret of 32 random bytes', () => {
  const secret = newEndpointSecret();
  expect(secret).toMatch(/^whsec_/);
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
});

import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Proves a webhook by the Standard Webhooks rules: HMAC-SHA256 over `id.timestamp.body` with the secret behind `whsec_`, one
 * of the space-separated `v1,` signatures must fit. How old the message may be is the caller's question.
 */
export function isSigned(
  secret: string,
  headers: { id: string; timestamp: string; signature: string },
  body: string,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${headers.id}.${headers.timestamp}.${body}`).digest();
  return headers.signature.split(' ').some((part) => {
    const [version, signature = ''] = part.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

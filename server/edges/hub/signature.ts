import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

export function newEndpointSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/**
 * The `webhook-signature` of one attempt, by Standard Webhooks: the event's id, the attempt's second and the raw body.
 */
export function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

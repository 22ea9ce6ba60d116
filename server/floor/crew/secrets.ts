import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A badge identifies, it does not prove; hashing keeps a copied table from printing badges. Keyed by site so that two sites differ. */
export function hashBadge(site: string, badge: string): string {
  return createHash('sha256').update(`badge:${site}:${badge.trim().toUpperCase()}`).digest('base64');
}

/** For long random secrets only (API keys, device tokens, session tokens): a fast hash is enough where guessing is hopeless. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(`secret:${secret}`).digest('base64');
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

// N=2^14 takes about 50 ms here: slow for a guesser, quick for a person.
const cost = { N: 16_384, r: 8, p: 1 };

/** scrypt with its own salt: `salt.hash`, both base64. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}.${(await derive(pin, salt)).toString('base64')}`;
}

export async function checkPin(pin: string, stored: string): Promise<boolean> {
  const [salt, hash] = stored.split('.');
  if (salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const got = await derive(pin, Buffer.from(salt, 'base64'));
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export function sameSecret(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}

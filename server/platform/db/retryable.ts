/** PostgreSQL codes after which the same attempt may simply be made again: our decisions are pure, so repeating is safe. */
export const retryableCodes: Readonly<Record<string, string>> = {
  '40001': 'serialization failure',
  '40P01': 'deadlock: another transaction took the same locks in another order',
  '55P03': 'lock not available in time',
};

/** Codes (and socket errors) that mean the database is away for a moment; nothing was committed unless the id is found again. */
export const connectionCodes: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Too many connections: a place is free in a moment, as in our own pool.
  '53300',
  // It waited too long in the middle of a transaction, or doing nothing.
  '25P03',
  '57P05',
]);

/** The database's own code of an error, however deep the ORM wrapped it. */
export function databaseCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at !== null && typeof at === 'object' && depth < 6; depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    at = 'cause' in at ? at.cause : 'previous' in at ? at.previous : undefined;
  }
  return undefined;
}

export function isRetryable(error: unknown): boolean {
  return (databaseCode(error) ?? '') in retryableCodes;
}

export function isConnectionLost(error: unknown): boolean {
  const code = databaseCode(error);
  if (code !== undefined && connectionCodes.has(code)) return true;
  return saysAny(
    error,
    /Connection terminated|timeout exceeded when trying to connect|timeout expired|not queryable|after calling end on the pool/i,
  );
}

/** The pool and the driver have words for these, and no codes. */
function saysAny(error: unknown, words: RegExp): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth++) {
    if (words.test(at.message)) return true;
    at = at.cause ?? ('previous' in at ? at.previous : undefined);
  }
  return false;
}

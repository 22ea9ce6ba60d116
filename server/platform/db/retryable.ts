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
  return (
    error instanceof Error &&
    /Connection terminated|connection timeout|not queryable|Client has encountered a connection error/i.test(
      error.message,
    )
  );
}

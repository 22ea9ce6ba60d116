import { databaseCode, isRetryable } from './retryable.ts';

/**
 * Makes `work` (one whole transaction) again when the database asks for it: a bounded number of times, each a little
 * later. 23505 counts: somebody else inserted the same key first, and the next attempt finds it there and decides on
 * it.
 */
export async function retrying<T>(work: () => Promise<T>, attempts = 6): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !(isRetryable(error) || databaseCode(error) === '23505')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt * attempt));
    }
  }
}

/** What a transaction looked at first was no longer so when it had the lock: it decides anew, as the database itself would ask. */
export class DecideAgain extends Error {
  readonly code = '40001';
}

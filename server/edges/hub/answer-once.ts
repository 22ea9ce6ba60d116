import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { inTransaction, type Database, type Tx } from '../../platform/db/database.ts';
import { retrying } from '../../platform/db/retry.ts';
import { Problem, problemDocument, problemType } from '../../platform/http/problem.ts';
import { callerOf } from './caller.ts';
import * as store from './hub.store.ts';

const reused = 'IDEMPOTENCY_KEY_REUSED';

/** One whole write: a transaction, made again when the database asks for it. */
export function writing<T>(
  options: { database: Database; clock: Clock },
  request: FastifyRequest,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return retrying(() =>
    inTransaction(options.database, { site: callerOf(request).site, now: options.clock.now() }, work),
  );
}

/**
 * A POST under its Idempotency-Key (HB3): the answer is stored in the transaction of its effect, so the same request
 * again hears it and does nothing. A Problem thrown by `work` rolls its effect back; it is stored too when a rule said
 * it (409, 422), but an answer about what is not there (404) is not: it may come.
 */
export async function answerOnce(
  options: { database: Database; clock: Clock },
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Tx) => Promise<store.StoredAnswer>,
): Promise<void> {
  const caller = callerOf(request);
  const key = idempotencyKey(request);
  if (key === null)
    throw new Problem(400, 'IDEMPOTENCY_KEY_MISSING', 'This request needs an Idempotency-Key header');
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${canonical(request.body)}`)
    .digest('base64');
  const underKey = (decide: (tx: Tx) => Promise<store.StoredAnswer>) =>
    writing(options, request, async (tx) => {
      const before = await store.takeKey(tx, caller, key, fingerprint);
      if (before !== null && before.fingerprint !== fingerprint) {
        throw new Problem(422, reused, 'This Idempotency-Key was used for another request');
      }
      if (before !== null) return { ...before, isReplay: true };
      const answer = await decide(tx);
      await store.storeAnswer(tx, caller, key, answer);
      return { ...answer, isReplay: false };
    });

  try {
    give(reply, await underKey(work));
  } catch (error) {
    const isRule = error instanceof Problem && [409, 422].includes(error.status) && error.code !== reused;
    if (!isRule) throw error;
    give(reply, await underKey(async () => ({ status: error.status, body: problemDocument(error) })));
  }
}

function give(reply: FastifyReply, answer: store.StoredAnswer & { isReplay: boolean }): void {
  if (answer.isReplay) void reply.header('idempotency-replayed', 'true');
  void reply.code(answer.status);
  if (answer.status >= 400) void reply.type(problemType).send(JSON.stringify(answer.body));
  else void reply.send(answer.body);
}

/** The draft asks for a quoted string; many clients forget the quotes, so a bare token is the same key. */
export function idempotencyKey(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined || header === '') return null;
  const text = (Array.isArray(header) ? header.join(',') : header).trim();
  const key = /^"(.*)"$/.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? text;
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw new Problem(
      400,
      'IDEMPOTENCY_KEY_BAD',
      'An Idempotency-Key has 1 to 200 printable ASCII characters',
    );
  }
  return key;
}

/** The same content in another order of members is the same request. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}

/** Seconds to wait before attempt 1, 2, … 10 (Standard Webhooks' table); then the event is a dead letter. */
export const waitSeconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

const day = 86_400;

/** What came of one attempt: the hub's answer, or why there is none. */
export type Answer =
  Readonly<{ status: number; retryAfterSeconds: number | null }> | Readonly<{ failed: string }>;

export type Verdict =
  | Readonly<{ state: 'delivered' }>
  | Readonly<{ state: 'waiting'; nextAt: Date; error: string }>
  | Readonly<{ state: 'dead'; error: string }>
  | Readonly<{ state: 'gone'; error: string }>;

/** A hub answered an event, or did not: is it delivered, tried again (when?), given up, or is nobody there any more? */
export function judgeAttempt(
  answer: Answer,
  facts: Readonly<{ eventId: string; attemptsBefore: number }>,
  now: Date,
): Verdict {
  if ('status' in answer && answer.status >= 200 && answer.status <= 299) return { state: 'delivered' };
  const error = 'status' in answer ? `answered ${answer.status}` : answer.failed;
  if ('status' in answer && answer.status === 410) return { state: 'gone', error };
  const attempts = facts.attemptsBefore + 1;
  const wait = waitSeconds[attempts];
  if (wait === undefined) return { state: 'dead', error };
  const isBusy = 'status' in answer && (answer.status === 429 || answer.status === 503);
  const asked = isBusy ? (answer.retryAfterSeconds ?? 0) : 0;
  const seconds = Math.max(wait * (1 + jitter(facts.eventId, attempts) / 10), Math.min(asked, day));
  return { state: 'waiting', nextAt: new Date(now.getTime() + Math.round(seconds * 1_000)), error };
}

/**
 * Up to a tenth longer, so that a hub that comes back does not meet everything in the same second. Taken from the
 * event's id: the same event waits the same, whichever process asks (FNV-1a).
 */
function jitter(eventId: string, attempt: number): number {
  let hash = 2_166_136_261 ^ attempt;
  for (let at = 0; at < eventId.length; at++) hash = Math.imul(hash ^ eventId.charCodeAt(at), 16_777_619);
  return (hash >>> 0) / 4_294_967_296;
}

/** `Retry-After` is seconds or a date; a date is read against the hub's own clock where it tells it. */
export function retryAfterSeconds(
  header: string | undefined,
  date: string | undefined,
  now: Date,
): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  // Date.parse takes far more than HTTP dates, "-5" among it.
  const until = /GMT\s*$/.test(header) ? Date.parse(header) : NaN;
  if (Number.isNaN(until)) return null;
  const from = date === undefined ? NaN : Date.parse(date);
  return Math.max(0, Math.ceil((until - (Number.isNaN(from) ? now.getTime() : from)) / 1_000));
}

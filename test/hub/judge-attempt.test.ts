import { describe, expect, test } from 'vitest';
import {
  judgeAttempt,
  retryAfterSeconds,
  waitSeconds,
  type Answer,
} from '../../server/edges/hub/judge-attempt.ts';

const now = new Date('2026-03-02T08:00:00Z');
const answered = (status: number, retryAfterSeconds: number | null = null): Answer => ({
  status,
  retryAfterSeconds,
});
const judge = (answer: Answer, attemptsBefore = 0, eventId = 'e1') =>
  judgeAttempt(answer, { eventId, attemptsBefore }, now);
const waited = (answer: Answer, attemptsBefore = 0, eventId = 'e1') => {
  const verdict = judge(answer, attemptsBefore, eventId);
  return verdict.state === 'waiting' ? (verdict.nextAt.getTime() - now.getTime()) / 1_000 : verdict.state;
};

describe('[HB6] only 2xx is delivered', () => {
  test.each([200, 201, 202, 204, 299])('%i is', (status) => {
    expect(judge(answered(status))).toEqual({ state: 'delivered' });
  });
  test.each([0, 100, 199, 300, 301, 302, 307, 400, 401, 404, 409, 429, 500, 503])('%i is not', (status) => {
    expect(judge(answered(status))).toMatchObject({ state: 'waiting', error: `answered ${status}` });
  });
  test('no answer is not', () => {
    expect(judge({ failed: 'ECONNREFUSED' })).toMatchObject({ state: 'waiting', error: 'ECONNREFUSED' });
  });
});

describe('[HB8] the table of attempts', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    "after attempt %i the wait is the table's, up to a tenth more",
    (attempt) => {
      const wait = waitSeconds[attempt] ?? NaN;
      const times = Array.from({ length: 50 }, (_, n) => waited(answered(500), attempt - 1, `event-${n}`));
      for (const time of times) {
        expect(time).toBeGreaterThanOrEqual(wait);
        expect(time).toBeLessThanOrEqual(wait * 1.1);
      }
      expect(new Set(times).size).toBeGreaterThan(30);
    },
  );

  test('the tenth failure is a dead letter, 75 h 35 min after the first at the earliest', () => {
    expect(judge(answered(500), 9)).toEqual({ state: 'dead', error: 'answered 500' });
    expect(waitSeconds.reduce<number>((sum, seconds) => sum + seconds, 0)).toBe((75 * 60 + 35) * 60 + 5);
  });

  test('the same event waits the same, whoever asks', () => {
    expect(judge(answered(500), 3)).toEqual(judge(answered(500), 3));
  });

  test.each([429, 503])('%i with Retry-After waits as asked when that is longer', (status) => {
    expect(waited(answered(status, 60))).toBe(60);
    expect(waited(answered(status, 1))).toBeLessThanOrEqual(5.5);
    expect(waited(answered(status, 60), 4)).toBeGreaterThanOrEqual(18_000);
  });

  test('Retry-After of another status is not heard, and none is longer than a day', () => {
    expect(waited(answered(500, 60))).toBeLessThanOrEqual(5.5);
    expect(waited(answered(503, 10_000_000))).toBe(86_400);
  });

  test.each<[string | undefined, string | undefined, number | null]>([
    ['120', undefined, 120],
    [' 7 ', undefined, 7],
    ['Mon, 02 Mar 2026 08:01:00 GMT', undefined, 60],
    ['Mon, 02 Mar 2026 08:01:00 GMT', 'Mon, 02 Mar 2026 08:00:30 GMT', 30],
    ['Mon, 02 Mar 2026 07:00:00 GMT', undefined, 0],
    ['soon', undefined, null],
    ['-5', undefined, null],
    [undefined, undefined, null],
  ])("Retry-After %s at the hub's %s reads %s", (header, date, seconds) => {
    expect(retryAfterSeconds(header, date, now)).toBe(seconds);
  });
});

test('[HB9] 410 says that nobody is there', () => {
  expect(judge(answered(410))).toEqual({ state: 'gone', error: 'answered 410' });
  expect(judge(answered(410), 9)).toEqual({ state: 'gone', error: 'answered 410' });
});

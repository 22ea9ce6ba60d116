import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { checkUrl, guardedLookup } from './outbound.ts';
import { retryAfterSeconds, type Answer } from './judge-attempt.ts';

export interface Poster {
  /** Never throws: what went wrong is an answer too. Redirects are answers, not followed. */
  post(
    url: string,
    headers: Record<string, string>,
    body: string,
    now: Date,
    signal?: AbortSignal,
  ): Promise<Answer>;
  close(): void;
}

export const timeoutMs = 15_000;
// What a hub says beside its status is not read; more than this and the connection is not worth keeping.
const bodyMax = 65_536;

/** Posts over kept connections, and only to addresses that may be reached (see outbound.ts). */
export function createPoster(allow: readonly string[]): Poster {
  const lookup = guardedLookup(allow);
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 16, maxFreeSockets: 8 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 16, maxFreeSockets: 8 }),
  };

  function attempt(
    url: URL,
    headers: Record<string, string>,
    body: string,
    now: Date,
    signal: AbortSignal,
  ): Promise<Answer & { isStaleSocket?: boolean }> {
    return new Promise((resolve) => {
      const isTls = url.protocol === 'https:';
      const request = (isTls ? httpsRequest : httpRequest)(
        url,
        {
          method: 'POST',
          agent: agents[isTls ? 'https:' : 'http:'],
          lookup,
          signal,
          headers: {
            ...headers,
            'content-length': String(Buffer.byteLength(body)),
            'user-agent': 'floorwave',
          },
        },
        (response) => {
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length > bodyMax) response.destroy();
          });
          response.on('error', () => {
            /* the status had come; the rest is not read */
          });
          resolve({
            status: response.statusCode ?? 0,
            retryAfterSeconds: retryAfterSeconds(response.headers['retry-after'], response.headers.date, now),
          });
        },
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isStaleSocket = request.reusedSocket && error.code === 'ECONNRESET';
        resolve({ failed: whyFailed(error, signal), ...(isStaleSocket ? { isStaleSocket } : {}) });
      });
      request.end(body);
    });
  }

  return {
    async post(text, headers, body, now, stop) {
      const checked = checkUrl(text, allow);
      if ('refused' in checked) return { failed: checked.refused };
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = stop === undefined ? timeout : AbortSignal.any([stop, timeout]);
      const answer = await attempt(checked.url, headers, body, now, signal);
      // The hub closed a kept connection as we wrote into it: it never saw the event, so this was no attempt.
      return 'isStaleSocket' in answer ? attempt(checked.url, headers, body, now, signal) : answer;
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function whyFailed(error: NodeJS.ErrnoException, signal: AbortSignal): string {
  if (!signal.aborted) return error.code ?? error.message;
  const isTimeout = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  return isTimeout ? `no answer within ${timeoutMs / 1_000} s` : 'stopped';
}

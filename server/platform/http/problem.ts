import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Refused } from '../../protocol/refusals.ts';
import { isConnectionLost, isRetryable } from '../db/retryable.ts';

/** A no that HTTP says. Thrown by a route; the one error handler answers it as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  /** `code` is what programs compare, `detail` what people read, `more` what the document carries beside them. */
  constructor(
    status: number,
    code: string,
    detail: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

/** A rule's no, for screens: they say the refusal in their own language. */
export function refusalProblem(status: number, { refused, data }: Refused): Problem {
  return new Problem(status, refused, `Refused: ${refused}`, { refusal: refused, data });
}

export const problemType = 'application/problem+json; charset=utf-8';

export function problemDocument(problem: Problem, requestId?: string): Record<string, unknown> {
  return {
    type: `urn:floorwave:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(requestId === undefined ? {} : { instance: `urn:floorwave:request:${requestId}` }),
    ...problem.more,
  };
}

export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(problemType)
    .send(JSON.stringify(problemDocument(problem, reply.request.id)));
}

/** Every error and every unknown address is answered by a problem document; only ours are logged as errors. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, problemOf(error, request)));
  app.setNotFoundHandler((request, reply) => sendProblem(reply, notFound(request)));
}

export function notFound(request: FastifyRequest): Problem {
  return new Problem(404, 'NOT_FOUND', `There is nothing at ${request.method} ${pathOf(request.url)}`);
}

/** For bytes that are no HTTP request at all: there is no request to answer, only a socket. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = brokenRequests[error.code ?? ''] ?? [
    400,
    'BAD_REQUEST',
    'This is not an HTTP request',
  ];
  const body = JSON.stringify(problemDocument(new Problem(status, code, detail)));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${problemType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

const brokenRequests: Record<string, readonly [number, string, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The headers of the request are too large'],
};

export function problemOf(error: FastifyError | Problem, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error.validation !== undefined) {
    const errors = error.validation
      .slice(0, 10)
      .map((fault) => ({ at: fault.instancePath, says: fault.message ?? '' }));
    const part = error.validationContext ?? 'request';
    return new Problem(400, 'BAD_REQUEST', `The ${part} does not fit its schema`, { part, errors });
  }
  const status = error.statusCode ?? 500;
  // Fastify's own messages for what a client did wrong hold nothing secret.
  if (status >= 400 && status < 500)
    return new Problem(status, clientFaults[status] ?? 'BAD_REQUEST', error.message);
  if (isConnectionLost(error) || isRetryable(error)) {
    request.log.warn({ error }, 'request could not reach the database');
    return new Problem(
      503,
      'UNAVAILABLE',
      'The database is away for a moment; nothing was done',
      {},
      { 'retry-after': '1' },
    );
  }
  const reference = randomUUID().slice(0, 8);
  request.log.error(
    { error, reference, method: request.method, path: pathOf(request.url) },
    'request failed',
  );
  return new Problem(500, 'INTERNAL', `Nothing was done; the log has more under ${reference}`, { reference });
}

const clientFaults: Record<number, string> = {
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  414: 'ADDRESS_TOO_LONG',
  415: 'MEDIA_TYPE_UNKNOWN',
  429: 'TOO_MANY_REQUESTS',
};

/** Without the query: a code in an address must not reach a log or an answer. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

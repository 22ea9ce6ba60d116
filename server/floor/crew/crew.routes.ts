import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { isRefused, type RefusalCode, type Refused } from '../../protocol/refusals.ts';
import type { OriginCheck } from '../../platform/http/origins.ts';
import { Problem, refusalProblem } from '../../platform/http/problem.ts';
import type { Crew } from './crew.ts';
import { deviceCookie, sessionCookie } from './tokens.ts';

/** Codes of the site; a control character is in none of them, and PostgreSQL takes no NUL. */
const code = Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

const signInBody = Type.Object(
  {
    badge: Type.String({ minLength: 1, maxLength: 2_048 }),
    pin: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    screen: Type.Union([
      Type.Literal('handheld'),
      Type.Literal('bench'),
      Type.Literal('putWall'),
      Type.Literal('wall'),
      Type.Literal('desk'),
    ]),
    station: Type.Optional(code),
    site: Type.Optional(code),
  },
  { additionalProperties: false },
);

const enrolBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 300 }) },
  { additionalProperties: false },
);

const statusOf: Partial<Record<RefusalCode, number>> = {
  SIGN_IN_FAILED: 401,
  PIN_NEEDED: 401,
  SIGN_IN_LOCKED: 429,
  NOT_ALLOWED: 403,
  DEVICE_CODE_WRONG: 403,
  BAD_COMMAND: 400,
};

/** A shift's people leave a browser's cookie longer than a shift; a device stays until it is enrolled anew. */
const sessionSeconds = 16 * 3_600;
const deviceSeconds = 400 * 86_400;

/** The launcher's door: who is here, signing in and out, making a tablet one of the site's devices. */
export async function crewRoutes(
  app: FastifyInstance,
  options: { crew: Crew; checkOrigin: OriginCheck; isHttps: boolean },
): Promise<void> {
  const { crew } = options;
  const tries = { config: { rateLimit: { max: 120, timeWindow: '1 minute' } } };

  // Cookies come along by themselves; a foreign page must not use them.
  app.addHook('onRequest', async (request) => {
    if (request.method !== 'GET' && options.checkOrigin(request.headers) === 'foreign') {
      throw new Problem(403, 'FOREIGN_ORIGIN', 'This page is not ours');
    }
  });
  // Screens say refusals in their own words, so what does not fit the schema is one as well.
  app.setErrorHandler((error: FastifyError) => {
    const at = error.validation?.[0]?.instancePath;
    if (at !== undefined) throw refusal({ refused: 'BAD_COMMAND', data: { at } });
    throw error;
  });

  app.get('/session', async (request, reply) => {
    return reply.header('cache-control', 'no-store').send(await crew.me(request.cookies));
  });

  app.post<{ Body: Static<typeof signInBody> }>(
    '/session',
    { schema: { body: signInBody }, ...tries },
    async (request, reply) => {
      const outcome = await crew.signIn(request.body, request.cookies);
      if (isRefused(outcome)) throw refusal(outcome);
      return setCookie(reply, sessionCookie, outcome.token, sessionSeconds).code(201).send(outcome.me);
    },
  );

  app.delete('/session', async (request, reply) => {
    await crew.signOut(request.cookies);
    return reply
      .clearCookie(sessionCookie, { path: '/' })
      .send(await crew.me({ ...request.cookies, [sessionCookie]: undefined }));
  });

  app.post<{ Body: Static<typeof enrolBody> }>(
    '/enrol',
    { schema: { body: enrolBody }, ...tries },
    async (request, reply) => {
      const outcome = await crew.acceptEnrolment(request.body.code, request.cookies);
      if (isRefused(outcome)) throw refusal(outcome);
      return setCookie(reply, deviceCookie, outcome.token, deviceSeconds).code(201).send(outcome.me);
    },
  );

  function setCookie(reply: FastifyReply, name: string, token: string, maxAge: number): FastifyReply {
    return reply.header('cache-control', 'no-store').setCookie(name, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: options.isHttps,
      maxAge,
    });
  }
}

function refusal(refused: Refused): Problem {
  return refusalProblem(statusOf[refused.refused] ?? 422, refused);
}

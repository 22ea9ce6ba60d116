import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { isRefused, type Refused } from '../../protocol/refusals.ts';
import { rolePermissions, type Permission } from '../../protocol/permissions.ts';
import { inTransaction, reading, type Database } from '../../platform/db/database.ts';
import type { OriginCheck } from '../../platform/http/origins.ts';
import { Problem, refusalProblem } from '../../platform/http/problem.ts';
import type { Doorkeeper, Visitor } from '../../platform/sockets/visitor.ts';
import { checkPhoto, photoBytesMost } from './check-photo.ts';
import { savePhoto } from './exceptions.ts';
import { photoOf } from './exceptions.views.ts';

const whichPhoto = Type.Object({ photo: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) });

/** Pictures of damaged goods: a picker sends one, a lead sees it. They stand in the database, behind the session. */
export async function photoRoutes(
  app: FastifyInstance,
  options: { database: Database; doorkeeper: Doorkeeper; checkOrigin: OriginCheck; now: () => Date },
): Promise<void> {
  const { database, doorkeeper, now } = options;
  app.addContentTypeParser(
    'image/jpeg',
    { parseAs: 'buffer', bodyLimit: photoBytesMost },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.addHook('onRequest', async (request) => {
    if (request.method !== 'GET' && options.checkOrigin(request.headers) === 'foreign')
      throw new Problem(403, 'FOREIGN_ORIGIN', 'This page is not ours');
  });

  app.post<{ Body: unknown }>(
    '/photos',
    { config: { rateLimit: { max: 60, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const visitor = await somebody(request.cookies, 'pick');
      if (!Buffer.isBuffer(request.body)) throw refusal({ refused: 'PHOTO_NOT_JPEG', data: {} });
      const bytes = request.body;
      const checked = checkPhoto(bytes);
      if (isRefused(checked)) throw refusal(checked);
      const { site, operator } = visitor;
      const photo = await inTransaction(database, { site, now: now(), operator }, (tx) =>
        savePhoto(tx, operator, bytes),
      );
      return reply.code(201).header('cache-control', 'no-store').send({ photo });
    },
  );

  app.get<{ Params: Static<typeof whichPhoto> }>(
    '/photos/:photo',
    { schema: { params: whichPhoto } },
    async (request, reply) => {
      const visitor = await somebody(request.cookies, null);
      const found = await photoOf(reading(database), visitor.site, request.params.photo);
      const mayAll = rolePermissions[visitor.role].includes('exception.resolve');
      if (found === undefined || (!mayAll && found.operator !== visitor.operator))
        throw new Problem(404, 'PHOTO_UNKNOWN', 'There is no such photo');
      // Whatever hides in a picture runs nowhere.
      return reply
        .type('image/jpeg')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', `inline; filename="photo-${request.params.photo}.jpg"`)
        .header('cache-control', 'private, max-age=3600')
        .send(Buffer.from(found.bytes));
    },
  );

  async function somebody(
    cookies: Readonly<Record<string, string | undefined>>,
    permission: Permission | null,
  ): Promise<Visitor & { operator: string }> {
    const visitor = await doorkeeper.identify(cookies);
    if (visitor === null || visitor.operator === null)
      throw new Problem(401, 'NOT_SIGNED_IN', 'Sign in first');
    if (permission !== null && !rolePermissions[visitor.role].includes(permission))
      throw refusal({ refused: 'NOT_ALLOWED', data: { permission } });
    return { ...visitor, operator: visitor.operator };
  }
}

function refusal(refused: Refused): Problem {
  return refusalProblem(refused.refused === 'NOT_ALLOWED' ? 403 : 422, refused);
}

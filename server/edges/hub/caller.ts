import type { FastifyInstance, FastifyRequest } from 'fastify';
import { reading, type Database } from '../../platform/db/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { hashSecret, sameSecret } from '../../floor/crew/secrets.ts';
import type { Caller } from './hub.store.ts';

const bearer = /^Bearer +fw\.([^.\s]{1,60})\.([^.\s]{1,100})\.([^.\s]{1,200})$/i;
const noKey = hashSecret('');

/**
 * Every request under `app` must carry an API key as bearer token, `fw.<site>.<key>.<secret>`; it names site, hub and
 * owner. Read from the table each time: a revoked key is refused at the next request.
 */
export function requireApiKey(app: FastifyInstance, database: Database): void {
  app.decorateRequest('hubCaller', null);
  app.addHook('onRequest', async (request) => {
    const [, site, apiKey, secret] = bearer.exec(request.headers.authorization ?? '') ?? [];
    if (site === undefined || apiKey === undefined || secret === undefined) {
      throw refused('A bearer token fw.<site>.<key>.<secret> is needed');
    }
    const row = await reading(database)
      .selectFrom('apiKey')
      .select(['hub', 'owner', 'secretHash', 'isRevoked'])
      .where('site', '=', site)
      .where('apiKey', '=', apiKey)
      .executeTakeFirst();
    // An unknown key costs the same comparison as a wrong secret, and hears the same words.
    const isRight = sameSecret(hashSecret(secret), row?.secretHash ?? noKey);
    if (row === undefined || !isRight || row.isRevoked) throw refused('This API key is not valid');
    const caller: Caller = { site, hub: row.hub, owner: row.owner, apiKey };
    request.setDecorator('hubCaller', caller);
  });
}

export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>('hubCaller');
}

function refused(detail: string): Problem {
  return new Problem(
    401,
    'NOT_AUTHENTICATED',
    detail,
    {},
    { 'www-authenticate': 'Bearer realm="floorwave"' },
  );
}

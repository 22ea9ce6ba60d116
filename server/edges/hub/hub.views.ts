import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../platform/db/tables.ts';
import type { FeedRow } from './hub-event.ts';
import type { Caller } from './hub.store.ts';

/** The caller's events after a position, in order: what the pull feed and the stream tell. */
export async function feedAfter(
  db: Kysely<Tables>,
  caller: Caller,
  after: number,
  limit: number,
  types?: readonly string[],
): Promise<FeedRow[]> {
  let query = db
    .selectFrom('journal')
    .select(['site', 'position', 'id', 'type', 'at', 'orderId', 'data', 'station'])
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('position', '>', after);
  if (types !== undefined) query = query.where('type', 'in', [...types]);
  const rows = await query.orderBy('position').limit(limit).execute();
  return rows.map((row) => ({ ...row, position: row.position ?? 0 }));
}

/** The last position that was stamped: everything up to it is in the feed. */
export async function feedHead(db: Kysely<Tables>, site: string): Promise<number> {
  const row = await db
    .selectFrom('feedPosition')
    .select('position')
    .where('site', '=', site)
    .executeTakeFirst();
  return row?.position ?? 0;
}

const countOf = (state: 'waiting' | 'dead') => sql<number>`(
  select count(*)::int from hub_delivery d where d.site = e.site and d.endpoint = e.endpoint and d.state = ${state})`;

/** Endpoints with what each has waiting and dead; the secret stays here. */
export async function endpointsOf(db: Kysely<Tables>, caller: Caller, endpoint?: string) {
  let query = db
    .selectFrom('hubEndpoint as e')
    .select(['endpoint', 'url', 'types', 'isDisabled', 'createdAt'])
    .select([countOf('waiting').as('waiting'), countOf('dead').as('dead')])
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner);
  if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint);
  return query.orderBy('createdAt').orderBy('endpoint').execute();
}

export async function endpointWithSecret(db: Kysely<Tables>, caller: Caller, endpoint: string) {
  return db
    .selectFrom('hubEndpoint')
    .select(['url', 'secret'])
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('endpoint', '=', endpoint)
    .executeTakeFirst();
}

export async function deliveriesOf(
  db: Kysely<Tables>,
  caller: Caller,
  endpoint: string,
  filter: { after: number; limit: number; state?: 'waiting' | 'delivered' | 'dead' | undefined },
) {
  let query = db
    .selectFrom('hubDelivery as d')
    .innerJoin('journal as j', (join) =>
      join.onRef('j.site', '=', 'd.site').onRef('j.position', '=', 'd.position'),
    )
    .select(['d.position', 'd.eventId', 'j.type', 'j.orderId'])
    .select(['d.state', 'd.attempts', 'd.nextAt', 'd.lastError', 'd.deliveredAt'])
    .where('d.site', '=', caller.site)
    .where('d.endpoint', '=', endpoint)
    .where('d.position', '>', filter.after);
  if (filter.state !== undefined) query = query.where('d.state', '=', filter.state);
  return query.orderBy('d.position').limit(filter.limit).execute();
}

/** Which of these keys still open the door. */
export async function liveKeys(
  db: Kysely<Tables>,
  keys: readonly { site: string; apiKey: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ site: string; apiKey: string }>`
    select k.site, k.api_key from api_key k
    join unnest(${keys.map((key) => key.site)}::text[], ${keys.map((key) => key.apiKey)}::text[])
      as asked (site, api_key) on asked.site = k.site and asked.api_key = k.api_key
    where not k.is_revoked`.execute(db);
  return new Set(rows.map((row) => `${row.site}.${row.apiKey}`));
}

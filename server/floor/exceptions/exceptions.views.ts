import { sql, type Kysely } from 'kysely';
import type { DeskView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';

/** What waits for a decision, longest waiting first, and who is at it: a count or a put-back is done by a person on the floor. */
export async function openExceptions(
  db: Kysely<Tables>,
  site: string,
  limit: number,
): Promise<DeskView['exceptions']> {
  const rows = await db
    .selectFrom('exception')
    .leftJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'exception.site')
        .onRef('item.owner', '=', 'exception.owner')
        .on('item.sku', '=', sql<string>`exception.data ->> 'sku'`),
    )
    .select([
      'exception.exception',
      'exception.kind',
      'exception.ref',
      'exception.raisedAt',
      'exception.raisedBy',
      'exception.data',
      'item.name',
      sql<string | null>`(
        select j.operator from job_part p join floor_job j on j.site = p.site and j.job = p.job
        where p.site = exception.site and p.kind = exception.kind and p.state = 'open'
          and p.ref = coalesce((exception.data ->> 'countRequest')::int, (exception.data ->> 'putBack')::int))`.as(
        'doneNowBy',
      ),
    ])
    .select((eb) =>
      eb
        .selectFrom('photo')
        .select((photo) => photo.fn.max('photo.photo').as('photo'))
        .whereRef('photo.site', '=', 'exception.site')
        .where('photo.location', '=', sql<string>`exception.data ->> 'location'`)
        .where('photo.sku', '=', sql<string>`exception.data ->> 'sku'`)
        .whereRef('photo.owner', '=', 'exception.owner')
        .whereRef('photo.attachedAt', '>=', 'exception.raisedAt')
        .as('photo'),
    )
    .where('exception.site', '=', site)
    .where('exception.state', '=', 'open')
    .orderBy('exception.raisedAt')
    .orderBy('exception.exception')
    .limit(limit)
    .execute();
  return rows.map(({ name, photo, data, ...row }) => ({
    ...row,
    raisedAt: row.raisedAt.toISOString(),
    data: name === null ? data : { ...data, name },
    photo,
  }));
}

export async function photoOf(db: Kysely<Tables>, site: string, photo: number) {
  return db
    .selectFrom('photo')
    .select(['operator', 'bytes'])
    .where('site', '=', site)
    .where('photo', '=', photo)
    .executeTakeFirst();
}

const unansweredShown = 5;
const unansweredMinutes = 15;

/** Questions of the last minutes that no lead answered in time, the latest first. */
export async function unansweredQuestions(
  db: Kysely<Tables>,
  site: string,
  now: Date,
): Promise<DeskView['unanswered']> {
  const rows = await db
    .selectFrom('exception')
    .select(['exception', 'raisedBy', 'resolvedAt', 'data'])
    .where('site', '=', site)
    .where('kind', '=', 'question')
    .where('resolution', 'like', 'unanswered:%')
    .where('resolvedAt', '>', new Date(now.getTime() - unansweredMinutes * 60_000))
    .orderBy('resolvedAt', 'desc')
    .limit(unansweredShown)
    .execute();
  return rows.map(({ exception, raisedBy, resolvedAt, data }) => ({
    exception,
    operator: raisedBy,
    at: (resolvedAt ?? now).toISOString(),
    question: String(data['question']),
    location: typeof data['location'] === 'string' ? data['location'] : null,
    answer: data['otherwise'] === 'yes' ? 'yes' : 'no',
  }));
}

import type { Kysely } from 'kysely';
import type { DeskView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';

/** What waits for a decision, longest waiting first. */
export async function openExceptions(
  db: Kysely<Tables>,
  site: string,
  limit: number,
): Promise<DeskView['exceptions']> {
  const rows = await db
    .selectFrom('exception')
    .select(['exception', 'kind', 'ref', 'raisedAt', 'raisedBy', 'data'])
    .where('site', '=', site)
    .where('state', '=', 'open')
    .orderBy('raisedAt')
    .orderBy('exception')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, raisedAt: row.raisedAt.toISOString() }));
}

import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../platform/db/tables.ts';
import type { LineFacts, LinePolicy } from './next-pick.ts';
import { resolvePolicy, standardPolicy } from './resolve-policy.ts';

/** What the operator must prove of each line of a task, by line. */
export async function linePolicies(
  { db, site }: { db: Kysely<Tables>; site: string },
  task: { task: number; operator: string | null },
): Promise<(line: Pick<LineFacts, 'line'>) => LinePolicy> {
  const subjects = await db
    .selectFrom('pickLine')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'pickLine.site')
        .onRef('item.owner', '=', 'pickLine.owner')
        .onRef('item.sku', '=', 'pickLine.sku'),
    )
    .innerJoin('location', (join) =>
      join.onRef('location.site', '=', 'pickLine.site').onRef('location.location', '=', 'pickLine.location'),
    )
    .innerJoin('site', 'site.site', 'pickLine.site')
    .select([
      'pickLine.line',
      'pickLine.owner',
      'pickLine.sku',
      'pickLine.location',
      'location.zone',
      'item.isLotControlled',
      'item.hasExpiry',
      'item.isSerialControlled',
      'site.policies',
    ])
    .where('pickLine.site', '=', site)
    .where('pickLine.task', '=', task.task)
    .execute();
  const operator = task.operator ?? '';
  const rows = await db
    .selectFrom('scanPolicy')
    .selectAll()
    .where('site', '=', site)
    .where('operator', 'in', ['', operator])
    .where('sku', 'in', ['', ...new Set(subjects.map((subject) => subject.sku))])
    .execute();
  const resolved = subjects.map((subject) => ({
    ...subject,
    policy: resolvePolicy(rows, standardPolicy(subject.policies.eachScanUpTo), { ...subject, operator }),
  }));
  const alone = await placesOfOneItem(
    { db, site },
    resolved.flatMap(({ policy, location }) => (policy.item === 'location_implies' ? [location] : [])),
  );
  const byLine = new Map(
    resolved.map(({ line, location, policy }): [number, LinePolicy] => [
      line,
      { ...policy, isAloneInPlace: alone.has(location) },
    ]),
  );
  return ({ line }) => {
    const policy = byLine.get(line);
    if (policy === undefined) throw new Error(`expected a policy for line ${line} of task ${task.task}`);
    return policy;
  };
}

/** Places where one item lies, in one lot. */
async function placesOfOneItem(
  { db, site }: { db: Kysely<Tables>; site: string },
  locations: readonly string[],
): Promise<Set<string>> {
  if (locations.length === 0) return new Set();
  const rows = await db
    .selectFrom('stockBalance')
    .select(['place'])
    .where('site', '=', site)
    .where(
      'place',
      'in',
      locations.map((location) => `location:${location}`),
    )
    .where('onHand', '>', 0)
    .groupBy('place')
    .having(sql`count(distinct (owner, sku, lot))`, '=', 1)
    .execute();
  return new Set(rows.map(({ place }) => place.replace(/^location:/, '')));
}

import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../platform/db/tables.ts';
import type { ScanPolicy } from '../site/site.entities.ts';
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

/** What the operator must prove of goods at a place outside a walk, in the order in which they are given. */
export async function policiesAt(
  { db, site }: { db: Kysely<Tables>; site: string },
  operator: string,
  goods: readonly { owner: string; sku: string; location: string }[],
): Promise<ScanPolicy[]> {
  const { policies } = await db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', site)
    .executeTakeFirstOrThrow();
  const skus = ['', ...new Set(goods.map(({ sku }) => sku))];
  const items = await db
    .selectFrom('item')
    .select(['owner', 'sku', 'isLotControlled', 'hasExpiry', 'isSerialControlled'])
    .where('site', '=', site)
    .where('sku', 'in', skus)
    .execute();
  const locations = await db
    .selectFrom('location')
    .select(['location', 'zone'])
    .where('site', '=', site)
    .where('location', 'in', ['', ...new Set(goods.map(({ location }) => location))])
    .execute();
  const rows = await db
    .selectFrom('scanPolicy')
    .selectAll()
    .where('site', '=', site)
    .where('operator', 'in', ['', operator])
    .where('sku', 'in', skus)
    .execute();
  return goods.map(({ owner, sku, location }) => {
    const item = items.find((one) => one.owner === owner && one.sku === sku);
    return resolvePolicy(rows, standardPolicy(policies.eachScanUpTo), {
      operator,
      owner,
      sku,
      zone: locations.find((one) => one.location === location)?.zone ?? '',
      isLotControlled: item?.isLotControlled ?? false,
      hasExpiry: item?.hasExpiry ?? false,
      isSerialControlled: item?.isSerialControlled ?? false,
    });
  });
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

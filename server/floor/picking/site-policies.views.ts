import type { Tx } from '../../platform/db/database.ts';
import type { WalkFrame } from '../../planner/plan-walks.ts';
import type { Policies } from '../site/site.entities.ts';

const policiesOf = new WeakMap<Tx, Promise<Policies>>();

/** The site's named settings, read once in a transaction. */
export async function policies(tx: Tx): Promise<Policies> {
  const known = policiesOf.get(tx);
  if (known !== undefined) return known;
  const read = tx.db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow()
    .then((site) => site.policies);
  policiesOf.set(tx, read);
  return read;
}

/** Where walks begin, and between which cross-aisles. */
export async function walkFrame(tx: Tx): Promise<WalkFrame> {
  const { dropPlace } = await policies(tx);
  const span = await tx.db
    .selectFrom('location')
    .select((eb) => [eb.fn.min('yMm').as('front'), eb.fn.max('yMm').as('back')])
    .where('site', '=', tx.site)
    .where('kind', '=', 'pick')
    .executeTakeFirst();
  const drop = await tx.db
    .selectFrom('location')
    .select(['xMm', 'yMm'])
    .where('site', '=', tx.site)
    .where('location', '=', dropPlace)
    .executeTakeFirst();
  // Cross-aisles lie a metre outside the first and the last place of the aisles.
  const frontYMm = Number(span?.front ?? 0) - 1_000;
  const backYMm = Number(span?.back ?? 0) + 1_000;
  return { start: { xMm: drop?.xMm ?? 0, yMm: drop?.yMm ?? frontYMm }, frontYMm, backYMm };
}

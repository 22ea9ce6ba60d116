import type { Pick, PlanLimits } from '../../planner/plan-walks.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Allocated } from '../allocation/allocation.ts';

/** Where things lie and how big they are: what the planner needs beside the promise itself. */
export async function pickGeometry(
  tx: Tx,
  parts: Allocated[],
): Promise<(part: Allocated) => Omit<Pick, 'allocation' | 'units' | 'location'>> {
  const codes = [...new Set(parts.map((part) => part.location))];
  const skus = [...new Set(parts.map((part) => part.sku))];
  const locations = await tx.db
    .selectFrom('location')
    .select(['location', 'zone', 'aisle', 'xMm', 'yMm'])
    .where('site', '=', tx.site)
    .where('location', 'in', codes)
    .execute();
  const items = await tx.db
    .selectFrom('item')
    .select(['owner', 'sku', 'lengthMm', 'widthMm', 'heightMm', 'weightGrams'])
    .where('site', '=', tx.site)
    .where('sku', 'in', skus)
    .execute();
  const at = new Map(locations.map((row) => [row.location, row]));
  const of = new Map(items.map((row) => [`${row.owner}\u0000${row.sku}`, row]));
  return (part) => {
    const location = at.get(part.location);
    const item = of.get(`${part.owner}\u0000${part.sku}`);
    if (location === undefined || item === undefined)
      throw new Error(`expected a location ${part.location} and an item ${part.sku} for every promise`);
    return {
      aisle: `${location.zone}/${location.aisle}`,
      xMm: location.xMm,
      yMm: location.yMm,
      unitVolumeMl: (item.lengthMm * item.widthMm * item.heightMm) / 1_000,
      unitGrams: item.weightGrams,
    };
  };
}

export async function planLimits(tx: Tx): Promise<PlanLimits> {
  const { policies } = await tx.db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  const carts = await tx.db
    .selectFrom('cart')
    .select((eb) => eb.fn.max('places').as('places'))
    .where('site', '=', tx.site)
    .executeTakeFirst();
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
    .where('location', '=', policies.dropPlace)
    .executeTakeFirst();
  // Cross-aisles lie a metre outside the first and the last place of the aisles.
  const frontYMm = Number(span?.front ?? 0) - 1_000;
  const backYMm = Number(span?.back ?? 0) + 1_000;
  return {
    places: Math.max(1, Math.min(policies.maxTotes, Number(carts?.places ?? policies.maxTotes))),
    toteVolumeMl: policies.toteVolumeMl,
    toteMaxGrams: policies.toteMaxGrams,
    start: { xMm: drop?.xMm ?? 0, yMm: drop?.yMm ?? frontYMm },
    frontYMm,
    backYMm,
  };
}

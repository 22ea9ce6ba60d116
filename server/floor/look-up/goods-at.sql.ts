import { sql, type Kysely } from 'kysely';
import type { Goods, StockUnits } from '../../protocol/look-up.ts';
import type { Tables } from '../../platform/db/tables.ts';

/** As many rows as a handheld's screen is read for; how many more there are is said. */
export const rowsShown = 12;

/** Empty where everything belongs to one owner: then nobody needs to be told. */
export type OwnerNames = ReadonlyMap<string, string>;

export interface GoodsAt extends Goods, StockUnits {
  lot: string | null;
}

/** What lies at a place, as the ledger writes places. */
export async function goodsAt(
  db: Kysely<Tables>,
  site: string,
  place: string,
  ownerNames: OwnerNames,
): Promise<GoodsAt[]> {
  const { rows } = await sql<Omit<Goods, 'owner'> & StockUnits & { owner: string; lot: string }>`
    select b.owner, b.sku, b.lot, i.name, i.picture,
      coalesce(sum(b.on_hand - b.allocated) filter (where b.status = 'available'), 0)::int as available,
      coalesce(sum(b.allocated) filter (where b.status = 'available'), 0)::int as promised,
      coalesce(sum(b.on_hand) filter (where b.status = 'missing'), 0)::int as missing,
      coalesce(sum(b.on_hand) filter (where b.status = 'hold'), 0)::int as hold
    from stock_balance b join item i on i.site = b.site and i.owner = b.owner and i.sku = b.sku
    where b.site = ${site} and b.place = ${place} and b.on_hand > 0
    group by b.owner, b.sku, b.lot, i.name, i.picture order by i.name, b.owner, b.sku, b.lot`.execute(db);
  return rows.map((row) => ({
    ...row,
    owner: ownerNames.get(row.owner) ?? null,
    lot: row.lot === '' ? null : row.lot,
  }));
}

/** The same where it makes no difference to whom it is promised: in totes and cubbies. */
export async function unitsIn(
  db: Kysely<Tables>,
  site: string,
  place: string,
  ownerNames: OwnerNames,
): Promise<(Goods & { units: number; lot: string | null })[]> {
  return (await goodsAt(db, site, place, ownerNames)).map(
    ({ available, promised, missing, hold, ...one }) => ({
      ...one,
      units: available + promised + missing + hold,
    }),
  );
}

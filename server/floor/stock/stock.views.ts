import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../platform/db/tables.ts';

export interface StockBuckets {
  sku: string;
  lot: string;
  onHand: number;
  allocated: number;
  missing: number;
  hold: number;
  available: number;
}

/** Stock of one owner in buckets by SKU and lot. Units in totes and parcels are on hand and allocated until they leave the house. */
export async function stockForHub(
  db: Kysely<Tables>,
  site: string,
  owner: string,
  sku?: string,
): Promise<StockBuckets[]> {
  const { rows } = await sql<StockBuckets>`
    select sku, lot, sum(on_hand)::int as on_hand,
      sum(case when place like 'location:%' then allocated when status = 'available' then on_hand else 0 end)::int as allocated,
      sum(case when status = 'missing' then on_hand else 0 end)::int as missing,
      sum(case when status = 'hold' then on_hand else 0 end)::int as hold,
      sum(case when place like 'location:%' and status = 'available' then on_hand - allocated else 0 end)::int as available
    from stock_balance where site = ${site} and owner = ${owner} and place not like 'outside:%' and (${sku ?? null}::text is null or sku = ${sku ?? null})
    group by sku, lot order by sku, lot`.execute(db);
  return rows;
}

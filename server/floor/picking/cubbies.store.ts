import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** The cubby of a put wall in which a shipment's goods come together. */
export async function lockCubbyOf(tx: Tx, shipment: number): Promise<string | null> {
  const row = await tx.db
    .selectFrom('cubby')
    .select('cubby')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .forUpdate()
    .executeTakeFirst();
  return row?.cubby ?? null;
}

/** A cubby is kept for its shipment while something lies in it or is still to come. */
export async function freeEmptyCubbies(tx: Tx, shipments: readonly number[]): Promise<void> {
  await sql`update cubby c set shipment = null from shipment s
    where c.site = ${tx.site} and c.shipment = any(${shipments}::int[]) and s.site = c.site and s.shipment = c.shipment
      and s.stage not in ('released', 'picking')
      and not exists (select from stock_balance b where b.site = c.site and b.place = 'cubby:' || c.cubby and b.on_hand > 0)`.execute(
    tx.db,
  );
}

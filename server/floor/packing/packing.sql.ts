import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** How many holds stand on the order behind a shipment: asked at every scan, so one indexed count. */
export async function orderHoldsSql(tx: Tx, shipment: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from shipment s join order_hold h on h.site = s.site and h.hub = s.hub and h.order_id = s.order_id
    where s.site = ${tx.site} and s.shipment = ${shipment}`.execute(tx.db);
  return rows[0]?.n ?? 0;
}

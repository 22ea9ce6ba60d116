import { sql, type Kysely } from 'kysely';
import type { AssignmentReason, PickPrompt } from '../../protocol/prompts.ts';
import type { BenchView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';

type Db = Kysely<Tables>;

/** Totes of a walk that are to wait where they are dropped: their orders wait for missing units. */
export async function heldTotes(
  db: Db,
  site: string,
  task: number,
): Promise<Extract<PickPrompt, { kind: 'ScanDrop' }>['held']> {
  const { rows } = await sql<{ tote: string; orderNumber: string; units: number; until: Date }>`
    select p.tote, s.order_number, h.units, h.until
    from task_place p
    join shipment s on s.site = p.site and s.shipment = p.shipment
    cross join lateral (
      select sum(units)::int as units, min(until) as until from short_hold h
      where h.site = p.site and h.shipment = p.shipment and h.units > 0) h
    where p.site = ${site} and p.task = ${task} and p.tote is not null and not p.dropped and h.units > 0
      and exists (select from stock_balance b where b.site = p.site and b.place = 'tote:' || p.tote and b.on_hand > 0)
    order by p.place`.execute(db);
  return rows.map((row) => ({ ...row, until: row.until.toISOString() }));
}

/** The order whose goods a walk completes, and its tote that waits for them. */
export async function toCompleteOf(
  db: Db,
  site: string,
  shipment: number | null,
): Promise<Pick<Extract<AssignmentReason, { code: 'completes' }>, 'orderNumber' | 'tote'>> {
  const row = await db
    .selectFrom('shipment')
    .leftJoin('tote', (join) =>
      join
        .onRef('tote.site', '=', 'shipment.site')
        .onRef('tote.shipment', '=', 'shipment.shipment')
        .on('tote.state', '=', 'passing'),
    )
    .select(['shipment.orderNumber', 'tote.tote'])
    .where('shipment.site', '=', site)
    .where('shipment.shipment', '=', shipment)
    .orderBy('tote.tote')
    .executeTakeFirst();
  return { orderNumber: row?.orderNumber ?? '', tote: row?.tote ?? null };
}

const heldShown = 8;

/** What stands at the drop place, or in a cubby, and is not to be packed yet because more of it may turn up. */
export async function heldAtBenches(db: Db, site: string): Promise<BenchView['held']> {
  const { rows } = await sql<{
    tote: string | null;
    cubby: string | null;
    orderNumber: string;
    units: number;
    until: Date;
    cutOffAt: Date;
  }>`
    select min(t.tote) as tote, min(c.cubby) as cubby, s.order_number, h.units, h.until, s.cut_off_at
    from (
      select shipment, sum(units)::int as units, min(until) as until from short_hold
      where site = ${site} and units > 0 group by shipment) h
    join shipment s on s.site = ${site} and s.shipment = h.shipment
    left join tote t on t.site = s.site and t.shipment = s.shipment and t.state = 'dropped'
    left join cubby c on c.site = s.site and c.shipment = s.shipment
    where t.tote is not null or c.cubby is not null
    group by s.shipment, s.order_number, s.cut_off_at, h.units, h.until
    order by h.until, s.shipment limit ${heldShown}`.execute(db);
  return rows.map((row) => ({
    ...row,
    until: row.until.toISOString(),
    cutOffAt: row.cutOffAt.toISOString(),
  }));
}

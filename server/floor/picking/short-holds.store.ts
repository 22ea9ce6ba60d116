import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** What an order waits for, or waited for. Whoever changes it has locked the order. */
export async function holdsOf(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('shortHold')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('lineNo')
    .execute();
}

export type ShortHoldRow = Awaited<ReturnType<typeof holdsOf>>[number];

/** More units of a line wait, found missing by this walk. */
export async function addHold(
  tx: Tx,
  hold: Pick<
    ShortHoldRow,
    'shipment' | 'lineNo' | 'owner' | 'sku' | 'units' | 'task' | 'location' | 'reason' | 'until'
  >,
): Promise<void> {
  const { task, location, reason } = hold;
  await tx.db
    .insertInto('shortHold')
    .values({ site: tx.site, ...hold, heldAt: tx.now, endedBy: null })
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'shipment', 'lineNo'])
        .doUpdateSet({ units: sql`short_hold.units + excluded.units`, task, location, reason }),
    )
    .execute();
}

/** Units of a line wait no more. */
export async function takeFromHold(tx: Tx, shipment: number, lineNo: number, units: number): Promise<void> {
  await tx.db
    .updateTable('shortHold')
    .set({ units: sql`units - ${units}` })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('lineNo', '=', lineNo)
    .execute();
}

/** Nothing of an order waits any more, and nothing will again. */
export async function endHolds(tx: Tx, shipment: number, endedBy: string | null): Promise<void> {
  await tx.db
    .updateTable('shortHold')
    .set({ units: 0, until: sql`least(until, ${tx.now})`, endedBy })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
}

/** An order that leaves earlier waits less long. */
export async function shortenHolds(tx: Tx, shipment: number, latest: Date): Promise<void> {
  await tx.db
    .updateTable('shortHold')
    .set({ until: latest })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('units', '>', 0)
    .where('until', '>', latest)
    .execute();
}

/** Everything that waits at the site, the most urgent order first. */
export async function waitingHolds(tx: Tx) {
  return tx.db
    .selectFrom('shortHold')
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site', '=', 'shortHold.site')
        .onRef('shipment.shipment', '=', 'shortHold.shipment'),
    )
    .select(['shortHold.shipment', 'shortHold.owner', 'shortHold.sku', 'shortHold.until'])
    .where('shortHold.site', '=', tx.site)
    .where('shortHold.units', '>', 0)
    .orderBy('shipment.cutOffAt')
    .orderBy('shipment.priority', 'desc')
    .orderBy('shortHold.shipment')
    .execute();
}

/**
 * A walk that has not brought an order's goods yet, and the place on it that takes more of them: the walk that found them missing
 * if it is still on its way, else one that somebody has, else one that waits.
 */
export async function openWalkOf(
  tx: Tx,
  shipment: number,
  task: number,
): Promise<{ task: number; place: number; isBegun: boolean } | null> {
  const { rows } = await sql<{ task: number; place: number; isBegun: boolean }>`
    select t.task, max(p.place) as place, t.state not in ('planned', 'waiting') as is_begun
    from pick_task t join task_place p on p.site = t.site and p.task = t.task
    where t.site = ${tx.site} and t.state in ('waiting', 'planned', 'claimed', 'picking', 'unreachable', 'parked') and not p.dropped
      and exists (select from pick_line l where l.site = p.site and l.task = p.task and l.place = p.place and l.shipment = ${shipment})
    group by t.site, t.task, t.state order by t.task <> ${task}, 3 desc, t.task limit 1`.execute(tx.db);
  return rows[0] ?? null;
}

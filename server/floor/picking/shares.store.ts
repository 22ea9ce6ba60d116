import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export interface Share {
  task: number;
  line: number;
  tote: string;
  shipment: number;
  lineNo: number;
  owner: string;
  sku: string;
  lot: string;
  /** Where it was picked. */
  location: string;
  /** Units that still lie there for this order. */
  units: number;
  /** Else its walk is not over yet. */
  isDropped: boolean;
}

const shares = sql`
  select l.task, l.line, p.tote, l.shipment, l.line_no, l.owner, l.sku, l.lot, l.location, l.picked - l.sorted - l.back as units, p.dropped as is_dropped
  from pick_line l
  join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
  join shipment s on s.site = l.site and s.shipment = l.shipment
  where p.shipment is null and p.tote is not null and l.picked > l.sorted + l.back`;

export async function sharesOf(tx: Tx, shipment: number): Promise<Share[]> {
  const { rows } = await sql<Share>`${shares} and l.site = ${tx.site} and l.shipment = ${shipment}
    order by l.task, l.line for update of l`.execute(tx.db);
  return rows;
}

/** The last walk that used a tote says what it is; the most urgent order's shares come first. */
export async function sharedTote(tx: Tx, tote: string) {
  const last = await tx.db
    .selectFrom('taskPlace')
    .innerJoin('pickTask', (join) =>
      join.onRef('pickTask.site', '=', 'taskPlace.site').onRef('pickTask.task', '=', 'taskPlace.task'),
    )
    .innerJoin('tote', (join) =>
      join
        .onRef('tote.site', '=', 'taskPlace.site')
        .onRef('tote.tote', '=', 'taskPlace.tote')
        .onRef('tote.lastTask', '=', 'taskPlace.task')
        .onRef('tote.lastPlace', '=', 'taskPlace.place'),
    )
    .select(['pickTask.task', 'pickTask.mode', 'pickTask.wall', 'taskPlace.place'])
    .where('taskPlace.site', '=', tx.site)
    .where('taskPlace.tote', '=', tote)
    .where('taskPlace.shipment', 'is', null)
    .where('taskPlace.dropped', '=', true)
    .where('tote.state', 'in', ['dropped', 'packing'])
    .where('tote.shipment', 'is', null)
    .executeTakeFirst();
  if (last === undefined || (last.mode !== 'batch' && last.mode !== 'putwall' && last.mode !== 'singles'))
    return null;
  const { rows } =
    await sql<Share>`${shares} and l.site = ${tx.site} and l.task = ${last.task} and l.place = ${last.place}
    order by s.cut_off_at, l.shipment, l.line`.execute(tx.db);
  return { mode: last.mode, wall: last.wall, shares: rows };
}

/** The shipments that have something in a shared tote, unlocked. */
export async function shipmentsInTote(tx: Tx, tote: string): Promise<number[]> {
  const { rows } = await sql<Share>`${shares} and l.site = ${tx.site} and p.tote = ${tote}`.execute(tx.db);
  return [...new Set(rows.map((row) => row.shipment))];
}

export async function addToShare(
  tx: Tx,
  share: Pick<Share, 'task' | 'line'>,
  delta: { sorted?: number; back?: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({ sorted: sql`sorted + ${delta.sorted ?? 0}`, back: sql`back + ${delta.back ?? 0}` })
    .where('site', '=', tx.site)
    .where('task', '=', share.task)
    .where('line', '=', share.line)
    .execute();
}

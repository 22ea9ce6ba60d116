import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Allocated } from '../allocation/allocation.ts';

export async function lines(tx: Tx, task: number) {
  return tx.db
    .selectFrom('pickLine')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'pickLine.site')
        .onRef('item.owner', '=', 'pickLine.owner')
        .onRef('item.sku', '=', 'pickLine.sku'),
    )
    .innerJoin('shipment', (join) =>
      join.onRef('shipment.site', '=', 'pickLine.site').onRef('shipment.shipment', '=', 'pickLine.shipment'),
    )
    .selectAll('pickLine')
    .select(['item.name', 'shipment.cutOffAt', 'shipment.mayShipPartial'])
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.task', '=', task)
    .orderBy('pickLine.line')
    .execute();
}

export async function shipmentsOfLines(tx: Tx, task: number, lines: readonly number[]): Promise<number[]> {
  if (lines.length === 0) return [];
  const rows = await tx.db
    .selectFrom('pickLine')
    .select('shipment')
    .distinct()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', 'in', lines)
    .orderBy('shipment')
    .execute();
  return rows.map((row) => row.shipment);
}

/** Shipments that a walk brings something for. */
export async function shipmentsOf(tx: Tx, task: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickLine')
    .select('shipment')
    .distinct()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .orderBy('shipment')
    .execute();
  return rows.map((row) => row.shipment);
}

export async function addToPickLine(
  tx: Tx,
  task: number,
  line: number,
  delta: { picked?: number; shorted?: number; cancelled?: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({
      picked: sql`picked + ${delta.picked ?? 0}`,
      shorted: sql`shorted + ${delta.shorted ?? 0}`,
      cancelled: sql`cancelled + ${delta.cancelled ?? 0}`,
      state: sql<'open'>`case when requested > picked + shorted + cancelled + ${(delta.picked ?? 0) + (delta.shorted ?? 0) + (delta.cancelled ?? 0)} then 'open'
      when picked + ${delta.picked ?? 0} = requested then 'done' when shorted + ${delta.shorted ?? 0} > 0 then 'short' when picked + ${delta.picked ?? 0} > 0 then 'done' else 'cancelled' end`,
      doneAt: tx.now,
    })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', '=', line)
    .execute();
}

export async function insertLines(
  tx: Tx,
  task: number,
  added: { sequence: number; place: number; part: Allocated }[],
): Promise<void> {
  const { last } = await tx.db
    .selectFrom('pickLine')
    .select((eb) => eb.fn.max('line').as('last'))
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('pickLine')
    .values(
      added.map(({ sequence, place, part }, at) => ({
        site: tx.site,
        task,
        line: Number(last) + at + 1,
        sequence,
        shipment: part.shipment,
        lineNo: part.lineNo,
        allocation: part.allocation,
        place,
        owner: part.owner,
        sku: part.sku,
        lot: part.lot,
        location: part.location,
        requested: part.units,
        state: 'open' as const,
        doneAt: null,
      })),
    )
    .execute();
  await tx.db
    .updateTable('pickTask')
    .set({ lines: sql`lines + ${added.length}` })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

export async function resequence(tx: Tx, task: number, lines: number[], sequence: number): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({ sequence })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', 'in', lines)
    .execute();
}

/** Shipments of which no walk has anything left to bring, and which wait for nothing that may turn up. */
export async function fullyDropped(tx: Tx, shipments: number[]): Promise<Set<number>> {
  if (shipments.length === 0) return new Set();
  // A place that never got a tote brings nothing, and neither does a shared one in which none of the shipment's goods lie: such a
  // walk may go on for other orders. What meets at a put wall is there when it is sorted.
  const { rows } = await sql<{ shipment: number }>`
    select l.shipment
    from pick_line l
    join pick_task t on t.site = l.site and t.task = l.task
    join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
    where l.site = ${tx.site} and l.shipment = any(${shipments}::int[]) and not exists (
      select from short_hold h where h.site = l.site and h.shipment = l.shipment and h.units > 0)
    group by l.shipment
    having bool_and(
      l.state <> 'open' and (p.dropped or p.tote is null or (p.shipment is null and l.picked = 0))
      and (t.wall is null or l.picked = l.sorted + l.back))`.execute(tx.db);
  return new Set(rows.map((row) => row.shipment));
}

/**
 * What is still to be taken of these lines goes to another place or task. A line that nothing happened to moves as it is; of the
 * others a new line is cut, and what was done to the old one ends it. Returns the line that goes on, by its old number.
 */
export async function moveRest(
  tx: Tx,
  task: number,
  moved: readonly { line: number; units: number; isWhole: boolean }[],
  to: { task: number; place: number },
): Promise<Map<number, number>> {
  const goesOn = new Map<number, number>();
  for (const { line, units, isWhole } of moved) {
    const { last } = await tx.db
      .selectFrom('pickLine')
      .select((eb) => eb.fn.max('line').as('last'))
      .where('site', '=', tx.site)
      .where('task', '=', to.task)
      .executeTakeFirstOrThrow();
    const fresh = isWhole && to.task === task ? line : Number(last ?? 0) + 1;
    goesOn.set(line, fresh);
    if (isWhole) {
      await tx.db
        .updateTable('pickLine')
        .set({ task: to.task, place: to.place, line: fresh })
        .where('site', '=', tx.site)
        .where('task', '=', task)
        .where('line', '=', line)
        .execute();
      continue;
    }
    await sql`insert into pick_line (site, task, line, sequence, shipment, line_no, allocation, place, owner, sku, lot, location, requested, state)
      select site, ${to.task}::int, ${fresh}::int, sequence, shipment, line_no, allocation, ${to.place}::int, owner, sku, lot, location, ${units}::int, 'open'
      from pick_line where site = ${tx.site} and task = ${task} and line = ${line}`.execute(tx.db);
    await sql`update pick_line set requested = requested - ${units}::int, done_at = ${tx.now},
        state = case when picked = requested - ${units}::int then 'done' when shorted > 0 then 'short' when picked > 0 then 'done' else 'cancelled' end
      where site = ${tx.site} and task = ${task} and line = ${line}`.execute(tx.db);
  }
  await sql`update pick_task t set lines = (select count(*) from pick_line l where l.site = t.site and l.task = t.task)
    where t.site = ${tx.site} and t.task = any(${[task, to.task]}::int[])`.execute(tx.db);
  return goesOn;
}

/** The stops of a task that are still to be walked to. */
export async function openStops(tx: Tx, task: number) {
  const rows = await tx.db
    .selectFrom('pickLine')
    .innerJoin('location', (join) =>
      join.onRef('location.site', '=', 'pickLine.site').onRef('location.location', '=', 'pickLine.location'),
    )
    .select([
      'pickLine.line',
      'pickLine.allocation',
      'pickLine.location',
      'location.zone',
      'location.aisle',
      'location.xMm',
      'location.yMm',
    ])
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.task', '=', task)
    .where('pickLine.state', '=', 'open')
    .orderBy('pickLine.line')
    .execute();
  return rows.map((row) => ({ ...row, aisle: `${row.zone}/${row.aisle}` }));
}

/** Walks whose totes with goods for a shipment, or for which they are to come, have not been dropped. */
export async function openTasksOf(tx: Tx, shipment: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickLine')
    .innerJoin('taskPlace', (join) =>
      join
        .onRef('taskPlace.site', '=', 'pickLine.site')
        .onRef('taskPlace.task', '=', 'pickLine.task')
        .onRef('taskPlace.place', '=', 'pickLine.place'),
    )
    .select('pickLine.task')
    .distinct()
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.shipment', '=', shipment)
    .where('taskPlace.dropped', '=', false)
    .orderBy('pickLine.task')
    .execute();
  return rows.map((row) => row.task);
}

export async function linesOfShipment(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('pickLine')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('task')
    .orderBy('line')
    .execute();
}

export async function setLot(
  tx: Tx,
  task: number,
  line: number,
  to: { lot: string; allocation: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set(to)
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', '=', line)
    .execute();
}

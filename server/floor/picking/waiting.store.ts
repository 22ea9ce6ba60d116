import { sql } from 'kysely';
import type { DeclineReason } from '../../protocol/commands.ts';
import { json, type Tx } from '../../platform/db/database.ts';
import { needsOf, type Needs } from './may-work.ts';
import type { WorkTaken } from './picking.entities.ts';

/** Tasks that nobody has, what was sent to a person and parked carts first; whoever is just changing one keeps it. */
export async function lockWaiting(tx: Tx, limit: number) {
  const { rows } = await sql<{
    task: number;
    state: 'planned' | 'parked';
    places: number;
    cutOffAt: Date;
    priority: number;
    xMmFirst: number;
    yMmFirst: number;
    assignedTo: string | null;
    assignedBy: string | null;
    leftBy: string | null;
    isForTote: boolean;
  }>`
    select t.task, t.state, case when t.state = 'planned' and t.takes_cart then t.places else 0 end as places, t.cut_off_at, t.priority,
      coalesce(l.x_mm, t.x_mm_first) as x_mm_first, coalesce(l.y_mm, t.y_mm_first) as y_mm_first,
      -- A walk that was sent to somebody who went home waits for anybody.
      case when s.session is not null then t.assigned_to end as assigned_to, t.assigned_by,
      t.reason_facts->>'from' as left_by, t.completes is not null as is_for_tote
    from pick_task t
    left join location l on l.site = t.site and l.location = t.stands_at
    left join session s on s.site = t.site and s.operator = t.assigned_to and s.ended_at is null
    where t.site = ${tx.site} and t.state in ('planned', 'parked')
    order by t.assigned_to is null, t.state = 'planned', t.cut_off_at, t.task limit ${limit}
    for update of t skip locked`.execute(tx.db);
  return rows;
}

/** The task, locked; undefined when the site has none by this number. */
export async function lockKnown(tx: Tx, task: number) {
  return tx.db
    .selectFrom('pickTask')
    .selectAll()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .forUpdate()
    .executeTakeFirst();
}

/** What the open stops of tasks ask for, by task. A task without an open stop asks for nothing. */
export async function needsOfTasks(tx: Tx, tasks: readonly number[]): Promise<Map<number, Needs>> {
  if (tasks.length === 0) return new Map();
  const { rows } = await sql<{
    task: number;
    zone: string;
    skill: string | null;
    isHazmat: boolean;
    siteKeepsSkills: boolean;
  }>`
    select p.task, l.zone, z.skill, bool_or(i.is_hazmat) as is_hazmat,
      exists (select 1 from operator o where o.site = ${tx.site} and o.skills <> '[]') as site_keeps_skills
    from pick_line p
    join location l on l.site = p.site and l.location = p.location
    join zone z on z.site = l.site and z.zone = l.zone
    join item i on i.site = p.site and i.owner = p.owner and i.sku = p.sku
    where p.site = ${tx.site} and p.task = any(${tasks}::int[]) and p.state = 'open'
    group by p.task, l.zone, z.skill`.execute(tx.db);
  const byTask = Map.groupBy(rows, (row) => row.task);
  return new Map(
    [...byTask].map(([task, stops]) => [
      task,
      needsOf(
        stops,
        stops.some((stop) => stop.siteKeepsSkills),
      ),
    ]),
  );
}

export async function declinesSince(tx: Tx, since: Date): Promise<{ task: number; operator: string }[]> {
  return tx.db
    .selectFrom('taskDecline')
    .select(['task', 'operator'])
    .where('site', '=', tx.site)
    .where('at', '>', since)
    .execute();
}

export async function insertDecline(
  tx: Tx,
  task: number,
  operator: string,
  reason: DeclineReason,
): Promise<void> {
  await tx.db
    .insertInto('taskDecline')
    .values({ site: tx.site, task, operator, reason, at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['site', 'task', 'operator']).doUpdateSet({ reason, at: tx.now }),
    )
    .execute();
}

export async function forgetDecline(tx: Tx, task: number, operator: string): Promise<void> {
  await tx.db
    .deleteFrom('taskDecline')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('operator', '=', operator)
    .execute();
}

/** Whom a waiting task is for; null: anybody. */
export async function setAssignee(
  tx: Tx,
  task: number,
  assignee: { to: string; by: string | null } | null,
): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ assignedTo: assignee?.to ?? null, assignedBy: assignee?.by ?? null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** What an operator is told on their screen before anything else. */
export async function leaveNotice(tx: Tx, operator: string, notice: WorkTaken): Promise<void> {
  await tx.db
    .insertInto('pickerNotice')
    .values({ site: tx.site, operator, notice: json<WorkTaken>(notice), at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['site', 'operator']).doUpdateSet({ notice: json<WorkTaken>(notice), at: tx.now }),
    )
    .execute();
}

/** Returns whether there was one. */
export async function takeNotice(tx: Tx, operator: string): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('pickerNotice')
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .returning('operator')
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasNotice(tx: Tx, operator: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('pickerNotice')
    .select('operator')
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .executeTakeFirst();
  return row !== undefined;
}

/** Parked since before this moment, and not told to a lead yet. */
export async function parkedSince(tx: Tx, since: Date) {
  const { rows } = await sql<{ task: number; cart: string | null; standsAt: string; leftBy: string | null }>`
    select t.task, t.cart, t.stands_at, t.reason_facts->>'from' as left_by from pick_task t
    where t.site = ${tx.site} and t.state = 'parked' and t.parked_at <= ${since} and not exists (
      select 1 from exception e where e.site = t.site and e.kind = 'parked_walk' and e.ref = t.task::text and e.state = 'open')
    order by t.task`.execute(tx.db);
  return rows;
}

/** Where something was taken last on this walk. */
export async function lastTakenAt(tx: Tx, task: number): Promise<string | null> {
  const row = await tx.db
    .selectFrom('pickLine')
    .select('location')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('picked', '>', 0)
    .orderBy('doneAt', 'desc')
    .executeTakeFirst();
  return row?.location ?? null;
}

export async function isLocation(tx: Tx, location: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', location)
    .executeTakeFirst();
  return row !== undefined;
}

export async function zoneNames(tx: Tx): Promise<string[]> {
  const rows = await tx.db.selectFrom('zone').select('zone').where('site', '=', tx.site).execute();
  return rows.map((row) => row.zone);
}

export async function timezone(tx: Tx): Promise<string> {
  const row = await tx.db
    .selectFrom('site')
    .select('timezone')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  return row.timezone;
}

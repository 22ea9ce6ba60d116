import { sql } from 'kysely';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import type { PlannedWalk } from '../../planner/plan-walks.ts';
import type { Allocated } from '../allocation/allocation.ts';
import * as stock from '../stock/stock.ts';
import type { ReasonFacts } from './choose-task.ts';
import type { LineFacts, TaskFacts } from './next-pick.ts';
import { lines } from './pick-lines.store.ts';
import { taskMoves, taskStates, type TaskState } from './pick-task.states.ts';
import type { TaskNotice } from './picking.entities.ts';
import { linePolicies } from './scan-policies.views.ts';
import { places } from './totes.store.ts';
import { atHand, type AtHand, type LastScan } from './undo-scan.ts';

export async function insertTask(
  tx: Tx,
  wave: number,
  walk: PlannedWalk,
  parts: ReadonlyMap<number, Allocated>,
  start: { xMm: number; yMm: number },
  {
    afterTask,
    wall,
    completes = null,
  }: { afterTask: number | null; wall: string | null; completes?: number | null },
): Promise<number> {
  const task = await nextNumber(tx, 'task');
  const first = walk.stops[0];
  const at =
    first === undefined
      ? undefined
      : await tx.db
          .selectFrom('location')
          .select(['xMm', 'yMm'])
          .where('site', '=', tx.site)
          .where('location', '=', first.location)
          .executeTakeFirst();
  await tx.db
    .insertInto('pickTask')
    .values({
      site: tx.site,
      task,
      wave,
      // What is handed over has to come first.
      state: afterTask === null ? 'planned' : 'waiting',
      mode: walk.mode,
      takesCart: walk.takesCart,
      zone: walk.zone,
      wall,
      afterTask,
      cutOffAt: new Date(walk.cutOffMs),
      priority: walk.priority,
      places: walk.places.length,
      lines: walk.stops.length,
      units: walk.stops.reduce((sum, stop) => sum + stop.units, 0),
      walkMm: Math.round(walk.walkMm),
      xMmFirst: at?.xMm ?? start.xMm,
      yMmFirst: at?.yMm ?? start.yMm,
      operator: null,
      device: null,
      cart: null,
      reason: null,
      claimedAt: null,
      leaseUntil: null,
      startedAt: null,
      doneAt: null,
      atLocation: null,
      hasLeft: false,
      inHandLine: null,
      assignedTo: null,
      assignedBy: null,
      reasonFacts: null,
      standsAt: null,
      parkedAt: null,
      notice: null,
      lastScan: null,
      completes,
    })
    .execute();
  await tx.db
    .insertInto('taskPlace')
    .values(walk.places.map((one) => ({ site: tx.site, task, ...one, tote: null, arriving: null })))
    .execute();
  await tx.db
    .insertInto('pickLine')
    .values(
      walk.stops.map((stop, at) => {
        const part = parts.get(stop.allocation);
        if (part === undefined)
          throw new Error(`expected a promise behind every stop, got allocation ${stop.allocation}`);
        return {
          site: tx.site,
          task,
          line: at + 1,
          sequence: at + 1,
          shipment: stop.shipment,
          lineNo: part.lineNo,
          allocation: stop.allocation,
          place: stop.place,
          owner: part.owner,
          sku: part.sku,
          lot: part.lot,
          location: stop.location,
          requested: stop.units,
          state: 'open' as const,
          doneAt: null,
        };
      }),
    )
    .execute();
  return task;
}

export async function ownTask(tx: Tx, operator: string): Promise<number | null> {
  return (await peekTask(tx, operator))?.task ?? null;
}

/** The operator's task unlocked, with the shipment of the line in the hand: what to lock first is decided by it. */
export async function peekTask(tx: Tx, operator: string) {
  return tx.db
    .selectFrom('pickTask')
    .leftJoin('pickLine', (join) =>
      join
        .onRef('pickLine.site', '=', 'pickTask.site')
        .onRef('pickLine.task', '=', 'pickTask.task')
        .onRef('pickLine.line', '=', 'pickTask.inHandLine'),
    )
    .select([
      'pickTask.task',
      'pickTask.cart',
      'pickTask.atLocation',
      'pickTask.inHandLine',
      'pickTask.lastScan',
      'pickTask.mode',
      'pickTask.otherLot',
      'pickLine.shipment',
      sql<boolean>`exists (select 1 from pick_line o where o.site = pick_task.site and o.task = pick_task.task and o.state = 'open')`.as(
        'hasOpen',
      ),
    ])
    .where('pickTask.site', '=', tx.site)
    .where('pickTask.operator', '=', operator)
    .where('pickTask.state', 'in', ['claimed', 'picking', 'unreachable'])
    .executeTakeFirst();
}

export type Task = Awaited<ReturnType<typeof lockTask>>;

export async function lockTask(tx: Tx, task: number) {
  return tx.db
    .selectFrom('pickTask')
    .selectAll()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function readTask(tx: Tx, task: number) {
  return tx.db
    .selectFrom('pickTask')
    .selectAll()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .executeTakeFirstOrThrow();
}

/** Facts of the operator's task, its row locked: one writer per task, so its lines and places need no lock of their own. */
export async function lockFacts(
  tx: Tx,
  task: number,
): Promise<
  TaskFacts & {
    row: Task;
    full: { places: Awaited<ReturnType<typeof places>>; lines: Awaited<ReturnType<typeof lines>> };
  }
> {
  const row = await lockTask(tx, task);
  // Between the look and the lock a lead gave it to somebody else.
  if (row.operator !== (tx.operator ?? null)) throw new DecideAgain(`task ${task} changed hands`);
  return factsOf(tx, row);
}

export async function factsOf(tx: Tx, row: Task) {
  const own = await places(tx, row.task);
  const all = await lines(tx, row.task);
  return {
    task: row,
    places: own,
    lines: all as readonly LineFacts[],
    policyOf: await linePolicies(tx, row),
    row,
    full: { places: own, lines: all },
  };
}

export type TaskChange = Partial<{
  state: TaskState;
  operator: string | null;
  device: string | null;
  cart: string | null;
  reason: string | null;
  claimedAt: Date | null;
  leaseUntil: Date | null;
  startedAt: Date;
  doneAt: Date;
  atLocation: string | null;
  hasLeft: boolean;
  counted: number;
  inHandLine: number | null;
  assignedTo: string | null;
  assignedBy: string | null;
  reasonFacts: ReasonFacts | null;
  standsAt: string | null;
  parkedAt: Date | null;
  provenLot: string | null;
  isExpiryProven: boolean;
  isItemProvenAgain: boolean;
  otherLot: string | null;
}>;

/**
 * A state is entered only from where `taskMoves` lets it be, or stays. With a hand that is emptied goes what was proven of the goods
 * in it, and whatever is done, another lot that was scanned before it is no longer the last thing.
 */
export async function changeTask(tx: Tx, task: number, change: TaskChange): Promise<void> {
  const { reasonFacts, ...others } = change;
  const { state } = others;
  const changed = await tx.db
    .updateTable('pickTask')
    .set({
      otherLot: null,
      ...(change.inHandLine === null
        ? { provenLot: null, isExpiryProven: false, isItemProvenAgain: false }
        : {}),
      ...others,
      ...(reasonFacts === undefined
        ? {}
        : { reasonFacts: reasonFacts === null ? null : json<ReasonFacts>(reasonFacts) }),
    })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .$if(state !== undefined, (query) => query.where('state', 'in', statesBefore(state ?? 'planned')))
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n)
    throw new Error(`expected task ${task} to allow ${state ?? 'a change'}, its state does not`);
  if (change.inHandLine === null) await stock.layDownSerials(tx, stock.place.hand(task));
}

function statesBefore(state: TaskState): TaskState[] {
  return [state, ...taskStates.filter((from) => taskMoves[from].includes(state))];
}

/** A picker with nothing left to do at a place goes on, and what comes up there later does not call them back from their way. */
export async function leaveIfDone(tx: Tx, task: number): Promise<void> {
  await sql`update pick_task t set has_left = true
    where t.site = ${tx.site} and t.task = ${task} and t.at_location is not null and not t.has_left
      and not exists (select from pick_line l where l.site = t.site and l.task = t.task and l.location = t.at_location and l.state = 'open')`.execute(
    tx.db,
  );
}

export async function setNotice(tx: Tx, task: number, notice: TaskNotice | null): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ notice: notice === null ? null : json<TaskNotice>(notice) })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** Notes what a scan did, so that it can be taken back. The task stands already as it is after it. */
export async function rememberScan(
  tx: Tx,
  task: number,
  before: AtHand,
  did: LastScan['did'] | null,
): Promise<void> {
  if (did === null) return forgetScan(tx, task);
  const was = Object.fromEntries(atHand.map((key) => [key, before[key]]));
  await sql`update pick_task set last_scan = jsonb_build_object(
      'before', ${JSON.stringify(was)}::jsonb, 'did', ${JSON.stringify(did)}::jsonb,
      'after', jsonb_build_object('atLocation', at_location, 'hasLeft', has_left, 'counted', counted, 'inHandLine', in_hand_line, 'provenLot', proven_lot,
        'isExpiryProven', is_expiry_proven, 'isItemProvenAgain', is_item_proven_again))
    where site = ${tx.site} and task = ${task}`.execute(tx.db);
}

export async function forgetScan(tx: Tx, task: number): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ lastScan: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** A second task like this one, still without places and lines. */
export async function copyTask(tx: Tx, task: number): Promise<number> {
  const fresh = await nextNumber(tx, 'task');
  await sql`insert into pick_task (site, task, wave, state, mode, takes_cart, zone, wall, cut_off_at, priority, places, lines, units, walk_mm, x_mm_first, y_mm_first)
    select site, ${fresh}::int, wave, 'planned', mode, takes_cart, zone, wall, cut_off_at, priority, places, lines, units, walk_mm, x_mm_first, y_mm_first
    from pick_task where site = ${tx.site} and task = ${task}`.execute(tx.db);
  return fresh;
}

/** Walks that carry this shipment hurry, or may take longer, as the earliest of what they carry. */
export async function moveCutOff(tx: Tx, shipment: number): Promise<void> {
  await sql`update pick_task t set cut_off_at = (
      select min(s.cut_off_at) from pick_line l join shipment s on s.site = l.site and s.shipment = l.shipment
      where l.site = t.site and l.task = t.task)
    where t.site = ${tx.site} and t.state not in ('done', 'cancelled')
      and exists (select 1 from pick_line l where l.site = t.site and l.task = t.task and l.shipment = ${shipment})`.execute(
    tx.db,
  );
}

/** Writes a walk's order and length, and counts its places, lines and units anew. */
export async function saveWalk(
  tx: Tx,
  task: number,
  walk: { order: { line: number; xMm: number; yMm: number }[]; walkMm: number },
): Promise<void> {
  const lines = walk.order.map((stop) => stop.line);
  await sql`update pick_line l set sequence = m.sequence
    from unnest(${lines}::int[]) with ordinality as m (line, sequence)
    where l.site = ${tx.site} and l.task = ${task} and l.line = m.line`.execute(tx.db);
  const first = walk.order[0];
  await sql`update pick_task t set walk_mm = ${Math.round(walk.walkMm)}::int,
      x_mm_first = coalesce(${first?.xMm ?? null}::int, x_mm_first), y_mm_first = coalesce(${first?.yMm ?? null}::int, y_mm_first),
      places = (select count(distinct place) from pick_line l where l.site = t.site and l.task = t.task and l.state = 'open'),
      lines = (select count(*) from pick_line l where l.site = t.site and l.task = t.task),
      units = (select coalesce(sum(requested), 0) from pick_line l where l.site = t.site and l.task = t.task)
    where t.site = ${tx.site} and t.task = ${task}`.execute(tx.db);
}

/** Where each of these operators was last seen at work. */
export async function lastSeenAt(
  tx: Tx,
  operators: readonly string[],
): Promise<Map<string, { xMm: number; yMm: number }>> {
  const { rows } = await sql<{ operator: string; xMm: number; yMm: number }>`
    select distinct on (t.operator) t.operator, l.x_mm, l.y_mm
    from pick_task t join location l on l.site = t.site and l.location = t.at_location
    where t.site = ${tx.site} and t.operator = any(${operators}::text[])
    order by t.operator, t.claimed_at desc`.execute(tx.db);
  return new Map(rows.map(({ operator, xMm, yMm }) => [operator, { xMm, yMm }]));
}

/** Operators who have a walk or a small job of their own. */
export async function busyOperators(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{ operator: string }>`
    select operator from pick_task
    where site = ${tx.site} and state in ('claimed', 'picking', 'unreachable') and operator is not null
    union select operator from floor_job where site = ${tx.site} and state in ('open', 'unreachable')`.execute(
    tx.db,
  );
  return new Set(rows.map((row) => row.operator));
}

export async function silentTasks(tx: Tx) {
  return tx.db
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', tx.site)
    .where('state', 'in', ['claimed', 'picking'])
    .where('leaseUntil', '<', tx.now)
    .orderBy('task')
    .execute();
}

/** The picker has just heard no to another lot, or something else since. */
export async function noteOtherLot(tx: Tx, operator: string, lot: string | null): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ otherLot: lot })
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('state', 'in', ['claimed', 'picking', 'unreachable'])
    .where('otherLot', 'is distinct from', lot)
    .execute();
}

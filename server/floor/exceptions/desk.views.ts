import { sql, type Kysely } from 'kysely';
import { DateTime } from 'luxon';
import type { DeskView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { readFlow } from '../departures/wall.views.ts';
import { openMoves } from '../jobs/jobs.views.ts';
import { waitsOf } from '../picking/waiting.views.ts';
import { openExceptions, unansweredQuestions } from './exceptions.views.ts';

type Db = Kysely<Tables>;

const rowsShown = 100;
const wavesShown = 30;
const silentMinutes = 5;

/** The desk as it is now. Every list is bounded and reads by an index: none grows with the history of the site. */
export async function readDesk(db: Db, site: string, now: Date): Promise<DeskView> {
  const { name, timezone } = await db
    .selectFrom('site')
    .select(['name', 'timezone'])
    .where('site', '=', site)
    .executeTakeFirstOrThrow();
  const midnight = DateTime.fromJSDate(now, { zone: timezone }).startOf('day').toJSDate();
  return {
    site,
    siteName: name,
    now: now.toISOString(),
    timezone,
    flow: await readFlow(db, site, now),
    waiting: await readWaiting(db, site),
    waves: await readWaves(db, site),
    exceptions: await openExceptions(db, site, rowsShown),
    unanswered: await unansweredQuestions(db, site, now),
    tasks: await readTasks(db, site, now),
    moves: await openMoves(db, site, rowsShown),
    staged: await readStaged(db, site),
    devices: await readDevices(db, site),
    operators: await readOperators(db, site, now),
    zones: await db
      .selectFrom('zone')
      .select(['zone', 'name', 'skill'])
      .where('site', '=', site)
      .orderBy('zone')
      .limit(rowsShown)
      .execute(),
    stations: await db
      .selectFrom('station')
      .select(['station', 'name', 'printer'])
      .where('site', '=', site)
      .orderBy('station')
      .limit(rowsShown)
      .execute(),
    printJobs: await readPrintJobs(db, site),
    orders: await readOrders(db, site, midnight),
    hubs: await readHubs(db, site, now),
  };
}

/** Shipments that wait for release, by departure. */
async function readWaiting(db: Db, site: string): Promise<DeskView['waiting']> {
  const { rows } = await sql<Dated<DeskView['waiting'][number], 'cutOffAt'>>`
    select s.service, coalesce(c.name, s.service) as name, coalesce(c.carrier, s.service) as carrier, s.cut_off_at,
      count(*)::int as shipments, sum(owed.lines)::int as lines, sum(owed.units)::int as units,
      (count(*) filter (where s.is_backordered))::int as backordered
    from shipment s
    left join carrier_service c on c.site = s.site and c.service = s.service
    cross join lateral (
      select count(*) as lines, coalesce(sum(l.requested - l.cancelled - l.shorted - l.shipped), 0) as units
      from shipment_line l
      where l.site = s.site and l.shipment = s.shipment and l.requested > l.cancelled + l.shorted + l.shipped) owed
    where s.site = ${site} and s.stage = 'accepted'
    group by s.service, c.name, c.carrier, s.cut_off_at order by s.cut_off_at, s.service limit ${rowsShown}`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, cutOffAt: row.cutOffAt.toISOString() }));
}

/** The last waves. Of a task that has ended every line is done; only open tasks are counted line by line. */
async function readWaves(db: Db, site: string): Promise<DeskView['waves']> {
  const { rows } = await sql<
    Dated<Omit<DeskView['waves'][number], 'walkMetres'>, 'releasedAt'> & { walkMm: number }
  >`
    with latest as (select * from wave where site = ${site} order by wave desc limit ${wavesShown}),
    work as (
      select t.wave, sum(t.lines)::int as lines, sum(case when t.state in ('done', 'cancelled') then t.lines else (
        select count(*) from pick_line p
        where p.site = t.site and p.task = t.task and p.state <> 'open') end)::int as lines_done
      from pick_task t where t.site = ${site} and t.wave in (select wave from latest) group by t.wave)
    select w.wave, jsonb_build_object('code', w.reason, 'service', coalesce(c.name, w.service)) as reason,
      w.released_at, w.shipments, coalesce(k.lines, w.lines) as lines, w.units, w.tasks,
      w.walk_mm, coalesce(k.lines_done, 0) as lines_done
    from latest w left join work k on k.wave = w.wave
    left join carrier_service c on c.site = w.site and c.service = w.service order by w.wave desc`.execute(
    db,
  );
  return rows.map(({ walkMm, ...row }) => ({
    ...row,
    releasedAt: row.releasedAt.toISOString(),
    walkMetres: Math.round(walkMm / 1_000),
  }));
}

/** Open walks: what a person holds first, then what waits, earliest cut-off first. */
async function readTasks(db: Db, site: string, now: Date): Promise<DeskView['tasks']> {
  const silentSince = new Date(now.getTime() - silentMinutes * 60_000);
  const { rows } = await sql<Dated<Omit<DeskView['tasks'][number], 'waits'>, 'cutOffAt'>>`
    select t.task, t.state, t.operator, t.cart, t.lines, done.lines as lines_done, t.cut_off_at, coalesce(t.at_location, t.stands_at) as at,
      t.state = 'unreachable' or (t.operator is not null and o.break_since is null
        and coalesce(d.last_seen_at, s.seen_at, t.claimed_at) < ${silentSince}) as is_silent
    from (
      select * from pick_task
      where site = ${site} and state in ('planned', 'claimed', 'picking', 'unreachable', 'parked')
      order by operator is null, cut_off_at, task limit ${rowsShown}) t
    left join device d on d.site = t.site and d.device = t.device
    left join operator o on o.site = t.site and o.operator = t.operator
    left join session s on s.site = t.site and s.operator = t.operator and s.ended_at is null
    cross join lateral (
      select count(*)::int as lines from pick_line p
      where p.site = t.site and p.task = t.task and p.state <> 'open') done
    order by t.operator is null, t.cut_off_at, t.task`.execute(db);
  const waits = await waitsOf(
    db,
    site,
    rows.filter((row) => row.operator === null).map((row) => row.task),
    now,
  );
  return rows.map((row) => ({
    ...row,
    cutOffAt: row.cutOffAt.toISOString(),
    waits: waits.get(row.task) ?? null,
  }));
}

/** Parcels that a manifest would hand over. */
async function readStaged(db: Db, site: string): Promise<DeskView['staged']> {
  const { rows } = await sql<Dated<DeskView['staged'][number], 'cutOffAt'>>`
    select p.carrier, string_agg(distinct coalesce(c.name, p.carrier), ', ') as name, count(*)::int as parcels,
      coalesce(p.lane, '') as lane, s.cut_off_at
    from parcel p join shipment s on s.site = p.site and s.shipment = p.shipment
    left join carrier_service c on c.site = p.site and c.service = p.service
    where p.site = ${site} and p.state = 'staged'
    group by p.carrier, p.lane, s.cut_off_at order by s.cut_off_at, p.carrier, p.lane limit ${rowsShown}`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, cutOffAt: row.cutOffAt.toISOString() }));
}

async function readDevices(db: Db, site: string): Promise<DeskView['devices']> {
  const { rows } = await sql<Omit<DeskView['devices'][number], 'lastSeenAt'> & { lastSeenAt: Date | null }>`
    select d.device, d.kind, d.station, d.enrolled_at is not null as enrolled, d.last_seen_at, s.operator
    from (select * from device where site = ${site} order by device limit ${rowsShown}) d
    left join session s on s.site = d.site and s.device = d.device and s.ended_at is null order by d.device`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt?.toISOString() ?? null }));
}

/** People by name, those at work first. A lead's word about zones counts while its day lasts. */
async function readOperators(db: Db, site: string, now: Date): Promise<DeskView['operators']> {
  const { rows } = await sql<Omit<DeskView['operators'][number], 'breakSince'> & { breakSince: Date | null }>`
    select o.operator, o.name, o.role, s.session is not null as is_signed_in, s.screen, o.zones,
      case when o.zones_until > ${now} then o.zones_today end as zones_today, o.skills, o.break_since
    from operator o left join session s on s.site = o.site and s.operator = o.operator and s.ended_at is null
    where o.site = ${site} order by s.session is null, o.name, o.operator limit ${rowsShown}`.execute(db);
  return rows.map((row) => ({ ...row, breakSince: row.breakSince?.toISOString() ?? null }));
}

/** Labels on their way and in doubt, and the failed ones that nobody has looked at. What needs a person comes first. */
async function readPrintJobs(db: Db, site: string): Promise<DeskView['printJobs']> {
  const { rows } = await sql<Dated<DeskView['printJobs'][number], 'createdAt'>>`
    with jobs as (
      select * from print_job where site = ${site} and parcel is not null and state in ('queued', 'sending', 'unknown')
      union all
      select j.* from exception e
      join print_job j on j.site = e.site and j.print_job = e.ref::int and j.state = 'failed'
      where e.site = ${site} and e.state = 'open' and e.kind = 'failed_print')
    select j.print_job, j.printer, j.parcel, p.tracking, j.state, j.created_at, j.error
    from jobs j left join parcel p on p.site = j.site and p.parcel = j.parcel
    order by j.state not in ('unknown', 'failed'), j.print_job limit ${rowsShown}`.execute(db);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** What stands on the floor or is parked, and what ended since midnight. One that was packed counts as shipped. */
async function readOrders(db: Db, site: string, midnight: Date): Promise<DeskView['orders']> {
  const { rows } = await sql<Omit<DeskView['orders'], 'received'>>`
    select
      (select count(*)::int from exception where site = ${site} and state = 'open' and kind = 'parked_order') as parked,
      (select count(*)::int from shipment where site = ${site} and stage <> 'ended') as open,
      (count(*) filter (where packed_at is not null))::int as shipped,
      (count(*) filter (where packed_at is null))::int as cancelled
    from shipment where site = ${site} and stage = 'ended' and ended_at >= ${midnight}`.execute(db);
  const { parked, open, shipped, cancelled } = rows[0] ?? { parked: 0, open: 0, shipped: 0, cancelled: 0 };
  return { received: parked + open + shipped + cancelled, parked, open, shipped, cancelled };
}

/** Hubs and what they have not heard yet. */
async function readHubs(db: Db, site: string, now: Date): Promise<DeskView['hubs']> {
  const { rows } = await sql<Omit<DeskView['hubs'][number], 'oldestSeconds'> & { oldestAt: Date | null }>`
    with waiting as (
      select endpoint, count(*)::int as events, min(position) as position from hub_delivery
      where site = ${site} and state = 'waiting' group by endpoint),
    dead as (
      select endpoint, count(*)::int as events from hub_delivery
      where site = ${site} and state = 'dead' group by endpoint)
    select e.hub, coalesce(sum(w.events), 0)::int as waiting, coalesce(sum(d.events), 0)::int as dead,
      min(j.at) as oldest_at
    from hub_endpoint e
    left join waiting w on w.endpoint = e.endpoint
    left join dead d on d.endpoint = e.endpoint
    left join journal j on j.site = e.site and j.position = w.position
    where e.site = ${site} group by e.hub order by e.hub limit ${rowsShown}`.execute(db);
  return rows.map(({ oldestAt, ...row }) => ({
    ...row,
    oldestSeconds:
      oldestAt === null ? null : Math.max(0, Math.floor((now.getTime() - oldestAt.getTime()) / 1_000)),
  }));
}

/** A row of the view as the database gives it: the moment is a Date until it travels. */
type Dated<Row, Moment extends keyof Row> = Omit<Row, Moment> & Record<Moment, Date>;

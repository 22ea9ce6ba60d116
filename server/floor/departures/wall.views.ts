import { sql, type Kysely } from 'kysely';
import { DateTime } from 'luxon';
import type { FloorFlow, FloorStep, WallView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { projectFinish, type Pace } from './project-finish.ts';
import { openShipments, type OpenShipments } from './sql/open-shipments.ts';
import { readTrouble } from './trouble.views.ts';

type Db = Kysely<Tables>;

const rateMinutes = 30;
const silentMinutes = 5;
const departuresShown = 12;

/**
 * The wall as it is now: nine set-based reads, each on an index. It is read again after every change, up to four times
 * a second, so nothing here grows with the history of the site. Measured with 1,000 open shipments of ten lines after a
 * month of 3,000 a day: 13 ms of the database's time and 3 ms of ours.
 */
export async function readWall(db: Db, site: string, now: Date): Promise<WallView> {
  const { name, timezone } = await db
    .selectFrom('site')
    .select(['name', 'timezone'])
    .where('site', '=', site)
    .executeTakeFirstOrThrow();
  const midnight = DateTime.fromJSDate(now, { zone: timezone }).startOf('day').toJSDate();
  const services = await db
    .selectFrom('carrierService')
    .select(['service', 'carrier', 'name', 'lane'])
    .where('site', '=', site)
    .execute();
  const open = await openShipments(db, site);
  const hasWall = await hasPutWall(db, site);
  const gone = await readGone(db, site, midnight);
  const counts = await readCounts(db, site, now, midnight);
  const people = await readPeople(db, site, now);
  const places = await readPlaces(db, site);

  const linesPicked = counts.linesBefore ? counts.linesRecent * (60 / rateMinutes) : null;
  const parcelsPacked = counts.parcelsBefore ? counts.parcelsRecent * (60 / rateMinutes) : null;
  const pickers = people.filter((person) => person.screen === 'handheld');
  const packers = people.filter((person) => person.screen === 'bench');
  const pace = {
    linesPerHour: linesPicked,
    parcelsPerHour: parcelsPacked,
    pickers: pickers.filter((person) => !person.isOnBreak).length,
    packers: packers.length,
  };
  return {
    site,
    siteName: name,
    now: now.toISOString(),
    timezone,
    departures: departures(services, open, gone, pace, now),
    flow: flow(open, hasWall, now),
    rates: { linesPicked, parcelsPacked },
    today: { shipped: counts.shipped, orders: sum(open, 'shipments') + counts.ended, lines: counts.lines },
    people: {
      picking: pickers.filter((person) => person.isBusy && !person.isOnBreak).length,
      sorting: people.filter((person) => person.screen === 'putWall' && person.isBusy && !person.isOnBreak)
        .length,
      packing: packers.filter((person) => person.isBusy && !person.isOnBreak).length,
      idle: people.filter((person) => !person.isBusy && !person.isOnBreak).length,
      onBreak: people.filter((person) => person.isOnBreak).length,
      devicesSilent: people.filter((person) => person.isSilent).length,
    },
    trouble: await readTrouble(db, site),
    map: map(places, people),
  };
}

interface GoneShipments {
  service: string;
  cutOffAt: Date;
  shipments: number;
}

/** Shipments that left for a departure of today or later. Of an earlier one only what is left is told. */
async function readGone(db: Db, site: string, midnight: Date): Promise<GoneShipments[]> {
  const { rows } = await sql<GoneShipments>`
    select service, cut_off_at, count(*)::int as shipments from shipment
    where site = ${site} and stage = 'ended' and cut_off_at >= ${midnight} and packed_at is not null
    group by service, cut_off_at`.execute(db);
  return rows;
}

interface Counts {
  linesRecent: number;
  linesBefore: boolean;
  parcelsRecent: number;
  parcelsBefore: boolean;
  shipped: number;
  ended: number;
  lines: number;
}

async function readCounts(db: Db, site: string, now: Date, midnight: Date): Promise<Counts> {
  const recent = minutesBefore(now, rateMinutes);
  const before = minutesBefore(now, 2 * rateMinutes);
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from pick_line
        where site = ${site} and state = 'done' and done_at > ${recent}) as lines_recent,
      exists (select 1 from pick_line
        where site = ${site} and state = 'done' and done_at > ${before} and done_at <= ${recent}) as lines_before,
      (select count(*)::int from parcel where site = ${site} and closed_at > ${recent}) as parcels_recent,
      exists (select 1 from parcel
        where site = ${site} and closed_at > ${before} and closed_at <= ${recent}) as parcels_before,
      (select coalesce(sum(parcels), 0)::int from manifest
        where site = ${site} and closed_at >= ${midnight}) as shipped,
      (select count(*)::int from shipment
        where site = ${site} and stage = 'ended' and ended_at >= ${midnight}) as ended,
      (select count(*)::int from pick_line
        where site = ${site} and state = 'done' and done_at >= ${midnight}) as lines`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('expected one row of counts, got none');
  return row;
}

interface Person {
  screen: 'handheld' | 'bench' | 'putWall';
  isBusy: boolean;
  isSilent: boolean;
  isOnBreak: boolean;
  xMm: number | null;
  yMm: number | null;
}

/** Who is signed on to work, without who they are: busy with a walk, at a put wall or at a bench, and where the walk stands. */
async function readPeople(db: Db, site: string, now: Date): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select s.screen, t.task is not null or w.shipment is not null or w.tote is not null or k.tote is not null as is_busy, o.break_since is not null as is_on_break, l.x_mm, l.y_mm,
      coalesce(d.last_seen_at, s.seen_at) < ${minutesBefore(now, silentMinutes)} as is_silent
    from session s
    join operator o on o.site = s.site and o.operator = s.operator
    left join device d on d.site = s.site and d.device = s.device
    left join pick_task t on t.site = s.site and t.operator = s.operator and s.screen = 'handheld'
      and t.state in ('claimed', 'picking', 'unreachable')
    left join station_work w on w.site = s.site and w.station = s.station and s.screen = 'bench'
    left join sort_work k on k.site = s.site and k.operator = s.operator and s.screen = 'putWall'
    left join location l on l.site = t.site and l.location = t.at_location
    where s.site = ${site} and s.ended_at is null and s.screen in ('handheld', 'bench', 'putWall')
    order by l.x_mm, l.y_mm`.execute(db);
  return rows;
}

interface Places {
  zone: string;
  aisle: string;
  isAisle: boolean;
  x1Mm: number;
  x2Mm: number;
  y1Mm: number;
  y2Mm: number;
  openLines: number;
  isBlocked: boolean;
}

/** Aisles, and the other places of the building, from where they lie. Blocked is an aisle of which every place is. */
async function readPlaces(db: Db, site: string): Promise<Places[]> {
  const { rows } = await sql<Places>`
    with stops as (
      select location, count(*)::int as lines from pick_line
      where site = ${site} and state = 'open' group by location)
    select l.zone, l.aisle, l.kind in ('pick', 'reserve') as is_aisle, min(l.x_mm) as x1_mm, max(l.x_mm) as x2_mm,
      min(l.y_mm) as y1_mm, max(l.y_mm) as y2_mm, coalesce(sum(stops.lines), 0)::int as open_lines,
      bool_and(l.blocked) as is_blocked
    from location l left join stops on stops.location = l.location
    where l.site = ${site} group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}

interface Service {
  service: string;
  carrier: string;
  name: string;
  lane: string;
}

/** Departures by cut-off: those with anything on the floor, and those all gone until their cut-off. */
function departures(
  services: readonly Service[],
  open: readonly OpenShipments[],
  gone: readonly GoneShipments[],
  pace: Pace,
  now: Date,
): WallView['departures'] {
  const byDeparture = Map.groupBy(
    [...open.filter((row) => row.canWork), ...gone],
    (row) => `${row.cutOffAt.toISOString()} ${row.service}`,
  );
  const listed = [...byDeparture]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, rows]) => {
      const [first] = rows;
      if (first === undefined) return [];
      const onTheFloor = rows.filter((row): row is OpenShipments => 'step' in row);
      if (onTheFloor.length === 0 && first.cutOffAt <= now) return [];
      return [
        { service: first.service, total: sum(rows, 'shipments'), work: workOf(first.cutOffAt, onTheFloor) },
      ];
    });
  const projections = projectFinish(
    listed.map((departure) => departure.work),
    pace,
    now,
  );
  return listed.slice(0, departuresShown).map(({ service, total, work }, index) => {
    const { carrier, name, lane } = services.find((row) => row.service === service) ?? {
      carrier: service,
      name: service,
      lane: '',
    };
    const { projectedAt, verdict, bottleneck } = projections[index] ?? {
      projectedAt: null,
      verdict: 'ok',
      bottleneck: null,
    };
    return {
      carrier,
      service,
      name,
      lane,
      cutOffAt: work.cutOffAt.toISOString(),
      staged: total - work.shipmentsToStage,
      total,
      projectedAt: projectedAt?.toISOString() ?? null,
      verdict,
      bottleneck,
    };
  });
}

function workOf(cutOffAt: Date, rows: readonly OpenShipments[]) {
  const toStage = rows.filter((row) => row.step !== 'staged');
  return {
    cutOffAt,
    linesToPick: sum(
      toStage.filter((row) => row.step !== 'accepted'),
      'lines',
    ),
    linesToRelease: sum(
      toStage.filter((row) => row.step === 'accepted'),
      'lines',
    ),
    shipmentsToStage: sum(toStage, 'shipments'),
  };
}

/** Where the shipments stand, for whoever shows it beside something else. */
export async function readFlow(db: Db, site: string, now: Date): Promise<FloorFlow> {
  return flow(await openShipments(db, site), await hasPutWall(db, site), now);
}

async function hasPutWall(db: Db, site: string): Promise<boolean> {
  const row = await db
    .selectFrom('putWall')
    .select('wall')
    .where('site', '=', site)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What stands in each step. What waits for stock or is held waits for no one on the floor before its release. */
function flow(open: readonly OpenShipments[], hasWall: boolean, now: Date): FloorFlow {
  const of = (step: FloorStep) => {
    const rows = open.filter((row) => row.step === step && (step !== 'accepted' || row.canWork));
    const oldest = rows.length === 0 ? null : Math.min(...rows.map((row) => row.since.getTime()));
    return {
      shipments: sum(rows, 'shipments'),
      oldestSeconds: oldest === null ? null : Math.max(0, Math.floor((now.getTime() - oldest) / 1_000)),
    };
  };
  return {
    accepted: of('accepted'),
    released: of('released'),
    picking: of('picking'),
    sorting: hasWall ? of('sorting') : null,
    picked: of('picked'),
    packing: of('packing'),
    staged: of('staged'),
  };
}

/** The building from its own corner: a site may measure its places from anywhere. */
function map(places: readonly Places[], people: readonly Person[]): WallView['map'] {
  if (places.length === 0) return { widthMm: 0, heightMm: 0, aisles: [], people: [] };
  const x0 = Math.min(...places.map((place) => place.x1Mm));
  const y0 = Math.min(...places.map((place) => place.y1Mm));
  return {
    widthMm: Math.max(...places.map((place) => place.x2Mm)) - x0,
    heightMm: Math.max(...places.map((place) => place.y2Mm)) - y0,
    aisles: places
      .filter((place) => place.isAisle)
      .map((place) => ({
        aisle: place.aisle,
        zone: place.zone,
        xMm: Math.round((place.x1Mm + place.x2Mm) / 2) - x0,
        y1Mm: place.y1Mm - y0,
        y2Mm: place.y2Mm - y0,
        openLines: place.openLines,
        blocked: place.isBlocked,
      })),
    people: people.flatMap(({ xMm, yMm }) =>
      xMm === null || yMm === null ? [] : [{ xMm: xMm - x0, yMm: yMm - y0, role: 'picker' as const }],
    ),
  };
}

function sum<K extends string>(rows: readonly Record<K, number>[], of: K): number {
  return rows.reduce((total, row) => total + row[of], 0);
}

function minutesBefore(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}

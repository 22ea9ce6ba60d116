import { sql } from 'kysely';
import { asCode } from '../../barcode/own-codes.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { route } from '../../planner/plan-walks.ts';
import * as picking from '../picking/picking.ts';
import { placeOf, readParts, readPolicies } from './jobs.views.ts';
import { jobMoves, jobStates, type JobKind, type JobState, type PartState } from './job.states.ts';
import type { JobAnswer, JobNotice, SeenPlace } from './jobs.entities.ts';
import { nextJobStep, type JobFacts, type PartFacts, type Proven } from './next-job-step.ts';
import type { JobScanFacts } from './take-job-scan.ts';
import type { LastJobScan } from './undo-job.ts';

/** Claims of jobs happen one after the other: two people at once would each take the nearest. */
export async function lockClaiming(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`jobs ${tx.site}`}, 0))`.execute(tx.db);
}

/** The operator's job unlocked: what to lock first is decided by it. */
export async function peekJob(tx: Tx, operator: string) {
  return tx.db
    .selectFrom('floorJob')
    .select(['job', 'kind'])
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('state', 'in', ['open', 'unreachable'])
    .executeTakeFirst();
}

export type Job = NonNullable<Awaited<ReturnType<typeof lockJob>>>;

/** Undefined when it is over. */
export async function lockJob(tx: Tx, job: number) {
  return tx.db
    .selectFrom('floorJob')
    .selectAll()
    .where('site', '=', tx.site)
    .where('job', '=', job)
    .where('state', 'in', ['open', 'unreachable'])
    .forUpdate()
    .executeTakeFirst();
}

/** Shipments behind the put-backs of a job: they are locked before it (db/lock-order.ts). */
export async function shipmentsOf(tx: Tx, job: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('jobPart')
    .innerJoin('putBack', (join) =>
      join.onRef('putBack.site', '=', 'jobPart.site').onRef('putBack.putBack', '=', 'jobPart.ref'),
    )
    .select('putBack.shipment')
    .distinct()
    .where('jobPart.site', '=', tx.site)
    .where('jobPart.job', '=', job)
    .where('jobPart.kind', '=', 'put_back')
    .orderBy('putBack.shipment')
    .execute();
  return rows.map((row) => row.shipment);
}

export interface OwnFacts extends JobFacts {
  row: Job;
  parts: (PartFacts & { ref: number })[];
}

export async function factsOf(tx: Tx, row: Job): Promise<OwnFacts> {
  const parts = await readParts(tx.db, tx.site, row.job);
  const source = placeOf(row.source);
  const policyOf = await readPolicies(tx.db, tx.site, { ...row, source }, parts);
  return { job: { ...row, source }, parts, policyOf, row };
}

/** Looks up what a scan could be here. */
export async function scanFacts(tx: Tx, scan: ReadScan, facts: OwnFacts): Promise<JobScanFacts> {
  const text = scan.kind === 'text' ? asCode(scan.text) : scan.kind === 'item' ? (scan.text ?? null) : null;
  const { source } = facts.job;
  const next = nextJobStep(facts);
  const asked = next.step === 'put' ? next.part.target : source.kind === 'location' ? source.location : null;
  const found = await picking.findLocation(tx, scan, text, asked ?? '');
  const lots = source.kind === 'location' ? await lotsAt(tx, source.location) : [];
  const owners = new Set(
    [...facts.parts, ...(facts.parts.length === 0 ? lots : [])].map(({ owner }) => owner),
  );
  const items = [];
  for (const owner of [...owners].sort()) {
    const item = await picking.findItem(tx, scan, owner);
    if (item !== null) items.push(item);
  }
  return {
    location: found === null ? null : await locationOf(tx, found),
    tote: await findTote(tx, scan.kind === 'tote' ? scan.tote : scan.kind === 'box' ? scan.box : text),
    cubby: scan.kind === 'cubby' ? scan.cubby : text,
    parcel: await findParcel(tx, scan.kind === 'sscc' ? scan.sscc : text),
    items,
    lots,
  };
}

async function locationOf(tx: Tx, found: { location: string; isByDigits: boolean }) {
  const row = await readLocation(tx, found.location);
  return row === null ? null : { ...row, isByDigits: found.isByDigits };
}

export async function readLocation(
  tx: Tx,
  location: string,
): Promise<{ location: string; use: string; isBlocked: boolean } | null> {
  const row = await tx.db
    .selectFrom('location')
    .select(['location', 'kind', 'blocked'])
    .where('site', '=', tx.site)
    .where('location', '=', location)
    .executeTakeFirst();
  return row === undefined ? null : { location: row.location, use: row.kind, isBlocked: row.blocked };
}

async function lotsAt(tx: Tx, location: string): Promise<{ owner: string; sku: string; lot: string }[]> {
  return tx.db
    .selectFrom('stockBalance')
    .select(['owner', 'sku', 'lot'])
    .where('site', '=', tx.site)
    .where('place', '=', `location:${location}`)
    .where('status', '=', 'available')
    .where('onHand', '>', 0)
    .orderBy('owner')
    .orderBy('sku')
    .orderBy('lot')
    .execute();
}

async function findTote(tx: Tx, code: string | null): Promise<string | null> {
  if (code === null) return null;
  const row = await tx.db
    .selectFrom('tote')
    .select('tote')
    .where('site', '=', tx.site)
    .where('tote', '=', code)
    .executeTakeFirst();
  return row?.tote ?? null;
}

/** By what is on the box: its own number, its SSCC or its carrier's number. */
async function findParcel(tx: Tx, code: string | null): Promise<number | null> {
  if (code === null) return null;
  const row = await tx.db
    .selectFrom('parcel')
    .select('parcel')
    .where('site', '=', tx.site)
    .where((eb) =>
      eb.or([
        eb('sscc', '=', code),
        eb('tracking', '=', code),
        ...(/^\d{1,9}$/.test(code) ? [eb('parcel', '=', Number(code))] : []),
      ]),
    )
    .orderBy('parcel', 'desc')
    .executeTakeFirst();
  return row?.parcel ?? null;
}

/** True when the box carries nothing that a scanner could read. */
export async function isUnlabelled(tx: Tx, parcel: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('parcel')
    .select(['sscc', 'tracking'])
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  return row === undefined || (row.sscc === null && row.tracking === null);
}

/** Units that people took off a shelf and have not put down: the ledger still has them there. */
export async function unitsInHand(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<number> {
  const { rows } = await sql<{ units: number }>`
    select (coalesce((
      select sum(t.counted) from pick_task t
        join pick_line l on l.site = t.site and l.task = t.task and l.line = t.in_hand_line
      where t.site = ${tx.site} and t.state in ('claimed', 'picking', 'unreachable')
        and l.location = ${what.location} and l.owner = ${what.owner} and l.sku = ${what.sku} and l.lot = ${what.lot}), 0)
    + coalesce((
      select sum(j.counted) from floor_job j
        join job_part p on p.site = j.site and p.job = j.job and p.part = j.part and p.kind = 'move'
        join move_request m on m.site = p.site and m.move = p.ref
      where j.site = ${tx.site} and j.state in ('open', 'unreachable')
        and m.from_location = ${what.location} and m.owner = ${what.owner} and m.sku = ${what.sku} and m.lot = ${what.lot}), 0))::int as units`.execute(
    tx.db,
  );
  return rows[0]?.units ?? 0;
}

export async function insertJob(
  tx: Tx,
  job: {
    kind: JobKind;
    operator: string;
    device: string | null;
    source: string;
    reason: string;
    leaseUntil: Date;
    atSource: boolean;
    refs: readonly number[];
  },
): Promise<number> {
  const number = await nextNumber(tx, 'job');
  const { refs, ...row } = job;
  await tx.db
    .insertInto('floorJob')
    .values({
      site: tx.site,
      job: number,
      state: 'open',
      claimedAt: tx.now,
      doneAt: null,
      atLocation: null,
      part: null,
      offered: null,
      proven: null,
      notice: null,
      answer: null,
      seen: null,
      lastScan: null,
      ...row,
    })
    .execute();
  for (const ref of refs) await addPart(tx, number, job.kind, ref);
  return number;
}

export async function addPart(tx: Tx, job: number, kind: JobKind, ref: number): Promise<number> {
  const { rows } = await sql<{ part: number }>`
    insert into job_part (site, job, part, kind, ref, sequence, state)
    select ${tx.site}, ${job}::int, n, ${kind}, ${ref}::int, n, 'open'
    from (select coalesce(max(part), 0) + 1 as n from job_part where site = ${tx.site} and job = ${job}) as next
    returning part`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error(`expected a part to be added to job ${job}`);
  return row.part;
}

/** Put-backs of one tote in the order in which a person walks by their places. */
export async function inWalkOrder(tx: Tx, putBacks: readonly number[]): Promise<number[]> {
  if (putBacks.length < 2) return [...putBacks];
  const rows = await tx.db
    .selectFrom('putBack')
    .innerJoin('location', (join) =>
      join.onRef('location.site', '=', 'putBack.site').onRef('location.location', '=', 'putBack.toLocation'),
    )
    .select([
      'putBack.putBack',
      'location.location',
      'location.zone',
      'location.aisle',
      'location.xMm',
      'location.yMm',
    ])
    .where('putBack.site', '=', tx.site)
    .where('putBack.putBack', 'in', [...putBacks])
    .orderBy('putBack.putBack')
    .execute();
  const stops = rows.map((row) => ({
    putBack: row.putBack,
    allocation: row.putBack,
    location: row.location,
    zone: row.zone,
    aisle: `${row.zone}/${row.aisle}`,
    xMm: row.xMm,
    yMm: row.yMm,
  }));
  return route(stops, await picking.walkFrame(tx)).order.map((stop) => stop.putBack);
}

export type JobChange = Partial<{
  state: JobState;
  device: string | null;
  leaseUntil: Date | null;
  doneAt: Date;
  atSource: boolean;
  atLocation: string | null;
  part: number | null;
  counted: number;
  offered: string | null;
  notice: JobNotice | null;
  proven: Proven | null;
}>;

/** A state is entered only from where `jobMoves` lets it be, or stays. */
export async function changeJob(tx: Tx, job: number, change: JobChange): Promise<void> {
  const { state, proven, ...row } = change;
  const set = {
    ...row,
    ...(state === undefined ? {} : { state }),
    ...(proven === undefined ? {} : { proven: proven === null ? null : json<Proven>(proven) }),
  };
  const changed = await tx.db
    .updateTable('floorJob')
    .set(set)
    .where('site', '=', tx.site)
    .where('job', '=', job)
    .$if(state !== undefined, (query) =>
      query.where('state', 'in', [
        state ?? 'open',
        ...jobStates.filter((from) => jobMoves[from].includes(state ?? 'open')),
      ]),
    )
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n)
    throw new Error(`expected job ${job} to allow ${state ?? 'a change'}, its state does not`);
}

/** Notes what was seen when a count began, what the last scan did, or what a lead said. */
export async function note(
  tx: Tx,
  job: number,
  what: { seen: SeenPlace } | { lastScan: LastJobScan | null } | { answer: JobAnswer | null },
): Promise<void> {
  const set =
    'answer' in what
      ? { answer: what.answer === null ? null : json<JobAnswer>(what.answer) }
      : 'seen' in what
        ? { seen: json<SeenPlace>(what.seen) }
        : { lastScan: what.lastScan === null ? null : json<LastJobScan>(what.lastScan) };
  await tx.db.updateTable('floorJob').set(set).where('site', '=', tx.site).where('job', '=', job).execute();
}

/** One part, or every open part, of a job. */
export async function closeParts(
  tx: Tx,
  job: number,
  state: Exclude<PartState, 'open'>,
  part: number | null = null,
): Promise<void> {
  await tx.db
    .updateTable('jobPart')
    .set({ state })
    .where('site', '=', tx.site)
    .where('job', '=', job)
    .where('state', '=', 'open')
    .$if(part !== null, (query) => query.where('part', '=', part ?? 0))
    .execute();
}

export async function putLast(tx: Tx, job: number, part: number): Promise<void> {
  await sql`update job_part set sequence = (
      select max(sequence) + 1 from job_part where site = ${tx.site} and job = ${job})
    where site = ${tx.site} and job = ${job} and part = ${part}`.execute(tx.db);
}

export async function insertMove(
  tx: Tx,
  move: {
    owner: string;
    sku: string;
    lot: string;
    units: number | null;
    fromLocation: string;
    toLocation: string | null;
  },
): Promise<number> {
  const number = await nextNumber(tx, 'move');
  await tx.db
    .insertInto('moveRequest')
    .values({
      site: tx.site,
      move: number,
      ...move,
      state: 'open',
      orderedBy: tx.operator ?? null,
      at: tx.now,
      doneAt: null,
    })
    .execute();
  return number;
}

export async function changeMove(
  tx: Tx,
  move: number,
  change: { units?: number; toLocation?: string; state?: 'done' | 'cancelled' },
): Promise<void> {
  await tx.db
    .updateTable('moveRequest')
    .set({ ...change, ...(change.state === undefined ? {} : { doneAt: tx.now }) })
    .where('site', '=', tx.site)
    .where('move', '=', move)
    .where('state', '=', 'open')
    .execute();
}

/** An ordered move, locked; undefined when it is done or was taken back. */
export async function lockMove(tx: Tx, move: number) {
  return tx.db
    .selectFrom('moveRequest')
    .select(['move', 'sku'])
    .where('site', '=', tx.site)
    .where('move', '=', move)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
}

/** Whose job a move is now, unlocked. */
export async function holderOfMove(tx: Tx, move: number) {
  return tx.db
    .selectFrom('jobPart')
    .innerJoin('floorJob', (join) =>
      join.onRef('floorJob.site', '=', 'jobPart.site').onRef('floorJob.job', '=', 'jobPart.job'),
    )
    .select(['floorJob.job', 'floorJob.operator'])
    .where('jobPart.site', '=', tx.site)
    .where('jobPart.kind', '=', 'move')
    .where('jobPart.ref', '=', move)
    .where('jobPart.state', '=', 'open')
    .executeTakeFirst();
}

/** Moves that a person began on the spot are nothing without that person. */
export async function dropOwnMoves(tx: Tx, job: number): Promise<void> {
  await sql`update move_request m set state = 'cancelled', done_at = ${tx.now}
    from job_part p where p.site = m.site and p.kind = 'move' and p.ref = m.move
      and m.site = ${tx.site} and p.job = ${job} and m.state = 'open' and m.to_location is null`.execute(
    tx.db,
  );
}

export async function isReady(tx: Tx, operator: string): Promise<boolean> {
  const row = await liveSession(tx, operator).executeTakeFirst();
  return row?.isReady ?? false;
}

/** Whether the person waits for work; their session is locked. */
export async function lockReady(tx: Tx, operator: string): Promise<boolean> {
  const row = await liveSession(tx, operator).forUpdate().executeTakeFirst();
  return row?.isReady ?? false;
}

/** Everybody who waits for work and has no job. */
export async function readyWithoutJob(tx: Tx): Promise<{ operator: string; device: string | null }[]> {
  return tx.db
    .selectFrom('session')
    .select(['operator', 'device'])
    .where('site', '=', tx.site)
    .where('isReady', '=', true)
    .where('endedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('floorJob')
            .select('floorJob.job')
            .whereRef('floorJob.site', '=', 'session.site')
            .whereRef('floorJob.operator', '=', 'session.operator')
            .where('floorJob.state', 'in', ['open', 'unreachable']),
        ),
      ),
    )
    .orderBy('seenAt')
    .execute();
}

function liveSession(tx: Tx, operator: string) {
  return tx.db
    .selectFrom('session')
    .select('isReady')
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('endedAt', 'is', null);
}

export async function silentJobs(tx: Tx): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('floorJob')
    .select('job')
    .where('site', '=', tx.site)
    .where('state', '=', 'open')
    .where('leaseUntil', '<', tx.now)
    .orderBy('job')
    .execute();
  return rows.map((row) => row.job);
}

/** A move whose goods nobody has chosen yet has no part, and is not over for that. */
export async function isUnbegun(tx: Tx, job: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('jobPart')
    .select('part')
    .where('site', '=', tx.site)
    .where('job', '=', job)
    .executeTakeFirst();
  return row === undefined;
}

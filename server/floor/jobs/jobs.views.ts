import { sql, type Kysely, type Selectable } from 'kysely';
import type {
  JobCard,
  JobItem,
  JobPlace,
  JobReason,
  JobSource,
  JobStrip,
  PickPrompt,
} from '../../protocol/prompts.ts';
import { isRefused } from '../../protocol/refusals.ts';
import type { DeskView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { askedOf, promptOf as walkPromptOf, whatIsTold } from '../picking/picking.views.ts';
import { policiesAt } from '../picking/scan-policies.views.ts';
import { byNearness } from './choose-job.ts';
import type { JobKind } from './job.states.ts';
import { isEach, nextJobStep, type JobFacts, type PartFacts, type Source } from './next-job-step.ts';
import { codeOf } from './take-job-scan.ts';
import { undoJob } from './undo-job.ts';

type Db = Kysely<Tables>;
type Part = PartFacts & { ref: number; state: 'open' | 'done' | 'given_back'; picture: string | null };

const cardsShown = 20;

/** What an operator is asked now: about the job at hand, else about the walk, else which of what waits. */
export async function promptOf(db: Db, site: string, operator: string): Promise<PickPrompt> {
  const job = await db
    .selectFrom('floorJob')
    .selectAll()
    .where('site', '=', site)
    .where('operator', '=', operator)
    .where('state', 'in', ['open', 'unreachable'])
    .executeTakeFirst();
  if (job !== undefined)
    return (await whatIsTold(db, site, operator, { cart: null })) ?? jobPrompt(db, site, job);
  const prompt = await walkPromptOf(db, site, operator);
  if (prompt.kind !== 'GetWork') return prompt;
  const waiting = await waitingJobs(db, site, operator);
  const at = await lastSeenAt(db, site, operator);
  return {
    ...prompt,
    jobs: byNearness(waiting, at)
      .slice(0, cardsShown)
      .map(({ kind, ref, source, to, sku, name, picture, items, units }) => ({
        kind,
        ref,
        from: sourceOf(source),
        to,
        sku,
        name,
        picture,
        items,
        units,
      })),
  };
}

async function jobPrompt(db: Db, site: string, row: Selectable<Tables['floorJob']>): Promise<PickPrompt> {
  const all = await readAllParts(db, site, row.job);
  const open = all.filter((part) => part.state === 'open');
  const source = placeOf(row.source);
  const policyOf = await readPolicies(db, site, { ...row, source }, open);
  const facts = { job: { ...row, source }, parts: open, policyOf };
  const next = nextJobStep(facts);
  const back = undoJob(facts, row.lastScan);
  const closed = all.filter((part) => part.state === 'done').length;
  const parts = Math.max(1, all.filter((part) => part.state !== 'given_back').length);
  const strip: JobStrip = {
    job: row.job,
    jobKind: row.kind,
    part: Math.min(closed + 1, parts),
    parts,
    undo: isRefused(back) ? null : back.did,
    asked: askedOf(await questionOf(db, site, `job ${row.job}`)),
  };
  const from = await sourceShown(db, site, source);
  const why = reasonCode(row.reason);
  switch (next.step) {
    case 'answer':
      return { kind: 'JobAnswered', ...strip, ...next.answer };
    case 'gone':
      return { kind: 'JobGone', ...strip };
    case 'empty_hand':
      return {
        kind: 'JobHandBack',
        ...strip,
        from,
        item: itemOf(next.part),
        units: row.counted,
        why: next.isWanted ? 'left' : 'cancelled',
      };
    case 'fetch': {
      const units = open.every((part) => part.units !== null)
        ? open.reduce((sum, part) => sum + (part.units ?? 0), 0)
        : null;
      return {
        kind: 'JobFetch',
        ...strip,
        from,
        items: open.length,
        units: open.length === 0 ? null : units,
        why,
      };
    }
    case 'prove':
    case 'item':
      return {
        kind: 'JobItem',
        ...strip,
        proof: next.step === 'prove' ? next.proof : null,
        from,
        item: next.part === null ? null : itemOf(next.part),
        counted: row.part === null ? 0 : row.counted,
        mode: next.part !== null && isEach(next.part, policyOf(next.part)) ? 'each' : 'quantity',
      };
    case 'quantity':
      return {
        kind: 'JobQuantity',
        ...strip,
        from,
        item: itemOf(next.part),
        isPrefilled: policyOf(next.part).quantity === 'prefilled',
      };
    case 'put':
      return {
        kind: 'JobPut',
        ...strip,
        item: itemOf(next.part),
        units: next.units,
        target: next.part.target === null ? null : await placeShown(db, site, next.part.target),
        offered: row.offered,
        isDamaged: next.part.isDamaged,
        isHeldThere: await isProblemPlace(db, site, row.offered ?? next.part.target),
      };
    case 'place':
    case 'first':
    case 'tally': {
      const [counted] = open;
      if (counted === undefined || source.kind !== 'location')
        throw new Error(`expected job ${row.job} to count a location`);
      const { units: _, ...item } = itemOf(counted);
      const { location } = source;
      if (next.step === 'place')
        return { kind: 'CountPlace', ...strip, place: await placeShown(db, site, location), item, why };
      return next.step === 'first'
        ? { kind: 'CountItem', ...strip, location, item, isAgain: row.notice === 'disturbed' }
        : { kind: 'CountQuantity', ...strip, location, item, counted: row.counted };
    }
  }
}

async function questionOf(db: Db, site: string, ref: string): Promise<Record<string, unknown> | null> {
  const row = await db
    .selectFrom('exception')
    .select('data')
    .where('site', '=', site)
    .where('kind', '=', 'question')
    .where('ref', '=', ref)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.data ?? null;
}

/** Ordered moves that are not done, and who is at them. */
export async function openMoves(db: Db, site: string, limit: number): Promise<DeskView['moves']> {
  const { rows } = await sql<Omit<DeskView['moves'][number], 'at'> & { at: Date }>`
    select m.move, m.sku, i.name, m.units, m.from_location as "from", m.to_location as "to", m.ordered_by, m.at, j.operator,
      case when j.part = p.part then j.counted else 0 end as in_hand
    from move_request m
    join item i on i.site = m.site and i.owner = m.owner and i.sku = m.sku
    left join job_part p on p.site = m.site and p.kind = 'move' and p.ref = m.move and p.state = 'open'
    left join floor_job j on j.site = p.site and j.job = p.job
    where m.site = ${site} and m.state = 'open' and m.to_location is not null and m.units is not null
    order by m.at, m.move limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

function itemOf(part: PartFacts & { picture?: string | null }): JobItem {
  return {
    sku: part.sku,
    name: part.name,
    picture: part.picture ?? null,
    lot: part.lot === '' ? null : part.lot,
    units: part.units,
  };
}

function reasonCode(reason: string): JobReason {
  return reason === 'nearest' || reason === 'chosen' ? reason : 'oldest';
}

/** A place as the ledger writes it. */
export function placeOf(place: string): Source {
  const [kind, code] = [place.slice(0, place.indexOf(':')), place.slice(place.indexOf(':') + 1)];
  if (kind === 'tote') return { kind, tote: code };
  if (kind === 'cubby') return { kind, cubby: code };
  if (kind === 'parcel') return { kind, parcel: Number(code) };
  return { kind: 'location', location: code };
}

function sourceOf(place: string): JobSource {
  const source = placeOf(place);
  return { kind: source.kind, code: codeOf(source) };
}

/** A box is known by the number on its label. */
async function sourceShown(db: Db, site: string, source: Source): Promise<JobSource> {
  if (source.kind !== 'parcel') return { kind: source.kind, code: codeOf(source) };
  const row = await db
    .selectFrom('parcel')
    .select(['tracking', 'sscc'])
    .where('site', '=', site)
    .where('parcel', '=', source.parcel)
    .executeTakeFirst();
  return { kind: 'parcel', code: row?.tracking ?? row?.sscc ?? codeOf(source) };
}

async function placeShown(db: Db, site: string, location: string): Promise<JobPlace> {
  return db
    .selectFrom('location')
    .select(['location', 'zone', 'aisle'])
    .where('site', '=', site)
    .where('location', '=', location)
    .executeTakeFirstOrThrow();
}

async function isProblemPlace(db: Db, site: string, location: string | null): Promise<boolean> {
  const row = await db
    .selectFrom('location')
    .select('kind')
    .where('site', '=', site)
    .where('location', '=', location ?? '')
    .executeTakeFirst();
  return row?.kind === 'problem';
}

/** What is still to do of a job, in the order of the walk. */
export async function readParts(db: Db, site: string, job: number): Promise<Part[]> {
  return (await readAllParts(db, site, job)).filter((part) => part.state === 'open');
}

/** A part's goods stand with the thing that it claims, never a second time with the job. */
async function readAllParts(db: Db, site: string, job: number): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select p.part, p.ref, p.sequence, p.state, g.owner, g.sku, g.lot, g.units, g.target, g.is_damaged, g.is_open, i.name, i.picture,
      t.expiry::text as expiry,
      exists (select from stock_balance b where b.site = p.site and b.place = j.source and b.owner = g.owner and b.sku = g.sku
        and b.lot <> g.lot and b.on_hand > 0) as is_among_lots,
      array(select u.serial from serial_unit u where p.kind = 'put_back' and u.site = p.site and u.place = j.source
        and u.owner = g.owner and u.sku = g.sku and u.lot = g.lot order by u.serial) as serials
    from job_part p join floor_job j on j.site = p.site and j.job = p.job
    cross join lateral (
      select owner, sku, lot, units, to_location as target, is_damaged, state = 'open' as is_open from put_back
        where p.kind = 'put_back' and site = p.site and put_back = p.ref
      union all
      select owner, sku, lot, null, null, false, state = 'open' and agreed is null from count_request
        where p.kind = 'count' and site = p.site and count_request = p.ref
      union all
      select owner, sku, lot, units, to_location, false, state = 'open' from move_request
        where p.kind = 'move' and site = p.site and move = p.ref) g
    join item i on i.site = p.site and i.owner = g.owner and i.sku = g.sku
    left join lot t on t.site = p.site and t.owner = g.owner and t.sku = g.sku and t.lot = g.lot
    where p.site = ${site} and p.job = ${job} order by p.sequence, p.part`.execute(db);
  return rows;
}

/** What this person must prove of each part: by where it goes back to, or where it is taken from or counted. */
export async function readPolicies(
  db: Db,
  site: string,
  job: { kind: JobKind; operator: string; source: Source },
  parts: readonly PartFacts[],
): Promise<JobFacts['policyOf']> {
  const at = job.source.kind === 'location' ? job.source.location : '';
  const goods = parts.map(({ owner, sku, target }) => ({
    owner,
    sku,
    location: job.kind === 'put_back' ? (target ?? '') : at,
  }));
  const [unchosen, ...policies] = await policiesAt({ db, site }, job.operator, [
    { owner: '', sku: '', location: at },
    ...goods,
  ]);
  const byPart = new Map(parts.map(({ part }, index) => [part, policies[index]]));
  return (part) => {
    const policy = part === null ? unchosen : byPart.get(part.part);
    if (policy === undefined) throw new Error(`expected a policy for part ${part?.part ?? 'none'}`);
    return policy;
  };
}

export interface WaitingRow extends Omit<JobCard, 'from'> {
  kind: JobKind;
  source: string;
  refs: number[];
  xMm: number;
  yMm: number;
  atMs: number;
}

/**
 * Small things that nobody has taken on and this person may do: goods to put back by the tote they lie in, once it stands still;
 * places to count, unless they ordered the count or counted there; ordered moves.
 */
export async function waitingJobs(db: Db, site: string, operator: string): Promise<WaitingRow[]> {
  const { rows } = await sql<Omit<WaitingRow, 'atMs'> & { at: Date }>`
    with waiting as (
      select 'put_back' as kind, b.put_back as ref, b.from_place as source, s.policies ->> 'dropPlace' as at_location,
        b.to_location as to_location, b.owner, b.sku, b.units, b.at
      from put_back b join site s on s.site = b.site
      where b.site = ${site} and b.state = 'open'
        and not exists (select 1 from tote t where t.site = b.site and b.from_place = 'tote:' || t.tote and t.state in ('onCart', 'passing'))
        and not exists (select 1 from station_work w where w.site = b.site and w.shipment = b.shipment)
      union all
      select 'count', c.count_request, 'location:' || c.location, c.location, null, c.owner, c.sku, null, c.at
      from count_request c
      where c.site = ${site} and c.state = 'open' and c.agreed is null and c.ordered_by is distinct from ${operator}
        and not exists (
          select 1 from count_entry e where e.site = c.site and e.count_request = c.count_request and e.operator = ${operator})
      union all
      select 'move', m.move, 'location:' || m.from_location, m.from_location, m.to_location, m.owner, m.sku, m.units, m.at
      from move_request m where m.site = ${site} and m.state = 'open' and m.to_location is not null),
    free as (
      select w.*, case when w.kind = 'put_back' then w.source else w.kind || w.ref end as together
      from waiting w where not exists (
        select 1 from job_part p where p.site = ${site} and p.kind = w.kind and p.ref = w.ref and p.state = 'open')),
    jobs as (
      select kind, together, min(ref) as ref, array_agg(ref order by ref) as refs, min(source) as source,
        min(at_location) as at_location, case when count(*) = 1 then min(to_location) end as to_location,
        (array_agg(owner order by ref))[1] as owner, (array_agg(sku order by ref))[1] as sku,
        count(*)::int as items, sum(units)::int as units, min(at) as at
      from free group by kind, together)
    select j.kind, j.ref, j.refs, j.source, j.to_location as "to", j.sku, i.name, i.picture, j.items, j.units, j.at,
      coalesce(l.x_mm, 0) as x_mm, coalesce(l.y_mm, 0) as y_mm
    from jobs j join item i on i.site = ${site} and i.owner = j.owner and i.sku = j.sku
    left join location l on l.site = ${site} and l.location = j.at_location
    order by j.at, j.kind, j.ref limit 200`.execute(db);
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}

/** Where this person was last seen, on a walk or at a job. */
export async function lastSeenAt(
  db: Db,
  site: string,
  operator: string,
): Promise<{ xMm: number; yMm: number } | null> {
  const { rows } = await sql<{ xMm: number; yMm: number }>`
    select l.x_mm, l.y_mm from (
      (select at_location, claimed_at from pick_task
        where site = ${site} and operator = ${operator} and at_location is not null order by claimed_at desc limit 1)
      union all
      (select at_location, claimed_at from floor_job
        where site = ${site} and operator = ${operator} and at_location is not null order by claimed_at desc limit 1)) seen
    join location l on l.site = ${site} and l.location = seen.at_location
    order by seen.claimed_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

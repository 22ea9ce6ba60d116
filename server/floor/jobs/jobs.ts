import type { ReadScan } from '../../barcode/read-scan.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import type { PickPrompt } from '../../protocol/prompts.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import * as crew from '../crew/crew.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as stock from '../stock/stock.ts';
import { chooseJob } from './choose-job.ts';
import { enterJobUnits, tooMany } from './enter-job-units.ts';
import { isDisturbed } from './finish-count.ts';
import type { JobAnswer } from './jobs.entities.ts';
import * as store from './jobs.store.ts';
import { lastSeenAt, placeOf, promptOf, waitingJobs, type WaitingRow } from './jobs.views.ts';
import { nextJobStep } from './next-job-step.ts';
import { reportJobGap } from './report-job-gap.ts';
import { skipPart } from './skip-part.ts';
import { takeJobScan, type JobHappened } from './take-job-scan.ts';
import { undoJob, type JobAtHand, type LastJobScan } from './undo-job.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

interface Person {
  operator: string;
  device: string | null;
}

/** What this operator is asked now, whether about a job, a walk or neither. */
export async function promptFor(tx: Tx, operator: string): Promise<PickPrompt> {
  return promptOf(tx.db, tx.site, operator);
}

/** Back on a device: the job goes on where it was. Null for an operator without one. */
export async function resume(tx: Tx, person: Person): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  await picking.endBreak(tx, person.operator);
  await goesOn(tx, facts, person, { device: person.device }, 'resumed');
  return {};
}

/** A scan by somebody with a job; null for an operator without one, whose scan is the walk's. */
export async function scan(tx: Tx, body: CommandBody<'PickScan'>, person: Person): Promise<Outcome | null> {
  const read = await picking.tellApart(tx, picking.readFloorScan(body.scan));
  const facts = (await lockOwn(tx, person)) ?? (await beginByTote(tx, read, person));
  if (facts === null) return null;
  // The scan that ends a break is for nothing else, as on a walk.
  if (await picking.endBreak(tx, person.operator)) return {};
  if (await picking.hasNotice(tx, person.operator))
    return refuse('NOTHING_TO_SCAN_NOW', { asked: 'message' });
  const outcome = takeJobScan(facts, read, await store.scanFacts(tx, read, facts));
  return isRefused(outcome) ? outcome : apply(tx, facts, person, outcome);
}

/** A typed number: how many were taken, or how many lie there. */
export async function enterUnits(
  tx: Tx,
  body: CommandBody<'EnterPicked'>,
  person: Person,
): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const next = nextJobStep(facts);
  const here =
    facts.job.kind === 'move' && next.step === 'quantity' ? await lockSource(tx, facts, next.part) : null;
  const outcome = enterJobUnits(facts, body.units, here);
  return isRefused(outcome) ? outcome : apply(tx, facts, person, outcome);
}

/** "Nothing lies there", said before anything was scanned. */
export async function sayEmpty(
  tx: Tx,
  body: CommandBody<'AnswerEmpty'>,
  person: Person,
): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const next = nextJobStep(facts);
  if (next.step !== 'first' || !body.isEmpty) return refuse('NOTHING_TO_ANSWER');
  return apply(tx, facts, person, [{ type: 'PlaceCounted', part: next.part, counted: 0 }]);
}

/** Some of what is to be brought somewhere is broken or not there. */
export async function short(
  tx: Tx,
  body: CommandBody<'ReportShort'>,
  person: Person,
): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const outcome = reportJobGap(facts, body);
  if (isRefused(outcome)) return outcome;
  const { gap, found, inHand, isDamaged } = outcome;
  const part = partOf(facts, outcome.part.part);
  if (facts.job.kind === 'put_back') await splitOff(tx, facts, part, { gap, found, isDamaged });
  else if (facts.job.source.kind === 'location') {
    // What a move does not find is for a count to say; the ledger stays until then.
    await stock.orderCount(tx, { ...part, location: facts.job.source.location });
    if (found > 0) await store.changeMove(tx, part.ref, { units: found });
    else {
      await store.changeMove(tx, part.ref, { state: 'cancelled' });
      await store.closeParts(tx, facts.row.job, 'done', part.part);
    }
  }
  const isInHand = facts.job.part === part.part && inHand > 0;
  await store.note(tx, facts.row.job, { lastScan: null });
  await goesOn(
    tx,
    facts,
    person,
    isInHand ? { counted: inHand, offered: null } : { part: null, counted: 0, offered: null, proven: null },
    'gap',
  );
  await endIfDone(tx, facts.row.job, person);
  return { result: { gap } };
}

/** The put-back at hand comes last. */
export async function skip(tx: Tx, person: Person): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const outcome = skipPart(facts);
  if (isRefused(outcome)) return outcome;
  await store.putLast(tx, facts.row.job, outcome.part.part);
  await goesOn(tx, facts, person, {}, 'skipped');
  return {};
}

/** The last scan never happened. */
export async function undo(tx: Tx, person: Person): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const outcome = undoJob(facts, facts.row.lastScan);
  if (isRefused(outcome)) return outcome;
  await store.note(tx, facts.row.job, { lastScan: null });
  await goesOn(tx, facts, person, outcome.before, 'undone');
  return {};
}

/** "I have read it": what somebody else did is over, or what was in the hand lies where it came from. */
export async function acknowledge(tx: Tx, person: Person): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  // What was told of a walk is read first.
  if (facts === null || (await picking.hasNotice(tx, person.operator))) return null;
  const next = nextJobStep(facts);
  if (next.step === 'answer') {
    await store.note(tx, facts.row.job, { answer: null });
    await goesOn(tx, facts, person, {}, 'read');
  }
  if (next.step === 'empty_hand' && next.isWanted) await giveBack(tx, facts, person);
  if (next.step === 'gone' || (next.step === 'empty_hand' && !next.isWanted)) {
    await store.closeParts(tx, facts.row.job, 'done');
    await endIfDone(tx, facts.row.job, person);
  }
  return {};
}

/** The job goes back to the list. Goods in the hand are put back where they came from first. */
export async function leave(tx: Tx, person: Person): Promise<Outcome> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return refuse('JOB_UNKNOWN');
  if (facts.job.kind !== 'count' && facts.job.part !== null && facts.job.counted > 0)
    await goesOn(tx, facts, person, { notice: 'leaving' }, 'leaving');
  else await giveBack(tx, facts, person);
  return {};
}

/** One from the list of what waits. */
export async function take(tx: Tx, body: CommandBody<'TakeJob'>, person: Person): Promise<Outcome> {
  await lockForClaim(tx, person);
  if (await hasWork(tx, person)) return refuse('JOB_HAVE_WORK');
  const waiting = await waitingJobs(tx.db, tx.site, person.operator);
  const job = waiting.find((one) => one.kind === body.kind && one.refs.includes(body.ref));
  if (job === undefined) return refuse('JOB_TAKEN');
  await claim(tx, person, job, 'chosen');
  return {};
}

/** Goods at a location are to lie elsewhere: the person who says so takes them. */
export async function startMove(tx: Tx, body: CommandBody<'StartMove'>, person: Person): Promise<Outcome> {
  await lockForClaim(tx, person);
  if (await hasWork(tx, person)) return refuse('JOB_HAVE_WORK');
  const location = await store.readLocation(tx, body.location);
  if (location === null) return refuse('LOCATION_UNKNOWN', { location: body.location });
  if (location.use === 'problem') return refuse('MOVE_ON_HOLD', { location: location.location });
  await claim(tx, person, { kind: 'move', source: `location:${location.location}`, refs: [] }, 'chosen');
  return {};
}

/** Desk: goods are to lie elsewhere, and whoever is free takes them there. */
export async function orderMove(tx: Tx, body: CommandBody<'OrderMove'>): Promise<Outcome> {
  const [from, to] = [await store.readLocation(tx, body.from), await store.readLocation(tx, body.to)];
  if (from === null) return refuse('LOCATION_UNKNOWN', { location: body.from });
  if (to === null) return refuse('LOCATION_UNKNOWN', { location: body.to });
  if (body.from === body.to) return refuse('MOVE_SAME_PLACE', { location: body.to });
  if (to.isBlocked) return refuse('JOB_PLACE_UNFIT', { location: body.to, why: 'blocked' });
  if (to.use !== 'pick' && to.use !== 'reserve' && to.use !== 'problem')
    return refuse('JOB_PLACE_UNFIT', { location: body.to, why: to.use });
  const { owner, sku, lot } = body;
  const known = await tx.db
    .selectFrom('item')
    .select('sku')
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .executeTakeFirst();
  if (known === undefined) return refuse('ITEM_UNKNOWN', { sku });
  const here = await lockGoods(tx, { owner, sku, lot }, from);
  if (body.units > here.free) return tooMany(here, body.units);
  const move = await store.insertMove(tx, {
    owner,
    sku,
    lot,
    units: body.units,
    fromLocation: body.from,
    toLocation: body.to,
  });
  await append(tx, [{ type: 'JobChanged', topics: ['tasks', 'desk'], data: { move } }]);
  return { result: { move } };
}

/**
 * Desk: what was to lie elsewhere stays where it is. Whoever has it on their list or in the hand is told, and goods in the hand go
 * back to the place that they still belong to by the ledger.
 */
export async function cancelMove(tx: Tx, body: CommandBody<'CancelMove'>): Promise<Outcome> {
  const before = await store.holderOfMove(tx, body.move);
  // The job before its move (db/lock-order.ts): while its holder puts the goods down, this waits.
  const job = before === undefined ? undefined : await store.lockJob(tx, before.job);
  if ((await store.lockMove(tx, body.move)) === undefined) return refuse('MOVE_OVER');
  await store.changeMove(tx, body.move, { state: 'cancelled' });
  // Somebody may have taken it on since.
  const holder = await store.holderOfMove(tx, body.move);
  await append(tx, [
    {
      type: 'JobChanged',
      topics: ['tasks', 'desk', ...(holder === undefined ? [] : [`operator:${holder.operator}` as const])],
      data: { move: body.move, step: 'cancelled' },
    },
  ]);
  return { result: { inHand: job?.counted ?? 0 } };
}

/** The person wants a lead's yes or no about the job at hand. Null for an operator without one. */
export async function askLead(tx: Tx, body: CommandBody<'AskLead'>, person: Person): Promise<Outcome | null> {
  const facts = await lockOwn(tx, person);
  if (facts === null) return null;
  const next = nextJobStep(facts);
  const part = 'part' in next ? next.part : null;
  const { source } = facts.job;
  const location =
    next.step === 'put' ? next.part.target : source.kind === 'location' ? source.location : null;
  const no = await picking.askAbout(tx, body.question, person.operator, {
    ref: `job ${facts.row.job}`,
    owner: part?.owner ?? null,
    job: facts.row.job,
    location,
    sku: part?.sku ?? null,
    take: part?.units ?? null,
  });
  if (no !== null) return no;
  await goesOn(tx, facts, person, {}, 'asked');
  return {};
}

/** A lead's word, or nobody's in time, about a job's question: it is read before anything goes on. A job that is over needs none. */
export async function tellAnswer(tx: Tx, ref: string, answer: JobAnswer): Promise<void> {
  const row = await store.lockJob(tx, Number(ref.replace('job ', '')));
  if (row === undefined) return;
  await store.note(tx, row.job, { answer });
  await append(tx, [
    {
      type: 'JobChanged',
      topics: [`operator:${row.operator}`],
      data: { job: row.job, step: answer.by === 'lead' ? 'answered' : 'unanswered' },
    },
  ]);
}

/** The nearest small thing for a person who is ready and has no walk. False when there is none, and nothing happens. */
export async function giveJob(tx: Tx, person: Person): Promise<boolean> {
  // Read before anything is locked: this is asked after every scan of every walk, and whose session is locked gets no walk meanwhile.
  if (!(await store.isReady(tx, person.operator))) return false;
  if ((await waitingJobs(tx.db, tx.site, person.operator)).length === 0) return false;
  if (!(await lockForClaim(tx, person)) || (await hasWork(tx, person))) return false;
  const waiting = await waitingJobs(tx.db, tx.site, person.operator);
  const chosen = chooseJob(waiting, await lastSeenAt(tx.db, tx.site, person.operator));
  if (chosen === null) return false;
  await claim(tx, person, chosen.job, chosen.code);
  return true;
}

/** How many small things wait, and who waits for work with nothing to do, the one who waits longest first. Nothing is locked. */
export async function whoWaits(tx: Tx): Promise<{ jobs: number; people: Person[] }> {
  const people = await store.readyWithoutJob(tx);
  if (people.length === 0) return { jobs: 0, people };
  const nobody = '';
  return { jobs: (await waitingJobs(tx.db, tx.site, nobody)).length, people };
}

/** The desk counted a place, or somebody's job ended another way: whoever is at it is told. */
export async function tellWhoCounts(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<void> {
  const row = await tx.db
    .selectFrom('countRequest')
    .innerJoin('jobPart', (join) =>
      join
        .onRef('jobPart.site', '=', 'countRequest.site')
        .onRef('jobPart.ref', '=', 'countRequest.countRequest')
        .on('jobPart.kind', '=', 'count')
        .on('jobPart.state', '=', 'open'),
    )
    .innerJoin('floorJob', (join) =>
      join.onRef('floorJob.site', '=', 'jobPart.site').onRef('floorJob.job', '=', 'jobPart.job'),
    )
    .select(['floorJob.job', 'floorJob.operator'])
    .where('countRequest.site', '=', tx.site)
    .where('countRequest.owner', '=', what.owner)
    .where('countRequest.sku', '=', what.sku)
    .where('countRequest.lot', '=', what.lot)
    .where('countRequest.location', '=', what.location)
    .executeTakeFirst();
  if (row !== undefined)
    await append(tx, [
      {
        type: 'JobChanged',
        topics: [`operator:${row.operator}`],
        data: { job: row.job, step: 'gone' },
      },
    ]);
}

/** Timer: a job of somebody silent goes to another person, unless goods are in the hand: then it waits for a lead. */
export async function lapseJobs(tx: Tx): Promise<number> {
  const silent = await store.silentJobs(tx);
  for (const number of silent) {
    const row = await store.lockJob(tx, number);
    if (row?.state !== 'open' || row.leaseUntil === null || row.leaseUntil >= tx.now) continue;
    // A fetched tote is carried off as surely as a unit in the hand.
    const hasGoods = row.kind !== 'count' && (row.counted > 0 || (row.kind === 'put_back' && row.atSource));
    if (hasGoods) {
      await store.changeJob(tx, number, { state: 'unreachable', leaseUntil: null });
      await raise(tx, {
        kind: 'holder_unreachable',
        ref: `job ${number}`,
        data: { job: number, operator: row.operator, from: row.source },
      });
    } else {
      await endJob(tx, row, 'lapsed');
    }
  }
  return silent.length;
}

/** Leads: whoever had the job is gone, and its goods were found where they came from. */
export async function recoverJob(tx: Tx, body: CommandBody<'RecoverJob'>): Promise<Outcome> {
  const row = await store.lockJob(tx, body.job);
  if (row?.state !== 'unreachable') return refuse('JOB_UNKNOWN');
  await endJob(tx, row, 'given_back');
  await resolve(tx, 'holder_unreachable', `job ${row.job}`, 'recovered');
  return {};
}

/** Locks what the operator's job may change, in house order: orders, the job. Null when there is none. */
async function lockOwn(tx: Tx, person: Person): Promise<store.OwnFacts | null> {
  const peek = await store.peekJob(tx, person.operator);
  if (peek === undefined) return null;
  if (peek.kind === 'put_back') await orders.lockShipments(tx, await store.shipmentsOf(tx, peek.job));
  const row = await store.lockJob(tx, peek.job);
  return row === undefined ? null : store.factsOf(tx, row);
}

/** Nobody has to look a job up in a list: a tote with goods to go back says it by itself. */
async function beginByTote(tx: Tx, read: ReadScan, person: Person): Promise<store.OwnFacts | null> {
  const tote = read.kind === 'tote' ? read.tote : read.kind === 'box' ? read.box : null;
  if (tote === null || (await picking.ownTask(tx, person.operator)) !== null) return null;
  await lockForClaim(tx, person);
  const waiting = await waitingJobs(tx.db, tx.site, person.operator);
  const job = waiting.find((one) => one.source === stock.place.tote(tote));
  if (job === undefined || (await hasWork(tx, person))) return null;
  await claim(tx, person, job, 'chosen');
  return lockOwn(tx, person);
}

async function apply(
  tx: Tx,
  facts: store.OwnFacts,
  person: Person,
  events: readonly JobHappened[],
): Promise<Outcome> {
  const { job } = facts.row;
  for (const event of events) {
    const change: store.JobChange = {};
    let did: LastJobScan['did'] | null = null;
    switch (event.type) {
      case 'SourceReached':
        Object.assign(change, { atSource: true });
        did = 'source';
        if (facts.job.source.kind === 'location') change.atLocation = facts.job.source.location;
        if (facts.job.kind === 'count') await store.note(tx, job, { seen: await look(tx, facts) });
        break;
      case 'MoveChosen': {
        const { owner, sku, lot } = event;
        const fromLocation = facts.job.source.kind === 'location' ? facts.job.source.location : '';
        const move = await store.insertMove(tx, {
          owner,
          sku,
          lot,
          units: null,
          fromLocation,
          toLocation: null,
        });
        const { proven } = event;
        Object.assign(change, { part: await store.addPart(tx, job, 'move', move), counted: 0, proven });
        break;
      }
      case 'UnitsInHand':
        Object.assign(change, { part: event.part, counted: event.counted, notice: null });
        if (event.proven !== undefined) change.proven = event.proven;
        did = 'counted';
        break;
      case 'DateRead': {
        const { owner, sku, lot } = event.part;
        await stock.noteExpiry(tx, { owner, sku, lot, expiry: event.expiry });
        break;
      }
      case 'PlaceOffered':
        Object.assign(change, { offered: event.location });
        did = 'offered';
        break;
      case 'UnitsPut': {
        const refused = await bookPut(tx, facts, event);
        if (refused !== null) return refused;
        Object.assign(change, {
          part: null,
          counted: 0,
          offered: null,
          proven: null,
          atLocation: event.location,
        });
        break;
      }
      case 'PlaceCounted': {
        const outcome = await bookCount(tx, facts, person, event);
        if (isRefused(outcome)) return outcome;
        Object.assign(change, outcome);
        break;
      }
    }
    const before = atHand(facts.row);
    await goesOn(tx, facts, person, change, event.type);
    const after = atHand({ ...before, ...change });
    await store.note(tx, job, { lastScan: did === null ? null : { did, before, after } });
  }
  if (events.some(({ type }) => type === 'UnitsPut' || type === 'PlaceCounted'))
    await endIfDone(tx, job, person);
  return {};
}

/** What a scan may change, and its taking back restores. */
function atHand({ atSource, part, counted, offered, proven }: Readonly<JobAtHand>): JobAtHand {
  return { atSource, part, counted, offered, proven };
}

async function bookPut(
  tx: Tx,
  facts: store.OwnFacts,
  event: Extract<JobHappened, { type: 'UnitsPut' }>,
): Promise<Refused | null> {
  const part = partOf(facts, event.part.part);
  const { location, units } = event;
  if (facts.job.kind === 'put_back') {
    if (part.units !== null && units < part.units) {
      const rest = { units: part.units - units, isDamaged: false };
      await store.addPart(tx, facts.row.job, 'put_back', await picking.splitPutBack(tx, part.ref, rest));
    }
    await picking.bookPutBack(tx, part.ref, {
      location,
      status: event.isHeld ? 'hold' : 'available',
      serials: facts.row.part === part.part ? (facts.row.proven?.serials ?? []) : [],
    });
  } else {
    if ((await store.lockMove(tx, part.ref)) === undefined)
      throw new DecideAgain(`move ${part.ref} was taken back`);
    const here = await lockSource(tx, facts, part);
    // They were promised to an order while they were in the hand: they go back where that order looks for them.
    if (units > here.free) return refuse('MOVE_PROMISED', { free: here.free });
    await bookMove(tx, part, {
      from: here.location,
      to: location,
      units,
      held: here.held,
      isHeld: event.isHeld,
    });
    await store.changeMove(tx, part.ref, { state: 'done', units, toLocation: location });
  }
  await store.closeParts(tx, facts.row.job, 'done', part.part);
  return null;
}

/** Units go from one location to another: on hold once they lie at a problem place, for sale again once they lie at another. */
async function bookMove(
  tx: Tx,
  part: { owner: string; sku: string; lot: string },
  move: { from: string; to: string; units: number; held: number; isHeld: boolean },
): Promise<void> {
  const { owner, sku, lot } = part;
  const { units } = move;
  const [from, to] = [stock.place.location(move.from), stock.place.location(move.to)];
  const after = move.isHeld ? ('hold' as const) : ('available' as const);
  const fromHold = Math.min(move.held, units);
  const parts = [
    { before: 'hold' as const, units: fromHold },
    { before: 'available' as const, units: units - fromHold },
  ].filter((one) => one.units > 0);
  await stock.post(
    tx,
    parts.map((one) => ({
      kind: 'move',
      owner,
      sku,
      lot,
      units: one.units,
      from: { place: from, status: one.before },
      to: { place: to, status: after },
    })),
  );
  await stock.followLast(tx, { owner, sku, lot }, from, move.to);
  if (move.isHeld)
    await stock.tellHeld(tx, { owner, sku, lot, units, location: move.to, from: move.from, reason: 'moved' });
  const changed = move.isHeld ? units - fromHold : fromHold;
  if (changed > 0)
    await stock.tellMoved(tx, { owner, sku, lot, units: changed }, move.isHeld ? 'held' : 'released');
  await append(tx, [{ type: 'StockChanged', topics: ['desk'], data: { location: move.to, sku, units } }]);
}

/** What lies where a move takes its goods from, locked. */
async function lockSource(tx: Tx, facts: store.OwnFacts, part: { owner: string; sku: string; lot: string }) {
  const { source } = facts.job;
  if (source.kind !== 'location') throw new Error(`expected job ${facts.row.job} to move from a location`);
  const from = await store.readLocation(tx, source.location);
  if (from === null) throw new Error(`expected location ${source.location} of job ${facts.row.job}`);
  return { location: source.location, ...(await lockGoods(tx, part, from)) };
}

/** What a move may take away: nothing that is promised, and from a problem place what is on hold there. */
async function lockGoods(
  tx: Tx,
  { owner, sku, lot }: { owner: string; sku: string; lot: string },
  from: { location: string; use: string },
): Promise<{ free: number; promised: number; held: number }> {
  const place = await stock.lockPlace(tx, { owner, sku, lot, location: from.location });
  const held = from.use === 'problem' ? place.hold : 0;
  return { free: place.available - place.allocated + held, promised: place.allocated, held };
}

async function bookCount(
  tx: Tx,
  facts: store.OwnFacts,
  person: Person,
  event: Extract<JobHappened, { type: 'PlaceCounted' }>,
): Promise<Refused | store.JobChange> {
  const part = partOf(facts, event.part.part);
  const now = await look(tx, facts);
  if (isDisturbed(facts.row.seen, now)) {
    await store.note(tx, facts.row.job, { seen: now });
    return { part: null, counted: 0, notice: 'disturbed' };
  }
  const { countLimitUnits } = await picking.policies(tx);
  const verdict = await stock.takeCount(tx, part.ref, {
    counted: event.counted,
    inHand: now.inHand,
    operator: person.operator,
    limitUnits: countLimitUnits,
  });
  if (isRefused(verdict)) return verdict;
  await store.closeParts(tx, facts.row.job, 'done', part.part);
  return { part: null, counted: 0 };
}

/** What the ledger has where this person counts, locked until the end. Request before place, as everywhere. */
async function look(tx: Tx, facts: store.OwnFacts) {
  const [part] = facts.parts;
  const { source } = facts.job;
  if (part === undefined || source.kind !== 'location')
    throw new Error(`expected job ${facts.row.job} to count a location`);
  await stock.lockCount(tx, part.ref);
  const what = { owner: part.owner, sku: part.sku, lot: part.lot, location: source.location };
  const { available, missing } = await stock.lockPlace(tx, what);
  return { available, missing, inHand: await store.unitsInHand(tx, what) };
}

async function splitOff(
  tx: Tx,
  facts: store.OwnFacts,
  part: store.OwnFacts['parts'][number],
  split: { gap: number; found: number; isDamaged: boolean },
): Promise<void> {
  const { gap, found, isDamaged } = split;
  const { job } = facts.row;
  if (isDamaged && found === 0) return picking.spoilPutBack(tx, part.ref);
  const other = found > 0 ? await picking.splitPutBack(tx, part.ref, { units: gap, isDamaged }) : part.ref;
  if (isDamaged) {
    await store.addPart(tx, job, 'put_back', other);
    return;
  }
  await picking.losePutBack(tx, other);
  if (found === 0) await store.closeParts(tx, job, 'done', part.part);
}

function partOf(facts: store.OwnFacts, part: number): store.OwnFacts['parts'][number] {
  const found = facts.parts.find((one) => one.part === part);
  if (found === undefined) throw new Error(`expected part ${part} in job ${facts.row.job}`);
  return found;
}

/** The person is there: the lease runs anew, and who was given up for gone is back. */
async function goesOn(
  tx: Tx,
  facts: store.OwnFacts,
  person: Person,
  change: store.JobChange,
  step: string,
): Promise<void> {
  const { job, state } = facts.row;
  await store.changeJob(tx, job, { ...change, state: 'open', leaseUntil: await leaseEnd(tx) });
  if (state === 'unreachable') await resolve(tx, 'holder_unreachable', `job ${job}`, 'came back');
  await append(tx, [{ type: 'JobChanged', topics: [`operator:${person.operator}`], data: { job, step } }]);
}

/** The last part is done: the job is over, and there may be a walk or another job. */
async function endIfDone(tx: Tx, job: number, person: Person): Promise<void> {
  const row = await store.lockJob(tx, job);
  if (row === undefined) return;
  const facts = await store.factsOf(tx, row);
  const isChosen = facts.job.kind === 'move' && facts.job.part === null && (await store.isUnbegun(tx, job));
  if (facts.parts.length > 0 || isChosen) return;
  await endJob(tx, row, 'done');
  await picking.getWork(tx, person);
  await giveJob(tx, person);
}

async function giveBack(tx: Tx, facts: store.OwnFacts, person: Person): Promise<void> {
  await endJob(tx, facts.row, 'given_back');
  await crew.setReady(tx, [person.operator], false);
}

async function endJob(tx: Tx, row: store.Job, state: 'done' | 'given_back' | 'lapsed'): Promise<void> {
  await store.dropOwnMoves(tx, row.job);
  await store.closeParts(tx, row.job, 'given_back');
  await store.changeJob(tx, row.job, { state, leaseUntil: null, doneAt: tx.now, notice: null });
  await append(tx, [
    {
      type: 'JobChanged',
      topics: [`operator:${row.operator}`, 'tasks', 'desk'],
      data: { job: row.job, step: state },
    },
  ]);
}

/** Says whether the person is ready. Sessions before claims: walks are pushed with sessions locked, and a job may follow. */
async function lockForClaim(tx: Tx, person: Person): Promise<boolean> {
  const isReady = await store.lockReady(tx, person.operator);
  await store.lockClaiming(tx);
  return isReady;
}

async function hasWork(tx: Tx, person: Person): Promise<boolean> {
  return (
    (await store.peekJob(tx, person.operator)) !== undefined ||
    (await picking.ownTask(tx, person.operator)) !== null
  );
}

async function claim(
  tx: Tx,
  person: Person,
  job: Pick<WaitingRow, 'kind' | 'source' | 'refs'>,
  reason: string,
): Promise<void> {
  const source = placeOf(job.source);
  const refs = job.kind === 'put_back' ? await store.inWalkOrder(tx, job.refs) : job.refs;
  const number = await store.insertJob(tx, {
    kind: job.kind,
    operator: person.operator,
    device: person.device,
    source: job.source,
    reason,
    leaseUntil: await leaseEnd(tx),
    // A box that was never labelled has nothing to scan.
    atSource: source.kind === 'parcel' && (await store.isUnlabelled(tx, source.parcel)),
    refs,
  });
  await crew.setReady(tx, [person.operator], false);
  await append(tx, [
    {
      type: 'JobChanged',
      topics: [`operator:${person.operator}`, 'tasks', 'desk'],
      data: { job: number, operator: person.operator, reason, step: 'claimed' },
    },
  ]);
}

async function leaseEnd(tx: Tx): Promise<Date> {
  const { leaseMinutes } = await picking.policies(tx);
  return new Date(tx.now.getTime() + leaseMinutes * 60_000);
}

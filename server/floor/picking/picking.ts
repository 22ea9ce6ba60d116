import type { CommandBody } from '../../protocol/commands.ts';
import type { PickPrompt } from '../../protocol/prompts.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import type { PlannedWalk } from '../../planner/plan-walks.ts';
import * as allocation from '../allocation/allocation.ts';
import { attachPhoto, raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { enterPicked } from './enter-picked.ts';
import { finishTask, settlePicked } from './finish-task.flow.ts';
import {
  cutToCart,
  giveWork,
  replan,
  leaseEnd,
  pushWork,
  renewLease,
  type Picker,
} from './give-work.flow.ts';
import { endBreak } from './hand-over.flow.ts';
import { isShared, nextPick, type AskedLine } from './next-pick.ts';
import { passOn } from './pass-on.flow.ts';
import * as store from './picking.store.ts';
import { promptOf } from './picking.views.ts';
import { answerIn } from './questions.flow.ts';
import { readFloorScan } from './read-floor-scan.ts';
import { reportShort } from './report-short.ts';
import { skipStop } from './skip-stop.ts';
import { spreadGap, spreadPicked } from './sum-lines.ts';
import { takeScan, type Happened } from './take-scan.ts';
import { toteFull } from './tote-full.ts';
import type { LastScan } from './undo-scan.ts';
import { hasNotice, takeNotice } from './waiting.store.ts';
import { answerEmpty, isAskedEmpty } from './zero-check.ts';

export { settlePicked as settle } from './finish-task.flow.ts';
export { assignTask, pushWork } from './give-work.flow.ts';
export {
  decline,
  handOver,
  lapseLeases,
  recoverTask,
  setOperatorZones,
  takeBreak,
} from './hand-over.flow.ts';
export { confirmPutBack, freeEmptyTotes, goodsOf, orderPutBack, sendBack } from './put-backs.flow.ts';
export {
  freeIfEmpty,
  loseShare,
  returnShare,
  sharedTote,
  sharesOf,
  shortShare,
  shipmentsInTote,
  takeShare,
  type Share,
} from './shares.flow.ts';
export { answerQuestion, answerUnanswered, askLead } from './questions.flow.ts';
export { undo } from './undo.flow.ts';
export { readFloorScan } from './read-floor-scan.ts';
export { cancelUnpicked, tellPickersOf } from './taken-off.flow.ts';
export { cartsToPlanFor, findItem, moveCutOff, policies, waitsToGoBack, walkFrame } from './picking.store.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

/** What this operator is asked now. */
export async function promptFor(tx: Tx, operator: string): Promise<PickPrompt> {
  return promptOf(tx.db, tx.site, operator);
}

/**
 * Turns planned walks into tasks. `parts` are the promises behind the stops, by allocation number; `wall` is where shared totes of
 * a batch are sorted.
 */
export async function makeTasks(
  tx: Tx,
  wave: number,
  walks: readonly PlannedWalk[],
  parts: ReadonlyMap<number, allocation.Allocated>,
  start: { xMm: number; yMm: number },
  wall: string | null = null,
): Promise<number[]> {
  const tasks: number[] = [];
  for (const walk of walks) {
    const afterTask = walk.after === null ? null : (tasks[walk.after] ?? null);
    tasks.push(await store.insertTask(tx, wave, walk, parts, start, { afterTask, wall }));
  }
  return tasks;
}

export async function getWork(tx: Tx, picker: Picker): Promise<Outcome> {
  await endBreak(tx, picker.operator);
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) {
    await giveWork(tx, picker);
    return {};
  }
  // Back on a device: the walk goes on where it was, also on another handheld.
  const task = await store.lockTask(tx, own);
  if (task.operator !== picker.operator) throw new DecideAgain(`task ${own} changed hands`);
  const isElsewhere = task.device !== picker.device && task.device !== null;
  await store.changeTask(tx, own, {
    device: picker.device,
    state: task.state === 'unreachable' ? 'picking' : task.state,
    // Who sent or left it is still worth knowing on another device.
    ...(isElsewhere && task.reason !== 'sent' && task.reason !== 'handed_over'
      ? { reason: 'own_unfinished' }
      : {}),
  });
  if (task.state === 'unreachable') await resolve(tx, 'holder_unreachable', String(own), 'came back');
  await renewLease(tx, own);
  return {};
}

export async function pickScan(tx: Tx, body: CommandBody<'PickScan'>, picker: Picker): Promise<Outcome> {
  const scan = readFloorScan(body.scan);
  // The scan that ends a break is for nothing else: whoever comes back has not read yet what is asked.
  if (await endBreak(tx, picker.operator)) return {};
  const peek = await store.peekTask(tx, picker.operator);
  if (peek === undefined)
    return scan.kind === 'unreadable'
      ? refuse('SCAN_UNREADABLE', { why: scan.reason })
      : refuse('PICK_NO_TASK');
  if (await hasNotice(tx, picker.operator)) return refuse('NOTHING_TO_SCAN_NOW');
  const own = peek.task;
  // What changes an order's ledger locks the order before the task (db/lock-order.ts).
  if (peek.shipment !== null && !isShared(peek.mode)) await orders.lockShipments(tx, [peek.shipment]);
  else if (peek.shipment !== null || !peek.hasOpen) await lockAllOf(tx, own);
  const facts = await store.lockFacts(tx, own);
  const next = nextPick(facts);
  const current = 'line' in next ? next.line : null;
  const known = await store.scanFacts(tx, scan, current, facts);
  const outcome = takeScan(facts, scan, known);
  if (isRefused(outcome)) return outcome;
  const change: store.TaskChange = { leaseUntil: await leaseEnd(tx) };
  for (const event of outcome) {
    switch (event.type) {
      case 'WalkCut':
        await cutToCart(tx, own, event.places);
        await pushWork(tx);
        break;
      case 'TakenOver':
        Object.assign(change, { standsAt: null, state: 'picking' });
        break;
      case 'CartTaken':
        await store.takeCart(tx, own, event.cart);
        break;
      case 'ToteBound': {
        const place = facts.full.places.find((one) => one.place === event.place);
        if (place !== undefined) await store.bindTote(tx, own, event.place, event.tote, place.shipment);
        break;
      }
      case 'BoxBound': {
        const place = facts.full.places.find((one) => one.place === event.place);
        if (place !== undefined) await store.bindBox(tx, own, event.place, event, place.shipment);
        break;
      }
      case 'LocationReached':
        Object.assign(change, { atLocation: event.location, counted: 0, inHandLine: null });
        break;
      case 'UnitsCounted':
        Object.assign(change, { inHandLine: event.line, counted: event.counted });
        break;
      case 'PutConfirmed':
        await confirmPut(tx, own, facts, event.line, event.units);
        break;
      case 'CartDropped':
        await dropCart(tx, own, facts, picker);
        break;
      default:
        throw new Error(`unknown event ${JSON.stringify(event satisfies never)}`);
    }
  }
  // A dropped task has no holder any more; what it was given in its place has a lease of its own.
  if (!outcome.some((event) => event.type === 'CartDropped')) {
    await store.changeTask(tx, own, change);
    await store.rememberScan(tx, own, facts.task, undoable(outcome, facts));
  }
  const topics = outcome.some((event) => ['LocationReached', 'CartTaken', 'TakenOver'].includes(event.type))
    ? ['wall' as const, 'desk' as const]
    : [];
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [...topics, `operator:${picker.operator}`],
      data: { task: own, step: next.step },
    },
  ]);
  return {};
}

/** What can be taken back of a scan; a cart is given back by a lead. */
function undoable(
  outcome: readonly Happened[],
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
): LastScan['did'] | null {
  const [event] = outcome;
  switch (event?.type) {
    case 'ToteBound':
      return { kind: 'tote', place: event.place, tote: event.tote };
    case 'BoxBound':
      return { kind: 'tote', place: event.place, tote: event.box };
    case 'LocationReached':
      return { kind: 'location' };
    case 'UnitsCounted':
      return { kind: 'counted' };
    case 'PutConfirmed': {
      const tote = facts.places.find((place) => place.place === event.line.place)?.tote;
      return tote === undefined || tote === null
        ? null
        : { kind: 'put', parts: spreadPicked(event.line.parts, event.units), tote };
    }
    default:
      return null;
  }
}

async function lockAllOf(tx: Tx, task: number): Promise<void> {
  await orders.lockShipments(tx, await store.shipmentsOf(tx, task));
}

async function confirmPut(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  asked: AskedLine,
  units: number,
): Promise<void> {
  const tote = facts.full.places.find((place) => place.place === asked.place)?.tote;
  if (tote === undefined || tote === null)
    throw new Error(`expected line ${asked.line} of task ${task} with a bound tote`);
  for (const part of spreadPicked(asked.parts, units)) await putLine(tx, task, facts, tote, part);
  await askIfEmpty(tx, task, asked);
  await store.changeTask(tx, task, {
    counted: 0,
    inHandLine: null,
    state: 'picking',
    ...(facts.row.startedAt === null ? { startedAt: tx.now } : {}),
  });
}

/** Units of one order's line go from the shelf into the tote, in every ledger. */
async function putLine(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  tote: string,
  part: { line: number; units: number },
): Promise<void> {
  const { units } = part;
  const line = facts.full.lines.find((one) => one.line === part.line);
  if (line === undefined) throw new Error(`expected line ${part.line} of task ${task}`);
  await store.addToPickLine(tx, task, line.line, { picked: units });
  await allocation.consume(tx, line.allocation, units);
  await stock.post(tx, [
    {
      kind: 'pick',
      owner: line.owner,
      sku: line.sku,
      lot: line.lot,
      units,
      fromAllocated: true,
      shipment: line.shipment,
      lineNo: line.lineNo,
      from: { place: stock.place.location(line.location), status: 'available' },
      to: { place: stock.place.tote(tote), status: 'available' },
    },
  ]);
  await orders.addToLine(tx, line.shipment, line.lineNo, { picked: units });
  const [shipment] = await orders.lockShipments(tx, [line.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${line.shipment}`);
  if (shipment.stage === 'released') {
    await orders.setStage(tx, shipment.shipment, 'picking');
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.pick_started', { task });
  }
  await orders.tell(tx, shipment.hub, shipment.orderId, 'order.picked', {
    lineNo: line.lineNo,
    units,
    lot: line.lot === '' ? null : line.lot,
  });
  await append(tx, [
    {
      type: 'PickConfirmed',
      topics: ['wall', 'desk'],
      data: { task, line: line.line, units, shipment: line.shipment },
    },
  ]);
}

async function askIfEmpty(
  tx: Tx,
  task: number,
  line: { location: string; owner: string; sku: string; lot: string },
): Promise<void> {
  const { zeroCheck } = await store.policies(tx);
  if (zeroCheck === 'never') return;
  const { location, owner, sku, lot } = line;
  if (isAskedEmpty(zeroCheck, await stock.unitsAt(tx, location)))
    await store.setNotice(tx, task, { kind: 'zero_check', location, owner, sku, lot });
}

/** The picker says whether a place that is empty by the ledger is empty in truth. */
export async function sayEmpty(tx: Tx, body: CommandBody<'AnswerEmpty'>, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = answerEmpty(facts.row.notice, body);
  if (isRefused(outcome)) return outcome;
  await store.setNotice(tx, own, null);
  if (outcome.toCount !== null) {
    await stock.orderCount(tx, outcome.toCount);
    // The count is built on the put.
    await store.forgetScan(tx, own);
  }
  await renewLease(tx, own);
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${picker.operator}`],
      data: { task: own, step: body.isEmpty ? 'place_empty' : 'place_not_empty' },
    },
  ]);
  return {};
}

async function dropCart(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  picker: Picker,
): Promise<void> {
  await finishTask(tx, task, facts);
  const { dropPlace } = await store.policies(tx);
  await store.changeTask(tx, task, { state: 'done', doneAt: tx.now, atLocation: dropPlace });
  await append(tx, [
    { type: 'TaskDropped', topics: ['wall', 'desk', `operator:${picker.operator}`], data: { task } },
  ]);
  await giveWork(tx, picker);
  // Somebody may have waited for the cart.
  await pushWork(tx);
}

export async function enterQuantity(
  tx: Tx,
  body: CommandBody<'EnterPicked'>,
  picker: Picker,
): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = enterPicked(facts, body);
  if (isRefused(outcome)) return outcome;
  // Zero found is a short: the picker is asked what is wrong, nothing is booked by a number alone.
  if (outcome.counted === 0) await store.changeTask(tx, own, { inHandLine: null, counted: 0 });
  else await store.changeTask(tx, own, { inHandLine: outcome.line, counted: outcome.counted });
  await store.rememberScan(tx, own, facts.task, { kind: 'counted' });
  await renewLease(tx, own);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: own, step: 'quantity' } },
  ]);
  return {};
}

export async function short(tx: Tx, body: CommandBody<'ReportShort'>, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  await lockAllOf(tx, own);
  const facts = await store.lockFacts(tx, own);
  const outcome = reportShort(facts, body);
  if (isRefused(outcome)) return outcome;
  if (body.photo !== undefined) {
    const { owner, sku, location } = outcome.line;
    const isOurs = await attachPhoto(tx, body.photo, picker.operator, { owner, sku, location });
    if (!isOurs) return refuse('PHOTO_UNKNOWN');
  }
  await renewLease(tx, own);
  await store.changeTask(
    tx,
    own,
    outcome.inHand > 0
      ? { inHandLine: outcome.line.line, counted: outcome.inHand, atLocation: outcome.line.location }
      : { inHandLine: null, counted: 0 },
  );
  const found: allocation.Allocated[] = [];
  for (const gap of spreadGap(outcome.line.parts, outcome.gap))
    found.push(...(await shortLine(tx, own, facts, gap, body.reason)));
  const covered = found.reduce((sum, part) => sum + part.units, 0);
  await append(tx, [
    {
      type: 'LineShorted',
      topics: ['wall', 'desk', `operator:${picker.operator}`],
      data: { task: own, line: outcome.line.line, gap: outcome.gap, covered },
    },
  ]);
  return {
    result: {
      gap: outcome.gap,
      elsewhere: found.map((part) => ({ location: part.location, units: part.units })),
      shorted: outcome.gap - covered,
    },
  };
}

/** One order's line goes without `units` here: from another place on the same walk where there is one, else short. */
async function shortLine(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  gap: { line: number; units: number },
  reason: CommandBody<'ReportShort'>['reason'],
): Promise<allocation.Allocated[]> {
  const line = facts.full.lines.find((one) => one.line === gap.line);
  if (line === undefined) throw new Error('expected the short line among its task');
  await store.addToPickLine(tx, task, line.line, { shorted: gap.units });
  await allocation.lose(tx, line.allocation, gap.units);
  await stock.reportGap(tx, {
    owner: line.owner,
    sku: line.sku,
    lot: line.lot,
    location: line.location,
    units: gap.units,
    shipment: line.shipment,
    lineNo: line.lineNo,
    reason,
  });
  const found = await allocation.allocate(tx, [
    { shipment: line.shipment, lineNo: line.lineNo, owner: line.owner, sku: line.sku, units: gap.units },
  ]);
  if (found.length > 0) {
    const last = Math.max(...facts.lines.map((one) => one.sequence));
    await store.insertLines(
      tx,
      task,
      found.map((part, at) => ({ sequence: last + 1 + at, place: line.place, part })),
    );
  }
  const covered = found.reduce((sum, part) => sum + part.units, 0);
  const [shipment] = await orders.lockShipments(tx, [line.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${line.shipment}`);
  if (covered < gap.units) {
    await orders.addToLine(tx, line.shipment, line.lineNo, { shorted: gap.units - covered }, reason);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.short', {
      lineNo: line.lineNo,
      units: gap.units - covered,
      reason,
    });
    await raise(tx, {
      kind: 'short',
      ref: `${line.shipment}/${line.lineNo}`,
      owner: line.owner,
      data: {
        shipment: line.shipment,
        orderNumber: shipment.orderNumber,
        sku: line.sku,
        location: line.location,
        units: gap.units - covered,
        reason,
      },
    });
  }
  return found;
}

export async function skip(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = skipStop(facts);
  if (isRefused(outcome)) return outcome;
  await store.resequence(tx, own, outcome.lines, outcome.sequence);
  await store.changeTask(tx, own, { atLocation: null, inHandLine: null, counted: 0 });
  await renewLease(tx, own);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: own, step: 'skip' } },
  ]);
  return {};
}

/** The tote of the line at hand is full: the rest of its lines goes into another. Orders' ledgers are not touched. */
export async function nextTote(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = toteFull(facts, await store.cartPlaces(tx, own));
  if (isRefused(outcome)) return outcome;
  const { line, place } = outcome;
  const shipment = isShared(facts.task.mode) ? null : line.shipment;
  const like = { shipment, carton: outcome.carton };
  const inHand = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  if (place !== null) {
    await store.addPlace(tx, own, place, like);
    const current = await store.moveRest(tx, own, outcome.moved, { task: own, place });
    // What was counted into the hand goes into the next tote.
    if (facts.task.inHandLine !== null)
      await store.changeTask(tx, own, { inHandLine: current.get(line.line) ?? null });
  } else {
    const rest = await store.copyTask(tx, own);
    await store.addPlace(tx, rest, 1, like);
    await store.moveRest(tx, own, outcome.moved, { task: rest, place: 1 });
    await replan(tx, rest);
    await store.changeTask(tx, own, { inHandLine: null, counted: 0 });
    const { location, sku, name } = line;
    await store.setNotice(tx, own, {
      kind: 'cart_full',
      place: line.place,
      location,
      sku,
      name,
      units: inHand,
    });
    await pushWork(tx);
  }
  await renewLease(tx, own);
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${picker.operator}`, ...(place === null ? ['tasks' as const, 'desk' as const] : [])],
      data: { task: own, step: 'tote_full' },
    },
  ]);
  return {};
}

export async function acknowledge(tx: Tx, picker: Picker): Promise<Outcome> {
  if (await takeNotice(tx, picker.operator)) {
    await append(tx, [
      {
        type: 'OperatorChanged',
        topics: [`operator:${picker.operator}`],
        data: { operator: picker.operator },
      },
    ]);
    return {};
  }
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  await lockAllOf(tx, own);
  const facts = await store.lockFacts(tx, own);
  // A question is answered, not read.
  if (facts.row.notice === null || facts.row.notice.kind === 'zero_check') return {};
  const answer = facts.row.notice.kind === 'answer' ? null : answerIn(facts.row.notice);
  await store.setNotice(tx, own, answer);
  await renewLease(tx, own);
  // A lead's answer came meanwhile, and is read too before anything goes on.
  const nothingLeft = facts.lines.every((line) => line.state !== 'open');
  const nothingTaken = facts.lines.every((line) => line.picked === 0);
  if (answer === null && nothingLeft && nothingTaken) {
    // Every line was cancelled before a pick: there is nothing to drop, so the walk simply ends.
    await store.unbindTotes(tx, own);
    await store.dropPlaces(tx, own, []);
    await store.freeCart(tx, own);
    await store.changeTask(tx, own, { state: 'done', doneAt: tx.now });
    await passOn(tx, own, facts.full.places[0]?.arriving ?? null);
    await settlePicked(tx, await store.shipmentsOf(tx, own));
    await giveWork(tx, picker);
    await pushWork(tx);
  }
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${picker.operator}`, 'desk'],
      data: { task: own, step: 'read' },
    },
  ]);
  return {};
}

/** Locks a tote, for whoever decides on it as a whole. */
export async function lockTote(tx: Tx, tote: string): Promise<void> {
  await store.lockTote(tx, tote);
}

/** Walks that still hold lines or totes of a shipment. */
export async function openTasksOf(tx: Tx, shipment: number): Promise<number[]> {
  return store.openTasksOf(tx, shipment);
}

/** Where picked units of a line came from: a count there may find what a tote lacks. */
export async function sourceOf(
  tx: Tx,
  shipment: number,
  lineNo: number,
  lot: string,
): Promise<string | null> {
  const lines = await store.linesOfShipment(tx, shipment);
  return (
    lines.find((line) => line.lineNo === lineNo && line.lot === lot && line.picked > 0)?.location ?? null
  );
}

import type { ReadScan } from '../../barcode/read-scan.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import type { PickPrompt } from '../../protocol/prompts.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import type { PlannedWalk } from '../../planner/plan-walks.ts';
import * as allocation from '../allocation/allocation.ts';
import { resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import * as carts from './carts.store.ts';
import { confirmTote } from './confirm-tote.ts';
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
import * as pickLines from './pick-lines.store.ts';
import * as store from './picking.store.ts';
import { promptOf } from './picking.views.ts';
import { answerIn } from './questions.flow.ts';
import { readFloorScan } from './read-floor-scan.ts';
import { tellApart } from './tell-apart.flow.ts';
import * as scans from './scan-facts.store.ts';
import { policies } from './site-policies.views.ts';
import { goWithoutAsAgreed } from './short.flow.ts';
import { skipStop } from './skip-stop.ts';
import { spreadPicked } from './sum-lines.ts';
import { swapLot } from './swap-lot.flow.ts';
import { takeScan, type Happened } from './take-scan.ts';
import { toteFull } from './tote-full.ts';
import * as totes from './totes.store.ts';
import type { LastScan, PutPart } from './undo-scan.ts';
import { hasNotice, takeNotice } from './waiting.store.ts';
import { answerEmpty, isAskedEmpty } from './zero-check.ts';

export { settlePicked as settle } from './finish-task.flow.ts';
export { assignTask, pushWork } from './give-work.flow.ts';
export {
  decline,
  endBreak,
  handOver,
  lapseLeases,
  recoverTask,
  setOperatorZones,
  takeBreak,
} from './hand-over.flow.ts';
export {
  bookPutBack,
  freeEmptyTotes,
  goodsOf,
  losePutBack,
  orderPutBack,
  sendBack,
  splitPutBack,
  spoilPutBack,
} from './put-backs.flow.ts';
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
export { answerQuestion, answerUnanswered, askAbout, askLead } from './questions.flow.ts';
export { short } from './short.flow.ts';
export { undo } from './undo.flow.ts';
export { readFloorScan } from './read-floor-scan.ts';
export { tellApart } from './tell-apart.flow.ts';
export { cancelUnpicked, tellPickersOf } from './taken-off.flow.ts';
export { cartsToPlanFor } from './carts.store.ts';
export { ownTask } from './picking.store.ts';
export { waitsToGoBack } from './put-backs.store.ts';
export { findItem, findLocation } from './scan-facts.store.ts';
export { cancelHeld, dueHolds, endShortHold, heldOf, moveCutOff, serveHold } from './short-holds.flow.ts';
export { policies, walkFrame } from './site-policies.views.ts';
export { hasNotice } from './waiting.store.ts';

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
  const scan = await tellApart(tx, readFloorScan(body.scan));
  // The scan that ends a break is for nothing else: whoever comes back has not read yet what is asked.
  if (await endBreak(tx, picker.operator)) return {};
  if (await hasNotice(tx, picker.operator)) return refuse('NOTHING_TO_SCAN_NOW', { asked: 'message' });
  const peek = await store.peekTask(tx, picker.operator);
  if (peek === undefined)
    return scan.kind === 'unreadable'
      ? refuse('SCAN_UNREADABLE', { why: scan.reason })
      : refuse('PICK_NO_TASK');
  const own = peek.task;
  // What changes an order's ledger locks the order before the task (db/lock-order.ts).
  if (peek.shipment !== null && !isShared(peek.mode) && peek.otherLot === null)
    await orders.lockShipments(tx, [peek.shipment]);
  else if (peek.shipment !== null || !peek.hasOpen || mayChangeOrders(peek, scan)) await lockAllOf(tx, own);
  const facts = await store.lockFacts(tx, own);
  const next = nextPick(facts);
  const current = 'line' in next ? next.line : null;
  const known = await scans.scanFacts(tx, scan, current, facts);
  const outcome = takeScan(facts, scan, known);
  if (isRefused(outcome)) return outcome;
  const change: store.TaskChange = { leaseUntil: await leaseEnd(tx) };
  const put: PutPart[] = [];
  /** A line that goes on in another lot may have another number. */
  let goesOn: number | null = null;
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
        await carts.takeCart(tx, own, event.cart);
        break;
      case 'ToteBound': {
        const place = facts.full.places.find((one) => one.place === event.place);
        if (place !== undefined) await totes.bindTote(tx, own, event.place, event.tote, place.shipment);
        break;
      }
      case 'BoxBound': {
        const place = facts.full.places.find((one) => one.place === event.place);
        if (place !== undefined) await totes.bindBox(tx, own, event.place, event, place.shipment);
        break;
      }
      case 'LocationReached':
        Object.assign(change, { atLocation: event.location, hasLeft: false, counted: 0, inHandLine: null });
        break;
      case 'UnitsCounted':
        Object.assign(change, { inHandLine: goesOn ?? event.line, counted: event.counted });
        break;
      case 'LotSwapped':
        goesOn = await swapLot(tx, facts.row, event.line, event.lot);
        if (facts.task.inHandLine === event.line.line) Object.assign(change, { inHandLine: goesOn });
        break;
      case 'LotProven':
        Object.assign(change, { provenLot: event.lot });
        break;
      case 'ExpiryProven':
        Object.assign(change, { isExpiryProven: true });
        if (event.isNews && current !== null) await stock.noteExpiry(tx, { ...current, ...event });
        break;
      case 'SerialTaken':
        await stock.takeSerial(tx, event.line, {
          serial: event.serial,
          lot: event.line.lot,
          location: event.line.location,
          place: stock.place.hand(own),
          isKnown: known.serial !== null,
        });
        break;
      case 'ItemProvenAgain':
        Object.assign(change, { inHandLine: event.line, counted: event.units, isItemProvenAgain: true });
        break;
      case 'PutConfirmed':
        put.push(...(await putGoods(tx, own, facts, event.line, event.units)));
        break;
      case 'CartDropped':
        await dropCart(tx, own, facts, picker, known.dropPlace);
        break;
      default:
        throw new Error(`unknown event ${JSON.stringify(event satisfies never)}`);
    }
  }
  // A dropped task has no holder any more; what it was given in its place has a lease of its own.
  if (!outcome.some((event) => event.type === 'CartDropped')) {
    await store.changeTask(tx, own, change);
    await store.rememberScan(tx, own, facts.task, undoable(outcome, facts, put));
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

/** Without a line in the hand a scan changes orders where another lot takes over, or where the place stood for the item. */
function mayChangeOrders(
  peek: { otherLot: string | null; atLocation: string | null },
  scan: ReadScan,
): boolean {
  return peek.otherLot !== null || (peek.atLocation !== null && ['tote', 'box', 'text'].includes(scan.kind));
}

/** What can be taken back of a scan; a cart that the walk was cut to stays. */
function undoable(
  outcome: readonly Happened[],
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  put: readonly PutPart[],
): LastScan['did'] | null {
  // A lot that took over and a date that was news are facts of the stock by now.
  if (outcome.some((event) => event.type === 'LotSwapped' || (event.type === 'ExpiryProven' && event.isNews)))
    return null;
  const event = outcome.at(-1);
  switch (event?.type) {
    case 'CartTaken':
      return { kind: 'cart', cart: event.cart };
    case 'ToteBound':
      return { kind: 'tote', place: event.place, tote: event.tote };
    case 'BoxBound':
      return { kind: 'tote', place: event.place, tote: event.box };
    case 'LocationReached':
      return { kind: 'location' };
    case 'UnitsCounted':
    case 'LotProven':
    case 'ExpiryProven':
    case 'ItemProvenAgain':
      return { kind: 'counted' };
    case 'SerialTaken': {
      const { owner, sku, location } = event.line;
      return { kind: 'serial', owner, sku, serial: event.serial, location };
    }
    case 'PutConfirmed': {
      const tote = facts.places.find((place) => place.place === event.line.place)?.tote;
      return tote === undefined || tote === null ? null : { kind: 'put', parts: put, tote };
    }
    default:
      return null;
  }
}

async function lockAllOf(tx: Tx, task: number): Promise<void> {
  await orders.lockShipments(tx, await pickLines.shipmentsOf(tx, task));
}

async function putGoods(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  asked: AskedLine,
  units: number,
): Promise<PutPart[]> {
  const tote = facts.full.places.find((place) => place.place === asked.place)?.tote;
  if (tote === undefined || tote === null)
    throw new Error(`expected line ${asked.line} of task ${task} with a bound tote`);
  const serials =
    facts.policyOf(asked).serial === 'at_pick'
      ? await stock.serialsIn(tx, stock.place.hand(task), asked)
      : [];
  const parts = withSerials(spreadPicked(asked.parts, units), serials);
  for (const part of parts) await putLine(tx, task, facts, tote, part);
  await askIfEmpty(tx, task, asked);
  await store.changeTask(tx, task, {
    counted: 0,
    inHandLine: null,
    state: 'picking',
    ...(facts.row.startedAt === null ? { startedAt: tx.now } : {}),
  });
  await store.leaveIfDone(tx, task);
  return parts;
}

/** The numbers of the units go with them, in the order in which they were taken. */
function withSerials(
  parts: readonly { line: number; units: number }[],
  serials: readonly { serial: string }[],
): PutPart[] {
  let from = 0;
  return parts.map((part) => {
    const own = serials.slice(from, from + part.units).map(({ serial }) => serial);
    from += part.units;
    return { ...part, serials: own };
  });
}

/** Units of one order's line go from the shelf into the tote, in every ledger. */
async function putLine(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  tote: string,
  part: PutPart,
): Promise<void> {
  const { units, serials } = part;
  const line = facts.full.lines.find((one) => one.line === part.line);
  if (line === undefined) throw new Error(`expected line ${part.line} of task ${task}`);
  await pickLines.addToPickLine(tx, task, line.line, { picked: units });
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
  await stock.moveSerials(tx, line, serials, stock.place.hand(task), {
    place: stock.place.tote(tote),
    // In a shared tote nobody knows yet which unit is whose.
    ...(isShared(facts.task.mode) ? {} : { shipment: line.shipment, lineNo: line.lineNo }),
  });
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
    ...(serials.length > 0 ? { serials } : {}),
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
  const { zeroCheck } = await policies(tx);
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
  place: string,
): Promise<void> {
  await finishTask(tx, task, facts);
  await store.changeTask(tx, task, { state: 'done', doneAt: tx.now, atLocation: place });
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

/** The picker presses that the goods are in the tote, where no other can be meant. */
export async function pressPut(tx: Tx, picker: Picker): Promise<Outcome> {
  const peek = await store.peekTask(tx, picker.operator);
  if (peek === undefined) return refuse('PICK_NO_TASK');
  await lockAllOf(tx, peek.task);
  const facts = await store.lockFacts(tx, peek.task);
  const outcome = confirmTote(facts);
  if (isRefused(outcome)) return outcome;
  const put = await putGoods(tx, peek.task, facts, outcome.line, outcome.units);
  await store.rememberScan(
    tx,
    peek.task,
    facts.task,
    undoable([{ type: 'PutConfirmed', ...outcome }], facts, put),
  );
  await renewLease(tx, peek.task);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: peek.task, step: 'put' } },
  ]);
  return {};
}

/** What a no leaves behind: that this person has heard it about this lot, so that a second scan of it is meant. */
export async function heardNo(tx: Tx, operator: string, refused: Refused): Promise<void> {
  const { scanned } = refused.data;
  const lot = refused.refused === 'PICK_WRONG_LOT' && typeof scanned === 'string' ? scanned : null;
  await store.noteOtherLot(tx, operator, lot);
}

export async function skip(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = skipStop(facts);
  if (isRefused(outcome)) return outcome;
  await pickLines.resequence(tx, own, outcome.lines, outcome.sequence);
  await store.changeTask(tx, own, { atLocation: null, inHandLine: null, counted: 0 });
  await renewLease(tx, own);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: own, step: 'skip' } },
  ]);
  return {};
}

/** A line as it is asked goes by the first of its parts; those that were done before stay behind. */
function firstOf(parts: readonly { line: number }[], moved: ReadonlyMap<number, number>): number | null {
  const numbers = parts.flatMap((part) => moved.get(part.line) ?? []);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** The tote of the line at hand is full: the rest of its lines goes into another. Orders' ledgers are not touched. */
export async function nextTote(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const outcome = toteFull(facts, await carts.cartPlaces(tx, own));
  if (isRefused(outcome)) return outcome;
  const { line, place } = outcome;
  const shipment = isShared(facts.task.mode) ? null : line.shipment;
  const like = { shipment, carton: outcome.carton };
  const inHand = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  if (place !== null) {
    await totes.addPlace(tx, own, place, like);
    const current = await pickLines.moveRest(tx, own, outcome.moved, { task: own, place });
    // What was counted into the hand goes into the next tote.
    if (facts.task.inHandLine !== null)
      await store.changeTask(tx, own, { inHandLine: firstOf(line.parts, current) });
  } else {
    const rest = await store.copyTask(tx, own);
    await totes.addPlace(tx, rest, 1, like);
    await pickLines.moveRest(tx, own, outcome.moved, { task: rest, place: 1 });
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
  // The tote that waited for more is in the picker's hands: it goes back to the drop place.
  const hasFetched = facts.row.completes !== null && facts.full.places.some((place) => place.tote !== null);
  if (answer === null && nothingLeft && nothingTaken && !hasFetched) {
    // Every line was cancelled before a pick: there is nothing to drop, so the walk simply ends.
    await totes.unbindTotes(tx, own);
    await totes.dropPlaces(tx, own, []);
    await carts.freeCart(tx, own);
    await store.changeTask(tx, own, { state: 'done', doneAt: tx.now });
    await passOn(tx, own, facts.full.places[0]?.arriving ?? null);
    await settlePicked(tx, await pickLines.shipmentsOf(tx, own));
    await giveWork(tx, picker);
    await pushWork(tx);
  }
  const { notice } = facts.row;
  if (notice.kind === 'answer' && notice.answer === 'yes' && notice.report !== undefined)
    await goWithoutAsAgreed(tx, own, notice.report, picker);
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
  await totes.lockTote(tx, tote);
}

/** Walks that still hold lines or totes of a shipment. */
export async function openTasksOf(tx: Tx, shipment: number): Promise<number[]> {
  return pickLines.openTasksOf(tx, shipment);
}

/** Where picked units of a line came from: a count there may find what a tote lacks. */
export async function sourceOf(
  tx: Tx,
  shipment: number,
  lineNo: number,
  lot: string,
): Promise<string | null> {
  const lines = await pickLines.linesOfShipment(tx, shipment);
  return (
    lines.find((line) => line.lineNo === lineNo && line.lot === lot && line.picked > 0)?.location ?? null
  );
}

import { readScan, type ReadScan } from '../../barcode/read-scan.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import type { PickPrompt } from '../../protocol/prompts.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { PlannedWalk } from '../../planner/plan-walks.ts';
import * as allocation from '../allocation/allocation.ts';
import * as crew from '../crew/crew.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { enterPicked } from './enter-picked.ts';
import { cutToCart, giveWork, leaseEnd, pushWork, type Picker } from './give-work.ts';
import { nextPick, toTake, type LineFacts } from './next-pick.ts';
import * as store from './picking.store.ts';
import { promptOf } from './picking.views.ts';
import { reportShort } from './report-short.ts';
import { skipStop } from './skip-stop.ts';
import { takeScan } from './take-scan.ts';

export { pushWork } from './give-work.ts';
export { cartsToPlanFor, findItem, moveCutOff, policies, walkFrame } from './picking.store.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

/** What this operator is asked now. */
export async function promptFor(tx: Tx, operator: string): Promise<PickPrompt> {
  return promptOf(tx.db, tx.site, operator);
}

/** A scan as the floor takes it: digits that fail as a GTIN may still be a SKU or a check digit, so they are looked up before a no. */
function readFloorScan(raw: string): ReadScan {
  const scan = readScan(raw);
  return scan.kind === 'unreadable' && scan.reason === 'check_digit' && scan.text !== undefined
    ? { kind: 'text', text: scan.text }
    : scan;
}

/** Turns planned walks into tasks. `parts` are the promises behind the stops, by allocation number. */
export async function makeTasks(
  tx: Tx,
  wave: number,
  walks: readonly PlannedWalk[],
  parts: ReadonlyMap<number, allocation.Allocated>,
  start: { xMm: number; yMm: number },
): Promise<number[]> {
  const tasks: number[] = [];
  for (const walk of walks) tasks.push(await store.insertTask(tx, wave, walk, parts, start));
  return tasks;
}

export async function getWork(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) {
    await giveWork(tx, picker);
    return {};
  }
  // Back on a device: the walk goes on where it was, also on another handheld.
  const task = await store.lockTask(tx, own);
  await store.changeTask(tx, own, {
    device: picker.device,
    state: task.state === 'unreachable' ? 'picking' : task.state,
  });
  if (task.state === 'unreachable') await resolve(tx, 'holder_unreachable', String(own), 'came back');
  await renewLease(tx, own);
  return {};
}

async function renewLease(tx: Tx, task: number): Promise<void> {
  await store.changeTask(tx, task, { leaseUntil: await leaseEnd(tx) });
}

export async function pickScan(tx: Tx, body: CommandBody<'PickScan'>, picker: Picker): Promise<Outcome> {
  const scan = readFloorScan(body.scan);
  const peek = await store.peekTask(tx, picker.operator);
  if (peek === undefined)
    return scan.kind === 'unreadable'
      ? refuse('SCAN_UNREADABLE', { why: scan.reason })
      : refuse('PICK_NO_TASK');
  const own = peek.task;
  // What changes an order's ledger locks the order before the task (db/lock-order.ts).
  if (peek.shipment !== null) await orders.lockShipments(tx, [peek.shipment]);
  else if (peek.cart !== null && !peek.hasOpen) await lockAllOf(tx, own);
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
      case 'CartTaken':
        await store.takeCart(tx, own, event.cart);
        break;
      case 'ToteBound': {
        const place = facts.full.places.find((one) => one.place === event.place);
        if (place !== undefined) await store.bindTote(tx, own, event.place, event.tote, place.shipment);
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
  if (!outcome.some((event) => event.type === 'CartDropped')) await store.changeTask(tx, own, change);
  const topics = outcome.some((event) => event.type === 'LocationReached' || event.type === 'CartTaken')
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

async function lockAllOf(tx: Tx, task: number): Promise<void> {
  const places = await store.places(tx, task);
  await orders.lockShipments(tx, [...new Set(places.map((place) => place.shipment))]);
}

async function confirmPut(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  lineNumber: number,
  units: number,
): Promise<void> {
  const line = facts.full.lines.find((one) => one.line === lineNumber);
  const tote = facts.full.places.find((place) => place.place === line?.place)?.tote;
  if (line === undefined || tote === undefined || tote === null)
    throw new Error(`expected line ${lineNumber} of task ${task} with a bound tote`);
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
  await store.changeTask(tx, task, {
    counted: 0,
    inHandLine: null,
    state: 'picking',
    ...(facts.row.startedAt === null ? { startedAt: tx.now } : {}),
  });
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

async function dropCart(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  picker: Picker,
): Promise<void> {
  await finishTask(tx, task, facts);
  await store.changeTask(tx, task, { state: 'done', doneAt: tx.now });
  await append(tx, [
    { type: 'TaskDropped', topics: ['wall', 'desk', `operator:${picker.operator}`], data: { task } },
  ]);
  await giveWork(tx, picker);
  // Somebody may have waited for the cart.
  await pushWork(tx);
}

/** Leaves the totes at the drop place, frees the cart, and moves on every shipment that has all its totes there. */
async function finishTask(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
): Promise<void> {
  const bound = facts.full.places.flatMap((place) => (place.tote === null ? [] : [place.tote]));
  const contents = await stock.lockContents(
    tx,
    bound.map((tote) => stock.place.tote(tote)),
  );
  const empty = bound.filter((tote) => !contents.some((row) => row.place === stock.place.tote(tote)));
  await store.dropPlaces(tx, task, empty);
  await store.freeCart(tx, task);
  const shipments = await orders.lockShipments(tx, [
    ...new Set(facts.full.places.map((place) => place.shipment)),
  ]);
  await settlePicked(
    tx,
    shipments.map((shipment) => shipment.shipment),
  );
}

/** A shipment of which nothing is left to bring is picked; one that has nothing in any tote either has ended. */
async function settlePicked(tx: Tx, shipments: number[]): Promise<void> {
  const whole = await store.fullyDropped(tx, shipments);
  for (const shipment of await orders.lockShipments(tx, shipments)) {
    if (!whole.has(shipment.shipment) || (shipment.stage !== 'picking' && shipment.stage !== 'released'))
      continue;
    const lines = await orders.lockLines(tx, [shipment.shipment]);
    const toPack = lines.reduce((sum, line) => sum + line.picked - line.putBack - line.packed, 0);
    if (toPack > 0) await orders.setStage(tx, shipment.shipment, 'picked');
    await orders.endIfDone(tx, shipment.shipment);
  }
  await append(tx, [{ type: 'BenchChanged', topics: ['desk', 'wall', 'benches'], data: { shipments } }]);
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
  const line = facts.full.lines.find((one) => one.line === outcome.line.line);
  if (line === undefined) throw new Error('expected the short line among its task');
  await renewLease(tx, own);
  await store.addToPickLine(tx, own, line.line, { shorted: outcome.gap });
  await store.changeTask(
    tx,
    own,
    outcome.inHand > 0
      ? { inHandLine: line.line, counted: outcome.inHand, atLocation: line.location }
      : { inHandLine: null, counted: 0 },
  );
  await allocation.lose(tx, line.allocation, outcome.gap);
  await stock.reportGap(tx, {
    owner: line.owner,
    sku: line.sku,
    lot: line.lot,
    location: line.location,
    units: outcome.gap,
    shipment: line.shipment,
    lineNo: line.lineNo,
    reason: body.reason,
  });
  const found = await allocation.allocate(tx, [
    { shipment: line.shipment, lineNo: line.lineNo, owner: line.owner, sku: line.sku, units: outcome.gap },
  ]);
  if (found.length > 0) {
    const last = Math.max(...facts.lines.map((one) => one.sequence));
    await store.insertLines(
      tx,
      own,
      found.map((part, at) => ({ sequence: last + 1 + at, place: line.place, part })),
    );
  }
  const covered = found.reduce((sum, part) => sum + part.units, 0);
  const [shipment] = await orders.lockShipments(tx, [line.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${line.shipment}`);
  if (covered < outcome.gap) {
    await orders.addToLine(tx, line.shipment, line.lineNo, { shorted: outcome.gap - covered }, body.reason);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.short', {
      lineNo: line.lineNo,
      units: outcome.gap - covered,
      reason: body.reason,
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
        units: outcome.gap - covered,
        reason: body.reason,
      },
    });
  }
  await append(tx, [
    {
      type: 'LineShorted',
      topics: ['wall', 'desk', `operator:${picker.operator}`],
      data: { task: own, line: line.line, gap: outcome.gap, covered },
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

export async function askLead(tx: Tx, body: CommandBody<'AskLead'>, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const facts = await store.lockFacts(tx, own);
  const next = nextPick(facts);
  const line: LineFacts | null = 'line' in next ? next.line : null;
  await raise(tx, {
    kind: 'question',
    ref: String(own),
    data: {
      task: own,
      question: body.question,
      location: line?.location ?? null,
      sku: line?.sku ?? null,
      take: line === null ? null : toTake(line),
      operator: picker.operator,
    },
  });
  await renewLease(tx, own);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: own, step: 'asked' } },
  ]);
  return {};
}

/** Desk: the lead's answer reaches the picker's screen at once. `task` is the exception's ref. */
export async function answerQuestion(
  tx: Tx,
  task: number,
  answer: 'yes' | 'no',
  question: string,
): Promise<void> {
  const row = await store.lockTask(tx, task);
  await store.setNotice(tx, task, { kind: 'answer', answer, question });
  if (row.operator !== null)
    await append(tx, [
      { type: 'TaskChanged', topics: [`operator:${row.operator}`], data: { task, step: 'answered' } },
    ]);
}

export async function acknowledge(tx: Tx, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  await lockAllOf(tx, own);
  const facts = await store.lockFacts(tx, own);
  if (facts.row.notice === null) return {};
  await store.setNotice(tx, own, null);
  await renewLease(tx, own);
  const nothingLeft = facts.lines.every((line) => line.state !== 'open');
  const nothingTaken = facts.lines.every((line) => line.picked === 0);
  if (nothingLeft && nothingTaken) {
    // Every line was cancelled before a pick: there is nothing to drop, so the walk simply ends.
    await store.unbindTotes(tx, own);
    await store.dropPlaces(tx, own, []);
    await store.freeCart(tx, own);
    await store.changeTask(tx, own, { state: 'done', doneAt: tx.now });
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

export async function confirmPutBack(tx: Tx, body: CommandBody<'ConfirmPutBack'>): Promise<Outcome> {
  const row = await tx.db
    .selectFrom('putBack')
    .selectAll()
    .where('site', '=', tx.site)
    .where('putBack', '=', body.putBack)
    .executeTakeFirst();
  if (row === undefined) return refuse('PUT_BACK_DONE');
  const [shipment] = await orders.lockShipments(tx, [row.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${row.shipment} of put-back ${row.putBack}`);
  const locked = await store.lockPutBack(tx, body.putBack);
  if (locked === undefined || locked.state === 'done') return refuse('PUT_BACK_DONE');
  const location = readFloorScan(body.locationScan);
  const code =
    location.kind === 'location' ? location.location : location.kind === 'text' ? location.text.trim() : '';
  if (code !== row.toLocation)
    return refuse('PUT_BACK_WRONG_LOCATION', { expected: row.toLocation, scanned: code });
  const item = await store.findItem(tx, readFloorScan(body.itemScan), row.owner);
  const names = await store.itemNames(tx, [row]);
  if (item === null || item.sku !== row.sku) {
    return refuse('PICK_WRONG_ITEM', {
      expected: names.get(`${row.owner}\u0000${row.sku}`) ?? { sku: row.sku, name: row.sku },
      scanned: item === null ? { code: body.itemScan.slice(0, 60) } : { sku: item.sku, name: item.name },
    });
  }
  await store.donePutBack(tx, row.putBack);
  await stock.post(tx, [
    {
      kind: 'put_back',
      owner: row.owner,
      sku: row.sku,
      lot: row.lot,
      units: row.units,
      shipment: row.shipment,
      lineNo: row.lineNo,
      from: { place: row.fromPlace, status: 'available' },
      to: { place: stock.place.location(row.toLocation), status: 'available' },
    },
  ]);
  await orders.addToLine(tx, row.shipment, row.lineNo, { putBack: row.units, allocated: -row.units });
  // The order has ended and its lines still change: a hub that plays the feed must end at the same numbers.
  await orders.tell(tx, shipment.hub, shipment.orderId, 'stock.changed', {
    lineNo: row.lineNo,
    sku: row.sku,
    lot: row.lot,
    available: row.units,
    reason: 'put_back',
  });
  await freeEmptyTotes(tx, row.shipment);
  await resolve(tx, 'put_back', String(row.putBack), 'done');
  await append(tx, [
    {
      type: 'PutBackChanged',
      topics: ['desk', `operator:${tx.operator ?? ''}`],
      data: { putBack: row.putBack },
    },
  ]);
  return {};
}

/** Dropped totes of a shipment that hold nothing any more are free again. */
export async function freeEmptyTotes(tx: Tx, shipment: number): Promise<string[]> {
  const totes = (await store.totesOfShipment(tx, shipment))
    .filter((tote) => tote.state !== 'onCart')
    .map((tote) => tote.tote);
  const contents = await stock.lockContents(
    tx,
    totes.map((tote) => stock.place.tote(tote)),
  );
  const empty = totes.filter((tote) => !contents.some((row) => row.place === stock.place.tote(tote)));
  await store.freeTotes(tx, empty);
  return empty;
}

/** Picked goods go back to where they came from: the put-back exists from now on. */
export async function orderPutBack(
  tx: Tx,
  goods: {
    shipment: number;
    lineNo: number;
    owner: string;
    sku: string;
    lot: string;
    units: number;
    fromPlace: string;
  },
): Promise<void> {
  const source = (await store.linesOfShipment(tx, goods.shipment)).find(
    (line) => line.lineNo === goods.lineNo && line.sku === goods.sku && line.lot === goods.lot,
  );
  const { problemPlace } = await store.policies(tx);
  const toLocation = source?.location ?? problemPlace;
  const putBack = await store.insertPutBack(tx, { ...goods, toLocation });
  await raise(tx, {
    kind: 'put_back',
    ref: String(putBack),
    owner: goods.owner,
    data: {
      putBack,
      shipment: goods.shipment,
      sku: goods.sku,
      units: goods.units,
      from: goods.fromPlace,
      location: toLocation,
    },
  });
}

/**
 * Takes up to `units` of a line off the walks that have not brought them yet. Orders must be locked. Promises are let go, and the
 * picker on the way is told before the next scan. Returns how many units were taken off.
 */
export async function cancelUnpicked(
  tx: Tx,
  shipment: number,
  lineNo: number,
  units: number,
): Promise<number> {
  let left = units;
  for (const row of (await store.linesOfShipment(tx, shipment)).filter(
    (line) => line.lineNo === lineNo && line.state === 'open',
  )) {
    if (left === 0) break;
    const task = await store.lockTask(tx, row.task);
    const current = (await store.lines(tx, row.task)).find((line) => line.line === row.line);
    if (current === undefined || current.state !== 'open') continue;
    const open = Math.min(left, current.requested - current.picked - current.shorted - current.cancelled);
    if (open <= 0) continue;
    left -= open;
    await store.addToPickLine(tx, row.task, row.line, { cancelled: open });
    await allocation.free(tx, row.allocation, open);
    if (task.inHandLine === row.line) await store.changeTask(tx, row.task, { inHandLine: null, counted: 0 });
    await tellPicker(tx, task, shipment);
  }
  return units - left;
}

/** Tells the picker of a running task that a shipment on the cart changed underneath, and closes a task that nobody began. */
async function tellPicker(tx: Tx, task: store.Task, shipment: number): Promise<void> {
  if (task.operator === null) {
    const lines = await store.lines(tx, task.task);
    if (lines.every((line) => line.state !== 'open') && task.state === 'planned') {
      await store.dropPlaces(tx, task.task, []);
      await store.changeTask(tx, task.task, { state: 'cancelled', doneAt: tx.now });
    }
    return;
  }
  const fresh = await store.readTask(tx, task.task);
  const before = fresh.notice?.kind === 'cancelled' ? fresh.notice.shipments : [];
  await store.setNotice(tx, task.task, { kind: 'cancelled', shipments: [...new Set([...before, shipment])] });
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${task.operator}`, 'desk'],
      data: { task: task.task, step: 'cancelled' },
    },
  ]);
}

/** Picked goods of a shipment that still ride on carts belong to a cancelled order: tell their pickers. */
export async function tellPickersOf(tx: Tx, shipment: number): Promise<void> {
  const tasks = [...new Set((await store.linesOfShipment(tx, shipment)).map((line) => line.task))];
  for (const number of tasks) {
    const task = await store.lockTask(tx, number);
    if (task.state === 'claimed' || task.state === 'picking' || task.state === 'unreachable')
      await tellPicker(tx, task, shipment);
  }
}

/** Totes of a shipment with their state: the bench opens them. */
export async function totesOf(tx: Tx, shipment: number) {
  return store.totesOfShipment(tx, shipment);
}

/** Walks that still hold lines or totes of a shipment. */
export async function openTasksOf(tx: Tx, shipment: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('taskPlace')
    .select('task')
    .distinct()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('dropped', '=', false)
    .orderBy('task')
    .execute();
  return rows.map((row) => row.task);
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

/** After a cancel took the last goods off, the shipments may have nothing left to bring. */
export async function settle(tx: Tx, shipments: number[]): Promise<void> {
  await settlePicked(tx, shipments);
}

/** Leads: a task whose holder is gone. Without picks it returns to the pool; with goods it goes to `operator` with the cart. */
export async function recoverTask(tx: Tx, body: CommandBody<'RecoverTask'>): Promise<Outcome> {
  const exists = await tx.db
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', tx.site)
    .where('task', '=', body.task)
    .executeTakeFirst();
  if (exists === undefined) return refuse('TASK_UNKNOWN');
  const task = await store.lockTask(tx, body.task);
  if (task.operator === null || task.state === 'done' || task.state === 'cancelled')
    return refuse('TASK_UNKNOWN');
  const before = task.operator;
  if (task.state === 'claimed') {
    await returnToPool(tx, task.task);
  } else {
    if (body.operator === null) return refuse('OPERATOR_UNKNOWN', { operator: '' });
    const known = await tx.db
      .selectFrom('operator')
      .select('operator')
      .where('site', '=', tx.site)
      .where('operator', '=', body.operator)
      .executeTakeFirst();
    if (known === undefined) return refuse('OPERATOR_UNKNOWN', { operator: body.operator });
    if ((await store.ownTask(tx, body.operator)) !== null)
      return refuse('OPERATOR_BUSY', { operator: body.operator });
    await store.changeTask(tx, task.task, {
      operator: body.operator,
      device: null,
      state: 'picking',
      reason: 'handed_over',
    });
    await crew.setReady(tx, body.operator, false);
    await renewLease(tx, task.task);
    await append(tx, [
      {
        type: 'TaskClaimed',
        topics: [`operator:${body.operator}`, 'desk', 'wall'],
        data: { task: task.task, operator: body.operator, reason: 'handed_over' },
      },
    ]);
  }
  await resolve(tx, 'holder_unreachable', String(task.task), 'recovered');
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${before}`, 'desk', 'wall'],
      data: { task: task.task, step: 'recovered' },
    },
  ]);
  await pushWork(tx);
  return {};
}

async function returnToPool(tx: Tx, task: number): Promise<void> {
  await store.unbindTotes(tx, task);
  await store.freeCart(tx, task);
  await store.setNotice(tx, task, null);
  await store.changeTask(tx, task, {
    state: 'planned',
    operator: null,
    device: null,
    cart: null,
    reason: null,
    claimedAt: null,
    leaseUntil: null,
    atLocation: null,
    counted: 0,
    inHandLine: null,
  });
}

/** Timer: leases that ran out. A task without a pick goes back to the pool; one with goods waits for a lead. */
export async function lapseLeases(tx: Tx): Promise<number> {
  const silent = await store.silentTasks(tx);
  for (const { task: number } of silent) {
    const task = await store.lockTask(tx, number);
    if (task.leaseUntil === null || task.leaseUntil >= tx.now || task.operator === null) continue;
    if (task.state === 'claimed') {
      await returnToPool(tx, number);
      await append(tx, [
        {
          type: 'TaskChanged',
          topics: [`operator:${task.operator}`, 'desk', 'wall'],
          data: { task: number, step: 'lapsed' },
        },
      ]);
    } else if (task.state === 'picking') {
      await store.changeTask(tx, number, { state: 'unreachable', leaseUntil: null });
      await raise(tx, {
        kind: 'holder_unreachable',
        ref: String(number),
        data: { task: number, operator: task.operator, cart: task.cart },
      });
    }
  }
  if (silent.length > 0) await pushWork(tx);
  return silent.length;
}

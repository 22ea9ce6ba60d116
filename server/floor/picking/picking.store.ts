import { sql } from 'kysely';
import { unitOfPack } from '../../barcode/check-digit.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { DecideAgain } from '../../platform/db/retry.ts';
import type { PlannedWalk, WalkFrame } from '../../planner/plan-walks.ts';
import type { Allocated } from '../allocation/allocation.ts';
import type { Policies } from '../site/site.entities.ts';
import type { ReasonFacts } from './choose-task.ts';
import type { AskedLine, LineFacts, TaskFacts } from './next-pick.ts';
import type { DropNext } from '../../protocol/prompts.ts';
import type { TaskNotice } from './picking.entities.ts';
import { taskMoves, taskStates, type TaskState } from './pick-task.states.ts';
import { linePolicies } from './scan-policies.views.ts';
import * as stock from '../stock/stock.ts';
import { lotIn, serialIn, type ScanFacts } from './take-scan.ts';
import type { SerialAt } from './take-serial.ts';
import { atHand, type AtHand, type LastScan } from './undo-scan.ts';

export async function insertTask(
  tx: Tx,
  wave: number,
  walk: PlannedWalk,
  parts: ReadonlyMap<number, Allocated>,
  start: { xMm: number; yMm: number },
  { afterTask, wall }: { afterTask: number | null; wall: string | null },
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
      inHandLine: null,
      assignedTo: null,
      assignedBy: null,
      reasonFacts: null,
      standsAt: null,
      parkedAt: null,
      notice: null,
      lastScan: null,
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

export async function places(tx: Tx, task: number) {
  return tx.db
    .selectFrom('taskPlace')
    .selectAll()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .orderBy('place')
    .execute();
}

export async function lines(tx: Tx, task: number) {
  return tx.db
    .selectFrom('pickLine')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'pickLine.site')
        .onRef('item.owner', '=', 'pickLine.owner')
        .onRef('item.sku', '=', 'pickLine.sku'),
    )
    .innerJoin('shipment', (join) =>
      join.onRef('shipment.site', '=', 'pickLine.site').onRef('shipment.shipment', '=', 'pickLine.shipment'),
    )
    .selectAll('pickLine')
    .select(['item.name', 'shipment.cutOffAt', 'shipment.mayShipPartial'])
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.task', '=', task)
    .orderBy('pickLine.line')
    .execute();
}

const policiesOf = new WeakMap<Tx, Promise<Policies>>();

/** The site's named settings, read once in a transaction. */
export async function policies(tx: Tx): Promise<Policies> {
  const known = policiesOf.get(tx);
  if (known !== undefined) return known;
  const read = tx.db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow()
    .then((site) => site.policies);
  policiesOf.set(tx, read);
  return read;
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

/** Looks up what a scan could be here: only the kinds that can matter are read. */
export async function scanFacts(
  tx: Tx,
  scan: ReadScan,
  current: AskedLine | null,
  facts: TaskFacts & { row: Task },
): Promise<ScanFacts> {
  const { drop: dropPlace } = await whereNext(tx, facts.row);
  const text = scan.kind === 'text' ? scan.text.trim() : null;
  const location = await findLocation(tx, scan, text, current?.location ?? dropPlace);
  const cartCode = scan.kind === 'cart' ? scan.cart : text;
  const toteCode = scan.kind === 'tote' ? scan.tote : scan.kind === 'box' ? scan.box : text;
  const cart =
    cartCode === null
      ? undefined
      : await tx.db
          .selectFrom('cart')
          .leftJoin('pickTask', (join) =>
            join.onRef('pickTask.site', '=', 'cart.site').onRef('pickTask.task', '=', 'cart.task'),
          )
          .leftJoin('operator', (join) =>
            join
              .onRef('operator.site', '=', 'cart.site')
              .onRef('operator.operator', '=', 'pickTask.operator'),
          )
          .select(['cart.cart', 'cart.places', 'cart.task', 'operator.name'])
          .where('cart.site', '=', tx.site)
          .where('cart.cart', '=', cartCode)
          .forUpdate('cart')
          .executeTakeFirst();
  const tote =
    toteCode === null
      ? undefined
      : await tx.db
          .selectFrom('tote')
          .select(['tote', 'state'])
          .where('site', '=', tx.site)
          .where('tote', '=', toteCode)
          .forUpdate()
          .executeTakeFirst();
  const owner = current?.owner ?? facts.lines[0]?.owner ?? '';
  const item = await findItem(tx, scan, owner);
  const unit = scan.kind === 'item' && item === null ? unitOfPack(scan.gtin) : null;
  const needed = facts.places.filter((place) =>
    facts.lines.some((line) => line.place === place.place && line.state === 'open'),
  ).length;
  const isTooSmall = cart !== undefined && cart.places < needed;
  return {
    location: location?.location ?? null,
    isByDigits: location?.isByDigits ?? false,
    ...(await captureFacts(tx, scan, current, facts.row)),
    dropPlace,
    cart:
      cart === undefined
        ? null
        : { cart: cart.cart, places: cart.places, holder: cart.task === null ? null : (cart.name ?? '') },
    tote: tote ?? null,
    newBox: tote === undefined && scan.kind === 'box' ? scan.box : null,
    item,
    packOf: unit === null ? null : await findItem(tx, { kind: 'item', gtin: unit }, owner),
    needed,
    isCartBigEnoughFree: isTooSmall && (await freeCarts(tx)).some((places) => places >= needed),
    names: (line) => ({ sku: line.sku, name: line.name }),
  };
}

export async function findLocation(
  tx: Tx,
  scan: ReadScan,
  text: string | null,
  current: string,
): Promise<{ location: string; isByDigits: boolean } | null> {
  const code = scan.kind === 'location' ? scan.location : scan.kind === 'drop' ? scan.drop : text;
  if (code === null) return null;
  const row = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', code)
    .executeTakeFirst();
  if (row !== undefined) return { location: row.location, isByDigits: false };
  if (text === null) return null;
  const here = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', current)
    .where('checkDigits', '=', text)
    .executeTakeFirst();
  return here === undefined ? null : { location: here.location, isByDigits: true };
}

/** What is known of the lot and the serial number that the scan tells. */
async function captureFacts(
  tx: Tx,
  scan: ReadScan,
  current: AskedLine | null,
  task: Task,
): Promise<Pick<ScanFacts, 'lot' | 'expiry' | 'serial'>> {
  if (current === null) return { lot: null, expiry: null, serial: null };
  const { owner, sku, location } = current;
  const lot = current.lot === '' ? null : lotIn(scan, current);
  // Only a lot that was refused once can take the line over.
  const isOther = lot !== null && lot !== current.lot && lot === task.otherLot;
  const serial = serialIn(scan);
  return {
    lot: isOther
      ? ((await stock.lockLots(tx, { owner, sku, location })).find((one) => one.lot === lot) ?? null)
      : null,
    expiry: current.lot === '' ? null : await stock.expiryOf(tx, current),
    serial: serial === null ? null : serialAt(await stock.serialAt(tx, current, serial), task.task),
  };
}

function serialAt(found: { place: string } | null, task: number): SerialAt | null {
  if (found === null) return null;
  const { place } = found;
  if (place === stock.place.hand(task)) return { at: 'own_hand' };
  const [kind] = place.split(':');
  if (kind === 'hand' || kind === 'tote' || kind === 'parcel' || kind === 'cubby') return { at: kind };
  return { at: kind === 'outside' ? 'shipped' : 'shelf' };
}

export async function findItem(tx: Tx, scan: ReadScan, owner: string): Promise<ScanFacts['item']> {
  if (scan.kind === 'item') {
    const rows = await tx.db
      .selectFrom('itemGtin')
      .innerJoin('item', (join) =>
        join
          .onRef('item.site', '=', 'itemGtin.site')
          .onRef('item.owner', '=', 'itemGtin.owner')
          .onRef('item.sku', '=', 'itemGtin.sku'),
      )
      .select(['item.sku', 'item.name', 'item.owner', 'itemGtin.units'])
      .where('itemGtin.site', '=', tx.site)
      .where('itemGtin.owner', '=', owner)
      .where('itemGtin.gtin', 'in', scan.orGtin === undefined ? [scan.gtin] : [scan.gtin, scan.orGtin])
      .execute();
    // One code that is two things here is neither.
    if (rows.length > 1) return null;
    if (rows[0] !== undefined || scan.text === undefined) return rows[0] ?? null;
    // Bare digits that pass as a GTIN by chance may still be a SKU.
    return findItem(tx, { kind: 'text', text: scan.text }, owner);
  }
  if (scan.kind !== 'text') return null;
  const row = await tx.db
    .selectFrom('item')
    .select(['sku', 'name', 'owner'])
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', scan.text.trim())
    .executeTakeFirst();
  return row === undefined ? null : { ...row, units: 1 };
}

/** Where a walk's totes are left, and who takes them on: the next zone, a put wall, or the benches. */
export async function whereNext(
  tx: Pick<Tx, 'db' | 'site'>,
  task: { task: number; wall: string | null },
): Promise<{ drop: string; next: DropNext; followedBy: number | null }> {
  const { rows } = await sql<{
    bench: string;
    wallDrop: string | null;
    task: number | null;
    zone: string | null;
    name: string | null;
    handOver: string | null;
  }>`
    select s.policies ->> 'dropPlace' as bench, w.drop_place as wall_drop, f.task, z.zone, z.name, z.hand_over
    from site s
    left join put_wall w on w.site = s.site and w.wall = ${task.wall}::text
    left join pick_task f on f.site = s.site and f.after_task = ${task.task}::int and f.state = 'waiting'
    left join zone z on z.site = f.site and z.zone = f.zone
    where s.site = ${tx.site}`.execute(tx.db);
  const [found] = rows;
  if (found === undefined) throw new Error(`expected site ${tx.site}`);
  if (found.task !== null)
    return {
      drop: found.handOver ?? found.bench,
      next: { kind: 'zone', zone: found.zone ?? '', name: found.name ?? '' },
      followedBy: found.task,
    };
  return task.wall === null
    ? { drop: found.bench, next: { kind: 'bench' }, followedBy: null }
    : { drop: found.wallDrop ?? found.bench, next: { kind: 'wall', wall: task.wall }, followedBy: null };
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

export async function setNotice(tx: Tx, task: number, notice: TaskNotice | null): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ notice: notice === null ? null : json<TaskNotice>(notice) })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

export async function takeCart(tx: Tx, task: number, cart: string): Promise<void> {
  await tx.db
    .updateTable('cart')
    .set({ task })
    .where('site', '=', tx.site)
    .where('cart', '=', cart)
    .execute();
  await changeTask(tx, task, { cart });
}

export async function freeCart(tx: Tx, task: number): Promise<void> {
  await tx.db
    .updateTable('cart')
    .set({ task: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

export async function bindTote(
  tx: Tx,
  task: number,
  place: number,
  tote: string,
  shipment: number | null,
): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ tote })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('place', '=', place)
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'onCart', shipment, task, place })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .execute();
}

export async function unbindTote(tx: Tx, task: number, place: number, tote: string): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ tote: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('place', '=', place)
    .execute();
  await letGo(tx, task, [tote]);
}

/** A box begins its life with the label that is stuck on it. */
export async function bindBox(
  tx: Tx,
  task: number,
  place: number,
  box: { box: string; carton: string },
  shipment: number | null,
): Promise<void> {
  await tx.db
    .insertInto('tote')
    .values({
      site: tx.site,
      tote: box.box,
      kind: 'box',
      carton: box.carton,
      shipment: null,
      task: null,
      place: null,
    })
    .execute();
  await bindTote(tx, task, place, box.box, shipment);
}

/** Totes that a walk gives up unused are free again; one that was handed over waits where it was, a box is no more. */
async function letGo(tx: Tx, task: number, totes: readonly string[]): Promise<void> {
  const rows = await tx.db
    .selectFrom('tote')
    .select(['tote', 'kind'])
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .execute();
  const arrived = await tx.db
    .selectFrom('taskPlace')
    .select('arriving')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('arriving', 'is not', null)
    .execute();
  const passing = rows.filter((row) => arrived.some((place) => place.arriving === row.tote));
  const rest = rows.filter((row) => !passing.includes(row));
  await tx.db
    .updateTable('tote')
    .set({ state: 'passing', task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', 'in', ['', ...passing.map((row) => row.tote)])
    .execute();
  await freeTotes(
    tx,
    rest.map((row) => row.tote),
  );
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
      'after', jsonb_build_object('atLocation', at_location, 'counted', counted, 'inHandLine', in_hand_line, 'provenLot', proven_lot,
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

export async function shipmentsOfLines(tx: Tx, task: number, lines: readonly number[]): Promise<number[]> {
  if (lines.length === 0) return [];
  const rows = await tx.db
    .selectFrom('pickLine')
    .select('shipment')
    .distinct()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', 'in', lines)
    .orderBy('shipment')
    .execute();
  return rows.map((row) => row.shipment);
}

/** Shipments that a walk brings something for. */
export async function shipmentsOf(tx: Tx, task: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickLine')
    .select('shipment')
    .distinct()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .orderBy('shipment')
    .execute();
  return rows.map((row) => row.shipment);
}

export async function unbindTotes(tx: Tx, task: number): Promise<void> {
  const bound = (await places(tx, task)).flatMap((place) => (place.tote === null ? [] : [place.tote]));
  if (bound.length > 0) await letGo(tx, task, bound);
  await tx.db
    .updateTable('taskPlace')
    .set({ tote: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

export async function addToPickLine(
  tx: Tx,
  task: number,
  line: number,
  delta: { picked?: number; shorted?: number; cancelled?: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({
      picked: sql`picked + ${delta.picked ?? 0}`,
      shorted: sql`shorted + ${delta.shorted ?? 0}`,
      cancelled: sql`cancelled + ${delta.cancelled ?? 0}`,
      state: sql<'open'>`case when requested > picked + shorted + cancelled + ${(delta.picked ?? 0) + (delta.shorted ?? 0) + (delta.cancelled ?? 0)} then 'open'
      when picked + ${delta.picked ?? 0} = requested then 'done' when shorted + ${delta.shorted ?? 0} > 0 then 'short' when picked + ${delta.picked ?? 0} > 0 then 'done' else 'cancelled' end`,
      doneAt: tx.now,
    })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', '=', line)
    .execute();
}

export async function insertLines(
  tx: Tx,
  task: number,
  added: { sequence: number; place: number; part: Allocated }[],
): Promise<void> {
  const { last } = await tx.db
    .selectFrom('pickLine')
    .select((eb) => eb.fn.max('line').as('last'))
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('pickLine')
    .values(
      added.map(({ sequence, place, part }, at) => ({
        site: tx.site,
        task,
        line: Number(last) + at + 1,
        sequence,
        shipment: part.shipment,
        lineNo: part.lineNo,
        allocation: part.allocation,
        place,
        owner: part.owner,
        sku: part.sku,
        lot: part.lot,
        location: part.location,
        requested: part.units,
        state: 'open' as const,
        doneAt: null,
      })),
    )
    .execute();
  await tx.db
    .updateTable('pickTask')
    .set({ lines: sql`lines + ${added.length}` })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

export async function resequence(tx: Tx, task: number, lines: number[], sequence: number): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({ sequence })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', 'in', lines)
    .execute();
}

/** The walk behind this one can be given out; `tote` waits for it at the hand-over place. Null: it begins with a tote of its own. */
export async function passTo(tx: Tx, to: number, tote: string | null): Promise<void> {
  await changeTask(tx, to, { state: 'planned' });
  if (tote === null) return;
  await tx.db
    .updateTable('tote')
    .set({ state: 'passing', task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .execute();
  await tx.db
    .updateTable('taskPlace')
    .set({ arriving: tote })
    .where('site', '=', tx.site)
    .where('task', '=', to)
    .where('place', '=', 1)
    .execute();
}

/** The walk that waits for this one to hand its tote over. */
export async function follower(tx: Tx, task: number): Promise<number | null> {
  const row = await tx.db
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', tx.site)
    .where('afterTask', '=', task)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.task ?? null;
}

export async function standBehind(tx: Tx, task: number, before: number | null): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ afterTask: before })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** A tote that was on its way to another zone has nothing to wait for any more. */
export async function stopPassing(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .updateTable('tote')
    .set({ state: 'dropped' })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', '=', 'passing')
    .execute();
}

export async function dropPlaces(tx: Tx, task: number, emptyTotes: string[]): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ dropped: true })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'dropped', task: null, place: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
  await freeTotes(tx, emptyTotes);
}

/** Empty totes can be used again; an empty box is folded up, and its label with it. */
export async function freeTotes(tx: Tx, totes: string[]): Promise<void> {
  if (totes.length === 0) return;
  await tx.db
    .deleteFrom('tote')
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .where('kind', '=', 'box')
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'free', shipment: null, task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .execute();
}

/** Shipments of which no walk has anything left to bring. */
export async function fullyDropped(tx: Tx, shipments: number[]): Promise<Set<number>> {
  if (shipments.length === 0) return new Set();
  // A place that never got a tote brings nothing, and neither does a shared one in which none of the shipment's goods lie: such a
  // walk may go on for other orders. What meets at a put wall is there when it is sorted.
  const { rows } = await sql<{ shipment: number }>`
    select l.shipment
    from pick_line l
    join pick_task t on t.site = l.site and t.task = l.task
    join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
    where l.site = ${tx.site} and l.shipment = any(${shipments}::int[])
    group by l.shipment
    having bool_and(
      l.state <> 'open' and (p.dropped or p.tote is null or (p.shipment is null and l.picked = 0))
      and (t.wall is null or l.picked = l.sorted + l.back))`.execute(tx.db);
  return new Set(rows.map((row) => row.shipment));
}

/** Claims happen one after the other: two at once would each count on the same free cart. */
export async function lockClaiming(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`claim ${tx.site}`}, 0))`.execute(tx.db);
}

/** Places on each cart that nobody has. */
export async function freeCarts(tx: Tx): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('cart')
    .select('places')
    .where('site', '=', tx.site)
    .where('task', 'is', null)
    .execute();
  return rows.map((row) => row.places);
}

/** Places of the walks whose holders are on their way to a cart. */
export async function claimedPlaces(tx: Tx): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickTask')
    .select('places')
    .where('site', '=', tx.site)
    .where('state', 'in', ['claimed', 'picking', 'unreachable'])
    .where('cart', 'is', null)
    .where('takesCart', '=', true)
    .execute();
  return rows.map((row) => row.places);
}

/** Places on every cart of the site, those that are free first and the largest first among each; never none. */
export async function cartsToPlanFor(tx: Tx): Promise<number[]> {
  const { maxTotes } = await policies(tx);
  const rows = await tx.db
    .selectFrom('cart')
    .select(['places', 'task'])
    .where('site', '=', tx.site)
    .orderBy(sql`task is not null`)
    .orderBy('places', 'desc')
    .execute();
  return rows.length === 0 ? [maxTotes] : rows.map((row) => Math.max(1, Math.min(maxTotes, row.places)));
}

/** Where walks begin, and between which cross-aisles. */
export async function walkFrame(tx: Tx): Promise<WalkFrame> {
  const { dropPlace } = await policies(tx);
  const span = await tx.db
    .selectFrom('location')
    .select((eb) => [eb.fn.min('yMm').as('front'), eb.fn.max('yMm').as('back')])
    .where('site', '=', tx.site)
    .where('kind', '=', 'pick')
    .executeTakeFirst();
  const drop = await tx.db
    .selectFrom('location')
    .select(['xMm', 'yMm'])
    .where('site', '=', tx.site)
    .where('location', '=', dropPlace)
    .executeTakeFirst();
  // Cross-aisles lie a metre outside the first and the last place of the aisles.
  const frontYMm = Number(span?.front ?? 0) - 1_000;
  const backYMm = Number(span?.back ?? 0) + 1_000;
  return { start: { xMm: drop?.xMm ?? 0, yMm: drop?.yMm ?? frontYMm }, frontYMm, backYMm };
}

/** A second task like this one, still without places and lines. */
export async function copyTask(tx: Tx, task: number): Promise<number> {
  const fresh = await nextNumber(tx, 'task');
  await sql`insert into pick_task (site, task, wave, state, mode, takes_cart, zone, wall, cut_off_at, priority, places, lines, units, walk_mm, x_mm_first, y_mm_first)
    select site, ${fresh}::int, wave, 'planned', mode, takes_cart, zone, wall, cut_off_at, priority, places, lines, units, walk_mm, x_mm_first, y_mm_first
    from pick_task where site = ${tx.site} and task = ${task}`.execute(tx.db);
  return fresh;
}

/** Places on the cart that the task has; none without a cart. */
export async function cartPlaces(tx: Tx, task: number): Promise<number> {
  const row = await tx.db
    .selectFrom('cart')
    .select('places')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .executeTakeFirst();
  return row?.places ?? 0;
}

export async function addPlace(
  tx: Tx,
  task: number,
  place: number,
  { shipment, carton }: { shipment: number | null; carton: string | null },
): Promise<void> {
  await tx.db
    .insertInto('taskPlace')
    .values({ site: tx.site, task, place, shipment, carton, tote: null, arriving: null })
    .execute();
}

/**
 * What is still to be taken of these lines goes to another place or task. A line that nothing happened to moves as it is; of the
 * others a new line is cut, and what was done to the old one ends it. Returns the line that goes on, by its old number.
 */
export async function moveRest(
  tx: Tx,
  task: number,
  moved: readonly { line: number; units: number; isWhole: boolean }[],
  to: { task: number; place: number },
): Promise<Map<number, number>> {
  const goesOn = new Map<number, number>();
  for (const { line, units, isWhole } of moved) {
    const { last } = await tx.db
      .selectFrom('pickLine')
      .select((eb) => eb.fn.max('line').as('last'))
      .where('site', '=', tx.site)
      .where('task', '=', to.task)
      .executeTakeFirstOrThrow();
    const fresh = isWhole && to.task === task ? line : Number(last ?? 0) + 1;
    goesOn.set(line, fresh);
    if (isWhole) {
      await tx.db
        .updateTable('pickLine')
        .set({ task: to.task, place: to.place, line: fresh })
        .where('site', '=', tx.site)
        .where('task', '=', task)
        .where('line', '=', line)
        .execute();
      continue;
    }
    await sql`insert into pick_line (site, task, line, sequence, shipment, line_no, allocation, place, owner, sku, lot, location, requested, state)
      select site, ${to.task}::int, ${fresh}::int, sequence, shipment, line_no, allocation, ${to.place}::int, owner, sku, lot, location, ${units}::int, 'open'
      from pick_line where site = ${tx.site} and task = ${task} and line = ${line}`.execute(tx.db);
    await sql`update pick_line set requested = requested - ${units}::int, done_at = ${tx.now},
        state = case when picked = requested - ${units}::int then 'done' when shorted > 0 then 'short' when picked > 0 then 'done' else 'cancelled' end
      where site = ${tx.site} and task = ${task} and line = ${line}`.execute(tx.db);
  }
  await sql`update pick_task t set lines = (select count(*) from pick_line l where l.site = t.site and l.task = t.task)
    where t.site = ${tx.site} and t.task = any(${[task, to.task]}::int[])`.execute(tx.db);
  return goesOn;
}

/** Gives places of a task that nobody has begun other numbers, here or on another task, and their lines with them. */
export async function movePlaces(
  tx: Tx,
  task: number,
  moves: { place: number; toTask: number; toPlace: number }[],
): Promise<void> {
  const [from, tasks, places] = [
    moves.map((move) => move.place),
    moves.map((move) => move.toTask),
    moves.map((move) => move.toPlace),
  ];
  const target = sql`unnest(${from}::int[], ${tasks}::int[], ${places}::int[]) as m (place, to_task, to_place)`;
  // Numbers change hands: below zero none is in another's way.
  await sql`update task_place set place = -place where site = ${tx.site} and task = ${task}`.execute(tx.db);
  await sql`update task_place t set task = m.to_task, place = m.to_place from ${target}
    where t.site = ${tx.site} and t.task = ${task} and t.place = -m.place`.execute(tx.db);
  await sql`update pick_line l set task = m.to_task, place = m.to_place from ${target}
    where l.site = ${tx.site} and l.task = ${task} and l.place = m.place`.execute(tx.db);
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

/** The stops of a task that are still to be walked to. */
export async function openStops(tx: Tx, task: number) {
  const rows = await tx.db
    .selectFrom('pickLine')
    .innerJoin('location', (join) =>
      join.onRef('location.site', '=', 'pickLine.site').onRef('location.location', '=', 'pickLine.location'),
    )
    .select([
      'pickLine.line',
      'pickLine.allocation',
      'pickLine.location',
      'location.zone',
      'location.aisle',
      'location.xMm',
      'location.yMm',
    ])
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.task', '=', task)
    .where('pickLine.state', '=', 'open')
    .orderBy('pickLine.line')
    .execute();
  return rows.map((row) => ({ ...row, aisle: `${row.zone}/${row.aisle}` }));
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

/** Operators who have a walk of their own. */
export async function busyOperators(tx: Tx): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('pickTask')
    .select('operator')
    .where('site', '=', tx.site)
    .where('state', 'in', ['claimed', 'picking', 'unreachable'])
    .where('operator', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.operator ?? ''));
}

/** Walks whose totes with goods for a shipment, or for which they are to come, have not been dropped. */
export async function openTasksOf(tx: Tx, shipment: number): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('pickLine')
    .innerJoin('taskPlace', (join) =>
      join
        .onRef('taskPlace.site', '=', 'pickLine.site')
        .onRef('taskPlace.task', '=', 'pickLine.task')
        .onRef('taskPlace.place', '=', 'pickLine.place'),
    )
    .select('pickLine.task')
    .distinct()
    .where('pickLine.site', '=', tx.site)
    .where('pickLine.shipment', '=', shipment)
    .where('taskPlace.dropped', '=', false)
    .orderBy('pickLine.task')
    .execute();
  return rows.map((row) => row.task);
}

export async function linesOfShipment(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('pickLine')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('task')
    .orderBy('line')
    .execute();
}

export async function insertPutBack(
  tx: Tx,
  row: {
    shipment: number;
    lineNo: number;
    owner: string;
    sku: string;
    lot: string;
    units: number;
    fromPlace: string;
    toLocation: string;
    isDamaged: boolean;
  },
): Promise<number> {
  const putBack = await nextNumber(tx, 'put_back');
  await tx.db
    .insertInto('putBack')
    .values({ site: tx.site, putBack, ...row, state: 'open', operator: null, at: tx.now, doneAt: null })
    .execute();
  return putBack;
}

/** Units of open put-backs that come from this place. */
export async function waitsToGoBack(
  tx: Tx,
  from: { place: string; owner: string; sku: string; lot: string },
): Promise<number> {
  const row = await tx.db
    .selectFrom('putBack')
    .select((eb) => eb.fn.sum<number>('units').as('units'))
    .where('site', '=', tx.site)
    .where('fromPlace', '=', from.place)
    .where('owner', '=', from.owner)
    .where('sku', '=', from.sku)
    .where('lot', '=', from.lot)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return Number(row?.units ?? 0);
}

export async function lockPutBack(tx: Tx, putBack: number) {
  return tx.db
    .selectFrom('putBack')
    .selectAll()
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .forUpdate()
    .executeTakeFirst();
}

export async function shipmentOfPutBack(tx: Tx, putBack: number): Promise<number | null> {
  const row = await tx.db
    .selectFrom('putBack')
    .select('shipment')
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .executeTakeFirst();
  return row?.shipment ?? null;
}

export async function changePutBack(
  tx: Tx,
  putBack: number,
  change: { units?: number; isDamaged?: boolean; toLocation?: string },
): Promise<void> {
  await tx.db
    .updateTable('putBack')
    .set(change)
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .execute();
}

export async function donePutBack(tx: Tx, putBack: number): Promise<void> {
  await tx.db
    .updateTable('putBack')
    .set({ state: 'done', operator: tx.operator ?? null, doneAt: tx.now })
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .execute();
}

export async function totesOfShipment(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('tote')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('tote')
    .forUpdate()
    .execute();
}

/** The cubby of a put wall in which a shipment's goods come together. */
export async function lockCubbyOf(tx: Tx, shipment: number): Promise<string | null> {
  const row = await tx.db
    .selectFrom('cubby')
    .select('cubby')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .forUpdate()
    .executeTakeFirst();
  return row?.cubby ?? null;
}

/** A cubby is kept for its shipment while something lies in it or is still to come. */
export async function freeEmptyCubbies(tx: Tx, shipments: readonly number[]): Promise<void> {
  await sql`update cubby c set shipment = null from shipment s
    where c.site = ${tx.site} and c.shipment = any(${shipments}::int[]) and s.site = c.site and s.shipment = c.shipment
      and s.stage not in ('released', 'picking')
      and not exists (select from stock_balance b where b.site = c.site and b.place = 'cubby:' || c.cubby and b.on_hand > 0)`.execute(
    tx.db,
  );
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

export interface Share {
  task: number;
  line: number;
  tote: string;
  shipment: number;
  lineNo: number;
  owner: string;
  sku: string;
  lot: string;
  /** Where it was picked. */
  location: string;
  /** Units that still lie there for this order. */
  units: number;
  /** Else its walk is not over yet. */
  isDropped: boolean;
}

const shares = sql`
  select l.task, l.line, p.tote, l.shipment, l.line_no, l.owner, l.sku, l.lot, l.location, l.picked - l.sorted - l.back as units, p.dropped as is_dropped
  from pick_line l
  join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
  join shipment s on s.site = l.site and s.shipment = l.shipment
  where p.shipment is null and p.tote is not null and l.picked > l.sorted + l.back`;

export async function sharesOf(tx: Tx, shipment: number): Promise<Share[]> {
  const { rows } = await sql<Share>`${shares} and l.site = ${tx.site} and l.shipment = ${shipment}
    order by l.task, l.line for update of l`.execute(tx.db);
  return rows;
}

/** The last walk that used a tote says what it is; the most urgent order's shares come first. */
export async function sharedTote(tx: Tx, tote: string) {
  const last = await tx.db
    .selectFrom('taskPlace')
    .innerJoin('pickTask', (join) =>
      join.onRef('pickTask.site', '=', 'taskPlace.site').onRef('pickTask.task', '=', 'taskPlace.task'),
    )
    .innerJoin('tote', (join) =>
      join.onRef('tote.site', '=', 'taskPlace.site').onRef('tote.tote', '=', 'taskPlace.tote'),
    )
    .select(['pickTask.task', 'pickTask.mode', 'pickTask.wall', 'taskPlace.place'])
    .where('taskPlace.site', '=', tx.site)
    .where('taskPlace.tote', '=', tote)
    .where('taskPlace.shipment', 'is', null)
    .where('taskPlace.dropped', '=', true)
    .where('tote.state', 'in', ['dropped', 'packing'])
    .where('tote.shipment', 'is', null)
    .orderBy('pickTask.task', 'desc')
    .executeTakeFirst();
  if (last === undefined || (last.mode !== 'batch' && last.mode !== 'putwall' && last.mode !== 'singles'))
    return null;
  const { rows } =
    await sql<Share>`${shares} and l.site = ${tx.site} and l.task = ${last.task} and l.place = ${last.place}
    order by s.cut_off_at, l.shipment, l.line`.execute(tx.db);
  return { mode: last.mode, wall: last.wall, shares: rows };
}

/** The shipments that have something in a shared tote, unlocked. */
export async function shipmentsInTote(tx: Tx, tote: string): Promise<number[]> {
  const { rows } = await sql<Share>`${shares} and l.site = ${tx.site} and p.tote = ${tote}`.execute(tx.db);
  return [...new Set(rows.map((row) => row.shipment))];
}

/** A tote in which something lies again, if nobody has used it for something else since `task` left it. */
export async function fillAgain(tx: Tx, tote: string, task: number): Promise<boolean> {
  const filled = await tx.db
    .updateTable('tote')
    .set({ state: 'dropped' })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', 'in', ['free', 'dropped'])
    .where('shipment', 'is', null)
    .where(
      sql<boolean>`${task} = (select max(p.task) from task_place p where p.site = ${tx.site} and p.tote = ${tote})`,
    )
    .executeTakeFirst();
  return filled.numUpdatedRows === 1n;
}

export async function addToShare(
  tx: Tx,
  share: Pick<Share, 'task' | 'line'>,
  delta: { sorted?: number; back?: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set({ sorted: sql`sorted + ${delta.sorted ?? 0}`, back: sql`back + ${delta.back ?? 0}` })
    .where('site', '=', tx.site)
    .where('task', '=', share.task)
    .where('line', '=', share.line)
    .execute();
}

export async function lockTote(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .selectFrom('tote')
    .select('tote')
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .forUpdate()
    .execute();
}

export async function freeDropped(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .updateTable('tote')
    .set({ state: 'free', shipment: null, task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', 'in', ['dropped', 'packing'])
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

export async function setLot(
  tx: Tx,
  task: number,
  line: number,
  to: { lot: string; allocation: number },
): Promise<void> {
  await tx.db
    .updateTable('pickLine')
    .set(to)
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('line', '=', line)
    .execute();
}

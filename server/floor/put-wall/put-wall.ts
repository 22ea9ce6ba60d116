import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import type { SortView } from '../../protocol/views.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as stock from '../stock/stock.ts';
import { isAnythingLeft, nextSort, type SortFacts } from './next-sort.ts';
import * as store from './put-wall.store.ts';
import { sortViewOf } from './put-wall.views.ts';
import { takeSortScan, tooMany, type SortHappened } from './take-sort-scan.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

interface Sorter {
  operator: string;
}

/** What somebody at a put wall sees and is asked now. */
export async function sortFor(tx: Tx, operator: string): Promise<SortView> {
  return sortViewOf(tx.db, tx.site, operator);
}

/** Any scan at a put wall: wall, tote, item, cubby, surplus place. */
export async function sortScan(tx: Tx, body: CommandBody<'SortScan'>, sorter: Sorter): Promise<Outcome> {
  const scan = await picking.tellApart(tx, picking.readFloorScan(body.scan));
  const { work, facts } = await begin(tx, sorter);
  const outcome = takeSortScan(facts, scan, await store.scanFacts(tx, scan, facts));
  return isRefused(outcome) ? outcome : apply(tx, work, facts, outcome);
}

/** A wall chosen on the screen. */
export async function chooseWall(tx: Tx, body: CommandBody<'ChooseWall'>, sorter: Sorter): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  if (!(await store.walls(tx)).some((wall) => wall.wall === body.wall))
    return refuse('WALL_UNKNOWN', { scanned: body.wall });
  if (facts.hand !== null) return refuse('SORT_HAND_FULL', { sku: facts.hand.sku, name: facts.hand.name });
  return apply(tx, work, facts, { type: 'WallChosen', wall: body.wall });
}

/** How many of the scanned item were taken out of the tote. */
export async function enterSorted(
  tx: Tx,
  body: CommandBody<'EnterSorted'>,
  sorter: Sorter,
): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  const next = nextSort(facts);
  if (next.step !== 'quantity') return refuse('NOTHING_TO_ANSWER');
  if (body.units > next.share.units) return tooMany(facts, next.share.units, next.cubby, body.units);
  if (body.units === 0) return apply(tx, work, facts, { type: 'HandEmptied' });
  return apply(tx, work, facts, {
    type: 'ItemTaken',
    share: { ...next.share, cubby: next.cubby },
    units: body.units,
    mode: 'quantity',
  });
}

/** The button in place of the cubby's label, or of the surplus place's, where the site allows it. */
export async function confirmPut(tx: Tx, sorter: Sorter): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  const next = nextSort(facts);
  if (next.step === 'surplus') return apply(tx, work, facts, { type: 'SurplusPut' });
  if (next.step !== 'put') return refuse('NOTHING_TO_ANSWER');
  const { cubbyConfirm } = await picking.policies(tx);
  if (cubbyConfirm === 'scan') return refuse('SORT_SCAN_CUBBY', { expected: next.hand.cubby });
  return apply(tx, work, facts, { type: 'UnitsPut' });
}

/** "Nothing is left in the tote": asked once more, with what should be there, before the orders go without. */
export async function sayToteEmpty(
  tx: Tx,
  body: CommandBody<'SayToteEmpty'>,
  sorter: Sorter,
): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  const next = nextSort(facts);
  if (next.step === 'empty' && body.isEmpty) return apply(tx, work, facts, { type: 'ToteEmptied' });
  if (next.step !== 'item' && next.step !== 'empty') return refuse('NOTHING_TO_ANSWER');
  await store.changeWork(tx, work.operator, { asksEmpty: body.isEmpty, lastPut: null });
  await changed(tx, work.operator);
  return {};
}

/** The unit in the hand goes back into the tote, or the last put out of its cubby, once. */
export async function undoSort(tx: Tx, sorter: Sorter): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  if (facts.hand !== null) return apply(tx, work, facts, { type: 'HandEmptied' });
  const put = work.lastPut;
  if (put === null || put.tote !== work.tote) return refuse('NOTHING_TO_UNDO');
  const [shipment] = await orders.lockShipments(tx, [put.shipment]);
  if (shipment?.stage !== 'picking' && shipment?.stage !== 'picked') return refuse('NOTHING_TO_UNDO');
  const isStillThere = (await picking.goodsOf(tx, put.shipment)).some(
    (row) => row.place === stock.place.cubby(put.cubby),
  );
  if (!isStillThere || !(await picking.returnShare(tx, put, put.units, stock.place.cubby(put.cubby))))
    return refuse('NOTHING_TO_UNDO');
  if (shipment.stage === 'picked') await orders.setStage(tx, put.shipment, 'picking');
  await store.changeWork(tx, work.operator, { lastPut: null, asksEmpty: false });
  await changed(tx, work.operator, ['benches']);
  return {};
}

/** Steps away from the tote; whoever opens it next goes on. */
export async function leaveTote(tx: Tx, sorter: Sorter): Promise<Outcome> {
  const { work, facts } = await begin(tx, sorter);
  if (facts.hand !== null) return refuse('SORT_HAND_FULL', { sku: facts.hand.sku, name: facts.hand.name });
  await store.changeWork(tx, work.operator, {
    ...(work.tote === null ? { wall: null } : {}),
    tote: null,
    asksEmpty: false,
    lastPut: null,
  });
  await changed(tx, work.operator);
  return {};
}

/** Locks in house order: the person's own row, the orders with goods in the tote, the tote. */
async function begin(tx: Tx, sorter: Sorter): Promise<{ work: store.Work; facts: SortFacts }> {
  const work = await store.lockWork(tx, sorter.operator);
  await store.lockTote(tx, work);
  return { work, facts: await store.factsOf(tx, work) };
}

async function apply(
  tx: Tx,
  work: Readonly<store.Work>,
  facts: Readonly<SortFacts>,
  event: SortHappened,
): Promise<Outcome> {
  const { operator } = work;
  switch (event.type) {
    case 'WallChosen':
      await store.changeWork(tx, operator, { wall: event.wall, tote: null, asksEmpty: false, lastPut: null });
      break;
    case 'ToteOpened':
      await store.changeWork(tx, operator, {
        wall: event.wall,
        tote: event.tote,
        asksEmpty: false,
        lastPut: null,
      });
      break;
    case 'ToteEmptied':
      await emptied(tx, work, facts);
      break;
    case 'ItemTaken': {
      const { share, units, mode } = event;
      const near = work.lastPut?.cubby ?? null;
      const cubby = await store.openCubby(tx, facts.wall ?? '', { ...share, near });
      if (cubby === null) return refuse('WALL_FULL', { wall: facts.wall });
      const { task, line, shipment, sku, name } = share;
      const order = { task, line, shipment, sku, name, cubby };
      await store.changeWork(tx, operator, {
        wall: facts.wall,
        hand: mode === 'asked' ? { kind: 'asked', ...order } : { kind: 'share', units, mode, ...order },
        asksEmpty: false,
        lastPut: null,
      });
      break;
    }
    case 'UnitsCounted':
      if (work.hand?.kind !== 'share')
        throw new Error('expected a counted unit to be another one in the hand');
      await store.changeWork(tx, operator, { hand: { ...work.hand, units: event.units } });
      break;
    case 'SurplusTaken':
      await store.changeWork(tx, operator, { hand: event.hand, lastPut: null });
      break;
    case 'UnitsPut':
      return put(tx, work, facts);
    case 'SurplusPut':
      await setAside(tx, work, facts);
      break;
    case 'HandEmptied':
      await store.changeWork(tx, operator, { hand: null });
      break;
    default:
      throw new Error(`unknown event ${JSON.stringify(event satisfies never)}`);
  }
  await changed(tx, operator);
  return {};
}

/** Units go from the tote into the order's cubby, in every ledger; the last of them make the order ready for packing. */
async function put(tx: Tx, work: Readonly<store.Work>, facts: Readonly<SortFacts>): Promise<Outcome> {
  const next = nextSort(facts);
  if (next.step !== 'put' || work.tote === null) throw new Error('expected a put with units in the hand');
  const { task, line, shipment, cubby, units } = next.hand;
  const share = (await picking.sharesOf(tx, shipment)).find((one) => one.task === task && one.line === line);
  if (share === undefined) throw new Error(`expected line ${line} of task ${task} in tote ${work.tote}`);
  await picking.takeShare(tx, share, units, stock.place.cubby(cubby), 'sort');
  const isWhole = (await picking.sharesOf(tx, shipment)).length === 0;
  if (isWhole) await picking.settle(tx, [shipment]);
  const left = {
    shares: facts.shares.map((one) =>
      one.task === task && one.line === line ? { ...one, units: one.units - units } : one,
    ),
  };
  const isDone = !facts.looksIntoTote && !isAnythingLeft(left);
  await store.changeWork(tx, work.operator, {
    hand: null,
    tote: isDone ? null : work.tote,
    lastPut: { task, line, shipment, tote: work.tote, cubby, units },
  });
  await changed(tx, work.operator, ['wall', 'desk']);
  const [order] = await orders.lockShipments(tx, [shipment]);
  return { result: { cubby, isComplete: order?.stage === 'picked' } };
}

/** Nothing is left in the tote: what should have been is short, except what another sorter has in the hand. */
async function emptied(tx: Tx, work: Readonly<store.Work>, facts: Readonly<SortFacts>): Promise<void> {
  if (work.tote === null) throw new Error('expected a tote that was found empty');
  const shared = await picking.sharedTote(tx, work.tote);
  const short = new Set<number>();
  for (const { task, line, units } of facts.shares) {
    const share = shared?.shares.find((one) => one.task === task && one.line === line);
    if (share === undefined || units <= 0) continue;
    await picking.shortShare(tx, share, units);
    short.add(share.shipment);
  }
  if (short.size > 0) await picking.settle(tx, [...short]);
  await store.changeWork(tx, work.operator, { tote: null, asksEmpty: false, lastPut: null });
}

/** A unit that is nobody's here lies in the surplus place, on hold, and a lead is told. */
async function setAside(tx: Tx, work: Readonly<store.Work>, facts: Readonly<SortFacts>): Promise<void> {
  const { hand } = facts;
  if (hand?.kind !== 'surplus') throw new Error('expected a surplus unit in the hand');
  const { problemPlace } = await picking.policies(tx);
  const { owner, sku, lot, units } = hand;
  await stock.setAside(
    tx,
    { owner, sku, lot, units, location: problemPlace, reason: 'found at the put wall' },
    facts.wall ?? '',
  );
  await store.changeWork(tx, work.operator, { hand: null });
}

async function changed(
  tx: Tx,
  operator: string,
  more: readonly ('wall' | 'desk' | 'benches')[] = [],
): Promise<void> {
  await append(tx, [
    { type: 'SortChanged', topics: [`operator:${operator}`, 'sorting', ...more], data: { operator } },
  ]);
}

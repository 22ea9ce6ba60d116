import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cubbyCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, holdOrder, putOrder } from '../../server/floor/changes/changes.ts';
import { dueHolds, serveHold } from '../../server/floor/picking/picking.ts';
import { adjust } from '../../server/floor/stock/stock.ts';
import { startTimers } from '../../server/floor/timers.ts';
import { demoClock } from '../../server/platform/clock.ts';
import { json } from '../../server/platform/db/database.ts';
import type { PickMode } from '../../server/protocol/prompts.ts';
import { brokenIn } from '../setup/broken-in.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse, type Warehouse } from '../setup/warehouse.ts';
import { withWall } from '../put-wall/picked-batch.ts';
import { asked, walker } from './walk.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const log = pino({ level: 'silent' });
const caller = { hub: 'hub', owner: 'main' };
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const until = after(15);

/** A site that waits a quarter of an hour; an order asks two mugs and two boxes, and there is one mug on the shelf by the ledger less. */
async function waiting(site: string, mode: PickMode = 'discrete', lines: [string, number][] = order) {
  const w = await warehouse(db.database, site);
  await holding15(w, mode);
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 2);
  await w.holding('A-01-09', 'BOX', 50);
  await w.order('o1', lines);
  await w.release();
  return w;
}
/** The site waits a quarter of an hour, or not at all. */
async function holding15(w: Warehouse, pickMode?: PickMode, shortHoldMinutes = 15): Promise<void> {
  const { policies } = await w
    .read()
    .selectFrom('site')
    .select('policies')
    .where('site', '=', w.site)
    .executeTakeFirstOrThrow();
  await w.tx((tx) =>
    tx.db
      .updateTable('site')
      .set({ policies: json({ ...policies, shortHoldMinutes, pickMode: pickMode ?? policies.pickMode }) })
      .where('site', '=', w.site)
      .execute(),
  );
}

const order: [string, number][] = [
  ['MUG', 2],
  ['BOX', 2],
];

/** The picker takes what is there and finds no mug; the rest of the walk is done up to the drop. */
async function shorted(w: Warehouse, found = 0) {
  const me = walker(w, 'picker', ['T-01', 'T-02', 'T-03']);
  let prompt = await me.to('ScanLocation');
  while (prompt.kind === 'ScanLocation' && prompt.sku !== 'MUG')
    prompt = await me.to('ScanLocation', await takeLine(me, prompt));
  if (prompt.kind !== 'ScanLocation') throw new Error(`expected the mugs, got ${prompt.kind}`);
  await me.scan(locationCode(prompt.location));
  const reply = await w.send('picker', 'ReportShort', { reason: 'not_enough', found });
  return { me, reply };
}

async function takeLine(me: ReturnType<typeof walker>, prompt: { kind: string }) {
  const put = await me.to('PutInTote', prompt as never);
  if (put.kind !== 'PutInTote') throw new Error(put.kind);
  return asked(await me.scan(toteCode(put.tote)));
}

/** The timer's work. Returns the orders that something was done for. */
async function serve(w: Warehouse): Promise<string[]> {
  const { shipments } = await w.tx(dueHolds);
  for (const shipment of shipments) await w.tx((tx) => serveHold(tx, shipment));
  const rows = await w
    .read()
    .selectFrom('shipment')
    .select(['shipment', 'orderNumber'])
    .where('site', '=', w.site)
    .execute();
  return shipments.map((one) => rows.find((row) => row.shipment === one)?.orderNumber ?? '');
}

async function numberOf(w: Warehouse, orderNumber = 'o1'): Promise<number> {
  const row = await w
    .read()
    .selectFrom('shipment')
    .select('shipment')
    .where('site', '=', w.site)
    .where('orderNumber', '=', orderNumber)
    .executeTakeFirstOrThrow();
  return row.shipment;
}

const receive = (w: Warehouse, units: number, sku = 'MUG', location = 'A-01-06') =>
  w.tx((tx) => adjust(tx, 'main', { sku, location, units, kind: 'receipt', reason: 'found' } as never));

async function state(w: Warehouse) {
  const lines = await w
    .read()
    .selectFrom('shipmentLine')
    .select(['requested', 'cancelled', 'shorted', 'allocated', 'picked'])
    .where('site', '=', w.site)
    .orderBy('lineNo')
    .orderBy('shipment')
    .execute();
  const { stage } = await w
    .read()
    .selectFrom('shipment')
    .select('stage')
    .where('site', '=', w.site)
    .executeTakeFirstOrThrow();
  const held = await w
    .read()
    .selectFrom('shortHold')
    .select(['lineNo', 'units', 'until'])
    .where('site', '=', w.site)
    .orderBy('lineNo')
    .execute();
  return { stage, lines, held };
}
/** A service that leaves before the standard one. */
async function early(w: Warehouse, cutOff: string): Promise<void> {
  await w.tx((tx) =>
    tx.db
      .insertInto('carrierService')
      .values({
        site: w.site,
        service: 'early',
        carrier: 'DHL',
        name: 'DHL',
        lane: '3',
        cutOff,
        weekdays: '1234567',
        isDefault: false,
        numberKind: 'ups_1z',
        numberPrefix: '12345603',
        lastSerial: 19_999,
      })
      .execute(),
  );
}
const mugs = (s: Awaited<ReturnType<typeof state>>) => s.lines[0];

const openOf = (w: Warehouse, kind: string) =>
  w
    .read()
    .selectFrom('exception')
    .select(['ref', 'data'])
    .where('site', '=', w.site)
    .where('kind', '=', kind as never)
    .where('state', '=', 'open')
    .execute();

const told = async (w: Warehouse) =>
  (
    await w
      .read()
      .selectFrom('journal')
      .select('type')
      .where('site', '=', w.site)
      .where('type', '=', 'order.short')
      .execute()
  ).length;

test('[PK100] [PK103] [PA40] [EX20] what no other place has is not shorted: the tote is put on hold at the drop, and nobody packs it', async () => {
  const w = await waiting('hold');
  const { me, reply } = await shorted(w);
  expect(reply).toMatchObject({ ok: true, result: { gap: 2, held: 2, shorted: 0 } });
  expect(await state(w)).toMatchObject({
    lines: [{ requested: 2, shorted: 0, picked: 0, allocated: 0 }, { allocated: 2 }],
    held: [{ lineNo: 1, units: 2, until }],
  });
  expect(await told(w)).toBe(0);
  expect(await me.to('ScanDrop')).toMatchObject({
    held: [{ tote: 'T-01', orderNumber: 'o1', units: 2, until: until.toISOString() }],
  });
  await me.scan(locationCode('DROP-1'));
  expect(await state(w)).toMatchObject({ stage: 'picking', lines: [{ shorted: 0 }, { picked: 2 }] });
  w.at(after(2));
  expect(await w.send('packer', 'PackScan', { scan: toteCode('T-01') })).toMatchObject({
    ok: false,
    refusal: 'PACK_TOTE_HELD',
    data: { scanned: 'T-01', shipment: await numberOf(w), units: 2, minutes: 13 },
    bench: { waiting: 0, held: [{ tote: 'T-01', orderNumber: 'o1', units: 2, until: until.toISOString() }] },
  });
  const [card] = await w
    .read()
    .selectFrom('exception')
    .select('exception')
    .where('site', '=', w.site)
    .where('kind', '=', 'held')
    .where('state', '=', 'open')
    .execute();
  expect(
    await w.send('lead', 'ResolveException', { exception: card?.exception ?? 0, resolution: 'looked' }),
  ).toMatchObject({ refusal: 'EXCEPTION_WAITS' });
  expect(await openOf(w, 'held')).toMatchObject([
    {
      ref: `${await numberOf(w)}/1`,
      data: { shipment: await numberOf(w), units: 2, sku: 'MUG', until: until.toISOString() },
    },
  ]);
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK100] a site that says nothing shorts at once', async () => {
  const w = await waiting('at_once');
  await holding15(w, 'discrete', 0);
  expect((await shorted(w)).reply).toMatchObject({ result: { held: 0, shorted: 2 } });
  expect(await state(w)).toMatchObject({ lines: [{ shorted: 2 }, {}], held: [] });
});

test('[PK104] stock that turns up while the walk is on its way is pushed into it', async () => {
  const w = await waiting('on_walk');
  const { me } = await shorted(w);
  await me.to('ScanDrop');
  expect(await serve(w)).toEqual([]);
  await receive(w, 5);
  expect(await serve(w)).toEqual(['o1']);
  const next = await me.getWork();
  expect(next).toMatchObject({ kind: 'ScanLocation', location: 'A-01-06', take: 2 });
  expect(await openOf(w, 'held')).toEqual([]);
  expect(await me.to('ScanDrop', next)).toMatchObject({ held: [] });
  await me.to('GetWork');
  expect(await state(w)).toMatchObject({
    stage: 'picked',
    lines: [{ picked: 2, shorted: 0 }, {}],
    held: [{ units: 0 }],
  });
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK105] stock that turns up later is fetched for the tote that waits, and says so; then the tote is packed', async () => {
  const w = await waiting('fetch');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  await receive(w, 5);
  await serve(w);
  const prompt = await me.getWork();
  expect(prompt).toMatchObject({
    kind: 'ScanTote',
    tote: 'T-01',
    at: 'DROP-1',
    lines: 1,
    why: { code: 'completes', orderNumber: 'o1', tote: 'T-01' },
  });
  expect(await me.scan(toteCode('T-02'))).toMatchObject({ refusal: 'FETCH_WRONG_TOTE' });
  expect(await w.send('packer', 'PackScan', { scan: toteCode('T-01') })).toMatchObject({
    refusal: 'PACK_TOTE_NOT_READY',
  });
  me.kinds.length = 0;
  await me.to('GetWork', prompt);
  expect(me.kinds).toEqual(['ScanTote', 'ScanLocation', 'ScanItem', 'ScanItem', 'PutInTote', 'ScanDrop']);
  expect(await state(w)).toMatchObject({ stage: 'picked', lines: [{ picked: 2 }, { picked: 2 }] });
  expect(await w.send('packer', 'PackScan', { scan: toteCode('T-01') })).toMatchObject({
    ok: true,
    bench: { prompt: { kind: 'ScanUnit' }, shipment: { requestedUnits: 4 } },
  });
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK105] of several orders that wait the one that leaves first gets what turned up', async () => {
  const w = await waiting('first');
  await early(w, '14:00');
  await w.holding('A-01-03', 'MUG', 2);
  await w.order('o2', order, { service: 'early' });
  await w.release();
  for (let walk = 0; walk < 2; walk++) {
    const { me } = await shorted(w);
    await me.to('ScanDrop');
    await me.scan(locationCode('DROP-1'));
  }
  await receive(w, 2);
  expect(await serve(w)).toEqual(['o2', 'o1']);
  const held = await w
    .read()
    .selectFrom('shortHold')
    .select(['shipment', 'units'])
    .where('site', '=', w.site)
    .orderBy('shipment')
    .execute();
  expect(held.map((row) => row.units)).toEqual([2, 0]);
});

test('[PK101] an order that is to leave earlier waits no longer than leaves time to pack it', async () => {
  const w = await waiting('earlier');
  await early(w, '12:20');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  const changed = await w.order('o1', order, { revision: 2, service: 'early' });
  expect(changed).toMatchObject({ outcome: 'changed' });
  expect((await state(w)).held).toEqual([{ lineNo: 1, units: 2, until: after(5) }]);
});

test('[PK106] [PA40] [EX20] when the time is over the order goes without: shorted, told and asked about as without a wait', async () => {
  const w = await waiting('over');
  const { me } = await shorted(w, 1);
  await me.to('GetWork', await me.to('ScanDrop', await me.to('PutInTote')));
  w.at(after(14));
  expect(await serve(w)).toEqual([]);
  expect((await w.tx(dueHolds)).next).toEqual(until);
  w.at(until);
  expect(await serve(w)).toEqual(['o1']);
  expect(await state(w)).toMatchObject({
    stage: 'picked',
    lines: [{ picked: 1, shorted: 1 }, { picked: 2 }],
    held: [{ units: 0 }],
  });
  expect(await told(w)).toBe(1);
  expect(await openOf(w, 'held')).toEqual([]);
  expect(await openOf(w, 'short')).toMatchObject([
    { ref: `${await numberOf(w)}/1`, data: { units: 1, location: 'A-01-03' } },
  ]);
  expect(await serve(w)).toEqual([]);
  expect(await w.send('packer', 'PackScan', { scan: toteCode('T-01') })).toMatchObject({ ok: true });
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK106] an order of which nothing was found ends when its time is over', async () => {
  const w = await waiting('nothing', 'discrete', [['MUG', 2]]);
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  expect((await state(w)).stage).not.toBe('ended');
  w.at(until);
  await serve(w);
  expect(await state(w)).toMatchObject({ stage: 'ended', lines: [{ shorted: 2 }] });
});

test('[PK102] what was fetched and not found either waits for the rest of the same time', async () => {
  const w = await waiting('again');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  await receive(w, 2);
  w.at(after(6));
  await serve(w);
  const stop = await me.to('ScanItem', await me.getWork());
  expect(stop).toMatchObject({ kind: 'ScanItem', location: 'A-01-06' });
  expect(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 })).toMatchObject({
    result: { held: 2 },
    prompt: { kind: 'ScanDrop' },
  });
  expect((await state(w)).held).toEqual([{ lineNo: 1, units: 2, until }]);
  await receive(w, 2, 'MUG', 'A-01-07');
  await serve(w);
  await me.to('ScanItem', await me.getWork());
  w.at(until);
  expect(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 })).toMatchObject({
    result: { held: 0, shorted: 2 },
  });
  await me.to('GetWork', await me.getWork());
  expect(await state(w)).toMatchObject({ stage: 'picked', lines: [{ shorted: 2 }, { picked: 2 }] });
});

test('[PK107] a lead ends a wait; a picker and a packer may not, and nothing is ended twice', async () => {
  const w = await waiting('lead');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  for (const who of ['picker', 'packer'])
    expect(await w.send(who, 'EndShortHold', { shipment: await numberOf(w) })).toMatchObject({
      refusal: 'NOT_ALLOWED',
    });
  expect(await w.send('lead', 'EndShortHold', { shipment: await numberOf(w) })).toMatchObject({
    ok: true,
    result: { units: 2 },
  });
  expect(await state(w)).toMatchObject({ stage: 'picked', lines: [{ shorted: 2 }, {}] });
  expect(await w.send('lead', 'EndShortHold', { shipment: await numberOf(w) })).toMatchObject({
    refusal: 'HOLD_OVER',
  });
  expect(await w.send('lead', 'EndShortHold', { shipment: 99 })).toMatchObject({ refusal: 'HOLD_OVER' });
  const { endedBy } = await w
    .read()
    .selectFrom('shortHold')
    .select('endedBy')
    .where('site', '=', w.site)
    .executeTakeFirstOrThrow();
  expect(endedBy).toBe('lead');
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK108] a cancelled order waits for nothing, and its tote goes back', async () => {
  const w = await waiting('cancel');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  expect(
    await w.tx((tx) => cancelOrder(tx, caller, 'o1', { requestId: 'c', reason: 'customer' } as never)),
  ).toMatchObject({
    decision: 'accepted',
  });
  expect(await state(w)).toMatchObject({
    stage: 'ended',
    lines: [{ cancelled: 2, shorted: 0 }, { cancelled: 2 }],
  });
  expect(await openOf(w, 'held')).toEqual([]);
  expect(await openOf(w, 'put_back')).toHaveLength(1);
  await receive(w, 5);
  w.at(until);
  expect(await serve(w)).toEqual([]);
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK108] fewer units are taken first off what the order waits for, and the tote is free to be packed', async () => {
  const w = await waiting('fewer');
  const { me } = await shorted(w, 1);
  await me.to('GetWork', await me.to('ScanDrop', await me.to('PutInTote')));
  await w.tx((tx) =>
    putOrder(tx, caller, 'o1', {
      revision: 2,
      shipTo: {
        name: 'Ada Canary',
        address1: '1 High Street',
        postcode: 'LS1 1AA',
        city: 'Leeds',
        country: 'GB',
      },
      packRules: { mayShipPartial: 'quantities' },
      lines: [
        { lineId: 'l1', sku: 'MUG', quantity: 1 },
        { lineId: 'l2', sku: 'BOX', quantity: 2 },
      ],
    }),
  );
  expect(await state(w)).toMatchObject({
    stage: 'picked',
    lines: [{ requested: 2, cancelled: 1, shorted: 0, picked: 1 }, { picked: 2 }],
    held: [{ units: 0 }],
  });
  expect(await openOf(w, 'put_back')).toEqual([]);
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK108] an order that is cancelled while its tote is being completed: the tote comes back to the drop', async () => {
  const w = await waiting('midway');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  await receive(w, 5);
  await serve(w);
  await me.to('ScanLocation', await me.getWork());
  await w.tx((tx) => cancelOrder(tx, caller, 'o1', { requestId: 'c', reason: 'customer' } as never));
  expect(await me.getWork()).toMatchObject({ kind: 'LinesCancelled' });
  expect(asked(await w.send('picker', 'Acknowledge', {}))).toMatchObject({ kind: 'ScanDrop' });
  await me.to('GetWork');
  expect(
    await w
      .read()
      .selectFrom('tote')
      .select(['state', 'task'])
      .where('site', '=', w.site)
      .where('tote', '=', 'T-01')
      .execute(),
  ).toEqual([{ state: 'dropped', task: null }]);
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK109] an order that its hub holds is brought nothing, and its time goes on', async () => {
  const w = await waiting('stopped');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  await w.tx((tx) => holdOrder(tx, caller, 'o1', 'h1', 'fraud'));
  await receive(w, 5);
  await serve(w);
  expect((await state(w)).held).toMatchObject([{ units: 2 }]);
  w.at(until);
  await serve(w);
  expect(await state(w)).toMatchObject({ lines: [{ shorted: 2 }, {}] });
});

test('[PK110] what meets at a put wall waits in its cubby, and what turns up comes to the wall', async () => {
  const w = await withWall(db.database, 'wall');
  await holding15(w);
  await w.order('o1', [
    ['MUG', 1],
    ['BOX', 1],
  ]);
  await w.order('o2', [['BOX', 2]]);
  await w.release();
  const { me } = await shorted(w);
  const drop = await me.to('ScanDrop');
  expect(drop).toMatchObject({ pickMode: 'batch', held: [] });
  await me.to('GetWork', drop);
  const sort = async (text: string) => {
    const reply = await w.send('picker2', 'SortScan', { scan: text });
    if (!('sort' in reply) || reply.sort === undefined) throw new Error(JSON.stringify(reply));
    return reply.sort.prompt;
  };
  const sortTote = async (tote: string) => {
    let prompt = await sort(toteCode(tote));
    while (prompt.kind === 'ScanSortItem') {
      prompt = await sort(tote === 'T-01' ? 'BOX' : 'MUG');
      if (prompt.kind === 'EnterSortQuantity') throw new Error('one by one here');
      while (prompt.kind === 'PutInCubby') prompt = await sort(cubbyCode(prompt.cubby));
    }
  };
  await w.send('picker2', 'ChooseWall', { wall: 'WALL-1' });
  await sortTote('T-01');
  const cubbies = await w
    .read()
    .selectFrom('cubby')
    .select(['cubby', 'shipment'])
    .where('site', '=', 'wall')
    .where('shipment', 'is not', null)
    .execute();
  const shipment1 = await numberOf(w);
  const own = cubbies.find((row) => row.shipment === shipment1)?.cubby ?? '';
  expect(await w.send('packer', 'PackScan', { scan: cubbyCode(own) })).toMatchObject({
    refusal: 'PACK_TOTE_HELD',
    data: { scanned: own, units: 1 },
    bench: { held: [{ cubby: own, orderNumber: 'o1' }] },
  });
  await w.holding('A-01-06', 'MUG', 2);
  await serve(w);
  const prompt = await me.getWork();
  expect(prompt).toMatchObject({
    kind: 'ScanTote',
    pickMode: 'batch',
    tote: null,
    why: { code: 'completes' },
  });
  await me.to('GetWork', prompt);
  await sortTote('T-02');
  expect(await state(w)).toMatchObject({
    stage: 'picked',
    lines: [{ picked: 1, shorted: 0 }, { picked: 2 }, { picked: 1 }],
  });
  expect(await w.send('packer', 'PackScan', { scan: cubbyCode(own) })).toMatchObject({ ok: true });
  expect(await brokenIn(w)).toEqual([]);
});

test('[PK113] after a restart a wait ends when it would have ended', async () => {
  const w = await waiting('restart');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  const clock = demoClock();
  clock.set(after(1));
  const timers = startTimers({ database: db.database, clock, log, sites: () => [w.site] });
  try {
    await expect.poll(() => clock.nextDue()).not.toBeNull();
    await clock.moveTo(after(14));
    expect(await state(w)).toMatchObject({ held: [{ units: 2 }] });
    expect(clock.nextDue()?.getTime()).toBeLessThanOrEqual(until.getTime());
    await clock.moveTo(until);
    expect(await state(w)).toMatchObject({
      stage: 'picked',
      lines: [{ shorted: 2 }, {}],
      held: [{ units: 0 }],
    });
  } finally {
    timers.stop();
  }
});

test('[PK105] [PK113] stock is fetched when the journal tells of it, not when time comes round', async () => {
  const w = await waiting('heard');
  const { me } = await shorted(w);
  await me.to('GetWork', await me.to('ScanDrop'));
  const clock = demoClock();
  clock.set(after(1));
  const timers = startTimers({ database: db.database, clock, log, sites: () => [w.site] });
  try {
    await expect.poll(() => clock.nextDue()).not.toBeNull();
    await clock.moveTo(after(1));
    await receive(w, 5);
    await clock.moveTo(after(1));
    expect(await state(w)).toMatchObject({ held: [{ units: 2 }] });
    timers.heard([{ site: w.site, type: 'StockChanged' }]);
    await clock.moveTo(after(1));
    expect(await state(w)).toMatchObject({ held: [{ units: 0 }] });
    expect(await me.getWork()).toMatchObject({ kind: 'ScanTote', tote: 'T-01' });
  } finally {
    timers.stop();
  }
});

test('[PK111] stock and the end of the time at once: fetched or shorted, each unit once', async () => {
  for (let round = 0; round < 6; round++) {
    const w = await waiting(`race_end_${round}`);
    const shipment = await numberOf(w);
    const { me } = await shorted(w);
    await me.to('GetWork', await me.to('ScanDrop'));
    w.at(until);
    await Promise.all([
      receive(w, 1),
      w.tx((tx) => serveHold(tx, shipment)),
      w.tx((tx) => serveHold(tx, shipment)),
      w.send('lead', 'EndShortHold', { shipment: await numberOf(w) }),
    ]);
    await serve(w);
    await me.to('GetWork', await me.getWork());
    const now = await state(w);
    expect(now.held).toMatchObject([{ units: 0 }]);
    expect((mugs(now)?.shorted ?? 0) + (mugs(now)?.picked ?? 0)).toBe(2);
    expect(now.stage).toBe('picked');
    expect(await told(w)).toBe(1);
    expect(await brokenIn(w)).toEqual([]);
  }
});

test('[PK111] a cancellation, stock and the end of the time at once: the ledger stays exact', async () => {
  for (let round = 0; round < 6; round++) {
    const w = await waiting(`race_cancel_${round}`);
    const shipment = await numberOf(w);
    const { me } = await shorted(w);
    await me.to('GetWork', await me.to('ScanDrop'));
    await receive(w, 5);
    w.at(until);
    await Promise.all([
      w.tx((tx) => cancelOrder(tx, caller, 'o1', { requestId: 'c', reason: 'customer' } as never)),
      w.tx((tx) => serveHold(tx, shipment)),
      w.send('lead', 'EndShortHold', { shipment: await numberOf(w) }),
      w.send('picker', 'GetWork', {}),
    ]);
    await serve(w);
    await me.to('GetWork', await me.getWork());
    const now = await state(w);
    expect(now).toMatchObject({ stage: 'ended', held: [{ units: 0 }] });
    for (const line of now.lines) expect(line.cancelled + line.shorted).toBe(line.requested);
    expect(await brokenIn(w)).toEqual([]);
  }
});

test('[PK104] a walk whose cart is dropped just then is not given more: it is pushed in time or fetched', async () => {
  for (let round = 0; round < 6; round++) {
    const w = await waiting(`race_drop_${round}`);
    const shipment = await numberOf(w);
    const { me } = await shorted(w);
    await me.to('ScanDrop');
    await receive(w, 2);
    await Promise.all([w.tx((tx) => serveHold(tx, shipment)), me.scan(locationCode('DROP-1'))]);
    await me.to('GetWork', await me.getWork());
    expect(await state(w)).toMatchObject({
      stage: 'picked',
      lines: [{ picked: 2, shorted: 0 }, { picked: 2 }],
    });
    expect(await brokenIn(w)).toEqual([]);
  }
});

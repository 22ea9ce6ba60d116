import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boxCode, cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, putOrder } from '../../server/floor/changes/changes.ts';
import * as picking from '../../server/floor/picking/picking.ts';
import type { Policies } from '../../server/floor/site/site.entities.ts';
import { json } from '../../server/platform/db/database.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse, type Warehouse } from '../setup/warehouse.ts';
import { asked, walker } from './walk.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Two zones with a hand-over place between them, a put wall, and goods in both. */
async function site(name: string, pickMode: Policies['pickMode'], more: Partial<Policies> = {}) {
  const w = await warehouse(db.database, name);
  await w.tx(async (tx) => {
    const policies = await picking.policies(tx);
    await tx.db
      .updateTable('site')
      .set({ policies: json({ ...policies, pickMode, ...more }) })
      .where('site', '=', name)
      .execute();
    await tx.db
      .insertInto('zone')
      .values({ site: name, zone: 'B', name: 'Zone B', handOver: 'PASS-B' })
      .execute();
    const place = { site: name, checkDigits: '77', xMm: 9_000 };
    await tx.db
      .insertInto('location')
      .values([
        { ...place, location: 'B-02-01', zone: 'B', aisle: '02', yMm: 3_000 },
        { ...place, location: 'B-02-02', zone: 'B', aisle: '02', yMm: 4_000 },
        { ...place, location: 'PASS-B', zone: 'B', aisle: '00', yMm: 0, kind: 'drop' },
        { ...place, location: 'WALL-IN', zone: 'B', aisle: '00', yMm: 500, kind: 'drop' },
      ])
      .execute();
    await tx.db
      .insertInto('putWall')
      .values({ site: name, wall: 'W-1', name: 'Wall', rows: 1, columns: 4, dropPlace: 'WALL-IN' })
      .execute();
  });
  for (const sku of ['MUG', 'BOX', 'PEN']) await w.item(sku);
  await w.holding('A-01-03', 'MUG', 50);
  await w.holding('A-01-06', 'BOX', 50);
  await w.holding('B-02-01', 'PEN', 50);
  return w;
}

const stages = async (w: Warehouse) =>
  Object.fromEntries(
    (
      await w.read().selectFrom('shipment').select(['orderId', 'stage']).where('site', '=', w.site).execute()
    ).map((row) => [row.orderId, row.stage]),
  );
const inside = (w: Warehouse, place: string) =>
  w
    .read()
    .selectFrom('stockBalance')
    .select(['sku', 'onHand'])
    .where('site', '=', w.site)
    .where('place', '=', place)
    .where('onHand', '>', 0)
    .orderBy('sku')
    .execute();
const toteState = async (w: Warehouse, tote: string) =>
  (
    await w
      .read()
      .selectFrom('tote')
      .select('state')
      .where('site', '=', w.site)
      .where('tote', '=', tote)
      .executeTakeFirst()
  )?.state;
/** The order leaves this many hours before the others. */
const hurry = (w: Warehouse, orderId: string, hours: number) =>
  w.tx((tx) =>
    sql`update shipment set cut_off_at = cut_off_at - make_interval(hours => ${hours}::int)
      where site = ${w.site} and order_id = ${orderId}`.execute(tx.db),
  );
const linesOf = (w: Warehouse) =>
  w
    .read()
    .selectFrom('shipmentLine')
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site', '=', 'shipmentLine.site')
        .onRef('shipment.shipment', '=', 'shipmentLine.shipment'),
    )
    .select(['shipment.orderId', 'shipmentLine.sku', 'shipmentLine.picked', 'shipmentLine.shorted'])
    .where('shipmentLine.site', '=', w.site)
    .orderBy('shipment.orderId')
    .orderBy('shipmentLine.lineNo')
    .execute();
/** The whole order, or one unit of each of these lines. */
const cancel = (w: Warehouse, orderId: string, lines?: string[]) =>
  w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, orderId, {
      reason: 'x',
      ...(lines === undefined ? {} : { lines: lines.map((lineId) => ({ lineId, quantity: 1 })) }),
    }),
  );

test('[PK60] a discrete walk is one order in a carried tote, given without any free cart', async () => {
  const w = await site('discrete', 'discrete');
  await w.tx((tx) => tx.db.deleteFrom('cart').where('site', '=', 'discrete').execute());
  await w.order('o1', [
    ['MUG', 2],
    ['PEN', 1],
  ]);
  await w.order('o2', [['BOX', 1]]);
  expect(await w.release()).toMatchObject({ shipments: 2, tasks: 2 });
  const me = walker(w, 'picker', ['T-01', 'T-02']);
  expect(await me.getWork()).toMatchObject({
    kind: 'ScanTote',
    pickMode: 'discrete',
    cart: null,
    places: [1],
  });
  expect((await me.to('GetWork')).kind).toBe('GetWork');
  expect(me.kinds).not.toContain('ScanCart');
  expect(await stages(w)).toEqual({ o1: 'picked', o2: 'picked' });
});

test('[PK61] [PK2] in a batch the same goods of several orders are asked as one, and the put goes to each', async () => {
  const w = await site('batch', 'batch');
  await w.order('o1', [['MUG', 2]]);
  await w.order('o2', [['MUG', 3]]);
  await w.order('o3', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  expect(await w.release()).toMatchObject({ shipments: 3, tasks: 1 });
  const me = walker(w, 'picker', ['T-01']);
  const item = await me.to('ScanItem');
  expect(item).toMatchObject({ sku: 'MUG', take: 6, orders: 3, lines: 2, mode: 'quantity' });
  const drop = await me.to('ScanDrop', item);
  expect(drop).toMatchObject({ drop: 'WALL-IN', next: { kind: 'wall', wall: 'W-1' } });
  await me.to('GetWork', drop);
  expect(me.kinds.filter((kind) => kind === 'ScanLocation')).toHaveLength(2);
  expect(await linesOf(w)).toEqual([
    { orderId: 'o1', sku: 'MUG', picked: 2, shorted: 0 },
    { orderId: 'o2', sku: 'MUG', picked: 3, shorted: 0 },
    { orderId: 'o3', sku: 'MUG', picked: 1, shorted: 0 },
    { orderId: 'o3', sku: 'PEN', picked: 1, shorted: 0 },
  ]);
  // Nothing is ready to pack before it is sorted.
  expect(await stages(w)).toEqual({ o1: 'picking', o2: 'picking', o3: 'picking' });
});

test('[PK61] [PK25] a put into a shared tote is taken back from every order at once', async () => {
  const w = await site('undo', 'batch');
  await w.order('o1', [['MUG', 1]]);
  await w.order('o2', [['MUG', 1]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  const put = await me.to('PutInTote');
  await me.to('ScanDrop', put);
  expect(await inside(w, 'tote:T-01')).toEqual([{ sku: 'MUG', onHand: 2 }]);
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({
    ok: true,
    prompt: { kind: 'PutInTote', counted: 2 },
  });
  expect(await inside(w, 'tote:T-01')).toEqual([]);
  const { picked } = await w
    .read()
    .selectFrom('shipmentLine')
    .select((eb) => eb.fn.sum<string>('picked').as('picked'))
    .where('site', '=', 'undo')
    .executeTakeFirstOrThrow();
  expect(Number(picked)).toBe(0);
});

test('[PK61] what is put goes to the order that leaves first, and what is taken back comes from it', async () => {
  const w = await site('urgent', 'batch');
  for (const id of ['o1', 'o2', 'o3']) await w.order(id, [['MUG', 2]]);
  await hurry(w, 'o2', 2);
  await hurry(w, 'o3', 1);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  await me.to('EnterQuantity');
  await w.send('picker', 'EnterPicked', { units: 3 });
  await me.scan(toteCode('T-01'));
  const picked = async () => (await linesOf(w)).map((line) => line.picked);
  expect(await picked()).toEqual([0, 2, 1]);
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ prompt: { kind: 'PutInTote', counted: 3 } });
  expect(await picked()).toEqual([0, 0, 0]);
  await me.scan(toteCode('T-01'));
  await me.to('ScanDrop');
  expect(await picked()).toEqual([2, 2, 2]);
});

test('[PK61] goods of another lot or another owner are other goods, though they lie in one place and go into one tote', async () => {
  const w = await site('others', 'batch');
  await w.item('MUG', { owner: 'other' });
  await w.item('JAR', { isLotControlled: true });
  await w.holding('A-01-03', 'MUG', 5, { owner: 'other' });
  for (const lot of ['L1', 'L2']) await w.holding('A-01-09', 'JAR', 2, { lot });
  await w.order('o1', [['MUG', 1]]);
  await w.order('o2', [['JAR', 4]]);
  const mug = {
    revision: 1,
    shipTo: { name: 'Ada', address1: '1 High Street', postcode: 'LS1 1AA', city: 'Leeds', country: 'GB' },
    lines: [{ lineId: 'l1', sku: 'MUG', quantity: 2 }],
  };
  await w.tx((tx) => putOrder(tx, { hub: 'hub', owner: 'other' }, 'o3', mug));
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  const takes: unknown[] = [];
  for (let prompt = await me.getWork(); prompt.kind !== 'GetWork'; prompt = await me.next(prompt))
    if (prompt.kind === 'PutInTote') takes.push([prompt.sku, prompt.lot, prompt.counted]);
  expect(takes.map(String).sort()).toEqual(['JAR,L1,2', 'JAR,L2,2', 'MUG,,1', 'MUG,,2']);
});

test('[PK62] a short in a batch goes to the order that may go with less, not to the one that must be whole', async () => {
  const w = await site('least', 'batch');
  const whole = { packRules: { mayShipPartial: 'none' as const } };
  await w.tx((tx) =>
    tx.db
      .updateTable('stockBalance')
      .set({ onHand: 6 })
      .where('site', '=', 'least')
      .where('place', '=', 'location:A-01-03')
      .execute(),
  );
  await w.order('o1', [['MUG', 2]], whole);
  await w.order('o2', [['MUG', 2]]);
  await w.order('o3', [['MUG', 2]], whole);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  const item = await me.to('EnterQuantity');
  const reply = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 4 });
  expect(item).toMatchObject({ take: 6 });
  expect(reply).toMatchObject({ ok: true, result: { gap: 2, shorted: 2 } });
  expect((await linesOf(w)).map((row) => row.shorted)).toEqual([0, 2, 0]);
});

test('[PK62] of orders that may all go with less the one that leaves last goes without', async () => {
  const w = await site('later', 'batch');
  for (const id of ['o1', 'o2', 'o3']) await w.order(id, [['MUG', 2]]);
  await hurry(w, 'o2', 1);
  await hurry(w, 'o3', 2);
  await w.release();
  await walker(w, 'picker', ['T-01']).to('EnterQuantity');
  await w.tx((tx) =>
    tx.db
      .updateTable('stockBalance')
      .set({ onHand: 6 })
      .where('site', '=', 'later')
      .where('place', '=', 'location:A-01-03')
      .execute(),
  );
  await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 3 });
  expect((await linesOf(w)).map((row) => row.shorted)).toEqual([2, 1, 0]);
});

test('[PK66] [PK15] a cancelled order’s goods in a shared tote wait there to go back, the others’ stay theirs', async () => {
  const w = await site('back', 'batch');
  await w.order('o1', [['MUG', 2]]);
  await w.order('o2', [['MUG', 2]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  const drop = await me.to('ScanDrop');
  expect(await cancel(w, 'o1')).toMatchObject({ decision: 'accepted' });
  expect(await me.getWork()).toMatchObject({
    kind: 'LinesCancelled',
    orderNumbers: ['o1'],
    goods: [{ tote: 'T-01', units: 2 }],
  });
  // Dropped: and the engine asks for the goods that go back.
  expect(await me.to('JobFetch')).toMatchObject({ kind: 'JobFetch' });
  expect(drop.kind).toBe('ScanDrop');
  expect(await stages(w)).toEqual({ o1: 'ended', o2: 'picking' });
  const shared = await w.tx((tx) => picking.sharedTote(tx, 'T-01'));
  expect(shared).toMatchObject({ mode: 'batch', wall: 'W-1', shares: [{ units: 2 }] });
  expect(await inside(w, 'tote:T-01')).toEqual([{ sku: 'MUG', onHand: 4 }]);
  // Of an order that is cancelled in part the rest stays.
  await cancel(w, 'o2', ['l1']);
  expect(await w.tx((tx) => picking.sharedTote(tx, 'T-01'))).toMatchObject({ shares: [{ units: 1 }] });
  expect(await stages(w)).toEqual({ o1: 'ended', o2: 'picking' });
});

test('[PK63] a tote goes from zone to zone: the next walk waits for it and takes no other', async () => {
  const w = await site('pass', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  expect(await w.release()).toMatchObject({ tasks: 2 });
  const first = walker(w);
  const second = walker(w, 'picker2', ['T-02']);
  expect((await second.getWork()).kind).toBe('ScanTote');
  // Both ready: only one walk can begin.
  expect((await first.getWork()).kind).toBe('GetWork');
  const drop = await second.to('ScanDrop');
  expect(drop).toMatchObject({ drop: 'PASS-B', next: { kind: 'zone', zone: 'B', name: 'Zone B' } });
  expect(await second.scan(locationCode('DROP-1'))).toMatchObject({ ok: false, refusal: 'DROP_WRONG_PLACE' });
  await second.scan(locationCode('PASS-B'));
  expect(await toteState(w, 'T-02')).toBe('passing');
  expect(await stages(w)).toEqual({ o1: 'picking' });

  // Whoever left it is the first who is free.
  const next = await second.getWork();
  expect(next).toMatchObject({ kind: 'ScanTote', tote: 'T-02', at: 'PASS-B' });
  expect(await second.scan(toteCode('T-05'))).toMatchObject({
    ok: false,
    refusal: 'FETCH_WRONG_TOTE',
    data: { expected: 'T-02' },
  });
  expect(await second.to('ScanDrop', next)).toMatchObject({ drop: 'DROP-1', next: { kind: 'bench' } });
  await second.scan(locationCode('DROP-1'));
  expect(await stages(w)).toEqual({ o1: 'picked' });
  expect(await inside(w, 'tote:T-02')).toEqual([
    { sku: 'MUG', onHand: 1 },
    { sku: 'PEN', onHand: 1 },
  ]);
});

test('[PK11] [PK49] the way to the next walk is from where the last one was left', async () => {
  const w = await site('way', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01', 'T-02']);
  await me.to('ScanDrop');
  w.at(new Date(noon.getTime() + 60_000));
  // From the hand-over place it is three metres to the pens, from the drop place twelve.
  const next = asked(await me.scan(locationCode('PASS-B')));
  expect(next).toMatchObject({ kind: 'ScanTote', why: { metres: 3 } });
  await me.to('ScanDrop', next);
  await w.order('o2', [['PEN', 1]]);
  await w.release();
  expect(asked(await me.scan(locationCode('DROP-1')))).toMatchObject({
    kind: 'ScanTote',
    why: { metres: 12 },
  });
});

test('[PK44] [PK64] a zone’s walk that is given back leaves the tote waiting for the next who gets it', async () => {
  const w = await site('close', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  await me.to('ScanDrop');
  await me.scan(locationCode('PASS-B'));
  // Scanned, and then given back before anything was taken.
  await me.to('ScanLocation');
  const [task] = await w
    .read()
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', 'close')
    .where('state', '=', 'claimed')
    .execute();
  await w.send('lead', 'RecoverTask', { task: task?.task ?? 0, operator: null });
  // Goods of the zone before lie in it: it stands where it was left, and whoever is next takes it over.
  const again = await me.to('TakeOver');
  expect(again).toMatchObject({ kind: 'TakeOver', cart: null, tote: 'T-01' });
  for (const other of [toteCode('T-02'), cartCode('C-1')])
    expect(await me.scan(other)).toMatchObject({ refusal: 'TAKE_OVER_FIRST', data: { expected: 'T-01' } });
  await me.to('GetWork', again);
  expect(await stages(w)).toEqual({ o1: 'picked' });
});

test('[PK64] when the rest of an order is cancelled between two zones, what is in the tote can be packed', async () => {
  const w = await site('between', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  await me.to('ScanDrop');
  await me.scan(locationCode('PASS-B'));
  await cancel(w, 'o1', ['l2']);
  // Somebody may stand before it already: the walk is theirs, and ends with one look.
  await me.to('GetWork');
  expect(await toteState(w, 'T-01')).toBe('dropped');
  expect(await stages(w)).toEqual({ o1: 'picked' });
});

test('[PK64] when the rest of an order is cancelled before anybody has the next walk, what is in the tote can be packed', async () => {
  const w = await site('nobody', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  await w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: ['A'] });
  const me = walker(w, 'picker', ['T-01']);
  await me.to('ScanDrop');
  expect(asked(await me.scan(locationCode('PASS-B'))).kind).toBe('GetWork');
  await cancel(w, 'o1', ['l2']);
  expect(await toteState(w, 'T-01')).toBe('dropped');
  expect(await stages(w)).toEqual({ o1: 'picked' });
});

test('[PK64] a tote that was fetched for a walk of which nothing is left keeps its goods, and one whose scan is taken back waits again', async () => {
  const w = await site('fetched', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  await me.to('ScanDrop');
  await me.scan(locationCode('PASS-B'));
  await me.scan(toteCode('T-01'));
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({
    prompt: { kind: 'ScanTote', tote: 'T-01' },
  });
  expect(await toteState(w, 'T-01')).toBe('passing');
  await me.scan(toteCode('T-01'));
  await cancel(w, 'o1', ['l2']);
  await me.to('GetWork');
  expect(await toteState(w, 'T-01')).toBe('dropped');
  expect(await stages(w)).toEqual({ o1: 'picked' });
  expect(await inside(w, 'tote:T-01')).toEqual([{ sku: 'MUG', onHand: 1 }]);
});

test('[PK64] a walk between two others is cancelled, and the tote goes from the one to the other', async () => {
  const w = await site('three', 'zone');
  await w.tx(async (tx) => {
    await tx.db
      .insertInto('zone')
      .values({ site: 'three', zone: 'C', name: 'Zone C', handOver: 'PASS-B' })
      .execute();
    await tx.db
      .insertInto('location')
      .values({
        site: 'three',
        location: 'C-03-01',
        zone: 'C',
        aisle: '03',
        xMm: 20_000,
        yMm: 3_000,
        checkDigits: '55',
      })
      .execute();
  });
  await w.item('JAR');
  await w.holding('C-03-01', 'JAR', 5);
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
    ['JAR', 1],
  ]);
  expect(await w.release()).toMatchObject({ tasks: 3 });
  await cancel(w, 'o1', ['l2']);
  const me = walker(w, 'picker', ['T-01']);
  const drop = await me.to('ScanDrop');
  expect(drop).toMatchObject({ next: { kind: 'zone', zone: 'C' } });
  await me.to('GetWork', drop);
  expect(await inside(w, 'tote:T-01')).toEqual([
    { sku: 'JAR', onHand: 1 },
    { sku: 'MUG', onHand: 1 },
  ]);
  expect(await stages(w)).toEqual({ o1: 'picked' });
});

test('[PK64] a walk that waits for another is cancelled without it', async () => {
  const w = await site('waits', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  await cancel(w, 'o1');
  const states = await w.read().selectFrom('pickTask').select('state').where('site', '=', 'waits').execute();
  expect(states.map((row) => row.state)).toEqual(['cancelled', 'cancelled']);
  expect(await stages(w)).toEqual({ o1: 'ended' });
});

test('[PK65] goods are picked into boxes that ship: each with a fresh label, and never into a tote', async () => {
  const w = await site('boxes', 'parcel');
  await w.order('o1', [['MUG', 2]]);
  await w.order('o2', [['PEN', 1]]);
  await w.release();
  const me = walker(w);
  const label = await me.to('ScanTote');
  expect(label).toMatchObject({ pickMode: 'parcel', carton: 'S' });
  expect(await me.scan(toteCode('T-01'))).toMatchObject({ ok: false, refusal: 'NEED_BOX' });
  await me.scan(boxCode('B-1'));
  expect(await me.scan(boxCode('B-1'))).toMatchObject({
    ok: false,
    refusal: 'BOX_USED',
    data: { box: 'B-1' },
  });
  await me.to('PutInTote');
  expect(await me.scan(boxCode('B-99'))).toMatchObject({ ok: false, refusal: 'PICK_WRONG_BOX' });
  await me.to('GetWork');
  expect(await stages(w)).toEqual({ o1: 'picked', o2: 'picked' });
  // The first box took the first order of the walk, whichever that is.
  expect(await inside(w, 'tote:B-1')).toHaveLength(1);
  // Until it is sealed its label stands for it, and for no other box.
  await w.order('o3', [['PEN', 1]]);
  await w.release();
  await me.to('ScanTote');
  expect(await me.scan(boxCode('B-1'))).toMatchObject({ ok: false, refusal: 'BOX_USED' });
});

test('[PK60] whoever carries a tote takes no cart from those who need one', async () => {
  const w = await site('beside', 'discrete');
  await w.tx((tx) =>
    tx.db.deleteFrom('cart').where('site', '=', 'beside').where('cart', '<>', 'C-2').execute(),
  );
  await w.order('o1', [['MUG', 1]]);
  await w.release();
  expect((await walker(w).getWork()).kind).toBe('ScanTote');
  await w.tx(async (tx) => {
    const policies = await picking.policies(tx);
    await tx.db
      .updateTable('site')
      .set({ policies: json({ ...policies, pickMode: 'cluster' }) })
      .where('site', '=', 'beside')
      .execute();
  });
  await w.order('o2', [['PEN', 1]]);
  await w.release();
  expect((await walker(w, 'picker2').getWork()).kind).toBe('ScanCart');
});

test('[PK24] [PK60] a carried tote that is full is followed by another at once', async () => {
  const w = await site('full', 'discrete');
  await w.order('o1', [
    ['MUG', 1],
    ['BOX', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01', 'T-02']);
  const second = await me.to(
    'ScanLocation',
    await (async () => {
      const put = await me.to('PutInTote');
      return me.to('ScanLocation', put);
    })(),
  );
  expect(second.kind).toBe('ScanLocation');
  expect(await w.send('picker', 'ToteFull', {})).toMatchObject({
    ok: true,
    prompt: { kind: 'ScanTote', place: 2 },
  });
  await me.to('GetWork');
  expect([await toteState(w, 'T-01'), await toteState(w, 'T-02')]).toEqual(['dropped', 'dropped']);
  expect(await stages(w)).toEqual({ o1: 'picked' });
});

test('[PK19] [PK60] two who ask at once never get the same carried walk', async () => {
  const w = await site('race', 'discrete');
  for (let at = 1; at <= 4; at++) await w.order(`o${at}`, [['MUG', 1]]);
  await w.release();
  const both = await Promise.all(['picker', 'picker2'].map((who) => w.send(who, 'GetWork', {})));
  const tasks = both.map((reply) =>
    'prompt' in reply && reply.prompt !== undefined && 'task' in reply.prompt ? reply.prompt.task : 0,
  );
  expect(new Set(tasks).size).toBe(2);
  // And the same empty tote is bound once.
  const bound = await Promise.all(
    ['picker', 'picker2'].map((who) => w.send(who, 'PickScan', { scan: toteCode('T-01') })),
  );
  expect(bound.filter((reply) => reply.ok)).toHaveLength(1);
  expect(bound.find((reply) => !reply.ok)).toMatchObject({ refusal: 'TOTE_NOT_EMPTY' });
});

test('[RE9] no more orders are bound for a put wall than it has cubbies', async () => {
  const w = await site('room', 'putwall');
  for (let at = 1; at <= 6; at++) await w.order(`o${at}`, [['MUG', 1]]);
  expect(await w.release()).toMatchObject({ shipments: 4 });
  expect(await w.release()).toMatchObject({ shipments: 0 });
});

test('[PK27] the same goods for several totes from one place are told as a split', async () => {
  const w = await site('split', 'cluster');
  // By its number in the walk the cup of the first order stands between its mugs and those of the second.
  await w.item('CUP');
  await w.holding('A-01-03', 'CUP', 5);
  await w.order('o1', [
    ['MUG', 2],
    ['CUP', 1],
  ]);
  await w.order('o2', [['MUG', 1]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01', 'T-02']);
  const split: unknown[] = [];
  for (let prompt = await me.to('ScanItem'); prompt.kind === 'ScanItem';) {
    split.push([prompt.sku, prompt.place, prompt.split]);
    expect(prompt.cartShape).toEqual({ places: 8, columns: 4 });
    prompt = await me.to('ScanItem', await me.next(await me.to('PutInTote', prompt)));
  }
  expect(split).toEqual([
    [
      'MUG',
      1,
      [
        { place: 1, units: 2 },
        { place: 2, units: 1 },
      ],
    ],
    ['MUG', 2, [{ place: 2, units: 1 }]],
    ['CUP', 1, [{ place: 1, units: 1 }]],
  ]);
});

test('[PK24] [PK61] a full shared tote keeps what is in the hand for the next one, whichever order had its share', async () => {
  const w = await site('full-batch', 'batch');
  await w.order('o1', [['MUG', 4]]);
  await w.order('o2', [['MUG', 6]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01', 'T-02']);
  await me.to('EnterQuantity');
  await w.send('picker', 'EnterPicked', { units: 4 });
  await me.scan(toteCode('T-01'));
  await me.to('EnterQuantity');
  expect(asked(await w.send('picker', 'EnterPicked', { units: 6 }))).toMatchObject({ kind: 'PutInTote' });
  expect(asked(await w.send('picker', 'ToteFull', {}))).toMatchObject({ kind: 'ScanTote' });
  expect(asked(await me.scan(toteCode('T-02')))).toMatchObject({
    kind: 'PutInTote',
    tote: 'T-02',
    counted: 6,
  });
  await me.scan(toteCode('T-02'));
  expect(await inside(w, 'tote:T-02')).toMatchObject([{ sku: 'MUG', onHand: 6 }]);
});

test('[PK15] a line that is cancelled is told to those who have to do with it, and to nobody else', async () => {
  const w = await site('other-zone', 'zone');
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  const put = await me.to('PutInTote');
  expect(put).toMatchObject({ sku: 'MUG' });
  await cancel(w, 'o1', ['l2']);
  expect(await me.getWork()).toMatchObject({ kind: 'PutInTote', sku: 'MUG', counted: 1 });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { cartCode, cubbyCode, dropCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, holdOrder } from '../../server/floor/changes/changes.ts';
import { lookUp } from '../../server/floor/look-up/look-up.views.ts';
import * as stock from '../../server/floor/stock/stock.ts';
import { reading } from '../../server/platform/db/database.ts';
import { enrolled, pin, runningApp } from '../platform/running-app.ts';
import { promptOf } from '../jobs/do-jobs.ts';
import { picked } from '../packing/packed-orders.ts';
import { pickAll, pickedBatch, withWall } from '../put-wall/picked-batch.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const mug = '4006381333931';
const none = { available: 0, promised: 0, missing: 0, hold: 0 };
const goods = (sku: string, owner = 'Main') => ({ owner, sku, name: `Thing ${sku}`, picture: null });
const asks =
  (w: Warehouse, operator = 'picker') =>
  (code: string) =>
    lookUp(w.read(), w.site, operator, code);
const nobodyElses = { shares: [], moreShares: 0, unitsToPutBack: 0 };

test('[LU1] a place says what lies there, and who comes for it next', async () => {
  const w = await warehouse(db.database, 'place');
  const whatIs = asks(w);
  await w.item('MUG', { gtin: `0${mug}`, caseGtin: { gtin: '14006381333938', units: 2 } });
  await w.item('LOTTED');
  await w.holding('A-01-03', 'MUG', 5);
  await w.holding('A-01-03', 'LOTTED', 3, { lot: 'L-1' });
  await w.holding('A-01-09', 'MUG', 2);
  await w.order('o1', [['MUG', 4]]);
  await w.order('o2', [['MUG', 2]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  await w.send('picker', 'PickScan', { scan: cartCode('C-1') });
  await w.send('picker', 'PickScan', { scan: toteCode('T-01') });
  await w.send('picker', 'PickScan', { scan: toteCode('T-02') });

  const place = {
    kind: 'location',
    location: 'A-01-03',
    use: 'pick',
    zone: 'A',
    aisle: '01',
    isBlocked: false,
    isCountedByYou: false,
    goods: [
      { ...goods('LOTTED'), ...none, lot: 'L-1', available: 3 },
      { ...goods('MUG'), ...none, lot: null, promised: 4, available: 1 },
    ],
    moreGoods: 0,
    walks: [{ task: expect.any(Number), cart: 'C-1', operator: 'picker', units: 4, isNext: true }],
    moreWalks: 0,
    waitingWalks: 0,
    countsOrdered: 0,
    unitsToPutBack: 0,
    totes: [],
    moreTotes: 0,
  };
  expect(await whatIs(locationCode('A-01-03'))).toEqual([place]);
  expect(await whatIs('A-01-03')).toEqual([place]);
  expect(await whatIs('A-01-09')).toMatchObject([
    { walks: [{ cart: 'C-1', units: 2, isNext: false }], goods: [{ sku: 'MUG', promised: 2, available: 0 }] },
  ]);

  const item = {
    kind: 'item',
    ...goods('MUG'),
    pack: 1,
    stock: { ...none, available: 1, promised: 6 },
    places: [
      { location: 'A-01-03', available: 1 },
      { location: 'A-01-09', available: 0 },
    ],
    morePlaces: 0,
  };
  expect(await whatIs(mug)).toEqual([item]);
  expect(await whatIs('14006381333938')).toEqual([{ ...item, pack: 2 }]);
  expect(await whatIs('MUG')).toEqual([{ ...item, pack: null }]);

  await w.send('picker', 'PickScan', { scan: locationCode('A-01-03') });
  await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 });
  expect(await whatIs('A-01-03')).toMatchObject([
    { countsOrdered: 1, goods: [{ sku: 'LOTTED' }, { sku: 'MUG', missing: 4, promised: 0 }] },
  ]);
});

test('[LU1] a tote and a cart say where they are and what is on them', async () => {
  const w = await warehouse(db.database, 'tote');
  const whatIs = asks(w);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 5);
  await w.order('o1', [['MUG', 1]], { orderNumber: 'NO-1' });
  await w.release();
  expect(await whatIs(toteCode('T-01'))).toEqual([
    {
      kind: 'tote',
      isBox: false,
      tote: 'T-01',
      at: { state: 'free' },
      orderNumber: null,
      ...nobodyElses,
      goods: [],
      moreGoods: 0,
    },
  ]);
  expect(await whatIs(cartCode('C-1'))).toEqual([
    { kind: 'cart', cart: 'C-1', places: 8, columns: 4, isFree: true, operator: null, totes: [] },
  ]);
  await w.send('picker', 'GetWork', {});
  for (const scan of [cartCode('C-1'), toteCode('T-01'), locationCode('A-01-03'), 'MUG', toteCode('T-01')])
    await w.send('picker', 'PickScan', { scan });
  const tote = {
    kind: 'tote',
    isBox: false,
    tote: 'T-01',
    at: { state: 'onCart', cart: 'C-1', place: 1, columns: 4 },
    orderNumber: 'NO-1',
    ...nobodyElses,
    goods: [{ ...goods('MUG'), units: 1, lot: null }],
    moreGoods: 0,
  };
  expect(await whatIs(toteCode('T-01'))).toEqual([tote]);
  expect(await whatIs(cartCode('C-1'))).toEqual([
    {
      kind: 'cart',
      cart: 'C-1',
      places: 8,
      columns: 4,
      isFree: false,
      operator: 'picker',
      totes: [{ tote: 'T-01', place: 1 }],
    },
  ]);
  await w.send('picker', 'PickScan', { scan: locationCode('DROP-1') });
  expect(await whatIs('T-01')).toEqual([
    { ...tote, at: { state: 'dropped', drop: 'DROP-1', next: 'packing' } },
  ]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  expect(await whatIs('T-01')).toEqual([{ ...tote, at: { state: 'packing', station: 'Station 1' } }]);
});

test('[LU1] [LU5] a label says which parcel it is on and where that goes, and nobody’s name', async () => {
  const w = await picked(db.database, 'label', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  const [parcel] = await w
    .read()
    .selectFrom('parcel')
    .select(['parcel', 'tracking', 'sscc'])
    .where('site', '=', w.site)
    .execute();
  const thing = {
    kind: 'parcel',
    parcel: parcel?.parcel,
    tracking: parcel?.tracking,
    orderNumber: 'o1',
    state: 'closed',
    isVoidLabel: false,
    lane: '2',
    carrier: 'UPS',
    service: 'UPS Standard',
  };
  expect(await asks(w)(parcel?.tracking ?? '')).toEqual([thing]);
  expect(await asks(w)(`00${parcel?.sscc ?? ''}`)).toEqual([thing]);
  for (const code of ['A-01-03', 'T-01', 'C-1', 'MUG', 'o1', parcel?.tracking ?? ''])
    expect(JSON.stringify(await asks(w)(code))).not.toMatch(/Ada Canary|High Street/);
});

test('[LU7] [LU8] a shared tote and the cubbies say whose goods they have, and what is to come', async () => {
  const w = await withWall(db.database, 'shared');
  const whatIs = asks(w);
  expect(await whatIs(cubbyCode('WALL-1-A01'))).toEqual([
    {
      kind: 'cubby',
      cubby: 'WALL-1-A01',
      wall: 'WALL-1',
      state: 'free',
      orderNumber: null,
      cutOffAt: null,
      asked: 0,
      goods: [],
      moreGoods: 0,
      inTotes: [],
      unitsToPick: 0,
      station: null,
      unitsToPutBack: 0,
    },
  ]);
  await pickedBatch(w, [
    [
      'o1',
      [
        ['MUG', 2],
        ['PEN', 1],
      ],
    ],
    ['o2', [['MUG', 1]]],
  ]);
  const shared = {
    kind: 'tote',
    isBox: false,
    tote: 'T-01',
    at: { state: 'dropped', drop: 'DROP-1', next: 'sorting' },
    orderNumber: null,
    shares: [
      {
        orderNumber: 'o1',
        cubby: null,
        goods: [
          { sku: 'MUG', name: 'Thing MUG', units: 2 },
          { sku: 'PEN', name: 'Thing PEN', units: 1 },
        ],
      },
      { orderNumber: 'o2', cubby: null, goods: [{ sku: 'MUG', name: 'Thing MUG', units: 1 }] },
    ],
    moreShares: 0,
    unitsToPutBack: 0,
    goods: [
      { ...goods('MUG'), units: 3, lot: null },
      { ...goods('PEN'), units: 1, lot: null },
    ],
    moreGoods: 0,
  };
  expect(await whatIs(toteCode('T-01'))).toEqual([shared]);

  await w.send('picker2', 'SortScan', { scan: toteCode('T-01') });
  const reply = await w.send('picker2', 'SortScan', { scan: 'MUG' });
  const lit = 'sort' in reply && reply.sort?.prompt.kind === 'PutInCubby' ? reply.sort.prompt.cubby : '';
  await w.send('picker2', 'SortScan', { scan: cubbyCode(lit) });
  expect(await whatIs(toteCode('T-01'))).toMatchObject([
    {
      at: { state: 'sorting', wall: 'WALL-1' },
      shares: [
        {
          orderNumber: 'o1',
          cubby: lit,
          goods: [
            { sku: 'MUG', units: 1 },
            { sku: 'PEN', units: 1 },
          ],
        },
        { orderNumber: 'o2', cubby: null },
      ],
    },
  ]);
  const cubby = {
    kind: 'cubby',
    cubby: lit,
    wall: 'WALL-1',
    state: 'filling',
    orderNumber: 'o1',
    cutOffAt: expect.any(String),
    asked: 3,
    goods: [{ ...goods('MUG'), units: 1, lot: null }],
    moreGoods: 0,
    inTotes: [{ tote: 'T-01', units: 2 }],
    unitsToPick: 0,
    station: null,
    unitsToPutBack: 0,
  };
  expect(await whatIs(cubbyCode(lit))).toEqual([cubby]);
  expect(await whatIs(lit)).toEqual([cubby]);

  await w.tx((tx) => holdOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', 'h1', 'credit'));
  expect(await whatIs(lit)).toMatchObject([{ state: 'held' }]);
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  expect(await whatIs(lit)).toMatchObject([{ state: 'cancelled', unitsToPutBack: 1, inTotes: [] }]);
  expect(await whatIs('T-01')).toMatchObject([
    { unitsToPutBack: 2, shares: [{ orderNumber: 'o2' }], goods: [{ sku: 'MUG', units: 2 }, { sku: 'PEN' }] },
  ]);
  expect(await whatIs(cubbyCode('WALL-9-A01'))).toEqual([]);
});

test('[LU7] a cubby says that its order lacks units on shelves, or that a bench has it', async () => {
  const w = await withWall(db.database, 'lacks');
  const whatIs = asks(w);
  await pickedBatch(w, [['o1', [['MUG', 1]]]]);
  await w.send('picker2', 'SortScan', { scan: toteCode('T-01') });
  await w.send('picker2', 'SortScan', { scan: 'MUG' });
  const cubby = (
    await w.read().selectFrom('sortWork').select('hand').where('site', '=', w.site).executeTakeFirstOrThrow()
  ).hand;
  const lit = cubby !== null && 'cubby' in cubby ? String(cubby.cubby) : '';
  await w.send('picker2', 'SortScan', { scan: cubbyCode(lit) });
  expect(await whatIs(lit)).toMatchObject([{ state: 'complete', asked: 1, inTotes: [], station: null }]);
  await w.order('o1', [['MUG', 3]], { revision: 2 });
  await w.release();
  expect(await whatIs(lit)).toMatchObject([{ state: 'filling', asked: 3, unitsToPick: 2, inTotes: [] }]);
  await pickAll(w);
  expect(await whatIs(lit)).toMatchObject([
    { state: 'filling', unitsToPick: 0, inTotes: [{ tote: 'T-01', units: 2 }] },
  ]);
  await w.send('picker2', 'SortScan', { scan: toteCode('T-01') });
  for (const code of ['MUG', 'MUG', cubbyCode(lit)]) await w.send('picker2', 'SortScan', { scan: code });
  await w.send('packer', 'PackScan', { scan: cubbyCode(lit) });
  expect(await whatIs(lit)).toMatchObject([{ state: 'packing', station: 'Station 1' }]);
});

test('[LU8] a tote that a zone hands over says where it waits and for whom', async () => {
  const w = await warehouse(db.database, 'passing');
  await w.tx(async ({ db }) => {
    await sql`update site set policies = policies || '{"pickMode": "zone"}' where site = ${w.site}`.execute(
      db,
    );
    await db
      .insertInto('zone')
      .values({ site: w.site, zone: 'B', name: 'Zone B', handOver: 'HAND-B' })
      .execute();
    const place = { site: w.site, zone: 'B', checkDigits: '77', xMm: 9_000, yMm: 3_000 };
    await db
      .insertInto('location')
      .values([
        { ...place, location: 'B-02-01', aisle: '02' },
        { ...place, location: 'HAND-B', aisle: '00', kind: 'drop' },
      ])
      .execute();
  });
  for (const [sku, location] of [
    ['MUG', 'A-01-03'],
    ['PEN', 'B-02-01'],
  ] as const) {
    await w.item(sku);
    await w.holding(location, sku, 5);
  }
  await w.order('o1', [
    ['MUG', 1],
    ['PEN', 1],
  ]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const scan of [
    toteCode('T-01'),
    locationCode('A-01-03'),
    'MUG',
    toteCode('T-01'),
    locationCode('HAND-B'),
  ])
    await w.send('picker', 'PickScan', { scan });
  expect(await asks(w)(toteCode('T-01'))).toMatchObject([
    {
      at: { state: 'passing', drop: 'HAND-B', zone: 'B' },
      orderNumber: 'o1',
      shares: [],
      goods: [{ sku: 'MUG', units: 1 }],
    },
  ]);
  expect(await asks(w)('HAND-B')).toMatchObject([
    { use: 'drop', totes: [{ tote: 'T-01', at: { state: 'passing', zone: 'B' }, orderNumber: 'o1' }] },
  ]);
  expect(await asks(w)('DROP-1')).toMatchObject([{ totes: [], moreTotes: 0 }]);
});

test('[LU10] a drop place says which totes and boxes stand there and what they wait for', async () => {
  const w = await warehouse(db.database, 'drop');
  const whatIs = asks(w);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 5);
  for (const id of ['o1', 'o2', 'o3']) await w.order(id, [['MUG', 1]], { orderNumber: `NO-${id}` });
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const code of ['C-1', 'T-01', 'T-02', 'T-03'])
    await w.send('picker', 'PickScan', { scan: code === 'C-1' ? cartCode(code) : toteCode(code) });
  await pickAll(w);
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o2', { reason: 'buyer' }));
  const standing = (tote: string, more: object = {}) => ({
    tote,
    isBox: false,
    at: { state: 'dropped', drop: 'DROP-1', next: 'packing' },
    orderNumber: expect.stringMatching(/^NO-o/),
    unitsToPutBack: 0,
    ...more,
  });
  const [drop] = await whatIs(dropCode('DROP-1'));
  expect(drop).toMatchObject({ kind: 'location', use: 'drop', goods: [], moreTotes: 0 });
  const totes = drop?.kind === 'location' ? drop.totes : [];
  expect(totes.map(({ tote }) => tote).sort()).toEqual(['T-01', 'T-02', 'T-03']);
  expect(totes.filter(({ unitsToPutBack }) => unitsToPutBack === 1)).toHaveLength(1);
  expect(totes).toContainEqual(standing(totes.find((one) => one.unitsToPutBack === 0)?.tote ?? ''));
  // What a bench has opened stands there no more.
  const taken = totes.find((one) => one.unitsToPutBack === 0)?.tote ?? '';
  await w.send('packer', 'PackScan', { scan: toteCode(taken) });
  const [after] = await whatIs('DROP-1');
  expect(after?.kind === 'location' ? after.totes.map(({ tote }) => tote) : []).not.toContain(taken);
});

test('[LU11] a code whose separator is lost is told apart as at the shelf', async () => {
  const w = await warehouse(db.database, 'apart');
  await w.item('TEA', { gtin: '09520100078811', isLotControlled: true, hasExpiry: true });
  await w.holding('A-01-03', 'TEA', 5, { lot: 'L300615', expiry: '2030-06-15' });
  const item = [{ kind: 'item', sku: 'TEA', places: [{ location: 'A-01-03', available: 5 }] }];
  expect(await asks(w)(']C101095201000788111730061510L300615')).toMatchObject(item);
  expect(await asks(w)(']C1010952010007881110L300615')).toMatchObject(item);
});

test('[LU12] a unit is found by its number alone or on its label, wherever it is', async () => {
  const w = await warehouse(db.database, 'unit');
  await w.item('CLOCK', { gtin: `0${mug}`, isSerialControlled: true });
  await w.item('RADIO', { isSerialControlled: true });
  await w.holding('A-01-03', 'CLOCK', 3);
  await w.order('o1', [['CLOCK', 1]], { orderNumber: 'NO-1' });
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const code of [cartCode('C-1'), toteCode('T-01'), locationCode('A-01-03'), 'CLOCK', 'SN-1'])
    await w.send('picker', 'PickScan', { scan: code });
  const unit = { kind: 'unit', ...goods('CLOCK'), serial: 'SN-1', lot: null, orderNumber: null };
  expect(await asks(w)('SN-1')).toEqual([{ ...unit, at: { kind: 'hand', code: 'picker' } }]);
  await w.send('picker', 'PickScan', { scan: toteCode('T-01') });
  const inTote = { ...unit, at: { kind: 'tote', code: 'T-01' }, orderNumber: 'NO-1' };
  expect(await asks(w)('SN-1')).toEqual([inTote]);
  const label = await asks(w)(`]d2010${mug}21SN-1\x1d`);
  expect(label).toMatchObject([inTote, { kind: 'item', sku: 'CLOCK' }]);
  expect(await asks(w)(`]d2010${mug}21SN-2\x1d`)).toMatchObject([{ kind: 'item', sku: 'CLOCK' }]);
  // The same number may stand on a unit of another item, which its label does not mean.
  await w.tx(({ db: own }) =>
    own
      .insertInto('serialUnit')
      .values({
        site: w.site,
        owner: 'main',
        sku: 'RADIO',
        serial: 'SN-1',
        lot: '',
        place: 'location:A-01-09',
        location: 'A-01-09',
        shipment: null,
        lineNo: null,
        parcel: null,
        at: new Date(0),
      })
      .execute(),
  );
  const radio = {
    ...goods('RADIO'),
    kind: 'unit',
    serial: 'SN-1',
    at: { kind: 'location', code: 'A-01-09' },
  };
  expect(await asks(w)('SN-1')).toMatchObject([inTote, radio]);
  expect(await asks(w)(`]d2010${mug}21SN-1\x1d`)).toMatchObject([inTote, { kind: 'item' }]);
  // Where somebody counts, a number is not told either.
  await w.tx(
    (tx) => stock.orderCount(tx, { owner: 'main', sku: 'RADIO', lot: '', location: 'A-01-09' }),
    'lead',
  );
  expect(promptOf(await w.send('picker2', 'GetWork', {}))).toMatchObject({ kind: 'CountPlace' });
  expect(await asks(w, 'picker2')('SN-1')).toMatchObject([inTote, { sku: 'RADIO', at: null }]);
});

test('[LU13] a box that leaves with its goods is told from a tote', async () => {
  const w = await warehouse(db.database, 'box');
  await w.tx(({ db: own }) =>
    own
      .insertInto('tote')
      .values({ site: w.site, tote: 'BX-0001', kind: 'box', shipment: null, task: null, place: null })
      .execute(),
  );
  expect(await asks(w)('BX-0001')).toMatchObject([{ kind: 'tote', tote: 'BX-0001', isBox: true }]);
  expect(await asks(w)('T-01')).toMatchObject([{ kind: 'tote', tote: 'T-01', isBox: false }]);
});

test('[LU9] whoever counts learns nothing of the ledger there, and others do', async () => {
  const w = await warehouse(db.database, 'blind');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 5);
  await w.holding('A-01-04', 'MUG', 7);
  await w.order('o1', [['MUG', 5]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const code of [cartCode('C-1'), toteCode('T-01'), locationCode('A-01-03')])
    await w.send('picker', 'PickScan', { scan: code });
  await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 2 });
  const counter = asks(w, 'picker2');
  expect(await counter('A-01-03')).toMatchObject([{ isCountedByYou: false, goods: [{ sku: 'MUG' }] }]);
  expect(promptOf(await w.send('picker2', 'GetWork', {}))).toMatchObject({ kind: 'CountPlace' });
  const blind = {
    kind: 'location',
    location: 'A-01-03',
    use: 'pick',
    zone: 'A',
    aisle: '01',
    isBlocked: false,
    isCountedByYou: true,
    goods: [],
    moreGoods: 0,
    walks: [],
    moreWalks: 0,
    waitingWalks: 0,
    countsOrdered: 1,
    unitsToPutBack: 0,
    totes: [],
    moreTotes: 0,
  };
  expect(await counter('A-01-03')).toEqual([blind]);
  expect(await counter('MUG')).toMatchObject([
    { kind: 'item', stock: null, places: [{ location: 'A-01-04' }], morePlaces: 0 },
  ]);
  expect(await counter('A-01-04')).toMatchObject([{ isCountedByYou: false, goods: [{ sku: 'MUG' }] }]);
  expect(await asks(w)('MUG')).toMatchObject([{ stock: { missing: 3 } }]);

  await w.send('picker2', 'PickScan', { scan: locationCode('A-01-03') });
  expect(await counter('A-01-03')).toEqual([blind]);
  await w.send('picker2', 'PickScan', { scan: 'MUG' });
  await w.send('picker2', 'EnterPicked', { units: 2 });
  expect(await counter('MUG')).toMatchObject([{ stock: { hold: 0 } }]);
  expect(await counter('A-01-03')).toMatchObject([{ isCountedByYou: false }]);
});

test('[LU4] [LU6] an item of two owners is told apart; another site’s things are unknown', async () => {
  const w = await warehouse(db.database, 'owners');
  const elsewhere = await warehouse(db.database, 'elsewhere');
  await w.item('MUG', { gtin: `0${mug}` });
  await w.item('MUG', { owner: 'other' });
  await w.item('T-01');
  await w.holding('A-01-03', 'MUG', 5, { owner: 'other' });
  await elsewhere.item('THEIRS', { gtin: '04006381333948' });
  expect(await asks(w)('MUG')).toMatchObject([
    { kind: 'item', owner: 'Main', stock: none, places: [] },
    { kind: 'item', owner: 'Other', stock: { available: 5 }, places: [{ location: 'A-01-03' }] },
  ]);
  expect(await asks(w)(mug)).toMatchObject([{ kind: 'item', owner: 'Main', pack: 1 }]);
  expect((await asks(w)('T-01')).map(({ kind }) => kind)).toEqual(['tote', 'item']);
  for (const code of ['THEIRS', '4006381333948']) expect(await asks(w)(code)).toEqual([]);
});

test('[LU1] [LU5] a badge is a badge, a station a station, and the rest unknown', async () => {
  const w = await warehouse(db.database, 'rest');
  const whatIs = asks(w);
  expect(await whatIs('%Bpicker')).toEqual([{ kind: 'badge' }]);
  expect(await whatIs('%Bnobody')).toEqual([{ kind: 'badge' }]);
  expect(await whatIs('%SS-1')).toEqual([{ kind: 'station', station: 'S-1', name: 'Station 1' }]);
  for (const code of ['', 'picker', '%TT-99', '%LNOWHERE', "'; drop table tote; --", 'x'.repeat(2_000)])
    expect(await whatIs(code)).toEqual([]);
});

test('[LU2] [LU3] over the wire: to a picker only, with nothing written, and nothing but a scan taken', async () => {
  const running = await runningApp({ sites: ['north'] });
  try {
    const [picker, packer] = [running.browser(), running.browser()];
    await picker.signIn('ann', 'handheld', { pin });
    await packer.signIn('bob', 'bench', { pin, station: 'P1' });
    const wall = await enrolled(running, 'wall', 'WALL-1', null, 'north');
    for (const browser of [picker, packer, wall]) await browser.connect();
    const rows = async () =>
      (
        await sql<{
          n: number;
        }>`select (select count(*) from command_log) + (select count(*) from journal) as n`.execute(
          reading(running.database),
        )
      ).rows[0]?.n;
    const before = await rows();
    expect(await picker.emit('look_up', { scan: '%SP1' })).toEqual({
      ok: true,
      things: [{ kind: 'station', station: 'P1', name: 'Bench P1' }],
    });
    expect(await picker.emit('look_up', { scan: 'nonsense' })).toEqual({ ok: true, things: [] });
    expect(await packer.emit('look_up', { scan: '%SP1' })).toEqual({ ok: false, refusal: 'NOT_ALLOWED' });
    expect(await wall.emit('look_up', { scan: '%SP1' })).toEqual({ ok: false, refusal: 'NOT_SIGNED_IN' });
    for (const bad of [
      null,
      {},
      { scan: 7 },
      { scan: 'x'.repeat(2_049) },
      { scan: 'x', site: 'south' },
      { scan: 'a\0b' },
    ])
      expect(await picker.emit('look_up', bad)).toEqual({ ok: false, refusal: 'BAD_COMMAND' });
    const flood = await Promise.all(
      Array.from({ length: 120 }, () => picker.emit('look_up', { scan: '%SP1' })),
    );
    expect(flood).toContainEqual({ ok: false, fault: 'too_fast', retry: true });
    expect(await rows()).toBe(before);
  } finally {
    await running.close();
  }
});

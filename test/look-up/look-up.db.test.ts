import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { lookUp } from '../../server/floor/look-up/look-up.views.ts';
import { reading } from '../../server/platform/db/database.ts';
import { enrolled, pin, runningApp } from '../platform/running-app.ts';
import { picked } from '../packing/packed-orders.ts';
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
const asks = (w: Warehouse) => (code: string) => lookUp(w.read(), w.site, code);

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
    { kind: 'tote', tote: 'T-01', at: { state: 'free' }, orderNumber: null, goods: [], moreGoods: 0 },
  ]);
  expect(await whatIs(cartCode('C-1'))).toEqual([
    { kind: 'cart', cart: 'C-1', places: 8, isFree: true, operator: null, totes: [] },
  ]);
  await w.send('picker', 'GetWork', {});
  for (const scan of [cartCode('C-1'), toteCode('T-01'), locationCode('A-01-03'), 'MUG', toteCode('T-01')])
    await w.send('picker', 'PickScan', { scan });
  const tote = {
    kind: 'tote',
    tote: 'T-01',
    at: { state: 'onCart', cart: 'C-1', place: 1 },
    orderNumber: 'NO-1',
    goods: [{ ...goods('MUG'), units: 1, lot: null }],
    moreGoods: 0,
  };
  expect(await whatIs(toteCode('T-01'))).toEqual([tote]);
  expect(await whatIs(cartCode('C-1'))).toEqual([
    {
      kind: 'cart',
      cart: 'C-1',
      places: 8,
      isFree: false,
      operator: 'picker',
      totes: [{ tote: 'T-01', place: 1 }],
    },
  ]);
  await w.send('picker', 'PickScan', { scan: locationCode('DROP-1') });
  expect(await whatIs('T-01')).toEqual([{ ...tote, at: { state: 'dropped', drop: 'DROP-1' } }]);
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

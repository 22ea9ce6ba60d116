import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { cubbyCode, locationCode, stationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, holdOrder } from '../../server/floor/changes/changes.ts';
import { sortScan } from '../../server/floor/put-wall/put-wall.ts';
import type { Tx } from '../../server/platform/db/database.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import type { SortView } from '../../server/protocol/views.ts';
import { walker } from '../picking/walk.ts';
import { brokenIn } from '../setup/broken-in.ts';
import { promptOf as promptIn } from '../jobs/do-jobs.ts';
import { freshDatabase } from '../setup/database.ts';
import { whileHeld } from '../setup/while-held.ts';
import type { Warehouse } from '../setup/warehouse.ts';
import { addWall, pickAll, pickedBatch, shipmentOf, withWall } from './picked-batch.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const hub = { hub: 'hub', owner: 'main' };
const seen = (reply: Reply): SortView => {
  if (!('sort' in reply) || reply.sort === undefined)
    throw new Error(`expected a put wall, got ${JSON.stringify(reply)}`);
  return reply.sort;
};
const said = (reply: Reply) =>
  `${reply.ok ? '' : 'refusal' in reply ? reply.refusal + ' ' : 'fault '}${seen(reply).prompt.kind}`;
/** The cubby that a reply asks for. */
const lit = (reply: Reply): string => {
  const { prompt } = seen(reply);
  if (prompt.kind !== 'PutInCubby' && prompt.kind !== 'EnterSortQuantity')
    throw new Error(`expected a lit cubby, got ${JSON.stringify(reply)}`);
  return prompt.cubby;
};
const sorter = (w: Warehouse, operator = 'picker2') => ({
  scan: (scan: string) => w.send(operator, 'SortScan', { scan }),
  send: (name: 'ConfirmPut' | 'UndoSort' | 'LeaveTote') => w.send(operator, name, {}),
  empty: (isEmpty: boolean) => w.send(operator, 'SayToteEmpty', { isEmpty }),
});
const stageOf = async (w: Warehouse, id: string) =>
  (
    await w
      .read()
      .selectFrom('shipment')
      .select('stage')
      .where('site', '=', w.site)
      .where('orderId', '=', id)
      .executeTakeFirstOrThrow()
  ).stage;
const inPlaces = async (w: Warehouse, kind: 'cubby' | 'tote') =>
  Object.fromEntries(
    (
      await sql<{ at: string; units: number }>`
        select place || ' ' || sku as at, sum(on_hand)::int as units from stock_balance
        where site = ${w.site} and place like ${`${kind}:%`} and on_hand > 0 group by place, sku order by 1`.execute(
        w.read(),
      )
    ).rows.map(({ at, units }) => [at, units]),
  );
const cubbyOf = async (w: Warehouse, id: string) =>
  (
    await w
      .read()
      .selectFrom('cubby')
      .select('cubby')
      .where('site', '=', w.site)
      .where('shipment', '=', await shipmentOf(w, id))
      .executeTakeFirst()
  )?.cubby ?? null;
const policy = (w: Warehouse, policies: Record<string, string | number>) =>
  w.tx((tx) =>
    sql`update site set policies = policies || ${JSON.stringify(policies)}::jsonb where site = ${w.site}`.execute(
      tx.db,
    ),
  );

describe('a batch at its wall', () => {
  test('[PW1] only a dropped tote that several orders share is opened, and only at its own wall', async () => {
    const w = await withWall(db.database, 'pw-tote');
    await w.order('o1', [['MUG', 1]]);
    await w.release();
    await w.send('picker', 'GetWork', {});
    await w.send('picker', 'PickScan', { scan: toteCode('T-01') });
    const at = sorter(w);
    expect(said(await at.scan('MUG'))).toBe('NEED_TOTE ScanSortTote');
    expect(said(await at.scan(toteCode('T-01')))).toBe('SORT_TOTE_ON_WALK ScanSortTote');
    expect(said(await at.scan(toteCode('T-09')))).toBe('SORT_NOT_SHARED ScanSortTote');
    await w.tx((tx) =>
      tx.db
        .updateTable('tote')
        .set({ state: 'passing' })
        .where('site', '=', w.site)
        .where('tote', '=', 'T-08')
        .execute(),
    );
    expect(said(await at.scan(toteCode('T-08')))).toBe('SORT_TOTE_ON_WALK ScanSortTote');
    expect(said(await at.scan(toteCode('T-99')))).toBe('TOTE_UNKNOWN ScanSortTote');
    expect(said(await at.scan(''))).toBe('SCAN_UNREADABLE ScanSortTote');
    expect(said(await at.scan(cubbyCode('WALL-7-A01')))).toBe('CUBBY_UNKNOWN ScanSortTote');
    await addWall(w, 'WALL-2', { rows: 1, columns: 1 });
    const fresh = sorter(w, 'packer');
    expect(said(await fresh.scan('MUG'))).toBe('NEED_WALL ScanWall');
    expect(said(await fresh.scan(stationCode('WALL-2')))).toBe('ScanSortTote');
    await pickAll(w);
    expect(await fresh.scan(toteCode('T-01'))).toMatchObject({
      refusal: 'SORT_OTHER_WALL',
      data: { tote: 'T-01', wall: 'WALL-1' },
    });
    expect(said(await w.send('packer', 'ChooseWall', { wall: 'WALL-9' }))).toBe('WALL_UNKNOWN ScanSortTote');
    expect(said(await w.send('packer', 'ChooseWall', { wall: 'WALL-1' }))).toBe('ScanSortTote');
    // The tote says by itself which wall it is for.
    await w.send('packer', 'LeaveTote', {});
    expect(seen(await fresh.scan(toteCode('T-01')))).toMatchObject({
      wall: { wall: 'WALL-1', rows: 2, columns: 3 },
      prompt: { kind: 'ScanSortItem', tote: 'T-01', left: 1 },
      waitingTotes: [{ tote: 'T-01', units: 1, orders: 1 }],
    });
  });

  test('[PW2] [PW3] [PW4] [PW6] units go to the order that leaves first, into its own cubby, and the last one makes it picked', async () => {
    const w = await withWall(db.database, 'pw-sort');
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      [
        'o2',
        [
          ['MUG', 1],
          ['PEN', 1],
        ],
      ],
    ]);
    await w.tx((tx) =>
      sql`update shipment set cut_off_at = cut_off_at - interval '1 hour' where site = ${w.site} and order_id = 'o2'`.execute(
        tx.db,
      ),
    );
    const at = sorter(w);
    expect(said(await at.scan(toteCode('T-01')))).toBe('ScanSortItem');
    const first = await at.scan('MUG');
    // Eye level of two rows is the upper one; nothing was put yet, so the middle of it.
    expect(seen(first).prompt).toEqual({
      kind: 'PutInCubby',
      tote: 'T-01',
      left: 3,
      sku: 'MUG',
      name: 'Thing MUG',
      picture: null,
      orderNumber: 'o2',
      cubby: 'WALL-1-A02',
      units: 1,
      more: 0,
      isNew: true,
    });
    expect(await at.scan(cubbyCode('WALL-1-A01'))).toMatchObject({
      refusal: 'SORT_WRONG_CUBBY',
      data: { expected: 'WALL-1-A02', scanned: 'WALL-1-A01' },
    });
    expect(said(await at.scan('PEN'))).toBe('SORT_PUT_FIRST PutInCubby');
    expect(said(await at.scan(toteCode('T-01')))).toBe('SORT_PUT_FIRST PutInCubby');
    expect(await at.send('ConfirmPut')).toMatchObject({ refusal: 'SORT_SCAN_CUBBY' });
    expect(await inPlaces(w, 'cubby')).toEqual({});
    expect(await at.scan(cubbyCode('WALL-1-A02'))).toMatchObject({
      ok: true,
      result: { cubby: 'WALL-1-A02', isComplete: false },
    });
    expect(await inPlaces(w, 'cubby')).toEqual({ 'cubby:WALL-1-A02 MUG': 1 });
    expect(await inPlaces(w, 'tote')).toEqual({ 'tote:T-01 MUG': 1, 'tote:T-01 PEN': 1 });
    expect(lit(await at.scan('PEN'))).toBe('WALL-1-A02');
    const done = await at.scan(cubbyCode('WALL-1-A02'));
    expect(done).toMatchObject({ ok: true, result: { isComplete: true } });
    expect(seen(done).cubbies.find((one) => one.cubby === 'WALL-1-A02')).toMatchObject({
      state: 'complete',
      orderNumber: 'o2',
      units: 2,
      asked: 2,
    });
    expect([await stageOf(w, 'o1'), await stageOf(w, 'o2')]).toEqual(['picking', 'picked']);
    expect(await w.send('packer', 'PackScan', { scan: cubbyCode('WALL-1-A01') })).toMatchObject({
      refusal: 'PACK_CUBBY_EMPTY',
      bench: { waitingTotes: [{ tote: null, cubby: 'WALL-1-A02', orderNumber: 'o2' }] },
    });
    expect(await w.send('packer', 'PackScan', { scan: cubbyCode('WALL-1-A02') })).toMatchObject({
      ok: true,
      bench: { shipment: { orderNumber: 'o2', requestedUnits: 2 } },
    });
    // The next order's cubby is the nearest free one to the last put.
    const last = await at.scan('MUG');
    expect(['WALL-1-A01', 'WALL-1-A03']).toContain(lit(last));
    expect(said(await at.scan(cubbyCode(lit(last))))).toBe('ScanSortTote');
    expect(await inPlaces(w, 'tote')).toEqual({});
    const tote = await w
      .read()
      .selectFrom('tote')
      .select('state')
      .where('site', '=', w.site)
      .where('tote', '=', 'T-01')
      .executeTakeFirst();
    expect(tote?.state).toBe('free');
  });

  test('[PW2] of orders that leave together the one whose cubby is open gets the unit', async () => {
    const w = await withWall(db.database, 'pw-open');
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      [
        'o2',
        [
          ['MUG', 1],
          ['PEN', 1],
        ],
      ],
    ]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('PEN'))));
    expect(seen(await at.scan('MUG')).prompt).toMatchObject({ kind: 'PutInCubby', orderNumber: 'o2' });
  });

  test('[PW3] a new order gets the free cubby that is nearest to the last put', async () => {
    const w = await withWall(db.database, 'pw-near', { rows: 1, columns: 5 });
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      ['o2', [['BOX', 1]]],
      ['o3', [['PEN', 1]]],
    ]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const opened: string[] = [];
    for (const sku of ['MUG', 'BOX', 'PEN']) {
      const cubby = lit(await at.scan(sku));
      opened.push(cubby);
      await at.scan(cubbyCode(cubby));
    }
    expect(opened).toEqual(['WALL-1-A03', 'WALL-1-A02', 'WALL-1-A01']);
  });

  test('[PW1] a tote that an earlier walk takes after a later one holds the goods of the one that has it now', async () => {
    const w = await withWall(db.database, 'pw-again');
    await w.order('o1', [['MUG', 1]]);
    await w.release();
    const [early, late] = [walker(w, 'picker', ['T-01']), walker(w, 'picker2', ['T-01'])];
    expect((await early.getWork()).kind).toBe('ScanTote');
    await w.order('o2', [['PEN', 1]]);
    await w.release();
    await late.to('GetWork');
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('PEN'))));
    await early.to('GetWork');
    expect(seen(await at.scan(toteCode('T-01'))).prompt).toMatchObject({ kind: 'ScanSortItem', left: 1 });
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    expect([await stageOf(w, 'o1'), await stageOf(w, 'o2')]).toEqual(['picked', 'picked']);
    expect(await inPlaces(w, 'tote')).toEqual({});
  });

  test('[PW4] a button stands in for the scan where the site says so', async () => {
    const w = await withWall(db.database, 'pw-button');
    await policy(w, { cubbyConfirm: 'button' });
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    expect(await at.send('ConfirmPut')).toMatchObject({ refusal: 'NOTHING_TO_ANSWER' });
    await at.scan('MUG');
    expect(await at.send('ConfirmPut')).toMatchObject({ ok: true, result: { isComplete: true } });
  });

  test('[PW5] small counts are scanned one by one, large ones typed, and never more than are asked', async () => {
    const w = await withWall(db.database, 'pw-count');
    await w.item('CAN', { gtin: '05012345000008', caseGtin: { gtin: '15012345000005', units: 6 } });
    await w.holding('A-01-07', 'CAN', 40);
    await pickedBatch(w, [
      [
        'o1',
        [
          ['MUG', 2],
          ['BOX', 5],
          ['CAN', 3],
        ],
      ],
    ]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    expect(seen(await at.scan('MUG')).prompt).toMatchObject({ units: 1, more: 1 });
    expect(seen(await at.scan('MUG')).prompt).toMatchObject({ units: 2, more: 0 });
    expect(await at.scan('MUG')).toMatchObject({
      refusal: 'SORT_TOO_MANY',
      data: { remaining: 2, scanned: 3, tote: 'T-01' },
    });
    const cubby = lit(await at.scan('PEN'));
    await at.scan(cubbyCode(cubby));
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 2 });
    expect(await at.scan('15012345000005')).toMatchObject({
      refusal: 'PICK_PACK_TOO_BIG',
      data: { units: 6, remaining: 3 },
    });
    expect(said(await at.scan('BOX'))).toBe('EnterSortQuantity');
    expect(said(await at.scan(cubbyCode(cubby)))).toBe('NOTHING_TO_SCAN_NOW EnterSortQuantity');
    expect(said(await w.send('picker2', 'EnterSorted', { units: 6 }))).toBe(
      'SORT_TOO_MANY EnterSortQuantity',
    );
    expect(said(await w.send('picker2', 'EnterSorted', { units: 4 }))).toBe('PutInCubby');
    expect(said(await w.send('picker2', 'EnterSorted', { units: 4 }))).toBe('NOTHING_TO_ANSWER PutInCubby');
    await at.scan(cubbyCode(cubby));
    expect(await inPlaces(w, 'cubby')).toMatchObject({ [`cubby:${cubby} BOX`]: 4 });
    expect(seen(await at.scan('BOX')).prompt).toMatchObject({ kind: 'PutInCubby', units: 1, more: 0 });
  });

  test('[PW3] a wall that is full is refused, and a heavy order stands low', async () => {
    const w = await withWall(db.database, 'pw-full', { rows: 3, columns: 1 });
    await w.item('ANVIL', { grams: 9_000 });
    await w.holding('A-01-08', 'ANVIL', 5);
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      ['o2', [['ANVIL', 1]]],
      ['o3', [['PEN', 1]]],
    ]);
    const at = sorter(w);
    const totes = seen(await at.send('LeaveTote')).waitingTotes.map((one) => one.tote);
    for (const tote of totes) {
      await at.scan(toteCode(tote));
      for (const sku of ['ANVIL', 'MUG']) {
        const reply = await at.scan(sku);
        if (seen(reply).prompt.kind === 'PutSurplus') await at.send('UndoSort');
        else await at.scan(cubbyCode(lit(reply)));
      }
      await at.send('LeaveTote');
    }
    expect(await cubbyOf(w, 'o2')).toBe('WALL-1-C01');
    expect(await cubbyOf(w, 'o1')).toBe('WALL-1-B01');
    await w.tx((tx) =>
      tx.db
        .updateTable('cubby')
        .set({ shipment: 0 })
        .where('site', '=', w.site)
        .where('cubby', '=', 'WALL-1-A01')
        .execute(),
    );
    for (const tote of totes) await at.scan(toteCode(tote));
    expect(await at.scan('PEN')).toMatchObject({ refusal: 'WALL_FULL', data: { wall: 'WALL-1' } });
  });
});

describe('what does not fit', () => {
  test('[PW7] a unit of nobody goes to the problem place; one of a cancelled line stays in the tote', async () => {
    const w = await withWall(db.database, 'pw-odd');
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      ['o2', [['PEN', 1]]],
    ]);
    await w.tx((tx) => cancelOrder(tx, hub, 'o2', { reason: 'gone' }));
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    expect(await at.scan('PEN')).toMatchObject({
      refusal: 'SORT_CANCELLED',
      data: { sku: 'PEN', tote: 'T-01' },
    });
    expect(await at.scan('no such thing')).toMatchObject({ refusal: 'SORT_NOT_AN_ITEM' });
    const odd = await at.scan('BOX');
    expect(seen(odd).prompt).toMatchObject({ kind: 'PutSurplus', sku: 'BOX', units: 1, place: 'PROBLEM-1' });
    expect(said(await at.scan(locationCode('A-01-01')))).toBe('SORT_SURPLUS_FIRST PutSurplus');
    expect(said(await at.scan(cubbyCode('WALL-1-A01')))).toBe('SORT_SURPLUS_FIRST PutSurplus');
    expect(said(await at.scan(locationCode('PROBLEM-1')))).toBe('ScanSortItem');
    expect(
      await w
        .read()
        .selectFrom('stockBalance')
        .select(['sku', 'status', 'onHand'])
        .where('site', '=', w.site)
        .where('place', '=', 'location:PROBLEM-1')
        .execute(),
    ).toEqual([{ sku: 'BOX', status: 'hold', onHand: 1 }]);
    const raised = await w
      .read()
      .selectFrom('exception')
      .select(['kind', 'data'])
      .where('site', '=', w.site)
      .where('kind', '=', 'surplus')
      .execute();
    expect(raised).toEqual([
      { kind: 'surplus', data: { sku: 'BOX', units: 1, station: 'WALL-1', location: 'PROBLEM-1' } },
    ]);
  });

  test('[PW8] what lacks in an empty tote is shorted, counted where it was picked, and told', async () => {
    const w = await withWall(db.database, 'pw-short');
    await policy(w, { zeroCheck: 'always' });
    await w.order('o1', [
      ['MUG', 1],
      ['PEN', 2],
    ]);
    await w.release();
    await policy(w, { zeroCheck: 'never' });
    await pickAll(w);
    await policy(w, { zeroCheck: 'always' });
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    const asked = await at.empty(true);
    expect(seen(asked).prompt).toEqual({
      kind: 'AskToteEmpty',
      tote: 'T-01',
      missing: [{ sku: 'PEN', name: 'Thing PEN', units: 2 }],
      stays: [],
    });
    expect(said(await at.scan(toteCode('T-05')))).toBe('SORT_TOTE_EMPTY_FIRST AskToteEmpty');
    expect(said(await at.empty(false))).toBe('ScanSortItem');
    await at.scan(cubbyCode(lit(await at.scan('PEN'))));
    await at.empty(true);
    expect(said(await at.empty(true))).toBe('ScanSortTote');
    expect(await stageOf(w, 'o1')).toBe('picked');
    const [line] = await w
      .read()
      .selectFrom('shipmentLine')
      .select(['picked', 'shorted', 'shortReason'])
      .where('site', '=', w.site)
      .where('sku', '=', 'PEN')
      .execute();
    expect(line).toEqual({ picked: 1, shorted: 1, shortReason: 'missing_at_sorting' });
    const [count] = await w
      .read()
      .selectFrom('countRequest')
      .selectAll()
      .where('site', '=', w.site)
      .execute();
    expect(count).toMatchObject({ sku: 'PEN', location: 'A-01-03', state: 'open' });
    const kinds = await w
      .read()
      .selectFrom('exception')
      .select('kind')
      .where('site', '=', w.site)
      .orderBy('kind')
      .execute();
    expect(kinds.map((row) => row.kind)).toEqual(['count', 'short']);
    const told = await w
      .read()
      .selectFrom('journal')
      .select('data')
      .where('site', '=', w.site)
      .where('type', '=', 'order.short')
      .execute();
    expect(told.map(({ data }) => data['delta'])).toMatchObject([
      { lineNo: 2, units: 1, reason: 'missing_at_sorting' },
    ]);
    expect(await inPlaces(w, 'tote')).toEqual({});
  });

  test('[PW8] [PK9] what lacks in an empty tote is fetched from another place for its cubby', async () => {
    const w = await withWall(db.database, 'pw-elsewhere');
    await w.holding('A-01-06', 'PEN', 5);
    await pickedBatch(w, [
      [
        'o1',
        [
          ['MUG', 1],
          ['PEN', 2],
        ],
      ],
    ]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const cubby = lit(await at.scan('MUG'));
    await at.scan(cubbyCode(cubby));
    await at.empty(true);
    expect(said(await at.empty(true))).toBe('ScanSortTote');
    expect(await stageOf(w, 'o1')).toBe('picking');
    const walk = promptIn(await w.send('picker', 'GetWork', {}));
    expect(walk).toMatchObject({ kind: 'ScanTote', pickMode: 'batch' });
    const me = walker(w, 'picker', ['T-05']);
    await me.next(await me.to('ScanDrop', walk));
    await at.scan(toteCode('T-05'));
    expect(lit(await at.scan('PEN'))).toBe(cubby);
    await at.scan('PEN');
    await at.scan(cubbyCode(cubby));
    expect(await stageOf(w, 'o1')).toBe('picked');
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 1, [`cubby:${cubby} PEN`]: 2 });
    const told = await w
      .read()
      .selectFrom('journal')
      .select('type')
      .where('site', '=', w.site)
      .where('type', '=', 'order.short')
      .execute();
    expect(told).toEqual([]);
    expect(await brokenIn(w)).toEqual([]);
  });

  test('[PW8] [PK100] what no other place has is waited for in the cubby', async () => {
    const w = await withWall(db.database, 'pw-waits');
    await policy(w, { shortHoldMinutes: 15 });
    await pickedBatch(w, [
      [
        'o1',
        [
          ['MUG', 1],
          ['PEN', 50],
        ],
      ],
    ]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    await at.empty(true);
    await at.empty(true);
    expect(await stageOf(w, 'o1')).toBe('picking');
    const holds = await w
      .read()
      .selectFrom('shortHold')
      .select(['sku', 'units', 'reason'])
      .where('site', '=', w.site)
      .execute();
    expect(holds).toEqual([{ sku: 'PEN', units: 50, reason: 'missing_at_sorting' }]);
    expect(await brokenIn(w)).toEqual([]);
  });

  test('[PW4] whoever has goods in the hand may type a cubby as the screen calls it', async () => {
    const w = await withWall(db.database, 'pw-short-name');
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const cubby = lit(await at.scan('MUG'));
    const short = cubby.replace('WALL-1-', '');
    expect(said(await at.scan(short === 'A02' ? 'A01' : 'A02'))).toBe('SORT_WRONG_CUBBY PutInCubby');
    expect((await at.scan(short)).ok).toBe(true);
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 1 });
  });

  test('[PW8] the label of an emptied tote says that it is empty, and what turns up in it is surplus', async () => {
    const w = await withWall(db.database, 'pw-look');
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    await policy(w, { zeroCheck: 'always' });
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    expect(seen(await at.scan(cubbyCode(lit(await at.scan('MUG'))))).prompt).toMatchObject({
      kind: 'AskToteEmpty',
      missing: [],
    });
    expect(said(await at.scan('BOX'))).toBe('PutSurplus');
    expect(said(await at.send('ConfirmPut'))).toBe('AskToteEmpty');
    expect(said(await at.scan(toteCode('T-01')))).toBe('ScanSortTote');
  });

  test('[PW9] the last put goes back into the tote once', async () => {
    const w = await withWall(db.database, 'pw-undo');
    await policy(w, { zeroCheck: 'never' });
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      ['o2', [['PEN', 1]]],
    ]);
    await policy(w, { zeroCheck: 'always' });
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    expect(await stageOf(w, 'o1')).toBe('picked');
    expect(seen(await at.send('UndoSort'))).toMatchObject({
      prompt: { kind: 'ScanSortItem', left: 2 },
      undo: null,
    });
    expect(await stageOf(w, 'o1')).toBe('picking');
    expect(await inPlaces(w, 'tote')).toEqual({ 'tote:T-01 MUG': 1, 'tote:T-01 PEN': 1 });
    expect(await at.send('UndoSort')).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
    // A unit in the hand goes back too, and the tote that the last unit had left holds it again.
    await at.scan('PEN');
    expect(said(await at.send('UndoSort'))).toBe('ScanSortItem');
    await at.scan(cubbyCode(lit(await at.scan('PEN'))));
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    expect(said(await at.send('UndoSort'))).toBe('ScanSortItem');
    expect(await inPlaces(w, 'tote')).toEqual({ 'tote:T-01 MUG': 1 });
    const put = await at.scan('MUG');
    await at.scan(cubbyCode(lit(put)));
    await w.send('packer', 'PackScan', { scan: cubbyCode(lit(put)) });
    expect(await at.send('UndoSort')).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
  });

  test('[PW9] one put is taken back, and not the one before it', async () => {
    const w = await withWall(db.database, 'pw-undo-two');
    await pickedBatch(w, [['o1', [['MUG', 3]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    for (let unit = 0; unit < 2; unit++) await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    expect(said(await at.send('UndoSort'))).toBe('ScanSortItem');
    expect(await at.send('UndoSort')).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
    expect(Object.values(await inPlaces(w, 'cubby'))).toEqual([1]);
  });

  test('[PW9] a tote that is done with takes nothing back', async () => {
    const w = await withWall(db.database, 'pw-done');
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const done = await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    expect(seen(done)).toMatchObject({ prompt: { kind: 'ScanSortTote' }, undo: null });
    expect(await at.send('UndoSort')).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
    expect(Object.values(await inPlaces(w, 'cubby'))).toEqual([1]);
  });

  test('[PW9] nothing goes back into a tote that another walk has brought since', async () => {
    const w = await withWall(db.database, 'pw-reused');
    await policy(w, { zeroCheck: 'always' });
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    expect(said(await at.scan(cubbyCode(lit(await at.scan('MUG')))))).toBe('AskToteEmpty');
    await pickedBatch(w, [['o2', [['PEN', 1]]]]);
    expect(await inPlaces(w, 'tote')).toEqual({ 'tote:T-01 PEN': 1 });
    expect(await at.send('UndoSort')).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
    expect(await inPlaces(w, 'tote')).toEqual({ 'tote:T-01 PEN': 1 });
    expect(Object.values(await inPlaces(w, 'cubby'))).toEqual([1]);
    expect(await stageOf(w, 'o1')).toBe('picked');
  });

  test('[PW11] a cancellation takes the unit out of the hand, and crosses the cubby until its goods are back', async () => {
    const w = await withWall(db.database, 'pw-cancel');
    await pickedBatch(w, [['o1', [['MUG', 2]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const cubby = lit(await at.scan('MUG'));
    await at.scan(cubbyCode(cubby));
    await at.scan('MUG');
    await w.tx((tx) => cancelOrder(tx, hub, 'o1', { reason: 'gone' }));
    const told = await at.scan(cubbyCode(cubby));
    expect(said(told)).toBe('SORT_PUT_BACK_FIRST TakenBack');
    expect(seen(told).cubbies.find((one) => one.cubby === cubby)).toMatchObject({
      state: 'cancelled',
      units: 1,
    });
    expect(said(await at.scan(toteCode('T-05')))).toBe('SORT_PUT_BACK_FIRST TakenBack');
    expect(said(await at.scan(toteCode('T-01')))).toBe('AskToteEmpty');
    expect(seen(await at.send('UndoSort'))).toMatchObject({ prompt: { stays: [{ sku: 'MUG', units: 1 }] } });
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 1 });
    const putBacks = await w
      .read()
      .selectFrom('putBack')
      .select(['fromPlace', 'units'])
      .where('site', '=', w.site)
      .orderBy('fromPlace')
      .execute();
    expect(putBacks).toEqual([
      { fromPlace: `cubby:${cubby}`, units: 1 },
      { fromPlace: 'tote:T-01', units: 1 },
    ]);
  });

  test('[PW11] of an order that is cancelled in part no more is put than it still asks', async () => {
    const w = await withWall(db.database, 'pw-less');
    await pickedBatch(w, [['o1', [['MUG', 3]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan('MUG');
    const cubby = lit(await at.scan('MUG'));
    const less = { reason: 'less', lines: [{ lineId: 'l1', quantity: 2 }] };
    await w.tx((tx) => cancelOrder(tx, hub, 'o1', less));
    expect(said(await at.scan(cubbyCode(cubby)))).toBe('SORT_PUT_BACK_FIRST TakenBack');
    expect(said(await at.scan(toteCode('T-01')))).toBe('ScanSortItem');
    await at.scan('MUG');
    expect(said(await at.scan(cubbyCode(cubby)))).toBe('ScanSortTote');
    expect(await stageOf(w, 'o1')).toBe('picked');
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 1 });
  });

  test('[PW12] a held order is sorted on and shown, and no bench opens it', async () => {
    const w = await withWall(db.database, 'pw-held');
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    await w.tx((tx) => holdOrder(tx, hub, 'o1', 'fraud', 'looked at'));
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const cubby = lit(await at.scan('MUG'));
    const put = await at.scan(cubbyCode(cubby));
    expect(seen(put).cubbies.find((one) => one.cubby === cubby)).toMatchObject({ state: 'held' });
    expect(await w.send('packer', 'PackScan', { scan: cubbyCode(cubby) })).toMatchObject({
      refusal: 'PACK_ORDER_HELD',
      bench: { waiting: 0 },
    });
  });

  test('[PW13] a release binds no more orders than cubbies are free, cancelled goods in them not counted as free', async () => {
    const w = await withWall(db.database, 'pw-room', { rows: 1, columns: 2 });
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    await at.scan(cubbyCode(lit(await at.scan('MUG'))));
    await w.tx((tx) => cancelOrder(tx, hub, 'o1', { reason: 'gone' }));
    for (const id of ['o2', 'o3', 'o4']) await w.order(id, [['PEN', 1]]);
    expect(await w.release()).toMatchObject({ shipments: 1 });
    expect(await w.release()).toMatchObject({ shipments: 0 });
  });
});

describe('several at one wall', () => {
  test('[PW3] [PW10] of two who open the last free cubby at once for two orders one gets it, and the other hears that the wall is full', async () => {
    const w = await withWall(db.database, 'pw-last-free', { rows: 1, columns: 2 });
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    await pickedBatch(w, [['o2', [['PEN', 1]]]]);
    await w.tx((tx) =>
      tx.db
        .updateTable('cubby')
        .set({ shipment: 0 })
        .where('site', '=', w.site)
        .where('cubby', '=', 'WALL-1-A01')
        .execute(),
    );
    await sorter(w).scan(toteCode('T-01'));
    await sorter(w, 'packer').scan(toteCode('T-02'));
    const takes = (operator: string, scan: string) => (tx: Tx) =>
      sortScan({ ...tx, operator }, { scan }, { operator });
    expect(await whileHeld(w, takes('picker2', 'MUG'), takes('packer', 'PEN'))).toMatchObject({
      refused: 'WALL_FULL',
    });
  });

  test('[PW10] two who scan the same unit at once get one each, and the third unit is nobody’s', async () => {
    const w = await withWall(db.database, 'pw-two');
    await pickedBatch(w, [
      ['o1', [['MUG', 1]]],
      ['o2', [['MUG', 1]]],
    ]);
    const [one, two] = [sorter(w), sorter(w, 'packer')];
    await Promise.all([one.scan(toteCode('T-01')), two.scan(toteCode('T-01'))]);
    const taken = await Promise.all([one.scan('MUG'), two.scan('MUG')]);
    expect(new Set(taken.map(lit)).size).toBe(2);
    const third = sorter(w, 'lead');
    await third.scan(toteCode('T-01'));
    expect(said(await third.scan('MUG'))).toBe('PutSurplus');
    await third.send('UndoSort');
    // Empty, but for what the two have in their hands.
    await third.empty(true);
    await third.empty(true);
    const puts = await Promise.all([one.scan(cubbyCode(lit(taken[0]))), two.scan(cubbyCode(lit(taken[1])))]);
    expect(puts.map((reply) => reply.ok)).toEqual([true, true]);
    expect([await stageOf(w, 'o1'), await stageOf(w, 'o2')]).toEqual(['picked', 'picked']);
    expect(await inPlaces(w, 'tote')).toEqual({});
  });

  test('[PW10] all units that somebody has in the hand are theirs', async () => {
    const w = await withWall(db.database, 'pw-both');
    await pickedBatch(w, [['o1', [['MUG', 2]]]]);
    const [one, two] = [sorter(w), sorter(w, 'packer')];
    await one.scan(toteCode('T-01'));
    await two.scan(toteCode('T-01'));
    await one.scan('MUG');
    expect(seen(await one.scan('MUG')).prompt).toMatchObject({ kind: 'PutInCubby', units: 2 });
    expect(said(await two.scan('MUG'))).toBe('PutSurplus');
  });

  test('[PW10] what somebody had in the hand who is not at work any more is anybody’s', async () => {
    const w = await withWall(db.database, 'pw-home');
    await pickedBatch(w, [['o1', [['MUG', 1]]]]);
    const [one, two] = [sorter(w), sorter(w, 'packer')];
    await one.scan(toteCode('T-01'));
    await two.scan(toteCode('T-01'));
    await one.scan('MUG');
    expect(said(await two.scan('MUG'))).toBe('PutSurplus');
    await two.send('UndoSort');
    await w.tx((tx) =>
      tx.db
        .updateTable('session')
        .set({ endedAt: tx.now })
        .where('site', '=', w.site)
        .where('operator', '=', 'picker2')
        .execute(),
    );
    expect(said(await two.scan('MUG'))).toBe('PutInCubby');
  });

  test('[PW10] the last unit of an order whose cubby is open is in one hand only', async () => {
    const w = await withWall(db.database, 'pw-last');
    await pickedBatch(w, [
      [
        'o1',
        [
          ['MUG', 1],
          ['PEN', 1],
        ],
      ],
    ]);
    const [one, two] = [sorter(w), sorter(w, 'packer')];
    await one.scan(toteCode('T-01'));
    await two.scan(toteCode('T-01'));
    await one.scan(cubbyCode(lit(await one.scan('PEN'))));
    const taken = await Promise.all([one.scan('MUG'), two.scan('MUG')]);
    expect(taken.map((reply) => seen(reply).prompt.kind).sort()).toEqual(['PutInCubby', 'PutSurplus']);
  });

  test('[PW10] the same put sent twice, or twenty times, moves the unit once', async () => {
    const w = await withWall(db.database, 'pw-twice');
    await pickedBatch(w, [['o1', [['MUG', 3]]]]);
    const at = sorter(w);
    await at.scan(toteCode('T-01'));
    const cubby = lit(await at.scan('MUG'));
    const commandId = 'the-same-put';
    const again = await Promise.all([
      ...Array.from({ length: 5 }, () =>
        w.send('picker2', 'SortScan', { scan: cubbyCode(cubby) }, { commandId }),
      ),
      ...Array.from({ length: 15 }, () => at.scan(cubbyCode(cubby))),
    ]);
    expect(
      new Set(
        again.flatMap((reply) => (reply.ok ? ['ok'] : 'refusal' in reply ? [reply.refusal] : ['fault'])),
      ),
    ).toEqual(new Set(['ok', 'SORT_ITEM_FIRST']));
    expect(await inPlaces(w, 'cubby')).toEqual({ [`cubby:${cubby} MUG`]: 1 });
  });

  test('[PW10] sorters, cancellations and packers at one wall wait for each other in no ring and lose nothing', async () => {
    const w = await withWall(db.database, 'pw-ring', { rows: 2, columns: 4 });
    const ids = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'];
    await pickedBatch(
      w,
      ids.map((id, at) => [
        id,
        [
          ['MUG', 1],
          [at % 2 === 0 ? 'BOX' : 'PEN', 1],
        ],
      ]),
    );
    const sortAll = async (operator: string) => {
      const at = sorter(w, operator);
      const totes = seen(await at.send('LeaveTote')).waitingTotes;
      for (const { tote } of totes) {
        await at.scan(toteCode(tote));
        for (const sku of ['MUG', 'BOX', 'PEN', 'MUG', 'BOX', 'PEN', 'MUG', 'MUG']) {
          const taken = await at.scan(sku);
          if (!taken.ok && 'fault' in taken) throw new Error(taken.fault);
          const { prompt } = seen(taken);
          if (prompt.kind === 'PutInCubby') {
            const put = await at.scan(cubbyCode(prompt.cubby));
            if (!put.ok && 'fault' in put) throw new Error(put.fault);
            if (seen(put).prompt.kind === 'TakenBack') await at.send('UndoSort');
          } else if (taken.ok) await at.send('UndoSort');
        }
        await at.send('LeaveTote');
      }
    };
    await Promise.all([
      sortAll('picker2'),
      sortAll('packer'),
      sortAll('lead'),
      w.tx((tx) => cancelOrder(tx, hub, 'o3', { reason: 'gone' })),
      w.tx((tx) => cancelOrder(tx, hub, 'o6', { reason: 'gone' })),
    ]);
    // Whatever was left in a tote while others had the rest in their hands.
    await sortAll('picker2');
    const left = await sql<{ place: string; units: number }>`
      select b.place, b.on_hand - coalesce((select sum(p.units) from put_back p where p.site = b.site and p.from_place = b.place
        and p.sku = b.sku and p.state = 'open'), 0)::int as units
      from stock_balance b where b.site = ${w.site} and b.place like 'tote:%' and b.on_hand > 0`.execute(
      w.read(),
    );
    expect(left.rows.filter((row) => row.units !== 0)).toEqual([]);
    for (const id of ids)
      expect([id, await stageOf(w, id)]).toEqual([id, id === 'o3' || id === 'o6' ? 'ended' : 'picked']);
    const foreign = await sql`
      select c.cubby, b.sku from cubby c join stock_balance b on b.site = c.site and b.place = 'cubby:' || c.cubby and b.on_hand > 0
      where c.site = ${w.site} and not exists (select from shipment_line l where l.site = c.site and l.shipment = c.shipment and l.sku = b.sku)`.execute(
      w.read(),
    );
    expect(foreign.rows).toEqual([]);
  });
});

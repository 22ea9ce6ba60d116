import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import { readWall } from '../../server/floor/departures/wall.views.ts';
import { readDesk } from '../../server/floor/exceptions/desk.views.ts';
import { lapseLeases, takeBreak } from '../../server/floor/picking/picking.ts';
import { json, type Tx } from '../../server/platform/db/database.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { until } from '../platform/running-app.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse, type Warehouse } from '../setup/warehouse.ts';
import { whileHeld } from '../setup/while-held.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const promptOf = (reply: Reply): PickPrompt => {
  if (!('prompt' in reply) || reply.prompt === undefined)
    throw new Error(`expected a prompt, got ${JSON.stringify(reply)}`);
  return reply.prompt;
};
const kind = (reply: Reply) =>
  `${reply.ok ? '' : 'refusal' in reply ? reply.refusal + ' ' : 'fault '}${promptOf(reply).kind}`;
const minutesOn = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

/** A floor with two zones: mugs lie in A, boxes in B. Every order is a walk of its own. */
async function floor(site: string, orders: [string, [string, number][]][] = []) {
  const w = await warehouse(db.database, site);
  await w.tx(async (tx) => {
    await tx.db.insertInto('zone').values({ site, zone: 'B', name: 'B', skill: null }).execute();
    await tx.db
      .insertInto('location')
      .values({
        site,
        location: 'B-01-01',
        zone: 'B',
        aisle: '02',
        xMm: 9_000,
        yMm: 2_000,
        checkDigits: '77',
      })
      .execute();
    await tx.db.deleteFrom('cart').where('site', '=', site).execute();
    await tx.db
      .insertInto('cart')
      .values(['C-1', 'C-2', 'C-3'].map((cart) => ({ site, cart, places: 1, task: null })))
      .execute();
  });
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 50);
  await w.holding('B-01-01', 'BOX', 50);
  for (const [id, lines] of orders) {
    await w.order(id, lines);
    await w.release();
  }
  const scan = (text: string, operator = 'picker') => w.send(operator, 'PickScan', { scan: text });
  const walks = () =>
    w
      .read()
      .selectFrom('pickTask')
      .select(['task', 'state', 'operator', 'cart', 'assignedTo', 'standsAt'])
      .where('site', '=', site)
      .orderBy('task')
      .execute();
  const walk = async (n: number) => {
    const row = (await walks())[n];
    if (row === undefined) throw new Error(`expected a walk number ${n}`);
    return row;
  };
  const look = (operator: string) => w.send(operator, 'GetWork', {});
  const desk = (at = noon) => readDesk(w.read(), site, at);
  /** One mug of the first order is in its tote, the rest still to be taken. */
  const begin = async (operator = 'picker', cart = 'C-1', tote = 'T-01') => {
    await look(operator);
    await scan(cartCode(cart), operator);
    await scan(toteCode(tote), operator);
    await scan(locationCode('A-01-03'), operator);
    await scan('MUG', operator);
    return scan(toteCode(tote), operator);
  };
  return { w, scan, walks, walk, look, desk, begin };
}

async function learn(w: Warehouse, operator: string, zones: string[], skills: string[] = []): Promise<void> {
  await w.tx((tx) =>
    tx.db
      .updateTable('operator')
      .set({ zones: json(zones), skills: json(skills) })
      .where('site', '=', w.site)
      .where('operator', '=', operator)
      .execute(),
  );
}

const session = (w: Warehouse, operator: string, change: { endedAt?: Date | null; screen?: string }) =>
  w.tx((tx) =>
    tx.db
      .updateTable('session')
      .set(change)
      .where('site', '=', w.site)
      .where('operator', '=', operator)
      .execute(),
  );
const goHome = (w: Warehouse, operator: string) => session(w, operator, { endedAt: noon });
const comeBack = (w: Warehouse, operator: string) => session(w, operator, { endedAt: null });

describe('who may', () => {
  test('[PK40] [PK41] a walk goes only to who works in its zones, and the desk says that nobody here may do it', async () => {
    const { w, walks, look, desk } = await floor('zones', [['o1', [['BOX', 1]]]]);
    await learn(w, 'picker', ['A']);
    await learn(w, 'picker2', ['A']);
    await learn(w, 'lead', ['A']);
    await learn(w, 'packer', []);
    expect(promptOf(await look('picker'))).toMatchObject({ kind: 'GetWork', ready: true });
    expect((await desk()).tasks).toMatchObject([
      { waits: { why: { code: 'no_permit', zones: ['B'], skills: [] }, declined: [] } },
    ]);
    await learn(w, 'picker2', ['A', 'B']);
    expect((await desk()).tasks).toMatchObject([{ waits: { why: { code: 'all_busy' } } }]);
    expect(kind(await look('picker2'))).toBe('ScanCart');
    expect(await walks()).toMatchObject([{ operator: 'picker2', state: 'claimed' }]);
  });

  test('[PK40] a zone asks for its skill, and hazardous goods for hazmat where the site keeps skills', async () => {
    const { w, look } = await floor('skills', [['o1', [['BOX', 1]]]]);
    await w.tx((tx) =>
      tx.db
        .updateTable('zone')
        .set({ skill: 'reach_truck' })
        .where('site', '=', w.site)
        .where('zone', '=', 'B')
        .execute(),
    );
    expect(kind(await look('picker'))).toBe('GetWork');
    await learn(w, 'picker', [], ['reach_truck']);
    expect(kind(await look('picker'))).toBe('ScanCart');

    await w.tx((tx) =>
      tx.db
        .updateTable('item')
        .set({ isHazmat: true })
        .where('site', '=', w.site)
        .where('sku', '=', 'MUG')
        .execute(),
    );
    // One hazardous thing among others is enough.
    await w.item('CUP');
    await w.holding('A-01-03', 'CUP', 5);
    await w.order('o2', [
      ['CUP', 1],
      ['MUG', 1],
    ]);
    await w.release();
    expect(kind(await look('picker2'))).toBe('GetWork');
    await learn(w, 'picker2', [], ['hazmat']);
    expect(kind(await look('picker2'))).toBe('ScanCart');
  });

  test('[PK40] a zone in which nothing is left to take asks for nothing', async () => {
    const { w, look } = await floor('left', [
      [
        'o1',
        [
          ['MUG', 1],
          ['BOX', 1],
        ],
      ],
    ]);
    await learn(w, 'picker', ['A']);
    expect(kind(await look('picker'))).toBe('GetWork');
    const without = { reason: 'buyer', lines: [{ lineId: 'l2', quantity: 1 }] };
    await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', without));
    expect(kind(await look('picker'))).toBe('ScanCart');
  });

  test('[PK40] hazardous goods ask for nothing where nobody has any skill', async () => {
    const { w, look } = await floor('noskills', [['o1', [['MUG', 1]]]]);
    await w.tx((tx) =>
      tx.db.updateTable('item').set({ isHazmat: true }).where('site', '=', w.site).execute(),
    );
    expect(kind(await look('picker'))).toBe('ScanCart');
  });

  test('[PK40] work that one may do is found behind any number of walks that one may not', async () => {
    const { w, look, walks } = await floor('behind');
    await w.holding('B-01-01', 'BOX', 5);
    await learn(w, 'picker', ['A']);
    for (let n = 1; n <= 55; n++) await w.order(`b${n}`, [['BOX', 1]]);
    await w.release(55);
    expect(await walks()).toHaveLength(55);
    expect(kind(await look('picker'))).toBe('GetWork');
    await w.order('m', [['MUG', 1]]);
    await w.tx((tx) =>
      tx.db
        .updateTable('pickTask')
        .set({ cutOffAt: minutesOn(1) })
        .where('site', '=', w.site)
        .execute(),
    );
    await w.release();
    expect(kind(await look('picker'))).toBe('ScanCart');
  });

  test('[PK18] [PK40] a lead cannot give a walk to somebody who may not do it, or is not there', async () => {
    const { w, begin, walk } = await floor('lead', [['o1', [['MUG', 2]]]]);
    await learn(w, 'picker2', ['B']);
    await begin();
    const { task } = await walk(0);
    expect(await w.send('lead', 'RecoverTask', { task, operator: 'picker2' })).toMatchObject({
      refusal: 'OPERATOR_NOT_PERMITTED',
      data: { operator: 'picker2', zones: ['A'], skills: [] },
    });
    expect(await w.send('lead', 'RecoverTask', { task, operator: 'packer' })).toMatchObject({
      refusal: 'OPERATOR_NOT_HERE',
    });
    expect(await w.send('lead', 'RecoverTask', { task, operator: 'nobody' })).toMatchObject({
      refusal: 'OPERATOR_UNKNOWN',
    });
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
  });
});

test('[PK41] the desk says of a walk that waits what would have to change first', async () => {
  const { w, walk, look, desk } = await floor('whynot', [['o1', [['MUG', 1]]]]);
  await w.tx((tx) =>
    tx.db.deleteFrom('cart').where('site', '=', w.site).where('cart', '<>', 'C-1').execute(),
  );
  const why = async (at = noon) => (await desk(at)).tasks.at(-1)?.waits?.why;
  for (const operator of ['picker', 'picker2', 'lead']) await goHome(w, operator);
  // A packer alone may not pick, and a lead at the desk has no handheld.
  await comeBack(w, 'lead');
  await session(w, 'lead', { screen: 'desk' });
  expect(await why()).toEqual({ code: 'nobody_here' });
  await comeBack(w, 'picker');
  expect(await why()).toEqual({ code: 'all_busy' });
  await w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: ['B'] });
  expect(await why()).toEqual({ code: 'no_permit', zones: ['A'], skills: [] });
  await w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: null });
  await look('picker');
  await w.send('picker', 'DeclineWork', { reason: 'too_heavy' });
  expect(await why()).toEqual({ code: 'declined' });
  expect(await why(minutesOn(16))).toEqual({ code: 'all_busy' });
  await w.send('lead', 'AssignTask', { task: (await walk(0)).task, operator: 'picker' });
  expect(await walk(0)).toMatchObject({ operator: 'picker', cart: null });
  // The only cart stands free, and somebody is on the way to it.
  await w.order('o2', [['MUG', 1]]);
  await w.release();
  await comeBack(w, 'picker2');
  expect(await why()).toEqual({ code: 'no_cart' });
  await w.send('lead', 'AssignTask', { task: (await walk(1)).task, operator: 'picker2' });
  expect(await why()).toEqual({ code: 'sent', to: 'picker2' });
  await goHome(w, 'picker2');
  expect(await why()).toEqual({ code: 'no_cart' });
});

describe('why', () => {
  test('[PK11] [PK49] the nearest start from the last scan, with the metres and how many there were', async () => {
    const { w, scan, look, walk, begin } = await floor('near', [['o1', [['MUG', 1]]]]);
    await begin();
    await w.order('far', [['BOX', 1]]);
    await w.order('near', [['MUG', 1]]);
    await w.release(1);
    await w.release(1);
    // Six metres from the drop place to the mugs, eleven to the boxes.
    expect(promptOf(await scan(locationCode('DROP-1')))).toMatchObject({
      kind: 'ScanCart',
      task: (await walk(2)).task,
      why: { code: 'nearest', metres: 6, among: 2 },
    });
    // The other starts where nobody has seen them.
    const why = promptOf(await look('picker2'));
    expect(why).toMatchObject({ kind: 'ScanCart', why: { code: 'earliest_cut_off', metres: null } });
  });

  test('[PK50] on another device the same person is asked the same, and why it is theirs', async () => {
    const { w, look, begin } = await floor('swap', [['o1', [['MUG', 2]]]]);
    const before = promptOf(await begin());
    const reason = async () =>
      (await w.read().selectFrom('pickTask').select('reason').where('site', '=', w.site).execute())[0]
        ?.reason;
    expect({ ...promptOf(await look('picker')), undo: null }).toEqual({ ...before, undo: null });
    expect(await reason()).toBe('earliest_cut_off');
    await w.tx((tx) =>
      tx.db.updateTable('pickTask').set({ device: 'HH-broken' }).where('site', '=', w.site).execute(),
    );
    const after = promptOf(await look('picker'));
    expect({ ...after, undo: null }).toEqual({ ...before, undo: null });
    expect(
      await w.read().selectFrom('pickTask').select(['device', 'reason']).where('site', '=', w.site).execute(),
    ).toEqual([{ device: 'dev-picker', reason: 'own_unfinished' }]);
  });
});

describe('sent by name', () => {
  test('[PK42] [PK49] a walk sent to who is free is theirs at once, though they did not ask', async () => {
    const { w, walk, look } = await floor('sent', [['o1', [['MUG', 1]]]]);
    const { task } = await walk(0);
    expect(await w.send('lead', 'AssignTask', { task, operator: 'picker2' })).toMatchObject({
      ok: true,
      result: { to: 'picker2', given: true },
    });
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker2', assignedTo: null });
    expect(promptOf(await look('picker2'))).toMatchObject({
      kind: 'ScanCart',
      why: { code: 'sent', by: 'lead' },
    });
  });

  test('[PK42] sent to who is busy it is next, before an earlier cut-off, and nobody else gets it', async () => {
    const { w, scan, walk, look, begin, desk } = await floor('next', [
      ['o1', [['MUG', 1]]],
      ['o2', [['MUG', 1]]],
    ]);
    await begin();
    const { task } = await walk(1);
    expect(await w.send('lead', 'AssignTask', { task, operator: 'picker' })).toMatchObject({
      result: { given: false },
    });
    expect((await desk()).tasks).toMatchObject([
      { operator: 'picker' },
      { task, waits: { why: { code: 'sent', to: 'picker' } } },
    ]);
    expect(kind(await look('picker2'))).toBe('GetWork');
    await w.order('o3', [['MUG', 1]]);
    await w.tx((tx) =>
      tx.db
        .updateTable('pickTask')
        .set({ cutOffAt: minutesOn(900) })
        .where('task', '=', task)
        .execute(),
    );
    await w.release();
    expect((await walk(2)).operator).toBe('picker2');
    expect(promptOf(await scan(locationCode('DROP-1')))).toMatchObject({
      kind: 'ScanCart',
      task,
      why: { code: 'sent' },
    });
  });

  test('[PK42] when they go home anybody gets it, and a lead can take the name off', async () => {
    const { w, walk, look, desk } = await floor('home', [
      ['o1', [['MUG', 1]]],
      ['o2', [['MUG', 1]]],
      ['o3', [['MUG', 1]]],
    ]);
    await look('picker');
    const { task } = await walk(1);
    await w.send('lead', 'AssignTask', { task, operator: 'picker' });
    await w.send('lead', 'AssignTask', { task: (await walk(2)).task, operator: 'picker' });
    expect(kind(await look('picker2'))).toBe('GetWork');
    await w.send('lead', 'AssignTask', { task, operator: null });
    expect(await walk(1)).toMatchObject({ operator: 'picker2', state: 'claimed' });
    await goHome(w, 'picker');
    expect((await desk()).tasks).toMatchObject([{}, {}, { waits: { why: { code: 'all_busy' } } }]);
    expect(kind(await look('lead'))).toBe('ScanCart');
    expect(await walk(2)).toMatchObject({ operator: 'lead', assignedTo: null });
  });

  test('[PK42] only what waits is sent, and only to who is there and may', async () => {
    const { w, walk, look } = await floor('no', [['o1', [['MUG', 1]]]]);
    const { task } = await walk(0);
    const send = (operator: string, number = task) =>
      w.send('lead', 'AssignTask', { task: number, operator });
    await goHome(w, 'picker2');
    expect(await send('picker2')).toMatchObject({ refusal: 'OPERATOR_NOT_HERE' });
    await comeBack(w, 'picker2');
    expect(await send('picker', 999_999)).toMatchObject({ refusal: 'TASK_UNKNOWN' });
    expect(await send('ghost')).toMatchObject({ refusal: 'OPERATOR_UNKNOWN' });
    expect(await send('packer')).toMatchObject({ refusal: 'OPERATOR_NOT_HERE' });
    await learn(w, 'picker2', ['B']);
    expect(await send('picker2')).toMatchObject({
      refusal: 'OPERATOR_NOT_PERMITTED',
      data: { zones: ['A'] },
    });
    await look('picker');
    expect(await send('lead')).toMatchObject({ refusal: 'TASK_NOT_WAITING', data: { state: 'claimed' } });
  });

  test('[PK42] sent to somebody with a small job it is theirs when the job is done', async () => {
    const { w, scan, walk } = await floor('job', [['o1', [['MUG', 1]]]]);
    const goods = { owner: 'main', sku: 'BOX', lot: '', units: 1, from: 'B-01-01', to: 'A-01-09' };
    const move = await w.send('lead', 'OrderMove', goods);
    await w.send('picker', 'TakeJob', { kind: 'move', ref: Number(move.ok ? move.result?.['move'] : 0) });
    await scan(locationCode('B-01-01'));
    const { task } = await walk(0);
    expect(await w.send('lead', 'AssignTask', { task, operator: 'picker' })).toMatchObject({
      result: { given: false },
    });
    expect(await walk(0)).toMatchObject({ state: 'planned', assignedTo: 'picker' });
    expect(kind(await scan('BOX'))).toBe('JobPut');
    expect(promptOf(await scan(locationCode('A-01-09')))).toMatchObject({
      kind: 'ScanCart',
      task,
      why: { code: 'sent' },
    });
  });

  test('[PK42] [PK45] what was sent, then what stands parked, comes before any number of walks that leave sooner', async () => {
    const { w, walk, walks, look, begin } = await floor('crowd', [
      ['parked', [['MUG', 2]]],
      ['sent', [['MUG', 1]]],
    ]);
    await w.tx((tx) =>
      tx.db
        .updateTable('pickTask')
        .set({ cutOffAt: minutesOn(900) })
        .where('site', '=', w.site)
        .execute(),
    );
    await begin();
    await w.holding('A-01-03', 'MUG', 10);
    for (let n = 1; n <= 55; n++) await w.order(`o${n}`, [['MUG', 1]]);
    await w.release(55);
    expect(await walks()).toHaveLength(57);
    await w.send('picker', 'HandOver', { where: null });
    const { task } = await walk(1);
    expect(await w.send('lead', 'AssignTask', { task, operator: 'picker2' })).toMatchObject({
      result: { given: true },
    });
    expect(kind(await look('picker'))).toBe('TakeOver');
  });
});

describe('saying no', () => {
  test('[PK43] a declined walk goes back, is not offered again for a while, and the desk sees why', async () => {
    const { w, walk, look, desk } = await floor('decline', [['o1', [['MUG', 1]]]]);
    await look('picker');
    expect(promptOf(await w.send('picker', 'DeclineWork', { reason: 'too_heavy' }))).toMatchObject({
      kind: 'GetWork',
      ready: true,
    });
    const { task } = await walk(0);
    expect(await walk(0)).toMatchObject({ state: 'planned', operator: null });
    expect((await desk()).tasks[0]?.waits).toEqual({
      why: { code: 'all_busy' },
      declined: [{ operator: 'picker', reason: 'too_heavy', at: noon.toISOString() }],
    });
    w.at(minutesOn(14));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'planned' });
    w.at(minutesOn(16));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker' });

    await w.send('picker', 'DeclineWork', { reason: 'other' });
    expect(await w.send('lead', 'AssignTask', { task, operator: 'picker' })).toMatchObject({
      result: { given: true },
    });
  });

  test('[PK43] who declines is given the next best at once, and somebody who waits gets the other', async () => {
    const { w, walks, look } = await floor('swapped', [
      ['o1', [['MUG', 1]]],
      ['o2', [['MUG', 1]]],
    ]);
    const first = promptOf(await look('picker'));
    const next = promptOf(await w.send('picker', 'DeclineWork', { reason: 'cannot_reach' }));
    expect(next).toMatchObject({ kind: 'ScanCart' });
    expect('task' in next && 'task' in first && next.task !== first.task).toBe(true);
    await look('picker2');
    expect(await walks()).toMatchObject([{ operator: 'picker2' }, { operator: 'picker' }]);
  });

  test('[PK43] what is declined goes at once to somebody who waits for work', async () => {
    const { w, walk, look } = await floor('waits', [['o1', [['MUG', 1]]]]);
    await look('picker');
    await look('picker2');
    await w.send('picker', 'DeclineWork', { reason: 'too_heavy' });
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker2' });
  });

  test('[PK43] after the first scan it is too late', async () => {
    const { w, scan, look, walk } = await floor('late', [['o1', [['MUG', 1]]]]);
    const decline = () => w.send('picker', 'DeclineWork', { reason: 'other' });
    expect(await decline()).toMatchObject({ refusal: 'PICK_NO_TASK' });
    await look('picker');
    await scan(cartCode('C-1'));
    expect(kind(await decline())).toBe('DECLINE_TOO_LATE ScanTote');
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker', cart: 'C-1' });
  });
});

describe('leaving work', () => {
  test('[PK45] without goods it goes back to the pool, cart and totes are free', async () => {
    const { w, scan, look, walk } = await floor('pool', [['o1', [['MUG', 2]]]]);
    expect(await w.send('picker', 'HandOver', { where: null })).toMatchObject({
      refusal: 'NOTHING_TO_HAND_OVER',
    });
    await look('picker');
    await scan(cartCode('C-1'));
    await scan(toteCode('T-01'));
    expect(await w.send('picker', 'HandOver', { where: null })).toMatchObject({
      ok: true,
      result: { isParked: false, standsAt: null },
      prompt: { kind: 'GetWork', ready: false },
    });
    expect(await walk(0)).toMatchObject({ state: 'planned', operator: null, cart: null });
    expect(
      await w
        .read()
        .selectFrom('tote')
        .select('tote')
        .where('site', '=', w.site)
        .where('state', '<>', 'free')
        .execute(),
    ).toEqual([]);
    expect(
      await w
        .read()
        .selectFrom('cart')
        .select('cart')
        .where('site', '=', w.site)
        .where('task', 'is not', null)
        .execute(),
    ).toEqual([]);
  });

  test('[PK44] [PK45] [PK49] with goods it is parked, and the next picker takes over exactly that cart where it stands', async () => {
    const { w, scan, look, walk, begin, desk } = await floor('park', [
      ['o1', [['MUG', 3]]],
      ['o2', [['MUG', 1]]],
    ]);
    await begin();
    await scan('MUG');
    expect(await w.send('picker', 'HandOver', { where: locationCode('A-01-07') })).toMatchObject({
      ok: true,
      result: { isParked: true, standsAt: 'A-01-07' },
      prompt: { kind: 'GetWork', ready: false },
    });
    expect(await walk(0)).toMatchObject({
      state: 'parked',
      operator: null,
      cart: 'C-1',
      standsAt: 'A-01-07',
    });
    expect((await desk()).tasks).toMatchObject([
      { state: 'parked', cart: 'C-1', at: 'A-01-07', waits: { why: { code: 'all_busy' } } },
      { state: 'planned' },
    ]);
    const asked = promptOf(await look('picker2'));
    expect(asked).toMatchObject({
      kind: 'TakeOver',
      cart: 'C-1',
      standsAt: 'A-01-07',
      why: { code: 'handed_over', from: 'picker', cart: 'C-1', standsAt: 'A-01-07' },
    });
    for (const wrong of [cartCode('C-2'), toteCode('T-01'), locationCode('A-01-07'), 'MUG'])
      expect(await scan(wrong, 'picker2')).toMatchObject({
        refusal: 'TAKE_OVER_FIRST',
        data: { expected: 'C-1', location: 'A-01-07' },
      });
    expect(promptOf(await scan(cartCode('C-1'), 'picker2'))).toMatchObject({
      kind: 'ScanLocation',
      location: 'A-01-03',
      take: 2,
    });
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker2', standsAt: null });
    const [line] = await w
      .read()
      .selectFrom('shipmentLine')
      .select(['picked', 'allocated'])
      .where('site', '=', w.site)
      .orderBy('shipment')
      .execute();
    expect(line).toEqual({ picked: 1, allocated: 3 });
  });

  test('[PK45] a place that nobody knows is refused and changes nothing', async () => {
    const { w, walk, begin } = await floor('where', [['o1', [['MUG', 2]]]]);
    await begin();
    const stop = (where: string) => w.send('picker', 'HandOver', { where });
    expect(await stop('%LX-99')).toMatchObject({ refusal: 'LOCATION_UNKNOWN', data: { location: 'X-99' } });
    expect(await stop(toteCode('T-01'))).toMatchObject({ refusal: 'NEED_LOCATION' });
    expect(await stop('')).toMatchObject({ refusal: 'SCAN_UNREADABLE' });
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
  });

  test('[PK43] [PK44] [PK45] a taken-over cart that nobody fetches stands where it stood: declined, silent or left', async () => {
    const { w, look, walk, begin } = await floor('again', [['o1', [['MUG', 2]]]]);
    await begin();
    await w.send('picker', 'HandOver', { where: null });
    await look('picker2');
    expect(kind(await w.send('picker2', 'DeclineWork', { reason: 'too_heavy' }))).toBe('GetWork');
    const standing = { state: 'parked', operator: null, cart: 'C-1', standsAt: 'A-01-03' };
    expect(await walk(0)).toMatchObject(standing);
    await look('lead');
    expect(await w.send('lead', 'HandOver', { where: locationCode('A-01-09') })).toMatchObject({ ok: true });
    expect(await walk(0)).toMatchObject({ ...standing, standsAt: 'A-01-09' });
    await look('lead');
    w.at(minutesOn(21));
    await w.tx((tx) =>
      tx.db.updateTable('session').set({ isReady: false }).where('site', '=', w.site).execute(),
    );
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ ...standing, standsAt: 'A-01-09' });
    expect(promptOf(await look('picker'))).toMatchObject({ kind: 'TakeOver', why: { from: 'picker' } });
  });

  test('[PK45] where nothing was scanned since, a cart stands where goods were taken last, and whoever waits has it at once', async () => {
    const { w, scan, look, walk } = await floor('last');
    for (const [at, sku] of ['CUP', 'PEN', 'JAR'].entries()) {
      await w.item(sku);
      await w.holding(`A-01-0${5 + at}`, sku, 5);
    }
    await w.order('o1', [
      ['MUG', 1],
      ['CUP', 1],
      ['PEN', 1],
      ['JAR', 1],
    ]);
    await w.release();
    await look('picker');
    await scan(cartCode('C-1'));
    let prompt = promptOf(await scan(toteCode('T-01')));
    const taken: string[] = [];
    for (const minute of [1, 2]) {
      if (prompt.kind !== 'ScanLocation') throw new Error(`expected a stop, got ${prompt.kind}`);
      const { location, sku } = prompt;
      taken.push(location);
      w.at(minutesOn(minute));
      await scan(locationCode(location));
      await scan(sku);
      prompt = promptOf(await scan(toteCode('T-01')));
    }
    expect(await w.send('picker', 'SkipStop', {})).toMatchObject({ ok: true });
    await look('picker2');
    expect(await w.send('picker', 'HandOver', { where: null })).toMatchObject({
      result: { isParked: true, standsAt: taken[1] },
    });
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker2', standsAt: taken[1] });
  });

  test('[PK45] leads are told of a cart that stands too long, until somebody has it', async () => {
    const { w, look, begin, desk } = await floor('stands', [['o1', [['MUG', 2]]]]);
    await begin();
    await w.send('picker', 'HandOver', { where: null });
    w.at(minutesOn(9));
    await w.tx(lapseLeases);
    expect((await desk()).exceptions).toEqual([]);
    w.at(minutesOn(10));
    await w.tx(lapseLeases);
    await w.tx(lapseLeases);
    expect((await desk()).exceptions).toMatchObject([
      { kind: 'parked_walk', data: { cart: 'C-1', location: 'A-01-03', operator: 'picker' } },
    ]);
    const [card] = (await desk()).exceptions;
    expect(
      await w.send('lead', 'ResolveException', { exception: card?.exception ?? 0, resolution: 'x' }),
    ).toMatchObject({ refusal: 'EXCEPTION_NEEDS_TAKER' });
    await look('picker2');
    expect((await desk()).exceptions).toEqual([]);
  });

  test('[PK15] [PK45] an order cancelled while its cart stands is told to whoever takes it over', async () => {
    const { w, look, walk, begin } = await floor('gone', [['o1', [['MUG', 2]]]]);
    await begin();
    await w.send('picker', 'HandOver', { where: null });
    await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
    expect(await walk(0)).toMatchObject({ state: 'parked' });
    expect(kind(await look('picker2'))).toBe('LinesCancelled');
    expect(kind(await w.send('picker2', 'Acknowledge', {}))).toBe('TakeOver');
    expect(kind(await w.send('picker2', 'PickScan', { scan: cartCode('C-1') }))).toBe('ScanDrop');
  });

  test('[PK15] [PK45] a cancellation that was not read yet is told to whoever takes the cart over', async () => {
    const { w, look, begin } = await floor('unread', [['o1', [['MUG', 2]]]]);
    await begin();
    await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
    await w.send('picker', 'HandOver', { where: null });
    expect(kind(await look('picker2'))).toBe('LinesCancelled');
  });

  test('[PK18] a lead parks the cart of somebody who is gone', async () => {
    const { w, look, walk, begin } = await floor('leadpark', [['o1', [['MUG', 2]]]]);
    await begin();
    expect(await w.send('lead', 'RecoverTask', { task: (await walk(0)).task, operator: null })).toMatchObject(
      {
        ok: true,
      },
    );
    expect(await walk(0)).toMatchObject({ state: 'parked', standsAt: 'A-01-03' });
    expect(kind(await look('picker2'))).toBe('TakeOver');
  });
});

describe('told by name', () => {
  test('[PK48] who loses a walk hears who took it and who has it before the next scan is taken', async () => {
    const { w, scan, look, walk, begin } = await floor('told', [
      ['o1', [['MUG', 2]]],
      ['o2', [['MUG', 1]]],
    ]);
    await begin();
    const { task } = await walk(0);
    await w.send('lead', 'RecoverTask', { task, operator: 'picker2' });
    const said = { kind: 'WorkTaken', why: 'recovered', task, cart: 'C-1', by: 'lead', to: 'picker2' };
    expect(await scan('MUG')).toMatchObject({ refusal: 'NOTHING_TO_SCAN_NOW', prompt: said });
    expect(promptOf(await look('picker'))).toMatchObject(said);
    // Work has come meanwhile, and a scan in the dark would be for it.
    expect(kind(await scan(cartCode('C-2')))).toBe('NOTHING_TO_SCAN_NOW WorkTaken');
    expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('ScanCart');
    expect(kind(await scan(cartCode('C-2')))).toBe('ScanTote');
  });

  test('[PK48] with a small job it is read before the job goes on', async () => {
    const { w, scan, walk, begin } = await floor('toldjob', [['o1', [['MUG', 2]]]]);
    await begin();
    await w.send('lead', 'RecoverTask', { task: (await walk(0)).task, operator: 'picker2' });
    const goods = { owner: 'main', sku: 'BOX', lot: '', units: 1, from: 'B-01-01', to: 'A-01-09' };
    const move = await w.send('lead', 'OrderMove', goods);
    await w.send('picker', 'TakeJob', { kind: 'move', ref: Number(move.ok ? move.result?.['move'] : 0) });
    expect(kind(await scan(locationCode('B-01-01')))).toBe('NOTHING_TO_SCAN_NOW WorkTaken');
    expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('JobFetch');
    expect(kind(await scan(locationCode('B-01-01')))).toBe('JobItem');
  });

  test('[PK12] [PK48] a lapsed walk is told of', async () => {
    const { w, look, walk } = await floor('lapsed', [['o1', [['MUG', 2]]]]);
    await look('picker');
    w.at(minutesOn(21));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'planned' });
    expect(promptOf(await look('picker'))).toMatchObject({
      kind: 'WorkTaken',
      why: 'lapsed',
      by: null,
      to: null,
    });
  });
});

describe('a break', () => {
  test('[PK46] keeps the walk, stretches the lease, and the first scan only ends it', async () => {
    const { w, scan, walk, begin, desk } = await floor('break', [['o1', [['MUG', 3]]]]);
    await begin();
    expect(promptOf(await w.send('picker', 'TakeBreak', {}))).toEqual({
      kind: 'OnBreak',
      since: noon.toISOString(),
      minutes: 30,
      cart: 'C-1',
      hasWork: true,
    });
    w.at(minutesOn(49));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
    const { operators, tasks } = await desk(minutesOn(49));
    expect(operators.find(({ operator }) => operator === 'picker')?.breakSince).toBe(noon.toISOString());
    expect(tasks).toMatchObject([{ isSilent: false }]);
    const wall = await readWall(w.read(), w.site, minutesOn(1));
    expect(wall.people).toMatchObject({ picking: 0, onBreak: 1 });
    expect(JSON.stringify(wall.people)).not.toContain('picker');
    expect(promptOf(await scan('MUG'))).toMatchObject({ kind: 'ScanItem', counted: 0 });
    expect(promptOf(await scan('MUG'))).toMatchObject({ counted: 1 });
  });

  test('[PK46] nothing new comes until it is over', async () => {
    const { w, walk, look } = await floor('rest');
    await look('picker');
    await w.send('picker', 'TakeBreak', {});
    await w.order('o1', [['MUG', 1]]);
    await w.release();
    expect(await walk(0)).toMatchObject({ state: 'planned' });
    await w.send('lead', 'AssignTask', { task: (await walk(0)).task, operator: 'picker' });
    expect(await walk(0)).toMatchObject({ state: 'planned', assignedTo: 'picker' });
    expect(promptOf(await look('picker'))).toMatchObject({ kind: 'ScanCart', why: { code: 'sent' } });
  });

  test('[PK46] somebody who was given up for gone and takes a break has the walk still', async () => {
    const { w, walk, begin, desk } = await floor('back', [['o1', [['MUG', 2]]]]);
    await begin();
    w.at(minutesOn(21));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'unreachable' });
    await w.send('picker', 'TakeBreak', {});
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
    expect((await desk()).exceptions).toEqual([]);
  });

  test('[PK46] with a small job the first scan, or asking for work, ends it too', async () => {
    const { w, scan } = await floor('jobrest');
    const goods = { owner: 'main', sku: 'BOX', lot: '', units: 1, from: 'B-01-01', to: 'A-01-09' };
    const move = await w.send('lead', 'OrderMove', goods);
    await w.send('picker', 'TakeJob', { kind: 'move', ref: Number(move.ok ? move.result?.['move'] : 0) });
    const rest = async () => kind(await w.send('picker', 'TakeBreak', {}));
    expect(await rest()).toBe('OnBreak');
    expect(kind(await scan(locationCode('B-01-01')))).toBe('JobFetch');
    expect(kind(await scan(locationCode('B-01-01')))).toBe('JobItem');
    expect(await rest()).toBe('OnBreak');
    expect(kind(await w.send('picker', 'GetWork', {}))).toBe('JobItem');
  });

  test('[PK12] [PK46] one that never ends lapses like any silence', async () => {
    const { w, walk, look } = await floor('away', [['o1', [['MUG', 1]]]]);
    await look('picker');
    await w.send('picker', 'TakeBreak', {});
    w.at(minutesOn(51));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'planned', operator: null });
  });
});

describe('zones for today', () => {
  test('[PK47] [PK48] a walk that is not begun and not permitted any more goes back, one with goods stays', async () => {
    const { w, look, walk, begin } = await floor('today', [
      ['o1', [['MUG', 2]]],
      ['o2', [['MUG', 1]]],
    ]);
    await begin();
    await look('picker2');
    for (const operator of ['picker', 'picker2'])
      expect(await w.send('lead', 'SetOperatorZones', { operator, zones: ['B'] })).toMatchObject({
        ok: true,
      });
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
    expect(await walk(1)).toMatchObject({ state: 'planned', operator: null });
    expect(promptOf(await look('picker2'))).toMatchObject({ kind: 'WorkTaken', why: 'zones', by: 'lead' });
    await w.send('picker2', 'Acknowledge', {});
    expect(await walk(1)).toMatchObject({ state: 'planned' });
    // Wider again: whoever waits has it at once, and keeps what is still permitted.
    await w.send('lead', 'SetOperatorZones', { operator: 'picker2', zones: null });
    expect(await walk(1)).toMatchObject({ state: 'claimed', operator: 'picker2' });
    await w.send('lead', 'SetOperatorZones', { operator: 'picker2', zones: ['A'] });
    expect(await walk(1)).toMatchObject({ state: 'claimed', operator: 'picker2' });
    expect(kind(await look('picker2'))).toBe('ScanCart');
  });

  test("[PK47] the word is over at the site's midnight", async () => {
    const { w, look, walk } = await floor('midnight', [['o1', [['MUG', 1]]]]);
    await w.tx((tx) =>
      tx.db.updateTable('site').set({ timezone: 'America/New_York' }).where('site', '=', w.site).execute(),
    );
    await w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: ['B'] });
    await look('picker');
    w.at(new Date('2026-03-03T04:59:00Z'));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'planned' });
    w.at(new Date('2026-03-03T05:00:00Z'));
    await w.tx(lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'claimed', operator: 'picker' });
  });

  test('[PK47] a zone or a person that is not there is refused', async () => {
    const { w } = await floor('nozone');
    expect(await w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: ['A', 'X'] })).toMatchObject(
      {
        refusal: 'ZONE_UNKNOWN',
        data: { zone: 'X' },
      },
    );
    expect(await w.send('lead', 'SetOperatorZones', { operator: 'ghost', zones: [] })).toMatchObject({
      refusal: 'OPERATOR_UNKNOWN',
    });
  });
});

describe('at the same moment', () => {
  const rounds = [0, 1, 2, 3, 4, 5];

  test('[PK19] [PK42] a walk is sent to one while another asks: one has it, and nobody has two', async () => {
    for (const round of rounds) {
      const { w, walk, walks, look } = await floor(`send${round}`, [['o1', [['MUG', 1]]]]);
      const { task } = await walk(0);
      const [sent] = await Promise.all([
        w.send('lead', 'AssignTask', { task, operator: 'picker' }),
        look('picker2'),
      ]);
      const [row] = await walks();
      if (sent.ok) expect(row).toMatchObject({ operator: 'picker', state: 'claimed' });
      else expect([sent, row]).toMatchObject([{ refusal: 'TASK_NOT_WAITING' }, { operator: 'picker2' }]);
    }
  });

  test('[PK43] somebody declines while a lead takes the walk over', async () => {
    for (const round of rounds) {
      const { w, walk, look, begin } = await floor(`no${round}`, [['o1', [['MUG', 2]]]]);
      await begin();
      await w.send('picker', 'HandOver', { where: null });
      await look('picker');
      const { task } = await walk(0);
      await Promise.all([
        w.send('picker', 'DeclineWork', { reason: 'other' }),
        w.send('lead', 'RecoverTask', { task, operator: null }),
      ]);
      expect(await walk(0)).toMatchObject({
        state: 'parked',
        operator: null,
        cart: 'C-1',
        standsAt: 'A-01-03',
      });
    }
  });

  test('[PK12] [PK45] somebody stops, or takes a break, while the lease runs out', async () => {
    for (const round of rounds) {
      const { w, walk, begin } = await floor(`lapse${round}`, [['o1', [['MUG', 2]]]]);
      await begin();
      w.at(minutesOn(21));
      await Promise.all([w.send('picker', 'HandOver', { where: null }), w.tx(lapseLeases)]);
      expect(await walk(0)).toMatchObject({ state: 'parked', operator: null });
      const open = await w
        .read()
        .selectFrom('exception')
        .select('kind')
        .where('site', '=', w.site)
        .where('state', '=', 'open')
        .execute();
      expect(open).toEqual([]);

      const other = await floor(`rest${round}`, [['o1', [['MUG', 2]]]]);
      await other.begin();
      other.w.at(minutesOn(21));
      await Promise.all([other.w.send('picker', 'TakeBreak', {}), other.w.tx(lapseLeases)]);
      expect(await other.walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
    }
  });

  test('[PK12] [PK46] a break that is being taken is no silence', async () => {
    const { w, walk, begin } = await floor('resting', [['o1', [['MUG', 2]]]]);
    await begin();
    w.at(minutesOn(21));
    const rests = (tx: Tx) =>
      takeBreak({ ...tx, operator: 'picker' }, { operator: 'picker', device: 'dev-picker' });
    await whileHeld(w, rests, lapseLeases);
    expect(await walk(0)).toMatchObject({ state: 'picking', operator: 'picker' });
  });

  test('[PK47] zones change while the walk is being claimed: nobody ends with one they may not do', async () => {
    for (const round of rounds) {
      const { w, walk, look } = await floor(`claim${round}`, [['o1', [['MUG', 1]]]]);
      await Promise.all([
        look('picker'),
        w.send('lead', 'SetOperatorZones', { operator: 'picker', zones: ['B'] }),
      ]);
      expect(await walk(0)).toMatchObject({ state: 'planned', operator: null });
    }
  });

  test('[PK18] what waited behind a take-over is for nobody’s walk', async () => {
    const { w, scan, walk, begin } = await floor('behindit', [['o1', [['MUG', 3]]]]);
    await begin();
    const { task } = await walk(0);
    const late: [string, () => Promise<Reply>, string][] = [
      ['a scan', () => scan('MUG'), 'PICK_NO_TASK'],
      ['asking for work', () => w.send('picker', 'GetWork', {}), ''],
      ['stopping', () => w.send('picker', 'HandOver', { where: null }), 'NOTHING_TO_HAND_OVER'],
      ['declining', () => w.send('picker', 'DeclineWork', { reason: 'other' }), 'PICK_NO_TASK'],
      ['a break', () => w.send('picker', 'TakeBreak', {}), ''],
    ];
    for (const [what, act, no] of late) {
      const give = (to: string) => ({
        operator: to,
        counted: 0,
        inHandLine: null,
        leaseUntil: minutesOn(99),
      });
      await w.tx((tx) =>
        tx.db
          .updateTable('pickTask')
          .set(give('picker'))
          .where('site', '=', w.site)
          .where('task', '=', task)
          .execute(),
      );
      const { reply } = await w.tx(async (tx) => {
        await tx.db
          .updateTable('pickTask')
          .set(give('picker2'))
          .where('site', '=', w.site)
          .where('task', '=', task)
          .execute();
        const waiting = act();
        await until(
          async () => {
            const { rows } = await sql`
              select from pg_locks l join pg_stat_activity a on a.pid = l.pid
              where not l.granted and a.datname = current_database()`.execute(w.read());
            return rows.length > 0 ? true : undefined;
          },
          20_000,
          `${what} to wait for the walk`,
        );
        return { reply: waiting };
      });
      const heard = await reply;
      expect([what, 'refusal' in heard ? heard.refusal : '']).toEqual([what, no]);
      expect([
        what,
        await w
          .read()
          .selectFrom('pickTask')
          .select(['operator', 'state', 'counted', 'inHandLine', 'leaseUntil'])
          .where('site', '=', w.site)
          .where('task', '=', task)
          .executeTakeFirst(),
      ]).toEqual([what, { ...give('picker2'), state: 'picking' }]);
    }
  });
});

test('[PK51] two pickers on one order count together, and it is picked when both have brought their totes', async () => {
  const { w, scan, walks, look } = await floor('two', [['o1', [['MUG', 4]]]]);
  await look('picker');
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-03'));
  await scan('MUG');
  await w.send('picker', 'EnterPicked', { units: 2 });
  await scan(toteCode('T-01'));
  // The tote is full and the cart has one place: what is left goes with somebody else.
  expect(kind(await w.send('picker', 'ToteFull', {}))).toBe('CartFull');
  expect(kind(await look('picker2'))).toBe('ScanCart');
  expect(await walks()).toMatchObject([
    { operator: 'picker', state: 'picking' },
    { operator: 'picker2', state: 'claimed' },
  ]);
  const line = () =>
    w
      .read()
      .selectFrom('shipmentLine')
      .innerJoin('shipment', (join) =>
        join
          .onRef('shipment.site', '=', 'shipmentLine.site')
          .onRef('shipment.shipment', '=', 'shipmentLine.shipment'),
      )
      .select(['shipmentLine.requested', 'shipmentLine.picked', 'shipment.stage'])
      .where('shipmentLine.site', '=', w.site)
      .executeTakeFirst();
  expect(await line()).toEqual({ requested: 4, picked: 2, stage: 'picking' });
  await scan(cartCode('C-2'), 'picker2');
  await scan(toteCode('T-02'), 'picker2');
  await scan(locationCode('A-01-03'), 'picker2');
  await w.send('picker', 'Acknowledge', {});
  for (const at of ['MUG', 'MUG']) await scan(at, 'picker2');
  await Promise.all([scan(toteCode('T-02'), 'picker2'), scan(locationCode('DROP-1'))]);
  expect(await line()).toEqual({ requested: 4, picked: 4, stage: 'picking' });
  expect((await readDesk(w.read(), w.site, noon)).waves).toMatchObject([{ lines: 2, linesDone: 2 }]);
  await scan(locationCode('DROP-1'), 'picker2');
  expect(await line()).toEqual({ requested: 4, picked: 4, stage: 'picked' });
});

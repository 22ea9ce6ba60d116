import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { json, type Tx } from '../../server/platform/db/database.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import * as jobs from '../../server/floor/jobs/jobs.ts';
import { openMoves, waitingJobs } from '../../server/floor/jobs/jobs.views.ts';
import { answerUnanswered } from '../../server/floor/picking/picking.ts';
import * as stock from '../../server/floor/stock/stock.ts';
import { stockForHub } from '../../server/floor/stock/stock.views.ts';
import { startTimers } from '../../server/floor/timers.ts';
import { demoClock } from '../../server/platform/clock.ts';
import { openExceptions } from '../../server/floor/exceptions/exceptions.views.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse, type Warehouse } from '../setup/warehouse.ts';
import { whileHeld } from '../setup/while-held.ts';
import { doJobs, kind, obeyJob, promptOf } from './do-jobs.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const scan = (w: Warehouse, text: string, operator = 'picker') =>
  w.send(operator, 'PickScan', { scan: text });
const work = async (w: Warehouse, operator = 'picker') => promptOf(await w.send(operator, 'GetWork', {}));

async function stockAt(w: Warehouse, place: string): Promise<Record<string, number>> {
  const rows = await w
    .read()
    .selectFrom('stockBalance')
    .select(['sku', 'status', 'onHand'])
    .where('site', '=', w.site)
    .where('place', '=', place)
    .where('onHand', '>', 0)
    .orderBy('sku')
    .orderBy('status')
    .execute();
  return Object.fromEntries(rows.map((row) => [`${row.sku} ${row.status}`, row.onHand]));
}

/** A hub of this owner hears of its stock. */
async function sells(tx: Tx): Promise<void> {
  const key = { apiKey: 'a', hub: 'hub', owner: 'main', secretHash: '' };
  await tx.db
    .insertInto('apiKey')
    .values({ site: tx.site, ...key })
    .execute();
}

/** What hubs were told of stock. */
async function deltas(w: Warehouse): Promise<unknown[]> {
  const rows = await w
    .read()
    .selectFrom('journal')
    .select('data')
    .where('site', '=', w.site)
    .where('type', '=', 'stock.changed')
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => (data as { delta: unknown }).delta);
}

async function states(w: Warehouse) {
  return w
    .read()
    .selectFrom('floorJob')
    .select(['operator', 'kind', 'state', 'reason'])
    .where('site', '=', w.site)
    .orderBy('job')
    .execute();
}

/** An order of two things is picked into T-01, dropped, and cancelled: all of it is to go back. */
async function cancelled(
  site: string,
  lines: [string, number][] = [
    ['MUG', 2],
    ['BOX', 1],
  ],
) {
  const w = await warehouse(db.database, site);
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 20);
  await w.holding('A-01-06', 'BOX', 5);
  await w.order('o1', lines);
  await w.release();
  await work(w);
  await scan(w, cartCode('C-1'));
  await scan(w, toteCode('T-01'));
  for (;;) {
    const prompt = await work(w);
    if (prompt.kind === 'ScanLocation') await scan(w, locationCode(prompt.location));
    else if (prompt.kind === 'ScanItem') await scan(w, prompt.sku);
    else if (prompt.kind === 'EnterQuantity') await w.send('picker', 'EnterPicked', { units: prompt.take });
    else if (prompt.kind === 'PutInTote') await scan(w, toteCode('T-01'));
    else break;
  }
  const cancel = () =>
    w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  return { w, cancel };
}

async function toPutBack(site: string, lines?: [string, number][]) {
  const { w, cancel } = await cancelled(site, lines);
  await scan(w, locationCode('DROP-1'));
  await cancel();
  return w;
}

test('[JB1] [JB2] [JB5] [JB9] what lies in one tote goes back in one go, by scans alone, and the tote is free', async () => {
  const w = await toPutBack('one-go');
  const given = promptOf(await w.send('picker', 'GetWork', {}));
  expect(given).toMatchObject({ kind: 'JobFetch', from: { kind: 'tote', code: 'T-01' }, items: 2, units: 3 });
  expect(given).toMatchObject({ why: 'nearest', part: 1, parts: 2 });
  expect(kind(await scan(w, toteCode('T-01')))).toBe('JobItem');
  expect(kind(await scan(w, 'MUG'))).toBe('JobItem');
  const put = promptOf(await scan(w, 'MUG'));
  expect(put).toMatchObject({ kind: 'JobPut', units: 2, target: { location: 'A-01-03' } });
  const next = promptOf(await scan(w, locationCode('A-01-03')));
  expect(next).toMatchObject({ kind: 'JobItem', item: { sku: 'BOX', units: 1 }, part: 2 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 20 });
  await scan(w, 'BOX');
  // Check digits of the place do as well.
  expect(kind(await scan(w, '16'))).toBe('GetWork');
  const [tote] = await w
    .read()
    .selectFrom('tote')
    .select(['tote', 'state'])
    .where('site', '=', 'one-go')
    .where('tote', '=', 'T-01')
    .execute();
  expect(tote).toEqual({ tote: 'T-01', state: 'free' });
  expect(await openExceptions(w.read(), 'one-go', 10)).toEqual([]);
  expect(await states(w)).toEqual([
    { operator: 'picker', kind: 'put_back', state: 'done', reason: 'nearest' },
  ]);
});

test('[JB5] goods still on a cart are nobody’s job; once the cart is dropped its picker is given them', async () => {
  const { w, cancel } = await cancelled('on-cart');
  await cancel();
  expect(await waitingJobs(w.read(), 'on-cart', 'picker2')).toEqual([]);
  expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('ScanDrop');
  expect(kind(await scan(w, locationCode('DROP-1')))).toBe('JobFetch');
});

test('[JB6] [JB8] a tote begins its job by its scan; the wrong place is told at the place, and a second scan means it', async () => {
  const w = await toPutBack('begins', [['MUG', 1]]);
  expect(kind(await scan(w, toteCode('T-09'), 'picker2'))).toBe('PICK_NO_TASK GetWork');
  expect(kind(await scan(w, toteCode('T-01'), 'picker2'))).toBe('JobItem');
  await scan(w, 'MUG', 'picker2');
  expect(kind(await scan(w, locationCode('DROP-1'), 'picker2'))).toBe('JOB_PLACE_UNFIT JobPut');
  const offered = await scan(w, locationCode('A-01-09'), 'picker2');
  expect(promptOf(offered)).toMatchObject({ kind: 'JobPut', offered: 'A-01-09', undo: 'offered' });
  expect(promptOf(await w.send('picker2', 'UndoScan', {}))).toMatchObject({ offered: null, undo: null });
  await scan(w, locationCode('A-01-09'), 'picker2');
  expect(kind(await scan(w, locationCode('A-01-09'), 'picker2'))).toBe('GetWork');
  expect(await stockAt(w, 'location:A-01-09')).toEqual({ 'MUG available': 1 });
});

test('[JB10] damaged units go to the problem place on hold, the good ones back', async () => {
  const w = await toPutBack('damaged', [['MUG', 2]]);
  await work(w);
  await scan(w, toteCode('T-01'));
  await scan(w, 'MUG');
  expect(kind(await w.send('picker', 'ReportShort', { reason: 'damaged', found: 2 }))).toBe(
    'SHORT_NOT_SHORT JobItem',
  );
  expect(promptOf(await w.send('picker', 'ReportShort', { reason: 'damaged', found: 1 }))).toMatchObject({
    kind: 'JobPut',
    units: 1,
    isDamaged: false,
  });
  const broken = promptOf(await scan(w, locationCode('A-01-03')));
  expect(broken).toMatchObject({ kind: 'JobPut', isDamaged: true, target: { location: 'PROBLEM-1' } });
  expect(kind(await scan(w, locationCode('A-01-03')))).toBe('JOB_WRONG_PLACE JobPut');
  expect(kind(await scan(w, locationCode('PROBLEM-1')))).toBe('GetWork');
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({ 'MUG hold': 1 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 19 });
});

test('[JB10] units that are not in the tote become missing at their place, which somebody else counts', async () => {
  const w = await toPutBack('lost', [['MUG', 2]]);
  await work(w);
  await scan(w, toteCode('T-01'));
  expect(kind(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 }))).toBe('GetWork');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 18, 'MUG missing': 2 });
  expect(await stockAt(w, 'tote:T-01')).toEqual({});
  expect(await waitingJobs(w.read(), 'lost', 'picker')).toEqual([]);
  expect(await waitingJobs(w.read(), 'lost', 'picker2')).toMatchObject([{ kind: 'count' }]);
  expect(await doJobs(w, 'picker2', () => 18)).toEqual(['CountPlace', 'CountItem', 'CountQuantity']);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 18 });
});

test('[JB16] a job given back is there for others, after the hand is empty', async () => {
  const w = await toPutBack('leave', [['MUG', 2]]);
  await work(w);
  await scan(w, toteCode('T-01'));
  await scan(w, 'MUG');
  const back = promptOf(await w.send('picker', 'LeaveJob', {}));
  expect(back).toMatchObject({ kind: 'JobHandBack', units: 1, from: { code: 'T-01' } });
  expect(kind(await scan(w, 'MUG'))).toBe('NOTHING_TO_SCAN_NOW JobHandBack');
  expect(promptOf(await w.send('picker', 'Acknowledge', {}))).toMatchObject({
    kind: 'GetWork',
    ready: false,
  });
  expect(kind(await w.send('picker', 'LeaveJob', {}))).toBe('JOB_UNKNOWN GetWork');
  expect(await stockAt(w, 'tote:T-01')).toEqual({ 'MUG available': 2 });
  expect(await work(w, 'picker2')).toMatchObject({ kind: 'JobFetch' });
});

test('[JB3] [JB1] two people at once never get the same job, and nobody gets two', async () => {
  const w = await warehouse(db.database, 'two');
  await w.item('MUG');
  for (const location of ['A-01-03', 'A-01-04']) {
    await w.holding(location, 'MUG', 5);
    await w.tx((tx) => stock.orderCount(tx, { owner: 'main', sku: 'MUG', lot: '', location }), 'lead');
  }
  await w.tx(async ({ db: own }) => {
    await own.updateTable('session').set({ isReady: true }).where('site', '=', 'two').execute();
  });
  // Straight at the door: dispatch would try a lost race again, and hide it.
  const give = (operator: string) => (tx: Tx) => jobs.giveJob(tx, { operator, device: null });
  await whileHeld(w, give('picker'), give('picker2'));
  await Promise.all([w.tx(give('picker')), w.tx(give('picker2'))]);
  expect((await states(w)).map(({ operator }) => operator).sort()).toEqual(['picker', 'picker2']);
  const cards = await waitingJobs(w.read(), 'two', 'packer');
  expect(cards).toEqual([]);
  expect(kind(await w.send('picker', 'TakeJob', { kind: 'count', ref: 1 }))).toBe('JOB_HAVE_WORK CountPlace');
  expect(kind(await w.send('lead', 'TakeJob', { kind: 'count', ref: 1 }))).toBe('JOB_TAKEN GetWork');
});

/** Ten MUGs by the ledger at A-01-03; picker says two are missing. */
async function toCount(site: string, missing = 2, holding = 10) {
  const w = await warehouse(db.database, site);
  await w.item('MUG', { gtin: '05012345678900', caseGtin: { gtin: '15012345678907', units: 6 } });
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', holding);
  await w.tx(async (tx) => {
    const at = stock.place.location('A-01-03');
    const what = { owner: 'main', sku: 'MUG', lot: '' };
    await stock.post(tx, [
      {
        kind: 'short',
        ...what,
        units: missing,
        from: { place: at, status: 'available' },
        to: { place: at, status: 'missing' },
      },
    ]);
    await stock.orderCount(tx, { ...what, location: 'A-01-03' });
  }, 'picker');
  return w;
}

test('[JB4] [JB11] [ST6] a count goes to somebody else, who hears no number of the ledger', async () => {
  const w = await toCount('blind', 3, 17);
  expect(await work(w)).toMatchObject({ kind: 'GetWork', jobs: [] });
  const asked = [await work(w, 'picker2')];
  expect(await openExceptions(w.read(), 'blind', 10)).toMatchObject([
    { kind: 'count', doneNowBy: 'picker2' },
  ]);
  asked.push(promptOf(await scan(w, locationCode('A-01-03'), 'picker2')));
  expect(kind(await scan(w, 'BOX', 'picker2'))).toBe('JOB_WRONG_ITEM CountItem');
  asked.push(promptOf(await scan(w, '15012345678907', 'picker2')));
  asked.push(promptOf(await scan(w, '05012345678900', 'picker2')));
  expect(asked.map((prompt) => prompt.kind)).toEqual([
    'CountPlace',
    'CountItem',
    'CountQuantity',
    'CountQuantity',
  ]);
  expect(asked.at(-1)).toMatchObject({ counted: 7 });
  // 17 are on hand, 14 available, 3 missing.
  expect(JSON.stringify(asked)).not.toMatch(/\b(17|14|3)\b(?!-)/);
  expect(promptOf(await w.send('picker2', 'UndoScan', {}))).toMatchObject({ counted: 6 });
  const told = await w.send('picker2', 'EnterPicked', { units: 14 });
  expect(JSON.stringify(told)).not.toMatch(/"(17|14|3)"|:(17|14|3)\b/);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 14 });
});

test('[ST13] [JB4] a number that nobody has asks yet another person, and two equal ones stand', async () => {
  const w = await toCount('again');
  await doJobs(w, 'picker2', () => 7);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 8, 'MUG missing': 2 });
  expect(await work(w, 'picker2')).toMatchObject({ kind: 'GetWork', jobs: [] });
  await doJobs(w, 'lead', () => 7);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 7 });
  expect(await openExceptions(w.read(), 'again', 10)).toEqual([]);
});

test('[ST9] [ST13] found goods return from missing', async () => {
  const w = await toCount('found');
  await doJobs(w, 'picker2', () => 10);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 10 });
});

test('[ST15] [EX5] what is more than the site lets go waits for a lead who did not count', async () => {
  const w = await toCount('limit', 12, 20);
  expect(await doJobs(w, 'picker2', () => 8)).toEqual(['CountPlace', 'CountItem', 'CountQuantity']);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 8, 'MUG missing': 12 });
  const open = await openExceptions(w.read(), 'limit', 10);
  const asked = open.find((one) => one.kind === 'write_off');
  expect(asked?.data).toMatchObject({ units: 12, counted: 8 });
  const exception = asked?.exception ?? 0;
  expect(await w.send('lead', 'ResolveException', { exception, resolution: 'x' })).toMatchObject({
    refusal: 'EXCEPTION_NEEDS_LEAD',
  });
  expect(await w.send('picker', 'AnswerCount', { exception, isAllowed: true })).toMatchObject({
    refusal: 'NOT_ALLOWED',
  });
  expect(await work(w, 'lead')).toMatchObject({ kind: 'GetWork', jobs: [] });
  expect(await w.send('lead', 'AnswerCount', { exception, isAllowed: false })).toMatchObject({ ok: true });
  // Now it is the lead who counts, so it is not the lead who allows.
  await doJobs(w, 'lead', () => 8);
  const [again] = (await openExceptions(w.read(), 'limit', 10)).filter((one) => one.kind === 'write_off');
  const second = again?.exception ?? 0;
  expect(await w.send('lead', 'AnswerCount', { exception: second, isAllowed: true })).toMatchObject({
    refusal: 'COUNT_NEEDS_ANOTHER',
  });
  await w.tx((tx) => stock.answerCount(tx, Number(again?.data['countRequest']), true), 'supervisor');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 8 });
  expect(await openExceptions(w.read(), 'limit', 10)).toEqual([]);
  expect(await w.send('lead', 'AnswerCount', { exception: second, isAllowed: true })).toMatchObject({
    refusal: 'EXCEPTION_DONE',
  });
});

test('[JB12] goods taken while somebody counts make the same person count once more', async () => {
  const w = await toCount('disturbed');
  // The open count keeps new promises away, so this one was made before.
  await w.tx((tx) =>
    stock.promise(tx, [{ owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03', units: 3 }]),
  );
  await work(w, 'picker2');
  await scan(w, locationCode('A-01-03'), 'picker2');
  await scan(w, 'MUG', 'picker2');
  await w.tx((tx) =>
    stock.post(tx, [
      {
        kind: 'pick',
        owner: 'main',
        sku: 'MUG',
        lot: '',
        units: 3,
        fromAllocated: true,
        from: { place: 'location:A-01-03', status: 'available' },
        to: { place: 'tote:T-05', status: 'available' },
      },
    ]),
  );
  const again = await w.send('picker2', 'EnterPicked', { units: 8 });
  expect(promptOf(again)).toMatchObject({ kind: 'CountItem', isAgain: true });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 5, 'MUG missing': 2 });
  await scan(w, 'MUG', 'picker2');
  await w.send('picker2', 'EnterPicked', { units: 5 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 5 });
});

test('[ST14] [ST16] units in a picker’s hand count as there, and the ledger stays above what is promised', async () => {
  const w = await warehouse(db.database, 'hand');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  await w.order('o1', [['MUG', 3]]);
  await w.release();
  await work(w);
  await scan(w, cartCode('C-1'));
  await scan(w, toteCode('T-01'));
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.tx(
    (tx) => stock.orderCount(tx, { owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03' }),
    'packer',
  );
  // Nine lie there, one is in the hand.
  await doJobs(w, 'picker2', () => 9);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 10 });
  await w.tx(
    (tx) => stock.orderCount(tx, { owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03' }),
    'packer',
  );
  // Nothing lies there: two people say so, and three stay for the picker to report.
  await doJobs(w, 'picker2', () => 0);
  await doJobs(w, 'lead', () => 0);
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 3 });
  const short = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 1 });
  expect(short).toMatchObject({ ok: true, result: { gap: 2 } });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 1, 'MUG missing': 2 });
});

test('[ST13] [JB12] a count and a short at the same moment lose nothing of each other', async () => {
  for (let round = 0; round < 6; round++) {
    const site = `race-${round}`;
    const w = await warehouse(db.database, site);
    await w.item('MUG');
    await w.holding('A-01-03', 'MUG', 10);
    await w.order('o1', [['MUG', 4]], { packRules: { mayShipPartial: 'quantities' } });
    await w.release();
    await work(w);
    await scan(w, cartCode('C-1'));
    await scan(w, toteCode('T-01'));
    await scan(w, locationCode('A-01-03'));
    await w.tx(
      (tx) => stock.orderCount(tx, { owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03' }),
      'lead',
    );
    await work(w, 'picker2');
    await scan(w, locationCode('A-01-03'), 'picker2');
    await scan(w, 'MUG', 'picker2');
    // The picker finds one of four; nine lie there in truth.
    const [short, count] = await Promise.all([
      w.send('picker', 'ReportShort', { reason: 'not_enough', found: 1 }),
      w.send('picker2', 'EnterPicked', { units: 10 }),
    ]);
    expect([short.ok, count.ok]).toEqual([true, true]);
    const here = await stockAt(w, 'location:A-01-03');
    const [open] = await w
      .read()
      .selectFrom('countRequest')
      .select('countRequest')
      .where('site', '=', site)
      .where('state', '=', 'open')
      .execute();
    // Whichever came first: what is missing has a count, and nothing has vanished from the ledger.
    expect((here['MUG missing'] ?? 0) === 0 || open !== undefined).toBe(true);
    expect((here['MUG available'] ?? 0) + (here['MUG missing'] ?? 0)).toBe(10);
  }
});

test('[ST9] [ST13] a count at the desk sees the first units that are reported missing while it waits', async () => {
  const w = await warehouse(db.database, 'desk-race');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  const what = { owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03' };
  await w.tx((tx) => stock.promise(tx, [{ ...what, units: 3 }]));
  await whileHeld(
    w,
    (tx) => stock.reportGap(tx, { ...what, units: 3, shipment: 1, lineNo: 1, reason: 'not_there' }),
    (tx) => stock.correctStock(tx, { ...what, counted: 7, reason: 'counted' }),
  );
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 7 });
});

test('[JB18] [ST9] what the desk counted meanwhile is told, and not booked twice', async () => {
  const w = await toCount('desk');
  await work(w, 'picker2');
  await scan(w, locationCode('A-01-03'), 'picker2');
  const body = { location: 'A-01-03', owner: 'main', sku: 'MUG', lot: '', counted: 9, reason: 'counted' };
  expect(await w.send('lead', 'CorrectStock', body)).toMatchObject({ ok: true });
  expect(kind(await scan(w, 'MUG', 'picker2'))).toBe('NOTHING_TO_SCAN_NOW JobGone');
  expect(kind(await w.send('picker2', 'Acknowledge', {}))).toBe('GetWork');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 9 });
});

test('[JB13] [JB19] [JB8] an ordered move is taken there, but not what is promised', async () => {
  const w = await warehouse(db.database, 'move');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  await w.order('o1', [['MUG', 4]]);
  await w.release();
  const order = (units: number, own: object = {}) =>
    w.send('lead', 'OrderMove', {
      owner: 'main',
      sku: 'MUG',
      lot: '',
      units,
      from: 'A-01-03',
      to: 'A-01-08',
      ...own,
    });
  expect(await order(7)).toMatchObject({ refusal: 'MOVE_PROMISED', data: { free: 6 } });
  expect(await order(1, { to: 'A-01-03' })).toMatchObject({ refusal: 'MOVE_SAME_PLACE' });
  expect(await order(1, { to: 'DROP-1' })).toMatchObject({ refusal: 'JOB_PLACE_UNFIT' });
  expect(await order(1, { to: 'NOWHERE' })).toMatchObject({ refusal: 'LOCATION_UNKNOWN' });
  expect(await order(1, { from: 'NOWHERE' })).toMatchObject({ refusal: 'LOCATION_UNKNOWN' });
  expect(await order(1, { sku: 'WHAT' })).toMatchObject({ refusal: 'ITEM_UNKNOWN' });
  expect(await order(5)).toMatchObject({ ok: true });
  const [card] = await waitingJobs(w.read(), 'move', 'picker2');
  expect(card).toMatchObject({ kind: 'move', units: 5, to: 'A-01-08' });
  expect(kind(await w.send('picker2', 'TakeJob', { kind: 'move', ref: card?.ref ?? 0 }))).toBe('JobFetch');
  await scan(w, locationCode('A-01-03'), 'picker2');
  expect(kind(await scan(w, 'MUG', 'picker2'))).toBe('JobQuantity');
  expect(kind(await w.send('picker2', 'EnterPicked', { units: 6 }))).toBe('JOB_TOO_MANY JobQuantity');
  expect(kind(await w.send('picker2', 'EnterPicked', { units: 5 }))).toBe('JobPut');
  // Another order is promised them on the way.
  await w.order('o2', [['MUG', 4]]);
  await w.release();
  expect(kind(await scan(w, locationCode('A-01-08'), 'picker2'))).toBe('MOVE_PROMISED JobPut');
  expect(promptOf(await w.send('picker2', 'UndoScan', {}))).toMatchObject({ kind: 'JobQuantity' });
  expect(kind(await w.send('picker2', 'EnterPicked', { units: 3 }))).toBe('MOVE_PROMISED JobQuantity');
  await w.send('picker2', 'EnterPicked', { units: 2 });
  await scan(w, locationCode('A-01-08'), 'picker2');
  expect(await stockAt(w, 'location:A-01-08')).toEqual({ 'MUG available': 2 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 8 });
});

test('[JB7] [JB15] a move begun on the spot takes what is scanned, as many as typed, to where they are put', async () => {
  const w = await warehouse(db.database, 'spot');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  expect(kind(await w.send('lead', 'StartMove', { location: 'NOWHERE' }))).toBe('LOCATION_UNKNOWN GetWork');
  expect(kind(await w.send('lead', 'StartMove', { location: 'A-01-03' }))).toBe('JobFetch');
  expect(kind(await w.send('lead', 'StartMove', { location: 'A-01-03' }))).toBe('JOB_HAVE_WORK JobFetch');
  await scan(w, locationCode('A-01-03'), 'lead');
  expect(kind(await scan(w, 'WHAT', 'lead'))).toBe('MOVE_NOT_HERE JobItem');
  expect(promptOf(await scan(w, 'MUG', 'lead'))).toMatchObject({
    kind: 'JobQuantity',
    item: { units: null },
  });
  expect(kind(await w.send('lead', 'EnterPicked', { units: 11 }))).toBe('MOVE_TOO_MANY JobQuantity');
  expect(kind(await w.send('lead', 'EnterPicked', { units: 7 }))).toBe('JobPut');
  await scan(w, locationCode('A-01-08'), 'lead');
  expect(await stockAt(w, 'location:A-01-08')).toEqual({ 'MUG available': 7 });
  expect(await states(w)).toMatchObject([{ state: 'done', reason: 'chosen' }]);
  expect(kind(await w.send('lead', 'UndoScan', {}))).toBe('PICK_NO_TASK GetWork');
  // One that is left is nobody's to go on with.
  await w.send('lead', 'StartMove', { location: 'A-01-03' });
  await scan(w, locationCode('A-01-03'), 'lead');
  await scan(w, 'MUG', 'lead');
  await w.send('lead', 'LeaveJob', {});
  expect(await waitingJobs(w.read(), 'spot', 'picker')).toEqual([]);
});

test('[JB46] a move to the problem place is meant by a second scan, puts the goods on hold and tells a lead and the hub', async () => {
  const w = await warehouse(db.database, 'hold');
  await w.item('MUG');
  await w.tx((tx) => sells(tx));
  await w.holding('A-01-03', 'MUG', 10);
  await w.send('picker', 'StartMove', { location: 'A-01-03' });
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.send('picker', 'EnterPicked', { units: 7 });
  expect(promptOf(await scan(w, locationCode('PROBLEM-1')))).toMatchObject({
    kind: 'JobPut',
    offered: 'PROBLEM-1',
    isHeldThere: true,
  });
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({});
  expect(kind(await scan(w, locationCode('PROBLEM-1')))).toBe('GetWork');
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({ 'MUG hold': 7 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 3 });
  expect(await stockForHub(w.read(), 'hold', 'main')).toMatchObject([{ sku: 'MUG', available: 3, hold: 7 }]);
  const free = await w.tx((tx) => stock.freeNow(tx, [{ owner: 'main', sku: 'MUG' }], noon));
  expect(free).toMatchObject([{ location: 'A-01-03', free: 3 }]);
  expect(await openExceptions(w.read(), 'hold', 10)).toMatchObject([
    {
      kind: 'on_hold',
      raisedBy: 'picker',
      data: { sku: 'MUG', units: 7, location: 'PROBLEM-1', from: 'A-01-03', reason: 'moved' },
    },
  ]);
  expect(await deltas(w)).toEqual([{ sku: 'MUG', lot: '', available: -7, hold: 7, reason: 'held' }]);
});

test('[JB47] goods on hold leave the problem place by a lead’s order alone, and are for sale where they lie then', async () => {
  const w = await warehouse(db.database, 'release');
  await w.item('MUG');
  await w.tx((tx) => sells(tx));
  await w.holding('A-01-03', 'MUG', 10);
  const move = (units: number, from: string, to: string) =>
    w.send('lead', 'OrderMove', { owner: 'main', sku: 'MUG', lot: '', units, from, to });
  await move(6, 'A-01-03', 'PROBLEM-1');
  await doJobs(w, 'picker');
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({ 'MUG hold': 6 });
  expect(kind(await w.send('picker', 'StartMove', { location: 'PROBLEM-1' }))).toBe('MOVE_ON_HOLD GetWork');
  expect(await move(7, 'PROBLEM-1', 'A-01-08')).toMatchObject({
    refusal: 'MOVE_TOO_MANY',
    data: { free: 6 },
  });
  expect(await move(4, 'PROBLEM-1', 'A-01-08')).toMatchObject({ ok: true });
  await doJobs(w, 'picker');
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({ 'MUG hold': 2 });
  expect(await stockAt(w, 'location:A-01-08')).toEqual({ 'MUG available': 4 });
  expect(await stockForHub(w.read(), 'release', 'main')).toMatchObject([{ available: 8, hold: 2 }]);
  expect(await deltas(w)).toMatchObject([
    { available: -6, hold: 6, reason: 'held' },
    { available: 4, hold: -4, reason: 'released' },
  ]);
});

test('[JB46] goods of a put-back that end at the problem place are on hold as well, whole as they are', async () => {
  const w = await toPutBack('whole', [['MUG', 2]]);
  await work(w);
  await scan(w, toteCode('T-01'));
  await scan(w, 'MUG');
  await scan(w, 'MUG');
  await scan(w, locationCode('PROBLEM-1'));
  expect(kind(await scan(w, locationCode('PROBLEM-1')))).toBe('GetWork');
  expect(await stockAt(w, 'location:PROBLEM-1')).toEqual({ 'MUG hold': 2 });
  expect(await openExceptions(w.read(), 'whole', 10)).toMatchObject([
    { kind: 'on_hold', data: { units: 2, from: 'T-01', reason: 'put_back' } },
  ]);
});

test('[JB48] a number above what lies there is called too many, and promised units by that name', async () => {
  const w = await warehouse(db.database, 'above');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  await w.send('picker', 'StartMove', { location: 'A-01-03' });
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  const enter = (units: number) => w.send('picker', 'EnterPicked', { units });
  expect(await enter(11)).toMatchObject({ refusal: 'MOVE_TOO_MANY', data: { free: 10 } });
  await w.tx((tx) =>
    stock.promise(tx, [{ owner: 'main', sku: 'MUG', lot: '', location: 'A-01-03', units: 4 }]),
  );
  expect(await enter(11)).toMatchObject({ refusal: 'MOVE_TOO_MANY', data: { free: 10 } });
  expect(await enter(7)).toMatchObject({ refusal: 'MOVE_PROMISED', data: { free: 6 } });
  expect(kind(await enter(6))).toBe('JobPut');
});

test('[JB14] a move that finds nothing orders a count and books nothing', async () => {
  const w = await warehouse(db.database, 'gap');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  const goods = { owner: 'main', sku: 'MUG', lot: '', units: 5, from: 'A-01-03', to: 'A-01-08' };
  await w.send('lead', 'OrderMove', goods);
  await work(w);
  await scan(w, locationCode('A-01-03'));
  expect(kind(await w.send('picker', 'ReportShort', { reason: 'damaged', found: 0 }))).toBe(
    'PICK_NOT_AT_LINE JobItem',
  );
  expect(kind(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 }))).toBe('GetWork');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 10 });
  expect(await waitingJobs(w.read(), 'gap', 'picker2')).toMatchObject([{ kind: 'count' }]);
});

test('[JB17] a silent person’s job goes on to others, unless goods are in the hand: then a lead decides', async () => {
  const w = await toPutBack('silent', [['MUG', 1]]);
  await work(w);
  w.at(new Date(noon.getTime() + 25 * 60_000));
  await w.tx((tx) => jobs.lapseJobs(tx));
  expect(await work(w, 'picker2')).toMatchObject({ kind: 'JobFetch' });
  await scan(w, toteCode('T-01'), 'picker2');
  w.at(new Date(noon.getTime() + 50 * 60_000));
  await w.tx((tx) => jobs.lapseJobs(tx));
  expect(await openExceptions(w.read(), 'silent', 10)).toMatchObject([
    { kind: 'put_back' },
    { kind: 'holder_unreachable' },
  ]);
  expect(await work(w, 'picker')).toMatchObject({ kind: 'GetWork', jobs: [] });
  // Back again: the job goes on where it was.
  expect(await work(w, 'picker2')).toMatchObject({ kind: 'JobItem' });
  expect(await openExceptions(w.read(), 'silent', 10)).toMatchObject([{ kind: 'put_back' }]);
  w.at(new Date(noon.getTime() + 80 * 60_000));
  await w.tx((tx) => jobs.lapseJobs(tx));
  const { job } = await w
    .read()
    .selectFrom('floorJob')
    .select('job')
    .where('site', '=', 'silent')
    .where('state', '=', 'unreachable')
    .executeTakeFirstOrThrow();
  expect(await w.send('lead', 'RecoverJob', { job })).toMatchObject({ ok: true });
  expect(await w.send('lead', 'RecoverJob', { job })).toMatchObject({ refusal: 'JOB_UNKNOWN' });
  expect(await work(w, 'picker')).toMatchObject({ kind: 'JobFetch' });
  expect(kind(await scan(w, 'MUG', 'picker2'))).toBe('PICK_NO_TASK GetWork');
});

test('[JB9] [CH2] a cancellation while goods go back orders nothing back twice', async () => {
  const w = await warehouse(db.database, 'vs-cancel');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 20);
  const caller = { hub: 'hub', owner: 'main' };
  await w.order('o1', [['MUG', 4]]);
  await w.release();
  await work(w);
  await scan(w, cartCode('C-1'));
  await scan(w, toteCode('T-01'));
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.send('picker', 'EnterPicked', { units: 4 });
  await scan(w, toteCode('T-01'));
  await scan(w, locationCode('DROP-1'));
  await w.tx((tx) =>
    cancelOrder(tx, caller, 'o1', { reason: 'buyer', lines: [{ lineId: 'l1', quantity: 2 }] }),
  );
  await work(w);
  await scan(w, toteCode('T-01'));
  await scan(w, 'MUG');
  await scan(w, 'MUG');
  const [put] = await Promise.all([
    scan(w, locationCode('A-01-03')),
    w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' })),
  ]);
  expect(put.ok).toBe(true);
  await doJobs(w, 'picker2');
  await doJobs(w, 'picker');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 20 });
  expect(await stockAt(w, 'tote:T-01')).toEqual({});
});

test('[JB2] whoever comes back from a walk without another one is given a job, whoever has none waits', async () => {
  const w = await toPutBack('after', [['MUG', 1]]);
  expect(await states(w)).toEqual([]);
  await w.order('o2', [['BOX', 1]]);
  await w.release();
  expect(await work(w)).toMatchObject({ kind: 'ScanCart' });
  expect(await work(w, 'picker2')).toMatchObject({ kind: 'JobFetch', why: 'oldest' });
  expect(await work(w, 'lead')).toMatchObject({ kind: 'GetWork', ready: true, jobs: [] });
});

test('[JB20] what comes up while people stand ready goes to them, each thing to one who may have it', async () => {
  const { w, cancel } = await cancelled('pushed', [['MUG', 1]]);
  await scan(w, locationCode('DROP-1'));
  for (const operator of ['picker', 'picker2'])
    expect(await work(w, operator)).toMatchObject({ kind: 'GetWork', ready: true });
  const clock = demoClock();
  clock.set(noon);
  const timers = startTimers({
    database: db.database,
    clock,
    log: pino({ level: 'silent' }),
    sites: () => [w.site],
  });
  try {
    await expect.poll(() => clock.nextDue()).not.toBeNull();
    await clock.moveTo(noon);
    // Ordered by one of the two who wait: the other one counts.
    await w.tx(
      (tx) => stock.orderCount(tx, { owner: 'main', sku: 'BOX', lot: '', location: 'A-01-06' }),
      'picker',
    );
    timers.heard([{ site: w.site, type: 'StockChanged' }]);
    await clock.moveTo(noon);
    expect(await states(w)).toMatchObject([{ operator: 'picker2', kind: 'count', state: 'open' }]);
    await cancel();
    timers.heard([{ site: w.site, type: 'PutBackChanged' }]);
    await clock.moveTo(noon);
    expect(await states(w)).toMatchObject([
      { operator: 'picker2', kind: 'count' },
      { operator: 'picker', kind: 'put_back', state: 'open' },
    ]);
    expect((await w.tx((tx) => jobs.promptFor(tx, 'picker'))).kind).toBe('JobFetch');
    expect(await w.tx((tx) => jobs.whoWaits(tx))).toEqual({ jobs: 0, people: [] });
  } finally {
    timers.stop();
  }
});

test('[JB20] a thing that two are offered at once goes to one of them', async () => {
  const w = await toPutBack('offered', [['MUG', 1]]);
  await w.tx(async (tx) => {
    await tx.db.updateTable('session').set({ isReady: true }).where('site', '=', w.site).execute();
  });
  const people = (await w.tx((tx) => jobs.whoWaits(tx))).people.filter(({ operator }) =>
    operator.startsWith('picker'),
  );
  expect(people.length).toBe(2);
  const given = await Promise.all(
    [...people, ...people].map(async (person) => await w.tx((tx) => jobs.giveJob(tx, person))),
  );
  expect(given.filter(Boolean)).toHaveLength(1);
  expect(await states(w)).toHaveLength(1);
});

test('[JB20] [PK11] somebody who is looked at for a job that is not for them gets a walk at the same moment', async () => {
  // Who ordered the count may not do it.
  const w = await toCount('looked-at');
  await w.holding('A-01-06', 'BOX', 5);
  await w.order('o1', [['BOX', 1]]);
  expect(await work(w)).toMatchObject({ kind: 'GetWork', ready: true });
  await w.tx(async (tx) => {
    expect((await jobs.whoWaits(tx)).jobs).toBe(1);
    expect(await jobs.giveJob(tx, { operator: 'picker', device: null })).toBe(false);
    expect(await w.release()).toMatchObject({ shipments: 1 });
  });
  expect(
    await w.read().selectFrom('pickTask').select(['operator', 'state']).where('site', '=', w.site).execute(),
  ).toEqual([{ operator: 'picker', state: 'claimed' }]);
});

test('[ST15] a site says how much a count may write off', async () => {
  const w = await toCount('strict', 2, 10);
  await w.tx(async ({ db: own }) => {
    const { policies } = await own
      .selectFrom('site')
      .select('policies')
      .where('site', '=', 'strict')
      .executeTakeFirstOrThrow();
    await own
      .updateTable('site')
      .set({ policies: json({ ...policies, countLimitUnits: 1 }) })
      .where('site', '=', 'strict')
      .execute();
  });
  const prompt = await work(w, 'picker2');
  await obeyJob(w, 'picker2', prompt);
  await scan(w, 'MUG', 'picker2');
  await w.send('picker2', 'EnterPicked', { units: 8 });
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 8, 'MUG missing': 2 });
});

/** A move of five mugs from A-01-03 to A-01-08 is ordered. Returns its number. */
async function ordered(site: string): Promise<{ w: Warehouse; move: number }> {
  const w = await warehouse(db.database, site);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  const reply = await w.send('lead', 'OrderMove', {
    owner: 'main',
    sku: 'MUG',
    lot: '',
    units: 5,
    from: 'A-01-03',
    to: 'A-01-08',
  });
  if (!reply.ok) throw new Error(JSON.stringify(reply));
  return { w, move: Number(reply.result?.['move']) };
}

const moveState = async (w: Warehouse) =>
  (
    await w
      .read()
      .selectFrom('moveRequest')
      .select('state')
      .where('site', '=', w.site)
      .executeTakeFirstOrThrow()
  ).state;

test('[JB41] a move is taken back before it was begun, or while nothing of it is in the hand', async () => {
  const { w, move } = await ordered('back');
  expect(await openMoves(w.read(), 'back', 10)).toMatchObject([
    { move, sku: 'MUG', units: 5, from: 'A-01-03', to: 'A-01-08', operator: null, inHand: 0 },
  ]);
  expect(await w.send('picker', 'CancelMove', { move })).toMatchObject({ refusal: 'NOT_ALLOWED' });
  expect(await w.send('lead', 'CancelMove', { move })).toMatchObject({ ok: true, result: { inHand: 0 } });
  expect(await waitingJobs(w.read(), 'back', 'picker')).toEqual([]);
  expect(await openMoves(w.read(), 'back', 10)).toEqual([]);
  expect(await w.send('lead', 'CancelMove', { move })).toMatchObject({ refusal: 'MOVE_OVER' });
  const { w: other, move: second } = await ordered('fetched');
  await work(other);
  await scan(other, locationCode('A-01-03'));
  expect(kind(await scan(other, 'MUG'))).toBe('JobQuantity');
  await other.send('lead', 'CancelMove', { move: second });
  expect(kind(await other.send('picker', 'EnterPicked', { units: 5 }))).toBe('NOTHING_TO_ANSWER JobGone');
  expect(kind(await other.send('picker', 'Acknowledge', {}))).toBe('GetWork');
  expect(await stockAt(other, 'location:A-01-03')).toEqual({ 'MUG available': 10 });
});

test('[JB42] goods in the hand for a move that was taken back go to where they came from', async () => {
  const { w, move } = await ordered('in_hand');
  await work(w);
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.send('picker', 'EnterPicked', { units: 5 });
  expect(await openMoves(w.read(), 'in_hand', 10)).toMatchObject([{ operator: 'picker', inHand: 5 }]);
  expect(await w.send('lead', 'CancelMove', { move })).toMatchObject({ ok: true, result: { inHand: 5 } });
  const told = await scan(w, locationCode('A-01-08'));
  expect(kind(told)).toBe('NOTHING_TO_SCAN_NOW JobHandBack');
  expect(promptOf(told)).toMatchObject({
    why: 'cancelled',
    units: 5,
    from: { kind: 'location', code: 'A-01-03' },
    undo: null,
  });
  expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('GetWork');
  expect(await stockAt(w, 'location:A-01-03')).toEqual({ 'MUG available': 10 });
  expect(await stockAt(w, 'location:A-01-08')).toEqual({});
  expect(await moveState(w)).toBe('cancelled');
  // Whoever brought them back is ready for what comes next.
  await w.send('lead', 'OrderMove', {
    owner: 'main',
    sku: 'MUG',
    lot: '',
    units: 2,
    from: 'A-01-03',
    to: 'A-01-09',
  });
  expect(await work(w)).toMatchObject({ kind: 'JobFetch' });
});

test('[JB43] a move that is put and taken back at once is one of the two', async () => {
  for (let round = 0; round < 6; round++) {
    const { w, move } = await ordered(`put_race_${round}`);
    await work(w);
    await scan(w, locationCode('A-01-03'));
    await scan(w, 'MUG');
    await w.send('picker', 'EnterPicked', { units: 5 });
    const [put, back] = await Promise.all([
      scan(w, locationCode('A-01-08')),
      w.send('lead', 'CancelMove', { move }),
    ]);
    expect(put.ok).toBe(!back.ok);
    expect(await moveState(w)).toBe(put.ok ? 'done' : 'cancelled');
    expect(await stockAt(w, 'location:A-01-08')).toEqual(put.ok ? { 'MUG available': 5 } : {});
  }
});

test('[JB43] a move that is taken on and taken back at once is put by nobody', async () => {
  for (let round = 0; round < 6; round++) {
    const { w, move } = await ordered(`take_race_${round}`);
    await Promise.all([
      w.send('picker', 'TakeJob', { kind: 'move', ref: move }),
      w.send('lead', 'CancelMove', { move }),
    ]);
    expect(['JobGone', 'GetWork']).toContain(promptOf(await w.send('picker', 'GetWork', {})).kind);
    expect(await moveState(w)).toBe('cancelled');
  }
});

test('[JB43] a move that is put while somebody takes it back who has not seen that it was begun is not put', async () => {
  const { w } = await ordered('unseen');
  await work(w);
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.send('picker', 'EnterPicked', { units: 5 });
  // Whoever looks before the job is taken on has no job to lock, only the move.
  const takesBack = (tx: Tx) =>
    tx.db.updateTable('moveRequest').set({ state: 'cancelled' }).where('site', '=', w.site).execute();
  const put = await whileHeld(w, takesBack, () => scan(w, locationCode('A-01-08')));
  expect(kind(put)).toBe('NOTHING_TO_SCAN_NOW JobHandBack');
  expect(await stockAt(w, 'location:A-01-08')).toEqual({});
  expect((await work(w)).kind).toBe('JobHandBack');
});

test('[JB40] a lead is called at a job, and the answer stands before every other question until it is read', async () => {
  const { w } = await ordered('call');
  await work(w);
  await scan(w, locationCode('A-01-03'));
  expect(promptOf(await w.send('picker', 'AskLead', { question: 'other' }))).toMatchObject({
    kind: 'JobItem',
    asked: { question: 'other', location: 'A-01-03' },
  });
  expect(kind(await w.send('picker', 'AskLead', { question: 'blocked' }))).toBe('QUESTION_OPEN JobItem');
  const [question] = await openExceptions(w.read(), 'call', 10);
  expect(question).toMatchObject({
    kind: 'question',
    data: { location: 'A-01-03', sku: 'MUG', operator: 'picker' },
  });
  const exception = question?.exception ?? 0;
  expect(await w.send('lead', 'AnswerQuestion', { exception, answer: 'no' })).toMatchObject({ ok: true });
  expect(promptOf(await scan(w, 'MUG'))).toMatchObject({
    kind: 'JobAnswered',
    answer: 'no',
    by: 'lead',
    question: 'other',
    undo: null,
  });
  expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('JobItem');
  expect(kind(await scan(w, 'MUG'))).toBe('JobQuantity');
  expect(await w.send('lead', 'AnswerQuestion', { exception, answer: 'yes' })).toMatchObject({
    refusal: 'EXCEPTION_DONE',
  });
});

test('[JB40] a question at a job that no lead answers is answered by the site', async () => {
  const { w } = await ordered('nobody');
  await work(w);
  await w.send('picker', 'AskLead', { question: 'other' });
  w.at(new Date(noon.getTime() + 31_000));
  await w.tx((tx) => answerUnanswered(tx, jobs.tellAnswer));
  expect(await work(w)).toMatchObject({ kind: 'JobAnswered', answer: 'yes', by: 'nobody' });
  // A job that is over needs no answer.
  await w.send('picker', 'Acknowledge', {});
  await w.send('picker', 'AskLead', { question: 'blocked' });
  await w.send('picker', 'LeaveJob', {});
  w.at(new Date(noon.getTime() + 90_000));
  await w.tx((tx) => answerUnanswered(tx, jobs.tellAnswer));
  expect((await work(w)).kind).toBe('JobFetch');
});

test('[JB44] a job keeps to the scan policy of its goods: units one by one, or a number that nobody offers', async () => {
  const { w } = await ordered('each');
  await w.policy({ sku: 'MUG', owner: 'main', item: 'each' });
  await work(w);
  await scan(w, locationCode('A-01-03'));
  for (let unit = 1; unit < 5; unit++)
    expect(promptOf(await scan(w, 'MUG'))).toMatchObject({ kind: 'JobItem', mode: 'each', counted: unit });
  expect(promptOf(await scan(w, 'MUG'))).toMatchObject({ kind: 'JobPut', units: 5 });
  const { w: upTo } = await ordered('up_to');
  await upTo.policy({ sku: 'MUG', owner: 'main', eachScanUpTo: 5 });
  await work(upTo);
  await scan(upTo, locationCode('A-01-03'));
  expect(promptOf(await scan(upTo, 'MUG'))).toMatchObject({ kind: 'JobItem', mode: 'each', counted: 1 });
  const { w: other } = await ordered('typed');
  await other.policy({ operator: 'picker', quantity: 'typed' });
  await work(other);
  await scan(other, locationCode('A-01-03'));
  expect(promptOf(await scan(other, 'MUG'))).toMatchObject({ kind: 'JobQuantity', isPrefilled: false });
});

test('[JB45] the places of a job are proven as its policy wants', async () => {
  const { w } = await ordered('proof');
  await w.policy({ zone: 'A', location: 'scan' });
  await work(w);
  expect(kind(await scan(w, '13'))).toBe('LOCATION_NEEDS_SCAN JobFetch');
  await scan(w, locationCode('A-01-03'));
  await scan(w, 'MUG');
  await w.send('picker', 'EnterPicked', { units: 5 });
  expect(kind(await scan(w, '18'))).toBe('LOCATION_NEEDS_SCAN JobPut');
  await scan(w, locationCode('A-01-08'));
  expect(await stockAt(w, 'location:A-01-08')).toEqual({ 'MUG available': 5 });
  const { w: other } = await ordered('digits');
  await other.policy({ sku: 'MUG', owner: 'main', location: 'digits' });
  await work(other);
  expect(kind(await scan(other, locationCode('A-01-03')))).toBe('LOCATION_NEEDS_DIGITS JobFetch');
  expect(kind(await scan(other, '13'))).toBe('JobItem');
  await scan(other, 'MUG');
  await other.send('picker', 'EnterPicked', { units: 5 });
  expect(kind(await scan(other, locationCode('A-01-08')))).toBe('LOCATION_NEEDS_DIGITS JobPut');
  await scan(other, '18');
  expect(await stockAt(other, 'location:A-01-08')).toEqual({ 'MUG available': 5 });
});

test('[JB45] goods that go back are proven as their own place wants, and where the item stands for it a place is scanned all the same', async () => {
  const w = await toPutBack('back_proof', [['MUG', 1]]);
  await w.policy({ zone: 'A', location: 'none' });
  await work(w);
  await scan(w, toteCode('T-01'));
  const put = promptOf(await scan(w, 'MUG'));
  if (put.kind !== 'JobPut' || put.target === null) throw new Error(JSON.stringify(put));
  expect(kind(await scan(w, 'MUG'))).toBe('JOB_TOO_MANY JobPut');
  expect(kind(await scan(w, locationCode(put.target.location)))).toBe('GetWork');
});

/** Twenty-five of one lot and five of another of TEA, and both SNs of CLOCK, lie in T-01 and are to go back. */
async function mixed(site: string, policy: Parameters<Warehouse['policy']>[0] = {}) {
  const w = await warehouse(db.database, site);
  await w.item('TEA', { gtin: '05012345678900', isLotControlled: true, hasExpiry: true });
  await w.item('CLOCK', { gtin: '04006381333931', isSerialControlled: true });
  if (Object.keys(policy).length > 0) await w.policy(policy);
  await w.holding('A-01-03', 'TEA', 25, { lot: 'L-1', expiry: '2031-05-28' });
  await w.holding('A-01-04', 'TEA', 9, { lot: 'L-2', expiry: '2031-06-30' });
  await w.holding('A-01-06', 'CLOCK', 4);
  await w.order('o1', [
    ['TEA', 30],
    ['CLOCK', 2],
  ]);
  await w.release();
  await work(w);
  for (const code of [cartCode('C-1'), toteCode('T-01')]) await scan(w, code);
  let clock = 0;
  for (let prompt = await work(w); prompt.kind !== 'ScanDrop'; prompt = await work(w)) {
    if (prompt.kind === 'ScanLocation') await scan(w, locationCode(prompt.location));
    else if (prompt.kind === 'ScanItem') await scan(w, prompt.sku);
    else if (prompt.kind === 'ScanLot') await scan(w, prompt.lot ?? '');
    else if (prompt.kind === 'ScanExpiry') await scan(w, prompt.lot === 'L-1' ? '2031-05-28' : '2031-06-30');
    else if (prompt.kind === 'ScanSerial') await scan(w, `SN-${++clock}`);
    else if (prompt.kind === 'EnterQuantity') await w.send('picker', 'EnterPicked', { units: prompt.take });
    else await scan(w, toteCode('T-01'));
  }
  await scan(w, locationCode('DROP-1'));
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  await work(w);
  expect(promptOf(await scan(w, toteCode('T-01')))).toMatchObject({ kind: 'JobItem', proof: null });
  return w;
}

const tea = '5012345678900';

test('[JB49] of two lots in one tote the hand says which it is, and that one goes to its place', async () => {
  const w = await mixed('two-lots');
  expect(promptOf(await scan(w, tea))).toMatchObject({ kind: 'JobItem', proof: 'lot' });
  expect(kind(await scan(w, tea))).toBe('NEED_LOT JobItem');
  expect(kind(await scan(w, 'CLOCK'))).toBe('JOB_WRONG_ITEM JobItem');
  expect(kind(await scan(w, toteCode('T-01')))).toBe('NEED_LOT JobItem');
  expect(kind(await scan(w, 'L-9'))).toBe('JOB_WRONG_LOT JobItem');
  const many = promptOf(await scan(w, '10L-2'));
  expect(many).toMatchObject({ kind: 'JobQuantity', item: { lot: 'L-2', units: 5 }, undo: 'counted' });
  expect(promptOf(await w.send('picker', 'UndoScan', {}))).toMatchObject({ kind: 'JobItem', proof: 'lot' });
  await scan(w, 'L-2');
  expect(promptOf(await w.send('picker', 'EnterPicked', { units: 5 }))).toMatchObject({
    kind: 'JobPut',
    units: 5,
    target: { location: 'A-01-04' },
  });
  await scan(w, locationCode('A-01-04'));
  expect(await stockAt(w, 'location:A-01-04')).toEqual({ 'TEA available': 9 });
  // One lot is left in the tote: nothing is to be told apart any more.
  expect(promptOf(await scan(w, tea))).toMatchObject({ kind: 'JobQuantity', item: { lot: 'L-1' } });
});

test('[JB49] each of several units scanned one by one says its lot, and another lot does not join it', async () => {
  const w = await mixed('each-lot', { item: 'each' });
  expect(promptOf(await scan(w, tea))).toMatchObject({ proof: 'lot', counted: 1 });
  expect(promptOf(await scan(w, 'L-2'))).toMatchObject({ proof: null, counted: 1, item: { lot: 'L-2' } });
  expect(promptOf(await scan(w, tea))).toMatchObject({ proof: 'lot', counted: 2 });
  expect(kind(await scan(w, 'L-1'))).toBe('JOB_WRONG_LOT JobItem');
  expect(promptOf(await scan(w, 'L-2'))).toMatchObject({ proof: null, counted: 2 });
  expect(kind(await scan(w, `]C1010501234567890010L-1`))).toBe('JOB_WRONG_LOT JobItem');
  expect(promptOf(await scan(w, `]C1010501234567890010L-2`))).toMatchObject({ proof: null, counted: 3 });
});

test('[JB44] [JB49] lot and date of goods that go back are scanned where their policy wants it', async () => {
  const w = await mixed('dated', { lot: 'scan', expiry: 'scan' });
  await scan(w, tea);
  expect(promptOf(await scan(w, 'L-1'))).toMatchObject({ kind: 'JobItem', proof: 'expiry' });
  expect(kind(await scan(w, '2031-05-29'))).toBe('PICK_WRONG_EXPIRY JobItem');
  expect(kind(await scan(w, tea))).toBe('NEED_EXPIRY JobItem');
  expect(kind(await scan(w, '310528'))).toBe('JobQuantity');
  await w.send('picker', 'EnterPicked', { units: 25 });
  await scan(w, locationCode('A-01-03'));
  // The other lot is alone now, and proven all the same.
  expect(promptOf(await scan(w, tea))).toMatchObject({ kind: 'JobItem', proof: 'lot' });
  await scan(w, 'L-2');
  expect(kind(await scan(w, '2031-06-30'))).toBe('JobQuantity');
});

test('[JB7] [JB49] numbered goods go back by their numbers, and a number that is not in the tote is no unit of it', async () => {
  const w = await mixed('numbers');
  expect(promptOf(await scan(w, 'CLOCK'))).toMatchObject({ kind: 'JobItem', proof: 'serial', counted: 1 });
  expect(kind(await scan(w, 'SN-9'))).toBe('JOB_WRONG_SERIAL JobItem');
  expect(kind(await scan(w, 'CLOCK'))).toBe('NEED_SERIAL JobItem');
  expect(promptOf(await scan(w, 'SN-2'))).toMatchObject({ proof: null, counted: 1 });
  const code = (serial: string) => `]d2010400638133393121${serial}`;
  expect(kind(await scan(w, code('SN-2')))).toBe('SERIAL_TWICE JobItem');
  expect(kind(await scan(w, code('SN-9')))).toBe('JOB_WRONG_SERIAL JobItem');
  const gap = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 0 });
  expect(kind(gap)).toBe('UNITS_IN_HAND JobItem');
  await w.send('picker', 'ReportShort', { reason: 'damaged', found: 1 });
  await scan(w, locationCode('A-01-06'));
  const where = async () =>
    (
      await w
        .read()
        .selectFrom('serialUnit')
        .select(['serial', 'place'])
        .where('site', '=', w.site)
        .orderBy('serial')
        .execute()
    ).map(({ serial, place }) => `${serial} ${place}`);
  expect(await where()).toEqual(['SN-1 tote:T-01', 'SN-2 location:A-01-06']);
  expect(kind(await scan(w, locationCode('PROBLEM-1')))).toBe('JobItem');
  expect(await where()).toEqual(['SN-1 location:PROBLEM-1', 'SN-2 location:A-01-06']);
});

test('[JB49] a move from a place with several lots asks which of them is in the hand', async () => {
  const w = await warehouse(db.database, 'lot-move');
  await w.item('TEA', { gtin: '05012345678900', isLotControlled: true });
  await w.holding('A-01-03', 'TEA', 5, { lot: 'L-1' });
  await w.holding('A-01-03', 'TEA', 5, { lot: 'L-2' });
  const goods = { owner: 'main', sku: 'TEA', lot: 'L-2', units: 5, from: 'A-01-03', to: 'A-01-08' };
  await w.send('lead', 'OrderMove', goods);
  await work(w);
  await scan(w, locationCode('A-01-03'));
  expect(promptOf(await scan(w, tea))).toMatchObject({ kind: 'JobItem', proof: 'lot' });
  expect(kind(await scan(w, 'L-1'))).toBe('JOB_WRONG_LOT JobItem');
  expect(kind(await scan(w, 'L-2'))).toBe('JobQuantity');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { json } from '../../server/platform/db/database.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse } from '../setup/warehouse.ts';

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

/** Two places to pick from; a put that takes both MUGs leaves the first with nothing. */
async function atFirstPlace(site: string, zeroCheck: 'never' | 'always', mugs = 2) {
  const w = await warehouse(db.database, site);
  await w.tx(async ({ db: own }) => {
    const { policies } = await own
      .selectFrom('site')
      .select('policies')
      .where('site', '=', site)
      .executeTakeFirstOrThrow();
    await own
      .updateTable('site')
      .set({ policies: json({ ...policies, zeroCheck }) })
      .where('site', '=', site)
      .execute();
  });
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 2);
  await w.holding('A-01-06', 'BOX', 5);
  await w.order('o1', [
    ['MUG', mugs],
    ['BOX', 1],
  ]);
  await w.release();
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-03'));
  for (let unit = 0; unit < mugs; unit++) await scan('MUG');
  const answer = (isEmpty: boolean, operator = 'picker') => w.send(operator, 'AnswerEmpty', { isEmpty });
  const balances = () =>
    w
      .read()
      .selectFrom('stockBalance')
      .selectAll()
      .where('site', '=', site)
      .orderBy('place')
      .orderBy('sku')
      .execute();
  const counts = () =>
    w
      .read()
      .selectFrom('countRequest')
      .select(['sku', 'lot', 'location', 'state', 'orderedBy'])
      .where('site', '=', site)
      .execute();
  return { w, scan, answer, balances, counts };
}

test('[PK26] an emptied place is asked about before the next scan, and a yes changes nothing', async () => {
  const { w, scan, answer, balances, counts } = await atFirstPlace('yes', 'always');
  const asked = await scan(toteCode('T-01'));
  expect(promptOf(asked)).toMatchObject({ kind: 'AskEmpty', location: 'A-01-03', undo: null });
  expect(kind(await scan(locationCode('A-01-06')))).toBe('NOTHING_TO_SCAN_NOW AskEmpty');
  expect(kind(await w.send('picker', 'UndoScan', {}))).toBe('NOTHING_TO_UNDO AskEmpty');
  expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('AskEmpty');
  const before = await balances();
  const yes = await answer(true);
  expect(promptOf(yes)).toMatchObject({ kind: 'ScanLocation', location: 'A-01-06', undo: 'put' });
  expect(await balances()).toEqual(before);
  expect(await counts()).toEqual([]);
  expect(kind(await answer(true))).toBe('NOTHING_TO_ANSWER ScanLocation');
});

test('[PK26] a no orders a count by another person and moves no stock', async () => {
  const { w, scan, answer, balances, counts } = await atFirstPlace('no', 'always');
  await scan(toteCode('T-01'));
  const before = await balances();
  expect(promptOf(await answer(false))).toMatchObject({ kind: 'ScanLocation', undo: null });
  expect(await balances()).toEqual(before);
  expect(await counts()).toEqual([
    { sku: 'MUG', lot: '', location: 'A-01-03', state: 'open', orderedBy: 'picker' },
  ]);
  const body = { location: 'A-01-03', owner: 'main', sku: 'MUG', lot: '', counted: 1, reason: 'counted' };
  expect(await w.send('lead', 'CorrectStock', body)).toMatchObject({
    ok: true,
    result: { counted: 1, was: 0 },
  });
  expect(await counts()).toMatchObject([{ state: 'done' }]);
});

test('[PK26] nobody is asked where something is left, or where the site does not say so', async () => {
  const left = await atFirstPlace('left', 'always', 1);
  expect(kind(await left.scan(toteCode('T-01')))).toBe('ScanLocation');
  const never = await atFirstPlace('never', 'never');
  expect(kind(await never.scan(toteCode('T-01')))).toBe('ScanLocation');
  expect(kind(await never.answer(false))).toBe('NOTHING_TO_ANSWER ScanLocation');
});

test('[PK26] a cancellation takes the question’s place', async () => {
  const { w, scan, answer, counts } = await atFirstPlace('cancelled', 'always');
  await scan(toteCode('T-01'));
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  expect(kind(await answer(false))).toBe('NOTHING_TO_ANSWER LinesCancelled');
  expect(await counts()).toEqual([]);
});

test('[PK26] whoever takes the cart over does not stand there, and is not asked', async () => {
  const { w, scan } = await atFirstPlace('over', 'always');
  const asked = promptOf(await scan(toteCode('T-01')));
  const task = 'task' in asked ? asked.task : 0;
  expect(await w.send('lead', 'RecoverTask', { task, operator: 'picker2' })).toMatchObject({ ok: true });
  expect(kind(await w.send('picker2', 'GetWork', {}))).toBe('TakeOver');
  expect(kind(await w.send('picker2', 'PickScan', { scan: cartCode('C-1') }))).toBe('ScanLocation');
});

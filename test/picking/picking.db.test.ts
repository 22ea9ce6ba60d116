import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { questionOf } from '../../server/protocol/question-of.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, noon } from '../setup/warehouse.ts';

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
const mug = '4006381333931';

async function begun(
  site: string,
  orders: [string, [string, number][]][],
  setUp?: (w: Awaited<ReturnType<typeof warehouse>>) => Promise<void>,
) {
  const w = await warehouse(db.database, site);
  await w.item('MUG', { gtin: `0${mug}`, caseGtin: { gtin: '14006381333938', units: 2 } });
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 5);
  await w.holding('A-01-06', 'MUG', 4);
  await w.holding('A-01-09', 'BOX', 50);
  await setUp?.(w);
  for (const [id, lines] of orders) await w.order(id, lines);
  await w.release();
  const scan = (text: string, operator = 'picker') => w.send(operator, 'PickScan', { scan: text });
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  return { w, scan };
}

test('[PK1] [PK2] [PK3] [PK5] [PK8] [PK14] a walk from cart to drop, with every wrong scan refused on the way', async () => {
  const { w, scan } = await begun('road', [
    [
      'o1',
      [
        ['MUG', 2],
        ['BOX', 10],
      ],
    ],
  ]);
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanLocation');
  expect(kind(await scan(locationCode('A-01-03')))).toBe('PICK_WRONG_LOCATION ScanLocation');
  expect(kind(await scan(mug))).toBe('NEED_LOCATION ScanLocation');
  expect(kind(await scan(locationCode('A-01-09')))).toBe('PICK_WRONG_LOCATION ScanLocation');
  expect(kind(await scan('16'))).toBe('ScanItem');
  expect(kind(await scan('BOX'))).toBe('PICK_WRONG_ITEM ScanItem');
  expect(kind(await scan('nonsense'))).toBe('CODE_UNKNOWN ScanItem');
  expect(kind(await scan(mug))).toBe('ScanItem');
  expect(kind(await scan(mug))).toBe('PutInTote');
  expect(kind(await scan(mug))).toBe('PICK_TOO_MANY PutInTote');
  expect(kind(await scan(toteCode('T-02')))).toBe('PICK_WRONG_TOTE PutInTote');
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanLocation');
  expect(kind(await scan(locationCode('A-01-09')))).toBe('ScanItem');
  expect(kind(await scan('BOX'))).toBe('EnterQuantity');
  expect(kind(await w.send('picker', 'EnterPicked', { units: 11 }))).toBe('PICK_TOO_MANY EnterQuantity');
  expect(kind(await w.send('picker', 'EnterPicked', { units: 10 }))).toBe('PutInTote');
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanDrop');
  expect(kind(await scan(locationCode('A-01-09')))).toBe('DROP_WRONG_PLACE ScanDrop');
  expect(kind(await scan(locationCode('DROP-1')))).toBe('GetWork');
  const [shipment] = await w
    .read()
    .selectFrom('shipment')
    .select(['stage'])
    .where('site', '=', 'road')
    .execute();
  expect(shipment).toEqual({ stage: 'picked' });
  const tote = await w
    .read()
    .selectFrom('stockBalance')
    .select(['sku', 'onHand'])
    .where('site', '=', 'road')
    .where('place', '=', 'tote:T-01')
    .orderBy('sku')
    .execute();
  expect(tote).toEqual([
    { sku: 'BOX', onHand: 10 },
    { sku: 'MUG', onHand: 2 },
  ]);
});

test('[PK4] a tote scanned early confirms what is in the hand and leaves the rest open', async () => {
  const { scan } = await begun('early', [['o1', [['MUG', 3]]]]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  const reply = await scan(toteCode('T-01'));
  expect(promptOf(reply)).toMatchObject({ kind: 'ScanItem', take: 2, counted: 0 });
});

test('[PK6] a case counts its units while they fit, else it is refused with the number it would mean', async () => {
  const { scan } = await begun('case', [['o1', [['MUG', 3]]]]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  expect(promptOf(await scan('14006381333938'))).toMatchObject({ kind: 'ScanItem', counted: 2 });
  const reply = await scan('14006381333938');
  expect(reply).toMatchObject({ ok: false, refusal: 'PICK_PACK_TOO_BIG', data: { units: 2, remaining: 1 } });
});

test('[PK7] the same command sent twice moves stock once and gets the same reply', async () => {
  const { w, scan } = await begun('twice', [['o1', [['MUG', 1]]]]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  const commandId = 'aaaaaaaa-0001';
  const replies = await Promise.all(
    [1, 2, 3].map(() => w.send('picker', 'PickScan', { scan: toteCode('T-01') }, { commandId })),
  );
  expect(replies[1]).toEqual(replies[0]);
  expect(replies[2]).toEqual(replies[0]);
  const moved = await w
    .read()
    .selectFrom('stockMovement')
    .select('units')
    .where('site', '=', 'twice')
    .where('kind', '=', 'pick')
    .execute();
  expect(moved).toEqual([{ units: 1 }]);
  expect(await w.send('picker', 'PickScan', { scan: 'other' }, { commandId })).toMatchObject({
    ok: false,
    refusal: 'COMMAND_ID_REUSED',
  });
});

test('[PK9] [ST6] [ST7] a short moves the gap to missing, orders one count, and is covered from another place or told', async () => {
  const { w, scan } = await begun('short', [
    ['o1', [['MUG', 4]]],
    ['o2', [['MUG', 5]]],
  ]);
  await scan(toteCode('T-01'));
  await scan(toteCode('T-02'));
  await scan(locationCode('A-01-03'));
  const reply = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 2 });
  expect(reply).toMatchObject({
    ok: true,
    result: { gap: 3, shorted: 3 },
    prompt: { kind: 'PutInTote', counted: 2 },
  });
  await scan(toteCode('T-02'));
  const balances = await w
    .read()
    .selectFrom('stockBalance')
    .select(['place', 'status', 'onHand', 'allocated'])
    .where('site', '=', 'short')
    .where('sku', '=', 'MUG')
    .where('place', 'like', 'location:%')
    .orderBy('place')
    .orderBy('status')
    .execute();
  expect(balances).toEqual([
    { place: 'location:A-01-03', status: 'available', onHand: 0, allocated: 0 },
    { place: 'location:A-01-03', status: 'missing', onHand: 3, allocated: 0 },
    { place: 'location:A-01-06', status: 'available', onHand: 4, allocated: 4 },
  ]);
  expect(
    await w
      .read()
      .selectFrom('countRequest')
      .select(['location', 'state', 'orderedBy'])
      .where('site', '=', 'short')
      .execute(),
  ).toEqual([{ location: 'A-01-03', state: 'open', orderedBy: 'picker' }]);
  expect(
    await w
      .read()
      .selectFrom('shipmentLine')
      .select(['requested', 'shorted', 'picked', 'allocated'])
      .where('site', '=', 'short')
      .orderBy('shipment')
      .execute(),
  ).toEqual([
    { requested: 4, shorted: 0, picked: 0, allocated: 4 },
    { requested: 5, shorted: 3, picked: 2, allocated: 2 },
  ]);
  const told = await w
    .read()
    .selectFrom('journal')
    .select('type')
    .where('site', '=', 'short')
    .where('hub', 'is not', null)
    .where('orderId', '=', 'o2')
    .orderBy('id')
    .execute();
  expect(told.map((row) => row.type)).toEqual([
    'order.accepted',
    'order.allocated',
    'order.released',
    'order.short',
    'order.pick_started',
    'order.picked',
  ]);
});

test('[PK9] a short counts what is in the hand, not what lies in the tote already', async () => {
  const { w, scan } = await begun('rest', [['o1', [['MUG', 3]]]]);
  await scan(toteCode('T-01'));
  const stop = promptOf(await w.send('picker', 'GetWork', {}));
  if (stop.kind !== 'ScanLocation' || stop.take !== 3) throw new Error(JSON.stringify(stop));
  await scan(locationCode(stop.location));
  await scan(mug);
  await scan(toteCode('T-01'));
  const short = await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 });
  expect(short).toMatchObject({ ok: true, result: { gap: 2, shorted: 0 } });
});

test('[PK37] nothing is called missing from afar, nor what was counted into the hand', async () => {
  const { w, scan } = await begun('afar', [['o1', [['MUG', 3]]]]);
  await scan(toteCode('T-01'));
  const said = (found: number, reason: 'not_there' | 'not_enough' = 'not_there') =>
    w.send('picker', 'ReportShort', { reason, found });
  expect(await said(0)).toMatchObject({ refusal: 'SHORT_FROM_AFAR', data: { expected: 'A-01-06' } });
  await scan(locationCode('A-01-06'));
  await scan(mug);
  expect(await said(0)).toMatchObject({ refusal: 'UNITS_IN_HAND', data: { found: 0, captured: 1 } });
  // One unit read twice: whoever counts again says so with a number.
  await scan(mug);
  expect(await said(1, 'not_enough')).toMatchObject({
    ok: true,
    result: { gap: 2 },
    prompt: { kind: 'PutInTote', counted: 1 },
  });
});

test('[PK25] a cart is given back while no tote stands on it, and another takes its place', async () => {
  const { w, scan } = await begun('wrong-cart', [['o1', [['MUG', 1]]]]);
  const cartsTaken = async () =>
    (
      await w
        .read()
        .selectFrom('cart')
        .select('cart')
        .where('site', '=', 'wrong-cart')
        .where('task', 'is not', null)
        .execute()
    ).map((row) => row.cart);
  expect(promptOf(await w.send('picker', 'GetWork', {}))).toMatchObject({ kind: 'ScanTote', undo: 'cart' });
  expect(kind(await w.send('picker', 'UndoScan', {}))).toBe('ScanCart');
  expect(await cartsTaken()).toEqual([]);
  expect(kind(await w.send('picker', 'UndoScan', {}))).toBe('NOTHING_TO_UNDO ScanCart');
  expect(kind(await scan(cartCode('C-2')))).toBe('ScanTote');
  await scan(toteCode('T-01'));
  expect(kind(await w.send('picker', 'UndoScan', {}))).toBe('ScanTote');
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
  expect(await cartsTaken()).toEqual(['C-2']);
});

test('[PK25] a report of missing goods ends what could be taken back before it', async () => {
  const { w, scan } = await begun('after-short', [
    [
      'o1',
      [
        ['MUG', 1],
        ['BOX', 20],
      ],
    ],
  ]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-09'));
  const report = await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 });
  expect(report).toMatchObject({ ok: true, prompt: { undo: null } });
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
});

test('[PK52] what is pressed twice, or on a screen that has changed, answers nothing else', async () => {
  const { w, scan } = await begun('pressed', [
    ['o1', [['MUG', 1]]],
    ['o2', [['BOX', 2]]],
  ]);
  await scan(toteCode('T-01'));
  await scan(toteCode('T-02'));
  const item = promptOf(await scan(locationCode('A-01-06')));
  const report = { reason: 'not_there' as const, found: 0, about: questionOf(item) };
  const first = promptOf(await w.send('picker', 'ReportShort', report));
  expect(first).toMatchObject({ kind: 'ScanLocation' });
  expect(kind(await w.send('picker', 'ReportShort', report))).toBe('QUESTION_CHANGED ScanLocation');
  // One more unit counted is the same question.
  await scan(locationCode('A-01-09'));
  const box = promptOf(await w.send('picker', 'GetWork', {}));
  expect(questionOf(promptOf(await scan('BOX')))).toBe(questionOf(box));

  await w.send('picker', 'AskLead', { question: 'blocked' });
  const [question] = await w
    .read()
    .selectFrom('exception')
    .select('exception')
    .where('site', '=', 'pressed')
    .where('kind', '=', 'question')
    .execute();
  await w.send('lead', 'AnswerQuestion', { exception: question?.exception ?? 0, answer: 'yes' });
  const told = promptOf(await w.send('picker', 'GetWork', {}));
  expect(told.kind).toBe('LeadAnswered');
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o2', { reason: 'buyer' }));
  const read = { about: questionOf(told) };
  expect(kind(await w.send('picker', 'Acknowledge', read))).toBe('QUESTION_CHANGED LinesCancelled');
  const cancelled = promptOf(await w.send('picker', 'GetWork', {}));
  expect(cancelled).toMatchObject({ kind: 'LinesCancelled', hand: [{ sku: 'BOX', units: 1 }] });
  const next = promptOf(await w.send('picker', 'Acknowledge', { about: questionOf(cancelled) }));
  expect(next.kind).toBe('LeadAnswered');
});

test('[PK53] [PK18] whoever loses a walk hears what of it goes back from the hand', async () => {
  const { w, scan } = await begun('lost-hand', [['o1', [['MUG', 3]]]]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  await scan(toteCode('T-01'));
  await scan(mug);
  const [task] = await w
    .read()
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', 'lost-hand')
    .execute();
  await w.send('lead', 'RecoverTask', { task: task?.task ?? 0, operator: 'picker2' });
  expect(promptOf(await w.send('picker', 'GetWork', {}))).toMatchObject({
    kind: 'WorkTaken',
    hand: [{ location: 'A-01-06', sku: 'MUG', units: 1 }],
  });
});

test('[PK36] what comes up at a place that was left calls nobody back from the way', async () => {
  const { w, scan } = await begun('left', [
    ['o1', [['MUG', 1]]],
    ['o2', [['BOX', 1]]],
  ]);
  await scan(toteCode('T-01'));
  await scan(toteCode('T-02'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  expect(promptOf(await scan(toteCode('T-01')))).toMatchObject({ kind: 'ScanLocation', location: 'A-01-09' });
  // As a hub's change or stock that turned up would put it there.
  await w.tx(async (tx) => {
    await tx.db
      .updateTable('pickLine')
      .set({ state: 'open', requested: 2 })
      .where('site', '=', 'left')
      .where('sku', '=', 'MUG')
      .execute();
  });
  const stop = promptOf(await w.send('picker', 'GetWork', {}));
  expect(stop.kind).toBe('ScanLocation');
  const sequences = await w
    .read()
    .selectFrom('pickLine')
    .select(['sku', 'sequence'])
    .where('site', '=', 'left')
    .execute();
  const [first] = sequences.sort((a, b) => a.sequence - b.sequence);
  expect(stop).toMatchObject({ sku: first?.sku });
  // Its place is scanned again; the scan of before is over.
  expect(kind(await scan(first?.sku === 'MUG' ? mug : 'BOX'))).toBe('NEED_LOCATION ScanLocation');
});

test('[PK15] what is in the hand for a cancelled order is told with the place it lay at', async () => {
  const { w, scan } = await begun('hand', [
    [
      'o1',
      [
        ['MUG', 2],
        ['BOX', 1],
      ],
    ],
    ['o2', [['BOX', 2]]],
  ]);
  await scan(toteCode('T-01'));
  await scan(toteCode('T-02'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  const caller = { hub: 'hub', owner: 'main' };
  await w.tx((tx) =>
    cancelOrder(tx, caller, 'o1', { reason: 'buyer', lines: [{ lineId: 'l1', quantity: 2 }] }),
  );
  const lines = { kind: 'LinesCancelled', orderNumbers: ['o1'], stillWanted: ['o1'], goods: [] };
  const hand = [{ location: 'A-01-06', sku: 'MUG', name: 'Thing MUG', units: 1 }];
  expect(promptOf(await w.send('picker', 'GetWork', {}))).toMatchObject({ ...lines, hand });
  // The rest of it goes too before anybody has read: the hand is still told.
  await w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  expect(promptOf(await w.send('picker', 'GetWork', {}))).toMatchObject({ ...lines, stillWanted: [], hand });
  expect(promptOf(await w.send('picker', 'Acknowledge', {}))).toMatchObject({
    kind: 'ScanLocation',
    location: 'A-01-09',
  });
});

test('[PK9] a short is taken from another place when there is one', async () => {
  const { w, scan } = await begun('elsewhere', [['o1', [['MUG', 5]]]]);
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-03'));
  expect(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 })).toMatchObject({
    ok: true,
    result: { gap: 5, elsewhere: [{ location: 'A-01-06', units: 4 }], shorted: 1 },
    prompt: { kind: 'ScanLocation', location: 'A-01-06', take: 4 },
  });
});

test('[PK10] [PK13] [PK19] two operators asking at once never get the same task, cart or tote', async () => {
  const w = await warehouse(db.database, 'race');
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 50);
  await w.order('o1', [['MUG', 1]]);
  await w.release();
  const [a, b] = await Promise.all([w.send('picker', 'GetWork', {}), w.send('picker2', 'GetWork', {})]);
  expect([promptOf(a).kind, promptOf(b).kind].sort()).toEqual(['GetWork', 'ScanCart']);
  await w.order('o2', [['MUG', 1]]);
  await w.release();
  const claimed = await w
    .read()
    .selectFrom('pickTask')
    .select(['operator'])
    .where('site', '=', 'race')
    .orderBy('operator')
    .execute();
  expect(claimed).toEqual([{ operator: 'picker' }, { operator: 'picker2' }]);
  const carts = await Promise.all(
    ['picker', 'picker2'].map((operator) => w.send(operator, 'PickScan', { scan: cartCode('C-1') })),
  );
  expect(carts.map(kind).sort()).toEqual(['CART_TAKEN ScanCart', 'ScanTote']);
  const loser = kind(carts[0] as Reply).startsWith('CART') ? 'picker' : 'picker2';
  await w.send(loser, 'PickScan', { scan: cartCode('C-2') });
  const totes = await Promise.all(
    ['picker', 'picker2'].map((operator) => w.send(operator, 'PickScan', { scan: toteCode('T-05') })),
  );
  expect(totes.map(kind).sort()).toEqual(['ScanLocation', 'TOTE_NOT_EMPTY ScanTote']);
  expect(kind(await w.send('picker', 'GetWork', {}))).not.toBe('GetWork');
});

test('[PK12] [PK18] a silent claim lapses before the first pick and never after; then a lead hands the cart over', async () => {
  const { w, scan } = await begun('lease', [['o1', [['MUG', 2]]]]);
  const { lapseLeases } = await import('../../server/floor/picking/picking.ts');
  w.at(new Date(noon.getTime() + 21 * 60_000));
  expect(await w.tx(lapseLeases)).toBe(1);
  const free = await w
    .read()
    .selectFrom('pickTask')
    .select(['state', 'operator', 'cart'])
    .where('site', '=', 'lease')
    .execute();
  expect(free).toEqual([{ state: 'planned', operator: null, cart: null }]);
  await w.send('picker', 'Acknowledge', {});
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  await scan(mug);
  await scan(toteCode('T-01'));
  w.at(new Date(noon.getTime() + 60 * 60_000));
  await w.tx(lapseLeases);
  const [task] = await w
    .read()
    .selectFrom('pickTask')
    .select(['task', 'state', 'operator'])
    .where('site', '=', 'lease')
    .execute();
  expect(task).toMatchObject({ state: 'unreachable', operator: 'picker' });
  expect(
    await w.read().selectFrom('exception').select(['kind', 'data']).where('site', '=', w.site).execute(),
  ).toEqual([
    { kind: 'holder_unreachable', data: { task: expect.any(Number), operator: 'picker', cart: 'C-1' } },
  ]);
  expect(await w.send('lead', 'RecoverTask', { task: task?.task ?? 0, operator: 'picker2' })).toMatchObject({
    ok: true,
  });
  expect(kind(await w.send('picker2', 'GetWork', {}))).toBe('TakeOver');
  expect(kind(await scan(cartCode('C-1'), 'picker2'))).toBe('ScanLocation');
  expect(await w.send('picker', 'PickScan', { scan: mug })).toMatchObject({
    ok: false,
    refusal: 'NOTHING_TO_SCAN_NOW',
  });
});

test('[PK2] an item whose line at this place is done says so', async () => {
  const { w, scan } = await begun('done', [], async (w) => {
    await w.holding('A-01-06', 'BOX', 1);
  });
  await w.order('o1', [
    ['MUG', 1],
    ['BOX', 1],
  ]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-06'));
  const first = promptOf(await w.send('picker', 'GetWork', {}));
  if (first.kind !== 'ScanItem') throw new Error(first.kind);
  await scan(first.sku);
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanItem');
  expect(kind(await scan(first.sku))).toBe('PICK_LINE_DONE ScanItem');
});

test('[PK16] skipping puts the stop last and loses nothing', async () => {
  const { w, scan } = await begun('skip', [
    [
      'o1',
      [
        ['MUG', 1],
        ['BOX', 1],
      ],
    ],
  ]);
  await scan(toteCode('T-01'));
  expect(promptOf(await w.send('picker', 'SkipStop', {}))).toMatchObject({
    kind: 'ScanLocation',
    location: 'A-01-09',
  });
  await scan(locationCode('A-01-09'));
  await scan('BOX');
  expect(promptOf(await scan(toteCode('T-01')))).toMatchObject({ kind: 'ScanLocation', location: 'A-01-06' });
  expect(await w.send('picker', 'SkipStop', {})).toMatchObject({ ok: false, refusal: 'SKIP_LAST_STOP' });
});

test('[PK11] a task goes to the earliest cut-off', async () => {
  const w = await warehouse(db.database, 'cutoff');
  await w.tx(async (tx) => {
    await tx.db.updateTable('cart').set({ places: 1 }).where('site', '=', 'cutoff').execute();
    await tx.db
      .insertInto('carrierService')
      .values({
        site: 'cutoff',
        service: 'early',
        carrier: 'DHL',
        name: 'DHL',
        lane: '1',
        cutOff: '13:00',
        weekdays: '1234567',
        numberKind: 'dhl_express',
        numberPrefix: '',
        lastSerial: 99,
      })
      .execute();
  });
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 50);
  await w.order('late', [['MUG', 1]], { service: 'ups' });
  await w.order('early', [['MUG', 1]], { service: 'early' });
  await w.release();
  expect(promptOf(await w.send('picker', 'GetWork', {}))).toMatchObject({
    kind: 'ScanCart',
    why: { code: 'earliest_cut_off' },
    cutOffAt: '2026-03-02T13:00:00.000Z',
  });
});

/** A site whose whole fleet are carts of these sizes, with `orders` of one unit released `perWave` at a time. */
async function fleet(
  site: string,
  orders: number,
  perWave: number,
  sizes: { before: number[]; after: number[] },
) {
  const w = await warehouse(db.database, site);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 50);
  const park = (places: number[]) =>
    w.tx(async (tx) => {
      await tx.db.deleteFrom('cart').where('site', '=', site).execute();
      await tx.db
        .insertInto('cart')
        .values(places.map((n, at) => ({ site, cart: `K-${at + 1}`, places: n, task: null })))
        .execute();
    });
  await park(sizes.before);
  for (let n = 1; n <= orders; n++) await w.order(`o${n}`, [['MUG', 1]]);
  for (let n = 0; n < orders; n += perWave) await w.release(perWave);
  await park(sizes.after);
  const walks = () =>
    w
      .read()
      .selectFrom('pickTask')
      .select(['task', 'state', 'places', 'lines', 'units'])
      .where('site', '=', site)
      .orderBy('task')
      .execute();
  const totes = (reply: Reply) => {
    const prompt = promptOf(reply);
    return prompt.kind === 'ScanCart' ? prompt.totes : prompt.kind;
  };
  return { w, walks, totes };
}

test('[RE7] [PK20] a walk too wide for every free cart is cut to the largest; nothing of it is lost', async () => {
  const { w, walks, totes } = await fleet('cut', 5, 5, { before: [8], after: [2] });
  expect(totes(await w.send('picker', 'GetWork', {}))).toBe(2);
  expect((await walks()).map(({ state, places, lines, units }) => ({ state, places, lines, units }))).toEqual(
    [
      { state: 'claimed', places: 2, lines: 2, units: 2 },
      { state: 'planned', places: 3, lines: 3, units: 3 },
    ],
  );
  const places = await w
    .read()
    .selectFrom('taskPlace')
    .innerJoin('pickLine', (join) =>
      join
        .onRef('pickLine.site', '=', 'taskPlace.site')
        .onRef('pickLine.task', '=', 'taskPlace.task')
        .onRef('pickLine.place', '=', 'taskPlace.place')
        .onRef('pickLine.shipment', '=', 'taskPlace.shipment'),
    )
    .select(['taskPlace.place', 'pickLine.sequence'])
    .where('taskPlace.site', '=', 'cut')
    .orderBy('taskPlace.task')
    .orderBy('taskPlace.place')
    .execute();
  expect(places.map((row) => row.place)).toEqual([1, 2, 1, 2, 3]);
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
  await scan(cartCode('K-1'));
  await scan(toteCode('T-01'));
  expect(kind(await scan(toteCode('T-02')))).toBe('ScanLocation');
});

test('[PK20] [PK22] without a cart to take a picker waits, and is given work when one is free', async () => {
  const { w, walks, totes } = await fleet('wait', 4, 2, { before: [2, 2], after: [2] });
  expect(totes(await w.send('picker', 'GetWork', {}))).toBe(2);
  expect(promptOf(await w.send('picker2', 'GetWork', {}))).toMatchObject({
    kind: 'GetWork',
    ready: true,
    waitingTasks: 1,
    waitsFor: 'cart',
  });
  const [first] = await walks();
  expect((await w.send('lead', 'RecoverTask', { task: first?.task ?? 0, operator: null })).ok).toBe(true);
  const holders = await w
    .read()
    .selectFrom('pickTask')
    .select(['operator', 'state'])
    .where('site', '=', 'wait')
    .orderBy('task')
    .execute();
  expect(holders).toEqual([
    { operator: 'picker2', state: 'claimed' },
    { operator: null, state: 'planned' },
  ]);
});

test('[PK13] [PK23] a cart too small is refused while a big one stands free, else the walk is cut to it', async () => {
  const { w, walks } = await fleet('small', 4, 4, { before: [4], after: [4, 1, 1] });
  await w.send('picker', 'GetWork', {});
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
  const refused = await scan(cartCode('K-2'));
  expect(refused).toMatchObject({ refusal: 'CART_TOO_SMALL', data: { cart: 'K-2', places: 1, needed: 4 } });
  // Somebody wheels the big one away.
  await w.tx((tx) =>
    tx.db
      .updateTable('cart')
      .set({ task: 999 })
      .where('site', '=', 'small')
      .where('cart', '=', 'K-1')
      .execute(),
  );
  await w.send('picker2', 'GetWork', {});
  expect(promptOf(await scan(cartCode('K-2')))).toMatchObject({
    kind: 'ScanTote',
    cart: 'K-2',
    totes: 1,
    lines: 1,
  });
  expect((await walks()).map(({ state, places, units }) => ({ state, places, units }))).toEqual([
    { state: 'claimed', places: 1, units: 1 },
    // What the cart could not take went to the picker who waited, and the rest of that waits.
    { state: 'claimed', places: 1, units: 1 },
    { state: 'planned', places: 2, units: 2 },
  ]);
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanLocation');
});

test('[PK24] a full tote: the rest of its lines and what is in the hand go into the next tote of the same order', async () => {
  const { w, scan } = await begun('full', [
    [
      'o1',
      [
        ['MUG', 3],
        ['BOX', 2],
      ],
    ],
  ]);
  await scan(toteCode('T-01'));
  expect(await w.send('picker', 'ToteFull', {})).toMatchObject({ refusal: 'TOTE_EMPTY', data: { place: 1 } });
  const stop = promptOf(await w.send('picker', 'GetWork', {}));
  if (stop.kind !== 'ScanLocation') throw new Error(stop.kind);
  await scan(locationCode(stop.location));
  await scan(stop.sku);
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanItem');
  await scan(stop.sku);
  // One is in the tote, one in the hand, and nothing more goes in.
  expect(promptOf(await w.send('picker', 'ToteFull', {}))).toMatchObject({ kind: 'ScanTote', place: 2 });
  expect(kind(await scan(toteCode('T-01')))).toBe('TOTE_NOT_EMPTY ScanTote');
  const next = promptOf(await scan(toteCode('T-02')));
  expect(next).toMatchObject({
    kind: stop.take > 2 ? 'ScanItem' : 'PutInTote',
    counted: 1,
    place: 2,
    tote: 'T-02',
  });
  for (let guard = 0; guard < 20; guard++) {
    const prompt = promptOf(await w.send('picker', 'GetWork', {}));
    if (prompt.kind === 'GetWork') break;
    if (prompt.kind === 'ScanLocation') await scan(locationCode(prompt.location));
    if (prompt.kind === 'ScanItem') await scan(prompt.sku);
    if (prompt.kind === 'PutInTote') await scan(toteCode(prompt.tote ?? ''));
    if (prompt.kind === 'ScanDrop') await scan(locationCode(prompt.drop));
  }
  const inTotes = await w
    .read()
    .selectFrom('stockBalance')
    .select(['place', (eb) => eb.fn.sum<number>('onHand').as('units')])
    .where('site', '=', 'full')
    .where('place', 'like', 'tote:%')
    .where('onHand', '>', 0)
    .groupBy('place')
    .orderBy('place')
    .execute();
  expect(inTotes).toEqual([
    { place: 'tote:T-01', units: 1 },
    { place: 'tote:T-02', units: 4 },
  ]);
  const [shipment] = await w
    .read()
    .selectFrom('shipment')
    .select('stage')
    .where('site', '=', 'full')
    .execute();
  expect(shipment?.stage).toBe('picked');
});

test('[PK24] without a place left the rest waits as a walk of its own, and the hand is emptied at the shelf', async () => {
  const { w } = await fleet('nofit', 1, 1, { before: [1], after: [1] });
  await w.item('BOX');
  await w.holding('A-01-09', 'BOX', 50);
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
  await w.order('big', [['BOX', 3]]);
  await w.release();
  // The first walk is the other order's: done with, so that the next is the one of three boxes.
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('K-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-03'));
  await scan('MUG');
  await scan(toteCode('T-01'));
  await scan(locationCode('DROP-1'));
  await scan(cartCode('K-1'));
  await scan(toteCode('T-02'));
  await scan(locationCode('A-01-09'));
  await scan('BOX');
  await scan(toteCode('T-02'));
  await scan('BOX');
  const full = await w.send('picker', 'ToteFull', {});
  expect(promptOf(full)).toMatchObject({
    kind: 'CartFull',
    place: 1,
    location: 'A-01-09',
    sku: 'BOX',
    units: 1,
  });
  expect(kind(await scan('BOX'))).toBe('NOTHING_TO_SCAN_NOW CartFull');
  expect(kind(await w.send('picker', 'Acknowledge', {}))).toBe('ScanDrop');
  const dropped = await scan(locationCode('DROP-1'));
  expect(promptOf(dropped)).toMatchObject({ kind: 'ScanCart', totes: 1, lines: 1, units: 2 });
  const [line] = await w
    .read()
    .selectFrom('shipmentLine')
    .select(['requested', 'picked', 'allocated'])
    .where('site', '=', 'nofit')
    .where('sku', '=', 'BOX')
    .execute();
  expect(line).toEqual({ requested: 3, picked: 1, allocated: 3 });
});

test('[PK25] scans are taken back one at a time, a put with its ledgers, and only once', async () => {
  const { w, scan } = await begun('undo', [['o1', [['MUG', 2]]]]);
  const undo = () => w.send('picker', 'UndoScan', {});
  const ledgers = async () => ({
    line: await w
      .read()
      .selectFrom('shipmentLine')
      .select(['allocated', 'picked'])
      .where('site', '=', 'undo')
      .executeTakeFirstOrThrow(),
    stock: await w
      .read()
      .selectFrom('stockBalance')
      .select(['place', 'onHand', 'allocated'])
      .where('site', '=', 'undo')
      .where('sku', '=', 'MUG')
      .where('place', 'not like', 'outside:%')
      .where('onHand', '>', 0)
      .orderBy('place')
      .execute(),
  });
  const before = await ledgers();
  await scan(toteCode('T-01'));
  expect(promptOf(await undo())).toMatchObject({ kind: 'ScanTote', place: 1, undo: null });
  expect(await undo()).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
  const stop = promptOf(await scan(toteCode('T-02')));
  if (stop.kind !== 'ScanLocation') throw new Error(stop.kind);
  await scan(locationCode(stop.location));
  expect(kind(await undo())).toBe('ScanLocation');
  await scan(locationCode(stop.location));
  await scan(mug);
  expect(promptOf(await undo())).toMatchObject({ kind: 'ScanItem', counted: 0 });
  await scan(mug);
  await scan(mug);
  expect(promptOf(await scan(toteCode('T-02')))).toMatchObject({ kind: 'ScanDrop', undo: 'put' });
  expect(promptOf(await undo())).toMatchObject({ kind: 'PutInTote', counted: 2, tote: 'T-02', undo: null });
  expect(await ledgers()).toEqual(before);
  expect(kind(await scan(toteCode('T-02')))).toBe('ScanDrop');
  await scan(locationCode('DROP-1'));
  expect(await undo()).toMatchObject({ refusal: 'PICK_NO_TASK' });
  expect((await ledgers()).line).toEqual({ allocated: 2, picked: 2 });
});

test('[PK25] a put of an order that was cancelled since stays where it is', async () => {
  const { w, scan } = await begun('undone', [
    ['o1', [['MUG', 1]]],
    ['o2', [['BOX', 1]]],
  ]);
  await scan(toteCode('T-01'));
  await scan(toteCode('T-02'));
  const stop = promptOf(await w.send('picker', 'GetWork', {}));
  if (stop.kind !== 'ScanLocation') throw new Error(stop.kind);
  await scan(locationCode(stop.location));
  await scan(stop.sku);
  await scan(toteCode(stop.tote ?? ''));
  await w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, stop.sku === 'MUG' ? 'o1' : 'o2', { reason: 'buyer' }),
  );
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
  await w.send('picker', 'Acknowledge', {});
  expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ refusal: 'NOTHING_TO_UNDO' });
});

test('[PK14] the drop place is reached by its own code, its location code or its check digits', async () => {
  for (const [n, code] of ['%DDROP-1', locationCode('DROP-1'), '91'].entries()) {
    const { w, scan } = await begun(`drop${n}`, [['o1', [['BOX', 1]]]]);
    await scan(toteCode('T-01'));
    expect(kind(await scan('%DDROP-1'))).toBe('PICK_WRONG_LOCATION ScanLocation');
    await scan(locationCode('A-01-09'));
    await scan('BOX');
    expect(kind(await scan(toteCode('T-01')))).toBe('ScanDrop');
    expect(kind(await scan('%DDROP-9'))).toBe('NEED_LOCATION ScanDrop');
    expect(kind(await scan(code))).toBe('GetWork');
    expect(w.site).toBe(`drop${n}`);
  }
});

test('[PK21] two claims at once never count on the same cart', async () => {
  for (let round = 0; round < 5; round++) {
    const { w, totes } = await fleet(`claim${round}`, 8, 4, { before: [4, 4], after: [4, 1] });
    const replies = await Promise.all(
      ['picker', 'picker2'].map((operator) => w.send(operator, 'GetWork', {})),
    );
    expect(replies.map(totes).sort()).toEqual([1, 4]);
  }
});

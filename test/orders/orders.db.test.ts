import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelOrder, putOrder, retryWaitingFor } from '../../server/floor/changes/changes.ts';
import type { OrderDocument } from '../../server/protocol/hub.ts';
import { doJobs } from '../jobs/do-jobs.ts';
import { freshDatabase } from '../setup/database.ts';
import { picked } from '../packing/packed-orders.ts';
import { warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const caller = { hub: 'hub', owner: 'main' };
const to = {
  name: 'Ada Canary',
  address1: '1 High Street',
  postcode: 'LS1 1AA',
  city: 'Leeds',
  country: 'GB',
};
const doc = (more: Partial<OrderDocument> = {}): OrderDocument => ({
  revision: 1,
  shipTo: to,
  lines: [{ lineId: 'l1', sku: 'MUG', quantity: 2 }],
  ...more,
});

test('[OR1] [OR2] [EX1] an order that cannot be worked is parked with every reason, and accepted when they are mended', async () => {
  const w = await warehouse(db.database, 'park');
  const answer = await w.tx((tx) =>
    putOrder(
      tx,
      caller,
      'o1',
      doc({
        shipTo: { ...to, city: '' },
        service: 'camel',
        lines: [
          { lineId: 'l1', sku: 'MUG', quantity: 0 },
          { lineId: 'l1', sku: 'NIX', quantity: 1 },
        ],
      }),
    ),
  );
  expect(answer).toMatchObject({ outcome: 'parked', state: 'parked' });
  expect(answer.parked?.map((reason) => reason.code)).toEqual([
    'QUANTITY_NOT_POSITIVE',
    'UNKNOWN_SKU',
    'LINE_TWICE',
    'UNKNOWN_SKU',
    'UNKNOWN_SERVICE',
    'ADDRESS_INCOMPLETE',
  ]);
  expect(await w.tx((tx) => putOrder(tx, caller, 'o2', doc({ shipTo: null, lines: [] })))).toMatchObject({
    parked: [{ code: 'NO_LINES' }, { code: 'ADDRESS_MISSING' }],
  });
  await w.tx((tx) => putOrder(tx, caller, 'o3', doc()));
  expect(await w.send('lead', 'RetryOrder', { hub: 'hub', orderId: 'o3' })).toMatchObject({
    refusal: 'ORDER_STILL_PARKED',
  });
  await w.item('MUG');
  expect(await w.tx((tx) => retryWaitingFor(tx, 'main', 'MUG'))).toBe(1);
  expect(await w.send('lead', 'RetryOrder', { hub: 'hub', orderId: 'o3' })).toMatchObject({
    refusal: 'ORDER_NOT_PARKED',
  });
  const open = await w
    .read()
    .selectFrom('exception')
    .select(['ref'])
    .where('site', '=', 'park')
    .where('state', '=', 'open')
    .orderBy('ref')
    .execute();
  expect(open).toEqual([{ ref: 'hub/o1' }, { ref: 'hub/o2' }]);
});

test('[OR3] revisions: the same is unchanged, another content conflicts, a lower one is stale', async () => {
  const w = await warehouse(db.database, 'rev');
  await w.item('MUG');
  const put = (more: Partial<OrderDocument>) => w.tx((tx) => putOrder(tx, caller, 'o1', doc(more)));
  expect(await put({ revision: 2 })).toMatchObject({ outcome: 'accepted', version: 1 });
  expect(await put({ revision: 2 })).toMatchObject({ outcome: 'unchanged', version: 1 });
  expect(await put({ revision: 2, priority: 5 })).toMatchObject({ outcome: 'conflict', version: 1 });
  expect(await put({ revision: 1 })).toMatchObject({ outcome: 'stale', version: 1 });
  expect(await put({ revision: 3, lines: [{ lineId: 'l1', sku: 'MUG', quantity: 7 }] })).toMatchObject({
    outcome: 'changed',
  });
  expect(
    await w.read().selectFrom('shipmentLine').select('requested').where('site', '=', 'rev').execute(),
  ).toEqual([{ requested: 7 }]);
});

test('[OR3] two hubs at once with one id make one order', async () => {
  const w = await warehouse(db.database, 'same');
  await w.item('MUG');
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => w.tx((tx) => putOrder(tx, caller, 'o1', doc()))),
  );
  expect(results.filter((result) => result.status === 'fulfilled').length).toBeGreaterThan(0);
  expect(
    await w.read().selectFrom('shipment').select('orderId').where('site', '=', 'same').execute(),
  ).toEqual([{ orderId: 'o1' }]);
});

test('[OR4] [OR5] [SH4] every fact raises the version by one and its ledger adds up', async () => {
  const w = await picked(db.database, 'facts', [
    [
      'o1',
      [
        ['MUG', 2],
        ['BOX', 5],
      ],
    ],
  ]);
  const rows = await w
    .read()
    .selectFrom('journal')
    .select('data')
    .where('site', '=', 'facts')
    .where('hub', 'is not', null)
    .orderBy('id')
    .execute();
  const told = rows.map(
    (row) =>
      row.data['order'] as {
        version: number;
        lines: {
          requested: number;
          cancelled: number;
          shorted: number;
          shipped: number;
          remaining: number;
        }[];
      },
  );
  expect(told.map((order) => order.version)).toEqual(told.map((_, at) => at + 1));
  for (const order of told)
    for (const line of order.lines)
      expect(line.requested).toBe(line.cancelled + line.shorted + line.shipped + line.remaining);
});

test('[OR7] a consignee is in the consignee table and nowhere else', async () => {
  const w = await picked(db.database, 'canary', [['o1', [['MUG', 1]]]]);
  await w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  const { rows } = await sql<{
    table: string;
  }>`select table_name as table from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    w.read(),
  );
  const found: string[] = [];
  for (const { table } of rows) {
    const hits = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(table)} t where t::text like '%Canary%'`.execute(w.read());
    if ((hits.rows[0]?.n ?? 0) > 0) found.push(table);
  }
  expect(found).toEqual(['consignee']);
});

test('[CH1] a parked order that is cancelled has ended: it is not cancelled again, and no revision brings it back', async () => {
  const w = await warehouse(db.database, 'parked-end');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 5);
  const put = (revision: number, sku: string) =>
    w.tx((tx) => putOrder(tx, caller, 'o1', doc({ revision, lines: [{ lineId: 'l1', sku, quantity: 1 }] })));
  const cancel = () => w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  expect(await put(1, 'HAT')).toMatchObject({ outcome: 'parked', state: 'parked' });
  expect(await cancel()).toMatchObject({ decision: 'accepted' });
  expect(await cancel()).toMatchObject({
    decision: 'rejected',
    lines: [{ cancelled: 0, reason: 'already_ended' }],
  });
  expect(await put(2, 'MUG')).toMatchObject({
    outcome: 'change_rejected',
    reason: 'ended',
    state: 'cancelled',
  });
  expect(await w.release()).toMatchObject({ wave: null });
  const told = await w
    .read()
    .selectFrom('journal')
    .select(['type', 'data'])
    .where('site', '=', 'parked-end')
    .where('orderId', '=', 'o1')
    .orderBy('id')
    .execute();
  expect(told.map(({ type, data }) => [type, (data['order'] as { state: string }).state])).toEqual([
    ['order.parked', 'parked'],
    ['order.cancel_accepted', 'cancelled'],
    ['order.cancel_rejected', 'cancelled'],
    ['order.change_rejected', 'cancelled'],
  ]);
});

test('[CH1] [CH4] cancelling before release ends the order at once, and asking again changes nothing', async () => {
  const w = await warehouse(db.database, 'cancel');
  await w.item('MUG');
  await w.order('o1', [['MUG', 2]]);
  const cancel = () => w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  expect(await cancel()).toMatchObject({
    decision: 'accepted',
    lines: [{ cancelled: 2, stage: 'accepted' }],
  });
  expect(await cancel()).toMatchObject({ decision: 'rejected' });
  expect(await w.release()).toMatchObject({ wave: null });
});

/** Order o1 of 3 MUG, released; `put` sends a revision, `lines` reads the ledger. */
async function released(
  site: string,
  packRules: OrderDocument['packRules'] = { mayShipPartial: 'quantities' },
) {
  const w = await warehouse(db.database, site);
  for (const sku of ['MUG', 'BOX']) await w.item(sku);
  await w.holding('A-01-01', 'MUG', 10);
  await w.holding('A-01-02', 'BOX', 4);
  const send = (revision: number, lines: [string, string, number][], more: Partial<OrderDocument> = {}) =>
    w.tx((tx) =>
      putOrder(
        tx,
        caller,
        'o1',
        doc({
          revision,
          packRules,
          lines: lines.map(([lineId, sku, quantity]) => ({ lineId, sku, quantity })),
          ...more,
        }),
      ),
    );
  await send(1, [['l1', 'MUG', 3]]);
  await w.release();
  const ledger = () =>
    w
      .read()
      .selectFrom('shipmentLine')
      .select(['lineId', 'requested', 'cancelled', 'shorted', 'allocated', 'picked'])
      .where('site', '=', site)
      .orderBy('lineNo')
      .execute();
  const stage = async () =>
    (await w.read().selectFrom('shipment').select('stage').where('site', '=', site).executeTakeFirstOrThrow())
      .stage;
  return { w, send, ledger, stage };
}

/** Walks everything that waits, as one picker, and leaves it at the drop place. */
async function walkAll(w: Awaited<ReturnType<typeof warehouse>>, firstTote: number) {
  let tote = firstTote;
  let reply = await w.send('picker', 'GetWork', {});
  for (let guard = 0; guard < 100; guard++) {
    const prompt = 'prompt' in reply ? reply.prompt : undefined;
    if (prompt === undefined || prompt.kind === 'GetWork') return;
    const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
    if (prompt.kind === 'ScanCart') reply = await scan('%CC-1');
    else if (prompt.kind === 'ScanTote') reply = await scan(`%TT-${String(tote++).padStart(2, '0')}`);
    else if (prompt.kind === 'ScanLocation') reply = await scan(`%L${prompt.location}`);
    else if (prompt.kind === 'ScanItem') reply = await scan(prompt.sku);
    else if (prompt.kind === 'EnterQuantity')
      reply = await w.send('picker', 'EnterPicked', { units: prompt.take });
    else if (prompt.kind === 'PutInTote') reply = await scan(`%T${prompt.tote}`);
    else if (prompt.kind === 'ScanDrop') reply = await scan(`%L${prompt.drop}`);
    else throw new Error(prompt.kind);
  }
}

test('[CH6] after release fewer units are taken back, and a new address is fine', async () => {
  const { w, send, ledger } = await released('change');
  expect(await send(2, [['l1', 'MUG', 2]], { shipTo: { ...to, city: 'York' } })).toMatchObject({
    outcome: 'changed',
  });
  expect(await ledger()).toEqual([
    { lineId: 'l1', requested: 3, cancelled: 1, shorted: 0, allocated: 2, picked: 0 },
  ]);
  expect(
    await w.read().selectFrom('consignee').select('city').where('site', '=', 'change').execute(),
  ).toEqual([{ city: 'York' }]);
});

test('[CH6] after release another service moves the cut-off of order and walk', async () => {
  const { w, send } = await released('faster');
  await w.tx((tx) =>
    tx.db
      .insertInto('carrierService')
      .values({
        site: 'faster',
        service: 'express',
        carrier: 'UPS',
        name: 'Express',
        lane: '3',
        cutOff: '14:00',
        weekdays: '1234567',
        isDefault: false,
        numberKind: 'ups_1z',
        numberPrefix: '12345601',
        lastSerial: 9_999,
      })
      .execute(),
  );
  expect(await send(2, [['l1', 'MUG', 3]], { service: 'express' })).toMatchObject({ outcome: 'changed' });
  const [shipment] = await w
    .read()
    .selectFrom('shipment')
    .select(['service', 'cutOffAt'])
    .where('site', '=', 'faster')
    .execute();
  const [task] = await w
    .read()
    .selectFrom('pickTask')
    .select('cutOffAt')
    .where('site', '=', 'faster')
    .execute();
  expect(shipment).toEqual({ service: 'express', cutOffAt: new Date('2026-03-02T14:00:00Z') });
  expect(task?.cutOffAt).toEqual(shipment?.cutOffAt);
});

test('[CH8] more of a released order is walked for, and a picked order waits for it', async () => {
  const { w, send, ledger, stage } = await released('more');
  await walkAll(w, 1);
  expect(await stage()).toBe('picked');
  expect(
    await send(2, [
      ['l1', 'MUG', 5],
      ['l2', 'BOX', 1],
    ]),
  ).toMatchObject({ outcome: 'changed' });
  expect(await stage()).toBe('picking');
  expect(await w.send('packer', 'PackScan', { scan: '%TT-01' })).toMatchObject({
    refusal: 'PACK_TOTE_NOT_READY',
  });
  await walkAll(w, 5);
  expect(await stage()).toBe('picked');
  expect(await ledger()).toEqual([
    { lineId: 'l1', requested: 5, cancelled: 0, shorted: 0, allocated: 5, picked: 5 },
    { lineId: 'l2', requested: 1, cancelled: 0, shorted: 0, allocated: 1, picked: 1 },
  ]);
  await w.send('packer', 'PackScan', { scan: '%TT-01' });
  expect(await send(3, [['l1', 'MUG', 9]])).toMatchObject({
    outcome: 'change_rejected',
    reason: 'more_after_packing_began',
  });
  const told = await w
    .read()
    .selectFrom('journal')
    .select('type')
    .where('site', '=', 'more')
    .where('type', 'in', ['order.change_accepted', 'order.change_rejected'])
    .orderBy('id')
    .execute();
  expect(told.map((row) => row.type)).toEqual(['order.change_accepted', 'order.change_rejected']);
});

test('[CH8] [PK15] what was asked more and then taken back holds nothing up: before, on and after the cart', async () => {
  for (const at of ['planned', 'claimed', 'cart', 'tote']) {
    const { w, send, stage } = await released(`taken-back-${at}`);
    await walkAll(w, 1);
    await send(2, [['l1', 'MUG', 5]]);
    if (at !== 'planned') await w.send('picker', 'GetWork', {});
    if (at === 'cart' || at === 'tote') await w.send('picker', 'PickScan', { scan: '%CC-1' });
    if (at === 'tote') await w.send('picker', 'PickScan', { scan: '%TT-09' });
    await send(3, [['l1', 'MUG', 3]]);
    if (at !== 'planned') await w.send('picker', 'Acknowledge', {});
    expect([at, await stage()]).toEqual([at, 'picked']);
    expect(await w.send('packer', 'PackScan', { scan: '%TT-01' })).toMatchObject({ ok: true });
  }
});

test('[CH2] [PK17] goods that are on their way back already are not ordered back a second time', async () => {
  const { w, send } = await released('twice-back');
  await walkAll(w, 1);
  await send(2, [['l1', 'MUG', 5]]);
  await walkAll(w, 5);
  // Three lie in the first tote, two in the second.
  await send(3, [['l1', 'MUG', 2]]);
  await w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  const backs = await w
    .read()
    .selectFrom('putBack')
    .select(['putBack', 'units', 'fromPlace', 'toLocation'])
    .where('site', '=', 'twice-back')
    .orderBy('putBack')
    .execute();
  expect(backs.map((row) => row.units).reduce((sum, units) => sum + units, 0)).toBe(5);
  expect(await doJobs(w, 'picker')).toEqual([
    'JobFetch',
    'JobItem',
    'JobItem',
    'JobItem',
    'JobPut',
    'JobFetch',
    'JobItem',
    'JobItem',
    'JobPut',
  ]);
});

test('[CH9] what is asked more and is not there is shorted, or the change is rejected whole', async () => {
  const partly = await released('partly');
  expect(
    await partly.send(2, [
      ['l1', 'MUG', 3],
      ['l2', 'BOX', 6],
    ]),
  ).toMatchObject({ outcome: 'changed' });
  expect(await partly.ledger()).toEqual([
    { lineId: 'l1', requested: 3, cancelled: 0, shorted: 0, allocated: 3, picked: 0 },
    { lineId: 'l2', requested: 6, cancelled: 0, shorted: 2, allocated: 4, picked: 0 },
  ]);
  const whole = await released('whole', { mayShipPartial: 'none' });
  expect(
    await whole.send(2, [
      ['l1', 'MUG', 2],
      ['l2', 'BOX', 6],
    ]),
  ).toMatchObject({
    outcome: 'change_rejected',
    reason: 'not_in_stock',
  });
  expect(await whole.ledger()).toEqual([
    { lineId: 'l1', requested: 3, cancelled: 0, shorted: 0, allocated: 3, picked: 0 },
  ]);
  const promised = await whole.w
    .read()
    .selectFrom('stockBalance')
    .select((eb) => eb.fn.sum<number>('allocated').as('units'))
    .where('site', '=', 'whole')
    .executeTakeFirstOrThrow();
  expect(promised.units).toBe(3);
});

test('[CH2] [PK15] a cancel underneath is told before the next scan, and a walk with nothing left ends', async () => {
  const w = await warehouse(db.database, 'under');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 10);
  await w.order('o1', [['MUG', 2]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  await w.send('picker', 'PickScan', { scan: '%CC-1' });
  await w.tx((tx) => cancelOrder(tx, caller, 'o1', { reason: 'buyer' }));
  expect(await w.send('picker', 'PickScan', { scan: '%TT-01' })).toMatchObject({
    ok: false,
    refusal: 'NOTHING_TO_SCAN_NOW',
    prompt: { kind: 'LinesCancelled', orderNumbers: ['o1'] },
  });
  expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
    ok: true,
    prompt: { kind: 'GetWork', ready: true },
  });
  expect(
    await w
      .read()
      .selectFrom('cart')
      .select('task')
      .where('site', '=', 'under')
      .where('cart', '=', 'C-1')
      .execute(),
  ).toEqual([{ task: null }]);
});

test('[EX2] [EX3] [EX4] a count needs a count, a question its answer, and nothing closes twice', async () => {
  const w = await warehouse(db.database, 'ex');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 3);
  await w.order('o1', [['MUG', 3]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  await w.send('picker', 'PickScan', { scan: '%CC-1' });
  await w.send('picker', 'PickScan', { scan: '%TT-01' });
  await w.send('picker', 'AskLead', { question: 'blocked' });
  await w.send('picker', 'PickScan', { scan: 'A-01-01' });
  await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 1 });
  const open = await w
    .read()
    .selectFrom('exception')
    .select(['exception', 'kind'])
    .where('site', '=', 'ex')
    .orderBy('exception')
    .execute();
  const of = (kind: string) => open.find((row) => row.kind === kind)?.exception ?? 0;
  expect(await w.send('lead', 'ResolveException', { exception: of('count'), resolution: 'x' })).toMatchObject(
    { refusal: 'EXCEPTION_NEEDS_COUNT' },
  );
  expect(await w.send('lead', 'AnswerQuestion', { exception: of('question'), answer: 'no' })).toMatchObject({
    ok: true,
  });
  expect(await w.send('picker', 'GetWork', {})).toMatchObject({
    prompt: { kind: 'LeadAnswered', answer: 'no', question: 'blocked' },
  });
  expect(await w.send('lead', 'AnswerQuestion', { exception: of('question'), answer: 'no' })).toMatchObject({
    refusal: 'EXCEPTION_DONE',
  });
  expect(
    await w.send('lead', 'ResolveException', { exception: of('short'), resolution: 'told' }),
  ).toMatchObject({ ok: true });
  expect(
    await w.send('lead', 'ResolveException', { exception: of('short'), resolution: 'told' }),
  ).toMatchObject({ refusal: 'EXCEPTION_DONE' });
});

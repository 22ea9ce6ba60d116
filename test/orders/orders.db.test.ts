import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelOrder, putOrder, retryWaitingFor } from '../../server/floor/changes/changes.ts';
import type { OrderDocument } from '../../server/protocol/hub.ts';
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

test('[CH6] after release fewer units are taken back, more are rejected, a new address is fine', async () => {
  const w = await warehouse(db.database, 'change');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 10);
  await w.tx((tx) => putOrder(tx, caller, 'o1', doc({ lines: [{ lineId: 'l1', sku: 'MUG', quantity: 3 }] })));
  await w.release();
  const put = (revision: number, quantity: number, city = 'Leeds') =>
    w.tx((tx) =>
      putOrder(
        tx,
        caller,
        'o1',
        doc({ revision, shipTo: { ...to, city }, lines: [{ lineId: 'l1', sku: 'MUG', quantity }] }),
      ),
    );
  expect(await put(2, 5)).toMatchObject({
    outcome: 'change_rejected',
    reason: 'lines_changed_after_release',
  });
  expect(await put(3, 2, 'York')).toMatchObject({ outcome: 'changed' });
  expect(
    await w
      .read()
      .selectFrom('shipmentLine')
      .select(['requested', 'cancelled', 'allocated'])
      .where('site', '=', 'change')
      .execute(),
  ).toEqual([{ requested: 3, cancelled: 1, allocated: 2 }]);
  expect(
    await w.read().selectFrom('consignee').select('city').where('site', '=', 'change').execute(),
  ).toEqual([{ city: 'York' }]);
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

import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUps1Z } from '../../server/barcode/check-digit.ts';
import { toteCode } from '../../server/barcode/own-codes.ts';
import type { BenchView } from '../../server/protocol/views.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import {
  answerPrint,
  claimNext,
  doubtInterrupted,
  recordOutcome,
} from '../../server/floor/printing/printing.ts';
import { doJobs } from '../jobs/do-jobs.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse } from '../setup/warehouse.ts';
import { picked as pickedOrders } from './packed-orders.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const bench = (reply: Reply): BenchView => {
  if (!('bench' in reply) || reply.bench === undefined)
    throw new Error(`expected a bench, got ${JSON.stringify(reply)}`);
  return reply.bench;
};
const kind = (reply: Reply) =>
  `${reply.ok ? '' : 'refusal' in reply ? reply.refusal + ' ' : 'fault '}${bench(reply).prompt.kind}`;

const picked = (site: string, orders: [string, [string, number][]][]) =>
  pickedOrders(db.database, site, orders);

test('[PA3] [PA4] [PA6] [PA7] [PA8] [PA9] [PA13] the last scan closes, numbers and prints; only its own label goes on', async () => {
  const w = await picked('road', [
    [
      'o1',
      [
        ['MUG', 2],
        ['BOX', 5],
      ],
    ],
  ]);
  const scan = (text: string) => w.send('packer', 'PackScan', { scan: text });
  expect(kind(await scan(toteCode('T-09')))).toBe('PACK_TOTE_EMPTY ScanToteToPack');
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanUnit');
  expect(kind(await scan('ODD'))).toBe('PACK_NOT_IN_ORDER ScanUnit');
  expect(kind(await scan('MUG'))).toBe('ScanUnit');
  expect(kind(await scan('MUG'))).toBe('ScanUnit');
  expect(kind(await scan('MUG'))).toBe('PACK_LINE_DONE ScanUnit');
  expect(kind(await scan('BOX'))).toBe('EnterPackQuantity');
  expect(kind(await w.send('packer', 'EnterPacked', { units: 6 }))).toBe('PACK_TOO_MANY EnterPackQuantity');
  const closed = await w.send('packer', 'EnterPacked', { units: 5 });
  expect(kind(closed)).toBe('ScanLabel');
  const [parcel] = await w
    .read()
    .selectFrom('parcel')
    .select(['tracking', 'sscc', 'state', 'weightGrams'])
    .where('site', '=', 'road')
    .execute();
  expect(isUps1Z(parcel?.tracking ?? '')).toBe(true);
  expect(parcel).toMatchObject({ state: 'closed', weightGrams: 700 + 80 });
  expect(kind(await scan(toteCode('T-01')))).toBe('LABEL_FIRST ScanLabel');
  expect(await scan('x'.repeat(600))).toMatchObject({
    refusal: 'SCAN_UNREADABLE',
    data: { why: 'too_long' },
  });
  expect(kind(await scan('0050123450000999996'.slice(1)))).toMatch(
    /^(LABEL_OF_OTHER_PARCEL|LABEL_FIRST) ScanLabel$/,
  );
  const lane = await scan(parcel?.tracking ?? '');
  expect(bench(lane).prompt).toMatchObject({
    kind: 'ToLane',
    lane: '2',
    carrier: 'UPS',
    service: 'UPS Standard',
  });
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({
    ok: true,
    result: { parcels: 1 },
  });
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({
    ok: false,
    refusal: 'NOTHING_STAGED',
  });
  const told = await w
    .read()
    .selectFrom('journal')
    .select(['type'])
    .where('site', '=', 'road')
    .where('hub', 'is not', null)
    .orderBy('id')
    .execute();
  expect(told.map((row) => row.type)).toEqual([
    'order.accepted',
    'order.allocated',
    'order.released',
    'order.pick_started',
    'order.picked',
    'order.picked',
    'parcel.packed',
    'parcel.labelled',
    'parcel.manifested',
    'parcel.shipped',
    'order.completed',
  ]);
  const out = await w
    .read()
    .selectFrom('stockBalance')
    .select(['sku', 'onHand'])
    .where('site', '=', 'road')
    .where('place', '=', 'outside:customer')
    .orderBy('sku')
    .execute();
  expect(out).toEqual([
    { sku: 'BOX', onHand: 5 },
    { sku: 'MUG', onHand: 2 },
  ]);
});

test('[PA1] [PA2] a tote opens when all walks are done, and on one station at a time', async () => {
  const w = await picked('two', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  const other = await w.send('packer', 'PackScan', { scan: toteCode('T-01') }, { station: 'S-2' });
  expect(other).toMatchObject({ ok: false, refusal: 'PACK_ON_OTHER_STATION', data: { station: 'S-1' } });
});

test('[PA5] [PA14] what overfills the carton is refused with how many fit; the next parcel takes the rest', async () => {
  const w = await picked('big', [['o1', [['BIG', 6]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  expect(await w.send('packer', 'CloseParcel', {})).toMatchObject({ ok: false, refusal: 'PARCEL_EMPTY' });
  await w.send('packer', 'PackScan', { scan: 'BIG' });
  expect(await w.send('packer', 'EnterPacked', { units: 6 })).toMatchObject({
    ok: false,
    refusal: 'PARCEL_FULL',
    data: { carton: 'L', fits: 3 },
  });
  await w.send('packer', 'EnterPacked', { units: 3 });
  expect(kind(await w.send('packer', 'CloseParcel', {}))).toBe('ScanLabel');
});

test('[PA10] a missing unit is shorted, told, and looked for where it was picked; [PA12] odd goods go to the problem place', async () => {
  const w = await picked('missing', [['o1', [['MUG', 2]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  expect(await w.send('packer', 'SetAside', { itemScan: 'ODD', units: 1 })).toMatchObject({
    ok: true,
    result: { place: 'PROBLEM-1' },
  });
  expect(kind(await w.send('packer', 'ReportPackShort', { lineNo: 1, missing: 1 }))).toBe('ScanLabel');
  const missing = await w
    .read()
    .selectFrom('stockBalance')
    .select(['place', 'status', 'onHand'])
    .where('site', '=', 'missing')
    .where('status', '<>', 'available')
    .where('onHand', '>', 0)
    .orderBy('place')
    .execute();
  expect(missing).toEqual([
    { place: 'location:A-01-03', status: 'missing', onHand: 1 },
    { place: 'location:PROBLEM-1', status: 'hold', onHand: 1 },
  ]);
});

test('[PR1] [PR2] [PR3] [PR5] [PR6] a print in doubt is asked about and never repeated by itself', async () => {
  const w = await picked('print', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  const job = await w.tx((tx) => claimNext(tx, 'P-1'));
  expect(job).toMatchObject({ printer: 'P-1', isReprint: false });
  expect(await w.tx((tx) => claimNext(tx, 'P-1'))).toBeNull();
  expect(await w.tx(doubtInterrupted)).toBe(1);
  expect(await w.tx((tx) => claimNext(tx, 'P-1'))).toBeNull();
  expect(await w.send('packer', 'ReprintLabel', { parcel: job?.parcel ?? 0, reason: 'x' })).toMatchObject({
    ok: false,
    refusal: 'PRINT_NOT_UNKNOWN',
  });
  const answered = await w.send('packer', 'AnswerPrint', { printJob: job?.printJob ?? 0, cameOut: false });
  expect(kind(answered)).toBe('ScanLabel');
  const again = await w.tx((tx) => claimNext(tx, 'P-1'));
  expect(again).toMatchObject({ parcel: job?.parcel, isReprint: true });
  await w.tx((tx) => recordOutcome(tx, again?.printJob ?? 0, { outcome: 'confirmed' }));
  expect(
    await w.tx((tx) => answerPrint(tx, { printJob: again?.printJob ?? 0, cameOut: true })),
  ).toMatchObject({ refused: 'PRINT_NOT_UNKNOWN' });
});

test('[PR3] [PR8] a print is answered once: a second answer prints nothing more', async () => {
  const w = await picked('twice', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  const job = await w.tx((tx) => claimNext(tx, 'P-1'));
  await w.tx(doubtInterrupted);
  const no = { printJob: job?.printJob ?? 0, cameOut: false };
  const both = await Promise.all([w.send('packer', 'AnswerPrint', no), w.send('lead', 'AnswerPrint', no)]);
  expect(both.map((reply) => ('refusal' in reply ? reply.refusal : reply.ok)).sort()).toEqual([
    'PRINT_NOT_UNKNOWN',
    true,
  ]);
  const again = await w.tx((tx) => claimNext(tx, 'P-1'));
  await w.tx((tx) => recordOutcome(tx, again?.printJob ?? 0, { outcome: 'confirmed' }));
  expect(await w.send('lead', 'AnswerPrint', no)).toMatchObject({ refusal: 'PRINT_NOT_UNKNOWN' });
  expect(await w.tx((tx) => claimNext(tx, 'P-1'))).toBeNull();
});

test('[PR8] a reprint at the bench settles the failed print before it', async () => {
  const w = await picked('settled', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  let failed = 0;
  let parcel = 0;
  for (let at = 0; at < 10; at++) {
    w.at(new Date(Date.parse('2026-03-02T12:00:00Z') + (at + 1) * 120_000));
    const job = await w.tx((tx) => claimNext(tx, 'P-1'));
    failed = job?.printJob ?? 0;
    parcel = job?.parcel ?? 0;
    await w.tx((tx) => recordOutcome(tx, failed, { outcome: 'not_sent', reason: 'refused' }));
  }
  await w.send('packer', 'ReprintLabel', { parcel, reason: 'printer was off' });
  expect(await w.send('lead', 'AnswerPrint', { printJob: failed, cameOut: false })).toMatchObject({
    refusal: 'PRINT_NOT_UNKNOWN',
  });
  expect(
    await w
      .read()
      .selectFrom('printJob')
      .select(['state', 'isReprint'])
      .where('site', '=', 'settled')
      .orderBy('printJob')
      .execute(),
  ).toEqual([
    { state: 'failed', isReprint: false },
    { state: 'queued', isReprint: true },
  ]);
});

test('[PR7] a job that did not reach the printer waits, and after ten tries a person is told', async () => {
  const w = await picked('away', [['o1', [['MUG', 1]]]]);
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  for (let at = 0; at < 10; at++) {
    w.at(new Date(Date.parse('2026-03-02T12:00:00Z') + (at + 1) * 120_000));
    const job = await w.tx((tx) => claimNext(tx, 'P-1'));
    await w.tx((tx) => recordOutcome(tx, job?.printJob ?? 0, { outcome: 'not_sent', reason: 'refused' }));
  }
  const [job] = await w
    .read()
    .selectFrom('printJob')
    .select(['state', 'attempts'])
    .where('site', '=', 'away')
    .execute();
  expect(job).toEqual({ state: 'failed', attempts: 10 });
  const open = await w
    .read()
    .selectFrom('exception')
    .select(['kind', 'data'])
    .where('site', '=', 'away')
    .where('state', '=', 'open')
    .execute();
  const label = await w
    .read()
    .selectFrom('parcelLabel')
    .select(['parcel', 'tracking'])
    .where('site', '=', 'away')
    .executeTakeFirstOrThrow();
  expect(open).toEqual([
    { kind: 'failed_print', data: { printJob: expect.any(Number), printer: 'P-1', ...label } },
  ]);
});

test('[PA11] [CH2] [CH3] [CH7] [OR8] [PK17] [PR4] a cancellation stops the packer at the next scan and brings the goods back', async () => {
  const w = await picked('stop', [['o1', [['MUG', 2]]]]);
  const { cancelOrder } = await import('../../server/floor/changes/changes.ts');
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  const answer = await w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }),
  );
  expect(answer).toMatchObject({ decision: 'accepted' });
  const stopped = await w.send('packer', 'PackScan', { scan: 'MUG' });
  expect(kind(stopped)).toBe('PACK_ORDER_CANCELLED Stopped');
  const backs = await w
    .read()
    .selectFrom('putBack')
    .select(['putBack', 'units', 'fromPlace', 'toLocation', 'state'])
    .where('site', '=', 'stop')
    .orderBy('putBack')
    .execute();
  expect(backs.map(({ units, toLocation }) => ({ units, toLocation }))).toEqual([
    { units: 1, toLocation: 'A-01-03' },
    { units: 1, toLocation: 'A-01-03' },
  ]);
  expect(kind(await w.send('packer', 'LeaveBench', {}))).toBe('ScanToteToPack');
  expect((await doJobs(w, 'picker')).filter((asked) => asked === 'JobPut')).toHaveLength(2);
  const [line] = await w
    .read()
    .selectFrom('shipmentLine')
    .select(['requested', 'cancelled', 'allocated', 'picked', 'putBack', 'packed'])
    .where('site', '=', 'stop')
    .execute();
  expect(line).toEqual({ requested: 2, cancelled: 2, allocated: 0, picked: 2, putBack: 2, packed: 0 });
  const told = await w
    .read()
    .selectFrom('journal')
    .select(['type', 'data'])
    .where('site', '=', 'stop')
    .where('orderId', '=', 'o1')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect(told).toMatchObject({
    type: 'stock.changed',
    data: { order: { state: 'cancelled', lines: [line] } },
  });
  const shelf = await w
    .read()
    .selectFrom('stockBalance')
    .select(['onHand', 'allocated'])
    .where('site', '=', 'stop')
    .where('place', '=', 'location:A-01-03')
    .execute();
  expect(shelf).toEqual([{ onHand: 50, allocated: 0 }]);
  const tote = await w
    .read()
    .selectFrom('tote')
    .select('state')
    .where('site', '=', 'stop')
    .where('tote', '=', 'T-01')
    .execute();
  expect(tote).toEqual([{ state: 'free' }]);
});

test('[CH5] [SH1] [SH2] a hold stops the bench and the manifest until it is released', async () => {
  const w = await picked('hold', [['o1', [['MUG', 1]]]]);
  const { holdOrder, releaseHold } = await import('../../server/floor/changes/changes.ts');
  const caller = { hub: 'hub', owner: 'main' };
  await w.tx((tx) => holdOrder(tx, caller, 'o1', 'fraud', 'check payment'));
  expect(kind(await w.send('packer', 'PackScan', { scan: toteCode('T-01') }))).toBe(
    'PACK_ORDER_HELD ScanToteToPack',
  );
  await w.tx((tx) => releaseHold(tx, caller, 'o1', 'fraud'));
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  const [parcel] = await w
    .read()
    .selectFrom('parcel')
    .select('tracking')
    .where('site', '=', 'hold')
    .execute();
  await w.send('packer', 'PackScan', { scan: parcel?.tracking ?? '' });
  await w.tx((tx) => holdOrder(tx, caller, 'o1', 'fraud', 'again'));
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({
    ok: false,
    refusal: 'NOTHING_STAGED',
  });
  await w.tx((tx) => releaseHold(tx, caller, 'o1', 'fraud'));
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({ ok: true });
});

test('[CH3] [PA13] cancelling after the label voids it, and the parcel never ships; [SH3] a shipped one is not cancelled', async () => {
  const w = await picked('void', [['o1', [['MUG', 1]]]]);
  const { cancelOrder } = await import('../../server/floor/changes/changes.ts');
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  expect(
    await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' })),
  ).toMatchObject({ decision: 'accepted' });
  expect(
    await w.read().selectFrom('parcelLabel').select('state').where('site', '=', 'void').execute(),
  ).toEqual([{ state: 'voided' }]);
  expect(await w.read().selectFrom('printJob').select('state').where('site', '=', 'void').execute()).toEqual([
    { state: 'expired' },
  ]);
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({
    refusal: 'NOTHING_STAGED',
  });
});

test('[PK35] what is put aside at a bench is read by what is kept of it, as on a walk', async () => {
  const w = await warehouse(db.database, 'aside-lot');
  await w.item('TEA', { gtin: '09521234543213', isLotControlled: true });
  expect(
    await w.send('packer', 'SetAside', { itemScan: ']C1010952123454321310L300615', units: 1 }),
  ).toMatchObject({ ok: true, result: { sku: 'TEA', units: 1 } });
});

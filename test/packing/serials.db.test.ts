import { afterAll, beforeAll, expect, test } from 'vitest';
import { locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import { doJobs, promptOf } from '../jobs/do-jobs.ts';
import { walker } from '../picking/walk.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const lamp = '4006381333931';
const numbered = (serial: string) => `]d2010${lamp}21${serial}`;

/** Lamps on one shelf, ordered and picked by their numbers, in the totes T-01, T-02 … at the drop place. */
async function pickedLamps(site: string, orders: [string, [string, number][]][], numbers: string[]) {
  const w = await warehouse(db.database, site);
  await w.item('LAMP', { gtin: `0${lamp}`, isSerialControlled: true });
  await w.item('MUG');
  await w.holding('A-01-03', 'LAMP', 9);
  await w.holding('A-01-06', 'MUG', 9);
  for (const [id, lines] of orders) await w.order(id, lines);
  await w.release();
  const totes = orders.map((_, at) => `T-0${at + 1}`);
  await walker(w, 'picker', totes, numbers).to('GetWork');
  return w;
}

const pack = (w: Warehouse, text: string) => w.send('packer', 'PackScan', { scan: text });
const said = (reply: Reply) => (reply.ok ? 'yes' : 'refusal' in reply ? reply.refusal : 'fault');
const cancelUnits = (w: Warehouse, orderId: string, units: number) =>
  w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, orderId, {
      reason: 'buyer',
      lines: [{ lineId: 'l1', quantity: units }],
    }),
  );

/** Where nobody has to read them, numbers go back unread. */
async function putBackUnread(w: Warehouse): Promise<void> {
  await w.policy({ serial: 'never' });
  await doJobs(w, 'picker');
  await w.tx((tx) => tx.db.deleteFrom('scanPolicy').where('site', '=', w.site).execute());
}

/** Where each number is, parcels by their kind alone, with the line it is for. */
async function whereabouts(w: Warehouse): Promise<Record<string, string>> {
  const rows = await w
    .read()
    .selectFrom('serialUnit')
    .select(['serial', 'place', 'lineNo'])
    .where('site', '=', w.site)
    .orderBy('serial')
    .execute();
  return Object.fromEntries(
    rows.map(({ serial, place, lineNo }) => [
      serial,
      `${place.replace(/^parcel:.*/, 'parcel')}${lineNo === null ? '' : ` for ${lineNo}`}`,
    ]),
  );
}

test('[PA50] a number packs its own unit for its own line, in the code of the goods or alone', async () => {
  const w = await pickedLamps(
    'line',
    [
      [
        'o1',
        [
          ['LAMP', 1],
          ['LAMP', 1],
          ['MUG', 1],
        ],
      ],
    ],
    ['SN-1', 'SN-2'],
  );
  const before = await whereabouts(w);
  expect(Object.values(before).sort()).toEqual(['tote:T-01 for 1', 'tote:T-01 for 2']);
  await pack(w, toteCode('T-01'));
  const second = before['SN-1'] === 'tote:T-01 for 2' ? 'SN-1' : 'SN-2';
  const first = second === 'SN-1' ? 'SN-2' : 'SN-1';
  expect(said(await pack(w, numbered(second)))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ [first]: 'tote:T-01 for 1', [second]: 'parcel for 2' });
  expect(said(await pack(w, ` ${first} `))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ [first]: 'parcel for 1', [second]: 'parcel for 2' });
  expect(said(await pack(w, first))).toBe('PACK_NOT_IN_ORDER');
  // Both leave the house, each for its line.
  await pack(w, 'MUG');
  const { tracking } = await w
    .read()
    .selectFrom('parcel')
    .select('tracking')
    .where('site', '=', 'line')
    .executeTakeFirstOrThrow();
  expect(said(await pack(w, tracking ?? ''))).toBe('yes');
  expect(said(await w.send('lead', 'CloseManifest', { carrier: 'UPS' }))).toBe('yes');
  expect(await whereabouts(w)).toEqual({
    [first]: 'outside:customer for 1',
    [second]: 'outside:customer for 2',
  });
});

test('[PA50] a number of another order or of nobody is refused by name, and packs nothing', async () => {
  const w = await pickedLamps(
    'other',
    [
      ['o1', [['LAMP', 1]]],
      ['o2', [['LAMP', 1]]],
    ],
    ['SN-1', 'SN-2'],
  );
  const before = await whereabouts(w);
  await pack(w, toteCode('T-01'));
  const other = before['SN-1'] === 'tote:T-01 for 1' ? 'SN-2' : 'SN-1';
  for (const scanned of [other, 'SN-9'])
    expect(await pack(w, numbered(scanned))).toMatchObject({
      ok: false,
      refusal: 'PACK_SERIAL_NOT_HERE',
      data: { sku: 'LAMP', name: 'Thing LAMP', scanned },
    });
  expect(said(await pack(w, other))).toBe('PACK_NOT_IN_ORDER');
  expect(await whereabouts(w)).toEqual(before);
});

test('[PA50] the number says out of which tote the unit came', async () => {
  const w = await warehouse(db.database, 'totes');
  await w.item('LAMP', { gtin: `0${lamp}`, isSerialControlled: true });
  await w.holding('A-01-03', 'LAMP', 9);
  await w.order('o1', [['LAMP', 2]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01', 'T-02'], ['SN-1', 'SN-2']);
  await me.to('ScanSerial');
  await me.scan('SN-1');
  await me.scan(toteCode('T-01'));
  await w.send('picker', 'ToteFull', {});
  await me.scan(toteCode('T-02'));
  await me.scan(numbered('SN-2'));
  await me.to('GetWork');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'tote:T-01 for 1', 'SN-2': 'tote:T-02 for 1' });
  await pack(w, toteCode('T-01'));
  expect(said(await pack(w, 'SN-2'))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'tote:T-01 for 1', 'SN-2': 'parcel for 1' });
  const held = await w
    .read()
    .selectFrom('stockBalance')
    .select('place')
    .where('site', '=', 'totes')
    .where('place', 'like', 'tote:%')
    .where('onHand', '>', 0)
    .execute();
  expect(held).toEqual([{ place: 'tote:T-01' }]);
});

test('[PA51] [PA30] one of two is missing: the other is packed by its number, and then the lost one is looked for', async () => {
  const w = await pickedLamps('short', [['o1', [['LAMP', 2]]]], ['SN-1', 'SN-2']);
  await pack(w, toteCode('T-01'));
  expect(said(await w.send('packer', 'ReportPackShort', { lineNo: 1, missing: 1 }))).toBe('yes');
  expect(await pack(w, lamp)).toMatchObject({ refusal: 'PACK_NEEDS_SERIAL' });
  expect(said(await pack(w, numbered('SN-2')))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'location:A-01-03', 'SN-2': 'parcel for 1' });
});

test('[PA51] when all are missing all numbers are looked for', async () => {
  const w = await pickedLamps('gone', [['o1', [['LAMP', 2]]]], ['SN-1', 'SN-2']);
  await pack(w, toteCode('T-01'));
  await w.send('packer', 'ReportPackShort', { lineNo: 1, missing: 2 });
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'location:A-01-03', 'SN-2': 'location:A-01-03' });
});

test('[PK120] a unit that went back unread is taken again by its number, and the other one stays in the tote', async () => {
  const w = await pickedLamps(
    'again',
    [
      [
        'o1',
        [
          ['LAMP', 2],
          ['MUG', 1],
        ],
      ],
    ],
    ['SN-1', 'SN-2'],
  );
  await cancelUnits(w, 'o1', 1);
  await putBackUnread(w);
  // One of them lies on the shelf, and nobody knows which.
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'tote:T-01 for 1', 'SN-2': 'tote:T-01 for 1' });
  await w.order('o2', [['LAMP', 1]]);
  await w.release();
  await walker(w, 'picker', ['T-02'], ['SN-1']).to('GetWork');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'tote:T-02 for 1', 'SN-2': 'tote:T-01 for 1' });
  await pack(w, toteCode('T-01'));
  expect(said(await pack(w, lamp))).toBe('yes');
  expect(await whereabouts(w)).toMatchObject({ 'SN-2': 'parcel for 1' });
});

test('[PK120] once the tote is empty the number that was not packed lies on its shelf', async () => {
  const w = await pickedLamps('rest', [['o1', [['LAMP', 2]]]], ['SN-1', 'SN-2']);
  await cancelUnits(w, 'o1', 1);
  await putBackUnread(w);
  await pack(w, toteCode('T-01'));
  expect(await pack(w, lamp)).toMatchObject({ refusal: 'PACK_NEEDS_SERIAL' });
  await pack(w, 'SN-1');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'parcel for 1', 'SN-2': 'location:A-01-03' });
});

test('[PK120] [JB10] units of a put-back that are not there are looked for by their numbers', async () => {
  const w = await pickedLamps('lost', [['o1', [['LAMP', 2]]]], ['SN-1', 'SN-2']);
  await cancelUnits(w, 'o1', 2);
  await w.send('picker', 'GetWork', {});
  await w.send('picker', 'PickScan', { scan: toteCode('T-01') });
  expect(said(await w.send('picker', 'ReportShort', { reason: 'not_there', found: 0 }))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ 'SN-1': 'location:A-01-03', 'SN-2': 'location:A-01-03' });
});

test('[ST20] numbers go to another shelf with the last unit that is moved there', async () => {
  const w = await pickedLamps(
    'moved',
    [['o1', [['LAMP', 9]]]],
    Array.from({ length: 9 }, (_, at) => `SN-${at}`),
  );
  await cancelUnits(w, 'o1', 9);
  await doJobs(w, 'picker');
  const move = async (units: number) => {
    const goods = { owner: 'main', sku: 'LAMP', lot: '', from: 'A-01-03', to: 'A-01-09' };
    expect(said(await w.send('lead', 'OrderMove', { ...goods, units }))).toBe('yes');
    const places = promptOf(await w.send('picker', 'GetWork', {}));
    expect(places.kind).toBe('JobFetch');
    await w.send('picker', 'PickScan', { scan: locationCode('A-01-03') });
    for (let at = 0; at < units; at++) await w.send('picker', 'PickScan', { scan: lamp });
    expect(said(await w.send('picker', 'PickScan', { scan: locationCode('A-01-09') }))).toBe('yes');
  };
  await move(4);
  expect(new Set(Object.values(await whereabouts(w)))).toEqual(new Set(['location:A-01-03']));
  await move(5);
  expect(new Set(Object.values(await whereabouts(w)))).toEqual(new Set(['location:A-01-09']));
});

test('[PK35] a number that could hold a lot is read at the shelf and at the bench, for lamps have no lots', async () => {
  const w = await warehouse(db.database, 'apart');
  await w.item('LAMP', { gtin: `0${lamp}`, isSerialControlled: true });
  await w.holding('A-01-03', 'LAMP', 9);
  await w.order('o1', [['LAMP', 1]]);
  await w.release();
  const me = walker(w, 'picker', ['T-01']);
  expect((await me.to('ScanItem')).kind).toBe('ScanItem');
  const put = promptOf(await me.scan(numbered('SN10A1')));
  expect(put.kind).toBe('PutInTote');
  await me.to('GetWork', put);
  await pack(w, toteCode('T-01'));
  expect(said(await pack(w, numbered('SN10A1')))).toBe('yes');
  expect(await whereabouts(w)).toEqual({ SN10A1: 'parcel for 1' });
});

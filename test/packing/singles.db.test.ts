import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boxCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, holdOrder } from '../../server/floor/changes/changes.ts';
import * as picking from '../../server/floor/picking/picking.ts';
import type { Policies } from '../../server/floor/site/site.entities.ts';
import { json } from '../../server/platform/db/database.ts';
import { walker } from '../picking/walk.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Orders picked in one mode and dropped. */
async function dropped(name: string, pickMode: Policies['pickMode'], orders: [string, [string, number][]][]) {
  const w = await warehouse(db.database, name);
  await w.tx(async (tx) => {
    const policies = await picking.policies(tx);
    await tx.db
      .updateTable('site')
      .set({ policies: json({ ...policies, pickMode }) })
      .where('site', '=', name)
      .execute();
    await tx.db
      .insertInto('putWall')
      .values({ site: name, wall: 'W-1', name: 'Wall', rows: 1, columns: 4, dropPlace: null })
      .execute();
  });
  for (const sku of ['MUG', 'BOX', 'ODD']) await w.item(sku);
  await w.holding('A-01-03', 'MUG', 50);
  await w.holding('A-01-06', 'BOX', 50);
  for (const [id, lines] of orders) await w.order(id, lines);
  await w.release();
  await walker(w, 'picker', ['T-01', 'T-02']).to('GetWork');
  return w;
}

const scan = (w: Warehouse, text: string, station?: string) =>
  w.send('packer', 'PackScan', { scan: text }, station === undefined ? {} : { station });
const bench = async (reply: ReturnType<typeof scan>) => {
  const heard = await reply;
  if (!('bench' in heard) || heard.bench === undefined) throw new Error(JSON.stringify(heard));
  return heard.bench;
};
const stages = async (w: Warehouse) =>
  Object.fromEntries(
    (
      await w.read().selectFrom('shipment').select(['orderId', 'stage']).where('site', '=', w.site).execute()
    ).map((row) => [row.orderId, row.stage]),
  );
const labelled = async (w: Warehouse, reply: ReturnType<typeof scan>) => {
  const { prompt } = await bench(reply);
  if (prompt.kind !== 'ScanLabel') throw new Error(JSON.stringify(prompt));
  return scan(w, prompt.tracking);
};

test('[PA60] a single’s note stands beside its label, where its box is still open, and no other order’s', async () => {
  const w = await dropped('noted', 'singles', []);
  await w.order('o1', [['MUG', 1]], { notes: ['Gift, no invoice'] });
  await w.order('o2', [['BOX', 1]]);
  await w.release();
  await walker(w, 'picker', ['T-01']).to('GetWork');
  await scan(w, toteCode('T-01'));
  const noted = await bench(scan(w, 'MUG'));
  expect(noted.prompt).toMatchObject({ kind: 'ScanLabel', orderNumber: 'o1', notes: ['Gift, no invoice'] });
  if (noted.prompt.kind === 'ScanLabel') await scan(w, noted.prompt.tracking);
  expect((await bench(scan(w, 'BOX'))).prompt).toMatchObject({
    kind: 'ScanLabel',
    orderNumber: 'o2',
    notes: [],
  });
});

test('[PA19] any item out of a tote of singles finds its order, and the next follows at once', async () => {
  const w = await dropped('singles', 'singles', [
    ['o1', [['MUG', 1]]],
    ['o2', [['BOX', 1]]],
    ['o3', [['MUG', 1]]],
  ]);
  expect(await stages(w)).toEqual({ o1: 'picked', o2: 'picked', o3: 'picked' });
  // What was ordered last leaves first.
  await w.tx((tx) =>
    sql`update shipment set cut_off_at = cut_off_at - interval '1 hour' where site = 'singles' and order_id = 'o3'`.execute(
      tx.db,
    ),
  );
  const open = await bench(scan(w, toteCode('T-01')));
  expect(open.prompt).toMatchObject({ kind: 'ScanSingle', tote: 'T-01', left: 3 });
  const after = await bench(labelled(w, scan(w, 'BOX')));
  expect(after.prompt).toMatchObject({ kind: 'ScanSingle', left: 2 });
  expect(await scan(w, 'ODD')).toMatchObject({ ok: false, refusal: 'PACK_NOT_IN_ORDER' });
  await labelled(w, scan(w, 'MUG'));
  expect(await stages(w)).toEqual({ o1: 'picked', o2: 'packed', o3: 'packed' });
  expect((await bench(labelled(w, scan(w, 'MUG')))).prompt).toMatchObject({ kind: 'ToLane', allDone: true });
  expect(await stages(w)).toEqual({ o1: 'packed', o2: 'packed', o3: 'packed' });
  const tote = await w
    .read()
    .selectFrom('tote')
    .select('state')
    .where('site', '=', 'singles')
    .where('tote', '=', 'T-01')
    .executeTakeFirst();
  expect(tote).toEqual({ state: 'free' });
});

test('[PA19] [PA11] a held order’s unit is left for another, a cancelled one’s stays in the tote', async () => {
  const w = await dropped('held', 'singles', [
    ['o1', [['MUG', 1]]],
    ['o2', [['MUG', 1]]],
    ['o3', [['BOX', 1]]],
  ]);
  await w.tx((tx) => holdOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', 'h', 'payment'));
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o3', { reason: 'x' }));
  await scan(w, toteCode('T-01'));
  expect(await scan(w, 'BOX')).toMatchObject({ ok: false, refusal: 'PACK_SINGLE_CANCELLED' });
  await labelled(w, scan(w, 'MUG'));
  expect(await stages(w)).toEqual({ o1: 'picked', o2: 'packed', o3: 'ended' });
  expect(await scan(w, 'MUG')).toMatchObject({ ok: false, refusal: 'PACK_ORDER_HELD' });
  expect(await scan(w, toteCode('T-02'))).toMatchObject({
    ok: false,
    refusal: 'PACK_TOTE_NOT_DONE',
    data: { tote: 'T-01', units: 1 },
  });
});

test('[PA17] a tote that is called empty is short of what should be in it', async () => {
  const w = await dropped('gone', 'singles', [
    ['o1', [['MUG', 1]]],
    ['o2', [['BOX', 1]]],
  ]);
  await scan(w, toteCode('T-01'));
  await labelled(w, scan(w, 'MUG'));
  expect(await w.send('packer', 'ToteIsEmpty', {})).toMatchObject({ ok: true, result: { missing: 1 } });
  expect(await stages(w)).toEqual({ o1: 'packed', o2: 'ended' });
  const missing = await w
    .read()
    .selectFrom('stockBalance')
    .select(['sku', 'onHand'])
    .where('site', '=', 'gone')
    .where('status', '=', 'missing')
    .where('onHand', '>', 0)
    .execute();
  expect(missing).toEqual([{ sku: 'BOX', onHand: 1 }]);
  expect(await w.send('packer', 'ToteIsEmpty', {})).toMatchObject({
    ok: false,
    refusal: 'PACK_NOTHING_OPEN',
  });
});

test('[PA2] [PA19] two stations never work through the same tote, and two scans at once pack one unit', async () => {
  const w = await dropped('race', 'singles', [['o1', [['MUG', 1]]]]);
  const opened = await Promise.all(['S-1', 'S-2'].map((station) => scan(w, toteCode('T-01'), station)));
  expect(opened.filter((reply) => reply.ok)).toHaveLength(1);
  expect(opened.find((reply) => !reply.ok)).toMatchObject({ refusal: 'PACK_ON_OTHER_STATION' });
  const station = opened[0]?.ok === true ? 'S-1' : 'S-2';
  const both = await Promise.all([1, 2].map(() => scan(w, 'MUG', station)));
  expect(both.filter((reply) => reply.ok)).toHaveLength(1);
  const parcels = await w
    .read()
    .selectFrom('parcel')
    .select('state')
    .where('site', '=', 'race')
    .where('state', '<>', 'voided')
    .execute();
  expect(parcels).toEqual([{ state: 'closed' }]);
});

test('[PA16] a batch has to be sorted before it is packed', async () => {
  const w = await dropped('batch', 'batch', [['o1', [['MUG', 1]]]]);
  expect(await scan(w, toteCode('T-01'))).toMatchObject({
    ok: false,
    refusal: 'PACK_TOTE_TO_WALL',
    data: { tote: 'T-01', wall: 'W-1' },
  });
});

test('[PA18] a box is sealed by one scan with what was picked into it', async () => {
  const w = await dropped('box', 'parcel', [['o1', [['MUG', 2]]]]);
  expect((await bench(labelled(w, scan(w, boxCode('B-picker-1'))))).prompt).toMatchObject({ kind: 'ToLane' });
  const inside = await w
    .read()
    .selectFrom('parcelLine')
    .innerJoin('parcel', (join) =>
      join.onRef('parcel.site', '=', 'parcelLine.site').onRef('parcel.parcel', '=', 'parcelLine.parcel'),
    )
    .select(['parcel.carton', 'parcel.state', 'parcelLine.units'])
    .where('parcelLine.site', '=', 'box')
    .execute();
  expect(inside).toEqual([{ carton: 'S', state: 'staged', units: 2 }]);
  expect(await stages(w)).toEqual({ o1: 'packed' });
  // Its label was used up with it.
  expect(await scan(w, boxCode('B-picker-1'))).toMatchObject({ ok: false, refusal: 'TOTE_UNKNOWN' });
});

test('[PA18] a box from which something was cancelled is packed unit by unit', async () => {
  const w = await dropped('less', 'parcel', [['o1', [['MUG', 2]]]]);
  await w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', {
      reason: 'x',
      lines: [{ lineId: 'l1', quantity: 1 }],
    }),
  );
  expect((await bench(scan(w, boxCode('B-picker-1')))).prompt).toMatchObject({ kind: 'ScanUnit' });
  expect((await bench(scan(w, 'MUG'))).prompt).toMatchObject({ kind: 'ScanLabel' });
});

test('[PA18] of two boxes the one with what is to go back is not sealed as it is', async () => {
  const w = await dropped('two-boxes', 'parcel', []);
  await w.order('o1', [['MUG', 4]]);
  await w.release();
  const me = walker(w);
  await me.to('EnterQuantity');
  await w.send('picker', 'EnterPicked', { units: 2 });
  await me.scan(boxCode('B-picker-1'));
  await w.send('picker', 'ToteFull', {});
  await me.to('GetWork');
  await w.tx((tx) =>
    cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', {
      reason: 'x',
      lines: [{ lineId: 'l1', quantity: 2 }],
    }),
  );
  const back = await w
    .read()
    .selectFrom('putBack')
    .select(['fromPlace', 'units'])
    .where('site', '=', 'two-boxes')
    .execute();
  expect(back).toMatchObject([{ units: 2 }]);
  const box = back[0]?.fromPlace.replace('tote:', '') ?? '';
  expect((await bench(scan(w, boxCode(box)))).prompt).toMatchObject({ kind: 'ScanUnit' });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { cubbyCode } from '../../server/barcode/own-codes.ts';
import * as orders from '../../server/floor/orders/orders.ts';
import * as picking from '../../server/floor/picking/picking.ts';
import * as stock from '../../server/floor/stock/stock.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import { freshDatabase } from '../setup/database.ts';
import type { Warehouse } from '../setup/warehouse.ts';
import { doJobs } from '../jobs/do-jobs.ts';
import { pickedBatch, shipmentOf, withWall } from '../put-wall/picked-batch.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const lines = async (w: Warehouse) =>
  w
    .read()
    .selectFrom('shipmentLine')
    .select(['shipment', 'sku', 'picked', 'packed', 'shorted'])
    .where('site', '=', w.site)
    .orderBy('shipment')
    .orderBy('lineNo')
    .execute();
const cubbies = async (w: Warehouse) =>
  w
    .read()
    .selectFrom('cubby')
    .select(['cubby', 'shipment'])
    .where('site', '=', w.site)
    .where('shipment', 'is not', null)
    .execute();

/** All of an order's goods lie in a cubby, as if somebody had sorted them. */
async function sorted(w: Warehouse, shipment: number, cubby: string): Promise<void> {
  await w.tx(async (tx) => {
    await orders.lockShipments(tx, [shipment]);
    await tx.db
      .updateTable('cubby')
      .set({ shipment })
      .where('site', '=', w.site)
      .where('cubby', '=', cubby)
      .execute();
    for (const share of await picking.sharesOf(tx, shipment))
      await picking.takeShare(tx, share, share.units, stock.place.cubby(cubby), 'sort');
    await picking.settle(tx, [shipment]);
  });
}

test('[PA15] a cubby opens its shipment as a tote does, and is free when the last unit is packed', async () => {
  const w = await withWall(db.database, 'cubby-packed');
  await pickedBatch(w, [
    ['o1', [['MUG', 2]]],
    ['o2', [['MUG', 1]]],
  ]);
  const [one, two] = [await shipmentOf(w, 'o1'), await shipmentOf(w, 'o2')];
  const scan = (text: string) => w.send('packer', 'PackScan', { scan: text });
  expect(await scan(cubbyCode('WALL-1-A01'))).toMatchObject({
    refusal: 'PACK_CUBBY_EMPTY',
    data: { cubby: 'WALL-1-A01' },
  });
  expect(await scan(cubbyCode('WALL-9-A01'))).toMatchObject({ refusal: 'CUBBY_UNKNOWN' });
  await w.tx((tx) =>
    tx.db
      .updateTable('cubby')
      .set({ shipment: one })
      .where('site', '=', w.site)
      .where('cubby', '=', 'WALL-1-A01')
      .execute(),
  );
  expect(await scan(cubbyCode('WALL-1-A01'))).toMatchObject({ refusal: 'PACK_CUBBY_NOT_READY' });
  await sorted(w, one, 'WALL-1-A01');
  await sorted(w, two, 'WALL-1-B03');
  const opened = await scan(cubbyCode('WALL-1-A01'));
  expect(opened).toMatchObject({
    ok: true,
    bench: {
      prompt: { kind: 'ScanUnit' },
      shipment: { shipment: one, totes: [], cubby: 'WALL-1-A01' },
      waiting: 1,
      waitingTotes: [{ tote: null, cubby: 'WALL-1-B03' }],
    },
  });
  await scan('MUG');
  expect(await cubbies(w)).toEqual([
    { cubby: 'WALL-1-A01', shipment: one },
    { cubby: 'WALL-1-B03', shipment: two },
  ]);
  expect(await scan('MUG')).toMatchObject({ ok: true, bench: { prompt: { kind: 'ScanLabel' } } });
  expect(await cubbies(w)).toEqual([{ cubby: 'WALL-1-B03', shipment: two }]);
  expect(await lines(w)).toEqual([
    { shipment: one, sku: 'MUG', picked: 2, packed: 2, shorted: 0 },
    { shipment: two, sku: 'MUG', picked: 1, packed: 0, shorted: 0 },
  ]);
});

test('[PA15] what lacks in a cubby is shorted, and a cancelled order keeps its cubby until it is empty', async () => {
  const w = await withWall(db.database, 'cubby-short');
  await pickedBatch(w, [
    ['o1', [['MUG', 2]]],
    ['o2', [['BOX', 1]]],
  ]);
  const two = await shipmentOf(w, 'o2');
  await sorted(w, await shipmentOf(w, 'o1'), 'WALL-1-A01');
  await sorted(w, two, 'WALL-1-A02');
  await w.send('packer', 'PackScan', { scan: 'WALL-1-A01' });
  await w.send('packer', 'PackScan', { scan: 'MUG' });
  expect(await w.send('packer', 'ReportPackShort', { lineNo: 1, missing: 1 })).toMatchObject({
    ok: true,
    bench: { prompt: { kind: 'ScanLabel' } },
  });
  expect(await lines(w)).toMatchObject([{ packed: 1, shorted: 1 }, { packed: 0 }]);
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o2', { reason: 'no longer wanted' }));
  expect(await cubbies(w)).toEqual([{ cubby: 'WALL-1-A02', shipment: two }]);
  const [putBack] = await w.read().selectFrom('putBack').selectAll().where('site', '=', w.site).execute();
  expect(putBack).toMatchObject({ fromPlace: 'cubby:WALL-1-A02', units: 1, state: 'open' });
});

test('[PA15] the cubby of a cancelled order is free when its goods are back on the shelf', async () => {
  const w = await withWall(db.database, 'cubby-back');
  await pickedBatch(w, [['o1', [['BOX', 1]]]]);
  await sorted(w, await shipmentOf(w, 'o1'), 'WALL-1-A02');
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'no longer wanted' }));
  expect(await cubbies(w)).toMatchObject([{ cubby: 'WALL-1-A02' }]);
  expect(await doJobs(w, 'picker')).toContain('JobPut');
  expect(await cubbies(w)).toEqual([]);
});

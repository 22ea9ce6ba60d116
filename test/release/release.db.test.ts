import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdOrder } from '../../server/floor/changes/changes.ts';
import { free } from '../../server/floor/allocation/allocation.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

test('[RE1] a held shipment is not taken; [AL2] an expired lot is never allocated', async () => {
  const w = await warehouse(db.database, 'held');
  await w.item('MILK');
  await w.holding('A-01-01', 'MILK', 5, { lot: 'OLD', expiry: '2026-03-01' });
  await w.holding('A-01-02', 'MILK', 5, { lot: 'NEW', expiry: '2026-06-01' });
  await w.order('o1', [['MILK', 2]]);
  await w.order('o2', [['MILK', 2]]);
  await w.tx((tx) => holdOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', 'h', 'r'));
  expect(await w.release()).toMatchObject({ shipments: 1 });
  expect(
    await w.read().selectFrom('allocation').select(['lot', 'units']).where('site', '=', 'held').execute(),
  ).toEqual([{ lot: 'NEW', units: 2 }]);
  expect(
    await w
      .read()
      .selectFrom('shipment')
      .select(['orderId', 'stage'])
      .where('site', '=', 'held')
      .orderBy('orderId')
      .execute(),
  ).toEqual([
    { orderId: 'o1', stage: 'accepted' },
    { orderId: 'o2', stage: 'released' },
  ]);
});

test('[RE2] what may not ship partly waits as a backorder and binds nothing', async () => {
  const w = await warehouse(db.database, 'back');
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-01', 'MUG', 5);
  await w.order(
    'o1',
    [
      ['MUG', 2],
      ['BOX', 1],
    ],
    { packRules: { mayShipPartial: 'none' } },
  );
  expect(await w.release()).toEqual({ wave: null, shipments: 0, tasks: 0, backordered: 1, shorted: 0 });
  expect(await w.release()).toEqual({ wave: null, shipments: 0, tasks: 0, backordered: 1, shorted: 0 });
  const told = await w
    .read()
    .selectFrom('journal')
    .select('type')
    .where('site', '=', 'back')
    .where('hub', 'is not', null)
    .orderBy('id')
    .execute();
  expect(told.map((row) => row.type)).toEqual(['order.accepted', 'order.backordered']);
  expect(
    await w
      .read()
      .selectFrom('stockBalance')
      .select('allocated')
      .where('site', '=', 'back')
      .where('place', '=', 'location:A-01-01')
      .execute(),
  ).toEqual([{ allocated: 0 }]);
  await w.holding('A-01-02', 'BOX', 1);
  expect(await w.release()).toMatchObject({ shipments: 1, backordered: 0 });
  expect(await w.read().selectFrom('exception').select('state').where('site', '=', 'back').execute()).toEqual(
    [{ state: 'resolved' }],
  );
});

test('[RE3] [OR6] what may ship partly is released with what is there, and the gap is told at once', async () => {
  const w = await warehouse(db.database, 'part');
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-01', 'MUG', 1);
  await w.order('o1', [['MUG', 2]]);
  await w.order('o2', [['BOX', 1]]);
  expect(await w.release()).toMatchObject({ shipments: 1, shorted: 2 });
  expect(
    await w
      .read()
      .selectFrom('shipmentLine')
      .select(['requested', 'shorted', 'allocated'])
      .where('site', '=', 'part')
      .orderBy('shipment')
      .execute(),
  ).toEqual([
    { requested: 2, shorted: 1, allocated: 1 },
    { requested: 1, shorted: 1, allocated: 0 },
  ]);
  const told = await w
    .read()
    .selectFrom('journal')
    .select('type')
    .where('site', '=', 'part')
    .where('orderId', '=', 'o2')
    .orderBy('id')
    .execute();
  expect(told.map((row) => row.type)).toEqual(['order.accepted', 'order.short', 'order.closed_incomplete']);
});

test('[RE4] [RE6] every unit stands on one line of one walk, every place serves one shipment', async () => {
  const w = await warehouse(db.database, 'cover');
  await w.item('MUG');
  await w.item('BIG', { mm: 300 });
  await w.holding('A-01-01', 'MUG', 500);
  await w.holding('A-01-02', 'BIG', 500);
  for (let at = 1; at <= 20; at++)
    await w.order(`o${at}`, [
      ['MUG', at],
      ['BIG', 3],
    ]);
  const released = await w.release();
  expect(released.shipments).toBe(20);
  const units = await w
    .read()
    .selectFrom('pickLine')
    .select((eb) => ['shipment', 'sku', eb.fn.sum<number>('requested').as('units')])
    .where('site', '=', 'cover')
    .groupBy(['shipment', 'sku'])
    .orderBy('shipment')
    .orderBy('sku')
    .execute();
  expect(units.map((row) => Number(row.units))).toEqual(
    Array.from({ length: 20 }, (_, at) => [3, at + 1]).flat(),
  );
  const places = await w
    .read()
    .selectFrom('pickLine')
    .select((eb) => [eb.fn.count('shipment').distinct().as('n')])
    .where('site', '=', 'cover')
    .groupBy(['task', 'place'])
    .execute();
  expect(places.every((row) => Number(row.n) === 1)).toBe(true);
});

test('[RE5] two releases at once never take the same shipment', async () => {
  const w = await warehouse(db.database, 'race');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 500);
  for (let at = 1; at <= 12; at++) await w.order(`o${at}`, [['MUG', 1]]);
  const released = await Promise.all([w.release(6), w.release(6), w.release(6)]);
  expect(released.reduce((sum, one) => sum + one.shipments, 0)).toBe(12);
  const lines = await w.read().selectFrom('pickLine').select('shipment').where('site', '=', 'race').execute();
  expect(new Set(lines.map((line) => line.shipment)).size).toBe(12);
  expect(lines).toHaveLength(12);
});

test('[AL5] units let go are free for the next need', async () => {
  const w = await warehouse(db.database, 'free');
  await w.item('MUG');
  await w.holding('A-01-01', 'MUG', 2);
  await w.order('o1', [['MUG', 2]]);
  await w.release();
  await w.tx(async (tx) => {
    const [row] = await tx.db
      .selectFrom('allocation')
      .select('allocation')
      .where('site', '=', 'free')
      .execute();
    await free(tx, row?.allocation ?? 0, 2);
  });
  expect(
    await w
      .read()
      .selectFrom('stockBalance')
      .select(['onHand', 'allocated'])
      .where('site', '=', 'free')
      .where('place', '=', 'location:A-01-01')
      .execute(),
  ).toEqual([{ onHand: 2, allocated: 0 }]);
});

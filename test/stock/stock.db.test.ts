import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { place, post, reportGap } from '../../server/floor/stock/stock.ts';
import { allocate } from '../../server/floor/allocation/allocation.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

async function stocked(site: string): Promise<Warehouse> {
  const w = await warehouse(db.database, site);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 10);
  return w;
}
const at = (w: Warehouse) =>
  w
    .read()
    .selectFrom('stockBalance')
    .select(['status', 'onHand', 'allocated'])
    .where('site', '=', w.site)
    .where('place', '=', 'location:A-01-03')
    .orderBy('status')
    .execute();
const move = { owner: 'main', sku: 'MUG', lot: '' };

test('[ST1] [ST2] every movement names both places, and balances are the sum of movements', async () => {
  const w = await stocked('sum');
  await w.tx((tx) =>
    post(tx, [
      {
        kind: 'correction',
        ...move,
        units: 3,
        from: { place: place.location('A-01-03'), status: 'available' },
        to: { place: place.location('A-01-04'), status: 'available' },
      },
      {
        kind: 'correction',
        ...move,
        units: 1,
        from: { place: place.location('A-01-04'), status: 'available' },
        to: { place: place.count, status: 'available' },
      },
    ]),
  );
  const { rows } = await sql<{ place: string; balance: number; ledger: number }>`
    with ledger as (
      select to_place as place, sum(units) as units from stock_movement where site = 'sum' group by 1
      union all select from_place, -sum(units) from stock_movement where site = 'sum' group by 1)
    select b.place, b.on_hand as balance, (select sum(units)::int from ledger l where l.place = b.place) as ledger from stock_balance b where b.site = 'sum' order by 1`.execute(
    w.read(),
  );
  expect(rows).toEqual([
    { place: 'location:A-01-03', balance: 7, ledger: 7 },
    { place: 'location:A-01-04', balance: 2, ledger: 2 },
    { place: 'outside:count', balance: 1, ledger: 1 },
    { place: 'outside:supplier', balance: -10, ledger: -10 },
  ]);
});

test('[ST3] no place but an outside one goes below zero, however many try at once', async () => {
  const w = await stocked('zero');
  const take = () =>
    w.tx((tx) =>
      post(tx, [
        {
          kind: 'correction',
          ...move,
          units: 4,
          from: { place: place.location('A-01-03'), status: 'available' },
          to: { place: place.count, status: 'available' },
        },
      ]),
    );
  const results = await Promise.allSettled([take(), take(), take(), take()]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2);
  expect(await at(w)).toEqual([{ status: 'available', onHand: 2, allocated: 0 }]);
});

test('[ST4] [AL4] two releases at once never promise the same unit twice', async () => {
  const w = await stocked('twice');
  for (const id of ['o1', 'o2', 'o3', 'o4']) await w.order(id, [['MUG', 4]]);
  const shipments = await w
    .read()
    .selectFrom('shipment')
    .select('shipment')
    .where('site', '=', 'twice')
    .orderBy('shipment')
    .execute();
  const promised = await Promise.all(
    shipments.map(({ shipment }) =>
      w.tx((tx) => allocate(tx, [{ shipment, lineNo: 1, owner: 'main', sku: 'MUG', units: 4 }])),
    ),
  );
  expect(promised.flat().reduce((sum, part) => sum + part.units, 0)).toBe(10);
  expect(await at(w)).toEqual([{ status: 'available', onHand: 10, allocated: 10 }]);
});

test('[ST5] a movement is never changed or deleted', async () => {
  const w = await stocked('fixed');
  await expect(
    w.tx((tx) => tx.db.updateTable('stockMovement').set({ units: 1 }).where('site', '=', 'fixed').execute()),
  ).rejects.toThrow(/append-only/);
  await expect(
    w.tx((tx) => tx.db.deleteFrom('stockMovement').where('site', '=', 'fixed').execute()),
  ).rejects.toThrow(/append-only/);
});

test('[ST8] [ST9] [ST10] another person counts: the gap is found or written off, never below what is promised', async () => {
  const w = await stocked('count');
  await w.order('o1', [['MUG', 4]]);
  await w.release();
  await w.tx(async (tx) => {
    const [part] = await tx.db.selectFrom('allocation').selectAll().where('site', '=', 'count').execute();
    await tx.db.updateTable('allocation').set({ freed: 2 }).where('site', '=', 'count').execute();
    await tx.db.updateTable('shipmentLine').set({ allocated: 2 }).where('site', '=', 'count').execute();
    await reportGap(tx, {
      ...move,
      location: 'A-01-03',
      units: 2,
      shipment: part?.shipment ?? 0,
      lineNo: 1,
      reason: 'not_enough',
    });
  }, 'lead');
  expect(await at(w)).toEqual([
    { status: 'available', onHand: 8, allocated: 2 },
    { status: 'missing', onHand: 2, allocated: 0 },
  ]);
  const count = (operator: string, counted: number) =>
    w.send(operator, 'CorrectStock', {
      location: 'A-01-03',
      owner: 'main',
      sku: 'MUG',
      lot: '',
      counted,
      reason: 'counted',
    });
  expect(await count('lead', 9)).toMatchObject({ ok: false, refusal: 'COUNT_NEEDS_ANOTHER' });
  await w.tx((tx) =>
    tx.db.updateTable('countRequest').set({ orderedBy: 'picker' }).where('site', '=', 'count').execute(),
  );
  expect(await count('lead', 1)).toMatchObject({
    ok: false,
    refusal: 'COUNT_BELOW_ALLOCATED',
    data: { allocated: 2 },
  });
  expect(await count('lead', 9)).toMatchObject({ ok: true });
  expect((await at(w)).filter((row) => row.onHand > 0)).toEqual([
    { status: 'available', onHand: 9, allocated: 2 },
  ]);
  expect(
    await w
      .read()
      .selectFrom('exception')
      .select('state')
      .where('site', '=', 'count')
      .where('kind', '=', 'count')
      .execute(),
  ).toEqual([{ state: 'resolved' }]);
});

test('[ST11] stock facts are told to the hubs of the owner only', async () => {
  const { adjust } = await import('../../server/floor/stock/stock.ts');
  const w = await stocked('told');
  await w.tx((tx) =>
    tx.db
      .insertInto('apiKey')
      .values(
        [
          ['a', 'hub', 'main'],
          ['b', 'shop', 'main'],
          ['c', 'hub', 'other'],
        ].map(([apiKey = '', hub = '', owner = '']) => ({
          site: 'told',
          apiKey,
          hub,
          owner,
          secretHash: '',
        })),
      )
      .execute(),
  );
  expect(
    await w.tx((tx) =>
      adjust(tx, 'main', { kind: 'receipt', sku: 'MUG', location: 'A-01-03', units: 4, reason: 'blind' }),
    ),
  ).toEqual({ onHand: 14 });
  expect(
    await w.tx((tx) =>
      adjust(tx, 'main', { kind: 'correction', sku: 'MUG', location: 'A-01-03', units: -20, reason: 'x' }),
    ),
  ).toMatchObject({ refused: 'COUNT_BELOW_ALLOCATED' });
  expect(
    await w.tx((tx) =>
      adjust(tx, 'main', { kind: 'receipt', sku: 'NIX', location: 'A-01-03', units: 4, reason: 'x' }),
    ),
  ).toMatchObject({ refused: 'ITEM_UNKNOWN' });
  expect(
    await w.tx((tx) =>
      adjust(tx, 'main', { kind: 'receipt', sku: 'MUG', location: 'Z-9', units: 4, reason: 'x' }),
    ),
  ).toMatchObject({ refused: 'LOCATION_UNKNOWN' });
  const told = await w
    .read()
    .selectFrom('journal')
    .select(['type', 'hub', 'owner', 'data'])
    .where('site', '=', 'told')
    .where('hub', 'is not', null)
    .orderBy('hub')
    .execute();
  const data = { delta: { sku: 'MUG', lot: '', available: 4, missing: 0, reason: 'blind' } };
  expect(told).toEqual([
    { type: 'stock.adjusted', hub: 'hub', owner: 'main', data },
    { type: 'stock.adjusted', hub: 'shop', owner: 'main', data },
  ]);
});

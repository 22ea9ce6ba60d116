import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import type { CountFacts } from './decide-count.ts';
import type { MovementKind, StockStatus } from './stock.entities.ts';

export interface Movement {
  kind: MovementKind;
  owner: string;
  sku: string;
  lot: string;
  units: number;
  from: { place: string; status: StockStatus };
  to: { place: string; status: StockStatus };
  fromAllocated?: boolean;
  reason?: string | null;
  shipment?: number | null;
  lineNo?: number | null;
}

export async function post(tx: Tx, movements: Movement[]): Promise<void> {
  if (movements.length === 0) return;
  const deltas = new Map<
    string,
    { key: [string, string, string, string, StockStatus]; onHand: number; allocated: number }
  >();
  const add = (
    movement: Movement,
    side: { place: string; status: StockStatus },
    onHand: number,
    allocated: number,
  ) => {
    const key: [string, string, string, string, StockStatus] = [
      movement.owner,
      movement.sku,
      movement.lot,
      side.place,
      side.status,
    ];
    const id = key.join('\u0000');
    const delta = deltas.get(id) ?? { key, onHand: 0, allocated: 0 };
    delta.onHand += onHand;
    delta.allocated += allocated;
    deltas.set(id, delta);
  };
  for (const movement of movements) {
    if (movement.units <= 0)
      throw new Error(`a movement has units above zero, got ${movement.units} of ${movement.sku}`);
    add(movement, movement.from, -movement.units, movement.fromAllocated === true ? -movement.units : 0);
    add(movement, movement.to, movement.units, 0);
  }
  for (let at = 0; at < movements.length; at += 1_000) {
    await tx.db
      .insertInto('stockMovement')
      .values(
        movements.slice(at, at + 1_000).map((movement) => ({
          site: tx.site,
          movement: uuid(),
          kind: movement.kind,
          owner: movement.owner,
          sku: movement.sku,
          lot: movement.lot,
          units: movement.units,
          fromPlace: movement.from.place,
          fromStatus: movement.from.status,
          toPlace: movement.to.place,
          toStatus: movement.to.status,
          reason: movement.reason ?? null,
          shipment: movement.shipment ?? null,
          lineNo: movement.lineNo ?? null,
          operator: tx.operator ?? null,
          commandId: tx.commandId ?? null,
          at: tx.now,
        })),
      )
      .execute();
  }
  // Key order is lock order: two postings that share balances cannot wait for each other in a ring.
  const sorted = [...deltas.values()].sort((a, b) => (a.key.join('\u0000') < b.key.join('\u0000') ? -1 : 1));
  let growing: typeof sorted = [];
  for (const delta of sorted) {
    const {
      key: [owner, sku, lot, place, status],
      onHand,
      allocated,
    } = delta;
    if (onHand === 0 && allocated === 0) continue;
    // An insert that would conflict is still checked as if it stayed, so what shrinks must be an update.
    if (onHand < 0 && !place.startsWith('outside:')) {
      await grow(tx, growing);
      growing = [];
      const { numUpdatedRows } = await tx.db
        .updateTable('stockBalance')
        .set({ onHand: sql`on_hand + ${onHand}`, allocated: sql`allocated + ${allocated}` })
        .where('site', '=', tx.site)
        .where('owner', '=', owner)
        .where('sku', '=', sku)
        .where('lot', '=', lot)
        .where('place', '=', place)
        .where('status', '=', status)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n)
        throw new Error(`expected stock of ${sku} at ${place} (${status}), found none`);
    } else {
      growing.push(delta);
    }
  }
  await grow(tx, growing);
}

/** Neighbours in key order that all grow: one statement, so that opening stock of thousands of places is a few round trips. */
async function grow(
  tx: Tx,
  deltas: { key: [string, string, string, string, StockStatus]; onHand: number; allocated: number }[],
): Promise<void> {
  for (let at = 0; at < deltas.length; at += 500) {
    await tx.db
      .insertInto('stockBalance')
      .values(
        deltas.slice(at, at + 500).map(({ key: [owner, sku, lot, place, status], onHand, allocated }) => ({
          site: tx.site,
          owner,
          sku,
          lot,
          place,
          status,
          onHand,
          allocated,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['site', 'owner', 'sku', 'lot', 'place', 'status']).doUpdateSet({
          onHand: sql`stock_balance.on_hand + excluded.on_hand`,
          allocated: sql`stock_balance.allocated + excluded.allocated`,
        }),
      )
      .execute();
  }
}

export async function promise(
  tx: Tx,
  units: { owner: string; sku: string; lot: string; location: string; units: number }[],
): Promise<void> {
  const sums = new Map<string, (typeof units)[number]>();
  for (const unit of units) {
    const key = [unit.owner, unit.sku, unit.lot, unit.location].join('\u0000');
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? { ...unit } : { ...sum, units: sum.units + unit.units });
  }
  for (const [, { owner, sku, lot, location, units: count }] of [...sums].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (count === 0) continue;
    const { numUpdatedRows } = await tx.db
      .updateTable('stockBalance')
      .set({ allocated: sql`allocated + ${count}` })
      .where('site', '=', tx.site)
      .where('owner', '=', owner)
      .where('sku', '=', sku)
      .where('lot', '=', lot)
      .where('place', '=', `location:${location}`)
      .where('status', '=', 'available')
      .executeTakeFirst();
    if (numUpdatedRows !== 1n)
      throw new Error(`expected stock of ${sku} at ${location} to promise, found none`);
  }
}

export async function saveLot(
  tx: Tx,
  lot: { owner: string; sku: string; lot: string; expiry: string | null },
): Promise<void> {
  await tx.db
    .insertInto('lot')
    .values({ site: tx.site, ...lot })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function orderCount(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<number | null> {
  const countRequest = await nextNumber(tx, 'count_request');
  const row = await tx.db
    .insertInto('countRequest')
    .values({
      site: tx.site,
      countRequest,
      owner: what.owner,
      sku: what.sku,
      lot: what.lot,
      location: what.location,
      state: 'open',
      orderedBy: tx.operator ?? null,
      countedBy: null,
      counted: null,
      at: tx.now,
      doneAt: null,
      agreed: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['site', 'owner', 'sku', 'lot', 'location']).where('state', '=', 'open').doNothing(),
    )
    .returning('countRequest')
    .executeTakeFirst();
  return row?.countRequest ?? null;
}

export async function lockCount(tx: Tx, countRequest: number) {
  return tx.db
    .selectFrom('countRequest')
    .selectAll()
    .where('site', '=', tx.site)
    .where('countRequest', '=', countRequest)
    .forUpdate()
    .executeTakeFirst();
}

export async function countEntries(
  tx: Tx,
  countRequest: number,
): Promise<{ operator: string; surplus: number }[]> {
  return tx.db
    .selectFrom('countEntry')
    .select(['operator', 'surplus'])
    .where('site', '=', tx.site)
    .where('countRequest', '=', countRequest)
    .orderBy('round')
    .execute();
}

export async function insertEntry(
  tx: Tx,
  countRequest: number,
  round: number,
  entry: { operator: string; counted: number; inHand: number; surplus: number },
): Promise<void> {
  const { operator, counted, inHand, surplus } = entry;
  await tx.db
    .insertInto('countEntry')
    .values({ site: tx.site, countRequest, round, operator, counted, inHand, surplus, at: tx.now })
    .execute();
}

export async function agree(tx: Tx, countRequest: number, agreed: number | null): Promise<void> {
  await tx.db
    .updateTable('countRequest')
    .set({ agreed })
    .where('site', '=', tx.site)
    .where('countRequest', '=', countRequest)
    .execute();
}

export async function hubsOf(tx: Tx, owner: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('apiKey')
    .select('hub')
    .distinct()
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('isRevoked', '=', false)
    .orderBy('hub')
    .execute();
  return rows.map((row) => row.hub);
}

export async function closeCount(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
  counted: number,
): Promise<void> {
  await tx.db
    .updateTable('countRequest')
    .set({ state: 'done', agreed: null, counted, countedBy: tx.operator ?? null, doneAt: tx.now })
    .where('site', '=', tx.site)
    .where('owner', '=', what.owner)
    .where('sku', '=', what.sku)
    .where('lot', '=', what.lot)
    .where('location', '=', what.location)
    .where('state', '=', 'open')
    .execute();
}

export async function known(
  tx: Tx,
  owner: string,
  sku: string,
  location: string,
): Promise<{ item: boolean; location: boolean }> {
  const item = await tx.db
    .selectFrom('item')
    .select('sku')
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .executeTakeFirst();
  const at = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', location)
    .executeTakeFirst();
  return { item: item !== undefined, location: at !== undefined };
}

export async function lockForCount(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<CountFacts & { hold: number }> {
  const open = await tx.db
    .selectFrom('countRequest')
    .select('orderedBy')
    .where('site', '=', tx.site)
    .where('owner', '=', what.owner)
    .where('sku', '=', what.sku)
    .where('lot', '=', what.lot)
    .where('location', '=', what.location)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
  const balances = tx.db
    .selectFrom('stockBalance')
    .selectAll()
    .where('site', '=', tx.site)
    .where('owner', '=', what.owner)
    .where('sku', '=', what.sku)
    .where('lot', '=', what.lot)
    .where('place', '=', `location:${what.location}`)
    .orderBy('status');
  await balances.forUpdate().execute();
  // Whoever held the lock may have made a row (the first missing units) that the waiting statement cannot see.
  const rows = await balances.execute();
  const available = rows.find((row) => row.status === 'available');
  return {
    location: what.location,
    available: available?.onHand ?? 0,
    allocated: available?.allocated ?? 0,
    missing: rows.find((row) => row.status === 'missing')?.onHand ?? 0,
    hold: rows.find((row) => row.status === 'hold')?.onHand ?? 0,
    orderedBy: open?.orderedBy ?? null,
  };
}

export interface FreeStock {
  owner: string;
  sku: string;
  lot: string;
  location: string;
  free: number;
  expiry: string | null;
}

/** Free stock at places a picker may be sent to; `isLocked` for whoever is going to promise it. */
export async function readFree(
  tx: Tx,
  items: readonly { owner: string; sku: string }[],
  now: Date,
  isLocked: boolean,
): Promise<FreeStock[]> {
  if (items.length === 0) return [];
  const today = now.toISOString().slice(0, 10);
  const { rows } = await sql<FreeStock>`
    with wanted as (select * from unnest(${items.map((item) => item.owner)}::text[], ${items.map((item) => item.sku)}::text[]) as w(owner, sku)),
    locked as (
      select b.owner, b.sku, b.lot, b.place, b.on_hand, b.allocated from stock_balance b join wanted w on w.owner = b.owner and w.sku = b.sku
      where b.site = ${tx.site} and b.status = 'available' and b.place like 'location:%'
      order by b.owner, b.sku, b.lot, b.place ${isLocked ? sql`for update of b` : sql``})
    select b.owner, b.sku, b.lot, l.location, b.on_hand - b.allocated as free, t.expiry::text as expiry
    from locked b
    join location l on l.site = ${tx.site} and b.place = 'location:' || l.location and l.kind = 'pick' and not l.blocked
    left join lot t on t.site = ${tx.site} and t.owner = b.owner and t.sku = b.sku and t.lot = b.lot
    where b.on_hand > b.allocated and (t.expiry is null or t.expiry > ${today}::date)
      and not exists (select 1 from count_request c where c.site = ${tx.site} and c.state = 'open' and c.owner = b.owner and c.sku = b.sku
        and c.lot = b.lot and c.location = l.location)
    order by b.owner, b.sku, t.expiry nulls last, l.location`.execute(tx.db);
  return rows;
}

export async function unitsAt(tx: Tx, place: string): Promise<number> {
  const { rows } = await sql<{ units: number }>`
    select coalesce(sum(on_hand), 0)::int as units from stock_balance
    where site = ${tx.site} and place = ${place}`.execute(tx.db);
  return rows[0]?.units ?? 0;
}

export interface LotAt {
  lot: string;
  onHand: number;
  free: number;
  expiry: string | null;
  isExpired: boolean;
  isBlocked: boolean;
}

export async function lockLots(
  tx: Tx,
  { owner, sku, location }: { owner: string; sku: string; location: string },
  now: Date,
): Promise<LotAt[]> {
  const today = now.toISOString().slice(0, 10);
  const { rows } = await sql<LotAt>`
    with locked as (
      select b.lot, b.on_hand, b.allocated, b.status from stock_balance b
      where b.site = ${tx.site} and b.owner = ${owner} and b.sku = ${sku} and b.place = ${`location:${location}`}
      order by b.lot, b.status for update of b)
    select b.lot, b.on_hand, b.on_hand - b.allocated as free, t.expiry::text as expiry,
      t.expiry is not null and t.expiry <= ${today}::date as is_expired,
      b.status = 'hold' or exists (select 1 from count_request c where c.site = ${tx.site} and c.state = 'open' and c.owner = ${owner}
        and c.sku = ${sku} and c.lot = b.lot and c.location = ${location}) as is_blocked
    from locked b left join lot t on t.site = ${tx.site} and t.owner = ${owner} and t.sku = ${sku} and t.lot = b.lot
    where b.status <> 'missing' and b.on_hand > 0
    order by b.lot, b.status`.execute(tx.db);
  return rows;
}

export async function expiryOf(
  tx: Tx,
  { owner, sku, lot }: { owner: string; sku: string; lot: string },
): Promise<string | null> {
  const { rows } = await sql<{ expiry: string | null }>`
    select expiry::text as expiry from lot
    where site = ${tx.site} and owner = ${owner} and sku = ${sku} and lot = ${lot}`.execute(tx.db);
  return rows[0]?.expiry ?? null;
}

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { SortPrompt } from '../../protocol/prompts.ts';
import type { SortCubby, SortView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Stage } from '../orders/shipment.states.ts';
import * as picking from '../picking/picking.ts';
import { cubbyState } from './cubby-state.ts';
import { nextSort, type SortFacts } from './next-sort.ts';
import * as store from './put-wall.store.ts';

/** Everything that somebody at a put wall sees: the wall, the totes that wait, the question. */
export async function sortViewOf(db: Kysely<Tables>, site: string, operator: string): Promise<SortView> {
  // The store's reads ask for a transaction only to join one; here there is none to join.
  const tx = { db, site } as Tx;
  const work = await store.readWork(tx, operator);
  const facts = await store.factsOf(tx, work);
  const walls = await store.walls(tx);
  const waiting = await waitingTotes(db, site);
  const { cubbyConfirm, problemPlace } = await picking.policies(tx);
  const wall = walls.find((one) => one.wall === facts.wall) ?? null;
  const cubbies = wall === null ? [] : await cubbiesOf(db, site, wall.wall);
  return {
    wall,
    walls: walls.map((one) => ({
      wall: one.wall,
      name: one.name,
      waiting: waiting.filter((tote) => tote.wall === one.wall).length,
    })),
    cubbies,
    waitingTotes: waiting.filter((tote) => tote.wall === facts.wall).map(({ wall: _wall, ...tote }) => tote),
    confirm: cubbyConfirm,
    undo:
      facts.hand !== null ? 'hand' : work.lastPut !== null && work.lastPut.tote === work.tote ? 'put' : null,
    prompt: await promptOf(tx, facts, problemPlace, cubbies),
  };
}

async function promptOf(
  tx: Tx,
  facts: Readonly<SortFacts>,
  surplusPlace: string,
  cubbies: readonly SortCubby[],
): Promise<SortPrompt> {
  const next = nextSort(facts);
  const tote = facts.tote ?? '';
  const open = facts.shares.filter((share) => share.units > 0);
  const left = open.reduce((sum, share) => sum + share.units, 0);
  switch (next.step) {
    case 'wall':
      return { kind: 'ScanWall' };
    case 'tote':
      return { kind: 'ScanSortTote' };
    case 'item':
      return { kind: 'ScanSortItem', tote, left };
    case 'quantity': {
      const { sku, name, units, orderNumber } = next.share;
      return {
        kind: 'EnterSortQuantity',
        tote,
        left,
        sku,
        name,
        picture: await pictureOf(tx, next.share),
        remaining: units,
        orderNumber,
        cubby: next.cubby,
      };
    }
    case 'put': {
      const { sku, name, units, orderNumber } = next.share;
      const { cubby } = next.hand;
      return {
        kind: 'PutInCubby',
        tote,
        left,
        sku,
        name,
        picture: await pictureOf(tx, next.share),
        units: next.hand.units,
        // Another unit of it may be scanned into the hand.
        more: next.hand.mode === 'each' ? units - next.hand.units : 0,
        orderNumber,
        cubby,
        isNew: cubbies.every((one) => one.cubby !== cubby || one.units === 0),
      };
    }
    case 'surplus': {
      const { sku, name, units } = next.hand;
      return {
        kind: 'PutSurplus',
        tote,
        sku,
        name,
        picture: await pictureOf(tx, next.hand),
        units,
        place: surplusPlace,
      };
    }
    case 'takenBack':
      return { kind: 'TakenBack', tote, sku: next.hand.sku, name: next.hand.name };
    case 'empty':
      return {
        kind: 'AskToteEmpty',
        tote,
        missing: open.map(({ sku, name, units }) => ({ sku, name, units })),
        stays: facts.back.map(({ sku, name, units }) => ({ sku, name, units })),
      };
  }
}

async function pictureOf(tx: Tx, item: { owner: string; sku: string }): Promise<string | null> {
  const row = await tx.db
    .selectFrom('item')
    .select('picture')
    .where('site', '=', tx.site)
    .where('owner', '=', item.owner)
    .where('sku', '=', item.sku)
    .executeTakeFirst();
  return row?.picture ?? null;
}

/** One cubby as it is now, and the shipment that has it; null where the site knows none by this code. */
export async function cubbyNow(
  db: Kysely<Tables>,
  site: string,
  cubby: string,
): Promise<(SortCubby & { wall: string; shipment: number | null }) | null> {
  const [found] = await readCubbies(db, sql`c.site = ${site} and c.cubby = ${cubby}`);
  return found ?? null;
}

async function cubbiesOf(db: Kysely<Tables>, site: string, wall: string): Promise<SortCubby[]> {
  const rows = await readCubbies(db, sql`c.site = ${site} and c.wall = ${wall}`);
  return rows.map(({ wall: _wall, shipment: _shipment, ...cubby }) => cubby);
}

async function readCubbies(db: Kysely<Tables>, which: RawBuilder<unknown>) {
  const { rows } = await sql<{
    wall: string;
    shipment: number | null;
    cubby: string;
    row: number;
    column: number;
    orderNumber: string | null;
    stage: Stage | null;
    cutOffAt: Date | null;
    isHeld: boolean;
    units: number;
    asked: number;
  }>`
    select c.wall, c.shipment, c.cubby, c."row", c."column", s.order_number, s.stage, s.cut_off_at,
      exists (select from order_hold h where h.site = s.site and h.hub = s.hub and h.order_id = s.order_id) as is_held,
      (select coalesce(sum(b.on_hand), 0)::int from stock_balance b where b.site = c.site and b.place = 'cubby:' || c.cubby) as units,
      (select coalesce(sum(l.requested - l.cancelled - l.shorted), 0)::int from shipment_line l
        where l.site = c.site and l.shipment = c.shipment) as asked
    from cubby c left join shipment s on s.site = c.site and s.shipment = c.shipment
    where ${which} order by c."row", c."column"`.execute(db);
  return rows.map(({ stage, isHeld, cutOffAt, ...row }) => ({
    ...row,
    cutOffAt: cutOffAt?.toISOString() ?? null,
    state: cubbyState(stage === null ? null : { stage, isHeld }),
  }));
}

/** Totes with goods for a wall, at its drop place, the most urgent first. */
async function waitingTotes(db: Kysely<Tables>, site: string) {
  const { rows } = await sql<{ wall: string; tote: string; units: number; orders: number; cutOffAt: Date }>`
    select t.wall, p.tote, sum(l.picked - l.sorted - l.back)::int as units, count(distinct l.shipment)::int as orders,
      min(s.cut_off_at) as cut_off_at
    from pick_line l
      join pick_task t on t.site = l.site and t.task = l.task and t.wall is not null
      join task_place p on p.site = l.site and p.task = l.task and p.place = l.place and p.shipment is null and p.dropped
      join shipment s on s.site = l.site and s.shipment = l.shipment
    where l.site = ${site} and l.picked > l.sorted + l.back and p.tote is not null
    group by t.wall, p.tote order by min(s.cut_off_at), p.tote`.execute(db);
  return rows.map((row) => ({ ...row, cutOffAt: row.cutOffAt.toISOString() }));
}

import { sql } from 'kysely';
import { asCode } from '../../barcode/own-codes.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { json, type Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import { rankCubbies } from './choose-cubby.ts';
import type { Hand, ShareFacts, SortFacts } from './next-sort.ts';
import type { LastPut } from './put-wall.entities.ts';
import type { SortKnown } from './take-sort-scan.ts';

export interface Work {
  operator: string;
  wall: string | null;
  tote: string | null;
  hand: Hand | null;
  asksEmpty: boolean;
  lastPut: LastPut | null;
}

/** The work of somebody who has not begun. */
export function nothingOf(operator: string): Work {
  return { operator, wall: null, tote: null, hand: null, asksEmpty: false, lastPut: null };
}

/** A person's own row, made on first use and locked: only its person's commands write it. */
export async function lockWork(tx: Tx, operator: string): Promise<Work> {
  await tx.db
    .insertInto('sortWork')
    .values({ site: tx.site, ...nothingOf(operator), hand: null, lastPut: null, updatedAt: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx.db
    .selectFrom('sortWork')
    .select(['operator', 'wall', 'tote', 'hand', 'asksEmpty', 'lastPut'])
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function readWork(tx: Pick<Tx, 'db' | 'site'>, operator: string): Promise<Work> {
  const row = await tx.db
    .selectFrom('sortWork')
    .select(['operator', 'wall', 'tote', 'hand', 'asksEmpty', 'lastPut'])
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .executeTakeFirst();
  return row ?? nothingOf(operator);
}

export async function changeWork(
  tx: Tx,
  operator: string,
  { hand, lastPut, ...change }: Partial<Omit<Work, 'operator'>>,
): Promise<void> {
  await tx.db
    .updateTable('sortWork')
    .set({
      ...change,
      ...(hand === undefined ? {} : { hand: hand === null ? null : json<Hand>(hand) }),
      ...(lastPut === undefined ? {} : { lastPut: lastPut === null ? null : json<LastPut>(lastPut) }),
      updatedAt: tx.now,
    })
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .execute();
}

/** Locks all that a sorter's next step may change: the orders with goods in the tote, then the tote. */
export async function lockTote(tx: Tx, work: Readonly<Work>): Promise<void> {
  const inTote = work.tote === null ? [] : await picking.shipmentsInTote(tx, work.tote);
  const inHand = work.hand === null || work.hand.kind === 'surplus' ? [] : [work.hand.shipment];
  const put = work.lastPut === null ? [] : [work.lastPut.shipment];
  await orders.lockShipments(tx, [...new Set([...inTote, ...inHand, ...put])]);
  if (work.tote !== null) await picking.lockTote(tx, work.tote);
}

export async function walls(tx: Pick<Tx, 'db' | 'site'>) {
  return tx.db
    .selectFrom('putWall')
    .select(['wall', 'name', 'rows', 'columns'])
    .where('site', '=', tx.site)
    .orderBy('wall')
    .execute();
}

/** What the next question follows from. Nobody needs to choose the only wall. */
export async function factsOf(tx: Tx, work: Readonly<Work>): Promise<SortFacts> {
  const { eachScanUpTo, zeroCheck } = await picking.policies(tx);
  const known = await walls(tx);
  const shared = work.tote === null ? null : await picking.sharedTote(tx, work.tote);
  const found = shared?.shares ?? [];
  const about = await aboutShares(tx, found);
  const others = await handsOfOthers(tx, work);
  const shares = found.flatMap((share): ShareFacts[] => {
    const order = about.get(`${share.task}/${share.line}`);
    if (order === undefined) return [];
    const elsewhere = others
      .filter((hand) => hand.task === share.task && hand.line === share.line)
      .reduce((sum, hand) => sum + hand.units, 0);
    return [{ ...share, ...order, units: share.units - elsewhere }];
  });
  return {
    wall: work.wall ?? (known.length === 1 ? (known[0]?.wall ?? null) : null),
    tote: work.tote,
    hand: work.hand,
    asksEmpty: work.asksEmpty,
    shares,
    back: work.tote === null ? [] : await waitsToGoBack(tx, work.tote),
    eachScanUpTo,
    looksIntoTote: zeroCheck !== 'never',
  };
}

async function aboutShares(tx: Tx, shares: readonly picking.Share[]) {
  if (shares.length === 0)
    return new Map<string, Pick<ShareFacts, 'orderNumber' | 'name' | 'cutOffAt' | 'cubby'>>();
  const { rows } = await sql<{
    task: number;
    line: number;
    orderNumber: string;
    name: string;
    cutOffAt: Date;
    cubby: string | null;
  }>`
    select l.task, l.line, s.order_number, i.name, s.cut_off_at, c.cubby
    from unnest(${shares.map((share) => share.task)}::int[], ${shares.map((share) => share.line)}::int[]) as w (task, line)
      join pick_line l on l.site = ${tx.site} and l.task = w.task and l.line = w.line
      join shipment s on s.site = l.site and s.shipment = l.shipment
      join item i on i.site = l.site and i.owner = l.owner and i.sku = l.sku
      left join cubby c on c.site = l.site and c.shipment = l.shipment`.execute(tx.db);
  return new Map(rows.map(({ task, line, ...row }) => [`${task}/${line}`, row]));
}

/** Counted units that others who are at work have taken out of the tote and not put yet. */
async function handsOfOthers(
  tx: Tx,
  work: Readonly<Work>,
): Promise<{ task: number; line: number; units: number }[]> {
  if (work.tote === null) return [];
  const { rows } = await sql<{ hand: Hand }>`
    select w.hand from sort_work w
    where w.site = ${tx.site} and w.tote = ${work.tote} and w.operator <> ${work.operator} and w.hand is not null
      and exists (select from session s where s.site = w.site and s.operator = w.operator and s.ended_at is null)`.execute(
    tx.db,
  );
  return rows.flatMap(({ hand }) =>
    hand.kind === 'surplus'
      ? []
      : [{ task: hand.task, line: hand.line, units: hand.kind === 'share' ? hand.units : 1 }],
  );
}

async function waitsToGoBack(tx: Tx, tote: string): Promise<SortFacts['back'][number][]> {
  const { rows } = await sql<SortFacts['back'][number]>`
    select b.owner, b.sku, b.lot, i.name, sum(b.units)::int as units
    from put_back b join item i on i.site = b.site and i.owner = b.owner and i.sku = b.sku
    where b.site = ${tx.site} and b.state = 'open' and b.from_place = ${`tote:${tote}`}
    group by b.owner, b.sku, b.lot, i.name order by i.name, b.sku, b.lot`.execute(tx.db);
  return rows;
}

/** Looks up what a scan could be at a put wall; only the kinds that can matter are read. */
export async function scanFacts(tx: Tx, scan: ReadScan, facts: Readonly<SortFacts>): Promise<SortKnown> {
  const { problemPlace } = await picking.policies(tx);
  const text = scan.kind === 'text' ? asCode(scan.text) : null;
  const wallCode = scan.kind === 'station' ? scan.station : text;
  const toteCode = scan.kind === 'tote' ? scan.tote : text;
  const cubbyCode = scan.kind === 'cubby' ? scan.cubby : text;
  const locationCode = scan.kind === 'location' ? scan.location : scan.kind === 'drop' ? scan.drop : text;
  const cubby =
    cubbyCode === null
      ? undefined
      : await tx.db
          .selectFrom('cubby')
          .select(['cubby', 'wall'])
          .where('site', '=', tx.site)
          // The screens call it by its row and column alone: whoever stands before it with goods may type that.
          .where('cubby', 'in', [
            cubbyCode,
            ...(facts.hand !== null && facts.wall !== null ? [`${facts.wall}-${cubbyCode}`] : []),
          ])
          .executeTakeFirst();
  const tote =
    toteCode === null
      ? undefined
      : await tx.db
          .selectFrom('tote')
          .select(['tote', 'state'])
          .where('site', '=', tx.site)
          .where('tote', '=', toteCode)
          .executeTakeFirst();
  return {
    wall: (await walls(tx)).find((one) => one.wall === wallCode)?.wall ?? null,
    cubby: cubby ?? null,
    tote:
      tote === undefined
        ? null
        : {
            tote: tote.tote,
            isOnWalk: tote.state === 'onCart' || tote.state === 'passing',
            shared: await picking.sharedTote(tx, tote.tote),
          },
    items: await itemsOf(tx, scan, facts),
    location: locationCode,
    surplusPlace: problemPlace,
  };
}

/** Several owners may have the same code: those with goods in the tote are asked first. */
async function itemsOf(tx: Tx, scan: ReadScan, facts: Readonly<SortFacts>): Promise<SortKnown['items']> {
  if (scan.kind !== 'item' && scan.kind !== 'text') return [];
  const rows = await tx.db
    .selectFrom('owner')
    .select('owner')
    .where('site', '=', tx.site)
    .orderBy('owner')
    .execute();
  const owners = new Set([...facts.shares.map((share) => share.owner), ...rows.map((row) => row.owner)]);
  const items: SortKnown['items'][number][] = [];
  for (const owner of owners) {
    const item = await picking.findItem(tx, scan, owner);
    if (item !== null) items.push(item);
  }
  return items;
}

/** The order's cubby, or a free one that is its own from now on. Null when the wall is full. The order must be locked. */
export async function openCubby(
  tx: Tx,
  wall: string,
  order: { shipment: number; cubby: string | null; near: string | null },
): Promise<string | null> {
  if (order.cubby !== null) return order.cubby;
  const size = (await walls(tx)).find((one) => one.wall === wall);
  if (size === undefined) throw new Error(`expected put wall ${wall}`);
  const all = await tx.db
    .selectFrom('cubby')
    .select(['cubby', 'row', 'column', 'shipment'])
    .where('site', '=', tx.site)
    .where('wall', '=', wall)
    .execute();
  const { rows } = await sql<{ grams: number }>`
    select coalesce(sum(i.weight_grams * (l.requested - l.cancelled - l.shorted)), 0)::int as grams
    from shipment_line l join item i on i.site = l.site and i.owner = l.owner and i.sku = l.sku
    where l.site = ${tx.site} and l.shipment = ${order.shipment}`.execute(tx.db);
  const ranked = rankCubbies(
    all.filter((one) => one.shipment === null),
    size,
    {
      grams: rows[0]?.grams ?? 0,
      nearColumn: all.find((one) => one.cubby === order.near)?.column ?? null,
    },
  );
  for (const { cubby } of ranked) {
    // Somebody else may open it at this moment; then it is the next one.
    const opened = await tx.db
      .updateTable('cubby')
      .set({ shipment: order.shipment })
      .where('site', '=', tx.site)
      .where('cubby', '=', cubby)
      .where('shipment', 'is', null)
      .executeTakeFirst();
    if (opened.numUpdatedRows === 1n) return cubby;
  }
  return null;
}

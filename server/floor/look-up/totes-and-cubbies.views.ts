import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { CubbyThing, LocationThing, ToteThing } from '../../protocol/look-up.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { ToteState } from '../picking/pick-task.states.ts';
import { cubbyNow } from '../put-wall/put-wall.views.ts';
import { rowsShown, unitsIn, type OwnerNames } from './goods-at.sql.ts';

type Db = Kysely<Tables>;

/** A tote or box: where it is, and whose goods are in it. */
export async function toteThing(
  db: Db,
  site: string,
  code: string,
  ownerNames: OwnerNames,
): Promise<ToteThing[]> {
  const [row] = await readTotes(db, site, sql`t.tote = ${code}`);
  if (row === undefined) return [];
  const goods = await unitsIn(db, site, `tote:${code}`, ownerNames);
  const shares = row.sharedOn === null ? [] : await sharesIn(db, site, row.sharedOn, code);
  return [
    {
      kind: 'tote',
      tote: row.tote,
      isBox: row.isBox,
      at: toteAt(row),
      orderNumber: row.orderNumber,
      shares: shares.slice(0, rowsShown),
      moreShares: Math.max(0, shares.length - rowsShown),
      unitsToPutBack: row.unitsToPutBack,
      goods: goods.slice(0, rowsShown),
      moreGoods: Math.max(0, goods.length - rowsShown),
    },
  ];
}

/** Totes that stand at a drop place for whoever is next, the most urgent first. */
export async function totesStandingAt(db: Db, site: string, drop: string): Promise<LocationThing['totes']> {
  const rows = await readTotes(db, site, sql`t.state in ('dropped', 'passing', 'packing')`);
  return rows
    .flatMap((row) => {
      const at = toteAt(row);
      return 'drop' in at && at.drop === drop ? [{ ...row, at }] : [];
    })
    .sort((a, b) => (a.cutOffAt?.getTime() ?? Infinity) - (b.cutOffAt?.getTime() ?? Infinity))
    .map(({ tote, isBox, at, orderNumber, unitsToPutBack }) => ({
      tote,
      isBox,
      at,
      orderNumber,
      unitsToPutBack,
    }));
}

async function readTotes(db: Db, site: string, which: RawBuilder<unknown>): Promise<ToteRow[]> {
  const { rows } = await sql<ToteRow>`
    select distinct on (t.tote) t.tote, t.kind = 'box' as is_box, t.state, t.place, s.order_number, s.cut_off_at, k.cart, c.columns as cart_columns, b.name as station, o.wall as sorted_at, last.wall as goes_to,
      case when t.state = 'passing' then z.zone end as next_zone,
      coalesce(case when t.state = 'passing' then z.hand_over end, w.drop_place, site.policies ->> 'dropPlace') as drop,
      last.task as shared_on,
      (select coalesce(sum(units), 0)::int from put_back
        where site = t.site and from_place = 'tote:' || t.tote and state = 'open') as units_to_put_back
    from tote t
      join site on site.site = t.site
      left join shipment s on s.site = t.site and s.shipment = t.shipment
      left join pick_task k on k.site = t.site and k.task = t.task
      left join cart c on c.site = t.site and c.cart = k.cart
      left join station_work j on j.site = t.site and (j.shipment = t.shipment or j.tote = t.tote)
      left join station b on b.site = t.site and b.station = j.station
      left join sort_work o on o.site = t.site and o.tote = t.tote
      -- What the last walk that used it made of it, while goods of several orders may still be in it.
      left join lateral (
        select q.task, q.wall from task_place p join pick_task q on q.site = p.site and q.task = p.task
        where p.site = t.site and p.tote = t.tote and p.shipment is null and t.shipment is null and t.state <> 'free'
        order by p.task desc limit 1) last on true
      left join put_wall w on w.site = t.site and w.wall = last.wall
      left join lateral (
        select n.zone, n.hand_over from task_place p
          join pick_task q on q.site = p.site and q.task = p.task and q.state in ('waiting', 'planned', 'claimed')
          join zone n on n.site = q.site and n.zone = q.zone
        where p.site = t.site and p.arriving = t.tote order by p.task limit 1) z on true
    where t.site = ${site} and ${which} order by t.tote`.execute(db);
  return rows;
}

interface ToteRow {
  tote: string;
  isBox: boolean;
  cutOffAt: Date | null;
  state: ToteState;
  place: number | null;
  orderNumber: string | null;
  cart: string | null;
  cartColumns: number | null;
  station: string | null;
  sortedAt: string | null;
  goesTo: string | null;
  nextZone: string | null;
  drop: string;
  sharedOn: number | null;
  unitsToPutBack: number;
}

function toteAt(row: Readonly<ToteRow>): ToteThing['at'] {
  switch (row.state) {
    case 'free':
      return { state: 'free' };
    case 'onCart':
      return { state: 'onCart', cart: row.cart, place: row.place, columns: row.cartColumns };
    case 'passing':
      if (row.nextZone !== null) return { state: 'passing', drop: row.drop, zone: row.nextZone };
      return { state: 'dropped', drop: row.drop, next: 'packing' };
    // A packer opens a tote by its first scan at a station, and may leave it again.
    case 'dropped':
    case 'packing':
      if (row.sortedAt !== null) return { state: 'sorting', wall: row.sortedAt };
      if (row.station !== null) return { state: 'packing', station: row.station };
      return { state: 'dropped', drop: row.drop, next: row.goesTo === null ? 'packing' : 'sorting' };
  }
}

/** The orders that have something in a shared tote, and what. */
async function sharesIn(db: Db, site: string, task: number, tote: string): Promise<ToteThing['shares']> {
  const { rows } = await sql<ToteThing['shares'][number]>`
    with goods as (
      select l.shipment, l.owner, l.sku, sum(l.picked - l.sorted - l.back)::int as units
      from pick_line l join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
      where l.site = ${site} and l.task = ${task} and p.tote = ${tote} and l.picked > l.sorted + l.back
      group by l.shipment, l.owner, l.sku)
    select s.order_number, c.cubby,
      json_agg(json_build_object('sku', g.sku, 'name', i.name, 'units', g.units) order by i.name, g.sku) as goods
    from goods g
      join shipment s on s.site = ${site} and s.shipment = g.shipment
      join item i on i.site = ${site} and i.owner = g.owner and i.sku = g.sku
      left join cubby c on c.site = ${site} and c.shipment = g.shipment
    group by s.shipment, s.order_number, s.cut_off_at, c.cubby order by s.cut_off_at, s.shipment`.execute(db);
  return rows;
}

/** A cubby of a put wall: whose goods lie there, and what it waits for. */
export async function cubbyThing(
  db: Db,
  site: string,
  code: string,
  ownerNames: OwnerNames,
): Promise<CubbyThing[]> {
  const row = await cubbyNow(db, site, code);
  if (row === null) return [];
  const goods = await unitsIn(db, site, `cubby:${code}`, ownerNames);
  const { rows: inTotes } = await sql<{ tote: string; units: number }>`
    select p.tote, sum(l.picked - l.sorted - l.back)::int as units
    from pick_line l join task_place p on p.site = l.site and p.task = l.task and p.place = l.place
    where l.site = ${site} and l.shipment = ${row.shipment} and p.shipment is null and p.tote is not null
      and l.picked > l.sorted + l.back
    group by p.tote order by p.tote`.execute(db);
  const { rows: waits } = await sql<{ unitsToPick: number; station: string | null; unitsToPutBack: number }>`
    select
      (select coalesce(sum(requested - picked - shorted - cancelled), 0)::int from pick_line
        where site = ${site} and shipment = ${row.shipment} and state = 'open') as units_to_pick,
      (select b.name from station_work j join station b on b.site = j.site and b.station = j.station
        where j.site = ${site} and j.shipment = ${row.shipment} limit 1) as station,
      (select coalesce(sum(units), 0)::int from put_back
        where site = ${site} and from_place = ${`cubby:${code}`} and state = 'open') as units_to_put_back`.execute(
    db,
  );
  const { cubby, wall, state, orderNumber, cutOffAt, asked } = row;
  return [
    {
      kind: 'cubby',
      cubby,
      wall,
      state,
      orderNumber,
      cutOffAt,
      asked,
      goods: goods.slice(0, rowsShown),
      moreGoods: Math.max(0, goods.length - rowsShown),
      inTotes,
      unitsToPick: waits[0]?.unitsToPick ?? 0,
      station: waits[0]?.station ?? null,
      unitsToPutBack: waits[0]?.unitsToPutBack ?? 0,
    },
  ];
}

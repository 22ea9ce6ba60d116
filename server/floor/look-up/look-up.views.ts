import { sql, type Kysely } from 'kysely';
import type {
  CartThing,
  Goods,
  ItemThing,
  LocationThing,
  ParcelThing,
  StockUnits,
  Thing,
} from '../../protocol/look-up.ts';
import { readScan } from '../../barcode/read-scan.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { tellApart } from '../picking/picking.ts';
import { goodsAt, rowsShown, type OwnerNames } from './goods-at.sql.ts';
import { cubbyThing, toteThing, totesStandingAt } from './totes-and-cubbies.views.ts';
import { unitThings } from './units.views.ts';
import { whatScanned, type Sought } from './what-scanned.ts';

/** Everything that a scanned or typed code can mean at this site, what is on it and what waits there, as `operator` may know it. */
export async function lookUp(
  db: Kysely<Tables>,
  site: string,
  operator: string,
  raw: string,
): Promise<Thing[]> {
  const sought = whatScanned(await tellApart({ db, site }, readScan(raw)));
  const ownerNames = await ownersOf(db, site);
  const counting = await placeCountedBy(db, site, operator);
  const found = await Promise.all([
    sought.location === undefined ? [] : locationThing(db, site, sought.location, ownerNames, counting),
    sought.tote === undefined ? [] : toteThing(db, site, sought.tote, ownerNames),
    sought.cubby === undefined ? [] : cubbyThing(db, site, sought.cubby, ownerNames),
    sought.cart === undefined ? [] : cartThing(db, site, sought.cart),
    unitThings(db, site, sought, ownerNames, counting),
    itemThings(db, site, sought, ownerNames, counting),
    parcelThings(db, site, sought),
    sought.station === undefined ? [] : stationThing(db, site, sought.station),
  ]);
  return [...found.flat(), ...(sought.badge === true ? [{ kind: 'badge' as const }] : [])];
}

/** Where somebody is at a count, which is blind: from its claim to its end. */
async function placeCountedBy(db: Kysely<Tables>, site: string, operator: string): Promise<string | null> {
  const row = await db
    .selectFrom('floorJob')
    .select('source')
    .where('site', '=', site)
    .where('operator', '=', operator)
    .where('kind', '=', 'count')
    .where('state', 'in', ['open', 'unreachable'])
    .executeTakeFirst();
  return row?.source.slice('location:'.length) ?? null;
}

async function ownersOf(db: Kysely<Tables>, site: string): Promise<OwnerNames> {
  const rows = await db.selectFrom('owner').select(['owner', 'name']).where('site', '=', site).execute();
  return new Map(rows.length < 2 ? [] : rows.map((row) => [row.owner, row.name]));
}

async function locationThing(
  db: Kysely<Tables>,
  site: string,
  code: string,
  ownerNames: OwnerNames,
  counting: string | null,
): Promise<LocationThing[]> {
  const row = await db
    .selectFrom('location')
    .select(['location', 'kind', 'zone', 'aisle', 'blocked'])
    .where('site', '=', site)
    .where('location', '=', code)
    .executeTakeFirst();
  if (row === undefined) return [];
  const { location, kind: use, zone, aisle, blocked: isBlocked } = row;
  const place = { kind: 'location' as const, location, use, zone, aisle, isBlocked };
  if (location === counting)
    return [
      {
        ...place,
        isCountedByYou: true,
        goods: [],
        moreGoods: 0,
        walks: [],
        moreWalks: 0,
        waitingWalks: 0,
        countsOrdered: 1,
        unitsToPutBack: 0,
        totes: [],
        moreTotes: 0,
      },
    ];
  const goods = await goodsAt(db, site, `location:${code}`, ownerNames);
  const walks = await walksTo(db, site, code);
  const totes = use === 'drop' ? await totesStandingAt(db, site, code) : [];
  const { rows: waits } = await sql<{ waitingWalks: number; countsOrdered: number; unitsToPutBack: number }>`
    select
      (select count(distinct l.task)::int from pick_line l join pick_task t on t.site = l.site and t.task = l.task
        where l.site = ${site} and l.location = ${code} and l.state = 'open' and t.state in ('planned', 'parked')) as waiting_walks,
      (select count(*)::int from count_request where site = ${site} and location = ${code} and state = 'open') as counts_ordered,
      (select coalesce(sum(units), 0)::int from put_back
        where site = ${site} and to_location = ${code} and state = 'open') as units_to_put_back`.execute(db);
  return [
    {
      ...place,
      isCountedByYou: false,
      goods: goods.slice(0, rowsShown),
      moreGoods: Math.max(0, goods.length - rowsShown),
      walks: walks.slice(0, rowsShown),
      moreWalks: Math.max(0, walks.length - rowsShown),
      waitingWalks: waits[0]?.waitingWalks ?? 0,
      countsOrdered: waits[0]?.countsOrdered ?? 0,
      unitsToPutBack: waits[0]?.unitsToPutBack ?? 0,
      totes: totes.slice(0, rowsShown),
      moreTotes: Math.max(0, totes.length - rowsShown),
    },
  ];
}

async function walksTo(db: Kysely<Tables>, site: string, location: string): Promise<LocationThing['walks']> {
  const { rows } = await sql<LocationThing['walks'][number]>`
    select l.task, t.cart, o.name as operator,
      sum(l.requested - l.picked - l.shorted - l.cancelled)::int as units,
      (t.at_location is not distinct from ${location} or min(l.sequence) = (
        select min(n.sequence) from pick_line n where n.site = t.site and n.task = t.task and n.state = 'open')) as is_next
    from pick_line l
      join pick_task t on t.site = l.site and t.task = l.task and t.state in ('claimed', 'picking', 'unreachable')
      left join operator o on o.site = t.site and o.operator = t.operator
    where l.site = ${site} and l.location = ${location} and l.state = 'open'
    group by t.site, t.task, l.task, t.cart, o.name, t.at_location, t.cut_off_at
    order by is_next desc, t.cut_off_at, l.task`.execute(db);
  return rows;
}

async function itemThings(
  db: Kysely<Tables>,
  site: string,
  sought: Sought,
  ownerNames: OwnerNames,
  counting: string | null,
): Promise<ItemThing[]> {
  if (sought.gtin === undefined && sought.sku === undefined) return [];
  const { rows: items } = await sql<Omit<Goods, 'owner'> & { owner: string; pack: number | null }>`
    select i.owner, i.sku, i.name, i.picture, g.units as pack
    from item i left join item_gtin g
      on g.site = i.site and g.owner = i.owner and g.sku = i.sku
        and g.gtin in (${sought.gtin ?? null}::text, ${sought.orGtin ?? null}::text)
    where i.site = ${site} and (g.gtin is not null or i.sku = ${sought.sku ?? null}::text)
    order by i.owner, i.sku limit ${rowsShown}`.execute(db);
  if (items.length === 0) return [];
  const { rows: stock } = await sql<StockUnits & { owner: string; sku: string; location: string }>`
    select owner, sku, substr(place, 10) as location,
      coalesce(sum(on_hand - allocated) filter (where status = 'available'), 0)::int as available,
      coalesce(sum(allocated) filter (where status = 'available'), 0)::int as promised,
      coalesce(sum(on_hand) filter (where status = 'missing'), 0)::int as missing,
      coalesce(sum(on_hand) filter (where status = 'hold'), 0)::int as hold
    from stock_balance
    where site = ${site} and owner in (${sql.join(items.map((item) => item.owner))})
      and sku in (${sql.join(items.map((item) => item.sku))}) and place like 'location:%' and on_hand > 0
    group by owner, sku, place order by available desc, place`.execute(db);
  return items.map(({ owner, ...item }) => {
    const own = stock.filter(
      (row) => row.owner === owner && row.sku === item.sku && row.location !== counting,
    );
    const sum = (of: keyof StockUnits): number => own.reduce((units, row) => units + row[of], 0);
    return {
      kind: 'item',
      ...item,
      owner: ownerNames.get(owner) ?? null,
      // Beside the other places a sum would tell what should lie at the counted one, and a missing place that nothing does.
      stock:
        counting !== null
          ? null
          : {
              available: sum('available'),
              promised: sum('promised'),
              missing: sum('missing'),
              hold: sum('hold'),
            },
      places: own.slice(0, rowsShown).map(({ location, available }) => ({ location, available })),
      morePlaces: Math.max(0, own.length - rowsShown),
    };
  });
}

async function cartThing(db: Kysely<Tables>, site: string, code: string): Promise<CartThing[]> {
  const row = await db
    .selectFrom('cart')
    .leftJoin('pickTask', (join) =>
      join.onRef('pickTask.site', '=', 'cart.site').onRef('pickTask.task', '=', 'cart.task'),
    )
    .leftJoin('operator', (join) =>
      join.onRef('operator.site', '=', 'cart.site').onRef('operator.operator', '=', 'pickTask.operator'),
    )
    .select(['cart.cart', 'cart.places', 'cart.columns', 'cart.task', 'operator.name as operator'])
    .where('cart.site', '=', site)
    .where('cart.cart', '=', code)
    .executeTakeFirst();
  if (row === undefined) return [];
  const { cart, places, columns, task, operator } = row;
  const onIt =
    task === null
      ? []
      : await db
          .selectFrom('taskPlace')
          .select(['tote', 'place'])
          .where('site', '=', site)
          .where('task', '=', task)
          .where('dropped', '=', false)
          .orderBy('place')
          .execute();
  return [
    {
      kind: 'cart',
      cart,
      places,
      columns,
      isFree: task === null,
      operator,
      totes: onIt.flatMap(({ tote, place }) => (tote === null ? [] : [{ tote, place }])),
    },
  ];
}

async function parcelThings(db: Kysely<Tables>, site: string, sought: Sought): Promise<ParcelThing[]> {
  if (sought.tracking === undefined && sought.sscc === undefined) return [];
  const { rows } = await sql<Omit<ParcelThing, 'kind'>>`
    select p.parcel, p.tracking, s.order_number, p.state, p.lane, p.carrier, c.name as service,
      coalesce(l.state = 'voided', false) as is_void_label
    from parcel p
      join shipment s on s.site = p.site and s.shipment = p.shipment
      join carrier_service c on c.site = p.site and c.service = p.service
      left join parcel_label l on l.site = p.site and l.parcel = p.parcel and l.tracking = ${sought.tracking ?? null}::text
    where p.site = ${site} and (l.tracking is not null or p.sscc = ${sought.sscc ?? null}::text)
    order by p.parcel limit ${rowsShown}`.execute(db);
  return rows.map((row) => ({ kind: 'parcel', ...row }));
}

async function stationThing(
  db: Kysely<Tables>,
  site: string,
  code: string,
): Promise<Extract<Thing, { kind: 'station' }>[]> {
  const row = await db
    .selectFrom('station')
    .select(['station', 'name'])
    .where('site', '=', site)
    .where('station', '=', code)
    .executeTakeFirst();
  return row === undefined ? [] : [{ kind: 'station', ...row }];
}

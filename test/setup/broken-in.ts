import { sql } from 'kysely';
import { checks } from '../../simulators/audit/invariants.ts';
import type { Warehouse } from './warehouse.ts';

/** What holds at every moment, and not only when a day is over. */
const always = checks.filter(({ id }) => /^INV-([1-7]|25)$/.test(id));

/** A numbered unit was scanned before it was put, so nothing lies anywhere behind the shelf without its number. */
const numbered = `
  with units as (
    select b.place, b.sku, b.lot, sum(b.on_hand) as units from stock_balance as b
      join item as i using (site, owner, sku)
    where b.site = $1 and i.is_serial_controlled and b.on_hand > 0 and b.place ~ '^(tote|cubby|parcel):' group by 1, 2, 3),
  numbers as (
    select place, sku, lot, count(*) as numbers from serial_unit where site = $1 group by 1, 2, 3)
  select place, sku, units, coalesce(numbers, 0) as numbers from units left join numbers using (place, sku, lot)
    where coalesce(numbers, 0) < units or (numbers <> units and exists (
      select from parcel as p where p.site = $1 and place = 'parcel:' || p.parcel and p.state <> 'voided'))
  union all
  select n.place, n.sku, coalesce(t.counted, 0), n.numbers from numbers as n
    left join pick_task as t on t.site = $1 and n.place = 'hand:' || t.task and t.in_hand_line is not null
    where n.place like 'hand:%' and n.numbers is distinct from t.counted`;

/** Everything that is wrong with the goods of a site, in words. */
export async function brokenIn(w: Warehouse): Promise<string[]> {
  const broken: string[] = [];
  const all = [
    ...always,
    { id: 'serials', says: 'numbers and units behind the shelf agree', wrong: numbered },
  ];
  for (const { id, says, wrong } of all) {
    const parts = wrong.split('$1');
    const query = sql.join(
      parts.flatMap((part, at) => (at === 0 ? [sql.raw(part)] : [sql.lit(w.site), sql.raw(part)])),
      sql``,
    );
    const { rows } = await sql`${query}`.execute(w.read());
    for (const row of rows) broken.push(`${id} ${says}: ${JSON.stringify(row)}`);
  }
  return broken;
}

/** What must not be left when everybody has done what there was to do and the lorry has gone. */
export async function leftIn(w: Warehouse): Promise<string[]> {
  const { rows } = await sql<{ left: string }>`
    select 'walk ' || task || ' is still ' || state as left from pick_task
      where site = ${w.site} and state not in ('done', 'cancelled')
    union all select order_id || ' is still ' || stage from shipment where site = ${w.site} and stage <> 'ended'
    union all select 'put-back ' || put_back || ' from ' || from_place from put_back where site = ${w.site} and state = 'open'
    union all select sku || ' lies in ' || place from stock_balance
      where site = ${w.site} and on_hand > 0 and place ~ '^(tote|cubby|parcel):'
    union all select 'tote ' || tote || ' is ' || state from tote where site = ${w.site} and state <> 'free'
    union all select 'cubby ' || cubby || ' is of ' || shipment from cubby where site = ${w.site} and shipment is not null
    union all select 'cart ' || cart || ' is at ' || task from cart where site = ${w.site} and task is not null
    union all select 'number ' || serial || ' is in ' || place from serial_unit
      where site = ${w.site} and place not like 'location:%' and place <> 'outside:customer'
    union all select 'line ' || l.shipment || '/' || l.line_no || ' shipped ' || l.shipped || ' with ' || count(u.serial) || ' numbers'
      from shipment_line as l join item as i on i.site = l.site and i.owner = l.owner and i.sku = l.sku and i.is_serial_controlled
      left join serial_unit as u on u.site = l.site and u.shipment = l.shipment and u.line_no = l.line_no and u.place = 'outside:customer'
      where l.site = ${w.site} group by l.shipment, l.line_no, l.shipped having count(u.serial) <> l.shipped`.execute(
    w.read(),
  );
  return rows.map(({ left }) => left);
}

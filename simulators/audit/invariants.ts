export interface Check {
  id: string;
  says: string;
  /** Counts what the check looks at. A check that must see something and sees nothing has failed. */
  rows: string;
  mayBeEmpty?: true;
  /** Selects what is wrong; its columns are told. */
  wrong: string;
}

const places = `
  select owner, sku, lot, to_place as place, to_status as status, units from stock_movement where site = $1
  union all
  select owner, sku, lot, from_place, from_status, -units from stock_movement where site = $1`;

export const liveParcels = "parcel where site = $1 and state in ('closed', 'staged', 'shipped')";

/** Invariants of the database alone, each in its own words of SQL. None of it is shared with the server. */
export const checks: readonly Check[] = [
  {
    id: 'INV-1',
    says: 'every movement moves something from one place to another',
    rows: 'select count(*) from stock_movement where site = $1',
    wrong:
      'select movement, kind from stock_movement where site = $1 and (units <= 0 or (from_place = to_place and from_status = to_status))',
  },
  {
    id: 'INV-1',
    says: 'all places of an item together, the outside included, hold nothing',
    rows: 'select count(distinct (owner, sku, lot)) from stock_balance where site = $1',
    wrong:
      'select owner, sku, lot, sum(on_hand) from stock_balance where site = $1 group by owner, sku, lot having sum(on_hand) <> 0',
  },
  {
    id: 'INV-2',
    says: 'every balance is the sum of its movements',
    rows: 'select count(*) from stock_balance where site = $1',
    wrong: `
      with ledger as (select owner, sku, lot, place, status, sum(units) as units from (${places}) as entry group by 1, 2, 3, 4, 5),
      balance as (select owner, sku, lot, place, status, on_hand from stock_balance where site = $1)
      select * from ledger full join balance using (owner, sku, lot, place, status) where coalesce(units, 0) <> coalesce(on_hand, 0)`,
  },
  {
    id: 'INV-3',
    says: 'no place holds less than nothing or has more promised than it holds',
    rows: "select count(*) from stock_balance where site = $1 and place not like 'outside:%'",
    wrong: `select owner, sku, lot, place, status, on_hand, allocated from stock_balance
      where site = $1 and place not like 'outside:%' and (on_hand < 0 or allocated < 0 or allocated > on_hand)`,
  },
  {
    id: 'INV-3',
    says: 'what a place has promised is the sum of its open allocations',
    rows: 'select count(*) from allocation where site = $1',
    wrong: `
      with promise as (
        select owner, sku, lot, 'location:' || location as place, sum(units - picked - freed) as open from allocation where site = $1 group by 1, 2, 3, 4),
      balance as (select owner, sku, lot, place, sum(allocated) as allocated from stock_balance where site = $1 group by 1, 2, 3, 4)
      select * from promise full join balance using (owner, sku, lot, place) where coalesce(open, 0) <> coalesce(allocated, 0)`,
  },
  {
    id: 'INV-3',
    says: 'the database itself refuses a negative balance',
    rows: "select count(*) from pg_constraint where conrelid = 'stock_balance'::regclass and contype = 'c'",
    wrong: `select conname from pg_constraint where conrelid = 'stock_balance'::regclass and contype = 'c' and not convalidated`,
  },
  {
    id: 'INV-4',
    says: 'a place has no more serial numbers of a lot than units, those left out that went unread, and a number that was shipped was in one shipped parcel',
    rows: 'select count(*) from serial_unit where site = $1',
    mayBeEmpty: true,
    wrong: `
      with numbered as (
        select owner, sku, lot, place, count(*) as numbers, min(at) as since from serial_unit
        where site = $1 and (place like 'tote:%' or place like 'cubby:%' or place like 'parcel:%') group by 1, 2, 3, 4),
      held as (select owner, sku, lot, place, sum(on_hand) as on_hand from stock_balance where site = $1 group by 1, 2, 3, 4)
      select owner, sku, lot, place, numbers, on_hand from numbered left join held using (owner, sku, lot, place)
        where numbers > coalesce(on_hand, 0) and (coalesce(on_hand, 0) = 0 or numbers > on_hand + coalesce((
          select sum(units) from stock_movement as m where m.site = $1 and m.kind in ('put_back', 'pack_short') and m.from_place = numbered.place
            and m.owner = numbered.owner and m.sku = numbered.sku and m.lot = numbered.lot and m.at >= numbered.since), 0))
      union all
      select owner, sku, lot, serial, parcel, null from serial_unit as s where s.site = $1 and s.place = 'outside:customer'
        and not exists (select from parcel as p join parcel_line as l using (site, parcel) where p.site = $1 and p.parcel = s.parcel
          and p.state = 'shipped' and l.owner = s.owner and l.sku = s.sku and l.lot = s.lot)`,
  },
  {
    id: 'INV-5',
    says: 'a line keeps no more picked units than it wants, those on their way back left out',
    rows: 'select count(*) from shipment_line where site = $1',
    wrong: `
      with back as (select shipment, line_no, sum(units) as units from put_back where site = $1 and state = 'open' group by 1, 2)
      select shipment, line_no, requested, cancelled, picked, put_back, coalesce(units, 0) as coming_back
      from shipment_line left join back using (shipment, line_no)
      where site = $1 and picked - put_back - coalesce(units, 0) > requested - cancelled`,
  },
  {
    id: 'INV-5',
    says: 'a line has picked what its pick lines and the ledger say',
    rows: 'select count(*) from pick_line where site = $1',
    wrong: `
      with task as (select shipment, line_no, sum(picked) as units from pick_line where site = $1 group by 1, 2),
      ledger as (select shipment, line_no, sum(case kind when 'pick' then units else -units end) as units from stock_movement where site = $1 and kind in ('pick', 'unpick') group by 1, 2)
      select shipment, line_no, line.picked, task.units as by_tasks, ledger.units as by_ledger
      from shipment_line as line left join task using (shipment, line_no) left join ledger using (shipment, line_no)
      where site = $1 and (line.picked <> coalesce(task.units, 0) or line.picked <> coalesce(ledger.units, 0))`,
  },
  {
    id: 'INV-5',
    says: 'every unit that an order on the floor still wants is promised, picked or waited for',
    rows: 'select count(*) from shipment_line where site = $1',
    wrong: `
      with promised as (select shipment, line_no, sum(units - picked - freed) as units from allocation where site = $1 group by 1, 2),
      back as (select shipment, line_no, sum(units) as units from put_back where site = $1 and state = 'open' group by 1, 2)
      select shipment, line_no, requested, cancelled, shorted, promised.units as promised, picked, put_back, back.units as coming_back, hold.units as waited_for
      from shipment_line as line join shipment using (site, shipment)
      left join promised using (shipment, line_no) left join back using (shipment, line_no)
      left join short_hold as hold using (site, shipment, line_no)
      where site = $1 and case when stage in ('released', 'picking')
        then requested - cancelled - shorted > coalesce(promised.units, 0) + picked - put_back - coalesce(back.units, 0) + coalesce(hold.units, 0)
          or coalesce(hold.units, 0) > requested - cancelled - shorted
        else coalesce(hold.units, 0) > 0 end`,
  },
  {
    id: 'INV-5',
    says: 'no allocation and no pick line is used up twice',
    rows: 'select count(*) from allocation where site = $1',
    wrong: `
      select 'allocation' as what, allocation as number from allocation where site = $1 and picked + freed > units
      union all select 'pick line', line from pick_line where site = $1 and picked + shorted + cancelled > requested`,
  },
  {
    id: 'INV-6',
    says: 'no line ships more than was wanted, and what shipped is what its shipped parcels hold',
    rows: 'select count(*) from shipment_line where site = $1',
    wrong: `
      with boxed as (
        select shipment, line_no, sum(units) as units from parcel_line join parcel using (site, parcel) where site = $1 and state = 'shipped' group by 1, 2)
      select shipment, line_no, requested, cancelled, shorted, shipped, boxed.units
      from shipment_line left join boxed using (shipment, line_no)
      where site = $1 and (shipped > requested - cancelled - shorted or shipped <> coalesce(boxed.units, 0))`,
  },
  {
    id: 'INV-6',
    says: 'the ledger ships each unit of a parcel once',
    rows: "select count(*) from stock_movement where site = $1 and kind = 'ship'",
    mayBeEmpty: true,
    wrong: `
      with gone as (
        select 'parcel:' || parcel as place, owner, sku, lot, sum(units) as units from parcel_line join parcel using (site, parcel)
        where site = $1 and state = 'shipped' group by 1, 2, 3, 4),
      ledger as (
        select from_place as place, owner, sku, lot, sum(units) as units from stock_movement
        where site = $1 and kind = 'ship' and to_place = 'outside:customer' group by 1, 2, 3, 4)
      select place, sku, lot, gone.units as in_parcels, ledger.units as by_ledger
      from gone full join ledger using (place, owner, sku, lot) where coalesce(gone.units, 0) <> coalesce(ledger.units, 0)`,
  },
  {
    id: 'INV-6',
    says: 'an order ends once',
    rows: "select count(*) from journal where site = $1 and type in ('order.completed', 'order.closed_incomplete')",
    mayBeEmpty: true,
    wrong: `select hub, order_id, count(*) from journal where site = $1 and type in ('order.completed', 'order.closed_incomplete')
      group by hub, order_id having count(*) > 1`,
  },
  {
    id: 'INV-7',
    says: 'every order that has not ended has somebody or something that is next',
    rows: 'select count(*) from hub_order where site = $1',
    wrong: `
      select o.order_id, s.stage from hub_order as o left join shipment as s using (site, shipment)
      where site = $1 and case
        when s.shipment is null then false
        when s.stage in ('accepted', 'ended') then false
        when s.stage in ('released', 'picking') then not exists (
          select from pick_line as l join pick_task as t using (site, task)
          where l.site = o.site and l.shipment = s.shipment and t.state in ('planned', 'claimed', 'picking', 'unreachable', 'parked'))
          and not exists (select from pick_line as l join pick_task as t using (site, task)
            where l.site = o.site and l.shipment = s.shipment and t.wall is not null and l.picked > l.sorted + l.back)
          and not exists (select from short_hold as h where h.site = o.site and h.shipment = s.shipment and h.units > 0)
        when s.stage in ('picked', 'packing') then not exists (select from tote as t where t.site = o.site and t.shipment = s.shipment)
          and not exists (select from cubby as c where c.site = o.site and c.shipment = s.shipment)
          and not exists (select from pick_line as l join task_place as p using (site, task, place) join tote as t using (site, tote)
            where l.site = o.site and l.shipment = s.shipment and p.shipment is null and l.picked > l.sorted + l.back
              and t.state = 'dropped' and t.shipment is null)
          and not (s.stage = 'packing' and exists (select from station_work as w where w.site = o.site and w.shipment = s.shipment))
        else not exists (select from parcel as p where p.site = o.site and p.shipment = s.shipment and p.state in ('closed', 'staged'))
      end`,
  },
  {
    id: 'INV-7',
    says: 'a cubby holds goods of its own order alone, and no free one holds any',
    rows: 'select count(*) from cubby where site = $1',
    mayBeEmpty: true,
    wrong: `
      with sorted as (
        select l.shipment, l.owner, l.sku, l.lot, b.place, sum(b.on_hand) as units from stock_balance as b
        join cubby as c on c.site = b.site and b.place = 'cubby:' || c.cubby
        join (select distinct site, shipment, owner, sku, lot from pick_line) as l
          on l.site = c.site and l.shipment = c.shipment and l.owner = b.owner and l.sku = b.sku and l.lot = b.lot
        where b.site = $1 and b.on_hand > 0 group by 1, 2, 3, 4, 5)
      select b.place, b.sku, b.lot, b.on_hand from stock_balance as b left join sorted using (owner, sku, lot, place)
      where b.site = $1 and b.place like 'cubby:%' and b.on_hand > 0 and sorted.shipment is null`,
  },
  {
    id: 'INV-7',
    says: 'a shared tote holds its shares and what waits there to go back, and nothing else',
    rows: 'select count(*) from task_place where site = $1 and shipment is null',
    mayBeEmpty: true,
    wrong: `
      with booked as (
        select b.place, b.owner, b.sku, b.lot, b.on_hand as units from stock_balance as b
        join tote as t on t.site = b.site and b.place = 'tote:' || t.tote
        where b.site = $1 and t.shipment is null and b.on_hand > 0),
      claimed as (
        select place, owner, sku, lot, sum(units) as units from (
          select 'tote:' || p.tote as place, l.owner, l.sku, l.lot, l.picked - l.sorted - l.back as units
            from pick_line as l join task_place as p using (site, task, place)
            where l.site = $1 and p.shipment is null and p.tote is not null and l.picked > l.sorted + l.back
          union all select from_place, owner, sku, lot, put_back.units from put_back
            join tote as t on t.site = put_back.site and from_place = 'tote:' || t.tote
            where put_back.site = $1 and put_back.state = 'open' and t.shipment is null) as entry group by 1, 2, 3, 4)
      select * from booked full join claimed using (place, owner, sku, lot) where coalesce(booked.units, 0) <> coalesce(claimed.units, 0)`,
  },
  {
    id: 'INV-7',
    says: 'no shipment ended with something owed',
    rows: "select count(*) from shipment where site = $1 and stage = 'ended'",
    mayBeEmpty: true,
    wrong: `select shipment, line_no from shipment_line join shipment using (site, shipment)
      where site = $1 and stage = 'ended' and requested <> cancelled + shorted + shipped`,
  },
  {
    id: 'INV-8',
    says: 'every closed parcel has one live label, and it is the one that the parcel names',
    rows: `select count(*) from ${liveParcels}`,
    mayBeEmpty: true,
    wrong: `
      select parcel, tracking, (select count(*) from parcel_label as l where l.site = p.site and l.parcel = p.parcel and l.state in ('live', 'used')) as live
      from (select * from ${liveParcels}) as p
      where (select array_agg(l.tracking) from parcel_label as l where l.site = p.site and l.parcel = p.parcel and l.state in ('live', 'used'))
        is distinct from array[p.tracking]`,
  },
  {
    id: 'INV-8',
    says: 'no tracking number and no SSCC stands on two parcels',
    rows: `select count(*) from ${liveParcels}`,
    mayBeEmpty: true,
    wrong: `
      select carrier, tracking, count(*) from parcel_label where site = $1 group by carrier, tracking having count(*) > 1
      union all select 'sscc', sscc, count(*) from parcel where site = $1 and sscc is not null group by sscc having count(*) > 1`,
  },
  {
    id: 'INV-8',
    says: 'a voided parcel keeps no live label',
    rows: 'select count(*) from parcel_label where site = $1',
    mayBeEmpty: true,
    wrong: `select parcel, parcel_label.tracking from parcel_label join parcel using (site, parcel)
      where site = $1 and parcel.state = 'voided' and parcel_label.state in ('live', 'used')`,
  },
  {
    id: 'INV-10',
    says: 'no label goes to a printer after it was voided',
    rows: 'select count(*) from print_job where site = $1',
    mayBeEmpty: true,
    wrong: `
      select job.print_job, job.parcel from print_job as job join journal as told on told.site = job.site
        and told.type = 'parcel.label_voided' and told.data->'delta'->>'parcel' = job.parcel::text
      where job.site = $1 and job.sending_at > told.at`,
  },
  {
    id: 'INV-12',
    says: 'everything that a command did belongs to one accepted command',
    rows: 'select count(*) from stock_movement where site = $1 and command_id is not null',
    mayBeEmpty: true,
    wrong: `
      select distinct e.command_id from (
        select command_id from stock_movement where site = $1 and command_id is not null
        union select command_id from journal where site = $1 and command_id is not null) as e
      left join command_log as c on c.site = $1 and c.command_id = e.command_id
      where c.command_id is null or c.is_refused`,
  },
  {
    id: 'INV-14',
    says: 'every print job came to an end that somebody knows, and a second copy says why',
    rows: 'select count(*) from print_job where site = $1',
    mayBeEmpty: true,
    wrong: `select print_job, state, is_reprint, reason from print_job
      where site = $1 and (state not in ('sent', 'confirmed', 'failed', 'expired') or (is_reprint and reason is null))`,
  },
  {
    id: 'INV-18',
    says: 'no task is held beyond its lease, and no cart or tote by work that has ended',
    rows: 'select (select count(*) from pick_task where site = $1) + (select count(*) from cart where site = $1) + (select count(*) from tote where site = $1)',
    wrong: `
      select 'task' as what, task::text as id from pick_task
        where site = $1 and state = 'claimed' and lease_until < (select max(at) from journal where site = $1) - interval '5 minutes'
      union all select 'cart', cart.cart from cart join pick_task using (site, task) where site = $1 and state in ('done', 'cancelled')
      union all select 'cubby', c.cubby from cubby as c join shipment as s using (site, shipment)
        where c.site = $1 and s.stage in ('packed', 'ended')
        and not exists (select from put_back as b where b.site = $1 and b.state = 'open' and b.from_place = 'cubby:' || c.cubby)
      union all select 'tote', tote.tote from tote join shipment using (site, shipment)
        where site = $1 and tote.state <> 'free' and stage = 'ended'
        and not exists (select from put_back as b where b.site = $1 and b.state = 'open' and b.from_place = 'tote:' || tote.tote)`,
  },
  {
    id: 'INV-24',
    says: 'nobody counts what they ordered a count of, or allows what they counted',
    rows: 'select count(*) from count_entry where site = $1',
    mayBeEmpty: true,
    wrong: `
      select e.count_request, e.operator from count_entry e join count_request c using (site, count_request)
      where e.site = $1 and e.operator = c.ordered_by
      union all
      select c.count_request, x.resolved_by from count_request c
        join exception x on x.site = c.site and x.kind = 'write_off' and (x.data ->> 'countRequest')::int = c.count_request
        join count_entry e on e.site = c.site and e.count_request = c.count_request and e.operator = x.resolved_by
      where c.site = $1 and x.resolution <> 'count again'`,
  },
  {
    id: 'INV-24',
    says: 'a place counted on the floor was settled by the ledger or by two people who found the same',
    rows: 'select count(distinct count_request) from count_entry where site = $1',
    mayBeEmpty: true,
    wrong: `
      select c.count_request, array_agg(e.surplus order by e.round) as found from count_request c
        join count_entry e using (site, count_request)
        join lateral (select * from count_entry l where l.site = c.site and l.count_request = c.count_request
          order by l.round desc limit 1) last on last.operator = c.counted_by and last.at = c.done_at
      where c.site = $1 and c.state = 'done' and last.surplus > 0
      group by c.count_request, last.surplus, last.round
      having count(*) filter (where e.surplus = last.surplus and e.round <> last.round) = 0`,
  },
  {
    id: 'INV-25',
    says: 'what went back, and what was found missing on the way, has left its line',
    rows: "select count(*) from put_back where site = $1 and state = 'done'",
    mayBeEmpty: true,
    wrong: `
      with back as (select shipment, line_no, sum(units) as units from put_back where site = $1 and state = 'done' group by 1, 2),
      line as (select shipment, line_no, put_back as units from shipment_line where site = $1 and put_back > 0)
      select * from back full join line using (shipment, line_no) where coalesce(back.units, 0) <> coalesce(line.units, 0)`,
  },
  {
    id: 'INV-25',
    says: 'a job that is over holds nothing, and what is in a job is in one',
    rows: 'select count(*) from job_part where site = $1',
    mayBeEmpty: true,
    wrong: `
      select p.job, p.kind, p.ref from job_part p join floor_job j using (site, job)
      where p.site = $1 and p.state = 'open' and j.state not in ('open', 'unreachable')`,
  },
  {
    id: 'INV-23',
    says: 'nothing that was sent is still unknown: prints and deliveries',
    rows: 'select (select count(*) from print_job where site = $1) + (select count(*) from hub_delivery where site = $1)',
    wrong: `
      select 'print' as what, print_job::text as id, state from print_job where site = $1 and state in ('queued', 'sending', 'unknown')
      union all select 'delivery', event_id, state from hub_delivery where site = $1 and state <> 'delivered'`,
  },
];

import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../../platform/db/tables.ts';

export interface ClaimedEvent {
  site: string;
  endpoint: string;
  hub: string;
  owner: string;
  url: string;
  secret: string;
  /** What is told in order: an order, or another partition of the feed. */
  partition: string;
  position: number;
  eventId: string;
  attempts: number;
  type: string;
  at: Date;
  orderId: string | null;
  data: Record<string, unknown>;
  station: string | null;
}

// Due rows looked at for each endpoint. Waiting events of one order share their next_at (see settleRuns), so an order
// that is on its way or waits for its next attempt takes no place here, however much it has waiting.
const windowRows = 128;

/**
 * Takes what is due: for each order and endpoint the first event that waits, and up to `runMax` in all with those
 * behind it. Their next_at moves to `leaseUntil`: should this process die, another finds them due then. The first is
 * locked, and skipped where another process holds it, so two never take one order.
 *
 * `held` orders are left alone; `room` tells how many more orders an endpoint may have on the way where that is not
 * `perEndpoint`.
 */
export async function claimDeliveries(
  db: Kysely<Tables>,
  wanted: Readonly<{
    now: Date;
    leaseUntil: Date;
    held: readonly { site: string; endpoint: string; partition: string }[];
    room: readonly { site: string; endpoint: string; room: number }[];
    perEndpoint: number;
    runMax: number;
    limit: number;
  }>,
): Promise<ClaimedEvent[]> {
  const { rows } = await sql<ClaimedEvent>`
    with held as (
      select * from unnest(
        ${wanted.held.map((at) => at.site)}::text[], ${wanted.held.map((at) => at.endpoint)}::text[],
        ${wanted.held.map((at) => at.partition)}::text[]
      ) as h (site, endpoint, partition)
    ),
    room as (
      select * from unnest(
        ${wanted.room.map((at) => at.site)}::text[], ${wanted.room.map((at) => at.endpoint)}::text[],
        ${wanted.room.map((at) => at.room)}::int[]
      ) as r (site, endpoint, room)
    ),
    firsts as materialized (
      select first.site, first.endpoint, first.order_id, first.position
      from hub_endpoint e
      left join room r on r.site = e.site and r.endpoint = e.endpoint
      cross join lateral (
        select due.* from (
          select d.site, d.endpoint, d.order_id, d.position, d.next_at from hub_delivery d
          where d.site = e.site and d.endpoint = e.endpoint and d.state = 'waiting' and d.next_at <= ${wanted.now}
          order by d.next_at, d.position limit ${windowRows}::int
        ) due
        where due.position = (
          select min(w.position) from hub_delivery w
          where w.site = due.site and w.endpoint = due.endpoint and w.order_id = due.order_id and w.state = 'waiting')
          and not exists (
            select from held h where h.site = due.site and h.endpoint = due.endpoint and h.partition = due.order_id)
        order by due.next_at, due.position
        limit coalesce(r.room, ${wanted.perEndpoint}::int)
      ) first
      where not e.is_disabled
      limit ${wanted.limit}::int
    ),
    locked as materialized (
      select d.site, d.endpoint, d.order_id, d.position from firsts f
      join hub_delivery d on d.site = f.site and d.endpoint = f.endpoint and d.position = f.position
      where d.state = 'waiting' and d.next_at <= ${wanted.now}
      for update of d skip locked
    ),
    leased as (
      update hub_delivery d set next_at = ${wanted.leaseUntil} from locked l
      where d.site = l.site and d.endpoint = l.endpoint and d.order_id = l.order_id and d.state = 'waiting'
      returning d.site, d.endpoint, d.order_id, d.position, d.event_id, d.attempts
    ),
    runs as (
      select leased.*, row_number() over (partition by site, endpoint, order_id order by position) as nth from leased
    )
    select run.site, run.endpoint, e.hub, e.owner, e.url, e.secret, run.order_id as partition, run.position,
      run.event_id, run.attempts, j.type, j.at, j.order_id, j.data, j.station
    from runs run
    join hub_endpoint e on e.site = run.site and e.endpoint = run.endpoint
    join journal j on j.site = run.site and j.position = run.position
    where run.nth <= ${wanted.runMax}::int
    order by run.position`.execute(db);
  return rows;
}

import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../../platform/db/tables.ts'

export interface ClaimedEvent {
  site: string
  endpoint: string
  hub: string
  owner: string
  url: string
  secret: string
  /** What is told in order: an order, or another partition of the feed. */
  partition: string
  position: number
  eventId: string
  attempts: number
  type: string
  at: Date
  orderId: string | null
  data: Record<string, unknown>
  station: string | null
}

/**
 * Takes the deliveries that are due: for each order and endpoint the first that waits, with up to `runMax` that wait behind it.
 * Only the first is leased (its next_at moves to `leaseUntil`): whoever else looks sees it waiting, so nothing behind it is a first.
 * Should this process die, the lease runs out and another takes the same events.
 *
 * `room` tells how many more orders an endpoint may have on the way where that is not `perEndpoint`.
 * Ordered by next_at so that the partial index on waiting rows is read, never the delivered past: with 200,000 delivered and
 * 6,000 waiting rows it takes 2 to 4 ms; with all 6,000 behind failed firsts 20 ms.
 */
export async function claimDeliveries (db: Kysely<Tables>, wanted: Readonly<{
  now: Date
  leaseUntil: Date
  room: readonly { site: string; endpoint: string; room: number }[]
  perEndpoint: number
  runMax: number
  limit: number
}>): Promise<ClaimedEvent[]> {
  const { rows } = await sql<ClaimedEvent>`
    with room as (
      select * from unnest(
        ${wanted.room.map((at) => at.site)}::text[], ${wanted.room.map((at) => at.endpoint)}::text[], ${wanted.room.map((at) => at.room)}::int[]
      ) as r (site, endpoint, room)
    ),
    firsts as (
      select first.site, first.endpoint, first.position
      from hub_endpoint e
      left join room r on r.site = e.site and r.endpoint = e.endpoint
      cross join lateral (
        select d.site, d.endpoint, d.position from hub_delivery d
        where d.site = e.site and d.endpoint = e.endpoint and d.state = 'waiting' and d.next_at <= ${wanted.now}
          and not exists (
            select from hub_delivery before
            where before.site = d.site and before.endpoint = d.endpoint and before.order_id = d.order_id
              and before.state = 'waiting' and before.position < d.position)
        order by d.next_at, d.position
        limit coalesce(r.room, ${wanted.perEndpoint}::int)
        for update skip locked
      ) first
      where not e.is_disabled
      limit ${wanted.limit}::int
    ),
    leased as (
      update hub_delivery d set next_at = ${wanted.leaseUntil} from firsts
      where d.site = firsts.site and d.endpoint = firsts.endpoint and d.position = firsts.position
      returning d.site, d.endpoint, d.order_id, d.position
    )
    select l.site, l.endpoint, e.hub, e.owner, e.url, e.secret, l.order_id as partition, run.position, run.event_id, run.attempts,
      j.type, j.at, j.order_id, j.data, j.station
    from leased l
    join hub_endpoint e on e.site = l.site and e.endpoint = l.endpoint
    cross join lateral (
      select d.position, d.event_id, d.attempts from hub_delivery d
      where d.site = l.site and d.endpoint = l.endpoint and d.order_id = l.order_id and d.state = 'waiting' and d.position >= l.position
      order by d.position limit ${wanted.runMax}::int
    ) run
    join journal j on j.site = l.site and j.position = run.position
    order by l.site, l.endpoint, l.order_id, run.position`.execute(db)
  return rows
}

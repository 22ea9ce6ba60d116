import { sql, type Kysely } from 'kysely';
import type { ExceptionKind, WallView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';

interface TroubleRow {
  exception: number;
  kind: ExceptionKind;
  at: Date;
  count: number;
  data: Record<string, unknown>;
}

/** How bad a kind of trouble is, worst first. */
const severities: Record<ExceptionKind, 'stop' | 'look'> = {
  failed_print: 'stop',
  holder_unreachable: 'stop',
  parked_walk: 'look',
  hub_dead_letter: 'look',
  question: 'look',
  unknown_print: 'look',
  pack_short: 'look',
  short: 'look',
  held: 'look',
  parked_order: 'look',
  count: 'look',
  surplus: 'look',
  on_hold: 'look',
  put_back: 'look',
  write_off: 'look',
  backorder: 'look',
};
const worstFirst = Object.keys(severities);

/**
 * Open exceptions by kind. Labels that a printer did not take stand with the failed ones, and events that a hub did not
 * take twice with the dead ones, though nobody has to decide about either yet: they have no exception's number.
 */
export async function readTrouble(db: Kysely<Tables>, site: string): Promise<WallView['trouble']> {
  const { rows } = await sql<TroubleRow>`
    with waiting as (
      select endpoint, count(*)::int as events, min(position) as position, max(attempts) as attempts
      from hub_delivery where site = ${site} and state = 'waiting' group by endpoint)
    select (array_agg(exception order by raised_at, exception))[1] as exception, kind, min(raised_at) as at,
      count(*)::int as count, (array_agg(data order by raised_at, exception))[1] as data
    from exception where site = ${site} and state = 'open' group by kind
    union all
    select 0, 'failed_print', min(created_at), count(*)::int, jsonb_build_object('printer', min(printer))
    from print_job where site = ${site} and state in ('queued', 'sending') and error is not null having count(*) > 0
    union all
    select 0, 'hub_dead_letter', min(j.at), sum(w.events)::int,
      jsonb_build_object('hub', min(e.hub), 'waiting', sum(w.events))
    from waiting w
    join hub_endpoint e on e.site = ${site} and e.endpoint = w.endpoint
    join journal j on j.site = ${site} and j.position = w.position
    where w.attempts > 1 having count(*) > 0`.execute(db);
  const kinds = new Map<ExceptionKind, TroubleRow>();
  for (const row of rows) kinds.set(row.kind, merge(kinds.get(row.kind), row));
  return [...kinds.values()]
    .sort((a, b) => worstFirst.indexOf(a.kind) - worstFirst.indexOf(b.kind))
    .map((row) => ({
      ...row,
      severity: severities[row.kind],
      at: row.at.toISOString(),
      data: forTheWall(row.data),
    }));
}

function merge(one: TroubleRow | undefined, other: TroubleRow): TroubleRow {
  if (one === undefined) return other;
  return { ...one, at: one.at < other.at ? one.at : other.at, count: one.count + other.count };
}

/** Goods and places. Never who reported it: everybody sees the wall. */
const wallFacts: readonly string[] = [
  'printer',
  'tracking',
  'station',
  'location',
  'zone',
  'aisle',
  'sku',
  'missing',
  'units',
  'cart',
  'hub',
  'waiting',
];

/** Of an order's number only the tail is shown: enough to find it at the desk. */
function forTheWall(data: Record<string, unknown>): Record<string, unknown> {
  const shown = Object.fromEntries(Object.entries(data).filter(([key]) => wallFacts.includes(key)));
  const order = data['orderNumber'] ?? data['orderId'];
  return typeof order === 'string' ? { ...shown, orderNumber: order.slice(-6) } : shown;
}

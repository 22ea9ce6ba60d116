import { sql } from 'kysely';
import { json, type Tx } from '../../platform/db/database.ts';
import type { Stamped } from '../../platform/journal/relay.ts';
import { partitionOf } from './hub-event.ts';

/** The hub and owner that an API key stands for. */
export interface Caller {
  site: string;
  hub: string;
  owner: string;
  apiKey: string;
}

/**
 * One row per event and endpoint that wants it; runs in the transaction that stamps the events. Behind an event that
 * was refused it waits for the same moment, so that only what can be sent is due.
 */
export async function owe(tx: Tx, rows: readonly Stamped[]): Promise<void> {
  const told = rows.filter((row) => row.hub !== null);
  if (told.length === 0) return;
  await sql`
    insert into hub_delivery (site, endpoint, position, order_id, event_id, state, attempts, next_at)
    select e.site, e.endpoint, event.position, event.partition, event.id, 'waiting', 0, coalesce((
      select case when w.attempts > 0 then w.next_at end from hub_delivery w
      where w.site = e.site and w.endpoint = e.endpoint and w.order_id = event.partition and w.state = 'waiting'
      order by w.position limit 1), ${tx.now})
    from unnest(
      ${told.map((row) => row.position)}::int[], ${told.map((row) => row.id)}::text[],
      ${told.map((row) => row.type)}::text[], ${told.map((row) => row.hub)}::text[],
      ${told.map((row) => row.owner)}::text[], ${told.map(partitionOf)}::text[]
    ) as event (position, id, type, hub, owner, partition)
    join hub_endpoint e on e.site = ${tx.site} and e.hub = event.hub and e.owner = event.owner
      and (cardinality(e.types) = 0 or event.type = any (e.types))
    on conflict do nothing`.execute(tx.db);
}

export interface DeliveryRef {
  site: string;
  endpoint: string;
  position: number;
}

export async function markDelivered(tx: Tx, refs: readonly DeliveryRef[]): Promise<void> {
  if (refs.length === 0) return;
  await sql`
    update hub_delivery d
    set state = 'delivered', attempts = d.attempts + 1, delivered_at = ${tx.now}, last_error = null
    from unnest(
      ${refs.map((ref) => ref.site)}::text[], ${refs.map((ref) => ref.endpoint)}::text[],
      ${refs.map((ref) => ref.position)}::int[]
    ) as done (site, endpoint, position)
    where d.site = done.site and d.endpoint = done.endpoint and d.position = done.position and d.state = 'waiting'`.execute(
    tx.db,
  );
}

/** Where an order stands at an endpoint after its run; `error`: why its event at `position` was refused, if it was. */
export interface RunEnd extends DeliveryRef {
  partition: string;
  nextAt: Date;
  error: string | null;
}

/** All that still waits of these orders waits for one moment, the first's next attempt: see claim-deliveries.ts. */
export async function settleRuns(tx: Tx, ends: readonly RunEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    update hub_delivery d set next_at = ended.next_at,
      attempts = d.attempts + case when ended.error is not null and d.position = ended.position then 1 else 0 end,
      last_error = case when d.position = ended.position then coalesce(ended.error, d.last_error) else d.last_error end
    from unnest(
      ${ends.map((end) => end.site)}::text[], ${ends.map((end) => end.endpoint)}::text[],
      ${ends.map((end) => end.partition)}::text[], ${ends.map((end) => end.position)}::int[],
      ${ends.map((end) => end.nextAt)}::timestamptz[], ${ends.map((end) => end.error)}::text[]
    ) as ended (site, endpoint, partition, position, next_at, error)
    where d.site = ended.site and d.endpoint = ended.endpoint and d.order_id = ended.partition and d.state = 'waiting'`.execute(
    tx.db,
  );
}

export async function markDead(tx: Tx, ref: DeliveryRef, error: string): Promise<void> {
  await tx.db
    .updateTable('hubDelivery')
    .set((eb) => ({ state: 'dead', attempts: eb('attempts', '+', 1), lastError: error }))
    .where('site', '=', ref.site)
    .where('endpoint', '=', ref.endpoint)
    .where('position', '=', ref.position)
    .where('state', '=', 'waiting')
    .execute();
}

/** Nobody is there any more: nothing is sent until a redrive. What is owed stays owed. */
export async function disableEndpoint(tx: Tx, ref: DeliveryRef): Promise<void> {
  await tx.db
    .updateTable('hubEndpoint')
    .set({ isDisabled: true })
    .where('site', '=', ref.site)
    .where('endpoint', '=', ref.endpoint)
    .execute();
}

/** False when the hub has told us this URL already. */
export async function insertEndpoint(
  tx: Tx,
  caller: Caller,
  row: { endpoint: string; url: string; types: string[]; secret: string },
): Promise<boolean> {
  // Two requests with one URL must not both pass the look.
  const who = `hub-endpoint ${caller.site} ${caller.hub} ${caller.owner}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${who}, 0))`.execute(tx.db);
  const there = await tx.db
    .selectFrom('hubEndpoint')
    .select('endpoint')
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('url', '=', row.url)
    .executeTakeFirst();
  if (there !== undefined) return false;
  await tx.db
    .insertInto('hubEndpoint')
    .values({
      site: caller.site,
      hub: caller.hub,
      owner: caller.owner,
      ...row,
      isDisabled: false,
      createdAt: tx.now,
    })
    .execute();
  return true;
}

export async function deleteEndpoint(tx: Tx, caller: Caller, endpoint: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('hubEndpoint')
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('endpoint', '=', endpoint)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await tx.db
    .deleteFrom('hubDelivery')
    .where('site', '=', caller.site)
    .where('endpoint', '=', endpoint)
    .execute();
  return true;
}

/** Dead letters, and what waits after a failure, are due now; the endpoint is switched on. Null: not the caller's. */
export async function redrive(
  tx: Tx,
  caller: Caller,
  endpoint: string,
  filter: { from?: number | undefined; to?: number | undefined; types?: readonly string[] | undefined },
): Promise<number | null> {
  const { numUpdatedRows: found } = await tx.db
    .updateTable('hubEndpoint')
    .set({ isDisabled: false })
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('endpoint', '=', endpoint)
    .executeTakeFirst();
  if (found === 0n) return null;
  const { numAffectedRows } = await sql`
    update hub_delivery d set state = 'waiting', attempts = 0, next_at = ${tx.now} from journal j
    where d.site = ${caller.site} and d.endpoint = ${endpoint}
      and (d.state = 'dead' or (d.state = 'waiting' and d.attempts > 0))
      and d.position between ${filter.from ?? 0} and ${filter.to ?? 2_147_483_647}
      and j.site = d.site and j.position = d.position
      and (${filter.types ?? null}::text[] is null or j.type = any (${filter.types ?? null}::text[]))`.execute(
    tx.db,
  );
  return Number(numAffectedRows ?? 0n);
}

export async function commitConsumer(tx: Tx, caller: Caller, name: string, committed: number): Promise<void> {
  await tx.db
    .insertInto('hubConsumer')
    .values({ site: caller.site, hub: caller.hub, owner: caller.owner, name, committed, at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['site', 'hub', 'owner', 'name']).doUpdateSet({ committed, at: tx.now }),
    )
    .execute();
}

export async function findConsumer(tx: Pick<Tx, 'db'>, caller: Caller, name: string) {
  return tx.db
    .selectFrom('hubConsumer')
    .select(['committed', 'at'])
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('name', '=', name)
    .executeTakeFirst();
}

export interface StoredAnswer {
  status: number;
  body: unknown;
}

/**
 * Takes the key for this transaction, or gives the answer that stands under it. A second request with the key waits
 * here until the first has committed (and hears its answer) or rolled back (and takes the key itself).
 */
export async function takeKey(
  tx: Tx,
  caller: Caller,
  key: string,
  fingerprint: string,
): Promise<(StoredAnswer & { fingerprint: string }) | null> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('hubIdempotency')
    .values({
      site: caller.site,
      hub: caller.hub,
      owner: caller.owner,
      idempotencyKey: key,
      fingerprint,
      status: 0,
      answer: json<unknown>(null),
      at: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['site', 'hub', 'owner', 'idempotencyKey']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return null;
  const row = await tx.db
    .selectFrom('hubIdempotency')
    .select(['fingerprint', 'status', 'answer'])
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('idempotencyKey', '=', key)
    .executeTakeFirstOrThrow();
  return { fingerprint: row.fingerprint, status: row.status, body: row.answer };
}

export async function storeAnswer(tx: Tx, caller: Caller, key: string, answer: StoredAnswer): Promise<void> {
  await tx.db
    .updateTable('hubIdempotency')
    .set({ status: answer.status, answer: json(answer.body) })
    .where('site', '=', caller.site)
    .where('hub', '=', caller.hub)
    .where('owner', '=', caller.owner)
    .where('idempotencyKey', '=', key)
    .execute();
}

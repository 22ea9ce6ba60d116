import type { PickMode } from '../../protocol/prompts.ts';
import { sql } from 'kysely';
import { addressFields, type Address, type OrderDocument, type ParkReason } from '../../protocol/hub.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { stageMoves, stages, type Stage } from './shipment.states.ts';
import type { Caller, LineDelta } from './orders.ts';

export async function intakeFacts(tx: Tx, owner: string, skus: string[]) {
  const known =
    skus.length === 0
      ? []
      : await tx.db
          .selectFrom('item')
          .select('sku')
          .where('site', '=', tx.site)
          .where('owner', '=', owner)
          .where('sku', 'in', skus)
          .execute();
  const services = await tx.db
    .selectFrom('carrierService')
    .select(['service', 'cutOff', 'weekdays', 'isDefault'])
    .where('site', '=', tx.site)
    .orderBy('service')
    .execute();
  const site = await tx.db
    .selectFrom('site')
    .select('timezone')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  return {
    knownSkus: new Set(known.map((row) => row.sku)),
    knownServices: new Set(services.map((row) => row.service)),
    services,
    timezone: site.timezone,
  };
}

export async function saveOrder(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
  hash: string,
  parked: ParkReason[] | null,
): Promise<void> {
  // Who gets it is kept in `consignee` alone, where it can be erased.
  const { shipTo: _shipTo, ...document } = doc;
  const row = {
    owner: caller.owner,
    orderNumber: doc.orderNumber ?? orderId,
    revision: doc.revision,
    hash,
    document: json(document),
    parked: parked === null ? null : json(parked),
    updatedAt: tx.now,
  };
  await tx.db
    .insertInto('hubOrder')
    .values({ site: tx.site, hub: caller.hub, orderId, ...row, shipment: null, receivedAt: tx.now })
    .onConflict((conflict) => conflict.columns(['site', 'hub', 'orderId']).doUpdateSet(row))
    .execute();
  await saveConsignee(tx, caller, orderId, doc);
}

export async function saveConsignee(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
): Promise<void> {
  const to = doc.shipTo;
  if (to === undefined || to === null) return;
  const row = {
    name: to.name ?? '',
    company: to.company ?? null,
    address1: to.address1 ?? '',
    address2: to.address2 ?? null,
    postcode: to.postcode ?? '',
    city: to.city ?? '',
    region: to.region ?? null,
    country: to.country ?? '',
    phone: to.phone ?? null,
    email: to.email ?? null,
    erasedAt: null,
  };
  await tx.db
    .insertInto('consignee')
    .values({ site: tx.site, hub: caller.hub, orderId, ...row })
    .onConflict((conflict) => conflict.columns(['site', 'hub', 'orderId']).doUpdateSet(row))
    .execute();
}

export async function createShipment(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
  plan: { service: string; cutOffAt: Date },
): Promise<void> {
  const shipment = await nextNumber(tx, 'shipment');
  await tx.db
    .insertInto('shipment')
    .values({
      site: tx.site,
      shipment,
      hub: caller.hub,
      orderId,
      owner: caller.owner,
      orderNumber: doc.orderNumber ?? orderId,
      stage: 'accepted',
      service: plan.service,
      priority: doc.priority ?? 0,
      mayShipPartial: (doc.packRules?.mayShipPartial ?? 'none') !== 'none',
      shipBy: doc.promise?.shipBy === undefined ? null : new Date(doc.promise.shipBy),
      cutOffAt: plan.cutOffAt,
      wave: null,
      pickMode: null,
      wall: null,
      acceptedAt: tx.now,
      releasedAt: null,
      pickStartedAt: null,
      pickedAt: null,
      packedAt: null,
      endedAt: null,
    })
    .execute();
  await tx.db
    .insertInto('shipmentLine')
    .values(
      doc.lines.map((line, at) => ({
        site: tx.site,
        shipment,
        lineNo: at + 1,
        lineId: line.lineId,
        owner: caller.owner,
        sku: line.sku,
        requested: line.quantity,
        shortReason: null,
      })),
    )
    .execute();
  await tx.db
    .updateTable('hubOrder')
    .set({ shipment })
    .where('site', '=', tx.site)
    .where('hub', '=', caller.hub)
    .where('orderId', '=', orderId)
    .execute();
}

export async function setService(tx: Tx, shipment: number, service: string, cutOffAt: Date): Promise<void> {
  await tx.db
    .updateTable('shipment')
    .set({ service, cutOffAt })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
}

export async function askMore(
  tx: Tx,
  shipment: number,
  more: readonly { lineId: string; sku: string; units: number }[],
) {
  const known = await lines(tx, shipment);
  const owner = known[0]?.owner;
  if (owner === undefined) throw new Error(`expected shipment ${shipment} to have lines`);
  let last = Math.max(...known.map((line) => line.lineNo));
  const asked = more.map((one) => {
    const lineNo = known.find((line) => line.lineId === one.lineId)?.lineNo ?? ++last;
    return { ...one, owner, lineNo };
  });
  if (asked.length === 0) return asked;
  await tx.db
    .insertInto('shipmentLine')
    .values(
      asked.map(({ lineNo, lineId, sku, units }) => ({
        site: tx.site,
        shipment,
        lineNo,
        lineId,
        owner,
        sku,
        requested: units,
        shortReason: null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'shipment', 'lineNo'])
        .doUpdateSet({ requested: sql`shipment_line.requested + excluded.requested` }),
    )
    .execute();
  return asked;
}

export async function lockOrder(tx: Tx, hub: string, orderId: string) {
  return tx.db
    .selectFrom('hubOrder')
    .selectAll()
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
}

export async function lockShipments(tx: Tx, shipments: number[]) {
  if (shipments.length === 0) return [];
  await tx.db
    .selectFrom('hubOrder')
    .select('orderId')
    .where('site', '=', tx.site)
    .where('shipment', 'in', shipments)
    .orderBy('hub')
    .orderBy('orderId')
    .forUpdate()
    .execute();
  return tx.db
    .selectFrom('shipment')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', 'in', shipments)
    .orderBy('shipment')
    .forUpdate()
    .execute();
}

export async function lockLines(tx: Tx, shipments: number[]) {
  if (shipments.length === 0) return [];
  return tx.db
    .selectFrom('shipmentLine')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', 'in', shipments)
    .orderBy('shipment')
    .orderBy('lineNo')
    .forUpdate()
    .execute();
}

export async function lines(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('shipmentLine')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('lineNo')
    .execute();
}

export async function addToLine(
  tx: Tx,
  shipment: number,
  lineNo: number,
  delta: LineDelta,
  shortReason?: string,
): Promise<void> {
  await tx.db
    .updateTable('shipmentLine')
    .set({
      cancelled: sql`cancelled + ${delta.cancelled ?? 0}`,
      shorted: sql`shorted + ${delta.shorted ?? 0}`,
      allocated: sql`allocated + ${delta.allocated ?? 0}`,
      picked: sql`picked + ${delta.picked ?? 0}`,
      putBack: sql`put_back + ${delta.putBack ?? 0}`,
      packed: sql`packed + ${delta.packed ?? 0}`,
      shipped: sql`shipped + ${delta.shipped ?? 0}`,
      returned: sql`returned + ${delta.returned ?? 0}`,
      ...(shortReason === undefined ? {} : { shortReason }),
    })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('lineNo', '=', lineNo)
    .execute();
}

const moments: Partial<Record<Stage, 'releasedAt' | 'pickStartedAt' | 'pickedAt' | 'packedAt' | 'endedAt'>> =
  {
    released: 'releasedAt',
    picking: 'pickStartedAt',
    picked: 'pickedAt',
    packed: 'packedAt',
    ended: 'endedAt',
  };

/** A stage is entered only from where `stageMoves` lets it be, or stays. */
export async function setStage(tx: Tx, shipment: number, stage: Stage): Promise<void> {
  const moment = moments[stage];
  const from = [stage, ...stages.filter((before) => stageMoves[before].includes(stage))];
  const moved = await tx.db
    .updateTable('shipment')
    // A shipment that more was asked of goes back to picking: its picking began when it began.
    .set({
      stage,
      ...(moment === undefined
        ? {}
        : { [moment]: moment === 'pickStartedAt' ? sql`coalesce(pick_started_at, ${tx.now})` : tx.now }),
    })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('stage', 'in', from)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n)
    throw new Error(`expected shipment ${shipment} to allow ${stage}, its stage does not`);
}

export async function setWave(
  tx: Tx,
  shipment: number,
  how: { wave: number; pickMode: PickMode; wall: string | null },
): Promise<void> {
  await tx.db
    .updateTable('shipment')
    .set(how)
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
}

export async function boundFor(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('shipment')
    .select(['wall', (eb) => eb.fn.countAll<string>().as('shipments')])
    .where('site', '=', tx.site)
    .where('wall', 'is not', null)
    .where('stage', 'in', ['released', 'picking', 'picked', 'packing'])
    .groupBy('wall')
    .execute();
  return new Map(rows.map((row) => [row.wall ?? '', Number(row.shipments)]));
}

export async function clearParked(tx: Tx, hub: string, orderId: string): Promise<void> {
  await tx.db
    .updateTable('hubOrder')
    .set({ parked: null })
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .execute();
}

export async function setBackordered(tx: Tx, shipment: number, isBackordered: boolean): Promise<void> {
  await tx.db
    .updateTable('shipment')
    .set({ isBackordered })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
}

export async function shipmentState(tx: Tx, shipment: number) {
  return (
    (await tx.db
      .selectFrom('shipment')
      .select(['hub', 'orderId', 'stage', 'isBackordered'])
      .where('site', '=', tx.site)
      .where('shipment', '=', shipment)
      .executeTakeFirst()) ?? null
  );
}

export async function bumpVersion(tx: Tx, hub: string, orderId: string) {
  return tx.db
    .updateTable('hubOrder')
    .set({ version: sql`version + 1`, updatedAt: tx.now })
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .returning(['owner', 'orderNumber', 'revision', 'version', 'shipment', 'parked'])
    .executeTakeFirstOrThrow();
}

export async function dropUnstarted(tx: Tx, shipment: number): Promise<void> {
  await tx.db
    .updateTable('hubOrder')
    .set({ shipment: null })
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
  await tx.db
    .deleteFrom('shipmentLine')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
  await tx.db
    .deleteFrom('shipment')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .where('stage', '=', 'accepted')
    .execute();
}

export async function saveHold(
  tx: Tx,
  hub: string,
  orderId: string,
  handle: string,
  reason: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('orderHold')
    .values({ site: tx.site, hub, orderId, handle, reason, at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteHold(tx: Tx, hub: string, orderId: string, handle: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('orderHold')
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .where('handle', '=', handle)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function holdsOf(tx: Tx, shipments: number[]): Promise<Map<number, string[]>> {
  if (shipments.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('orderHold')
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site', '=', 'orderHold.site')
        .onRef('shipment.hub', '=', 'orderHold.hub')
        .onRef('shipment.orderId', '=', 'orderHold.orderId'),
    )
    .select(['shipment.shipment', 'orderHold.reason'])
    .where('orderHold.site', '=', tx.site)
    .where('shipment.shipment', 'in', shipments)
    .execute();
  const holds = new Map<number, string[]>();
  for (const row of rows) holds.set(row.shipment, [...(holds.get(row.shipment) ?? []), row.reason]);
  return holds;
}

export async function orderDocument(tx: Tx, hub: string, orderId: string): Promise<OrderDocument | null> {
  const order = await tx.db
    .selectFrom('hubOrder')
    .select('document')
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .executeTakeFirst();
  if (order === undefined) return null;
  const to = await tx.db
    .selectFrom('consignee')
    .selectAll()
    .where('site', '=', tx.site)
    .where('hub', '=', hub)
    .where('orderId', '=', orderId)
    .executeTakeFirst();
  const shipTo: Partial<Address> | null =
    to === undefined
      ? null
      : Object.fromEntries(
          addressFields.flatMap((field) =>
            to[field] === null || to[field] === '' ? [] : [[field, to[field]]],
          ),
        );
  return { ...order.document, shipTo };
}

export async function parkedForSku(
  tx: Tx,
  owner: string,
  sku: string,
): Promise<{ hub: string; orderId: string }[]> {
  const { rows } = await sql<{ hub: string; orderId: string }>`
    select hub, order_id from hub_order where site = ${tx.site} and owner = ${owner} and parked is not null
      and parked @> ${JSON.stringify([{ code: 'UNKNOWN_SKU', detail: sku }])}::jsonb order by hub, order_id limit 200`.execute(
    tx.db,
  );
  return rows;
}

export async function lockReleasable(tx: Tx, limit: number, service: string | null) {
  const { rows } = await sql<{ shipment: number }>`
    select s.shipment from shipment s join hub_order o on o.site = s.site and o.shipment = s.shipment
    where s.site = ${tx.site} and s.stage = 'accepted' and (${service}::text is null or s.service = ${service})
      and not exists (select 1 from order_hold h where h.site = s.site and h.hub = s.hub and h.order_id = s.order_id)
    order by s.cut_off_at, s.priority desc, s.shipment limit ${limit} for update of o, s skip locked`.execute(
    tx.db,
  );
  const numbers = rows.map((row) => row.shipment);
  if (numbers.length === 0) return [];
  return tx.db
    .selectFrom('shipment')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', 'in', numbers)
    .orderBy('cutOffAt')
    .orderBy('priority', 'desc')
    .orderBy('shipment')
    .execute();
}

import { sql, type Kysely } from 'kysely';
import type { OrderState, ParkReason } from '../../protocol/hub.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { lineLedger, orderState } from './line-ledger.ts';

/** One order as its hub may see it: the ledger by line, and the parcels it became. Null for another hub's or owner's order. */
export async function orderForHub(
  db: Kysely<Tables>,
  site: string,
  hub: string,
  owner: string,
  orderId: string,
) {
  const found = await ordersForHub(db, site, hub, owner, { orderId, limit: 1 });
  return found[0] ?? null;
}

/** Orders of one hub and owner by id; `after` is the last id of the page before. */
export async function ordersForHub(
  db: Kysely<Tables>,
  site: string,
  hub: string,
  owner: string,
  filter: { orderId?: string; updatedAfter?: Date; state?: OrderState; after?: string; limit: number },
) {
  let query = db
    .selectFrom('hubOrder')
    .selectAll()
    .where('site', '=', site)
    .where('hub', '=', hub)
    .where('owner', '=', owner);
  if (filter.orderId !== undefined) query = query.where('orderId', '=', filter.orderId);
  if (filter.updatedAfter !== undefined) query = query.where('updatedAt', '>', filter.updatedAfter);
  if (filter.after !== undefined) query = query.where('orderId', '>', filter.after);
  // A state is derived, so a filter by it reads on until the page is full or the orders end.
  const orders = await query
    .orderBy('orderId')
    .limit(filter.state === undefined ? filter.limit : 5_000)
    .execute();
  const numbers = orders.flatMap((order) => (order.shipment === null ? [] : [order.shipment]));
  const shipments =
    numbers.length === 0
      ? []
      : await db
          .selectFrom('shipment')
          .selectAll()
          .where('site', '=', site)
          .where('shipment', 'in', numbers)
          .execute();
  const lines =
    numbers.length === 0
      ? []
      : await db
          .selectFrom('shipmentLine')
          .selectAll()
          .where('site', '=', site)
          .where('shipment', 'in', numbers)
          .orderBy('lineNo')
          .execute();
  const parcels =
    numbers.length === 0
      ? []
      : await db
          .selectFrom('parcel')
          .select(['parcel', 'shipment', 'tracking', 'carrier', 'service', 'state', 'weightGrams', 'sscc'])
          .where('site', '=', site)
          .where('shipment', 'in', numbers)
          .where('state', 'in', ['closed', 'staged', 'shipped', 'voided'])
          .orderBy('parcel')
          .execute();
  const contents =
    parcels.length === 0
      ? []
      : await db
          .selectFrom('parcelLine')
          .select(['parcel', 'lineNo', sql<number>`sum(units)::int`.as('units')])
          .where('site', '=', site)
          .where(
            'parcel',
            'in',
            parcels.map((parcel) => parcel.parcel),
          )
          .groupBy(['parcel', 'lineNo'])
          .execute();
  return orders
    .map((order) => {
      const shipment = shipments.find((row) => row.shipment === order.shipment) ?? null;
      const own = lines.filter((line) => line.shipment === order.shipment);
      const parked: ParkReason[] | null = order.parked;
      return {
        orderId: order.orderId,
        orderNumber: order.orderNumber,
        revision: order.revision,
        version: order.version,
        state: orderState(shipment, own, parked !== null),
        parked,
        lines: own.map(lineLedger),
        parcels: parcels
          .filter((parcel) => parcel.shipment === order.shipment)
          .map((parcel) => ({
            parcel: parcel.parcel,
            tracking: parcel.tracking,
            sscc: parcel.sscc,
            carrier: parcel.carrier,
            service: parcel.service,
            state: parcel.state,
            weightGrams: parcel.weightGrams,
            lines: contents
              .filter((line) => line.parcel === parcel.parcel)
              .map((line) => ({
                lineId: own.find((row) => row.lineNo === line.lineNo)?.lineId ?? '',
                units: line.units,
              })),
          })),
        updatedAt: order.updatedAt.toISOString(),
      };
    })
    .filter((order) => filter.state === undefined || order.state === filter.state)
    .slice(0, filter.limit);
}

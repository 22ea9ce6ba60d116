import type { CommandBody } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as packing from '../packing/packing.ts';

/** Hands every staged parcel of a carrier over: the commit point of shipping, in one transaction. */
export async function closeManifest(
  tx: Tx,
  body: CommandBody<'CloseManifest'>,
): Promise<Refused | { result: Record<string, unknown> }> {
  const parcels = await packing.lockStaged(tx, body.carrier);
  if (parcels.length === 0) return refuse('NOTHING_STAGED', { carrier: body.carrier });
  const manifest = await nextNumber(tx, 'manifest');
  await tx.db
    .insertInto('manifest')
    .values({
      site: tx.site,
      manifest,
      carrier: body.carrier,
      parcels: parcels.length,
      closedBy: tx.operator ?? null,
      closedAt: tx.now,
    })
    .execute();
  const shipments = await orders.lockShipments(tx, [...new Set(parcels.map((parcel) => parcel.shipment))]);
  for (const parcel of parcels) {
    const shipment = shipments.find((one) => one.shipment === parcel.shipment);
    if (shipment === undefined) throw new Error(`expected shipment ${parcel.shipment}`);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'parcel.manifested', {
      parcel: parcel.parcel,
      tracking: parcel.tracking,
      manifest,
    });
    const lines = await packing.shipParcel(tx, parcel.parcel, manifest);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'parcel.shipped', {
      parcel: parcel.parcel,
      tracking: parcel.tracking,
      carrier: parcel.carrier,
      service: parcel.service,
      lines,
    });
  }
  for (const shipment of shipments) await orders.endIfDone(tx, shipment.shipment);
  await append(tx, [
    {
      type: 'ManifestClosed',
      topics: ['desk', 'wall'],
      data: { manifest, carrier: body.carrier, parcels: parcels.length },
    },
  ]);
  return { result: { manifest, parcels: parcels.length } };
}

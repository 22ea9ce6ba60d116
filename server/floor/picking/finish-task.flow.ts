import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { passOn } from './pass-on.flow.ts';
import * as store from './picking.store.ts';

/** Leaves the totes at the drop place, frees the cart, and moves on every shipment that has all its totes there. */
export async function finishTask(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
): Promise<void> {
  const bound = facts.full.places.flatMap((place) => (place.tote === null ? [] : [place.tote]));
  const contents = await stock.lockContents(
    tx,
    bound.map((tote) => stock.place.tote(tote)),
  );
  // The last tote goes on to the next zone, whatever is in it.
  const passing = (await store.follower(tx, task)) === null ? null : (bound.at(-1) ?? null);
  const empty = bound.filter(
    (tote) => tote !== passing && !contents.some((row) => row.place === stock.place.tote(tote)),
  );
  await store.dropPlaces(tx, task, empty);
  await store.freeCart(tx, task);
  await passOn(tx, task, passing);
  const shipments = await orders.lockShipments(tx, await store.shipmentsOf(tx, task));
  await settlePicked(
    tx,
    shipments.map((shipment) => shipment.shipment),
  );
}

/** A shipment of which nothing is left to bring is picked; one that has nothing in any tote either has ended. */
export async function settlePicked(tx: Tx, shipments: number[]): Promise<void> {
  const whole = await store.fullyDropped(tx, shipments);
  for (const shipment of await orders.lockShipments(tx, shipments)) {
    if (!whole.has(shipment.shipment) || (shipment.stage !== 'picking' && shipment.stage !== 'released'))
      continue;
    const lines = await orders.lockLines(tx, [shipment.shipment]);
    const toPack = lines.reduce((sum, line) => sum + line.picked - line.putBack - line.packed, 0);
    if (toPack > 0) await orders.setStage(tx, shipment.shipment, 'picked');
    await orders.endIfDone(tx, shipment.shipment);
  }
  await store.freeEmptyCubbies(tx, shipments);
  await append(tx, [{ type: 'BenchChanged', topics: ['desk', 'wall', 'benches'], data: { shipments } }]);
}

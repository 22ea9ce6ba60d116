import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import * as carts from './carts.store.ts';
import * as cubbies from './cubbies.store.ts';
import { passOn } from './pass-on.flow.ts';
import * as passing from './passing.store.ts';
import * as pickLines from './pick-lines.store.ts';
import type * as store from './picking.store.ts';
import * as totes from './totes.store.ts';

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
  const handedOn = (await passing.follower(tx, task)) === null ? null : (bound.at(-1) ?? null);
  const empty = bound.filter(
    (tote) => tote !== handedOn && !contents.some((row) => row.place === stock.place.tote(tote)),
  );
  await totes.dropPlaces(tx, task, empty);
  await carts.freeCart(tx, task);
  await passOn(tx, task, handedOn);
  const shipments = await orders.lockShipments(tx, await pickLines.shipmentsOf(tx, task));
  await settlePicked(
    tx,
    shipments.map((shipment) => shipment.shipment),
  );
}

/** A shipment of which nothing is left to bring is picked; one that has nothing in any tote either has ended. */
export async function settlePicked(tx: Tx, shipments: number[]): Promise<void> {
  const whole = await pickLines.fullyDropped(tx, shipments);
  for (const shipment of await orders.lockShipments(tx, shipments)) {
    if (!whole.has(shipment.shipment) || (shipment.stage !== 'picking' && shipment.stage !== 'released'))
      continue;
    const lines = await orders.lockLines(tx, [shipment.shipment]);
    const toPack = lines.reduce((sum, line) => sum + line.picked - line.putBack - line.packed, 0);
    if (toPack > 0) await orders.setStage(tx, shipment.shipment, 'picked');
    await orders.endIfDone(tx, shipment.shipment);
  }
  await cubbies.freeEmptyCubbies(tx, shipments);
  await append(tx, [{ type: 'BenchChanged', topics: ['desk', 'wall', 'benches'], data: { shipments } }]);
}

import { createHash } from 'node:crypto';
import type { HubEventType } from '../../protocol/events.ts';
import type { PickMode } from '../../protocol/prompts.ts';
import type { OrderDocument, ParkReason } from '../../protocol/hub.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nextCutOff } from '../departures/cut-off.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import { checkOrder } from './check-order.ts';
import { lineLedger, orderState, remaining } from './line-ledger.ts';
import type { Stage } from './shipment.states.ts';
import * as store from './orders.store.ts';

/** Who sends: the hub that the API key names, for one owner. */
export interface Caller {
  hub: string;
  owner: string;
}

export { isAddressUsable } from './check-order.ts';
export { orderState, remaining } from './line-ledger.ts';

export type LineDelta = Partial<
  Record<
    'cancelled' | 'shorted' | 'allocated' | 'picked' | 'putBack' | 'packed' | 'shipped' | 'returned',
    number
  >
>;

/** The content of an order for comparing revisions: independent of key order. */
export function documentHash(doc: OrderDocument): string {
  return createHash('sha256').update(stable(doc)).digest('base64');
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${stable(v)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

const parkRef = (hub: string, orderId: string) => `${hub}/${orderId}`;

/**
 * Stores the order at this revision and either accepts it (a shipment in stage accepted) or parks it with every reason.
 * The hub_order row must be locked, or absent.
 */
export async function accept(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
): Promise<ParkReason[]> {
  const skus = [...new Set(doc.lines.map((line) => line.sku))];
  const facts = await store.intakeFacts(tx, caller.owner, skus);
  const reasons = checkOrder(facts, doc);
  await store.saveOrder(tx, caller, orderId, doc, documentHash(doc), reasons.length > 0 ? reasons : null);
  if (reasons.length > 0) {
    await tell(tx, caller.hub, orderId, 'order.parked', { reasons });
    await raise(tx, {
      kind: 'parked_order',
      ref: parkRef(caller.hub, orderId),
      owner: caller.owner,
      data: { hub: caller.hub, orderId, reasons },
    });
    return reasons;
  }
  const service =
    facts.services.find((row) => row.service === doc.service) ??
    facts.services.find((row) => row.isDefault) ??
    facts.services[0];
  if (service === undefined) throw new Error('a site needs at least one carrier service');
  await store.createShipment(tx, caller, orderId, doc, {
    service: service.service,
    cutOffAt: nextCutOff(service, facts.timezone, tx.now),
  });
  await tell(tx, caller.hub, orderId, 'order.accepted', {});
  await resolve(tx, 'parked_order', parkRef(caller.hub, orderId), 'accepted');
  return [];
}

/** The order's row, locked: first of all locks (db/lock-order.ts). */
export async function lockOrder(tx: Tx, hub: string, orderId: string) {
  return store.lockOrder(tx, hub, orderId);
}

/** Locks the orders behind these shipments and returns the shipments, by number. */
export async function lockShipments(tx: Tx, shipments: number[]) {
  return store.lockShipments(tx, shipments);
}

/** The lines of shipments, locked, by shipment and line. */
export async function lockLines(tx: Tx, shipments: number[]) {
  return store.lockLines(tx, shipments);
}

/** Adds to a line's quantities in SQL; the table's constraint is the last guard of the ledger. */
export async function addToLine(
  tx: Tx,
  shipment: number,
  lineNo: number,
  delta: LineDelta,
  shortReason?: string,
): Promise<void> {
  await store.addToLine(tx, shipment, lineNo, delta, shortReason);
}

/** Moves a shipment on and stamps the moment that belongs to the stage. */
export async function setStage(tx: Tx, shipment: number, stage: Stage): Promise<void> {
  await store.setStage(tx, shipment, stage);
  await append(tx, [
    { type: 'OrderChanged', topics: ['desk', 'wall', 'sorting'], data: { shipment, stage } },
  ]);
}

/** A shipment joins a wave: its work is on the floor now. */
export async function setReleased(
  tx: Tx,
  shipment: number,
  how: { wave: number; pickMode: PickMode; wall: string | null },
): Promise<void> {
  await store.setWave(tx, shipment, how);
  await setStage(tx, shipment, 'released');
}

/** Shipments whose goods meet, or will meet, at each put wall. */
export async function boundFor(tx: Tx): Promise<Map<string, number>> {
  return store.boundFor(tx);
}

/** A parked order that its hub cancelled waits for nothing any more. */
export async function clearParked(tx: Tx, hub: string, orderId: string): Promise<void> {
  await store.clearParked(tx, hub, orderId);
}

export async function setBackordered(tx: Tx, shipment: number, isBackordered: boolean): Promise<void> {
  await store.setBackordered(tx, shipment, isBackordered);
}

/**
 * Tells the hub one fact about an order: its version grows by one, and the event carries the whole ledger as it is now beside
 * the delta, so that any later event repairs a lost one.
 */
export async function tell(
  tx: Tx,
  hub: string,
  orderId: string,
  type: HubEventType,
  delta: Record<string, unknown>,
): Promise<void> {
  const order = await store.bumpVersion(tx, hub, orderId);
  const shipment = order.shipment === null ? null : await store.shipmentState(tx, order.shipment);
  const lines = order.shipment === null ? [] : await store.lines(tx, order.shipment);
  await append(tx, [
    {
      type,
      topics: ['desk', 'wall'],
      hub: { hub, owner: order.owner, orderId },
      data: {
        order: {
          orderId,
          orderNumber: order.orderNumber,
          revision: order.revision,
          version: order.version,
          state: orderState(shipment, lines, order.parked !== null),
          lines: lines.map(lineLedger),
        },
        delta,
        actor: { station: tx.station ?? null },
      },
    },
  ]);
}

/** Ends a shipment whose lines have nothing remaining, and tells the hub how. Returns true when it ended now. */
export async function endIfDone(tx: Tx, shipment: number): Promise<boolean> {
  const state = await store.shipmentState(tx, shipment);
  if (state === null || state.stage === 'ended') return false;
  const lines = await store.lines(tx, shipment);
  if (lines.some((line) => remaining(line) > 0)) return false;
  await store.setStage(tx, shipment, 'ended');
  const complete = lines.every((line) => line.shipped === line.requested - line.cancelled);
  const allCancelled = lines.every((line) => line.cancelled === line.requested);
  // A wholly cancelled order has heard its end already: order.cancel_accepted.
  if (!allCancelled)
    await tell(tx, state.hub, state.orderId, complete ? 'order.completed' : 'order.closed_incomplete', {});
  await append(tx, [{ type: 'OrderChanged', topics: ['desk', 'wall'], data: { shipment, stage: 'ended' } }]);
  return true;
}

/** Replaces the consignee's address; allowed until the label is bought (the caller checks). */
export async function saveConsignee(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
): Promise<void> {
  await store.saveConsignee(tx, caller, orderId, doc);
}

/** What the site knows of the items and services that a document names. */
export async function intakeFacts(tx: Tx, owner: string, doc: OrderDocument) {
  return store.intakeFacts(tx, owner, [...new Set(doc.lines.map((line) => line.sku))]);
}

/** The shipment leaves with another service, at its next cut-off. The service must be one of the site's. */
export async function changeService(
  tx: Tx,
  shipment: number,
  service: string,
  facts: Awaited<ReturnType<typeof intakeFacts>>,
): Promise<void> {
  const known = facts.services.find((row) => row.service === service);
  if (known === undefined) throw new Error(`expected a service of the site, got ${service}`);
  await store.setService(tx, shipment, service, nextCutOff(known, facts.timezone, tx.now));
}

/** More is asked of a shipment: by line number, which is new for a line that the shipment did not have. */
export async function askMore(
  tx: Tx,
  shipment: number,
  more: readonly { lineId: string; sku: string; units: number }[],
): Promise<{ lineNo: number; lineId: string; owner: string; sku: string; units: number }[]> {
  return store.askMore(tx, shipment, more);
}

/** Notes a revision that the floor took in without a new shipment. */
export async function saveRevision(
  tx: Tx,
  caller: Caller,
  orderId: string,
  doc: OrderDocument,
): Promise<void> {
  await store.saveOrder(tx, caller, orderId, doc, documentHash(doc), null);
}

/** Drops a shipment that the floor has not begun, so that a new revision can take its place. */
export async function dropUnstarted(tx: Tx, shipment: number): Promise<void> {
  await store.dropUnstarted(tx, shipment);
}

export async function saveHold(
  tx: Tx,
  hub: string,
  orderId: string,
  handle: string,
  reason: string,
): Promise<boolean> {
  return store.saveHold(tx, hub, orderId, handle, reason);
}

export async function deleteHold(tx: Tx, hub: string, orderId: string, handle: string): Promise<boolean> {
  return store.deleteHold(tx, hub, orderId, handle);
}

/** Reasons why these shipments are stopped, by shipment; a shipment without a hold is not in the map. */
export async function holdsOf(tx: Tx, shipments: number[]): Promise<Map<number, string[]>> {
  return store.holdsOf(tx, shipments);
}

/** The document as last decided, with the address joined back in (null when it was erased). */
export async function orderDocument(tx: Tx, hub: string, orderId: string): Promise<OrderDocument | null> {
  return store.orderDocument(tx, hub, orderId);
}

/** Parked orders that wait for this SKU. */
export async function parkedForSku(
  tx: Tx,
  owner: string,
  sku: string,
): Promise<{ hub: string; orderId: string }[]> {
  return store.parkedForSku(tx, owner, sku);
}

/** Shipments that may be released now: accepted, not held, earliest cut-off first; orders locked, others' locks skipped. */
export async function lockReleasable(tx: Tx, limit: number, service: string | null) {
  return store.lockReleasable(tx, limit, service);
}

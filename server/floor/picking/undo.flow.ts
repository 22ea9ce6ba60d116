import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { renewLease, type Picker } from './give-work.flow.ts';
import * as carts from './carts.store.ts';
import * as pickLines from './pick-lines.store.ts';
import * as store from './picking.store.ts';
import * as totes from './totes.store.ts';
import { undoScan, type PutPart } from './undo-scan.ts';

/** The picker's last scan never happened: a put goes from the tote back into the hand. */
export async function undo(tx: Tx, picker: Picker): Promise<Refused | Record<string, never>> {
  const peek = await store.peekTask(tx, picker.operator);
  if (peek === undefined) return refuse('PICK_NO_TASK');
  const last = peek.lastScan?.did;
  if (last?.kind === 'put') {
    // A put changed an order's ledger: the order is locked before the task (db/lock-order.ts).
    await orders.lockShipments(
      tx,
      await pickLines.shipmentsOfLines(
        tx,
        peek.task,
        last.parts.map((part) => part.line),
      ),
    );
  }
  const facts = await store.lockFacts(tx, peek.task);
  const outcome = undoScan(facts, facts.row.lastScan);
  if (isRefused(outcome)) return outcome;
  const { did, before } = outcome;
  if (did.kind === 'cart') await carts.freeCart(tx, peek.task);
  if (did.kind === 'tote') await totes.unbindTote(tx, peek.task, did.place, did.tote);
  if (did.kind === 'serial')
    await stock.moveSerials(tx, did, [did.serial], stock.place.hand(peek.task), {
      place: stock.place.location(did.location),
    });
  if (did.kind === 'put') for (const part of did.parts) await takeOut(tx, peek.task, facts, part, did.tote);
  await store.changeTask(tx, peek.task, { ...before, ...(did.kind === 'cart' ? { cart: null } : {}) });
  await store.forgetScan(tx, peek.task);
  await renewLease(tx, peek.task);
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${picker.operator}`, 'desk', 'wall'],
      data: { task: peek.task, step: 'undone' },
    },
  ]);
  return {};
}

async function takeOut(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  did: PutPart,
  tote: string,
): Promise<void> {
  const line = facts.full.lines.find((one) => one.line === did.line);
  if (line === undefined) throw new Error(`expected line ${did.line} of task ${task}`);
  const { owner, sku, lot, location, shipment, lineNo } = line;
  await pickLines.addToPickLine(tx, task, line.line, { picked: -did.units });
  await allocation.consume(tx, line.allocation, -did.units);
  await stock.post(tx, [
    {
      kind: 'unpick',
      owner,
      sku,
      lot,
      units: did.units,
      shipment,
      lineNo,
      from: { place: stock.place.tote(tote), status: 'available' },
      to: { place: stock.place.location(location), status: 'available' },
    },
  ]);
  await stock.moveSerials(tx, line, did.serials, stock.place.tote(tote), {
    place: stock.place.hand(task),
    shipment: null,
    lineNo: null,
  });
  await stock.promise(tx, [{ owner, sku, lot, location, units: did.units }]);
  await orders.addToLine(tx, shipment, lineNo, { picked: -did.units });
  const [order] = await orders.lockShipments(tx, [shipment]);
  if (order === undefined) throw new Error(`expected shipment ${shipment}`);
  await orders.tell(tx, order.hub, order.orderId, 'order.picked', {
    lineNo,
    units: -did.units,
    ...(did.serials.length > 0 ? { serials: did.serials } : {}),
    undone: true,
  });
}

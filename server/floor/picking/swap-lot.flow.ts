import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import * as orders from '../orders/orders.ts';
import { askedLines, type AskedLine } from './next-pick.ts';
import { toTake } from './sum-lines.ts';
import * as pickLines from './pick-lines.store.ts';
import type * as store from './picking.store.ts';

/**
 * What is still to be taken of a line is taken in another lot from the same place: promises and lines move together. Orders and
 * the lots must be locked, and enough of the other lot be free. Returns the number by which the line is asked from now on.
 */
export async function swapLot(
  tx: Tx,
  task: store.Task,
  asked: Readonly<AskedLine>,
  lot: string,
): Promise<number> {
  const lines = await pickLines.lines(tx, task.task);
  const open = lines.filter(
    (line) =>
      line.state === 'open' && asked.parts.some((part) => part.line === line.line) && toTake(line) > 0,
  );
  const goesOn = await pickLines.moveRest(
    tx,
    task.task,
    open.map((line) => ({
      line: line.line,
      units: toTake(line),
      isWhole: line.picked + line.shorted + line.cancelled === 0,
    })),
    { task: task.task, place: asked.place },
  );
  for (const line of open) {
    const fresh = await allocation.swapLot(tx, line.allocation, toTake(line), lot);
    await pickLines.setLot(tx, task.task, goesOn.get(line.line) ?? line.line, { lot, allocation: fresh });
    const [shipment] = await orders.lockShipments(tx, [line.shipment]);
    if (shipment === undefined) throw new Error(`expected shipment ${line.shipment}`);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.allocated', {
      lineNo: line.lineNo,
      units: 0,
      swapped: { units: toTake(line), from: line.lot, to: lot },
    });
  }
  await append(tx, [
    {
      type: 'LotSwapped',
      topics: ['desk'],
      data: { task: task.task, location: asked.location, sku: asked.sku, from: asked.lot, to: lot },
    },
  ]);
  const moved = new Set(open.map((line) => goesOn.get(line.line)));
  const now = askedLines({ task, lines: await pickLines.lines(tx, task.task) }).find((line) =>
    line.parts.some((part) => moved.has(part.line)),
  );
  if (now === undefined) throw new Error(`expected line ${asked.line} of task ${task.task} in lot ${lot}`);
  return now.line;
}

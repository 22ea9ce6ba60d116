import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import { handBack, lineInHand } from './in-hand.ts';
import { leaveChain } from './pass-on.flow.ts';
import * as pickLines from './pick-lines.store.ts';
import type { HandBack } from '../../protocol/prompts.ts';
import * as store from './picking.store.ts';
import { answerIn } from './questions.flow.ts';
import * as totes from './totes.store.ts';

/**
 * Takes up to `units` of a line off the walks that have not brought them yet. Orders must be locked. Promises are let go, and the
 * picker on the way is told before the next scan. Returns how many units were taken off.
 */
export async function cancelUnpicked(
  tx: Tx,
  shipment: number,
  lineNo: number,
  units: number,
): Promise<number> {
  let left = units;
  for (const row of (await pickLines.linesOfShipment(tx, shipment)).filter(
    (line) => line.lineNo === lineNo && line.state === 'open',
  )) {
    if (left === 0) break;
    const task = await store.lockTask(tx, row.task);
    const current = (await pickLines.lines(tx, row.task)).find((line) => line.line === row.line);
    if (current === undefined || current.state !== 'open') continue;
    const open = Math.min(left, current.requested - current.picked - current.shorted - current.cancelled);
    if (open <= 0) continue;
    left -= open;
    await pickLines.addToPickLine(tx, row.task, row.line, { cancelled: open });
    await allocation.free(tx, row.allocation, open);
    const facts = { task, lines: await pickLines.lines(tx, row.task) };
    const isAtHand = lineInHand(facts)?.parts.some((part) => part.line === row.line) === true;
    if (isAtHand) await store.changeTask(tx, row.task, { inHandLine: null, counted: 0 });
    await store.leaveIfDone(tx, row.task);
    await tellPicker(tx, task, shipment, isAtHand ? handBack(facts) : []);
  }
  return units - left;
}

/** Tells the picker of a running task that a shipment on the cart changed underneath, and closes a task that nobody began. */
async function tellPicker(
  tx: Tx,
  task: store.Task,
  shipment: number,
  hand: readonly HandBack[],
): Promise<void> {
  if (task.state === 'planned' || task.state === 'waiting') {
    const lines = await pickLines.lines(tx, task.task);
    if (lines.every((line) => line.state !== 'open')) {
      await totes.dropPlaces(tx, task.task, []);
      await store.changeTask(tx, task.task, { state: 'cancelled', doneAt: tx.now });
      await leaveChain(tx, task);
    }
    return;
  }
  const fresh = await store.readTask(tx, task.task);
  const before = fresh.notice?.kind === 'cancelled' ? fresh.notice : { shipments: [], hand: [] };
  // What was put may be on its way back already.
  await store.forgetScan(tx, task.task);
  const answer = answerIn(fresh.notice);
  await store.setNotice(tx, task.task, {
    kind: 'cancelled',
    shipments: [...new Set([...before.shipments, shipment])],
    hand: [...(before.hand ?? []), ...hand],
    ...(answer === null ? {} : { then: answer }),
  });
  await append(tx, [
    {
      type: 'TaskChanged',
      // A parked walk tells whoever takes it over.
      topics: [...(task.operator === null ? [] : [`operator:${task.operator}` as const]), 'desk'],
      data: { task: task.task, step: 'cancelled' },
    },
  ]);
}

/** Picked goods of these lines that still ride on carts are not wanted any more: tell their pickers. */
export async function tellPickersOf(tx: Tx, shipment: number, lineNos: readonly number[]): Promise<void> {
  const lines = (await pickLines.linesOfShipment(tx, shipment)).filter(
    (line) => lineNos.includes(line.lineNo) && line.picked > 0,
  );
  const tasks = [...new Set(lines.map((line) => line.task))];
  for (const number of tasks) {
    const task = await store.lockTask(tx, number);
    if (['claimed', 'picking', 'unreachable', 'parked'].includes(task.state))
      await tellPicker(tx, task, shipment, []);
  }
}

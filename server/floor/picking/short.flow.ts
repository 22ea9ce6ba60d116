import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as allocation from '../allocation/allocation.ts';
import { attachPhoto } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as stock from '../stock/stock.ts';
import { renewLease, type Picker } from './give-work.flow.ts';
import * as pickLines from './pick-lines.store.ts';
import type { ShortReport } from './picking.entities.ts';
import * as store from './picking.store.ts';
import { askToShort } from './questions.flow.ts';
import { countedOf, reportShort, type Shorted } from './report-short.ts';
import { waitOrGoWithout } from './short-holds.flow.ts';
import { spreadGap } from './sum-lines.ts';

type Outcome = Refused | { result?: Record<string, unknown> };

/** The picker reports that goods are missing or broken; where the scan policy says so, a lead is asked first (PK28). */
export async function short(tx: Tx, body: CommandBody<'ReportShort'>, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  await orders.lockShipments(tx, await pickLines.shipmentsOf(tx, own));
  const facts = await store.lockFacts(tx, own);
  const outcome = reportShort(facts, body);
  if (isRefused(outcome)) return outcome;
  if (body.photo !== undefined) {
    const { owner, sku, location } = outcome.line;
    const isOurs = await attachPhoto(tx, body.photo, picker.operator, { owner, sku, location });
    if (!isOurs) return refuse('PHOTO_UNKNOWN');
  }
  const { line } = outcome;
  if (facts.policyOf(line).short === 'lead')
    return askToShort(tx, own, picker, line, { line: line.line, counted: countedOf(facts, line), ...body });
  return goWithout(tx, own, facts, outcome, body.reason, picker);
}

/** A lead's yes is about the line and the goods in the hand as they were then; where the picker has gone on it is read and no more. */
export async function goWithoutAsAgreed(
  tx: Tx,
  own: number,
  report: ShortReport,
  picker: Picker,
): Promise<void> {
  const facts = await store.lockFacts(tx, own);
  const outcome = reportShort(facts, report);
  if (isRefused(outcome) || outcome.line.line !== report.line) return;
  if (countedOf(facts, outcome.line) !== report.counted) return;
  await goWithout(tx, own, facts, outcome, report.reason, picker);
}

/** What is missing goes to missing, and comes from another place where there is one. */
async function goWithout(
  tx: Tx,
  own: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  outcome: Shorted,
  reason: CommandBody<'ReportShort'>['reason'],
  picker: Picker,
): Promise<Outcome> {
  await renewLease(tx, own);
  // Taking back the scan before it would leave the report standing.
  await store.forgetScan(tx, own);
  await store.changeTask(
    tx,
    own,
    outcome.inHand > 0
      ? {
          inHandLine: outcome.line.line,
          counted: outcome.inHand,
          atLocation: outcome.line.location,
          hasLeft: false,
        }
      : { inHandLine: null, counted: 0 },
  );
  const found: allocation.Allocated[] = [];
  let held = 0;
  for (const gap of spreadGap(outcome.line.parts, outcome.gap)) {
    const one = await shortLine(tx, own, facts, gap, reason);
    found.push(...one.found);
    if (one.heldUntil !== null) held += gap.units - sumOf(one.found);
  }
  await store.leaveIfDone(tx, own);
  const covered = sumOf(found);
  await append(tx, [
    {
      type: 'LineShorted',
      topics: ['wall', 'desk', `operator:${picker.operator}`],
      data: { task: own, line: outcome.line.line, gap: outcome.gap, covered, held },
    },
  ]);
  return {
    result: {
      gap: outcome.gap,
      elsewhere: found.map((part) => ({ location: part.location, units: part.units })),
      held,
      shorted: outcome.gap - covered - held,
    },
  };
}

const sumOf = (parts: readonly { units: number }[]) => parts.reduce((sum, part) => sum + part.units, 0);

/** One order's line goes without `units` here: from another place on the same walk where there is one, else it waits or is short. */
async function shortLine(
  tx: Tx,
  task: number,
  facts: Awaited<ReturnType<typeof store.lockFacts>>,
  gap: { line: number; units: number },
  reason: CommandBody<'ReportShort'>['reason'],
): Promise<{ found: allocation.Allocated[]; heldUntil: Date | null }> {
  const line = facts.full.lines.find((one) => one.line === gap.line);
  if (line === undefined) throw new Error('expected the short line among its task');
  await pickLines.addToPickLine(tx, task, line.line, { shorted: gap.units });
  await allocation.lose(tx, line.allocation, gap.units);
  await stock.reportGap(tx, {
    owner: line.owner,
    sku: line.sku,
    lot: line.lot,
    location: line.location,
    units: gap.units,
    shipment: line.shipment,
    lineNo: line.lineNo,
    reason,
  });
  const found = await allocation.allocate(tx, [
    { shipment: line.shipment, lineNo: line.lineNo, owner: line.owner, sku: line.sku, units: gap.units },
  ]);
  if (found.length > 0) {
    const last = Math.max(...facts.lines.map((one) => one.sequence));
    await pickLines.insertLines(
      tx,
      task,
      found.map((part, at) => ({ sequence: last + 1 + at, place: line.place, part })),
    );
  }
  const missing = gap.units - sumOf(found);
  if (missing === 0) return { found, heldUntil: null };
  const [shipment] = await orders.lockShipments(tx, [line.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${line.shipment}`);
  const { lineNo, owner, sku, location } = line;
  const heldUntil = await waitOrGoWithout(tx, shipment, task, {
    lineNo,
    owner,
    sku,
    location,
    units: missing,
    reason,
  });
  return { found, heldUntil };
}

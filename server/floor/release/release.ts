import type { CommandBody } from '../../protocol/commands.ts';
import type { WaveReason } from '../../protocol/views.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { planWalks, type PlanShipment } from '../../planner/plan-walks.ts';
import * as allocation from '../allocation/allocation.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import { planLimits, pickGeometry } from './release.store.ts';

/** Supervisor's command: releases now. */
export async function releaseNow(
  tx: Tx,
  body: CommandBody<'ReleaseWave'>,
): Promise<Refused | { result: Record<string, unknown> }> {
  const outcome = await releaseWave(tx, {
    limit: body.limit,
    service: body.service,
    reason: 'by_hand',
  });
  if (outcome.wave === null && outcome.shorted === 0)
    return refuse('NOTHING_TO_RELEASE', { backordered: outcome.backordered });
  return { result: { ...outcome } };
}

export interface Released {
  wave: number | null;
  shipments: number;
  tasks: number;
  backordered: number;
  shorted: number;
}

/**
 * Chooses waiting shipments, promises their stock at places, plans the walks and makes the tasks: one transaction, all or nothing.
 * `limit` counts shipments. Whoever is ready gets work pushed before this returns.
 */
export async function releaseWave(
  tx: Tx,
  order: { limit: number; service: string | null; reason: WaveReason },
): Promise<Released> {
  const shipments = await orders.lockReleasable(tx, order.limit, order.service);
  if (shipments.length === 0) return { wave: null, shipments: 0, tasks: 0, backordered: 0, shorted: 0 };
  const lines = await orders.lockLines(
    tx,
    shipments.map((shipment) => shipment.shipment),
  );
  const rank = new Map(shipments.map((shipment, at) => [shipment.shipment, at]));
  const needs = lines
    .map((line) => ({
      shipment: line.shipment,
      lineNo: line.lineNo,
      owner: line.owner,
      sku: line.sku,
      units: orders.remaining(line) - line.allocated,
    }))
    .filter((need) => need.units > 0)
    .sort((a, b) => (rank.get(a.shipment) ?? 0) - (rank.get(b.shipment) ?? 0) || a.lineNo - b.lineNo);
  const promised = await allocation.allocate(tx, needs);

  let backordered = 0;
  let shorted = 0;
  const released: { shipment: (typeof shipments)[number]; parts: allocation.Allocated[] }[] = [];
  for (const shipment of shipments) {
    const parts = promised.filter((part) => part.shipment === shipment.shipment);
    const gaps = needs
      .filter((need) => need.shipment === shipment.shipment)
      .map((need) => ({
        ...need,
        gap:
          need.units -
          parts.filter((part) => part.lineNo === need.lineNo).reduce((sum, part) => sum + part.units, 0),
      }))
      .filter((need) => need.gap > 0);
    if (gaps.length > 0 && !shipment.mayShipPartial) {
      for (const part of parts) await allocation.free(tx, part.allocation, part.units);
      backordered++;
      if (!shipment.isBackordered) {
        await orders.setBackordered(tx, shipment.shipment, true);
        await orders.tell(tx, shipment.hub, shipment.orderId, 'order.backordered', {
          lines: gaps.map((gap) => ({ lineId: lineId(lines, gap), missing: gap.gap })),
          cause: 'out_of_stock',
        });
        await raise(tx, {
          kind: 'backorder',
          ref: String(shipment.shipment),
          owner: shipment.owner,
          data: {
            shipment: shipment.shipment,
            orderNumber: shipment.orderNumber,
            skus: gaps.map((gap) => gap.sku),
          },
        });
      }
      continue;
    }
    for (const gap of gaps) {
      shorted++;
      await orders.addToLine(tx, gap.shipment, gap.lineNo, { shorted: gap.gap }, 'out_of_stock');
      await orders.tell(tx, shipment.hub, shipment.orderId, 'order.short', {
        lineId: lineId(lines, gap),
        units: gap.gap,
        reason: 'out_of_stock',
      });
    }
    if (parts.length === 0) {
      await orders.endIfDone(tx, shipment.shipment);
      continue;
    }
    if (shipment.isBackordered) {
      await orders.setBackordered(tx, shipment.shipment, false);
      await resolve(tx, 'backorder', String(shipment.shipment), 'allocated');
    }
    released.push({ shipment, parts });
  }
  if (released.length === 0) return { wave: null, shipments: 0, tasks: 0, backordered, shorted };

  const geometry = await pickGeometry(
    tx,
    released.flatMap((one) => one.parts),
  );
  const limits = await planLimits(tx);
  const plan = planWalks(
    released.map(({ shipment, parts }): PlanShipment => ({
      shipment: shipment.shipment,
      cutOffMs: shipment.cutOffAt.getTime(),
      priority: shipment.priority,
      picks: parts.map((part) => ({
        allocation: part.allocation,
        units: part.units,
        location: part.location,
        ...geometry(part),
      })),
    })),
    limits,
  );

  const wave = await nextNumber(tx, 'wave');
  await tx.db
    .insertInto('wave')
    .values({
      site: tx.site,
      wave,
      reason: order.reason,
      service: order.service,
      shipments: released.length,
      lines: promised.length,
      units: released.reduce((sum, one) => sum + one.parts.reduce((units, part) => units + part.units, 0), 0),
      tasks: plan.walks.length,
      walkMm: plan.walks.reduce((sum, walk) => sum + walk.walkMm, 0),
      explanation: json<unknown>({
        ...plan.explanation,
        discreteMm: plan.discreteMm,
        chosenBy: 'earliest cut-off, then priority',
      }),
      releasedBy: tx.operator ?? null,
      releasedAt: tx.now,
    })
    .execute();
  for (const { shipment, parts } of released) {
    await orders.setReleased(tx, shipment.shipment, wave);
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.allocated', {
      units: parts.reduce((sum, part) => sum + part.units, 0),
    });
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.released', { wave });
  }
  const parts = new Map(released.flatMap((one) => one.parts).map((part) => [part.allocation, part]));
  await picking.makeTasks(tx, wave, plan.walks, parts, limits.start);
  await append(tx, [
    {
      type: 'WaveReleased',
      topics: ['desk', 'wall', 'tasks'],
      data: { wave, shipments: released.length, tasks: plan.walks.length },
    },
  ]);
  await picking.pushWork(tx);
  return { wave, shipments: released.length, tasks: plan.walks.length, backordered, shorted };
}

function lineId(
  lines: { shipment: number; lineNo: number; lineId: string }[],
  at: { shipment: number; lineNo: number },
): string {
  return lines.find((line) => line.shipment === at.shipment && line.lineNo === at.lineNo)?.lineId ?? '';
}

import { sql } from 'kysely';
import type { CommandBody } from '../../protocol/commands.ts';
import type { WaveReason } from '../../protocol/views.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';
import { contentGrams, contentMl, rankCartons, usableMl } from '../../planner/choose-carton.ts';
import { planMode, type ModeLimits, type SizedShipment } from '../../planner/plan-modes.ts';
import type { WalkPlan } from '../../planner/plan-walks.ts';
import * as allocation from '../allocation/allocation.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import type { PickMode } from '../../protocol/prompts.ts';
import { chooseMode, type ModeReason, type OrderShape } from './choose-mode.ts';
import { planLimits, pickGeometry, wallsWithRoom } from './release.store.ts';

/** Supervisor's command: releases now. */
export async function releaseNow(
  tx: Tx,
  body: CommandBody<'ReleaseWave'>,
): Promise<Refused | { result: Record<string, unknown> }> {
  const outcome = await releaseWave(tx, {
    limit: body.limit,
    service: body.service,
    reason: 'by_hand',
    ...(body.mode === undefined ? {} : { mode: body.mode }),
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
  order: { limit: number; service: string | null; reason: WaveReason; mode?: PickMode | 'mixed' },
): Promise<Released> {
  const walls = await wallsWithRoom(tx);
  const pickMode = order.mode ?? (await picking.policies(tx)).pickMode;
  // Where everything meets at a wall, no more is released than it has cubbies for.
  const atWall = pickMode === 'batch' || pickMode === 'putwall';
  const room = walls.reduce((sum, wall) => sum + wall.room, 0);
  const limit = atWall && walls.length > 0 ? Math.min(order.limit, room) : order.limit;
  const shipments = limit === 0 ? [] : await orders.lockReleasable(tx, limit, order.service);
  const nothing = { wave: null, shipments: 0, tasks: 0, backordered: 0, shorted: 0 };
  if (shipments.length === 0) return nothing;
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

  const { plans, limits, modes } = await plan(tx, released, walls, pickMode);
  const walks = plans.flatMap((one) => one.plan.walks);
  const sum = (of: (one: Plan) => number) => plans.reduce((total, one) => total + of(one), 0);

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
      tasks: walks.length,
      walkMm: walks.reduce((total, walk) => total + walk.walkMm, 0),
      explanation: json<unknown>({
        ...plans[0]?.plan.explanation,
        loads: sum((one) => one.plan.explanation.loads),
        discreteMm: sum((one) => one.plan.discreteMm),
        chosenBy: 'earliest cut-off, then priority',
        modes: [...modes].map(([shipment, { mode, why }]) => ({ shipment, mode, why })),
      }),
      releasedBy: tx.operator ?? null,
      releasedAt: tx.now,
    })
    .execute();
  for (const { shipment, parts } of released) {
    const { mode, wall } = modes.get(shipment.shipment) ?? { mode: 'cluster' as const, wall: null };
    await orders.setReleased(tx, shipment.shipment, { wave, pickMode: mode, wall });
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.allocated', {
      units: parts.reduce((sum, part) => sum + part.units, 0),
    });
    await orders.tell(tx, shipment.hub, shipment.orderId, 'order.released', { wave });
  }
  const parts = new Map(released.flatMap((one) => one.parts).map((part) => [part.allocation, part]));
  for (const { plan, wall } of plans)
    await picking.makeTasks(tx, wave, plan.walks, parts, limits.start, wall);
  await append(tx, [
    {
      type: 'WaveReleased',
      topics: ['desk', 'wall', 'tasks'],
      data: { wave, shipments: released.length, tasks: walks.length },
    },
  ]);
  await picking.pushWork(tx);
  return { wave, shipments: released.length, tasks: walks.length, backordered, shorted };
}

/**
 * A hub asks more of a shipment that is on the floor already: it is promised now and walked for in the wave of the shipment. What
 * has no stock is shorted when the shipment may go partly; else nothing is changed and null comes back. Orders must be locked.
 */
export async function releaseMore(
  tx: Tx,
  shipment: Awaited<ReturnType<typeof orders.lockShipments>>[number],
  more: readonly { lineId: string; sku: string; units: number }[],
): Promise<{ shorted: { lineId: string; units: number }[] } | null> {
  if (more.length === 0) return { shorted: [] };
  await sql`savepoint more`.execute(tx.db);
  const asked = await orders.askMore(tx, shipment.shipment, more);
  const parts = await allocation.allocate(
    tx,
    asked.map((line) => ({ shipment: shipment.shipment, ...line })),
  );
  const gaps = asked
    .map((line) => ({
      ...line,
      units:
        line.units -
        parts.filter((part) => part.lineNo === line.lineNo).reduce((sum, part) => sum + part.units, 0),
    }))
    .filter((gap) => gap.units > 0);
  if (gaps.length > 0 && !shipment.mayShipPartial) {
    await sql`rollback to savepoint more`.execute(tx.db);
    return null;
  }
  for (const gap of gaps)
    await orders.addToLine(tx, shipment.shipment, gap.lineNo, { shorted: gap.units }, 'out_of_stock');
  if (parts.length > 0) {
    // It has to come to where the rest of the order is.
    const mode = shipment.wall !== null ? 'batch' : shipment.pickMode === 'singles' ? 'discrete' : null;
    const { plans, limits } = await plan(tx, [{ shipment, parts }], [], 'cluster', {
      mode: mode ?? shipment.pickMode ?? 'cluster',
      wall: shipment.wall,
    });
    for (const { plan, wall } of plans)
      await picking.makeTasks(
        tx,
        shipment.wave ?? 0,
        plan.walks,
        new Map(parts.map((part) => [part.allocation, part])),
        limits.start,
        wall,
      );
    if (shipment.stage === 'picked') await orders.setStage(tx, shipment.shipment, 'picking');
    await append(tx, [
      {
        type: 'TaskChanged',
        topics: ['tasks', 'desk', 'wall'],
        data: { shipment: shipment.shipment, step: 'more' },
      },
    ]);
    await picking.pushWork(tx);
  }
  return { shorted: gaps.map(({ lineId, units }) => ({ lineId, units })) };
}

type Shipment = { shipment: number; cutOffAt: Date; priority: number };

/** Walks of one mode, to one wall where its goods are sorted at one. */
interface Plan {
  plan: WalkPlan;
  wall: string | null;
}
type Chosen = { mode: PickMode; why: ModeReason; wall: string | null };

/** Decides for each shipment how it is picked, unless `given` says so, and plans the walks of each mode. */
async function plan(
  tx: Tx,
  released: { shipment: Shipment; parts: allocation.Allocated[] }[],
  walls: readonly { wall: string; room: number }[],
  pickMode: PickMode | 'mixed',
  given: { mode: PickMode; wall: string | null } | null = null,
) {
  const geometry = await pickGeometry(
    tx,
    released.flatMap((one) => one.parts),
  );
  const limits = await planLimits(tx);
  const rooms = walls.map((wall) => ({ ...wall }));
  const modes = new Map<number, Chosen>();
  const groups = new Map<string, { mode: PickMode; wall: string | null; shipments: SizedShipment[] }>();
  for (const { shipment, parts } of released) {
    const sized: SizedShipment = {
      shipment: shipment.shipment,
      cutOffMs: shipment.cutOffAt.getTime(),
      priority: shipment.priority,
      picks: parts.map((part) => ({
        allocation: part.allocation,
        units: part.units,
        location: part.location,
        ...geometry(part),
      })),
    };
    const [best] = [...rooms].sort((a, b) => b.room - a.room);
    const chosen = given ?? chooseMode(shapeOf(sized, limits, tx.now), pickMode, best?.room ?? 0);
    const meets = chosen.mode === 'batch' || chosen.mode === 'putwall';
    const wall = given !== null ? given.wall : meets ? (best?.wall ?? null) : null;
    if (given === null && meets && best !== undefined) best.room -= 1;
    modes.set(shipment.shipment, { why: 'standard', ...chosen, wall });
    const key = `${chosen.mode} ${wall ?? ''}`;
    const group = groups.get(key) ?? { mode: chosen.mode, wall, shipments: [] };
    group.shipments.push(sized);
    groups.set(key, group);
  }
  const plans = [...groups.values()].map(({ mode, wall, shipments }): Plan => ({
    plan: planMode(mode, shipments, limits),
    wall,
  }));
  return { plans, limits, modes };
}

function shapeOf(shipment: SizedShipment, limits: ModeLimits, now: Date): OrderShape {
  const content = shipment.picks.map((pick) => ({ ...pick, weightGrams: pick.unitGrams }));
  const volumeMl = contentMl(content);
  const grams = contentGrams(content);
  const [box] = rankCartons(limits.cartons, content);
  const isOneBox = box !== undefined && box.maxWeightGrams >= grams && usableMl(box) >= volumeMl;
  return {
    lines: new Set(shipment.picks.map((pick) => pick.allocation)).size,
    units: shipment.picks.reduce((sum, pick) => sum + pick.units, 0),
    zones: new Set(shipment.picks.map((pick) => pick.zone)).size,
    totes: Math.max(1, Math.ceil(volumeMl / limits.toteVolumeMl), Math.ceil(grams / limits.toteMaxGrams)),
    isOneBox,
    hasSerials: shipment.picks.some((pick) => pick.hasSerial),
    minutesToCutOff: (shipment.cutOffMs - now.getTime()) / 60_000,
  };
}

function lineId(
  lines: { shipment: number; lineNo: number; lineId: string }[],
  at: { shipment: number; lineNo: number },
): string {
  return lines.find((line) => line.shipment === at.shipment && line.lineNo === at.lineNo)?.lineId ?? '';
}

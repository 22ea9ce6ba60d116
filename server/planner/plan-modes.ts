import { rankCartons, unitsThatFit, type CartonSize, type Content } from './choose-carton.ts';
import {
  cutIntoLoads,
  fillTotes,
  makeWalk,
  ontoCarts,
  planWalks,
  route,
  type Load,
  type Pick,
  type PickMode,
  type PlanLimits,
  type PlannedWalk,
  type PlanShipment,
  type WalkPlan,
} from './plan-walks.ts';

/** A pick with the size of its unit: what a box has to take. Edges in millimetres, weight in `unitGrams`. */
export interface SizedPick extends Pick {
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  /** Every unit has a number of its own. */
  hasSerial: boolean;
}
export interface SizedShipment extends PlanShipment {
  picks: readonly SizedPick[];
}
export interface ModeLimits extends PlanLimits {
  /** Shipments that one batch walk serves at the most. */
  batchShipments: number;
  /** Units that one walk of singles brings at the most. */
  singlesUnits: number;
  /** Boxes to pick into. */
  cartons: readonly CartonSize[];
}

/**
 * Plans the walks of shipments that are all picked in one mode. Pure and deterministic; every promised unit stands on exactly one
 * stop. Batching and routing are those of `planWalks`; the modes differ in what a load is:
 *
 * - cluster: a tote of one shipment, several totes on a cart;
 * - discrete: a tote of one shipment, one a walk, carried;
 * - parcel: the box that is shipped, chosen as at the bench (`rankCartons`), several on a cart;
 * - zone: a tote of one shipment that is handed on from zone to zone, one walk in each (pick and pass);
 * - singles: one shared tote of orders with one unit each;
 * - batch: one walk for several orders, summed by item into shared totes and sorted later;
 * - putwall: as batch, but one walk for each zone of all the orders that meet at the wall.
 */
export function planMode(
  mode: PickMode,
  shipments: readonly SizedShipment[],
  limits: Readonly<ModeLimits>,
): WalkPlan {
  const byTote = planWalks(shipments, limits);
  if (mode === 'cluster') return byTote;
  return {
    walks: walksOf(mode, shipments, limits),
    discreteMm: byTote.discreteMm,
    explanation: byTote.explanation,
  };
}

function walksOf(
  mode: Exclude<PickMode, 'cluster'>,
  shipments: readonly SizedShipment[],
  limits: Readonly<ModeLimits>,
): PlannedWalk[] {
  const carried = { takesCart: false };
  switch (mode) {
    case 'discrete':
      return shipments
        .flatMap((shipment) => cutIntoLoads(shipment, limits))
        .map((load) => makeWalk(mode, [load], limits, carried));
    case 'parcel':
      return ontoCarts(
        shipments.flatMap((shipment) => cutIntoBoxes(shipment, limits)),
        limits.carts,
        (batch) => makeWalk(mode, batch, limits),
      );
    case 'zone': {
      const walks: PlannedWalk[] = [];
      for (const load of shipments.flatMap((shipment) =>
        cutIntoLoads(shipment, limits, byZone(shipment, limits)),
      ))
        walks.push(...legsOf(load, walks.length, limits));
      return walks;
    }
    case 'singles':
      return together(shipments, limits, limits.singlesUnits).flatMap((group) =>
        sharedTotes(group, limits).map((load) => makeWalk(mode, [load], limits, carried)),
      );
    case 'batch':
      return together(shipments, limits, limits.batchShipments).flatMap((group) =>
        sharedWalks(mode, group, limits, null),
      );
    case 'putwall':
      return zonesOf(shipments).flatMap((zone) =>
        together(only(shipments, zone), limits, limits.batchShipments).flatMap((group) =>
          sharedWalks(mode, group, limits, zone),
        ),
      );
  }
}

/** Groups of shipments that are near each other and leave together, by the batching of carts. */
function together(
  shipments: readonly SizedShipment[],
  limits: Readonly<ModeLimits>,
  most: number,
): SizedShipment[][] {
  const bySize = new Map(shipments.map((shipment) => [shipment.shipment, shipment]));
  const loads = shipments.map((shipment): Load => ({
    shipment: shipment.shipment,
    cutOffMs: shipment.cutOffMs,
    priority: shipment.priority,
    picks: shipment.picks.map((pick) => ({ ...pick, shipment: shipment.shipment })),
    aisles: new Set(shipment.picks.map((pick) => pick.aisle)),
  }));
  const groups: SizedShipment[][] = [];
  ontoCarts(loads, [most], (batch) => {
    groups.push(batch.flatMap(({ shipment }) => bySize.get(shipment ?? 0) ?? []));
    return makeWalk('batch', batch, limits);
  });
  return groups;
}

/** The goods of several shipments in shared totes, filled in the order of the walk. */
function sharedTotes(group: readonly SizedShipment[], limits: Readonly<ModeLimits>): Load[] {
  const all = group.flatMap((shipment) =>
    shipment.picks.map((pick) => ({ ...pick, shipment: shipment.shipment })),
  );
  return fillTotes(route(all, limits).order, limits, () => ({
    shipment: null,
    cutOffMs: Math.min(...group.map((shipment) => shipment.cutOffMs)),
    priority: Math.max(...group.map((shipment) => shipment.priority)),
    picks: [],
    aisles: new Set(),
  }));
}

function sharedWalks(
  mode: PickMode,
  group: readonly SizedShipment[],
  limits: Readonly<ModeLimits>,
  zone: string | null,
): PlannedWalk[] {
  const totes = sharedTotes(group, limits);
  const largest = Math.max(1, ...limits.carts);
  const walks: PlannedWalk[] = [];
  for (let at = 0; at < totes.length; at += largest) {
    const load = totes.slice(at, at + largest);
    walks.push(makeWalk(mode, load, limits, { takesCart: load.length > 1, zone }));
  }
  return walks;
}

/** The walks of one tote from zone to zone, each handing it to the next. */
function legsOf(load: Load, at: number, limits: Readonly<ModeLimits>): PlannedWalk[] {
  const zones = [...new Set(load.picks.map((pick) => pick.zone))];
  return zones.map((zone, leg) =>
    makeWalk('zone', [{ ...load, picks: load.picks.filter((pick) => pick.zone === zone) }], limits, {
      takesCart: false,
      zone,
      after: leg === 0 ? null : at + leg - 1,
    }),
  );
}

/** Zone by zone, in the order in which they lie, each in the order of its own walk. */
function byZone(shipment: SizedShipment, limits: Readonly<ModeLimits>): SizedPick[] {
  return zonesOf([shipment]).flatMap(
    (zone) =>
      route(
        shipment.picks.filter((pick) => pick.zone === zone),
        limits,
      ).order,
  );
}

function zonesOf(shipments: readonly SizedShipment[]): string[] {
  const firstX = new Map<string, number>();
  for (const pick of shipments.flatMap((shipment) => shipment.picks))
    firstX.set(pick.zone, Math.min(pick.xMm, firstX.get(pick.zone) ?? Number.POSITIVE_INFINITY));
  return [...firstX].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([zone]) => zone);
}

function only(shipments: readonly SizedShipment[], zone: string): SizedShipment[] {
  return shipments.flatMap((shipment) => {
    const picks = shipment.picks.filter((pick) => pick.zone === zone);
    return picks.length === 0 ? [] : [{ ...shipment, picks }];
  });
}

/** Cuts a shipment into boxes: each takes what the largest box would, and is then the smallest that does. */
function cutIntoBoxes(shipment: SizedShipment, limits: Readonly<ModeLimits>): (Load & { carton: string })[] {
  const largest = [...rankCartons(limits.cartons, [])].at(-1);
  if (largest === undefined) throw new Error('expected a site to have at least one carton type');
  const boxes: (Load & { carton: string })[] = [];
  let picks: (SizedPick & { shipment: number })[] = [];
  const inside = (): Content[] => picks.map((pick) => ({ ...contentOf(pick), units: pick.units }));
  const close = () => {
    const [box] = rankCartons(limits.cartons, inside());
    if (box === undefined || picks.length === 0) return;
    boxes.push({
      shipment: shipment.shipment,
      cutOffMs: shipment.cutOffMs,
      priority: shipment.priority,
      picks,
      aisles: new Set(picks.map((pick) => pick.aisle)),
      carton: box.carton,
    });
    picks = [];
  };
  for (const pick of route(shipment.picks, limits).order) {
    let left = pick.units;
    while (left > 0) {
      const units = Math.min(left, unitsThatFit(largest, inside(), contentOf(pick)));
      if (units > 0) picks.push({ ...pick, units, shipment: shipment.shipment });
      left -= units;
      if (left > 0) close();
    }
  }
  close();
  return boxes;
}

function contentOf(pick: SizedPick): Omit<Content, 'units'> {
  const { lengthMm, widthMm, heightMm, unitGrams } = pick;
  return { lengthMm, widthMm, heightMm, weightGrams: unitGrams };
}

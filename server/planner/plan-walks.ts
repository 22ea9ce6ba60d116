/** Where something has to be taken. Lengths in millimetres. */
export interface WalkStop {
  allocation: number;
  location: string;
  aisle: string;
  xMm: number;
  yMm: number;
}
/** One promised quantity at a place. Volumes in millilitres, weights in grams; units are eaches. */
export interface Pick extends WalkStop {
  units: number;
  unitVolumeMl: number;
  unitGrams: number;
}
export interface PlanShipment {
  shipment: number;
  cutOffMs: number;
  priority: number;
  picks: readonly Pick[];
}
/** What every walk of a site has in common. */
export interface WalkFrame {
  /** Where walks start and end. */
  start: { xMm: number; yMm: number };
  /** The two cross-aisles between which the aisles run. */
  frontYMm: number;
  backYMm: number;
}
export interface PlanLimits extends WalkFrame {
  /** Places on each cart, in the order in which walks are cut for them; more walks than carts begin again at the first. */
  carts: readonly number[];
  toteVolumeMl: number;
  toteMaxGrams: number;
}
export interface PlannedStop {
  allocation: number;
  place: number;
  shipment: number;
  units: number;
  location: string;
}
export interface PlannedWalk {
  places: { place: number; shipment: number }[];
  stops: PlannedStop[];
  walkMm: number;
  cutOffMs: number;
  priority: number;
}
export interface WalkPlan {
  walks: PlannedWalk[];
  /** Walking length of the same work one shipment at a time, for saying what batching saved. */
  discreteMm: number;
  explanation: { batching: string; routing: string; loads: number };
}

interface Load {
  shipment: number;
  cutOffMs: number;
  priority: number;
  picks: Pick[];
  aisles: Set<string>;
}

/**
 * Puts shipments on carts and orders each walk. Pure and deterministic.
 *
 * Loads: a shipment is cut into totes by volume and weight, in walk order; a single unit larger than a tote gets one to itself.
 * Batching: seed and additional orders (the seed algorithm of de Koster, van der Poort and Wolters 1999): the seed is the load
 * with the earliest cut-off; the load that adds the fewest aisles joins until the cart is full. Each walk is cut for one cart of
 * the fleet in turn: if all were cut for the largest, the walks would wait for it while the other carts stand still. Loads of one shipment stay together
 * where they fit. Routing: the shorter of S-shape and return (Hall 1993), both exact in length on the given aisles.
 */
export function planWalks(shipments: readonly PlanShipment[], limits: Readonly<PlanLimits>): WalkPlan {
  const loads = shipments.flatMap((shipment) => cutIntoLoads(shipment, limits));
  loads.sort((a, b) => a.cutOffMs - b.cutOffMs || b.priority - a.priority || a.shipment - b.shipment);
  const walks: PlannedWalk[] = [];
  const open = [...loads];
  while (open.length > 0) {
    const seed = open.shift();
    if (seed === undefined) break;
    const places = limits.carts[walks.length % limits.carts.length] ?? 1;
    const batch = [seed];
    const aisles = new Set(seed.aisles);
    while (batch.length < places && open.length > 0) {
      // Only loads that leave with the seed's departure or soon after may join: a late one must not ride with an early one's haste.
      let best = -1;
      let bestCost = Number.POSITIVE_INFINITY;
      const window = Math.min(open.length, 200);
      for (let at = 0; at < window; at++) {
        const load = open[at];
        if (load === undefined) continue;
        let added = 0;
        for (const aisle of load.aisles) if (!aisles.has(aisle)) added++;
        const later = load.cutOffMs > seed.cutOffMs ? 1 : 0;
        const sibling = batch.some((one) => one.shipment === load.shipment) ? -1_000 : 0;
        const cost = sibling + later * 100 + added + at / 1_000;
        if (cost < bestCost) {
          best = at;
          bestCost = cost;
        }
      }
      const joining = open.splice(best, 1)[0];
      if (joining === undefined) break;
      batch.push(joining);
      for (const aisle of joining.aisles) aisles.add(aisle);
    }
    walks.push(makeWalk(batch, limits));
  }
  const discreteMm = loads.reduce((sum, load) => sum + route(load.picks, limits).walkMm, 0);
  return {
    walks,
    discreteMm,
    explanation: {
      batching: 'seed by cut-off, fewest added aisles',
      routing: 'shorter of S-shape and return',
      loads: loads.length,
    },
  };
}

function cutIntoLoads(shipment: PlanShipment, limits: PlanLimits): Load[] {
  const loads: Load[] = [];
  let load: Load | null = null;
  let volume = 0;
  let grams = 0;
  const fresh = (): Load => ({
    shipment: shipment.shipment,
    cutOffMs: shipment.cutOffMs,
    priority: shipment.priority,
    picks: [],
    aisles: new Set(),
  });
  for (const pick of route(shipment.picks, limits).order) {
    let units = pick.units;
    while (units > 0) {
      load ??= fresh();
      const byVolume = Math.floor((limits.toteVolumeMl - volume) / Math.max(1, pick.unitVolumeMl));
      const byWeight = Math.floor((limits.toteMaxGrams - grams) / Math.max(1, pick.unitGrams));
      // An empty tote takes one unit of anything: a thing too big for a tote still has to travel.
      const fits = Math.max(Math.min(byVolume, byWeight, units), load.picks.length === 0 ? 1 : 0);
      if (fits === 0) {
        loads.push(load);
        load = null;
        volume = 0;
        grams = 0;
        continue;
      }
      load.picks.push({ ...pick, units: fits });
      load.aisles.add(pick.aisle);
      volume += fits * pick.unitVolumeMl;
      grams += fits * pick.unitGrams;
      units -= fits;
    }
  }
  if (load !== null && load.picks.length > 0) loads.push(load);
  return loads;
}

function makeWalk(batch: Load[], limits: PlanLimits): PlannedWalk {
  const placed = batch.map((load, at) => ({ ...load, place: at + 1 }));
  const all = placed.flatMap((load) =>
    load.picks.map((pick) => ({ ...pick, place: load.place, shipment: load.shipment })),
  );
  const { order, walkMm } = route(all, limits);
  return {
    places: placed.map(({ place, shipment }) => ({ place, shipment })),
    stops: order.map(({ allocation, place, shipment, units, location }) => ({
      allocation,
      place,
      shipment,
      units,
      location,
    })),
    walkMm,
    cutOffMs: Math.min(...batch.map((load) => load.cutOffMs)),
    priority: Math.max(...batch.map((load) => load.priority)),
  };
}

/**
 * Orders stops into a walk: the shorter of S-shape and return (Hall 1993) over the aisles that hold picks. `walkMm` is its length
 * from the start and back to it. Pure and deterministic.
 */
export function route<P extends WalkStop>(
  picks: readonly P[],
  frame: Readonly<WalkFrame>,
): { order: P[]; walkMm: number } {
  if (picks.length === 0) return { order: [], walkMm: 0 };
  const aisles = new Map<string, { xMm: number; picks: P[] }>();
  for (const pick of picks) {
    const aisle = aisles.get(pick.aisle) ?? { xMm: pick.xMm, picks: [] };
    aisle.picks.push(pick);
    aisles.set(pick.aisle, aisle);
  }
  const sorted = [...aisles.values()].sort((a, b) => a.xMm - b.xMm);
  const leftFirst = walkAisles(sorted, frame);
  const rightFirst = walkAisles([...sorted].reverse(), frame);
  return leftFirst.walkMm <= rightFirst.walkMm ? leftFirst : rightFirst;
}

function walkAisles<P extends WalkStop>(
  aisles: { xMm: number; picks: P[] }[],
  frame: WalkFrame,
): { order: P[]; walkMm: number } {
  const near = (picks: P[], upward: boolean) =>
    [...picks].sort(
      (a, b) =>
        (upward ? a.yMm - b.yMm : b.yMm - a.yMm) ||
        (a.location < b.location ? -1 : a.location > b.location ? 1 : a.allocation - b.allocation),
    );
  const depth = frame.backYMm - frame.frontYMm;
  const order: P[] = [];
  let walkMm = Math.abs(frame.start.yMm - frame.frontYMm);
  let x = frame.start.xMm;
  let atFront = true;
  for (const [index, aisle] of aisles.entries()) {
    walkMm += Math.abs(aisle.xMm - x);
    x = aisle.xMm;
    const deepest = Math.max(
      ...aisle.picks.map((pick) => Math.abs(pick.yMm - (atFront ? frame.frontYMm : frame.backYMm))),
    );
    const isLast = index === aisles.length - 1;
    order.push(...near(aisle.picks, atFront));
    // From the front, turning back is right when crossing would cost more; from the back the walk must come forward at the end.
    if (atFront && (isLast || 2 * deepest < depth)) {
      walkMm += 2 * deepest;
    } else if (!atFront && !isLast && 2 * deepest < depth) {
      walkMm += 2 * deepest;
    } else {
      walkMm += depth;
      atFront = !atFront;
    }
  }
  if (!atFront) {
    walkMm += depth;
  }
  walkMm += Math.abs(frame.start.xMm - x) + Math.abs(frame.start.yMm - frame.frontYMm);
  return { order, walkMm };
}

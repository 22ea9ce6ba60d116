/** Where something has to be taken. Lengths in millimetres. */
export interface WalkStop {
  allocation: number;
  location: string;
  aisle: string;
  xMm: number;
  yMm: number;
}
/** How a walk is picked (server/floor/picking/RULES.md says what each means to the picker). */
export type PickMode = 'discrete' | 'batch' | 'cluster' | 'zone' | 'singles' | 'parcel' | 'putwall';
/** One promised quantity at a place. Volumes in millilitres, weights in grams; units are eaches. */
export interface Pick extends WalkStop {
  zone: string;
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
  mode: PickMode;
  /** Several totes want a cart; one is carried. */
  takesCart: boolean;
  /** The one zone that the walk stays in, where its mode asks for that. */
  zone: string | null;
  /** The walk, by its place in the plan, that hands its tote over to this one. */
  after: number | null;
  /** `shipment` is null where the place is shared by several; `carton` is the box to pick into, where one is. */
  places: { place: number; shipment: number | null; carton: string | null }[];
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

/** What travels together: of one shipment, or of several that are sorted later. */
export interface Load {
  /** Null when several shipments share it. */
  shipment: number | null;
  cutOffMs: number;
  priority: number;
  picks: (Pick & { shipment: number })[];
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
  const walks = ontoCarts(loads, limits.carts, (batch) => makeWalk('cluster', batch, limits));
  return {
    walks,
    discreteMm: loads.reduce((sum, load) => sum + route(load.picks, limits).walkMm, 0),
    explanation: {
      batching: 'seed by cut-off, fewest added aisles',
      routing: 'shorter of S-shape and return',
      loads: loads.length,
    },
  };
}

/** Puts loads together, one batch after the other; each takes as many as the next of `sizes` says, which begin again at the first. */
export function ontoCarts<L extends Load>(
  loads: readonly L[],
  sizes: readonly number[],
  make: (batch: L[]) => PlannedWalk,
): PlannedWalk[] {
  const walks: PlannedWalk[] = [];
  const open = [...loads].sort(
    (a, b) =>
      a.cutOffMs - b.cutOffMs ||
      b.priority - a.priority ||
      firstOf(a.shipment, b.shipment) ||
      a.picks.length - b.picks.length,
  );
  while (open.length > 0) {
    const seed = open.shift();
    if (seed === undefined) break;
    const places = sizes[walks.length % sizes.length] ?? 1;
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
        const sibling =
          load.shipment !== null && batch.some((one) => one.shipment === load.shipment) ? -1_000 : 0;
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
    walks.push(make(batch));
  }
  return walks;
}

const firstOf = (a: number | null, b: number | null) => (a ?? 0) - (b ?? 0);

/** Cuts what a shipment needs into totes by volume and weight, in walk order; an empty tote takes one unit of anything. */
export function cutIntoLoads(
  shipment: PlanShipment,
  limits: Readonly<PlanLimits>,
  order = route(shipment.picks, limits).order,
): Load[] {
  return fillTotes(
    order.map((pick) => ({ ...pick, shipment: shipment.shipment })),
    limits,
    () => ({
      shipment: shipment.shipment,
      cutOffMs: shipment.cutOffMs,
      priority: shipment.priority,
      picks: [],
      aisles: new Set(),
    }),
  );
}

/** Fills one tote after the other with these picks as they come. */
export function fillTotes(
  picks: readonly (Pick & { shipment: number })[],
  limits: Readonly<PlanLimits>,
  fresh: () => Load,
): Load[] {
  const loads: Load[] = [];
  let load: Load | null = null;
  let volume = 0;
  let grams = 0;
  for (const pick of picks) {
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

/** One walk over these loads, each on a place of its own. */
export function makeWalk(
  mode: PickMode,
  batch: readonly (Load & { carton?: string | null })[],
  limits: Readonly<WalkFrame>,
  more: { takesCart?: boolean; zone?: string | null; after?: number | null } = {},
): PlannedWalk {
  const placed = batch.map((load, at) => ({ ...load, place: at + 1 }));
  const all = placed.flatMap((load) => load.picks.map((pick) => ({ ...pick, place: load.place })));
  const { order, walkMm } = route(all, limits);
  return {
    mode,
    takesCart: more.takesCart ?? true,
    zone: more.zone ?? null,
    after: more.after ?? null,
    places: placed.map(({ place, shipment, carton }) => ({ place, shipment, carton: carton ?? null })),
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

import type { DeclineReason } from './commands.ts';
import type { Permission } from './permissions.ts';
import type { PackPrompt, PickPrompt, PrintError, SortPrompt } from './prompts.ts';

/**
 * Snapshots that screens start from and are kept fresh with: a screen asks once (socket event `snapshot`), the server
 * answers and then pushes `{ type: 'view', view, data, position }` in the socket event `event` whenever it changed.
 */
export interface Views {
  handheld: PickPrompt;
  bench: BenchView;
  putWall: SortView;
  wall: WallView;
  desk: DeskView;
}
export type ViewName = keyof Views;
export const viewPermission: Record<ViewName, Permission> = {
  handheld: 'pick',
  bench: 'pack',
  putWall: 'sort',
  wall: 'wall.see',
  desk: 'desk.see',
};

export interface BenchView {
  station: string;
  stationName: string;
  printer: { printer: string; state: 'ready' | 'attention' | 'offline' | 'unseen'; waiting: number } | null;
  /** Shipments that are picked and wait at the drop place or in a cubby, earliest cut-off first; of several totes the first. */
  waiting: number;
  /** `orderNumber` is null for a tote of singles. */
  waitingTotes: {
    tote: string | null;
    cubby: string | null;
    kind: 'tote' | 'box' | 'singles';
    orderNumber: string | null;
    cutOffAt: string;
  }[];
  /** Totes and cubbies whose orders wait for missing units that may turn up, the shortest wait first. */
  held: {
    tote: string | null;
    cubby: string | null;
    orderNumber: string;
    units: number;
    until: string;
    cutOffAt: string;
  }[];
  nextCutOff: { carrier: string; service: string; at: string } | null;
  prompt: PackPrompt;
  shipment: {
    shipment: number;
    orderNumber: string;
    service: string;
    carrier: string;
    totes: string[];
    cubby: string | null;
    requestedUnits: number;
    packedUnits: number;
    notes: string[];
    lines: BenchLine[];
  } | null;
  parcel: {
    parcel: number;
    piece: number;
    carton: CartonChoice;
    alternatives: CartonChoice[];
    units: number;
    weightGrams: number;
    fillPercent: number;
  } | null;
  /** The last scan answered: a thing to say, never an error. */
  lastParcel: { parcel: number; tracking: string; lane: string } | null;
}
export interface BenchLine {
  lineNo: number;
  sku: string;
  name: string;
  picture: string | null;
  /** Units picked for this line and to be packed. */
  toPack: number;
  packed: number;
  shorted: number;
  mode: 'each' | 'quantity';
}
export interface CartonChoice {
  carton: string;
  name: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  isSuggested: boolean;
}

/** A put wall as the one who sorts there sees it: every cubby, the totes that wait, the question. */
export interface SortView {
  /** Null until one was chosen. */
  wall: { wall: string; name: string; rows: number; columns: number } | null;
  walls: { wall: string; name: string; waiting: number }[];
  /** By row from the top and column from the left. */
  cubbies: SortCubby[];
  waitingTotes: { tote: string; units: number; orders: number; cutOffAt: string }[];
  prompt: SortPrompt;
  /** What UndoSort would take back, if anything. */
  undo: 'hand' | 'put' | null;
  /** Whether a button may stand in for the cubby's scan. */
  confirm: 'scan' | 'button';
}
export interface SortCubby {
  cubby: string;
  row: number;
  column: number;
  state: 'free' | 'filling' | 'held' | 'complete' | 'packing' | 'cancelled';
  orderNumber: string | null;
  /** Units in it, and what the order asks in all. */
  units: number;
  asked: number;
  cutOffAt: string | null;
}

/** Shipments by where they stand. `sorting`: all that they asked waits at a put wall; null where the site has none. */
export interface FloorFlow extends Record<Exclude<FloorStep, 'sorting'>, StepFigures> {
  sorting: StepFigures | null;
}
export type FloorStep = 'accepted' | 'released' | 'picking' | 'sorting' | 'picked' | 'packing' | 'staged';
interface StepFigures {
  shipments: number;
  oldestSeconds: number | null;
}

export interface WallView {
  site: string;
  siteName: string;
  now: string;
  timezone: string;
  departures: {
    carrier: string;
    service: string;
    name: string;
    lane: string;
    cutOffAt: string;
    staged: number;
    total: number;
    projectedAt: string | null;
    verdict: 'ok' | 'look' | 'stop' | 'done';
    bottleneck: 'picking' | 'packing' | 'release' | null;
  }[];
  flow: FloorFlow;
  /** Per hour, over the last 30 minutes; null until there is half an hour of work to count. */
  rates: { linesPicked: number | null; parcelsPacked: number | null };
  today: { shipped: number; orders: number; lines: number };
  people: {
    picking: number;
    sorting: number;
    packing: number;
    idle: number;
    onBreak: number;
    devicesSilent: number;
  };
  trouble: {
    exception: number;
    kind: ExceptionKind;
    severity: 'look' | 'stop';
    at: string;
    count: number;
    data: Record<string, unknown>;
  }[];
  map: {
    widthMm: number;
    heightMm: number;
    aisles: {
      aisle: string;
      zone: string;
      xMm: number;
      y1Mm: number;
      y2Mm: number;
      openLines: number;
      blocked: boolean;
    }[];
    people: { xMm: number; yMm: number; role: 'picker' }[];
  };
}

export type ExceptionKind =
  | 'parked_order'
  | 'short'
  | 'held'
  | 'pack_short'
  | 'unknown_print'
  | 'failed_print'
  | 'question'
  | 'holder_unreachable'
  | 'parked_walk'
  | 'surplus'
  | 'on_hold'
  | 'count'
  | 'put_back'
  | 'write_off'
  | 'hub_dead_letter'
  | 'backorder';

/** Why nobody has a walk yet. `no_permit`: nobody at work may do it, for it asks for these zones and skills. */
export type WaitsWhy =
  | { code: 'sent'; to: string }
  | { code: 'no_permit'; zones: string[]; skills: string[] }
  | { code: 'nobody_here' | 'declined' | 'no_cart' | 'all_busy' };

export type WaveReason = 'by_hand' | 'by_rule';

export interface DeskView {
  site: string;
  siteName: string;
  now: string;
  timezone: string;
  flow: FloorFlow;
  waiting: {
    service: string;
    name: string;
    carrier: string;
    cutOffAt: string;
    shipments: number;
    lines: number;
    units: number;
    backordered: number;
  }[];
  waves: {
    wave: number;
    /** `service` by its name, when the wave was for one only. */
    reason: { code: WaveReason; service: string | null };
    releasedAt: string;
    shipments: number;
    lines: number;
    units: number;
    tasks: number;
    walkMetres: number;
    linesDone: number;
  }[];
  exceptions: {
    exception: number;
    kind: ExceptionKind;
    ref: string;
    raisedAt: string;
    raisedBy: string | null;
    /** Who does now what this waits for. */
    doneNowBy: string | null;
    data: Record<string, unknown>;
    /** The latest picture of the goods that this is about, if somebody took one since. */
    photo: number | null;
  }[];
  /** Questions that no lead answered in time, and what the picker was told instead. */
  unanswered: {
    exception: number;
    operator: string | null;
    at: string;
    question: string;
    location: string | null;
    answer: 'yes' | 'no';
  }[];
  tasks: {
    task: number;
    state: string;
    operator: string | null;
    cart: string | null;
    lines: number;
    linesDone: number;
    cutOffAt: string;
    at: string | null;
    isSilent: boolean;
    /** Only of a walk that nobody has. */
    waits: { why: WaitsWhy; declined: { operator: string; reason: DeclineReason; at: string }[] } | null;
  }[];
  /** Ordered moves that are not done, the oldest first; `operator` has it now, with `inHand` units taken. */
  moves: {
    move: number;
    sku: string;
    name: string;
    units: number;
    from: string;
    to: string;
    orderedBy: string | null;
    at: string;
    operator: string | null;
    inHand: number;
  }[];
  /** `name`: the carrier's services that are there, as people call them. */
  staged: { carrier: string; name: string; parcels: number; lane: string; cutOffAt: string }[];
  devices: {
    device: string;
    kind: string;
    station: string | null;
    enrolled: boolean;
    lastSeenAt: string | null;
    operator: string | null;
  }[];
  operators: {
    operator: string;
    name: string;
    role: string;
    isSignedIn: boolean;
    screen: string | null;
    /** None: everywhere. `zonesToday` is a lead's word for today, and counts instead. */
    zones: string[];
    zonesToday: string[] | null;
    skills: string[];
    breakSince: string | null;
  }[];
  zones: { zone: string; name: string; skill: string | null }[];
  stations: { station: string; name: string; printer: string | null }[];
  printJobs: {
    printJob: number;
    printer: string;
    parcel: number | null;
    tracking: string | null;
    state: string;
    createdAt: string;
    error: PrintError | null;
  }[];
  orders: { received: number; parked: number; open: number; shipped: number; cancelled: number };
  hubs: { hub: string; waiting: number; dead: number; oldestSeconds: number | null }[];
}

/** What travels in the socket event `event`. */
export type Pushed =
  | { [V in ViewName]: { type: 'view'; view: V; data: Views[V]; position: number; now?: string } }[ViewName]
  | { type: 'bell'; topic: string; position: number }
  | { type: 'closing' }
  | { type: 'signed_out'; why: 'elsewhere' | 'revoked' | 'ended' };

/** Handshake data and the answer to `snapshot`. */
export interface SnapshotRequest {
  view: ViewName;
}
export type SnapshotReply =
  | { ok: true; view: ViewName; data: Views[ViewName]; position: number; now?: string }
  | { ok: false; refusal: string };

/** GET /session and the answer to signing in. */
export type ManualEntry = 'allowed' | 'with_reason' | 'never';

export interface Me {
  site: string;
  siteName: string;
  protocol: number;
  operator: { operator: string; name: string; role: string; language: string; permissions: string[] } | null;
  /** Names this sign-in and opens nothing: what was scanned under another is not sent under it. */
  session?: string;
  device: { device: string; kind: string; station: string | null } | null;
  station: string | null;
  /** Whether codes may be typed at the site, and must say why. */
  manualEntry?: ManualEntry;
  /** The site's time zone and clock, so that every screen counts down by the server's time and not by the device's. */
  timezone?: string;
  now?: string;
  /** Packing stations a packer may choose from when signing in. */
  stations?: { station: string; name: string }[];
}

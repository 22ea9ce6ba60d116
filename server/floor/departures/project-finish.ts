import type { WallView } from '../../protocol/views.ts';

/** What one departure still needs. */
export interface DepartureWork {
  cutOffAt: Date;
  /** Lines on walks that nobody has picked yet. */
  linesToPick: number;
  /** Lines of shipments that wait for release. */
  linesToRelease: number;
  /** Shipments with anything not staged. Each counts as one parcel: more is known only at the bench. */
  shipmentsToStage: number;
}

/** How fast the floor is: rates per hour where they are measured, and who is signed on where they are not. */
export interface Pace {
  linesPerHour: number | null;
  parcelsPerHour: number | null;
  pickers: number;
  packers: number;
}

type Departure = WallView['departures'][number];
export interface Projection {
  projectedAt: Date | null;
  verdict: Departure['verdict'];
  bottleneck: Departure['bottleneck'];
}

/** Cart picking with a scan per place, item and tote; walking included. */
const plannedSecondsPerLine = 40;
/** Verify, close, label and stage one parcel. */
const plannedSecondsPerParcel = 75;

const minuteMs = 60_000;
const tightShare = 0.9;
const hopelessShare = 1.25;
const lastChanceMs = 30 * minuteMs;
const emptyFloorMs = 120 * minuteMs;

/**
 * When each departure will be complete if the floor goes on as it does, and whether that is in time. One projection per
 * departure, in the order given; what has the earlier cut-off is worked first whatever that order is.
 */
export function projectFinish(
  departures: readonly Readonly<DepartureWork>[],
  pace: Readonly<Pace>,
  now: Date,
): Projection[] {
  const msPerLine = msPerPiece(pace.linesPerHour, pace.pickers, plannedSecondsPerLine);
  const msPerParcel = msPerPiece(pace.parcelsPerHour, pace.packers, plannedSecondsPerParcel);
  return departures.map((departure) => {
    if (departure.shipmentsToStage === 0) return { projectedAt: null, verdict: 'done', bottleneck: null };
    const queue = departures.filter((other) => other.cutOffAt <= departure.cutOffAt);
    const finish = finishOf(queue, msPerLine, msPerParcel);
    const finishMs = finish === null ? null : now.getTime() + finish.ms;
    const verdict = judge(departure.cutOffAt.getTime(), finishMs, now.getTime());
    return {
      projectedAt: finishMs === null ? null : new Date(Math.ceil(finishMs / minuteMs) * minuteMs),
      verdict,
      bottleneck: verdict === 'ok' ? null : bottleneckOf(queue, finish),
    };
  });
}

/** A rate of nothing is no measurement: people had a break or nothing to do. Null when nobody could do a piece. */
function msPerPiece(perHour: number | null, people: number, plannedSeconds: number): number | null {
  if (perHour !== null && perHour > 0) return 3_600_000 / perHour;
  return people > 0 ? (plannedSeconds * 1_000) / people : null;
}

interface Finish {
  ms: number;
  endsLast: 'picking' | 'packing';
}

function finishOf(
  queue: readonly DepartureWork[],
  msPerLine: number | null,
  msPerParcel: number | null,
): Finish | null {
  const lines = sum(queue, (one) => one.linesToPick + one.linesToRelease);
  const parcels = sum(queue, (one) => one.shipmentsToStage);
  const pickMs = lines === 0 ? 0 : msPerLine === null ? null : lines * msPerLine;
  if (pickMs === null || msPerParcel === null) return null;
  const packMs = parcels * msPerParcel;
  if (lines > 0 && pickMs + msPerParcel >= packMs) return { ms: pickMs + msPerParcel, endsLast: 'picking' };
  return { ms: packMs, endsLast: 'packing' };
}

function judge(cutOffMs: number, finishMs: number | null, nowMs: number): 'ok' | 'look' | 'stop' {
  const leftMs = cutOffMs - nowMs;
  if (leftMs <= 0) return 'stop';
  if (finishMs === null) return leftMs <= lastChanceMs ? 'stop' : leftMs <= emptyFloorMs ? 'look' : 'ok';
  const share = (finishMs - nowMs) / leftMs;
  if (share <= tightShare) return 'ok';
  return share > 1 && (share > hopelessShare || leftMs <= lastChanceMs) ? 'stop' : 'look';
}

function bottleneckOf(
  queue: readonly DepartureWork[],
  finish: Finish | null,
): NonNullable<Departure['bottleneck']> {
  const toPick = sum(queue, (one) => one.linesToPick);
  const toRelease = sum(queue, (one) => one.linesToRelease);
  if (toPick === 0 && toRelease > 0) return 'release';
  if (finish !== null) return finish.endsLast;
  return toPick + toRelease > 0 ? 'picking' : 'packing';
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

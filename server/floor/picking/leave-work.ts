import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { TaskState } from './pick-task.states.ts';

export interface WorkInHand {
  state: TaskState;
  cart: string | null;
  atLocation: string | null;
  counted: number;
  /** Its goods stand there and whoever has it now has not taken them over yet. */
  standsAt: string | null;
}

/** A tote in hand; `arriving`: it came with goods from the zone before. */
export interface ToteInHand {
  tote: string | null;
  arriving: string | null;
}

/** Where work goes that somebody leaves: with goods it stands and waits, without any it is as if nobody had had it. */
export function whereItGoes(
  task: Readonly<WorkInHand>,
  places: readonly Readonly<ToteInHand>[],
): 'pool' | 'parked' {
  const hasFetched = places.some(({ tote, arriving }) => tote !== null && tote === arriving);
  return task.state === 'claimed' && task.standsAt === null && !hasFetched ? 'pool' : 'parked';
}

/** "Not me": only before anything was scanned on it. */
export function declineWork(
  task: Readonly<WorkInHand>,
  places: readonly Readonly<ToteInHand>[],
): Refused | { to: 'pool' | 'parked' } {
  if (task.state !== 'claimed') return refuse('DECLINE_TOO_LATE');
  if (task.standsAt !== null) return { to: 'parked' };
  const isBegun =
    task.cart !== null ||
    task.atLocation !== null ||
    task.counted > 0 ||
    places.some(({ tote }) => tote !== null);
  return isBegun ? refuse('DECLINE_TOO_LATE') : { to: 'pool' };
}

/** Where the cart stands: where the person scanned, else where they scanned last, else where they took something last. */
export function whereItStands(
  task: Readonly<WorkInHand>,
  scanned: string | null,
  lastTakenAt: string | null,
  dropPlace: string,
): string {
  return scanned ?? task.standsAt ?? task.atLocation ?? lastTakenAt ?? dropPlace;
}

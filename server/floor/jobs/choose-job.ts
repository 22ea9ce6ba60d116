import type { JobKind } from './job.states.ts';

/** Something small that nobody has taken on. */
export interface WaitingJob {
  kind: JobKind;
  ref: number;
  xMm: number;
  yMm: number;
  atMs: number;
}

type At = Readonly<{ xMm: number; yMm: number }> | null;

/** Which job somebody without a walk gets: the nearest, then the one that waits longest. Says why, so that the screen can. */
export function chooseJob<J extends WaitingJob>(
  waiting: readonly Readonly<J>[],
  at: At,
): { job: Readonly<J>; code: 'nearest' | 'oldest' } | null {
  const [job, other] = byNearness(waiting, at);
  if (job === undefined) return null;
  const isNearest = at !== null && (other === undefined || distance(job, at) < distance(other, at));
  return { job, code: isNearest ? 'nearest' : 'oldest' };
}

export function byNearness<J extends WaitingJob>(waiting: readonly Readonly<J>[], at: At): Readonly<J>[] {
  return [...waiting].sort(
    (a, b) =>
      distance(a, at) - distance(b, at) || a.atMs - b.atMs || a.kind.localeCompare(b.kind) || a.ref - b.ref,
  );
}

function distance(job: WaitingJob, at: At): number {
  return at === null ? 0 : Math.abs(job.xMm - at.xMm) + Math.abs(job.yMm - at.yMm);
}

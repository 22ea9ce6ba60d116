/** So many at once, so many a second from then on. */
export interface TokenBucket {
  take(): boolean;
}

/** `nowMs` may stand still or jump, as a simulated day's clock does: the wall clock then fills the bucket. */
export function tokenBucket(
  limits: Readonly<{ perSecond: number; burst: number }>,
  nowMs: () => number,
): TokenBucket {
  let tokens = limits.burst;
  let filledAt = nowMs();
  let filledAtWall = performance.now();
  return {
    take() {
      const [at, atWall] = [nowMs(), performance.now()];
      const seconds = Math.max(at - filledAt, atWall - filledAtWall, 0) / 1_000;
      filledAt = at;
      filledAtWall = atWall;
      tokens = Math.min(limits.burst, tokens + seconds * limits.perSecond);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

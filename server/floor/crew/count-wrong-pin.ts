export interface PinTries {
  readonly failedPins: number;
  readonly lockedUntil: Date | null;
}

const freeTries = 4;
const firstDelaySeconds = 5;
const lockAt = 10;
const lockMinutes = 15;

/** Somebody typed a PIN that is not this badge's: the next try has to wait longer. */
export function countWrongPin(
  tries: Pick<PinTries, 'failedPins'>,
  now: Date,
): PinTries & { isLocked: boolean } {
  const failedPins = tries.failedPins + 1;
  const isLocked = failedPins >= lockAt;
  const seconds = isLocked
    ? lockMinutes * 60
    : failedPins > freeTries
      ? firstDelaySeconds * 2 ** (failedPins - freeTries - 1)
      : 0;
  return {
    failedPins,
    lockedUntil: seconds === 0 ? null : new Date(now.getTime() + seconds * 1_000),
    isLocked,
  };
}

/** Milliseconds until a PIN is looked at again; 0 when it is now. */
export function lockedFor(tries: Pick<PinTries, 'lockedUntil'>, now: Date): number {
  return Math.max(0, (tries.lockedUntil?.getTime() ?? 0) - now.getTime());
}

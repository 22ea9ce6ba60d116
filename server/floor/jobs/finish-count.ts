import type { SeenPlace } from './jobs.entities.ts';

/**
 * Pickers work on while somebody counts. What they took or put between the first and the last scan of a count may or may not be
 * in its number, so the number says nothing: the place is counted once more.
 */
export function isDisturbed(before: Readonly<SeenPlace> | null, now: Readonly<SeenPlace>): boolean {
  return (
    before !== null &&
    (before.available !== now.available || before.missing !== now.missing || before.inHand !== now.inHand)
  );
}

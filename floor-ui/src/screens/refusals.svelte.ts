import type { LinkToServer } from '../link/link.svelte.ts';
import type { Refused } from './refused.ts';

/** The noes on the glass. */
export class Refusals {
  /** The answer to what was done just now: the next scan ends it, and so does its yes. */
  now = $state.raw<Refused | null>(null);
  /**
   * Of commands that had waited for the link, and what was refused since. Nobody was looking when they came, one after
   * the other: all of them stand until somebody says that they are read.
   */
  missed = $state.raw<readonly Refused[]>([]);

  get isRed(): boolean {
    return this.now !== null || this.missed.length > 0;
  }

  hear(refused: Refused, wasKept: boolean): void {
    if (wasKept || this.missed.length > 0) this.missed = [...this.missed, refused];
    else this.now = refused;
  }

  goOn(): void {
    this.now = null;
  }

  read(): void {
    this.now = null;
    this.missed = [];
  }
}

/** To be asked when a command is sent; what it gives tells, with the answer there, whether the link was away between. */
export function awayWatch(link: LinkToServer): () => boolean {
  const { losses } = link;
  const wasAway = link.state !== 'live';
  return () => wasAway || link.losses !== losses;
}

/** Two equal reads closer than this are one pull of the trigger. */
const sameReadMs = 400;

/**
 * Tells a second read of the same pull from a second thing. A trigger that is held reads on and on, so each equal read
 * moves the end of the pull; two labels in the scanner's view take turns, so each code has a pull of its own.
 */
export class SameRead {
  #lastAt = new Map<string, number>();

  /** Whether this read belongs to a pull that was heard already. */
  isRepeat(code: string, at: number): boolean {
    const before = this.#lastAt.get(code);
    for (const [other, heardAt] of this.#lastAt) if (at - heardAt >= sameReadMs) this.#lastAt.delete(other);
    this.#lastAt.set(code, at);
    return before !== undefined && at - before < sameReadMs;
  }
}

/** As long as the second half of a double tap may take. */
const glanceMs = 350;
/** What has to be read is not read sooner. */
const readMs = 700;

/**
 * For a moment after something else stands on the glass, a finger that was on its way means what stood there before.
 * Scans say themselves what they are about, and never wait.
 */
export class Settling {
  isOver = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;

  begin({ isToRead }: { isToRead: boolean }): void {
    this.isOver = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.isOver = true), isToRead ? readMs : glanceMs);
  }
}

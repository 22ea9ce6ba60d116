/** The site's time: the server's clock as last told, ticking on by the device's. A demo may live in another year. */
export class SiteClock {
  now = $state(Date.now());
  #offsetMs = 0;

  constructor(told?: string) {
    if (told !== undefined) this.set(told);
    $effect(() => {
      const ticking = setInterval(() => this.#tick(), 1_000);
      return () => clearInterval(ticking);
    });
  }

  set(told: string): void {
    const at = Date.parse(told);
    if (Number.isNaN(at)) return;
    this.#offsetMs = at - Date.now();
    this.#tick();
  }

  #tick(): void {
    this.now = Date.now() + this.#offsetMs;
  }
}

import type { ViewName, Views } from '../../../server/protocol/views.ts';
import type { LinkToServer } from './link.svelte.ts';
import type { SiteClock } from './site-clock.svelte.ts';

/** A view of the server, kept fresh: asked for at every connect, then pushed. */
export class Live<V extends ViewName> {
  data = $state.raw<Views[V] | null>(null);
  /** The device's time of the last word from the server. */
  heardAt = $state<number | null>(null);
  refused = $state<string | null>(null);

  readonly #view: V;
  readonly #link: LinkToServer;
  readonly #clock: SiteClock;
  #position = -1;

  constructor(link: LinkToServer, view: V, clock: SiteClock) {
    this.#link = link;
    this.#view = view;
    this.#clock = clock;
    link.onConnect(() => void this.refresh());
    link.onPushed((pushed) => {
      if (pushed.type !== 'view' || pushed.view !== view || pushed.position < this.#position) return;
      this.#take(pushed.data as Views[V], pushed.position, pushed.now); // `view` names the type of `data`
    });
  }

  async refresh(): Promise<void> {
    const before = this.#position;
    const reply = await this.#link.snapshot(this.#view);
    if (reply === null) return;
    if (!reply.ok) {
      if (reply.refusal === 'UNAVAILABLE') setTimeout(() => void this.refresh(), 2_000);
      else this.refused = reply.refusal;
      return;
    }
    this.refused = null;
    // Something newer was pushed while the snapshot was on its way. A lower position alone may be a restored server.
    if (this.#position !== before && reply.position < this.#position) return;
    this.#take(reply.data as Views[V], reply.position, reply.now);
  }

  /** What a reply to a command already told us; the push about it comes later and says the same. */
  replace(data: Views[V]): void {
    this.data = data;
    this.heardAt = Date.now();
  }

  #take(data: Views[V], position: number, now: string | undefined): void {
    this.#position = position;
    this.replace(data);
    const told = now ?? (typeof data === 'object' && 'now' in data ? data.now : undefined);
    if (told !== undefined) this.#clock.set(told);
  }
}

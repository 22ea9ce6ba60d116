import type { DeskTab } from '../../words/words.ts';

export const deskTabs: readonly DeskTab[] = ['floor', 'orders', 'release', 'exceptions', 'people', 'setup'];

/** Where the desk stands: `#exceptions?kind=count&q=mug`. A link to it shows the same to a colleague, and Back goes back. */
export class DeskAddress {
  #hash = $state(location.hash);
  readonly #parts = $derived(this.#hash.replace(/^#/, '').split('?'));
  readonly #filters = $derived(new URLSearchParams(this.#parts[1] ?? ''));
  readonly tab = $derived<DeskTab>(deskTabs.find((tab) => tab === this.#parts[0]) ?? 'floor');
  readonly search = $derived(this.#filters.get('q') ?? '');
  readonly kind = $derived(this.#filters.get('kind'));

  constructor() {
    $effect(() => {
      const follow = (): void => void (this.#hash = location.hash);
      window.addEventListener('hashchange', follow);
      return () => window.removeEventListener('hashchange', follow);
    });
  }

  to(tab: DeskTab, filters: { q?: string; kind?: string | null } = {}): string {
    const kept = new URLSearchParams();
    const q = filters.q ?? this.search;
    if (q !== '') kept.set('q', q);
    if (filters.kind !== undefined && filters.kind !== null) kept.set('kind', filters.kind);
    const query = kept.toString();
    return `#${tab}${query === '' ? '' : `?${query}`}`;
  }

  /** Typing in the search box changes the address without filling the history. */
  find(q: string): void {
    history.replaceState(null, '', this.to(this.tab, { q, kind: this.kind }));
    this.#hash = location.hash;
  }
}

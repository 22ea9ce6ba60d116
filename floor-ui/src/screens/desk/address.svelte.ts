import type { DeskTab } from '../../words/words.ts';
import { readAddress, writeAddress, type DeskPlace } from './address-text.ts';

/** Where the desk stands. A link to it shows the same to a colleague, and Back goes back. */
export class DeskAddress {
  #place = $state.raw<DeskPlace>(readAddress(location.hash));

  constructor() {
    $effect(() => {
      const follow = (): void => void (this.#place = readAddress(location.hash));
      window.addEventListener('hashchange', follow);
      return () => window.removeEventListener('hashchange', follow);
    });
  }

  get tab(): DeskTab {
    return this.#place.tab;
  }

  get search(): string {
    return this.#place.search;
  }

  get kind(): string | null {
    return this.#place.kind;
  }

  to(tab: DeskTab, kind: string | null = null): string {
    return writeAddress({ tab, search: this.search, kind });
  }

  /** Typing in the search box changes the address without filling the history. */
  find(search: string): void {
    this.#place = { ...this.#place, search };
    history.replaceState(null, '', writeAddress(this.#place));
  }
}

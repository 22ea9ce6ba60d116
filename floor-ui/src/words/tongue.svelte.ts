import type { Settings } from '../settings/settings.svelte.ts';
import { catalogues } from './catalogues.ts';
import { Format } from './format.ts';
import type { Words } from './words.ts';

/** The words and the number and time forms of the language chosen now. */
export class Tongue {
  readonly #settings: Settings;
  #timezone = $state<string | undefined>(undefined);
  readonly words = $derived.by<Words>(() => catalogues[this.#settings.language]);
  readonly format = $derived.by(() => new Format(this.words.locale, this.#timezone));

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  setTimezone(timezone: string | undefined): void {
    this.#timezone = timezone;
  }
}

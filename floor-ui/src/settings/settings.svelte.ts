import type { LanguageCode } from '../words/languages.ts';
import { languages } from '../words/languages.ts';

export type Theme = 'day' | 'night' | 'contrast';
export type Hand = 'right' | 'left';

interface Kept {
  language: LanguageCode | null;
  theme: Theme;
  textPercent: number;
  hand: Hand;
  volume: number;
  vibrates: boolean;
  /** The camera is this device's scanner: its button stands on every screen that asks for a scan. */
  usesCamera: boolean;
}

export const textSteps = [70, 85, 100, 125, 150, 200, 300, 400] as const;

/** How this device shows itself. Kept on the device; the language follows the person until somebody chooses one here. */
export class Settings {
  #kept = $state.raw<Kept>({
    language: null,
    theme: 'day',
    textPercent: 100,
    hand: 'right',
    volume: 7,
    vibrates: true,
    usesCamera: false,
  });
  #personLanguage = $state<string | null>(null);
  readonly #key: string;

  constructor(screen: string, theme: Theme) {
    this.#key = `floorwave.settings.${screen}`;
    this.#kept = { ...this.#kept, theme, ...readKept(this.#key) };
    $effect(() => {
      const root = document.documentElement;
      root.dataset['theme'] = this.theme;
      root.dataset['hand'] = this.hand;
      root.lang = this.language;
      root.style.setProperty('--text', String(this.textPercent / 100));
    });
  }

  get language(): LanguageCode {
    return (
      this.#kept.language ?? known(this.#personLanguage) ?? known(navigator.language.slice(0, 2)) ?? 'en'
    );
  }
  get theme(): Theme {
    return this.#kept.theme;
  }
  get textPercent(): number {
    return this.#kept.textPercent;
  }
  get hand(): Hand {
    return this.#kept.hand;
  }
  get volume(): number {
    return this.#kept.volume;
  }
  get vibrates(): boolean {
    return this.#kept.vibrates;
  }

  get usesCamera(): boolean {
    return this.#kept.usesCamera;
  }

  followPerson(language: string | null): void {
    this.#personLanguage = language;
  }

  change(changed: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changed };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // Storage forbidden: the choice holds until the page is closed.
    }
  }
}

function known(language: string | null): LanguageCode | null {
  return languages.find((code) => code === language) ?? null;
}

function readKept(key: string): Partial<Kept> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Partial<Kept>) : {}; // written by `change` above
  } catch {
    return {};
  }
}

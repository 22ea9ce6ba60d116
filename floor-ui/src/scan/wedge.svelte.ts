import { Burst, type Heard } from './burst.ts';
import { SameRead } from './same-read.ts';

export interface WedgeEars {
  /** A whole code, raw: prefixes and AIM ids stay, the server reads them. */
  scan(code: string): void;
  /** The same code again from the same pull of the trigger: it counts for nothing. */
  repeat?(): void;
  /** Keys that fingers pressed: digits, letters, Enter, Escape, F1, Backspace … */
  key(key: string): void;
}

/**
 * Hears a keyboard-wedge scanner wherever the focus is. Visible inputs keep their own keys.
 * The invisible input of ScanFocus holds the focus so that Android sends keys at all.
 */
export class Wedge {
  readonly #burst = new Burst();
  readonly #ears: WedgeEars;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #sameRead = new SameRead();

  constructor(ears: WedgeEars) {
    this.#ears = ears;
    $effect(() => {
      const onKey = (event: KeyboardEvent): void => this.#onKey(event);
      window.addEventListener('keydown', onKey, { capture: true });
      return () => {
        window.removeEventListener('keydown', onKey, { capture: true });
        clearTimeout(this.#timer);
      };
    });
  }

  /** While a quantity is asked, up to this many digits are a number and not a barcode. */
  expectDigits(most: number): void {
    this.#burst.typedDigits = most;
  }

  /** Text that came without key events, as some Android keyboards send it: in one piece it is a scan. */
  text(text: string): void {
    const now = performance.now();
    for (const character of text) if (isPrintable(character)) this.#tell(this.#burst.key(character, now));
    if (/[\r\n\t]$/.test(text)) this.#tell(this.#burst.end('Enter'));
    else this.#waitForSilence();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || isVisibleInput(event.target)) return;
    const { key } = event;
    if (isPrintable(key)) {
      event.preventDefault();
      this.#tell(this.#burst.key(key, event.timeStamp));
      this.#waitForSilence();
      return;
    }
    if ((key === 'Enter' || key === 'Tab') && !this.#burst.isEmpty) {
      event.preventDefault();
      event.stopPropagation();
      this.#tell(this.#burst.end(key));
      return;
    }
    if (key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    if (!handledKeys.has(key)) return;
    event.preventDefault();
    this.#tell(this.#burst.silence());
    this.#ears.key(key);
  }

  #waitForSilence(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(this.#burst.silence()), this.#burst.waitMs);
  }

  #tell(heard: Heard): void {
    if (heard.kind === 'nothing') return;
    clearTimeout(this.#timer);
    if (heard.kind === 'keys') {
      for (const key of heard.keys) this.#ears.key(key);
      return;
    }
    if (this.#sameRead.isRepeat(heard.code, heard.at)) this.#ears.repeat?.();
    else this.#ears.scan(heard.code);
  }
}

const handledKeys = new Set(['Enter', 'Escape', 'Backspace', 'F1', 'F2']);

/** One character that is no control character: those a scanner may send as GS separators come as Alt codes or not at all. */
function isPrintable(key: string): boolean {
  return [...key].length === 1 && !/\p{Cc}/u.test(key);
}

function isVisibleInput(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.dataset['scan'] !== undefined) return false;
  return target.matches('input, textarea, select, [contenteditable]');
}

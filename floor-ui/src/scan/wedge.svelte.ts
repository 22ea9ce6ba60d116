import { Burst, type EndKey, type Heard, type ReadBy } from './burst.ts';
import { keptFrame, unframed } from './frame.ts';
import { nameKey } from './key-names.ts';
import { SameRead } from './same-read.ts';

/** How a scan reached the page; the self-test shows it. */
export interface Read extends ReadBy {
  way: 'keys' | 'text' | 'composition';
  /** With everything the scanner put around it. */
  sent: string;
}

export interface WedgeEars {
  /** A whole code, raw: AIM ids stay, the server reads them. */
  scan(code: string, read: Read): void;
  /** The same code again from the same pull of the trigger: it counts for nothing. */
  repeat?(): void;
  /** Keys that fingers pressed: digits, letters, Enter, Escape, F1, Backspace … */
  key(key: string): void;
}

/** The browser hands a character typed as Alt and its number over as text too. */
const sameCharacterMs = 100;

/**
 * Hears a keyboard-wedge scanner wherever the focus is. Visible inputs keep their own keys.
 * The invisible input of ScanFocus holds the focus so that Android sends keys at all, and takes the text of scanners
 * that come as an input method: those send no keys, or keys without a name.
 */
export class Wedge {
  frame = keptFrame();
  readonly #burst = new Burst();
  readonly #ears: WedgeEars;
  readonly #sameRead = new SameRead();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #way: Read['way'] = 'keys';
  /** What was heard of the text that an input method has not finished. */
  #composed = '';
  /** Digits typed on the number pad while Alt is held. */
  #altDigits = '';
  #altCharacter = { text: '', at: -Infinity };
  /** The button that had the focus when Enter came: it is pressed once Enter turns out to stand alone. */
  #button: HTMLButtonElement | null = null;

  constructor(ears: WedgeEars) {
    this.#ears = ears;
    $effect(() => {
      const onKey = (event: KeyboardEvent): void => this.#onKey(event);
      const onKeyUp = (event: KeyboardEvent): void => this.#onKeyUp(event);
      const onKeyPress = (event: KeyboardEvent): void => {
        if (this.#isAltCharacter(event.key, event.timeStamp)) event.preventDefault();
      };
      window.addEventListener('keydown', onKey, { capture: true });
      window.addEventListener('keyup', onKeyUp, { capture: true });
      window.addEventListener('keypress', onKeyPress, { capture: true });
      return () => {
        window.removeEventListener('keydown', onKey, { capture: true });
        window.removeEventListener('keyup', onKeyUp, { capture: true });
        window.removeEventListener('keypress', onKeyPress, { capture: true });
        clearTimeout(this.#timer);
      };
    });
  }

  /** Text that came without key events, as Android's input methods send it: in one piece it is a scan. */
  text(text: string, at: number): void {
    if (text === '' || this.#isAltCharacter(text, at)) return;
    this.#characters(text, at, 'text');
  }

  /** The whole text so far of an input method that is still composing. */
  composing(text: string, at: number): void {
    if (text.startsWith(this.#composed))
      this.#characters(text.slice(this.#composed.length), at, 'composition');
    else {
      // It thought better of what it had written.
      this.#burst.forget();
      this.#characters(text, at, 'composition');
    }
    this.#composed = text;
  }

  composed(): void {
    this.#composed = '';
  }

  /** An end key that came as an edit of the text, without a key event. */
  lineBreak(at: number): void {
    this.#end('Enter', at);
  }

  #characters(text: string, at: number, way: Read['way']): void {
    if (this.#burst.isEmpty) this.#way = way;
    for (const [index, character] of [...text].entries()) {
      const isLast = index === [...text].length - 1;
      if (isLast && character === '\t') return this.#end('Tab', at);
      if (isLast && (character === '\n' || character === '\r')) return this.#end('Enter', at);
      this.#tell(this.#burst.key(character, at));
    }
    this.#waitForSilence();
  }

  #onKey(event: KeyboardEvent): void {
    if (isVisibleInput(event.target)) return;
    if (event.repeat) return this.#onHeldKey(event);
    if (event.key === 'Alt') this.#altDigits = '';
    if (event.altKey && /^Numpad[0-9]$/.test(event.code)) {
      this.#altDigits += event.code.slice(-1);
      event.preventDefault();
      return;
    }
    const named = nameKey({
      key: event.key,
      ctrl: event.ctrlKey,
      alt: event.altKey,
      meta: event.metaKey,
      altGraph: event.getModifierState('AltGraph'),
    });
    if (named.kind === 'silent') return;
    const wasEmpty = this.#burst.isEmpty;
    // Characters of a composition come as text; keys that are none still end or leave it.
    if (event.isComposing && (event.keyCode === 229 || [...event.key].length === 1)) return;
    if (wasEmpty) this.#way = 'keys';
    if (named.kind === 'end') {
      if (wasEmpty) this.#button = event.target instanceof HTMLButtonElement ? event.target : null;
      // Tab alone moves the focus, as everywhere.
      if (!wasEmpty || named.key === 'Enter') swallow(event);
      return this.#end(named.key, event.timeStamp);
    }
    this.#tell(this.#burst.key(named.key, event.timeStamp));
    if (named.key.isDone !== true || !wasEmpty) swallow(event);
    this.#waitForSilence();
  }

  /** A finger that stays on a key: only erasing goes on. */
  #onHeldKey(event: KeyboardEvent): void {
    if ([...event.key].length !== 1 && !['Enter', 'Escape', 'Backspace'].includes(event.key)) return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.key !== 'Backspace') return;
    this.#tell(this.#burst.silence());
    this.#ears.key('Backspace');
  }

  #onKeyUp(event: KeyboardEvent): void {
    if (event.key !== 'Alt' || this.#altDigits === '') return;
    const text = String.fromCodePoint(Number(this.#altDigits.slice(-4)) % 256);
    this.#altDigits = '';
    this.#altCharacter = { text, at: event.timeStamp };
    if (this.#burst.isEmpty) this.#way = 'keys';
    if (text === '\r' || text === '\t') return this.#end(text === '\r' ? 'Enter' : 'Tab', event.timeStamp);
    this.#tell(this.#burst.key(text, event.timeStamp));
    this.#waitForSilence();
  }

  #isAltCharacter(text: string, at: number): boolean {
    return text === this.#altCharacter.text && at - this.#altCharacter.at < sameCharacterMs;
  }

  #end(key: EndKey, at: number): void {
    if (this.frame.end === 'any' || this.frame.end === key) this.#tell(this.#burst.end(key, at));
    else {
      const as = key === 'Enter' ? '\r' : '\t';
      this.#tell(this.#burst.key({ key, as, ...(key === 'Tab' ? { isDone: true } : {}) }, at));
    }
    this.#waitForSilence();
  }

  #waitForSilence(): void {
    clearTimeout(this.#timer);
    if (this.#burst.isEmpty) return;
    this.#timer = setTimeout(() => this.#tell(this.#burst.silence()), this.#burst.waitMs);
  }

  #tell(heard: Heard): void {
    if (heard.kind === 'nothing') return;
    clearTimeout(this.#timer);
    const button = this.#button;
    this.#button = null;
    if (heard.kind === 'keys') {
      for (const key of heard.keys) {
        if (key === 'Enter' && button !== null) button.click();
        else this.#ears.key(key);
      }
      return;
    }
    const code = unframed(heard.code, this.frame);
    if (code === '') return;
    if (this.#sameRead.isRepeat(code, heard.at)) this.#ears.repeat?.();
    else this.#ears.scan(code, { ...heard.by, way: this.#way, sent: heard.code });
  }
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function isVisibleInput(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.dataset['scan'] !== undefined) return false;
  return target.matches('input, textarea, select, [contenteditable]');
}

import { longestScan } from '../../../server/barcode/read-scan.ts';

/**
 * Tells a scanner from fingers. A scanner types a whole code in one burst, a person one key at a time; both arrive as
 * the same key events. Pure: time comes in with each key, and the caller keeps the timer that `waitMs` asks for.
 *
 * A code may hold any byte, and a scanner types some of them as Escape, F1 or Ctrl+O. Inside a burst such a key is a
 * character of the code; it is a hotkey only when it stands alone.
 */

/** Fingers need 80 ms and more between keys; scanners stay under 30, and a loaded browser may stretch one gap. */
const scannerGapMs = 50;
/** A few keys say little about their speed: all of them must be quicker than any two fingers. */
const fewKeys = 3;
const fewKeysGapMs = 35;
const longestGapMs = 400;
/** One more than the server reads: what comes longer is still seen to be too long, and a scan of a megabyte is not kept. */
export const longestKept = longestScan + 1;
/** Silence that ends a scan whose scanner sends no end key. The first time we wait longer, the end key may yet come. */
const silenceMs = 50;
const firstSilenceMs = 150;
/** A hotkey waits this long to see whether it stands alone. */
const hotkeyMs = 60;
/** An end key that comes so late belongs to the scan that silence ended already. */
const lateEndMs = 300;

export type Heard =
  | { kind: 'nothing' }
  /** `at`: when its last character came, not when a busy page got round to it. */
  | { kind: 'scan'; code: string; at: number; by: ReadBy }
  /** Not a scan: what was typed, key by key, with the key that ended it. */
  | { kind: 'keys'; keys: string[] };

/** How a scan was typed; the self-test shows it. */
export interface ReadBy {
  end: EndKey | 'none';
  /** Between its keys: the middle one and the longest. */
  gapMs: number;
  longestGapMs: number;
}

export type EndKey = 'Enter' | 'Tab';

export interface Key {
  /** As the browser names it. */
  key: string;
  /** As it stands in a code: the character itself, or the control character that a scanner types as this key. */
  as: string;
  /** It acts by itself, as F5 does: by the time we know that it was alone there is nothing left to do. */
  isDone?: boolean;
}

const nothing: Heard = { kind: 'nothing' };

export class Burst {
  #keys: (Key & { at: number })[] = [];
  /** Of the last key heard, kept or not. */
  #lastAt = -Infinity;
  #endsInSilence = false;
  #lastEnd: { at: number; by: 'key' | 'silence' } = { at: -Infinity, by: 'key' };
  /** These keys came close behind the end of a scan: they are a scan of their own or nothing, and never hotkeys. */
  #isTail = false;

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** How long to wait for the next key before `silence` is due. */
  get waitMs(): number {
    if (this.#keys.every((key) => !isCharacter(key))) return hotkeyMs;
    return this.#endsInSilence ? silenceMs : firstSilenceMs;
  }

  /** One key that ends nothing. Hands back what was typed before it when that cannot belong to the same burst. */
  key(key: Key | string, at: number): Heard {
    const before = !this.isEmpty && at - this.#lastAt > longestGapMs ? this.#flush() : nothing;
    if (this.isEmpty) this.#isTail = at - this.#lastEnd.at <= scannerGapMs;
    this.#lastAt = at;
    if (this.#keys.length < longestKept)
      this.#keys.push({ ...(typeof key === 'string' ? { key, as: key } : key), at });
    return before;
  }

  /** Enter or Tab. */
  end(endKey: EndKey, at: number = this.#lastAt): Heard {
    const as = endKey === 'Enter' ? '\r' : '\t';
    if (this.isEmpty) {
      if (
        this.#lastEnd.by === 'silence' &&
        this.#lastEnd.at === this.#lastAt &&
        at - this.#lastAt <= lateEndMs
      ) {
        // The scan had an end key after all.
        this.#endsInSilence = false;
        return nothing;
      }
      return this.key({ key: endKey, as, isDone: endKey === 'Tab' }, at);
    }
    if (this.#isScan([...this.#gaps(), at - this.#lastAt])) {
      this.#endsInSilence = false;
      this.#lastEnd = { at, by: 'key' };
      return this.#scan(endKey);
    }
    if (this.#isTail) return this.#flush();
    return { kind: 'keys', keys: [...this.#take(), endKey] };
  }

  silence(): Heard {
    if (this.isEmpty) return nothing;
    if (!this.#isScan(this.#gaps())) return this.#flush();
    this.#endsInSilence = true;
    this.#lastEnd = { at: this.#lastAt, by: 'silence' };
    return this.#scan('none');
  }

  /** What came so far was not meant. */
  forget(): void {
    this.#keys = [];
  }

  #scan(end: ReadBy['end']): Heard {
    const gaps = this.#gaps().toSorted((a, b) => a - b);
    const by: ReadBy = { end, gapMs: gaps[Math.floor(gaps.length / 2)] ?? 0, longestGapMs: gaps.at(-1) ?? 0 };
    const code = this.#keys.map(({ as }) => as).join('');
    this.#keys = [];
    return { kind: 'scan', code, at: this.#lastAt, by };
  }

  #flush(): Heard {
    const keys = this.#take();
    return this.#isTail || keys.length === 0 ? nothing : { kind: 'keys', keys };
  }

  #take(): string[] {
    const keys = this.#keys.filter(({ isDone }) => isDone !== true).map(({ key }) => key);
    this.#keys = [];
    return keys;
  }

  /** The gaps between the keys, and before the end key where there was one. */
  #isScan(gaps: readonly number[]): boolean {
    if (this.#keys.length <= fewKeys || !this.#keys.some(isCharacter))
      return gaps.length > 0 && gaps.every((gap) => gap <= fewKeysGapMs);
    return (gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0) <= scannerGapMs;
  }

  #gaps(): number[] {
    return this.#keys.slice(1).map(({ at }, index) => at - (this.#keys[index]?.at ?? at));
  }
}

function isCharacter({ key }: Key): boolean {
  return [...key].length === 1;
}

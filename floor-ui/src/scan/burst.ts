import { longestScan } from '../../../server/barcode/read-scan.ts';

/**
 * Tells a scanner from fingers. A scanner types a whole code in one burst, a person one key at a time; both arrive as
 * the same key events. Pure: time comes in with each key, and the caller keeps the timer that `waitMs` asks for.
 */

/** Fingers need 80 ms and more between keys; scanners stay under 30, and a loaded browser may stretch one gap. */
const scannerGapMs = 50;
const longestGapMs = 400;
const shortestScan = 3;
/** One more than the server reads: what comes longer is still seen to be too long, and a scan of a megabyte is not kept. */
export const longestKept = longestScan + 1;
/** Silence that ends a scan whose scanner sends no end key. The first time we wait longer, the end key may yet come. */
const silenceMs = 50;
const firstSilenceMs = 150;

export type Heard =
  | { kind: 'nothing' }
  /** `at`: when its last character came, not when a busy page got round to it. */
  | { kind: 'scan'; code: string; at: number }
  /** Not a scan: what was typed, key by key, with the key that ended it. */
  | { kind: 'keys'; keys: string[] };

const nothing: Heard = { kind: 'nothing' };

export class Burst {
  #keys: { key: string; at: number }[] = [];
  /** Of the last key heard, kept or not. */
  #lastAt = 0;
  #endsInSilence = false;
  /** Digits up to this many are a typed number even when they come fast: a prompt for a quantity is open. */
  typedDigits = 0;

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** How long to wait for the next key before `silence` is due. */
  get waitMs(): number {
    return this.#endsInSilence ? silenceMs : firstSilenceMs;
  }

  /** One printable character. Hands back what was typed before it when that cannot belong to the same burst. */
  key(key: string, at: number): Heard {
    const before = !this.isEmpty && at - this.#lastAt > longestGapMs ? this.#flush() : nothing;
    this.#lastAt = at;
    if (this.#keys.length < longestKept) this.#keys.push({ key, at });
    return before;
  }

  /** Enter or Tab. */
  end(endKey: 'Enter' | 'Tab'): Heard {
    if (!this.#isScan()) return { kind: 'keys', keys: [...this.#take(), endKey] };
    this.#endsInSilence = false;
    return { kind: 'scan', code: this.#take().join(''), at: this.#lastAt };
  }

  silence(): Heard {
    if (this.isEmpty) return nothing;
    if (!this.#isScan() || this.#keys.length <= shortestScan) return this.#flush();
    this.#endsInSilence = true;
    return { kind: 'scan', code: this.#take().join(''), at: this.#lastAt };
  }

  #flush(): Heard {
    return { kind: 'keys', keys: this.#take() };
  }

  #take(): string[] {
    const keys = this.#keys.map(({ key }) => key);
    this.#keys = [];
    return keys;
  }

  #isScan(): boolean {
    const keys = this.#keys;
    if (keys.length < shortestScan) return false;
    if (keys.length <= this.typedDigits && keys.every(({ key }) => /^[0-9]$/.test(key))) return false;
    const gaps = keys.slice(1).map(({ at }, index) => at - (keys[index]?.at ?? at));
    const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
    return middle <= scannerGapMs;
  }
}

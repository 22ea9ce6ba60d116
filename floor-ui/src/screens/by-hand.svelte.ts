import type { CommandBody, EntryReason } from '../../../server/protocol/commands.ts';
import type { ManualEntry } from '../../../server/protocol/views.ts';

/** How a code came in, as the command says it; nothing: it was scanned. */
export type Entered = Pick<CommandBody<'PickScan'>, 'entered' | 'why'>;

export const entryReasons: readonly EntryReason[] = ['label_dirty', 'label_missing', 'scanner_broken'];

const longestEntry = 64;

/**
 * `place`: its check digits may be typed even where codes may not. `digits`: they are to be typed. `question`: nothing is
 * done with the code.
 */
export type Asked = 'code' | 'place' | 'digits' | 'question';

/** A code that is typed on the glass: its characters so far, and why it is not scanned, where the site asks. */
export class ByHand {
  entry = $state('');
  why = $state<EntryReason | null>(null);
  readonly #policy: ManualEntry;
  readonly #asked: () => Asked;

  constructor(policy: ManualEntry, asked: () => Asked) {
    this.#policy = policy;
    this.#asked = asked;
  }

  get asksWhy(): boolean {
    const asked = this.#asked();
    return this.#policy !== 'allowed' && asked !== 'question' && asked !== 'digits' && this.why === null;
  }

  /** Whether anything can be typed now. */
  get isAllowed(): boolean {
    return this.#policy !== 'never' || this.#asked() !== 'code';
  }

  get isForCheckDigits(): boolean {
    const asked = this.#asked();
    return asked === 'digits' || (this.#policy === 'never' && asked === 'place');
  }

  /** A new code: its label has a trouble of its own, but a broken scanner stays broken. */
  begin(): void {
    this.entry = '';
    if (this.why !== 'scanner_broken') this.why = null;
  }

  /** True: the code is whole. */
  type(key: string): boolean {
    if (this.asksWhy) return false;
    if (key === 'Backspace') this.entry = this.entry.slice(0, -1);
    else if ([...key].length === 1) this.entry = `${this.entry}${key}`.slice(0, longestEntry);
    return key === 'Enter';
  }

  /** The typed code with its reason; null: nothing was typed. */
  take(): { code: string; entered: Entered } | null {
    const code = this.entry.trim();
    this.entry = '';
    if (code === '') return null;
    return { code, entered: { entered: 'typed', ...(this.why === null ? {} : { why: this.why }) } };
  }
}

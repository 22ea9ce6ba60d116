import type { CommandBody, CommandName } from '../../../../server/protocol/commands.ts';
import type { Reply, SortPrompt } from '../../../../server/protocol/prompts.ts';
import type { ManualEntry, SortView } from '../../../../server/protocol/views.ts';
import type { LinkToServer } from '../../link/link.svelte.ts';
import type { Live } from '../../link/live.svelte.ts';
import type { Tones } from '../../scan/tones.ts';
import { ByHand, type Entered } from '../by-hand.svelte.ts';
import { awayWatch, Refusals } from '../refusals.svelte.ts';
import type { Refused } from '../refused.ts';
import { typedNumber } from '../typed-number.ts';

export interface Fault {
  reference: string;
  again: () => void;
}

export type PutWallSheet = { kind: 'keys' } | { kind: 'camera' } | { kind: 'settings' };

const saidForMs = 4_000;
/** Only a unit in the wrong cubby is worth saying twice. */
const wrongPutEveryMs = 2_500;

/** The server says which cubby; this keeps what is only on the glass. */
export class PutWall {
  readonly refusals = new Refusals();
  fault = $state.raw<Fault | null>(null);
  sheet = $state.raw<PutWallSheet | null>(null);
  typed = $state('');
  readonly byHand: ByHand;
  /** The cubby that the last put made complete. */
  complete = $state.raw<string | null>(null);
  flashes = $state(0);

  readonly #live: Live<'putWall'>;
  readonly #link: LinkToServer;
  readonly #tones: Tones;
  #saidUntil: ReturnType<typeof setTimeout> | undefined;
  #wrongPut: ReturnType<typeof setInterval> | undefined;

  constructor(live: Live<'putWall'>, link: LinkToServer, tones: Tones, manualEntry: ManualEntry) {
    this.byHand = new ByHand(manualEntry, () => 'code');
    this.#live = live;
    this.#link = link;
    this.#tones = tones;
    link.onLeftover((command, reply) => {
      const { scan } = command.body as { scan?: string }; // this screen's own command of before the reload
      this.#hear(reply, scan ?? null, true, () => this.#clear());
    });
  }

  get refused(): Refused | null {
    return this.refusals.now;
  }

  get view(): SortView | null {
    return this.#live.data;
  }

  get prompt(): SortPrompt | null {
    return this.view?.prompt ?? null;
  }

  get asksNumber(): boolean {
    return this.sheet === null && this.prompt?.kind === 'EnterSortQuantity';
  }

  /** A button may stand in for the label of what is asked. */
  get hasButton(): boolean {
    const kind = this.prompt?.kind;
    return kind === 'PutSurplus' || (kind === 'PutInCubby' && this.view?.confirm === 'button');
  }

  scan(code: string, entered: Entered = {}): void {
    this.#clear();
    this.sheet = null;
    this.#tones.play('read');
    void this.#send('SortScan', { scan: code, ...entered }, code);
  }

  key(key: string): void {
    if (this.refusals.isRed && (key === 'Enter' || key === 'Escape')) return this.acknowledge();
    if (key === 'Escape') return this.back();
    if (this.sheet?.kind === 'keys') return this.#typeEntry(key);
    if (this.sheet !== null) return;
    if (this.asksNumber && /^([0-9]|Backspace|[-+.,]|Enter)$/.test(key)) return this.#typeDigit(key);
    if (key === 'Enter') this.main();
  }

  /** The right-hand button, and Enter. */
  main(): void {
    const { prompt } = this;
    if (this.refusals.isRed) return this.acknowledge();
    if (this.sheet?.kind === 'keys') return this.sendEntry();
    if (prompt?.kind === 'EnterSortQuantity')
      return this.confirmQuantity(this.typed === '' ? prompt.remaining : Number(this.typed));
    if (prompt?.kind === 'TakenBack') return this.undo();
    if (this.hasButton) void this.#send('ConfirmPut', {});
  }

  back(): void {
    this.#clear();
    this.typed = '';
    this.byHand.begin();
    this.sheet = null;
  }

  open(sheet: PutWallSheet): void {
    this.#clear();
    this.byHand.begin();
    this.sheet = sheet;
  }

  chooseWall(wall: string): void {
    void this.#send('ChooseWall', { wall });
  }

  confirmQuantity(units: number): void {
    this.typed = '';
    void this.#send('EnterSorted', { units });
  }

  sayEmpty(isEmpty: boolean): void {
    void this.#send('SayToteEmpty', { isEmpty });
  }

  undo(): void {
    void this.#send('UndoSort', {});
  }

  leave(): void {
    void this.#send('LeaveTote', {});
  }

  press(key: string): void {
    if (this.sheet?.kind === 'keys') this.#typeEntry(key);
    else this.#typeDigit(key);
  }

  sendEntry(): void {
    const typed = this.byHand.take();
    if (typed !== null) this.scan(typed.code, typed.entered);
  }

  acknowledge(): void {
    this.#clear();
    this.refusals.read();
  }

  async #send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    scanned: string | null = null,
  ): Promise<void> {
    this.#clear();
    const wasAway = awayWatch(this.#link);
    const reply = await this.#link.send(name, body);
    this.#hear(reply, scanned, wasAway(), () => void this.#send(name, body, scanned));
  }

  #hear(reply: Reply, scanned: string | null, wasKept: boolean, again: () => void): void {
    if (!reply.ok && 'fault' in reply) {
      this.fault = { reference: reply.fault, again };
      this.#tones.play('no');
      return;
    }
    const before = this.prompt;
    if (reply.sort !== undefined) this.#live.replace(reply.sort);
    if (!reply.ok) {
      this.refusals.hear({ refusal: reply.refusal, data: reply.data, scanned }, wasKept);
      this.#tones.play('no');
      clearInterval(this.#wrongPut);
      if (reply.refusal === 'SORT_WRONG_CUBBY')
        this.#wrongPut = setInterval(() => this.#tones.play('no'), wrongPutEveryMs);
      return;
    }
    // Answers come in the order of the scans: a red screen still here is about an older one.
    clearInterval(this.#wrongPut);
    this.refusals.goOn();
    this.flashes += 1;
    this.#sayYes(before, this.prompt, reply.result ?? {});
  }

  #sayYes(before: SortPrompt | null, after: SortPrompt | null, result: Record<string, unknown>): void {
    const { cubby, isComplete } = result;
    if (isComplete === true && typeof cubby === 'string') {
      this.complete = cubby;
      clearTimeout(this.#saidUntil);
      this.#saidUntil = setTimeout(() => (this.complete = null), saidForMs);
      return this.#tones.play('complete');
    }
    if (after?.kind === 'PutSurplus' || after?.kind === 'TakenBack' || after?.kind === 'AskToteEmpty')
      return this.#tones.play('look');
    if (before?.kind === 'PutInCubby' && after?.kind === 'PutInCubby') return this.#tones.count(after.units);
    this.#tones.play('step');
  }

  #clear(): void {
    clearInterval(this.#wrongPut);
    this.refusals.goOn();
    this.fault = null;
    this.complete = null;
  }

  #typeDigit(key: string): void {
    if (key === 'Enter') this.main();
    else this.typed = typedNumber(this.typed, key, this.#numberNow());
  }

  #numberNow(): number {
    if (this.typed !== '') return Number(this.typed);
    return this.prompt?.kind === 'EnterSortQuantity' ? this.prompt.remaining : 0;
  }

  #typeEntry(key: string): void {
    if (this.byHand.type(key)) this.sendEntry();
  }
}

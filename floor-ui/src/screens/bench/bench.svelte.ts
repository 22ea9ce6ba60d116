import type { CommandBody, CommandName } from '../../../../server/protocol/commands.ts';
import type { PackPrompt, Reply } from '../../../../server/protocol/prompts.ts';
import type { BenchLine, BenchView, CartonChoice, ManualEntry } from '../../../../server/protocol/views.ts';
import type { LinkToServer } from '../../link/link.svelte.ts';
import type { Live } from '../../link/live.svelte.ts';
import type { Tones } from '../../scan/tones.ts';
import type { ReprintReason } from '../../words/words.ts';
import { ByHand, type Entered } from '../by-hand.svelte.ts';
import { awayWatch, Refusals } from '../refusals.svelte.ts';
import type { Refused } from '../refused.ts';
import { typedNumber } from '../typed-number.ts';

export type BenchSheet =
  | { kind: 'problem' }
  | { kind: 'finish' }
  | { kind: 'missing'; line: BenchLine }
  | { kind: 'odd' }
  | { kind: 'reprint' }
  | { kind: 'keys' }
  | { kind: 'camera' }
  | { kind: 'settings' };

export interface Fault {
  reference: string;
  again: () => void;
}

/** Printed at the station, so that a packer in gloves need not find a key. */
const commandBarcodes: Record<string, 'Enter' | 'n' | 'p' | 'f'> = {
  finish: 'Enter',
  'new parcel': 'n',
  reprint: 'p',
  problem: 'f',
};

const saidForMs = 6_000;

/** The bench shows what the server says stands on it; this keeps what is only on the glass. */
export class Bench {
  readonly refusals = new Refusals();
  fault = $state.raw<Fault | null>(null);
  sheet = $state.raw<BenchSheet | null>(null);
  typed = $state('');
  said = $state.raw<'reprinted' | 'nothingToReprint' | null>(null);
  flashes = $state(0);

  readonly byHand: ByHand;
  readonly #live: Live<'bench'>;
  readonly #link: LinkToServer;
  readonly #tones: Tones;
  readonly #mayEndHolds: boolean;
  #saidUntil: ReturnType<typeof setTimeout> | undefined;

  constructor(
    live: Live<'bench'>,
    link: LinkToServer,
    tones: Tones,
    manualEntry: ManualEntry,
    mayEndHolds: boolean,
  ) {
    this.#mayEndHolds = mayEndHolds;
    this.byHand = new ByHand(manualEntry, () => 'code');
    this.#live = live;
    this.#link = link;
    this.#tones = tones;
    link.onLeftover((command, reply) => {
      const { scan } = command.body as { scan?: string }; // this screen's own command of before the reload
      this.#hear(reply, null, scan ?? null, true, () => this.#clear());
    });
  }

  get refused(): Refused | null {
    return this.refusals.now;
  }

  get view(): BenchView | null {
    return this.#live.data;
  }

  get prompt(): PackPrompt | null {
    return this.view?.prompt ?? null;
  }

  get asksNumber(): boolean {
    return (
      this.sheet?.kind === 'missing' || (this.sheet === null && this.prompt?.kind === 'EnterPackQuantity')
    );
  }

  get openLines(): BenchLine[] {
    return (this.view?.shipment?.lines ?? []).filter((line) => line.packed < line.toPack);
  }

  /** The parcel whose label may be printed again. */
  get labelled(): number | null {
    const { prompt } = this;
    if (prompt?.kind === 'ScanLabel' || prompt?.kind === 'PrinterTrouble') return prompt.parcel;
    return this.view?.lastParcel?.parcel ?? null;
  }

  /** The scan of a unit that belongs to nobody's line here: it may go to the problem shelf. */
  get oddScan(): string | null {
    const isOdd =
      this.refused?.refusal === 'PACK_NOT_IN_ORDER' ||
      this.refused?.refusal === 'PACK_LINE_DONE' ||
      this.refused?.refusal === 'PACK_TOO_MANY';
    return isOdd ? (this.refused?.scanned ?? null) : null;
  }

  scan(code: string, entered: Entered = {}): void {
    this.#clear();
    const command = commandBarcodes[code.trim().toLowerCase()];
    if (command !== undefined) return this.key(command);
    this.#tones.play('read');
    const isOdd = this.sheet?.kind === 'odd';
    this.sheet = null;
    if (isOdd) void this.#send('SetAside', { itemScan: code, units: 1, ...entered }, code);
    else void this.#send('PackScan', { scan: code, ...entered }, code);
  }

  key(key: string): void {
    if (this.refusals.isRed && (key === 'Enter' || key === 'Escape')) return this.acknowledge();
    if (this.oddScan !== null && key.toLowerCase() === 'a') return this.setAside(this.oddScan);
    if (this.heldShipment !== null && key.toLowerCase() === 'w') return void this.endHold(this.heldShipment);
    if (key === 'Escape') return this.back();
    if (this.sheet?.kind === 'keys') return this.#typeEntry(key);
    if (this.asksNumber && /^([0-9]|Backspace|[-+.,]|Enter)$/.test(key)) return this.#typeDigit(key);
    if (key === 'Enter') return this.main();
    if (this.sheet !== null) return;
    if (/^[1-9]$/.test(key)) return this.#pressNumber(Number(key));
    const letter = key.toLowerCase();
    if (letter === 'n') this.closeParcel();
    else if (letter === 'p') this.openReprint();
    else if (letter === 'f' || key === 'F1') this.open({ kind: 'problem' });
  }

  /** Enter. */
  main(): void {
    const { prompt, sheet } = this;
    if (this.refusals.isRed) return this.acknowledge();
    if (sheet?.kind === 'finish') return void this.finishShort();
    if (sheet?.kind === 'missing') return this.reportMissing(sheet.line, Number(this.typed || '0'));
    if (sheet?.kind === 'keys') return this.sendEntry();
    if (sheet !== null) return;
    if (prompt?.kind === 'EnterPackQuantity')
      return this.confirmQuantity(this.typed === '' ? prompt.remaining : Number(this.typed));
    if (prompt?.kind === 'PrinterTrouble') return void this.printAgain();
    if (prompt?.kind === 'Stopped') return this.leave();
    if (prompt?.kind === 'ScanSingle') this.open({ kind: 'finish' });
    if (prompt?.kind === 'ScanUnit' && this.openLines.length > 0) this.open({ kind: 'finish' });
  }

  back(): void {
    this.#clear();
    this.typed = '';
    this.byHand.begin();
    if (this.sheet !== null) this.sheet = null;
    else if (this.prompt?.kind === 'ScanSingle' || this.view?.shipment?.shipment !== undefined) this.leave();
  }

  leave(): void {
    this.sheet = null;
    void this.#send('LeaveBench', {});
  }

  open(sheet: BenchSheet): void {
    this.#clear();
    this.typed = '';
    this.byHand.begin();
    this.sheet = sheet;
  }

  openReprint(): void {
    if (this.labelled !== null) return this.open({ kind: 'reprint' });
    this.#clear();
    this.sheet = null;
    this.#say('nothingToReprint');
  }

  closeParcel(): void {
    this.sheet = null;
    void this.#send('CloseParcel', {});
  }

  chooseCarton(carton: CartonChoice): void {
    void this.#send('ChooseCarton', { carton: carton.carton });
  }

  confirmQuantity(units: number): void {
    this.typed = '';
    void this.#send('EnterPacked', { units });
  }

  /** What was scanned waits for goods that may turn up: its order, for whoever may end that. */
  get heldShipment(): number | null {
    const shipment = this.refused?.refusal === 'PACK_TOTE_HELD' ? this.refused.data['shipment'] : null;
    return typeof shipment === 'number' && this.#mayEndHolds ? shipment : null;
  }

  /** The order goes without what it waits for, and the tote is opened. */
  async endHold(shipment: number): Promise<void> {
    const scanned = this.refused?.scanned ?? null;
    if ((await this.#send('EndShortHold', { shipment })) && scanned !== null) this.scan(scanned);
  }

  setAside(itemScan: string): void {
    void this.#send('SetAside', { itemScan, units: 1 });
  }

  answerPrint(printJob: number, cameOut: boolean): void {
    void this.#send('AnswerPrint', { printJob, cameOut });
  }

  async reprint(reason: ReprintReason): Promise<void> {
    const parcel = this.labelled;
    this.sheet = null;
    if (parcel === null) return;
    if (await this.#send('ReprintLabel', { parcel, reason })) this.#say('reprinted');
  }

  /** The first copy never came: nobody needs to be asked why. */
  async printAgain(): Promise<void> {
    const parcel = this.labelled;
    this.sheet = null;
    if (parcel !== null) await this.#send('ReprintLabel', { parcel, reason: 'not_out' });
  }

  reportMissing(line: BenchLine, missing: number): void {
    this.sheet = null;
    this.typed = '';
    if (missing > 0) void this.#send('ReportPackShort', { lineNo: line.lineNo, missing });
  }

  /** Everything that is still open is missing. Stops at the first no. */
  async finishShort(): Promise<void> {
    const open = this.openLines;
    this.sheet = null;
    if (this.prompt?.kind === 'ScanSingle') return void this.#send('ToteIsEmpty', {});
    for (const line of open) {
      const isTold = await this.#send('ReportPackShort', {
        lineNo: line.lineNo,
        missing: line.toPack - line.packed,
      });
      if (!isTold) return;
    }
  }

  sendEntry(): void {
    const typed = this.byHand.take();
    if (typed !== null) this.scan(typed.code, typed.entered);
  }

  press(key: string): void {
    if (this.sheet?.kind === 'keys') this.#typeEntry(key);
    else this.#typeDigit(key);
  }

  acknowledge(): void {
    this.#clear();
    this.refusals.read();
  }

  #pressNumber(number: number): void {
    const { prompt } = this;
    if (prompt?.kind === 'AskPrint' && number <= 2) return this.answerPrint(prompt.printJob, number === 1);
    const carton = this.view?.parcel?.alternatives[number - 1];
    if (carton !== undefined) this.chooseCarton(carton);
  }

  async #send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    scanned: string | null = null,
  ): Promise<boolean> {
    this.#clear();
    const before = this.view;
    const wasAway = awayWatch(this.#link);
    const reply = await this.#link.send(name, body);
    return this.#hear(reply, before, scanned, wasAway(), () => void this.#send(name, body, scanned));
  }

  #hear(
    reply: Reply,
    before: BenchView | null,
    scanned: string | null,
    wasKept: boolean,
    again: () => void,
  ): boolean {
    if (!reply.ok && 'fault' in reply) {
      this.fault = { reference: reply.fault, again };
      this.#tones.play('no');
      return false;
    }
    if (reply.bench !== undefined) this.#live.replace(reply.bench);
    if (!reply.ok) {
      this.refusals.hear({ refusal: reply.refusal, data: reply.data, scanned }, wasKept);
      this.#tones.play('no');
      return false;
    }
    // Answers come in the order of the scans: a red screen still here is about an older one.
    this.refusals.goOn();
    this.flashes += 1;
    this.#sayYes(before, this.view);
    return true;
  }

  #sayYes(before: BenchView | null, after: BenchView | null): void {
    const now = after?.prompt.kind;
    if (now === 'ToLane' && before?.prompt.kind !== 'ToLane') return this.#tones.play('complete');
    if (now === 'AskPrint' || now === 'PrinterTrouble' || now === 'Stopped') return this.#tones.play('look');
    const line = after?.shipment?.lines.find(
      (candidate) =>
        candidate.packed >
        (before?.shipment?.lines.find(({ lineNo }) => lineNo === candidate.lineNo)?.packed ?? 0),
    );
    if (line !== undefined && line.packed < line.toPack) this.#tones.count(line.packed);
    else this.#tones.play('step');
  }

  #say(said: NonNullable<Bench['said']>): void {
    this.said = said;
    clearTimeout(this.#saidUntil);
    this.#saidUntil = setTimeout(() => (this.said = null), saidForMs);
  }

  #clear(): void {
    this.refusals.goOn();
    this.fault = null;
    this.said = null;
  }

  #typeDigit(key: string): void {
    if (key === 'Enter') this.main();
    else this.typed = typedNumber(this.typed, key, this.#numberNow());
  }

  #numberNow(): number {
    if (this.typed !== '') return Number(this.typed);
    return this.prompt?.kind === 'EnterPackQuantity' && this.sheet === null ? this.prompt.remaining : 0;
  }

  #typeEntry(key: string): void {
    if (this.byHand.type(key)) this.sendEntry();
  }
}

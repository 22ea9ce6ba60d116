import type { CommandBody, CommandName, DeclineReason } from '../../../../server/protocol/commands.ts';
import type { Thing } from '../../../../server/protocol/look-up.ts';
import type { JobCard, PickPrompt, Reply } from '../../../../server/protocol/prompts.ts';
import type { ManualEntry } from '../../../../server/protocol/views.ts';
import type { LinkToServer } from '../../link/link.svelte.ts';
import type { Live } from '../../link/live.svelte.ts';
import type { Tones } from '../../scan/tones.ts';
import type { Question, ShortReason } from '../../words/words.ts';
import { ByHand, type Asked, type Entered } from '../by-hand.svelte.ts';
import { awayWatch, Refusals } from '../refusals.svelte.ts';
import type { Refused } from '../refused.ts';
import { questionOf } from '../../../../server/protocol/question-of.ts';
import { Settling } from '../settling.svelte.ts';
import { typedNumber } from '../typed-number.ts';
import { sendPhoto, smallJpeg } from './photo.ts';

/** What lies over the thumb bar. The prompt stays where it is. */
export type HandheldSheet =
  | { kind: 'problem' }
  | { kind: 'short'; reason: 'not_enough' | 'damaged' }
  | { kind: 'notes' }
  | { kind: 'keys' | 'camera'; for?: HandOverSheet }
  | { kind: 'decline' }
  | HandOverSheet
  | { kind: 'leave' }
  | { kind: 'settings' };

/** A scan says where the goods stand, or a code that is typed or filmed. `thenLeave`: signing out comes after it. */
export interface HandOverSheet {
  kind: 'handOver';
  thenLeave: boolean;
}

/** A code that somebody wants to know more about, and what the server says of it. */
export interface LookedUp {
  code: string | null;
  /** `asking`: on its way; `unanswered`: the link was gone. */
  things: readonly Thing[] | 'asking' | 'unanswered';
  /** The question behind it is another one than when it began. */
  hasNewWork: boolean;
}

/** Of damaged goods, while their sheet is open. */
export type Photo = { kind: 'none' | 'sending' | 'failed' } | { kind: 'sent'; photo: number };

export interface Fault {
  reference: string;
  again: () => void;
}

const doneForMs = 1_500;
const longestCheckDigits = 4;
const readTwiceForMs = 2_500;
/** Only a unit in the wrong tote is worth saying twice. */
const wrongPutEveryMs = 2_500;

/** Commands that answer what stood on the screen when they were pressed; the server refuses them once something else is asked. */
const pressed: ReadonlySet<CommandName> = new Set<CommandName>([
  'ConfirmTote',
  'ReportShort',
  'SkipStop',
  'UndoScan',
  'ToteFull',
  'AnswerEmpty',
  'Acknowledge',
]);

/** The prompt comes from the server; this keeps what is only on the glass: a no to be read, a sheet, a number half typed. */
export class Handheld {
  readonly refusals = new Refusals();
  readonly settling = new Settling();
  fault = $state.raw<Fault | null>(null);
  sheet = $state.raw<HandheldSheet | null>(null);
  /** Digits typed so far; empty means "as asked". */
  typed = $state('');
  isAnswering = $state(false);
  isDone = $state(false);
  /** The scanner read a unit twice in one pull of the trigger, and only one counts. */
  isReadTwice = $state(false);
  /** The last scan ended a break, and did nothing else. */
  isBack = $state(false);
  /** Counts accepted scans, so that the edge can flash for each. */
  flashes = $state(0);
  photo = $state.raw<Photo>({ kind: 'none' });
  lookedUp = $state.raw<LookedUp | null>(null);

  /** Signs out; the screen knows how. */
  onleave: () => void = () => undefined;

  readonly byHand: ByHand;
  readonly #live: Live<'handheld'>;
  readonly #link: LinkToServer;
  readonly #tones: Tones;
  #wrongPut: ReturnType<typeof setInterval> | undefined;
  #readTwice: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Live<'handheld'>, link: LinkToServer, tones: Tones, manualEntry: ManualEntry) {
    this.byHand = new ByHand(manualEntry, () => this.#asksFor());
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

  get prompt(): PickPrompt | null {
    return this.#live.data;
  }

  /** A number is asked: by the prompt, or by the sheet that reports a short. */
  get asksNumber(): boolean {
    if (this.lookedUp !== null) return false;
    if (this.sheet !== null) return this.sheet.kind === 'short';
    const kind = this.prompt?.kind;
    return kind === 'EnterQuantity' || kind === 'JobQuantity' || kind === 'CountQuantity';
  }

  /** The place is proven by the digits beside its label, and not by a scan: keys go straight to them. */
  get asksDigits(): boolean {
    return this.lookedUp === null && this.sheet === null && wantsDigits(this.prompt);
  }

  scan(code: string, entered: Entered = {}): void {
    this.#clear();
    const leaving = this.#leaving;
    if (leaving !== null) {
      this.sheet = leaving;
      return void this.handOver(code, entered);
    }
    // A number stays as far as it is typed: where one is asked, a scan only goes astray.
    const asks = this.prompt?.kind;
    if (this.sheet !== null || (asks !== 'EnterQuantity' && asks !== 'JobQuantity')) this.typed = '';
    this.sheet = null;
    if (this.lookedUp !== null) return void this.#lookUp(this.lookedUp, code);
    if (asks !== 'ScanItem') this.#tones.play('read');
    void this.#send('PickScan', { scan: code, ...entered }, code);
  }

  /** A repeat makes no sound, as it counts for nothing; where units are counted the screen says why. */
  repeat(): void {
    const { prompt } = this;
    if (this.lookedUp !== null || prompt === null) return;
    if (prompt.kind !== 'ScanItem' && prompt.kind !== 'ScanSerial' && prompt.kind !== 'PutInTote') return;
    this.isReadTwice = true;
    clearTimeout(this.#readTwice);
    this.#readTwice = setTimeout(() => (this.isReadTwice = false), readTwiceForMs);
  }

  key(key: string): void {
    if (this.refusals.isRed && (key === 'Enter' || key === 'Escape')) {
      if (this.settling.isOver) this.acknowledgeRefusal();
      return;
    }
    if (key === 'Escape') return this.back();
    if (this.sheet?.kind === 'keys') return this.#typeEntry(key);
    // Whoever typed a number first has seen what it answers.
    if ((key === 'Enter' || key === 'F2') && this.typed === '' && !this.settling.isOver) return;
    if (this.lookedUp !== null) return;
    if (key === 'F1') return this.open({ kind: 'problem' });
    if (key === 'F2') return this.skipOrGetWork();
    if (this.asksNumber) return this.#typeDigit(key);
    if (this.asksDigits && /^([0-9]|Backspace|Enter)$/.test(key)) return this.#typeCheckDigit(key);
    if (key === 'Enter') this.main();
  }

  /** The right-hand button, and Enter. */
  main(): void {
    const { prompt } = this;
    if (this.refusals.isRed) return this.acknowledgeRefusal();
    if (this.sheet?.kind === 'short') return this.reportShort(this.sheet.reason, Number(this.typed || '0'));
    if (this.sheet?.kind === 'keys') return this.sendEntry();
    switch (prompt?.kind) {
      case 'GetWork':
        if (!prompt.ready) void this.#send('GetWork', {});
        return;
      case 'EnterQuantity':
        if (this.typed === '' && !prompt.confirm.isPrefilled) return;
        return this.confirmQuantity(this.typed === '' ? prompt.take : Number(this.typed));
      case 'PutInTote':
        if (prompt.confirm.tote === 'button') void this.#send('ConfirmTote', {});
        return;
      case 'OnBreak':
        void this.#send('GetWork', {});
        return;
      case 'JobQuantity': {
        const all = prompt.isPrefilled ? prompt.item.units : null;
        const units = this.typed === '' ? all : Number(this.typed);
        if (units !== null) this.confirmQuantity(units);
        return;
      }
      case 'CountQuantity':
        return this.confirmQuantity(this.typed === '' ? prompt.counted : Number(this.typed));
      case 'WorkTaken':
      case 'LinesCancelled':
      case 'CartFull':
      case 'LeadAnswered':
      case 'JobAnswered':
      case 'JobHandBack':
      case 'JobGone':
        void this.#send('Acknowledge', {});
        return;
      default:
        return;
    }
  }

  confirmQuantity(units: number): void {
    const { typed } = this;
    this.typed = '';
    // The second of two quick keys would answer with the number that is asked.
    this.settling.begin({ isToRead: false });
    void this.#send('EnterPicked', { units }).then((reply) => {
      if ('refusal' in reply && this.typed === '' && this.sheet === null && this.asksNumber)
        this.typed = typed;
    });
  }

  skipOrGetWork(): void {
    const kind = this.prompt?.kind;
    if (kind === 'GetWork') void this.#send('GetWork', {});
    else if (kind === 'ScanLocation') this.skip();
  }

  skip(): void {
    this.sheet = null;
    void this.#send('SkipStop', {});
  }

  undo(): void {
    this.sheet = null;
    this.typed = '';
    void this.#send('UndoScan', {});
  }

  toteFull(): void {
    this.sheet = null;
    void this.#send('ToteFull', {});
  }

  answerEmpty(isEmpty: boolean): void {
    void this.#send('AnswerEmpty', { isEmpty });
  }

  reportShort(reason: ShortReason, found: number): void {
    const photo = this.photo.kind === 'sent' ? { photo: this.photo.photo } : {};
    this.sheet = null;
    this.typed = '';
    void this.#send('ReportShort', { reason, found, ...photo });
  }

  /** Made small here and sent at once: the report of the damage only names it. */
  async takePhoto(file: Blob): Promise<void> {
    this.photo = { kind: 'sending' };
    try {
      this.photo = { kind: 'sent', photo: await sendPhoto(await smallJpeg(file)) };
    } catch {
      this.photo = { kind: 'failed' }; // the screen says so, and the damage is reported without it
    }
  }

  askLead(question: Question): void {
    this.#clear();
    this.sheet = null;
    void this.#send('AskLead', { question });
  }

  decline(reason: DeclineReason): void {
    this.sheet = null;
    void this.#send('DeclineWork', { reason });
  }

  async takeBreak(): Promise<boolean> {
    this.sheet = null;
    return (await this.#send('TakeBreak', {})).ok;
  }

  /** The sheet stays open over a no, so that the right place can be scanned. */
  async handOver(where: string | null, entered: Entered = {}): Promise<void> {
    const thenLeave = this.#leaving?.thenLeave ?? false;
    const reply = await this.#send('HandOver', { where, ...entered }, where);
    if (!reply.ok) return;
    this.sheet = null;
    if (thenLeave) this.onleave();
  }

  open(sheet: HandheldSheet): void {
    this.typed = '';
    this.byHand.begin();
    this.photo = { kind: 'none' };
    this.sheet = sheet;
  }

  back(): void {
    if (this.sheet !== null) this.sheet = this.sheet.kind === 'handOver' ? null : this.#leaving;
    else if (this.lookedUp !== null) this.lookedUp = null;
    this.typed = '';
    this.byHand.begin();
  }

  sendEntry(): void {
    const typed = this.byHand.take();
    if (typed !== null) this.scan(typed.code, typed.entered);
  }

  takeJob(card: JobCard): void {
    void this.#send('TakeJob', { kind: card.kind, ref: card.ref });
  }

  leaveJob(): void {
    this.sheet = null;
    this.typed = '';
    void this.#send('LeaveJob', {});
  }

  startMove(location: string): void {
    this.lookedUp = null;
    void this.#send('StartMove', { location });
  }

  /** Until it is left, scans are questions and not work. */
  startLookUp(): void {
    this.#clear();
    this.sheet = null;
    this.lookedUp = { code: null, things: [], hasNewWork: false };
  }

  acknowledgeRefusal(): void {
    this.#clear();
    this.refusals.read();
    // Two keys may come in one go, before anything is drawn.
    this.settling.begin({ isToRead: false });
  }

  press(key: string): void {
    if (this.sheet?.kind === 'keys') this.#typeEntry(key);
    else this.#typeDigit(key);
  }

  /** Work that comes by itself: a wave, a cancelled order, a lead's answer. */
  pushed(before: PickPrompt | null, after: PickPrompt): void {
    if (before === null || before.kind === after.kind || this.isAnswering) return;
    this.#tones.play(['LinesCancelled', 'CartFull', 'WorkTaken'].includes(after.kind) ? 'look' : 'pushed');
    if (after.kind !== 'EnterQuantity') this.typed = '';
    // A number or a problem that was about to be told of the question before.
    if (['short', 'problem', 'notes', 'decline'].includes(this.sheet?.kind ?? '')) this.sheet = null;
    if (this.lookedUp !== null) this.lookedUp = { ...this.lookedUp, hasNewWork: true };
  }

  async #lookUp({ hasNewWork }: LookedUp, code: string): Promise<void> {
    this.#tones.play('read');
    this.lookedUp = { code, things: 'asking', hasNewWork };
    const reply = await this.#link.lookUp(code);
    // Another code was scanned meanwhile, or the person went back to work.
    if (this.lookedUp?.code !== code || this.lookedUp.things !== 'asking') return;
    const things = reply?.ok === true ? reply.things : 'unanswered';
    this.lookedUp = { ...this.lookedUp, things };
    if (things === 'unanswered' || things.length === 0) this.#tones.play('look');
    else this.flashes += 1;
  }

  /** The hand-over that the open sheet is about. */
  get #leaving(): HandOverSheet | null {
    if (this.sheet?.kind === 'handOver') return this.sheet;
    return this.sheet?.kind === 'keys' || this.sheet?.kind === 'camera' ? (this.sheet.for ?? null) : null;
  }

  #asksFor(): Asked {
    if (this.#leaving !== null) return 'code';
    if (this.lookedUp !== null) return 'question';
    if (wantsDigits(this.prompt)) return 'digits';
    const kind = this.prompt?.kind;
    return kind === 'ScanLocation' || kind === 'ScanDrop' || kind === 'JobPut' || kind === 'CountPlace'
      ? 'place'
      : 'code';
  }

  async #send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    scanned: string | null = null,
  ): Promise<Reply> {
    this.#clear();
    const before = this.prompt;
    const wasAway = awayWatch(this.#link);
    this.isAnswering = true;
    const about = before !== null && pressed.has(name) ? { about: questionOf(before) } : {};
    const reply = await this.#link.send(name, { ...body, ...about });
    this.isAnswering = this.#link.waiting > 0;
    this.#hear(reply, before, scanned, wasAway(), () => void this.#send(name, body, scanned));
    return reply;
  }

  #hear(
    reply: Reply,
    before: PickPrompt | null,
    scanned: string | null,
    wasKept: boolean,
    again: () => void,
  ): void {
    if (!reply.ok && 'fault' in reply) {
      this.fault = { reference: reply.fault, again };
      this.#tones.play('no');
      return;
    }
    if (reply.prompt !== undefined) this.#live.replace(reply.prompt);
    if (!reply.ok) {
      this.refusals.hear({ refusal: reply.refusal, data: reply.data, scanned }, wasKept);
      this.#tones.play('no');
      clearInterval(this.#wrongPut);
      if (reply.refusal === 'PICK_WRONG_TOTE' || reply.refusal === 'PICK_WRONG_BOX')
        this.#wrongPut = setInterval(() => this.#tones.play('no'), wrongPutEveryMs);
      return;
    }
    // Answers come in the order of the scans: a red screen still here is about an older one.
    clearInterval(this.#wrongPut);
    this.refusals.goOn();
    this.flashes += 1;
    this.#sayYes(before, this.prompt, scanned !== null);
  }

  #sayYes(before: PickPrompt | null, after: PickPrompt | null, isScan: boolean): void {
    if (isScan && before?.kind === 'OnBreak' && after?.kind !== 'OnBreak') this.isBack = true;
    if (before?.kind === 'ScanDrop' && after?.kind === 'GetWork') {
      this.#tones.play('complete');
      this.isDone = true;
      setTimeout(() => (this.isDone = false), doneForMs);
      return;
    }
    // Another place than the asked one: nothing is put until it is scanned again.
    if (after?.kind === 'JobPut' && after.offered !== null) return this.#tones.play('look');
    if (before !== null && 'job' in before && jobOf(after) !== before.job)
      return this.#tones.play('complete');
    if (after?.kind === 'ScanDrop' && before?.kind !== 'ScanDrop') return this.#tones.play('complete');
    const counted = isScan ? countedBy(before, after) : null;
    if (counted !== null) return this.#tones.count(counted, after?.kind === 'PutInTote');
    if (after?.kind !== before?.kind || before?.kind === 'ScanItem') this.#tones.play('step');
  }

  #clear(): void {
    this.isBack = false;
    clearInterval(this.#wrongPut);
    this.refusals.goOn();
    this.fault = null;
  }

  #typeDigit(key: string): void {
    if (key === 'Enter') this.main();
    else this.typed = typedNumber(this.typed, key, this.#numberNow());
  }

  #typeCheckDigit(key: string): void {
    if (key === 'Backspace') this.typed = this.typed.slice(0, -1);
    else if (key !== 'Enter') this.typed = `${this.typed}${key}`.slice(0, longestCheckDigits);
    else if (this.typed !== '') this.scan(this.typed, { entered: 'typed' });
  }

  #numberNow(): number {
    if (this.typed !== '') return Number(this.typed);
    const { prompt } = this;
    if (this.sheet !== null || prompt === null) return 0;
    if (prompt.kind === 'EnterQuantity') return prompt.confirm.isPrefilled ? prompt.take : 0;
    if (prompt.kind === 'JobQuantity') return prompt.isPrefilled ? (prompt.item.units ?? 0) : 0;
    return prompt.kind === 'CountQuantity' ? prompt.counted : 0;
  }

  #typeEntry(key: string): void {
    if (this.byHand.type(key)) this.sendEntry();
  }
}

/** How many units of the line are counted now that a scan counted one; null when it counted none. */
function countedBy(before: PickPrompt | null, after: PickPrompt | null): number | null {
  if (after?.kind === 'CountQuantity' || (after?.kind === 'JobItem' && after.mode === 'each')) {
    const was = before?.kind === after.kind ? before.counted : 0;
    return after.counted > was ? after.counted : null;
  }
  if (after?.kind !== 'ScanItem' && after?.kind !== 'ScanSerial' && after?.kind !== 'PutInTote') return null;
  if (after.mode !== 'each') return null;
  if (before?.kind === 'PutInTote') return null;
  // A scan may have been sent before the answer that asked for it: then nothing was counted before it.
  return after.counted > (before?.kind === 'ScanItem' || before?.kind === 'ScanSerial' ? before.counted : 0)
    ? after.counted
    : null;
}

function wantsDigits(prompt: PickPrompt | null): boolean {
  return prompt?.kind === 'ScanLocation' && prompt.confirm.location === 'digits';
}

function jobOf(prompt: PickPrompt | null): number | null {
  return prompt !== null && 'job' in prompt ? prompt.job : null;
}

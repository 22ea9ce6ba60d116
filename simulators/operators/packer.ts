import { boxCode, cubbyCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { PackPrompt } from '../../server/protocol/prompts.ts';
import type { BenchLine, BenchView } from '../../server/protocol/views.ts';
import type { Done } from '../device.ts';
import { realSeconds } from '../device.ts';
import type { Goods, Place } from '../truth.ts';
import { returnTote } from './picker.ts';
import type { PrintedLabel } from '../printer/printer.ts';
import { trackingOn } from './person.ts';
import type { Person } from './person.ts';

type PromptOf<K extends PackPrompt['kind']> = Extract<PackPrompt, { kind: K }>;

/** Real seconds that a packer waits for a label before asking the screen what is wrong, and then between two more looks. */
const printPatience = { first: 3, then: 0.2 };

/** A packer's shift at one bench: totes in, scanned units into boxes, printed labels onto them. */
export class Packer {
  readonly #me: Person;
  readonly #printer: string | null;
  #bench: BenchView | null = null;
  /** Where the goods of the order on the bench are taken from. */
  #sources: Place[] = [];
  /** What stays in the tote of singles at hand. */
  #leave = new Set<string>();
  #labelIsLate = false;
  #workSince: number | null = null;
  parcels = 0;

  constructor(me: Person, printer: string | null) {
    this.#me = me;
    this.#printer = printer;
  }

  async work(): Promise<void> {
    const { device, floor, called } = this.#me;
    await device.watch('bench', (bench, isAsked) => {
      if (!isAsked && this.#bench !== null && isBusy(this.#bench)) return;
      this.#bench = bench;
      called.ring();
    });
    for (;;) {
      const bench = this.#bench;
      if (bench === null) {
        await called.wait();
        continue;
      }
      this.#keepTime(isBusy(bench), floor.clock.now());
      await this.#answer(bench);
    }
  }

  async #answer(bench: BenchView): Promise<void> {
    const { prompt } = bench;
    switch (prompt.kind) {
      case 'ScanToteToPack':
        return await this.#fetchTote(bench);
      case 'ScanSingle':
        return await this.#packSingle(prompt);
      case 'ScanUnit':
        return await this.#packNext(bench);
      case 'EnterPackQuantity':
        return await this.#typeQuantity(bench, prompt);
      case 'ScanLabel':
        return await this.#label(prompt);
      case 'AskPrint':
        return await this.#sayWhetherPrinted(prompt);
      case 'PrinterTrouble':
        return await this.#mendPrinter(prompt);
      case 'Stopped':
        return await this.#putAway();
      case 'ToLane':
        return await this.#carryToLane(bench, prompt);
      default:
        throw new Error(`expected a known question, got ${JSON.stringify(prompt satisfies never)}`);
    }
  }

  async #follow(reply: Done): Promise<void> {
    if (reply.bench === undefined) await this.#me.device.look();
    else this.#bench = reply.bench;
  }

  async #scan(scan: string): Promise<Done> {
    const reply = await this.#me.command('PackScan', { scan });
    await this.#follow(reply);
    return reply;
  }

  async #fetchTote(bench: BenchView): Promise<void> {
    const { floor, called } = this.#me;
    await this.#clearBench();
    const next = bench.waitingTotes.find((waiting) =>
      sourcesOf(waiting).every((one) => !floor.taken.has(one)),
    );
    if (next === undefined) {
      await called.wait();
      return;
    }
    const sources = sourcesOf(next);
    for (const one of sources) floor.taken.add(one);
    this.#me.takes(5, 12);
    const reply = await this.#scan(
      next.cubby !== null
        ? cubbyCode(next.cubby)
        : next.kind === 'box'
          ? boxCode(next.tote ?? '')
          : toteCode(next.tote ?? ''),
    );
    if (!reply.ok) {
      for (const one of sources) floor.taken.delete(one);
      this.#me.takes(10, 20);
      return;
    }
    this.#sources = sources;
    this.#leave = new Set();
    // A box is sealed as it is: its label comes at once.
    if (this.#bench?.prompt.kind === 'ScanLabel' && next.kind === 'box')
      floor.truth.moveAll(`tote:${next.tote ?? ''}`, `box:${this.#bench.prompt.parcel}`);
  }

  /** Takes what lies on top out of a tote of singles; whatever it is, the screen finds its order. */
  async #packSingle(prompt: PromptOf<'ScanSingle'>): Promise<void> {
    const { floor } = this.#me;
    const from: Place = `tote:${prompt.tote}`;
    this.#sources = [from];
    floor.taken.add(from);
    const top = floor.truth.contents(from).find(({ goods }) => !this.#leave.has(goods.sku));
    if (top === undefined) {
      this.#me.takes(3, 6);
      return await this.#follow(await this.#me.command('ToteIsEmpty', {}));
    }
    this.#me.takes(1.2, 2.5);
    const reply = await this.#scan(this.#me.barcode(top.goods));
    if (reply.ok && this.#bench?.prompt.kind === 'ScanLabel')
      return floor.truth.move(from, `box:${this.#bench.prompt.parcel}`, top.goods, 1);
    if (reply.ok) return;
    if (reply.refusal === 'PACK_NOT_IN_ORDER')
      return await this.#setAside(this.#me.barcode(top.goods), top.goods.sku, top.units);
    // Cancelled or held: it stays in the tote.
    this.#leave.add(top.goods.sku);
  }

  /** Takes the next unit out of totes and cubby, or says what is wrong with what lies in them. */
  async #packNext(bench: BenchView): Promise<void> {
    const { floor } = this.#me;
    const shipment = bench.shipment;
    if (shipment === null) return await this.#fetchTote(bench);
    this.#sources = [
      ...(shipment.cubby === null ? [] : [cubbyPlace(shipment.cubby)]),
      ...shipment.totes.map(totePlace),
    ];
    for (const one of this.#sources) floor.taken.add(one);

    const line = shipment.lines.find(
      (line) => line.packed < line.toPack && this.#inSources(line.sku).length > 0,
    );
    const odd = this.#oddGoods(shipment.lines);
    if (odd !== null && line !== undefined && !this.#me.errs())
      return await this.#setAside(this.#me.barcode(odd.goods), odd.goods.sku, odd.units);
    if (line !== undefined) return await this.#packUnit(bench, line);

    const missing = shipment.lines.find((line) => line.packed < line.toPack);
    this.#me.takes(5, 10);
    if (missing !== undefined) {
      return await this.#follow(
        await this.#me.command('ReportPackShort', {
          lineNo: missing.lineNo,
          missing: missing.toPack - missing.packed,
        }),
      );
    }
    await this.#follow(await this.#me.command(bench.parcel === null ? 'LeaveBench' : 'CloseParcel', {}));
  }

  async #packUnit(bench: BenchView, line: BenchLine): Promise<void> {
    const [there] = this.#inSources(line.sku);
    if (there === undefined) return;
    this.#me.takes(1.2, 2.5);
    const [serial] = this.#me.floor.truth.serials(there.from, there.goods);
    const code = this.#me.barcode(there.goods, serial);
    const reply = await this.#scan(code);
    // A second one came along when it was picked, and nobody read its number.
    if (!reply.ok && reply.refusal === 'PACK_SERIAL_NOT_HERE')
      return await this.#setAside(code, there.goods.sku, 1);
    if (reply.ok && this.#bench?.prompt.kind !== 'EnterPackQuantity')
      this.#moveToBox(openParcel(bench), line.sku, 1);
    if (!reply.ok) await this.#refused(reply.refusal);
  }

  /** Counts what really lies there, up to what is asked; a miscount says the number on the screen without looking. */
  async #typeQuantity(bench: BenchView, prompt: PromptOf<'EnterPackQuantity'>): Promise<void> {
    const there = this.#inSources(prompt.sku).reduce((sum, { units }) => sum + units, 0);
    const counted = Math.min(there, prompt.remaining);
    this.#me.takes(1 + 0.5 * counted, 2 + 0.9 * counted);
    const typed = this.#me.errs() ? prompt.remaining : counted;
    await this.#typePacked(openParcel(bench), prompt.sku, typed, counted);
  }

  async #typePacked(parcel: number, sku: string, typed: number, counted: number): Promise<void> {
    const reply = await this.#me.command('EnterPacked', { units: typed });
    await this.#follow(reply);
    if (reply.ok) return this.#moveToBox(parcel, sku, Math.min(typed, counted));
    if (reply.refusal !== 'PARCEL_FULL') return await this.#refused(reply.refusal);
    // The screen says how many go in; the rest goes into the next box.
    const fits = typeof reply.data['fits'] === 'number' ? reply.data['fits'] : 0;
    if (fits > 0 && fits < typed) return await this.#typePacked(parcel, sku, fits, Math.min(fits, counted));
    await this.#closeFullParcel();
  }

  async #refused(refusal: string): Promise<void> {
    if (refusal === 'PARCEL_FULL') await this.#closeFullParcel();
    else this.#me.takes(1, 3);
  }

  async #closeFullParcel(): Promise<void> {
    this.#me.takes(4, 8);
    await this.#follow(await this.#me.command('CloseParcel', {}));
  }

  /** Goods of nobody's line here go to the problem shelf. */
  async #setAside(scan: string, sku: string, units?: number): Promise<void> {
    const { truth } = this.#me.floor;
    const odd = this.#inSources(sku);
    const wanted = units ?? Math.max(1, this.#surplusOf(sku));
    this.#me.takes(4, 8);
    const reply = await this.#me.command('SetAside', { itemScan: scan, units: wanted });
    await this.#follow(reply);
    let left = wanted;
    for (const there of odd) {
      const moved = Math.min(left, there.units);
      truth.move(there.from, 'problem', there.goods, moved);
      left -= moved;
    }
  }

  /** The sheet that came out goes onto the box that stands there; then it is scanned, whatever the screen expects. */
  async #label(prompt: PromptOf<'ScanLabel'>): Promise<void> {
    const { floor } = this.#me;
    // The printer works while hands close the box and reach for the label.
    this.#me.takes(3, 6);
    await this.#me.catchUp();
    const label = await this.#waitForLabel(this.#labelIsLate ? printPatience.then : printPatience.first);
    this.#labelIsLate = label === null;
    if (label === null) return await this.#me.device.look();
    const tracking = trackingOn(label);
    if (tracking === null) {
      await this.#follow(
        await this.#me.command('ReprintLabel', { parcel: prompt.parcel, reason: 'cannot be read' }),
      );
      return;
    }
    const reply = await this.#scan(tracking);
    if (!reply.ok) return;
    floor.boxOf.set(tracking, `box:${prompt.parcel}`);
    this.parcels += 1;
  }

  /** Tears off the newest label. Printing happens in real time, whatever the clock of the day does. */
  async #waitForLabel(patienceSeconds: number): Promise<PrintedLabel | null> {
    const printer = this.#me.floor.printers.get(this.#printer ?? '');
    if (printer === undefined) return null;
    for (let waited = 0; waited < patienceSeconds; waited += 0.02) {
      const label = (await printer.labelsLying()).at(-1);
      if (label !== undefined) return await printer.takeLabel(label);
      await realSeconds(0.02);
    }
    return null;
  }

  async #sayWhetherPrinted(prompt: PromptOf<'AskPrint'>): Promise<void> {
    this.#me.takes(3, 6);
    await this.#me.catchUp();
    const labels = (await this.#me.floor.printers.get(prompt.printer)?.labelsLying()) ?? [];
    const cameOut = labels.some((label) => trackingOn(label) === prompt.tracking);
    await this.#follow(await this.#me.command('AnswerPrint', { printJob: prompt.printJob, cameOut }));
  }

  async #mendPrinter(prompt: PromptOf<'PrinterTrouble'>): Promise<void> {
    this.#me.takes(20, 40);
    await this.#follow(
      await this.#me.command('ReprintLabel', { parcel: prompt.parcel, reason: 'printer mended' }),
    );
  }

  /** Cancelled or held under the packer's hands: box and totes are put to one side as they are. */
  async #putAway(): Promise<void> {
    const { floor } = this.#me;
    this.#me.takes(5, 10);
    await this.#follow(await this.#me.command('LeaveBench', {}));
    for (const left of this.#sources) floor.taken.delete(left);
    this.#sources = [];
  }

  async #carryToLane(bench: BenchView, prompt: PromptOf<'ToLane'>): Promise<void> {
    this.#me.takes(6, 12);
    if (prompt.allDone) await this.#fetchTote(bench);
    else await this.#packNext(bench);
  }

  /**
   * After the last parcel: empty totes go back to the stack, a unit that is left over to the problem shelf. A cubby takes the next
   * order at once: what is left in it turns up when that is packed.
   */
  async #clearBench(): Promise<void> {
    const { floor } = this.#me;
    for (const source of this.#sources) {
      floor.taken.delete(source);
      if (!source.startsWith('tote:')) continue;
      for (const { goods, units } of floor.truth.contents(source)) {
        if (this.#leave.has(goods.sku)) continue;
        await this.#me.command('SetAside', { itemScan: this.#me.barcode(goods), units });
        floor.truth.move(source, 'problem', goods, units);
      }
      if (floor.truth.isEmpty(source)) returnTote(floor.freeTotes, source);
    }
    this.#sources = [];
    this.#leave = new Set();
  }

  /** `parcel` is the one that stood open when the unit was scanned. */
  #moveToBox(parcel: number, sku: string, units: number): void {
    let left = units;
    for (const there of this.#inSources(sku)) {
      const moved = Math.min(left, there.units);
      this.#me.floor.truth.move(there.from, `box:${parcel}`, there.goods, moved);
      left -= moved;
    }
  }

  #inSources(sku: string): { from: Place; goods: Goods; units: number }[] {
    return this.#sources.flatMap((from) =>
      this.#me.floor.truth
        .contents(from)
        .filter(({ goods }) => goods.sku === sku)
        .map((there) => ({ from, ...there })),
    );
  }

  /** Units there beyond what the lines of the screen still want. */
  #surplusOf(sku: string): number {
    const there = this.#inSources(sku).reduce((sum, { units }) => sum + units, 0);
    const wanted = (this.#bench?.shipment?.lines ?? [])
      .filter((line) => line.sku === sku)
      .reduce((sum, line) => sum + line.toPack - line.packed, 0);
    return there - wanted;
  }

  #oddGoods(lines: readonly BenchLine[]): { goods: Goods; units: number } | null {
    const skus = new Set(
      this.#sources.flatMap((from) => this.#me.floor.truth.contents(from).map(({ goods }) => goods.sku)),
    );
    for (const sku of skus) {
      const surplus = this.#surplusOf(sku);
      const [there] = this.#inSources(sku);
      if (surplus > 0 && there !== undefined && lines.length > 0)
        return { goods: there.goods, units: surplus };
    }
    return null;
  }

  #keepTime(isAtWork: boolean, now: number): void {
    if (isAtWork && this.#workSince === null) this.#workSince = now;
    if (!isAtWork && this.#workSince !== null) {
      this.#me.sheet.workMs += now - this.#workSince;
      this.#workSince = null;
    }
  }
}

function isBusy(bench: BenchView): boolean {
  return bench.prompt.kind !== 'ScanToteToPack' && !(bench.prompt.kind === 'ToLane' && bench.prompt.allDone);
}

function openParcel(bench: BenchView): number {
  if (bench.parcel === null)
    throw new Error(`expected a parcel to be open while units are packed: ${JSON.stringify(bench.prompt)}`);
  return bench.parcel.parcel;
}

function sourcesOf({ tote, cubby }: BenchView['waitingTotes'][number]): Place[] {
  return [...(cubby === null ? [] : [cubbyPlace(cubby)]), ...(tote === null ? [] : [totePlace(tote)])];
}

function totePlace(tote: string): Place {
  return `tote:${tote}`;
}

function cubbyPlace(cubby: string): Place {
  return `cubby:${cubby}`;
}

import { cubbyCode, locationCode, stationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { SortPrompt } from '../../server/protocol/prompts.ts';
import type { SortView } from '../../server/protocol/views.ts';
import type { Done } from '../device.ts';
import type { Goods, Place } from '../truth.ts';
import type { Person } from './person.ts';
import { returnTote } from './picker.ts';

type PromptOf<K extends SortPrompt['kind']> = Extract<SortPrompt, { kind: K }>;

/** A sorter's shift at a put wall: units out of shared totes, each into the cubby that the screen shows. */
export class Sorter {
  readonly #me: Person;
  #view: SortView | null = null;
  /** What stays in the tote at hand: somebody else brings it back to its shelf. */
  #leave = new Set<string>();
  #workSince: number | null = null;

  constructor(me: Person) {
    this.#me = me;
  }

  async work(): Promise<void> {
    const { device, floor, called } = this.#me;
    await device.watch('putWall', (view, isAsked) => {
      // What was pushed may be older than the last answer; what is in the hand only an answer changes, or a cancellation.
      const isBusy = this.#view !== null && 'tote' in this.#view.prompt;
      if (!isAsked && isBusy && view.prompt.kind !== 'TakenBack') return;
      this.#view = view;
      called.ring();
    });
    for (;;) {
      const view = this.#view;
      if (view === null) {
        await called.wait();
        continue;
      }
      this.#keepTime('tote' in view.prompt, floor.clock.now());
      await this.#answer(view);
    }
  }

  async #answer(view: SortView): Promise<void> {
    const { prompt } = view;
    switch (prompt.kind) {
      case 'ScanWall':
        return void (await this.#scan(stationCode(view.walls[0]?.wall ?? '')));
      case 'ScanSortTote':
        return await this.#fetchTote(view);
      case 'ScanSortItem':
        return await this.#takeItem(prompt);
      case 'EnterSortQuantity':
        return await this.#typeQuantity(prompt);
      case 'PutInCubby':
        return await this.#put(view, prompt);
      case 'PutSurplus':
        return await this.#setAside(prompt);
      case 'TakenBack':
        return await this.#takeBack(prompt);
      case 'AskToteEmpty':
        return await this.#lookIntoTote(prompt);
      default:
        throw new Error(`expected a known question, got ${JSON.stringify(prompt satisfies never)}`);
    }
  }

  /** The reply says what is asked next; where it does not, one look tells. */
  async #follow(reply: Done): Promise<void> {
    if (reply.sort === undefined) await this.#me.device.look();
    else this.#view = reply.sort;
  }

  async #scan(scan: string): Promise<Done> {
    const reply = await this.#me.command('SortScan', { scan });
    await this.#follow(reply);
    return reply;
  }

  async #fetchTote(view: SortView): Promise<void> {
    const { floor, called } = this.#me;
    const next = view.waitingTotes.find(({ tote }) => !floor.taken.has(`sorting ${tote}`));
    if (next === undefined) {
      await called.wait();
      return;
    }
    floor.taken.add(`sorting ${next.tote}`);
    this.#leave = new Set();
    this.#me.takes(4, 9);
    const reply = await this.#scan(toteCode(next.tote));
    if (!reply.ok) floor.taken.delete(`sorting ${next.tote}`);
  }

  /** Takes what lies on top; whatever it is, the screen says where it goes. */
  async #takeItem({ tote }: PromptOf<'ScanSortItem'>): Promise<void> {
    const { truth } = this.#me.floor;
    const from: Place = `tote:${tote}`;
    const top = truth.contents(from).find(({ goods }) => !this.#leave.has(keyOf(goods)));
    if (top === undefined) {
      this.#me.takes(2, 4);
      return await this.#follow(await this.#me.command('SayToteEmpty', { isEmpty: true }));
    }
    this.#me.takes(1.2, 2.5);
    const reply = await this.#scan(this.#me.barcode(top.goods));
    const kind = this.#view?.prompt.kind;
    if (reply.ok && (kind === 'PutInCubby' || kind === 'PutSurplus'))
      return truth.move(from, this.#me.hand, top.goods, 1);
    if (reply.ok) return;
    if (reply.refusal === 'WALL_FULL') {
      // A cubby must be packed first: the tote is left for later.
      this.#me.floor.taken.delete(`sorting ${tote}`);
      this.#me.takes(30, 60);
      return await this.#follow(await this.#me.command('LeaveTote', {}));
    }
    this.#leave.add(keyOf(top.goods));
  }

  /** Counts what lies there into the hand, up to what is asked; a miscount types the number on the screen all the same. */
  async #typeQuantity({ tote, sku, remaining }: PromptOf<'EnterSortQuantity'>): Promise<void> {
    const { truth } = this.#me.floor;
    const from: Place = `tote:${tote}`;
    const there = truth.contents(from).filter(({ goods }) => goods.sku === sku);
    const counted = Math.min(
      remaining,
      there.reduce((sum, { units }) => sum + units, 0),
    );
    this.#me.takes(1 + 0.5 * counted, 2 + 0.9 * counted);
    const isMiscount = counted > 1 && this.#me.errs();
    const reply = await this.#me.command('EnterSorted', { units: counted });
    await this.#follow(reply);
    if (!reply.ok) return;
    let left = isMiscount ? counted - 1 : counted;
    for (const { goods, units } of there) {
      const moved = Math.min(left, units);
      truth.move(from, this.#me.hand, goods, moved);
      left -= moved;
    }
  }

  async #put(view: SortView, prompt: PromptOf<'PutInCubby'>): Promise<void> {
    const { hand, floor } = this.#me;
    const from: Place = `tote:${prompt.tote}`;
    const another = floor.truth.contents(from).find(({ goods }) => goods.sku === prompt.sku);
    if (prompt.more > 0 && another !== undefined && this.#me.chance.next() < 0.5) {
      this.#me.takes(1, 2);
      const counted = await this.#scan(this.#me.barcode(another.goods));
      if (counted.ok) floor.truth.move(from, hand, another.goods, 1);
      if (counted.ok || this.#view?.prompt.kind !== 'PutInCubby') return;
    }
    this.#me.takes(1.5, 3);
    if (this.#me.errs()) {
      const wrong = this.#me.chance.pick(view.cubbies.filter(({ cubby }) => cubby !== prompt.cubby));
      const refused = await this.#me.command('SortScan', { scan: cubbyCode(wrong.cubby) });
      if (refused.ok) throw new Error(`${prompt.cubby} was asked for and ${wrong.cubby} was taken`);
      this.#me.takes(1, 2);
    }
    const reply = await this.#scan(cubbyCode(prompt.cubby));
    if (!reply.ok) return;
    const put = floor.truth.contents(hand);
    floor.truth.moveAll(hand, `cubby:${prompt.cubby}`);
    // A second look: it comes out again, and then goes in all the same.
    if (this.#view?.undo === 'put' && this.#me.errs(0.5)) {
      const undone = await this.#me.command('UndoSort', {});
      if (undone.ok)
        for (const { goods, units } of put) floor.truth.move(`cubby:${prompt.cubby}`, from, goods, units);
      await this.#follow(undone);
    }
    this.#tidy(prompt.tote);
  }

  async #setAside({ place }: PromptOf<'PutSurplus'>): Promise<void> {
    this.#me.takes(4, 8);
    const reply = await this.#scan(locationCode(place));
    if (reply.ok) this.#me.floor.truth.moveAll(this.#me.hand, 'problem');
  }

  async #takeBack({ tote }: PromptOf<'TakenBack'>): Promise<void> {
    this.#me.takes(2, 4);
    this.#me.floor.truth.moveAll(this.#me.hand, `tote:${tote}`);
    await this.#scan(toteCode(tote));
  }

  async #lookIntoTote({ tote, missing }: PromptOf<'AskToteEmpty'>): Promise<void> {
    const { truth } = this.#me.floor;
    this.#me.takes(1.5, 3);
    const top = truth.contents(`tote:${tote}`).find(({ goods }) => !this.#leave.has(keyOf(goods)));
    if (top !== undefined && missing.length > 0)
      return await this.#follow(await this.#me.command('SayToteEmpty', { isEmpty: false }));
    if (top !== undefined) {
      // Nothing of it is booked here any more: its scan makes it surplus, or says that it stays.
      const reply = await this.#scan(this.#me.barcode(top.goods));
      if (reply.ok) truth.move(`tote:${tote}`, this.#me.hand, top.goods, 1);
      else this.#leave.add(keyOf(top.goods));
      return;
    }
    await this.#follow(await this.#me.command('SayToteEmpty', { isEmpty: true }));
    this.#tidy(tote);
  }

  /** An emptied tote goes back on the stack once the screen asks for another one. */
  #tidy(tote: string): void {
    const { floor } = this.#me;
    if (this.#view !== null && 'tote' in this.#view.prompt) return;
    floor.taken.delete(`sorting ${tote}`);
    if (floor.truth.isEmpty(`tote:${tote}`)) returnTote(floor.freeTotes, `tote:${tote}`);
  }

  #keepTime(isAtWork: boolean, now: number): void {
    if (isAtWork && this.#workSince === null) this.#workSince = now;
    if (!isAtWork && this.#workSince !== null) {
      this.#me.sheet.workMs += now - this.#workSince;
      this.#workSince = null;
    }
  }
}

function keyOf({ sku, lot }: Goods): string {
  return `${sku}\t${lot}`;
}

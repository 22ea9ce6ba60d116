import { boxCode, cartCode, cubbyCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { JobItem, JobSource, PickPrompt, Stop } from '../../server/protocol/prompts.ts';
import { expiryOf } from '../building.ts';
import type { Goods, Place } from '../truth.ts';
import type { Done } from '../device.ts';
import type { Person } from './person.ts';

type PromptOf<K extends PickPrompt['kind']> = Extract<PickPrompt, { kind: K }>;

/** A picker's shift: does what the handheld asks, with real goods in real places, until the day is over. */
export class Picker {
  readonly #me: Person;
  #prompt: PickPrompt = {
    kind: 'GetWork',
    ready: false,
    waitsFor: null,
    waitingTasks: 0,
    jobs: [],
  };
  #stop: { key: string; taken: number } = { key: '', taken: 0 };
  #workSince: number | null = null;
  /** Of the time since the last question. */
  #restedMs = 0;
  /** Where the goods of the job at hand were taken from. */
  #source: { from: Place | null } = { from: null };

  constructor(me: Person) {
    this.#me = me;
  }

  async work(): Promise<void> {
    const { device, floor, called } = this.#me;
    await device.watch('handheld', (prompt, isAsked) => {
      if (!isAsked && this.#prompt.kind !== 'GetWork') return;
      this.#prompt = prompt;
      called.ring();
    });
    for (;;) {
      const prompt = this.#prompt;
      const from = floor.clock.now();
      this.#keepTime(prompt.kind !== 'GetWork', from);
      this.#restedMs = 0;
      await this.#answer(prompt);
      if (isOfLine(prompt)) this.#me.sheet.lineMs += floor.clock.now() - from - this.#restedMs;
    }
  }

  async #answer(prompt: PickPrompt): Promise<void> {
    switch (prompt.kind) {
      case 'GetWork':
        return await this.#getWork(prompt);
      case 'ScanCart':
        return await this.#fetchCart(prompt);
      case 'TakeOver':
        return await this.#takeOver(prompt);
      case 'OnBreak':
        this.#me.takes(300, 1_200);
        return await this.#follow(await this.#me.command('GetWork', {}));
      case 'WorkTaken':
        this.#me.takes(2, 4);
        return await this.#follow(await this.#me.command('Acknowledge', {}));
      case 'ScanTote':
        return await this.#bindTote(prompt);
      case 'ScanLocation':
        return await this.#goToStop(prompt);
      case 'ScanItem':
        return await this.#takeUnits(prompt);
      case 'ScanLot':
      case 'ScanExpiry':
      case 'ScanSerial':
        return await this.#capture(prompt);
      case 'ScanAgain':
        return await this.#scanAgain(prompt);
      case 'EnterQuantity':
        return await this.#typeQuantity(prompt);
      case 'PutInTote':
        return await this.#putInTote(prompt);
      case 'ScanDrop':
        return await this.#drop(prompt);
      case 'CartFull':
        this.#emptyHand();
        this.#me.takes(3, 6);
        return this.#follow(await this.#me.command('Acknowledge', {}));
      case 'AskEmpty': {
        this.#me.takes(1, 2);
        const isEmpty = this.#me.floor.truth.isEmpty(`location:${prompt.location}`);
        return this.#follow(await this.#me.command('AnswerEmpty', { isEmpty }));
      }
      case 'LinesCancelled':
      case 'LeadAnswered':
      case 'JobAnswered': {
        this.#me.takes(2, 4);
        return this.#follow(await this.#me.command('Acknowledge', {}));
      }
      case 'JobFetch':
        return await this.#fetch(prompt);
      case 'JobItem':
        return await this.#takeOut(prompt);
      case 'JobQuantity':
        return await this.#takeOutMany(prompt);
      case 'JobPut':
        return await this.#putAway(prompt);
      case 'JobHandBack':
        this.#me.floor.truth.moveAll(this.#me.hand, this.#placeOf(prompt.from));
        this.#me.takes(3, 6);
        return this.#follow(await this.#me.command('Acknowledge', {}));
      case 'JobGone':
        this.#me.takes(1, 3);
        return this.#follow(await this.#me.command('Acknowledge', {}));
      case 'CountPlace':
        return await this.#goCount(prompt);
      case 'CountItem':
        return await this.#beginCount(prompt);
      case 'CountQuantity':
        return await this.#tellCount(prompt);
      default:
        throw new Error(`expected a known question, got ${JSON.stringify(prompt satisfies never)}`);
    }
  }

  /** The reply says what is asked next; where it does not, one look tells. */
  async #follow(reply: Done): Promise<void> {
    if (reply.prompt === undefined) await this.#me.device.look();
    else this.#prompt = reply.prompt;
  }

  async #scan(scan: string): Promise<Done> {
    const reply = await this.#me.command('PickScan', { scan });
    await this.#follow(reply);
    return reply;
  }

  async #getWork(prompt: PromptOf<'GetWork'>): Promise<void> {
    if (!prompt.ready) return await this.#follow(await this.#me.command('GetWork', {}));
    // Nobody goes for what they see a colleague go for.
    const { taken } = this.#me.floor;
    const card = prompt.jobs.find(({ kind, ref }) => !taken.has(`${kind} ${ref}`));
    if (card === undefined) return void (await this.#me.called.wait());
    const { kind, ref } = card;
    taken.add(`${kind} ${ref}`);
    const reply = await this.#me.command('TakeJob', { kind, ref });
    taken.delete(`${kind} ${ref}`);
    await this.#follow(reply);
  }

  async #fetchCart(prompt: PromptOf<'ScanCart'>): Promise<void> {
    const { floor } = this.#me;
    if (this.#me.errs(0.5)) return await this.#decline();
    const free = floor.building.carts
      .filter(({ cart }) => floor.freeCarts.has(cart))
      .sort((a, b) => a.places - b.places);
    // The smallest that takes the whole walk; else the largest, to which the walk is cut.
    const cart = free.find(({ places }) => places >= prompt.totes) ?? free.at(-1);
    if (cart === undefined) {
      this.#me.takes(20, 40);
      return await this.#me.catchUp();
    }
    floor.freeCarts.delete(cart.cart);
    this.#me.walkTo(floor.building.dropPlace);
    this.#me.takes(3, 6);
    const reply = await this.#scan(cartCode(cart.cart));
    // Held by a person outside of this simulation: it stays off the list.
    if (!reply.ok && reply.refusal !== 'CART_TAKEN') floor.freeCarts.add(cart.cart);
  }

  /** Somebody left a cart with goods: that one is fetched, and the walk goes on from there. */
  async #takeOver(prompt: PromptOf<'TakeOver'>): Promise<void> {
    if (this.#me.errs(0.5)) return await this.#decline();
    this.#me.walkTo(prompt.standsAt);
    this.#me.takes(3, 6);
    await this.#scan(prompt.cart === null ? toteCode(prompt.tote ?? '') : cartCode(prompt.cart));
  }

  async #decline(): Promise<void> {
    this.#me.takes(2, 4);
    const reason = this.#me.chance.pick(['cannot_reach', 'too_heavy', 'other_work', 'other'] as const);
    await this.#follow(await this.#me.command('DeclineWork', { reason }));
  }

  /** The shift is over, or something calls: the work stays here for somebody else, and some time later the person is back. */
  async #stopHere(stop: PromptOf<'ScanLocation'>): Promise<void> {
    const { floor } = this.#me;
    const where = this.#me.chance.pick([null, locationCode(stop.location)]);
    const reply = await this.#me.command('HandOver', { where });
    if (reply.ok && reply.result?.['isParked'] === false) {
      // Nothing lay on the cart: it and its totes are anybody's again.
      if (stop.cart !== null) floor.freeCarts.add(stop.cart);
      for (const { tote } of stop.cartPlaces)
        if (tote !== null && floor.building.totes.includes(tote) && stop.pickMode !== 'zone')
          returnTote(floor.freeTotes, `tote:${tote}`);
    }
    const from = floor.clock.now();
    this.#me.takes(120, 900);
    await this.#me.catchUp();
    this.#restedMs = floor.clock.now() - from;
    await this.#follow(reply);
  }

  async #bindTote(prompt: PromptOf<'ScanTote'>): Promise<void> {
    const { floor } = this.#me;
    if (prompt.tote !== null) {
      // Handed over by the zone before: that one, where it stands.
      this.#me.walkTo(prompt.at ?? floor.building.dropPlace);
      this.#me.takes(2, 4);
      await this.#scan(toteCode(prompt.tote));
      return;
    }
    if (prompt.carton !== null) {
      this.#me.takes(5, 9);
      floor.boxLabels += 1;
      await this.#scan(boxCode(`B-${String(floor.boxLabels).padStart(6, '0')}`));
      return;
    }
    const tote = floor.freeTotes.pop();
    if (tote === undefined) {
      this.#me.takes(20, 40);
      return await this.#me.catchUp();
    }
    this.#me.takes(2, 4);
    const reply = await this.#scan(toteCode(tote));
    // Somebody else's goods are booked into it: not a tote for the stack.
    if (!reply.ok && reply.refusal !== 'TOTE_NOT_EMPTY') floor.freeTotes.push(tote);
  }

  async #goToStop(stop: PromptOf<'ScanLocation'>): Promise<void> {
    this.#emptyHand();
    this.#me.walkTo(stop.location);
    if (this.#me.errs(0.2)) {
      await this.#follow(await this.#me.command('SkipStop', {}));
      return;
    }
    if (this.#me.errs(0.1) && stop.asked === null) {
      await this.#follow(await this.#me.command('AskLead', { question: 'label_bad' }));
      return;
    }
    if (this.#me.errs(0.15)) return await this.#follow(await this.#me.command('TakeBreak', {}));
    if (this.#me.errs(0.15)) return await this.#stopHere(stop);
    this.#me.takes(1, 2);
    await this.#scan(locationCode(this.#me.errs() ? this.#neighbourOf(stop.location) : stop.location));
  }

  async #takeUnits(stop: PromptOf<'ScanItem'>): Promise<void> {
    const { floor, hand } = this.#me;
    const goods = goodsAt(stop);
    const shelf: Place = `location:${stop.location}`;
    if (stop.confirm.location === 'item') {
      // Nothing was scanned on the way here.
      if (this.#takenHere(stop) === 0) this.#emptyHand();
      this.#me.walkTo(stop.location);
    }
    const taken = this.#takenHere(stop);
    const inHand = floor.truth.units(hand, goods);

    if (stop.mode === 'each' && inHand > stop.counted) {
      // Already out of the shelf but its scan was not taken: scan it again.
      this.#me.takes(1, 2);
      await this.#scan(this.#me.barcode(goods));
      return;
    }
    if (floor.truth.units(shelf, goods) === 0)
      return await this.#reportShort(taken === 0 ? 'not_there' : 'not_enough', inHand);
    if (this.#me.errs(0.1)) {
      floor.truth.move(shelf, 'lost', goods, 1);
      const left = Math.min(floor.truth.units(shelf, goods), stop.take - inHand);
      if (left < stop.take - inHand) return await this.#takeRest(stop, goods, left, 'damaged');
    }

    this.#me.takes(1.5, 4);
    if (this.#me.errs()) {
      const wrong = this.#otherGoodsNear(stop.location, goods);
      if (wrong !== null) {
        // Scanned and refused, so it goes back where it was.
        await this.#scan(this.#me.barcode(wrong.goods));
        return;
      }
    }
    if (stop.mode === 'each') {
      // Two come along at once, and one of them is scanned.
      const clings = floor.truth.units(shelf, goods) > 1 && this.#me.errs(0.1);
      this.#take(stop, shelf, goods, clings ? 2 : 1);
    }
    await this.#scan(this.#me.barcode(goods));
  }

  /** What stands on the goods beside their barcode: the lot, a date, a number for every unit. */
  async #capture(stop: PromptOf<'ScanLot' | 'ScanExpiry' | 'ScanSerial'>): Promise<void> {
    const { floor, hand } = this.#me;
    const goods = goodsAt(stop);
    const shelf: Place = `location:${stop.location}`;
    this.#me.takes(1, 2.5);
    if (stop.kind === 'ScanLot') {
      const other = this.#me.errs()
        ? floor.truth.contents(shelf).find((there) => there.goods.lot !== goods.lot)
        : undefined;
      return void (await this.#scan(other?.goods.lot ?? goods.lot));
    }
    if (stop.kind === 'ScanExpiry') return void (await this.#scan(expiryOf(floor.building, goods) ?? ''));
    // The unit whose barcode was scanned is in the hand already; every further one is taken now.
    if (floor.truth.units(hand, goods) === stop.counted) {
      if (floor.truth.units(shelf, goods) === 0) return await this.#reportShort('not_enough', stop.counted);
      this.#take(stop, shelf, goods, 1);
    }
    const serial = floor.truth.serials(hand, goods)[stop.counted];
    if (serial === undefined) throw new Error(`expected a number on unit ${stop.counted + 1} of ${stop.sku}`);
    await this.#scan(serial);
  }

  /** One scan is given; now the picker counts into the hand and types a number. Here a miscount goes unseen. */
  async #typeQuantity(stop: PromptOf<'EnterQuantity'>): Promise<void> {
    const { floor, hand, chance } = this.#me;
    const goods = goodsAt(stop);
    const shelf: Place = `location:${stop.location}`;
    // Goods that are still in the hand from a number that was not taken count too.
    const wanted = Math.max(0, stop.take - floor.truth.units(hand, goods));
    const there = floor.truth.units(shelf, goods);
    if (there < wanted) return await this.#takeRest(stop, goods, there, 'not_enough');

    this.#me.takes(1.5 + 0.6 * wanted, 3 + 1.1 * wanted);
    // Who has to type a number counts once more for it.
    const isRecounted = !stop.confirm.isPrefilled && chance.next() < 0.6;
    if (!stop.confirm.isPrefilled) this.#me.takes(0.5 + 0.2 * wanted, 1 + 0.4 * wanted);
    if (wanted > 0 && this.#me.errs()) {
      const wrong = this.#otherGoodsNear(stop.location, goods);
      const kind = isRecounted ? 2 : chance.int(1, 3);
      if (kind === 1 && there > wanted) {
        this.#take(stop, shelf, goods, wanted + 1);
      } else if (kind === 2 && wrong !== null) {
        this.#take(stop, shelf, goods, wanted - 1);
        floor.truth.move(wrong.from, hand, wrong.goods, 1);
      } else {
        this.#take(stop, shelf, goods, isRecounted ? wanted : wanted - 1);
      }
    } else {
      this.#take(stop, shelf, goods, wanted);
    }
    this.#me.takes(1.5, 3);
    await this.#follow(await this.#me.command('EnterPicked', { units: stop.take }));
  }

  /** The place was scanned and nobody looks at the goods: a hand in the place beside it, or a wrong number, goes unseen. */
  async #takeUnseen(stop: PromptOf<'PutInTote'>): Promise<boolean> {
    const { floor, hand, chance } = this.#me;
    const goods = goodsAt(stop);
    const shelf: Place = `location:${stop.location}`;
    const wanted = Math.max(0, stop.counted - floor.truth.units(hand, goods));
    if (wanted === 0) return true;
    const there = floor.truth.units(shelf, goods);
    if (there < wanted) {
      await this.#takeRest(stop, goods, there, 'not_enough');
      return false;
    }
    this.#me.takes(1 + 0.6 * wanted, 2 + 1.1 * wanted);
    const wrong = this.#me.errs() ? this.#otherGoodsNear(stop.location, goods) : null;
    if (wrong !== null) {
      const units = Math.min(wanted, floor.truth.units(wrong.from, wrong.goods));
      floor.truth.move(wrong.from, hand, wrong.goods, units);
      this.#take(stop, shelf, goods, 0);
    } else if (wanted > 1 && this.#me.errs()) {
      this.#take(stop, shelf, goods, there > wanted && chance.int(1, 2) === 1 ? wanted + 1 : wanted - 1);
    } else {
      this.#take(stop, shelf, goods, wanted);
    }
    return true;
  }

  /** Any of the units in the hand is scanned: a wrong one among them is found if it is that one, and changed. */
  async #scanAgain(stop: PromptOf<'ScanAgain'>): Promise<void> {
    const { floor, hand, chance } = this.#me;
    this.#me.takes(1, 2);
    const held = floor.truth.contents(hand);
    const luck = chance.int(
      1,
      Math.max(
        1,
        held.reduce((sum, { units }) => sum + units, 0),
      ),
    );
    let upTo = 0;
    const drawn = held.find(({ units }) => (upTo += units) >= luck)?.goods ?? goodsAt(stop);
    await this.#scan(this.#me.barcode(drawn));
    if (drawn.sku === stop.sku) return;
    this.#me.takes(3, 6);
    const shelf: Place = `location:${stop.location}`;
    const wrong = floor.truth.units(hand, drawn);
    floor.truth.move(hand, shelf, drawn, wrong);
    const right = Math.min(wrong, floor.truth.units(shelf, goodsAt(stop)));
    this.#take(stop, shelf, goodsAt(stop), right);
  }

  async #takeRest(
    stop: Stop & { kind: string },
    goods: Goods,
    left: number,
    reason: 'not_enough' | 'damaged',
  ): Promise<void> {
    this.#me.takes(1 + 0.6 * left, 3 + 1.1 * left);
    this.#take(stop, `location:${stop.location}`, goods, left);
    await this.#reportShort(reason, this.#me.floor.truth.units(this.#me.hand, goods));
  }

  async #reportShort(reason: 'not_there' | 'not_enough' | 'damaged', found: number): Promise<void> {
    this.#me.takes(5, 10);
    const reply = await this.#me.command('ReportShort', { reason, found });
    await this.#follow(reply);
    // A lead is asked first, who has half a minute: nothing else to do meanwhile.
    if (reply.ok && reply.result?.['asked'] === true) {
      await this.#me.called.wait(40_000);
      await this.#me.device.look();
    }
  }

  async #putInTote(stop: PromptOf<'PutInTote'>): Promise<void> {
    const { floor, hand } = this.#me;
    if (stop.confirm.isItemImplied && this.#takenHere(stop) === 0 && !(await this.#takeUnseen(stop))) return;
    this.#me.takes(1, 2.5);
    if (this.#me.errs()) {
      const wrong = stop.cartPlaces.find((place) => place.tote !== null && place.tote !== stop.tote)?.tote;
      if (wrong !== undefined && wrong !== null) {
        const refused = await this.#me.command('PickScan', { scan: toteCode(wrong) });
        if (refused.ok) throw new Error(`${stop.tote} was asked for and ${wrong} was taken`);
        this.#me.takes(1, 2);
      }
    }
    const isUsed = floor.truth.contents(`tote:${stop.tote}`).length > 0;
    if (isUsed && this.#me.errs()) {
      // It does not close any more: the next tote takes the rest.
      await this.#follow(await this.#me.command('ToteFull', {}));
      return;
    }
    const reply =
      stop.confirm.tote === 'button'
        ? await this.#me.command('ConfirmTote', {})
        : await this.#me.command('PickScan', { scan: toteCode(stop.tote) });
    await this.#follow(reply);
    if (!reply.ok) return;
    const put = floor.truth.contents(hand);
    floor.truth.moveAll(hand, `tote:${stop.tote}`);
    if (!this.#me.errs(0.5)) return;
    // A second look: it comes out of the tote again, and then goes in all the same.
    const undone = await this.#me.command('UndoScan', {});
    if (undone.ok)
      for (const { goods, units } of put) floor.truth.move(`tote:${stop.tote}`, hand, goods, units);
    await this.#follow(undone);
  }

  async #drop(prompt: PromptOf<'ScanDrop'>): Promise<void> {
    const { floor } = this.#me;
    this.#emptyHand();
    this.#me.walkTo(prompt.drop);
    this.#me.takes(3 + 2 * prompt.totes.length, 6 + 4 * prompt.totes.length);
    const reply = await this.#scan(locationCode(prompt.drop));
    if (reply.ok && prompt.cart !== null) floor.freeCarts.add(prompt.cart);
  }

  /** Goods to put back or to move: their tote, box or shelf is fetched first. */
  async #fetch(prompt: PromptOf<'JobFetch'>): Promise<void> {
    const { from } = prompt;
    this.#me.walkTo(from.kind === 'location' ? from.code : this.#me.floor.building.dropPlace);
    if (this.#me.errs(0.1)) {
      await this.#follow(await this.#me.command('LeaveJob', {}));
      return;
    }
    if (prompt.asked === null && this.#me.errs(0.1)) {
      await this.#follow(await this.#me.command('AskLead', { question: 'other' }));
      return;
    }
    this.#me.takes(3, 8);
    await this.#scan(
      from.kind === 'tote'
        ? toteCode(from.code)
        : from.kind === 'cubby'
          ? cubbyCode(from.code)
          : from.kind === 'location'
            ? locationCode(from.code)
            : from.code,
    );
  }

  async #takeOut(prompt: PromptOf<'JobItem'>): Promise<void> {
    const { floor, hand } = this.#me;
    const { item } = prompt;
    if (item === null) throw new Error('nobody here moves goods by their own choice');
    const from = this.#placeOf(prompt.from);
    const inHand = floor.truth.contents(hand).reduce((sum, { units }) => sum + units, 0);
    const there = this.#goodsIn(from, item);
    this.#me.takes(1.5, 4);
    if (prompt.proof !== null) return await this.#prove(prompt.proof, prompt.counted, there?.goods);
    if (prompt.mode === 'each' && inHand <= prompt.counted) {
      if (there === null) return await this.#reportShort(inHand === 0 ? 'not_there' : 'not_enough', inHand);
      if (this.#me.errs(0.1) && item.units !== null) {
        floor.truth.move(from, 'problem', there.goods, 1);
        return await this.#reportShort('damaged', Math.min(inHand, item.units - 1));
      }
      floor.truth.move(from, hand, there.goods, 1);
    }
    await this.#scan(this.#me.barcode(there?.goods ?? { sku: item.sku, lot: item.lot ?? '' }));
  }

  /** What stands on the goods in the hand, or on those that a number is about to be typed of. */
  async #prove(proof: 'lot' | 'expiry' | 'serial', counted: number, there: Goods | undefined): Promise<void> {
    const { floor, hand } = this.#me;
    const goods = floor.truth.contents(hand).at(-1)?.goods ?? there;
    if (goods === undefined) throw new Error(`expected goods to read the ${proof} of`);
    const serial = floor.truth.serials(hand, goods)[counted - 1] ?? '';
    const said = { lot: goods.lot, expiry: expiryOf(floor.building, goods) ?? '', serial }[proof];
    if (said === '')
      throw new Error(`expected the ${proof} of unit ${counted} of ${goods.sku} to stand on it`);
    const reply = await this.#scan(said);
    if (reply.ok || !('refusal' in reply)) return;
    if (reply.refusal !== 'JOB_WRONG_SERIAL' && reply.refusal !== 'JOB_WRONG_LOT') return;
    // It came into the tote without anybody reading it: it lies with the odd goods, and what was read is missing.
    if (counted > 0) floor.truth.move(hand, 'problem', goods, 1);
    await this.#reportShort(counted > 0 ? 'not_enough' : 'not_there', Math.max(0, counted - 1));
  }

  async #takeOutMany(prompt: PromptOf<'JobQuantity'>): Promise<void> {
    const { floor, hand } = this.#me;
    const from = this.#placeOf(prompt.from);
    const wanted = prompt.item.units ?? 0;
    let taken = floor.truth.contents(hand).reduce((sum, { units }) => sum + units, 0);
    for (let there = this.#goodsIn(from, prompt.item); there !== null && taken < wanted;) {
      const units = Math.min(wanted - taken, there.units);
      floor.truth.move(from, hand, there.goods, units);
      taken += units;
      there = this.#goodsIn(from, prompt.item);
    }
    this.#me.takes(1.5 + 0.6 * taken, 3 + 1.1 * taken);
    if (taken < wanted) return await this.#reportShort(taken === 0 ? 'not_there' : 'not_enough', taken);
    await this.#follow(await this.#me.command('EnterPicked', { units: wanted }));
  }

  async #putAway(prompt: PromptOf<'JobPut'>): Promise<void> {
    const { floor, hand } = this.#me;
    const asked = prompt.target?.location;
    if (asked === undefined) throw new Error('nobody here moves goods by their own choice');
    // Another place stays offered until it is scanned again; most people see their mistake.
    const isElsewhere = prompt.offered === null ? this.#me.errs() : this.#me.errs(5);
    const to = prompt.offered !== null && isElsewhere ? prompt.offered : asked;
    const scanned =
      prompt.offered === null && isElsewhere && !prompt.isDamaged ? this.#neighbourOf(asked) : to;
    this.#me.walkTo(scanned);
    this.#me.takes(2, 5);
    const reply = await this.#scan(locationCode(scanned));
    if (!reply.ok || (this.#prompt.kind === 'JobPut' && this.#prompt.offered === scanned)) return;
    // What is broken lies with the odd goods since it was found.
    if (!prompt.isDamaged) floor.truth.moveAll(hand, `location:${scanned}`);
    const isOver = !('job' in this.#prompt) || this.#prompt.job !== prompt.job;
    const { from } = this.#source;
    if (isOver && from?.startsWith('tote:') === true && floor.truth.isEmpty(from))
      returnTote(floor.freeTotes, from);
  }

  async #goCount(prompt: PromptOf<'CountPlace'>): Promise<void> {
    const { location } = prompt.place;
    this.#me.walkTo(location);
    this.#me.takes(1, 2);
    await this.#scan(locationCode(this.#me.errs() ? this.#neighbourOf(location) : location));
  }

  async #beginCount(prompt: PromptOf<'CountItem'>): Promise<void> {
    const goods = { sku: prompt.item.sku, lot: prompt.item.lot ?? '' };
    this.#me.takes(2, 5);
    // One look from here to the answer: what somebody takes meanwhile is taken after it.
    await this.#me.catchUp();
    if (this.#me.floor.truth.units(`location:${prompt.location}`, goods) === 0)
      return await this.#follow(await this.#me.command('AnswerEmpty', { isEmpty: true }));
    await this.#scan(this.#me.barcode(goods));
  }

  /** The number is told without knowing what the ledger has; now and then it is wrong by one. */
  async #tellCount(prompt: PromptOf<'CountQuantity'>): Promise<void> {
    const goods = { sku: prompt.item.sku, lot: prompt.item.lot ?? '' };
    const place: Place = `location:${prompt.location}`;
    const about = this.#me.floor.truth.units(place, goods);
    this.#me.takes(3 + 0.3 * about, 6 + 0.5 * about);
    await this.#me.catchUp();
    const units = this.#me.floor.truth.units(place, goods);
    const told = this.#me.errs() ? Math.max(0, units + this.#me.chance.pick([-1, 1])) : units;
    await this.#follow(await this.#me.command('EnterPicked', { units: told }));
  }

  #placeOf(source: JobSource): Place {
    const place: Place =
      source.kind === 'tote'
        ? `tote:${source.code}`
        : source.kind === 'cubby'
          ? `cubby:${source.code}`
          : source.kind === 'location'
            ? `location:${source.code}`
            : (this.#me.floor.boxOf.get(source.code) ?? `box:${Number(source.code)}`);
    this.#source = { from: place };
    return place;
  }

  #goodsIn(from: Place, item: JobItem): { goods: Goods; units: number } | null {
    const all = this.#me.floor.truth.contents(from).filter(({ goods }) => goods.sku === item.sku);
    return all.find(({ goods }) => goods.lot === (item.lot ?? '')) ?? all[0] ?? null;
  }

  /** Goods of a line that was cancelled or skipped while they were in the hand lie down where they were taken. */
  #emptyHand(): void {
    const [location] = this.#stop.key.split('|');
    if (location !== undefined && location !== '')
      this.#me.floor.truth.moveAll(this.#me.hand, `location:${location}`);
    this.#stop = { key: '', taken: 0 };
  }

  #take(stop: Stop, shelf: Place, goods: Goods, units: number): void {
    this.#me.floor.truth.move(shelf, this.#me.hand, goods, units);
    this.#stop = { key: keyOf(stop), taken: this.#takenHere(stop) + units };
  }

  /** Units this person took here for this line so far, whether still in hand or already in the tote. */
  #takenHere(stop: Stop): number {
    return this.#stop.key === keyOf(stop) ? this.#stop.taken : 0;
  }

  #neighbourOf(location: string): string {
    const { building } = this.#me.floor;
    const here = building.spots.get(location);
    const near = [...building.spots.values()].filter(
      (spot) => spot.kind === 'pick' && spot.aisle === here?.aisle && spot.location !== location,
    );
    return near.length === 0 ? location : this.#me.chance.pick(near).location;
  }

  #otherGoodsNear(location: string, goods: Goods): { from: Place; goods: Goods } | null {
    const { truth } = this.#me.floor;
    for (const from of [`location:${location}`, `location:${this.#neighbourOf(location)}`] as const) {
      const other = truth.contents(from).find((there) => there.goods.sku !== goods.sku);
      if (other !== undefined) return { from, goods: other.goods };
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

function isOfLine({ kind }: PickPrompt): boolean {
  return (
    [
      'ScanLocation',
      'ScanItem',
      'ScanLot',
      'ScanExpiry',
      'ScanSerial',
      'ScanAgain',
      'EnterQuantity',
    ].includes(kind) || kind === 'PutInTote'
  );
}

function goodsAt(stop: Stop): Goods {
  return { sku: stop.sku, lot: stop.lot ?? '' };
}

function keyOf(stop: Stop): string {
  return [stop.location, stop.sku, stop.lot ?? '', stop.place, stop.tote].join('|');
}

/** An empty tote goes back on the stack, once. */
export function returnTote(stack: string[], tote: Place): void {
  const code = tote.slice('tote:'.length);
  // A box leaves with its goods; an empty one is folded up.
  if (code.startsWith('B-')) return;
  if (!stack.includes(code)) stack.unshift(code);
}

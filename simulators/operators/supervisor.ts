import type { DeskView } from '../../server/protocol/views.ts';
import type { Place } from '../truth.ts';
import { trackingOn } from './person.ts';
import type { Person } from './person.ts';

type Card = DeskView['exceptions'][number];

/** Milliseconds before the last scan of a departure at which its parcels are handed over. */
const closesBefore = 60_000;
/** Orders that wait so long although pickers are free are released by hand. */
const waitsForTheRule = 15 * 60_000;
/** A count is for pickers; one that nobody of them may do, or had time for, is done from the desk. */
const countsAfter = 20 * 60_000;
/** The share of orders waiting for stock that are not left to wait. */
const endsWaits = 0.2;
/** Milliseconds, at the least and at the most, until a supervisor sees again something that should lie elsewhere. */
const movesEvery: readonly [number, number] = [15 * 60_000, 45 * 60_000];
/** The share of ordered moves that somebody thinks better of, if they are not done by then. */
const takesMovesBack = 0.5;
/** A card that could not be closed is looked at again so much later. */
const putOffFor = 10 * 60_000;

/** A supervisor's shift at the desk: releases what the rule forgot, answers, counts, hands over. */
export class Supervisor {
  readonly #me: Person;
  #desk: DeskView | null = null;
  #isFresh = false;
  #waitingSince: number | null = null;
  #nextMoveAt: number | null = null;
  /** Cards that were refused wait a while, by number. */
  #notBefore = new Map<number, number>();

  constructor(me: Person) {
    this.#me = me;
  }

  async work(): Promise<void> {
    const { device, called } = this.#me;
    await device.watch('desk', (desk) => {
      this.#desk = desk;
      this.#isFresh = true;
      called.ring();
    });
    for (;;) {
      if (this.#isFresh && this.#desk !== null) {
        this.#isFresh = false;
        await this.#lookAfter(this.#desk);
      } else if (!(await called.wait(this.#nextLook(this.#desk)))) {
        await device.look();
      }
    }
  }

  async #lookAfter(desk: DeskView): Promise<void> {
    await this.#release(desk);
    for (const card of desk.exceptions) await this.#settle(card, desk);
    for (const task of desk.tasks) if (task.state === 'unreachable') await this.#recover(task.task, desk);
    await this.#handOver(desk);
    await this.#tidy(desk);
  }

  /** Now and then something lies where it is in the way: a few units of it are to lie elsewhere, and a picker is asked to see to it. */
  async #tidy(desk: DeskView): Promise<void> {
    const { chance, floor } = this.#me;
    const now = floor.clock.now();
    const isTime = this.#nextMoveAt !== null && now >= this.#nextMoveAt;
    if (this.#nextMoveAt === null || isTime) this.#nextMoveAt = now + chance.int(...movesEvery);
    if (!isTime) return;
    const [oldest] = desk.moves;
    if (oldest !== undefined && chance.next() < takesMovesBack) {
      this.#me.takes(3, 8);
      await this.#me.command('CancelMove', { move: oldest.move });
      return;
    }
    const { building, truth } = floor;
    const shelf = chance.pick(building.stock);
    const { owner, goods, location } = shelf;
    const there = truth.units(`location:${location}`, goods);
    const places = [...building.spots.values()].filter(
      (spot) => spot.kind === 'pick' && spot.location !== location,
    );
    // A number of its own stays with its unit, and nobody knows which of them a move takes.
    if (there === 0 || building.items.get(goods.sku)?.isSerialControlled === true) return;
    this.#me.takes(10, 20);
    await this.#me.command('OrderMove', {
      owner,
      sku: goods.sku,
      lot: goods.lot,
      units: chance.int(1, Math.min(4, there)),
      from: location,
      to: chance.pick(places).location,
    });
  }

  /** The cart of a picker who cannot be found is taken over by one who has nothing to do and may, or waits where it stands. */
  async #recover(task: number, desk: DeskView): Promise<void> {
    for (const operator of freePickers(desk))
      if ((await this.#me.command('RecoverTask', { task, operator })).ok) return;
    await this.#me.command('RecoverTask', { task, operator: null });
  }

  /** A cart with goods that nobody fetched: somebody by name is sent for it. */
  async #send(card: Card, desk: DeskView): Promise<void> {
    const task = desk.tasks.find((one) => String(one.task) === card.ref);
    this.#me.takes(3, 8);
    for (const operator of freePickers(desk))
      if (task !== undefined && (await this.#me.command('AssignTask', { task: task.task, operator })).ok)
        return;
    this.#putOff(card);
  }

  async #release(desk: DeskView): Promise<void> {
    const now = this.#me.floor.clock.now();
    const waiting = desk.waiting.reduce((sum, row) => sum + row.shipments - row.backordered, 0);
    const isWorkLeft = desk.tasks.some((task) => task.state === 'planned');
    if (waiting === 0 || isWorkLeft) {
      this.#waitingSince = null;
      return;
    }
    this.#waitingSince ??= now;
    if (now - this.#waitingSince < waitsForTheRule) return;
    this.#waitingSince = null;
    this.#me.takes(5, 10);
    await this.#me.command('ReleaseWave', { limit: 60, service: null });
  }

  async #settle(card: Card, desk: DeskView): Promise<void> {
    if ((this.#notBefore.get(card.exception) ?? 0) > this.#me.floor.clock.now()) return;
    switch (card.kind) {
      case 'question':
        this.#me.takes(3, 8);
        await this.#me.command('AnswerQuestion', {
          exception: card.exception,
          // Who is told to look again finds no more than before.
          answer: card.data['question'] === 'short' ? 'yes' : this.#me.chance.pick(['yes', 'no']),
        });
        return;
      case 'count': {
        const dueAt = Date.parse(card.raisedAt) + countsAfter;
        if (card.doneNowBy === null && this.#me.floor.clock.now() >= dueAt) return await this.#count(card);
        this.#notBefore.set(card.exception, Math.max(dueAt, this.#me.floor.clock.now() + 60_000));
        return;
      }
      case 'write_off':
        this.#me.takes(5, 15);
        await this.#me.command('AnswerCount', { exception: card.exception, isAllowed: true });
        return;
      case 'parked_walk':
        return await this.#send(card, desk);
      case 'unknown_print':
      case 'failed_print':
        return await this.#lookAtPrinter(card, desk);
      case 'surplus':
      case 'on_hold':
      case 'pack_short':
        return await this.#close(card, 'looked at the totes and the problem shelf');
      case 'hub_dead_letter':
        return await this.#close(card, 'told the hub to pull the feed');
      // Now and then nobody wants to wait for what may never turn up.
      case 'held':
        this.#notBefore.set(card.exception, Number.POSITIVE_INFINITY);
        if (this.#me.chance.next() >= endsWaits) return;
        this.#me.takes(3, 8);
        await this.#me.command('EndShortHold', { shipment: Number(card.data['shipment']) });
        return;
      // A parked or backordered order waits for its hub, a put-back for a picker, a short for its count, a silent picker for the task list.
      case 'parked_order':
      case 'backorder':
      case 'put_back':
      case 'short':
      case 'holder_unreachable':
        return;
      default:
        throw new Error(`expected a known exception, got ${String(card.kind satisfies never)}`);
    }
  }

  async #close(card: Card, resolution: string): Promise<void> {
    this.#me.takes(5, 15);
    const reply = await this.#me.command('ResolveException', { exception: card.exception, resolution });
    if (!reply.ok) this.#putOff(card);
  }

  /** Walks there and counts what really lies there; a supervisor has picked nothing, so it is always somebody else. */
  async #count(card: Card): Promise<void> {
    const { floor } = this.#me;
    const { location, sku, lot, owner } = card.data;
    if (typeof location !== 'string' || typeof sku !== 'string' || typeof owner !== 'string') {
      throw new Error(`a count without a place: ${JSON.stringify(card.data)}`);
    }
    this.#me.walkTo(location);
    const place: Place = `location:${location}`;
    const goods = { sku, lot: typeof lot === 'string' ? lot : '' };
    const units = floor.truth.units(place, goods);
    this.#me.takes(5 + 0.3 * units, 10 + 0.5 * units);
    // Somebody may take a unit while the counter is still walking: what counts lies there at the end.
    await this.#me.catchUp();
    const reply = await this.#me.command('CorrectStock', {
      location,
      owner,
      sku,
      lot: goods.lot,
      counted: floor.truth.units(place, goods),
      reason: 'counted after a short',
    });
    // What others are still promised there must be picked or shorted first.
    if (!reply.ok) this.#putOff(card);
  }

  /** A packer who went home cannot say whether a label came out: the sheet is there, or on its box, or nowhere. */
  async #lookAtPrinter(card: Card, desk: DeskView): Promise<void> {
    const { floor } = this.#me;
    const job = desk.printJobs.find(({ printJob }) => printJob === card.data['printJob']);
    if (job === undefined || job.tracking === null) return this.#putOff(card);
    this.#me.takes(20, 40);
    await this.#me.catchUp();
    const labels = (await floor.printers.get(job.printer)?.labelsLying()) ?? [];
    const cameOut =
      floor.boxOf.has(job.tracking) || labels.some((label) => trackingOn(label) === job.tracking);
    const reply = await this.#me.command('AnswerPrint', { printJob: job.printJob, cameOut });
    if (!reply.ok) this.#putOff(card);
  }

  #putOff(card: Card): void {
    this.#notBefore.set(card.exception, this.#me.floor.clock.now() + putOffFor);
  }

  async #handOver(desk: DeskView): Promise<void> {
    const now = this.#me.floor.clock.now();
    for (const { carrier, parcels, cutOffAt } of desk.staged) {
      if (parcels > 0 && now >= Date.parse(cutOffAt) - closesBefore)
        await this.#me.command('CloseManifest', { carrier });
    }
  }

  /** Milliseconds until there is a reason to look although nothing was pushed. */
  #nextLook(desk: DeskView | null): number {
    if (desk === null) return 60_000;
    const now = this.#me.floor.clock.now();
    const moveAt = this.#nextMoveAt === null ? [] : [Math.max(30_000, this.#nextMoveAt - now)];
    const times = desk.staged
      .filter(({ parcels }) => parcels > 0)
      .map(({ cutOffAt }) => Math.max(30_000, Date.parse(cutOffAt) - closesBefore - now));
    if (this.#waitingSince !== null) times.push(Math.max(30_000, this.#waitingSince + waitsForTheRule - now));
    for (const { exception } of desk.exceptions) {
      const again = this.#notBefore.get(exception);
      if (again !== undefined) times.push(Math.max(30_000, again - now));
    }
    return Math.min(Number.POSITIVE_INFINITY, ...times, ...moveAt);
  }
}

/** Pickers with a handheld who hold nothing and are not resting. */
function freePickers(desk: DeskView): string[] {
  const busy = new Set(desk.tasks.map(({ operator }) => operator));
  return desk.operators
    .filter(
      ({ operator, role, isSignedIn, screen, breakSince }) =>
        role === 'picker' &&
        isSignedIn &&
        screen === 'handheld' &&
        breakSince === null &&
        !busy.has(operator),
    )
    .map(({ operator }) => operator);
}

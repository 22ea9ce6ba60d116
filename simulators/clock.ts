/**
 * The time of a simulated day. At a speed above 0 it is the wall clock, running faster. At speed 0 nobody ever waits: as
 * soon as everybody sleeps or listens, the clock jumps to whatever comes first, a sleeper's end or the server's next timer.
 *
 * Somebody who awaits anything but `sleep` or `Bell.wait` counts as busy: a command in flight holds the time still.
 */
export interface Timekeeper {
  /** Moves the server's clock, lets it do everything that is due, and tells what it waits for next. */
  tick(now: number): Promise<Ticked>;
  /** False while nobody is owed anything: then the server's timers find nothing to do and are passed over. */
  isWorkLeft(): boolean;
  /** Makes sure that what the server has sent so far has arrived at everybody who listens. */
  flush(jumpMs: number): Promise<void>;
}

export interface Ticked {
  nextDue: number | null;
  deliveries: number;
  prints: number;
}

/** Thrown out of `sleep` and `wait` when the day is over. */
export class DayIsOver extends Error {}

interface Sleeper {
  due: number;
  wake: () => void;
  fail: (error: Error) => void;
}

/** Simulated milliseconds: a longer jump is only made after making sure that nobody was about to be called. */
const longJump = 45_000;

/**
 * A server's clockwork ticks every minute, through the night as well. After a few ticks that woke nobody each next one is
 * waited for twice as long, up to this: what is due by then is done then.
 */
const longestNap = 600_000;
const ticksBeforeNap = 5;

/**
 * Everybody's moments fall on this grid at speed 0, so that several people act at once and one jump serves them all. A day of
 * 500 orders took 437 s with 1 s here; people keep what they are off by (operators/person.ts), so their pace stays the same.
 */
const grid = 4_000;

export class Clock {
  readonly speed: number;
  #now: number;
  #startedAt = performance.now();
  #hasBegun = false;
  #isOver = false;
  #awake = 0;
  #isMoving = false;
  #sleepers = new Set<Sleeper>();
  #keeper: Timekeeper | null = null;
  #serverDue: number | null = null;
  /** The server's last tick, which it may still be busy with. */
  #follows: Promise<void> = Promise.resolve();
  /** Jumps in a row that woke nobody. */
  #wokeNobody = 0;
  #failed: (error: unknown) => void = (error) => {
    throw error;
  };
  /** Jumps made, for those who wonder where the time went. */
  jumps = 0;

  constructor(startsAt: number, speed: number) {
    this.#now = startsAt;
    this.speed = speed;
  }

  now(): number {
    if (this.speed === 0 || !this.#hasBegun) return this.#now;
    return this.#now + (performance.now() - this.#startedAt) * this.speed;
  }

  /** At a speed above 0, time passes from here on. */
  begin(): void {
    this.#startedAt = performance.now();
    this.#hasBegun = true;
  }

  /** At speed 0, the first jump is made from here on. `failed` hears of a server that cannot be moved any more. */
  drive(keeper: Timekeeper, failed: (error: unknown) => void): void {
    this.#keeper = keeper;
    this.#failed = failed;
    this.#moveWhenQuiet();
  }

  /** Runs one person or thing until it ends or the day is over. */
  async run(life: () => Promise<void>): Promise<void> {
    this.#awake += 1;
    try {
      await life();
    } catch (error) {
      if (!(error instanceof DayIsOver)) throw error;
    } finally {
      this.#fallAsleep();
    }
  }

  /** Holds the time still while something outside of the day happens, such as a killed server coming back. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#awake += 1;
    try {
      return await work();
    } finally {
      this.#fallAsleep();
    }
  }

  async sleep(simulatedMs: number): Promise<void> {
    await this.#wait(simulatedMs, new Set());
  }

  /** Ends the day: everybody who sleeps or listens leaves. */
  stop(): void {
    this.#isOver = true;
    for (const sleeper of [...this.#sleepers]) sleeper.fail(new DayIsOver());
  }

  /** Simulated milliseconds of which every sleep is a multiple; 0 where time runs by itself. */
  get step(): number {
    return this.speed === 0 ? grid : 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Used by `Bell`: waits for a time or for whoever calls the wake function put into `listeners`, whichever is first. */
  async #wait(simulatedMs: number, listeners: Set<Sleeper>): Promise<'late' | 'called'> {
    if (this.#isOver) throw new DayIsOver();
    return await new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | null = null;
      const leave = (): void => {
        if (timer !== null) clearTimeout(timer);
        this.#sleepers.delete(atTime);
        listeners.delete(atCall);
        // Counted here and not after the await: between the two the clock could think that nobody is awake.
        this.#awake += 1;
      };
      const fail = (error: Error): void => {
        leave();
        reject(error);
      };
      const due =
        this.speed === 0 ? Math.ceil((this.#now + simulatedMs) / grid) * grid : Number.POSITIVE_INFINITY;
      const atTime: Sleeper = {
        due,
        wake: () => {
          leave();
          resolve('late');
        },
        fail,
      };
      const atCall: Sleeper = {
        due,
        wake: () => {
          leave();
          resolve('called');
        },
        fail,
      };
      this.#sleepers.add(atTime);
      listeners.add(atCall);
      if (this.speed > 0 && Number.isFinite(simulatedMs)) {
        // A timer of Node cannot be longer than 24.8 days.
        timer = setTimeout(
          () => {
            atTime.wake();
          },
          Math.min(simulatedMs / this.speed, 2_147_483_647),
        );
      }
      this.#fallAsleep();
    });
  }

  /** Something to listen to. A ring that nobody waits for is kept for the next one who does. */
  bell(): Bell {
    return new Bell(async (ms, listeners) => await this.#wait(ms, listeners));
  }

  #fallAsleep(): void {
    this.#awake -= 1;
    this.#moveWhenQuiet();
  }

  #moveWhenQuiet(): void {
    if (this.speed !== 0 || this.#keeper === null || this.#awake > 0 || this.#isMoving || this.#isOver)
      return;
    this.#isMoving = true;
    // One turn later: a promise that has just been kept may wake somebody in between.
    setImmediate(() => {
      this.#move().then((ended) => {
        this.#isMoving = false;
        // Somebody may have woken and fallen asleep again while the last jump was ending.
        if (ended === 'somebody is awake') this.#moveWhenQuiet();
      }, this.#failed);
    });
  }

  async #move(): Promise<'somebody is awake' | 'nothing is due'> {
    while (this.#isQuiet()) {
      const next = this.#nextMoment();
      // After two jumps that woke nobody there is nothing left that somebody could have missed.
      if (this.#wokeNobody < 2 && (next === null || next - this.#now > longJump)) {
        await this.#follows;
        await this.#tick(this.#now);
        await this.#keeper?.flush(next === null ? Number.POSITIVE_INFINITY : next - this.#now);
        await oneTurn();
        if (!this.#isQuiet()) continue;
      }
      const moment = this.#nextMoment();
      if (moment === null) return 'nothing is due';
      // Between two steps of the same people nothing of the server's is due: it may follow while they go on.
      const isStep = moment - this.#now <= longJump && (this.#serverDue === null || moment < this.#serverDue);
      this.#now = Math.max(this.#now, moment);
      this.jumps += 1;
      await this.#follows;
      this.#follows = this.#tick(this.#now);
      if (!isStep) await this.#follows;
      await oneTurn();
      for (const sleeper of [...this.#sleepers]) if (sleeper.due <= this.#now) sleeper.wake();
      this.#wokeNobody = this.#isQuiet() ? this.#wokeNobody + 1 : 0;
    }
    return 'somebody is awake';
  }

  #isQuiet(): boolean {
    return this.#awake === 0 && !this.#isOver;
  }

  #nextMoment(): number | null {
    let next = Number.POSITIVE_INFINITY;
    for (const sleeper of this.#sleepers) next = Math.min(next, sleeper.due);
    if (this.#serverDue !== null && this.#keeper?.isWorkLeft() === true) {
      const naps = this.#wokeNobody - ticksBeforeNap;
      const nap = naps <= 0 ? 0 : Math.min(longestNap, 30_000 * 2 ** Math.min(naps, 10));
      next = Math.min(next, Math.max(this.#serverDue, this.#now + nap));
    }
    return Number.isFinite(next) ? next : null;
  }

  async #tick(now: number): Promise<void> {
    const ticked = await this.#keeper?.tick(now);
    // What is due and yet not done waits for something outside of the clock; time goes on meanwhile.
    this.#serverDue =
      ticked === undefined || ticked.nextDue === null ? null : Math.max(ticked.nextDue, now + grid);
  }
}

export class Bell {
  #listeners = new Set<Sleeper>();
  #isRung = false;
  readonly #wait: (ms: number, listeners: Set<Sleeper>) => Promise<'late' | 'called'>;

  constructor(wait: (ms: number, listeners: Set<Sleeper>) => Promise<'late' | 'called'>) {
    this.#wait = wait;
  }

  ring(): void {
    if (this.#listeners.size === 0) this.#isRung = true;
    for (const listener of [...this.#listeners]) listener.wake();
  }

  /** True when it rang, false when the time was over first. */
  async wait(simulatedMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (this.#isRung) {
      this.#isRung = false;
      return true;
    }
    return (await this.#wait(simulatedMs, this.#listeners)) === 'called';
  }
}

/** Lets what the kernel already holds for us arrive: one turn to read it, one to hand it on. */
async function oneTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

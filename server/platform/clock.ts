/** The one clock. Everything that reads or waits for time takes it; in production it is the system's. */
export interface Clock {
  now(): Date;
  /** Runs `work` once when the clock reaches `at` (or as soon as it can). Replaces an earlier timer of the same name. */
  at(name: string, at: Date, work: () => Promise<void>): void;
  cancel(name: string): void;
  /** The earliest timer that waits, or null. */
  nextDue(): Date | null;
  stop(): void;
}

/** System time, with setTimeout behind the timers. */
export function systemClock(): Clock {
  const timers = new Map<string, { at: Date; handle: NodeJS.Timeout }>();
  return {
    now: () => new Date(),
    at(name, at, work) {
      this.cancel(name);
      // setTimeout overflows above 24.8 days; a timer that far away is set again when it is nearer.
      const wait = Math.min(Math.max(0, at.getTime() - Date.now()), 86_400_000);
      const handle = setTimeout(() => {
        timers.delete(name);
        if (Date.now() < at.getTime()) this.at(name, at, work);
        else void work();
      }, wait);
      handle.unref();
      timers.set(name, { at, handle });
    },
    cancel(name) {
      clearTimeout(timers.get(name)?.handle);
      timers.delete(name);
    },
    nextDue: () => earliest([...timers.values()].map((timer) => timer.at)),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer.handle);
      timers.clear();
    },
  };
}

export interface DemoClock extends Clock {
  /** Time stands at `now` until it is moved. */
  set(now: Date): void;
  /** Time runs `rate` times as fast as the wall clock from `base` on. */
  run(base: Date, rate: number): void;
  /** Moves to `now` and runs every timer that is due by then, in order, to its end. */
  moveTo(now: Date): Promise<void>;
}

/** A clock that a simulation moves. The server refuses it in production (config.ts). */
export function demoClock(): DemoClock {
  const timers = new Map<string, { at: Date; work: () => Promise<void> }>();
  let base = new Date(0);
  let since = 0;
  let rate = 0;
  let poll: NodeJS.Timeout | undefined;
  const clock: DemoClock = {
    now: () => (rate === 0 ? base : new Date(base.getTime() + (Date.now() - since) * rate)),
    at(name, at, work) {
      timers.set(name, { at, work });
    },
    cancel(name) {
      timers.delete(name);
    },
    nextDue: () => earliest([...timers.values()].map((timer) => timer.at)),
    set(now) {
      base = now;
      rate = 0;
      clearInterval(poll);
    },
    run(from, times) {
      base = from;
      since = Date.now();
      rate = times;
      clearInterval(poll);
      let busy = false;
      poll = setInterval(() => {
        if (busy) return;
        busy = true;
        void runDue(clock.now()).finally(() => {
          busy = false;
        });
      }, 100);
      poll.unref();
    },
    async moveTo(now) {
      if (now.getTime() > base.getTime()) base = now;
      await runDue(now);
    },
    stop() {
      clearInterval(poll);
      timers.clear();
    },
  };
  async function runDue(now: Date): Promise<void> {
    for (let rounds = 0; rounds < 1_000; rounds++) {
      const due = [...timers]
        .filter(([, timer]) => timer.at.getTime() <= now.getTime())
        .sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())[0];
      if (due === undefined) return;
      timers.delete(due[0]);
      await due[1].work();
    }
  }
  return clock;
}

function earliest(times: Date[]): Date | null {
  return times.reduce<Date | null>((first, time) => (first === null || time < first ? time : first), null);
}

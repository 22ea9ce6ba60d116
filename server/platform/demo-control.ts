import type { Logger } from 'pino';
import type { DemoClock } from './clock.ts';

/** What the simulation tells the server it runs, over the channel of a forked process. */
export type DemoOrder =
  | { type: 'clock'; mode: 'manual'; now: string }
  | { type: 'clock'; mode: 'rate'; base: string; rate: number }
  | { type: 'tick'; id: number; now: string }
  | { type: 'settle'; id: number };

export type DemoAnswer =
  | { type: 'ready'; url: string; databaseUrl: string; postmasterPid: number | null }
  | { type: 'ticked'; id: number; nextDue: string | null; busy: Busy }
  | ({ type: 'settled'; id: number } & Busy);

/** Work that is still on its way to the outside. */
export interface Busy {
  deliveries: number;
  prints: number;
}

/** What the simulated day needs of the server to know that a moment is over. */
export interface Worker {
  /**
   * Everything that was committed has been stamped and pushed to whom it concerns; with `everything` also what only
   * describes the floor around them. Cheap when nothing was.
   */
  settle(everything: boolean): Promise<void>;
  busy(): Promise<Busy>;
}

export interface DemoControl {
  /** Resolves when the simulation has said what time it is: nothing may read the clock before. */
  clockIsSet: Promise<void>;
  /** From here on time can be moved. */
  serve(worker: Worker, ready: Omit<Extract<DemoAnswer, { type: 'ready' }>, 'type'>): void;
}

/**
 * Lets a simulation that forked this process move its clock. At speed 0 it is asked tens of thousands of times a run,
 * so a tick in which nothing happened costs no query.
 */
export function takeDemoControl(clock: DemoClock, channel: NodeJS.Process, log: Logger): DemoControl {
  const waiting: DemoOrder[] = [];
  let worker: Worker | null = null;
  let queue: Promise<void> = Promise.resolve();
  let clockIsSet: () => void = () => {};
  const control: DemoControl = {
    clockIsSet: new Promise((resolve) => {
      clockIsSet = resolve;
    }),
    serve(given, ready) {
      worker = given;
      answer({ type: 'ready', ...ready });
      for (const order of waiting.splice(0)) enqueue(given, order);
    },
  };

  channel.on('message', (order: DemoOrder) => {
    if (order.type === 'clock') {
      if (order.mode === 'manual') clock.set(new Date(order.now));
      else clock.run(new Date(order.base), order.rate);
      clockIsSet();
    } else if (worker === null) {
      waiting.push(order);
    } else {
      enqueue(worker, order);
    }
  });

  function enqueue(given: Worker, order: DemoOrder): void {
    queue = queue.then(async () => {
      // A database that was just killed comes back; an order is safe to obey twice.
      for (;;) {
        try {
          await obey(given, order);
          return;
        } catch (error) {
          log.error({ error, order: order.type }, "simulation's order failed, once more");
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    });
  }

  async function obey(given: Worker, order: DemoOrder): Promise<void> {
    if (order.type === 'tick') {
      // A tick that moves nothing is the question whether anybody has something left to do.
      const isQuestion = Date.parse(order.now) <= clock.now().getTime();
      await clock.moveTo(new Date(order.now));
      await given.settle(isQuestion);
      const busy = await given.busy();
      answer({ type: 'ticked', id: order.id, nextDue: clock.nextDue()?.toISOString() ?? null, busy });
    } else if (order.type === 'settle') {
      await given.settle(true);
      answer({ type: 'settled', id: order.id, ...(await given.busy()) });
    }
  }

  function answer(message: DemoAnswer): void {
    // The simulation may be gone already; the channel's end stops the server (main.ts).
    if (channel.connected) channel.send?.(message);
  }

  return control;
}

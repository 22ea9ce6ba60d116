import type { Logger } from 'pino';
import type { Topic } from '../../protocol/events.ts';
import type { Reply } from '../../protocol/prompts.ts';
import type { Pushed, ViewName, Views } from '../../protocol/views.ts';
import type { Stamped } from '../journal/relay.ts';
import { isConnectionLost } from '../db/retryable.ts';
import { createSlots } from './slots.ts';
import type { Visitor } from './visitor.ts';

export type Snapshot<V extends ViewName = ViewName> = { data: Views[V]; position: number; now: string };

/** Where pushes go: a socket, or a test. */
export interface Receiver {
  push(pushed: Pushed): void;
}

export interface Followers {
  /** The view as it is now; from here on the receiver is told whenever it changes. */
  follow(receiver: Receiver, visitor: Visitor, view: ViewName): Promise<Snapshot>;
  leave(receiver: Receiver): void;
  /** Rows that were stamped: every view that they made stale is read again and pushed, each once. */
  publish(rows: readonly Stamped[]): void;
  /**
   * A command is on its way. Its reply tells the sender's own view, so that is not read again for the rows it writes;
   * call the answer with the reply, or with null when nobody knows what the sender now sees.
   */
  expectReply(receiver: Receiver, visitor: Visitor, commandId: string): (reply: Reply | null) => void;
  /** Resolves when what is stale now has been pushed: what concerns people at work, or with `everything` all of it. */
  flush(everything: boolean): Promise<void>;
  stop(): void;
}

interface Followed {
  readonly view: ViewName;
  readonly visitor: Visitor;
  readonly topics: ReadonlySet<string>;
  /** Receiver -> what it last saw, as JSON without the time. */
  readonly seen: Map<Receiver, string>;
  isStale: boolean;
  /** Raised by every push and every reply: what was read before it may be older than what has been told since. */
  told: number;
  running: Promise<void> | null;
  timer: NodeJS.Timeout | null;
  /** When it was last read: by this machine's time, and by the clock's, which a simulated day moves faster. */
  readAt: number;
  readAtClock: number;
  /** Since its last read something happened that concerns whoever stands there, not only the floor around. */
  isUrgent: boolean;
  /** What it shows now depends on the floor around. */
  looksAround: boolean;
  /** Something happened around while it did not. */
  hasMissed: boolean;
}

/**
 * What concerns a person is pushed at once, before everything else. The floor around (`wall`, `desk`, and `tasks`, which every
 * free handheld lists) changes with every scan of everybody: walls and desks are read for it at most four times a second, the
 * others at most once.
 */
const sharedEveryMs = 250;
const aroundEveryMs = 1_000;
const aroundEveryClockMs = 20_000;
const aroundTopics: ReadonlySet<string> = new Set<Topic>(['wall', 'desk', 'tasks']);
/** Cut-offs and ages move without anything happening. */
const sharedAtLeastEveryMs = 5_000;
/** Reads at once for pushes, so that a change seen by two hundred handhelds leaves connections for their commands. */
const readsAtOnce = 4;
const repliesKept = 2_000;

export function createFollowers(options: {
  read: (visitor: Visitor, view: ViewName) => Promise<Views[ViewName]>;
  topicsOf: (visitor: Visitor, view: ViewName) => readonly Topic[];
  /** Whether a screen that shows this depends on the floor around. A hundred people at work need no read for what waits. */
  looksAround: (view: ViewName, data: Views[ViewName]) => boolean;
  /** The last stamped position of a site, from the table; asked once per site. */
  lastPosition: (site: string) => Promise<number>;
  now: () => Date;
  onPush: (view: ViewName) => void;
  log: Logger;
}): Followers {
  const followed = new Map<string, Followed>();
  const positions = new Map<string, number>();
  const replies = new Map<string, Expected>();
  const haveSent = new WeakSet<Receiver>();
  const slots = createSlots(readsAtOnce);
  let isStopped = false;

  const pace = setInterval(() => {
    for (const entry of followed.values()) if (isShared(entry.view)) markStale(entry);
  }, sharedAtLeastEveryMs);
  pace.unref();

  async function follow(receiver: Receiver, visitor: Visitor, view: ViewName): Promise<Snapshot> {
    const entry = provide(visitor, view);
    // Followed before it is read: what changes in between is pushed, and is never lost.
    const isNew = !entry.seen.has(receiver);
    if (isNew) entry.seen.set(receiver, '');
    const told = entry.told;
    try {
      const position = await positionOf(visitor.site);
      const data = await options.read(visitor, view);
      if (entry.seen.has(receiver)) entry.seen.set(receiver, fingerprint(data));
      nowShows(entry, data);
      // Something newer went out while this was being read, and now this follows it: once more, after the answer.
      if (entry.told !== told)
        setImmediate(() => {
          markStale(entry);
        });
      return { data, position, now: options.now().toISOString() };
    } catch (error) {
      if (isNew) drop(entry, receiver);
      throw error;
    }
  }

  function provide(visitor: Visitor, view: ViewName): Followed {
    const key = keyOf(visitor, view);
    const known = followed.get(key);
    if (known !== undefined) return known;
    const entry: Followed = {
      view,
      visitor,
      topics: new Set(options.topicsOf(visitor, view)),
      seen: new Map(),
      isStale: false,
      told: 0,
      running: null,
      timer: null,
      readAt: -Infinity,
      readAtClock: -Infinity,
      isUrgent: false,
      looksAround: true,
      hasMissed: false,
    };
    followed.set(key, entry);
    return entry;
  }

  function drop(entry: Followed, receiver: Receiver): void {
    entry.seen.delete(receiver);
    if (entry.seen.size > 0) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    const key = keyOf(entry.visitor, entry.view);
    if (followed.get(key) === entry) followed.delete(key);
  }

  function publish(rows: readonly Stamped[]): void {
    const stale = new Map<Followed, boolean>();
    for (const row of rows) {
      positions.set(row.site, Math.max(positions.get(row.site) ?? 0, row.position));
      const expected = row.commandId == null ? undefined : replies.get(`${row.site} ${row.commandId}`);
      for (const entry of followed.values()) {
        const mine =
          entry.visitor.site === row.site ? row.topics.filter((topic) => entry.topics.has(topic)) : [];
        if (mine.length === 0 || expected?.covers(entry) === true) continue;
        const isUrgent = mine.some((topic) => !aroundTopics.has(topic));
        if (!isUrgent && !entry.looksAround) entry.hasMissed = true;
        else stale.set(entry, stale.get(entry) === true || isUrgent);
      }
    }
    for (const [entry, isUrgent] of stale) markStale(entry, isUrgent);
  }

  function nowShows(entry: Followed, data: Views[ViewName]): void {
    entry.looksAround = options.looksAround(entry.view, data);
    if (!entry.looksAround || !entry.hasMissed) return;
    entry.hasMissed = false;
    markStale(entry, false);
  }

  function markStale(entry: Followed, isUrgent = true): void {
    if (isStopped || entry.seen.size === 0) return;
    entry.isStale = true;
    entry.isUrgent ||= isUrgent && !isShared(entry.view);
    if (entry.running !== null) return;
    const wait = entry.isUrgent
      ? 0
      : entry.readAt + (isShared(entry.view) ? sharedEveryMs : aroundEveryMs) - performance.now();
    if (wait <= 0) refresh(entry);
    else
      entry.timer ??= setTimeout(() => {
        refresh(entry);
      }, wait).unref();
  }

  function refresh(entry: Followed): void {
    // Running with a timer: the last read failed, and the timer alone may try again.
    if (isStopped || entry.running !== null) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    entry.running = slots(
      async () => {
        entry.isStale = false;
        entry.isUrgent = false;
        entry.readAt = performance.now();
        entry.readAtClock = options.now().getTime();
        await readAndPush(entry);
      },
      () => entry.isUrgent,
    ).then(
      () => {
        entry.running = null;
        if (entry.isStale) markStale(entry, entry.isUrgent);
      },
      (error: unknown) => {
        if (!isConnectionLost(error))
          options.log.error({ error, view: entry.view, site: entry.visitor.site }, 'view could not be read');
        entry.timer = setTimeout(() => {
          entry.running = null;
          entry.isStale = true;
          refresh(entry);
        }, 500).unref();
      },
    );
  }

  async function readAndPush(entry: Followed): Promise<void> {
    const told = entry.told;
    const position = await positionOf(entry.visitor.site);
    const data = await options.read(entry.visitor, entry.view);
    // The person heard a reply while this was being read: it may be older than the reply, so it is read again.
    if (entry.told !== told) {
      entry.isStale = entry.isUrgent = true;
      return;
    }

    const json = fingerprint(data);
    // `view` names the type of `data`; the union cannot be told so here.
    const pushed = {
      type: 'view',
      view: entry.view,
      data,
      position,
      now: options.now().toISOString(),
    } as Pushed;
    entry.told += 1;
    nowShows(entry, data);
    for (const [receiver, last] of entry.seen) {
      if (last === json) continue;
      entry.seen.set(receiver, json);
      options.onPush(entry.view);
      receiver.push(pushed);
    }
  }

  function expectReply(
    receiver: Receiver,
    visitor: Visitor,
    commandId: string,
  ): (reply: Reply | null) => void {
    const expected = new Expected(receiver);
    const key = `${visitor.site} ${commandId}`;
    // A command sent again hears its stored answer, which may be older than what has happened since. The first command
    // of a new connection may be such a one that another process answered.
    const isPerhapsOld = replies.has(key) || !haveSent.has(receiver);
    haveSent.add(receiver);
    replies.delete(key);
    replies.set(key, expected);
    if (replies.size > repliesKept) replies.delete(replies.keys().next().value ?? '');

    const views = ['handheld', 'bench'] as const;
    const toldBefore = new Map(views.map((view) => [view, followed.get(keyOf(visitor, view))?.told]));

    return function answer(reply) {
      const told = reply === null || 'fault' in reply ? {} : { handheld: reply.prompt, bench: reply.bench };
      for (const view of views) {
        const entry = followed.get(keyOf(visitor, view));
        const data = told[view];
        if (entry === undefined || data === undefined || !entry.seen.has(receiver)) continue;
        // What was pushed while the command ran may be newer than what its transaction saw.
        const isOvertaken = entry.told !== toldBefore.get(view);
        entry.told += 1;
        entry.seen.set(receiver, fingerprint(data));
        nowShows(entry, data);
        expected.told.add(entry);
        if (isPerhapsOld || isOvertaken || entry.seen.size > 1) markStale(entry);
      }
      expected.isAnswered = true;
      for (const entry of expected.waiting) if (!expected.told.has(entry)) markStale(entry);
      expected.waiting.clear();
    };
  }

  async function flush(everything: boolean): Promise<void> {
    const isMeant = (entry: Followed): boolean => everything || !isShared(entry.view);
    for (;;) {
      for (const entry of followed.values()) {
        const isOverdue = everything || options.now().getTime() - entry.readAtClock >= aroundEveryClockMs;
        if (entry.isStale && isMeant(entry) && isOverdue) refresh(entry);
      }
      // One whose read failed tries again by itself; it must not hold up the others.
      const running = [...followed.values()].flatMap((entry) => {
        return isMeant(entry) && entry.timer === null ? (entry.running ?? []) : [];
      });
      if (running.length === 0) return;
      await Promise.all(running);
    }
  }

  async function positionOf(site: string): Promise<number> {
    const known = positions.get(site);
    if (known !== undefined) return known;
    const last = await options.lastPosition(site);
    const position = Math.max(last, positions.get(site) ?? 0);
    positions.set(site, position);
    return position;
  }

  return {
    follow,
    leave(receiver) {
      for (const entry of [...followed.values()]) drop(entry, receiver);
    },
    publish,
    expectReply,
    flush,
    stop() {
      isStopped = true;
      clearInterval(pace);
      for (const entry of followed.values()) if (entry.timer !== null) clearTimeout(entry.timer);
    },
  };
}

/** What a command on its way will tell its own sender. */
class Expected {
  readonly told = new Set<Followed>();
  readonly waiting = new Set<Followed>();
  isAnswered = false;
  readonly #receiver: Receiver;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  /** Rows can be published before the reply is on its way: then whoever follows waits for what the reply covers. */
  covers(entry: Followed): boolean {
    if (entry.seen.size !== 1 || !entry.seen.has(this.#receiver)) return false;
    if (this.isAnswered) return this.told.has(entry);
    this.waiting.add(entry);
    return true;
  }
}

function isShared(view: ViewName): boolean {
  return view === 'wall' || view === 'desk';
}

/** Screens that show the same are read once: walls and desks by site, the others by who stands there. */
function keyOf(visitor: Visitor, view: ViewName): string {
  const who = isShared(view)
    ? [visitor.role]
    : [visitor.operator, visitor.device, visitor.station, visitor.role];
  return JSON.stringify([view, visitor.site, ...who]);
}

/** Views that tell the time differ at every look; the time travels beside them. */
function fingerprint(data: Views[ViewName]): string {
  return JSON.stringify(data, (key, value: unknown) => (key === 'now' ? undefined : value));
}

import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFollowers, type Followers, type Receiver } from '../../server/platform/sockets/followers.ts';
import type { Stamped } from '../../server/platform/journal/relay.ts';
import type { Visitor } from '../../server/platform/sockets/visitor.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import type { Pushed, ViewName, Views } from '../../server/protocol/views.ts';

const ann: Visitor = {
  site: 'north',
  session: 's1',
  operator: 'ann',
  role: 'picker',
  device: 'HH-1',
  station: null,
  deviceProof: null,
};
const bob: Visitor = { ...ann, session: 's2', operator: 'bob', role: 'packer', device: null, station: 'P1' };
const wall: Visitor = { ...ann, session: null, operator: null, role: 'wall', device: 'WALL-1' };

/** A view that says this number is of somebody at work. */
const busy = 5_000;

/** What the tables would say, and who was told what. */
let state: Record<string, number>;
let reads: string[];
let position: number;
let now: Date;
let followers: Followers;
let beforeRead: () => Promise<void>;

class Screen implements Receiver {
  readonly heard: Pushed[] = [];
  push(pushed: Pushed): void {
    this.heard.push(pushed);
  }
  get numbers(): unknown[] {
    return this.heard.map((pushed) =>
      pushed.type === 'view' ? (pushed.data as unknown as { n: number }).n : pushed.type,
    );
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
  state = {};
  reads = [];
  position = 0;
  now = new Date('2026-03-02T08:00:00Z');
  beforeRead = async () => {};
  followers = createFollowers({
    read: async (visitor, view) => {
      reads.push(`${view} ${visitor.operator ?? 'nobody'}`);
      const n = state[view] ?? 0;
      await beforeRead();
      return { n, now: now.toISOString() } as unknown as Views[ViewName];
    },
    topicsOf: (visitor, view) => {
      if (view === 'wall' || view === 'desk') return [view];
      return view === 'bench'
        ? [`station:${visitor.station ?? ''}`, 'wall']
        : [`operator:${visitor.operator ?? ''}`, 'tasks'];
    },
    looksAround: (_view, data) => (data as unknown as { n: number }).n !== busy,
    lastPosition: async () => 41,
    now: () => now,
    onPush: () => {},
    log: pino({ level: 'silent' }),
  });
});
afterEach(() => {
  followers.stop();
  vi.useRealTimers();
});

function row(topics: string[], commandId: string | null = null, site = 'north'): Stamped {
  position += 1;
  return {
    site,
    position: 41 + position,
    id: `${position}`,
    type: 'TaskChanged',
    topics,
    hub: null,
    owner: null,
    orderId: null,
    commandId,
  };
}
const promptReply = (n: number): Reply => ({ ok: true, prompt: { n } }) as unknown as Reply;

/** Somebody who has sent a command before: nothing of theirs can be an old answer. */
async function following(visitor: Visitor, view: ViewName): Promise<Screen> {
  const screen = new Screen();
  await followers.follow(screen, visitor, view);
  followers.expectReply(screen, visitor, `first ${visitor.operator ?? ''}`)({ ok: true });
  await followers.flush(false);
  reads = [];
  return screen;
}

describe('a view that is followed', () => {
  test('starts with a snapshot and its position', async () => {
    state.handheld = 7;
    expect(await followers.follow(new Screen(), ann, 'handheld')).toEqual({
      data: { n: 7, now: now.toISOString() },
      position: 41,
      now: now.toISOString(),
    });
  });

  test('is pushed when something about it was stamped, once for several rows', async () => {
    const screen = await following(ann, 'handheld');
    state.handheld = 1;
    followers.publish([row(['operator:ann']), row(['operator:ann', 'wall']), row(['tasks'])]);
    await followers.flush(false);
    expect(screen.heard).toEqual([
      {
        type: 'view',
        view: 'handheld',
        data: { n: 1, now: now.toISOString() },
        position: 44,
        now: now.toISOString(),
      },
    ]);
    expect(reads).toEqual(['handheld ann']);
  });

  test('is not pushed for what is not about it, nor for another site', async () => {
    const screen = await following(ann, 'handheld');
    followers.publish([row(['operator:bob']), row(['operator:ann'], null, 'south')]);
    await followers.flush(false);
    expect([screen.heard, reads]).toEqual([[], []]);
  });

  test('is not pushed when it says the same as before, but for the time', async () => {
    const screen = await following(ann, 'handheld');
    now = new Date(now.getTime() + 60_000);
    followers.publish([row(['operator:ann'])]);
    await followers.flush(false);
    expect([screen.heard, reads]).toEqual([[], ['handheld ann']]);
  });

  test('is read once for everybody who sees the same', async () => {
    const screens = [await following(wall, 'wall'), await following({ ...wall, device: 'WALL-2' }, 'wall')];
    state.wall = 3;
    followers.publish([row(['wall'])]);
    await vi.advanceTimersByTimeAsync(300);
    expect(reads).toEqual(['wall nobody']);
    expect(screens.map(({ numbers }) => numbers)).toEqual([[3], [3]]);
  });

  test('is not read for who has left', async () => {
    const screen = await following(ann, 'handheld');
    followers.leave(screen);
    followers.publish([row(['operator:ann'])]);
    await followers.flush(false);
    expect(reads).toEqual([]);
  });

  test('is read again when something happened while it was being read', async () => {
    const screen = await following(ann, 'handheld');
    state.handheld = 1;
    beforeRead = async () => {
      beforeRead = async () => {};
      state.handheld = 2;
      followers.publish([row(['operator:ann'])]);
    };
    followers.publish([row(['operator:ann'])]);
    await followers.flush(false);
    expect(screen.numbers).toEqual([1, 2]);
  });

  test('is pushed once more when a snapshot was overtaken by a push', async () => {
    const screen = await following(ann, 'handheld');
    state.handheld = 1;
    beforeRead = async () => {
      beforeRead = async () => {};
      state.handheld = 2;
      followers.publish([row(['operator:ann'])]);
      await followers.flush(false);
    };
    const snapshot = await followers.follow(screen, ann, 'handheld');
    expect([snapshot.data, screen.numbers]).toEqual([{ n: 1, now: now.toISOString() }, [2]]);
    await new Promise((resolve) => setImmediate(resolve));
    await followers.flush(false);
    expect(screen.numbers).toEqual([2, 2]);
  });

  test('is still followed when a later snapshot could not be read', async () => {
    const screen = await following(ann, 'handheld');
    beforeRead = async () => {
      beforeRead = async () => {};
      throw new Error('Connection terminated');
    };
    await expect(followers.follow(screen, ann, 'handheld')).rejects.toThrow('Connection terminated');
    state.handheld = 3;
    followers.publish([row(['operator:ann'])]);
    await followers.flush(false);
    expect(screen.numbers).toEqual([3]);
  });

  test('is tried again after a read that failed', async () => {
    const screen = await following(ann, 'handheld');
    state.handheld = 1;
    beforeRead = async () => {
      beforeRead = async () => {};
      throw new Error('Connection terminated');
    };
    followers.publish([row(['operator:ann'])]);
    await followers.flush(false);
    // What happens meanwhile neither hurries it nor stops it.
    followers.publish([row(['operator:ann'])]);
    await followers.flush(true);
    expect(screen.numbers).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    await followers.flush(false);
    expect(screen.numbers).toEqual([1]);
  });
});

describe('pace', () => {
  test('a wall is read four times a second at most, and ends with the last state', async () => {
    const screen = await following(wall, 'wall');
    for (let at = 1; at <= 100; at++) {
      state.wall = at;
      followers.publish([row(['wall'])]);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(300);
    expect(reads.length).toBeLessThanOrEqual(6);
    expect(screen.numbers.at(-1)).toBe(100);
  });

  test('everything is pushed at once when it is asked for', async () => {
    const [floor, screen] = [await following(wall, 'wall'), await following(bob, 'bench')];
    followers.publish([row(['wall'])]);
    await followers.flush(true);
    state = { wall: 7, bench: 8 };
    followers.publish([row(['wall'])]);
    await followers.flush(true);
    expect([floor.numbers, screen.numbers]).toEqual([[7], [8]]);
  });

  test('a wall is read every 5 s even when nothing happens', async () => {
    await following(wall, 'wall');
    await vi.advanceTimersByTimeAsync(10_100);
    expect(reads.length).toBe(2);
  });

  test('a bench hears of itself at once, of the floor around it once a second', async () => {
    const screen = await following(bob, 'bench');
    state.bench = 1;
    followers.publish([row(['wall'])]);
    await vi.advanceTimersByTimeAsync(100);
    await followers.flush(false);
    const afterFirst = reads.length;
    state.bench = 2;
    followers.publish([row(['wall'])]);
    await vi.advanceTimersByTimeAsync(500);
    expect(reads.length).toBe(afterFirst);
    followers.publish([row(['station:P1'])]);
    await followers.flush(false);
    expect(screen.numbers.at(-1)).toBe(2);
  });

  test('a simulated day that runs ahead of the wall clock does not leave a bench behind', async () => {
    const screen = await following(bob, 'bench');
    followers.publish([row(['wall'])]);
    await followers.flush(false);
    state.bench = 5;
    followers.publish([row(['wall'])]);
    now = new Date(now.getTime() + 20_000);
    await followers.flush(false);
    expect(screen.numbers).toEqual([5]);
  });
});

describe('what waits for anybody', () => {
  test('is not read for a handheld at work, but once its holder is free again', async () => {
    const screen = await following(ann, 'handheld');
    state.handheld = busy;
    followers.expectReply(screen, ann, 'c1')(promptReply(busy));
    followers.publish([row(['tasks'])]);
    await followers.flush(true);
    expect(reads).toEqual([]);
    // The reply's transaction began before those tasks were there.
    followers.expectReply(screen, ann, 'c2')(promptReply(1));
    state.handheld = 2;
    await followers.flush(true);
    expect([reads, screen.numbers]).toEqual([['handheld ann'], [2]]);
  });

  test('is still read for a handheld at work when something concerns its holder', async () => {
    const screen = await following(ann, 'handheld');
    followers.expectReply(screen, ann, 'c1')(promptReply(busy));
    state.handheld = 7;
    followers.publish([row(['tasks', 'operator:ann'])]);
    await followers.flush(false);
    expect(screen.numbers).toEqual([7]);
  });

  test('waits behind what concerns somebody, even somebody who waited with the others', async () => {
    const people = Array.from({ length: 8 }, (_, at) => ({ ...ann, operator: `p${at}`, device: `HH-${at}` }));
    for (const person of people) await following(person, 'handheld');
    await vi.advanceTimersByTimeAsync(2_000);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    beforeRead = async () => {
      await held;
    };
    followers.publish([row(['tasks'])]);
    followers.publish([row(['operator:p7'])]);
    letGo();
    await followers.flush(true);
    expect(reads.slice(0, 5)).toEqual([0, 1, 2, 3, 7].map((at) => `handheld p${at}`));
  });
});

describe('replies', () => {
  test('the sender of a command has its view in the reply: it is not read again for it', async () => {
    const screen = await following(ann, 'handheld');
    const answer = followers.expectReply(screen, ann, 'c1');
    state.handheld = 9;
    answer(promptReply(9));
    followers.publish([row(['operator:ann', 'wall'], 'c1')]);
    await followers.flush(false);
    expect([screen.heard, reads]).toEqual([[], []]);
  });

  test('rows that are published before the reply wait for it', async () => {
    const screen = await following(ann, 'handheld');
    const answer = followers.expectReply(screen, ann, 'c1');
    followers.publish([row(['operator:ann'], 'c1')]);
    state.handheld = 9;
    answer(promptReply(9));
    await followers.flush(false);
    expect([screen.heard, reads]).toEqual([[], []]);
  });

  test('a reply that tells no view leaves it to be read', async () => {
    const screen = await following(ann, 'handheld');
    const answer = followers.expectReply(screen, ann, 'c1');
    state.handheld = 9;
    followers.publish([row(['operator:ann'], 'c1')]);
    answer(null);
    await followers.flush(false);
    expect(screen.numbers).toEqual([9]);
  });

  test('a second screen of the same person is told', async () => {
    const [one, two] = [await following(ann, 'handheld'), await following(ann, 'handheld')];
    const answer = followers.expectReply(one, ann, 'c1');
    state.handheld = 9;
    answer(promptReply(9));
    followers.publish([row(['operator:ann'], 'c1')]);
    await followers.flush(false);
    expect([one.numbers, two.numbers]).toEqual([[], [9]]);
  });

  test('what was read before a reply is never pushed after it', async () => {
    const screen = await following(ann, 'handheld');
    const answer = followers.expectReply(screen, ann, 'c1');
    state.handheld = 1;
    beforeRead = async () => {
      beforeRead = async () => {};
      state.handheld = 2;
      answer(promptReply(2));
    };
    followers.publish([row(['operator:ann'], 'somebody-elses')]);
    await followers.flush(false);
    expect(screen.numbers).toEqual([]);
  });

  test('a reply that somebody else has overtaken is set right by a push', async () => {
    const screen = await following(ann, 'handheld');
    const answer = followers.expectReply(screen, ann, 'c1');
    // The command's transaction has read n: 1; then a lead's answer commits and is pushed before the reply is.
    state.handheld = 2;
    followers.publish([row(['operator:ann'], 'of the lead')]);
    await followers.flush(false);
    answer(promptReply(1));
    followers.publish([row(['operator:ann'], 'c1')]);
    await followers.flush(false);
    expect(screen.heard.map((pushed) => ('data' in pushed ? pushed.data : null))).toMatchObject([
      { n: 2 },
      { n: 2 },
    ]);
  });

  test('a stored answer to a command sent again is set right by a push', async () => {
    const screen = await following(ann, 'handheld');
    followers.expectReply(screen, ann, 'c1')(promptReply(1));
    state.handheld = 5;
    followers.expectReply(screen, ann, 'c1')(promptReply(1));
    await followers.flush(false);
    expect(screen.numbers).toEqual([5]);
  });

  test('so is one that comes first on a new connection', async () => {
    const screen = new Screen();
    state.handheld = 5;
    await followers.follow(screen, ann, 'handheld');
    followers.expectReply(screen, ann, 'c1')(promptReply(1));
    await followers.flush(false);
    expect(screen.numbers).toEqual([5]);
  });
});

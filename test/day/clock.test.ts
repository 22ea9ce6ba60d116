import { describe, expect, test } from 'vitest';
import { Clock } from '../../simulators/clock.ts';
import type { Ticked } from '../../simulators/clock.ts';

const monday = Date.parse('2026-03-02T09:00:00Z');

/** A server that is due at the given moments and remembers where it was moved to. */
function keeper(due: number[] = []) {
  const moments: number[] = [];
  return {
    moments,
    tick: async (now: number): Promise<Ticked> => {
      moments.push(now);
      return { nextDue: due.find((moment) => moment > now) ?? null, deliveries: 0, prints: 0 };
    },
    isWorkLeft: () => true,
    flush: async () => {},
  };
}

describe('a clock that jumps', () => {
  test('an hour of sleep takes no time, and the server is moved along', async () => {
    const clock = new Clock(monday, 0);
    const server = keeper();
    clock.drive(server, (error) => {
      throw error;
    });
    await clock.run(async () => {
      await clock.sleep(3_600_000);
    });
    expect(clock.now()).toBe(monday + 3_600_000);
    expect(server.moments.at(-1)).toBe(monday + 3_600_000);
  });

  test('it stops at what the server is due for on the way', async () => {
    const clock = new Clock(monday, 0);
    const server = keeper([monday + 600_000]);
    clock.drive(server, (error) => {
      throw error;
    });
    await clock.run(async () => {
      await clock.sleep(3_600_000);
    });
    expect(server.moments).toContain(monday + 600_000);
  });

  test('time stands while somebody waits for something real', async () => {
    const clock = new Clock(monday, 0);
    clock.drive(keeper(), (error) => {
      throw error;
    });
    const sleeper = clock.run(async () => {
      await clock.sleep(60_000);
    });
    await clock.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(clock.now()).toBe(monday);
    });
    await sleeper;
    expect(clock.now()).toBe(monday + 60_000);
  });

  test('a bell is heard by who waits, and kept for who comes later', async () => {
    const clock = new Clock(monday, 0);
    clock.drive(keeper(), (error) => {
      throw error;
    });
    const bell = clock.bell();
    const heard: boolean[] = [];
    await Promise.all([
      clock.run(async () => {
        heard.push(await bell.wait(600_000), await bell.wait(600_000), await bell.wait(4_000));
      }),
      clock.run(async () => {
        await clock.sleep(8_000);
        bell.ring();
        bell.ring();
      }),
    ]);
    expect(heard).toEqual([true, true, false]);
    expect(clock.now()).toBe(monday + 12_000);
  });

  test('at the end of the day everybody leaves', async () => {
    const clock = new Clock(monday, 0);
    clock.drive(keeper(), (error) => {
      throw error;
    });
    const bell = clock.bell();
    const listener = clock.run(async () => {
      await bell.wait();
    });
    clock.stop();
    await listener;
    expect(clock.now()).toBe(monday);
  });
});

test('a clock with a speed runs that much faster than the wall', async () => {
  const clock = new Clock(monday, 600);
  clock.begin();
  const startedAt = performance.now();
  await clock.run(async () => {
    await clock.sleep(60_000);
  });
  expect(performance.now() - startedAt).toBeGreaterThan(90);
  expect(clock.now() - monday).toBeGreaterThanOrEqual(59_000);
});

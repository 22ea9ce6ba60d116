import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, reading } from '../../server/platform/db/database.ts';
import { append } from '../../server/platform/journal/append.ts';
import type { Pushed } from '../../server/protocol/views.ts';
import { enrolled, pin, runningApp, until, type Running } from './running-app.ts';

let running: Running;
beforeAll(async () => {
  running = await runningApp({ sites: ['north', 'south'] });
});
afterAll(async () => {
  await running.close();
});

const viewsOf = (heard: Pushed[]): Extract<Pushed, { type: 'view' }>[] =>
  heard.flatMap((pushed) => (pushed.type === 'view' ? [pushed] : []));
const signIn = { pin, site: 'north' };

describe('a screen', () => {
  test('starts with a snapshot and hears every change from then on, in under a second', async () => {
    const desk = running.browser();
    await desk.signIn('eva', 'desk', signIn);
    await desk.connect();
    const start = await desk.snapshot('desk');
    if (!start.ok) throw new Error(JSON.stringify(start));
    expect({ view: start.view, now: start.now }).toEqual({
      view: 'desk',
      now: running.clock.now().toISOString(),
    });

    const since = performance.now();
    expect(
      await desk.command('EnrolDevice', { kind: 'handheld', device: 'HH-NEW', station: null }),
    ).toMatchObject({
      ok: true,
    });
    const pushed = await until(
      () => viewsOf(desk.heard).find(({ data }) => JSON.stringify(data).includes('HH-NEW')),
      2_000,
      'the new device on the desk',
    );
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(pushed.position).toBeGreaterThan(start.position);
    expect(viewsOf(desk.heard).map(({ position }) => position)).toEqual(
      viewsOf(desk.heard)
        .map(({ position }) => position)
        .sort((a, b) => a - b),
    );
  });

  test('never hears of another site', async () => {
    const [north, south] = [running.browser(), running.browser()];
    await north.signIn('leo', 'desk', signIn);
    await south.signIn('leo', 'desk', { pin, site: 'south' });
    for (const browser of [north, south]) {
      await browser.connect();
      await browser.snapshot('desk');
    }
    south.heard.length = 0;
    await inTransaction(running.database, { site: 'north', now: running.clock.now() }, (tx) =>
      append(tx, [{ type: 'StockChanged', topics: ['desk'], data: {} }]),
    );
    await enrolled(running, 'handheld', 'HH-NORTH', null, 'north');
    await until(
      () => viewsOf(north.heard).find(({ data }) => JSON.stringify(data).includes('HH-NORTH')),
      2_000,
      'the north desk',
    );
    expect(viewsOf(south.heard)).toEqual([]);
  });

  test('is the same for the same command sent again, on another connection too', async () => {
    const browser = running.browser();
    await browser.signIn('ann', 'handheld', signIn);
    await browser.connect();
    const first = await browser.command('GetWork', {}, 'the-same-command');
    await browser.connect();
    expect(await browser.command('GetWork', {}, 'the-same-command')).toEqual(first);
    const stored = await reading(running.database)
      .selectFrom('commandLog')
      .select('commandId')
      .where('commandId', '=', 'the-same-command')
      .execute();
    expect(stored).toHaveLength(1);
  });

  test('never shows a consignee', async () => {
    const canary = 'Zenobia Canary';
    await reading(running.database)
      .insertInto('consignee')
      .values({
        site: 'north',
        hub: 'shop',
        orderId: 'o1',
        name: canary,
        company: null,
        address1: canary,
        address2: null,
        postcode: '1',
        city: canary,
        region: null,
        country: 'PL',
        phone: null,
        email: null,
        erasedAt: null,
      })
      .execute();
    const desk = running.browser();
    await desk.signIn('eva', 'desk', signIn);
    await desk.connect();
    for (const view of ['desk', 'wall'] as const) {
      const reply = await desk.snapshot(view);
      expect(reply.ok).toBe(true);
      expect(JSON.stringify(reply)).not.toContain(canary);
    }
  });
});

test('the sign-in door is shut to who knocks without end', async () => {
  const browser = running.browser();
  const said = await Promise.all(
    Array.from({ length: 130 }, () => browser.ask('POST', '/enrol', { code: 'x' })),
  );
  const shut = said.filter(({ status }) => status === 429);
  expect(shut.length).toBeGreaterThan(0);
  expect(shut[0]?.body).toMatchObject({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    type: 'urn:floorwave:problem:TOO_MANY_REQUESTS',
  });
});

test('a server that stops tells its screens, answers what is in flight and waits for nobody', async () => {
  const other = await runningApp();
  const browser = other.browser();
  await browser.signIn('ann', 'handheld', { pin });
  await browser.connect();
  await browser.snapshot('handheld');
  const inFlight = Array.from({ length: 3 }, () => browser.command('SkipStop', {}));
  // The last of them has arrived when the first is answered: they were sent together.
  await inFlight[0];
  const since = performance.now();
  await other.app.close();
  expect(performance.now() - since).toBeLessThan(4_000);
  expect(
    (await Promise.all(inFlight)).map((reply) =>
      reply.ok ? 'done' : 'refusal' in reply ? reply.refusal : reply.fault,
    ),
  ).toEqual(Array.from({ length: 3 }, () => 'PICK_NO_TASK'));
  await until(() => (browser.socket?.connected === false ? true : undefined));
  expect(browser.heard).toContainEqual({ type: 'closing' });
  await other.database.close();
  await other.own.drop();
});

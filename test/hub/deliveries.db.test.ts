import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { reading } from '../../server/platform/db/database.ts';
import { claimDeliveries } from '../../server/edges/hub/sql/claim-deliveries.ts';
import { hubApp, isSigned, listeningHub, morning, type HubApp } from './hub-app.ts';

let app: HubApp;
let hub: Awaited<ReturnType<typeof listeningHub>>;
const minutes = (count: number) => new Date(app.clock.now().getTime() + count * 60_000);

beforeAll(async () => {
  app = await hubApp();
});
afterAll(() => app.close());
afterEach(async () => {
  await hub.close();
  for (const table of ['hubDelivery', 'hubEndpoint', 'exception', 'apiKey'] as const)
    await app.db().deleteFrom(table).execute();
});

/** A key, and an endpoint at a hub that answers so. */
async function listening(behaviour?: Parameters<typeof listeningHub>[0], types?: string[]) {
  hub = await listeningHub(behaviour);
  const key = await app.key();
  const { body } = await key.ask('POST', '/v1/endpoints', {
    url: hub.url,
    ...(types === undefined ? {} : { types }),
  });
  const deliveries = async (state: string) =>
    (await key.ask('GET', `/v1/endpoints/${body.endpoint}/deliveries?state=${state}`)).body
      .deliveries as Record<string, unknown>[];
  return { key, endpoint: body.endpoint, secret: body.secret, deliveries };
}

async function exceptions() {
  const rows = await app
    .db()
    .selectFrom('exception')
    .select(['kind', 'ref', 'owner', 'state', 'data'])
    .where('state', '=', 'open')
    .execute();
  return rows;
}

test('[HB6] [HB10] every event of an order arrives in order, signed, in the envelope of the feed', async () => {
  const { key, secret } = await listening();
  await app.tell(key, 'A', ['order.accepted', 'order.released', 'order.picked']);
  await app.settle();

  const feed = (await key.ask('GET', '/v1/events?after=0')).body.events.filter(
    (event) => event.subject === 'A',
  );
  expect(hub.heard.map((one) => one.event)).toEqual(feed);
  expect(hub.heard.map((one) => one.headers['webhook-id'])).toEqual(feed.map((event) => event.id));
  expect(hub.heard.map((one) => one.headers['webhook-timestamp'])).toEqual(
    feed.map(() => String(morning.getTime() / 1_000)),
  );
  expect(hub.heard.every((one) => isSigned(secret, one))).toBe(true);
  expect(feed[0]).toMatchObject({
    specversion: '1.0',
    source: '/wes/north',
    type: 'order.accepted',
    subject: 'A',
    partitionkey: 'A',
    datacontenttype: 'application/json',
  });
  expect(feed[0]?.sequence).toMatch(/^\d{20}$/);
});

test('[HB5] an endpoint is owed what its own hub and owner hear, of the types it asked for', async () => {
  const { key } = await listening(() => 204, ['order.picked']);
  await app.tell(key, 'B1', ['order.accepted', 'order.picked']);
  await app.tell({ ...key, owner: 'other' }, 'B2', ['order.picked']);
  await app.tell({ ...key, hub: 'other' }, 'B3', ['order.picked']);
  await app.tell({ ...key, site: 'south' }, 'B4', ['order.picked']);
  await app.settle();
  expect(hub.heard.map(({ event }) => `${event.subject} ${event.type}`)).toEqual(['B1 order.picked']);
});

test('[HB5] two endpoints of one hub both hear everything; a hub without one is owed nothing', async () => {
  const { key } = await listening();
  const second = await listeningHub();
  await key.ask('POST', '/v1/endpoints', { url: second.url });
  await app.tell(key, 'C', ['order.accepted', 'order.picked']);
  await app.tell({ ...key, hub: 'mute' }, 'D', ['order.accepted']);
  await app.settle();
  expect([hub.told(), second.told()]).toEqual([
    ['C 1', 'C 2'],
    ['C 1', 'C 2'],
  ]);
  expect(await app.db().selectFrom('hubDelivery').select('orderId').distinct().execute()).toEqual([
    { orderId: 'C' },
  ]);
  await second.close();
});

test('[HB7] an order whose event is refused waits, the others overtake it', async () => {
  let isBroken = true;
  const { key, deliveries } = await listening(({ event }) => (event.subject === 'E' && isBroken ? 500 : 204));
  await app.tell(key, 'E', ['order.accepted', 'order.released']);
  await app.tell(key, 'F', ['order.accepted', 'order.released']);
  await app.settle();
  expect(hub.told().filter((told) => told.startsWith('E'))).toEqual(['E 1']);
  expect(hub.told().filter((told) => told.startsWith('F'))).toEqual(['F 1', 'F 2']);
  await app.tell(key, 'E', ['order.picked']);
  await app.settle();
  expect(hub.told().filter((told) => told.startsWith('E'))).toEqual(['E 1']);
  expect(await deliveries('waiting')).toMatchObject([
    { orderId: 'E', attempts: 1, lastError: 'answered 500' },
    { attempts: 0 },
    { attempts: 0 },
  ]);

  isBroken = false;
  await app.clock.moveTo(minutes(1));
  await app.settle();
  expect(hub.told().filter((told) => told.startsWith('E'))).toEqual(['E 1', 'E 1', 'E 2', 'E 3']);
  expect(await deliveries('waiting')).toEqual([]);
});

test('[HB7] what is about no order is told in order too', async () => {
  const { key } = await listening();
  await app.tell(key, null, ['stock.adjusted', 'stock.changed']);
  await app.settle();
  expect(hub.told()).toEqual(['stock stock.adjusted', 'stock stock.changed']);
});

test('[HB8] after ten attempts the event is a dead letter, a person is told, and the next one goes', async () => {
  const { key, endpoint, deliveries } = await listening(({ event }) =>
    event.type === 'order.accepted' ? 500 : 204,
  );
  await app.tell(key, 'G', ['order.accepted', 'order.picked']);
  await app.settle();
  const startedAt = app.clock.now().getTime();
  const at: number[] = [];
  for (let attempt = 2; attempt <= 10; attempt++) {
    const due = app.clock.nextDue();
    if (due === null) throw new Error(`no timer before attempt ${attempt}`);
    at.push(Math.round((due.getTime() - startedAt) / 1_000));
    await app.clock.moveTo(due);
    await app.settle();
  }
  expect(hub.told()).toEqual([...Array.from({ length: 10 }, () => 'G 1'), 'G 2']);
  expect(at.at(-1)).toBeGreaterThanOrEqual((75 * 60 + 35) * 60);
  expect(await deliveries('dead')).toMatchObject([
    { type: 'order.accepted', attempts: 10, lastError: 'answered 500' },
  ]);
  expect(await exceptions()).toMatchObject([
    {
      kind: 'hub_dead_letter',
      ref: endpoint,
      owner: 'acme',
      data: { orderId: 'G', error: 'answered 500', isDisabled: false },
    },
  ]);
  expect(app.clock.nextDue()).toBeNull();
});

test('[HB8] 503 with Retry-After is not tried before that', async () => {
  const { key } = await listening((_heard, nth) =>
    nth === 1 ? { status: 503, headers: { 'retry-after': '600' } } : 204,
  );
  await app.tell(key, 'H', ['order.accepted']);
  await app.settle();
  await app.clock.moveTo(minutes(9));
  await app.settle();
  expect(hub.told()).toEqual(['H 1']);
  await app.clock.moveTo(minutes(1));
  await app.settle();
  expect(hub.told()).toEqual(['H 1', 'H 1']);
});

test('[HB9] 410 switches the endpoint off and tells a person; [HB15] a redrive sends all that it missed', async () => {
  const { key, endpoint } = await listening((_heard, nth) => (nth === 1 ? 410 : 204));
  await app.tell(key, 'I', ['order.accepted']);
  await app.settle();
  await app.tell(key, 'I', ['order.picked']);
  await app.clock.moveTo(minutes(60));
  await app.settle();
  expect(hub.told()).toEqual(['I 1']);
  expect((await key.ask('GET', `/v1/endpoints/${endpoint}`)).body).toMatchObject({
    isDisabled: true,
    waiting: 2,
    dead: 0,
  });
  expect(await exceptions()).toMatchObject([
    { kind: 'hub_dead_letter', ref: endpoint, data: { isDisabled: true, error: 'answered 410' } },
  ]);

  expect(await key.ask('POST', `/v1/endpoints/${endpoint}/redrive`, {})).toMatchObject({
    status: 202,
    body: { events: 1 },
  });
  await app.settle();
  expect(hub.told()).toEqual(['I 1', 'I 1', 'I 2']);
  expect(await exceptions()).toEqual([]);
});

test('[HB15] a redriven dead letter keeps id and sequence and gets a new timestamp', async () => {
  const { key, endpoint, secret } = await listening();
  await app.tell(key, 'J', ['order.accepted']);
  await app.settle();
  await app.db().updateTable('hubDelivery').set({ state: 'dead' }).execute();
  await app.clock.moveTo(minutes(30));
  expect(
    (await key.ask('POST', `/v1/endpoints/${endpoint}/redrive`, { types: ['order.picked'] })).body,
  ).toEqual({ events: 0 });
  expect(
    (await key.ask('POST', `/v1/endpoints/${endpoint}/redrive`, { types: ['order.accepted'] })).body,
  ).toEqual({ events: 1 });
  await app.settle();
  const [first, again] = hub.heard;
  expect(again?.event).toEqual(first?.event);
  expect(Number(again?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(
    1_800,
  );
  expect(again !== undefined && isSigned(secret, again)).toBe(true);
});

test('[HB6] a stop in the middle marks nothing delivered, and the next start sends it again', async () => {
  const { key, deliveries } = await listening(() => 'silent');
  await app.tell(key, 'K', ['order.accepted', 'order.picked']);
  await hub.hears(1);
  const stopped = app.deliveries.splice(0);
  const startedAt = performance.now();
  for (const one of stopped) await one.stop();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expect(await deliveries('waiting')).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);

  hub.behave(() => 204);
  app.push();
  await app.settle();
  expect(hub.told()).toEqual(['K 1', 'K 1', 'K 2']);
  expect(await deliveries('delivered')).toHaveLength(2);
});

test('[HB6] what a dead process had taken is sent by another when the lease is over, still in order', async () => {
  for (const one of app.deliveries.splice(0)) await one.stop();
  const { key } = await listening();
  await app.tell(key, 'L', ['order.accepted', 'order.picked']);
  await app.settle();
  const claimed = await claimDeliveries(reading(app.database), {
    now: app.clock.now(),
    leaseUntil: minutes(1),
    held: [],
    room: [],
    perEndpoint: 8,
    runMax: 20,
    limit: 32,
  });
  expect(claimed.map((event) => event.type)).toEqual(['order.accepted', 'order.picked']);

  app.push();
  await app.tell(key, 'L', ['parcel.packed']);
  await app.settle();
  expect(hub.told()).toEqual([]);
  await app.clock.moveTo(minutes(1));
  await app.settle();
  expect(hub.told()).toEqual(['L 1', 'L 2', 'L 3']);
});

test("[HB6] a server killed between the hub's answer and its own mark sends the event again", async () => {
  for (const one of app.deliveries.splice(0)) await one.stop();
  const { key, deliveries } = await listening();
  await app.tell(key, 'R', ['order.accepted', 'order.picked']);
  await app.settle();
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('dying-deliveries.ts', import.meta.url)),
    app.databaseUrl,
    'hub.answered:kill:1',
  ]);
  const signal = await new Promise((resolve) => {
    child.on('exit', (_code, by) => {
      resolve(by);
    });
  });
  expect([signal, hub.told()]).toEqual(['SIGKILL', ['R 1']]);
  expect(await deliveries('delivered')).toEqual([]);

  // The child's lease is by the real clock.
  await app.clock.moveTo(new Date(Math.max(Date.now() + 60_000, minutes(1).getTime())));
  app.push();
  await app.settle();
  expect(hub.told()).toEqual(['R 1', 'R 1', 'R 2']);
});

test('[HB7] two processes share the work: each order stays in order and each event is sent once', async () => {
  const second = app.push();
  const { key } = await listening();
  const orders = Array.from({ length: 40 }, (_, n) => `M${n}`);
  for (const type of [
    'order.accepted',
    'order.released',
    'order.picked',
    'parcel.packed',
    'parcel.shipped',
  ] as const) {
    for (const order of orders) await app.tell(key, order, [type]);
  }
  await app.settle();
  await app.settle();
  expect(hub.heard).toHaveLength(200);
  for (const order of orders) {
    expect(hub.told().filter((told) => told.startsWith(`${order} `))).toEqual(
      [1, 2, 3, 4, 5].map((version) => `${order} ${version}`),
    );
  }
  await second.stop();
  app.deliveries.splice(app.deliveries.indexOf(second), 1);
});

test('[HB6] a clock that leaps past the lease does not send beside itself', async () => {
  const { key } = await listening(() => 'silent');
  await app.tell(key, 'S', ['order.accepted']);
  await hub.hears(1);
  for (let leaps = 0; leaps < 3; leaps++) {
    await app.clock.moveTo(minutes(10));
    await app.tell(key, `T${leaps}`, ['order.accepted']);
    await hub.hears(2 + leaps);
  }
  expect(hub.told().sort()).toEqual(['S 1', 'T0 1', 'T1 1', 'T2 1']);
  expect(app.clock.nextDue()).toBeNull();
});

test('[HB11] a redirect is an answer, not a way', async () => {
  const inside = await listeningHub();
  const { key, deliveries } = await listening(() => ({ status: 307, headers: { location: inside.url } }));
  await app.tell(key, 'N', ['order.accepted']);
  await app.settle();
  expect(inside.heard).toEqual([]);
  expect(await deliveries('waiting')).toMatchObject([{ lastError: 'answered 307' }]);
  await inside.close();
});

test('[HB11] an endpoint whose address is not allowed any more is not connected to', async () => {
  const { key, endpoint, deliveries } = await listening();
  const port = new URL(hub.url).port;
  for (const url of [`http://localhost:${port}/`, `http://127.0.0.2:${port}/`, 'https://169.254.169.254/']) {
    await app.db().updateTable('hubEndpoint').set({ url }).where('endpoint', '=', endpoint).execute();
    await app.tell(key, `O ${url}`, ['order.accepted']);
    await app.settle();
  }
  expect(hub.heard).toEqual([]);
  expect((await deliveries('waiting')).map((row) => row.lastError)).toEqual([
    expect.stringContaining('plain http'),
    expect.stringContaining('not reachable'),
    expect.stringContaining('not reachable'),
  ]);
});

test('[HB7] a hub that never answers holds up neither another hub nor the end of the moment', async () => {
  const { key } = await listening(() => 'silent');
  const other = await app.key('north', 'other');
  const awake = await listeningHub();
  await other.ask('POST', '/v1/endpoints', { url: awake.url });
  for (let n = 0; n < 20; n++) await app.tell(key, `P${n}`, ['order.accepted']);
  await app.tell(other, 'Q', ['order.accepted']);
  await awake.hears(1);
  await hub.hears(8);
  expect(app.deliveries[0]?.waiting()).toBeGreaterThanOrEqual(8);
  expect(awake.told()).toEqual(['Q 1']);
  await awake.close();
});

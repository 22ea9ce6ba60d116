import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { HubEvent } from '../../server/protocol/hub.ts';
import { hubApp, type HubApp } from './hub-app.ts';

let app: HubApp;
beforeAll(async () => {
  app = await hubApp({
    isPushing: false,
    limits: { page: 5, slowMs: 500, lookMs: 100, silentLooks: 1_000, perKey: 3 },
  });
});
afterAll(() => app.close());

/** Listens to the stream and keeps what it tells. */
async function listen(token: string, query = '') {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/v1/stream${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const heard: HubEvent[] = [];
  let wake = () => {};
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString()) as HubEvent);
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => {
      reject(new Error(`answered ${response.statusCode}`));
    });
    socket.on('error', reject);
  });
  return {
    socket,
    heard,
    closed,
    async hears(count: number) {
      while (heard.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    async close() {
      socket.close();
      await closed;
    },
  };
}
const subjects = (events: readonly HubEvent[]) =>
  events.map((event) => `${event.subject} ${event.data.order?.version}`);

test('[HB12] a listener hears what was and what comes, once, in order, as the feed tells it', async () => {
  const key = await app.key();
  await app.tell(key, 'A', [
    'order.accepted',
    'order.released',
    'order.pick_started',
    'order.picked',
    'parcel.packed',
    'parcel.labelled',
    'parcel.shipped',
  ]);
  await app.settle();
  const stream = await listen(key.token);
  await stream.hears(7);
  await app.tell(key, 'B', ['order.accepted']);
  await app.tell(key, 'A', ['order.completed']);
  await stream.hears(9);
  const { body } = await key.ask('GET', '/v1/events?after=0');
  expect(stream.heard).toEqual(body.events);
  expect(subjects(stream.heard)).toEqual(['A 1', 'A 2', 'A 3', 'A 4', 'A 5', 'A 6', 'A 7', 'B 1', 'A 8']);
  await stream.close();

  const again = await listen(key.token, `?after=${Number(body.events[6]?.sequence)}`);
  await again.hears(2);
  expect(subjects(again.heard)).toEqual(['B 1', 'A 8']);
  await again.close();
});

test('[HB2] a listener hears nothing of another owner, hub or site', async () => {
  const key = await app.key('north', 'shop2');
  const stream = await listen(key.token);
  for (const other of [
    { ...key, owner: 'other' },
    { ...key, hub: 'other' },
    { ...key, site: 'south' },
  ]) {
    await app.tell(other, 'X', ['order.accepted']);
  }
  await app.tell(key, 'C', ['order.accepted']);
  await stream.hears(1);
  expect(subjects(stream.heard)).toEqual(['C 1']);
  await stream.close();
});

test('[HB12] a listener that does not read is sent away with 1013 and loses nothing', async () => {
  const key = await app.key('north', 'shop3');
  const stream = await listen(key.token);
  stream.socket.pause();
  await app
    .db()
    .insertInto('journal')
    .values(
      Array.from({ length: 60 }, (_, n) => ({
        site: 'north',
        id: `big-${n}`,
        position: 100_000 + n,
        type: 'order.picked',
        at: new Date(),
        topics: [],
        hub: 'shop3',
        owner: 'acme',
        orderId: 'D',
        data: { delta: { text: 'x'.repeat(200_000) } },
        operator: null,
        device: null,
        station: null,
        commandId: null,
      })),
    )
    .execute();
  await app.tell(key, 'E', ['order.accepted']);
  await app.settle();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  stream.socket.resume();
  const { code, reason } = await stream.closed;
  expect(code).toBe(1013);
  const from = Number(/after=(\d+)$/.exec(reason)?.[1]);
  const again = await listen(key.token, `?after=${from}`);
  await again.hears(
    60 -
      stream.heard.filter((event) => Number(event.sequence) <= from && Number(event.sequence) >= 100_000)
        .length,
  );
  const ids = new Set([...stream.heard, ...again.heard].map((event) => event.id));
  for (let n = 0; n < 60; n++) expect(ids).toContain(`big-${n}`);
  await again.close();
});

test('[HB1] the stream needs a live key, and is closed when the key is revoked', async () => {
  const key = await app.key('north', 'shop4');
  await expect(listen('fw.north.nobody.hush')).rejects.toThrow('answered 401');
  await expect(listen(key.token.replace('hush', 'loud'))).rejects.toThrow('answered 401');
  const stream = await listen(key.token);
  await app.db().updateTable('apiKey').set({ isRevoked: true }).where('apiKey', '=', key.name).execute();
  expect(await stream.closed).toMatchObject({ code: 1008 });
});

test('[HB14] the stream refuses a bad cursor, only tells, and speaks only WebSocket', async () => {
  const key = await app.key('north', 'shop5');
  await expect(listen(key.token, '?after=yesterday')).rejects.toThrow('answered 400');
  await expect(listen(key.token, '?after=-1')).rejects.toThrow('answered 400');
  await expect(listen(key.token, '?before=1')).rejects.toThrow('answered 400');
  expect(await key.ask('GET', '/v1/stream')).toMatchObject({
    status: 426,
    body: { code: 'UPGRADE_REQUIRED' },
  });
  const stream = await listen(key.token);
  stream.socket.send('{"after":0}');
  expect(await stream.closed).toMatchObject({ code: 1008 });
  await app.tell(key, 'F', ['order.accepted']);
  await app.settle();
});

test('[HB12] a key may not hold streams without end', async () => {
  const key = await app.key('north', 'shop6');
  const streams = [await listen(key.token), await listen(key.token), await listen(key.token)];
  const more = await listen(key.token);
  expect(await more.closed).toMatchObject({ code: 1008 });
  for (const stream of streams) await stream.close();
});

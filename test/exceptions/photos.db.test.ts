import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { readDesk } from '../../server/floor/exceptions/desk.views.ts';
import { attachPhoto, forgetPhotos, raise, savePhoto } from '../../server/floor/exceptions/exceptions.ts';
import { inTransaction } from '../../server/platform/db/database.ts';
import { pin, runningApp, type Running } from '../platform/running-app.ts';
import { noon, warehouse } from '../setup/warehouse.ts';
import { jpegOf } from './jpeg.ts';

let running: Running;
beforeAll(async () => {
  running = await runningApp({ sites: ['north', 'south'] });
});
afterAll(async () => {
  await running.close();
});

const signedIn = async (operator: string, screen: 'handheld' | 'bench' | 'desk', site = 'north') => {
  const browser = running.browser();
  await browser.signIn(operator, screen, { pin, site, ...(screen === 'bench' ? { station: 'P1' } : {}) });
  return browser;
};
type Signed = Awaited<ReturnType<typeof signedIn>>;

const send = (browser: Signed | null, body: Buffer | string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}/photos`, {
    method: 'POST',
    headers: {
      'content-type': 'image/jpeg',
      ...(browser === null ? {} : { cookie: browser.cookieHeader() }),
      ...headers,
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
const look = (browser: Signed | null, photo: number | string) =>
  fetch(`${running.url}/photos/${photo}`, {
    headers: browser === null ? {} : { cookie: browser.cookieHeader() },
  });
const answer = async (reply: Response) => {
  const { code } = (await reply.json()) as { code?: string };
  return [reply.status, code];
};

test('[EX6] a picker sends a picture, and a lead and the picker see it, and nobody else', async () => {
  const ann = await signedIn('ann', 'handheld');
  const taken = await send(ann, jpegOf(5_000));
  expect(taken.status).toBe(201);
  const { photo } = (await taken.json()) as { photo: number };

  const leo = await signedIn('leo', 'desk');
  const seen = await look(leo, photo);
  expect(Buffer.from(await seen.arrayBuffer())).toEqual(jpegOf(5_000));
  expect(
    ['content-type', 'content-security-policy', 'x-content-type-options', 'cache-control'].map((name) =>
      seen.headers.get(name),
    ),
  ).toEqual(['image/jpeg', "default-src 'none'; sandbox", 'nosniff', 'private, max-age=3600']);
  expect((await look(ann, photo)).status).toBe(200);

  expect(await answer(await look(await signedIn('abe', 'handheld'), photo))).toEqual([404, 'PHOTO_UNKNOWN']);
  expect(await answer(await look(await signedIn('leo', 'desk', 'south'), photo))).toEqual([
    404,
    'PHOTO_UNKNOWN',
  ]);
  expect(await answer(await look(null, photo))).toEqual([401, 'NOT_SIGNED_IN']);
  expect((await look(leo, '1e400')).status).toBe(400);
});

test('[EX6] what is no small JPEG, comes from a foreign page or from nobody is refused', async () => {
  const ann = await signedIn('ann', 'handheld');
  const before = await count();
  expect(await answer(await send(ann, Buffer.from('<svg onload="alert(1)"/>')))).toEqual([
    422,
    'PHOTO_NOT_JPEG',
  ]);
  expect((await send(ann, jpegOf(300 * 1_024 + 1))).status).toBe(413);
  expect((await send(ann, '{}', { 'content-type': 'application/json' })).status).toBe(422);
  expect((await send(ann, jpegOf(100), { 'content-type': 'text/html' })).status).toBe(415);
  expect(await answer(await send(ann, jpegOf(100), { origin: 'https://evil.example' }))).toEqual([
    403,
    'FOREIGN_ORIGIN',
  ]);
  expect(await answer(await send(null, jpegOf(100)))).toEqual([401, 'NOT_SIGNED_IN']);
  expect(await answer(await send(await signedIn('bob', 'bench'), jpegOf(100)))).toEqual([403, 'NOT_ALLOWED']);
  expect(await count()).toBe(before);
});

test('[EX6] after the days that the site keeps them pictures are gone', async () => {
  const day = (n: number): Date => new Date(running.clock.now().getTime() + n * 86_400_000);
  const at = (now: Date) => ({ site: 'south', now, operator: 'ann' });
  await inTransaction(running.database, at(day(0)), (tx) => savePhoto(tx, 'ann', jpegOf(100)));
  await inTransaction(running.database, at(day(2)), (tx) => savePhoto(tx, 'ann', jpegOf(100)));
  // Another site may keep its own for longer.
  const north = { ...at(day(0)), site: 'north' };
  await inTransaction(running.database, north, (tx) => savePhoto(tx, 'ann', jpegOf(100)));
  const others = await count();
  await inTransaction(running.database, at(day(15)), (tx) => forgetPhotos(tx, 14));
  expect([await count('south'), await count()]).toEqual([1, others]);
});

test('[EX7] a report of damage carries the picker’s own picture, once, to the lead’s card', async () => {
  const w = await warehouse(running.database, 'damaged');
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
  await w.item('MUG');
  await w.holding('A-01-06', 'MUG', 5);
  await w.order('o1', [['MUG', 3]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const code of [cartCode('C-1'), toteCode('T-01'), locationCode('A-01-06')]) await scan(code);
  const theirs = await w.tx((tx) => savePhoto(tx, 'picker2', jpegOf(100)));
  const photo = await w.tx((tx) => savePhoto(tx, 'picker', jpegOf(100)));

  expect(await w.send('picker', 'ReportShort', { reason: 'damaged', found: 2, photo: theirs })).toMatchObject(
    {
      ok: false,
      refusal: 'PHOTO_UNKNOWN',
    },
  );
  expect(await w.send('picker', 'ReportShort', { reason: 'damaged', found: 2, photo })).toMatchObject({
    ok: true,
  });
  const { exceptions } = await readDesk(w.read(), w.site, noon);
  expect(exceptions.map(({ kind, photo }) => ({ kind, photo }))).toContainEqual({ kind: 'count', photo });
  expect(exceptions.every((one) => one.photo === photo)).toBe(true);
  // What was raised of other goods, at another place, or of these goods later on, is another matter.
  const about = { owner: 'main', sku: 'MUG', location: 'A-01-06' };
  const others = [
    { ...about, sku: 'BOX' },
    { ...about, owner: 'other' },
    { ...about, location: 'A-01-07' },
  ];
  for (const [at, { owner, ...data }] of others.entries())
    await w.tx((tx) =>
      raise({ ...tx, now: new Date(0) }, { kind: 'surplus', ref: `other ${at}`, owner, data }),
    );
  w.at(new Date(noon.getTime() + 60_000));
  const { owner, ...data } = about;
  await w.tx((tx) => raise(tx, { kind: 'surplus', ref: 'later', owner, data }));
  const cards = (await readDesk(w.read(), w.site, noon)).exceptions.filter(({ kind }) => kind === 'surplus');
  expect(cards.map((card) => card.photo)).toEqual([null, null, null, null]);

  const goods = { owner: 'main', sku: 'MUG', location: 'A-01-01' };
  expect(await w.tx((tx) => attachPhoto(tx, photo, 'picker', goods))).toBe(false);
});

test('[EX6] nobody has to ask for them to be gone', async () => {
  const now = running.clock.now();
  const long = new Date(now.getTime() - 15 * 86_400_000);
  await inTransaction(running.database, { site: 'south', now: long, operator: 'ann' }, (tx) =>
    savePhoto(tx, 'ann', jpegOf(100)),
  );
  const before = await count('south');
  running.clock.set(new Date(now.getTime() + 3_601_000));
  await running.clock.moveTo(running.clock.now());
  expect(await count('south')).toBe(before - 1);
});

async function count(site = 'north'): Promise<number> {
  const { n } = await inTransaction(running.database, { site, now: running.clock.now() }, (tx) =>
    tx.db
      .selectFrom('photo')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('site', '=', site)
      .executeTakeFirstOrThrow(),
  );
  return Number(n);
}

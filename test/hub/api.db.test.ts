import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../server/platform/db/database.ts';
import { hubApp, listeningHub, type HubApp } from './hub-app.ts';

let app: HubApp;
let key: Awaited<ReturnType<HubApp['key']>>;
const order = (revision = 1, quantity = 2) => ({
  revision,
  shipTo: { name: 'Jan Nowak', address1: 'Długa 1', postcode: '31-147', city: 'Kraków', country: 'PL' },
  lines: [{ lineId: '1', sku: 'TEA', quantity }],
});
const tea = { name: 'Tea', lengthMm: 100, widthMm: 60, heightMm: 60, weightGrams: 120 };
const receipt = (units = 10) => ({
  kind: 'receipt',
  sku: 'TEA',
  location: 'A-01',
  units,
  reason: 'pallet 7',
});

beforeAll(async () => {
  app = await hubApp({ isPushing: false });
  const db = app.db();
  for (const site of ['north', 'south']) {
    await db
      .insertInto('site')
      .values({
        site,
        name: site,
        timezone: 'Europe/Warsaw',
        language: 'en',
        stockOwner: 'floorwave',
        ssccPrefix: '0590123412345',
        shipFrom: json({ name: 'N', address1: 'A', postcode: '1', city: 'C', country: 'PL' }),
        policies: json({
          eachScanUpTo: 3,
          zeroCheck: 'never',
          pickMode: 'cluster',
          batchShipments: 12,
          singlesUnits: 30,
          questionSeconds: 30,
          shortHoldMinutes: 0,
          unansweredWrongGoods: 'no',
          unansweredBlocked: 'no',
          unansweredLabelBad: 'no',
          unansweredOther: 'yes',
          unansweredShort: 'yes',
          manualEntry: 'allowed',
          photoDays: 14,
          countLimitUnits: 10,
          leaseMinutes: 20,
          breakMinutes: 30,
          declineMinutes: 15,
          parkedMinutes: 10,
          releaseEverySeconds: 0,
          waveShipments: 10,
          maxTotes: 8,
          toteVolumeMl: 30_000,
          toteMaxGrams: 15_000,
          cubbyConfirm: 'scan',
          dropPlace: 'DROP',
          problemPlace: 'PROBLEM',
        }),
      })
      .execute();
    for (const owner of ['acme', 'other'])
      await db.insertInto('owner').values({ site, owner, name: owner }).execute();
    await db.insertInto('zone').values({ site, zone: 'A', name: 'A' }).execute();
    await db
      .insertInto('location')
      .values({
        site,
        location: 'A-01',
        zone: 'A',
        aisle: '1',
        kind: 'pick',
        xMm: 0,
        yMm: 0,
        level: 0,
        checkDigits: '11',
        blocked: false,
      })
      .execute();
    await db
      .insertInto('carrierService')
      .values({
        site,
        service: 'STD',
        carrier: 'C',
        name: 'Standard',
        lane: 'L1',
        cutOff: '17:00',
        weekdays: '1234567',
        isDefault: true,
        numberKind: 's10',
        numberPrefix: 'RR',
        nextSerial: 1,
        lastSerial: 99_999_999,
      })
      .execute();
  }
  key = await app.key();
  await key.ask('PUT', '/v1/items/TEA', tea);
});
afterAll(() => app.close());

describe('[HB1] the key', () => {
  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer fw',
    'Bearer fw.north.key',
    'Bearer fw.north.nobody.hush',
    'Basic abc',
    'Bearer fw.north..hush',
    `Bearer fw.north.${'k'.repeat(5_000)}.hush`,
  ])('%s opens nothing', async (authorization) => {
    const doors = [
      ['GET', '/v1/orders'],
      ['PUT', '/v1/orders/A'],
      ['GET', '/v1/events'],
      ['GET', '/v1/stock'],
      ['POST', '/v1/endpoints'],
    ] as const;
    for (const [method, url] of doors) {
      const response = await app.app.inject({
        method,
        url,
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      });
      expect([response.statusCode, response.headers['content-type'], response.json().code]).toEqual([
        401,
        'application/problem+json; charset=utf-8',
        'NOT_AUTHENTICATED',
      ]);
      expect(response.headers['www-authenticate']).toContain('Bearer');
    }
  });

  test('of another site, with another secret or revoked opens nothing', async () => {
    const own = await app.key();
    expect((await own.ask('GET', '/v1/orders')).status).toBe(200);
    for (const token of [
      own.token.replace('north', 'south'),
      own.token.replace('hush', 'husH'),
      `${own.token}x`,
    ]) {
      expect(
        (await app.app.inject({ url: '/v1/orders', headers: { authorization: `Bearer ${token}` } }))
          .statusCode,
      ).toBe(401);
    }
    await app.db().updateTable('apiKey').set({ isRevoked: true }).where('apiKey', '=', own.name).execute();
    expect((await own.ask('GET', '/v1/orders')).status).toBe(401);
  });

  test('is not needed to read what this server can do', async () => {
    const response = await app.app.inject({ url: '/.well-known/wes-hub' });
    expect(response.json()).toMatchObject({
      contract: { versions: ['1.0'] },
      events: { types: expect.arrayContaining(['order.accepted']) },
      clock: '2026-03-02T08:00:00.000Z',
    });
  });
});

describe('[HB4] an order and its revisions', () => {
  test('new, the same again, other content, higher, lower', async () => {
    const answers = [];
    for (const document of [order(1), order(1), order(1, 3), order(2, 3), order(1)]) {
      const { status, body, headers } = await key.ask('PUT', '/v1/orders/R1', document);
      answers.push([status, body.decision ?? body.code, body.version, headers.etag]);
    }
    expect(answers).toEqual([
      [202, 'accepted', 1, '"1"'],
      [200, 'unchanged', 1, '"1"'],
      [409, 'REVISION_CONFLICT', 1, undefined],
      [202, 'changed', expect.any(Number), expect.any(String)],
      [409, 'STALE_REVISION', expect.any(Number), undefined],
    ]);
    const { body, headers } = await key.ask('GET', '/v1/orders/R1');
    expect(body).toMatchObject({
      orderId: 'R1',
      revision: 2,
      state: 'accepted',
      parked: null,
      parcels: [],
      lines: [{ lineId: '1', sku: 'TEA', requested: 3, remaining: 3 }],
    });
    expect(
      (await key.ask('GET', '/v1/orders/R1', undefined, { 'if-none-match': String(headers.etag) })).status,
    ).toBe(304);
  });

  test('what is wrong about the world is parked with every reason, told, and mended by the item', async () => {
    const { status, body } = await key.ask('PUT', '/v1/orders/R2', {
      revision: 1,
      lines: [
        { lineId: '1', sku: 'COFFEE', quantity: 1 },
        { lineId: '2', sku: 'TEA', quantity: 0 },
      ],
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ decision: 'parked', state: 'parked' });
    expect((body.parked as { code: string }[]).map((reason) => reason.code).sort()).toEqual([
      'ADDRESS_MISSING',
      'QUANTITY_NOT_POSITIVE',
      'UNKNOWN_SKU',
    ]);
    await key.ask('PUT', '/v1/orders/R3', { ...order(), lines: [{ lineId: '1', sku: 'CAKE', quantity: 1 }] });
    expect(await key.ask('PUT', '/v1/items/CAKE', { ...tea, name: 'Cake' })).toMatchObject({
      status: 201,
      body: { outcome: 'created' },
    });
    expect((await key.ask('GET', '/v1/orders/R3')).body).toMatchObject({ state: 'accepted', parked: null });
  });

  test('two at the same moment are one order', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => key.ask('PUT', '/v1/orders/R4', order())),
    );
    expect(answers.map((answer) => answer.body.decision).sort()).toEqual([
      'accepted',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });

  test('orders are listed a page at a time', async () => {
    const first = await key.ask('GET', '/v1/orders?limit=2');
    const second = await key.ask('GET', `/v1/orders?limit=2&after=${String(first.body.next)}`);
    expect(
      [first, second].map(({ body }) => (body.orders as { orderId: string }[]).map((one) => one.orderId)),
    ).toEqual([
      ['R1', 'R2'],
      ['R3', 'R4'],
    ]);
    expect([first.body.more, second.body.more]).toEqual([true, false]);
    expect((await key.ask('GET', '/v1/orders?state=parked')).body.orders).toMatchObject([{ orderId: 'R2' }]);
    expect((await key.ask('GET', '/v1/orders?updatedAfter=2027-01-01T00:00:00Z')).body.orders).toEqual([]);
  });

  test('holds stand under their handles', async () => {
    expect(await key.ask('PUT', '/v1/orders/R1/holds/fraud', { reason: 'check' })).toMatchObject({
      status: 200,
      body: { orderId: 'R1', handle: 'fraud', stage: 'accepted' },
    });
    expect((await key.ask('DELETE', '/v1/orders/R1/holds/other')).body).toMatchObject({
      status: 404,
      code: 'HOLD_UNKNOWN',
    });
    expect((await key.ask('DELETE', '/v1/orders/R1/holds/fraud')).status).toBe(204);
    expect((await key.ask('DELETE', '/v1/orders/R1/holds/fraud')).status).toBe(404);
  });
});

describe('[HB3] once under one key', () => {
  const adjust = (idempotencyKey: string | null, body: unknown = receipt()) =>
    key.ask(
      'POST',
      '/v1/stock/adjustments',
      body,
      idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey },
    );
  const onHand = async () =>
    ((await key.ask('GET', '/v1/stock?sku=TEA')).body.stock as { onHand: number }[])[0]?.onHand ?? 0;

  test('the same request twice moves stock once, whatever the quotes and the order of members', async () => {
    const before = await onHand();
    const first = await adjust('"k1"');
    const again = await adjust('k1');
    const { reason, ...rest } = receipt();
    const turned = await adjust('k1', { reason, ...rest });
    expect(
      [first, again, turned].map((answer) => [
        answer.status,
        answer.body,
        answer.headers['idempotency-replayed'],
      ]),
    ).toEqual([
      [200, first.body, undefined],
      [200, first.body, 'true'],
      [200, first.body, 'true'],
    ]);
    expect(await onHand()).toBe(before + 10);
  });

  test('another request under the key is refused', async () => {
    await adjust('k2');
    const before = await onHand();
    expect(await adjust('k2', receipt(11))).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(
      await key.ask('POST', '/v1/orders/R1/cancellations', { reason: 'x' }, { 'idempotency-key': 'k2' }),
    ).toMatchObject({ status: 422 });
    expect(await onHand()).toBe(before);
  });

  test.each([
    [null, 'IDEMPOTENCY_KEY_MISSING'],
    ['', 'IDEMPOTENCY_KEY_MISSING'],
    ['""', 'IDEMPOTENCY_KEY_BAD'],
    ['k'.repeat(201), 'IDEMPOTENCY_KEY_BAD'],
    ['zażółć', 'IDEMPOTENCY_KEY_BAD'],
  ])('the key %s is refused', async (idempotencyKey, code) => {
    const before = await onHand();
    expect(await adjust(idempotencyKey)).toMatchObject({ status: 400, body: { code } });
    expect(await onHand()).toBe(before);
  });

  test('ten at the same moment are one', async () => {
    const before = await onHand();
    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust('k3')));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await onHand()).toBe(before + 10);
  });

  test("a rule's no is the answer under the key, too; what is not there may come", async () => {
    const tooMuch = { ...receipt(-100_000), kind: 'correction' };
    const first = await adjust('k4', tooMuch);
    expect(first).toMatchObject({ status: 409, body: { code: 'COUNT_BELOW_ALLOCATED' } });
    await adjust('k5', receipt(200_000));
    const again = await adjust('k4', tooMuch);
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      409,
      first.body,
      'true',
    ]);
    expect(await adjust('k6', { ...receipt(), location: 'Z-99' })).toMatchObject({
      status: 422,
      body: { code: 'LOCATION_UNKNOWN' },
    });

    const cancel = () =>
      key.ask(
        'POST',
        '/v1/orders/LATER/cancellations',
        { reason: 'late' },
        {
          'idempotency-key': 'k7',
        },
      );
    expect(await cancel()).toMatchObject({ status: 404, body: { code: 'ORDER_UNKNOWN' } });
    await key.ask('PUT', '/v1/orders/LATER', order());
    const cancelled = await cancel();
    expect(cancelled).toMatchObject({
      status: 200,
      body: { decision: 'accepted', lines: [{ lineId: '1', asked: 2, cancelled: 2 }] },
    });
    expect((await cancel()).body).toEqual(cancelled.body);
    expect((await key.ask('GET', '/v1/orders/LATER')).body).toMatchObject({ state: 'cancelled' });
  });
});

describe("[HB2] nobody sees another's", () => {
  test('order, stock, item, event, endpoint, reader or key', async () => {
    await key.ask('PUT', '/v1/orders/MINE', order());
    const hub = await listeningHub();
    const { body: mine } = await key.ask('POST', '/v1/endpoints', { url: hub.url });
    await app.settle();
    const { body: feed } = await key.ask('GET', '/v1/events');
    await key.ask('PUT', '/v1/consumers/nightly', { committed: 1 });
    await key.ask('POST', '/v1/stock/adjustments', receipt(), { 'idempotency-key': 'shared' });
    expect(feed.events.length).toBeGreaterThan(0);

    const others = [
      ['north', 'shop', 'other'],
      ['north', 'hub2', 'acme2'],
      ['south', 'shop', 'acme'],
    ] as const;
    for (const [site, shop, owner] of others) {
      const other = await app.key(site, shop, owner);
      for (const [method, url, body] of [
        ['GET', '/v1/orders/MINE'],
        ['DELETE', '/v1/orders/MINE/holds/h'],
        ['PUT', '/v1/orders/MINE/holds/h', { reason: 'x' }],
        ['GET', `/v1/endpoints/${mine.endpoint}`],
        ['DELETE', `/v1/endpoints/${mine.endpoint}`],
        ['GET', `/v1/endpoints/${mine.endpoint}/deliveries`],
        ['POST', `/v1/endpoints/${mine.endpoint}/redrive`, {}],
        ['POST', `/v1/endpoints/${mine.endpoint}/test`],
        ['GET', '/v1/consumers/nightly'],
      ] as const) {
        const theirs = await other.ask(method, url, body);
        const nobodys = await other.ask(
          method,
          url.replace('MINE', 'NONE').replace(mine.endpoint, 'none').replace('nightly', 'never'),
          body,
        );
        expect([method, url, theirs.status, theirs.body.code]).toEqual([method, url, 404, nobodys.body.code]);
        expect(theirs.body.detail).toBe(nobodys.body.detail);
      }
      const cancelled = await other.ask(
        'POST',
        '/v1/orders/MINE/cancellations',
        { reason: 'x' },
        {
          'idempotency-key': 'shared',
        },
      );
      expect(cancelled).toMatchObject({ status: 404, body: { code: 'ORDER_UNKNOWN' } });
      expect((await other.ask('GET', '/v1/orders')).body.orders).toEqual([]);
      expect((await other.ask('GET', '/v1/events')).body.events).toEqual([]);
      expect((await other.ask('GET', '/v1/endpoints')).body.endpoints).toEqual([]);
      expect((await other.ask('GET', '/v1/stock')).body.stock).toEqual([]);
      expect(
        (await other.ask('POST', '/v1/stock/adjustments', receipt(), { 'idempotency-key': 'theirs' })).body
          .code,
      ).toBe('ITEM_UNKNOWN');
    }
    await hub.close();
  });

  test('owners behind one hub may use the same reader name and the same idempotency key', async () => {
    const [acme, other] = [await app.key('north', 'shop8', 'acme'), await app.key('north', 'shop8', 'other')];
    await app.tell(acme, 'O1', ['order.accepted']);
    await app.settle();
    expect((await acme.ask('PUT', '/v1/consumers/nightly', { committed: 1 })).status).toBe(200);
    expect((await other.ask('GET', '/v1/consumers/nightly')).status).toBe(404);
    await other.ask('PUT', '/v1/consumers/nightly', { committed: 0 });
    expect((await acme.ask('GET', '/v1/consumers/nightly')).body).toMatchObject({ committed: 1 });

    await other.ask('PUT', '/v1/items/TEA', tea);
    const post = (caller: typeof acme) =>
      caller.ask('POST', '/v1/stock/adjustments', receipt(), { 'idempotency-key': 'same' });
    const answers = [await post(acme), await post(other), await post(acme), await post(other)];
    expect(answers.map(({ status, headers }) => [status, headers['idempotency-replayed'] ?? 'new'])).toEqual([
      [200, 'new'],
      [200, 'new'],
      [200, 'true'],
      [200, 'true'],
    ]);
    expect(answers[2]?.body).toEqual(answers[0]?.body);
    expect(answers[3]?.body).toEqual(answers[1]?.body);
    expect(
      await app
        .db()
        .selectFrom('hubIdempotency')
        .select(['owner', 'hub'])
        .where('idempotencyKey', '=', 'same')
        .orderBy('owner')
        .execute(),
    ).toEqual([
      { owner: 'acme', hub: 'shop8' },
      { owner: 'other', hub: 'shop8' },
    ]);
  });

  test("an order of one shop may have the id of another's", async () => {
    const other = await app.key('north', 'shop7', 'acme');
    expect(await other.ask('PUT', '/v1/orders/MINE', order(1, 5))).toMatchObject({
      status: 202,
      body: { decision: 'accepted', version: 1 },
    });
    expect((await key.ask('GET', '/v1/orders/MINE')).body).toMatchObject({ lines: [{ requested: 2 }] });
  });
});

describe('[HB13] the feed', () => {
  test('pages without a gap or a repeat, and narrows to types', async () => {
    const own = await app.key('north', 'feed');
    for (let n = 0; n < 7; n++) await app.tell(own, `F${n}`, ['order.accepted', 'order.picked']);
    await app.settle();
    const seen: string[] = [];
    let after = 0;
    for (let pages = 0; ; pages++) {
      const { body } = await own.ask('GET', `/v1/events?after=${after}&limit=3`);
      seen.push(...body.events.map((event) => `${event.subject} ${event.data.order?.version}`));
      after = body.next;
      if (!body.more) {
        expect(pages).toBe(4);
        break;
      }
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, n) => [`F${n} 1`, `F${n} 2`]).flat());
    expect((await own.ask('GET', `/v1/events?after=${after}`)).body).toEqual({
      events: [],
      next: after,
      more: false,
    });
    expect((await own.ask('GET', '/v1/events?types=order.picked')).body.events).toHaveLength(7);
    expect(await own.ask('GET', '/v1/events?types=order.pickled')).toMatchObject({
      status: 422,
      body: { code: 'EVENT_TYPE_UNKNOWN' },
    });
  });

  test('a reader keeps its place, but not ahead of the feed', async () => {
    const own = await app.key('north', 'feed');
    expect(await own.ask('GET', '/v1/consumers/books')).toMatchObject({
      status: 404,
      body: { code: 'CONSUMER_UNKNOWN' },
    });
    expect(await own.ask('PUT', '/v1/consumers/books', { committed: 3 })).toMatchObject({
      status: 200,
      body: { name: 'books', committed: 3 },
    });
    expect(await own.ask('PUT', '/v1/consumers/books', { committed: 1_000_000 })).toMatchObject({
      status: 422,
      body: { code: 'COMMITTED_AHEAD' },
    });
    expect((await own.ask('GET', '/v1/consumers/books')).body).toMatchObject({ name: 'books', committed: 3 });
  });
});

describe('[HB11] [HB3] endpoints', () => {
  test.each([
    'http://hub.example.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'http://127.0.0.2/',
    'https://no-such-host.invalid/',
    'https://user:pw@127.0.0.1/',
  ])('%s is refused when it is saved', async (url) => {
    expect(await key.ask('POST', '/v1/endpoints', { url })).toMatchObject({
      status: 422,
      body: { code: 'URL_REFUSED' },
    });
  });

  test('a URL is one endpoint, and its secret is told once or again to the same request', async () => {
    const body = { url: 'http://127.0.0.1:9/once', types: ['order.picked'] };
    const first = await key.ask('POST', '/v1/endpoints', body, { 'idempotency-key': 'e1' });
    expect(first).toMatchObject({ status: 201, body: { ...body, secret: expect.stringMatching(/^whsec_/) } });
    expect((await key.ask('POST', '/v1/endpoints', body, { 'idempotency-key': 'e1' })).body).toEqual(
      first.body,
    );
    expect(await key.ask('POST', '/v1/endpoints', body)).toMatchObject({
      status: 409,
      body: { code: 'ENDPOINT_EXISTS' },
    });
    const { body: seen } = await key.ask('GET', `/v1/endpoints/${first.body.endpoint}`);
    expect(seen).toEqual({
      endpoint: first.body.endpoint,
      ...body,
      isDisabled: false,
      waiting: 0,
      dead: 0,
      createdAt: '2026-03-02T08:00:00.000Z',
    });
    expect((await key.ask('DELETE', `/v1/endpoints/${first.body.endpoint}`)).status).toBe(204);
    expect((await key.ask('GET', `/v1/endpoints/${first.body.endpoint}`)).status).toBe(404);
    expect(
      await key.ask('POST', '/v1/endpoints', { url: 'http://127.0.0.1:9/x', types: ['order.eaten'] }),
    ).toMatchObject({ status: 422, body: { code: 'EVENT_TYPE_UNKNOWN' } });
  });

  test('a test event goes out at once and tells what came back', async () => {
    const hub = await listeningHub((_heard, nth) => (nth === 1 ? 204 : 418));
    const { body } = await key.ask('POST', '/v1/endpoints', { url: hub.url });
    const push = async () => (await key.ask('POST', `/v1/endpoints/${body.endpoint}/test`)).body;
    expect(await push()).toEqual({ delivered: true, status: 204, error: null });
    expect(await push()).toEqual({ delivered: false, status: 418, error: null });
    await hub.close();
    expect(await push()).toEqual({ delivered: false, status: null, error: 'ECONNREFUSED' });
    expect(hub.heard[0]?.event).toMatchObject({ type: 'endpoint.test', subject: 'endpoint' });
  });
});

describe('[HB14] bad input', () => {
  const bodies: [string, unknown][] = [
    ['nothing', ''],
    ['half a document', '{"revision":1,'],
    ['a list', []],
    ['a text', '"x"'],
    ['null', 'null'],
    ['no revision', { lines: [] }],
    ['a revision as text', { ...order(), revision: '1' }],
    ['a revision of 1.5', { ...order(), revision: 1.5 }],
    ['revision 0', { ...order(), revision: 0 }],
    ['1e400', '{"revision":1e400,"lines":[]}'],
    ['an unknown member', { ...order(), discount: 5 }],
    [
      'an unknown member of a line',
      { ...order(), lines: [{ lineId: '1', sku: 'TEA', quantity: 1, price: 2 }] },
    ],
    ['an object for a text', { ...order(), lines: [{ lineId: { $ne: '' }, sku: 'TEA', quantity: 1 }] }],
    ['a number for a text', { ...order(), lines: [{ lineId: 1, sku: 'TEA', quantity: 1 }] }],
    ['a name of a million letters', { ...order(), shipTo: { name: 'x'.repeat(1_000_000) } }],
    [
      '10,000 lines',
      {
        ...order(),
        lines: Array.from({ length: 10_000 }, (_, n) => ({ lineId: String(n), sku: 'TEA', quantity: 1 })),
      },
    ],
    ['NUL', { ...order(), channel: 'a\0b' }],
    ['half a character', '{"revision":1,"channel":"\\ud800","lines":[]}'],
    ['NUL in a name of its own', { ...order(), hubContext: { 'a\0': 'x' } }],
    ['__proto__', '{"revision":1,"lines":[],"__proto__":{"x":1}}'],
    ['constructor', '{"revision":1,"lines":[],"constructor":{"prototype":{"x":1}}}'],
    ['a date that is none', { ...order(), promise: { shipBy: 'tomorrow' } }],
    ['a country in full', { ...order(), shipTo: { country: 'Kentucky' } }],
    ['100,000 brackets', `{"revision":1,"lines":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ];
  test.each(bodies)('%s as an order is answered 400 and changes nothing', async (_name, body) => {
    const { status, body: problem, headers } = await key.ask('PUT', '/v1/orders/BAD', body);
    expect([400, 413]).toContain(status);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problem.status).toBe(status);
    expect((await key.ask('GET', '/v1/orders/BAD')).status).toBe(404);
  });

  test.each([
    ['2 MB', 413, 'application/json', `{"revision":1,"notes":["${'x'.repeat(2_000_000)}"]}`],
    ['text', 415, 'text/plain', 'hello'],
    ['XML', 415, 'application/xml', '<order/>'],
    ['a content type with junk', 415, 'application/json\tx', '{}'],
  ])('%s is answered %i', async (_name, status, type, body) => {
    expect((await key.ask('PUT', '/v1/orders/BAD', body, { 'content-type': type })).status).toBe(status);
  });

  test.each([
    ['GET', '/v1/orders?limit=0'],
    ['GET', '/v1/orders?limit=many'],
    ['GET', '/v1/orders?limit[$gt]=1'],
    ['GET', '/v1/orders?state=lost'],
    ['GET', '/v1/orders?colour=red'],
    ['GET', '/v1/orders?updatedAfter=now'],
    ['GET', '/v1/orders?after=a&after=b'],
    ['GET', '/v1/orders/%00'],
    ['GET', '/v1/orders/a%0Ab'],
    ['GET', '/v1/orders/%E0%A4%A'],
    ['GET', '/v1/events?after=-1'],
    ['GET', '/v1/events?after=1e99'],
    ['GET', '/v1/events?after=99999999999'],
    ['GET', '/v1/events?limit=501'],
    ['GET', '/v1/stock?sku=%00'],
    ['PUT', '/v1/consumers/x%00'],
    ['GET', `/v1/orders/${'x'.repeat(101)}`],
    ['GET', '/v1/endpoints/%00/deliveries'],
  ] as const)('%s %s is answered 400', async (method, url) => {
    const { status, body } = await key.ask(method, url, method === 'PUT' ? { committed: 0 } : undefined);
    expect([status, body.status]).toEqual([400, 400]);
  });

  test('an id of Polish letters, slashes and quotes is an id', async () => {
    const id = 'Zamówienie/7 "ą" \'; drop table journal; --';
    expect((await key.ask('PUT', `/v1/orders/${encodeURIComponent(id)}`, order())).status).toBe(202);
    expect((await key.ask('GET', `/v1/orders/${encodeURIComponent(id)}`)).body).toMatchObject({
      orderId: id,
    });
  });
});

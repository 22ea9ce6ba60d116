import { connect as connectTcp } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { reading } from '../../server/platform/db/database.ts';
import { enrolled, pin, runningApp, until, type Browser, type Running } from './running-app.ts';

/** Everything here must be answered by name, change nothing, and leave the server well; an error in the log fails it. */
let running: Running;
const errors: unknown[] = [];
beforeAll(async () => {
  running = await runningApp({
    log: pino(
      { level: 'error' },
      {
        write: (line: string) => {
          errors.push(JSON.parse(line));
        },
      },
    ),
  });
});
afterEach(async () => {
  expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
  expect(errors).toEqual([]);
});
afterAll(async () => {
  await running.close();
});

async function picker(): Promise<Browser> {
  const browser = running.browser();
  await browser.signIn('ann', 'handheld', { pin });
  expect(await browser.connect()).toBe('connected');
  return browser;
}
/** Deeper than a stack, which no client library would send. */
const brackets = '['.repeat(20_000) + ']'.repeat(20_000);
const deepCommand = `420["command",{"commandId":"abcdefgh","name":"PickScan","body":${brackets}}]`;
const badCommand = (at: string) => ({ ok: false, refusal: 'BAD_COMMAND', data: { at } });

describe('over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    running.browser().ask('POST', '/session', body, headers);

  test.each<[string, string, Record<string, string> | undefined, number, string]>([
    ['half a message', '{"badge":"A', undefined, 400, 'BAD_REQUEST'],
    [
      'a scan of 10 kB',
      JSON.stringify({ badge: 'x'.repeat(10_000), screen: 'handheld' }),
      undefined,
      400,
      'BAD_COMMAND',
    ],
    [
      'more than a megabyte',
      JSON.stringify({ badge: 'x'.repeat(1_100_000), screen: 'handheld' }),
      undefined,
      413,
      'BODY_TOO_LARGE',
    ],
    ['a number for a text', '{"badge":5,"screen":"handheld"}', undefined, 400, 'BAD_COMMAND'],
    ['an object for a text', '{"badge":{"$ne":""},"screen":"handheld"}', undefined, 400, 'BAD_COMMAND'],
    ['an unknown member', '{"badge":"A","screen":"handheld","role":"admin"}', undefined, 400, 'BAD_COMMAND'],
    [
      'a polluted prototype',
      '{"badge":"A","screen":"handheld","__proto__":{"isAdmin":true}}',
      undefined,
      400,
      'BAD_REQUEST',
    ],
    [
      'a polluted constructor',
      '{"badge":"A","screen":"handheld","constructor":{"prototype":{"isAdmin":true}}}',
      undefined,
      400,
      'BAD_REQUEST',
    ],
    [
      'a NUL in a code',
      '{"badge":"A","screen":"bench","pin":"123456","station":"\\u0000"}',
      undefined,
      400,
      'BAD_COMMAND',
    ],
    [
      'an empty badge of invisible characters',
      '{"badge":"\\u200b","screen":"handheld"}',
      undefined,
      422,
      'SCAN_UNREADABLE',
    ],
    ['plain text', 'badge=A', { 'content-type': 'text/plain' }, 415, 'MEDIA_TYPE_UNKNOWN'],
    ['a form', 'badge=A', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'MEDIA_TYPE_UNKNOWN'],
    [
      'a content type with a tab',
      '{"badge":"A","screen":"handheld"}',
      { 'content-type': 'application/json\tx' },
      415,
      'MEDIA_TYPE_UNKNOWN',
    ],
    [
      'a foreign page',
      '{"badge":"A","screen":"handheld"}',
      { 'content-type': 'application/json', origin: 'https://evil.example' },
      403,
      'FOREIGN_ORIGIN',
    ],
  ])('%s gets a problem document', async (_what, body, headers, status, code) => {
    const said = await post(body, headers);
    expect({ status: said.status, code: said.body.code }).toEqual({ status, code });
    expect(said.body).toMatchObject({
      status,
      type: `urn:floorwave:problem:${code}`,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(said.cookies).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test.each([
    ['GET', '/nothing-here', 404],
    ['POST', '/health/live', 404],
    ['GET', '/%E0%A4%A', 400],
    ['GET', '/v1/orders/x', 401],
    ['GET', '/assets/../../../etc/passwd', 404],
  ])('%s %s is answered %i', async (method, path, status) => {
    const answer = await fetch(`${running.url}${path}`, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test.each([
    ['no HTTP at all', 'GARBAGE \x01\x02\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      400,
    ],
  ])('%s gets a problem document and the line is closed', async (_what, bytes, status) => {
    const heard = await new Promise<string>((resolve) => {
      const socket = connectTcp({ host: '127.0.0.1', port: Number(new URL(running.url).port) });
      let text = '';
      socket.on('data', (part) => {
        text += part.toString();
      });
      socket.on('close', () => {
        resolve(text);
      });
      socket.write(bytes);
    });
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(heard.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status });
  });

  test('no page may be framed, scripted inline or sniffed', async () => {
    const { headers } = await fetch(`${running.url}/docs`);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe("over the screens' socket", () => {
  test.each<[string, string, unknown, string]>([
    ['a name nobody knows', 'DropAllTables', {}, 'name'],
    ['a name of the language', 'constructor', {}, 'name'],
    ['a scan of 10 kB', 'PickScan', { scan: 'x'.repeat(10_000) }, '/scan'],
    ['an object for a scan', 'PickScan', { scan: { $ne: '' } }, '/scan'],
    ['a body that is none', 'PickScan', null, ''],
    ['a NUL', 'PickScan', { scan: 'a\0b' }, '/body'],
    ['half a character', 'PickScan', { scan: '\ud800' }, '/body'],
  ])('%s is refused by name', async (_what, name, body, at) => {
    const browser = await picker();
    expect(await browser.command(name, body)).toMatchObject(badCommand(at));
  });

  test.each<[string, unknown, string]>([
    ['no envelope', 'hello', ''],
    ['nothing', null, ''],
    ['an array', [], ''],
    ['bytes', Buffer.from('hello'), ''],
    ['an id that is none', { commandId: '../../x', name: 'GetWork', body: {} }, '/commandId'],
    ['a member too many', { commandId: 'abcdefgh', name: 'GetWork', body: {}, operator: 'eva' }, '/operator'],
    [
      'a polluted prototype',
      JSON.parse('{"commandId":"abcdefgh","name":"GetWork","body":{},"__proto__":{"isAdmin":true}}'),
      '/__proto__',
    ],
  ])('an envelope with %s is refused by name', async (_what, message, at) => {
    const browser = await picker();
    expect(await browser.emit('command', message)).toEqual(badCommand(at));
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test("a body's own __proto__ is a member too many", async () => {
    const browser = await picker();
    expect(
      await browser.command('PickScan', JSON.parse('{"scan":"A","__proto__":{"isAdmin":true}}')),
    ).toMatchObject({
      refusal: 'BAD_COMMAND',
    });
  });

  test('an event nobody knows is answered, an event without an answer does nothing', async () => {
    const browser = await picker();
    expect(await browser.emit('releaseEverything', {})).toEqual(badCommand('event'));
    browser.socket?.emit('command', { commandId: 'without-answer', name: 'GetWork', body: {} });
    browser.socket?.emit('command');
    browser.socket?.emit('snapshot', 1, 2, 3);
    expect(await browser.emit('snapshot', { view: '__proto__' })).toEqual({
      ok: false,
      refusal: 'BAD_COMMAND',
    });
    const stored = await reading(running.database)
      .selectFrom('commandLog')
      .select('commandId')
      .where('commandId', '=', 'without-answer')
      .execute();
    expect(stored).toEqual([]);
  });

  test('what a role may not do is refused and does not happen', async () => {
    const browser = await picker();
    expect(await browser.command('EnrolDevice', { kind: 'desk', device: 'EVIL', station: null })).toEqual({
      ok: false,
      refusal: 'NOT_ALLOWED',
      data: { permission: 'device.enrol' },
    });
    expect(await browser.snapshot('desk')).toEqual({ ok: false, refusal: 'NOT_ALLOWED' });
    expect(await browser.snapshot('bench')).toEqual({ ok: false, refusal: 'NOT_ALLOWED' });
  });

  test('a frame too large ends that line and no other', async () => {
    const [browser, other] = [await picker(), running.browser()];
    await other.signIn('bob', 'bench', { pin, station: 'P1' });
    await other.connect();
    browser.socket?.emit('command', {
      commandId: 'abcdefgh',
      name: 'PickScan',
      body: { scan: 'x'.repeat(100_000) },
    });
    await until(() => (browser.socket?.connected === false ? true : undefined));
    expect(await other.snapshot('bench')).toMatchObject({ ok: true });
  });

  test('a flood is slowed down, others are not', async () => {
    const [browser, other] = [await picker(), running.browser()];
    await other.signIn('leo', 'desk', { pin });
    await other.connect();
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => browser.command('PickScan', { scan: 5 })),
    );
    expect(replies.filter((reply) => 'fault' in reply)[0]).toEqual({
      ok: false,
      fault: 'too_fast',
      retry: true,
    });
    expect(replies.filter((reply) => 'fault' in reply).length).toBeGreaterThan(80);
    expect(await other.snapshot('desk')).toMatchObject({ ok: true });
  });

  test.each([
    '4',
    '40',
    '42["command"',
    '451-["command",{"_placeholder":true,"num":9}]',
    '42{"a":1}',
    '429999999999999999["command",{}]',
    '\0',
    '5',
    '42["__proto__",{}]',
    '43["x"]',
    '44',
    '41',
    '[[[['.repeat(10_000),
    deepCommand,
  ])('the raw packet %.30s ends nothing but its own line', async (packet) => {
    const browser = await picker();
    const socket = new WebSocket(
      `${running.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      {
        headers: { cookie: browser.cookieHeader() },
      },
    );
    await new Promise((resolve) => {
      socket.once('message', resolve);
    });
    socket.send('40{"protocol":1}');
    await new Promise((resolve) => {
      socket.once('message', resolve);
    });
    socket.send(packet);
    socket.send(Buffer.from(packet));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.terminate();
    expect(await browser.command('GetWork', {})).toMatchObject({ ok: true });
  });

  test.each<[string, Parameters<Browser['connect']>[0], string]>([
    ['another protocol', { protocol: 2 }, 'protocol'],
    ['no protocol', { protocol: '1' }, 'protocol'],
    ['a foreign page', { origin: 'https://evil.example' }, 'websocket error'],
    ['a page without an address', { origin: 'null' }, 'websocket error'],
  ])('%s gets no line', async (_what, options, says) => {
    const browser = running.browser();
    await browser.signIn('ann', 'handheld', { pin });
    expect(await browser.connect(options)).toBe(says);
  });

  test('nobody gets no line, nor a made-up session', async () => {
    const browser = running.browser();
    expect(await browser.connect()).toBe('websocket error');
    browser.cookies.set('fw_session', `north.${'a'.repeat(43)}`);
    expect(await browser.connect()).toBe('not_signed_in');
    browser.cookies.set('fw_session', '%E0%A4%A');
    expect(await browser.connect()).toBe('not_signed_in');
  });
});

describe("over the machines' socket", () => {
  async function machine(headers: Record<string, string>): Promise<WebSocket | number> {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}/v1/devices`, { headers });
    return new Promise((resolve) => {
      socket.once('open', () => {
        resolve(socket);
      });
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
      });
    });
  }
  async function says(socket: WebSocket, message: string | Buffer): Promise<unknown> {
    const heard = new Promise<string>((resolve) => {
      socket.once('message', (data) => {
        resolve(data.toString());
      });
    });
    socket.send(message);
    return JSON.parse(await heard);
  }
  async function station(name: string): Promise<{ browser: Browser; socket: WebSocket }> {
    const browser = await enrolled(running, 'station', name, 'P2');
    const socket = await machine({ cookie: browser.cookieHeader() });
    if (typeof socket === 'number') throw new Error(`expected a line, got ${socket}`);
    return { browser, socket };
  }

  test('a machine that is not enrolled, and a foreign page, get no line', async () => {
    expect(await machine({})).toBe(401);
    expect(await machine({ authorization: 'Bearer north.EVIL.' + 'a'.repeat(43) })).toBe(401);
    const browser = await enrolled(running, 'station', 'SCALE-0', 'P2');
    expect(await machine({ cookie: browser.cookieHeader(), origin: 'https://evil.example' })).toBe(403);
  });

  test('a machine acts for who is signed in there, and for nobody else', async () => {
    const { browser, socket } = await station('SCALE-1');
    const scan = (id: string) =>
      JSON.stringify({ commandId: id, name: 'PackScan', body: { scan: '%TT-404' } });
    expect(await says(socket, scan('machine-1'))).toEqual({
      commandId: 'machine-1',
      reply: { ok: false, refusal: 'NOT_SIGNED_IN', data: {} },
    });
    await browser.signIn('bob', 'bench');
    expect(await says(socket, scan('machine-2'))).toMatchObject({
      commandId: 'machine-2',
      reply: { ok: false, refusal: expect.stringMatching(/TOTE/) },
    });
    const token = decodeURIComponent(browser.cookies.get('fw_device') ?? '');
    const again = await machine({ authorization: `Bearer ${token}` });
    if (typeof again === 'number') throw new Error(`expected a line, got ${again}`);
    expect(await says(again, scan('machine-2'))).toMatchObject({
      commandId: 'machine-2',
      reply: { ok: false },
    });
    socket.terminate();
    again.terminate();
  });

  test.each([
    'half {',
    '',
    '[]',
    'null',
    '{"commandId":"abcdefgh"}',
    '{"commandId":5,"name":"PackScan","body":{}}',
  ])('the message %s is refused by name', async (message) => {
    const { socket } = await station(`M-${Buffer.from(message).toString('hex').slice(0, 20)}`);
    expect(await says(socket, message)).toMatchObject({ reply: { ok: false, refusal: 'BAD_COMMAND' } });
    socket.terminate();
  });

  test('a frame too large, and endless nonsense, end the line', async () => {
    const { socket } = await station('SCALE-2');
    const closed = new Promise<number>((resolve) => {
      socket.once('close', resolve);
    });
    socket.send('x'.repeat(100_000));
    expect(await closed).toBe(1009);
    const { socket: next } = await station('SCALE-3');
    const cut = new Promise<number>((resolve) => {
      next.once('close', resolve);
    });
    for (let at = 0; at < 25; at++) next.send('nonsense');
    expect(await cut).toBe(1008);
  });
});

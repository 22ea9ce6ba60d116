import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { sql } from 'kysely';
import { buildApp } from '../../server/app.ts';
import { createCrew } from '../../server/floor/crew/crew.ts';
import { openDatabase, reading } from '../../server/platform/db/database.ts';
import {
  Browser,
  badgeOf,
  enrolled,
  pin,
  quiet,
  runningApp,
  until,
  type Running,
} from '../platform/running-app.ts';

let running: Running;
beforeAll(async () => {
  running = await runningApp();
});
afterAll(async () => {
  await running.close();
});

const minutes = (count: number): void => {
  running.clock.set(new Date(running.clock.now().getTime() + count * 60_000));
};
const refusalOf = ({ status, body }: { status: number; body: Record<string, unknown> }): unknown => ({
  status,
  refusal: body.refusal,
  data: body.data,
});

describe('signing in', () => {
  test('[CR1] a badge alone, scanned or typed, opens an enrolled device of its site', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-CR1');
    const said = await handheld.signIn('ann', 'handheld', { badge: `%B${badgeOf('ann')}` });
    expect(said.status).toBe(201);
    expect(said.body).toEqual({
      site: 'north',
      siteName: 'Site north',
      protocol: 1,
      timezone: 'Europe/Warsaw',
      manualEntry: 'allowed',
      session: expect.stringMatching(/^\S{16}$/) as string,
      now: running.clock.now().toISOString(),
      operator: {
        operator: 'ann',
        name: 'Name of ann',
        role: 'picker',
        language: 'en',
        permissions: ['pick', 'sort', 'wall.see'],
      },
      device: { device: 'HH-CR1', kind: 'handheld', station: null },
      station: null,
      stations: [
        { station: 'P1', name: 'Bench P1' },
        { station: 'P2', name: 'Bench P2' },
      ],
    });
    expect((await handheld.signIn('ann', 'handheld', { badge: badgeOf('ann').toLowerCase() })).status).toBe(
      201,
    );
  });

  test('[CR2] elsewhere the PIN is asked for', async () => {
    const browser = running.browser();
    expect(refusalOf(await browser.signIn('ann', 'handheld'))).toEqual({
      status: 401,
      refusal: 'PIN_NEEDED',
      data: {},
    });
    expect((await browser.signIn('ann', 'handheld', { pin })).status).toBe(201);
  });

  test('[CR3] an unknown badge hears what a wrong PIN hears, and no sooner', async () => {
    const browser = running.browser();
    const timed = async (badge: string) => {
      const since = performance.now();
      const said = await browser.signIn('abe', 'handheld', { badge, pin: '000000' });
      return { said: refusalOf(said), ms: performance.now() - since };
    };
    const [known, unknown] = [await timed(badgeOf('abe')), await timed('NOBODY-1')];
    expect(known.said).toEqual({ status: 401, refusal: 'SIGN_IN_FAILED', data: {} });
    expect(unknown.said).toEqual(known.said);
    expect(Math.min(known.ms, unknown.ms)).toBeGreaterThanOrEqual(245);
  });

  test('[CR4] wrong PINs lock a known and an unknown badge alike, and the right PIN does not help', async () => {
    const browser = running.browser();
    minutes(5);
    for (const badge of [badgeOf('leo'), 'NOBODY-2']) {
      for (let wrong = 1; wrong <= 5; wrong++) {
        expect(refusalOf(await browser.signIn('leo', 'handheld', { badge, pin: '111111' }))).toMatchObject({
          refusal: 'SIGN_IN_FAILED',
        });
      }
      expect(refusalOf(await browser.signIn('leo', 'handheld', { badge, pin }))).toEqual({
        status: 429,
        refusal: 'SIGN_IN_LOCKED',
        data: { minutes: 1, seconds: 5 },
      });
    }
    minutes(1);
    expect((await browser.signIn('leo', 'handheld', { pin })).status).toBe(201);
  });

  test('[CR4] guesses that come at once are counted one by one', async () => {
    const browser = running.browser();
    minutes(5);
    const said = await Promise.all(
      Array.from({ length: 8 }, () => browser.signIn('abe', 'handheld', { pin: '222222' })),
    );
    const refusals = said.map(({ body }) => body.refusal);
    // One was wrong before (CR3), so the fourth of these is the fifth.
    expect(refusals.filter((refusal) => refusal === 'SIGN_IN_FAILED')).toHaveLength(4);
    expect(refusals.filter((refusal) => refusal === 'SIGN_IN_LOCKED')).toHaveLength(4);
    minutes(30);
  });

  test('[CR5] a locked PIN does not keep its picker off an enrolled device', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-CR5');
    const until = new Date(running.clock.now().getTime() + 900_000);
    await sql`update operator set failed_pins = 10, locked_until = ${until} where operator = 'abe'`.execute(
      reading(running.database),
    );
    expect(refusalOf(await running.browser().signIn('abe', 'handheld', { pin }))).toMatchObject({
      refusal: 'SIGN_IN_LOCKED',
      data: { minutes: 15 },
    });
    expect((await handheld.signIn('abe', 'handheld')).status).toBe(201);
    minutes(16);
    expect((await running.browser().signIn('abe', 'handheld', { pin })).status).toBe(201);
  });

  test('[CR6] one PIN tried over all badges closes the PIN door of the site for a minute', async () => {
    const crew = createCrew({ database: running.database, now: () => running.clock.now(), log: quiet });
    minutes(2);
    const tries = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        crew.signIn({ badge: `SPRAY-${at}`, pin: '123456', screen: 'handheld', site: 'north' }, {}),
      ),
    );
    expect(new Set(tries.map((outcome) => ('refused' in outcome ? outcome.refused : 'in')))).toEqual(
      new Set(['SIGN_IN_FAILED']),
    );
    expect(
      await crew.signIn({ badge: badgeOf('ann'), pin, screen: 'handheld', site: 'north' }, {}),
    ).toMatchObject({
      refused: 'SIGN_IN_LOCKED',
    });
    minutes(1);
    expect(
      await crew.signIn({ badge: badgeOf('ann'), pin, screen: 'handheld', site: 'north' }, {}),
    ).toHaveProperty('token');
    await crew.stop();
  });

  test('[CR7] a role opens its own screens only', async () => {
    expect(refusalOf(await running.browser().signIn('ann', 'desk', { pin }))).toEqual({
      status: 403,
      refusal: 'NOT_ALLOWED',
      data: { permission: 'desk.see' },
    });
  });

  test('[CR8] a bench is opened at its station', async () => {
    const free = running.browser();
    expect(refusalOf(await free.signIn('bob', 'bench', { pin }))).toEqual({
      status: 422,
      refusal: 'NO_STATION',
      data: {},
    });
    expect((await free.signIn('bob', 'bench', { pin, station: 'P2' })).body).toMatchObject({
      station: 'P2',
      device: null,
    });
    const bench = await enrolled(running, 'station', 'ST-CR8', 'P1');
    expect((await bench.signIn('bob', 'bench')).body).toMatchObject({
      station: 'P1',
      device: { device: 'ST-CR8', kind: 'station', station: 'P1' },
    });
  });
});

describe('sessions', () => {
  test('[CR9] a second sign-in ends the first, whose screen hears "elsewhere"', async () => {
    const [first, second] = [running.browser(), running.browser()];
    await first.signIn('ann', 'handheld', { pin });
    expect(await first.connect()).toBe('connected');
    await second.signIn('ann', 'handheld', { pin });
    expect(await first.hears(({ type }) => type === 'signed_out')).toEqual({
      type: 'signed_out',
      why: 'elsewhere',
    });
    expect((await first.me()).operator).toBeNull();
    expect((await second.me()).operator?.operator).toBe('ann');
    const live = await reading(running.database)
      .selectFrom('session')
      .select('session')
      .where('operator', '=', 'ann')
      .where('endedAt', 'is', null)
      .execute();
    expect(live).toHaveLength(1);
  });

  test('[CR9] two sign-ins at once leave one session', async () => {
    const browsers = Array.from({ length: 6 }, () => running.browser());
    const said = await Promise.all(browsers.map((browser) => browser.signIn('ann', 'handheld', { pin })));
    expect(said.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    const here = await Promise.all(browsers.map(async (browser) => (await browser.me()).operator));
    expect(here.filter((operator) => operator !== null)).toHaveLength(1);
  });

  test('[CR10] the next person on a device ends the session of the one before', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-CR10');
    await handheld.signIn('ann', 'handheld');
    await handheld.signIn('abe', 'handheld');
    const live = await reading(running.database)
      .selectFrom('session')
      .select('operator')
      .where('device', '=', 'HH-CR10')
      .where('endedAt', 'is', null)
      .execute();
    expect(live).toEqual([{ operator: 'abe' }]);
  });

  test('[CR12] tokens stand in guarded cookies, and in the tables as hashes only', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-CR12');
    const said = await handheld.signIn('ann', 'handheld');
    expect(said.cookies[0]).toMatch(/^fw_session=[^;]+; Max-Age=57600; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(said.body)).not.toContain('token');
    const secrets = [...handheld.cookies.values()].map(
      (value) => decodeURIComponent(value).split('.').at(-1) ?? '',
    );
    const rows = await Promise.all(
      (['session', 'device', 'journal', 'commandLog'] as const).map((table) =>
        reading(running.database).selectFrom(table).selectAll().execute(),
      ),
    );
    for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('[CR12] under HTTPS the cookies are Secure', async () => {
    const { serverCertificate } = await import('../../server/platform/http/tls.ts');
    const { mkdtemp, rm } = await import('node:fs/promises');
    const dataDir = await mkdtemp('/tmp/floorwave-crew-');
    const database = await openDatabase(running.own.url);
    const app = await buildApp({
      database,
      clock: running.clock,
      log: quiet,
      certificate: await serverCertificate({ dataDir, hosts: [] }),
      config: { publicUrl: null, outboundAllow: [], tls: null },
    });
    const said = await app.server.inject({
      method: 'POST',
      url: '/session',
      payload: { badge: badgeOf('leo'), pin, screen: 'desk' },
    });
    expect(said.headers['set-cookie']).toMatch(/; HttpOnly; Secure; SameSite=Strict/);
    await app.close();
    await database.close();
    await rm(dataDir, { recursive: true });
  });

  test('[CR13] a session outlives the server and ends by signing out', async () => {
    const browser = running.browser();
    await browser.signIn('ann', 'handheld', { pin });
    const database = await openDatabase(running.own.url);
    const next = await buildApp({
      database,
      clock: running.clock,
      log: pino({ level: 'silent' }),
      certificate: null,
      config: { publicUrl: null, outboundAllow: [], tls: null },
    });
    const url = await next.listen('127.0.0.1', 0);
    const after = new Browser(url);
    for (const [name, value] of browser.cookies) after.cookies.set(name, value);
    expect((await after.me()).operator?.operator).toBe('ann');
    expect((await after.ask('DELETE', '/session')).body).toMatchObject({ operator: null });
    expect((await browser.me()).operator).toBeNull();
    await next.close();
    await database.close();
  });

  test('[PK46] signing in again ends a break', async () => {
    const db = reading(running.database);
    const breakOf = () =>
      db.selectFrom('operator').select('breakSince').where('operator', '=', 'ann').executeTakeFirstOrThrow();
    const since = new Date('2026-03-02T10:00:00Z');
    await db.updateTable('operator').set({ breakSince: since }).where('operator', '=', 'ann').execute();
    await running.browser().signIn('ann', 'handheld', { pin });
    expect(await breakOf()).toEqual({ breakSince: null });
  });

  test('[CR14] who is blocked is shown out within 5 s, whoever wrote it, and does nothing more', async () => {
    const browser = running.browser();
    await browser.signIn('abe', 'handheld', { pin });
    await browser.connect();
    const since = performance.now();
    await sql`update operator set is_blocked = true where operator = 'abe'`.execute(
      reading(running.database),
    );
    expect(await browser.hears(({ type }) => type === 'signed_out', 5_000)).toEqual({
      type: 'signed_out',
      why: 'revoked',
    });
    expect(await browser.command('GetWork', {})).toEqual({ ok: false, refusal: 'NOT_SIGNED_IN', data: {} });
    await until(() => (browser.socket?.connected === false ? true : undefined));
    expect(performance.now() - since).toBeLessThan(5_500);
    expect(await browser.connect()).toBe('not_signed_in');
    await sql`update operator set is_blocked = false where operator = 'abe'`.execute(
      reading(running.database),
    );
  });

  test('[CR19] a changed role counts on an open screen', async () => {
    const browser = running.browser();
    await browser.signIn('leo', 'desk', { pin });
    await browser.connect();
    expect(await browser.snapshot('desk')).toMatchObject({ ok: true });
    await sql`update operator set role = 'picker' where operator = 'leo'`.execute(reading(running.database));
    try {
      await until(
        async () => ((await browser.snapshot('desk')).ok ? undefined : true),
        5_000,
        'the desk to be refused',
      );
      expect(await browser.command('CloseManifest', { carrier: 'UPS' })).toEqual({
        ok: false,
        refusal: 'NOT_ALLOWED',
        data: { permission: 'manifest.close' },
      });
      browser.heard.length = 0;
      await enrolled(running, 'handheld', 'HH-CR19');
      expect(browser.heard.filter(({ type }) => type === 'view')).toEqual([]);
    } finally {
      await sql`update operator set role = 'lead' where operator = 'leo'`.execute(reading(running.database));
    }
  });

  test('[CR14] who signs out in one tab is shown out in the other', async () => {
    const browser = running.browser();
    await browser.signIn('leo', 'desk', { pin });
    await browser.connect();
    await browser.ask('DELETE', '/session');
    expect(await browser.hears(({ type }) => type === 'signed_out')).toEqual({
      type: 'signed_out',
      why: 'ended',
    });
  });
});

describe('devices', () => {
  test('[CR15] a code works once and is then forgotten', async () => {
    const desk = running.browser();
    await desk.signIn('eva', 'desk', { pin });
    await desk.connect();
    const reply = await desk.command('EnrolDevice', { kind: 'handheld', device: 'HH-CR15', station: null });
    if (!reply.ok) throw new Error(JSON.stringify(reply));
    const code = String(reply.result?.code);
    expect(reply.result).toEqual({
      device: 'HH-CR15',
      until: new Date(running.clock.now().getTime() + 15 * 60_000).toISOString(),
      code,
      url: `${running.url}/?enrol=${code}`,
    });
    expect((await running.browser().ask('POST', '/enrol', { code })).status).toBe(201);
    expect(refusalOf(await running.browser().ask('POST', '/enrol', { code }))).toEqual({
      status: 403,
      refusal: 'DEVICE_CODE_WRONG',
      data: {},
    });
    const device = await reading(running.database)
      .selectFrom('device')
      .select(['enrolCodeHash', 'enrolledAt'])
      .where('device', '=', 'HH-CR15')
      .executeTakeFirst();
    expect(device).toEqual({ enrolCodeHash: null, enrolledAt: running.clock.now() });
  });

  test('[CR20] a code is kept as a hash; a re-send hears a new one until the device is enrolled', async () => {
    const desk = running.browser();
    await desk.signIn('eva', 'desk', { pin });
    await desk.connect();
    const asked = { kind: 'handheld', device: 'HH-CR20', station: null };
    const send = async () => {
      const reply = await desk.command('EnrolDevice', asked, 'command-cr20-1');
      if (!reply.ok) throw new Error(JSON.stringify(reply));
      return reply.result ?? {};
    };
    const first = await send();
    const second = await send();
    expect(second).toEqual({
      ...first,
      code: second['code'],
      url: `${running.url}/?enrol=${second['code']}`,
    });
    expect(second['code']).not.toBe(first['code']);
    const kept = await Promise.all(
      (['commandLog', 'device', 'journal'] as const).map((table) =>
        reading(running.database).selectFrom(table).selectAll().execute(),
      ),
    );
    for (const { code } of [first, second])
      expect(JSON.stringify(kept)).not.toContain(String(code).split('.').at(-1));
    expect((await running.browser().ask('POST', '/enrol', { code: first['code'] })).status).toBe(403);
    const handheld = running.browser();
    expect((await handheld.ask('POST', '/enrol', { code: second['code'] })).status).toBe(201);
    const { device, until } = first;
    expect(await send()).toEqual({ device, until });
    expect((await handheld.signIn('ann', 'handheld')).status).toBe(201);
  });

  test('[CR20] a re-send gives no code when the time is over or another command has made one', async () => {
    const desk = running.browser();
    await desk.signIn('eva', 'desk', { pin });
    await desk.connect();
    const send = async (commandId: string) => {
      const asked = { kind: 'handheld', device: 'HH-CR20B', station: null };
      const reply = await desk.command('EnrolDevice', asked, commandId);
      return reply.ok ? reply.result?.['code'] : reply;
    };
    await send('command-cr20-2');
    minutes(1);
    const other = await send('command-cr20-3');
    expect(await send('command-cr20-2')).toBeUndefined();
    expect(other).toEqual(expect.any(String));
    minutes(16);
    expect(await send('command-cr20-3')).toBeUndefined();
    expect((await running.browser().ask('POST', '/enrol', { code: other })).status).toBe(403);
  });

  test("[CR15] a code of somebody's own making is refused", async () => {
    for (const code of ['x', 'north.HH-1.' + 'a'.repeat(43), 'south.HH-1.' + 'a'.repeat(43)]) {
      expect(refusalOf(await running.browser().ask('POST', '/enrol', { code }))).toEqual({
        status: 403,
        refusal: 'DEVICE_CODE_WRONG',
        data: {},
      });
    }
  });

  test('[CR16] a new code ends the old enrolment and the session on it', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-CR16');
    await handheld.signIn('ann', 'handheld');
    await handheld.connect();
    const next = await enrolled(running, 'handheld', 'HH-CR16');
    expect(await handheld.hears(({ type }) => type === 'signed_out')).toMatchObject({ type: 'signed_out' });
    expect(await handheld.me()).toMatchObject({ operator: null, device: null });
    expect(refusalOf(await handheld.signIn('ann', 'handheld'))).toMatchObject({ refusal: 'PIN_NEEDED' });
    expect((await next.signIn('ann', 'handheld')).status).toBe(201);
  });

  test('[CR18] a wall shows the wall without anybody, and nothing else does', async () => {
    const wall = await enrolled(running, 'wall', 'WALL-1');
    expect(await wall.connect()).toBe('connected');
    expect(await wall.snapshot('wall')).toMatchObject({ ok: true, view: 'wall' });
    expect(await wall.snapshot('desk')).toEqual({ ok: false, refusal: 'NOT_ALLOWED' });
    expect(await wall.command('GetWork', {})).toEqual({ ok: false, refusal: 'NOT_SIGNED_IN', data: {} });
    const handheld = await enrolled(running, 'handheld', 'HH-CR18');
    expect(await handheld.connect()).toBe('not_signed_in');
  });

  test('devices and people are marked as seen', async () => {
    const handheld = await enrolled(running, 'handheld', 'HH-SEEN');
    await handheld.signIn('ann', 'handheld');
    minutes(3);
    await handheld.connect();
    const seenAt = await until(async () => {
      const row = await reading(running.database)
        .selectFrom('device')
        .select('lastSeenAt')
        .where('device', '=', 'HH-SEEN')
        .executeTakeFirst();
      return row?.lastSeenAt?.getTime() === running.clock.now().getTime() ? row.lastSeenAt : undefined;
    });
    expect(seenAt).toEqual(running.clock.now());
  });
});

test("[CR11] with several sites the device's counts, else the one named", async () => {
  const two = await runningApp({ sites: ['north', 'south'] });
  try {
    expect(refusalOf(await two.browser().signIn('ann', 'handheld', { pin }))).toEqual({
      status: 400,
      refusal: 'BAD_COMMAND',
      data: { at: '/site' },
    });
    const south = two.browser();
    expect((await south.signIn('ann', 'handheld', { pin, site: 'south' })).body).toMatchObject({
      site: 'south',
      operator: { operator: 'ann' },
    });
    await south.signIn('eva', 'desk', { pin, site: 'south' });
    await south.connect();
    const reply = await south.command('EnrolDevice', { kind: 'handheld', device: 'HH-1', station: null });
    const handheld = two.browser();
    await handheld.ask('POST', '/enrol', { code: reply.ok ? reply.result?.code : '' });
    expect((await handheld.signIn('ann', 'handheld', { site: 'north' })).body).toMatchObject({
      site: 'south',
    });
    // The same person at another site is another person.
    expect((await two.browser().signIn('ann', 'handheld', { pin, site: 'north' })).status).toBe(201);
    expect((await handheld.me()).operator?.operator).toBe('ann');
  } finally {
    await two.close();
  }
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDesk } from '../../server/floor/exceptions/desk.views.ts';
import { builders, inMinutes, minutesAgo, now, site, siteOf, standingFloor } from './standing.ts';

type Floor = Awaited<ReturnType<typeof standingFloor>>;
type Builders = ReturnType<typeof builders>;
const iso = (date: Date) => date.toISOString();
const none = { shipments: 0, oldestSeconds: null };

describe('an empty site', () => {
  let floor: Floor;
  beforeAll(async () => {
    floor = await standingFloor();
    await fillSouth(floor);
  });
  afterAll(() => floor.close());

  test('shows an empty desk', async () => {
    expect(await readDesk(floor.db, site, now)).toEqual({
      site,
      siteName: 'Rotterdam North',
      now: iso(now),
      timezone: 'Europe/Amsterdam',
      flow: {
        accepted: none,
        released: none,
        picking: none,
        sorting: null,
        picked: none,
        packing: none,
        staged: none,
      },
      waiting: [],
      waves: [],
      exceptions: [],
      unanswered: [],
      tasks: [],
      moves: [],
      staged: [],
      devices: [],
      operators: [],
      zones: [],
      stations: [],
      printJobs: [],
      orders: { received: 0, parked: 0, open: 0, shipped: 0, cancelled: 0 },
      hubs: [],
    });
  });
});

describe('a desk with work', () => {
  let floor: Floor;
  let desk: Awaited<ReturnType<typeof readDesk>>;
  beforeAll(async () => {
    floor = await standingFloor();
    await fill(floor);
    await fillSouth(floor);
    desk = await readDesk(floor.db, site, now);
  });
  afterAll(() => floor.close());

  test('what waits for release, by departure, with what is still owed', () => {
    expect(desk.waiting).toEqual([
      {
        service: 'dhl-express',
        name: 'DHL Express',
        carrier: 'dhl',
        cutOffAt: iso(inMinutes(120)),
        shipments: 2,
        lines: 3,
        units: 8,
        backordered: 1,
      },
      {
        service: 'ups-standard',
        name: 'ups-standard',
        carrier: 'ups-standard',
        cutOffAt: iso(inMinutes(180)),
        shipments: 1,
        lines: 0,
        units: 0,
        backordered: 0,
      },
    ]);
  });

  test('waves, the newest first, with the lines that need nobody any more', () => {
    expect(desk.waves).toEqual([
      {
        wave: 2,
        reason: { code: 'by_hand', service: 'DHL Express' },
        releasedAt: iso(now),
        shipments: 1,
        lines: 4,
        units: 9,
        tasks: 1,
        walkMetres: 0,
        linesDone: 0,
      },
      {
        wave: 1,
        reason: { code: 'by_rule', service: null },
        releasedAt: iso(minutesAgo(60)),
        shipments: 3,
        lines: 8,
        units: 20,
        tasks: 2,
        walkMetres: 124,
        linesDone: 7,
      },
    ]);
  });

  test('open walks: held ones first, each with how far it is', () => {
    expect(desk.tasks).toEqual([
      {
        task: 3,
        state: 'unreachable',
        operator: 'lee',
        cart: 'C-02',
        lines: 1,
        linesDone: 0,
        cutOffAt: iso(inMinutes(60)),
        at: null,
        isSilent: true,
        waits: null,
      },
      {
        task: 1,
        state: 'picking',
        operator: 'kim',
        cart: 'C-01',
        lines: 3,
        linesDone: 2,
        cutOffAt: iso(inMinutes(120)),
        at: 'A-01-01',
        isSilent: false,
        waits: null,
      },
      {
        task: 4,
        state: 'claimed',
        operator: 'max',
        cart: null,
        lines: 1,
        linesDone: 0,
        cutOffAt: iso(inMinutes(120)),
        at: null,
        isSilent: true,
        waits: null,
      },
      {
        task: 5,
        state: 'planned',
        operator: null,
        cart: null,
        lines: 1,
        linesDone: 0,
        cutOffAt: iso(inMinutes(30)),
        at: null,
        isSilent: false,
        waits: { why: { code: 'no_cart' }, declined: [] },
      },
    ]);
  });

  test('exceptions, longest waiting first', () => {
    expect(desk.exceptions).toEqual([
      {
        exception: 2,
        kind: 'parked_order',
        ref: 'shop/O-9',
        raisedAt: iso(minutesAgo(20)),
        raisedBy: null,
        doneNowBy: null,
        data: { orderNumber: '9' },
        photo: null,
      },
      {
        exception: 1,
        kind: 'short',
        ref: '1',
        raisedAt: iso(minutesAgo(10)),
        raisedBy: 'kim',
        doneNowBy: null,
        data: { sku: 'MUG' },
        photo: null,
      },
      {
        exception: 3,
        kind: 'failed_print',
        ref: '7',
        raisedAt: iso(minutesAgo(1)),
        raisedBy: null,
        doneNowBy: null,
        data: { printJob: 7 },
        photo: null,
      },
    ]);
  });

  test('staged parcels by carrier, lane and departure', () => {
    expect(desk.staged).toEqual([
      { carrier: 'dhl', name: 'DHL Express', parcels: 2, lane: 'L4', cutOffAt: iso(inMinutes(120)) },
      { carrier: 'dhl', name: 'DHL Express', parcels: 1, lane: '', cutOffAt: iso(inMinutes(150)) },
    ]);
  });

  test('devices with who holds them, people with those at work first, stations', () => {
    expect(desk.devices).toEqual([
      {
        device: 'HH-1',
        kind: 'handheld',
        station: null,
        enrolled: true,
        lastSeenAt: iso(now),
        operator: 'kim',
      },
      { device: 'ST-1', kind: 'station', station: 'S1', enrolled: false, lastSeenAt: null, operator: null },
    ]);
    expect(desk.operators).toEqual([
      {
        operator: 'kim',
        name: 'kim Canary',
        role: 'picker',
        isSignedIn: true,
        screen: 'handheld',
        zones: [],
        zonesToday: null,
        skills: [],
        breakSince: null,
      },
      {
        operator: 'lee',
        name: 'lee Canary',
        role: 'packer',
        isSignedIn: false,
        screen: null,
        zones: [],
        zonesToday: null,
        skills: [],
        breakSince: null,
      },
    ]);
    expect(desk.stations).toEqual([{ station: 'S1', name: 'Bench S1', printer: 'P1' }]);
  });

  test('labels in doubt or failed first, then those on their way', () => {
    expect(desk.printJobs).toEqual([
      {
        printJob: 6,
        printer: 'P1',
        parcel: 6,
        tracking: 'TRACK-6',
        state: 'unknown',
        createdAt: iso(minutesAgo(4)),
        error: 'interrupted',
      },
      {
        printJob: 7,
        printer: 'P1',
        parcel: 7,
        tracking: null,
        state: 'failed',
        createdAt: iso(minutesAgo(4)),
        error: 'unreachable',
      },
      {
        printJob: 5,
        printer: 'P1',
        parcel: 5,
        tracking: null,
        state: 'queued',
        createdAt: iso(minutesAgo(4)),
        error: null,
      },
    ]);
  });

  test('orders of the day, each counted once', () => {
    expect(desk.orders).toEqual({ received: 9, parked: 1, open: 5, shipped: 2, cancelled: 1 });
  });

  test('hubs with what they have not heard', () => {
    expect(desk.hubs).toEqual([
      { hub: 'erp', waiting: 0, dead: 0, oldestSeconds: null },
      { hub: 'shop', waiting: 2, dead: 1, oldestSeconds: 30 * 60 },
    ]);
  });

  test('no list is longer than a hundred rows', async () => {
    const crowded = builders(floor.db, 'crowd');
    await siteOf(floor.db, 'crowd', 'Crowd');
    for (let one = 1; one <= 101; one++) {
      await crowded.exception(one);
      await crowded.task(one);
      await crowded.device(`D-${one}`);
      await crowded.operator(`op-${one}`);
      await crowded.printJob(one);
      await crowded.wave(one);
    }
    const { exceptions, tasks, devices, operators, printJobs, waves } = await readDesk(
      floor.db,
      'crowd',
      now,
    );
    const lengths = [exceptions, tasks, devices, operators, printJobs].map((list) => list.length);
    expect(lengths).toEqual([100, 100, 100, 100, 100]);
    expect(waves.length).toBe(30);
  });
});

async function fill(floor: Builders): Promise<void> {
  await floor.service('dhl-express', { name: 'DHL Express' });
  await floor.shipment(1);
  await floor.line(1, 1, { requested: 5, cancelled: 1 });
  await floor.line(1, 2, { requested: 2, shorted: 2 });
  await floor.line(1, 3, { requested: 1 });
  await floor.shipment(2, { isBackordered: true });
  await floor.line(2, 1, { requested: 3 });
  await floor.shipment(3, { service: 'ups-standard', cutOffAt: inMinutes(180) });
  await floor.shipment(4, { stage: 'packed', packedAt: minutesAgo(30) });
  await floor.parcel(41, 4, { state: 'staged', lane: 'L4' });
  await floor.parcel(42, 4, { state: 'staged', lane: 'L4' });
  await floor.shipment(5, { stage: 'packed', packedAt: minutesAgo(30), cutOffAt: inMinutes(150) });
  await floor.parcel(51, 5, { state: 'staged' });
  await floor.parcel(52, 5, { state: 'closed' });
  await floor.shipment(6, { stage: 'ended', packedAt: minutesAgo(90), endedAt: minutesAgo(60) });
  await floor.shipment(7, { stage: 'ended', packedAt: minutesAgo(90), endedAt: minutesAgo(899) });
  await floor.shipment(8, { stage: 'ended', endedAt: minutesAgo(10) });
  await floor.shipment(9, { stage: 'ended', packedAt: minutesAgo(990), endedAt: minutesAgo(901) });

  await floor.wave(1, {
    reason: 'by_rule',
    shipments: 3,
    lines: 7,
    units: 20,
    tasks: 2,
    walkMm: 123_600,
    releasedAt: minutesAgo(60),
  });
  await floor.wave(2, { service: 'dhl-express', lines: 4, units: 9 });
  await floor.task(1, {
    state: 'picking',
    operator: 'kim',
    device: 'HH-1',
    cart: 'C-01',
    atLocation: 'A-01-01',
    lines: 3,
  });
  await floor.pickLine(1, 1, { state: 'done', doneAt: minutesAgo(9) });
  await floor.pickLine(1, 2, { state: 'short', doneAt: minutesAgo(8) });
  await floor.pickLine(1, 3);
  await floor.task(2, { state: 'done', operator: 'kim', lines: 5 });
  await floor.task(3, {
    wave: 9,
    state: 'unreachable',
    operator: 'lee',
    cart: 'C-02',
    cutOffAt: inMinutes(60),
    claimedAt: now,
  });
  await floor.task(4, { wave: 9, state: 'claimed', operator: 'max', claimedAt: minutesAgo(6) });
  await floor.task(5, { wave: 9, cutOffAt: inMinutes(30) });

  await floor.exception(1, { raisedBy: 'kim', data: { sku: 'MUG' } });
  await floor.exception(2, {
    kind: 'parked_order',
    ref: 'shop/O-9',
    raisedAt: minutesAgo(20),
    data: { orderNumber: '9' },
  });
  await floor.exception(3, {
    kind: 'failed_print',
    ref: '7',
    raisedAt: minutesAgo(1),
    data: { printJob: 7 },
  });
  await floor.exception(4, { state: 'resolved' });
  await floor.exception(5, { kind: 'parked_order', state: 'resolved' });

  await floor.device('HH-1');
  await floor.device('ST-1', { kind: 'station', station: 'S1', enrolledAt: null, lastSeenAt: null });
  await floor.operator('kim');
  await floor.operator('lee', { role: 'packer' });
  await floor.session('kim', { device: 'HH-1' });
  await floor.session('lee', { endedAt: minutesAgo(5), device: 'HH-1' });
  await floor.session('max', { endedAt: minutesAgo(1), session: 'ended-max' });
  await floor.station('S1', { printer: 'P1' });

  await floor.parcel(6, 6, { state: 'shipped', tracking: 'TRACK-6' });
  await floor.printJob(5);
  await floor.printJob(6, { state: 'unknown', error: 'interrupted' });
  await floor.printJob(7, { state: 'failed', error: 'unreachable' });
  await floor.printJob(8, { state: 'failed', error: 'not_out' });
  await floor.printJob(9, { state: 'confirmed' });

  await floor.endpoint('E1', 'shop');
  await floor.endpoint('E2', 'shop');
  await floor.endpoint('E3', 'erp');
  await floor.delivery('E1', 30);
  await floor.delivery('E2', 40);
  await floor.delivery('E2', 10, { state: 'dead' });
  await floor.delivery('E3', 10, { state: 'delivered' });
}

/** Another site with all of it: nothing of that may show here, where there is the same and where there is nothing. */
async function fillSouth(floor: Floor): Promise<void> {
  await siteOf(floor.db, 'south', 'South');
  await fill(builders(floor.db, 'south'));
}

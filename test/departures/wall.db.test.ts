import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { cubbyCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { readWall } from '../../server/floor/departures/wall.views.ts';
import { withWall } from '../put-wall/picked-batch.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon } from '../setup/warehouse.ts';
import { builders, inMinutes, minutesAgo, now, site, siteOf, standingFloor } from './standing.ts';

type Floor = Awaited<ReturnType<typeof standingFloor>>;
type Builders = ReturnType<typeof builders>;
const iso = (date: Date) => date.toISOString();
const none = { shipments: 0, oldestSeconds: null };

describe('a floor with nothing on it', () => {
  let floor: Floor;
  beforeAll(async () => {
    floor = await standingFloor();
    await fillSouth(floor);
  });
  afterAll(() => floor.close());

  test('[DP5] shows a quiet wall', async () => {
    expect(await readWall(floor.db, site, now)).toEqual({
      site,
      siteName: 'Rotterdam North',
      now: iso(now),
      timezone: 'Europe/Amsterdam',
      departures: [],
      flow: {
        accepted: none,
        released: none,
        picking: none,
        sorting: null,
        picked: none,
        packing: none,
        staged: none,
      },
      rates: { linesPicked: null, parcelsPacked: null },
      today: { shipped: 0, orders: 0, lines: 0 },
      people: { picking: 0, sorting: 0, packing: 0, idle: 0, onBreak: 0, devicesSilent: 0 },
      trouble: [],
      map: { widthMm: 0, heightMm: 0, aisles: [], people: [] },
    });
  });

  test('a site that does not exist is a fault', async () => {
    await expect(readWall(floor.db, 'nowhere', now)).rejects.toThrow('no result');
  });
});

describe('a floor that starts its day', () => {
  let floor: Floor;
  beforeAll(async () => {
    floor = await standingFloor();
  });
  afterAll(() => floor.close());

  test('[DP4] a rate is known once something was done in the half hour before the last one', async () => {
    const rates = async () => (await readWall(floor.db, site, now)).rates;
    await floor.pickLine(1, 1, { state: 'done', doneAt: minutesAgo(10) });
    await floor.pickLine(1, 2, { state: 'done', doneAt: minutesAgo(61) });
    await floor.pickLine(1, 3, { state: 'short', doneAt: minutesAgo(40) });
    await floor.parcel(1, 1, { closedAt: minutesAgo(10) });
    await floor.parcel(2, 1, { closedAt: minutesAgo(61) });
    expect(await rates()).toEqual({ linesPicked: null, parcelsPacked: null });
    await floor.pickLine(1, 4, { state: 'done', doneAt: minutesAgo(31) });
    expect(await rates()).toEqual({ linesPicked: 2, parcelsPacked: null });
    await floor.parcel(3, 1, { closedAt: minutesAgo(31) });
    expect(await rates()).toEqual({ linesPicked: 2, parcelsPacked: 2 });
  });
});

describe('a floor at work', () => {
  let floor: Floor;
  beforeAll(async () => {
    floor = await standingFloor();
    await fill(floor);
    await fillSouth(floor);
  });
  afterAll(() => floor.close());

  test('[DP1] departures count what is on the floor or gone with them, not what is held, backordered or cancelled', async () => {
    const { departures } = await readWall(floor.db, site, now);
    expect(
      departures.map(({ service, cutOffAt, staged, total }) => ({ service, cutOffAt, staged, total })),
    ).toEqual([
      { service: 'dhl-express', cutOffAt: iso(minutesAgo(1_300)), staged: 0, total: 1 },
      { service: 'ups-standard', cutOffAt: iso(minutesAgo(10)), staged: 0, total: 1 },
      { service: 'dhl-express', cutOffAt: iso(inMinutes(120)), staged: 2, total: 7 },
      { service: 'inpost', cutOffAt: iso(inMinutes(180)), staged: 1, total: 1 },
    ]);
  });

  test('[DP2] [DP7] [DP10] each with its lane, projection and verdict', async () => {
    const { departures } = await readWall(floor.db, site, now);
    expect(departures).toEqual([
      // A parcel in 150 s (24 an hour), a line in 120 s (30 an hour), and what leaves earlier is done first.
      {
        carrier: 'dhl',
        service: 'dhl-express',
        name: 'dhl-express',
        lane: 'L1',
        cutOffAt: iso(minutesAgo(1_300)),
        staged: 0,
        total: 1,
        projectedAt: iso(inMinutes(3)),
        verdict: 'stop',
        bottleneck: 'packing',
      },
      {
        carrier: 'ups',
        service: 'ups-standard',
        name: 'UPS Standard',
        lane: 'L2',
        cutOffAt: iso(minutesAgo(10)),
        staged: 0,
        total: 1,
        projectedAt: iso(inMinutes(7)),
        verdict: 'stop',
        bottleneck: 'picking',
      },
      {
        carrier: 'dhl',
        service: 'dhl-express',
        name: 'dhl-express',
        lane: 'L1',
        cutOffAt: iso(inMinutes(120)),
        staged: 2,
        total: 7,
        projectedAt: iso(inMinutes(18)),
        verdict: 'ok',
        bottleneck: null,
      },
      {
        carrier: 'inpost',
        service: 'inpost',
        name: 'inpost',
        lane: '',
        cutOffAt: iso(inMinutes(180)),
        staged: 1,
        total: 1,
        projectedAt: null,
        verdict: 'done',
        bottleneck: null,
      },
    ]);
  });

  test('[DP2] flow counts shipments by where they stand, with the age of the oldest', async () => {
    const { flow } = await readWall(floor.db, site, now);
    expect(flow).toEqual({
      accepted: { shipments: 1, oldestSeconds: 200 * 60 },
      released: { shipments: 1, oldestSeconds: 90 * 60 },
      picking: { shipments: 2, oldestSeconds: 70 * 60 },
      sorting: null,
      picked: { shipments: 1, oldestSeconds: 1_290 * 60 },
      packing: { shipments: 2, oldestSeconds: 20 * 60 },
      staged: { shipments: 1, oldestSeconds: 5 * 60 },
    });
  });

  test('[DP4] rates count the last half hour, today counts from midnight of the site', async () => {
    const { rates, today } = await readWall(floor.db, site, now);
    expect(rates).toEqual({ linesPicked: 30, parcelsPacked: 24 });
    // Ten open shipments and four that ended today.
    expect(today).toEqual({ shipped: 12, orders: 14, lines: 17 });
  });

  test('[DP11] people are counted and shown as places, without ids', async () => {
    const wall = await readWall(floor.db, site, now);
    expect(wall.people).toEqual({
      picking: 2,
      sorting: 0,
      packing: 1,
      idle: 2,
      onBreak: 0,
      devicesSilent: 1,
    });
    expect(wall.map.people).toEqual([{ xMm: 3_000, yMm: 4_000, role: 'picker' }]);
    for (const person of ['kim', 'lee', 'pat', 'sam', 'max', 'Canary'])
      expect(JSON.stringify(wall)).not.toContain(person);
  });

  test('[DP12] trouble is one line per kind, worst first, with what may stand on a wall', async () => {
    const { trouble } = await readWall(floor.db, site, now);
    expect(trouble).toEqual([
      {
        exception: 3,
        kind: 'failed_print',
        severity: 'stop',
        at: iso(minutesAgo(4)),
        count: 3,
        data: { printer: 'P2' },
      },
      {
        exception: 0,
        kind: 'hub_dead_letter',
        severity: 'look',
        at: iso(minutesAgo(41)),
        count: 2,
        data: { hub: 'shop', waiting: 2 },
      },
      {
        exception: 2,
        kind: 'short',
        severity: 'look',
        at: iso(minutesAgo(9)),
        count: 2,
        data: { location: 'A-01-01', sku: 'MUG', missing: 1 },
      },
      {
        exception: 4,
        kind: 'parked_order',
        severity: 'look',
        at: iso(minutesAgo(2)),
        count: 1,
        data: { orderNumber: '000077' },
      },
    ]);
  });

  test("the map starts at the building's own corner and shows open lines and blocked aisles", async () => {
    const { map } = await readWall(floor.db, site, now);
    expect({ ...map, people: [] }).toEqual({
      widthMm: 6_000,
      heightMm: 9_000,
      people: [],
      aisles: [
        { aisle: '01', zone: 'A', xMm: 2_000, y1Mm: 2_000, y2Mm: 9_000, openLines: 3, blocked: false },
        { aisle: '02', zone: 'A', xMm: 6_000, y1Mm: 2_000, y2Mm: 2_000, openLines: 0, blocked: true },
      ],
    });
  });
});

test('[DP13] a shipment waits for sorting from its last tote at the wall to its last unit in the cubby', async () => {
  const { database, close } = await freshDatabase();
  try {
    const w = await withWall(database, 'sorts');
    const steps = async (later = 0) => {
      const { flow, people } = await readWall(w.read(), w.site, new Date(noon.getTime() + later));
      return { picking: flow.picking, sorting: flow.sorting, picked: flow.picked, people: people.sorting };
    };
    const one = { shipments: 1, oldestSeconds: 0 };
    await w.order('o1', [['MUG', 1]]);
    await w.release();
    await w.send('picker', 'GetWork', {});
    for (const scan of [toteCode('T-01'), locationCode('A-01-01'), 'MUG', toteCode('T-01')])
      await w.send('picker', 'PickScan', { scan });
    expect(await steps()).toEqual({ picking: one, sorting: none, picked: none, people: 0 });
    await w.send('picker', 'PickScan', { scan: locationCode('DROP-1') });
    expect(await steps(90_000)).toEqual({
      picking: none,
      sorting: { shipments: 1, oldestSeconds: 90 },
      picked: none,
      people: 0,
    });

    await sql`update session set screen = 'putWall' where operator = 'picker2'`.execute(w.read());
    await w.send('picker2', 'SortScan', { scan: toteCode('T-01') });
    expect(await steps()).toMatchObject({ sorting: one, people: 1 });
    await w.send('picker2', 'SortScan', { scan: 'MUG' });
    const { hand } = await w.read().selectFrom('sortWork').select('hand').executeTakeFirstOrThrow();
    if (hand === null || !('cubby' in hand)) throw new Error('expected a unit in the hand');
    await w.send('picker2', 'SortScan', { scan: cubbyCode(hand.cubby) });
    expect(await steps()).toEqual({ picking: none, sorting: none, picked: one, people: 0 });
  } finally {
    await close();
  }
});

async function fill(floor: Builders): Promise<void> {
  await floor.service('dhl-express');
  await floor.service('ups-standard', { name: 'UPS Standard', lane: 'L2' });
  // The site's own corner lies at (-1000, -2000).
  await floor.location('DROP', { kind: 'drop', zone: 'D', aisle: 'D', xMm: -1_000, yMm: -2_000 });
  await floor.location('A-01-01', { xMm: 0, yMm: 0 });
  await floor.location('A-01-02', { xMm: 2_000, yMm: 2_000, blocked: true });
  await floor.location('A-01-03', { xMm: 2_000, yMm: 7_000 });
  await floor.location('A-02-01', { xMm: 5_000, yMm: 0, blocked: true });

  // One of each step for today's DHL.
  await floor.shipment(1);
  await floor.line(1, 1);
  await floor.line(1, 2, { requested: 2, shorted: 2 });
  await floor.line(3, 1, { allocated: 2, picked: 1 });
  await floor.line(3, 2, { allocated: 2, picked: 2 });
  for (let line = 1; line <= 9; line++) await floor.line(4, line);
  await floor.line(12, 1);
  await floor.line(12, 2);
  await floor.shipment(2, { stage: 'released', releasedAt: minutesAgo(90) });
  await floor.shipment(3, { stage: 'picking', releasedAt: minutesAgo(95), pickStartedAt: minutesAgo(70) });
  await floor.shipment(4, { stage: 'packing', pickedAt: minutesAgo(25) });
  await floor.parcel(4, 4, { openedAt: minutesAgo(20) });
  await floor.shipment(5, { stage: 'packed', packedAt: minutesAgo(6) });
  await floor.parcel(5, 5, { state: 'staged', stagedAt: minutesAgo(5), openedAt: minutesAgo(20) });
  await floor.parcel(50, 5, { state: 'voided', openedAt: minutesAgo(25) });
  // Two parcels, of which one has no proven label yet.
  await floor.shipment(6, { stage: 'packed', packedAt: minutesAgo(6) });
  await floor.parcel(6, 6, { state: 'staged', openedAt: minutesAgo(12) });
  await floor.parcel(7, 6, { state: 'closed', openedAt: minutesAgo(12) });
  // Gone, and cancelled at the shelf.
  await floor.shipment(7, { stage: 'ended', packedAt: minutesAgo(60), endedAt: minutesAgo(40) });
  await floor.shipment(8, { stage: 'ended', endedAt: minutesAgo(40) });
  await floor.shipment(9, { stage: 'ended', endedAt: minutesAgo(40) });
  // Not to be worked on.
  await floor.shipment(10, { isBackordered: true, acceptedAt: minutesAgo(900) });
  await floor.shipment(11, { acceptedAt: minutesAgo(900) });
  await floor.hold(11);
  // A departure that was missed, and one that is complete.
  await floor.shipment(12, {
    service: 'ups-standard',
    stage: 'picking',
    cutOffAt: minutesAgo(10),
    pickStartedAt: minutesAgo(30),
  });
  await floor.shipment(13, {
    service: 'inpost',
    stage: 'ended',
    cutOffAt: inMinutes(180),
    packedAt: minutesAgo(900),
    endedAt: minutesAgo(890),
  });
  // Yesterday's departure: one went with it, one did not.
  await floor.shipment(14, {
    stage: 'ended',
    cutOffAt: minutesAgo(1_300),
    packedAt: minutesAgo(1_400),
    endedAt: minutesAgo(1_310),
  });
  await floor.shipment(15, { stage: 'picked', cutOffAt: minutesAgo(1_300), pickedAt: minutesAgo(1_290) });

  await floor.task(1, { state: 'picking', operator: 'kim', atLocation: 'A-01-02' });
  await floor.task(2, { state: 'claimed', operator: 'lee' });
  await floor.task(3, { state: 'done', operator: 'sam', atLocation: 'A-01-03' });
  await floor.pickLine(1, 1, { shipment: 12, location: 'A-01-01' });
  await floor.pickLine(1, 2, { shipment: 12, location: 'A-01-03' });
  await floor.pickLine(2, 1, { shipment: 3, location: 'A-01-03' });
  for (let line = 1; line <= 15; line++)
    await floor.pickLine(3, line, { shipment: 3, state: 'done', doneAt: minutesAgo(29) });
  await floor.pickLine(3, 16, { state: 'done', doneAt: minutesAgo(31) });
  await floor.pickLine(3, 17, { state: 'short', doneAt: minutesAgo(5) });
  await floor.pickLine(3, 18, { state: 'done', doneAt: minutesAgo(14 * 60 + 59) });
  await floor.pickLine(3, 19, { state: 'done', doneAt: minutesAgo(15 * 60 + 1) });
  for (let parcel = 100; parcel < 112; parcel++)
    await floor.parcel(parcel, 7, { state: 'shipped', closedAt: minutesAgo(1) });
  await floor.parcel(112, 7, { state: 'shipped', closedAt: minutesAgo(59) });
  await floor.manifest(1, { parcels: 12 });
  await floor.manifest(2, { parcels: 500, closedAt: minutesAgo(15 * 60 + 1) });

  for (const operator of ['kim', 'lee', 'pat', 'sam', 'max']) await floor.operator(operator);
  await floor.device('HH-1');
  await floor.device('HH-2', { lastSeenAt: minutesAgo(6) });
  await floor.session('kim', { device: 'HH-1' });
  await floor.session('lee', { device: 'HH-2' });
  await floor.session('sam');
  await floor.session('pat', { screen: 'bench', station: 'S1' });
  await floor.session('max', { screen: 'bench', station: 'S2' });
  await floor.session('lead', { screen: 'desk' });
  await floor.session('gone', { endedAt: minutesAgo(1) });
  await floor.atBench('S1', 4);
  await floor.atBench('S2', null);

  await floor.exception(1, { raisedAt: minutesAgo(8), data: { sku: 'CUP' } });
  await floor.exception(2, {
    raisedAt: minutesAgo(9),
    raisedBy: 'kim',
    data: { location: 'A-01-01', sku: 'MUG', missing: 1, orderedBy: 'kim' },
  });
  await floor.exception(3, {
    kind: 'failed_print',
    raisedAt: minutesAgo(3),
    data: { printer: 'P2', printJob: 9 },
  });
  await floor.exception(4, {
    kind: 'parked_order',
    raisedAt: minutesAgo(2),
    raisedBy: 'max',
    data: { orderNumber: 'SHOP-2026-000077' },
  });
  await floor.exception(5, { kind: 'question', state: 'resolved' });
  await floor.printJob(1, { error: 'paper_out' });
  await floor.printJob(2, { state: 'sending', error: 'paper_out', printer: 'P3' });
  await floor.printJob(3);
  await floor.printJob(4, { state: 'failed', error: 'not_out' });
  await floor.endpoint('E1', 'shop');
  await floor.delivery('E1', 19, { attempts: 2 });
  await floor.delivery('E1', 40);
  await floor.delivery('E1', 50, { state: 'delivered' });
  await floor.endpoint('E2', 'other');
  await floor.delivery('E2', 18, { attempts: 1 });
}

/** Another site with all of it: nothing of that may show here, where there is the same and where there is nothing. */
async function fillSouth(floor: Floor): Promise<void> {
  await siteOf(floor.db, 'south', 'South');
  await fill(builders(floor.db, 'south'));
}

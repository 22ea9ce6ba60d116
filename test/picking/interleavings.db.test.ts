import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder, putOrder } from '../../server/floor/changes/changes.ts';
import { dueHolds, lapseLeases, serveHold } from '../../server/floor/picking/picking.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { obeyJob } from '../jobs/do-jobs.ts';
import { brokenIn } from '../setup/broken-in.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse, type Warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

type Act =
  | { do: 'scan'; by: 'picker' | 'picker2'; times: number }
  | {
      do:
        'scan and undo' | 'wrong' | 'undo' | 'full' | 'skip' | 'ask' | 'work' | 'break' | 'stop' | 'decline';
      by: 'picker' | 'picker2';
    }
  | { do: 'assign' | 'send away' | 'let everywhere'; by: 'picker' | 'picker2' }
  | { do: 'short'; by: 'picker' | 'picker2'; found: number }
  | { do: 'cancel' | 'more' | 'fewer'; order: number }
  | { do: 'release' | 'recover' | 'silence' | 'answer' }
  | { do: 'turn up' | 'time passes' | 'do not wait' };

const by = fc.constantFrom('picker' as const, 'picker2' as const);
const order = fc.integer({ min: 1, max: 4 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({ do: fc.constant('scan' as const), by, times: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('scan and undo' as const), by }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'wrong' as const,
        'undo' as const,
        'full' as const,
        'skip' as const,
        'ask' as const,
        'work' as const,
      ),
      by,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'break' as const,
        'stop' as const,
        'decline' as const,
        'assign' as const,
        'send away' as const,
        'let everywhere' as const,
      ),
      by,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('short' as const), by, found: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'more' as const, 'fewer' as const),
      order,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'recover' as const, 'silence' as const, 'answer' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('turn up' as const, 'time passes' as const, 'do not wait' as const),
    }),
  },
);

const lines = (n: number): [string, number][] => [
  ['MUG', n],
  ['BOX', 5 - n],
];
const caller = { hub: 'hub', owner: 'main' };

/** A floor with four orders, two pickers, a lead and a hub; `run` does one act as whoever does it would. */
async function floor(site: string) {
  const w = await warehouse(db.database, site);
  for (const sku of ['MUG', 'BOX']) await w.item(sku);
  await w.holding('A-01-03', 'MUG', 6);
  await w.holding('A-01-06', 'MUG', 5);
  await w.holding('A-01-09', 'BOX', 12);
  await w.tx((tx) =>
    sql`update site set policies = policies || '{"shortHoldMinutes": 60}' where site = ${site}`.execute(
      tx.db,
    ),
  );
  await w.tx((tx) => tx.db.insertInto('zone').values({ site, zone: 'B', name: 'B', skill: null }).execute());
  for (let n = 1; n <= 4; n++) await w.order(`o${n}`, lines(n), { revision: 1 });
  await w.release(3);
  const asked = new Map<string, PickPrompt>();
  let minutes = 0;
  let revision = 1;
  const faults: string[] = [];

  const hear = (operator: string, reply: Reply): void => {
    if ('fault' in reply) faults.push(`${operator}: ${reply.fault}`);
    else if (reply.prompt !== undefined) asked.set(operator, reply.prompt);
  };
  const look = async (operator: string): Promise<PickPrompt> => {
    hear(operator, await w.send(operator, 'GetWork', {}));
    return (
      asked.get(operator) ?? { kind: 'GetWork', ready: false, waitsFor: null, waitingTasks: 0, jobs: [] }
    );
  };

  const later = (by: number): void => {
    minutes += by;
    w.at(new Date(noon.getTime() + minutes * 60_000));
  };
  /** What the timer of orders that wait does, an order at a time. */
  async function serve(): Promise<void> {
    for (const shipment of (await w.tx(dueHolds)).shipments) await w.tx((tx) => serveHold(tx, shipment));
  }
  let received = 0;

  /** What the screen asks for is done, as the screen asks it. */
  async function obey(operator: string): Promise<void> {
    const prompt = asked.get(operator) ?? (await look(operator));
    const scan = async (code: string) => hear(operator, await w.send(operator, 'PickScan', { scan: code }));
    switch (prompt.kind) {
      case 'GetWork': {
        const [card] = prompt.jobs;
        if (card !== undefined)
          return hear(operator, await w.send(operator, 'TakeJob', { kind: card.kind, ref: card.ref }));
        return void (await look(operator));
      }
      case 'ScanCart':
        for (const cart of ['C-1', 'C-2', 'C-3']) {
          await scan(cartCode(cart));
          if (asked.get(operator)?.kind !== 'ScanCart') return;
        }
        return;
      case 'TakeOver':
        return scan(prompt.cart === null ? toteCode(prompt.tote ?? '') : cartCode(prompt.cart));
      case 'OnBreak':
        return void (await look(operator));
      case 'ScanTote': {
        if (prompt.tote !== null) return scan(toteCode(prompt.tote));
        const free = await w
          .read()
          .selectFrom('tote')
          .select('tote')
          .where('site', '=', site)
          .where('state', '=', 'free')
          .orderBy('tote')
          .executeTakeFirst();
        return scan(toteCode(free?.tote ?? 'T-01'));
      }
      case 'ScanLocation':
        return scan(locationCode(prompt.location));
      case 'ScanItem':
        return scan(prompt.sku);
      case 'EnterQuantity':
        return hear(operator, await w.send(operator, 'EnterPicked', { units: prompt.take }));
      case 'PutInTote':
        return scan(toteCode(prompt.tote ?? ''));
      case 'ScanDrop':
        return scan(locationCode(prompt.drop));
      default: {
        // Counters find what the ledger has: what is counted wrong is another test's.
        const lies = await onHand(w);
        const reply = await obeyJob(
          w,
          operator,
          prompt,
          (location, sku) => lies.get(`${location} ${sku}`) ?? 0,
        );
        return hear(operator, reply ?? (await w.send(operator, 'Acknowledge', {})));
      }
    }
  }

  async function run(one: Act): Promise<void> {
    switch (one.do) {
      case 'scan':
        for (let time = 0; time < one.times; time++) await obey(one.by);
        return;
      case 'scan and undo':
        await obey(one.by);
        return hear(one.by, await w.send(one.by, 'UndoScan', {}));
      case 'work':
        return void (await look(one.by));
      case 'wrong':
        return hear(one.by, await w.send(one.by, 'PickScan', { scan: 'A-01-12' }));
      case 'undo':
        return hear(one.by, await w.send(one.by, 'UndoScan', {}));
      case 'full':
        return hear(one.by, await w.send(one.by, 'ToteFull', {}));
      case 'skip':
        return hear(one.by, await w.send(one.by, 'SkipStop', {}));
      case 'ask':
        return hear(one.by, await w.send(one.by, 'AskLead', { question: 'blocked' }));
      case 'short':
        return hear(one.by, await w.send(one.by, 'ReportShort', { reason: 'not_enough', found: one.found }));
      case 'break':
        return hear(one.by, await w.send(one.by, 'TakeBreak', {}));
      case 'stop':
        return hear(one.by, await w.send(one.by, 'HandOver', { where: null }));
      case 'decline':
        // What is begun cannot be declined: it is left, and offered anew.
        await w.send(one.by, 'HandOver', { where: null });
        await look(one.by);
        return hear(one.by, await w.send(one.by, 'DeclineWork', { reason: 'too_heavy' }));
      case 'assign': {
        const waiting = await w
          .read()
          .selectFrom('pickTask')
          .select('task')
          .where('site', '=', site)
          .where('state', 'in', ['planned', 'parked'])
          .orderBy('task')
          .executeTakeFirst();
        if (waiting === undefined) return;
        asked.delete(one.by);
        return hear('lead', await w.send('lead', 'AssignTask', { task: waiting.task, operator: one.by }));
      }
      case 'send away':
      case 'let everywhere': {
        asked.delete(one.by);
        const zones = one.do === 'send away' ? ['B'] : null;
        return hear('lead', await w.send('lead', 'SetOperatorZones', { operator: one.by, zones }));
      }
      case 'cancel':
        return void (await w.tx((tx) => cancelOrder(tx, caller, `o${one.order}`, { reason: 'buyer' })));
      case 'more':
      case 'fewer': {
        const wanted = lines(one.order).map(
          ([sku, units]) => [sku, one.do === 'more' ? units + 1 : units - 1] as const,
        );
        return void (await w.tx((tx) =>
          putOrder(tx, caller, `o${one.order}`, {
            revision: ++revision,
            shipTo: {
              name: 'Ada Canary',
              address1: '1 High Street',
              postcode: 'LS1 1AA',
              city: 'Leeds',
              country: 'GB',
            },
            packRules: { mayShipPartial: 'quantities' },
            lines: wanted.map(([sku, quantity], at) => ({ lineId: `l${at + 1}`, sku, quantity })),
          }),
        ));
      }
      case 'release':
        return void (await w.release(4));
      case 'silence':
        later(25);
        await serve();
        return void (await w.tx(lapseLeases));
      case 'turn up':
        await w.holding('A-01-11', received++ % 2 === 0 ? 'BOX' : 'MUG', 2);
        return serve();
      case 'time passes':
        later(4);
        return serve();
      case 'do not wait': {
        const waits = await w
          .read()
          .selectFrom('shortHold')
          .select('shipment')
          .where('site', '=', site)
          .where('units', '>', 0)
          .executeTakeFirst();
        if (waits === undefined) return;
        return hear('lead', await w.send('lead', 'EndShortHold', { shipment: waits.shipment }));
      }
      case 'recover': {
        const gone = await w
          .read()
          .selectFrom('pickTask')
          .select(['task', 'operator'])
          .where('site', '=', site)
          .where('state', 'in', ['claimed', 'picking', 'unreachable'])
          .executeTakeFirst();
        if (gone === undefined) return;
        const other = gone.operator === 'picker' ? 'picker2' : 'picker';
        asked.clear();
        return hear('lead', await w.send('lead', 'RecoverTask', { task: gone.task, operator: other }));
      }
      case 'answer': {
        const question = await w
          .read()
          .selectFrom('exception')
          .select('exception')
          .where('site', '=', site)
          .where('kind', '=', 'question')
          .where('state', '=', 'open')
          .executeTakeFirst();
        if (question === undefined) return;
        return hear(
          'lead',
          await w.send('lead', 'AnswerQuestion', { exception: question.exception, answer: 'yes' }),
        );
      }
    }
  }

  /** Everybody goes on as the screens ask until nothing is left to walk for. */
  async function finish(): Promise<string[]> {
    const gone = await w
      .read()
      .selectFrom('pickTask')
      .select(['task', 'operator'])
      .where('site', '=', site)
      .where('state', '=', 'unreachable')
      .execute();
    for (const { task, operator } of gone)
      await w.send('lead', 'RecoverTask', { task, operator: operator ?? 'picker' });
    // Nobody is kept away from what is left, and a no from before is long over.
    later(80);
    await serve();
    for (const operator of ['picker', 'picker2'])
      await w.send('lead', 'SetOperatorZones', { operator, zones: null });
    for (let guard = 0; guard < 400; guard++) {
      const prompts = [await look('picker'), await look('picker2')];
      if (prompts.every((prompt) => prompt.kind === 'GetWork' && prompt.jobs.length === 0)) {
        if (
          (await w.release(10)).tasks === 0 &&
          prompts.every((prompt) => 'waitingTasks' in prompt && prompt.waitingTasks === 0)
        )
          break;
      }
      await obey('picker');
      await obey('picker2');
    }
    const open = await w
      .read()
      .selectFrom('pickTask')
      .select(['task', 'state'])
      .where('site', '=', site)
      .where('state', 'not in', ['done', 'cancelled'])
      .execute();
    const stages = await w
      .read()
      .selectFrom('shipment')
      .select(['orderId', 'stage'])
      .where('site', '=', site)
      .execute();
    return [
      ...open.map(({ task, state }) => `walk ${task} is still ${state}`),
      ...stages
        .filter(({ stage }) => stage !== 'picked' && stage !== 'ended')
        .map(({ orderId, stage }) => `${orderId} is still ${stage}`),
    ];
  }

  return { w, run, finish, faults };
}

/** Units on the shelves by the ledger, those in somebody's hand left out. */
async function onHand(w: Warehouse): Promise<Map<string, number>> {
  const balances = await w
    .read()
    .selectFrom('stockBalance')
    .select(['place', 'sku', 'onHand'])
    .where('site', '=', w.site)
    .where('status', '=', 'available')
    .where('place', 'like', 'location:%')
    .execute();
  const held = await w
    .read()
    .selectFrom('pickTask')
    .innerJoin('pickLine', (join) =>
      join
        .onRef('pickLine.site', '=', 'pickTask.site')
        .onRef('pickLine.task', '=', 'pickTask.task')
        .onRef('pickLine.line', '=', 'pickTask.inHandLine'),
    )
    .select(['pickLine.location', 'pickLine.sku', 'pickTask.counted'])
    .where('pickTask.site', '=', w.site)
    .execute();
  return new Map(
    balances.map(({ place, sku, onHand }) => {
      const location = place.replace('location:', '');
      const inHand = held.filter((one) => one.location === location && one.sku === sku);
      return [`${location} ${sku}`, onHand - inHand.reduce((sum, one) => sum + one.counted, 0)];
    }),
  );
}

let sites = 0;

/** A test in which nobody ever gets as far as a pick or an undo would prove nothing. */
const happened = new Set<string>();

async function note(w: Warehouse): Promise<void> {
  const rows = await w
    .read()
    .selectFrom('stockMovement')
    .select('kind')
    .distinct()
    .where('site', '=', w.site)
    .execute();
  for (const { kind } of rows) happened.add(kind);
  const done = await w
    .read()
    .selectFrom('commandLog')
    .select('name')
    .distinct()
    .where('site', '=', w.site)
    .where('isRefused', '=', false)
    .execute();
  for (const { name } of done) happened.add(name);
  const parked = await w
    .read()
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', w.site)
    .where('reason', '=', 'handed_over')
    .executeTakeFirst();
  if (parked !== undefined) happened.add('taken over');
  const waits = await w
    .read()
    .selectFrom('shortHold')
    .leftJoin('pickTask', (join) =>
      join
        .onRef('pickTask.site', '=', 'shortHold.site')
        .onRef('pickTask.completes', '=', 'shortHold.shipment'),
    )
    .select(['shortHold.units', 'pickTask.state'])
    .where('shortHold.site', '=', w.site)
    .execute();
  for (const { units, state } of waits) {
    happened.add(units > 0 ? 'waits' : 'waited');
    if (state !== null) happened.add('fetched for a tote');
  }
}

test('[PK3] [PK15] [PK18] [PK19] [PK24] [PK25] [PK112] [OR4] [CH7] any interleaving of scans, shorts, undos, cancels, changes and take-overs keeps every ledger exact and comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 60, maxLength: 90, size: 'max' }), async (acts) => {
      const { w, run, finish, faults } = await floor(`mix${++sites}`);
      for (const [at, one] of acts.entries()) {
        await run(one);
        if (at % 10 === 9) expect(await brokenIn(w)).toEqual([]);
      }
      await note(w);
      expect(await finish()).toEqual([]);
      expect(await brokenIn(w)).toEqual([]);
      expect(faults).toEqual([]);
    }),
    { seed: 4, numRuns: 12, endOnFailure: true },
  );
}, 300_000);

test('[PK10] [PK19] [PK112] [CH7] the same when two do something at the very same moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(act, act), { minLength: 30, maxLength: 45, size: 'max' }),
      async (pairs) => {
        const { w, run, finish, faults } = await floor(`race${++sites}`);
        for (const pair of pairs) await Promise.all(pair.map(run));
        expect(await brokenIn(w)).toEqual([]);
        await note(w);
        expect(await finish()).toEqual([]);
        expect(await brokenIn(w)).toEqual([]);
        expect(faults).toEqual([]);
      },
    ),
    { seed: 5, numRuns: 10, endOnFailure: true },
  );
}, 300_000);

test('[PK9] [PK17] [PK25] [PK43] [PK45] [PK46] [PK47] all of it happened on the way', () => {
  expect([...happened]).toEqual(
    expect.arrayContaining([
      ...['pick', 'unpick', 'short', 'put_back', 'taken over'],
      ...['waits', 'waited', 'fetched for a tote', 'EndShortHold'],
      ...['DeclineWork', 'TakeBreak', 'HandOver', 'AssignTask', 'SetOperatorZones', 'RecoverTask'],
    ]),
  );
});

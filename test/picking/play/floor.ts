import { sql } from 'kysely';
import { boxCode, cartCode, cubbyCode, locationCode, toteCode } from '../../../server/barcode/own-codes.ts';
import { cancelOrder, holdOrder, releaseHold } from '../../../server/floor/changes/changes.ts';
import * as packing from '../../../server/floor/packing/packing.ts';
import * as picking from '../../../server/floor/picking/picking.ts';
import * as putWall from '../../../server/floor/put-wall/put-wall.ts';
import { releaseWave } from '../../../server/floor/release/release.ts';
import type { CommandBody, CommandName, releaseModes } from '../../../server/protocol/commands.ts';
import { json, type Database, type Tx } from '../../../server/platform/db/database.ts';
import { retrying } from '../../../server/platform/db/retry.ts';
import type { PickPrompt, Reply } from '../../../server/protocol/prompts.ts';
import type { BenchView, SortView } from '../../../server/protocol/views.ts';
import { obeyJob } from '../../jobs/do-jobs.ts';
import { addWall } from '../../put-wall/picked-batch.ts';
import { noon, warehouse, type Warehouse } from '../../setup/warehouse.ts';
import { shapes, type Act, type Picker, type Sorter, type Station } from './acts.ts';

const caller = { hub: 'hub', owner: 'main' };
const gtins: Record<string, string> = { TEA: '4006381333931', LAMP: '4006381333948' };
const expiries: Record<string, string> = { L1: '2030-01-31', L2: '2031-01-31' };
const gs1 = (sku: string, rest: string) => `]d2010${gtins[sku] ?? ''}${rest}`;

/** Orders of every shape: one unit, one place, two zones, lots, numbered goods. */
const wanted = (shape: number): [sku: string, units: number][] => {
  const all: [string, number][][] = [
    [['MUG', 1]],
    [
      ['MUG', 2],
      ['PEN', 1],
      ['TEA', 2],
    ],
    [
      ['LAMP', 2],
      ['BOX', 4],
    ],
    [
      ['TEA', 3],
      ['MUG', 2],
    ],
    [['PEN', 1]],
    [
      ['LAMP', 1],
      ['TEA', 1],
      ['PEN', 2],
    ],
    [
      ['LAMP', 3],
      ['MUG', 1],
    ],
  ];
  return all[shape - 1] ?? [];
};

/**
 * A house with two zones, a put wall and two benches; two pickers, a packer, a lead and a hub. `run` does one act as whoever does it
 * would, `finish` lets everybody go on as the screens ask until nothing is left.
 */
export async function playingFloor(database: Database, site: string, mode: (typeof releaseModes)[number]) {
  const w = await furnished(database, site, mode);
  const asked = new Map<string, PickPrompt>();
  const lines = new Map(Array.from({ length: shapes }, (_, at) => [at + 1, wanted(at + 1)]));
  const faults: string[] = [];
  /** Commands that did something. */
  const did = new Set<string>();
  let minutes = 0;
  let revision = 1;
  let numbers = 0;
  let boxes = 0;

  for (const [order, wants] of lines) await w.order(`o${order}`, wants, { revision });
  await w.release(5);

  async function send<N extends CommandName>(
    who: string,
    name: N,
    body: CommandBody<N>,
    station?: string,
  ): Promise<Reply> {
    const reply = await w.send(who, name, body, station === undefined ? {} : { station });
    if ('fault' in reply) faults.push(`${who} ${name}: ${reply.fault}`);
    else if (reply.prompt !== undefined) asked.set(who, reply.prompt);
    if (reply.ok) did.add(name);
    return reply;
  }
  const pick = (who: Picker, scan: string) => send(who, 'PickScan', { scan });
  async function look(who: Picker): Promise<PickPrompt> {
    await send(who, 'GetWork', {});
    const prompt = asked.get(who);
    if (prompt === undefined) throw new Error(`expected ${who} to be asked something`);
    return prompt;
  }

  /** What the handheld asks for is done, as it asks it. False: it asks for nothing. */
  async function obey(who: Picker): Promise<boolean> {
    const prompt = asked.get(who) ?? (await look(who));
    switch (prompt.kind) {
      case 'GetWork': {
        const [card] = prompt.jobs;
        if (card !== undefined) return (await send(who, 'TakeJob', { kind: card.kind, ref: card.ref })).ok;
        return (await look(who)).kind !== 'GetWork';
      }
      case 'ScanCart':
        for (const cart of ['C-1', 'C-2', 'C-3']) if ((await pick(who, cartCode(cart))).ok) return true;
        return false;
      case 'TakeOver':
        return (await pick(who, prompt.cart === null ? toteCode(prompt.tote ?? '') : cartCode(prompt.cart)))
          .ok;
      case 'ScanTote':
        if (prompt.carton !== null) return (await pick(who, boxCode(`B-${++boxes}`))).ok;
        return (await pick(who, toteCode(prompt.tote ?? (await freeTote())))).ok;
      case 'ScanLocation':
        return (await pick(who, locationCode(prompt.location))).ok;
      case 'ScanItem':
      case 'ScanAgain':
        return (await pick(who, gtins[prompt.sku] ?? prompt.sku)).ok;
      case 'ScanLot':
        return (await pick(who, prompt.lot ?? '')).ok;
      case 'ScanExpiry':
        return (await pick(who, expiries[prompt.lot ?? ''] ?? '')).ok;
      case 'ScanSerial':
        return (await pick(who, await numberAt(prompt.location))).ok;
      case 'EnterQuantity':
        return (await send(who, 'EnterPicked', { units: prompt.take })).ok;
      case 'PutInTote':
        if (prompt.confirm.tote === 'button' && prompt.counted % 2 === 1)
          return (await send(who, 'ConfirmTote', {})).ok;
        return (await pick(who, prompt.pickMode === 'parcel' ? boxCode(prompt.tote) : toteCode(prompt.tote)))
          .ok;
      case 'ScanDrop':
        return (await pick(who, locationCode(prompt.drop))).ok;
      case 'AskEmpty':
        return (await send(who, 'AnswerEmpty', { isEmpty: minutes % 2 === 0 })).ok;
      case 'OnBreak':
        await look(who);
        return true;
      default: {
        // Counters find what the ledger has: what is counted wrong is another test's.
        const lies = await onHand(w);
        const reply = await obeyJob(w, who, prompt, (...at) => lies.get(at.join(' ')) ?? 0);
        if (reply === null) return (await send(who, 'Acknowledge', {})).ok;
        if ('fault' in reply) faults.push(`${who} ${prompt.kind}: ${reply.fault}`);
        else if (reply.prompt !== undefined) asked.set(who, reply.prompt);
        return reply.ok;
      }
    }
  }

  /** The picker does what is asked until this is. */
  async function goOn(who: Picker, kind: PickPrompt['kind']): Promise<void> {
    for (let time = 0; time < 6 && asked.get(who)?.kind !== kind; time++) await obey(who);
  }

  async function freeTote(): Promise<string> {
    const free = await w
      .read()
      .selectFrom('tote')
      .select('tote')
      .where('site', '=', site)
      .where('state', '=', 'free')
      .orderBy('tote')
      .executeTakeFirst();
    return free?.tote ?? 'T-01';
  }

  /** The number on a unit at this place: one that was put back here before, or one that nobody has seen yet. */
  async function numberAt(location: string): Promise<string> {
    const known = await w
      .read()
      .selectFrom('serialUnit')
      .select('serial')
      .where('site', '=', site)
      .where('place', '=', `location:${location}`)
      .orderBy('serial')
      .executeTakeFirst();
    return known?.serial ?? `SN-${++numbers}`;
  }

  /** Some number that is with somebody. */
  async function takenNumber(): Promise<string> {
    const taken = await w
      .read()
      .selectFrom('serialUnit')
      .select('serial')
      .where('site', '=', site)
      .where('place', 'not like', 'location:%')
      .orderBy('serial')
      .executeTakeFirst();
    return taken?.serial ?? 'SN-0';
  }

  async function sort(who: Sorter): Promise<boolean> {
    const { prompt, ...view } = await seenAtWall(who);
    const scan = async (code: string) => (await send(who, 'SortScan', { scan: code })).ok;
    switch (prompt.kind) {
      case 'ScanWall':
        return (await send(who, 'ChooseWall', { wall: view.walls[0]?.wall ?? '' })).ok;
      case 'ScanSortTote': {
        const [tote] = view.waitingTotes;
        return tote !== undefined && (await scan(toteCode(tote.tote)));
      }
      case 'ScanSortItem': {
        const shared = await w.tx((tx) => picking.sharedTote(tx, prompt.tote));
        const [share] = shared?.shares ?? [];
        // What is left is in another sorter's hand.
        if (share === undefined) return (await send(who, 'LeaveTote', {})).ok;
        return (await scan(share.sku)) || ((await send(who, 'LeaveTote', {})).ok && false);
      }
      case 'EnterSortQuantity':
        return (await send(who, 'EnterSorted', { units: prompt.remaining })).ok;
      case 'PutInCubby':
        return scan(cubbyCode(prompt.cubby));
      case 'PutSurplus':
        return scan(locationCode(prompt.place));
      case 'TakenBack':
        return scan(toteCode(prompt.tote));
      case 'AskToteEmpty':
        return (await send(who, 'SayToteEmpty', { isEmpty: true })).ok;
    }
  }
  const seenAtWall = (who: Sorter): Promise<SortView> => w.tx((tx) => putWall.sortFor(tx, who));

  async function pack(at: Station): Promise<boolean> {
    const view = await seenAtBench(at);
    const scan = (code: string) => send('packer', 'PackScan', { scan: code }, at);
    const { prompt } = view;
    switch (prompt.kind) {
      case 'ScanToteToPack':
      case 'ToLane':
        for (const { tote, cubby, kind } of view.waitingTotes) {
          const code = cubby === null ? (kind === 'box' ? boxCode : toteCode)(tote ?? '') : cubbyCode(cubby);
          if ((await scan(code)).ok) return true;
        }
        return false;
      case 'ScanSingle': {
        const shared = await w.tx((tx) => picking.sharedTote(tx, prompt.tote));
        for (const { sku } of shared?.shares ?? []) if ((await scan(sku)).ok) return true;
        return false;
      }
      case 'ScanUnit': {
        const open = view.shipment?.lines.find((line) => line.toPack > line.packed);
        if (open === undefined) return false;
        let reply = await scan(gtins[open.sku] ?? open.sku);
        if ('refusal' in reply && reply.refusal === 'PACK_NEEDS_SERIAL')
          reply = await scan(gs1(open.sku, `21${await numberOf(view.shipment?.shipment ?? 0, open.lineNo)}`));
        if ('refusal' in reply && reply.refusal === 'PARCEL_FULL')
          reply = await send('packer', 'CloseParcel', {}, at);
        return reply.ok;
      }
      case 'EnterPackQuantity':
        return (await send('packer', 'EnterPacked', { units: prompt.remaining }, at)).ok;
      case 'ScanLabel':
      case 'PrinterTrouble':
        return (await scan(prompt.tracking)).ok;
      case 'AskPrint':
        return (await send('packer', 'AnswerPrint', { printJob: prompt.printJob, cameOut: true }, at)).ok;
      case 'Stopped':
        return (await send('packer', 'LeaveBench', {}, at)).ok;
    }
  }
  const seenAtBench = (at: Station): Promise<BenchView> => w.tx((tx) => packing.benchFor(tx, at));

  /** The number on the next unit of a line that lies before the packer. */
  async function numberOf(shipment: number, lineNo: number): Promise<string> {
    const unit = await w
      .read()
      .selectFrom('serialUnit')
      .select('serial')
      .where('site', '=', site)
      .where('shipment', '=', shipment)
      .where('lineNo', '=', lineNo)
      .where('place', 'like', 'tote:%')
      .orderBy('serial', 'desc')
      .executeTakeFirst();
    return unit?.serial ?? 'SN-0';
  }

  /** One order of all; of those first that have goods off their shelves and have not left. */
  async function orderAt(number: number): Promise<number> {
    const begun = await w
      .read()
      .selectFrom('shipment')
      .select('orderId')
      .where('site', '=', site)
      .where('stage', 'in', ['picking', 'picked', 'packing', 'packed'])
      .orderBy('shipment')
      .execute();
    const numbers = [...begun.map(({ orderId }) => Number(orderId.slice(1))), ...lines.keys()];
    return numbers[(number - 1) % numbers.length] ?? 1;
  }

  async function run(one: Act): Promise<void> {
    const order = 'order' in one ? await orderAt(one.order) : 0;
    switch (one.do) {
      case 'scan':
        for (let time = 0; time < one.times; time++) await obey(one.by);
        return;
      case 'sort':
        for (let time = 0; time < one.times; time++) if (!(await sort(one.by))) return;
        return;
      case 'pack':
        for (let time = 0; time < one.times; time++) if (!(await pack(one.at))) return;
        return;
      case 'scan and undo':
        await obey(one.by);
        return void (await send(one.by, 'UndoScan', {}));
      case 'undo':
        await goOn(one.by, 'PutInTote');
        await obey(one.by);
        return void (await send(one.by, 'UndoScan', {}));
      case 'swap': {
        const hasLot = (prompt?: PickPrompt) =>
          (prompt?.kind === 'ScanItem' && prompt.lot !== null) || prompt?.kind === 'ScanLot';
        for (let time = 0; time < 12 && !hasLot(asked.get(one.by)); time++) await obey(one.by);
        const prompt = asked.get(one.by);
        if (prompt?.kind !== 'ScanItem' && prompt?.kind !== 'ScanLot') return;
        const other = prompt.lot === 'L1' ? 'L2' : 'L1';
        const code = prompt.kind === 'ScanLot' ? other : gs1(prompt.sku, `10${other}`);
        await pick(one.by, code);
        const reply = await pick(one.by, code);
        if (reply.ok) did.add('swap');
        return;
      }
      case 'wrong':
        return void (await pick(one.by, 'A-01-12'));
      case 'taken number':
        return void (await pick(one.by, gs1('LAMP', `21${await takenNumber()}`)));
      case 'work':
        return void (await look(one.by));
      case 'full':
        await goOn(one.by, 'PutInTote');
        await obey(one.by);
        return void (await send(one.by, 'ToteFull', {}));
      case 'skip':
        return void (await send(one.by, 'SkipStop', {}));
      case 'ask':
        return void (await send(one.by, 'AskLead', { question: 'blocked' }));
      case 'short':
        await goOn(one.by, 'ScanItem');
        return void (await send(one.by, 'ReportShort', { reason: 'not_enough', found: one.found }));
      case 'damaged':
        if ((await look(one.by)).kind === 'ScanLocation') await goOn(one.by, 'ScanItem');
        return void (await send(one.by, 'ReportShort', { reason: 'damaged', found: 0 }));
      case 'leave job':
        if ((await look(one.by)).kind === 'GetWork') await obey(one.by);
        return void (await send(one.by, 'LeaveJob', {}));
      case 'break':
        return void (await send(one.by, 'TakeBreak', {}));
      case 'stop':
        return void (await send(one.by, 'HandOver', { where: null }));
      case 'decline':
        // What is begun cannot be declined: it is left, and offered anew.
        await send(one.by, 'HandOver', { where: null });
        await look(one.by);
        return void (await send(one.by, 'DeclineWork', { reason: 'too_heavy' }));
      case 'assign': {
        const waiting = await taskIn(['planned', 'parked']);
        if (waiting === undefined) return;
        asked.delete(one.by);
        return void (await send('lead', 'AssignTask', { task: waiting.task, operator: one.by }));
      }
      case 'send away':
      case 'let everywhere': {
        asked.delete(one.by);
        const zones = one.do === 'send away' ? ['B'] : null;
        return void (await send('lead', 'SetOperatorZones', { operator: one.by, zones }));
      }
      case 'sort undo':
        for (let time = 0; time < 6 && (await seenAtWall(one.by)).undo !== 'put'; time++) await sort(one.by);
        return void (await send(one.by, 'UndoSort', {}));
      case 'sort leave':
        return void (await send(one.by, 'LeaveTote', {}));
      case 'tote empty':
      case 'not empty':
        return void (await send(one.by, 'SayToteEmpty', { isEmpty: one.do === 'tote empty' }));
      case 'pack short': {
        for (let time = 0; time < 3 && (await seenAtBench(one.at)).prompt.kind !== 'ScanUnit'; time++)
          await pack(one.at);
        const view = await seenAtBench(one.at);
        const open = view.shipment?.lines.find((line) => line.toPack > line.packed);
        if (open === undefined) return;
        return void (await send('packer', 'ReportPackShort', { lineNo: open.lineNo, missing: 1 }, one.at));
      }
      case 'next parcel':
        return void (await send('packer', 'CloseParcel', {}, one.at));
      case 'leave bench':
        return void (await send('packer', 'LeaveBench', {}, one.at));
      case 'singles empty':
        return void (await send('packer', 'ToteIsEmpty', {}, one.at));
      case 'order': {
        const fresh = lines.size + 1;
        lines.set(fresh, wanted(one.shape));
        return void (await retrying(() => w.order(`o${fresh}`, wanted(one.shape), { revision: 1 })));
      }
      case 'cancel':
        return void (await writing((tx) => cancelOrder(tx, caller, `o${order}`, { reason: 'buyer' })));
      case 'cancel one': {
        const { length = 1 } = lines.get(order) ?? [];
        return void (await writing((tx) =>
          cancelOrder(tx, caller, `o${order}`, {
            reason: 'buyer',
            lines: [{ lineId: `l${(minutes % length) + 1}`, quantity: 1 }],
          }),
        ));
      }
      case 'more':
      case 'fewer': {
        const by = one.do === 'more' ? 1 : -1;
        const before = lines.get(order);
        if (before === undefined) return;
        const wants = before.map(([sku, units], at): [string, number] => [
          sku,
          at === 0 ? Math.max(1, units + by) : units,
        ]);
        lines.set(order, wants);
        const doc = { revision: ++revision };
        return void (await retrying(() => w.order(`o${order}`, wants, doc)));
      }
      case 'hold':
        return void (await writing((tx) => holdOrder(tx, caller, `o${order}`, 'h', 'payment')));
      case 'let go':
        return void (await writing((tx) => releaseHold(tx, caller, `o${order}`, 'h')));
      case 'release':
        return void (await wave(one.mode));
      case 'silence':
        later(25);
        await serve();
        return void (await writing(picking.lapseLeases));
      case 'time passes':
        later(4);
        return serve();
      case 'turn up':
        await retrying(() => w.holding('A-01-11', one.sku, 2));
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
        return void (await send('lead', 'EndShortHold', { shipment: waits.shipment }));
      }
      case 'recover': {
        const gone = await taskIn(['claimed', 'picking', 'unreachable']);
        if (gone === undefined) return;
        asked.clear();
        const { task } = gone;
        const operator = gone.operator === 'picker' ? 'picker2' : 'picker';
        const reply = await send('lead', 'RecoverTask', { task, operator });
        // Whoever has a walk of their own gets no other: then it waits for whoever comes.
        if (!reply.ok) await send('lead', 'RecoverTask', { task, operator: null });
        return;
      }
      case 'answer': {
        await goOn('picker', 'ScanItem');
        if ((await openQuestion()) === undefined) await send('picker', 'AskLead', { question: 'label_bad' });
        const question = await openQuestion();
        if (question === undefined) return;
        const { exception } = question;
        return void (await send('lead', 'AnswerQuestion', { exception, answer: 'yes' }));
      }
    }
  }

  const later = (by: number): void => {
    minutes += by;
    w.at(new Date(noon.getTime() + minutes * 60_000));
  };
  /** What the timer of orders that wait does, an order at a time. */
  async function serve(): Promise<void> {
    for (const shipment of (await writing(picking.dueHolds)).shipments)
      await writing((tx) => picking.serveHold(tx, shipment));
  }

  /** As the house does it for the hub and for itself: again, when the database asks for it. */
  const writing = <T>(work: (tx: Tx) => Promise<T>) => retrying(() => w.tx(work));
  const wave = (how: (typeof releaseModes)[number]) =>
    writing((tx) => releaseWave(tx, { limit: 10, service: null, reason: 'by_hand', mode: how }));
  const taskIn = (states: ('planned' | 'parked' | 'claimed' | 'picking' | 'unreachable')[]) =>
    w
      .read()
      .selectFrom('pickTask')
      .select(['task', 'operator'])
      .where('site', '=', site)
      .where('state', 'in', states)
      .orderBy('task')
      .executeTakeFirst();

  const openQuestion = () =>
    w
      .read()
      .selectFrom('exception')
      .select('exception')
      .where('site', '=', site)
      .where('kind', '=', 'question')
      .where('state', '=', 'open')
      .executeTakeFirst();

  /** Everybody goes on as the screens ask until nobody is asked for anything; then the lorry leaves. */
  async function finish(): Promise<void> {
    for (const order of lines.keys()) await writing((tx) => releaseHold(tx, caller, `o${order}`, 'h'));
    // Nobody is kept away from what is left, and a no from before is long over.
    later(80);
    await serve();
    for (const operator of ['picker', 'picker2'])
      await send('lead', 'SetOperatorZones', { operator, zones: null });
    for (let guard = 0; guard < 60; guard++) {
      const gone = await taskIn(['unreachable']);
      if (gone !== undefined)
        await send('lead', 'RecoverTask', { task: gone.task, operator: gone.operator ?? 'picker' });
      asked.clear();
      let isAnythingDone = false;
      // Each goes on for a while before the next: looking at every screen after every scan is what takes the time.
      for (const work of [
        () => obey('picker'),
        () => obey('picker2'),
        () => sort('packer'),
        () => sort('picker2'),
        () => pack('S-1'),
        () => pack('S-2'),
      ])
        for (let time = 0; time < 40 && (await work()); time++) isAnythingDone = true;
      await serve();
      if (!isAnythingDone && (await wave(mode)).tasks === 0) break;
    }
    await send('lead', 'CloseManifest', { carrier: 'UPS' });
  }

  return { w, run, finish, faults, did };
}

/** Two zones, goods of every kind, a wall, and rules about what is scanned. */
async function furnished(
  database: Database,
  site: string,
  pickMode: (typeof releaseModes)[number],
): Promise<Warehouse> {
  const w = await warehouse(database, site);
  await addWall(w, 'W-1', { rows: 2, columns: 3 });
  await w.tx(async (tx) => {
    const policies = await picking.policies(tx);
    await tx.db
      .updateTable('site')
      .set({ policies: json({ ...policies, pickMode, zeroCheck: 'always', shortHoldMinutes: 60 }) })
      .where('site', '=', site)
      .execute();
    await tx.db
      .insertInto('zone')
      .values({ site, zone: 'B', name: 'B', skill: null, handOver: 'PASS-B' })
      .execute();
    const place = { site, checkDigits: '77', xMm: 9_000, zone: 'B' };
    await tx.db
      .insertInto('location')
      .values([
        { ...place, location: 'B-02-01', aisle: '02', yMm: 3_000 },
        { ...place, location: 'PASS-B', aisle: '00', yMm: 0, kind: 'drop' },
        { ...place, location: 'WALL-IN', aisle: '00', yMm: 500, kind: 'drop' },
      ])
      .execute();
    await tx.db.updateTable('putWall').set({ dropPlace: 'WALL-IN' }).where('site', '=', site).execute();
  });
  for (const sku of ['MUG', 'BOX', 'PEN']) await w.item(sku);
  await w.item('TEA', { gtin: `0${gtins['TEA'] ?? ''}`, isLotControlled: true, hasExpiry: true });
  await w.item('LAMP', { gtin: `0${gtins['LAMP'] ?? ''}`, isSerialControlled: true });
  await w.holding('A-01-03', 'MUG', 5);
  await w.holding('A-01-06', 'MUG', 60);
  await w.holding('A-01-09', 'BOX', 14);
  await w.holding('B-02-01', 'PEN', 60);
  await w.holding('A-01-04', 'LAMP', 4);
  await w.holding('A-01-07', 'LAMP', 60);
  for (const location of ['A-01-05', 'A-01-08'])
    for (const [lot, expiry] of Object.entries(expiries))
      await w.holding(location, 'TEA', location === 'A-01-05' ? 4 : 40, { lot, expiry });
  await w.policy({ owner: 'main', sku: 'TEA', lot: 'scan', expiry: 'scan' });
  await w.policy({ zone: 'B', secondScan: 'item', quantity: 'typed' });
  await w.policy({ operator: 'picker2', tote: 'button' });
  return w;
}

/** Units on the shelves by the ledger, those in somebody's hand left out, by place, item and lot. */
async function onHand(w: Warehouse): Promise<Map<string, number>> {
  const { rows } = await sql<{ at: string; units: number }>`
    select l.location || ' ' || b.sku || ' ' || b.lot as at, b.on_hand - coalesce(
      (select sum(t.counted) from pick_task as t join pick_line as p using (site, task)
        where t.site = b.site and p.line = t.in_hand_line and p.location = l.location and p.sku = b.sku and p.lot = b.lot), 0)::int as units
    from stock_balance as b join location as l on l.site = b.site and b.place = 'location:' || l.location
    where b.site = ${w.site} and b.status = 'available'`.execute(w.read());
  return new Map(rows.map(({ at, units }) => [at, units]));
}

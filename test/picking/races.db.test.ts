import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { pickScan } from '../../server/floor/picking/picking.ts';
import type { Tx } from '../../server/platform/db/database.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';
import { whileHeld } from '../setup/while-held.ts';
import { brokenIn } from '../setup/broken-in.ts';
import { walker } from './walk.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const lamp = '4006381333931';

/** Two pickers at the same place, each with a walk of their own and the same item in the hand. */
async function sideBySide(site: string, units: number, isNumbered: boolean) {
  const w = await warehouse(db.database, site);
  await w.item('LAMP', { gtin: `0${lamp}`, isSerialControlled: isNumbered });
  await w.holding('A-01-03', 'LAMP', units);
  const both = ['picker', 'picker2'].map((who, at) => ({
    who,
    tote: `T-0${at + 1}`,
    walk: walker(w, who, [`T-0${at + 1}`]),
  }));
  for (const { who, walk } of both) {
    await w.order(`o-${who}`, [['LAMP', 1]]);
    await w.release();
    await walk.to('ScanItem');
    await walk.scan(isNumbered ? `]d2010${lamp}21SN-${who}` : lamp);
  }
  return { w, both };
}

const inTotes = async (w: Warehouse) =>
  Object.fromEntries(
    (
      await w
        .read()
        .selectFrom('stockBalance')
        .select(['place', 'onHand'])
        .where('site', '=', w.site)
        .where('onHand', '>', 0)
        .where('place', 'not like', 'outside:%')
        .execute()
    ).map(({ place, onHand }) => [place, onHand]),
  );

test('[PK3] [ST2] two who take from one place at the same moment leave exactly what both have not', async () => {
  for (let round = 1; round <= 4; round++) {
    const { w, both } = await sideBySide(`place-${round}`, 5, false);
    const puts = await Promise.all(both.map(({ walk, tote }) => walk.scan(toteCode(tote))));
    expect(puts.map((reply) => reply.ok)).toEqual([true, true]);
    expect(await inTotes(w)).toEqual({ 'location:A-01-03': 3, 'tote:T-01': 1, 'tote:T-02': 1 });
    expect(await brokenIn(w)).toEqual([]);
  }
});

test('[PK9] [PK3] one says that a place is empty while another puts its unit: the unit is not missing', async () => {
  for (let round = 1; round <= 4; round++) {
    const { w, both } = await sideBySide(`empty-${round}`, 2, false);
    const [one, two] = both;
    if (one === undefined || two === undefined) throw new Error('two are at the place');
    await w.send(one.who, 'UndoScan', {});
    const [short, put] = await Promise.all([
      w.send(one.who, 'ReportShort', { reason: 'not_there', found: 0 }),
      two.walk.scan(toteCode(two.tote)),
    ]);
    expect([short.ok, put.ok]).toEqual([true, true]);
    expect(await inTotes(w)).toEqual({ 'location:A-01-03': 1, 'tote:T-02': 1 });
    expect(await brokenIn(w)).toEqual([]);
  }
});

test('[PK89] [PK90] two who put numbered units of one place at the same moment take each their own number', async () => {
  for (let round = 1; round <= 4; round++) {
    const { w, both } = await sideBySide(`numbers-${round}`, 2, true);
    const puts = await Promise.all(both.map(({ walk, tote }) => walk.scan(toteCode(tote))));
    expect(puts.map((reply) => reply.ok)).toEqual([true, true]);
    const numbers = await w
      .read()
      .selectFrom('serialUnit')
      .select(['serial', 'place'])
      .where('site', '=', w.site)
      .orderBy('serial')
      .execute();
    expect(numbers).toEqual([
      { serial: 'SN-picker', place: 'tote:T-01' },
      { serial: 'SN-picker2', place: 'tote:T-02' },
    ]);
    expect(await brokenIn(w)).toEqual([]);
  }
});

test('[PK90] a number that lies on a shelf and is scanned by two at once is in one hand', async () => {
  const { w, both } = await sideBySide('known', 4, true);
  for (const { who } of both) await w.send(who, 'UndoScan', {});
  for (const { walk } of both) await walk.scan(locationCode('A-01-03'));
  const replies = await Promise.all(both.map(({ walk }) => walk.scan(`]d2010${lamp}21SN-picker`)));
  expect(replies.map((reply) => reply.ok).sort()).toEqual([false, true]);
  expect(replies.find((reply) => !reply.ok)).toMatchObject({
    refusal: 'SERIAL_TAKEN',
    data: { scanned: 'SN-picker', at: 'hand' },
  });
  expect(await brokenIn(w)).toEqual([]);
});

/** Straight at the door: dispatch would try a lost race again, and hide it. */
const scans = (operator: string, scan: string) => (tx: Tx) =>
  pickScan({ ...tx, operator }, { scan }, { operator, device: `dev-${operator}` });

async function twoWalks(site: string) {
  const w = await warehouse(db.database, site);
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 9);
  for (const who of ['picker', 'picker2']) {
    await w.order(`o-${who}`, [['MUG', 1]]);
    await w.release();
    await w.send(who, 'GetWork', {});
  }
  return w;
}

test('[PK13] [PK19] a cart that somebody is just taking is taken for whoever scans it meanwhile', async () => {
  const w = await twoWalks('cart');
  const second = await whileHeld(w, scans('picker', cartCode('C-1')), scans('picker2', cartCode('C-1')));
  expect(second).toMatchObject({ refused: 'CART_TAKEN', data: { cart: 'C-1' } });
});

test('[PK13] [PK19] a tote that somebody is just binding is not empty for whoever scans it meanwhile', async () => {
  const w = await twoWalks('tote');
  await w.send('picker', 'PickScan', { scan: cartCode('C-1') });
  await w.send('picker2', 'PickScan', { scan: cartCode('C-2') });
  const second = await whileHeld(w, scans('picker', toteCode('T-01')), scans('picker2', toteCode('T-01')));
  expect(second).toMatchObject({ refused: 'TOTE_NOT_EMPTY', data: { tote: 'T-01' } });
});

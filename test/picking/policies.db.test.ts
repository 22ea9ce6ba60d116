import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import * as stock from '../../server/floor/stock/stock.ts';
import type { Tx } from '../../server/platform/db/database.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { doJobs } from '../jobs/do-jobs.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';
import { whileHeld } from '../setup/while-held.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const promptOf = (reply: Reply): PickPrompt => {
  if (!('prompt' in reply) || reply.prompt === undefined)
    throw new Error(`expected a prompt, got ${JSON.stringify(reply)}`);
  return reply.prompt;
};
const kind = (reply: Reply) =>
  `${reply.ok ? '' : 'refusal' in reply ? reply.refusal + ' ' : 'fault '}${promptOf(reply).kind}`;

const mug = '4006381333931';
const gs1 = (rest: string) => `]d2010${mug}${rest}`;

/** A picker with a cart and a tote, on the way to the first place. */
async function begun(
  site: string,
  setUp: (w: Warehouse) => Promise<void>,
  orders: [string, number][][] = [[['MUG', 2]]],
) {
  const w = await warehouse(db.database, site);
  await setUp(w);
  for (const [at, lines] of orders.entries()) await w.order(`o${at + 1}`, lines);
  await w.release();
  const scan = (text: string, operator = 'picker') => w.send(operator, 'PickScan', { scan: text });
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  for (let tote = 1; tote <= orders.length; tote++) await scan(toteCode(`T-0${tote}`));
  const balance = async (place: string) =>
    await w
      .read()
      .selectFrom('stockBalance')
      .select(['sku', 'lot', 'onHand', 'allocated'])
      .where('site', '=', site)
      .where('place', '=', place)
      .where('onHand', '>', 0)
      .orderBy('sku')
      .orderBy('lot')
      .execute();
  const serials = async () =>
    Object.fromEntries(
      (
        await w
          .read()
          .selectFrom('serialUnit')
          .select(['serial', 'place'])
          .where('site', '=', site)
          .orderBy('serial')
          .execute()
      ).map(({ serial, place }) => [serial, place]),
    );
  const facts = async (type: string) =>
    await w
      .read()
      .selectFrom('journal')
      .select('data')
      .where('site', '=', site)
      .where('type', '=', type as 'order.picked')
      .orderBy('id')
      .execute();
  return { w, scan, balance, serials, facts };
}

const plain = async (w: Warehouse) => {
  await w.item('MUG', { gtin: `0${mug}`, caseGtin: { gtin: '14006381333938', units: 2 } });
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 9);
  await w.holding('A-01-09', 'BOX', 50);
};

test('[PK81] [PK1] where the place is not scanned the item is, and its scan is the arrival', async () => {
  const { scan, balance } = await begun('noplace', async (w) => {
    await plain(w);
    await w.policy({ zone: 'A', location: 'none' });
  });
  expect(kind(await scan('BOX'))).toBe('PICK_WRONG_ITEM ScanItem');
  expect(kind(await scan(locationCode('A-01-09')))).toBe('PICK_WRONG_LOCATION ScanItem');
  expect(promptOf(await scan(mug))).toMatchObject({
    kind: 'ScanItem',
    counted: 1,
    confirm: { location: 'item' },
  });
  await scan(mug);
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanDrop');
  expect(await balance('tote:T-01')).toMatchObject([{ sku: 'MUG', onHand: 2 }]);
});

test('[PK25] undoing a scan that was arrival and unit at once takes both back', async () => {
  const { w, scan } = await begun('noplace-undo', async (w) => {
    await plain(w);
    await w.policy({ location: 'none' });
  });
  await scan(mug);
  expect(promptOf(await w.send('picker', 'UndoScan', {}))).toMatchObject({ kind: 'ScanItem', counted: 0 });
  const task = await w
    .read()
    .selectFrom('pickTask')
    .select(['atLocation', 'inHandLine'])
    .where('site', '=', 'noplace-undo')
    .executeTakeFirst();
  expect(task).toEqual({ atLocation: null, inHandLine: null });
});

test('[PK81] the place stands for the item where nothing else lies: two scans a line', async () => {
  const { scan, balance } = await begun(
    'implied',
    async (w) => {
      await plain(w);
      await w.policy({ item: 'location_implies' });
    },
    [[['MUG', 5]], [['MUG', 2]]],
  );
  const put = promptOf(await scan(locationCode('A-01-03')));
  expect(put).toMatchObject({ kind: 'PutInTote', counted: 5, confirm: { isItemImplied: true } });
  expect(kind(await scan(toteCode('T-02')))).toBe('PICK_WRONG_TOTE PutInTote');
  expect(promptOf(await scan(toteCode('T-01')))).toMatchObject({ kind: 'PutInTote', counted: 2 });
  expect(kind(await scan(toteCode('T-02')))).toBe('ScanDrop');
  expect(await balance('tote:T-01')).toMatchObject([{ sku: 'MUG', onHand: 5 }]);
  expect(await balance('tote:T-02')).toMatchObject([{ sku: 'MUG', onHand: 2 }]);
});

test('[PK81] where something else lies too, the item is scanned all the same', async () => {
  const { scan } = await begun('implied-mixed', async (w) => {
    await plain(w);
    await w.holding('A-01-03', 'BOX', 1);
    await w.policy({ item: 'location_implies' });
  });
  expect(kind(await scan(locationCode('A-01-03')))).toBe('ScanItem');
});

test('[PK81] where two lots or two owners’ goods lie the place says of neither, and where something lay before it says what lies there now', async () => {
  const lots = await begun('implied-lots', honey({ item: 'location_implies' }));
  expect(kind(await lots.scan(locationCode('A-01-03')))).toBe('ScanItem');
  const owners = await begun('implied-owners', async (w) => {
    await plain(w);
    await w.item('MUG', { owner: 'other' });
    await w.holding('A-01-03', 'MUG', 1, { owner: 'other' });
    await w.policy({ item: 'location_implies' });
  });
  expect(kind(await owners.scan(locationCode('A-01-03')))).toBe('ScanItem');
  const { scan } = await begun('implied-gone', async (w) => {
    await plain(w);
    await w.holding('A-01-03', 'BOX', 1);
    await w.tx(({ db }) =>
      db
        .updateTable('stockBalance')
        .set({ onHand: 0 })
        .where('site', '=', 'implied-gone')
        .where('place', '=', 'location:A-01-03')
        .where('sku', '=', 'BOX')
        .execute(),
    );
    await w.policy({ item: 'location_implies' });
  });
  expect(kind(await scan(locationCode('A-01-03')))).toBe('PutInTote');
});

test('[PK81] [PK9] a short where the place stood for the item keeps what is in the hand', async () => {
  const { w, scan, balance } = await begun(
    'implied-short',
    async (w) => {
      await plain(w);
      await w.policy({ item: 'location_implies' });
    },
    [[['MUG', 9]]],
  );
  await scan(locationCode('A-01-03'));
  const reply = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 4 });
  expect(promptOf(reply)).toMatchObject({ kind: 'PutInTote', counted: 4 });
  await scan(toteCode('T-01'));
  expect(await balance('tote:T-01')).toMatchObject([{ onHand: 4 }]);
});

test('[PK81] where the number has to be typed, it is typed before the put, and the button that says all is not offered', async () => {
  const { w, scan } = await begun('implied-typed', async (w) => {
    await plain(w);
    await w.policy({ item: 'location_implies', quantity: 'typed' });
  });
  const asked = promptOf(await scan(locationCode('A-01-03')));
  expect(asked).toMatchObject({ kind: 'EnterQuantity', confirm: { isPrefilled: false } });
  expect(promptOf(await w.send('picker', 'EnterPicked', { units: 2 }))).toMatchObject({
    kind: 'PutInTote',
    counted: 2,
  });
});

test('[PK80] [PK82] digits are refused where the barcode is wanted, and the other way round', async () => {
  const { w, scan } = await begun('digits', async (w) => {
    await plain(w);
    await w.policy({ location: 'scan' });
  });
  expect(kind(await scan('13'))).toBe('LOCATION_NEEDS_SCAN ScanLocation');
  await w.policy({ operator: 'picker', location: 'digits' });
  expect(kind(await scan(locationCode('A-01-03')))).toBe('LOCATION_NEEDS_DIGITS ScanLocation');
  expect(kind(await scan('A-01-03'))).toBe('LOCATION_NEEDS_DIGITS ScanLocation');
  expect(kind(await scan('14'))).toBe('WRONG_CHECK_DIGITS ScanLocation');
  expect(kind(await scan('13'))).toBe('ScanItem');
});

test('[PK8] every unit is scanned where the policy says each, whatever the number', async () => {
  const { w, scan } = await begun(
    'each',
    async (w) => {
      await plain(w);
      await w.policy({ owner: 'main', sku: 'BOX', item: 'each' });
      await w.policy({ owner: 'main', sku: 'MUG', eachScanUpTo: 1 });
    },
    [
      [
        ['MUG', 2],
        ['BOX', 5],
      ],
    ],
  );
  await scan(locationCode('A-01-03'));
  expect(kind(await scan(mug))).toBe('EnterQuantity');
  await w.send('picker', 'EnterPicked', { units: 2 });
  await scan(toteCode('T-01'));
  await scan(locationCode('A-01-09'));
  expect(promptOf(await scan('BOX'))).toMatchObject({ kind: 'ScanItem', take: 5, counted: 1 });
});

test('[PK83] after a number the item is scanned again, and another one is refused', async () => {
  const { w, scan, balance } = await begun(
    'again',
    async (w) => {
      await plain(w);
      await w.policy({ secondScan: 'item' });
    },
    [[['BOX', 10]]],
  );
  await scan(locationCode('A-01-09'));
  await scan('BOX');
  expect(promptOf(await w.send('picker', 'EnterPicked', { units: 10 }))).toMatchObject({
    kind: 'ScanAgain',
    counted: 10,
  });
  expect(kind(await scan(toteCode('T-01')))).toBe('NEED_ITEM ScanAgain');
  expect(kind(await scan('MUG'))).toBe('PICK_WRONG_ITEM ScanAgain');
  expect(kind(await scan('BOX'))).toBe('PutInTote');
  await scan(toteCode('T-01'));
  expect(await balance('tote:T-01')).toMatchObject([{ sku: 'BOX', onHand: 10 }]);
});

test('[PK83] what was proven of one line is not proven of the next', async () => {
  const { w, scan } = await begun(
    'again-next',
    async (w) => {
      await plain(w);
      await w.policy({ secondScan: 'item' });
    },
    [
      [
        ['MUG', 5],
        ['BOX', 10],
      ],
    ],
  );
  for (const [place, sku, units] of [
    ['A-01-03', 'MUG', 5],
    ['A-01-09', 'BOX', 10],
  ] as const) {
    await scan(locationCode(place));
    await scan(sku);
    expect(kind(await w.send('picker', 'EnterPicked', { units }))).toBe('ScanAgain');
    expect(kind(await scan(sku))).toBe('PutInTote');
    await scan(toteCode('T-01'));
  }
});

test('[PK84] a press stands for the only tote of a walk, and for no other', async () => {
  const { w, scan, balance } = await begun('press', async (w) => {
    await plain(w);
    await w.policy({ tote: 'button' });
  });
  expect(kind(await w.send('picker', 'ConfirmTote', {}))).toBe('PICK_NOT_AT_LINE ScanLocation');
  await scan(locationCode('A-01-03'));
  await scan(mug);
  expect(promptOf(await scan(mug))).toMatchObject({ kind: 'PutInTote', confirm: { tote: 'button' } });
  expect(kind(await w.send('picker', 'ConfirmTote', {}))).toBe('ScanDrop');
  expect(await balance('tote:T-01')).toMatchObject([{ sku: 'MUG', onHand: 2 }]);
  expect(promptOf(await w.send('picker', 'UndoScan', {}))).toMatchObject({ kind: 'PutInTote', counted: 2 });

  const two = await begun(
    'press-two',
    async (w) => {
      await plain(w);
      await w.policy({ tote: 'button' });
    },
    [[['MUG', 1]], [['BOX', 1]]],
  );
  await two.scan(locationCode('A-01-03'));
  expect(promptOf(await two.scan(mug))).toMatchObject({ kind: 'PutInTote', confirm: { tote: 'scan' } });
  expect(kind(await two.w.send('picker', 'ConfirmTote', {}))).toBe('PICK_SCAN_TOTE PutInTote');
});

test('[PK91] a code that claims several packs counts as that many while they fit', async () => {
  const { scan } = await begun('claims', plain, [[['MUG', 3]]]);
  await scan(locationCode('A-01-03'));
  expect(await scan(gs1('304'))).toMatchObject({
    ok: false,
    refusal: 'PICK_PACK_TOO_BIG',
    data: { units: 4, remaining: 3 },
  });
  expect(promptOf(await scan(gs1('303')))).toMatchObject({ kind: 'PutInTote', counted: 3 });
});

const honey =
  (more: Partial<Parameters<Warehouse['policy']>[0]> = {}, held = 5) =>
  async (w: Warehouse) => {
    await w.item('MUG', { gtin: `0${mug}`, isLotControlled: true, hasExpiry: true });
    await w.holding('A-01-03', 'MUG', held, { lot: 'L1', expiry: '2030-01-31' });
    await w.holding('A-01-03', 'MUG', 5, { lot: 'L2', expiry: '2031-01-31' });
    await w.holding('A-01-06', 'MUG', 5, { lot: 'L3', expiry: '2032-01-31' });
    if (Object.keys(more).length > 0) await w.policy(more);
  };

test('[PK85] where the lot is wanted a scan without it asks for it, and it is read from the goods, a label or keys', async () => {
  const { scan } = await begun('lot', honey({ lot: 'scan' }));
  await scan(locationCode('A-01-03'));
  expect(promptOf(await scan(mug))).toMatchObject({ kind: 'ScanLot', counted: 1, lot: 'L1' });
  expect(kind(await scan(mug))).toBe('NEED_LOT ScanLot');
  expect(kind(await scan(toteCode('T-01')))).toBe('NEED_LOT ScanLot');
  expect(kind(await scan('L9'))).toBe('PICK_WRONG_LOT ScanLot');
  expect(promptOf(await scan('10L1'))).toMatchObject({ kind: 'ScanItem', counted: 1 });
  expect(kind(await scan(gs1('10L1')))).toBe('PutInTote');
});

test('[PK85] one scan that tells the lot is enough', async () => {
  const { scan } = await begun('lot-one', honey({ lot: 'scan' }));
  await scan(locationCode('A-01-03'));
  expect(promptOf(await scan(gs1('10L1')))).toMatchObject({ kind: 'ScanItem', counted: 1 });
});

test('[PK35] a lot that ends its code is read as it is printed, the wanted one and another', async () => {
  const { scan } = await begun('lot-last', async (w) => {
    await w.item('MUG', { gtin: `0${mug}`, isLotControlled: true });
    await w.holding('A-01-03', 'MUG', 5, { lot: 'L300615' });
    await w.holding('A-01-03', 'MUG', 5, { lot: 'L301229' });
    await w.policy({ lot: 'scan' });
  });
  await scan(locationCode('A-01-03'));
  expect(promptOf(await scan(gs1('10L300615')))).toMatchObject({ kind: 'ScanItem', counted: 1 });
  expect(kind(await scan(gs1('10L301229')))).toMatch(/^(PICK_WRONG_LOT|LOT_IN_HAND) ScanItem$/);
  expect(kind(await scan(gs1('10L300616')))).toMatch(/^(PICK_WRONG_LOT|LOT_IN_HAND) ScanItem$/);
  expect(kind(await scan(gs1('10L300615')))).toBe('PutInTote');
});

test('[PK85] the lot that was proven of one line is not proven of the next', async () => {
  const { w, scan } = await begun('lot-next', honey({ lot: 'scan' }), [[['MUG', 9]]]);
  await scan(locationCode('A-01-03'));
  for (const [lot, units] of [
    ['L1', 5],
    ['L2', 4],
  ] as const) {
    expect(promptOf(await scan(mug))).toMatchObject({ kind: 'ScanLot', lot });
    await scan(lot);
    await w.send('picker', 'EnterPicked', { units });
    await scan(toteCode('T-01'));
  }
});

test('[PK86] [AL6] another lot is refused, and scanned again takes over what is still to be taken', async () => {
  const { scan, balance, facts } = await begun('swap', honey());
  await scan(locationCode('A-01-03'));
  expect(kind(await scan(gs1('10L2')))).toBe('PICK_WRONG_LOT ScanItem');
  expect(promptOf(await scan(gs1('10L2')))).toMatchObject({ kind: 'ScanItem', lot: 'L2', counted: 1 });
  expect(await balance('location:A-01-03')).toEqual([
    { sku: 'MUG', lot: 'L1', onHand: 5, allocated: 0 },
    { sku: 'MUG', lot: 'L2', onHand: 5, allocated: 2 },
  ]);
  await scan(gs1('10L2'));
  await scan(toteCode('T-01'));
  expect(await balance('tote:T-01')).toEqual([{ sku: 'MUG', lot: 'L2', onHand: 2, allocated: 0 }]);
  expect((await facts('order.picked')).map(({ data }) => data['delta'])).toMatchObject([
    { units: 2, lot: 'L2' },
  ]);
  expect((await facts('order.allocated')).map(({ data }) => data['delta'])).toMatchObject([
    {},
    { swapped: { units: 2, from: 'L1', to: 'L2' } },
  ]);
});

test('[PK86] what is in the tote keeps its lot, and the rest goes on in another', async () => {
  const { scan, balance } = await begun('swap-rest', honey(), [[['MUG', 3]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('10L1'));
  await scan(toteCode('T-01'));
  await scan(gs1('10L2'));
  expect(promptOf(await scan(gs1('10L2')))).toMatchObject({
    kind: 'ScanItem',
    lot: 'L2',
    take: 2,
    counted: 1,
  });
  await scan(gs1('10L2'));
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanDrop');
  expect(await balance('tote:T-01')).toEqual([
    { sku: 'MUG', lot: 'L1', onHand: 1, allocated: 0 },
    { sku: 'MUG', lot: 'L2', onHand: 2, allocated: 0 },
  ]);
});

test('[PK86] anything in between and the first no is forgotten', async () => {
  const { w, scan } = await begun('swap-between', honey());
  await scan(locationCode('A-01-03'));
  await scan(gs1('10L2'));
  expect(kind(await scan('nonsense'))).toBe('CODE_UNKNOWN ScanItem');
  expect(kind(await scan(gs1('10L2')))).toBe('PICK_WRONG_LOT ScanItem');
  await w.send('picker', 'AskLead', { question: 'other' });
  expect(kind(await scan(gs1('10L2')))).toBe('PICK_WRONG_LOT ScanItem');
});

test('[PK86] [PK85] the lot label scanned twice takes over the unit in the hand', async () => {
  const { scan } = await begun('swap-label', honey({ lot: 'scan' }));
  await scan(locationCode('A-01-03'));
  await scan(mug);
  await scan('L2');
  expect(promptOf(await scan('L2'))).toMatchObject({ kind: 'ScanItem', lot: 'L2', counted: 1 });
});

test('[PK87] a lot that may not take over is refused by its reason', async () => {
  const { w, scan, balance } = await begun(
    'swap-no',
    async (w) => {
      await honey({}, 3)(w);
      await w.holding('A-01-03', 'MUG', 5, { lot: 'OLD', expiry: '2026-03-02' });
      await w.holding('A-01-03', 'MUG', 5, { lot: 'TOCOUNT', expiry: '2033-01-31' });
      await w.tx(({ db }) =>
        db
          .insertInto('countRequest')
          .values({
            site: 'swap-no',
            countRequest: 1,
            owner: 'main',
            sku: 'MUG',
            lot: 'TOCOUNT',
            location: 'A-01-03',
            state: 'open',
            orderedBy: null,
            countedBy: null,
            counted: null,
            at: new Date(),
            doneAt: null,
          })
          .execute(),
      );
    },
    [[['MUG', 3]], [['MUG', 3]]],
  );
  await scan(locationCode('A-01-03'));
  const before = await balance('location:A-01-03');
  const twice = async (lot: string) => {
    await scan(gs1(`10${lot}`));
    return await scan(gs1(`10${lot}`));
  };
  expect(await twice('L3')).toMatchObject({ refusal: 'LOT_NOT_HERE', data: { lot: 'L3' } });
  expect(await twice('OLD')).toMatchObject({ refusal: 'LOT_EXPIRED', data: { expiry: '2026-03-02' } });
  expect(await twice('TOCOUNT')).toMatchObject({ refusal: 'LOT_BLOCKED' });
  expect(await twice('L2')).toMatchObject({ refusal: 'LOT_PROMISED', data: { free: 2, needed: 3 } });
  await scan(gs1('10L1'));
  await w.holding('A-01-03', 'MUG', 9, { lot: 'L2' });
  expect(await twice('L2')).toMatchObject({ refusal: 'LOT_IN_HAND', data: { counted: 1 } });
  expect((await balance('location:A-01-03')).map((row) => ({ ...row, onHand: 0 }))).toEqual(
    before.map((row) => ({ ...row, onHand: 0 })),
  );
});

test('[PK87] of two who want the last free units of a lot at once one gets them', async () => {
  const { w, scan } = await begun(
    'swap-race',
    async (w) => {
      await w.item('MUG', { gtin: `0${mug}`, isLotControlled: true });
      await w.holding('A-01-03', 'MUG', 4, { lot: 'L1', expiry: '2030-01-31' });
      await w.holding('A-01-03', 'MUG', 3, { lot: 'L2', expiry: '2031-01-31' });
    },
    [[['MUG', 2]]],
  );
  await w.order('o9', [['MUG', 2]]);
  await w.release();
  await w.send('picker2', 'GetWork', {});
  await scan(cartCode('C-2'), 'picker2');
  await scan(toteCode('T-09'), 'picker2');
  for (const who of ['picker', 'picker2']) {
    await scan(locationCode('A-01-03'), who);
    await scan(gs1('10L2'), who);
  }
  const replies = await Promise.all(['picker', 'picker2'].map((who) => scan(gs1('10L2'), who)));
  expect(
    replies.map((reply) => (reply.ok ? 'swapped' : 'refusal' in reply ? reply.refusal : 'fault')).sort(),
  ).toEqual(['LOT_PROMISED', 'swapped']);
});

test('[PK88] a date that is not the lot’s is refused, and the first one about a lot stays', async () => {
  const { w, scan } = await begun(
    'date',
    async (w) => {
      await honey({ expiry: 'scan' })(w);
      await w.tx(({ db }) =>
        db
          .updateTable('lot')
          .set({ expiry: null })
          .where('site', '=', 'date')
          .where('lot', '=', 'L1')
          .execute(),
      );
      await w.tx(({ db }) =>
        db.deleteFrom('lot').where('site', '=', 'date').where('lot', '=', 'L3').execute(),
      );
    },
    [[['MUG', 7]]],
  );
  await scan(locationCode('A-01-03'));
  // FEFO takes L2 first, whose date is known.
  expect(kind(await scan(mug))).toBe('ScanExpiry');
  expect(kind(await scan('nonsense'))).toBe('NEED_EXPIRY ScanExpiry');
  expect(await scan('2031-02-01')).toMatchObject({
    refusal: 'PICK_WRONG_EXPIRY',
    data: { expected: '2031-01-31', scanned: '2031-02-01', lot: 'L2' },
  });
  expect(kind(await scan('310131'))).toBe('EnterQuantity');
  await w.send('picker', 'EnterPicked', { units: 5 });
  await scan(toteCode('T-01'));
  expect(promptOf(await scan(gs1('17300500')))).toMatchObject({ kind: 'ScanItem', lot: 'L1', counted: 1 });
  const { rows } = {
    rows: await w
      .read()
      .selectFrom('lot')
      .select('expiry')
      .where('site', '=', 'date')
      .where('lot', '=', 'L1')
      .execute(),
  };
  expect(String(rows[0]?.expiry)).toContain('2030-05-31');
  expect(await scan(gs1('17300600'))).toMatchObject({ refusal: 'PICK_WRONG_EXPIRY' });
});

test('[PK88] of two dates that are read of a lot at once the first one stays', async () => {
  const w = await warehouse(db.database, 'two-dates');
  await w.item('MUG', { isLotControlled: true, hasExpiry: true });
  await w.holding('A-01-03', 'MUG', 3, { lot: 'L1' });
  const reads = (expiry: string) => (tx: Tx) =>
    stock.noteExpiry(tx, { owner: 'main', sku: 'MUG', lot: 'L1', expiry });
  await whileHeld(w, reads('2030-05-31'), reads('2030-06-30'));
  expect(await w.tx((tx) => stock.expiryOf(tx, { owner: 'main', sku: 'MUG', lot: 'L1' }))).toBe('2030-05-31');
});

const lamps = async (w: Warehouse) => {
  await w.item('MUG', { gtin: `0${mug}`, isSerialControlled: true });
  await w.holding('A-01-03', 'MUG', 9);
};

test('[PK89] one number a unit, from the code of the goods or a label of its own', async () => {
  const { w, scan, balance, serials, facts } = await begun('serial', lamps);
  await scan(locationCode('A-01-03'));
  expect(promptOf(await scan(mug))).toMatchObject({ kind: 'ScanSerial', counted: 0 });
  expect(kind(await scan(mug))).toBe('NEED_SERIAL ScanSerial');
  expect(kind(await scan(toteCode('T-01')))).toBe('NEED_SERIAL ScanSerial');
  expect(kind(await scan('two words'))).toBe('SERIAL_UNFIT ScanSerial');
  expect(promptOf(await scan('SN-1'))).toMatchObject({ kind: 'ScanSerial', counted: 1 });
  expect(kind(await scan('SN-1'))).toBe('SERIAL_TWICE ScanSerial');
  expect(kind(await scan(gs1('21SN-2')))).toBe('PutInTote');
  expect(await serials()).toMatchObject({ 'SN-1': expect.stringMatching(/^hand:/) });
  expect(kind(await scan(toteCode('T-01')))).toBe('ScanDrop');
  expect(await serials()).toEqual({ 'SN-1': 'tote:T-01', 'SN-2': 'tote:T-01' });
  expect(await balance('tote:T-01')).toMatchObject([{ onHand: 2 }]);
  expect((await facts('order.picked')).map(({ data }) => data['delta'])).toMatchObject([
    { units: 2, serials: ['SN-1', 'SN-2'] },
  ]);
  expect(kind(await w.send('picker', 'UndoScan', {}))).toBe('PutInTote');
  expect(Object.values(await serials())).toEqual([
    expect.stringMatching(/^hand:/),
    expect.stringMatching(/^hand:/),
  ]);
});

test('[PK89] what was counted and is not put lies on its shelf again, and a short counts no unit without its number', async () => {
  const { w, scan, serials } = await begun('serial-back', lamps, [[['MUG', 3]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('21SN-1'));
  await scan(gs1('21SN-2'));
  expect(promptOf(await w.send('picker', 'UndoScan', {}))).toMatchObject({ kind: 'ScanSerial', counted: 1 });
  expect(await serials()).toMatchObject({ 'SN-2': 'location:A-01-03' });
  expect(promptOf(await scan('SN-2'))).toMatchObject({ counted: 2 });
  const less = await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 1 });
  expect(less).toMatchObject({ refusal: 'UNITS_IN_HAND', data: { found: 1, captured: 2 } });
  expect(kind(await w.send('picker', 'ReportShort', { reason: 'not_enough', found: 2 }))).toBe('PutInTote');
  await scan(toteCode('T-01'));
  expect(await serials()).toEqual({ 'SN-1': 'tote:T-01', 'SN-2': 'tote:T-01' });
});

test('[PK89] numbers of goods that were not taken lie on their shelf again', async () => {
  const { w, scan, serials } = await begun('serial-skip', lamps, [[['MUG', 2]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('21SN-1'));
  expect(await serials()).toEqual({ 'SN-1': expect.stringMatching(/^hand:/) });
  expect(await w.send('picker', 'HandOver', { where: null })).toMatchObject({ ok: true });
  expect(await serials()).toEqual({ 'SN-1': 'location:A-01-03' });
});

test('[PK90] a number that is in a parcel, or has left the house, is refused by name', async () => {
  const { w, scan } = await begun('serial-left', lamps, [[['MUG', 1]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('21SN-1'));
  await scan(toteCode('T-01'));
  await scan(locationCode('DROP-1'));
  await w.send('packer', 'PackScan', { scan: toteCode('T-01') });
  await w.send('packer', 'PackScan', { scan: gs1('21SN-1') });
  await w.order('o9', [['MUG', 1]]);
  await w.release();
  await scan(cartCode('C-2'));
  await scan(toteCode('T-09'));
  await scan(locationCode('A-01-03'));
  const again = () => scan(gs1('21SN-1'));
  expect(await again()).toMatchObject({ refusal: 'SERIAL_TAKEN', data: { scanned: 'SN-1', at: 'parcel' } });
  const parcel = await w
    .read()
    .selectFrom('parcel')
    .select('tracking')
    .where('site', '=', 'serial-left')
    .executeTakeFirst();
  await w.send('packer', 'PackScan', { scan: parcel?.tracking ?? '' });
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({ ok: true });
  expect(await again()).toMatchObject({ refusal: 'SERIAL_TAKEN', data: { scanned: 'SN-1', at: 'shipped' } });
});

test('[PK90] a number that is somewhere else is refused by name, also when two scan it at once', async () => {
  const { w, scan, serials } = await begun('serial-race', lamps, [[['MUG', 2]]]);
  await w.order('o9', [['MUG', 2]]);
  await w.release();
  await w.send('picker2', 'GetWork', {});
  await scan(cartCode('C-2'), 'picker2');
  await scan(toteCode('T-09'), 'picker2');
  for (const who of ['picker', 'picker2']) {
    await scan(locationCode('A-01-03'), who);
    await scan(mug, who);
  }
  const replies = await Promise.all(['picker', 'picker2'].map((who) => scan('SN-1', who)));
  expect(
    replies.map((reply) => (reply.ok ? 'taken' : 'refusal' in reply ? reply.refusal : 'fault')).sort(),
  ).toEqual(['SERIAL_TAKEN', 'taken']);
  expect(Object.keys(await serials())).toEqual(['SN-1']);
  const late = replies[0]?.ok === true ? 'picker2' : 'picker';
  const first = late === 'picker' ? 'picker2' : 'picker';
  await scan('SN-2', first);
  await scan(toteCode(first === 'picker' ? 'T-01' : 'T-09'), first);
  expect(await scan('SN-2', late)).toMatchObject({ refusal: 'SERIAL_TAKEN', data: { at: 'tote' } });
});

test('[PA30] [PK89] a number goes with its unit into the parcel and out of the house, and which of several is never guessed', async () => {
  const { w, scan, serials, facts } = await begun('serial-pack', lamps, [[['MUG', 2]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('21SN-1'));
  await scan(gs1('21SN-2'));
  await scan(toteCode('T-01'));
  await scan(locationCode('DROP-1'));
  const pack = (text: string) => w.send('packer', 'PackScan', { scan: text });
  await pack(toteCode('T-01'));
  expect(await pack(mug)).toMatchObject({ ok: false, refusal: 'PACK_NEEDS_SERIAL' });
  expect(await pack(gs1('21SN-2'))).toMatchObject({ ok: true });
  expect(await serials()).toMatchObject({ 'SN-1': 'tote:T-01', 'SN-2': expect.stringMatching(/^parcel:/) });
  expect(await pack(mug)).toMatchObject({ ok: true });
  const lines = [{ lineNo: 1, units: 2, serials: expect.arrayContaining(['SN-1', 'SN-2']) }];
  expect((await facts('parcel.packed')).map(({ data }) => data['delta'])).toMatchObject([{ lines }]);
  const label = await w
    .read()
    .selectFrom('parcel')
    .select('tracking')
    .where('site', '=', 'serial-pack')
    .executeTakeFirst();
  await pack(label?.tracking ?? '');
  expect(await w.send('lead', 'CloseManifest', { carrier: 'UPS' })).toMatchObject({ ok: true });
  expect((await facts('parcel.shipped')).map(({ data }) => data['delta'])).toMatchObject([{ lines }]);
  expect(await serials()).toEqual({ 'SN-1': 'outside:customer', 'SN-2': 'outside:customer' });
});

test('[PK89] [PK90] a cancelled unit takes its number back to the shelf, and may be taken again', async () => {
  const { w, scan, serials } = await begun('serial-cancel', lamps, [[['MUG', 1]]]);
  await scan(locationCode('A-01-03'));
  await scan(gs1('21SN-1'));
  await scan(toteCode('T-01'));
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  await w.send('picker', 'Acknowledge', {});
  await scan(locationCode('DROP-1'));
  await doJobs(w, 'picker');
  expect(await serials()).toEqual({ 'SN-1': 'location:A-01-03' });
});

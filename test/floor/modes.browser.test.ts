import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boxCode, cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

let site: RunningSite;
let browser: Browser;
let totes = 100;
let boxes = 0;

beforeAll(async () => {
  site = await openSite(11);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Things that lie in plenty in a zone, without lots. */
function things(zone: string): string[] {
  const plenty = site.building.stock.filter(
    ({ goods, units, location }) =>
      location.startsWith(`${zone}-`) &&
      units > 50 &&
      goods.lot === '' &&
      barcodeOf(site.building, goods) !== goods.sku,
  );
  return [...new Set(plenty.map(({ goods }) => goods.sku))];
}

/** Works off whatever the handheld asks with the scanner alone. Tells each question that was scanned for. */
async function byScansAlone(picker: Person): Promise<string[]> {
  const code = async (slot: string) => picker.reads(slot);
  const answers: Record<string, () => Promise<string>> = {
    ScanCart: async () => cartCode('CART-08'),
    ScanTote: async () => {
      if ((await picker.slot('expected').count()) > 0) return toteCode(await code('expected'));
      if ((await picker.slot('box').count()) > 0) return boxCode(`B-${String(++boxes).padStart(6, '0')}`);
      totes += 1;
      return toteCode(`T-0${String(totes)}`);
    },
    ScanLocation: async () => locationCode(await code('expected')),
    ScanItem: async () => barcodeOf(site.building, { sku: await code('expected'), lot: '' }),
    PutInTote: async () => {
      const into = await code('expected');
      return into.startsWith('B-') ? boxCode(into) : toteCode(into);
    },
    ScanDrop: async () => locationCode(await code('expected')),
  };
  const asked: string[] = [];
  for (;;) {
    const kind = await picker.isAsked(...(Object.keys(answers) as [string, ...string[]]), 'GetWork');
    const answer = answers[kind];
    if (answer === undefined) return asked;
    asked.push(kind);
    await picker.goesOn(async () => picker.scan(await answer()));
  }
}

/** Questions that were asked for each stop, without what comes before and after the walk. */
function perLine(asked: readonly string[]): string[] {
  return asked
    .join(' ')
    .split(/ (?=ScanLocation|ScanDrop)/)
    .filter((part) => part.startsWith('ScanLocation'));
}

async function pickerWith(
  orders: [string, [sku: string, units: number][]][],
  mode: Parameters<typeof getWork>[3],
) {
  for (const [orderId, lines] of orders)
    await site.order(
      orderId,
      lines.map(([sku, units]) => ({ sku, units })),
    );
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-5'));
  const last = orders.at(-1);
  if (last === undefined) throw new Error('expected an order');
  await getWork({ browser, site }, picker, last[0], mode);
  return picker;
}

const threeScans = 'ScanLocation ScanItem PutInTote';

test('discrete: one order into a carried tote, three scans a line and no tap', async () => {
  const [one, two] = things('A');
  const picker = await pickerWith(
    [
      [
        'D-1',
        [
          [one ?? '', 1],
          [two ?? '', 1],
        ],
      ],
    ],
    'discrete',
  );
  const asked = await byScansAlone(picker);
  expect([asked[0], ...perLine(asked), asked.at(-1)]).toEqual([
    'ScanTote',
    threeScans,
    threeScans,
    'ScanDrop',
  ]);
  await picker.signOut();
});

test('cluster: two orders on one cart, three scans a line and no tap', async () => {
  const [one, two] = things('A');
  const picker = await pickerWith(
    [
      ['C-1', [[one ?? '', 1]]],
      ['C-2', [[two ?? '', 1]]],
    ],
    'cluster',
  );
  const asked = await byScansAlone(picker);
  expect(asked.slice(0, 3)).toEqual(['ScanCart', 'ScanTote', 'ScanTote']);
  expect(perLine(asked)).toEqual([threeScans, threeScans]);
  await picker.signOut();
});

test('batch: the units of two orders are asked for together', async () => {
  const [one] = things('A');
  const picker = await pickerWith(
    [
      ['B-1', [[one ?? '', 1]]],
      ['B-2', [[one ?? '', 1]]],
    ],
    'batch',
  );
  const asked = await byScansAlone(picker);
  expect(asked).toEqual(['ScanTote', 'ScanLocation', 'ScanItem', 'ScanItem', 'PutInTote', 'ScanDrop']);
  await picker.signOut();
});

test('put wall: one walk for each zone of the orders that meet there', async () => {
  const [one] = things('A');
  const [other] = things('C');
  const picker = await pickerWith(
    [
      [
        'W-1',
        [
          [one ?? '', 1],
          [other ?? '', 1],
        ],
      ],
    ],
    'putwall',
  );
  const asked = await byScansAlone(picker);
  const walk = ['ScanTote', 'ScanLocation', 'ScanItem', 'PutInTote', 'ScanDrop'];
  expect(asked).toEqual([...walk, ...walk]);
  await picker.signOut();
});

test('zone: the tote is handed on, and the next zone asks for that one', async () => {
  const [one] = things('A');
  const [other] = things('C');
  const picker = await pickerWith(
    [
      [
        'Z-1',
        [
          [one ?? '', 1],
          [other ?? '', 1],
        ],
      ],
    ],
    'zone',
  );
  const asked = await byScansAlone(picker);
  const walk = ['ScanTote', 'ScanLocation', 'ScanItem', 'PutInTote', 'ScanDrop'];
  expect(asked).toEqual([...walk, ...walk]);
  await picker.signOut();
});

test('singles: orders of one unit in one tote', async () => {
  const [one, two] = things('A');
  const picker = await pickerWith(
    [
      ['S-1', [[one ?? '', 1]]],
      ['S-2', [[two ?? '', 1]]],
    ],
    'singles',
  );
  const asked = await byScansAlone(picker);
  expect([asked[0], ...perLine(asked)]).toEqual(['ScanTote', threeScans, threeScans]);
  await picker.signOut();
});

test('pick to parcel: into the box that ships, with a fresh label for each', async () => {
  const [one, two] = things('A');
  const picker = await pickerWith(
    [
      ['P-1', [[one ?? '', 1]]],
      ['P-2', [[two ?? '', 1]]],
    ],
    'parcel',
  );
  const asked = await byScansAlone(picker);
  expect([...asked.slice(0, 3), ...perLine(asked)]).toEqual([
    'ScanCart',
    'ScanTote',
    'ScanTote',
    threeScans,
    threeScans,
  ]);
  expect(boxes).toBe(2);
  await picker.signOut();
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cubbyCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { trackingOn } from '../../simulators/operators/person.ts';
import { until } from '../platform/running-app.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(7);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a batch is picked, sorted at the put wall by scans alone, and packed out of its cubby', async () => {
  const { few, many } = goods();
  await site.order('WALL-A', [{ sku: few, units: 1 }]);
  await site.order('WALL-B', [
    { sku: few, units: 1 },
    { sku: many, units: 5 },
  ]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'WALL-B', 'batch');
  await picker.goesOn(() => picker.scan(toteCode('T-0042')));
  await pickOn(picker);
  await picker.signOut();

  const packer = await Person.at(browser, site.url, 'bench');
  await packer.signIn(site.employee('packer-1'), site.station);
  await packer.isAsked('ScanToteToPack');

  const sorter = await Person.at(browser, site.url, 'putWall');
  await sorter.signIn(site.employee('sorter-1'));
  await sorter.isAsked('ScanSortTote');
  expect(await sorter.slot('waiting-tote').getAttribute('data-tote')).toBe('T-0042');
  await sorter.goesOn(() => sorter.scan(toteCode('T-0042')));
  const asked: string[] = [];
  const litFor = async (): Promise<string> => (await sorter.slot('cubby').getAttribute('data-cubby')) ?? '';
  const cubbies = new Set<string>();
  for (const sku of [few, few, many]) {
    asked.push(await sorter.isAsked('ScanSortItem'));
    await sorter.goesOn(() => sorter.scan(barcode(sku)));
    if ((await sorter.isAsked('PutInCubby', 'EnterSortQuantity')) === 'EnterSortQuantity') {
      asked.push('EnterSortQuantity');
      await sorter.goesOn(async () => sorter.type(await sorter.reads('typed')));
    }
    asked.push(await sorter.isAsked('PutInCubby'));
    const lit = await litFor();
    const other = lit === 'WALL-1-E08' ? 'WALL-1-E07' : 'WALL-1-E08';
    if (cubbies.size === 0) {
      expect(await sorter.isRefused(() => sorter.scan(cubbyCode(other)))).toBe('SORT_WRONG_CUBBY');
      expect(await sorter.readsWanted()).toBe(lit);
    }
    cubbies.add(lit);
    await sorter.goesOn(() => sorter.scan(cubbyCode(lit)));
  }
  expect(asked).toEqual([
    'ScanSortItem',
    'PutInCubby',
    'ScanSortItem',
    'PutInCubby',
    'ScanSortItem',
    'EnterSortQuantity',
    'PutInCubby',
  ]);
  expect(cubbies.size).toBe(2);

  // Two tabs would sort one tote with two pictures of it.
  const tab = await sorter.page.context().newPage();
  await tab.goto('/put-wall');
  await tab.locator('[data-slot="prompt"]').waitFor();
  await sorter.sees('signed-out');
  await sorter.press('action-work-here');
  await sorter.sees('prompt');
  await tab.locator('[data-slot="signed-out"]').waitFor();
  await tab.close();
  // The label of the tote says that it is empty.
  await sorter.isAsked('AskToteEmpty');
  await sorter.goesOn(() => sorter.scan(toteCode('T-0042')));
  await sorter.isAsked('ScanSortTote');

  // The bench was told of both, without a touch.
  await until(
    async () => ((await packer.slot('waiting-tote').count()) === 2 ? true : undefined),
    10_000,
    'both cubbies at the bench',
  );
  const first = (await packer.slot('waiting-tote').first().getAttribute('data-cubby')) ?? '';
  expect([...cubbies]).toContain(first);
  await packer.goesOn(() => packer.scan(cubbyCode(first)));
  for (;;) {
    const kind = await packer.isAsked('ScanUnit', 'EnterPackQuantity', 'ScanLabel');
    if (kind === 'ScanLabel') break;
    await packer.goesOn(async () => {
      if (kind === 'EnterPackQuantity') return packer.type(await packer.reads('typed'));
      const lines = await packer.slot('line').all();
      for (const line of lines) {
        const [sku, packed, toPack] = await Promise.all(
          ['data-sku', 'data-packed', 'data-to-pack'].map((name) => line.getAttribute(name)),
        );
        if (packed !== toPack) return packer.scan(barcode(sku ?? ''));
      }
      throw new Error('expected a line with something left to pack');
    });
  }
  const label = await until(
    async () => (await site.printer.takeLabel()) ?? undefined,
    10_000,
    'a printed label',
  );
  await packer.scan(trackingOn(label) ?? '');
  await packer.isAsked('ToLane');
  await until(
    async () =>
      (await sorter.page.locator(`[data-cubby="${first.slice(-3)}"]`).getAttribute('data-state')) === 'free'
        ? true
        : undefined,
    10_000,
    'the packed cubby to be free on the sorter’s screen',
  );
});

async function pickOn(picker: Person): Promise<void> {
  const answers: Record<string, () => Promise<void>> = {
    ScanLocation: async () => picker.scan(locationCode(await picker.reads('expected'))),
    ScanItem: async () => picker.scan(barcode(await picker.reads('expected'))),
    EnterQuantity: async () => picker.type((await picker.slot('take').getAttribute('data-take')) ?? ''),
    PutInTote: async () => picker.scan(toteCode(await picker.reads('expected'))),
    ScanDrop: async () => picker.scan(locationCode(await picker.reads('expected'))),
  };
  for (;;) {
    const kind = await picker.isAsked(
      'ScanLocation',
      'ScanItem',
      'EnterQuantity',
      'PutInTote',
      'ScanDrop',
      'GetWork',
    );
    const answer = answers[kind];
    if (answer === undefined) return;
    await picker.goesOn(answer);
  }
}

function barcode(sku: string): string {
  return barcodeOf(site.building, { sku, lot: '' });
}

/** Small things of the first zone that lie there in plenty, without lots. */
function goods(): { few: string; many: string } {
  const plenty = site.building.stock.filter(
    ({ goods, units, location }) =>
      location.startsWith('A-') && units > 50 && goods.lot === '' && barcode(goods.sku) !== goods.sku,
  );
  const [few, many] = new Set(plenty.map(({ goods }) => goods.sku));
  if (few === undefined || many === undefined) throw new Error('expected two such things');
  return { few, many };
}

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { HubEvent } from '../../server/protocol/hub.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { trackingOn } from '../../simulators/operators/person.ts';
import { until } from '../platform/running-app.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork, release } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

let site: RunningSite;
let browser: Browser;
const heard: HubEvent[] = [];

beforeAll(async () => {
  site = await openSite(7);
  browser = await openBrowser();
  site.hub.onEvent((event) => heard.push(event));
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('an order goes from the shelf to the lane by what the screens say, and the hub hears the number on its label', async () => {
  const { few, many, other } = goods();
  await site.order('HAND-1', [
    { sku: few, units: 2 },
    { sku: many, units: 5 },
  ]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'HAND-1');
  await bringCart(picker, 'CART-01', 'T-0042');

  const there = await picker.reads('expected');
  await looksUp(picker, there, few);
  const elsewhere = [...site.building.spots.keys()].find((location) => location !== there) ?? '';
  expect(await picker.isRefused(() => picker.scan(locationCode(elsewhere)))).toBe('PICK_WRONG_LOCATION');
  expect(await picker.reads('scanned')).toContain(elsewhere);
  await picker.goesOn(async () => picker.scan(locationCode(await picker.readsWanted())));
  await picker.isAsked('ScanItem');
  expect(await picker.isRefused(() => picker.scan(barcode(other)))).toBe('PICK_WRONG_ITEM');
  expect(await picker.reads('scanned')).toContain(other);
  await picker.goesOn(async () => picker.scan(barcode(await picker.readsWanted())));

  const asked = ['ScanLocation', 'ScanItem', ...(await pickOn(picker))].join(' ');
  expect(asked.split(/ (?=ScanLocation|ScanDrop)/).toSorted()).toEqual([
    'ScanDrop',
    'ScanLocation ScanItem EnterQuantity PutInTote',
    'ScanLocation ScanItem ScanItem PutInTote',
  ]);
  await picker.signOut();

  const packer = await Person.at(browser, site.url, 'bench');
  await packer.signIn(site.employee('packer-1'), site.station);
  await packer.isAsked('ScanToteToPack');
  await packer.scan(toteCode((await packer.slot('waiting-tote').getAttribute('data-tote')) ?? ''));
  expect(await pack(packer)).toEqual(['ScanUnit', 'ScanUnit', 'ScanUnit', 'EnterPackQuantity']);

  const tracking = await packer.reads('expected');
  const label = await until(
    async () => (await site.printer.takeLabel()) ?? undefined,
    10_000,
    'a printed label',
  );
  expect({ decoded: label.decoded, tracking: trackingOn(label) }).toEqual({ decoded: true, tracking });
  await packer.scan(trackingOn(label) ?? '');
  await packer.isAsked('ToLane');
  expect(await packer.slot('lane').getAttribute('data-lane')).toBe('LANE-4');

  const wall = await Person.at(browser, site.url, 'wall');
  await wall.signIn(site.employee('lead-1'));
  await expect
    .poll(() => shipments(wall), { timeout: 10_000 })
    .toEqual({ accepted: '0', released: '0', picking: '0', picked: '0', packing: '0', staged: '1' });

  const labelled = await until(
    () => heard.find(({ type }) => type === 'parcel.labelled'),
    10_000,
    'the hub to hear of it',
  );
  expect(labelled).toMatchObject({ subject: 'HAND-1', data: { delta: { tracking } } });
  expect(heard.filter(({ subject }) => subject === 'HAND-1').map(({ type }) => type)).toEqual([
    'order.accepted',
    'order.allocated',
    'order.released',
    'order.pick_started',
    'order.picked',
    'order.picked',
    'parcel.packed',
    'parcel.labelled',
  ]);
});

test('in the middle of a line, a scan of 10 kB, a second sign-in and a killed server lose no scan and count none twice', async () => {
  const { few } = goods();
  await site.order('HAND-2', [{ sku: few, units: 3 }]);
  const first = await Person.at(browser, site.url, 'handheld');
  await first.signIn(site.employee('picker-3'));
  await getWork({ browser, site }, first, 'HAND-2');
  await bringCart(first, 'CART-02', 'T-0043');
  await first.scan(locationCode(await first.reads('expected')));
  await first.isAsked('ScanItem');
  const unit = barcode(await first.reads('expected'));
  expect(await first.isRefused(() => first.paste('x'.repeat(10_240)))).toBe('SCAN_UNREADABLE');
  expect(await first.reads('refusal')).toContain('too long');
  expect(await first.isRefused(() => first.scan(toteCode('T-0043')))).toBe('NEED_ITEM');
  expect(await first.reads('scanned')).toMatch(/^You scanned tote\s+T-0043$/);
  // The trigger is held for a second: one unit, and the screen says so.
  await first.goesOn(() => first.holdTrigger(unit, 50, 50));
  await first.sees('read-twice');
  expect(await first.slot('counted').getAttribute('data-counted')).toBe('1');

  const second = await Person.at(browser, site.url, 'handheld');
  await second.signIn(site.employee('picker-3'));
  await first.sees('signed-out');
  await second.isAsked('ScanItem');
  expect(await second.slot('counted').getAttribute('data-counted')).toBe('1');

  // The second unit's scan reaches a server that does nothing with it, then one that counts it and dies before it says so.
  site.freezeServer();
  await second.scan(unit);
  await site.killServer();
  await second.sees('link-lost');
  await site.startDoomedServer();
  // The third is scanned while there is no server at all.
  await second.scan(unit);
  await site.startServer();
  await second.isAsked('PutInTote');
  await second.goesOn(async () => second.scan(toteCode(await second.reads('expected'))));
  expect(await pickOn(second)).toEqual(['ScanDrop']);

  const picked = await until(
    () => heard.find(({ type, subject }) => type === 'order.picked' && subject === 'HAND-2'),
    10_000,
    'the hub to hear of it',
  );
  expect(picked.data.delta).toMatchObject({ units: 3 });
  const { gaps, complaints } = await site.hub.account();
  expect({ gaps, complaints }).toEqual({ gaps: 0, complaints: [] });
  await second.signOut();
});

test('a red screen goes with the next right scan, even one sent before its answer, and goods go back and places are counted by scans', async () => {
  const { few } = goods();
  await site.order('HAND-3', [{ sku: few, units: 1 }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.page.emulateMedia({ reducedMotion: 'reduce' });
  await picker.page.goto('/');
  await picker.press('screen-handheld');
  await picker.slot('badge').fill('x'.repeat(10_240));
  await picker.slot('pin').fill('123456');
  expect(await picker.isRefused(() => picker.press('action-sign-in'))).toBe('SCAN_UNREADABLE');

  await picker.signIn(site.employee('picker-4'));
  await getWork({ browser, site }, picker, 'HAND-3');
  await bringCart(picker, 'CART-03', 'T-0044');
  const there = await picker.reads('expected');
  const elsewhere = [...site.building.spots.keys()].find((location) => location !== there) ?? '';
  expect(await picker.isRefused(() => picker.scan(locationCode(elsewhere)))).toBe('PICK_WRONG_LOCATION');
  // A transition of the colour, however short, would show the red screen's text in ink first.
  expect(
    await picker.page.evaluate(
      `getComputedStyle(document.querySelector('[data-slot="refusal"] h1')).transitionProperty`,
    ),
  ).toBe('none');
  await picker.press('action-acknowledge');
  await bothBeforeTheAnswer(picker, locationCode(elsewhere), locationCode(there));
  await picker.isAsked('ScanItem');
  expect(await picker.slot('refusal').count()).toBe(0);
  await pickOn(picker);

  const packer = await Person.at(browser, site.url, 'bench');
  await packer.signIn(site.employee('packer-1'), site.station);
  await packer.isAsked('ScanToteToPack', 'ToLane');
  expect(await packer.isRefused(() => packer.paste('x'.repeat(10_240)))).toBe('SCAN_UNREADABLE');
  await bothBeforeTheAnswer(packer, toteCode('T-0001'), toteCode('T-0044'));
  await packer.isAsked('ScanUnit');
  expect(await packer.slot('refusal').count()).toBe(0);
  await packer.press('action-back');
  await packer.isAsked('ScanToteToPack', 'ToLane');

  // Goods of a cancelled order go back: whoever waits for work is asked to, and all of it is scans.
  await site.hub.cancel('HAND-3', 'changed their mind');
  await picker.isAsked('JobFetch');
  expect(await picker.isRefused(() => picker.scan(toteCode('T-0001')))).toBe('JOB_WRONG_SOURCE');
  await picker.goesOn(async () => picker.scan(toteCode('T-0044')));
  await picker.isAsked('JobItem');
  expect(await picker.isRefused(() => picker.scan(toteCode('T-0044')))).toBe('NEED_ITEM');
  await picker.goesOn(async () => picker.scan(barcode(few)));
  await picker.isAsked('JobPut');
  expect(await picker.isRefused(() => picker.scan(barcode(few)))).toBe('JOB_TOO_MANY');
  await picker.press('action-acknowledge');
  const home = await picker.reads('expected');
  const other = [...site.building.spots.values()].find(
    ({ kind, location }) => kind === 'pick' && location !== home,
  );
  await picker.goesOn(() => picker.scan(locationCode(other?.location ?? '')));
  expect(await picker.reads('offered')).toBe(other?.location);
  await picker.goesOn(() => picker.scan(locationCode(home)));
  await picker.isAsked('GetWork');
  expect(await picker.page.locator('[data-slot^="job-"]').count()).toBe(0);

  // A gap is counted by somebody else, who is given it, hears no number, and answers by scans alone.
  await site.order('HAND-4', [{ sku: few, units: 2 }]);
  await release({ browser, site }, 'HAND-4');
  await picker.isAsked('ScanCart');
  await bringCart(picker, 'CART-03', 'T-0045');
  const gap = await picker.reads('expected');
  await picker.scan(locationCode(gap));
  await picker.isAsked('ScanItem');
  await picker.press('action-problem');
  await picker.press('action-not-there');
  const counter = await Person.at(browser, site.url, 'handheld');
  await counter.signIn(site.employee('picker-2'));
  await counter.isAsked('GetWork');
  await counter.press('action-get-work');
  await counter.isAsked('CountPlace');
  expect(await counter.reads('expected')).toBe(gap);
  await counter.scan(locationCode(gap));
  await counter.isAsked('CountItem');
  for (let unit = 0; unit < 3; unit++) await counter.goesOn(() => counter.scan(barcode(few)));
  expect(await counter.slot('typed').getAttribute('data-counted')).toBe('3');
  await counter.scan(locationCode(gap));
  await counter.isAsked('GetWork');
});

/** The server is too busy to answer the first scan before the second comes. */
async function bothBeforeTheAnswer(person: Person, wrong: string, right: string): Promise<void> {
  site.freezeServer();
  await person.scan(wrong);
  await person.scan(right);
  site.thawServer();
  await person.sees('prompt');
}

async function bringCart(picker: Person, cart: string, tote: string): Promise<void> {
  await picker.scan(cartCode(cart));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode(tote));
  await picker.isAsked('ScanLocation');
}

/** Answers whatever the handheld asks until the cart is dropped; tells what was asked. */
async function pickOn(picker: Person): Promise<string[]> {
  const answers: Record<string, () => Promise<void>> = {
    ScanLocation: async () => picker.scan(locationCode(await picker.reads('expected'))),
    ScanItem: async () => picker.scan(barcode(await picker.reads('expected'))),
    EnterQuantity: async () => picker.type((await picker.slot('take').getAttribute('data-take')) ?? ''),
    PutInTote: async () => picker.scan(toteCode(await picker.reads('expected'))),
    ScanDrop: async () => picker.scan(locationCode(await picker.reads('expected'))),
  };
  const asked: string[] = [];
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
    if (answer === undefined) return asked;
    asked.push(kind);
    await picker.goesOn(answer);
  }
}

/** Packs what the bench lists until it wants the label; tells what was asked. */
async function pack(packer: Person): Promise<string[]> {
  const asked: string[] = [];
  for (;;) {
    const kind = await packer.isAsked('ScanUnit', 'EnterPackQuantity', 'ScanLabel');
    if (kind === 'ScanLabel') return asked;
    asked.push(kind);
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
}

async function shipments(wall: Person): Promise<Record<string, string>> {
  const stages = ['accepted', 'released', 'picking', 'picked', 'packing', 'staged'];
  const counts = stages.map(
    async (stage) => [stage, await wall.slot(`stage-${stage}`).locator('b').innerText()] as const,
  );
  return Object.fromEntries(await Promise.all(counts));
}

/** What a scanner reads from a unit of this thing. */
function barcode(sku: string): string {
  return barcodeOf(site.building, { sku, lot: '' });
}

/** Small things of the first zone that lie there in plenty, without lots. */
/** Scans are questions until the person goes back: the work waits where it was. */
async function looksUp(picker: Person, location: string, sku: string): Promise<void> {
  await picker.press('action-problem');
  await picker.press('action-look-up');
  await picker.isAsked('LookUp');
  const said = async (code: string, kind: string): Promise<string> => {
    await picker.scan(code);
    await picker.page.locator(`[data-slot="thing"][data-kind="${kind}"]`).waitFor();
    return picker.reads('thing');
  };
  expect(await said(locationCode(location), 'location')).toMatch(/Walks that stop here[^]+next stop/);
  expect(await said(barcode(sku), 'item')).toContain(sku);
  expect(await said(toteCode('T-0042'), 'tote')).toMatch(/On cart CART-01, place A1[^]+HAND-1/);
  expect(await said(cartCode('CART-01'), 'cart')).toContain('T-0042');
  expect(await said('nobody knows this', 'unknown')).toContain('Unknown code');
  await picker.press('action-back');
  await picker.isAsked('ScanLocation');
  expect(await picker.reads('expected')).toBe(location);
}

function goods(): { few: string; many: string; other: string } {
  const plenty = site.building.stock.filter(
    ({ goods, units, location }) =>
      location.startsWith('A-') && units > 50 && goods.lot === '' && barcode(goods.sku) !== goods.sku,
  );
  const [few, many, other] = new Set(plenty.map(({ goods }) => goods.sku));
  if (few === undefined || many === undefined || other === undefined)
    throw new Error('expected three such things');
  return { few, many, other };
}

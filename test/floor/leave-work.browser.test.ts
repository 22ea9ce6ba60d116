import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** Work that changes hands, on two handhelds and a desk in a real browser. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(12);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('[PK42] [PK43] [PK44] [PK45] [PK46] a walk is declined, sent by name, rested on, left with its goods and taken over by somebody else', async () => {
  const item = plentiful();
  await site.order('LEAVE-1', [{ sku: item.sku, units: 2 }]);
  const ann = await Person.at(browser, site.url, 'handheld');
  await ann.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, ann, 'LEAVE-1');
  expect(await ann.reads('why')).toMatch(/cut-off in/);

  await ann.press('action-decline');
  await ann.press('action-decline-too_heavy');
  await ann.isAsked('GetWork');

  const lead = await Person.at(browser, site.url, 'desk');
  await lead.signIn(site.employee('lead-1'));
  await lead.page.locator('[data-slot^="declined-"]').waitFor();
  await lead.page.locator('[data-slot^="action-assign-"]').click();
  await lead.slot('operator').selectOption('picker-2');
  await lead.press('action-assign');
  // Nobody touched the handheld.
  await ann.isAsked('ScanCart');
  expect(await ann.reads('why')).toMatch(/Joanne Whitaker sent you this/);

  await ann.scan(cartCode('CART-01'));
  await ann.isAsked('ScanTote');
  await ann.scan(toteCode('T-0001'));
  await ann.isAsked('ScanLocation');
  const place = await ann.reads('expected');
  await ann.scan(locationCode(place));
  await ann.isAsked('ScanItem');
  const unit = barcodeOf(site.building, { sku: item.sku, lot: '' });
  await ann.goesOn(() => ann.scan(unit));
  await ann.scan(unit);
  await ann.isAsked('PutInTote');
  await ann.scan(toteCode('T-0001'));
  await ann.isAsked('ScanDrop');

  await ann.press('action-menu');
  await ann.press('action-break');
  await ann.isAsked('OnBreak');
  await lead.page
    .getByText(/on break since/)
    .first()
    .waitFor();
  // The scan that ends the break is for nothing else.
  await ann.scan(locationCode(site.building.dropPlace));
  await ann.isAsked('ScanDrop');

  await ann.press('action-menu');
  await ann.press('action-sign-out');
  await ann.sees('sheet-leave');
  await ann.press('action-leave-hand-over');
  // Where it stands is scanned, filmed or typed; a way that was not meant leads back.
  await ann.press('action-hand-over-camera');
  await ann.press('action-close-camera');
  await ann.press('action-hand-over-keys');
  await ann.type(place);
  await ann.sees('launcher');

  const bo = await Person.at(browser, site.url, 'handheld');
  await bo.signIn(site.employee('picker-3'));
  await bo.isAsked('GetWork');
  await bo.press('action-get-work');
  await bo.isAsked('TakeOver');
  expect([await bo.reads('expected'), await bo.reads('stands-at'), await bo.reads('why')]).toEqual([
    'CART-01',
    place,
    expect.stringMatching(/Handed over from Marcus Bell/),
  ]);
  expect(await bo.isRefused(() => bo.scan(cartCode('CART-02')))).toBe('TAKE_OVER_FIRST');
  await bo.scan(cartCode('CART-01'));
  await bo.isAsked('ScanDrop');
});

/** Something that lies in plenty, without a lot, with a barcode. */
function plentiful(): { sku: string } {
  const found = site.building.stock.find(
    ({ goods, units }) =>
      units > 50 && goods.lot === '' && /^\d{12,14}$/.test(barcodeOf(site.building, goods)),
  );
  if (found === undefined) throw new Error('expected such a thing at the demo site');
  return found.goods;
}

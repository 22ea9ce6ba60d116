import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** What a screen says must be read before it is gone: after an outage, and under a finger that was faster. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(21);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('every no to what was scanned without a link stands until it is read, also after a yes and a new scan', async () => {
  const picker = await startPicking('OFF-1', 'picker-2', 2, '01');
  const unit = barcodeOf(site.building, { sku: await picker.reads('expected'), lot: '' });

  await picker.page.context().setOffline(true);
  await picker.sees('link-lost');
  for (const code of [unit, unit, unit, toteCode('T-0002'), toteCode('T-0001')]) await picker.scan(code);
  await expect.poll(() => picker.reads('link-lost')).toContain('5 scans');
  await picker.page.context().setOffline(false);

  // The right tote was answered with yes after both.
  await picker.slot('link-lost').waitFor({ state: 'detached' });
  await expect
    .poll(() => picker.slot('missed').getAttribute('data-codes'))
    .toBe('PICK_TOO_MANY PICK_WRONG_TOTE');
  expect(await picker.reads('missed')).toMatch(
    /^2 scans not taken[^]+Too many[^]+You scanned tote[^]+T-0002[^]+Wrong tote/,
  );
  await picker.scan(toteCode('T-0001'));
  await expect
    .poll(() => picker.slot('missed').getAttribute('data-codes'))
    .toBe('PICK_TOO_MANY PICK_WRONG_TOTE NEED_LOCATION');
  await picker.press('action-acknowledge');
  await picker.isAsked('ScanDrop');
  await picker.scan(locationCode(site.building.dropPlace));
  await picker.isAsked('GetWork');
  await picker.signOut();
});

test('the second half of a double tap or of a double Enter answers nothing that came between', async () => {
  const picker = await startPicking('TWICE-1', 'picker-3', 6, '02');
  await picker.scan(barcodeOf(site.building, { sku: await picker.reads('expected'), lot: '' }));
  await picker.isAsked('EnterQuantity');
  const refuse = (): Promise<string> => picker.isRefused(() => picker.scan(cartCode('CART-09')));

  // The red screen's button lies where "All 6" does.
  await refuse();
  await picker.slot('action-acknowledge').click({ trial: true });
  const at = await picker.slot('action-acknowledge').boundingBox();
  if (at === null) throw new Error('expected the button of the red screen');
  await picker.page.mouse.click(at.x + at.width / 2, at.y + at.height / 2, { clickCount: 2, delay: 5 });
  await picker.isAsked('EnterQuantity');
  await refuse();
  await picker.slot('action-acknowledge').click({ trial: true });
  await picker.hotkey('Enter');
  await picker.page.waitForTimeout(90);
  await picker.page.keyboard.press('Enter');
  await picker.isAsked('EnterQuantity');
  expect(await picker.slot('refusal').count()).toBe(0);

  // A scan that goes astray leaves what was typed, and so does a number that is refused.
  await picker.hotkey('4');
  await expect.poll(() => picker.reads('typed')).toBe('4');
  await refuse();
  await picker.press('action-acknowledge');
  expect(await picker.reads('typed')).toBe('4');
  expect(await picker.isRefused(() => picker.type('4'))).toBe('PICK_TOO_MANY');
  await picker.press('action-acknowledge');
  expect(await picker.reads('typed')).toBe('44');
  await picker.hotkey('Backspace');
  await picker.hotkey('Backspace');

  // A number that was typed is answered at once.
  await picker.type('6');
  await picker.isAsked('PutInTote');
});

/** A picker with one line of this many units, who scanned cart, tote and shelf. */
async function startPicking(order: string, operator: string, units: number, number: string): Promise<Person> {
  const goods = site.building.stock.find(
    ({ units: there, goods: { sku, lot } }) =>
      there > 50 && lot === '' && /^\d{12,14}$/.test(barcodeOf(site.building, { sku, lot })),
  );
  if (goods === undefined) throw new Error('expected such a thing at the demo site');
  await site.order(order, [{ sku: goods.goods.sku, units }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee(operator));
  await getWork({ browser, site }, picker, order);
  await picker.scan(cartCode(`CART-${number}`));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode(`T-00${number}`));
  await picker.isAsked('ScanLocation');
  await picker.scan(locationCode(await picker.reads('expected')));
  await picker.isAsked('ScanItem');
  return picker;
}

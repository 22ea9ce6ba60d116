import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode } from '../../server/barcode/own-codes.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** One person at two screens: each says whose it is now, and no scan is counted where nobody stands any more. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(19);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('of two tabs the last one opened has the screen, and the other says so instead of its old red screen', async () => {
  const first = await Person.at(browser, site.url, 'handheld');
  await first.signIn(site.employee('picker-2'));
  await first.isAsked('GetWork');
  expect(await first.isRefused(() => first.scan(cartCode('CART-01')))).toBe('PICK_NO_TASK');

  const second = await first.page.context().newPage();
  await second.goto('/handheld');
  await second.locator('[data-slot="prompt"][data-kind="GetWork"]').waitFor();
  await first.sees('signed-out');
  expect(await first.reads('signed-out')).toContain('Another tab');
  expect(await first.slot('refusal').count()).toBe(0);

  await first.press('action-work-here');
  await first.isAsked('GetWork');
  await second.locator('[data-slot="signed-out"]').waitFor();
  await first.signOut();
});

test('scans that never left a device are not sent after the walk went on elsewhere, and the person is told', async () => {
  const goods = site.building.stock.find(({ units, goods: { lot } }) => units > 20 && lot === '');
  if (goods === undefined) throw new Error('expected goods without a lot');
  await site.order('SWAP-1', [{ sku: goods.goods.sku, units: 1 }]);
  const first = await Person.at(browser, site.url, 'handheld');
  await first.signIn(site.employee('picker-3'));
  await getWork({ browser, site }, first, 'SWAP-1');
  // Out of reach of the server, with a scan that waits.
  await first.page.context().setOffline(true);
  await first.sees('link-lost');
  await first.scan(cartCode('CART-01'));
  await expect.poll(() => first.reads('link-lost')).toContain('1 scan');

  const second = await Person.at(browser, site.url, 'handheld');
  await second.signIn(site.employee('picker-3'));
  await second.isAsked('ScanCart');
  await second.scan(cartCode('CART-02'));
  await second.isAsked('ScanTote');

  // Back in reach: it hears where the badge is, not only that it is out.
  await first.page.context().setOffline(false);
  await first.sees('signed-out');
  expect(await first.reads('signed-out')).toContain('on another device');
  await first.press('action-sign-in');
  await first.signIn(site.employee('picker-3'));
  await first.isAsked('ScanTote');
  expect(await first.reads('dropped')).toContain('1 scan');
  await first.press('action-dropped-read');
  expect(await first.slot('dropped').count()).toBe(0);
  await first.page.reload();
  await first.isAsked('ScanTote');
  expect(await first.slot('dropped').count()).toBe(0);
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** Codes typed with fingers, on the glass and on a handheld's keys, at a site that wants to know why. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  // Where picker-3 works, places are proven by their digits.
  site = await openSite(17, ['manual_entry: with_reason'], 'operator,location\npicker-3,digits\n');
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a typed code needs a reason at every label, but a scanner that is broken stays broken', async () => {
  const goods = site.building.stock.find(({ units, goods: { lot } }) => units > 20 && lot === '');
  if (goods === undefined) throw new Error('expected goods without a lot');
  await site.order('TYPED-1', [{ sku: goods.goods.sku, units: 1 }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'TYPED-1');

  // Before the reason there are no keys, and fingers type nothing.
  await picker.press('action-keys');
  await picker.sees('sheet-why');
  await picker.type('1');
  expect(await picker.slot('key-1').count()).toBe(0);
  await picker.press('why-label_dirty');
  await picker.slot('key-layer').click();
  for (const letter of 'CART') await picker.press(`key-${letter}`);
  await picker.press('key--');
  await picker.slot('key-layer').click();
  for (const digit of '01') await picker.press(`key-${digit}`);
  expect(await picker.reads('entry')).toBe('CART-01');
  await picker.press('action-send-entry');
  await picker.isAsked('ScanTote');

  // Another label, asked again; on the keys of the device, with its Enter.
  await picker.press('action-keys');
  await picker.press('why-scanner_broken');
  await picker.type('T-0001');
  await picker.isAsked('ScanLocation');

  const there = await picker.reads('expected');
  await picker.press('action-keys');
  expect(await picker.reads('why')).toBe('Scanner does not work');
  await picker.press('action-other-reason');
  await picker.press('why-label_missing');
  await picker.type(site.checkDigitsOf(there));
  await picker.isAsked('ScanItem');

  // What is scanned needs no reason, and what a screen does not say is read off the code by the server.
  await picker.press('action-problem');
  await picker.press('action-undo');
  await picker.isAsked('ScanLocation');
  expect(await picker.isRefused(() => picker.scan(site.checkDigitsOf(there)))).toBe('ENTRY_NEEDS_REASON');
  await picker.scan(locationCode(there));
  await picker.isAsked('ScanItem');
});

test('[EN20] digits that are asked for are typed straight away, on the keys of the device or on the glass, and nobody says why', async () => {
  const goods = site.building.stock.find(({ units, goods: { lot } }) => units > 20 && lot === '');
  if (goods === undefined) throw new Error('expected goods without a lot');
  await site.order('DIGITS-1', [{ sku: goods.goods.sku, units: 1 }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-3'));
  await getWork({ browser, site }, picker, 'DIGITS-1');
  await picker.scan(cartCode('CART-02'));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode('T-0002'));
  await picker.isAsked('ScanLocation');
  const there = await picker.reads('expected');
  const digits = site.checkDigitsOf(there);
  const wrong = digits.startsWith('9') ? `8${digits.slice(1)}` : `9${digits.slice(1)}`;

  expect(await picker.isRefused(() => picker.scan(locationCode(there)))).toBe('LOCATION_NEEDS_DIGITS');
  await picker.press('action-acknowledge');
  await picker.hotkey('7');
  await picker.hotkey('Backspace');
  await picker.hotkey(wrong.slice(0, 1));
  expect(await picker.reads('typed')).toBe(wrong.slice(0, 1));
  expect(await picker.isRefused(() => picker.type(wrong.slice(1)))).toBe('WRONG_CHECK_DIGITS');
  await picker.press('action-acknowledge');
  await picker.press('action-keys');
  await picker.sees('sheet-keys');
  await picker.hotkey('Escape');
  await picker.type(digits);
  await picker.isAsked('ScanItem');
});

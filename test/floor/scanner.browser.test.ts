import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** Every way in which a scanner hands a code to a page, each through a real browser to a real server. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(11);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a code that spells hotkeys does nothing but be scanned, and hotkeys work when they stand alone', async () => {
  const picker = await startWalk('KEYS-1', 'picker-2', 5);

  // At a prompt for a cart: the keys of Problem, of Back and of the main button.
  expect(await picker.isRefused(() => picker.burst(['F1', 'Enter']))).toBe('SCAN_UNREADABLE');
  await picker.press('action-acknowledge');
  expect(await picker.isRefused(() => picker.burst([...'%C', 'Escape', ...'CART', 'Enter', 'F1']))).toBe(
    'SCAN_UNREADABLE',
  );
  await picker.press('action-acknowledge');
  expect(await picker.isRefused(() => picker.burst([...'1234', 'Enter']))).toBe('CART_UNKNOWN');
  expect(await picker.slot('sheet-problem').count()).toBe(0);
  await picker.hotkey('Enter');
  await picker.hotkey('F1');
  await picker.sees('sheet-problem');
  await picker.hotkey('Escape');
  await picker.slot('sheet-problem').waitFor({ state: 'detached' });

  await picker.scan(cartCode('CART-01'));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode('T-0001'));
  await picker.isAsked('ScanLocation');
  await picker.scan(locationCode(await picker.reads('expected')));
  await picker.isAsked('ScanItem');
  await picker.scan(await unit(picker));
  await picker.isAsked('EnterQuantity');
  // A label that says 1234 is no quantity, and its end key does not confirm one.
  expect(await picker.isRefused(() => picker.burst([...'1234', 'Enter']))).toBe('NOTHING_TO_SCAN_NOW');
  await picker.hotkey('Enter');
  expect(await picker.reads('typed')).toBe('5');
  await picker.type('5');
  await picker.isAsked('PutInTote');
});

test('Android hands codes over as text, as compositions, and as keys without a name', async () => {
  const picker = await startWalk('IME-1', 'picker-3', 2);

  // An input method that composes, letter by letter, and leaves the text open until Enter.
  for (let length = 1; length <= cartCode('CART-02').length; length += 1) {
    await picker.wire.send('Input.imeSetComposition', {
      text: cartCode('CART-02').slice(0, length),
      selectionStart: length,
      selectionEnd: length,
    });
  }
  await picker.isAsked('ScanTote');

  // Keys without a name, each followed by its text.
  const tote = toteCode('T-0002');
  await Promise.all(
    [...tote].flatMap((text) => [
      picker.wire.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: 'Unidentified',
        windowsVirtualKeyCode: 229,
      }),
      picker.wire.send('Input.insertText', { text }),
      picker.wire.send('Input.dispatchKeyEvent', {
        type: 'keyUp',
        key: 'Unidentified',
        windowsVirtualKeyCode: 229,
      }),
    ]),
  );
  await picker.isAsked('ScanLocation');

  // The whole code at once, and no end key at all.
  await picker.wire.send('Input.insertText', { text: locationCode(await picker.reads('expected')) });
  await picker.isAsked('ScanItem');

  // A composition that is finished by the text itself, then Enter as a key.
  const code = await unit(picker);
  await picker.wire.send('Input.imeSetComposition', { text: code, selectionStart: 0, selectionEnd: 0 });
  await picker.wire.send('Input.insertText', { text: code });
  await picker.burst(['Enter']);
  await expect.poll(() => picker.slot('counted').getAttribute('data-counted')).toBe('1');

  // No keyboard was asked for on the way, and the ear still has the focus.
  expect(
    await picker.page.evaluate('[document.activeElement?.inputMode, document.activeElement?.dataset.scan]'),
  ).toEqual(['none', '']);
});

test('a wedge may end with Tab, type by number, put its own signs around the code, and send separators as Ctrl+]', async () => {
  const picker = await startWalk('WEDGE-1', 'picker-4', 2);

  await picker.burst([...cartCode('CART-03'), 'Tab']);
  await picker.isAsked('ScanTote');
  // A button has the focus, as after Tab on a bench: Enter ends the scan and presses nothing.
  await picker.slot('action-keys').focus();
  const byNumber = [...toteCode('T-0003')].map(
    (sign) => `Alt+${sign.charCodeAt(0).toString().padStart(3, '0')}`,
  );
  await picker.burst([...byNumber, 'Enter']);
  await picker.isAsked('ScanLocation');
  expect(await picker.slot('sheet-keys').count()).toBe(0);

  await picker.page.evaluate(
    `localStorage.setItem('floorwave.scanner', JSON.stringify({ end: 'none', prefix: '#', suffix: '~' }))`,
  );
  await picker.page.reload();
  await picker.isAsked('ScanLocation');
  await picker.burst([...`#${locationCode(await picker.reads('expected'))}~`]);
  await picker.isAsked('ScanItem');
  await picker.page.evaluate(`localStorage.removeItem('floorwave.scanner')`);
  await picker.page.reload();
  await picker.isAsked('ScanItem');

  // Serial, then number: without the separator between them nobody could tell where the serial ends.
  const gtin = (await unit(picker)).padStart(14, '0');
  const elements = [...']C121S1', 'Ctrl+]', ...`01${gtin}`];
  await picker.goesOn(() => picker.burst([...elements, 'Enter']));
  expect(await picker.slot('counted').getAttribute('data-counted')).toBe('1');
});

/** A picker with one line of this many units before them, asked for a cart. */
async function startWalk(order: string, operator: string, units: number): Promise<Person> {
  await site.order(order, [{ sku: plentiful().sku, units }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee(operator));
  await getWork({ browser, site }, picker, order);
  return picker;
}

/** What a scanner reads from a unit of what the screen asks for. */
async function unit(picker: Person): Promise<string> {
  return barcodeOf(site.building, { sku: await picker.reads('expected'), lot: '' });
}

/** Something that lies in plenty, without a lot, with a barcode. */
function plentiful(): { sku: string } {
  const found = site.building.stock.find(
    ({ goods, units }) =>
      units > 50 && goods.lot === '' && /^\d{12,14}$/.test(barcodeOf(site.building, goods)),
  );
  if (found === undefined) throw new Error('expected such a thing at the demo site');
  return found.goods;
}

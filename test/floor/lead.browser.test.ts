import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { photoBytesMost } from '../../server/floor/exceptions/check-photo.ts';
import { openBrowser } from '../setup/browser.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** A picker with a note, a question and a broken thing, and a lead who answers one of two. */

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(23, ['question_seconds: 30']);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('what is not there is asked at a second place of the same walk, on the same screen', async () => {
  const places = Map.groupBy(
    site.building.stock.filter(
      ({ goods: { lot }, units, location }) => lot === '' && units > 3 && location.startsWith('A-'),
    ),
    ({ goods }) => goods.sku,
  );
  const [sku] = [...places].find(([, rows]) => rows.length > 1) ?? [];
  if (sku === undefined) throw new Error('expected goods that lie in two places');
  await site.order('SHORT-1', [{ sku, units: 2 }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'SHORT-1');
  await picker.scan(cartCode('CART-02'));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode('T-0043'));
  await picker.isAsked('ScanLocation');
  const first = await picker.reads('expected');
  await picker.scan(locationCode(first));
  await picker.isAsked('ScanItem');
  await picker.press('action-problem');
  await picker.press('action-not-there');
  await picker.isAsked('ScanLocation');
  const second = await picker.reads('expected');
  expect(second).not.toBe(first);
  expect(places.get(sku)?.map(({ location }) => location)).toContain(second);
  await picker.scan(locationCode(second));
  await picker.isAsked('ScanItem');
  expect(await picker.reads('take')).toBe('2');
  for (let unit = 0; unit < 2; unit++) await picker.scan(sku);
  await picker.isAsked('PutInTote');
  await picker.scan(toteCode('T-0043'));
  await picker.isAsked('ScanDrop');
  await picker.scan(locationCode(await picker.reads('expected')));
  await picker.isAsked('GetWork');
});

test('a note is read, a lead answers or nobody does, and a photo of the damage is on the lead’s card', async () => {
  const goods = site.building.stock.find(({ units, goods: { lot } }) => units > 20 && lot === '');
  if (goods === undefined) throw new Error('expected goods without a lot');
  await site.order('LEAD-1', [{ sku: goods.goods.sku, units: 3 }], ['Gift: no price inside']);
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'LEAD-1');
  await picker.scan(cartCode('CART-01'));
  await picker.isAsked('ScanTote');
  await picker.scan(toteCode('T-0042'));
  await picker.isAsked('ScanLocation');
  await picker.scan(locationCode(await picker.reads('expected')));
  await picker.isAsked('ScanItem');
  expect(await picker.reads('order-note')).toContain('Gift: no price inside');
  await picker.press('action-problem');
  await picker.press('action-order-note');
  expect(await picker.reads('note')).toBe('Gift: no price inside');
  await picker.page.keyboard.press('Escape');

  const lead = await Person.at(browser, site.url, 'desk');
  await lead.signIn(site.employee('lead-1'));
  await lead.press('tab-exceptions');
  await ask(picker, 'action-blocked');
  expect(await picker.reads('asked')).toMatch(
    /Wait: the lead is asked \(0:[0-3]\d\)\s+Cannot reach the place/,
  );
  expect(await picker.isRefused(() => ask(picker, 'action-call-lead'))).toBe('QUESTION_OPEN');
  await picker.press('action-acknowledge');
  expect(await lead.reads('answers-itself')).toMatch(/^In 0:[0-3]\d the picker is told: Leave this place/);
  await lead.page.locator('[data-slot^="action-yes-"]').click();
  await picker.isAsked('LeadAnswered');
  expect(await picker.slot('answer').getAttribute('data-answer')).toBe('yes');
  await picker.press('action-read');

  // A picture as a camera makes it, far too large to send.
  await picker.isAsked('ScanItem');
  await picker.press('action-problem');
  await picker.press('action-damaged');
  await picker
    .slot('photo-file')
    .setInputFiles({ name: 'damage.png', mimeType: 'image/png', buffer: await noise(picker) });
  await picker.page.locator('[data-slot="photo"][data-photo="sent"]').waitFor();
  await picker.type('2');
  await lead.sees('photo');
  const src = (await lead.slot('photo').first().getAttribute('href')) ?? '';
  const sent = await lead.page.request.get(src);
  expect([sent.headers()['content-type'], (await sent.body()).length <= photoBytesMost]).toEqual([
    'image/jpeg',
    true,
  ]);
  await expect
    .poll(() => lead.page.evaluate(`document.querySelector('[data-slot="photo"] img').naturalWidth`))
    .toBeGreaterThan(300);

  // Nobody looks at the desk this time.
  await picker.isAsked('PutInTote', 'ScanItem');
  await ask(picker, 'action-call-lead');
  await picker.page.locator('[data-slot="prompt"][data-kind="LeadAnswered"]').waitFor({ timeout: 60_000 });
  expect(await picker.reads('prompt')).toContain('Nobody answered in time');
  expect(await lead.slot('told-instead').first().getAttribute('data-answer')).toBe('yes');
});

async function ask(picker: Person, tile: string): Promise<void> {
  await picker.press('action-problem');
  await picker.press(tile);
}

/** No compression makes noise small. */
async function noise(picker: Person): Promise<Buffer> {
  const base64 = await picker.page.evaluate<string>(`(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600;
    canvas.height = 1200;
    const context = canvas.getContext('2d');
    const picture = context.createImageData(1600, 1200);
    let state = 1;
    for (let at = 0; at < picture.data.length; at += 1) {
      state = (state * 1103515245 + 12345) % 2147483648;
      picture.data[at] = at % 4 === 3 ? 255 : state >> 16;
    }
    context.putImageData(picture, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  })()`);
  return Buffer.from(base64, 'base64');
}

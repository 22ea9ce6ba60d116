import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { barcodeOf } from '../../simulators/building.ts';
import { openBrowser } from '../setup/browser.ts';
import { film } from './film.ts';
import { getWork } from './get-work.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

/** A handheld without a scanner: its camera looks at a film of codes, and the server hears what a scanner would have sent. */

let site: RunningSite;
let browser: Browser;
let folder: string;
let seen: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'floorwave-film-'));
  seen = join(folder, 'camera.y4m');
  film(seen, null);
  site = await openSite(13);
  browser = await openBrowser([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${seen}`,
    '--use-fake-ui-for-media-stream',
  ]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a walk is picked with the camera alone: Code 128, QR, DataMatrix with its separators, ITF and EAN', async () => {
  const { sku, gtin } = withEan();
  await site.order('CAM-1', [{ sku, units: 3 }]);
  const picker = await Person.at(browser, site.url, 'handheld');
  const policies = violations(picker.page);
  await picker.signIn(site.employee('picker-2'));
  await getWork({ browser, site }, picker, 'CAM-1');
  // Nobody who scans pays for the camera.
  expect(await loaded(picker.page)).toEqual([]);

  await look(picker, 'code128', cartCode('CART-01'));
  await picker.isAsked('ScanTote');
  expect(await loaded(picker.page)).toHaveLength(1);
  await look(picker, 'qrcode', toteCode('T-0001'));
  await picker.isAsked('ScanLocation');
  await look(picker, 'datamatrix', locationCode(await picker.reads('expected')));
  await picker.isAsked('ScanItem');

  // Serial before number: only the separator says where it ends. The camera told the server that it is GS1.
  const gtin14 = gtin.padStart(14, '0');
  await picker.goesOn(() => look(picker, 'gs1datamatrix', `(21)S1(01)${gtin14}`));
  expect(await picker.slot('counted').getAttribute('data-counted')).toBe('1');
  await picker.goesOn(() => look(picker, 'gs1-128', `(21)7(01)${gtin14}`));
  await picker.goesOn(() => look(picker, 'ean13', gtin));
  await picker.isAsked('PutInTote');
  expect(await picker.isRefused(() => look(picker, 'interleaved2of5', '12345678901231'))).toBe('NEED_TOTE');

  // Closed, the camera is off, and nothing asked for more than the page's policy gives.
  expect(await picker.page.evaluate('document.querySelectorAll("video").length')).toBe(0);
  expect(await policies()).toEqual([]);
  expect(
    await picker.page.evaluate(
      `WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => 'compiled', () => 'refused')`,
    ),
  ).toBe('refused');
});

test('a camera that cannot be used says why, and what to do', async () => {
  // Without the flag that says yes for the person, a headless browser says no.
  const strict = await openBrowser(['--use-fake-device-for-media-stream']);
  try {
    expect(await whyNot(strict, site.url)).toEqual({
      state: 'refused',
      says: expect.stringContaining('The camera is not allowed') as string,
    });
  } finally {
    await strict.close();
  }
  const without = await openBrowser([
    '--use-fake-ui-for-media-stream',
    '--host-resolver-rules=MAP floorwave.test 127.0.0.1',
  ]);
  try {
    expect((await whyNot(without, site.url)).state).toBe('none');
    // By any other name than localhost plain http is not secure.
    expect((await whyNot(without, site.url.replace('127.0.0.1', 'floorwave.test'))).state).toBe('insecure');
  } finally {
    await without.close();
  }
});

/** Holds the handheld over a code. */
async function look(picker: Person, bcid: string, text: string): Promise<void> {
  film(seen, { bcid, text });
  await picker.press('action-keys');
  await picker.press('action-camera');
  await picker.slot('sheet-camera').waitFor({ state: 'detached' });
}

/** What the launcher says in this browser when the badge is to be read with the camera. */
async function whyNot(other: Browser, url: string): Promise<{ state: string; says: string }> {
  const page = await (await other.newContext({ baseURL: url })).newPage();
  await page.goto('/');
  await page.locator('[data-slot="action-camera"]').click();
  const says = await page.locator('[data-slot="camera-problem"]').innerText();
  const state = (await page.locator('[data-slot="camera"]').getAttribute('data-state')) ?? '';
  return { state, says };
}

/** Parts of the reader of pictures that this page has fetched. */
async function loaded(page: Page): Promise<string[]> {
  const names = (await page.evaluate(
    `performance.getEntriesByType('resource').map(({ name }) => name)`,
  )) as string[];
  return names.filter((name) => /read-frame|zxing/.test(name));
}

/** What the page wanted and its content policy forbade. */
function violations(page: Page): () => Promise<string[]> {
  const said: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) said.push(message.text());
  });
  return async () => said;
}

/** Something that lies in plenty, without a lot, with an EAN. */
function withEan(): { sku: string; gtin: string } {
  for (const { goods, units } of site.building.stock) {
    const gtin = barcodeOf(site.building, goods);
    if (units > 50 && goods.lot === '' && /^\d{13}$/.test(gtin)) return { sku: goods.sku, gtin };
  }
  throw new Error('expected such a thing at the demo site');
}

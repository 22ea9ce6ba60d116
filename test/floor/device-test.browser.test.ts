import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../setup/browser.ts';
import { Person } from './person.ts';
import { openSite, type RunningSite } from './running-site.ts';

let site: RunningSite;
let browser: Browser;

beforeAll(async () => {
  site = await openSite(23);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('the device test tells how scans arrive, takes off what the scanner adds, and is offered until it was made', async () => {
  const picker = await Person.at(browser, site.url, 'handheld');
  await picker.signIn(site.employee('picker-2'));
  await picker.isAsked('GetWork');
  await picker.sees('untested');
  await picker.press('action-device-test');
  await picker.sees('device-test');
  const outcome = (name: string): Promise<string | null> =>
    picker.slot(`test-${name}`).getAttribute('data-outcome');
  for (const name of ['link', 'socket', 'secure', 'storage'])
    await expect.poll(() => outcome(name)).toBe('yes');

  expect(await outcome('scanner')).toBe('todo');
  await picker.burst([...']C1217', 'Ctrl+]', ...'0109521234543213', 'Tab']);
  await expect.poll(() => picker.reads('heard')).toBe(']C1217‹GS›0109521234543213');
  expect([await outcome('scanner'), await picker.reads('end'), await picker.reads('test-scanner')]).toEqual([
    'yes',
    'Ends with Tab',
    expect.stringContaining('keyboard wedge'),
  ]);
  expect(await picker.slot('separators').getAttribute('data-separators')).toBe('kept');
  // A wedge that drops them.
  await picker.burst([...']C12170109521234543213', 'Enter']);
  await expect.poll(() => picker.slot('separators').getAttribute('data-separators')).toBe('lost');

  // An input method, and a scanner with signs of its own.
  await picker.wire.send('Input.insertText', { text: '#FLOORWAVE-TEST~' });
  await expect.poll(() => picker.reads('around')).toContain('#…~');
  expect(await picker.reads('test-scanner')).toContain('input method');
  expect(await picker.reads('end')).toContain('Ends with nothing');
  await picker.press('action-take-off');
  await picker.sees('frame');
  expect(await picker.page.evaluate(`localStorage.getItem('floorwave.scanner')`)).toBe(
    JSON.stringify({ end: 'any', prefix: '#', suffix: '~' }),
  );

  // Only the person knows what was heard and felt.
  await picker.press('play-sound');
  await picker.press('yes-sound');
  await picker.press('no-vibration');
  expect([await outcome('sound'), await outcome('vibration')]).toEqual(['yes', 'no']);
  await picker.press('action-codes');
  expect(await picker.slot('test-codes').locator('svg').count()).toBe(2);

  // Whoever knows what the scanner ends with says so; then another end key is a part of the code, and it is kept.
  await picker.press('end-Tab');
  await picker.burst([...'AB', 'Enter', ...'CD', 'Tab']);
  await expect.poll(() => picker.reads('heard')).toBe('AB‹CR›CD');
  await picker.page.reload();
  await picker.sees('device-test');
  expect(await picker.slot('end-Tab').getAttribute('aria-pressed')).toBe('true');
  await picker.burst([...'EF', 'Enter', ...'GH', 'Tab']);
  await expect.poll(() => picker.reads('heard')).toBe('EF‹CR›GH');
  await picker.press('action-forget-frame');
  await picker.press('end-any');
  await picker.burst([...'#EF~', 'Enter']);
  await expect.poll(() => picker.reads('heard')).toBe('#EF~');
  expect(await picker.page.evaluate(`localStorage.getItem('floorwave.scanner')`)).toBe(
    JSON.stringify({ end: 'any', prefix: '', suffix: '' }),
  );

  // Back to where it was begun: work that comes would be unseen anywhere else.
  await picker.press('action-finish');
  await picker.isAsked('GetWork');
  expect(await picker.slot('untested').count()).toBe(0);
});

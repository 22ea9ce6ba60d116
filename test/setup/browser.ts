import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from './chromium.mjs';

/** The machine's Chromium, with the flags that every test wants and these; the caller closes it. */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('expected Chromium on this machine: npm test finds or installs it');
  return chromium.launch({ executablePath, args: [...chromiumFlags, ...flags] });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shots } from '../../floor-ui/src/screens/design/shots.ts';
import { languages } from '../../floor-ui/src/words/languages.ts';
import { openBrowser } from '../setup/browser.ts';
import { serveSamples } from '../setup/samples.ts';

let folder: string;
let samples: Awaited<ReturnType<typeof serveSamples>>;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'floorwave-samples-'));
  samples = await serveSamples(folder);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await samples?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(languages)(
  'in %s no screen cuts off what it says, at the smallest size that it is used at',
  async (language) => {
    const page = await browser.newPage();
    const errors: string[] = [];
    let shown = '';
    page.on('pageerror', (error) => errors.push(`${shown}: ${error.message}`));
    await page.goto(`${samples.url}?show=parts&language=${language}`);
    const cut: string[] = [];
    for (const [size, some] of Map.groupBy(shots, smallest)) {
      const [width = 0, height = 0] = size.split('x').map(Number);
      await page.setViewportSize({ width, height });
      for (const { name, query } of some) {
        shown = name;
        const there = JSON.stringify(`?${query}&language=${language}`);
        const texts = await page.evaluate<string[]>(`design.show(${there}).then(design.cutOffTexts)`);
        for (const text of texts) cut.push(`${name} (${size}): ${text}`);
      }
    }
    expect(cut).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  },
);

function smallest({ sizes }: (typeof shots)[number]): string {
  const [size] = sizes.toSorted((a, b) => a.width - b.width);
  return `${size?.width ?? 0}x${size?.height ?? 0}`;
}

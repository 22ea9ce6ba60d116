import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Page } from 'playwright-core';
import { shots, type Shot } from '../../floor-ui/src/screens/design/shots.ts';
import { openBrowser } from './browser.ts';
import { serveSamples } from './samples.ts';

/**
 * Pictures of every sample of the design page, to be looked at by a person: one file a sample, and sheets of several.
 *
 *   node server/setup.mjs tool test/setup/picture-samples.ts FOLDER --only handheld --size 360x640 --language pl --theme night
 */
const program = new Command()
  .argument('<folder>')
  .option('--only <pattern>', 'names of samples that match', '')
  .option('--size <size>', 'only this size, as 360x640')
  .option('--language <codes>', 'of the words, several with commas', 'en,pl')
  .option('--theme <themes>', 'day, night or contrast, several with commas', 'day')
  .parse();
const [folder = ''] = program.args;
const asked = program.opts<{ only: string; size?: string; language: string; theme: string }>();

const built = mkdtempSync(join(tmpdir(), 'floorwave-samples-'));
const samples = await serveSamples(built);
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  for (const theme of asked.theme.split(','))
    for (const language of asked.language.split(','))
      for (const [size, some] of bySize()) await picture(page, size, some, { language, theme });
} finally {
  await browser.close();
  await samples.close();
  rmSync(built, { recursive: true, force: true });
}

function bySize(): Map<string, Shot[]> {
  const pattern = new RegExp(asked.only);
  const all = shots
    .filter((shot) => pattern.test(shot.name))
    .flatMap((shot) => shot.sizes.map(({ width, height }) => ({ size: `${width}x${height}`, shot })));
  const wanted = all.filter(({ size }) => asked.size === undefined || size === asked.size);
  return new Map(
    [...Map.groupBy(wanted, ({ size }) => size)].map(([size, some]) => [size, some.map(({ shot }) => shot)]),
  );
}

async function picture(
  page: Page,
  size: string,
  some: readonly Shot[],
  { language, theme }: { language: string; theme: string },
): Promise<void> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const into = join(folder, `${size}-${language}-${theme}`);
  mkdirSync(into, { recursive: true });
  await page.setViewportSize({ width, height });
  const taken: { name: string; png: string }[] = [];
  for (const { name, query } of some) {
    await page.goto(`${samples.url}?${query}&language=${language}&theme=${theme}`);
    await page.evaluate('document.fonts.ready');
    const png = await page.screenshot({ path: join(into, `${name}.png`), animations: 'disabled' });
    taken.push({ name, png: png.toString('base64') });
  }
  await sheets(page, into, taken, width);
}

/** As many beside each other as can still be read. */
async function sheets(
  page: Page,
  into: string,
  taken: readonly { name: string; png: string }[],
  width: number,
): Promise<void> {
  const columns = Math.floor(2_600 / (width + 12)) || 1;
  const perSheet = columns * (width < 600 ? 2 : 3);
  await page.setViewportSize({ width: columns * (width + 12) + 12, height: 600 });
  for (let from = 0; from < taken.length; from += perSheet) {
    await page.setContent(
      `<style>body{margin:12px;display:flex;flex-wrap:wrap;gap:12px;font:16px sans-serif;background:#888}figure{margin:0}</style>${taken
        .slice(from, from + perSheet)
        .map(({ name, png }) => `<figure>${name}<br><img src="data:image/png;base64,${png}"></figure>`)
        .join('')}`,
    );
    await page.screenshot({ path: join(into, `_sheet-${from / perSheet + 1}.png`), fullPage: true });
  }
}

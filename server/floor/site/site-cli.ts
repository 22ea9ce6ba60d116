import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { configOrExit } from '../../config.ts';
import { migrate, openDatabase } from '../../platform/db/database.ts';
import { startEmbeddedPostgres } from '../../platform/db/embedded-postgres.ts';
import { faultLine, loadSite, readSiteFolder } from './load-site.ts';
import type { Fault, SiteFiles } from './site-files.ts';
import type { SavedSite } from './site.store.ts';

const program = new Command('npm run site --').description(
  'A warehouse from a folder of files; its README.md says how they are written.',
);

program
  .command('load')
  .description('loads the folder, all of it or nothing')
  .argument('<folder>')
  .action(load);

program
  .command('check')
  .description('reads the folder and lists its faults, without a database')
  .argument('<folder>')
  .action(check);

program
  .command('generate')
  .description('writes a demo site into a new or empty folder')
  .argument('<folder>')
  .option('--seed <number>', 'the same seed writes the same site', wholeNumber, 1)
  .action(generate);

await program.parseAsync();

async function load(folder: string): Promise<void> {
  const config = configOrExit(process.env);
  const { faults, site } = await readSiteFolder(folder);
  if (site === null) return reportFaults(faults);

  await using postgres = await providePostgres(config);
  await migrate(postgres.url);
  const outcome = await loadInto(postgres.url, site);
  if (outcome.saved === null) reportFaults(outcome.faults);
  else reportSaved(outcome.saved);
}

async function check(folder: string): Promise<void> {
  const { faults } = await readSiteFolder(folder);
  if (faults.length > 0) return reportFaults(faults);
  process.stdout.write('No fault found.\n');
}

async function generate(folder: string, { seed }: { seed: number }): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    process.stderr.write(
      `${folder} is not empty; name a new folder, so that nothing of yours is overwritten.\n`,
    );
    process.exitCode = 1;
    return;
  }
  // Only this command needs the simulators; the server itself never loads them.
  const { generateDemoSite } = await import('../../../simulators/demo-site/generate.ts');
  for (const [name, text] of Object.entries(generateDemoSite({ seed })))
    await writeFile(join(folder, name), text);
  process.stdout.write(`Wrote the demo site of seed ${seed}. Load it with: npm run site -- load ${folder}\n`);
}

/** The configured database, or the project's own: joined if a server runs on it, else started just for this. */
async function providePostgres(
  config: ReturnType<typeof configOrExit>,
): Promise<{ url: string } & AsyncDisposable> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, [Symbol.asyncDispose]: async () => {} };
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  return { url: postgres.url, [Symbol.asyncDispose]: () => postgres.stop() };
}

async function loadInto(
  url: string,
  files: SiteFiles,
): Promise<{ faults: Fault[]; saved: SavedSite | null }> {
  const database = await openDatabase(url, { poolMax: 2 });
  try {
    return await loadSite(database, files, new Date());
  } finally {
    await database.close();
  }
}

function reportFaults(faults: readonly Fault[]): void {
  for (const fault of faults) process.stderr.write(`${faultLine(fault)}\n`);
  process.stderr.write(
    `\n${faults.length === 1 ? '1 fault' : `${faults.length} faults`}. Nothing was changed.\n`,
  );
  process.exitCode = 1;
}

function reportSaved({ site, isFirstLoad, rows, openingUnits }: SavedSite): void {
  process.stdout.write(`Site ${site} ${isFirstLoad ? 'loaded' : 'brought up to the files'}.\n`);
  for (const [name, count] of Object.entries(rows))
    process.stdout.write(`${String(count).padStart(9)} ${words(name)}\n`);
  process.stdout.write(
    isFirstLoad
      ? `Opening stock: ${openingUnits} units.\n`
      : 'The site was there before: its stock was left as it is, and rows that the files no longer name were kept.\n',
  );
}

/** putWalls -> put walls */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import { Day } from '../day.ts';
import { inventOrders } from '../hub/orders.ts';
import { random } from '../random.ts';
import { fsyncPerSecond } from './fsync.ts';

/**
 * What each scan policy costs and what it lets through: the same day (orders, people, luck) under one policy after the other. The
 * mistakes are made by hands (a unit from the place beside, one too many, two at once); which of them come out as wrong units in a
 * parcel is decided by what the policy makes the picker prove. A run passes when its day ends with every order ended and no
 * invariant broken; the figures themselves have no bar.
 */
const options = new Command('npm run bench:policies --')
  .option('--orders <n>', 'orders of the day', wholeNumber, 35)
  .option('--mistakes <share>', 'share of human actions that go wrong', share, 0.05)
  .option(
    '--mode <mode>',
    'how orders are picked; parcel: into the box, where no packer scans the units once more',
    'parcel',
  )
  .option('--seed <n>', '', wholeNumber, 1)
  .option('--json', 'the last line is one JSON object', false)
  .parse()
  .opts<{ orders: number; mistakes: number; mode: string; seed: number; json: boolean }>();

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const columns = ['location', 'item', 'each_scan_up_to', 'quantity', 'second_scan', 'tote'] as const;
type Settings = Partial<Record<(typeof columns)[number], string>>;

/** The first is what the others are compared with. */
const policies: Record<string, Settings> = {
  standard: {},
  'each unit': { location: 'scan', item: 'each' },
  'number, prefilled': { each_scan_up_to: '0' },
  'number, typed': { each_scan_up_to: '0', quantity: 'typed' },
  'number, second scan': { each_scan_up_to: '0', second_scan: 'item' },
  'place implies item': { item: 'location_implies' },
  'no place scan': { location: 'none' },
  'tote by button': { tote: 'button' },
};

interface Outcome {
  secondsPerLine: number;
  wrongShipped: number;
  wrongCaught: number;
  refusals: number;
  unitsShipped: number;
  isClean: boolean;
}

const outcomes = new Map<string, Outcome>();
for (const [name, settings] of Object.entries(policies)) {
  say(`a day of ${options.orders} orders: ${name}`);
  outcomes.set(name, await play(settings));
}
process.exit(report() ? 0 : 1);

async function play(settings: Settings): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'floorwave-bench-'));
  let day: Day | null = null;
  try {
    day = await Day.prepare({
      seed: options.seed,
      speed: 0,
      mistakes: options.mistakes,
      pickers: 4,
      packers: 2,
      sorters: 2,
      pickMode: options.mode,
      scanPolicies: `${columns.join(',')}\n${columns.map((column) => settings[column] ?? '').join(',')}\n`,
      orders: (building) =>
        firstOf(
          options.orders,
          inventOrders({
            chance: random(options.seed + 10),
            startsAt: DateTime.fromISO('2026-03-02T09:00:00', { zone: building.timezone }).toMillis(),
            timezone: building.timezone,
            secondsBetween: 60,
            items: [...building.items.values()],
            services: building.services.map(({ service }) => service),
          }),
        ),
      isEndless: false,
      startsAt: 0,
      changesOfMind: 0,
      kills: [],
      hubOutageMinutes: 0,
      printerTroubleMinutes: 0,
      dataDir,
      port: null,
      logLevel: 'warn',
      databaseUrl: null,
      say: () => {},
    });
    await day.play();
    const { audit, sheets, troubles, refusals, orders } = await day.close();
    for (const { id, says, violations } of audit.findings)
      for (const violation of violations.slice(0, 3)) say(`  ${id} ${says}: ${violation}`);
    for (const trouble of troubles) say(`  TROUBLE: ${trouble}`);
    const { shipped, partlyShipped, cancelled, parked } = audit.orders;
    const seconds = sheets.pickers.reduce((sum, { lineMs }) => sum + lineMs, 0) / 1_000;
    return {
      secondsPerLine: round(seconds / Math.max(1, audit.linesPicked)),
      wrongShipped: audit.wrongUnitsShipped,
      wrongCaught: audit.wrongUnitsCaught,
      refusals: [...refusals.values()].reduce((sum, count) => sum + count, 0),
      unitsShipped: audit.unitsShipped,
      isClean:
        audit.violations === 0 &&
        troubles.length === 0 &&
        orders === shipped + partlyShipped + cancelled + parked,
    };
  } finally {
    await day?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function report(): boolean {
  const baseline = outcomes.get('standard');
  if (baseline === undefined) throw new Error('expected the standard policy to have been played');
  say(
    `${'policy'.padEnd(22)} ${'s per line'.padStart(10)} ${'units'.padStart(6)} ${'wrong shipped'.padStart(14)} ${'caught packing'.padStart(15)} ${'noes'.padStart(6)}  clean`,
  );
  for (const [name, one] of outcomes)
    say(
      `${name.padEnd(22)} ${one.secondsPerLine.toFixed(1).padStart(10)} ${String(one.unitsShipped).padStart(6)} ${String(one.wrongShipped).padStart(14)} ${String(one.wrongCaught).padStart(15)} ${String(one.refusals).padStart(6)}  ${one.isClean ? 'yes' : 'NO'}`,
    );
  const metrics = [...outcomes].flatMap(([name, one]) => [
    metric(`${name}: picker seconds per line`, 's', one.secondsPerLine, baseline.secondsPerLine),
    metric(`${name}: wrong units shipped`, 'units', one.wrongShipped, baseline.wrongShipped),
    metric(`${name}: units shipped`, 'units', one.unitsShipped, baseline.unitsShipped),
    metric(`${name}: wrong units caught at packing`, 'units', one.wrongCaught, baseline.wrongCaught),
    metric(`${name}: refusals`, 'refusals', one.refusals, baseline.refusals),
    { ...metric(`${name}: day ends clean`, 'yes', Number(one.isClean), 1), bar: 1, pass: one.isClean },
  ]);
  const pass = metrics.every((one) => one.pass);
  const result = {
    bench: 'policies',
    seed: options.seed,
    commit: commit(),
    cores: cpus().length,
    fsyncPerSecond: fsyncPerSecond(tmpdir()),
    orders: options.orders,
    mistakes: options.mistakes,
    mode: options.mode,
    metrics,
    pass,
  };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  return pass;
}

/** A ratio to nothing is none. */
function metric(name: string, unit: string, value: number, baseline: number) {
  return {
    name,
    value,
    unit,
    baseline,
    ratio: baseline === 0 ? null : round(value / baseline),
    bar: null as number | null,
    pass: true,
  };
}

function* firstOf<T>(count: number, list: Iterable<T>): Generator<T> {
  let taken = 0;
  for (const one of list) {
    if (taken === count) return;
    taken += 1;
    yield one;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number above 0');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('expected a share from 0 to 1');
  return value;
}

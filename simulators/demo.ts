import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DateTime } from 'luxon';
import { badgeCode } from '../server/barcode/own-codes.ts';
import { releaseModes } from '../server/protocol/commands.ts';
import { describeAudit } from './audit/audit.ts';
import { Day } from './day.ts';
import type { Closing, DayOptions } from './day.ts';
import type { Kill } from './kills.ts';
import { inventOrders, readOrders } from './hub/orders.ts';
import type { ShopOrder } from './hub/orders.ts';
import type { Building } from './building.ts';
import { random } from './random.ts';

const options = new Command('npm run demo --')
  .description(
    'A whole warehouse on one machine: the real server, and a hub, printers and people who meet it through its real doors.',
  )
  .option('--headless', 'play the orders to the end, audit, stop', false)
  .option(
    '--orders <file>',
    'a CSV file of orders (simulators/README.md); without it they are invented from the seed',
  )
  .option('--limit <n>', 'the first n orders (headless: 100 where they are invented)', wholeNumber)
  .option('--pickers <n>', 'simulated pickers (headless: 8, else 4)', wholeNumber)
  .option('--packers <n>', 'simulated packers (headless: 3, else 2)', wholeNumber)
  .option(
    '--speed <n>',
    'times as fast as the wall clock; 0 jumps over every wait (headless: 0, else 1)',
    number,
  )
  .option('--seed <n>', 'the same seed plays the same people and the same luck', wholeNumber, 1)
  .option('--mistakes <share>', 'share of human actions that go wrong', share, 0.02)
  .option(
    '--cancels <share>',
    'share of orders that the hub cancels, changes or holds on their way',
    share,
    0,
  )
  .addOption(
    new Option('--mode <mode>', 'how orders are picked; mixed decides for each order')
      .choices(releaseModes)
      .default('cluster'),
  )
  .option(
    '--kill <what@share>',
    'SIGKILL the server or the database when that share of orders is packed or has ended, like server@50%',
    kill,
    [],
  )
  .option(
    '--hub-outage <minutes>',
    'the hub answers every delivery with 500 for so long, from the first packed order on',
    wholeNumber,
    0,
  )
  .option(
    '--printer-trouble <minutes>',
    'about so often a printer runs out of paper, breaks off or is unplugged',
    wholeNumber,
    0,
  )
  .option('--port <n>', 'where the server listens (interactive: 3000)', wholeNumber)
  .option('--json', 'headless: the last line is one JSON object', false)
  .option('--keep', 'headless: leave the data folder with database and logs', false)
  .option('--log-level <level>', 'of the server', 'warn')
  .parse()
  .opts<{
    headless: boolean;
    orders?: string;
    limit?: number;
    pickers?: number;
    packers?: number;
    speed?: number;
    seed: number;
    mistakes: number;
    cancels: number;
    mode: string;
    kill: Kill[];
    hubOutage: number;
    printerTrouble: number;
    port?: number;
    json: boolean;
    keep: boolean;
    logLevel: string;
  }>();

/** More than the simulated people have hands for, so that whoever joins finds work. */
const ordersWaiting = 80;
const startedAt = performance.now();
const databaseUrl = process.env['DATABASE_URL'] ?? null;
// Results go to stdout; what happens on the way is for people.
const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

if (options.kill.some(({ what }) => what === 'database') && databaseUrl !== null) {
  say(
    'The database cannot be killed: DATABASE_URL names one that is not ours. Unset it to run with our own PostgreSQL.',
  );
  process.exit(1);
}
await (options.headless ? playHeadless() : playForPeople());

async function playHeadless(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'floorwave-demo-'));
  let isFine = false;
  let day: Day | null = null;
  stopOnSignal(async () => {
    await day?.stop();
    if (!options.keep) rmSync(dataDir, { recursive: true, force: true });
  });
  try {
    day = await Day.prepare({
      ...common(dataDir),
      speed: options.speed ?? 0,
      pickers: options.pickers ?? 8,
      packers: options.packers ?? 3,
      sorters: 2,
      orders: ordersOf,
      isEndless: false,
      kills: options.kill,
    });
    const playing = day;
    const progress = setInterval(() => {
      say(`${playing.progress}; ${playing.clock.jumps} jumps`);
    }, 10_000);
    await day.play();
    clearInterval(progress);
    say(`${day.progress}; looking at what became of them`);
    isFine = report(await day.close());
  } catch (error) {
    say(
      `the day could not be played to its end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  await day?.stop();
  if (options.keep) say(`the data folder stays: ${dataDir}`);
  else rmSync(dataDir, { recursive: true, force: true });
  process.exit(isFine ? 0 : 1);
}

async function playForPeople(): Promise<void> {
  const dataDir = join('.data', 'demo');
  // What lay on the shelves when the last demo stopped is known to nobody any more, so every demo starts afresh.
  if (databaseUrl === null && existsSync(dataDir)) rmSync(dataDir, { recursive: true });
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let day: Day | null = null;
  stopOnSignal(async () => {
    stop();
    await day?.stop();
  });
  day = await Day.prepare({
    ...common(dataDir),
    speed: options.speed ?? 1,
    pickers: options.pickers ?? 4,
    packers: options.packers ?? 2,
    sorters: 1,
    orders: ordersOf,
    isEndless: options.orders === undefined && options.limit === undefined,
    kills: options.kill,
    port: options.port ?? 3000,
  });
  welcome(day);
  await day.play(stopped);
  await stopped;
}

function common(
  dataDir: string,
): Pick<
  DayOptions,
  | 'seed'
  | 'mistakes'
  | 'changesOfMind'
  | 'pickMode'
  | 'scanPolicies'
  | 'hubOutageMinutes'
  | 'printerTroubleMinutes'
  | 'startsAt'
  | 'dataDir'
  | 'port'
  | 'logLevel'
  | 'databaseUrl'
  | 'say'
> {
  return {
    seed: options.seed,
    mistakes: options.mistakes,
    changesOfMind: options.cancels,
    pickMode: options.mode,
    scanPolicies: null,
    hubOutageMinutes: options.hubOutage,
    printerTroubleMinutes: options.printerTrouble,
    startsAt: startOfInventedOrders('Europe/London'),
    dataDir,
    port: options.port ?? null,
    logLevel: options.logLevel,
    databaseUrl,
    say,
  };
}

function* ordersOf(building: Building): Generator<ShopOrder> {
  const limit =
    options.limit ?? (options.headless && options.orders === undefined ? 100 : Number.POSITIVE_INFINITY);
  const orders =
    options.orders === undefined
      ? inventOrders({
          chance: random(options.seed + 10),
          startsAt: startOfInventedOrders(building.timezone),
          timezone: building.timezone,
          secondsBetween: 60,
          waiting: options.headless ? 0 : ordersWaiting,
          items: [...building.items.values()],
          services: building.services.map(({ service }) => service),
        })
      : readOrders(options.orders, building.timezone, limit);
  let count = 0;
  for (const order of orders) {
    if (count === limit) return;
    count += 1;
    yield order;
  }
}

/** A Monday: the whole of it for a day that is played, and for people to watch the hours in which the lorries leave. */
function startOfInventedOrders(timezone: string): number {
  return DateTime.fromISO(options.headless ? '2026-03-02T09:00:00' : '2026-03-02T14:45:00', {
    zone: timezone,
  }).toMillis();
}

/** Prints how the day went; true when nothing is broken and nothing is left open. */
function report(closing: Closing): boolean {
  const { audit, hub, sheets } = closing;
  const pickerHours = sheets.pickers.reduce((sum, { workMs }) => sum + workMs, 0) / 3_600_000;
  const metres = sheets.pickers.reduce((sum, sheet) => sum + sheet.metres, 0);
  const packerSeconds = sheets.packers.reduce((sum, { workMs }) => sum + workMs, 0) / 1_000;
  say(describeAudit(audit));
  say(`noes heard: ${[...closing.refusals].map(([code, count]) => `${code} ${count}`).join(', ') || 'none'}`);
  for (const trouble of closing.troubles) say(`TROUBLE: ${trouble}`);

  const result = {
    orders: closing.orders,
    ordersShipped: audit.orders.shipped,
    ordersPartlyShipped: audit.orders.partlyShipped,
    ordersCancelled: audit.orders.cancelled,
    ordersParked: audit.orders.parked,
    ordersOpen:
      closing.orders -
      audit.orders.shipped -
      audit.orders.partlyShipped -
      audit.orders.cancelled -
      audit.orders.parked,
    lines: closing.lines,
    linesShorted: audit.linesShorted,
    unitsShipped: audit.unitsShipped,
    wrongUnitsShipped: audit.wrongUnitsShipped,
    shelfUnitsWrong: audit.shelfUnitsWrong,
    parcels: audit.parcels,
    parcelsWithOneLiveLabel: audit.parcelsWithOneLiveLabel,
    labelsPrinted: closing.labelsPrinted,
    labelsDecoded: closing.labelsDecoded,
    hubEvents: hub.events,
    hubGaps: hub.gaps,
    ledgerMovements: audit.ledgerMovements,
    rowsAudited: audit.rowsAudited,
    violations: audit.violations,
    linesPerPickerHour: ratio(audit.linesPicked, pickerHours),
    metresPerLine: ratio(metres, audit.linesPicked),
    onTimePct: audit.onTimePct,
    secondsPerParcel: ratio(packerSeconds, closing.parcelsPacked),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : Object.entries(result)
          .map(([name, value]) => `${name.padEnd(24)} ${String(value)}\n`)
          .join(''),
  );
  return audit.violations === 0 && result.ordersOpen === 0 && closing.troubles.length === 0;
}

function ratio(amount: number, per: number): number | null {
  return per === 0 ? null : Math.round((amount / per) * 10) / 10;
}

function welcome(day: Day): void {
  const { url } = day.server.running;
  const free = day.freePeople;
  const person = (role: string, isLast = false): string => {
    const found = free[isLast ? 'findLast' : 'find']((employee) => employee.role === role);
    return found === undefined
      ? 'nobody of this role is free: start with fewer simulated people'
      : `${found.name}: badge ${badgeCode(found.badge)}, PIN ${found.pin}`;
  };
  process.stdout.write(`
Floorwave is running, and people are at work in it. Join them:

  ${url}/           launcher and sign-in
  ${url}/handheld   pick    ${person('picker')}
  ${url}/bench      pack    ${person('packer')} (station ${freeStation(day)})
${day.hasWall ? `  ${url}/put-wall   sort    ${person('packer', true)}\n` : ''}  ${url}/desk       decide  ${person('lead')}
  ${url}/wall       look    ${person('admin')}

The first walks are released within two minutes. Ctrl-C stops everything.
`);
}

function freeStation(day: Day): string {
  return day.building.stations.at(-1)?.station ?? 'none';
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      say('stopping …');
      stop().then(
        () => {
          process.exit(130);
        },
        (error: unknown) => {
          say(String(error));
          process.exit(1);
        },
      );
    });
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || text.trim() === '')
    throw new InvalidArgumentError('a number from 0 up is needed');
  return value;
}

function share(text: string): number {
  const value = number(text);
  if (value > 1) throw new InvalidArgumentError('a share from 0 to 1 is needed');
  return value;
}

function kill(text: string, before: Kill[]): Kill[] {
  const [, what, percent] = /^(server|database)@(\d{1,3})%$/.exec(text) ?? [];
  if ((what !== 'server' && what !== 'database') || Number(percent) > 100)
    throw new InvalidArgumentError('something like server@50% is needed');
  return [...before, { what, atShare: Number(percent) / 100 }];
}

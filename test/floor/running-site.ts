import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { OrderDocument } from '../../server/protocol/hub.ts';
import { readBuilding, type Building, type Employee } from '../../simulators/building.ts';
import { generateDemoSite } from '../../simulators/demo-site/generate.ts';
import { Hub } from '../../simulators/hub/hub.ts';
import { startPrinter, type Printer } from '../../simulators/printer/printer.ts';
import { freePort } from '../../simulators/server-process.ts';
import { until } from '../platform/running-app.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** The demo site on a real server of its own, with a hub that sends it orders and a printer at one station. */
export interface RunningSite {
  url: string;
  building: Building;
  hub: Hub;
  printer: Printer;
  /** The packing station that the printer stands at. */
  station: string;
  employee(operator: string): Employee;
  /** The digits that stand on a place beside its barcode. */
  checkDigitsOf(location: string): string;
  order(orderId: string, lines: readonly { sku: string; units: number }[], notes?: string[]): Promise<void>;
  /** It still takes what is sent to it, and does nothing. */
  freezeServer(): void;
  /** And now does it all, in the order it came. */
  thawServer(): void;
  /** As a power cut would: no warning, nothing tidied. The database lives on, as it would on its own machine. */
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Starts a server that does the next command and dies before it has answered. */
  startDoomedServer(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `policies`: settings of the site beside those of the demo, as lines of site.yaml. `scanPolicies`: what must be proven, in
 * place of the demo's scan-policies.csv.
 */
export async function openSite(
  seed: number,
  policies: readonly string[] = [],
  scanPolicies?: string,
): Promise<RunningSite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'floorwave-by-hand-'));
  const printer = await startPrinter({ name: 'PRN-1' });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Not this process's environment: whoever runs the tests may have settings of their own.
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'development',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    OUTBOUND_ALLOW: '127.0.0.1',
    LOG_LEVEL: 'warn',
  };
  const server = new Server(env, url, join(dataDir, 'server.log'));
  let hub: Hub | null = null;

  const close = async (): Promise<void> => {
    await hub?.close();
    await server.stop();
    await printer.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const building = await loadSite(
      join(dataDir, 'site'),
      { seed, printerPort: printer.port, policies, scanPolicies },
      env,
    );
    await server.start();
    const [account] = building.hubs;
    if (account === undefined) throw new Error('expected the demo site to have a hub');
    const opened = new Hub({ url: () => url, key: account.key, now: Date.now });
    hub = opened;
    await opened.open();
    const station = building.stations.find((one) => one.printer === printer.name);
    if (station === undefined) throw new Error(`expected a station with the printer ${printer.name}`);

    return {
      url,
      building,
      hub: opened,
      printer,
      station: station.station,
      employee: (operator) => {
        const found = building.operators.find((one) => one.operator === operator);
        if (found === undefined) throw new Error(`expected ${operator} to work at the demo site`);
        return found;
      },
      checkDigitsOf: (location) => {
        const rows = parse(readFileSync(join(dataDir, 'site', 'locations.csv')), { columns: true }) as Record<
          string,
          string
        >[];
        const found = rows.find((row) => row['location'] === location)?.['check_digits'];
        if (found === undefined) throw new Error(`expected check digits of ${location}`);
        return found;
      },
      order: (orderId, lines, notes) =>
        opened.send(orderId, { ...orderOf(orderId, lines), ...(notes === undefined ? {} : { notes }) }),
      freezeServer: () => server.freeze(),
      thawServer: () => server.thaw(),
      killServer: () => server.kill(),
      startServer: () => server.start(),
      startDoomedServer: () => server.startDoomed(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadSite(
  folder: string,
  {
    seed,
    printerPort,
    policies,
    scanPolicies,
  }: {
    seed: number;
    printerPort: number;
    policies: readonly string[];
    scanPolicies: string | undefined;
  },
  env: NodeJS.ProcessEnv,
): Promise<Building> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(generateDemoSite({ seed, printerPorts: [printerPort] }))) {
    // Waves come from the supervisor's hand alone.
    await writeFile(
      join(folder, name),
      text
        .replace(/release_every_seconds: \d+/, 'release_every_seconds: 0')
        .replace(/^policies:\n/m, ['policies:', ...policies.map((line) => `  ${line}`), ''].join('\n')),
    );
  }
  if (scanPolicies !== undefined) await writeFile(join(folder, 'scan-policies.csv'), scanPolicies);
  await promisify(execFile)(process.execPath, [path('server/floor/site/site-cli.ts'), 'load', folder], {
    env,
  });
  return readBuilding(folder);
}

function orderOf(orderId: string, lines: readonly { sku: string; units: number }[]): OrderDocument {
  return {
    orderNumber: orderId,
    revision: 1,
    shipTo: {
      name: 'Ada Lowell',
      address1: '12 Mill Lane',
      postcode: 'LS1 4AB',
      city: 'Leeds',
      country: 'GB',
    },
    lines: lines.map(({ sku, units }, index) => ({ lineId: String(index + 1), sku, quantity: units })),
  };
}

/** The server as a process of its own, on the system's clock and its own durable database. */
class Server {
  readonly #env: NodeJS.ProcessEnv;
  readonly #url: string;
  readonly #logFile: string;
  #child: ChildProcess | null = null;
  #wasKilled = false;

  constructor(env: NodeJS.ProcessEnv, url: string, logFile: string) {
    this.#env = env;
    this.#url = url;
    this.#logFile = logFile;
  }

  async start(): Promise<void> {
    const child = this.#spawn({});
    await until(() => this.#isReady(child), 60_000, `a server that is ready at ${this.#url}`);
  }

  async startDoomed(): Promise<void> {
    this.#wasKilled = true;
    const child = this.#spawn({ FAILPOINT: 'dispatch.afterCommit:kill' });
    await until(() => child.signalCode ?? undefined, 30_000, 'a command that kills the server');
    this.#child = null;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#wasKilled = true;
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    // A killed server left its database running: the next one takes it over and ends it in order.
    if (this.#wasKilled && this.#child === null) await this.start();
    await this.#end('SIGTERM');
  }

  #spawn(more: NodeJS.ProcessEnv): ChildProcess {
    const log = openSync(this.#logFile, 'a');
    const child = spawn(process.execPath, [path('server/main.ts')], {
      env: { ...this.#env, ...more },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    // A test run that is broken off leaves nobody behind.
    const goAlong = (): boolean => child.kill('SIGTERM');
    process.once('exit', goAlong);
    child.once('exit', () => process.off('exit', goAlong));
    return child;
  }

  async #isReady(child: ChildProcess): Promise<true | undefined> {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `the server ended while it started\n${readFileSync(this.#logFile, 'utf8').slice(-2_000)}`,
      );
    }
    const answer = await fetch(`${this.#url}/health/ready`).catch(() => null); // nobody listens there yet
    return answer?.ok === true ? true : undefined;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}

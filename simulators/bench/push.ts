import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { badgeCode, cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { PickPrompt } from '../../server/protocol/prompts.ts';
import type { Views } from '../../server/protocol/views.ts';
import { readBuilding, type Building } from '../building.ts';
import { generateDemoSite } from '../demo-site/generate.ts';
import { Device, DeviceLog, realSeconds } from '../device.ts';
import { consigneeOf } from '../hub/consignees.ts';
import { Hub } from '../hub/hub.ts';
import { random } from '../random.ts';
import { freePort, ServerProcess } from '../server-process.ts';
import { fsyncPerSecond } from './fsync.ts';
import { quantile } from './quantile.ts';

/**
 * How long it takes until a change that somebody else made stands on a picker's screen, with a hundred handhelds on the floor that
 * scan meanwhile. What is measured begins when the other sends (a lead the answer, a hub the cancellation, a supervisor the wave)
 * and ends when the picker's handheld hears the new question. Bars: p99 at most 1 s (issue), 250 ms (LOAD-2).
 */
const options = new Command('npm run bench:push --')
  .option('--handhelds <n>', 'pickers who are signed in', wholeNumber, 100)
  .option('--rate <n>', 'commands a second that the others send meanwhile', wholeNumber, 50)
  .option('--samples <n>', 'pushes measured of each kind', wholeNumber, 100)
  .option('--seed <n>', '', wholeNumber, 1)
  .option('--json', 'the last line is one JSON object', false)
  .parse()
  .opts<{ handhelds: number; rate: number; samples: number; seed: number; json: boolean }>();

/** Bench pickers may go everywhere and pick everything; the demo's own people have limits. */
const benchPerson = 'bench-';
const dataDir = mkdtempSync(join(tmpdir(), 'floorwave-bench-'));
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const siteCli = fileURLToPath(new URL('../../server/floor/site/site-cli.ts', import.meta.url));

class Picker {
  readonly device: Device;
  prompt: PickPrompt | null = null;
  #waiting: { isIt: (prompt: PickPrompt) => boolean; heard: () => void } | null = null;

  constructor(device: Device) {
    this.device = device;
  }

  async open(): Promise<void> {
    await this.device.watch('handheld', (view: Views['handheld'], isAsked) => {
      this.prompt = view;
      if (!isAsked && this.#waiting?.isIt(view) === true) this.#waiting.heard();
    });
  }

  async scan(scan: string): Promise<void> {
    this.#take(await this.device.command('PickScan', { scan }));
  }

  async command(name: 'GetWork' | 'SkipStop' | 'Acknowledge'): Promise<void> {
    this.#take(await this.device.command(name, {}));
  }

  async ask(): Promise<void> {
    this.#take(await this.device.command('AskLead', { question: 'blocked' }));
  }

  /** Milliseconds from now until a question like this is pushed; only pushes count, never an answer to this picker. */
  async hears(isIt: (prompt: PickPrompt) => boolean): Promise<number> {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => {
        const before = this.prompt?.kind ?? 'nothing';
        // Was the push lost, or was there nothing to push?
        this.device.look().then(() => {
          reject(
            new Error(
              `${this.device.name} heard nothing for 30 s and was asked ${before}; a look tells ${JSON.stringify(this.prompt)}`,
            ),
          );
        }, reject);
      }, 30_000);
      this.#waiting = {
        isIt,
        heard: () => {
          clearTimeout(tooLate);
          this.#waiting = null;
          resolve();
        },
      };
    });
    return performance.now() - from;
  }

  /** The walk is over: whatever is on the cart goes to the drop, and what was found empty before is counted. */
  async bringBack(): Promise<void> {
    if (this.prompt?.kind === 'ScanDrop') await this.scan(locationCode(this.prompt.drop));
    while (this.prompt?.kind === 'CountPlace') {
      await this.scan(locationCode(this.prompt.place.location));
      while ((this.prompt as PickPrompt).kind === 'CountItem')
        this.#take(await this.device.command('AnswerEmpty', { isEmpty: true }));
    }
    if (this.prompt?.kind !== 'GetWork')
      throw new Error(`expected ${this.device.name} to be free, not asked ${this.prompt?.kind ?? 'nothing'}`);
  }

  /** Milliseconds from the report of an empty place until another place of the same item is asked for. */
  async findsNothing(): Promise<number> {
    if (this.prompt?.kind !== 'ScanLocation') throw new Error('expected to be sent to a place');
    const { location, sku } = this.prompt;
    await this.scan(locationCode(location));
    const from = performance.now();
    this.#take(await this.device.command('ReportShort', { reason: 'not_there', found: 0 }));
    const took = performance.now() - from;
    const next = this.prompt as PickPrompt;
    if (next.kind !== 'ScanLocation' || next.sku !== sku || next.location === location)
      throw new Error(`expected a second place of ${sku}, not ${JSON.stringify(next)}`);
    return took;
  }

  #take(reply: { prompt?: PickPrompt }): void {
    if (reply.prompt !== undefined) this.prompt = reply.prompt;
  }
}

const { handhelds, rate, samples, seed } = options;
const started: { server: ServerProcess | null } = { server: null };
let isFine = false;
try {
  isFine = await measure();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (started.server !== null) say(started.server.lastLogLines());
} finally {
  await started.server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(isFine ? 0 : 1);

async function measure(): Promise<boolean> {
  const { building, twice } = await loadSite();
  const startedAt = Date.parse('2030-03-04T09:00:00Z') - performance.now();
  const now = (): number => startedAt + performance.now();
  const server = new ServerProcess(
    { dataDir, port: await freePort(), logLevel: 'warn', databaseUrl: null },
    1,
    now,
  );
  started.server = server;
  await server.start();
  const log = new DeviceLog();
  const runId = randomUUID().slice(0, 8);
  const url = (): string => server.running.url;
  const [account] = building.hubs;
  if (account === undefined) throw new Error('expected the site to know a hub');
  const hub = new Hub({ url, key: account.key, now });
  const desk = new Device({ name: 'DESK-1', screen: 'desk', url, log, runId });
  const boss = building.operators.find(({ role }) => role === 'supervisor');
  if (boss === undefined) throw new Error('expected the site to have a supervisor');
  await desk.signIn(badgeCode(boss.badge), boss.pin, null);

  say(`${handhelds} pickers sign in`);
  const pickers: Picker[] = [];
  const people = building.operators.filter(({ operator }) => operator.startsWith(benchPerson));
  for (const [at, person] of people.entries()) {
    const device = new Device({ name: `HH-${at + 1}`, screen: 'handheld', url, log, runId });
    const enrolled = await desk.command('EnrolDevice', {
      kind: 'handheld',
      device: device.name,
      station: null,
    });
    if (!enrolled.ok) throw new Error(`${device.name} could not be enrolled: ${enrolled.refusal}`);
    await device.enrol(String(enrolled.result?.['code']));
    await device.signIn(badgeCode(person.badge), null, null);
    const picker = new Picker(device);
    await picker.open();
    await picker.command('GetWork');
    pickers.push(picker);
  }

  const chance = random(seed);
  const stocked = [...new Set(building.stock.map(({ goods }) => goods.sku))];
  let orderNo = 0;
  const order = async (lines: number, from = stocked): Promise<string> => {
    const orderId = `B${++orderNo}`;
    const skus = new Set<string>();
    while (skus.size < lines) skus.add(chance.pick(from));
    await hub.send(orderId, {
      orderNumber: orderId,
      revision: 1,
      shipTo: consigneeOf(seed, orderId, 'GB', false),
      packRules: { mayShipPartial: 'quantities' },
      lines: [...skus].map((sku, at) => ({ lineId: String(at + 1), sku, quantity: 1 })),
    });
    return orderId;
  };
  const release = async (limit: number): Promise<void> => {
    const reply = await desk.command('ReleaseWave', { limit, service: null });
    if (!reply.ok) throw new Error(`nothing was released: ${reply.refusal}`);
  };

  say('a wave for everybody who waits');
  for (let at = 0; at < handhelds; at++) await order(4);
  const claimed = pickers.map((picker) => picker.hears(({ kind }) => kind === 'ScanCart'));
  await release(handhelds);
  const waves = await Promise.all(claimed);

  const carts = [...building.carts];
  const totes = [...building.totes];
  const orderOf = new Map<Picker, string>();
  const cartOf = new Map<Picker, string>();
  for (const picker of pickers) {
    const cart = carts.pop()?.cart ?? '';
    cartOf.set(picker, cart);
    await picker.scan(cartCode(cart));
    if (picker.prompt?.kind !== 'ScanTote')
      throw new Error(`expected a tote to be asked for, not ${picker.prompt?.kind ?? 'nothing'}`);
    orderOf.set(picker, picker.prompt.orderNumber ?? '');
    await picker.scan(toteCode(totes.pop() ?? ''));
  }

  say(`${samples} answers of a lead, while the others send ${rate} commands a second`);
  const [asker, ...others] = pickers;
  if (asker === undefined) throw new Error('expected at least one handheld');
  const load = startLoad(others);
  await realSeconds(2);
  let questions: Views['desk']['exceptions'] = [];
  await desk.watch('desk', (view: Views['desk']) => {
    questions = view.exceptions.filter(({ kind }) => kind === 'question');
  });
  const answers: number[] = [];
  const floor: number[] = [];
  for (let at = 0; at < samples; at++) {
    await asker.ask();
    await desk.look();
    const [question] = questions;
    if (question === undefined) throw new Error('expected the desk to see the question');
    const heard = asker.hears(({ kind }) => kind === 'LeadAnswered');
    const answered = desk.command('AnswerQuestion', { exception: question.exception, answer: 'yes' });
    answers.push(await heard);
    await answered;
    await asker.command('Acknowledge');
    const from = performance.now();
    await asker.device.flush();
    floor.push(performance.now() - from);
  }

  const victims = others.slice(0, Math.min(samples, Math.floor(others.length / 2)));
  say(`${victims.length} orders cancelled under a picker's hands`);
  const cancels: number[] = [];
  for (const victim of victims) {
    load.leaveOut(victim);
    const heard = victim.hears(({ kind }) => kind === 'LinesCancelled');
    const cancelled = hub.cancel(orderOf.get(victim) ?? '', 'bench');
    cancels.push(await heard);
    await cancelled;
  }

  say(`${victims.length} places found empty: the second location in the same walk`);
  const seconds: number[] = [];
  for (const [at, victim] of victims.entries()) {
    await victim.command('Acknowledge');
    await victim.bringBack();
    await order(1, [twice[at] ?? '']);
    const called = victim.hears(({ kind }) => kind === 'ScanCart');
    await release(1);
    await called;
    await victim.scan(cartCode(cartOf.get(victim) ?? ''));
    await victim.scan(toteCode(totes.pop() ?? ''));
    seconds.push(await victim.findsNothing());
  }
  const { sent, lasted } = await load.stop();

  const { acks } = load;
  const p99 = (values: number[]): number => quantile(values, 0.99);
  const base = p99(floor);
  const metrics = [
    metric('lead answer to screen p50', quantile(answers, 0.5), base, null),
    metric('lead answer to screen p99', p99(answers), base, 1_000),
    metric('hub cancellation to screen p99', p99(cancels), base, 1_000),
    metric('short to second location on screen p99', p99(seconds), base, 1_000),
    metric('wave to every waiting screen p99', p99(waves), base, null),
    metric('command acknowledged under load p99', p99(acks), base, null),
    {
      name: 'commands a second meanwhile',
      value: round(sent / lasted),
      unit: '1/s',
      baseline: rate,
      ratio: round(sent / lasted / rate),
      bar: null,
      pass: true,
    },
  ];
  for (const one of metrics)
    say(
      `${one.name.padEnd(40)} ${String(one.value).padStart(8)} ${one.unit}  (${one.ratio} × ${one.baseline})${one.bar === null ? '' : one.pass ? '  ok' : `  above ${one.bar}`}`,
    );
  const pass = metrics.every((one) => one.pass) && log.faults.length === 0;
  for (const fault of log.faults.slice(0, 5)) say(`FAULT ${fault}`);
  const result = {
    bench: 'push',
    seed,
    commit: commit(),
    cores: cpus().length,
    fsyncPerSecond: fsyncPerSecond(dataDir),
    handhelds,
    metrics,
    pass,
  };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const picker of pickers) picker.device.close();
  desk.close();
  await hub.close();
  return pass;
}

interface Load {
  acks: number[];
  leaveOut(picker: Picker): void;
  stop(): Promise<{ sent: number; lasted: number }>;
}

/** Pickers who put their stop last, one after the other and again: each is a whole transaction with a journal row and a push. */
function startLoad(pickers: readonly Picker[]): Load {
  const acks: number[] = [];
  const working = [...pickers];
  const running = new Set<Promise<void>>();
  const from = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1_000) * rate);
    for (; sent < due; sent++) {
      const picker = working.shift();
      if (picker === undefined) return;
      const began = performance.now();
      const done = picker.command('SkipStop').then(() => {
        acks.push(performance.now() - began);
        if (!left.has(picker)) working.push(picker);
        running.delete(done);
      });
      running.add(done);
    }
  }, 5);
  const left = new Set<Picker>();
  return {
    acks,
    leaveOut(picker) {
      left.add(picker);
      const at = working.indexOf(picker);
      if (at >= 0) working.splice(at, 1);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
      return { sent, lasted: (performance.now() - from) / 1_000 };
    },
  };
}

/** The demo site with a picker, a cart of one place and totes for every handheld, and no rule that releases on its own. */
async function loadSite(): Promise<{ building: Building; twice: string[] }> {
  const folder = join(dataDir, 'site');
  mkdirSync(folder, { recursive: true });
  const files = generateDemoSite({ seed, printerPorts: [] });
  // One item for every empty place that is reported: what was missed there is gone for whoever comes next.
  const shelves = (files['stock.csv'] ?? '')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const alone = shelves.filter(
    ([, sku, , , lot]) => lot === '' && shelves.filter((other) => other[1] === sku).length === 1,
  );
  const twice = alone.slice(0, samples).map(([, sku]) => sku ?? '');
  const twins = alone
    .slice(0, samples)
    .map(([owner, sku], at) => `${owner},${sku},${alone.at(-1 - at)?.[2]},200,,\n`);
  const numbers = Array.from({ length: handhelds }, (_, at) => at + 1);
  const more: Record<string, (text: string) => string> = {
    'site.yaml': (text) => text.replace('release_every_seconds: 120', 'release_every_seconds: 86400'),
    'operators.csv': (text) =>
      text +
      numbers
        .map(
          (n) =>
            `${benchPerson}${n},Bench ${n},picker,en,BENCH${String(n).padStart(6, '0')},${100_000 + n},,hazmat\n`,
        )
        .join(''),
    'stock.csv': (text) => text + twins.join(''),
    'carts.csv': () => `cart,places\n${numbers.map((n) => `B-${n},1\n`).join('')}`,
    'totes.csv': () =>
      `tote\n${[...numbers, ...numbers].map((n, at) => `BT-${n}${at < handhelds ? '' : 'B'}\n`).join('')}`,
  };
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), more[name]?.(text) ?? text);
  say('loading the site');
  await promisify(execFile)(process.execPath, [siteCli, 'load', folder], {
    env: { ...process.env, NODE_ENV: 'development', DATA_DIR: dataDir, DATABASE_URL: '' },
  });
  return { building: readBuilding(folder), twice };
}

function metric(name: string, value: number, baseline: number, bar: number | null) {
  return {
    name,
    value: round(value),
    unit: 'ms',
    baseline: round(baseline),
    ratio: round(value / baseline),
    bar,
    pass: bar === null || value <= bar,
  };
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

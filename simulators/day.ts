import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DateTime } from 'luxon';
import { badgeCode } from '../server/barcode/own-codes.ts';
import type { OrderDocument } from '../server/protocol/hub.ts';
import type { RefusalCode } from '../server/protocol/refusals.ts';
import { createLabelReader } from '../label-templates/read-label.ts';
import { auditDay } from './audit/audit.ts';
import type { Audit } from './audit/audit.ts';
import { readBuilding } from './building.ts';
import type { Building, Employee } from './building.ts';
import { Clock } from './clock.ts';
import { generateDemoSite } from './demo-site/generate.ts';
import { itemForUnknownSku, placeForUnknownSku } from './demo-site/unknown-sku.ts';
import { Device, DeviceLog, realSeconds } from './device.ts';
import type { Screen } from './device.ts';
import { armKills, comeBack, type Kill } from './kills.ts';
import { canaryName, consigneeOf } from './hub/consignees.ts';
import { Hub } from './hub/hub.ts';
import type { HubAccount } from './hub/hub.ts';
import type { ShopOrder } from './hub/orders.ts';
import { Person, trackingOn } from './operators/person.ts';
import type { Floor, Timesheet } from './operators/person.ts';
import { Packer } from './operators/packer.ts';
import { Picker } from './operators/picker.ts';
import { Sorter } from './operators/sorter.ts';
import { Supervisor } from './operators/supervisor.ts';
import { startPrinter } from './printer/printer.ts';
import type { Printer, PrinterFaults } from './printer/printer.ts';
import { random, seedOf } from './random.ts';
import { freePort, ServerProcess } from './server-process.ts';
import { Truth } from './truth.ts';
import { Visitors } from './visitors.ts';

export interface DayOptions {
  seed: number;
  /** Times as fast as the wall clock; 0 jumps. */
  speed: number;
  /** Share of human actions that go wrong. */
  mistakes: number;
  pickers: number;
  packers: number;
  /** People who sort, where orders meet at a put wall. */
  sorters: number;
  /** Told with the building in hand, whose items and time zone they need. */
  orders: (building: Building) => Iterable<ShopOrder>;
  /** Orders never stop coming; the day ends when it is stopped. */
  isEndless: boolean;
  /** The time at which a day with endless orders begins; otherwise it is the first order's. */
  startsAt: number;
  /** Share of orders that the hub cancels or holds while they are worked on. */
  changesOfMind: number;
  kills: readonly Kill[];
  /** How orders are picked. */
  pickMode: string;
  /** What pickers have to prove, as scan-policies.csv; null: as the demo site has it. */
  scanPolicies: string | null;
  /** Minutes for which the hub answers every delivery with 500, from the first packed order on. */
  hubOutageMinutes: number;
  /** Minutes between two troubles with some printer, on average; 0 for none. */
  printerTroubleMinutes: number;
  dataDir: string;
  port: number | null;
  logLevel: string;
  databaseUrl: string | null;
  /** Sentences for the person who watches. */
  say: (sentence: string) => void;
}

export interface Closing {
  audit: Audit;
  hub: HubAccount;
  orders: number;
  lines: number;
  labelsPrinted: number;
  labelsDecoded: number;
  sheets: { pickers: Timesheet[]; packers: Timesheet[] };
  parcelsPacked: number;
  /** People who could not go on, and answers that only a bug gives. */
  troubles: string[];
  refusals: Map<RefusalCode, number>;
}

const siteCli = fileURLToPath(new URL('../server/floor/site/site-cli.ts', import.meta.url));

/** An order that stays backordered so long is cancelled by its hub. */
const backorderPatience = 24 * 3_600_000;
/** Simulated time without any news after which nobody believes in an end any more. */
const silenceIsTheEnd = 4 * 24 * 3_600_000;
/** What is still to be put back, counted or looked at gets so much time after the last order. */
const tidyingUp = 45 * 60_000;

/** A whole day: the real server, and around it everybody and everything that it would meet in a warehouse. */
export class Day {
  readonly #options: DayOptions;
  /** Null when they never end. */
  readonly #orders: readonly ShopOrder[] | null;
  readonly clock: Clock;
  readonly building: Building;
  readonly server: ServerProcess;
  readonly #hub: Hub;
  readonly #printers: Map<string, Printer>;
  readonly #closePrinters: () => Promise<void>;
  readonly #floor: Floor;
  readonly #log = new DeviceLog();
  readonly #devices: Device[] = [];
  readonly #runId = randomUUID().slice(0, 8);
  readonly #troubles: string[] = [];
  #boss: Person | null = null;
  #pickers: Person[] = [];
  #sorters: Person[] = [];
  #packers: { person: Person; packer: Packer }[] = [];
  #sent: ShopOrder[] = [];
  #lastNews = 0;
  #allSent = false;
  #lives: Promise<void>[] = [];
  #activityAtLastLook = 0;
  #progress = () => 'not begun';

  private constructor(
    options: DayOptions,
    orders: readonly ShopOrder[] | null,
    clock: Clock,
    building: Building,
    server: ServerProcess,
    printers: Map<string, Printer>,
    closePrinters: () => Promise<void>,
  ) {
    this.#options = options;
    this.#orders = orders;
    this.clock = clock;
    this.building = building;
    this.server = server;
    this.#printers = printers;
    this.#closePrinters = closePrinters;
    const [account] = building.hubs;
    if (account === undefined) throw new Error('expected the site to know a hub');
    this.#hub = new Hub({ url: () => server.running.url, key: account.key, now: () => clock.now() });
    this.#floor = {
      clock,
      truth: new Truth(),
      building,
      mistakes: options.mistakes,
      freeCarts: new Set(building.carts.map(({ cart }) => cart)),
      freeTotes: [...building.totes].reverse(),
      boxLabels: 0,
      taken: new Set(),
      printers,
      boxOf: new Map(),
    };
  }

  /** Builds the site, starts printers and server, fills the shelves, signs everybody in. The clock stands until `play`. */
  static async prepare(options: DayOptions): Promise<Day> {
    const { seed, speed, dataDir, say } = options;
    mkdirSync(dataDir, { recursive: true });
    const reader = createLabelReader();
    const printers = await Promise.all(
      [1, 2, 3, 4].map(async (number) => await startPrinter({ name: `PRN-${number}`, reader })),
    );
    const closePrinters = async (): Promise<void> => {
      for (const printer of printers) await printer.close();
      await reader.close();
    };

    const folder = join(dataDir, 'site');
    mkdirSync(folder, { recursive: true });
    const files = {
      ...generateDemoSite({
        seed,
        printerPorts: printers.map(({ port }) => port),
        pickMode: options.pickMode,
      }),
      ...(options.scanPolicies === null ? {} : { 'scan-policies.csv': options.scanPolicies }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    say(`loading the site from ${folder}`);
    await promisify(execFile)(process.execPath, [siteCli, 'load', folder], {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATA_DIR: dataDir,
        ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }),
      },
    }).catch((error: unknown) => {
      throw new Error(`the site could not be loaded: ${String(error)}`);
    });

    const building = readBuilding(folder);
    const orders = options.isEndless ? null : [...options.orders(building)];
    const clock = new Clock(orders === null ? options.startsAt : firstOf(orders).orderedAt, speed);
    const server = new ServerProcess(
      {
        dataDir,
        port: options.port ?? (await freePort()),
        logLevel: options.logLevel,
        databaseUrl: options.databaseUrl,
      },
      speed,
      () => clock.now(),
    );
    const day = new Day(
      options,
      orders,
      clock,
      building,
      server,
      new Map(printers.map((printer) => [printer.name, printer])),
      closePrinters,
    );
    clock.begin();
    say('starting the server');
    await server.start();
    // What the hub is not yet listening to is never pushed to it.
    await day.#hub.open();
    await day.#fillShelves();
    await day.#signEverybodyIn();
    return day;
  }

  /** Lets the day run until every order has ended, or until `stopped` resolves. */
  async play(stopped: Promise<void> | null = null): Promise<void> {
    const { clock } = this;
    const { hubOutageMinutes } = this.#options;
    let isOutageOver = false;
    const news = clock.bell();
    const ends = new Set<string>();
    // Whole trucks of orders end at once, when people have gone home: an order is through when it is packed.
    const through = new Set<string>();
    this.#progress = () =>
      `${DateTime.fromMillis(clock.now(), { zone: this.building.timezone }).toFormat('yyyy-MM-dd HH:mm')}, ${ends.size} of ${this.#sent.length} orders have ended`;
    this.#lastNews = clock.now();
    const killIfItIsTime = armKills({
      kills: this.#options.kills,
      chance: random(this.#options.seed + 3),
      say: this.#options.say,
      share: () => through.size / (this.#orders?.length ?? Number.POSITIVE_INFINITY),
      clock,
      server: this.server,
      devices: this.#devices,
      log: this.#log,
      trouble: (what) => this.#troubles.push(what),
    });
    this.#hub.onEvent((event) => {
      this.#lastNews = clock.now();
      const orderId = event.data.order?.orderId;
      if (orderId !== undefined && this.#hub.hasEnded(orderId)) ends.add(orderId);
      if (orderId !== undefined && (event.type === 'parcel.labelled' || ends.has(orderId)))
        through.add(orderId);
      if (hubOutageMinutes > 0 && through.size === 1 && !isOutageOver) {
        isOutageOver = true;
        this.#hub.failFor(hubOutageMinutes * 60_000);
      }
      killIfItIsTime();
      news.ring();
    });
    const failed = new Promise<never>((_, reject) => {
      let diedAt = Number.NEGATIVE_INFINITY;
      this.server.onDeath((reason) => {
        // Somebody who watches may pull the plug; a day played for its figures must not, nor may a server die all the time.
        const isTooOften = performance.now() - diedAt < 10_000;
        diedAt = performance.now();
        if (stopped === null || isTooOften) return reject(reason);
        this.#options.say('the server was killed: starting it again');
        clock
          .hold(async () => {
            await comeBack({ server: this.server, devices: this.#devices, say: this.#options.say });
          })
          .catch(reject);
      });
      clock.drive(
        {
          tick: async (now) => await this.server.tick(now),
          isWorkLeft: () => ends.size < this.#sent.length,
          flush: async (jump) => {
            await this.#flush(jump);
          },
        },
        reject,
      );
    });
    for (const { person, life } of this.#people()) this.#lives.push(this.#live(person, life));
    // A day played for its figures has no guests.
    if (stopped !== null) this.#lives.push(this.#watchVisitors(stopped));
    this.#lives.push(
      clock.run(async () => {
        await this.#sendOrders();
      }),
      clock.run(async () => {
        await this.#troublePrinters();
      }),
    );

    const end = clock.run(async () => {
      for (;;) {
        await news.wait(3_600_000);
        await this.#cancelBackorders();
        if (this.#allSent && ends.size >= this.#sent.length) break;
        if (this.#allSent && clock.now() - this.#lastNews > silenceIsTheEnd) break;
      }
      await clock.sleep(tidyingUp);
    });
    await Promise.race([end, failed, ...(stopped === null ? [] : [stopped])]);
    clock.stop();
    await Promise.race([Promise.all(this.#lives), failed, realSeconds(20)]);
  }

  /** Waits for what is still on its way, audits, and tells how the day went. */
  async close(): Promise<Closing> {
    await this.#drain();
    for (const printer of this.#printers.values()) await printer.idle();
    const hub = await this.#hub.account();
    const labels = [...this.#printers.values()].flatMap((printer) => [...printer.labels()]);
    const [account] = this.building.hubs;
    const audit = await auditDay(this.server.running.databaseUrl, {
      site: this.building.site,
      hub: account?.hub ?? '',
      hubAccepted: this.#hub.accepted,
      hubAccount: hub,
      acked: this.#log.acked,
      changedAnswers: this.#log.changedAnswers,
      resent: this.#log.resent,
      printed: labels.map((label) => trackingOn(label) ?? 'unreadable'),
      truth: this.#floor.truth,
      boxOf: this.#floor.boxOf,
      canaryName,
      serverLog: readFileSync(this.server.logFile, 'utf8'),
    });
    const refusals = new Map<RefusalCode, number>();
    for (const { sheet } of this.#workers()) {
      for (const [code, count] of sheet.refusals) refusals.set(code, (refusals.get(code) ?? 0) + count);
    }
    return {
      audit,
      hub,
      orders: this.#sent.length,
      lines: this.#sent.reduce((sum, { lines }) => sum + lines.length, 0),
      labelsPrinted: labels.length,
      labelsDecoded: labels.filter(({ decoded }) => decoded).length,
      sheets: {
        pickers: this.#pickers.map(({ sheet }) => sheet),
        packers: this.#packers.map(({ person }) => person.sheet),
      },
      parcelsPacked: this.#packers.reduce((sum, { packer }) => sum + packer.parcels, 0),
      troubles: [...this.#troubles, ...this.#log.faults.filter((fault) => !fault.endsWith('(again)'))],
      refusals,
    };
  }

  /** Where the day stands, in a few words. */
  get progress(): string {
    return this.#progress();
  }

  async stop(): Promise<void> {
    this.clock.stop();
    for (const device of this.#devices) device.close();
    await this.#hub.close();
    await this.server.stop();
    await this.#closePrinters();
  }

  get hasWall(): boolean {
    return ['batch', 'putwall', 'mixed'].includes(this.#options.pickMode);
  }

  /** People of the site who are left for somebody at a browser. */
  get freePeople(): Employee[] {
    const busy = new Set(this.#workers().map(({ employee }) => employee.operator));
    return this.building.operators.filter(
      ({ operator, role }) => !busy.has(operator) && role !== 'supervisor',
    );
  }

  async enrolmentCode(
    kind: 'handheld' | 'station' | 'wall' | 'desk',
    device: string,
    station: string | null,
  ): Promise<string> {
    return await this.#enrolmentCode(this.#desk(), kind, device, station);
  }

  #desk(): Device {
    const [desk] = this.#devices;
    if (desk === undefined) throw new Error('expected the desk to be open');
    return desk;
  }

  async #fillShelves(): Promise<void> {
    const { building } = this.#floor;
    const chance = random(this.#options.seed + 1);
    for (const { goods, location, units } of building.stock) this.#deliver(goods, location, units, chance);

    const wanted = new Map<string, number>();
    for (const { lines } of this.#orders ?? [])
      for (const { sku, units } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + Math.max(0, units));
    const unknown = [...wanted].filter(([sku]) => !building.items.has(sku));
    if (unknown.length > 0) this.#options.say(`creating ${unknown.length} items that the site does not know`);
    const places = [...building.spots.values()]
      .filter(({ kind }) => kind === 'pick')
      .map(({ location }) => location);
    await inParallel(4, unknown, async ([sku, units]) => {
      const item = itemForUnknownSku(sku);
      await this.#hub.createItem(sku, item);
      building.items.set(sku, {
        sku,
        name: item.name,
        gtin: item.gtins?.[0]?.gtin ?? null,
        isLotControlled: false,
        isSerialControlled: false,
        velocity: 'C',
      });
      const location = placeForUnknownSku(sku, places);
      const receipt = Math.ceil(units * 1.5) + 20;
      await this.#hub.adjustStock({
        kind: 'receipt',
        sku,
        location,
        units: receipt,
        reason: 'opening of the demo',
      });
      this.#deliver({ sku, lot: '' }, location, receipt, random(seedOf(`${this.#options.seed}:${sku}`)));
    });
  }

  /** Goods come in as booked; at some places a few of them are gone before the day begins. */
  #deliver(
    goods: { sku: string; lot: string },
    location: string,
    units: number,
    chance: ReturnType<typeof random>,
  ): void {
    const { truth } = this.#floor;
    const isNumbered = this.#floor.building.items.get(goods.sku)?.isSerialControlled === true;
    truth.deliver(`location:${location}`, goods, units, isNumbered ? serialsFor(goods, location, units) : []);
    if (chance.next() < this.#options.mistakes)
      truth.move(`location:${location}`, 'lost', goods, chance.int(1, Math.max(1, Math.floor(units / 3))));
  }

  async #signEverybodyIn(): Promise<void> {
    const { seed, pickers, packers, sorters, say } = this.#options;
    const boss = this.#employees('supervisor')[0];
    if (boss === undefined) throw new Error('expected the site to have a supervisor');
    const desk = this.#device('desk', 'DESK-1');
    await desk.signIn(badgeCode(boss.badge), boss.pin, null);

    this.#pickers = await this.#crew('picker', 'handheld', pickers, desk, (number) => ({
      name: `HH-${number}`,
      station: null,
    }));
    const benches = this.building.stations;
    const people = await this.#crew('packer', 'bench', packers, desk, (number) => ({
      name: `BENCH-${number}`,
      station: benches[number - 1]?.station ?? null,
    }));
    this.#packers = people.map((person, index) => ({
      person,
      packer: new Packer(person, benches[index]?.printer ?? null),
    }));
    this.#sorters = await this.#crew(
      'packer',
      'putWall',
      this.hasWall ? sorters : 0,
      desk,
      (number) => ({ name: `SORT-${number}`, station: null }),
      benches.length,
    );
    this.#boss = new Person(this.#floor, desk, boss, random(seed + 999));
    const atWall = this.hasWall ? `, ${sorters} at the put wall` : '';
    say(`${pickers} pickers, ${packers} packers${atWall} and a supervisor have signed in`);
  }

  #workers(): Person[] {
    return [...this.#pickers, ...this.#packers.map(({ person }) => person), ...this.#sorters];
  }

  #people(): { person: Person; life: () => Promise<void> }[] {
    const boss = this.#boss;
    return [
      ...this.#pickers.map((person) => ({
        person,
        life: async () => {
          await new Picker(person).work();
        },
      })),
      ...this.#packers.map(({ person, packer }) => ({
        person,
        life: async () => {
          await packer.work();
        },
      })),
      ...this.#sorters.map((person) => ({
        person,
        life: async () => {
          await new Sorter(person).work();
        },
      })),
      ...(boss === null
        ? []
        : [
            {
              person: boss,
              life: async () => {
                await new Supervisor(boss).work();
              },
            },
          ]),
    ];
  }

  async #crew(
    role: string,
    screen: Screen,
    count: number,
    desk: Device,
    place: (number: number) => { name: string; station: string | null },
    /** So many of the role have other work. */
    others = 0,
  ): Promise<Person[]> {
    const employees = this.#employees(role).slice(others, others + count);
    if (employees.length < count)
      throw new Error(`${count} of role ${role} are wanted, the site has ${employees.length}`);
    const people: Person[] = [];
    for (const [index, employee] of employees.entries()) {
      const { name, station } = place(index + 1);
      if (screen === 'bench' && station === null)
        throw new Error(
          `${count} packers are wanted, the site has ${this.building.stations.length} stations`,
        );
      const device = this.#device(screen, name);
      await device.enrol(
        await this.#enrolmentCode(desk, screen === 'bench' ? 'station' : 'handheld', name, station),
      );
      // An enrolled device needs the badge alone.
      await device.signIn(badgeCode(employee.badge), null, station);
      people.push(
        new Person(
          this.#floor,
          device,
          employee,
          random(
            this.#options.seed * 1_000 +
              people.length +
              (screen === 'bench' ? 500 : screen === 'putWall' ? 700 : 0),
          ),
        ),
      );
    }
    return people;
  }

  async #enrolmentCode(
    desk: Device,
    kind: 'handheld' | 'station' | 'wall' | 'desk',
    device: string,
    station: string | null,
  ): Promise<string> {
    const reply = await desk.command('EnrolDevice', { kind, device, station });
    const code = reply.ok ? reply.result?.['code'] : null;
    if (typeof code !== 'string')
      throw new Error(`${device} could not be enrolled: ${JSON.stringify(reply)}`);
    return code;
  }

  #employees(role: string): Employee[] {
    return this.building.operators.filter((employee) => employee.role === role);
  }

  #device(screen: Screen, name: string): Device {
    const device = new Device({
      name,
      screen,
      url: () => this.server.running.url,
      log: this.#log,
      runId: this.#runId,
    });
    this.#devices.push(device);
    return device;
  }

  async #live(person: Person, life: () => Promise<void>): Promise<void> {
    try {
      await this.clock.run(life);
    } catch (error) {
      this.#troubles.push(
        `${person.employee.operator} went home: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.#options.say(this.#troubles.at(-1) ?? '');
    }
  }

  /** Until the day is stopped; what cannot be read now, while a server or its database comes back, is read then. */
  async #watchVisitors(stopped: Promise<void>): Promise<void> {
    const simulated = new Set(this.#people().map(({ person }) => person.employee.operator));
    const visitors = new Visitors(this.#floor, (operator) => simulated.has(operator));
    let isOver = false;
    void stopped.then(() => (isOver = true));
    let isTold = false;
    while (!isOver) {
      try {
        await visitors.look(this.server.running.databaseUrl);
        isTold = false;
      } catch (error) {
        if (!isTold) this.#options.say(`what guests do is not seen for now: ${String(error)}`);
        isTold = true;
      }
      await Promise.race([stopped, realSeconds(1)]);
    }
  }

  async #sendOrders(): Promise<void> {
    const { orders, seed, changesOfMind } = this.#options;
    const chance = random(seed + 2);
    for (const order of this.#orders ?? orders(this.building)) {
      await this.clock.sleep(Math.max(0, order.orderedAt - this.clock.now()));
      const isFirst = this.#sent.length === 0;
      this.#sent.push(order);
      const document: OrderDocument = {
        orderNumber: order.orderId,
        revision: 1,
        orderedAt: new Date(order.orderedAt).toISOString(),
        ...(order.channel === null ? {} : { channel: order.channel }),
        ...(order.priority === null ? {} : { priority: order.priority }),
        ...(order.service === null ? {} : { service: order.service }),
        shipTo: consigneeOf(seed, order.orderId, order.country, isFirst),
        packRules: { mayShipPartial: 'quantities' },
        lines: order.lines.map(({ sku, units }, index) => ({
          lineId: String(index + 1),
          sku,
          quantity: units,
        })),
      };
      await this.#hub.send(order.orderId, document);
      if (chance.next() < changesOfMind)
        this.#lives.push(
          this.clock.run(async () => {
            await this.#changeMind(order.orderId, document, chance.next());
          }),
        );
    }
    this.#allSent = true;
  }

  /** The customer calls: the hub cancels, asks for more and fewer, or holds the order for a while. */
  async #changeMind(orderId: string, document: OrderDocument, luck: number): Promise<void> {
    await this.clock.sleep(luck * 90 * 60_000);
    if (this.#hub.hasEnded(orderId)) return;
    if (luck < 0.4) {
      await this.#hub.cancel(orderId, 'customer changed their mind');
      return;
    }
    if (luck < 0.75) {
      const [first, second, ...others] = document.lines;
      if (first === undefined) throw new Error(`expected order ${orderId} to have lines`);
      const more = { ...first, quantity: first.quantity + 2 };
      const fewer = second === undefined ? [] : [{ ...second, quantity: Math.max(1, second.quantity - 1) }];
      await this.#hub.send(orderId, { ...document, revision: 2, lines: [more, ...fewer, ...others] });
      return;
    }
    await this.#hub.hold(orderId, 'payment', 'payment is being checked');
    await this.clock.sleep(30 * 60_000);
    await this.#hub.releaseHold(orderId, 'payment');
  }

  /** Paper runs out, a line breaks in the middle of a label, a plug is pulled: two minutes later somebody has mended it. */
  async #troublePrinters(): Promise<void> {
    const { printerTroubleMinutes, seed } = this.#options;
    if (printerTroubleMinutes === 0) return;
    const chance = random(seed + 4);
    const troubles: Partial<PrinterFaults>[] = [
      { paperOut: true },
      { resetAfterBytes: 400 },
      { refuse: true },
      { silent: true },
    ];
    for (;;) {
      await this.clock.sleep((0.5 + chance.next()) * printerTroubleMinutes * 60_000);
      const printer = chance.pick([...this.#printers.values()]);
      await printer.setFaults(chance.pick(troubles));
      await this.clock.sleep(120_000);
      await printer.setFaults({ paperOut: false, resetAfterBytes: null, refuse: false, silent: false });
    }
  }

  async #cancelBackorders(): Promise<void> {
    const now = this.clock.now();
    for (const [orderId, { state, at }] of this.#hub.orders) {
      if (state === 'backordered' && now - at > backorderPatience)
        await this.#hub.cancel(orderId, 'not in stock');
    }
  }

  /** Before a long jump everybody who waits to be called is asked whether they were. */
  async #flush(jump: number): Promise<void> {
    await Promise.all(
      this.#devices.map(async (device) => {
        await device.flush();
      }),
    );
    const activity = this.#log.acked.length;
    if (jump < 60_000 || activity === this.#activityAtLastLook) return;
    this.#activityAtLastLook = activity;
    // A desk is redrawn a few times a second of real time, which may be an hour of ours.
    await this.#desk().look(false);
  }

  async #drain(): Promise<void> {
    for (let rounds = 0; rounds < 600; rounds++) {
      const { deliveries, prints } = await this.server.settle();
      if (deliveries === 0 && prints === 0) return;
      // What waits for its next try needs time to go by.
      if (this.clock.speed === 0) await this.server.tick(this.clock.now() + rounds * 5_000);
      await realSeconds(0.1);
    }
    this.#troubles.push('deliveries or prints were still waiting after a minute');
  }
}

/** Numbers as a maker prints them on the units of one delivery. */
function serialsFor(goods: { sku: string }, location: string, units: number): string[] {
  return Array.from(
    { length: units },
    (_, at) =>
      `SN${seedOf(`${goods.sku} ${location}`).toString(36).toUpperCase()}${String(at + 1).padStart(4, '0')}`,
  );
}

function firstOf(orders: readonly ShopOrder[]): ShopOrder {
  const [first] = orders;
  if (first === undefined) throw new Error('expected at least one order to play');
  return first;
}

async function inParallel<T>(
  width: number,
  list: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...list];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}

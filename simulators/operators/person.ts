import type { Bell, Clock } from '../clock.ts';
import type { Device, Done } from '../device.ts';
import type { Building, Employee, Spot } from '../building.ts';
import { barcodeOf, metresBetween } from '../building.ts';
import type { CommandBody, CommandName } from '../../server/protocol/commands.ts';
import type { RefusalCode } from '../../server/protocol/refusals.ts';
import type { PrintedLabel, Printer } from '../printer/printer.ts';
import type { Random } from '../random.ts';
import type { Goods, Place, Truth } from '../truth.ts';

/** What everybody on the floor shares: the things that only one person can have in hand at a time. */
export interface Floor {
  clock: Clock;
  truth: Truth;
  building: Building;
  /** Share of actions that go wrong. */
  mistakes: number;
  freeCarts: Set<string>;
  /** Empty totes on the stack by the drop place. */
  freeTotes: string[];
  /** Box labels that came off the roll. */
  boxLabels: number;
  /** Totes, put-backs and counts that somebody has taken on. */
  taken: Set<string>;
  printers: ReadonlyMap<string, Printer>;
  /** The box that carries a label, by tracking number. */
  boxOf: Map<string, Place>;
}

/** What a person did in a day, in simulated time. */
export interface Timesheet {
  operator: string;
  workMs: number;
  /** The part of it that went into lines: on the way to a place, at it, and until the units are in their tote. */
  lineMs: number;
  metres: number;
  mistakes: number;
  refusals: Map<RefusalCode, number>;
}

const metresPerSecond = 1.2;

/** A body on the floor: it walks, reaches and scans at human speed, and now and then errs, all drawn from a seed. */
export class Person {
  readonly floor: Floor;
  readonly device: Device;
  readonly employee: Employee;
  readonly chance: Random;
  readonly called: Bell;
  readonly sheet: Timesheet;
  #spot: Spot | null = null;
  #refusedInARow = 0;
  #owedMs = 0;

  constructor(floor: Floor, device: Device, employee: Employee, chance: Random) {
    this.floor = floor;
    this.device = device;
    this.employee = employee;
    this.chance = chance;
    this.called = floor.clock.bell();
    this.sheet = {
      operator: employee.operator,
      workMs: 0,
      lineMs: 0,
      metres: 0,
      mistakes: 0,
      refusals: new Map(),
    };
  }

  get hand(): Place {
    return `hand:${this.employee.operator}`;
  }

  /** Sends a command and keeps count of the noes; a person who hears nothing else for long gives up loudly. */
  async command<N extends CommandName>(name: N, body: CommandBody<N>): Promise<Done> {
    await this.catchUp();
    const reply = await this.device.command(name, body);
    if (reply.ok) {
      this.#refusedInARow = 0;
      return reply;
    }
    this.#refusedInARow += 1;
    this.sheet.refusals.set(reply.refusal, (this.sheet.refusals.get(reply.refusal) ?? 0) + 1);
    if (this.#refusedInARow > 30) {
      throw new Error(
        `${this.employee.operator} hears only no, last ${name} ${JSON.stringify(body)}: ${reply.refusal} ${JSON.stringify(reply.data)}`,
      );
    }
    return reply;
  }

  walkTo(location: string): void {
    const to = this.floor.building.spots.get(location);
    if (to === undefined)
      throw new Error(`${this.employee.operator} is sent to ${location}, which is nowhere`);
    const metres = this.#spot === null ? 0 : metresBetween(this.floor.building, this.#spot, to);
    this.#spot = to;
    this.sheet.metres += metres;
    this.#owedMs += (metres / metresPerSecond) * 1000;
  }

  /** Some seconds of handwork. */
  takes(least: number, most: number): void {
    this.#owedMs += (least + this.chance.next() * (most - least)) * 1000;
  }

  /** Lets the time pass that walking and handwork have taken. Once before every command: each pause costs a jump of the clock. */
  async catchUp(): Promise<void> {
    const { clock } = this.floor;
    // What is less than a step of the clock stays owed, so that many short moves together take as long as they should.
    const restMs = clock.step === 0 ? 0 : this.#owedMs % clock.step;
    const passesMs = this.#owedMs - restMs;
    this.#owedMs = restMs;
    if (passesMs > 0) await clock.sleep(passesMs);
  }

  /** True when this person errs now. `share` is how much of all mistakes are of this kind. */
  errs(share = 1): boolean {
    const isMistake = this.chance.next() < this.floor.mistakes * share;
    if (isMistake) this.sheet.mistakes += 1;
    return isMistake;
  }

  barcode(goods: Goods, serial?: string): string {
    return barcodeOf(this.floor.building, goods, serial);
  }
}

/** The tracking number on a sheet: the barcode that is not the GS1 one of the logistic unit. */
export function trackingOn(label: PrintedLabel): string | null {
  return label.barcodes.find(({ text }) => !/^00\d{18}$/.test(text))?.text ?? null;
}

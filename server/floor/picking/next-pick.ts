import type { PickLineState, TaskState } from './pick-task.states.ts';
import type { PickMode } from '../../protocol/prompts.ts';
import type { ScanPolicy } from '../site/site.entities.ts';
import { nextHere } from './split-goods.ts';
import { sumLines, toTake } from './sum-lines.ts';
import type { TaskNotice } from './picking.entities.ts';

export interface TaskFacts {
  task: {
    state: TaskState;
    mode: PickMode;
    takesCart: boolean;
    cart: string | null;
    atLocation: string | null;
    /** Nothing was left to do there: the picker is on the way. */
    hasLeft: boolean;
    counted: number;
    inHandLine: number | null;
    /** Its cart stands there and has to be taken over first. */
    standsAt: string | null;
    /** What was proven of the goods in the hand. */
    provenLot: string | null;
    isExpiryProven: boolean;
    isItemProvenAgain: boolean;
    /** Another lot than the line's, scanned last and refused: a second scan of it means it. */
    otherLot: string | null;
    notice: TaskNotice | null;
  };
  places: readonly {
    place: number;
    tote: string | null;
    dropped: boolean;
    carton: string | null;
    arriving: string | null;
  }[];
  lines: readonly LineFacts[];
  /** What must be proven of a line, and whether anything else lies at its place. */
  policyOf: (line: Readonly<Pick<LineFacts, 'line'>>) => LinePolicy;
}

export type LinePolicy = ScanPolicy & { isAloneInPlace: boolean };

export interface LineFacts {
  line: number;
  sequence: number;
  place: number;
  location: string;
  sku: string;
  name: string;
  owner: string;
  lot: string;
  requested: number;
  picked: number;
  shorted: number;
  cancelled: number;
  state: PickLineState;
  shipment: number;
  /** When its order leaves, and whether that may go with less. */
  cutOffAt: Date;
  mayShipPartial: boolean;
}

/** A line as it is asked: in a shared tote the lines of several orders are one. */
export interface AskedLine extends LineFacts {
  /** The lines behind it, the most urgent first. */
  parts: readonly LineFacts[];
}

export type Step =
  | { step: 'notice'; notice: TaskNotice }
  | { step: 'take_over'; standsAt: string }
  | { step: 'cart' }
  | { step: 'tote'; place: number; arriving: string | null; carton: string | null }
  | { step: 'location'; line: AskedLine }
  | { step: 'item'; line: AskedLine; mode: 'each' | 'quantity' }
  | { step: 'lot' | 'expiry' | 'serial'; line: AskedLine }
  | { step: 'quantity'; line: AskedLine }
  | { step: 'again'; line: AskedLine; units: number }
  | { step: 'put'; line: AskedLine; units: number }
  | { step: 'drop' };

/**
 * Which question the picker is asked next: read what changed, take a cart or take one over, bind totes, then by line its place, its
 * item with what must be captured of it, its tote, then drop.
 */
export function nextPick(facts: Readonly<TaskFacts>): Step {
  if (facts.task.notice !== null) return { step: 'notice', notice: facts.task.notice };
  if (facts.task.standsAt !== null) return { step: 'take_over', standsAt: facts.task.standsAt };
  if (facts.task.takesCart && facts.task.cart === null) return { step: 'cart' };
  const lines = askedLines(facts);
  const open = lines.filter((line) => line.state === 'open' && toTake(line) > 0);
  const unbound = facts.places.find(
    (place) => place.tote === null && !place.dropped && open.some((line) => line.place === place.place),
  );
  if (unbound !== undefined) {
    const { place, arriving, carton } = unbound;
    return { step: 'tote', place, arriving, carton };
  }
  const line = currentLine(facts, open, lines);
  if (line === null) return { step: 'drop' };
  const policy = facts.policyOf(line);
  if (!isAt(facts.task, line) && policy.location !== 'none') return { step: 'location', line };
  return ofGoods(facts.task, line, policy);
}

/** The line's place was scanned and the picker is still there. */
export function isAt(
  task: Readonly<Pick<TaskFacts['task'], 'atLocation' | 'hasLeft'>>,
  line: Readonly<{ location: string }>,
): boolean {
  return task.atLocation === line.location && !task.hasLeft;
}

/** At the place: the item is shown, what must be captured of it is captured, then it is counted. */
function ofGoods(task: TaskFacts['task'], line: AskedLine, policy: LinePolicy): Step {
  const mode = scanMode(line, policy);
  const isInHand = task.inHandLine === line.line;
  if (!isInHand && !impliesItem(policy)) return { step: 'item', line, mode };
  if (isInHand && policy.lot === 'scan' && task.provenLot === null) return { step: 'lot', line };
  if (isInHand && policy.expiry === 'scan' && !task.isExpiryProven) return { step: 'expiry', line };
  const units = unitsInHand(task, line, policy);
  if (mode === 'each') {
    if (units >= toTake(line)) return { step: 'put', line, units };
    return policy.serial === 'at_pick' ? { step: 'serial', line } : { step: 'item', line, mode };
  }
  if (units === 0) return { step: 'quantity', line };
  if (policy.secondScan === 'item' && !(isInHand && task.isItemProvenAgain))
    return { step: 'again', line, units };
  return { step: 'put', line, units };
}

/** Where the place stands for the item, all that is asked counts as taken unless the number has to be typed. */
function unitsInHand(task: TaskFacts['task'], line: AskedLine, policy: LinePolicy): number {
  if (task.inHandLine === line.line) return task.counted;
  return policy.quantity === 'prefilled' ? toTake(line) : 0;
}

/** The place's scan stands for the item only where nothing else lies. */
export function impliesItem(policy: Readonly<LinePolicy>): boolean {
  return policy.item === 'location_implies' && policy.isAloneInPlace;
}

/** Goods of several orders lie in one tote and are sorted later. */
export function isShared(mode: PickMode): boolean {
  return mode === 'batch' || mode === 'putwall' || mode === 'singles';
}

/** The lines as the picker is asked for them. */
export function askedLines(
  facts: Readonly<Pick<TaskFacts, 'lines'> & { task: { mode: PickMode } }>,
): AskedLine[] {
  return isShared(facts.task.mode)
    ? sumLines(facts.lines)
    : facts.lines.map((line) => ({ ...line, parts: [line] }));
}

/** Every unit is scanned for small counts, or for all; else one scan and a number. */
export function scanMode(line: Readonly<LineFacts>, policy: Readonly<LinePolicy>): 'each' | 'quantity' {
  if (policy.item === 'each') return 'each';
  if (impliesItem(policy)) return 'quantity';
  return line.requested - line.shorted - line.cancelled <= policy.eachScanUpTo ? 'each' : 'quantity';
}

/** Goods in the hand first, then what else waits at this place, then the walk. */
function currentLine(
  facts: Readonly<TaskFacts>,
  open: readonly AskedLine[],
  lines: readonly AskedLine[],
): AskedLine | null {
  const inHand = open.find((line) => line.line === facts.task.inHandLine);
  if (inHand !== undefined) return inHand;
  const walk = [...open].sort((a, b) => a.sequence - b.sequence);
  const here = walk.filter((line) => isAt(facts.task, line));
  return nextHere(here, lines) ?? walk[0] ?? null;
}

/** The walk carries one tote and will carry no other. */
export function isOneTote(facts: Readonly<Pick<TaskFacts, 'places'>>): boolean {
  return facts.places.length === 1;
}

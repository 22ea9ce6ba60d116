import type { PickLineState, TaskState } from './pick-task.states.ts';
import type { PickMode } from '../../protocol/prompts.ts';
import { sumLines } from './sum-lines.ts';
import type { TaskNotice } from './picking.entities.ts';

export interface TaskFacts {
  task: {
    state: TaskState;
    mode: PickMode;
    takesCart: boolean;
    cart: string | null;
    atLocation: string | null;
    counted: number;
    inHandLine: number | null;
    /** Its cart stands there and has to be taken over first. */
    standsAt: string | null;
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
  /** Site policy: up to this many units are scanned one by one. */
  eachScanUpTo: number;
}

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
  | { step: 'quantity'; line: AskedLine }
  | { step: 'put'; line: AskedLine }
  | { step: 'drop' };

/** Units of a line that are still to be taken. */
export function toTake(line: Readonly<LineFacts>): number {
  return line.requested - line.picked - line.shorted - line.cancelled;
}

/** Which question the picker is asked next: read what changed, take a cart or take one over, bind totes, then place, item, tote by line, then drop. */
export function nextPick(facts: Readonly<TaskFacts>): Step {
  if (facts.task.notice !== null) return { step: 'notice', notice: facts.task.notice };
  if (facts.task.standsAt !== null) return { step: 'take_over', standsAt: facts.task.standsAt };
  if (facts.task.takesCart && facts.task.cart === null) return { step: 'cart' };
  const open = askedLines(facts).filter((line) => line.state === 'open' && toTake(line) > 0);
  const unbound = facts.places.find(
    (place) => place.tote === null && !place.dropped && open.some((line) => line.place === place.place),
  );
  if (unbound !== undefined) {
    const { place, arriving, carton } = unbound;
    return { step: 'tote', place, arriving, carton };
  }
  const line = currentLine(facts, open);
  if (line === null) return { step: 'drop' };
  if (facts.task.atLocation !== line.location) return { step: 'location', line };
  const mode = scanMode(line, facts.eachScanUpTo);
  const inHand = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  if (facts.task.inHandLine !== line.line) return { step: 'item', line, mode };
  if (mode === 'quantity') return inHand > 0 ? { step: 'put', line } : { step: 'quantity', line };
  return inHand >= toTake(line) ? { step: 'put', line } : { step: 'item', line, mode };
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

/** Every unit is scanned for small counts; a typed quantity for large ones. */
export function scanMode(line: Readonly<LineFacts>, eachScanUpTo: number): 'each' | 'quantity' {
  return line.requested - line.shorted - line.cancelled <= eachScanUpTo ? 'each' : 'quantity';
}

/** Goods in the hand first, then what else waits at this place, then the walk. */
function currentLine(facts: Readonly<TaskFacts>, open: readonly AskedLine[]): AskedLine | null {
  const inHand = open.find((line) => line.line === facts.task.inHandLine);
  if (inHand !== undefined) return inHand;
  const walk = [...open].sort((a, b) => a.sequence - b.sequence);
  return walk.find((line) => line.location === facts.task.atLocation) ?? walk[0] ?? null;
}

import type { PickLineState, TaskState } from './pick-task.states.ts';
import type { TaskNotice } from './picking.entities.ts';

export interface TaskFacts {
  task: {
    state: TaskState;
    cart: string | null;
    atLocation: string | null;
    counted: number;
    inHandLine: number | null;
    notice: TaskNotice | null;
  };
  places: readonly { place: number; tote: string | null; dropped: boolean }[];
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
}

export type Step =
  | { step: 'notice'; notice: TaskNotice }
  | { step: 'cart' }
  | { step: 'tote'; place: number }
  | { step: 'location'; line: LineFacts }
  | { step: 'item'; line: LineFacts; mode: 'each' | 'quantity' }
  | { step: 'quantity'; line: LineFacts }
  | { step: 'put'; line: LineFacts }
  | { step: 'drop' };

/** Units of a line that are still to be taken. */
export function toTake(line: Readonly<LineFacts>): number {
  return line.requested - line.picked - line.shorted - line.cancelled;
}

/** Which question the picker is asked next: read what changed, take a cart, bind totes, then place, item, tote by line, then drop. */
export function nextPick(facts: Readonly<TaskFacts>): Step {
  if (facts.task.notice !== null) return { step: 'notice', notice: facts.task.notice };
  if (facts.task.cart === null) return { step: 'cart' };
  const open = facts.lines.filter((line) => line.state === 'open' && toTake(line) > 0);
  const unbound = facts.places.find(
    (place) => place.tote === null && !place.dropped && open.some((line) => line.place === place.place),
  );
  if (unbound !== undefined) return { step: 'tote', place: unbound.place };
  const line = currentLine(facts, open);
  if (line === null) return { step: 'drop' };
  if (facts.task.atLocation !== line.location) return { step: 'location', line };
  const mode = scanMode(line, facts.eachScanUpTo);
  const inHand = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  if (facts.task.inHandLine !== line.line) return { step: 'item', line, mode };
  if (mode === 'quantity') return inHand > 0 ? { step: 'put', line } : { step: 'quantity', line };
  return inHand >= toTake(line) ? { step: 'put', line } : { step: 'item', line, mode };
}

/** Every unit is scanned for small counts; a typed quantity for large ones. */
export function scanMode(line: Readonly<LineFacts>, eachScanUpTo: number): 'each' | 'quantity' {
  return line.requested - line.shorted - line.cancelled <= eachScanUpTo ? 'each' : 'quantity';
}

/** Goods in the hand first, then what else waits at this place, then the walk. */
function currentLine(facts: Readonly<TaskFacts>, open: readonly LineFacts[]): LineFacts | null {
  const inHand = open.find((line) => line.line === facts.task.inHandLine);
  if (inHand !== undefined) return inHand;
  const walk = [...open].sort((a, b) => a.sequence - b.sequence);
  return walk.find((line) => line.location === facts.task.atLocation) ?? walk[0] ?? null;
}

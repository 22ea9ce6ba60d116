import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { TaskFacts } from './next-pick.ts';

/** Where the picker stands with the line at hand. */
export interface AtHand {
  atLocation: string | null;
  hasLeft: boolean;
  counted: number;
  inHandLine: number | null;
  provenLot: string | null;
  isExpiryProven: boolean;
  isItemProvenAgain: boolean;
}

/** Units of a line, with the numbers of those that have one. */
export interface PutPart {
  line: number;
  units: number;
  serials: readonly string[];
}

/** What the last scan did, and where the picker stood before and after it. */
export interface LastScan {
  before: AtHand;
  after: AtHand;
  did:
    | { kind: 'location' | 'counted' }
    | { kind: 'serial'; owner: string; sku: string; serial: string; location: string }
    | { kind: 'cart'; cart: string }
    | { kind: 'tote'; place: number; tote: string }
    | { kind: 'put'; parts: readonly PutPart[]; tote: string };
}

export const atHand = [
  'atLocation',
  'hasLeft',
  'counted',
  'inHandLine',
  'provenLot',
  'isExpiryProven',
  'isItemProvenAgain',
] as const satisfies readonly (keyof AtHand)[];

/**
 * The picker takes the last scan back, once. It must still stand as it was: another command, a cancellation or a lead who did
 * something since has built on it.
 */
export function undoScan(
  facts: Readonly<TaskFacts>,
  last: Readonly<LastScan> | null,
): Refused | { before: AtHand; did: LastScan['did'] } {
  const { notice } = facts.task;
  if (last === null || notice !== null) return refuse('NOTHING_TO_UNDO');
  const { after, before, did } = last;
  if (atHand.some((key) => facts.task[key] !== after[key])) return refuse('NOTHING_TO_UNDO');
  if (did.kind === 'cart' && (facts.task.cart !== did.cart || facts.places.some((one) => one.tote !== null)))
    return refuse('NOTHING_TO_UNDO');
  if (did.kind === 'tote') {
    const place = facts.places.find((one) => one.place === did.place);
    const isUsed = facts.lines.some((line) => line.place === did.place && line.picked > 0);
    if (place?.tote !== did.tote || isUsed) return refuse('NOTHING_TO_UNDO');
  }
  if (did.kind === 'put') {
    const stands = did.parts.every((part) => {
      const line = facts.lines.find((one) => one.line === part.line);
      const tote = facts.places.find((one) => one.place === line?.place)?.tote;
      return line !== undefined && line.picked >= part.units && line.cancelled === 0 && tote === did.tote;
    });
    if (!stands) return refuse('NOTHING_TO_UNDO');
  }
  return { before, did };
}

import { refuse, type Refused } from '../../protocol/refusals.ts';
import type { TaskFacts } from './next-pick.ts';

/** Where the picker stands with the line at hand. */
export interface AtHand {
  atLocation: string | null;
  counted: number;
  inHandLine: number | null;
}

/** What the last scan did, and where the picker stood before and after it. */
export interface LastScan {
  before: AtHand;
  after: AtHand;
  did:
    | { kind: 'location' | 'counted' }
    | { kind: 'tote'; place: number; tote: string }
    | { kind: 'put'; parts: readonly { line: number; units: number }[]; tote: string };
}

/**
 * The picker takes the last scan back, once. It must still stand as it was: another command, a cancellation or a lead who did
 * something since has built on it.
 */
export function undoScan(
  facts: Readonly<TaskFacts>,
  last: Readonly<LastScan> | null,
): Refused | { before: AtHand; did: LastScan['did'] } {
  const { atLocation, counted, inHandLine, notice } = facts.task;
  if (last === null || notice !== null) return refuse('NOTHING_TO_UNDO');
  const { after, before, did } = last;
  if (atLocation !== after.atLocation || counted !== after.counted || inHandLine !== after.inHandLine)
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

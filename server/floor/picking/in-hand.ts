import type { HandBack, PickMode } from '../../protocol/prompts.ts';
import { askedLines, type AskedLine, type LineFacts } from './next-pick.ts';

interface Facts {
  task: { mode: PickMode; inHandLine: number | null; counted: number };
  lines: readonly LineFacts[];
}

/** The line that was being counted, for one order or for several. */
export function lineInHand(facts: Readonly<Facts>): AskedLine | undefined {
  return askedLines(facts).find((asked) => asked.line === facts.task.inHandLine);
}

/** All that was counted into the hand, with the place it came from: it goes back there, and what is still wanted is asked anew. */
export function handBack(facts: Readonly<Facts>): HandBack[] {
  const line = lineInHand(facts);
  if (line === undefined || facts.task.counted === 0) return [];
  return [{ location: line.location, sku: line.sku, name: line.name, units: facts.task.counted }];
}

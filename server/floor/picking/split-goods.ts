import type { AskedLine } from './next-pick.ts';
import { toTake } from './sum-lines.ts';

/** Which units of the goods at hand go to which place of the cart: the line that is asked first, then the others at this location. */
export function splitGoods(
  lines: readonly AskedLine[],
  asked: AskedLine,
): { place: number; units: number }[] {
  const others = [...lines]
    .sort((a, b) => a.sequence - b.sequence)
    .filter((line) => line.line !== asked.line && line.state === 'open' && isSameGoods(line, asked));
  return [asked, ...others].map((line) => ({ place: line.place, units: toTake(line) }));
}

/** What is asked next at a location, of its open lines in the walk's order: more of the goods that were begun there, else the first. */
export function nextHere(here: readonly AskedLine[], walk: readonly AskedLine[]): AskedLine | null {
  const begun = walk.filter((line) => line.picked > 0);
  return here.find((line) => begun.some((other) => isSameGoods(line, other))) ?? here[0] ?? null;
}

function isSameGoods(a: AskedLine, b: AskedLine): boolean {
  return a.location === b.location && a.owner === b.owner && a.sku === b.sku && a.lot === b.lot;
}

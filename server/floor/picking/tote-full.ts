import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, type AskedLine, type TaskFacts } from './next-pick.ts';
import { toTake } from './sum-lines.ts';

export interface ToteFull {
  /** The line at hand. */
  line: AskedLine;
  /** Open lines of the full tote, each with the units that go into the next one. */
  moved: { line: number; units: number; isWhole: boolean }[];
  /** Where on the cart the next tote comes; null when the cart has no place left and the rest waits as a walk of its own. */
  place: number | null;
  /** The kind of box that comes next, where goods are picked into boxes. */
  carton: string | null;
}

/**
 * Nothing more goes into the tote of the line at hand. What was put into it stays; what is still to be taken of its lines goes
 * into another tote on the next free place of the cart; without a cart the next one is always at hand.
 */
export function toteFull(facts: Readonly<TaskFacts>, cartPlaces: number): Refused | ToteFull {
  const next = nextPick(facts);
  if (!('line' in next)) return refuse('PICK_NOT_AT_LINE');
  const full = next.line.place;
  const ofTote = facts.lines.filter((line) => line.place === full);
  // An empty tote is not full: its unit is too large for any, and another tote would not help.
  if (ofTote.every((line) => line.picked === 0)) return refuse('TOTE_EMPTY', { place: full });
  const used = new Set(facts.places.map((place) => place.place));
  const places = facts.task.takesCart ? cartPlaces : used.size + 1;
  const free = Array.from({ length: places }, (_, at) => at + 1).find((place) => !used.has(place));
  return {
    line: next.line,
    moved: ofTote
      .filter((line) => line.state === 'open')
      .map((line) => ({
        line: line.line,
        units: toTake(line),
        isWhole: line.picked + line.shorted + line.cancelled === 0,
      })),
    place: free ?? null,
    carton: facts.places.find((place) => place.place === full)?.carton ?? null,
  };
}

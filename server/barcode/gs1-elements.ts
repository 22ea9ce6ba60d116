import { gs1Table, type Gs1Row } from './gs1-table.ts';
import { gs1Sets, gs1Tests, type Gs1Set } from './gs1-tests.ts';

/** What a code said: value by application identifier. */
export type Gs1Elements = ReadonlyMap<string, string>;

export type Gs1Reading =
  | Readonly<{ read: true; elements: Gs1Elements }>
  | Readonly<{
      read: false;
      because: 'malformed' | 'check digit' | 'ambiguous';
      /** All that it can mean among what labels in a warehouse carry, where that is known. */
      readings?: readonly Gs1Elements[];
    }>;

const separator = '\x1d';

/** By application identifier, of which none begins with another. */
export const gs1Identifiers: ReadonlyMap<string, Gs1Row> = new Map(
  gs1Table.flatMap((row) => everyOf(row).map((ai): [string, Gs1Row] => [ai, row])),
);

function everyOf({ ai, to = ai }: Gs1Row): string[] {
  return Array.from({ length: Number(to) - Number(ai) + 1 }, (_, at) =>
    String(Number(ai) + at).padStart(ai.length, '0'),
  );
}

/**
 * What labels in a warehouse carry, by kind: of one kind a label says one thing. The last three are weights, whose
 * identifier ends in the place of the decimal point.
 */
const floorKinds: readonly string[] = [
  ...['00', '01', '02', '10', '11', '13', '15', '16', '17', '20', '21', '30', '37'],
  ...['310', '320', '330'],
];

/**
 * Work of one reading: characters and places looked at. No label comes near the most, which takes 2 ms; a hostile text is
 * asked about once it is spent.
 */
export class Steps {
  taken = 0;
  get areSpent(): boolean {
    return this.taken > mostSteps;
  }
}
export const mostSteps = 50_000;

/**
 * Reads a GS1 element string whose scanner sent its separators (FNC1, as GS): every field that is not of predefined
 * length ends at one, so identifiers that are not in the table can be passed over.
 */
export function readSeparated(text: string): Gs1Reading {
  const elements: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === separator) {
      at += 1;
      continue;
    }
    const ai = identifierAt(text, at);
    const end = endOfField(text, at);
    if (ai === null) {
      if (!/^\d\d/.test(text.slice(at, at + 2))) return { read: false, because: 'malformed' };
      at = end;
      continue;
    }
    const value = text.slice(at + ai.length, end);
    const fault = faultOf(rowOf(ai), value);
    if (fault !== null) return { read: false, because: fault };
    elements.push([ai, value]);
    at = end;
  }
  return saidOnce(elements);
}

/**
 * Reads an element string that came without separators, because it needs none or because a keyboard wedge dropped them.
 * Then a field that is not the last may end anywhere. A reading counts only if it is the one that needs the fewest lost
 * separators, and if no other is possible among what labels in a warehouse carry; else the caller has to ask.
 */
export function readUnseparated(text: string, steps = new Steps()): Gs1Reading {
  const paths = shortestPaths(text, steps);
  if (steps.areSpent) return { read: false, because: 'ambiguous' };
  const first = paths[0];
  if (first === undefined)
    return { read: false, because: firstFieldFailsItsCheckDigit(text) ? 'check digit' : 'malformed' };

  const floorReadings = readingsOfFloor(text, paths, steps);
  if (first.ways > 1 || steps.areSpent) return { read: false, because: 'ambiguous' };

  const elements: [string, string][] = [];
  for (let at = 0; at < text.length;) {
    const ai = identifierAt(text, at) ?? '';
    const end = paths[at]?.end ?? text.length;
    elements.push([ai, text.slice(at + ai.length, end)]);
    at = end;
  }
  if (floorReadings.length === 0) return saidOnce(elements);
  if (!floorReadings.some((floor) => sameElements(floor, elements)))
    return { read: false, because: 'ambiguous' };
  if (floorReadings.length === 1) return saidOnce(elements);
  return {
    read: false,
    because: 'ambiguous',
    ...(floorReadings.length < mostReadings ? { readings: floorReadings.map((one) => new Map(one)) } : {}),
  };
}

/** An identifier may come again only with the same value. */
export function saidOnce(elements: readonly (readonly [string, string])[]): Gs1Reading {
  const once = new Map<string, string>();
  for (const [ai, value] of elements) {
    if ((once.get(ai) ?? value) !== value) return { read: false, because: 'malformed' };
    once.set(ai, value);
  }
  return { read: true, elements: once };
}

type Element = readonly [string, string];

function sameElements(one: readonly Element[], other: readonly Element[]): boolean {
  return (
    one.length === other.length &&
    one.every(([ai, value], at) => ai === other[at]?.[0] && value === other[at][1])
  );
}

/** How the rest of a text from some place on is read: where its first field ends, separators lost, and whether others lose as few. */
interface Path {
  end: number;
  lost: number;
  ways: number;
}

/** From every place in the text the reading, by the whole table, that needs the fewest lost separators; none: no reading. */
function shortestPaths(text: string, steps: Steps): readonly (Path | undefined)[] {
  const runs = runsOf(text);
  const paths: (Path | undefined)[] = new Array<undefined>(text.length);
  for (let at = text.length - 1; at >= 0 && !steps.areSpent; at -= 1) {
    steps.taken += 1;
    const ai = identifierAt(text, at);
    if (ai === null) continue;
    for (const end of endsOf(text, at, ai, runs, steps)) {
      const rest = end === text.length ? { lost: 0, ways: 1 } : paths[end];
      if (rest === undefined) continue;
      const lost = rest.lost + (end === text.length || rowOf(ai).alone === true ? 0 : 1);
      const known = paths[at];
      if (known === undefined || lost < known.lost) paths[at] = { end, lost, ways: rest.ways };
      else if (lost === known.lost) known.ways = 2;
    }
  }
  return paths;
}

/** More readings than this are not told apart by what an item is. */
const mostReadings = 6;

/** Readings by what labels in a warehouse carry, each kind once; as many as `mostReadings` may be more. */
function readingsOfFloor(
  text: string,
  paths: readonly (Path | undefined)[],
  steps: Steps,
): readonly (readonly Element[])[] {
  const runs = runsOf(text);
  const known = new Map<number, readonly (readonly Element[])[]>();

  function from(at: number, used: number): readonly (readonly Element[])[] {
    if (at === text.length) return [[]];
    // The whole table reads more than a part of it: where that finds nothing there is nothing.
    if (paths[at] === undefined || steps.areSpent) return [];
    const key = at * 2 ** floorKinds.length + used;
    const seen = known.get(key);
    if (seen !== undefined) return seen;

    const ai = identifierAt(text, at) ?? '';
    const kind = floorKinds.findIndex((one) => ai.startsWith(one));
    const found: (readonly Element[])[] = [];
    if (kind !== -1 && (used & (1 << kind)) === 0) {
      for (const end of endsOf(text, at, ai, runs, steps)) {
        for (const rest of from(end, used | (1 << kind)))
          found.push([[ai, text.slice(at + ai.length, end)], ...rest]);
        if (found.length >= mostReadings) break;
      }
    }
    const kept = found.slice(0, mostReadings);
    known.set(key, kept);
    return kept;
  }
  return from(0, 0);
}

/** Every place where the field that begins here may end. */
function endsOf(text: string, at: number, ai: string, runs: Runs, steps: Steps): number[] {
  const row = rowOf(ai);
  const start = at + ai.length;
  const last = row.parts.at(-1);
  // Only the last part varies: with nothing to prove about it, its characters alone say how far it may reach.
  const isPlain = row.parts.length === 1 && last?.length === 4;
  const ends: number[] = [];
  const { least, most } = lengthOf(row);
  const reach = last !== undefined && isPlain ? Math.min(most, runs[last[0]][start] ?? 0) : most;
  for (let length = least; length <= Math.min(reach, text.length - start); length += 1) {
    steps.taken += isPlain ? 1 : length;
    if (isPlain || faultOf(row, text.slice(start, start + length)) === null) ends.push(start + length);
  }
  return ends;
}

type Runs = Readonly<Record<Gs1Set, readonly number[]>>;

/** How many characters of each set follow each other from every place on. */
function runsOf(text: string): Runs {
  const runs: Record<Gs1Set, number[]> = { N: [], X: [], Y: [], Z: [] };
  for (const set of ['N', 'X', 'Y', 'Z'] as const)
    for (let at = text.length - 1; at >= 0; at -= 1)
      runs[set][at] = gs1Sets[set].has(text.charAt(at)) ? 1 + (runs[set][at + 1] ?? 0) : 0;
  return runs;
}

function lengthOf({ parts }: Gs1Row): { least: number; most: number } {
  return {
    least: parts.reduce((sum, [, least, , need]) => sum + (need === 'may' ? 0 : least), 0),
    most: parts.reduce((sum, [, , most]) => sum + most, 0),
  };
}

/** No identifier begins with another, so at most one stands at a place. */
function identifierAt(text: string, at: number): string | null {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(at, at + length);
    if (gs1Identifiers.has(ai)) return ai;
  }
  return null;
}

function rowOf(ai: string): Gs1Row {
  const row = gs1Identifiers.get(ai);
  if (row === undefined) throw new RangeError(`expected an application identifier, got "${ai}"`);
  return row;
}

function firstFieldFailsItsCheckDigit(text: string): boolean {
  const ai = identifierAt(text, 0);
  return ai !== null && faultOf(rowOf(ai), text.slice(ai.length, endOfField(text, 0))) === 'check digit';
}

/** What is wrong with a value of this identifier, part by part. */
export function faultOf({ parts }: Gs1Row, value: string): 'malformed' | 'check digit' | null {
  let at = 0;
  for (const [set, least, most, need, ...tests] of parts) {
    if (at === value.length && need === 'may') break;
    const part = value.slice(at, at + most);
    if (part.length < least || ![...part].every((character) => gs1Sets[set].has(character)))
      return 'malformed';
    for (const test of tests)
      if (!gs1Tests[test](part)) return test === 'csum' || test === 'csumalpha' ? 'check digit' : 'malformed';
    at += part.length;
  }
  return at < value.length ? 'malformed' : null;
}

/** Lengths, identifier included, of the fields that need no separator, by their first two digits (GS1 table 7.8.5-1). */
export const fixedLengths: ReadonlyMap<string, number> = new Map([
  ['00', 20],
  ['01', 16],
  ['02', 16],
  ['03', 16],
  ['04', 18],
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((ai): [string, number] => [ai, 8]),
  ['20', 4],
  ...['31', '32', '33', '34', '35', '36'].map((ai): [string, number] => [ai, 10]),
  ['41', 16],
]);

function endOfField(text: string, at: number): number {
  const fixed = fixedLengths.get(text.slice(at, at + 2));
  if (fixed !== undefined) return Math.min(at + fixed, text.length);

  const gs = text.indexOf(separator, at);
  return gs === -1 ? text.length : gs;
}

/**
 * YYMMDD as a day of this century; day 00 is the last of its month. GS1's sliding window would need the present year and
 * differs only for goods that expired in the last one.
 */
export function isoDate(yymmdd: string): string | null {
  if (!/^\d{6}$/.test(yymmdd)) return null;

  const year = 2000 + Number(yymmdd.slice(0, 2));
  const month = Number(yymmdd.slice(2, 4));
  const day = Number(yymmdd.slice(4, 6));
  if (month < 1 || month > 12) return null;

  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > lastDay) return null;
  return `${year}-${yymmdd.slice(2, 4)}-${String(day === 0 ? lastDay : day).padStart(2, '0')}`;
}

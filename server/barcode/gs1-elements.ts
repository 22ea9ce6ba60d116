import { hasGs1CheckDigit } from './check-digit.ts';

/** One application identifier and what it may carry. */
export type Gs1Rule = Readonly<{
  ai: string;
  is: Gs1Meaning;
  holds: 'digits' | 'characters' | 'check digit' | 'date';
  /** Fewest and most characters after the identifier; equal for a fixed length. */
  least: number;
  most: number;
}>;

export type Gs1Meaning =
  | 'sscc'
  | 'gtin'
  | 'content'
  | 'lot'
  | 'produced'
  | 'packaged'
  | 'bestBefore'
  | 'expiry'
  | 'variant'
  | 'serial'
  | 'units'
  | 'contentUnits';

/** Source: GS1 General Specifications, section 3. The identifiers a floor meets; a row more is a line more. */
export const gs1Rules: readonly Gs1Rule[] = [
  { ai: '00', is: 'sscc', holds: 'check digit', least: 18, most: 18 },
  { ai: '01', is: 'gtin', holds: 'check digit', least: 14, most: 14 },
  { ai: '02', is: 'content', holds: 'check digit', least: 14, most: 14 },
  { ai: '10', is: 'lot', holds: 'characters', least: 1, most: 20 },
  { ai: '11', is: 'produced', holds: 'date', least: 6, most: 6 },
  { ai: '13', is: 'packaged', holds: 'date', least: 6, most: 6 },
  { ai: '15', is: 'bestBefore', holds: 'date', least: 6, most: 6 },
  { ai: '17', is: 'expiry', holds: 'date', least: 6, most: 6 },
  { ai: '20', is: 'variant', holds: 'digits', least: 2, most: 2 },
  { ai: '21', is: 'serial', holds: 'characters', least: 1, most: 20 },
  { ai: '30', is: 'units', holds: 'digits', least: 1, most: 8 },
  { ai: '37', is: 'contentUnits', holds: 'digits', least: 1, most: 8 },
];

/** What a code said, by meaning. */
export type Gs1Elements = ReadonlyMap<Gs1Meaning, string>;

export type Gs1Reading =
  | Readonly<{ read: true; elements: Gs1Elements }>
  | Readonly<{ read: false; because: 'malformed' | 'check digit' | 'ambiguous' }>;

const separator = '\x1d';

/**
 * Reads a GS1 element string whose scanner sent its separators (FNC1, as GS): every field of variable length ends at one,
 * so identifiers that are not in the table can be passed over.
 */
export function readSeparated(text: string): Gs1Reading {
  const elements = new Map<Gs1Meaning, string>();
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === separator) {
      at += 1;
      continue;
    }
    const rule = gs1Rules.find((candidate) => text.startsWith(candidate.ai, at));
    const end = endOfField(text, at);
    if (rule === undefined) {
      if (!/^\d\d/.test(text.slice(at, at + 2))) return { read: false, because: 'malformed' };
      at = end;
      continue;
    }

    const value = text.slice(at + 2, end);
    const fault = faultOf(rule, value);
    if (fault !== null) return { read: false, because: fault };
    if ((elements.get(rule.is) ?? value) !== value) return { read: false, because: 'malformed' };
    elements.set(rule.is, value);
    at = end;
  }
  return { read: true, elements };
}

/**
 * Reads an element string that came without separators, because it needs none or because a keyboard wedge dropped them.
 * A field of variable length may then end anywhere, so every reading that uses up the text is sought; two are one too
 * many, and the caller has to ask.
 */
export function readUnseparated(text: string): Gs1Reading {
  const longest = gs1Rules.reduce((sum, rule) => sum + 2 + rule.most, 0);
  if (text.length > longest) return { read: false, because: 'malformed' };

  const readings = readingsFrom(text, 0, 0, new Map());
  const [only, second] = readings;
  if (second !== undefined) return { read: false, because: 'ambiguous' };
  if (only !== undefined) return { read: true, elements: new Map(only) };
  return { read: false, because: firstFieldFailsItsCheckDigit(text) ? 'check digit' : 'malformed' };
}

type Element = readonly [Gs1Meaning, string];

/**
 * At most two readings of the rest of the text. `used` has one bit per rule, since without separators an identifier is
 * taken to come once. The memory of (place, used) keeps it quick: 150 hostile characters take 0.5 ms.
 */
function readingsFrom(
  text: string,
  at: number,
  used: number,
  known: Map<number, readonly (readonly Element[])[]>,
): readonly (readonly Element[])[] {
  if (at === text.length) return [[]];

  const key = at * 2 ** gs1Rules.length + used;
  const seen = known.get(key);
  if (seen !== undefined) return seen;

  const found: (readonly Element[])[] = [];
  for (const [index, rule] of gs1Rules.entries()) {
    if ((used & (1 << index)) !== 0 || !text.startsWith(rule.ai, at)) continue;

    const start = at + 2;
    for (let end = start + rule.least; end <= Math.min(start + rule.most, text.length); end += 1) {
      const value = text.slice(start, end);
      if (faultOf(rule, value) !== null) continue;
      for (const rest of readingsFrom(text, end, used | (1 << index), known))
        found.push([[rule.is, value], ...rest]);
      if (found.length > 1) break;
    }
  }
  const kept = found.slice(0, 2);
  known.set(key, kept);
  return kept;
}

function firstFieldFailsItsCheckDigit(text: string): boolean {
  const rule = gs1Rules.find((candidate) => text.startsWith(candidate.ai));
  return rule !== undefined && faultOf(rule, text.slice(2, 2 + rule.most)) === 'check digit';
}

function faultOf(rule: Gs1Rule, value: string): 'malformed' | 'check digit' | null {
  if (value.length < rule.least || value.length > rule.most) return 'malformed';
  switch (rule.holds) {
    case 'digits':
      return /^\d+$/.test(value) ? null : 'malformed';
    case 'characters':
      return /^[!-"%-?A-Z_a-z]+$/.test(value) ? null : 'malformed';
    case 'date':
      return isoDate(value) === null ? 'malformed' : null;
    case 'check digit':
      if (!/^\d+$/.test(value)) return 'malformed';
      return hasGs1CheckDigit(value) ? null : 'check digit';
    default:
      return rule.holds satisfies never;
  }
}

/** Lengths, identifier included, of the fields that need no separator, by their first two digits (GS1 table 7.8.5-1). */
const fixedLengths: ReadonlyMap<string, number> = new Map([
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

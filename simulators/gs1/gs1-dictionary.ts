/** One entry of the GS1 Barcode Syntax Dictionary: an identifier, or a range of them that differ in their last digit. */
export interface Entry {
  first: string;
  last: string;
  needsNoFnc1: boolean;
  isLinkAttribute: boolean;
  parts: readonly Part[];
  /** As a key of a GS1 Digital Link: the sequences of qualifiers that may follow it. */
  qualifiers: readonly (readonly string[])[] | null;
}

interface Part {
  set: string;
  least: number;
  most: number;
  isOptional: boolean;
  tests: readonly string[];
}

/** Reads the dictionary's text; its own first lines say how it is written. */
export function readDictionary(text: string): Entry[] {
  return text
    .split(/\r?\n/)
    .map((line) => (line.split('#')[0] ?? '').trim())
    .filter((line) => line !== '')
    .map(readEntry);
}

/** The source text of server/barcode/gs1-table.ts. */
export function writeTable(entries: readonly Entry[]): string {
  const tests = [
    ...new Set(entries.flatMap((entry) => entry.parts.flatMap((part) => part.tests))),
  ].toSorted();
  return [
    '// Made by simulators/gs1/make-gs1-table.ts from the GS1 Barcode Syntax Dictionary: do not edit.',
    '// SPDX-License-Identifier: Apache-2.0. Titles and pairings of identifiers are left out; see NOTICE beside this file.',
    '',
    '/** What a part of a value has to be, beyond its length and characters. */',
    `export type Gs1Test =\n${tests.map((test) => `  | '${test}'`).join('\n')};`,
    '',
    '/** Characters, fewest, most, whether it may be left out, what it has to be. N: digits, X: GS1 set 82, Y: set 39, Z: base64. */',
    `export type Gs1Part = readonly ['N' | 'X' | 'Y' | 'Z', number, number, 'must' | 'may', ...Gs1Test[]];`,
    '',
    '/** First and last of a range that differs in the last digit. */',
    'export interface Gs1Row {',
    '  ai: string;',
    '  to?: string;',
    '  /** Of predefined length: no separator follows. */',
    '  alone?: true;',
    '  /** May stand in the query of a GS1 Digital Link. */',
    '  linked?: true;',
    '  /** Key of a GS1 Digital Link: the sequences of qualifiers that may follow. */',
    '  key?: readonly (readonly string[])[];',
    '  parts: readonly Gs1Part[];',
    '}',
    '',
    '// prettier-ignore',
    'export const gs1Table: readonly Gs1Row[] = [',
    ...entries.map((entry) => `  ${writeEntry(entry)},`),
    '];',
    '',
  ].join('\n');
}

function readEntry(line: string): Entry {
  const [range = '', ...words] = line.split(/\s+/);
  const [first = '', last = first] = range.split('-');
  if (!/^\d{2,4}$/.test(first) || first.length !== last.length || first.slice(0, -1) !== last.slice(0, -1))
    throw new Error(`expected an identifier or a range that differs in the last digit, got "${range}"`);

  const flags = /^[*?]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const parts: Part[] = [];
  while (words[0] !== undefined && /^\[?[NXYZ][.\d]/.test(words[0]))
    parts.push(readPart(words.shift() ?? ''));
  if (parts.length === 0) throw new Error(`expected a specification of ${range}, got "${line}"`);

  return {
    first,
    last,
    needsNoFnc1: flags.includes('*'),
    isLinkAttribute: flags.includes('?'),
    parts,
    qualifiers: readQualifiers(words),
  };
}

function readPart(word: string): Part {
  const [type = '', ...tests] = word.replace(/[[\]]/g, '').split(',');
  const found = /^([NXYZ])(\.\.)?(\d+)$/.exec(type);
  if (found === null) throw new Error(`expected a part as N6 or X..20, got "${word}"`);
  const [, set = '', open, length = ''] = found;
  return {
    set,
    least: open === undefined ? Number(length) : 1,
    most: Number(length),
    isOptional: word.startsWith('['),
    tests,
  };
}

function readQualifiers(attributes: readonly string[]): Entry['qualifiers'] {
  const key = attributes.find((word) => word === 'dlpkey' || word.startsWith('dlpkey='));
  if (key === undefined) return null;
  const [, sequences = ''] = key.split('=');
  return sequences === '' ? [] : sequences.split('|').map((sequence) => sequence.split(','));
}

function writeEntry(entry: Entry): string {
  const list = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;
  const parts = entry.parts.map(
    (part) =>
      `['${part.set}', ${part.least}, ${part.most}, '${part.isOptional ? 'may' : 'must'}'${part.tests.map((test) => `, '${test}'`).join('')}]`,
  );
  const fields = [
    `ai: '${entry.first}'`,
    ...(entry.last === entry.first ? [] : [`to: '${entry.last}'`]),
    ...(entry.needsNoFnc1 ? ['alone: true'] : []),
    ...(entry.isLinkAttribute ? ['linked: true'] : []),
    ...(entry.qualifiers === null ? [] : [`key: [${entry.qualifiers.map(list).join(', ')}]`]),
    `parts: [${parts.join(', ')}]`,
  ];
  return `{ ${fields.join(', ')} }`;
}

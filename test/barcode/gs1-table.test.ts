import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDictionary, writeTable } from '../../simulators/gs1/gs1-dictionary.ts';

const table = new URL('../../server/barcode/gs1-table.ts', import.meta.url);
/** The dictionary is GS1's and not part of this repository: GS1_DICTIONARY says where a copy lies. */
const dictionary =
  process.env['GS1_DICTIONARY'] ??
  new URL('../../../shared/data/gs1/gs1-syntax-dictionary.txt', import.meta.url).pathname;

describe('the table of application identifiers', () => {
  test.skipIf(!existsSync(dictionary))('is what the dictionary says', () => {
    expect(readFileSync(table, 'utf8')).toBe(writeTable(readDictionary(readFileSync(dictionary, 'utf8'))));
  });

  test('is made of flags, parts, tests, keys and ranges', () => {
    const said = [
      '# a remark',
      '01         *?  N14,csum,gcppos2   ex=255,37 dlpkey=22,10,21|235    # GTIN',
      '255         ?  N13,csum,gcppos1 [N..12]  dlpkey ex=01              # GCN',
      '3100-3105  *?  N6                 req=01,02 ex=310n                # NET WEIGHT (kg)',
      '91-99          X..90                                               # INTERNAL',
    ].join('\n');
    expect(readDictionary(said)).toEqual([
      entry('01', '01', true, true, [part('N', 14, 14, ['csum', 'gcppos2'])], [['22', '10', '21'], ['235']]),
      entry(
        '255',
        '255',
        false,
        true,
        [part('N', 13, 13, ['csum', 'gcppos1']), { ...part('N', 1, 12, []), isOptional: true }],
        [],
      ),
      entry('3100', '3105', true, true, [part('N', 6, 6, [])], null),
      entry('91', '99', false, false, [part('X', 1, 90, [])], null),
    ]);
  });

  test.each(['310n N6', '3100-3200 N6', '01 csum', '01'])('is not made of "%s"', (line) => {
    expect(() => readDictionary(line)).toThrow('expected');
  });

  test('carries its licence and its notice beside it', () => {
    const beside = (name: string): string => readFileSync(new URL(name, table), 'utf8');
    expect(beside('NOTICE')).toContain('Copyright (c) 2021-2025 GS1 AISBL');
    expect(beside('LICENSE-Apache-2.0')).toContain('Apache License');
  });
});

function entry(
  first: string,
  last: string,
  needsNoFnc1: boolean,
  isLinkAttribute: boolean,
  parts: readonly object[],
  qualifiers: readonly (readonly string[])[] | null,
): object {
  return { first, last, needsNoFnc1, isLinkAttribute, parts, qualifiers };
}

function part(set: string, least: number, most: number, tests: readonly string[]): object {
  return { set, least, most, isOptional: false, tests };
}

import { expect, test } from 'vitest';
import { brokenAs, nameOf } from '../../server/barcode/name-scan.ts';
import { toteCode } from '../../server/barcode/own-codes.ts';
import { readScan } from '../../server/barcode/read-scan.ts';

test.each([
  [toteCode('T-01'), 'tote'],
  ['4006381333931', 'item'],
  ['00003456789012345670', 'sscc'],
  ['1Z5R89390357567127', 'tracking'],
  ['RB123456785GB', 'tracking'],
  ['986578788855', 'tracking'],
  ['JJD0099990180456744', 'tracking'],
  ['TBA502887274000', 'tracking'],
  ['9400111206206406260787', 'tracking'],
  ['https://example.org/track?n=1', 'link'],
  ['3318810025', 'number'],
  ['42', 'number'],
  ['A-01-02', 'text'],
  ['MUG-RED', 'text'],
])('%s is called: %s', (code, name) => {
  expect(nameOf(readScan(code))).toBe(name);
});

test.each([
  ['4006381333931' + '4006381333931', 'glued'],
  ['4006381333931' + '96385074', 'glued'],
  ['MUG-RED' + 'MUG-RED', 'glued'],
  ['4006381333932', 'check_digit'],
  ['1212', null],
  ['ABCABC', null],
  ['9400111206206406260787', null],
  ['590123', null],
  ['MUG-RED', null],
])('%s is broken as: %s', (code, why) => {
  expect(brokenAs(code)).toBe(why);
});

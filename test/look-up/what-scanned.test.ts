import { describe, expect, test } from 'vitest';
import { readScan } from '../../server/barcode/read-scan.ts';
import { whatScanned } from '../../server/floor/look-up/what-scanned.ts';

const everywhere = (text: string) => ({
  location: text,
  tote: text,
  cubby: text,
  cart: text,
  station: text,
  sku: text,
  tracking: text,
  serial: text,
});

describe('[LU1] [LU6] a code is looked for as', () => {
  test.each([
    ['a place', '%LA-01-03', { location: 'A-01-03' }],
    ['a drop place', '%DDROP-1', { location: 'DROP-1' }],
    ['a tote', '%TT-01', { tote: 'T-01' }],
    ['a cubby', '%WWALL-1-A01', { cubby: 'WALL-1-A01' }],
    ['a cart', '%CC-1', { cart: 'C-1' }],
    ['a station', '%SS-1', { station: 'S-1' }],
    ['a badge, by nothing but its kind', '%BSECRET', { badge: true }],
    ['anything, when it does not say', 'A-01-03', everywhere('A-01-03')],
    [
      'an item, and as whatever else its bare digits may be',
      '4006381333931',
      { ...everywhere('4006381333931'), gtin: '04006381333931' },
    ],
    [
      'one unit of an item, where the code tells its number',
      ']d2010400638133393121SN-1',
      { gtin: '04006381333931', serial: 'SN-1' },
    ],
    ['an item only, where the code says so', ']C10104006381333931', { gtin: '04006381333931' }],
    ['anything, where digits fail as a GTIN', '4006381333930', everywhere('4006381333930')],
    ['a parcel', '00095212340000000013', { sscc: '095212340000000013' }],
    ['nothing, when it is empty', ' ', {}],
    ['nothing, when it is too long', 'x'.repeat(600), {}],
    ['nothing, when it is a command', '%Xfinish', {}],
  ])('%s', (_as, raw, sought) => {
    expect(whatScanned(readScan(raw))).toEqual(sought);
  });
});

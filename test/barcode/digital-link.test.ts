import { describe, expect, test } from 'vitest';
import { readDigitalLink } from '../../server/barcode/digital-link.ts';
import { readScan } from '../../server/barcode/read-scan.ts';

const gtin = '05901234123457';
const said = (...elements: [string, string][]) => ({ read: true, elements: new Map(elements) });

describe('a GS1 Digital Link', () => {
  test.each([
    ['of a thing', `https://id.gs1.org/01/${gtin}`, said(['01', gtin])],
    [
      'with lot and serial',
      `https://id.gs1.org/01/${gtin}/10/AB1/21/S9`,
      said(['01', gtin], ['10', 'AB1'], ['21', 'S9']),
    ],
    [
      'with what else it says in the query',
      `HTTP://Example.com/01/${gtin}?17=261231&linkType=all&3103=001250#top`,
      said(['01', gtin], ['17', '261231'], ['3103', '001250']),
    ],
    ['behind a stem of somebody', `https://shop.example/de/p/01/${gtin}/`, said(['01', gtin])],
    ['behind a stem that looks like a key', `https://shop.example/00/01/${gtin}`, said(['01', gtin])],
    [
      'with a lot in percent signs',
      `https://id.gs1.org/01/${gtin}/10/A%2FB`,
      said(['01', gtin], ['10', 'A/B']),
    ],
    ['with a short GTIN', 'https://id.gs1.org/01/96385074', said(['01', '00000096385074'])],
    ['of a parcel', 'https://id.gs1.org/00/003456789012345670', said(['00', '003456789012345670'])],
    ['with qualifiers out of order', `https://id.gs1.org/01/${gtin}/21/S9/10/AB1`, null],
    ['with a qualifier of another key', `https://id.gs1.org/00/003456789012345670/10/AB1`, null],
    [
      'with one digit changed',
      'https://id.gs1.org/01/05901234123458',
      { read: false, because: 'check digit' },
    ],
    ['with two lots', `https://id.gs1.org/01/${gtin}/10/A?10=B`, { read: false, because: 'malformed' }],
    [
      'with half a percent sign',
      `https://id.gs1.org/01/${gtin}/10/A%2`,
      { read: false, because: 'malformed' },
    ],
    ['of somebody else', 'https://example.org/?a=1', null],
    ['with a number that is no key', 'https://example.org/21/S9', null],
    ['with nothing', 'https://example.org', null],
  ])('%s', (_, link, reading) => {
    expect(readDigitalLink(link)).toEqual(reading);
  });

  test('is read as the thing it is of, and any other address as text', () => {
    expect(readScan(`]Q1https://id.gs1.org/01/${gtin}/10/AB1?17=261200`)).toEqual({
      kind: 'item',
      gtin,
      lot: 'AB1',
      expiry: '2026-12-31',
    });
    expect(readScan('https://id.gs1.org/00/003456789012345670')).toEqual({
      kind: 'sscc',
      sscc: '003456789012345670',
    });
    expect(readScan(`https://id.gs1.org/01/${gtin}/21/S9/10/AB1`)).toMatchObject({ kind: 'text' });
  });
});

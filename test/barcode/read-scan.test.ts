import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  badgeCode,
  cartCode,
  cartonCode,
  commandCode,
  cubbyCode,
  dropCode,
  locationCode,
  stationCode,
  toteCode,
} from '../../server/barcode/own-codes.ts';
import { gs1CheckDigit, toGtin, unitOfPack } from '../../server/barcode/check-digit.ts';
import { readScan } from '../../server/barcode/read-scan.ts';

const gs = '\x1d';
const gtin = '05901234123457';

describe('our own codes', () => {
  test('are capitals, whatever a Caps Lock makes of them; a bare code stays as it came', () => {
    expect(readScan('%la-03-08-c')).toEqual({ kind: 'location', location: 'A-03-08-C' });
    expect(readScan('%tT-0270')).toEqual({ kind: 'tote', tote: 'T-0270' });
    expect(readScan('t-0270')).toEqual({ kind: 'text', text: 't-0270' });
  });

  test('a printed code says its kind', () => {
    expect(
      [
        locationCode('A-01-02'),
        toteCode('T0042'),
        cartCode('C07'),
        badgeCode('op-113'),
        stationCode('P1'),
        cartonCode('BOX-S'),
        cubbyCode('W1/14'),
        commandCode('SHORT'),
        dropCode('PACK-2'),
      ].map(readScan),
    ).toEqual([
      { kind: 'location', location: 'A-01-02' },
      { kind: 'tote', tote: 'T0042' },
      { kind: 'cart', cart: 'C07' },
      { kind: 'badge', badge: 'op-113' },
      { kind: 'station', station: 'P1' },
      { kind: 'carton', carton: 'BOX-S' },
      { kind: 'cubby', cubby: 'W1/14' },
      { kind: 'command', command: 'SHORT' },
      { kind: 'drop', drop: 'PACK-2' },
    ]);
  });

  test('typed without its prefix it is text, for the slice to look up', () => {
    expect(readScan('A-01-02')).toEqual({ kind: 'text', text: 'A-01-02' });
  });

  test('two codes read as one, or half of one, are not split by luck', () => {
    expect(readScan(locationCode('A-01') + locationCode('A-02'))).toMatchObject({
      kind: 'unreadable',
      reason: 'glued',
    });
    expect(readScan('%L')).toMatchObject({ kind: 'unreadable', reason: 'malformed' });
  });

  test('a code that no scanner could send is refused when it is made', () => {
    expect(() => locationCode('A 01')).toThrow('location code');
    expect(() => toteCode('')).toThrow('tote code');
    expect(() => cartCode('^XA')).toThrow('cart code');
  });

  test('what is written is what is read', () => {
    const code = fc.stringMatching(/^[0-9A-Z][0-9A-Z._/-]{0,39}$/);
    fc.assert(
      fc.property(code, (location) => {
        expect(readScan(locationCode(location))).toEqual({ kind: 'location', location });
      }),
      { seed: 1 },
    );
  });
});

describe('article numbers', () => {
  test('EAN-8, UPC-A, EAN-13 and ITF-14 are one GTIN of 14 digits', () => {
    expect(['96385074', '036000291452', '5901234123457', '15901234123454'].map(readScan)).toEqual([
      { kind: 'item', gtin: '00000096385074', text: '96385074' },
      { kind: 'item', gtin: '00036000291452', text: '036000291452' },
      { kind: 'item', gtin, text: '5901234123457' },
      { kind: 'item', gtin: '15901234123454', text: '15901234123454' },
    ]);
  });

  test('scanner prefix and suffix make no difference', () => {
    const item = { kind: 'item', gtin, text: '5901234123457' };
    for (const raw of [
      ']E05901234123457',
      '5901234123457\r\n',
      '\t5901234123457 ',
      '５９０１２３４１２３４５７',
    ])
      expect(readScan(raw)).toEqual(item);
  });

  test('one wrong digit is named as such, and the digits are kept', () => {
    expect(readScan('5901234123458')).toEqual({
      kind: 'unreadable',
      reason: 'check_digit',
      text: '5901234123458',
    });
    expect(readScan(']E096385075')).toEqual({ kind: 'unreadable', reason: 'check_digit', text: '96385075' });
  });

  test('digits that are no GTIN in length are text: half a code, two codes glued, a carrier number, a check digit', () => {
    for (const text of ['590123', '59012341234575901234123457', '3318810025', '42']) {
      expect(readScan(text)).toEqual({ kind: 'text', text });
    }
  });

  test('a UPC-E that its scanner did not write out is its UPC-A', () => {
    // The last of the six digits says how the zeros went: 0 to 2, 3, 4.
    expect(['01234505', '04252614', '01234531', '01234543'].map((upcE) => readScan(upcE))).toEqual([
      { kind: 'item', gtin: '00012000003455', text: '01234505' },
      { kind: 'item', gtin: '00042100005264', text: '04252614' },
      { kind: 'item', gtin: '00012300000451', text: '01234531' },
      { kind: 'item', gtin: '00012340000053', text: '01234543' },
    ]);
    expect(readScan(']E004252614')).toEqual({ kind: 'item', gtin: '00042100005264', text: '04252614' });
  });

  test('one whose last digit is 5 to 9 may be an EAN-8 as well, unless the scanner says so', () => {
    expect(readScan('01234558')).toEqual({
      kind: 'item',
      gtin: '00000001234558',
      orGtin: '00012345000058',
      text: '01234558',
    });
    expect(readScan(']E401234558')).toEqual({ kind: 'item', gtin: '00000001234558', text: '01234558' });
  });

  test('a pack names the unit in it by its indicator digit', () => {
    const unitOf = (digits: string) => {
      const pack = toGtin(digits);
      return pack === null ? 'no GTIN' : unitOfPack(pack);
    };
    expect(['15901234123454', '5901234123457', '95901234123450'].map(unitOf)).toEqual([gtin, null, null]);
  });

  test('a FedEx number is not a wrong UPC, and a plain Code 128 is what it says', () => {
    expect(readScan('986578788855')).toEqual({ kind: 'text', text: '986578788855' });
    expect(readScan(']C012345678')).toEqual({ kind: 'text', text: '12345678' });
  });
});

describe('GS1 element strings', () => {
  test.each([
    ['GS1-128', `]C101${gtin}`, { kind: 'item', gtin }],
    [
      'DataMatrix, separator sent',
      `]d201${gtin}10AB1${gs}17261231`,
      { kind: 'item', gtin, lot: 'AB1', expiry: '2026-12-31' },
    ],
    [
      'any order',
      `]Q317270228${'10AB1'}${gs}21S9${gs}01${gtin}`,
      { kind: 'item', gtin, lot: 'AB1', serial: 'S9', expiry: '2027-02-28' },
    ],
    ['FNC1 in front sent as a separator', `${gs}01${gtin}3012`, { kind: 'item', gtin, units: 12 }],
    ['day 00 is the last of its month', `]e001${gtin}17280200`, { kind: 'item', gtin, expiry: '2028-02-29' }],
    [
      'best before where there is no expiry',
      `]C101${gtin}15270101`,
      { kind: 'item', gtin, expiry: '2027-01-01' },
    ],
    ['content and count', `]C102${gtin}37144`, { kind: 'item', gtin, units: 144 }],
    ['SSCC', ']C100003456789012345670', { kind: 'sscc', sscc: '003456789012345670' }],
    [
      'SSCC with its content',
      `]C10000345678901234567002${gtin}37144`,
      { kind: 'sscc', sscc: '003456789012345670', others: { '02': gtin, '37': '144' } },
    ],
    ['SSCC without any hint', '00003456789012345670', { kind: 'sscc', sscc: '003456789012345670' }],
    ['no hint at all', `01${gtin}10AB1`, { kind: 'item', gtin, lot: 'AB1' }],
    [
      'an identifier of others is passed over',
      `]C101${gtin}240XYZ${gs}10AB1`,
      { kind: 'item', gtin, lot: 'AB1', others: { '240': 'XYZ' } },
    ],
    [
      'an identifier that no table knows is passed over',
      `]C101${gtin}88XYZ${gs}10AB1`,
      { kind: 'item', gtin, lot: 'AB1' },
    ],
    [
      'weight, production and variant',
      `]e001${gtin}11260301${'20'}07${'3103'}001250`,
      { kind: 'item', gtin, produced: '2026-03-01', variant: '07', netGrams: 1_250 },
    ],
    ['an expiry to the minute', `]C101${gtin}70032612311530`, { kind: 'item', gtin, expiry: '2026-12-31' }],
    ['DotCode', `]J101${gtin}21S9`, { kind: 'item', gtin, serial: 'S9' }],
    [
      'a lot in the end that holds an identifier few labels carry',
      `]C101${gtin}1726123110L240123`,
      { kind: 'item', gtin, lot: 'L240123', expiry: '2026-12-31' },
    ],
    [
      'a repeated identifier that says the same',
      `]C101${gtin}10AB1${gs}10AB1${gs}`,
      { kind: 'item', gtin, lot: 'AB1' },
    ],
    [
      "a carrier's own GS1 code is its number",
      ']C1420787459400111206206406260787',
      { kind: 'text', text: '420787459400111206206406260787' },
    ],
  ])('%s', (_, raw, expected) => {
    expect(readScan(raw)).toEqual(expected);
  });

  test.each([
    ['check digit of the GTIN', ']C10105901234123458', 'check_digit'],
    ['check digit of the SSCC', ']C100003456789012345671', 'check_digit'],
    ['first half only', ']C101059012', 'malformed'],
    ['thirteenth month', `]C101${gtin}17261301`, 'malformed'],
    ['30 February', `]C101${gtin}17260230`, 'malformed'],
    ['lot of 21 characters', `]C101${gtin}10${'A'.repeat(21)}${gs}`, 'malformed'],
    ['a repeated identifier that says otherwise', `]C101${gtin}10AB1${gs}10AB2`, 'malformed'],
    ['a country that is none', `]C101${gtin}422000`, 'malformed'],
    ['a yes that is neither yes nor no', `]C100003456789012345670${'4321'}2`, 'malformed'],
    ['an hour too many', `]C101${gtin}70032612312400`, 'malformed'],
    ['check digit of a place', `]C101${gtin}4105901234123458`, 'check_digit'],
    ['piece 3 of 2', `]C18006${gtin}0302`, 'malformed'],
    ['separator lost, the lot may end early', `01${gtin}10AB117261231`, 'ambiguous'],
    ['separator lost, the tail may be a serial', `]C101${gtin}10AB2107`, 'ambiguous'],
  ])('refused: %s', (_, raw, reason) => {
    expect(readScan(raw)).toMatchObject({ kind: 'unreadable', reason });
  });

  test('with separators every lot and serial comes back; without them it comes back, or it is asked about', () => {
    const value = fc.stringMatching(/^[0-9A-Z]{1,20}$/);
    const digits = fc.stringMatching(/^\d{13}$/);
    fc.assert(
      fc.property(digits, value, value, (body, lot, serial) => {
        const some = body + gs1CheckDigit(body);
        const item = { kind: 'item', gtin: some, lot, serial };
        expect(readScan(`]C101${some}10${lot}${gs}21${serial}`)).toEqual(item);

        const lost = readScan(`]C101${some}10${lot}21${serial}`);
        if (lost.kind !== 'item') expect(lost).toMatchObject({ kind: 'unreadable', reason: 'ambiguous' });
        // More than forty characters cannot be one lot, so only then is a single reading possible.
        else expect(lost).toEqual(item);
      }),
      { seed: 1 },
    );
  });
});

describe('hostile scans', () => {
  test.each([
    ['', 'empty'],
    [' \r\n', 'empty'],
    [']C1', 'empty'],
    [gs, 'empty'],
    ['x'.repeat(513), 'too_long'],
    ['x'.repeat(1_000_000), 'too_long'],
    ['\ufdfa'.repeat(512), 'too_long'],
    ['A\0B', 'control_characters'],
    ['\x1b[A', 'control_characters'],
    ['A\tB', 'control_characters'],
    ['A\r\nB', 'control_characters'],
    ['\u202eABC', 'control_characters'],
    ['A\u200bB', 'control_characters'],
    ['\ud800', 'control_characters'],
  ])('%j is %s', (raw, reason) => {
    expect(readScan(raw)).toMatchObject({ kind: 'unreadable', reason });
  });

  test('a Cyrillic А is not a Latin A, a composed and a decomposed letter are one', () => {
    expect(readScan('А-01')).not.toEqual(readScan('A-01'));
    expect(readScan('e\u0301')).toEqual(readScan('\u00e9'));
  });

  test('a link, a tracking number and an emoji are text', () => {
    for (const text of ['https://example.org/?a=1', '1Z5R89390357567127', '📦'])
      expect(readScan(text)).toEqual({ kind: 'text', text });
  });

  test('any characters get an answer, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
        expect(readScan(raw)).toEqual(readScan(raw));
      }),
      { seed: 1 },
    );
  });
});

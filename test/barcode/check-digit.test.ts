import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gs1CheckDigit,
  hasGs1CheckDigit,
  isDhlExpress,
  isDpd,
  isFedex12,
  isGln,
  isGtin,
  isS10,
  isSscc,
  isUps1Z,
  isUspsImpb,
  makeDhlExpress,
  makeDpd,
  makeFedex12,
  makeS10,
  makeSscc,
  makeUps1Z,
  makeUspsImpb,
  toGtin,
} from '../../server/barcode/check-digit.ts';

type Format = {
  courier: string;
  name: string;
  accepts: (text: string) => boolean;
  valid: readonly string[];
  invalid: readonly string[];
};

/** A few outside numbers of each carrier, from jkeen/tracking_number_data (MIT). */
const formats: readonly Format[] = [
  {
    courier: 'ups',
    name: 'UPS',
    accepts: isUps1Z,
    valid: ['1Z5R89390357567127', '1Z410E7W0392751591', ' 1 Z 8 V 9 2 A 7 0 3 6 7 2 0 3 0 2 4 '],
    invalid: ['2Z5R89390357567127', '1Z1111111111111111', '1Z5R8939035756712', '1Z5R893903575671270'],
  },
  {
    courier: 'dhl',
    name: 'DHL Express',
    accepts: isDhlExpress,
    valid: ['3318810025', '8487135506', '3821724944'],
    invalid: ['3318810010', '3318810011', '331881002'],
  },
  {
    courier: 's10',
    name: 'S10',
    accepts: isS10,
    valid: ['RB123456785GB', 'RB123456785CV'],
    invalid: ['RB123456786US', 'RB123456785XX', 'RB123456785G'],
  },
  {
    courier: 'dpd',
    name: 'DPD (28)',
    accepts: isDpd,
    valid: ['00 81827 0998 0000 0200 33 350 276 C'],
    invalid: ['008182709980000020033350276A'],
  },
  {
    courier: 'dpd',
    name: 'DPD (14)',
    accepts: isDpd,
    valid: ['09 9800 0002 0033 F'],
    invalid: ['09980000020033D'],
  },
  {
    courier: 'usps',
    name: 'USPS IMpb N',
    accepts: isUspsImpb,
    valid: ['420787459400111206206406260787', '9400 1112 0108 0805 4830 16', '9434611206206406227577'],
    invalid: ['9434611206206407667131', '2334611306206407667222'],
  },
  {
    courier: 'usps',
    name: 'USPS IMpb C',
    accepts: isUspsImpb,
    valid: [
      '4201002334249200190132607600833457',
      '92748931507708513018050063',
      '9361 2898 7870 0317 6337 95',
    ],
    invalid: ['61299998820821171811', '420000000000000000000000000000', '4201028200009261290113185417468511'],
  },
  {
    courier: 'fedex',
    name: 'FedEx Express (12)',
    accepts: isFedex12,
    valid: ['986578788855', '799531274483', ' 7 9 0 5 3 5 3 1 2 3 1 7 '],
    invalid: ['996578788855', '98657878885'],
  },
];

describe('carriers', () => {
  test.each(formats)('$name: right numbers pass, wrong ones do not', ({ accepts, valid, invalid }) => {
    expect(valid.filter((number) => !accepts(number))).toEqual([]);
    expect(invalid.filter((number) => accepts(number))).toEqual([]);
  });

  const couriers = new URL('../../../shared/data/tracking/couriers/', import.meta.url);

  test.runIf(existsSync(couriers)).each(formats)('$name: every outside test number of $courier', (format) => {
    const { valid, invalid } = outsideNumbers(new URL(`${format.courier}.json`, couriers), format.name);
    expect(valid.length + invalid.length).toBeGreaterThan(0);
    expect(valid.filter((number) => !format.accepts(number))).toEqual([]);
    expect(invalid.filter((number) => format.accepts(number))).toEqual([]);
  });

  test('numbers made are numbers taken, and one changed digit is noticed', () => {
    const serial = fc.integer({ min: 0, max: 9_999_999 });
    fc.assert(
      fc.property(serial, fc.constantFrom('PL', 'RO', 'GB', 'ID'), (n, country) => {
        const made: readonly (readonly [string, (text: string) => boolean])[] = [
          [makeUps1Z('F1W0A9', '03', n), isUps1Z],
          [makeDhlExpress(n), isDhlExpress],
          [makeS10('RR', n, country), isS10],
          [makeDpd('0998', n), isDpd],
          [makeUspsImpb('92', '748', '931507708', n), isUspsImpb],
        ];
        // Mod 11 then mod 10 writes a rest of 10 as 0, so FedEx's formula misses one change in eleven.
        expect(isFedex12(makeFedex12(n))).toBe(true);
        for (const [number, accepts] of made) {
          expect(accepts(number), number).toBe(true);
          // The digit before the check (S10's stands before its country): every one of these formulas sees it change.
          const at = number.length - (number.endsWith(country) ? 4 : 2);
          const changed =
            number.slice(0, at) + String((Number(number.charAt(at)) + 1) % 10) + number.slice(at + 1);
          expect(accepts(changed), changed).toBe(false);
        }
      }),
      { seed: 1 },
    );
  });

  test('a range that is used up, or a wrong account, is said when the number is made', () => {
    expect(() => makeUps1Z('F1W0A9', '03', 10_000_000)).toThrow('at most 7 digits');
    expect(() => makeUps1Z('short', '03', 1)).toThrow('six letters or digits');
    expect(() => makeS10('RB', 1, 'XX')).toThrow('ISO 3166');
    expect(() => makeDhlExpress(-1)).toThrow('at most 9 digits');
    expect(() => makeDpd('98', 1)).toThrow('four digits');
    expect(() => makeUspsImpb('91', '748', '931507708', 1)).toThrow('channel 92-95');
  });

  test('a hundred thousand characters are no number and cost nothing', () => {
    const long = '1Z' + '9'.repeat(100_000);
    expect(formats.map((format) => format.accepts(long))).toEqual(formats.map(() => false));
  });
});

describe('GS1 keys', () => {
  test('known numbers of the four lengths become one 14-digit GTIN', () => {
    expect(['96385074', '036000291452', '5901234123457', '15901234123454'].map(toGtin)).toEqual([
      '00000096385074',
      '00036000291452',
      '05901234123457',
      '15901234123454',
    ]);
    expect(
      [
        '96385075',
        '036000291453',
        '5901234123458',
        '590123412345',
        '',
        'abcdefgh',
        '５９０１２３４１２３４５７',
      ].map(toGtin),
    ).toEqual(Array(7).fill(null));
    expect(isGtin('05901234123457')).toBe(true);
    expect(isGtin('5901234123457')).toBe(false);
    expect(isGln('9501101530003')).toBe(true);
    expect(isGln('9501101530004')).toBe(false);
  });

  test('an SSCC is made of extension, company prefix and serial', () => {
    // The example of the GS1 General Specifications.
    expect(makeSscc(1, '0614141', 234567890)).toBe('106141412345678908');
    expect(makeSscc(0, '0345678901', 234567)).toBe('003456789012345670');
    expect(isSscc('003456789012345670')).toBe(true);
    expect(isSscc('003456789012345671')).toBe(false);
    expect(() => makeSscc(0, '0345678901', 1_000_000)).toThrow('at most 6 digits');
    expect(() => makeSscc(10, '3456789', 1)).toThrow('at most 1 digits');
    expect(() => makeSscc(0, '34567', 1)).toThrow('7 to 10 digits');
  });

  test('one changed digit never passes', () => {
    const digits = fc.stringMatching(/^\d{7,17}$/);
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
        const key = body + gs1CheckDigit(body);
        const at = place % key.length;
        const changed = key.slice(0, at) + String((Number(key.charAt(at)) + by) % 10) + key.slice(at + 1);
        expect(hasGs1CheckDigit(key)).toBe(true);
        expect(hasGs1CheckDigit(changed)).toBe(false);
      }),
      { seed: 1 },
    );
  });
});

function outsideNumbers(file: URL, name: string): { valid: string[]; invalid: string[] } {
  const courier = JSON.parse(readFileSync(file, 'utf8')) as {
    tracking_numbers: { name: string; test_numbers: { valid: string[]; invalid: string[] } }[];
  };
  const format = courier.tracking_numbers.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`expected a format "${name}" in ${file.pathname}`);
  return format.test_numbers;
}

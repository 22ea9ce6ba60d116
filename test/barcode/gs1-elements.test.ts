import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gs1CheckDigit } from '../../server/barcode/check-digit.ts';
import {
  faultOf,
  fixedLengths,
  gs1Identifiers,
  mostSteps,
  readSeparated,
  readUnseparated,
  Steps,
} from '../../server/barcode/gs1-elements.ts';
import { gs1Tests } from '../../server/barcode/gs1-tests.ts';

const gs = '\x1d';
const gtin = '05901234123457';

describe('the table of identifiers', () => {
  test('none begins with another, so at most one stands at a place', () => {
    const all = [...gs1Identifiers.keys()];
    expect(all.length).toBe(new Set(all).size);
    expect(all.filter((ai) => all.some((other) => other !== ai && ai.startsWith(other)))).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });

  test('needs no separator exactly where GS1 sets the length by the first two digits', () => {
    for (const [ai, { alone, parts }] of gs1Identifiers) {
      const fixed = fixedLengths.get(ai.slice(0, 2));
      const length = ai.length + parts.reduce((sum, [, , most]) => sum + most, 0);
      expect([ai, alone === true ? length : undefined]).toEqual([ai, fixed]);
    }
  });

  test('only the last part of a value varies in length', () => {
    for (const [ai, { parts }] of gs1Identifiers)
      for (const [, least, most] of parts.slice(0, -1)) expect([ai, least]).toEqual([ai, most]);
  });
});

describe('a value is what its identifier allows', () => {
  const isFine = (ai: string, value: string): boolean => {
    const row = gs1Identifiers.get(ai);
    if (row === undefined) throw new Error(`expected an identifier, got ${ai}`);
    return faultOf(row, value) === null;
  };

  test.each([
    ['00', '003456789012345670', '003456789012345671'],
    ['01', gtin, '5901234123457'],
    ['10', 'a-Z/1', 'a Z'],
    ['17', '261200', '261232'],
    ['253', '5901234123457AB', '590123412345AB'],
    ['255', '5901234123457', '59012341234571234567890123'],
    ['3103', '001250', '01250'],
    ['3912', '97812', '99812'],
    ['423', '616276', '6162'],
    ['4307', 'PL', 'XX'],
    ['4303', 'Ulica%20Pusta', 'Ulica%2'],
    ['4309', '02790858483015297971', '02790858483601297971'],
    ['4321', '1', '2'],
    ['4326', '260228', '260229'],
    ['4330', '002500-', '002500+'],
    ['7003', '2612312359', '2612312360'],
    ['7040', '1ABC', '1AB*'],
    ['7241', '80', '11'],
    ['7250', '20000229', '19000229'],
    ['7252', '9', '3'],
    ['7258', '1/2', '3/2'],
    ['8001', '00010000100191', '00010000100121'],
    ['8003', '05901234123457A', '15901234123457A'],
    ['8006', `${gtin}0102`, `${gtin}0002`],
    ['8007', 'PL61109010140000071219812874', 'PL61109010140000071219812875'],
    ['8008', '26022823', '26022824'],
    ['8010', '590123#4', '590123a4'],
    ['8011', '12', '012'],
    ['8013', '1987654Ad4X4bL5ttr2310c2K', '1987654Ad4X4bL5ttr2310c2L'],
    ['8014', '1987654Ad4X4bL5ttr2310c2K', '987654987654'],
  ])('(%s) %s, but not %s', (ai, right, wrong) => {
    expect([isFine(ai, right), isFine(ai, wrong)]).toEqual([true, false]);
  });

  test('each test says no to something, except where length and characters are all we prove', () => {
    // Known by their length and characters alone.
    const lenient = ['couponcode', 'couponposoffer', 'packagetype'];
    const samples = ['000', ...fc.sample(fc.string({ maxLength: 30 }), { seed: 1, numRuns: 200 })];
    for (const [name, isRight] of Object.entries(gs1Tests))
      expect([name, samples.some((sample) => !isRight(sample))]).toEqual([name, !lenient.includes(name)]);
  });
});

describe('with separators', () => {
  test('every field comes back, in any order', () => {
    fc.assert(
      fc.property(elements(), (said) => {
        const text = said.map(([ai, value]) => `${ai}${value}${isAlone(ai) ? '' : gs}`).join('');
        expect(readSeparated(text)).toEqual({ read: true, elements: new Map(said) });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('an identifier that comes again with another value is refused', () => {
    expect(readSeparated(`10A${gs}10A`)).toEqual({ read: true, elements: new Map([['10', 'A']]) });
    expect(readSeparated(`10A${gs}10B`)).toEqual({ read: false, because: 'malformed' });
  });
});

describe('without separators', () => {
  const lost = (said: readonly (readonly [string, string])[]): string =>
    said.map(([ai, value]) => ai + value).join('');

  test('what labels in a warehouse carry comes back as it was, or is asked about', () => {
    const read = { certain: 0, asked: 0 };
    fc.assert(
      fc.property(
        elements(['00', '01', '02', '10', '11', '13', '15', '17', '20', '21', '30', '37', '3103']),
        (said) => {
          const reading = readUnseparated(lost(said));
          read[reading.read ? 'certain' : 'asked'] += 1;
          if (reading.read) expect(reading.elements).toEqual(new Map(said));
          else expect(reading.because).toBe('ambiguous');
        },
      ),
      { seed: 1, numRuns: 500 },
    );
    expect(read.certain).toBeGreaterThan(50);
    expect(read.asked).toBeGreaterThan(50);
  });

  test('what needs no separator is read whatever its identifiers, unless a common one could begin inside', () => {
    fc.assert(
      fc.property(elements(), (said) => {
        const last = said.findIndex(([ai]) => !isAlone(ai));
        const needsNone =
          last === -1 ? said : [...said.filter(([ai]) => isAlone(ai)), ...said.slice(last, last + 1)];
        const reading = readUnseparated(lost(needsNone));
        if (reading.read) expect(reading.elements).toEqual(new Map(needsNone));
        else expect(reading.because).toBe('ambiguous');
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('a certain reading never needs more lost separators than the label that was printed', () => {
    fc.assert(
      fc.property(elements(), (said) => {
        const reading = readUnseparated(lost(said));
        const separators = (all: readonly (readonly [string, string])[]): number =>
          all.slice(0, -1).filter(([ai]) => !isAlone(ai)).length;
        if (reading.read) expect(separators([...reading.elements])).toBeLessThanOrEqual(separators(said));
        else expect(reading.because).toBe('ambiguous');
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('hostile texts cost no more than the limit, and labels a small part of it', () => {
    const hostile = [
      `01${gtin}10${'21'.repeat(240)}`,
      `01${gtin}1021302137${'21'.repeat(60)}`,
      `01${gtin}10${'21'.repeat(10)}${'30'.repeat(10)}${'17251231'.repeat(4)}`,
      '4300ab'.repeat(85),
      `${'4300%4'.repeat(85)}`,
      '91'.repeat(256),
      '9'.repeat(512),
      '10'.repeat(256),
      '80131987654Ad4X4bL5ttr2310c2K'.repeat(17),
      '0'.repeat(512),
      '7030616'.repeat(73),
      `10${'A10B21C30D37'.repeat(42)}`,
    ];
    for (const text of hostile) {
      const steps = new Steps();
      readUnseparated(text, steps);
      // The last place looked at may take the whole of one value beyond it.
      expect([text, steps.taken < mostSteps + 10_000]).toEqual([text, true]);
    }
    const steps = new Steps();
    readUnseparated(`01${gtin}1726123110AB12CD2112345678901234567890`, steps);
    expect(steps.taken).toBeLessThan(mostSteps / 20);
  });

  test('any digits cost no more than the limit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9%A]{0,512}$/), (text) => {
        const steps = new Steps();
        readUnseparated(text, steps);
        expect(steps.taken).toBeLessThan(mostSteps + 10_000);
      }),
      { seed: 1 },
    );
  });
});

function isAlone(ai: string): boolean {
  return gs1Identifiers.get(ai)?.alone === true;
}

/** Up to five fields of different identifiers, each with a value that it allows. */
function elements(
  of: readonly string[] = [...gs1Identifiers.keys()].filter((ai) => isEasy(ai)),
): fc.Arbitrary<(readonly [string, string])[]> {
  const fields = of.map((ai) => valueOf(ai).map((value) => [ai, value] as const));
  return fc.uniqueArray(fc.oneof(...fields), { minLength: 1, maxLength: 5, selector: ([ai]) => ai });
}

/** With a plain value of one part, or with a check digit: enough to build labels of. */
function isEasy(ai: string): boolean {
  const parts = gs1Identifiers.get(ai)?.parts ?? [];
  const tests = parts[0]?.slice(4) ?? [];
  return (
    parts.length === 1 &&
    tests.every((test) => ['csum', 'gcppos1', 'gcppos2', 'yymmd0'].includes(String(test)))
  );
}

function valueOf(ai: string): fc.Arbitrary<string> {
  const [set, least, most, , ...tests] = gs1Identifiers.get(ai)?.parts[0] ?? ['N', 1, 1, 'must'];
  const made = (characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
  if (tests.includes('yymmd0')) return fc.constantFrom('261231', '270100', '280229', '251015');
  if (tests.includes('csum'))
    return made('0123456789', most - 1, most - 1).map((body) => body + gs1CheckDigit(body));
  const value = made(set === 'N' ? '0123456789' : '0123456789ABCDEFXYZ', least, most);
  return tests.includes('gcppos1') ? made('0123456789', 4, 10) : value;
}

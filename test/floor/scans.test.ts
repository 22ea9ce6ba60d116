import { describe, expect, it } from 'vitest';
import { Burst } from '../../floor-ui/src/scan/burst.ts';
import { SameRead } from '../../floor-ui/src/scan/same-read.ts';
import { countNotes } from '../../floor-ui/src/scan/count-notes.ts';
import { pictureOf } from '../../floor-ui/src/screens/refused.ts';
import { cartonCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { readScan } from '../../server/barcode/read-scan.ts';

describe('a burst of keys', () => {
  const burstOf = (code: string): string => {
    const burst = new Burst();
    [...code].forEach((key, index) => burst.key(key, index));
    const heard = burst.end('Enter');
    return heard.kind === 'scan' ? heard.code : '';
  };

  it('that is too long for any code stays too long, and does not grow with what is sent', () => {
    expect(readScan(burstOf('x'.repeat(10_240)))).toEqual({ kind: 'unreadable', reason: 'too_long' });
    expect(burstOf('x'.repeat(10_240)).length).toBeLessThan(600);
  });

  it('of the longest code that is read comes whole', () => {
    expect(burstOf('x'.repeat(512))).toBe('x'.repeat(512));
  });
});

describe('the red screen says what a person reads on the thing', () => {
  const scanned = (refusal: Parameters<typeof pictureOf>[0]['refusal'], scan: string, data = {}) => {
    const { scannedAs, scanned } = pictureOf({ refusal, data, scanned: scan });
    return { as: scannedAs, name: scanned?.name };
  };

  it.each([
    ['our own codes without the signs in front', toteCode('T-0001'), { as: 'tote', name: 'T-0001' }],
    ['a place', locationCode('A-01-02'), { as: 'location', name: 'A-01-02' }],
    ['a scanner that says the symbology', `]C0${cartonCode('M2')}`, { as: 'carton', name: 'M2' }],
    ['a thing with a lot', ']C1010590123412345710L7', { as: 'code', name: '05901234123457' }],
    ['a code of somebody else', '%', { as: 'code', name: '%' }],
    ['only the beginning of a very long one', 'x'.repeat(513), { as: 'code', name: `${'x'.repeat(40)}…` }],
    ['nothing that cannot be printed', 'A\u0000B\u0007C', { as: 'code', name: 'ABC' }],
  ])('%s', (_why, scan, shown) => {
    expect(scanned('NEED_ITEM', scan, { kind: 'tote' })).toEqual(shown);
  });

  it('with its kind, when the server tells the code alone', () => {
    const data = { expected: 'T-0416', place: 6, scanned: 'T-0414' };
    expect(scanned('PICK_WRONG_TOTE', toteCode('T-0414'), data)).toEqual({ as: 'tote', name: 'T-0414' });
    // The last scan was of the item; what the no is about is the place before it.
    const place = { expected: 'A-01-02', scanned: toteCode('T-0414') };
    expect(scanned('JOB_WRONG_PLACE', '5901234123457', place)).toEqual({
      as: 'tote',
      name: 'T-0414',
    });
  });

  it('also where the server sends the code back as it came', () => {
    const scan = toteCode('T-0001');
    expect(scanned('PACK_NOT_IN_ORDER', scan, { code: scan })).toEqual({ as: 'tote', name: 'T-0001' });
  });

  it('and a name where there is one', () => {
    expect(scanned('PICK_WRONG_ITEM', '5901234123457', { scanned: { sku: 'A1', name: 'Mug' } })).toEqual({
      as: 'code',
      name: 'Mug',
    });
  });
});

describe('reads of one code', () => {
  const reads = (...pulls: readonly (readonly [string, number])[]): string[] => {
    const sameRead = new SameRead();
    return pulls.flatMap(([code, at]) => (sameRead.isRepeat(code, at) ? [] : [`${code} at ${at}`]));
  };

  it('fifty times a second are one read for as long as the trigger is held', () => {
    const held = Array.from({ length: 150 }, (_, n) => ['5901234123457', n * 20] as const);
    expect(reads(...held)).toEqual(['5901234123457 at 0']);
  });

  it('are one read within 400 ms, and two from then on', () => {
    expect(reads(['A', 0], ['A', 399])).toEqual(['A at 0']);
    expect(reads(['A', 0], ['A', 400])).toEqual(['A at 0', 'A at 400']);
  });

  it('are one read each when two labels lie in the light', () => {
    const turns = Array.from({ length: 100 }, (_, n) => [n % 2 === 0 ? 'A' : 'B', n * 20] as const);
    expect(reads(...turns)).toEqual(['A at 0', 'B at 20']);
  });

  it('come when their last key came, however late the page hears of it', () => {
    const burst = new Burst();
    [...'A-01'].forEach((key, index) => burst.key(key, 1_000 + index));
    expect(burst.end('Enter')).toMatchObject({ kind: 'scan', code: 'A-01', at: 1_003 });
  });
});

describe('the tone of a counted unit', () => {
  it('is higher than the one before, and never the same', () => {
    const said = Array.from({ length: 40 }, (_, n) => countNotes(n + 1));
    const pitch = (nth: number): number => said[nth - 1]?.[0]?.hertz ?? 0;
    for (let nth = 2; nth <= said.length; nth += 1) {
      expect(said[nth - 1]).not.toEqual(said[nth - 2]);
      // Each dozen begins low again, with one beat more.
      if (nth % 12 !== 1) expect(pitch(nth)).toBeGreaterThan(pitch(nth - 1));
      else expect(said[nth - 1]?.length).toBe((said[nth - 2]?.length ?? 0) + 1);
    }
  });
});

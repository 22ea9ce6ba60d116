import { expect, test } from 'vitest';
import { readScan } from '../../server/barcode/read-scan.ts';
import { settleReading, type Kept } from '../../server/floor/picking/settle-reading.ts';

const gtin = '09521234543213';
const numbered = `]d201${gtin}21SN10YYHUO0001`;
const plain: Kept = { isLotControlled: false, hasExpiry: false, isSerialControlled: false, lots: [] };
const settled = (raw: string, ...items: Partial<Kept>[]) => {
  const scan = readScan(raw);
  if (scan.kind !== 'unreadable' || scan.readings === undefined) throw new Error(`${raw} is not ambiguous`);
  return settleReading(
    scan,
    scan.readings,
    items.map((item) => ({ ...plain, ...item })),
  );
};

test('[PK35] a number that looks like a number and a lot is a number where no lots are kept', () => {
  expect(settled(numbered, { isSerialControlled: true })).toEqual({
    kind: 'item',
    gtin,
    serial: 'SN10YYHUO0001',
  });
});

test('[PK35] where both are kept nobody guesses', () => {
  expect(settled(numbered, { isSerialControlled: true, isLotControlled: true })).toMatchObject({
    kind: 'unreadable',
    reason: 'ambiguous',
  });
});

test('[PK35] nor where nothing of it is kept, the item is not known, or two owners keep it differently', () => {
  for (const items of [[{}], [], [{ isSerialControlled: true }, { isLotControlled: true }]])
    expect(settled(numbered, ...items)).toMatchObject({ kind: 'unreadable' });
});

test('[PK35] a lot that looks like a lot and a number is a lot where no numbers are kept', () => {
  expect(settled(`]C101${gtin}10AB2107`, { isLotControlled: true })).toEqual({
    kind: 'item',
    gtin,
    lot: 'AB2107',
  });
});

const isLot = { isLotControlled: true };

test('[PK35] a lot that ends the code is that lot, whatever its end looks like', () => {
  for (const lot of ['L300615', 'L301229', 'B37X3012'])
    for (const lots of [[], [lot]])
      expect(settled(`]C101${gtin}10${lot}`, { ...isLot, lots })).toEqual({ kind: 'item', gtin, lot });
  expect(settled(`]C101${gtin}1730061510L300615`, { ...isLot, hasExpiry: true })).toMatchObject({
    lot: 'L300615',
    expiry: '2030-06-15',
  });
});

test('[PK35] a known lot stands against one that nobody has heard of', () => {
  const glued = `]C101${gtin}10L300615`;
  expect(settled(glued, { ...isLot, lots: ['L'] })).toMatchObject({ kind: 'unreadable' });
  expect(settled(glued, { ...isLot, lots: ['L', 'L300615'] })).toMatchObject({ lot: 'L300615' });
  expect(settled(glued, { ...isLot, lots: ['L300615'] }, isLot)).toMatchObject({ lot: 'L300615' });
});

test('[PK35] of a lot and a lot with a date the one that is known, and neither where none or both are', () => {
  const dated = { ...isLot, hasExpiry: true };
  const glued = `]C101${gtin}10AB17300615`;
  expect(settled(glued, { ...dated, lots: ['AB'] })).toEqual({
    kind: 'item',
    gtin,
    lot: 'AB',
    expiry: '2030-06-15',
  });
  expect(settled(glued, { ...dated, lots: ['AB17300615'] })).toEqual({
    kind: 'item',
    gtin,
    lot: 'AB17300615',
  });
  for (const lots of [[], ['AB', 'AB17300615']])
    expect(settled(glued, { ...dated, lots })).toMatchObject({ kind: 'unreadable', reason: 'ambiguous' });
});

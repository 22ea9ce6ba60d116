import { expect, test } from 'vitest';
import { readScan } from '../../server/barcode/read-scan.ts';
import { settleReading, type Kept } from '../../server/floor/picking/settle-reading.ts';

const gtin = '09521234543213';
const numbered = `]d201${gtin}21SN10YYHUO0001`;
const plain: Kept = { isLotControlled: false, hasExpiry: false, isSerialControlled: false };
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

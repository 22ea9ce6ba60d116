import { expect, test } from 'vitest';
import {
  resolvePolicy,
  standardPolicy,
  type PolicyRow,
  type PolicySubject,
} from '../../server/floor/picking/resolve-policy.ts';

const row = (more: Partial<PolicyRow>): PolicyRow => ({
  operator: '',
  owner: '',
  sku: '',
  zone: '',
  location: null,
  item: null,
  eachScanUpTo: null,
  quantity: null,
  secondScan: null,
  tote: null,
  lot: null,
  expiry: null,
  serial: null,
  short: null,
  ...more,
});
const standard = standardPolicy(3);
const mug: PolicySubject = {
  operator: 'ada',
  owner: 'main',
  sku: 'MUG',
  zone: 'A',
  isLotControlled: false,
  hasExpiry: false,
  isSerialControlled: false,
};
const resolve = (rows: PolicyRow[], about: Partial<PolicySubject> = {}) =>
  resolvePolicy(rows, standard, { ...mug, ...about });

test('[PK80] without a row the standard holds', () => {
  expect(resolve([])).toEqual({ ...standard, serial: 'never' });
});

test('[PK80] each setting comes from the most particular row that has it', () => {
  const site = row({ location: 'digits', item: 'each', quantity: 'typed', secondScan: 'item' });
  const zone = row({ zone: 'A', location: 'scan', item: 'location_implies' });
  const item = row({ owner: 'main', sku: 'MUG', item: 'first_then_quantity', eachScanUpTo: 9 });
  const operator = row({ operator: 'ada', eachScanUpTo: 1 });
  for (const rows of [
    [site, zone, item, operator],
    [operator, item, zone, site],
  ]) {
    expect(resolve(rows)).toEqual({
      ...standard,
      location: 'scan',
      item: 'first_then_quantity',
      eachScanUpTo: 1,
      quantity: 'typed',
      secondScan: 'item',
      serial: 'never',
    });
  }
});

test('[PK80] of two rows for an operator the one that names a zone too is more particular', () => {
  const everywhere = row({ operator: 'ada', location: 'scan' });
  const inA = row({ operator: 'ada', zone: 'A', location: 'digits' });
  const itemInA = row({ owner: 'main', sku: 'MUG', zone: 'A', location: 'none' });
  expect(resolve([everywhere, inA, itemInA]).location).toBe('digits');
  expect(resolve([everywhere, inA, itemInA], { zone: 'B' }).location).toBe('scan');
  expect(resolve([everywhere, inA, itemInA], { operator: 'bob' }).location).toBe('none');
});

test('[PK80] rows about others say nothing', () => {
  const others = [
    row({ zone: 'B', item: 'each' }),
    row({ owner: 'other', sku: 'MUG', item: 'each' }),
    row({ operator: 'bob', item: 'each' }),
  ];
  expect(resolve(others)).toEqual(resolve([]));
});

test('[PK81] two rows never leave a line that nothing scanned stands for', () => {
  const rows = [row({ location: 'none' }), row({ zone: 'A', item: 'location_implies' })];
  expect(resolve(rows)).toMatchObject({ location: 'scan_or_digits', item: 'location_implies' });
});

test('[PK81] what is captured of the goods is captured from the goods, so that their place cannot stand for them', () => {
  const rows = [row({ item: 'location_implies', lot: 'scan', expiry: 'scan' })];
  expect(resolve(rows)).toMatchObject({ item: 'location_implies', lot: 'shown', expiry: 'never' });
  expect(resolve(rows, { isLotControlled: true })).toMatchObject({
    item: 'first_then_quantity',
    lot: 'scan',
    expiry: 'never',
  });
  expect(resolve(rows, { isLotControlled: true, hasExpiry: true })).toMatchObject({ expiry: 'scan' });
});

test('[PK89] goods with serial numbers are scanned one by one unless no number is wanted', () => {
  const rows = [row({ item: 'first_then_quantity', eachScanUpTo: 0 })];
  expect(resolve(rows, { isSerialControlled: true })).toMatchObject({ item: 'each', serial: 'at_pick' });
  expect(resolve([...rows, row({ zone: 'A', serial: 'never' })], { isSerialControlled: true })).toMatchObject(
    { item: 'first_then_quantity', serial: 'never' },
  );
});

import type { ScanPolicy } from '../site/site.entities.ts';

type Unsaid<T> = { [K in keyof T]: T[K] | null };

/** Settings of one scope: an empty scope is any, null says nothing. */
export interface PolicyRow extends Unsaid<ScanPolicy> {
  operator: string;
  owner: string;
  sku: string;
  zone: string;
}

/** Whose hands take which item where, and what the item has that can be captured. */
export interface PolicySubject {
  operator: string;
  owner: string;
  sku: string;
  zone: string;
  isLotControlled: boolean;
  hasExpiry: boolean;
  isSerialControlled: boolean;
}

/** What holds where no row says anything. */
export function standardPolicy(eachScanUpTo: number): ScanPolicy {
  return {
    location: 'scan_or_digits',
    item: 'first_then_quantity',
    eachScanUpTo,
    quantity: 'prefilled',
    secondScan: 'never',
    tote: 'scan',
    lot: 'shown',
    expiry: 'never',
    serial: 'at_pick',
    short: 'picker',
  };
}

/**
 * What a picker must prove of a line: each setting from the most particular row that has it, operator before item before zone
 * before site. Two things no row can ask for: a capture that the goods do not have, and a line that nothing scanned stands for.
 */
export function resolvePolicy(
  rows: readonly Readonly<PolicyRow>[],
  standard: Readonly<ScanPolicy>,
  about: Readonly<PolicySubject>,
): ScanPolicy {
  const own = rows.filter((row) => isAbout(row, about)).sort((a, b) => particularity(b) - particularity(a));
  const from = <K extends keyof ScanPolicy>(setting: K): ScanPolicy[K] => {
    for (const row of own) {
      const value: Unsaid<ScanPolicy>[K] = row[setting];
      if (value !== null) return value;
    }
    return standard[setting];
  };
  const lot = about.isLotControlled ? from('lot') : 'shown';
  const expiry = about.hasExpiry ? from('expiry') : 'never';
  const serial = about.isSerialControlled ? from('serial') : 'never';
  const isCaptured = lot === 'scan' || expiry === 'scan' || serial === 'at_pick';
  const item = from('item');
  const impliesItem = item === 'location_implies' && !isCaptured;
  const location = from('location');
  return {
    location: location === 'none' && impliesItem ? standard.location : location,
    item: serial === 'at_pick' ? 'each' : item === 'location_implies' && !impliesItem ? standard.item : item,
    eachScanUpTo: from('eachScanUpTo'),
    quantity: from('quantity'),
    secondScan: from('secondScan'),
    tote: from('tote'),
    lot,
    expiry,
    serial,
    short: from('short'),
  };
}

function isAbout(row: PolicyRow, about: PolicySubject): boolean {
  return (
    (row.operator === '' || row.operator === about.operator) &&
    (row.sku === '' || (row.owner === about.owner && row.sku === about.sku)) &&
    (row.zone === '' || row.zone === about.zone)
  );
}

/** No two rows about the same line are equally particular: a scope stands once. */
function particularity(row: PolicyRow): number {
  return (row.operator === '' ? 0 : 4) + (row.sku === '' ? 0 : 2) + (row.zone === '' ? 0 : 1);
}

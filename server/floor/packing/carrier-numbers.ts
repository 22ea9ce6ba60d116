import { makeDhlExpress, makeDpd, makeS10, makeUps1Z } from '../../barcode/check-digit.ts';

export type NumberKind = 'ups_1z' | 'dhl_express' | 's10' | 'dpd';

/** The tracking number for a serial of a service's range, with the carrier's own check digit. `prefix` is what the carrier gave the account. */
export function trackingNumber(kind: NumberKind, prefix: string, serial: number): string {
  switch (kind) {
    case 'ups_1z':
      return makeUps1Z(prefix.slice(0, 6), prefix.slice(6, 8), serial);
    case 'dhl_express':
      return makeDhlExpress(serial);
    case 's10':
      return makeS10(prefix.slice(0, 2), serial, prefix.slice(2, 4));
    case 'dpd':
      return makeDpd(prefix, serial);
  }
}

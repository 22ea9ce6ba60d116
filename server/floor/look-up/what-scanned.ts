import type { ReadScan } from '../../barcode/read-scan.ts';

/** What to look for, each by its own code. */
export interface Sought {
  location?: string;
  tote?: string;
  cubby?: string;
  cart?: string;
  station?: string;
  badge?: true;
  gtin?: string;
  /** Of a UPC-E: what its digits are as well. */
  orGtin?: string;
  sku?: string;
  tracking?: string;
  /** A number of one unit; of the item with this GTIN where the code tells that too. */
  serial?: string;
  sscc?: string;
}

/** Somebody scanned a thing to learn what it is: nothing was asked for, so a bare code is looked for everywhere. */
export function whatScanned(scan: Readonly<ReadScan>): Sought {
  switch (scan.kind) {
    case 'location':
      return { location: scan.location };
    case 'drop':
      return { location: scan.drop };
    case 'tote':
      return { tote: scan.tote };
    case 'box':
      return { tote: scan.box };
    case 'cart':
      return { cart: scan.cart };
    case 'station':
      return { station: scan.station };
    case 'badge':
      return { badge: true };
    case 'sscc':
      return { sscc: scan.sscc };
    case 'item':
      // Bare digits that pass as a GTIN by chance may still be a SKU or a carrier's number.
      return {
        ...(scan.text === undefined ? {} : anything(scan.text)),
        gtin: scan.gtin,
        ...(scan.orGtin === undefined ? {} : { orGtin: scan.orGtin }),
        ...(scan.serial === undefined ? {} : { serial: scan.serial }),
      };
    case 'text':
      return anything(scan.text);
    case 'unreadable':
      // Digits that fail as a GTIN may be another number; of all else that cannot be read there is nothing to look for.
      return scan.reason === 'check_digit' && scan.text !== undefined ? anything(scan.text) : {};
    case 'cubby':
      return { cubby: scan.cubby };
    case 'carton':
    case 'command':
      return {};
    default:
      return scan satisfies never;
  }
}

/** A person who types a code leaves the letter of its kind out. A badge is never told by its bare code. */
function anything(text: string): Sought {
  return {
    location: text,
    tote: text,
    cubby: text,
    cart: text,
    station: text,
    sku: text,
    tracking: text,
    serial: text,
  };
}

import { brokenAs, nameOf } from '../../barcode/name-scan.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { nextPick, toTake, type AskedLine, type LineFacts, type TaskFacts } from './next-pick.ts';

/** What the scanned thing is, looked up before deciding: names for refusals, states of carts and totes. */
export interface ScanFacts {
  /** Location that this scan is, by its barcode, its typed code or (at the current stop only) its check digits. */
  location: string | null;
  cart: { cart: string; places: number; holder: string | null } | null;
  tote: { tote: string; state: string } | null;
  /** Code of a box label, when it may be one that was never used. */
  newBox: string | null;
  item: { sku: string; name: string; owner: string; units: number } | null;
  /** The scan is the code of a pack of this item, and nobody said how many are in one. */
  packOf: { sku: string; name: string } | null;
  names: (line: LineFacts) => { sku: string; name: string };
  /** Places on the cart that the task uses. */
  needed: number;
  /** Some free cart has as many. */
  isCartBigEnoughFree: boolean;
  dropPlace: string;
}

export type Happened =
  | { type: 'TakenOver' }
  | { type: 'CartTaken'; cart: string }
  | { type: 'WalkCut'; places: number }
  | { type: 'ToteBound'; place: number; tote: string }
  | { type: 'BoxBound'; place: number; box: string; carton: string }
  | { type: 'LocationReached'; location: string }
  | { type: 'UnitsCounted'; line: number; counted: number }
  | { type: 'PutConfirmed'; line: AskedLine; units: number }
  | { type: 'CartDropped' };

/** The picker has scanned something: what it means depends on what was asked, and an unexpected thing is named. */
export function takeScan(
  facts: Readonly<TaskFacts>,
  scan: Readonly<ReadScan>,
  known: Readonly<ScanFacts>,
): Refused | Happened[] {
  if (scan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: scan.reason });
  const next = nextPick(facts);
  switch (next.step) {
    case 'notice':
      return refuse('NOTHING_TO_SCAN_NOW');
    case 'take_over':
      return takeOver(facts, next.standsAt, scan, known);
    case 'cart':
      return takeCart(scan, known);
    case 'tote':
      return next.carton === null
        ? bindTote(next.place, next.arriving, scan, known)
        : bindBox(next.place, next.carton, scan, known);
    case 'location':
      return reachLocation(next.line, scan, known);
    case 'item':
      return countItem(facts, next.line, next.mode, scan, known);
    case 'quantity':
      return refuse('NOTHING_TO_SCAN_NOW');
    case 'put':
      return putInTote(facts, next.line, scan, known);
    case 'drop':
      return dropCart(scan, known);
  }
}

/** Exactly the cart that stands there, or without one a tote of the walk: anything else is somebody else's goods. */
function takeOver(
  facts: TaskFacts,
  standsAt: string,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  const totes = facts.places.flatMap(({ tote }) => tote ?? []);
  const { cart } = facts.task;
  const isIt =
    cart === null
      ? known.tote !== null && totes.includes(known.tote.tote)
      : known.cart !== null && known.cart.cart === cart;
  if (isIt) return [{ type: 'TakenOver' }];
  return refuse('TAKE_OVER_FIRST', {
    expected: cart ?? totes[0] ?? '',
    location: standsAt,
    scanned: shown(scan),
  });
}

function takeCart(scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (known.cart === null)
    return scan.kind === 'cart' || isBareCode(scan)
      ? refuse('CART_UNKNOWN', { scanned: shown(scan) })
      : (notWhole(scan) ?? refuse('NEED_CART', { kind: nameOf(scan) }));
  if (known.cart.holder !== null)
    return refuse('CART_TAKEN', { cart: known.cart.cart, operator: known.cart.holder });
  // While a cart that takes the whole walk stands free, it is worth the way; without one the walk is cut to this.
  if (known.cart.places < known.needed && !known.isCartBigEnoughFree)
    return [
      { type: 'CartTaken', cart: known.cart.cart },
      { type: 'WalkCut', places: known.cart.places },
    ];
  if (known.cart.places < known.needed)
    return refuse('CART_TOO_SMALL', {
      cart: known.cart.cart,
      places: known.cart.places,
      needed: known.needed,
    });
  return [{ type: 'CartTaken', cart: known.cart.cart }];
}

function bindTote(
  place: number,
  arriving: string | null,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  if (known.tote === null)
    return scan.kind === 'tote' || isBareCode(scan)
      ? refuse('TOTE_UNKNOWN', { scanned: shown(scan) })
      : (notWhole(scan) ?? refuse('NEED_TOTE', { kind: nameOf(scan) }));
  if (arriving !== null)
    return known.tote.tote === arriving
      ? [{ type: 'ToteBound', place, tote: arriving }]
      : refuse('PICK_WRONG_TOTE', { expected: arriving, place, scanned: known.tote.tote });
  if (known.tote.state !== 'free') return refuse('TOTE_NOT_EMPTY', { tote: known.tote.tote });
  return [{ type: 'ToteBound', place, tote: known.tote.tote }];
}

/** Goods are picked into what they are shipped in: a fresh box, known by the label that was just stuck on it. */
function bindBox(place: number, carton: string, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (scan.kind === 'box' && known.tote !== null) return refuse('BOX_USED', { box: known.tote.tote });
  if (known.newBox === null) return notWhole(scan) ?? refuse('NEED_BOX', { carton, kind: nameOf(scan) });
  return [{ type: 'BoxBound', place, box: known.newBox, carton }];
}

function reachLocation(line: LineFacts, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (known.location === null)
    return notWhole(scan) ?? refuse('NEED_LOCATION', { expected: line.location, kind: nameOf(scan) });
  if (known.location !== line.location)
    return refuse('PICK_WRONG_LOCATION', { expected: line.location, scanned: known.location });
  return [{ type: 'LocationReached', location: line.location }];
}

function countItem(
  facts: TaskFacts,
  line: AskedLine,
  mode: 'each' | 'quantity',
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  const counted = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  // A tote scanned early confirms what is in the hand so far: the rest of the line stays open.
  if (known.tote !== null && counted > 0) return putInTote(facts, line, scan, known);
  if (known.item === null) {
    const needed = known.names(line);
    if (known.packOf !== null)
      return refuse('PACK_SIZE_UNKNOWN', { sku: known.packOf.sku, name: known.packOf.name });
    return scan.kind === 'item' || (isBareCode(scan) && nameOf(scan) !== 'number')
      ? refuse('PICK_WRONG_ITEM', { expected: needed, scanned: { code: shown(scan) } })
      : (notWhole(scan) ?? refuse('NEED_ITEM', { expected: needed, kind: nameOf(scan) }));
  }
  const { sku, owner } = known.item;
  if (sku !== line.sku || owner !== line.owner) {
    const isDone = facts.lines.some(
      (one) =>
        one.sku === sku && one.owner === owner && one.location === line.location && one.state !== 'open',
    );
    if (isDone) return refuse('PICK_LINE_DONE', { sku, name: known.item.name });
    return refuse('PICK_WRONG_ITEM', {
      expected: known.names(line),
      scanned: { sku: known.item.sku, name: known.item.name },
    });
  }
  if (scan.kind === 'item' && scan.lot !== undefined && line.lot !== '' && scan.lot !== line.lot) {
    return refuse('PICK_WRONG_LOT', { expected: line.lot, scanned: scan.lot });
  }
  if (mode === 'quantity') return [{ type: 'UnitsCounted', line: line.line, counted: 0 }];
  const left = toTake(line) - counted;
  if (known.item.units > left) {
    return known.item.units > 1
      ? refuse('PICK_PACK_TOO_BIG', { units: known.item.units, remaining: left })
      : refuse('PICK_TOO_MANY', { remaining: left, scanned: known.item.units });
  }
  return [{ type: 'UnitsCounted', line: line.line, counted: counted + known.item.units }];
}

function putInTote(
  facts: TaskFacts,
  line: AskedLine,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  const tote = facts.places.find((place) => place.place === line.place)?.tote ?? '';
  if (known.tote === null) {
    // The same item again after the last unit: the picker has one too many in the hand.
    if (known.item !== null && known.item.sku === line.sku)
      return refuse('PICK_TOO_MANY', { remaining: 0, scanned: known.item.units });
    return notWhole(scan) ?? refuse('NEED_TOTE', { expected: tote, kind: nameOf(scan) });
  }
  if (known.tote.tote !== tote)
    return refuse('PICK_WRONG_TOTE', { expected: tote, place: line.place, scanned: known.tote.tote });
  return [{ type: 'PutConfirmed', line, units: facts.task.counted }];
}

function dropCart(scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (known.location === null)
    return notWhole(scan) ?? refuse('NEED_LOCATION', { expected: known.dropPlace, kind: nameOf(scan) });
  if (known.location !== known.dropPlace)
    return refuse('DROP_WRONG_PLACE', { expected: known.dropPlace, scanned: known.location });
  return [{ type: 'CartDropped' }];
}

/** A code without a sign of its kind, typed or on a label of somebody else: it may have been meant for anything. */
function isBareCode(scan: ReadScan): boolean {
  const name = nameOf(scan);
  return (name === 'text' || name === 'number') && (scan.kind !== 'text' || brokenAs(scan.text) === null);
}

/** What is no whole code is named before what it might be. */
function notWhole(scan: ReadScan): Refused | null {
  const why = scan.kind === 'text' ? brokenAs(scan.text) : null;
  return why === null ? null : refuse('SCAN_UNREADABLE', { why });
}

function shown(scan: ReadScan): string {
  switch (scan.kind) {
    case 'text':
      return scan.text.slice(0, 60);
    case 'item':
      return scan.gtin;
    case 'cart':
      return scan.cart;
    case 'tote':
      return scan.tote;
    case 'box':
      return scan.box;
    default:
      return scan.kind;
  }
}

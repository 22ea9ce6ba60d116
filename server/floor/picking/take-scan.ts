import { expiryIn, lotIn, serialIn } from '../../barcode/goods-label.ts';
import { brokenAs, nameOf, type ScanName } from '../../barcode/name-scan.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import {
  isAt,
  nextPick,
  scanMode,
  type AskedLine,
  type LineFacts,
  type LinePolicy,
  type TaskFacts,
} from './next-pick.ts';
import { toTake } from './sum-lines.ts';
import { takeExpiry, takeLot, type LotHere } from './take-lot.ts';
import { takeSerial, type SerialAt } from './take-serial.ts';

/** What the scanned thing is, looked up before deciding: names for refusals, states of carts and totes. */
export interface ScanFacts {
  /** Location that this scan is, by its barcode, its typed code or (at the current stop only) its check digits. */
  location: string | null;
  /** It was found by its check digits. */
  isByDigits: boolean;
  cart: { cart: string; places: number; holder: string | null } | null;
  tote: { tote: string; state: string } | null;
  /** Code of a box label that no box here carries. */
  newBox: string | null;
  item: { sku: string; name: string; owner: string; units: number } | null;
  /** The scan is the code of a pack of this item, and nobody said how many are in one. */
  packOf: { sku: string; name: string } | null;
  /** The other lot of this item that the scan tells, at this place. */
  lot: LotHere | null;
  /** When the line's lot expires, if anybody knows. */
  expiry: string | null;
  /** Where the serial number that the scan tells is now. */
  serial: SerialAt | null;
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
  | { type: 'LotSwapped'; line: AskedLine; lot: string }
  | { type: 'LotProven'; lot: string }
  | { type: 'ExpiryProven'; lot: string; expiry: string; isNews: boolean }
  | { type: 'UnitsCounted'; line: number; counted: number }
  | { type: 'SerialTaken'; line: AskedLine; serial: string }
  | { type: 'ItemProvenAgain'; line: number; units: number }
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
      return refuse('NOTHING_TO_SCAN_NOW', { asked: 'message' });
    case 'take_over':
      return takeOver(facts, next.standsAt, scan, known);
    case 'cart':
      return takeCart(scan, known);
    case 'tote':
      return next.carton === null
        ? bindTote(next.place, next.arriving, scan, known)
        : bindBox(next.place, next.carton, scan, known);
    case 'location':
      return reachLocation(next.line, facts.policyOf(next.line), scan, known);
    case 'item':
      return showItem(facts, next.line, scan, known);
    case 'lot':
      return proveLot(facts, next.line, scan, known);
    case 'expiry':
      return proveExpiry(next.line, scan, known);
    case 'serial':
      return countSerial(facts, next.line, scan, known);
    case 'again':
      return proveAgain(next.line, next.units, scan, known);
    case 'quantity':
      return refuse('NOTHING_TO_SCAN_NOW', { asked: 'number' });
    case 'put':
      return putInTote(facts, next.line, next.units, scan, known);
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
    return scan.kind === 'cart' || (isBareCode(scan) && kindOf(scan, known) === nameOf(scan))
      ? refuse('CART_UNKNOWN', { scanned: shown(scan) })
      : (notWhole(scan) ?? refuse('NEED_CART', { kind: kindOf(scan, known) }));
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
    return scan.kind === 'tote' || (isBareCode(scan) && kindOf(scan, known) === nameOf(scan))
      ? refuse('TOTE_UNKNOWN', { scanned: shown(scan) })
      : (notWhole(scan) ?? refuse('NEED_TOTE', { kind: kindOf(scan, known) }));
  if (arriving !== null)
    return known.tote.tote === arriving
      ? [{ type: 'ToteBound', place, tote: arriving }]
      : refuse('FETCH_WRONG_TOTE', { expected: arriving, scanned: known.tote.tote });
  if (known.tote.state !== 'free') return refuse('TOTE_NOT_EMPTY', { tote: known.tote.tote });
  return [{ type: 'ToteBound', place, tote: known.tote.tote }];
}

/** Goods are picked into what they are shipped in: a fresh box, known by the label that was just stuck on it. */
function bindBox(place: number, carton: string, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (scan.kind === 'box' && known.tote !== null) return refuse('BOX_USED', { box: known.tote.tote });
  if (known.newBox === null)
    return notWhole(scan) ?? refuse('NEED_BOX', { carton, kind: kindOf(scan, known) });
  return [{ type: 'BoxBound', place, box: known.newBox, carton }];
}

function reachLocation(
  line: LineFacts,
  policy: LinePolicy,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  if (known.location === null && isCheckDigits(scan) && kindOf(scan, known) === 'number')
    return refuse('WRONG_CHECK_DIGITS', { expected: line.location, scanned: shown(scan) });
  if (known.location === null)
    return notWhole(scan) ?? refuse('NEED_LOCATION', { expected: line.location, kind: kindOf(scan, known) });
  if (known.location !== line.location)
    return refuse('PICK_WRONG_LOCATION', { expected: line.location, scanned: known.location });
  if (policy.location === 'scan' && known.isByDigits)
    return refuse('LOCATION_NEEDS_SCAN', { expected: line.location });
  if (policy.location === 'digits' && !known.isByDigits)
    return refuse('LOCATION_NEEDS_DIGITS', { expected: line.location });
  return [{ type: 'LocationReached', location: line.location }];
}

/** The item is shown: as the first of its units, as one more of them, or where its scan stands for the place too. */
function showItem(facts: TaskFacts, line: AskedLine, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  const counted = facts.task.inHandLine === line.line ? facts.task.counted : 0;
  // A tote scanned early confirms what is in the hand so far: the rest of the line stays open.
  if (known.tote !== null && counted > 0) return putInTote(facts, line, counted, scan, known);
  const isThere = isAt(facts.task, line);
  // Where the item's scan is enough, the place may be scanned all the same.
  if (!isThere && known.location !== null) return reachLocation(line, facts.policyOf(line), scan, known);
  const wrong = otherItem(facts, line, scan, known);
  if (wrong !== null) return wrong;
  const captured = capture(facts, line, scan, known);
  if (isRefused(captured)) return captured;
  const arrived: Happened[] = isThere ? [] : [{ type: 'LocationReached', location: line.location }];
  const units = unitsOf(scan, known);
  if (facts.policyOf(line).serial === 'at_pick')
    return scan.kind === 'item' && scan.serial !== undefined
      ? oneSerial(line, counted, scan.serial, known, [...arrived, ...captured])
      : [...arrived, ...captured, { type: 'UnitsCounted', line: line.line, counted }];
  if (scanMode(line, facts.policyOf(line)) === 'quantity')
    return [...arrived, ...captured, { type: 'UnitsCounted', line: line.line, counted: 0 }];
  const left = toTake(line) - counted;
  if (units > left) {
    return units > 1
      ? refuse('PICK_PACK_TOO_BIG', { units, remaining: left })
      : refuse('PICK_TOO_MANY', { remaining: left, scanned: units });
  }
  return [...arrived, ...captured, { type: 'UnitsCounted', line: line.line, counted: counted + units }];
}

/** A pack's units, as often as the code itself claims. */
function unitsOf(scan: ReadScan, known: ScanFacts): number {
  return (known.item?.units ?? 1) * (scan.kind === 'item' ? (scan.units ?? 1) : 1);
}

/** Another thing than the line's item, by name; null when it is the item. */
function otherItem(facts: TaskFacts, line: AskedLine, scan: ReadScan, known: ScanFacts): Refused | null {
  if (known.item === null) return unknownItem(line, scan, known);
  const { sku, owner } = known.item;
  if (sku === line.sku && owner === line.owner) return null;
  const isDone = facts.lines.some(
    (one) => one.sku === sku && one.owner === owner && one.location === line.location && one.state !== 'open',
  );
  if (isDone) return refuse('PICK_LINE_DONE', { sku, name: known.item.name });
  return refuse('PICK_WRONG_ITEM', {
    expected: known.names(line),
    scanned: { sku: known.item.sku, name: known.item.name },
  });
}

/** Nothing of this owner has this code: what it is, as far as it says. */
function unknownItem(line: AskedLine, scan: ReadScan, known: ScanFacts): Refused {
  const needed = known.names(line);
  if (known.packOf !== null)
    return refuse('PACK_SIZE_UNKNOWN', { sku: known.packOf.sku, name: known.packOf.name });
  const kind = kindOf(scan, known);
  return kind === 'item' || (kind === 'text' && isBareCode(scan))
    ? refuse('CODE_UNKNOWN', { expected: needed, scanned: shown(scan) })
    : (notWhole(scan) ?? refuse('NEED_ITEM', { expected: needed, kind }));
}

/** Lot and expiry, where the scan tells them. */
function capture(facts: TaskFacts, line: AskedLine, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (scan.kind !== 'item') return [];
  const captured: Happened[] = [];
  if (scan.lot !== undefined && line.lot !== '') {
    const taken = takeLot(facts, line, scan.lot, known.lot);
    if (isRefused(taken)) return taken;
    if (taken.isSwap) captured.push({ type: 'LotSwapped', line, lot: scan.lot });
    captured.push({ type: 'LotProven', lot: scan.lot });
  }
  if (scan.expiry !== undefined && line.lot !== '') {
    const isSwap = captured.some((one) => one.type === 'LotSwapped');
    const taken = takeExpiry(
      isSwap ? (known.lot?.expiry ?? null) : known.expiry,
      scan.expiry,
      scan.lot ?? line.lot,
    );
    if (isRefused(taken)) return taken;
    captured.push({
      type: 'ExpiryProven',
      lot: scan.lot ?? line.lot,
      expiry: scan.expiry,
      isNews: taken.isNews,
    });
  }
  return captured;
}

/** The lot of what is in the hand: on the goods' own code, on a label of its own, or typed from it. */
function proveLot(facts: TaskFacts, line: AskedLine, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (scan.kind === 'item' && known.item !== null) {
    const wrong = otherItem(facts, line, scan, known);
    if (wrong !== null) return wrong;
    if (scan.lot !== undefined) return capture(facts, line, scan, known);
  }
  const lot = isNumberOfGoods(scan, known) ? lotIn(scan, [line.lot]) : null;
  if (lot === null)
    return notWhole(scan) ?? refuse('NEED_LOT', { expected: line.lot, kind: kindOf(scan, known) });
  const taken = takeLot(facts, line, lot, known.lot);
  if (isRefused(taken)) return taken;
  return [...(taken.isSwap ? [{ type: 'LotSwapped' as const, line, lot }] : []), { type: 'LotProven', lot }];
}

/** Nothing in the house has this code, and it is no carrier's number and no web address: it may stand on the goods alone. */
function isNumberOfGoods(scan: ReadScan, known: ScanFacts): boolean {
  const isKnown =
    known.item !== null || known.tote !== null || known.location !== null || known.cart !== null;
  const name = nameOf(scan);
  return !isKnown && (name === 'text' || name === 'number' || name === 'item');
}

function proveExpiry(line: AskedLine, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  const expiry = expiryIn(scan);
  if (expiry === null) return notWhole(scan) ?? refuse('NEED_EXPIRY', { kind: nameOf(scan) });
  const taken = takeExpiry(known.expiry, expiry, line.lot);
  if (isRefused(taken)) return taken;
  return [{ type: 'ExpiryProven', lot: line.lot, expiry, isNews: taken.isNews }];
}

/** The item is shown already; every unit has a number of its own. */
function countSerial(
  facts: TaskFacts,
  line: AskedLine,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  const { counted } = facts.task;
  if (known.tote !== null && counted > 0) return putInTote(facts, line, counted, scan, known);
  if (scan.kind === 'item' && known.item !== null) {
    const wrong = otherItem(facts, line, scan, known);
    if (wrong !== null) return wrong;
    const captured = capture(facts, line, scan, known);
    if (isRefused(captured)) return captured;
    if (scan.serial !== undefined) return oneSerial(line, counted, scan.serial, known, captured);
  }
  const serial = isNumberOfGoods(scan, known) ? serialIn(scan) : null;
  if (serial === null)
    return (
      notWhole(scan) ?? refuse('NEED_SERIAL', { expected: known.names(line), kind: kindOf(scan, known) })
    );
  return oneSerial(line, counted, serial, known, []);
}

function oneSerial(
  line: AskedLine,
  counted: number,
  serial: string,
  known: ScanFacts,
  before: Happened[],
): Refused | Happened[] {
  const taken = takeSerial(serial, known.serial);
  if (isRefused(taken)) return taken;
  return [
    ...before,
    { type: 'UnitsCounted', line: line.line, counted: counted + 1 },
    { type: 'SerialTaken', line, serial },
  ];
}

/** After a number the item is scanned once more, from the goods in the hand. */
function proveAgain(line: AskedLine, units: number, scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (known.item === null) return unknownItem(line, scan, known);
  const { sku, owner, name } = known.item;
  if (sku !== line.sku || owner !== line.owner)
    return refuse('PICK_WRONG_ITEM', { expected: known.names(line), scanned: { sku, name } });
  if (scan.kind === 'item' && scan.lot !== undefined && line.lot !== '' && scan.lot !== line.lot)
    return refuse('PICK_WRONG_LOT', { expected: line.lot, scanned: scan.lot });
  return [{ type: 'ItemProvenAgain', line: line.line, units }];
}

function putInTote(
  facts: TaskFacts,
  line: AskedLine,
  units: number,
  scan: ReadScan,
  known: ScanFacts,
): Refused | Happened[] {
  const place = facts.places.find((one) => one.place === line.place);
  const tote = place?.tote ?? '';
  const isBox = (place?.carton ?? null) !== null;
  if (known.tote === null) {
    // The same item again after the last unit: the picker has one too many in the hand.
    if (known.item !== null && known.item.sku === line.sku)
      return refuse('PICK_TOO_MANY', { remaining: 0, scanned: known.item.units });
    if (scan.kind === 'box' && isBox)
      return refuse('PICK_WRONG_BOX', { expected: tote, place: line.place, scanned: scan.box });
    if (scan.kind === 'tote' && !isBox) return refuse('TOTE_UNKNOWN', { scanned: scan.tote });
    return notWhole(scan) ?? refuse('NEED_TOTE', { expected: tote, kind: kindOf(scan, known) });
  }
  if (known.tote.tote !== tote) {
    const { tote: scanned } = known.tote;
    return isBox
      ? refuse('PICK_WRONG_BOX', { expected: tote, place: line.place, scanned })
      : refuse('PICK_WRONG_TOTE', { expected: tote, place: line.place, scanned });
  }
  return [{ type: 'PutConfirmed', line, units }];
}

function dropCart(scan: ReadScan, known: ScanFacts): Refused | Happened[] {
  if (known.location === null)
    return (
      notWhole(scan) ?? refuse('NEED_LOCATION', { expected: known.dropPlace, kind: kindOf(scan, known) })
    );
  if (known.location !== known.dropPlace)
    return refuse('DROP_WRONG_PLACE', { expected: known.dropPlace, scanned: known.location });
  return [{ type: 'CartDropped' }];
}

/** What is called by a bare code: nothing says so but that somebody here goes by it. */
function kindOf(scan: ReadScan, known: ScanFacts): ScanName {
  if (known.tote !== null) return 'tote';
  if (known.cart !== null) return 'cart';
  if (known.location !== null) return 'location';
  return known.item === null ? nameOf(scan) : 'item';
}

function isCheckDigits(scan: ReadScan): boolean {
  return scan.kind === 'text' && /^\d{2,4}$/.test(scan.text.trim());
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
    case 'location':
      return scan.location;
    case 'drop':
      return scan.drop;
    case 'badge':
      return scan.badge;
    case 'station':
      return scan.station;
    case 'carton':
      return scan.carton;
    case 'cubby':
      return scan.cubby;
    case 'command':
      return scan.command;
    case 'sscc':
      return scan.sscc;
    case 'unreadable':
      return scan.text ?? '';
    default:
      return scan satisfies never;
  }
}

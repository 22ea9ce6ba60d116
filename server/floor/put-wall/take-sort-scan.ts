import type { ReadScan } from '../../barcode/read-scan.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { chooseShare } from './choose-share.ts';
import { nextSort, type Hand, type ShareFacts, type SortFacts } from './next-sort.ts';

/** What the scanned code is at this site. */
export interface SortKnown {
  wall: string | null;
  cubby: { cubby: string; wall: string } | null;
  tote: ToteFacts | null;
  /** The item under each owner that has the code. */
  items: readonly { owner: string; sku: string; name: string; units: number }[];
  location: string | null;
  /** Where goods go that are nobody's. */
  surplusPlace: string;
}

export interface ToteFacts {
  tote: string;
  /** Null: it is not a tote that several orders share. */
  shared: { mode: 'batch' | 'putwall' | 'singles'; wall: string | null } | null;
  isOnWalk: boolean;
}

export type SortHappened =
  | { type: 'WallChosen'; wall: string }
  | { type: 'ToteOpened'; tote: string; wall: string }
  | { type: 'ToteEmptied' }
  | { type: 'ItemTaken'; share: ShareFacts; units: number; mode: 'each' | 'quantity' | 'asked' }
  | { type: 'UnitsCounted'; units: number }
  | { type: 'SurplusTaken'; hand: Extract<Hand, { kind: 'surplus' }> }
  | { type: 'UnitsPut' }
  | { type: 'SurplusPut' }
  | { type: 'HandEmptied' };

/** Somebody at a put wall scanned something: which question it answers, if any. */
export function takeSortScan(
  facts: Readonly<SortFacts>,
  scan: Readonly<ReadScan>,
  known: Readonly<SortKnown>,
): Refused | SortHappened {
  const next = nextSort(facts);
  if (scan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: scan.reason });
  if (known.cubby !== null) return cubbyScanned(facts, known.cubby, known.surplusPlace);
  if (scan.kind === 'cubby') return refuse('CUBBY_UNKNOWN', { scanned: scan.cubby });
  if (known.wall !== null) return wallScanned(facts, known.wall);
  if (known.tote !== null) return toteScanned(facts, known.tote);
  if (scan.kind === 'tote') return refuse('TOTE_UNKNOWN', { scanned: scan.tote });
  if (next.step === 'surplus') {
    return known.location === known.surplusPlace
      ? { type: 'SurplusPut' }
      : refuse('SORT_SURPLUS_FIRST', { expected: known.surplusPlace });
  }
  const isItem = known.items.length > 0;
  if (next.step === 'wall') return refuse('NEED_WALL', { kind: scan.kind });
  if (next.step === 'tote') return refuse('NEED_TOTE', { kind: scan.kind });
  if (next.step === 'takenBack')
    return refuse('SORT_PUT_BACK_FIRST', { tote: facts.tote, sku: next.hand.sku, name: next.hand.name });
  if (next.step === 'quantity') return refuse('NOTHING_TO_SCAN_NOW', { asked: 'number' });
  if (next.step === 'put') {
    const again = known.items.find((item) => item.sku === next.share.sku && item.owner === next.share.owner);
    if (again === undefined || next.hand.mode === 'quantity')
      return refuse('SORT_PUT_FIRST', { expected: next.hand.cubby });
    const units = next.hand.units + again.units;
    return units > next.share.units
      ? tooMany(facts, next.share.units, next.hand.cubby, units)
      : { type: 'UnitsCounted', units };
  }
  if (!isItem) return refuse('SORT_NOT_AN_ITEM', { code: codeIn(scan) });
  return itemScanned(facts, scan, known.items);
}

/** More than the cubby's order wants, scanned or typed. */
export function tooMany(
  facts: Readonly<SortFacts>,
  remaining: number,
  cubby: string,
  scanned: number,
): Refused {
  return refuse('SORT_TOO_MANY', { expected: cubby, remaining, scanned, tote: facts.tote });
}

function cubbyScanned(
  facts: Readonly<SortFacts>,
  cubby: { cubby: string; wall: string },
  surplusPlace: string,
): Refused | SortHappened {
  const next = nextSort(facts);
  switch (next.step) {
    case 'put':
      return cubby.cubby === next.hand.cubby
        ? { type: 'UnitsPut' }
        : refuse('SORT_WRONG_CUBBY', { expected: next.hand.cubby, scanned: cubby.cubby });
    case 'wall':
      return { type: 'WallChosen', wall: cubby.wall };
    case 'tote':
      return refuse('NEED_TOTE', { kind: 'cubby' });
    case 'surplus':
      return refuse('SORT_SURPLUS_FIRST', { expected: surplusPlace });
    case 'takenBack':
      return refuse('SORT_PUT_BACK_FIRST', { tote: facts.tote, sku: next.hand.sku, name: next.hand.name });
    case 'quantity':
      return refuse('NOTHING_TO_SCAN_NOW', { asked: 'number' });
    case 'item':
    case 'empty':
      return refuse('SORT_ITEM_FIRST', { cubby: cubby.cubby });
    default:
      return next satisfies never;
  }
}

function wallScanned(facts: Readonly<SortFacts>, wall: string): Refused | SortHappened {
  return facts.hand === null ? { type: 'WallChosen', wall } : handFull(facts.hand);
}

function toteScanned(facts: Readonly<SortFacts>, tote: ToteFacts): Refused | SortHappened {
  const next = nextSort(facts);
  if (next.step === 'takenBack')
    return tote.tote === facts.tote
      ? { type: 'HandEmptied' }
      : refuse('SORT_PUT_BACK_FIRST', { tote: facts.tote, sku: next.hand.sku, name: next.hand.name });
  if (facts.hand !== null) return handFull(facts.hand);
  // The label of the tote that was just looked into says that it is empty.
  if (next.step === 'empty')
    return tote.tote === facts.tote
      ? { type: 'ToteEmptied' }
      : refuse('SORT_TOTE_EMPTY_FIRST', { tote: facts.tote });
  if (tote.isOnWalk) return refuse('SORT_TOTE_ON_WALK', { tote: tote.tote });
  if (tote.shared === null) return refuse('SORT_NOT_SHARED', { tote: tote.tote });
  if (tote.shared.wall === null) return refuse('SORT_FOR_BENCH', { tote: tote.tote });
  if (facts.wall !== null && facts.wall !== tote.shared.wall)
    return refuse('SORT_OTHER_WALL', { tote: tote.tote, wall: tote.shared.wall });
  return { type: 'ToteOpened', tote: tote.tote, wall: tote.shared.wall };
}

function handFull(hand: Readonly<Hand>): Refused {
  return hand.kind === 'surplus'
    ? refuse('SORT_HAND_FULL', { sku: hand.sku, name: hand.name })
    : refuse('SORT_PUT_FIRST', { expected: hand.cubby });
}

function itemScanned(
  facts: Readonly<SortFacts>,
  scan: Readonly<ReadScan>,
  items: SortKnown['items'],
): Refused | SortHappened {
  const lot = scan.kind === 'item' ? (scan.lot ?? null) : null;
  for (const item of items) {
    const share = chooseShare(facts.shares, { ...item, lot });
    if (share === null) continue;
    if (share.units > facts.eachScanUpTo) return { type: 'ItemTaken', share, units: 0, mode: 'asked' };
    if (item.units > share.units)
      return refuse('PICK_PACK_TOO_BIG', { units: item.units, remaining: share.units });
    return { type: 'ItemTaken', share, units: item.units, mode: 'each' };
  }
  const isOf = (one: { owner: string; sku: string; units: number }) =>
    one.units > 0 && items.some((item) => item.owner === one.owner && item.sku === one.sku);
  const lots = facts.shares.filter(isOf).map((share) => share.lot);
  if (lot !== null && lots.length > 0) return refuse('PICK_WRONG_LOT', { expected: lots[0], scanned: lot });
  const back = facts.back.find(isOf);
  if (back !== undefined)
    return refuse('SORT_CANCELLED', { sku: back.sku, name: back.name, tote: facts.tote });
  const [item] = items;
  if (item === undefined) return refuse('SORT_NOT_AN_ITEM', { code: codeIn(scan) });
  const { owner, sku, name, units } = item;
  return { type: 'SurplusTaken', hand: { kind: 'surplus', owner, sku, lot: lot ?? '', name, units } };
}

function codeIn(scan: Readonly<ReadScan>): string {
  return scan.kind === 'text' ? scan.text.slice(0, 60) : scan.kind === 'item' ? scan.gtin : scan.kind;
}

/** Units of one order that lie in the open tote. */
export interface ShareFacts {
  task: number;
  line: number;
  shipment: number;
  orderNumber: string;
  owner: string;
  sku: string;
  lot: string;
  name: string;
  /** What nobody else has in the hand. */
  units: number;
  cutOffAt: Date;
  /** Where the order's goods come together, if it has begun. */
  cubby: string | null;
}

/** Between tote and cubby: counted units for an order, units that are still to be counted, or units of nobody's. */
export type Hand =
  | ({ kind: 'share'; units: number; mode: 'each' | 'quantity' } & ForOrder)
  | ({ kind: 'asked' } & ForOrder)
  | { kind: 'surplus'; owner: string; sku: string; lot: string; name: string; units: number };

export interface ForOrder {
  task: number;
  line: number;
  shipment: number;
  sku: string;
  name: string;
  cubby: string;
}

export interface SortFacts {
  wall: string | null;
  tote: string | null;
  hand: Hand | null;
  /** The sorter said that nothing is left in the tote, and is asked whether that is so. */
  asksEmpty: boolean;
  /** The most urgent first. */
  shares: readonly ShareFacts[];
  /** Units of cancelled lines that stay in the tote until somebody brings them back. */
  back: readonly { owner: string; sku: string; lot: string; name: string; units: number }[];
  /** Site policies: up to this many units are scanned one by one; whether an emptied tote is looked at. */
  eachScanUpTo: number;
  looksIntoTote: boolean;
}

export type SortStep =
  | { step: 'wall' }
  | { step: 'tote' }
  | { step: 'item' }
  | { step: 'quantity'; share: ShareFacts; cubby: string }
  | { step: 'put'; share: ShareFacts; hand: Extract<Hand, { kind: 'share' }> }
  | { step: 'surplus'; hand: Extract<Hand, { kind: 'surplus' }> }
  | { step: 'takenBack'; hand: Exclude<Hand, { kind: 'surplus' }> }
  | { step: 'empty' };

/** What somebody at a put wall is asked next: a wall, a tote, then item and cubby by turns until nothing is left in the tote. */
export function nextSort(facts: Readonly<SortFacts>): SortStep {
  if (facts.wall === null) return { step: 'wall' };
  if (facts.tote === null) return { step: 'tote' };
  const { hand } = facts;
  if (hand?.kind === 'surplus') return { step: 'surplus', hand };
  if (hand !== null) {
    const share = facts.shares.find((one) => one.task === hand.task && one.line === hand.line);
    const wanted = hand.kind === 'share' ? hand.units : 1;
    // The order was cancelled underneath, or somebody else found what this one had in the hand.
    if (share === undefined || share.units < wanted) return { step: 'takenBack', hand };
    return hand.kind === 'asked'
      ? { step: 'quantity', share, cubby: hand.cubby }
      : { step: 'put', share, hand };
  }
  if (facts.asksEmpty || !isAnythingLeft(facts)) return { step: 'empty' };
  return { step: 'item' };
}

/** Something in the tote still belongs into a cubby. */
export function isAnythingLeft(facts: Readonly<Pick<SortFacts, 'shares'>>): boolean {
  return facts.shares.some((share) => share.units > 0);
}

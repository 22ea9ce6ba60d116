import type { ShareFacts } from './next-sort.ts';

/**
 * For which order a unit is that somebody took out of a shared tote: the one that leaves first, and of those that leave together
 * one whose cubby is open already. Null when nobody's order asks for it here.
 */
export function chooseShare(
  shares: readonly ShareFacts[],
  item: Readonly<{ owner: string; sku: string; lot: string | null }>,
): ShareFacts | null {
  const [first] = shares
    .filter(
      (share) =>
        share.units > 0 &&
        share.owner === item.owner &&
        share.sku === item.sku &&
        (item.lot === null || share.lot === item.lot),
    )
    .sort(
      (a, b) =>
        a.cutOffAt.getTime() - b.cutOffAt.getTime() ||
        Number(a.cubby === null) - Number(b.cubby === null) ||
        a.shipment - b.shipment ||
        a.line - b.line,
    );
  return first ?? null;
}

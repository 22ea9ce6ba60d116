import type { OrderDocument } from '../../protocol/hub.ts';

export interface OldLine {
  lineId: string;
  sku: string;
  requested: number;
  cancelled: number;
}
export type Change =
  | {
      kind: 'reject';
      reason: 'lines_changed_after_release' | 'service_changed_after_release' | 'address_after_label';
    }
  | { kind: 'apply'; fewer: { lineId: string; units: number }[]; address: boolean };

/**
 * The hub sent a new revision of an order that the floor has begun. Fewer units are a cancellation; more units, other items or
 * another service need a new order; a new address is fine until a label was bought for the old one.
 */
export function decideChange(
  facts: Readonly<{
    lines: readonly OldLine[];
    service: string;
    sentService: string | undefined;
    hasLabel: boolean;
    addressDiffers: boolean;
  }>,
  doc: Readonly<OrderDocument>,
): Change {
  if (facts.addressDiffers && facts.hasLabel) return { kind: 'reject', reason: 'address_after_label' };
  if (doc.service !== undefined && doc.service !== facts.service)
    return { kind: 'reject', reason: 'service_changed_after_release' };
  const fewer: { lineId: string; units: number }[] = [];
  const seen = new Set<string>();
  for (const line of doc.lines) {
    seen.add(line.lineId);
    const old = facts.lines.find((one) => one.lineId === line.lineId);
    if (
      old === undefined ||
      old.sku !== line.sku ||
      line.quantity > old.requested - old.cancelled ||
      line.quantity < 0
    )
      return { kind: 'reject', reason: 'lines_changed_after_release' };
    const less = old.requested - old.cancelled - line.quantity;
    if (less > 0) fewer.push({ lineId: line.lineId, units: less });
  }
  for (const old of facts.lines) {
    const left = old.requested - old.cancelled;
    if (!seen.has(old.lineId) && left > 0) fewer.push({ lineId: old.lineId, units: left });
  }
  return { kind: 'apply', fewer, address: facts.addressDiffers };
}

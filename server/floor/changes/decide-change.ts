import type { OrderDocument } from '../../protocol/hub.ts';

export interface OldLine {
  lineId: string;
  sku: string;
  requested: number;
  cancelled: number;
}

export type ChangeRejection =
  | 'address_unusable'
  | 'address_after_label'
  | 'service_after_label'
  | 'unknown_service'
  | 'unknown_sku'
  | 'line_twice'
  | 'item_of_line_changed'
  | 'more_after_packing_began'
  | 'not_in_stock';

export type Change =
  | { kind: 'reject'; reason: ChangeRejection }
  | {
      kind: 'apply';
      fewer: { lineId: string; units: number }[];
      /** More units of a line, or a line that is new. */
      more: { lineId: string; sku: string; units: number }[];
      service: string | null;
      address: boolean;
    };

/**
 * The hub sent a new revision of an order that the floor has begun. Fewer units are a cancellation. More units and new lines are
 * walked for until packing begins, for then the totes are being emptied. Another address or service is taken until a label
 * was bought for the old one.
 */
export function decideChange(
  facts: Readonly<{
    lines: readonly OldLine[];
    service: string;
    isPackingBegun: boolean;
    hasLabel: boolean;
    addressDiffers: boolean;
    isAddressUsable: boolean;
    knownSkus: ReadonlySet<string>;
    knownServices: ReadonlySet<string>;
  }>,
  doc: Readonly<OrderDocument>,
): Change {
  const reject = (reason: ChangeRejection): Change => ({ kind: 'reject', reason });
  if (!facts.isAddressUsable) return reject('address_unusable');
  if (facts.addressDiffers && facts.hasLabel) return reject('address_after_label');
  const service = doc.service === undefined || doc.service === facts.service ? null : doc.service;
  if (service !== null && !facts.knownServices.has(service)) return reject('unknown_service');
  if (service !== null && facts.hasLabel) return reject('service_after_label');

  const fewer: { lineId: string; units: number }[] = [];
  const more: { lineId: string; sku: string; units: number }[] = [];
  const seen = new Set<string>();
  for (const line of doc.lines) {
    if (seen.has(line.lineId)) return reject('line_twice');
    seen.add(line.lineId);
    const old = facts.lines.find((one) => one.lineId === line.lineId);
    if (old !== undefined && old.sku !== line.sku) return reject('item_of_line_changed');
    const before = old === undefined ? 0 : old.requested - old.cancelled;
    const wanted = Math.max(0, line.quantity);
    if (wanted > before) {
      if (!facts.knownSkus.has(line.sku)) return reject('unknown_sku');
      if (facts.isPackingBegun) return reject('more_after_packing_began');
      more.push({ lineId: line.lineId, sku: line.sku, units: wanted - before });
    } else if (wanted < before) fewer.push({ lineId: line.lineId, units: before - wanted });
  }
  for (const old of facts.lines) {
    const left = old.requested - old.cancelled;
    if (!seen.has(old.lineId) && left > 0) fewer.push({ lineId: old.lineId, units: left });
  }
  return { kind: 'apply', fewer, more, service, address: facts.addressDiffers };
}

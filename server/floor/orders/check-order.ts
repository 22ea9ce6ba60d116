import type { OrderDocument, ParkReason } from '../../protocol/hub.ts';

export interface OrderFacts {
  knownSkus: ReadonlySet<string>;
  knownServices: ReadonlySet<string>;
}

/** A hub has sent an order: everything that is wrong with it, in words a person can mend; an empty list means accept. */
export function checkOrder(facts: Readonly<OrderFacts>, doc: Readonly<OrderDocument>): ParkReason[] {
  const reasons: ParkReason[] = [];
  if (doc.lines.length === 0) reasons.push({ code: 'NO_LINES' });
  const seen = new Set<string>();
  for (const line of doc.lines) {
    if (seen.has(line.lineId)) reasons.push({ code: 'LINE_TWICE', lineId: line.lineId });
    seen.add(line.lineId);
    if (line.quantity <= 0)
      reasons.push({ code: 'QUANTITY_NOT_POSITIVE', lineId: line.lineId, detail: String(line.quantity) });
    if (!facts.knownSkus.has(line.sku))
      reasons.push({ code: 'UNKNOWN_SKU', lineId: line.lineId, detail: line.sku });
  }
  if (doc.service !== undefined && !facts.knownServices.has(doc.service))
    reasons.push({ code: 'UNKNOWN_SERVICE', detail: doc.service });
  const to = doc.shipTo;
  if (to === undefined || to === null) {
    reasons.push({ code: 'ADDRESS_MISSING' });
  } else {
    const missing = neededOfAddress.filter((field) => (to[field] ?? '').trim() === '');
    // Field names only: the reason is told and shown, the address is not.
    if (missing.length > 0) reasons.push({ code: 'ADDRESS_INCOMPLETE', detail: missing.join(', ') });
  }
  return reasons;
}

const neededOfAddress = ['name', 'address1', 'postcode', 'city', 'country'] as const;

/** Whether a label could be written for it. */
export function isAddressUsable(to: OrderDocument['shipTo']): boolean {
  return to !== undefined && to !== null && neededOfAddress.every((field) => (to[field] ?? '').trim() !== '');
}

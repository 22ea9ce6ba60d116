import type { HubEvent } from '../../protocol/hub.ts';

/** A journal row as the feed, the webhooks and the stream read it. */
export interface FeedRow {
  site: string;
  position: number;
  id: string;
  type: string;
  at: Date;
  orderId: string | null;
  data: Record<string, unknown>;
  station: string | null;
}

/** The one envelope: push, pull and stream send exactly this, so they can never disagree. */
export function hubEvent(row: FeedRow): HubEvent {
  const subject = partitionOf(row);
  return {
    specversion: '1.0',
    id: row.id,
    source: `/wes/${encodeURIComponent(row.site)}`,
    type: row.type,
    subject,
    time: row.at.toISOString(),
    datacontenttype: 'application/json',
    // As wide as a number in JavaScript can be, so that sequences compare as text.
    sequence: String(row.position).padStart(20, '0'),
    partitionkey: subject,
    data: {
      // The journal's `data` was written as a HubEvent's data; JSON forgot its type.
      ...(row.data as HubEvent['data']),
      ...(row.station === null ? {} : { actor: { station: row.station } }),
    },
  };
}

/** What is told in order: an order's events, and for the rest (stock, say) all events of the first word of the type. */
export function partitionOf(row: { orderId: string | null; type: string }): string {
  return row.orderId ?? row.type.slice(0, row.type.indexOf('.'));
}

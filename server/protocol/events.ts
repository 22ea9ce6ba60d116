/** Every fact the hub may hear (contract.md) that this server tells. The journal's `type` is one of these or a floor event. */
export const hubEventTypes = [
  'order.accepted',
  'order.parked',
  'order.held',
  'order.hold_released',
  'order.released',
  'order.allocated',
  'order.backordered',
  'order.pick_started',
  'order.picked',
  'order.short',
  'order.completed',
  'order.closed_incomplete',
  'order.change_accepted',
  'order.change_rejected',
  'order.cancel_accepted',
  'order.cancel_rejected',
  'order.cancel_partially_accepted',
  'parcel.packed',
  'parcel.labelled',
  'parcel.label_voided',
  'parcel.manifested',
  'parcel.shipped',
  'stock.changed',
  'stock.adjusted',
  'exception.raised',
  'exception.resolved',
] as const;
export type HubEventType = (typeof hubEventTypes)[number];

/** What only screens hear: names of what happened on the floor, for the topics that must redraw. */
export const floorEventTypes = [
  'WaveReleased',
  'TaskClaimed',
  'TaskChanged',
  'LocationReached',
  'PickConfirmed',
  'LineShorted',
  'LotSwapped',
  'TaskDropped',
  'OperatorReady',
  'BenchChanged',
  'ParcelStaged',
  'PrintChanged',
  'ManifestClosed',
  'ExceptionRaised',
  'ExceptionResolved',
  'DeviceChanged',
  'OperatorChanged',
  'OrderChanged',
  'StockChanged',
  'PutBackChanged',
  'CodeTyped',
  'SortChanged',
  'JobChanged',
] as const;
export type FloorEventType = (typeof floorEventTypes)[number];

/**
 * Topics: `operator:<id>`, `station:<id>`, `tasks` (work became free), `benches` (what waits for packing changed), `sorting` (what
 * lies at a put wall changed), `wall`, `desk`.
 */
export type Topic =
  `operator:${string}` | `station:${string}` | 'tasks' | 'benches' | 'sorting' | 'wall' | 'desk';

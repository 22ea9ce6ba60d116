/**
 * Rows are locked in this order, by key within each kind. Two transactions that keep to it cannot wait for each other in a ring.
 * A slice that needs an earlier kind after a later one must take it first.
 */
export const lockOrder = [
  'operator',
  'device',
  'sort_work',
  'hub_order',
  'shipment',
  'shipment_line',
  'pick_task',
  'task_place',
  'pick_line',
  'floor_job',
  'put_back',
  'count_request',
  'move_request',
  'tote',
  'cubby',
  'station_work',
  'parcel',
  'stock_balance',
  'carrier_service',
] as const;

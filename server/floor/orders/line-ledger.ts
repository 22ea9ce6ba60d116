import type { LineLedger, OrderState } from '../../protocol/hub.ts';
import type { Stage } from './shipment.states.ts';

export interface LineRow {
  lineNo: number;
  lineId: string;
  sku: string;
  requested: number;
  cancelled: number;
  shorted: number;
  allocated: number;
  picked: number;
  putBack: number;
  packed: number;
  shipped: number;
  returned: number;
}

/** What of a line is still owed. */
export function remaining(
  line: Readonly<Pick<LineRow, 'requested' | 'cancelled' | 'shorted' | 'shipped'>>,
): number {
  return line.requested - line.cancelled - line.shorted - line.shipped;
}

/** The line in a hub's words. */
export function lineLedger(line: Readonly<LineRow>): LineLedger {
  const {
    lineId,
    sku,
    requested,
    cancelled,
    shorted,
    allocated,
    picked,
    putBack,
    packed,
    shipped,
    returned,
  } = line;
  return {
    lineId,
    sku,
    requested,
    cancelled,
    shorted,
    allocated,
    picked,
    putBack,
    packed,
    shipped,
    returned,
    remaining: remaining(line),
  };
}

/** An order's state follows from its lines and where its shipment stands; nobody sets it. */
export function orderState(
  shipment: Readonly<{ stage: Stage; isBackordered: boolean }> | null,
  lines: readonly LineRow[],
  isParked: boolean,
): OrderState {
  // Every order that was taken in has a shipment or a reason to be parked; one with neither was cancelled while it was parked.
  if (shipment === null) return isParked ? 'parked' : 'cancelled';
  if (shipment.stage === 'ended') {
    const shipped = lines.reduce((sum, line) => sum + line.shipped, 0);
    if (shipped === 0) return 'cancelled';
    return lines.every((line) => line.shipped === line.requested - line.cancelled)
      ? 'shipped'
      : 'partly_shipped';
  }
  switch (shipment.stage) {
    case 'accepted':
      return shipment.isBackordered ? 'backordered' : 'accepted';
    case 'released':
      return 'released';
    case 'picking':
    case 'picked':
      return 'picking';
    case 'packing':
    case 'packed':
      return 'packing';
  }
}

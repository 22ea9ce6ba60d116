import type { Stage } from '../orders/shipment.states.ts';

export type CubbyState = 'free' | 'filling' | 'held' | 'complete' | 'packing' | 'cancelled';

/** What a cubby shows. A held order is filled on and shown, but nobody packs it. */
export function cubbyState(order: Readonly<{ stage: Stage; isHeld: boolean }> | null): CubbyState {
  if (order === null) return 'free';
  switch (order.stage) {
    case 'ended':
      return 'cancelled';
    case 'packing':
    case 'packed':
      return 'packing';
    case 'picked':
      return order.isHeld ? 'held' : 'complete';
    case 'accepted':
    case 'released':
    case 'picking':
      return order.isHeld ? 'held' : 'filling';
    default:
      return order.stage satisfies never;
  }
}

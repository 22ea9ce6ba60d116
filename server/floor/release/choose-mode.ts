import type { PickMode } from '../../protocol/prompts.ts';

/** What is known of an order when it is released. */
export interface OrderShape {
  lines: number;
  units: number;
  /** Zones that its goods lie in. */
  zones: number;
  /** Totes that it fills, by volume and weight. */
  totes: number;
  /** Some of its goods have serial numbers: whose unit is whose must be known from the shelf on. */
  hasSerials: boolean;
  /** One box takes all of it. */
  isOneBox: boolean;
  minutesToCutOff: number;
}

export type ModeReason =
  | 'site'
  | 'one_unit'
  | 'urgent'
  | 'small'
  | 'meets_at_wall'
  | 'many_zones'
  | 'several_totes'
  | 'no_wall'
  | 'numbered'
  | 'standard';

/** An order that leaves so soon waits for no other. */
const urgentMinutes = 30;

/**
 * How a released order is picked, and why. A site that names one mode gets it where the order allows it: only an order of one
 * unit can be a single, and only one that fits a cubby can meet at a put wall with a free one (`wallRoom`).
 */
export function chooseMode(
  order: Readonly<OrderShape>,
  policy: PickMode | 'mixed',
  wallRoom: number,
): { mode: PickMode; why: ModeReason } {
  const isShared = policy === 'singles' || policy === 'batch' || policy === 'putwall' || policy === 'mixed';
  if (order.hasSerials && isShared) return { mode: 'cluster', why: 'numbered' };
  const fitsCubby = order.totes === 1;
  if (policy === 'singles')
    return order.units === 1 ? { mode: 'singles', why: 'site' } : { mode: 'cluster', why: 'standard' };
  if (policy === 'batch' || policy === 'putwall') {
    if (!fitsCubby) return { mode: 'cluster', why: 'several_totes' };
    return wallRoom > 0 ? { mode: policy, why: 'site' } : { mode: 'cluster', why: 'no_wall' };
  }
  if (policy !== 'mixed') return { mode: policy, why: 'site' };
  if (order.minutesToCutOff <= urgentMinutes && order.totes === 1) return { mode: 'discrete', why: 'urgent' };
  if (order.units === 1) return { mode: 'singles', why: 'one_unit' };
  if (order.isOneBox && order.lines === 1) return { mode: 'parcel', why: 'small' };
  if (order.totes > 1) return { mode: 'cluster', why: 'several_totes' };
  if (order.lines <= 4 && wallRoom > 0) return { mode: 'putwall', why: 'meets_at_wall' };
  if (order.zones >= 3) return { mode: 'zone', why: 'many_zones' };
  return { mode: 'cluster', why: 'standard' };
}

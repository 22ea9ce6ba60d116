/**
 * Units of an order were not found, and no other place has them now. Until when do they wait for stock to turn up? Null: the order
 * goes without them at once. It waits once only, whatever else it lacks later, and never so long that less than the same time is
 * left for fetching and packing before the last scan at the dock.
 */
export function holdUntil(
  site: Readonly<{ shortHoldMinutes: number }>,
  order: Readonly<{ cutOffAt: Date; heldUntil: Date | null }>,
  now: Date,
): Date | null {
  const spanMs = site.shortHoldMinutes * 60_000;
  if (spanMs === 0) return null;
  const until =
    order.heldUntil ?? new Date(Math.min(now.getTime() + spanMs, order.cutOffAt.getTime() - spanMs));
  return until > now ? until : null;
}

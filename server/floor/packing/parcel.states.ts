/** `open` takes units; `closed` is sealed and its label is printing; `staged` has its label proven on the box; `shipped` is gone. */
export type ParcelState = 'open' | 'closed' | 'staged' | 'shipped' | 'voided';

export const parcelMoves: Record<ParcelState, readonly ParcelState[]> = {
  open: ['closed', 'voided'],
  closed: ['staged', 'voided'],
  staged: ['shipped', 'voided'],
  shipped: [],
  voided: [],
};

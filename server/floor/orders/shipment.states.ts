/** Where a shipment stands on the floor. `ended` is shipped, partly shipped or cancelled: the lines say which. */
export type Stage = 'accepted' | 'released' | 'picking' | 'picked' | 'packing' | 'packed' | 'ended';

export const stages = [
  'accepted',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'ended',
] as const satisfies readonly Stage[];

/** Where each stage may go. A picked shipment goes back to picking when its hub asks more of it. */
export const stageMoves: Record<Stage, readonly Stage[]> = {
  accepted: ['released', 'ended'],
  released: ['picking', 'ended'],
  picking: ['picked', 'ended'],
  picked: ['picking', 'packing', 'ended'],
  packing: ['packed', 'ended'],
  packed: ['ended'],
  ended: [],
};

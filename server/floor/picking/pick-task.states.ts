/** `planned` waits for a picker; `claimed` has one but nothing picked; `picking` has goods on the cart; `unreachable` has goods and a silent holder. */
export type TaskState = 'planned' | 'claimed' | 'picking' | 'unreachable' | 'done' | 'cancelled';
export type PickLineState = 'open' | 'done' | 'short' | 'cancelled';
export type ToteState = 'free' | 'onCart' | 'dropped' | 'packing';

/** Where each task state may go. Total by type: a new state does not compile until it stands here. */
export const taskMoves: Record<TaskState, readonly TaskState[]> = {
  planned: ['claimed', 'cancelled'],
  claimed: ['planned', 'picking', 'done', 'cancelled'],
  picking: ['unreachable', 'done'],
  unreachable: ['picking', 'done'],
  done: [],
  cancelled: [],
};

export const taskStates = [
  'planned',
  'claimed',
  'picking',
  'unreachable',
  'done',
  'cancelled',
] as const satisfies readonly TaskState[];

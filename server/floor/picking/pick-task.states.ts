/** `waiting` stands behind the walk that hands its tote over; `planned` waits for a picker; `claimed` has one but nothing picked; `picking` has goods on the cart; `unreachable` has goods and a silent holder. */
export type TaskState = 'waiting' | 'planned' | 'claimed' | 'picking' | 'unreachable' | 'done' | 'cancelled';
export type PickLineState = 'open' | 'done' | 'short' | 'cancelled';
/** `passing`: on its way to the walk of the next zone. */
export type ToteState = 'free' | 'onCart' | 'passing' | 'dropped' | 'packing';

/** Where each task state may go. Total by type: a new state does not compile until it stands here. */
export const taskMoves: Record<TaskState, readonly TaskState[]> = {
  waiting: ['planned', 'cancelled'],
  planned: ['claimed', 'cancelled'],
  claimed: ['planned', 'picking', 'done', 'cancelled'],
  picking: ['unreachable', 'done'],
  unreachable: ['picking', 'done'],
  done: [],
  cancelled: [],
};

export const taskStates = [
  'waiting',
  'planned',
  'claimed',
  'picking',
  'unreachable',
  'done',
  'cancelled',
] as const satisfies readonly TaskState[];

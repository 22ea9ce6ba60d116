/**
 * `waiting` stands behind the walk that hands its tote over; `planned` waits for a picker; `claimed` has one who has not begun:
 * nothing picked, or the parked cart not yet scanned; `picking` has goods on the cart; `unreachable` has goods and a silent holder;
 * `parked` has goods and no holder.
 */
export type TaskState =
  'waiting' | 'planned' | 'claimed' | 'picking' | 'unreachable' | 'parked' | 'done' | 'cancelled';
export type PickLineState = 'open' | 'done' | 'short' | 'cancelled';
/** `passing`: on its way to the walk of the next zone. */
export type ToteState = 'free' | 'onCart' | 'passing' | 'dropped' | 'packing';

/** Where each task state may go. Total by type: a new state does not compile until it stands here. */
export const taskMoves: Record<TaskState, readonly TaskState[]> = {
  waiting: ['planned', 'cancelled'],
  planned: ['claimed', 'cancelled'],
  claimed: ['planned', 'parked', 'picking', 'done', 'cancelled'],
  picking: ['unreachable', 'parked', 'claimed', 'done'],
  unreachable: ['picking', 'parked', 'claimed', 'done'],
  parked: ['claimed'],
  done: [],
  cancelled: [],
};

export const taskStates = [
  'waiting',
  'planned',
  'claimed',
  'picking',
  'unreachable',
  'parked',
  'done',
  'cancelled',
] as const satisfies readonly TaskState[];

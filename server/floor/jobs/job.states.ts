export type JobKind = 'put_back' | 'count' | 'move';
/** `open` has a person; `unreachable` has goods in the hand of one who is silent; the other three are over. */
export type JobState = 'open' | 'unreachable' | 'done' | 'given_back' | 'lapsed';
/** A part holds its thing while it is `open`; `given_back` leaves it to the next person. */
export type PartState = 'open' | 'done' | 'given_back';

/** Where each job state may go. Total by type: a new state does not compile until it stands here. */
export const jobMoves: Record<JobState, readonly JobState[]> = {
  open: ['unreachable', 'done', 'given_back', 'lapsed'],
  unreachable: ['open', 'given_back'],
  done: [],
  given_back: [],
  lapsed: [],
};

export const jobStates = [
  'open',
  'unreachable',
  'done',
  'given_back',
  'lapsed',
] as const satisfies readonly JobState[];

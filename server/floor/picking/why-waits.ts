import type { WaitsWhy } from '../../protocol/views.ts';
import { isFor, type OpenTask, type Taker } from './choose-task.ts';
import { mayDo } from './may-work.ts';

/** A lead asks why nobody has this walk: the first thing that would have to change. */
export function whyWaits(
  task: Readonly<Pick<OpenTask, 'places' | 'needs' | 'assignedTo' | 'declinedBy'>>,
  atWork: readonly Readonly<Taker>[],
  largestCart: number,
): WaitsWhy {
  if (task.assignedTo !== null) return { code: 'sent', to: task.assignedTo };
  if (atWork.length === 0) return { code: 'nobody_here' };
  if (!atWork.some((person) => mayDo(person, task.needs)))
    return { code: 'no_permit', zones: [...task.needs.zones], skills: [...task.needs.skills] };
  if (!atWork.some((person) => isFor(task, person))) return { code: 'declined' };
  if (task.places > 0 && largestCart === 0) return { code: 'no_cart' };
  return { code: 'all_busy' };
}

import type { Tx } from '../../platform/db/database.ts';
import * as passing from './passing.store.ts';
import type * as store from './picking.store.ts';
import * as totes from './totes.store.ts';

/** A walk of a zone is over: the next zone's can begin, with the tote that waits for it, if there is one. */
export async function passOn(tx: Tx, task: number, tote: string | null): Promise<void> {
  const next = await passing.follower(tx, task);
  if (next !== null) await passing.passTo(tx, next, tote);
  else if (tote !== null) await totes.stopPassing(tx, tote);
}

/** A walk that nobody began is cancelled: the ones around it close up. */
export async function leaveChain(tx: Tx, task: Readonly<store.Task>): Promise<void> {
  if (task.mode !== 'zone') return;
  if (task.state !== 'waiting') {
    const [place] = await totes.places(tx, task.task);
    return passOn(tx, task.task, place?.arriving ?? null);
  }
  const next = await passing.follower(tx, task.task);
  if (next !== null) await passing.standBehind(tx, next, task.afterTask);
}

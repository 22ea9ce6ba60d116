import type { Tx } from '../../platform/db/database.ts';
import * as store from './picking.store.ts';

/** A walk of a zone is over: the next zone's can begin, with the tote that waits for it, if there is one. */
export async function passOn(tx: Tx, task: number, tote: string | null): Promise<void> {
  const next = await store.follower(tx, task);
  if (next !== null) await store.passTo(tx, next, tote);
  else if (tote !== null) await store.stopPassing(tx, tote);
}

/** A walk that nobody began is cancelled: the ones around it close up. */
export async function leaveChain(tx: Tx, task: Readonly<store.Task>): Promise<void> {
  if (task.mode !== 'zone') return;
  if (task.state !== 'waiting') {
    const [place] = await store.places(tx, task.task);
    return passOn(tx, task.task, place?.arriving ?? null);
  }
  const next = await store.follower(tx, task.task);
  if (next !== null) await store.standBehind(tx, next, task.afterTask);
}

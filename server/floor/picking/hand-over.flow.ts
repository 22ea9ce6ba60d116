import type { CommandBody } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as crew from '../crew/crew.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import { pushWork, renewLease } from './give-work.flow.ts';
import * as store from './picking.store.ts';

/** Leads: a task whose holder is gone. Without picks it returns to the pool; with goods it goes to `operator` with the cart. */
export async function recoverTask(
  tx: Tx,
  body: CommandBody<'RecoverTask'>,
): Promise<Refused | Record<string, never>> {
  const exists = await tx.db
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', tx.site)
    .where('task', '=', body.task)
    .executeTakeFirst();
  if (exists === undefined) return refuse('TASK_UNKNOWN');
  const task = await store.lockTask(tx, body.task);
  if (task.operator === null || task.state === 'done' || task.state === 'cancelled')
    return refuse('TASK_UNKNOWN');
  const before = task.operator;
  if (task.state === 'claimed') {
    await returnToPool(tx, task.task);
  } else {
    if (body.operator === null) return refuse('OPERATOR_UNKNOWN', { operator: '' });
    const known = await tx.db
      .selectFrom('operator')
      .select('operator')
      .where('site', '=', tx.site)
      .where('operator', '=', body.operator)
      .executeTakeFirst();
    if (known === undefined) return refuse('OPERATOR_UNKNOWN', { operator: body.operator });
    if ((await store.ownTask(tx, body.operator)) !== null)
      return refuse('OPERATOR_BUSY', { operator: body.operator });
    await store.changeTask(tx, task.task, {
      operator: body.operator,
      device: null,
      state: 'picking',
      reason: 'handed_over',
    });
    // Whoever takes over does not stand where the other was asked.
    if (task.notice?.kind === 'zero_check') await store.setNotice(tx, task.task, null);
    await crew.setReady(tx, [body.operator], false);
    await renewLease(tx, task.task);
    await append(tx, [
      {
        type: 'TaskClaimed',
        topics: [`operator:${body.operator}`, 'desk', 'wall'],
        data: { task: task.task, operator: body.operator, reason: 'handed_over' },
      },
    ]);
  }
  await resolve(tx, 'holder_unreachable', String(task.task), 'recovered');
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${before}`, 'desk', 'wall'],
      data: { task: task.task, step: 'recovered' },
    },
  ]);
  await pushWork(tx);
  return {};
}

async function returnToPool(tx: Tx, task: number): Promise<void> {
  await store.unbindTotes(tx, task);
  await store.freeCart(tx, task);
  await store.setNotice(tx, task, null);
  await store.changeTask(tx, task, {
    state: 'planned',
    operator: null,
    device: null,
    cart: null,
    reason: null,
    claimedAt: null,
    leaseUntil: null,
    atLocation: null,
    counted: 0,
    inHandLine: null,
  });
}

/** Timer: leases that ran out. A task without a pick goes back to the pool; one with goods waits for a lead. */
export async function lapseLeases(tx: Tx): Promise<number> {
  const silent = await store.silentTasks(tx);
  for (const { task: number } of silent) {
    const task = await store.lockTask(tx, number);
    if (task.leaseUntil === null || task.leaseUntil >= tx.now || task.operator === null) continue;
    if (task.state === 'claimed') {
      await returnToPool(tx, number);
      await append(tx, [
        {
          type: 'TaskChanged',
          topics: [`operator:${task.operator}`, 'desk', 'wall'],
          data: { task: number, step: 'lapsed' },
        },
      ]);
    } else if (task.state === 'picking') {
      await store.changeTask(tx, number, { state: 'unreachable', leaseUntil: null });
      await raise(tx, {
        kind: 'holder_unreachable',
        ref: String(number),
        data: { task: number, operator: task.operator, cart: task.cart },
      });
    }
  }
  if (silent.length > 0) await pushWork(tx);
  return silent.length;
}

import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { DropNext } from '../../protocol/prompts.ts';
import { changeTask } from './picking.store.ts';

/** Where a walk's totes are left, and who takes them on: the next zone, a put wall, or the benches. */
export async function whereNext(
  tx: Pick<Tx, 'db' | 'site'>,
  task: { task: number; wall: string | null },
): Promise<{ drop: string; next: DropNext; followedBy: number | null }> {
  const { rows } = await sql<{
    bench: string;
    wallDrop: string | null;
    task: number | null;
    zone: string | null;
    name: string | null;
    handOver: string | null;
  }>`
    select s.policies ->> 'dropPlace' as bench, w.drop_place as wall_drop, f.task, z.zone, z.name, z.hand_over
    from site s
    left join put_wall w on w.site = s.site and w.wall = ${task.wall}::text
    left join pick_task f on f.site = s.site and f.after_task = ${task.task}::int and f.state = 'waiting'
    left join zone z on z.site = f.site and z.zone = f.zone
    where s.site = ${tx.site}`.execute(tx.db);
  const [found] = rows;
  if (found === undefined) throw new Error(`expected site ${tx.site}`);
  if (found.task !== null)
    return {
      drop: found.handOver ?? found.bench,
      next: { kind: 'zone', zone: found.zone ?? '', name: found.name ?? '' },
      followedBy: found.task,
    };
  return task.wall === null
    ? { drop: found.bench, next: { kind: 'bench' }, followedBy: null }
    : { drop: found.wallDrop ?? found.bench, next: { kind: 'wall', wall: task.wall }, followedBy: null };
}

/** The walk behind this one can be given out; `tote` waits for it at the hand-over place. Null: it begins with a tote of its own. */
export async function passTo(tx: Tx, to: number, tote: string | null): Promise<void> {
  await changeTask(tx, to, { state: 'planned' });
  if (tote === null) return;
  await tx.db
    .updateTable('tote')
    .set({ state: 'passing', task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .execute();
  await tx.db
    .updateTable('taskPlace')
    .set({ arriving: tote })
    .where('site', '=', tx.site)
    .where('task', '=', to)
    .where('place', '=', 1)
    .execute();
}

/** The walk that waits for this one to hand its tote over. */
export async function follower(tx: Tx, task: number): Promise<number | null> {
  const row = await tx.db
    .selectFrom('pickTask')
    .select('task')
    .where('site', '=', tx.site)
    .where('afterTask', '=', task)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.task ?? null;
}

export async function standBehind(tx: Tx, task: number, before: number | null): Promise<void> {
  await tx.db
    .updateTable('pickTask')
    .set({ afterTask: before })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

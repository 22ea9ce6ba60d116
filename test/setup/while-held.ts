import { sql } from 'kysely';
import type { Tx } from '../../server/platform/db/database.ts';
import { until } from '../platform/running-app.ts';
import type { Warehouse } from './warehouse.ts';

/** The second begins while the first has done its work and not committed; it goes on once the second waits for it. */
export async function whileHeld<A, B>(
  w: Warehouse,
  first: (tx: Tx) => Promise<A>,
  second: (tx: Tx) => Promise<B>,
): Promise<B> {
  let goOn: () => void = () => undefined;
  const isWaitedFor = new Promise<void>((resolve) => (goOn = resolve));
  let begin: () => void = () => undefined;
  const isDone = new Promise<void>((resolve) => (begin = resolve));
  const one = w.tx(async (tx) => {
    await first(tx);
    begin();
    await isWaitedFor;
  });
  await Promise.race([isDone, one]);
  const other = w.tx(second);
  await until(async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(w.read());
    return rows[0]?.n === 0 ? undefined : true;
  });
  goOn();
  const [result] = await Promise.all([other, one]);
  return result;
}

import { sql } from 'kysely';
import { checks } from '../../simulators/audit/invariants.ts';
import type { Warehouse } from './warehouse.ts';

/** What holds at every moment, not only when a day is over. */
const always = checks.filter(({ id }) => ['INV-1', 'INV-2', 'INV-3', 'INV-5', 'INV-6', 'INV-7'].includes(id));

/** What of the audit does not hold in a warehouse now: one sentence for each row that breaks it. */
export async function brokenIn(w: Warehouse): Promise<string[]> {
  const broken: string[] = [];
  for (const { id, says, wrong } of always) {
    const parts = wrong.split('$1');
    const query = sql.join(
      parts.flatMap((part, at) => (at === 0 ? [sql.raw(part)] : [sql.lit(w.site), sql.raw(part)])),
      sql``,
    );
    const { rows } = await sql`${query}`.execute(w.read());
    for (const row of rows) broken.push(`${id} ${says}: ${JSON.stringify(row)}`);
  }
  return broken;
}

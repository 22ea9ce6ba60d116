import { sql, type Kysely } from 'kysely';
import { rolePermissions, type Role } from '../../protocol/permissions.ts';
import type { DeskView } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { cartsLeft, type Taker } from './choose-task.ts';
import { needsOf } from './may-work.ts';
import type { DeclineReason } from '../../protocol/commands.ts';
import { whyWaits } from './why-waits.ts';

type Db = Kysely<Tables>;
type Waits = NonNullable<DeskView['tasks'][number]['waits']>;

/** Why nobody has these waiting walks yet, by task, and who did not want them. */
export async function waitsOf(
  db: Db,
  site: string,
  tasks: readonly number[],
  now: Date,
): Promise<Map<number, Waits>> {
  if (tasks.length === 0) return new Map();
  const { rows: stops } = await sql<{
    task: number;
    places: number;
    assignedTo: string | null;
    zone: string | null;
    skill: string | null;
    isHazmat: boolean;
    siteKeepsSkills: boolean;
  }>`
    select t.task, case when t.state = 'planned' and t.takes_cart then t.places else 0 end as places,
      case when s.session is not null then t.assigned_to end as assigned_to, l.zone, z.skill,
      coalesce(bool_or(i.is_hazmat), false) as is_hazmat,
      exists (select 1 from operator o where o.site = ${site} and o.skills <> '[]') as site_keeps_skills
    from pick_task t
    left join session s on s.site = t.site and s.operator = t.assigned_to and s.ended_at is null
    left join pick_line p on p.site = t.site and p.task = t.task and p.state = 'open'
    left join location l on l.site = p.site and l.location = p.location
    left join zone z on z.site = l.site and z.zone = l.zone
    left join item i on i.site = p.site and i.owner = p.owner and i.sku = p.sku
    where t.site = ${site} and t.task = any(${tasks}::int[])
    group by t.site, t.task, t.state, t.places, t.takes_cart, s.session, t.assigned_to, l.zone, z.skill`.execute(
    db,
  );
  const atWork = await readAtWork(db, site, now);
  const largestCart = await readLargestCart(db, site);
  const declines = await readDeclines(db, site, tasks, now);
  return new Map(
    [...Map.groupBy(stops, (row) => row.task)].map(([task, rows]) => {
      const declined = declines.filter((row) => row.task === task);
      const needs = needsOf(
        rows.flatMap(({ zone, ...row }) => (zone === null ? [] : [{ ...row, zone }])),
        rows.some((row) => row.siteKeepsSkills),
      );
      const open = {
        task,
        places: rows[0]?.places ?? 0,
        needs,
        assignedTo: rows[0]?.assignedTo ?? null,
        declinedBy: declined.filter((row) => row.counts).map((row) => row.operator),
      };
      return [
        task,
        {
          why: whyWaits(open, atWork, largestCart),
          declined: declined.map(({ operator, reason, at }) => ({ operator, reason, at: at.toISOString() })),
        },
      ];
    }),
  );
}

/** Who is signed in with a handheld and may pick, on a break or not. */
async function readAtWork(db: Db, site: string, now: Date): Promise<Taker[]> {
  const { rows } = await sql<{ operator: string; role: Role; zones: string[]; skills: string[] }>`
    select o.operator, o.role, o.skills,
      case when o.zones_until > ${now} then coalesce(o.zones_today, o.zones) else o.zones end as zones
    from session s join operator o on o.site = s.site and o.operator = s.operator
    where s.site = ${site} and s.ended_at is null and s.screen = 'handheld'`.execute(db);
  return rows
    .filter(({ role }) => rolePermissions[role].includes('pick'))
    .map(({ operator, zones, skills }) => ({ operator, zones, skills, at: null }));
}

async function readLargestCart(db: Db, site: string): Promise<number> {
  const free = await db
    .selectFrom('cart')
    .select('places')
    .where('site', '=', site)
    .where('task', 'is', null)
    .execute();
  const claimed = await db
    .selectFrom('pickTask')
    .select('places')
    .where('site', '=', site)
    .where('state', 'in', ['claimed', 'picking', 'unreachable'])
    .where('cart', 'is', null)
    .where('takesCart', '=', true)
    .execute();
  const left = cartsLeft(
    free.map((row) => row.places),
    claimed.map((row) => row.places),
  );
  return left[0] ?? 0;
}

async function readDeclines(db: Db, site: string, tasks: readonly number[], now: Date) {
  const { rows } = await sql<{
    task: number;
    operator: string;
    reason: DeclineReason;
    at: Date;
    counts: boolean;
  }>`
    select d.task, d.operator, d.reason, d.at,
      d.at > ${now}::timestamptz - make_interval(mins => (s.policies->>'declineMinutes')::int) as counts
    from task_decline d join site s on s.site = d.site
    where d.site = ${site} and d.task = any(${tasks}::int[]) order by d.at desc`.execute(db);
  return rows;
}

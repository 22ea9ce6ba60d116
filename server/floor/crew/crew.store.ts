import { sql, type Kysely } from 'kysely';
import type { ManualEntry } from '../../protocol/views.ts';
import type { Role } from '../../protocol/permissions.ts';
import { json, type Tx } from '../../platform/db/database.ts';
import type { Tables } from '../../platform/db/tables.ts';

type Db = Kysely<Tables>;

export async function sites(
  db: Db,
): Promise<{ site: string; name: string; timezone: string; policies: { manualEntry: ManualEntry } }[]> {
  return db.selectFrom('site').select(['site', 'name', 'timezone', 'policies']).orderBy('site').execute();
}

export async function stations(db: Db, site: string): Promise<{ station: string; name: string }[]> {
  return db
    .selectFrom('station')
    .select(['station', 'name'])
    .where('site', '=', site)
    .orderBy('station')
    .execute();
}

/** Locked: tries on one badge are counted one after the other, however many arrive at once. */
export async function lockOperatorByBadge(tx: Tx, site: string, badgeHash: string) {
  return tx.db
    .selectFrom('operator')
    .selectAll()
    .where('site', '=', site)
    .where('badgeHash', '=', badgeHash)
    .forUpdate()
    .executeTakeFirst();
}

export async function device(db: Db, site: string, name: string) {
  return db
    .selectFrom('device')
    .selectAll()
    .where('site', '=', site)
    .where('device', '=', name)
    .executeTakeFirst();
}

export async function lockDevice(tx: Tx, site: string, name: string) {
  return tx.db
    .selectFrom('device')
    .selectAll()
    .where('site', '=', site)
    .where('device', '=', name)
    .forUpdate()
    .executeTakeFirst();
}

export async function setPinTries(
  tx: Tx,
  site: string,
  operator: string,
  tries: { failedPins: number; lockedUntil: Date | null },
): Promise<void> {
  await tx.db
    .updateTable('operator')
    .set({ failedPins: tries.failedPins, lockedUntil: tries.lockedUntil })
    .where('site', '=', site)
    .where('operator', '=', operator)
    .execute();
}

/** Ends the live sessions that fit any of these; answers whose they were. */
export async function endSessions(
  tx: Tx,
  site: string,
  which: { operator?: string | null; device?: string | null; session?: string | null },
): Promise<string[]> {
  const { operator = null, device = null, session = null } = which;
  const rows = await tx.db
    .updateTable('session')
    .set({ endedAt: tx.now, isReady: false })
    .where('site', '=', site)
    .where('endedAt', 'is', null)
    .where((where) =>
      where.or([
        ...(operator === null ? [] : [where('operator', '=', operator)]),
        ...(device === null ? [] : [where('device', '=', device)]),
        ...(session === null ? [] : [where('session', '=', session)]),
      ]),
    )
    .returning('operator')
    .execute();
  return rows.map((row) => row.operator);
}

export async function startSession(
  tx: Tx,
  session: {
    site: string;
    session: string;
    operator: string;
    device: string | null;
    station: string | null;
    screen: string;
  },
): Promise<void> {
  await tx.db
    .insertInto('session')
    .values({ ...session, startedAt: tx.now, seenAt: tx.now, endedAt: null, isReady: false })
    .execute();
}

/** Those who wait for work, longest silent first. Whom another transaction is just giving work is left to it. */
export async function lockReady(tx: Tx): Promise<{ operator: string; device: string | null }[]> {
  return tx.db
    .selectFrom('session')
    .select(['operator', 'device'])
    .where('site', '=', tx.site)
    .where('isReady', '=', true)
    .where('endedAt', 'is', null)
    .orderBy('seenAt')
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function setReady(tx: Tx, operators: readonly string[], isReady: boolean): Promise<void> {
  if (operators.length === 0) return;
  await tx.db
    .updateTable('session')
    .set({ isReady })
    .where('site', '=', tx.site)
    .where('operator', 'in', operators)
    .where('endedAt', 'is', null)
    .execute();
}

/**
 * What these people may do today, held until the transaction is over. Whom another transaction is just giving other zones, or signing
 * in, is left out: it looks for work for them itself.
 */
export async function lockPermits(
  tx: Tx,
  operators: readonly string[],
): Promise<{ operator: string; zones: string[]; skills: string[] }[]> {
  if (operators.length === 0) return [];
  const { rows } = await sql<{ operator: string; zones: string[]; skills: string[] }>`
    select operator, case when zones_until > ${tx.now} then coalesce(zones_today, zones) else zones end as zones, skills
    from operator where site = ${tx.site} and operator = any(${operators}::text[])
    order by operator for share skip locked`.execute(tx.db);
  return rows;
}

/** An operator of the site, locked, and on which handheld they are at work. */
export async function lockWorker(tx: Tx, operator: string) {
  const row = await tx.db
    .selectFrom('operator')
    .select(['operator', 'role', 'zones', 'skills', 'zonesToday', 'zonesUntil', 'breakSince'])
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const session = await tx.db
    .selectFrom('session')
    .select(['device'])
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('screen', '=', 'handheld')
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return { ...row, isAtWork: session !== undefined };
}

/** A lead's word about where somebody works, until a moment; null: as the site's files say. */
export async function setZonesToday(
  tx: Tx,
  operator: string,
  today: { zones: readonly string[]; until: Date } | null,
): Promise<void> {
  await tx.db
    .updateTable('operator')
    .set({
      zonesToday: today === null ? null : json<string[]>([...today.zones]),
      zonesUntil: today?.until ?? null,
    })
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .execute();
}

export async function beginBreak(tx: Tx, operator: string): Promise<void> {
  await tx.db
    .updateTable('operator')
    .set({ breakSince: tx.now })
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('breakSince', 'is', null)
    .execute();
}

/** Returns whether there was one. */
export async function endBreak(tx: Tx, operator: string): Promise<boolean> {
  const row = await tx.db
    .updateTable('operator')
    .set({ breakSince: null })
    .where('site', '=', tx.site)
    .where('operator', '=', operator)
    .where('breakSince', 'is not', null)
    .returning('operator')
    .executeTakeFirst();
  return row !== undefined;
}

/** The person behind a live session, or behind the live session on a device. */
export async function personBy(
  db: Db,
  site: string,
  by: { session: string } | { device: string },
): Promise<Person | undefined> {
  return db
    .selectFrom('session')
    .innerJoin('operator', (join) =>
      join.onRef('operator.site', '=', 'session.site').onRef('operator.operator', '=', 'session.operator'),
    )
    .select([
      'session.session',
      'session.operator',
      'operator.name',
      'operator.role',
      'operator.language',
      'session.device',
      'session.station',
      'session.screen',
    ])
    .where('session.site', '=', site)
    .where('session.endedAt', 'is', null)
    .where('operator.isBlocked', '=', false)
    .where(
      'session' in by ? 'session.session' : 'session.device',
      '=',
      'session' in by ? by.session : by.device,
    )
    .executeTakeFirst();
}

export interface Person {
  session: string;
  operator: string;
  name: string;
  role: Role;
  language: string;
  device: string | null;
  station: string | null;
  screen: string;
}

/** How sessions stand now: still live, or why not. */
export async function standingOf(db: Db, site: string, sessions: string[]) {
  return db
    .selectFrom('session')
    .innerJoin('operator', (join) =>
      join.onRef('operator.site', '=', 'session.site').onRef('operator.operator', '=', 'session.operator'),
    )
    .select((of) => [
      'session.session',
      'session.endedAt',
      'operator.isBlocked',
      'operator.role',
      of
        .exists(
          of
            .selectFrom('session as other')
            .select('other.session')
            .whereRef('other.site', '=', 'session.site')
            .whereRef('other.operator', '=', 'session.operator')
            .where('other.endedAt', 'is', null),
        )
        .as('isElsewhere'),
    ])
    .where('session.site', '=', site)
    .where('session.session', 'in', sessions)
    .execute();
}

export async function deviceProofs(db: Db, site: string, devices: string[]) {
  return db
    .selectFrom('device')
    .select(['device', 'tokenHash'])
    .where('site', '=', site)
    .where('device', 'in', devices)
    .execute();
}

export async function saveCode(
  tx: Tx,
  made: {
    device: string;
    kind: 'handheld' | 'station' | 'wall' | 'desk';
    station: string | null;
    enrolCodeHash: string;
    enrolUntil: Date;
  },
): Promise<void> {
  const fresh = { ...made, tokenHash: null, enrolledAt: null };
  await tx.db
    .insertInto('device')
    .values({ site: tx.site, ...fresh, lastSeenAt: null })
    .onConflict((conflict) => conflict.columns(['site', 'device']).doUpdateSet(fresh))
    .execute();
}

export async function replaceCode(tx: Tx, device: string, enrolCodeHash: string): Promise<void> {
  await tx.db
    .updateTable('device')
    .set({ enrolCodeHash })
    .where('site', '=', tx.site)
    .where('device', '=', device)
    .execute();
}

export async function saveEnrolment(
  tx: Tx,
  site: string,
  name: string,
  tokenHash: string,
  enrolledAt: Date,
): Promise<void> {
  await tx.db
    .updateTable('device')
    .set({ tokenHash, enrolledAt, enrolCodeHash: null, enrolUntil: null, lastSeenAt: enrolledAt })
    .where('site', '=', site)
    .where('device', '=', name)
    .execute();
}

/** Many at once: a busy floor is two hundred devices. */
export async function markSeen(
  db: Db,
  site: string,
  at: Date,
  seen: { devices: string[]; sessions: string[] },
): Promise<void> {
  if (seen.devices.length > 0) {
    await sql`update device set last_seen_at = ${at} where site = ${site} and device = any(${seen.devices})`.execute(
      db,
    );
  }
  if (seen.sessions.length > 0) {
    await sql`
      update session set seen_at = ${at}
      where site = ${site} and session = any(${seen.sessions}) and ended_at is null`.execute(db);
  }
}

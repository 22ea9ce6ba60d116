import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { reading, type Database } from '../db/database.ts';
import { Problem } from './problem.ts';

/** `live`: the process answers. `ready`: it can also do work, so send it some. */
export function serveHealth(app: FastifyInstance, database: Database, isDraining: () => boolean): void {
  let isMigrated = false;

  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async () => {
    if (isDraining()) throw new Problem(503, 'DRAINING', 'This server is stopping');
    // One that hangs is as away as one that refuses.
    await within(2_000, sql`select 1`.execute(reading(database)));
    isMigrated ||= (await database.orm.migrator.getPending()).length === 0;
    if (!isMigrated) throw new Problem(503, 'NOT_MIGRATED', 'The database is older than this server');
    return { status: 'ready' };
  });
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Problem(503, 'UNAVAILABLE', 'The database does not answer'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, tooLate]);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(503, 'UNAVAILABLE', 'The database cannot be reached');
  } finally {
    clearTimeout(timer);
  }
}

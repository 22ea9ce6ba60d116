import { openDatabase, type Database } from '../../server/platform/db/database.ts';
import { freshDatabase as cloneTemplate } from './fresh-database.ts';

/** A private, migrated database for one test file, with a pool on it. `close` ends the pool and drops the database. */
export async function freshDatabase(): Promise<{
  url: string;
  database: Database;
  close: () => Promise<void>;
}> {
  const clone = await cloneTemplate();
  const database = await openDatabase(clone.url, { poolMax: 8 });
  return {
    url: clone.url,
    database,
    async close() {
      await database.close();
      await clone.drop();
    },
  };
}

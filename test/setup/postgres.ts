// One PostgreSQL for the whole test run, with one migrated database that every test file clones.
// It forgets on a crash (fsync off), which is what makes the clones quick; the server itself refuses such a database.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../server/platform/db/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/platform/db/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database to clone from; nobody connects to it. */
    templateDatabaseUrl: string;
  }
}

type Run = { url: string; stop: () => Promise<void>; users: number };

// Vitest runs this file once for each project that needs it; they share one database through this.
const shared = globalThis as typeof globalThis & { floorwaveTestDatabase?: Promise<Run> };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.floorwaveTestDatabase ??= start();
  const run = await shared.floorwaveTestDatabase;
  run.users += 1;
  project.provide('templateDatabaseUrl', run.url);
  return async () => {
    run.users -= 1;
    if (run.users === 0) await run.stop();
  };
}

async function start(): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'floorwave-test-'));
  let postgres: EmbeddedPostgres | null = null;
  const stop = async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'template', unsafeForTests: true });
    await migrate(postgres.url);
    return { url: postgres.url, stop, users: 0 };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { defineConfig } from 'vitest/config';

const database = './test/setup/postgres.ts';
const [unit, db, browser] = ['test/**/*.test.ts', 'test/**/*.db.test.ts', 'test/**/*.browser.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [unit],
          exclude: [db, browser],
          // Threads start faster than processes and nothing here touches the process itself.
          pool: 'threads',
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          include: [db],
          globalSetup: [database],
          pool: 'forks',
          // Two test files at a time: PostgreSQL itself wants the rest of two cores.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: [browser],
          globalSetup: [database],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

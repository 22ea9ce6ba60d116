import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseModes } from '../../server/protocol/commands.ts';
import { freshDatabase } from '../setup/database.ts';
import { day, seedsOf } from './play/day.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** What a day of these or of others has found has a test of its own beside its rule. */
const seeds = [2];
const happened = new Set<string>();

test.each(releaseModes.map((mode) => ({ mode })))(
  '[PK10] [PK19] [PK120] [PK112] [CH7] a day of $mode on which three do something at the very same moment keeps every ledger exact and comes to an end',
  async ({ mode }) => {
    for (const seed of seedsOf(seeds)) await day(db.database, { mode, seed, atOnce: 3 }, happened);
  },
  300_000,
);

test('[PK9] [PK17] much of it happened on the way', () => {
  expect([...happened]).toEqual(
    expect.arrayContaining([
      ...['pick', 'short', 'put_back', 'sort', 'pack', 'ship'],
      ...['discrete', 'batch', 'cluster', 'zone', 'singles', 'parcel', 'putwall'].map(
        (mode) => `walk ${mode}`,
      ),
    ]),
  );
});

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
const seeds = [1];
const happened = new Set<string>();

test.each(releaseModes.map((mode) => ({ mode })))(
  '[PK3] [PK15] [PK18] [PK24] [PK25] [PK89] [PK112] [OR4] [CH7] any interleaving of what people and hubs do on a day of $mode keeps every ledger exact and comes to an end',
  async ({ mode }) => {
    for (const seed of seedsOf(seeds)) await day(db.database, { mode, seed, atOnce: 1 }, happened);
  },
  300_000,
);

test('[PK9] [PK17] [PK43] [PK45] [PK46] [PK47] [PK86] all of it happened on the way', () => {
  expect([...happened]).toEqual(
    expect.arrayContaining([
      ...['pick', 'unpick', 'short', 'put_back', 'sort', 'pack', 'pack_short', 'ship', 'taken over', 'swap'],
      ...['waited', 'EndShortHold'],
      ...['DeclineWork', 'TakeBreak', 'HandOver', 'AssignTask', 'SetOperatorZones', 'RecoverTask'],
      ...['AnswerQuestion', 'ToteFull', 'UndoScan', 'ConfirmTote'],
      ...['discrete', 'batch', 'cluster', 'zone', 'singles', 'parcel', 'putwall'].map(
        (mode) => `walk ${mode}`,
      ),
    ]),
  );
});

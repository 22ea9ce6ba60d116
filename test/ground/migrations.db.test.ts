import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { openDatabase, reading, type Database } from '../../server/platform/db/database.ts';
import { freshDatabase, type FreshDatabase } from '../setup/fresh-database.ts';

let own: FreshDatabase;
let database: Database;
beforeAll(async () => {
  own = await freshDatabase();
  database = await openDatabase(own.url, { poolMax: 2 });
  await sql`drop schema public cascade`.execute(reading(database));
  await sql`create schema public`.execute(reading(database));
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

test('what older versions kept is read by this one', async () => {
  const db = reading(database);
  await database.orm.migrator.up({ to: '0002-hub-delivery-next' });
  await sql`
    insert into hub_consumer (site, hub, name, committed, at) values
      ('north', 'shop', ${'acme\nnightly'}, 3, now()), ('north', 'shop', ${'other\nnightly'}, 5, now())`.execute(
    db,
  );
  await sql`
    insert into hub_idempotency (site, hub, idempotency_key, fingerprint, status, answer, at) values
      ('north', 'shop', ${'acme\nk1'}, 'f', 200, '{}', now())`.execute(db);
  const reply = {
    ok: true,
    result: { device: 'HH-1', code: 'north.HH-1.secret', url: 'https://x/?enrol=secret' },
  };
  await sql`
    insert into command_log (site, command_id, name, fingerprint, is_refused, reply, at) values
      ('north', 'c-1', 'EnrolDevice', 'f', false, ${JSON.stringify(reply)}::jsonb, now())`.execute(db);

  await database.orm.migrator.up();

  expect(
    await db.selectFrom('hubConsumer').select(['owner', 'name', 'committed']).orderBy('owner').execute(),
  ).toEqual([
    { owner: 'acme', name: 'nightly', committed: 3 },
    { owner: 'other', name: 'nightly', committed: 5 },
  ]);
  expect(await db.selectFrom('hubIdempotency').select(['owner', 'idempotencyKey']).execute()).toEqual([
    { owner: 'acme', idempotencyKey: 'k1' },
  ]);
  expect(await db.selectFrom('commandLog').select('reply').execute()).toEqual([
    { reply: { ok: true, result: { device: 'HH-1' } } },
  ]);
});

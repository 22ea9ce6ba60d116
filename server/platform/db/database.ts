import { readFileSync, readdirSync } from 'node:fs';
import { Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { types as pgTypes, type Pool, type PoolClient } from 'pg';
import { CamelCasePlugin, sql, type Kysely, type RawBuilder } from 'kysely';
import { entities, type Tables } from './tables.ts';

export interface Database {
  orm: MikroORM;
  /** For a connection outside the pool, such as one that listens. */
  url: string;
  /** Called after every commit that wrote the journal: the relay listens here. */
  onJournal: (site: string) => void;
  close(): Promise<void>;
}

/** Who acts, when, and on which site. Time comes in here once and is the same for the whole transaction. */
export interface Context {
  site: string;
  now: Date;
  operator?: string | null;
  device?: string | null;
  station?: string | null;
  commandId?: string | null;
}

/** One transaction: `db` joins it. Everything that changes anything takes a Tx. */
export interface Tx extends Context {
  db: Kysely<Tables>;
  em: EntityManager;
  /** Written last, in one statement, by `beforeCommit` hooks such as the journal's. */
  beforeCommit: Map<string, () => Promise<void>>;
  /** Set by journal.append: the relay is poked after the commit. */
  wroteJournal: boolean;
}

/** Opens the pool. `url` is a PostgreSQL connection string. Nothing is migrated or checked here. */
export async function openDatabase(url: string, options: { poolMax?: number } = {}): Promise<Database> {
  const orm = await MikroORM.init({
    entities,
    clientUrl: url,
    pool: { min: 1, max: options.poolMax ?? 12 },
    driverOptions: { connectionTimeoutMillis: 10_000, types: typeParsers, onPoolCreated: takeBackTheLost },
    debug: false,
    logger: () => {},
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations(),
      snapshot: false,
      transactional: true,
      tableName: 'schema_migration',
    },
    discovery: { warnWhenNoEntities: false },
    allowGlobalContext: false,
  });
  const database: Database = { orm, url, onJournal: () => {}, close: () => orm.close(true) };
  return database;
}

/** Instants are Dates, whole numbers are numbers (ours stay below 2^53), calendar days stay text: they have no instant. */
const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pgTypes.builtins.DATE) return (text: string) => text;
    if (oid === pgTypes.builtins.INT8) return Number;
    return pgTypes.getTypeParser(oid, format);
  },
};

/**
 * A transaction whose connection was lost is never given back: its rollback fails, and Kysely releases only after one
 * that worked (so does a `begin` that fails). Every restart of the database would cost the pool a place for each
 * transaction under way, until it had none left. So the pool takes back itself what has ended.
 */
function takeBackTheLost(pool: Pool): void {
  const inUse = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    inUse.add(client);
  });
  pool.on('release', (_error, client) => {
    inUse.delete(client);
  });
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!inUse.has(client)) return;
      const release = client.release.bind(client);
      client.release = () => {}; // whoever had it may still want to give it back
      release(true);
    });
  });
}

/** Brings the schema of the database at `url` up to this code. Forward only, each file once, each in a transaction. */
export async function migrate(url: string): Promise<void> {
  const database = await openDatabase(url, { poolMax: 2 });
  try {
    await database.orm.migrator.up();
  } finally {
    await database.close();
  }
}

/** Numbered SQL files become migrations: entities never take part, so a file means the same for ever. */
function migrations() {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      name: name.replace('.sql', ''),
      class: class extends Migration {
        override up(): void {
          this.addSql(readFileSync(new URL(name, folder), 'utf8'));
        }
      },
    }));
}

/** Kysely over the ORM's connection (and its transaction, inside one), with camelCase names. */
function kysely(em: EntityManager): Kysely<Tables> {
  // The plugin renames columns at run time; Tables is the same schema seen through it.
  return em
    .getKysely()
    .withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true })) as unknown as Kysely<Tables>;
}

/** Runs `work` in one transaction and commits, or rolls everything back and throws what it threw. */
export async function inTransaction<T>(
  database: Database,
  context: Context,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  let wroteJournal = false;
  const result = await database.orm.em.fork().transactional(async (em) => {
    const tx: Tx = { ...context, em, db: kysely(em), wroteJournal: false, beforeCommit: new Map() };
    const value = await work(tx);
    for (const write of tx.beforeCommit.values()) await write();
    wroteJournal = tx.wroteJournal;
    return value;
  });
  if (wroteJournal) database.onJournal(context.site);
  return result;
}

/** A connection for reading outside any transaction: screens, feeds, health. */
export function reading(database: Database): Kysely<Tables> {
  return kysely(database.orm.em.fork());
}

/** pg sends a JavaScript array as a PostgreSQL array; JSON columns need it said. */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

type Numbered =
  | 'shipment'
  | 'wave'
  | 'task'
  | 'parcel'
  | 'manifest'
  | 'exception'
  | 'allocation'
  | 'put_back'
  | 'count_request'
  | 'job'
  | 'move'
  | 'print_job'
  | 'sscc'
  | 'photo';

/** The next number of a kind. Sequences do not roll back, so numbers never repeat. */
export async function nextNumber(tx: Tx, kind: Numbered): Promise<number> {
  return (await nextNumbers(tx, kind, 1))[0] as number;
}

/** Several numbers at once, for set-based inserts. */
export async function nextNumbers(tx: Tx, kind: Numbered, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{
    n: number;
  }>`select nextval(${kind + '_no'}) as n from generate_series(1, ${count}::int)`.execute(tx.db);
  return rows.map((row) => row.n);
}

import { networkInterfaces, hostname } from 'node:os';
import closeWithGrace from 'close-with-grace';
import { pino, stdSerializers, type Logger } from 'pino';
import { buildApp, type App } from './app.ts';
import { configOrExit, type Config } from './config.ts';
import { demoClock, systemClock, type Clock } from './platform/clock.ts';
import { openDatabase, migrate, type Database } from './platform/db/database.ts';
import { assertDurable } from './platform/db/durable.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/db/embedded-postgres.ts';
import { databaseCode } from './platform/db/retryable.ts';
import { takeDemoControl, type DemoControl } from './platform/demo-control.ts';
import { armFailpoint } from './platform/failpoint.ts';
import { isLoopback } from './platform/http/origins.ts';
import { serverCertificate, type ServerCertificate } from './platform/http/tls.ts';

const stopWithinMs = 5_000;
const watchEveryMs = 1_000;

const config = configOrExit(process.env);
const log = createLog(config);
armFailpoint(config.failpoint ?? undefined);

let app: App | null = null;
let database: Database | null = null;
let postgres: EmbeddedPostgres | null = null;
let watchdog: NodeJS.Timeout | undefined;

// A promise that nobody waited for is a bug, but it holds no lock and no transaction: the floor goes on, the log tells.
process.on('unhandledRejection', (error) => {
  log.error({ error }, 'a rejection was not handled');
});
// After an exception that nobody caught, nothing in this process can be trusted. Whatever was acknowledged is in the
// database: stop in order and let whoever started us start again.
const grace = closeWithGrace(
  {
    delay: stopWithinMs,
    skip: ['unhandledRejection', 'beforeExit'],
    logger: {
      error: (error) => {
        log.fatal({ error }, 'could not stop in order');
      },
    },
  },
  async ({ err, signal }) => {
    if (err !== undefined) log.fatal({ error: err }, 'an exception was not caught; stopping');
    else log.info({ signal: signal ?? null }, 'stopping');
    await stop();
    log.info('stopped');
  },
);

try {
  await start();
} catch (error) {
  log.fatal({ error, says: error instanceof Error ? error.message : String(error) }, 'could not start');
  await stop().catch((fault: unknown) => {
    log.error({ error: fault }, 'could not stop in order');
  });
  process.exit(1);
}

async function start(): Promise<void> {
  const { clock, control } = chooseClock();
  const certificate = await provideCertificate();
  const url = config.databaseUrl ?? (await startOwnDatabase());

  database = await openDatabase(url);
  const connection = database.orm.em.getConnection();
  await assertDurable((statement) => connection.execute<Record<string, unknown>[]>(statement));
  await migrate(url);
  // Before anything reads the time: the first timer would else be set in another year.
  await control?.clockIsSet;

  app = await buildApp({ database, clock, config, log, certificate });
  const address = await app.listen(config.host, config.port);
  log.info(
    { url: address, database: config.databaseUrl === null ? 'embedded' : 'DATABASE_URL' },
    'Floorwave is ready',
  );
  control?.serve(app, { url: address, databaseUrl: url, postmasterPid: postgres?.postmasterPid() ?? null });
}

async function stop(): Promise<void> {
  clearInterval(watchdog);
  await app?.close();
  await database?.close();
  await postgres?.stop();
}

function chooseClock(): { clock: Clock; control: DemoControl | null } {
  if (config.clock !== 'demo') return { clock: systemClock(), control: null };
  const clock = demoClock();
  if (process.send === undefined) {
    clock.run(new Date(), 1);
    return { clock, control: null };
  }
  // A server whose simulation is gone would stand still in time for ever.
  process.once('disconnect', () => {
    grace.close();
  });
  return { clock, control: takeDemoControl(clock, process, log) };
}

/** Plain HTTP never leaves this machine; all else is HTTPS, with a certificate of the site or of our own making. */
async function provideCertificate(): Promise<ServerCertificate | null> {
  if (isLoopback(config.host) && config.tls === null) return null;
  const named = config.publicUrl === null ? [] : [new URL(config.publicUrl).hostname];
  const addresses = Object.values(networkInterfaces())
    .flatMap((some) => some ?? [])
    .filter(({ scopeid }) => !scopeid);
  return serverCertificate({
    dataDir: config.dataDir,
    hosts: [...named, config.host, hostname(), ...addresses.map(({ address }) => address)],
    ...(config.tls ?? {}),
  });
}

async function startOwnDatabase(): Promise<string> {
  const own = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (line) => {
      log.info({ database: 'embedded' }, line);
    },
  });
  postgres = own;
  watchdog = setInterval(() => {
    own.ensureRunning().catch((error: unknown) => {
      log.error({ error }, 'the embedded PostgreSQL does not come back');
    });
  }, watchEveryMs);
  watchdog.unref();
  return own.url;
}

function createLog({ logLevel }: Config): Logger {
  return pino({
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Names and addresses stand in statements and in PostgreSQL's details: an error is logged by what it is, not by its
    // data.
    serializers: { error: tellError, err: tellError },
    redact: ['req.headers.cookie', 'req.headers.authorization'],
  });
}

function tellError(error: unknown): unknown {
  if (!(error instanceof Error)) return stdSerializers.err(new Error(String(error)));
  const code = databaseCode(error);
  return {
    type: error.name,
    message: error.message.slice(0, 500),
    ...(code === undefined ? {} : { code }),
    stack: error.stack?.slice(0, 3_000),
  };
}

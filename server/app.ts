import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { sql } from 'kysely';
import packageJson from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { createStream, hubRoutes, oweDeliveries, startDeliveries } from './edges/hub/hub.ts';
import { startPrinting } from './edges/printing/print-runner.ts';
import { createCrew } from './floor/crew/crew.ts';
import { crewRoutes } from './floor/crew/crew.routes.ts';
import { photoRoutes } from './floor/exceptions/exceptions.routes.ts';
import { createHandlers, createNewSecrets, heard, nextQuestion } from './floor/handlers.ts';
import { startTimers } from './floor/timers.ts';
import { lookUp } from './floor/look-up/look-up.views.ts';
import { looksAround, readView, viewTopics } from './floor/views.ts';
import type { Clock } from './platform/clock.ts';
import { reading, type Database } from './platform/db/database.ts';
import type { Busy, Worker } from './platform/demo-control.ts';
import { createDispatch, type Dispatch } from './platform/dispatch/dispatch.ts';
import { serveDocs } from './platform/http/docs.ts';
import { guardPages } from './platform/http/guard.ts';
import { serveHealth } from './platform/http/health.ts';
import { createMetrics, serveMetrics, type Metrics } from './platform/http/metrics.ts';
import { originCheck } from './platform/http/origins.ts';
import { servePages } from './platform/http/pages.ts';
import { answerBrokenRequest, answerWithProblems, problemOf, sendProblem } from './platform/http/problem.ts';
import type { ServerCertificate } from './platform/http/tls.ts';
import { serveTrust } from './platform/http/trust.ts';
import { startRelay } from './platform/journal/relay.ts';
import { serveDevices } from './platform/sockets/devices.ts';
import { createFollowers } from './platform/sockets/followers.ts';
import { openScreens } from './platform/sockets/screens.ts';
import { openUpgrades } from './platform/sockets/upgrades.ts';
import { commands } from './protocol/commands.ts';

export interface App extends Worker {
  server: FastifyInstance;
  dispatch: Dispatch;
  /** Listens and answers with the address it is reached by. */
  listen(host: string, port: number): Promise<string>;
  /** Everything that runs stops, in order; the database stays with whoever opened it. */
  close(): Promise<void>;
}

export interface AppOptions {
  database: Database;
  clock: Clock;
  config: Pick<Config, 'publicUrl' | 'outboundAllow' | 'tls'>;
  log: Logger;
  /** Null: plain HTTP, for this machine only. */
  certificate: ServerCertificate | null;
}

const screensFolder = fileURLToPath(new URL('../floor-ui/dist/', import.meta.url));
const largestBodyBytes = 1_048_576;
const connectionsMax = 2_000;
const findSitesEveryMs = 5_000;

/** The whole server apart from its listening, so that a test can build one like it. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { database, clock, config, log, certificate } = options;
  const now = () => clock.now();
  const isHttps = certificate !== null;
  let listeningAt = 'http://localhost';
  let isDraining = false;
  const publicUrl = () => config.publicUrl ?? listeningAt;

  const sites = await watchSites(database, log);
  const crew = createCrew({ database, now, log });
  const followers = createFollowers({
    read: (visitor, view) => readView(reading(database), visitor, view, now()),
    topicsOf: viewTopics,
    looksAround,
    lastPosition: (site) => lastPosition(database, site),
    now,
    onPush: (view) => {
      metrics.pushes.inc({ view });
    },
    log,
  });
  const metrics = createMetrics({
    sockets: () => screens.count(),
    relayLag: () => relayLag(database, now()),
  });
  const dispatch = measured(
    metrics,
    createDispatch({
      database,
      handlers: createHandlers({ publicUrl }),
      newSecrets: createNewSecrets({ publicUrl }),
      nextQuestion,
      heard,
      now,
      log,
    }),
  );

  const server: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBodyBytes,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
    },
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      void sendProblem(reply, problemOf(error, request));
    },
    serverFactory: (answer) => listener(certificate, answer),
  });
  const checkOrigin = originCheck(publicUrl, isHttps);

  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  server.removeContentTypeParser('text/plain');
  answerWithProblems(server);
  await server.register(fastifyCookie);
  await server.register(fastifyRateLimit, { global: false });
  await guardPages(server, { hasSiteCertificate: config.tls !== null });
  await serveDocs(server, packageJson.version);
  await openUpgrades(server);

  const stream = createStream({ database, log });
  const screens = openScreens({
    server: server.server as HttpServer,
    checkOrigin,
    parseCookies: (header) => server.parseCookie(header),
    doorkeeper: crew,
    dispatch,
    followers,
    lookUp: (site, operator, scan) => lookUp(reading(database), site, operator, scan),
    now,
    log,
  });
  const deliveries = startDeliveries({ database, clock, config, log });
  const printing = startPrinting({ database, clock, log });

  serveMetrics(server, metrics);
  serveHealth(server, database, () => isDraining);
  serveTrust(server, certificate, publicUrl);
  await server.register(hubRoutes, {
    database,
    clock,
    config,
    log,
    pokeDeliveries: () => {
      deliveries.poke();
    },
  });
  await server.register(stream.streamRoutes);
  await server.register(serveDevices, { checkOrigin, doorkeeper: crew, dispatch, now });
  await server.register(crewRoutes, { crew, checkOrigin, isHttps });
  await server.register(photoRoutes, { database, doorkeeper: crew, checkOrigin, now });
  await servePages(server, screensFolder);
  server.addHook('preClose', async () => {
    stream.close();
    await screens.close();
  });
  await server.ready();

  const timers = startTimers({ database, clock, log, sites: sites.list });
  const relay = await startRelay({
    database,
    log,
    sites: sites.list,
    now,
    onStamped: oweDeliveries,
    publish(rows) {
      screens.publish(rows);
      stream.notify(rows);
      deliveries.poke(rows);
      timers.heard(rows);
      if (rows.some((row) => row.type === 'PrintChanged')) printing.poke();
    },
  });
  let isRelayBehind = true;
  database.onJournal = (site) => {
    isRelayBehind = true;
    relay.poke(site);
  };

  async function settle(everything: boolean): Promise<void> {
    while (isRelayBehind) {
      isRelayBehind = false;
      await relay.drain();
    }
    await followers.flush(everything);
  }

  async function busy(): Promise<Busy> {
    return { deliveries: deliveries.waiting(), prints: await printing.waiting() };
  }

  return {
    server,
    dispatch,
    settle,
    busy,
    async listen(host, port) {
      // Fastify did not make the server itself (listener below), so it takes every address for plain HTTP.
      const withScheme = (address: string): string =>
        isHttps ? address.replace(/^http:/, 'https:') : address;
      const address = await server.listen({
        host,
        port,
        listenTextResolver: (address) => `listening at ${withScheme(address)}`,
      });
      listeningAt = reachableUrl(withScheme(address));
      return publicUrl();
    },
    async close() {
      isDraining = true;
      sites.stop();
      await server.close();
      followers.stop();
      timers.stop();
      await Promise.all([deliveries.stop(), printing.stop()]);
      await relay.stop();
      await crew.stop();
      clock.stop();
      database.onJournal = () => {};
    },
  };
}

/** Fastify leaves these limits to whoever makes the server. A byte a second holds nothing for long. */
function listener(
  certificate: ServerCertificate | null,
  answer: Parameters<typeof createHttpServer>[1],
): HttpServer {
  const server =
    certificate === null
      ? createHttpServer(answer)
      : createHttpsServer({ cert: certificate.cert, key: certificate.key }, answer);
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 72_000;
  server.setTimeout(120_000);
  server.maxConnections = connectionsMax;
  return server;
}

function measured(metrics: Metrics, dispatch: Dispatch): Dispatch {
  return async (actor, envelope) => {
    const startedAt = performance.now();
    const reply = await dispatch(actor, envelope);
    const outcome = reply.ok ? 'done' : 'refusal' in reply ? 'refused' : 'fault';
    // A name that nobody knows must not become a label: anybody could make thousands.
    const command = Object.hasOwn(commands, envelope.name) ? envelope.name : 'unknown';
    metrics.commandSeconds.observe({ command, outcome }, (performance.now() - startedAt) / 1_000);
    return reply;
  };
}

/** The sites this process serves: those in the table. A site that is loaded while it runs is found within seconds. */
async function watchSites(
  database: Database,
  log: Logger,
): Promise<{ list: () => string[]; stop: () => void }> {
  let known: string[] = [];
  async function look(): Promise<void> {
    known = (await reading(database).selectFrom('site').select('site').orderBy('site').execute()).map(
      (row) => row.site,
    );
  }
  await look();
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      log.debug({ error }, 'sites could not be read');
    });
  }, findSitesEveryMs);
  timer.unref();
  return {
    list: () => known,
    stop: () => {
      clearInterval(timer);
    },
  };
}

async function lastPosition(database: Database, site: string): Promise<number> {
  const row = await reading(database)
    .selectFrom('feedPosition')
    .select('position')
    .where('site', '=', site)
    .executeTakeFirst();
  return row?.position ?? 0;
}

async function relayLag(database: Database, at: Date): Promise<{ rows: number; seconds: number }> {
  const { rows } = await sql<{ rows: number; oldest: Date | null }>`
    select count(*)::int as rows, min(at) as oldest from journal where position is null`.execute(
    reading(database),
  );
  const oldest = rows[0]?.oldest ?? null;
  return {
    rows: rows[0]?.rows ?? 0,
    seconds: oldest === null ? 0 : Math.max(0, (at.getTime() - oldest.getTime()) / 1_000),
  };
}

/** Listening everywhere is no address to open. */
function reachableUrl(address: string): string {
  const url = new URL(address);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = 'localhost';
  return url.origin;
}

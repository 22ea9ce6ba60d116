// The environment, read once through one schema. main.ts hands the result on; nothing else looks at process.env.

import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Names and defaults that `.env.example` lists too; each description is what a fault tells the reader to write. */
export const Environment = Type.Object({
  NODE_ENV: Type.Union([Type.Literal('production'), Type.Literal('development'), Type.Literal('test')], {
    default: 'development',
    description: 'production, development or test',
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://.+',
      description: 'a PostgreSQL address like postgres://user:password@host:5432/name',
    }),
  ),
  DATA_DIR: Type.String({
    default: '.data',
    description: 'a folder for the embedded database and the local certificates',
  }),
  HOST: Type.String({
    default: '127.0.0.1',
    pattern: '^[A-Za-z0-9.:-]+$',
    description: 'an address to listen on, 0.0.0.0 for all',
  }),
  PORT: Type.Integer({
    default: 3000,
    minimum: 0,
    maximum: 65535,
    description: 'a whole number from 0 to 65535',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#\\s]+/?$',
      description: 'the address people open, like https://floor.example.com, without a path',
    }),
  ),
  TLS_CERT: Type.Optional(Type.String({ description: 'a PEM file with the certificate and its chain' })),
  TLS_KEY: Type.Optional(Type.String({ description: 'a PEM file with the private key' })),
  LOG_LEVEL: Type.Union(
    [
      Type.Literal('fatal'),
      Type.Literal('error'),
      Type.Literal('warn'),
      Type.Literal('info'),
      Type.Literal('debug'),
      Type.Literal('trace'),
      Type.Literal('silent'),
    ],
    { default: 'info', description: 'fatal, error, warn, info, debug, trace or silent' },
  ),
  SESSION_SECRET: Type.Optional(Type.String({ minLength: 32, description: 'at least 32 random characters' })),
  OUTBOUND_ALLOW: Type.String({
    default: '',
    pattern: '^$|^\\s*[A-Za-z0-9*.:\\[\\]/-]+\\s*(,\\s*[A-Za-z0-9*.:\\[\\]/-]+\\s*)*$',
    description: 'hosts that hubs, carriers and printers may have, separated by commas',
  }),
  FAILPOINT: Type.Optional(Type.String({ description: 'a point at which a test stops the server' })),
  FLOORWAVE_CLOCK: Type.Union([Type.Literal('system'), Type.Literal('demo')], {
    default: 'system',
    description: 'system or demo',
  }),
});

type Environment = Static<typeof Environment>;

export type Config = Readonly<{
  nodeEnv: Environment['NODE_ENV'];
  /** null: the server starts its own PostgreSQL in dataDir. */
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  /** null: made from host and port. */
  publicUrl: string | null;
  /** null: a local authority signs the server's certificate. */
  tls: Readonly<{ certFile: string; keyFile: string }> | null;
  logLevel: Environment['LOG_LEVEL'];
  /** null: made once and kept in dataDir; production insists on one. */
  sessionSecret: string | null;
  outboundAllow: readonly string[];
  failpoint: string | null;
  clock: Environment['FLOORWAVE_CLOCK'];
}>;

/** Throws an error that lists every fault, one a line. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given: Record<string, string> = {};
  const parsed: Record<string, string | number> = {};
  for (const name of Object.keys(Environment.properties)) {
    const value = env[name]?.trim();
    // `PORT=` in an .env file means "not set", as every shell script expects.
    if (value === undefined || value === '') continue;
    given[name] = value;
    // Not the library's conversion, which reads "80.5" as the port 80.
    parsed[name] = name === 'PORT' && /^\d+$/.test(value) ? Number(value) : value;
  }
  const settings = Value.Default(Environment, parsed);
  const faults = [...schemaFaults(settings, given), ...ruleFaults(settings as Environment)];
  if (faults.length > 0) throw new Error(faults.join('\n'));

  const read = settings as Environment;
  return Object.freeze({
    nodeEnv: read.NODE_ENV,
    databaseUrl: read.DATABASE_URL ?? null,
    dataDir: read.DATA_DIR,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    tls:
      read.TLS_CERT !== undefined && read.TLS_KEY !== undefined
        ? Object.freeze({ certFile: read.TLS_CERT, keyFile: read.TLS_KEY })
        : null,
    logLevel: read.LOG_LEVEL,
    sessionSecret: read.SESSION_SECRET ?? null,
    outboundAllow: Object.freeze(
      read.OUTBOUND_ALLOW.split(',')
        .map((host) => host.trim().toLowerCase())
        .filter((host) => host !== ''),
    ),
    failpoint: read.FAILPOINT ?? null,
    clock: read.FLOORWAVE_CLOCK,
  });
}

/** For the process's first step: one line per fault on stderr, then the end. */
export function configOrExit(env: Record<string, string | undefined>): Config {
  try {
    return readConfig(env);
  } catch (error) {
    const faults = error instanceof Error ? error.message.split('\n') : [String(error)];
    for (const fault of faults) process.stderr.write(`floorwave: ${fault}\n`);
    process.exit(1);
  }
}

function schemaFaults(settings: unknown, given: Record<string, string>): string[] {
  return Object.entries(Environment.properties).flatMap(([name, schema]) => {
    const value = (settings as Record<string, unknown>)[name];
    if (value === undefined || Value.Check(schema, value)) return [];
    const shown = holdsASecret(name) ? 'not usable' : JSON.stringify(given[name]);
    return [`${name} is ${shown}: expected ${(schema as { description?: string }).description}`];
  });
}

function ruleFaults(settings: Environment): string[] {
  const isProduction = settings.NODE_ENV === 'production';
  const faults: string[] = [];
  if ((settings.TLS_CERT === undefined) !== (settings.TLS_KEY === undefined)) {
    faults.push('TLS_CERT and TLS_KEY belong together: set both, or none for a local certificate');
  }
  if (settings.PUBLIC_URL?.startsWith('http://') && !isLoopback(settings.PUBLIC_URL)) {
    faults.push(
      `PUBLIC_URL is ${JSON.stringify(settings.PUBLIC_URL)}: expected https, plain http is for localhost only`,
    );
  }
  if (isProduction && settings.SESSION_SECRET === undefined) {
    faults.push('SESSION_SECRET is missing: production needs at least 32 random characters');
  }
  if (isProduction && settings.FAILPOINT !== undefined) {
    faults.push('FAILPOINT is set: it stops the server on purpose and is refused in production');
  }
  if (isProduction && settings.FLOORWAVE_CLOCK === 'demo') {
    faults.push('FLOORWAVE_CLOCK is "demo": production runs on the system clock only');
  }
  return faults;
}

function holdsASecret(name: string): boolean {
  return name === 'DATABASE_URL' || name === 'SESSION_SECRET';
}

function isLoopback(url: string): boolean {
  return /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?\/?$/.test(url);
}

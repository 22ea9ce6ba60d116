import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Environment, readConfig } from '../../server/config.ts';

const secret = 'a'.repeat(32);

test('with nothing set, the server runs on localhost with its own database', () => {
  expect(readConfig({})).toEqual({
    nodeEnv: 'development',
    databaseUrl: null,
    dataDir: '.data',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    tls: null,
    logLevel: 'info',
    sessionSecret: null,
    outboundAllow: [],
    failpoint: null,
    clock: 'system',
  });
});

test('every setting is read', () => {
  const config = readConfig({
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://floor:secret@db.example.com/floor',
    DATA_DIR: '/var/lib/floorwave',
    HOST: '0.0.0.0',
    PORT: '443',
    PUBLIC_URL: 'https://floor.example.com/',
    TLS_CERT: 'cert.pem',
    TLS_KEY: 'key.pem',
    LOG_LEVEL: 'warn',
    SESSION_SECRET: secret,
    OUTBOUND_ALLOW: 'Hub.example.com, 10.1.20.31,[::1]:8443',
    FLOORWAVE_CLOCK: 'system',
    PATH: '/usr/bin',
  });
  expect(config).toEqual({
    nodeEnv: 'production',
    databaseUrl: 'postgres://floor:secret@db.example.com/floor',
    dataDir: '/var/lib/floorwave',
    host: '0.0.0.0',
    port: 443,
    publicUrl: 'https://floor.example.com',
    tls: { certFile: 'cert.pem', keyFile: 'key.pem' },
    logLevel: 'warn',
    sessionSecret: secret,
    outboundAllow: ['hub.example.com', '10.1.20.31', '[::1]:8443'],
    failpoint: null,
    clock: 'system',
  });
});

test('the configuration cannot be changed', () => {
  const config = readConfig({ OUTBOUND_ALLOW: 'localhost', TLS_CERT: 'c', TLS_KEY: 'k' });
  expect([config, config.outboundAllow, config.tls].every((part) => Object.isFrozen(part))).toBe(true);
});

test('an empty line of an .env file means "not set"', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '' })).toEqual(readConfig({}));
});

test('every fault is told, one a line, with what was expected', () => {
  const faults = faultsOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'floor',
    TLS_CERT: 'cert.pem',
    NODE_ENV: 'prod',
  });
  expect(faults).toEqual([
    'NODE_ENV is "prod": expected production, development or test',
    'PORT is "70000": expected a whole number from 0 to 65535',
    'PUBLIC_URL is "floor": expected the address people open, like https://floor.example.com, without a path',
    'LOG_LEVEL is "loud": expected fatal, error, warn, info, debug, trace or silent',
    'TLS_CERT and TLS_KEY belong together: set both, or none for a local certificate',
  ]);
});

test.each(['80.5', '-1', 'http', '0x50', '1e2e'])('PORT=%s is refused', (PORT) => {
  expect(faultsOf({ PORT })).toEqual([`PORT is "${PORT}": expected a whole number from 0 to 65535`]);
});

test('a fault never shows a secret', () => {
  expect(
    faultsOf({ DATABASE_URL: 'mysql://floor:hunter2@db/floor', SESSION_SECRET: 'hunter2' }).join(),
  ).not.toContain('hunter2');
});

test('production refuses what belongs to tests and demonstrations, and a missing secret', () => {
  expect(faultsOf({ NODE_ENV: 'production', FAILPOINT: 'after-commit', FLOORWAVE_CLOCK: 'demo' })).toEqual([
    'SESSION_SECRET is missing: production needs at least 32 random characters',
    'FAILPOINT is set: it stops the server on purpose and is refused in production',
    'FLOORWAVE_CLOCK is "demo": production runs on the system clock only',
  ]);
});

test('plain http is for localhost only', () => {
  expect(readConfig({ PUBLIC_URL: 'http://localhost:3000' }).publicUrl).toBe('http://localhost:3000');
  expect(faultsOf({ PUBLIC_URL: 'http://192.168.1.20:3000' })).toEqual([
    'PUBLIC_URL is "http://192.168.1.20:3000": expected https, plain http is for localhost only',
  ]);
});

test('.env.example names every setting and no other', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const named = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(named.sort()).toEqual(Object.keys(Environment.properties).sort());
});

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

// Starts the PostgreSQL that comes with the project, for sites that have none of their own.
//
// The database outlives a crash of the server: it runs in a process group of its own, so that Ctrl-C reaches the
// server alone and the database is stopped last, after the work in flight. A server that was killed finds its
// database again by the port kept beside the data; a database that was killed is started again on the same port, so
// that connection pools simply reconnect. Tried against `kill -9` of either and of both: no acknowledged row lost.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createServer, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { canEnterAs, postgresBinaries, reachableHome, type PostgresBinaries } from './postgres-binaries.ts';

export type EmbeddedPostgres = Readonly<{
  url: string;
  postmasterPid(): number | null;
  /** Fast shutdown. A process that only joined a running database leaves it to the one that started it. */
  stop(): Promise<void>;
  /** One step of a watchdog: if the database has died, starts it again on the same port. Cheap when it is well. */
  ensureRunning(): Promise<void>;
}>;

export type EmbeddedPostgresOptions = {
  dataDir: string;
  database?: string;
  /** For tests only: gives up durability for speed. The server refuses such a database. */
  unsafeForTests?: boolean;
  log?: (line: string) => void;
};

const superuser = 'floorwave';

/** What we remember beside the data, for the next start. */
type Notes = {
  /** The folder of the database cluster itself. */
  cluster: string;
  port: number;
  /** The process that stops the database when it ends. */
  owner: number;
};

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = resolve(options.dataDir);
  const database = options.database ?? 'floorwave';
  const log = options.log ?? (() => {});
  const binaries = await postgresBinaries();

  await mkdir(home, { recursive: true, mode: 0o700 });
  // Others may pass through, nobody may look: as root, the database's user has to reach its cluster inside.
  if (binaries.user !== null) await chmod(home, (await stat(home)).mode | 0o011);
  const isUnsafe = options.unsafeForTests === true;
  const cluster = await provideCluster(home, binaries, isUnsafe, log);
  const password = await readPassword(cluster);
  const postmaster: Postmaster = { home, cluster, password, binaries, isUnsafe, log };

  let port = await bringUp(postmaster);
  await createDatabase(urlOf(password, port, 'postgres'), database);

  let restart: Promise<void> | null = null;
  let isStopped = false;
  return {
    url: urlOf(password, port, database),
    postmasterPid: () => livePid(cluster),
    async ensureRunning() {
      if (isStopped) return;
      if (livePid(cluster) !== null && (await acceptsTcp(port))) return;
      restart ??= bringUp(postmaster, port)
        .then((found) => {
          port = found;
        })
        .finally(() => {
          restart = null;
        });
      return restart;
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      await restart?.catch(() => {}); // whoever asked for the restart hears of its failure
      await stopIfOurs(postmaster);
    },
  };
}

type Postmaster = Readonly<{
  home: string;
  cluster: string;
  password: string;
  binaries: PostgresBinaries;
  isUnsafe: boolean;
  log: (line: string) => void;
}>;

// Starting

/** Joins the database if it runs, starts it if not, until one of the two succeeds. Answers the port. */
async function bringUp(postmaster: Postmaster, fixedPort?: number): Promise<number> {
  const { home, cluster, log } = postmaster;
  let lastFault = 'it did not start';
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const joined = await joinRunning(postmaster);
    if (joined !== null) return joined;

    const port = fixedPort ?? (await rememberedPort(home)) ?? (await freePort());
    await writeSettings(postmaster);
    const outcome = await spawnPostmaster(postmaster, port);
    if (outcome === 'ready') {
      await remember(home, { cluster, port, owner: process.pid });
      log(`PostgreSQL is running on port ${port}, process ${livePid(cluster)}`);
      return port;
    }
    // Just after a kill -9 the dead postmaster's children still hold its memory for a moment; it passes.
    lastFault = outcome.fault;
    log(`PostgreSQL did not start (attempt ${attempt}): ${lastFault}`);
    if (/Address already in use/.test(lastFault) && fixedPort === undefined) await forgetPort(home);
    await sleep(500);
  }
  throw new Error(
    `The embedded PostgreSQL in ${cluster} does not start: ${lastFault} (see ${logFile(home)})`,
  );
}

// A database that was killed a moment ago still looks alive by its pid file, so only a session that opens counts.
async function joinRunning(postmaster: Postmaster): Promise<number | null> {
  const { home, cluster, password, log } = postmaster;
  for (let wait = 0; wait < 600; wait += 1) {
    const file = readPidFile(cluster);
    if (livePidOf(file) === null || file === null) return null;
    if (file.status === 'ready' && (await acceptsTcp(file.port))) {
      if (!(await opens(urlOf(password, file.port, 'postgres')))) return null;
      const notes = await readNotes(home);
      const owner = notes !== null && isAlive(notes.owner) ? notes.owner : process.pid;
      await remember(home, { cluster, port: file.port, owner });
      log(`joined the running PostgreSQL on port ${file.port}, process ${file.pid}`);
      return file.port;
    }
    if (file.status === 'ready') return null; // it said ready, but nothing listens: dead, or somebody else's pid
    await sleep(100); // starting or recovering; a long recovery is not a failure
  }
  return null;
}

async function spawnPostmaster(postmaster: Postmaster, port: number): Promise<'ready' | { fault: string }> {
  const { home, cluster, binaries } = postmaster;
  await turnLogOver(home);
  const file = await open(logFile(home), 'a', 0o600);
  const { size: logStart } = await file.stat();
  let child: ChildProcess;
  try {
    // The port goes by the command line: another starter may be writing the settings at this moment.
    child = spawn(binaries.postgres, ['-D', cluster, '-p', String(port)], {
      ...binaries.user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
      windowsHide: true,
      // The names of this machine's language must not reach into the database's messages: we read them.
      env: {
        PATH: process.env['PATH'] ?? '',
        LC_ALL: 'C',
        TZ: 'UTC',
        SYSTEMROOT: process.env['SYSTEMROOT'] ?? '',
      },
    });
  } finally {
    await file.close();
  }
  child.unref();
  let end: string | null = null;
  child.once('error', (error) => {
    end = error.message;
  });
  child.once('exit', (code, signal) => {
    end = `it ended with ${signal ?? `exit code ${code}`}`;
  });
  // No time limit while it lives: after a crash it replays its log, and killing it then only starts that again.
  for (;;) {
    const pidFile = readPidFile(cluster);
    if (pidFile?.pid === child.pid && pidFile?.status === 'ready' && (await acceptsTcp(port))) return 'ready';
    if (end !== null) {
      const said = await lastFault(home, logStart);
      return { fault: said === '' ? end : said };
    }
    await sleep(20);
  }
}

async function writeSettings(postmaster: Postmaster): Promise<void> {
  const lines = [
    '# Written at every start; these win over postgresql.conf.',
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    'max_connections = 60',
    'shared_buffers = 128MB',
    'max_wal_size = 1GB',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    'log_checkpoints = off',
    // Our statements are short; compiling them costs more than it saves.
    'jit = off',
    // Many sites give a container 64 MB of shared memory, which parallel queries overrun.
    'max_parallel_workers_per_gather = 0',
    ...(postmaster.isUnsafe
      ? [
          'max_connections = 200',
          'fsync = off',
          'full_page_writes = off',
          'synchronous_commit = off',
          'autovacuum = off',
        ]
      : ['fsync = on', 'full_page_writes = on', 'synchronous_commit = on']),
  ];
  const file = join(postmaster.cluster, 'floorwave.conf');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  await giveTo(postmaster.binaries, file);
}

// Stopping

async function stopIfOurs(postmaster: Postmaster): Promise<void> {
  const { home, cluster, binaries, log } = postmaster;
  const pid = livePid(cluster);
  if (pid === null) return;
  const notes = await readNotes(home);
  if (notes !== null && notes.owner !== process.pid && isAlive(notes.owner)) return;

  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w'], { windowsHide: true });
    return;
  }
  // Fast shutdown ends sessions and writes a checkpoint. If that takes too long, the immediate one leaves the rest to
  // the log that the next start replays: slower then, but nothing is lost.
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signalTo(pid, signal);
    for (let waited = 0; waited < patienceMs; waited += 10) {
      if (!isAlive(pid)) {
        log('PostgreSQL has stopped');
        return;
      }
      await sleep(10);
    }
    log(`PostgreSQL, process ${pid}, did not stop on ${signal}`);
  }
}

// The cluster

async function provideCluster(
  home: string,
  binaries: PostgresBinaries,
  isUnsafe: boolean,
  log: (line: string) => void,
): Promise<string> {
  const notes = await readNotes(home);
  if (notes !== null && (await exists(join(notes.cluster, 'PG_VERSION')))) return notes.cluster;
  const beside = join(home, 'postgres');
  if (await exists(join(beside, 'PG_VERSION'))) return beside;

  // As root, in a checkout that the database's user cannot enter, the data has to live where it can.
  const isReachable = canEnterAs(binaries.user, home);
  // What belongs to a temporary folder stays temporary.
  const elsewhere = home.startsWith(tmpdir() + sep) ? tmpdir() : reachableHome;
  const cluster = isReachable ? beside : join(elsewhere, `floorwave-data-${randomUUID()}`);
  if (!isReachable) log(`PostgreSQL's user cannot enter ${home}; its data is kept in ${cluster}`);
  await mkdir(dirname(cluster), { recursive: true, mode: 0o755 });

  // Made aside and renamed into place: an interrupted first start leaves no half database behind.
  const aside = `${cluster}.new-${randomUUID()}`;
  const passwordFile = `${aside}.password`;
  const password = randomBytes(24).toString('base64url');
  try {
    await mkdir(aside, { mode: 0o700 });
    await giveTo(binaries, aside);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await giveTo(binaries, passwordFile);
    // The encoding and the order of text must not depend on this machine's language: under LANG=C it would be SQL_ASCII.
    const options = ['-U', superuser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const haste = isUnsafe ? ['--no-sync'] : [];
    await run(binaries.initdb, ['-D', aside, ...options, ...locale, ...haste], binaries);
    const settings = join(aside, 'postgresql.conf');
    await writeFile(settings, "\ninclude_if_exists = 'floorwave.conf'\n", { flag: 'a' });
    await rename(passwordFile, passwordPath(aside));
    await rename(aside, cluster);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Of two servers that start together the slower one takes what the quicker one made.
    if (!(await exists(join(cluster, 'PG_VERSION')))) throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
  await remember(home, { cluster, port: await freePort(), owner: process.pid });
  return cluster;
}

async function run(program: string, args: string[], binaries: PostgresBinaries): Promise<void> {
  const child = spawn(program, args, {
    ...binaries.user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', SYSTEMROOT: process.env['SYSTEMROOT'] ?? '' },
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (code !== 0)
    throw new Error(`${program} was expected to succeed, but ended with ${code}: ${said.trim()}`);
}

async function createDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } catch (error) {
    // Two servers that start together may both find it missing.
    if ((error as { code?: string }).code !== '42P04' && (error as { code?: string }).code !== '23505')
      throw error;
  } finally {
    await client.end();
  }
}

// Notes beside the data

function notesPath(home: string): string {
  return join(home, 'postgres.json');
}

// Inside the cluster, so that the two can only be kept, moved or deleted together.
function passwordPath(cluster: string): string {
  return join(cluster, 'floorwave.password');
}

function logFile(home: string): string {
  return join(home, 'postgres.log');
}

async function readNotes(home: string): Promise<Notes | null> {
  const text = await readFile(notesPath(home), 'utf8').catch(nullIfMissing);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Notes;
  } catch {
    return null; // a machine that lost power while writing; the cluster stands beside it
  }
}

async function remember(home: string, notes: Notes): Promise<void> {
  const aside = `${notesPath(home)}.${randomUUID()}`;
  await writeFile(aside, `${JSON.stringify(notes)}\n`, { mode: 0o600 });
  await rename(aside, notesPath(home));
}

async function rememberedPort(home: string): Promise<number | null> {
  const notes = await readNotes(home);
  return notes === null || notes.port === 0 ? null : notes.port;
}

async function forgetPort(home: string): Promise<void> {
  const notes = await readNotes(home);
  if (notes !== null) await remember(home, { ...notes, port: 0 });
}

async function readPassword(cluster: string): Promise<string> {
  const text = await readFile(passwordPath(cluster), 'utf8').catch(nullIfMissing);
  if (text !== null) return text.trim();
  throw new Error(`The password of the embedded PostgreSQL is gone: expected it in ${passwordPath(cluster)}`);
}

// The postmaster's own file: pid, folder, start time, port, socket folder, address, memory key, status

type PidFile = Readonly<{ pid: number; port: number; status: string }>;

function readPidFile(cluster: string): PidFile | null {
  const text = readFileIfThere(join(cluster, 'postmaster.pid'));
  return text === null ? null : parsePidFile(text);
}

function livePid(cluster: string): number | null {
  return livePidOf(readPidFile(cluster));
}

function parsePidFile(text: string): PidFile | null {
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0])); // negative in single-user mode
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid === 0) return null;
  return { pid, port: Number.isInteger(port) ? port : 0, status: (lines[7] ?? '').trim() };
}

function livePidOf(file: PidFile | null): number | null {
  if (file === null || !isAlive(file.pid)) return null;
  // After a restart of the machine the number may belong to a stranger, whom we must neither trust nor signal.
  const name = readFileIfThere(`/proc/${file.pid}/comm`);
  return name === null || name.trim() === 'postgres' ? file.pid : null;
}

// Small things

function urlOf(password: string, port: number, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

async function giveTo(binaries: PostgresBinaries, path: string): Promise<void> {
  if (binaries.user !== null) await chown(path, binaries.user.uid, binaries.user.gid);
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

async function acceptsTcp(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connectTcp({ host: '127.0.0.1', port, timeout: 2_000 });
    const answer = (accepted: boolean) => {
      socket.destroy();
      done(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

async function opens(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // it may die under us; the answer below says so
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false; // refused, recovering or not ours: all mean "do not join"
  } finally {
    await client.end().catch(() => {}); // nothing left to close
  }
}

async function turnLogOver(home: string): Promise<void> {
  const { size } = await stat(logFile(home)).catch(() => ({ size: 0 }));
  if (size > 10_000_000) await rename(logFile(home), `${logFile(home)}.old`);
}

async function lastFault(home: string, from: number): Promise<string> {
  const text = (await readFile(logFile(home))).subarray(from).toString('utf8');
  const faults = text.split('\n').filter((line) => /FATAL|PANIC|ERROR|could not bind/.test(line));
  return faults.map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR|LOG):\s+/, '')).join('; ');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // In a container nobody may reap a child whose parent was killed: it stays as a zombie, which answers signals.
  return !/^State:\s+Z/m.test(readFileIfThere(`/proc/${pid}/status`) ?? '');
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readFileIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return nullIfMissing(error as NodeJS.ErrnoException);
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return null; // ESRCH: a process that ended while /proc was read
  throw error;
}

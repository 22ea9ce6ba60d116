// Runs the checks and the tests, adds them up over all runners and closes with one line: "N passed, N failed".
//
//   run.mjs all|unit|db|browser [vitest options]     run.mjs check

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [mode = 'all', ...options] = process.argv.slice(2);
const modes = ['all', 'unit', 'db', 'browser', 'check'];
if (!modes.includes(mode)) {
  process.stderr.write(`expected one of ${modes.join(', ')}, got ${mode}\n`);
  process.exit(2);
}

/** Each check counts as one test. */
const types = [
  {
    name: 'types',
    args: [
      'node_modules/typescript/bin/tsc',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/tsc/server.json',
    ],
  },
  ...(existsSync('floor-ui/tsconfig.json')
    ? [
        {
          name: 'types of the screens',
          args: [
            'node_modules/svelte-check/bin/svelte-check',
            ...[
              '--workspace',
              'floor-ui',
              '--tsconfig',
              './tsconfig.json',
              '--output',
              'human',
              '--fail-on-warnings',
            ],
          ],
        },
      ]
    : []),
];
const lint = {
  name: 'lint',
  args: [
    'node_modules/eslint/bin/eslint.js',
    '.',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    'node_modules/.cache/eslint/',
  ],
};

const layout = { name: 'layout', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] };

const totals = { passed: 0, failed: 0, skipped: 0 };
let isStopped = false;
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    isStopped = true;
    for (const child of running) child.kill(signal);
  });
}

if (mode === 'check') add(await runChecks([...types, lint, layout]));
if (mode === 'all') add(await runChecks(types));
if (mode !== 'check' && !isStopped) add(await runVitest(mode === 'all' ? [] : ['--project', mode]));
if (isStopped) totals.failed += 1;

if (totals.skipped > 0) process.stdout.write(`\n(${totals.skipped} tests skipped themselves)\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function add(counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}

// At the same time: there is one for each of two cores, and they only print when they are done.
async function runChecks(checks) {
  const results = await Promise.all(
    checks.map(async ({ name, args }) => {
      const startedAt = performance.now();
      const { code, output } = await node(args, { isQuiet: true });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(
        code === 0 ? `✓ ${name} (${seconds} s)\n` : `${output}\n✗ ${name} (${seconds} s)\n`,
      );
      return code === 0;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

async function runVitest(selection) {
  const folder = mkdtempSync(join(tmpdir(), 'floorwave-report-'));
  const report = join(folder, 'report.json');
  try {
    const { code } = await node([
      'node_modules/vitest/vitest.mjs',
      'run',
      ...selection,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...options,
    ]);
    return countsOf(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// A file that does not load has no tests to count, and a run that breaks down may leave no report or a clean one.
function countsOf(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = result.numFailedTests + broken.length;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function node(args, { isQuiet = false } = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (part) => (output += part));
    child.stderr?.on('data', (part) => (output += part));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      running.delete(child);
      done({ code: code ?? 1, output: output.trim() });
    });
  });
}

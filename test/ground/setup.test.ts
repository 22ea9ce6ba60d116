import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const setup = fileURLToPath(new URL('../../server/setup.mjs', import.meta.url));
// A Node that cannot replace its own process, as before version 22.15, has to pass everything on.
const ways = [
  { way: 'a Node that can become the command', flags: [] },
  {
    way: 'an older Node that starts it',
    flags: ['--import', 'data:text/javascript,process.execve=undefined'],
  },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'floorwave-setup-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(ways)('$way', ({ flags }) => {
  test('options and the exit code go through, and stdout holds nothing but the command', async () => {
    const file = await script(
      'answer.ts',
      'console.log(JSON.stringify(process.argv.slice(2) satisfies string[])); process.exit(7);',
    );
    const run = spawnSync(process.execPath, [...flags, setup, 'tool', file, '--json', '--limit', '5'], {
      encoding: 'utf8',
    });
    expect({ status: run.status, stdout: run.stdout }).toEqual({
      status: 7,
      stdout: '["--json","--limit","5"]\n',
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s reaches the command, which ends in its own time',
    async (signal) => {
      const file = await script(
        'wait.ts',
        `process.on('${signal}', () => setTimeout(() => { console.log('ended well'); process.exit(3); }, 100));
       console.log('ready'); setInterval(() => {}, 1000);`,
      );
      const child = spawn(process.execPath, [...flags, setup, 'tool', file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => (said += part));
      while (!said.includes('ready')) await once(child.stdout, 'data');
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number];
      expect({ code, said }).toEqual({ code: 3, said: 'ready\nended well\n' });
    },
  );
});

test('a browser that is not there is an error that says what to do, not a skipped test', () => {
  const run = spawnSync(process.execPath, [setup, 'test', 'browser'], {
    encoding: 'utf8',
    env: { ...process.env, CHROME_PATH: '/nowhere/chromium' },
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('CHROME_PATH is /nowhere/chromium');
  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
});

async function script(name: string, source: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, source);
  return file;
}

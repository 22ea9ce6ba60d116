import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const demo = fileURLToPath(new URL('../../simulators/demo.ts', import.meta.url));

interface Outcome {
  code: number;
  result: Record<string, number | null>;
  told: string;
}

/** A whole day as `npm run demo` plays it, in processes of its own: server, PostgreSQL, and everybody around them. */
async function playDay(...args: string[]): Promise<Outcome> {
  const { DATABASE_URL: _, ...env } = process.env;
  return await new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [demo, '--headless', '--json', '--speed', '0', ...args],
      { env, maxBuffer: 64_000_000 },
      (error, stdout, stderr) => {
        const last = stdout.trimEnd().split('\n').at(-1) ?? '';
        if (!last.startsWith('{')) reject(new Error(`the demo ended without a result\n${stderr}`));
        else
          resolve({
            code: error === null ? 0 : Number(error.code),
            result: JSON.parse(last) as Outcome['result'],
            told: stderr,
          });
      },
    );
  });
}

describe('a seeded day through the real doors', () => {
  test(
    'without mistakes every order ships whole and a deaf hub hears all of it in the end; shelves and boxes hold what the ledger says',
    { timeout: 240_000 },
    async () => {
      const { code, result, told } = await playDay(
        '--limit',
        '12',
        '--pickers',
        '4',
        '--packers',
        '2',
        '--seed',
        '11',
        '--mistakes',
        '0',
        '--hub-outage',
        '60',
      );
      expect({ code, ...result }, told).toMatchObject({
        code: 0,
        orders: 12,
        ordersShipped: 12,
        ordersOpen: 0,
        linesShorted: 0,
        wrongUnitsShipped: 0,
        shelfUnitsWrong: 0,
        hubGaps: 0,
        violations: 0,
      });
      expect(result['parcelsWithOneLiveLabel']).toBe(result['parcels']);
      expect(result['labelsDecoded']).toBe(result['labelsPrinted']);
    },
  );

  test(
    'with many mistakes and a server killed half-way, nothing is lost and no invariant breaks',
    { timeout: 240_000 },
    async () => {
      const { code, result, told } = await playDay(
        '--limit',
        '14',
        '--pickers',
        '4',
        '--packers',
        '2',
        '--seed',
        '12',
        '--mistakes',
        '0.1',
        '--kill',
        'server@50%',
      );
      expect({ code, ...result }, told).toMatchObject({
        code: 0,
        orders: 14,
        ordersOpen: 0,
        hubGaps: 0,
        violations: 0,
      });
      expect(result['parcelsWithOneLiveLabel']).toBe(result['parcels']);
      expect(told).toContain('the server is back');
    },
  );
});

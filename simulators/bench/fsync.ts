import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How often a second this disk makes a written block safe: what every commit waits for, told beside every figure. */
export function fsyncPerSecond(folder: string): number {
  const path = join(folder, 'fsync');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(8_192);
  const from = performance.now();
  let count = 0;
  while (performance.now() - from < 500) {
    writeSync(file, block, 0, block.length, 0);
    fsyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - from) / 1_000;
  closeSync(file);
  rmSync(path);
  return Math.round(count / seconds);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { startPrinter } from './printer.ts';

const { name, port, dpi, out } = new Command('printer')
  .description(
    'A label printer on raw TCP. It saves what it prints as pictures and says what their barcodes decode to.',
  )
  .option('--name <name>', 'how the files begin', 'printer')
  .option('--port <port>', 'a free one where none is given', '0')
  .option('--dpi <dpi>', '203, 300 or 600', '203')
  .option('--out <folder>', 'where the pictures go', '.data/printed')
  .parse()
  .opts<{ name: string; port: string; dpi: string; out: string }>();

mkdirSync(out, { recursive: true });
let printed = 0;
const printer = await startPrinter({
  name,
  port: Number(port),
  dpi: dpi === '300' ? 300 : dpi === '600' ? 600 : 203,
  onLabel: ({ png, barcodes, decoded }) => {
    printed += 1;
    const file = join(out, `${name}-${String(printed).padStart(4, '0')}.png`);
    if (png !== null) writeFileSync(file, png);
    console.log(
      `${png === null ? 'nothing that could be drawn' : file} ${decoded ? '' : 'NOT READABLE '}${barcodes.map(({ text }) => JSON.stringify(text)).join(' ')}`,
    );
  },
});
console.log(`${name} listens on 127.0.0.1:${printer.port} and saves to ${out}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void printer.close();
  });
}

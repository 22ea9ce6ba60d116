import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDictionary, writeTable } from './gs1-dictionary.ts';

const [dictionary] = process.argv.slice(2);
if (dictionary === undefined) {
  process.stderr.write('usage: make-gs1-table.ts gs1-syntax-dictionary.txt\n');
  process.exit(2);
}
const table = fileURLToPath(new URL('../../server/barcode/gs1-table.ts', import.meta.url));
const entries = readDictionary(readFileSync(dictionary, 'utf8'));
writeFileSync(table, writeTable(entries));
process.stdout.write(`${entries.length} entries written to ${table}\n`);

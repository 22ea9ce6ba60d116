import { readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { Value } from 'typebox/value';
import { createLabelReader } from './read-label.ts';
import { fillLabel, LabelError, labelNames, labelSchema } from './render.ts';
import type { LabelFields, LabelName, LabelOptions } from './render.ts';

const program = new Command('label')
  .description(
    'Fills a label template and shows it: as ZPL, or as the picture that a printer would make of it.',
  )
  .argument('<template>', `one of ${labelNames.join(', ')}`, toName)
  .argument('<fields>', 'JSON file with the fields, for instance label-templates/tote/sample.json')
  .option('--png <file>', 'write the picture here and say what its barcodes decode to')
  .option('--dpi <dpi>', '203, 300 or 600', toDpi, 203)
  .option('--romanian <letters>', 'comma or cedilla', toRomanian, 'comma')
  .action(async (name: LabelName, file: string, options: { png?: string } & LabelOptions) => {
    const zpl = fillLabel(name, fieldsFrom(file, name), options);
    if (options.png === undefined) {
      process.stdout.write(zpl);
      return;
    }

    const reader = createLabelReader();
    try {
      const { png, barcodes } = await reader.read(zpl, options.dpi);
      writeFileSync(options.png, png);
      for (const { format, aim, text } of barcodes) console.log(`${format} ${aim} ${JSON.stringify(text)}`);
    } finally {
      await reader.close();
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(
    error instanceof LabelError
      ? `${error.code} in ${error.field}: ${error.message}`
      : error instanceof Error
        ? error.message
        : error,
  );
  process.exitCode = 1;
}

function fieldsFrom<N extends LabelName>(file: string, name: N): LabelFields[N] {
  const fields: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isFieldsOf(name, fields)) return fields;

  const faults = Value.Errors(labelSchema(name), fields).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  throw new Error(`expected the fields of "${name}" in ${file}, but ${faults.join('; ')}`);
}

function isFieldsOf<N extends LabelName>(name: N, fields: unknown): fields is LabelFields[N] {
  return Value.Check(labelSchema(name), fields);
}

function toName(text: string): LabelName {
  const name = labelNames.find((candidate) => candidate === text);
  if (name === undefined) throw new InvalidArgumentError(`Templates are ${labelNames.join(', ')}.`);
  return name;
}

function toDpi(text: string): 203 | 300 | 600 {
  if (text === '203') return 203;
  if (text === '300') return 300;
  if (text === '600') return 600;
  throw new InvalidArgumentError('Densities are 203, 300 and 600.');
}

function toRomanian(text: string): 'comma' | 'cedilla' {
  if (text === 'comma' || text === 'cedilla') return text;
  throw new InvalidArgumentError('Letters are comma or cedilla.');
}

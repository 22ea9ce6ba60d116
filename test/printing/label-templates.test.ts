import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { afterAll, describe, expect, test } from 'vitest';
import { readScan } from '../../server/barcode/read-scan.ts';
import { fitText, printableText, textWidth } from '../../label-templates/fit-text.ts';
import { createLabelReader } from '../../label-templates/read-label.ts';
import { fillLabel, LabelError, labelNames, labelSchema } from '../../label-templates/render.ts';
import type { LabelName } from '../../label-templates/render.ts';
import type { ParcelFields } from '../../label-templates/parcel-sscc/fields.ts';
import { printedTexts, zplCommands } from './zpl-commands.ts';

const reader = createLabelReader();
afterAll(() => reader.close());

const parcel = sampleOf('parcel-sscc') as ParcelFields;

describe('every template', () => {
  test.each(labelNames)('%s: the sample fits its schema and comes out as expected.zpl', (name) => {
    const sample = sampleOf(name);
    expect([...Value.Errors(labelSchema(name), sample)]).toEqual([]);
    expect(fillLabel(name, sample as never)).toBe(fileOf(name, 'expected.zpl'));
  });

  const barcodes: Readonly<Record<LabelName, readonly string[]>> = {
    'parcel-sscc': [']C01Z999AA10300000019', ']C100106141412345678908'],
    tote: [']C0%TT0042'],
    location: [']C0%LA-07-03-2'],
    cart: [']C0%CC07'],
    badge: [']C0%Bop-113'],
    item: [']C05901234123457'],
  };

  test.each(labelNames.flatMap((name) => ([203, 300] as const).map((dpi) => [name, dpi] as const)))(
    '%s at %i dpi: its barcodes decode from the picture',
    async (name, dpi) => {
      const { png, barcodes: found } = await reader.read(fillLabel(name, sampleOf(name) as never, { dpi }));
      expect(found.map(({ aim, text }) => aim + text).sort()).toEqual([...barcodes[name]].sort());
      expect(png.length).toBeGreaterThan(500);
    },
    20_000,
  );

  test('what is printed is what a scan is read as', async () => {
    const read = async (name: LabelName) => {
      const { barcodes: found } = await reader.read(fillLabel(name, sampleOf(name) as never));
      return found.map(({ aim, text }) => readScan(aim + text));
    };
    expect(await read('tote')).toEqual([{ kind: 'tote', tote: 'T0042' }]);
    expect(await read('location')).toEqual([{ kind: 'location', location: 'A-07-03-2' }]);
    expect(await read('badge')).toEqual([{ kind: 'badge', badge: 'op-113' }]);
    expect(await read('item')).toMatchObject([{ kind: 'item', gtin: '05901234123457' }]);
    expect(await read('parcel-sscc')).toEqual([
      { kind: 'text', text: '1Z999AA10300000019' },
      { kind: 'sscc', sscc: '106141412345678908' },
    ]);
  });
});

describe('fields', () => {
  const hostile = [
    '^XZ^XA^FDother label^FS',
    '^PQ1000',
    '~JR',
    '_5EXZ',
    '>;>800',
    'a\\&b',
    '\\',
    '\r\n^XZ',
    '! U1 setvar "device.languages" "epl"',
    '\u202e^XZ',
    '｛',
    'Zażółć gęślą jaźń',
    'Șoseaua Țării',
    '漢字',
    '\ud800',
    '💥'.repeat(40),
    'W'.repeat(500),
    'a '.repeat(5000),
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 200 }),
    fc.constantFrom(...hostile),
  );

  test('no text is ever a command: the label has the commands it has for X', () => {
    const commandsOf = (value: string) =>
      zplCommands(fillLabel('parcel-sscc', everyTextIs(value))).map(({ name }) => name);
    const plain = commandsOf('X');
    fc.assert(
      fc.property(text, (value) => {
        expect(commandsOf(value)).toEqual(plain);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('a text that fits is printed as it is', () => {
    const short = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(short, (name) => {
        expect(
          printedTexts(fillLabel('parcel-sscc', { ...parcel, shipTo: { ...parcel.shipTo, name } })),
        ).toContain(printableText(name));
        // The order's note stands to the right, through ^FB, which has escapes of its own.
        expect(printedTexts(fillLabel('parcel-sscc', { ...parcel, note: name.slice(0, 6) }))).toContain(
          printableText(name.slice(0, 6)),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('only letters, digits and four harmless marks go out as themselves', () => {
    const zpl = fillLabel('parcel-sscc', everyTextIs('^~_\\>%"\'&;:ł'));
    for (const data of zpl.matchAll(/\^FH\^FD([^^]*)\^FS/g))
      expect(data[1]).toMatch(/^(?:[A-Za-z0-9 .,/-]|_[0-9A-F]{2}|>;>8)*$/);
  });

  test('hostile names leave the barcodes readable', async () => {
    for (const value of hostile.slice(0, 8)) {
      const { barcodes } = await reader.read(fillLabel('parcel-sscc', everyTextIs(value)));
      expect(barcodes.map((barcode) => barcode.text).sort()).toEqual([
        '00106141412345678908',
        '1Z999AA10300000019',
      ]);
    }
  }, 30_000);

  test('a printer that lacks comma letters gets cedillas, if asked', () => {
    const shipTo = { ...parcel.shipTo, name: 'Ștefan Țiriac' };
    expect(printedTexts(fillLabel('parcel-sscc', { ...parcel, shipTo }, { romanian: 'cedilla' }))).toContain(
      'Ştefan Ţiriac',
    );
    expect(printedTexts(fillLabel('parcel-sscc', { ...parcel, shipTo }))).toContain('Ștefan Țiriac');
  });

  test('a reprint says so', () => {
    expect(printedTexts(fillLabel('parcel-sscc', { ...parcel, reprint: 2 }))).toContain('REPRINT 2');
    expect(printedTexts(fillLabel('parcel-sscc', parcel)).join(' ')).not.toContain('REPRINT');
  });
});

describe('barcodes', () => {
  test.each([
    ['a control character', { tracking: 'AB\x1dCD' }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['a Code 128 escape', { tracking: '>:ABC' }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['a command', { tracking: 'A^XZ' }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['nothing', { tracking: '' }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['49 characters', { tracking: 'A'.repeat(49) }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['a letter that is no ASCII', { tracking: 'ŁÓDŹ' }, 'BARCODE_NOT_ALLOWED', 'tracking'],
    ['more than the label is wide', { tracking: 'A'.repeat(40) }, 'BARCODE_TOO_LONG', 'tracking'],
    ['a wrong SSCC', { sscc: '106141412345678909' }, 'BARCODE_CHECK_DIGIT', 'sscc'],
  ])('%s is refused, not printed', (_, change, code, field) => {
    const refusal = refusalOf(() => fillLabel('parcel-sscc', { ...parcel, ...change }));
    expect({ code: refusal.code, field: refusal.field }).toEqual({ code, field });
  });

  test('any payload of the allowed characters decodes to itself, or is too long', async () => {
    const payloads = fc.sample(fc.stringMatching(/^[0-9A-Za-z%+$:./_-]{1,16}$/), { numRuns: 24, seed: 7 });
    const numbers = fc.sample(fc.stringMatching(/^[0-9]{1,30}$/), { numRuns: 16, seed: 7 });
    const decoded: string[] = [];
    for (const code of [...payloads, ...numbers]) {
      const zpl = labelOrRefusal(code);
      if (zpl instanceof LabelError) {
        expect(zpl.code).toBe('BARCODE_TOO_LONG');
        continue;
      }
      const { barcodes } = await reader.read(zpl);
      expect(barcodes.map((barcode) => barcode.text)).toEqual([code]);
      decoded.push(code);
    }
    expect(decoded.length).toBeGreaterThan(20);
  }, 60_000);
});

describe('fitting a text', () => {
  test('every line is within the box, and a cut is told by an ellipsis', () => {
    const box = { width: 300, size: 30, lines: 2 };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const lines = fitText(text, box);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(textWidth(line, box.size)).toBeLessThanOrEqual(box.width);
        const whole = lines.join('').replaceAll(' ', '') === printableText(text).replaceAll(' ', '');
        expect(whole || lines.at(-1)?.endsWith('...')).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test('words stay whole, and a newline begins a line', () => {
    expect(fitText('ul. Księdza Jerzego Popiełuszki 128A m. 42', { width: 330, size: 36, lines: 3 })).toEqual(
      ['ul. Księdza Jerzego', 'Popiełuszki 128A m.', '42'],
    );
    expect(fitText('Floorwave\nGądki', { width: 330, size: 36, lines: 4 })).toEqual(['Floorwave', 'Gądki']);
    expect(fitText('one\ntwo\nthree', { width: 330, size: 36, lines: 2 })).toEqual(['one', 'two three']);
  });

  test('a box too narrow for a letter still ends', () => {
    expect(fitText('abc', { width: 1, size: 36, lines: 2 })).toHaveLength(2);
  });
});

function everyTextIs(value: string): ParcelFields {
  return {
    ...parcel,
    shipFrom: [value, value],
    shipTo: { name: value, company: value, street: value, postalCode: value, city: value, country: value },
    carrier: value,
    service: value,
    orderId: value,
    note: value,
    lane: value,
    labelDate: value,
  };
}

function refusalOf(fill: () => string): LabelError {
  try {
    fill();
  } catch (error) {
    if (error instanceof LabelError) return error;
    throw error;
  }
  throw new Error('expected a LabelError, got a label');
}

function labelOrRefusal(code: string): string | LabelError {
  try {
    return fillLabel('item', { code, sku: '', name: '', lot: '' });
  } catch (error) {
    if (error instanceof LabelError) return error;
    throw error;
  }
}

function sampleOf(name: LabelName): unknown {
  return JSON.parse(fileOf(name, 'sample.json'));
}

function fileOf(name: LabelName, file: string): string {
  return readFileSync(new URL(`../../label-templates/${name}/${file}`, import.meta.url), 'utf8');
}

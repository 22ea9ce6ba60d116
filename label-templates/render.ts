import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { isSscc } from '../server/barcode/check-digit.ts';
import { badgeFields, badgeTexts } from './badge/fields.ts';
import type { BadgeFields } from './badge/fields.ts';
import { cartFields, cartTexts } from './cart/fields.ts';
import type { CartFields } from './cart/fields.ts';
import { code128Modules, gs1DigitsModules, quietZoneModules } from './code128.ts';
import { fitText, shrinkToFit } from './fit-text.ts';
import { itemFields, itemTexts } from './item/fields.ts';
import type { ItemFields } from './item/fields.ts';
import { locationFields, locationTexts } from './location/fields.ts';
import type { LocationFields } from './location/fields.ts';
import { parcelFields, parcelTexts } from './parcel-sscc/fields.ts';
import type { ParcelFields } from './parcel-sscc/fields.ts';
import { parseTemplate } from './parse-template.ts';
import type { BarcodePart, TemplatePart, TextPart } from './parse-template.ts';
import { toteFields, toteTexts } from './tote/fields.ts';
import type { ToteFields } from './tote/fields.ts';

/** Every template and what it is filled with. */
export type LabelFields = {
  'parcel-sscc': ParcelFields;
  tote: ToteFields;
  location: LocationFields;
  cart: CartFields;
  badge: BadgeFields;
  item: ItemFields;
};

export type LabelName = keyof LabelFields;

export type LabelOptions = Readonly<{
  /** Density of the print head; the templates are drawn at 203. */
  dpi?: 203 | 300 | 600;
  /**
   * Many printers know the Romanian letters of the old standard only (cedilla, Latin Extended-A). `cedilla` prints ș and ț
   * as ş and ţ, which every Romanian reads; without it they come out as boxes there.
   */
  romanian?: 'comma' | 'cedilla';
}>;

/** A label that must not be printed as asked. The field is the template's, for the message to whoever can mend it. */
export class LabelError extends Error {
  readonly code: 'BARCODE_NOT_ALLOWED' | 'BARCODE_TOO_LONG' | 'BARCODE_CHECK_DIGIT' | 'FIELD_MISSING';
  readonly field: string;

  constructor(code: LabelError['code'], field: string, message: string) {
    super(message);
    this.name = 'LabelError';
    this.code = code;
    this.field = field;
  }
}

type Template<N extends LabelName> = Readonly<{
  schema: TSchema;
  /** The words on the label, by the names that its `label.zpl` uses. */
  texts: (fields: LabelFields[N]) => Readonly<Record<string, string>>;
  parts: readonly TemplatePart[];
}>;

const templates: { readonly [N in LabelName]: Template<N> } = {
  'parcel-sscc': { schema: parcelFields, texts: parcelTexts, parts: partsOf('parcel-sscc') },
  tote: { schema: toteFields, texts: toteTexts, parts: partsOf('tote') },
  location: { schema: locationFields, texts: locationTexts, parts: partsOf('location') },
  cart: { schema: cartFields, texts: cartTexts, parts: partsOf('cart') },
  badge: { schema: badgeFields, texts: badgeTexts, parts: partsOf('badge') },
  item: { schema: itemFields, texts: itemTexts, parts: partsOf('item') },
};

export const labelNames: readonly LabelName[] = ['parcel-sscc', 'tote', 'location', 'cart', 'badge', 'item'];

/** JSON Schema of a template's fields, for whoever fills it from outside the type checker. */
export function labelSchema(name: LabelName): TSchema {
  return templates[name].schema;
}

/**
 * The ZPL of one label. No field can become a command: whatever is in it, the label has the same commands. A barcode that
 * a scanner could not read back as it is refused with a LabelError; a text that is too long is shortened to its box.
 */
export function fillLabel<N extends LabelName>(
  name: N,
  fields: LabelFields[N],
  options: LabelOptions = {},
): string {
  const template: Template<N> = templates[name];
  const texts = template.texts(fields);
  const scale = (options.dpi ?? 203) / 203;
  const read = (field: string): string => {
    const text = texts[field];
    if (text === undefined)
      throw new LabelError('FIELD_MISSING', field, `expected a field "${field}" for the label "${name}"`);
    return options.romanian === 'cedilla' ? withCedilla(text) : text;
  };

  return template.parts
    .map((part) => {
      switch (part.kind) {
        case 'commands':
          return part.commands.map(({ name, parameters }) => commandZpl(name, parameters, scale)).join('');
        case 'text':
          return textZpl(part, read(part.field), scale);
        case 'barcode':
          return barcodeZpl(part, read(part.field), scale);
        default:
          return part satisfies never;
      }
    })
    .join('\n')
    .concat('\n');
}

function partsOf(name: LabelName): readonly TemplatePart[] {
  return parseTemplate(readFileSync(new URL(`./${name}/label.zpl`, import.meta.url), 'utf8'));
}

/** Which parameters of a command are dots, by place. What is not listed has none. */
const dotParameters: Readonly<Record<string, readonly number[]>> = {
  PW: [0],
  LL: [0],
  LH: [0, 1],
  FO: [0, 1],
  GB: [0, 1, 2],
  A0: [1, 2],
};

function commandZpl(name: string, parameters: readonly string[], scale: number): string {
  const dots = dotParameters[name] ?? [];
  const scaled = parameters.map((parameter, place) =>
    dots.includes(place) ? String(Math.round(Number(parameter) * scale)) : parameter,
  );
  return `^${name}${scaled.join(',')}`;
}

/**
 * One ^FO…^FS per line, so that what was measured is what is printed and the printer wraps nothing by itself. ^FB stays
 * only where it is needed to centre or to align right; there a backslash must be doubled to print as one.
 */
function textZpl(part: TextPart, text: string, scale: number): string {
  const size = part.fit === 'shrink' ? shrinkToFit(text, part) : part.size;
  const height = Math.round((part.height * size) / part.size);
  const lines = fitText(text, { width: part.width, size, lines: part.lines });
  return Array.from({ length: part.lines }, (_, index) => {
    const line = lines[index] ?? '';
    const y = part.y + index * (part.height + part.gap) + Math.round((part.height - height) / 2);
    return [
      commandZpl('FO', [String(part.x), String(y)], scale),
      commandZpl('A0', ['N', String(height), String(size)], scale),
      part.justify === 'L' ? '' : `^FB${Math.round(part.width * scale)},1,0,${part.justify}`,
      part.reversed ? '^FR' : '',
      `^FH^FD${escaped(part.justify === 'L' ? line : line.replaceAll('\\', '\\\\'))}^FS`,
    ].join('');
  }).join('\n');
}

/** Thinner bars than this are beyond many scanners at arm's length: 0.25 mm, the least that GS1 allows on logistic units. */
const narrowestModuleMm = 0.25;
const widestModuleMm = 0.8;

/** ^BY takes no more. */
const mostDotsPerModule = 10;

function barcodeZpl(part: BarcodePart, payload: string, scale: number): string {
  const code = part.symbology === 'sscc' ? ssccCode(part, payload) : plainCode(part, payload);
  const dotsPerMm = 8 * scale;
  const width = Math.round(part.width * scale);
  const fits = Math.floor(width / (code.modules + 2 * quietZoneModules));
  const module = Math.min(fits, Math.floor(widestModuleMm * dotsPerMm), mostDotsPerModule);
  if (module < narrowestModuleMm * dotsPerMm - 0.5) {
    throw new LabelError(
      'BARCODE_TOO_LONG',
      part.field,
      `expected a code that fits ${part.width / 8} mm, got "${payload}"`,
    );
  }

  const x = Math.round(part.x * scale) + Math.round((width - code.modules * module) / 2);
  const y = Math.round(part.y * scale);
  const height = Math.round(part.height * scale);
  return `^FO${x},${y}^BY${module}^BCN,${height},N,N,N,${code.mode}^FH^FD${code.data}^FS`;
}

/** What goes into the ^FD, in which mode of ^BC. */
type Bars = Readonly<{ mode: 'A' | 'N'; data: string; modules: number }>;

function plainCode(part: BarcodePart, payload: string): Bars {
  if (!/^[0-9A-Za-z %+$:./_-]{1,48}$/.test(payload) || payload.trim() !== payload) {
    throw new LabelError(
      'BARCODE_NOT_ALLOWED',
      part.field,
      `expected 1 to 48 letters, digits or any of "%+$:./_- " for a Code 128, got ${JSON.stringify(payload.slice(0, 60))}`,
    );
  }
  return { mode: 'A', data: escaped(payload), modules: code128Modules(payload) };
}

function ssccCode(part: BarcodePart, payload: string): Bars {
  if (!isSscc(payload)) {
    throw new LabelError(
      'BARCODE_CHECK_DIGIT',
      part.field,
      `expected an SSCC of 18 digits, got ${JSON.stringify(payload.slice(0, 60))}`,
    );
  }
  // Start in subset C, then FNC1, which is what makes it a GS1-128.
  return { mode: 'N', data: `>;>800${payload}`, modules: gs1DigitsModules(`00${payload}`) };
}

const plainByte = /[A-Za-z0-9 .,/-]/;

/** For a ^FD behind a ^FH: every byte that could mean anything to a printer goes as _HH of its UTF-8. */
function escaped(text: string): string {
  let zpl = '';
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    zpl += plainByte.test(character) ? character : `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return zpl;
}

function withCedilla(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('ș', 'ş')
    .replaceAll('ț', 'ţ')
    .replaceAll('Ș', 'Ş')
    .replaceAll('Ț', 'Ţ');
}

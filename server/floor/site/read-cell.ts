import { Type, type TSchema } from 'typebox';
import { Check } from 'typebox/value';

/** A cell or a YAML value as its schema wants it, or what the schema wanted instead. */
export type Reading = { value: unknown } | { says: string };

/** Text of a CSV cell. An empty cell is the column's standard value, where it has one. */
export function readCell(schema: TSchema, cell: string): Reading {
  if (cell === '') {
    return hasStandard(schema)
      ? { value: standardOf(schema) }
      : { says: `is empty, expected ${expected(schema)}` };
  }
  return readValue(schema, converted(schema, cell));
}

/** A value that already has a type. */
export function readValue(schema: TSchema, value: unknown): Reading {
  if (Check(schema, value)) return { value };
  // What is secret in the file must not come back in a report that is pasted into a chat.
  const found = 'writeOnly' in schema ? '' : `, found ${shown(value)}`;
  return { says: `expected ${expected(schema)}${found}` };
}

export function hasStandard(schema: TSchema): boolean {
  return 'default' in schema;
}

export function standardOf(schema: TSchema): unknown {
  return 'default' in schema ? schema.default : undefined;
}

/** xMm -> x_mm: one name in the files, the tables and the reports. */
export function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The words of a cell that holds several. */
export function wordsIn(cell: string): string[] {
  return [...new Set(cell.split(' '))].filter((word) => word !== '');
}

export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}… (${text.length} characters)` : text;
}

function converted(schema: TSchema, cell: string): unknown {
  const wanted = withoutNull(schema);
  if (Type.IsBoolean(wanted)) return cell === 'yes' ? true : cell === 'no' ? false : cell;
  if (Type.IsInteger(wanted) || isEnumOfNumbers(wanted))
    return /^-?[0-9]{1,12}$/.test(cell) ? Number(cell) : cell;
  return cell;
}

function expected(schema: TSchema): string {
  const wanted = withoutNull(schema);
  if ('description' in wanted && typeof wanted.description === 'string') return wanted.description;
  if (Type.IsBoolean(wanted)) return 'yes or no';
  if (Type.IsEnum(wanted)) return `one of ${wanted.enum.join(', ')}`;
  if (Type.IsInteger(wanted) && 'minimum' in wanted && 'maximum' in wanted) {
    return `a whole number from ${wanted.minimum} to ${wanted.maximum}`;
  }
  if (Type.IsArray(wanted)) return 'a list';
  if (Type.IsObject(wanted)) return 'keys and values';
  throw new Error(`expected a schema that says what it wants, got ${JSON.stringify(schema)}`);
}

function withoutNull(schema: TSchema): TSchema {
  return Type.IsUnion(schema) ? (schema.anyOf.find((choice) => !Type.IsNull(choice)) ?? schema) : schema;
}

function isEnumOfNumbers(schema: TSchema): boolean {
  return Type.IsEnum(schema) && schema.enum.every((value) => typeof value === 'number');
}

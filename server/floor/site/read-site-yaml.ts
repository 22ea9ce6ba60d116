import { Type, type TObject, type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { columnOf, hasStandard, readValue, standardOf } from './read-cell.ts';
import { siteDocument, type Fault, type SiteDocument } from './site-files.ts';

export const siteYaml = 'site.yaml';

/** What could be read of site.yaml, and the line of every key, for the checks that come later. */
export interface SiteYaml {
  /** Null when any part is at fault. */
  document: SiteDocument | null;
  owners: { line: number; cells: { owner?: string; name?: string } }[];
  /** Values that could be read, by their path as in the file: `policies.drop_place`. */
  found: ReadonlyMap<string, { line: number; value: unknown }>;
}

export function readSiteYaml(text: string): { yaml: SiteYaml; faults: Fault[] } {
  const counter = new LineCounter();
  const parsed = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: counter, prettyErrors: false });
  const reader: Reader = { faults: [], found: new Map(), lineOf: (offset) => counter.linePos(offset).line };
  if (parsed.errors.length > 0) {
    for (const error of parsed.errors)
      reader.faults.push({ file: siteYaml, line: reader.lineOf(error.pos[0]), says: error.message });
    return { yaml: { document: null, owners: [], found: reader.found }, faults: reader.faults };
  }

  const value = readMapping(reader, siteDocument, parsed.contents, '');
  const isWhole = reader.faults.length === 0 && Check(siteDocument, value);
  return {
    yaml: { document: isWhole ? value : null, owners: ownersIn(reader), found: reader.found },
    faults: reader.faults,
  };
}

interface Reader {
  faults: Fault[];
  found: Map<string, { line: number; value: unknown }>;
  lineOf(offset: number): number;
}

function readMapping(reader: Reader, schema: TObject, node: unknown, path: string): Record<string, unknown> {
  const line = lineOfNode(reader, node);
  if (!isMap(node)) {
    reader.faults.push({ file: siteYaml, line, ...columnAt(path), says: 'expected keys and values' });
    return {};
  }

  const value: Record<string, unknown> = {};
  for (const property of Object.keys(schema.properties)) {
    const ofKey = schema.properties[property];
    if (ofKey === undefined) continue;
    const key = columnOf(property);
    const keyPath = path === '' ? key : `${path}.${key}`;
    const pair = pairOf(node, key);
    if (pair === undefined && hasStandard(ofKey)) value[property] = standardOf(ofKey);
    else if (pair === undefined)
      reader.faults.push({ file: siteYaml, line, column: keyPath, says: 'is missing' });
    else value[property] = readNode(reader, ofKey, pair.value, keyPath, lineOfNode(reader, pair.key));
  }
  for (const { key } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const known = Object.keys(schema.properties).map(columnOf);
    if (known.includes(name)) continue;
    reader.faults.push({
      file: siteYaml,
      line: lineOfNode(reader, key),
      column: path === '' ? name : `${path}.${name}`,
      says: `is not known here; known are ${known.join(', ')}`,
    });
  }
  return value;
}

function readNode(reader: Reader, schema: TSchema, node: unknown, path: string, line: number): unknown {
  if (Type.IsObject(schema)) return readMapping(reader, schema, node, path);
  if (Type.IsArray(schema) && Type.IsObject(schema.items) && isSeq(node)) {
    const items = schema.items;
    if (node.items.length === 0) reader.faults.push({ file: siteYaml, line, column: path, says: 'is empty' });
    return node.items.map((item, index) => readMapping(reader, items, item, `${path}[${index + 1}]`));
  }

  const reading = readValue(schema, isScalar(node) ? node.value : node === null ? null : {});
  if ('says' in reading) {
    reader.faults.push({ file: siteYaml, line, column: path, says: reading.says });
    return undefined;
  }
  reader.found.set(path, { line, value: reading.value });
  return reading.value;
}

/** Owners that can be referred to, though another part of the file may be at fault. */
function ownersIn(reader: Reader): SiteYaml['owners'] {
  const owners: SiteYaml['owners'] = [];
  for (const [path, { line, value }] of reader.found) {
    if (/^owners\[\d+\]\.owner$/.test(path) && typeof value === 'string')
      owners.push({ line, cells: { owner: value } });
  }
  return owners;
}

function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function lineOfNode(reader: Reader, node: unknown): number {
  return isNode(node) && node.range ? reader.lineOf(node.range[0]) : 1;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

function columnAt(path: string): { column?: string } {
  return path === '' ? {} : { column: path };
}

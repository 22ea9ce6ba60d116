import { faultOf, gs1Identifiers, saidOnce, type Gs1Reading } from './gs1-elements.ts';

/** A web address; what stands in one is nobody's barcode, unless it is a GS1 Digital Link. */
export function isLink(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text);
}

/**
 * Reads a GS1 Digital Link: https://any.host/any/stem/01/{gtin}/10/{lot}?17={expiry}. Null: a web address like any other.
 * The key is the last pair of the path that can be one and is followed by its own qualifiers, in their order.
 */
export function readDigitalLink(link: string): Gs1Reading | null {
  const [address = ''] = link.split('#', 1);
  const [path = '', query = ''] = address.replace(/^https?:\/\//i, '').split('?', 2);
  const steps = path.replace(/\/$/, '').split('/').slice(1);
  for (let from = steps.length - 2; from >= 0; from -= 2) {
    const [key = '', ...others] = steps.slice(from).filter((_, at) => at % 2 === 0);
    const sequences = gs1Identifiers.get(key)?.key;
    if (sequences === undefined) continue;
    if (others.length > 0 && !sequences.some((sequence) => isInOrder(others, sequence))) return null;

    const pairs = steps
      .slice(from)
      .flatMap((ai, at, rest) => (at % 2 === 0 ? [[ai, rest[at + 1] ?? '']] : []));
    return readPairs([...pairs, ...attributesOf(query)]);
  }
  return null;
}

function isInOrder(others: readonly string[], sequence: readonly string[]): boolean {
  const places = others.map((ai) => sequence.indexOf(ai));
  return places.every((place, at) => place > (places[at - 1] ?? -1));
}

/** What else the link says of the thing; words of others in the query mean nothing to us. */
function attributesOf(query: string): string[][] {
  return query
    .split(/[&;]/)
    .map((pair) => pair.split('=', 2))
    .filter(([ai = '']) => gs1Identifiers.get(ai)?.linked === true);
}

function readPairs(pairs: readonly (readonly string[])[]): Gs1Reading {
  const elements: [string, string][] = [];
  for (const [ai = '', written = ''] of pairs) {
    const row = gs1Identifiers.get(ai);
    const said = decoded(written);
    if (row === undefined || said === null) return { read: false, because: 'malformed' };
    // A link may say a GTIN as short as it is printed.
    const value = ai === '01' && [8, 12, 13].includes(said.length) ? said.padStart(14, '0') : said;
    const fault = faultOf(row, value);
    if (fault !== null) return { read: false, because: fault };
    elements.push([ai, value]);
  }
  return saidOnce(elements);
}

function decoded(written: string): string | null {
  try {
    return decodeURIComponent(written);
  } catch {
    return null; // a percent sign that begins nothing
  }
}

import { isFedex12, isGtin, isSscc, toGtin, upcAOf } from './check-digit.ts';
import type { Gtin, Sscc } from './check-digit.ts';
import { isLink, readDigitalLink } from './digital-link.ts';
import { isoDate, readSeparated, readUnseparated } from './gs1-elements.ts';
import type { Gs1Elements, Gs1Reading } from './gs1-elements.ts';
import { isTracking } from './name-scan.ts';
import { isOwnCode, ownCodeKinds, ownCodeLetters } from './own-codes.ts';

/** What a scan says by itself, before anybody asks whether it is the one that was wanted. */
export type ReadScan =
  | Readonly<{ kind: 'location'; location: string }>
  | Readonly<{ kind: 'tote'; tote: string }>
  | Readonly<{ kind: 'box'; box: string }>
  | Readonly<{ kind: 'cart'; cart: string }>
  | Readonly<{ kind: 'badge'; badge: string }>
  | Readonly<{ kind: 'station'; station: string }>
  | Readonly<{ kind: 'carton'; carton: string }>
  | Readonly<{ kind: 'cubby'; cubby: string }>
  | Readonly<{ kind: 'command'; command: string }>
  | Readonly<{ kind: 'drop'; drop: string }>
  /** `others`: what its label says besides, by application identifier. */
  | Readonly<{ kind: 'sscc'; sscc: Sscc; others?: Readonly<Record<string, string>> }>
  | ItemScan
  /** A SKU, an item code, a carrier's number, a check digit, a code typed by hand: the slice that asked knows which. */
  | Readonly<{ kind: 'text'; text: string }>
  | UnreadableScan;

export type ItemScan = Readonly<{
  kind: 'item';
  gtin: Gtin;
  /** What the digits are if they are a UPC-E that its scanner did not write out. */
  orGtin?: Gtin;
  lot?: string;
  /** ISO date; best-before where the code has no expiry. */
  expiry?: string;
  serial?: string;
  /** ISO date of production. */
  produced?: string;
  variant?: string;
  netGrams?: number;
  /** How many units the code itself claims. */
  units?: number;
  /** What else the code says, by application identifier. */
  others?: Readonly<Record<string, string>>;
  /** Bare digits as they came: one carrier's number or eight-digit SKU in ten is a right GTIN by chance. */
  text?: string;
}>;

export type UnreadableScan = Readonly<{
  kind: 'unreadable';
  reason: 'empty' | 'too_long' | 'control_characters' | 'check_digit' | 'malformed' | 'glued' | 'ambiguous';
  /** Kept where it can be shown: digits that fail as a GTIN may still be a SKU or a carrier's number. */
  text?: string;
  /** Of an ambiguous code of an item all that it can mean: who knows what is kept of that item may tell them apart. */
  readings?: readonly ItemScan[];
}>;

/** No code a warehouse reads is longer; checked before any pattern runs, so that a 1 MB scan costs nothing. */
export const longestScan = 512;

/** The one place that says what a scan means. `raw` is what the scanner or the keyboard sent, suffix included. */
export function readScan(raw: string): ReadScan {
  if (raw.length > longestScan) return { kind: 'unreadable', reason: 'too_long' };

  // Full-width digits, ligatures and composed letters are made plain here, once; everything after compares canonical text.
  const sent = raw.normalize('NFKC').trim();
  if (sent.length > longestScan) return { kind: 'unreadable', reason: 'too_long' };
  if (sent === '') return { kind: 'unreadable', reason: 'empty' };
  if (!sent.isWellFormed() || invisible.test(sent))
    return { kind: 'unreadable', reason: 'control_characters' };

  const { symbology, text } = withoutAimIdentifier(sent);
  if (text === '') return { kind: 'unreadable', reason: 'empty' };
  if (gs1Symbologies.has(symbology) || text.includes(gs)) return readGs1(text);
  if (text.startsWith('%')) return readOwnCode(text);
  if (isLink(text)) return readLink(text);
  if (/^\d+$/.test(text)) return readDigits(text, symbology);
  if (startsLikeGs1(text)) return readGs1WithoutHint(text);
  return { kind: 'text', text };
}

const gs = '\x1d';

/** Controls, bidi marks, zero-width characters and the byte-order mark; GS alone has a meaning. */
const invisible =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\0-\x1c\x1e\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/;

/** GS1-128, GS1 DataBar, GS1 DataMatrix, GS1 QR, GS1 DotCode (ISO/IEC 15424). */
const gs1Symbologies: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

const ean8 = ']E4';

/** Plain Code 128, Code 39, DataMatrix and QR prove their own reading: digits there that are no GTIN are another number. */
const textSymbologies: ReadonlySet<string> = new Set([']C0', ']A0', ']d1', ']Q1']);

function withoutAimIdentifier(sent: string): { symbology: string; text: string } {
  return /^\][A-Za-z][0-9A-Za-z]/.test(sent)
    ? { symbology: sent.slice(0, 3), text: sent.slice(3) }
    : { symbology: '', text: sent };
}

/** What stands on our labels is capitals, whatever a Caps Lock makes of them; who asks for a badge compares it as it likes. */
function readOwnCode(sent: string): ReadScan {
  const text = sent.toUpperCase();
  const kind = ownCodeKinds.find((candidate) => ownCodeLetters[candidate] === text.charAt(1));
  if (kind === undefined) return { kind: 'text', text: sent };

  const code = text.slice(2);
  // Two of our labels read as one, or half of one: never split by luck.
  if (!isOwnCode(code))
    return { kind: 'unreadable', reason: code.includes('%') ? 'glued' : 'malformed', text };

  switch (kind) {
    case 'location':
      return { kind, location: code };
    case 'tote':
      return { kind, tote: code };
    case 'box':
      return { kind, box: code };
    case 'cart':
      return { kind, cart: code };
    case 'badge':
      return { kind, badge: sent.slice(2) };
    case 'station':
      return { kind, station: code };
    case 'carton':
      return { kind, carton: code };
    case 'cubby':
      return { kind, cubby: code };
    case 'command':
      return { kind, command: code };
    case 'drop':
      return { kind, drop: code };
    default:
      return kind satisfies never;
  }
}

function readDigits(digits: string, symbology: string): ReadScan {
  const gtin = toGtin(digits);
  // A UPC-E and an EAN-8 share their digits, and half of all UPC-E their check digit too: the site knows which it sells.
  const long = symbology === ean8 ? null : upcAOf(digits);
  if (gtin !== null) return { kind: 'item', gtin, ...(long === null ? {} : { orGtin: long }), text: digits };
  if (long !== null) return { kind: 'item', gtin: long, text: digits };
  if (isSscc(digits)) return { kind: 'sscc', sscc: digits };
  if (startsLikeGs1(digits)) return readGs1WithoutHint(digits);

  const looksLikeGtin = [8, 12, 13, 14].includes(digits.length);
  if (looksLikeGtin && !textSymbologies.has(symbology) && !isFedex12(digits)) {
    return { kind: 'unreadable', reason: 'check_digit', text: digits };
  }
  return { kind: 'text', text: digits };
}

function readLink(text: string): ReadScan {
  const reading = readDigitalLink(text);
  if (reading === null) return { kind: 'text', text };
  return reading.read ? fromElements(reading.elements, text) : notRead(reading, text);
}

/** Long enough for an SSCC or a GTIN behind its identifier; what is shorter is somebody's own number. */
function startsLikeGs1(text: string): boolean {
  return /^(?:00\d{18}|0[12]\d{14})/.test(text);
}

/** Without an AIM identifier or a separator nothing says GS1 (carriers' numbers begin with 01 too), so only a whole, proved reading counts. */
function readGs1WithoutHint(text: string): ReadScan {
  const reading = readUnseparated(text);
  if (reading.read) {
    const scan = fromElements(reading.elements, text);
    return scan.kind === 'item' && /^\d+$/.test(text) ? { ...scan, text } : scan;
  }
  return reading.because === 'ambiguous'
    ? { kind: 'unreadable', reason: 'ambiguous', text, ...itemsAmong(reading.readings, text) }
    : { kind: 'text', text };
}

function readGs1(sent: string): ReadScan {
  const text = sent.startsWith(gs) ? sent.slice(1) : sent;
  const printable = text.replaceAll(gs, '');
  if (printable === '') return { kind: 'unreadable', reason: 'empty' };

  // No separator may mean that none was needed or that the wedge dropped it. If the table cannot read the text at all,
  // it holds identifiers of others, and then the last field simply ends with the text.
  const unseparated = text.includes(gs) ? null : readUnseparated(text);
  const reading =
    unseparated === null || (!unseparated.read && unseparated.because === 'malformed')
      ? readSeparated(text)
      : unseparated;
  return reading.read ? fromElements(reading.elements, printable) : notRead(reading, printable);
}

/** A carrier's number in GS1 clothes proves itself, whatever else it could be read as. */
function notRead({ because, readings }: Extract<Gs1Reading, { read: false }>, text: string): ReadScan {
  if (isTracking(text)) return { kind: 'text', text };
  const reason = because === 'check digit' ? 'check_digit' : because;
  return { kind: 'unreadable', reason, text, ...itemsAmong(readings, text) };
}

/** Readings count together or not at all: one that is no item, or of another one, is not told apart from the others. */
function itemsAmong(
  readings: readonly Gs1Elements[] | undefined,
  text: string,
): Pick<UnreadableScan, 'readings'> {
  const items = (readings ?? []).flatMap((elements) => {
    const scan = fromElements(elements, text);
    return scan.kind === 'item' ? [scan] : [];
  });
  const isOneItem = items.length === readings?.length && new Set(items.map(({ gtin }) => gtin)).size === 1;
  return isOneItem ? { readings: items } : {};
}

/** A logistic unit is scanned to find the unit, whatever else its label tells; a carrier's own GS1 code is its number. */
function fromElements(elements: Gs1Elements, text: string): ReadScan {
  const sscc = elements.get('00');
  if (sscc !== undefined && isSscc(sscc)) return { kind: 'sscc', sscc, ...othersOf(elements, ['00']) };

  const gtin = elements.get('01') ?? elements.get('02');
  if (gtin === undefined || !isGtin(gtin)) return { kind: 'text', text };

  const expiry = elements.get('17') ?? elements.get('7003')?.slice(0, 6) ?? elements.get('15') ?? '';
  const weight = [...elements.keys()].find((ai) => ai.startsWith('310'));
  const units = elements.get('30') ?? elements.get('37');
  return {
    kind: 'item',
    gtin,
    ...named('lot', elements.get('10')),
    ...named('expiry', isoDate(expiry)),
    ...named('serial', elements.get('21')),
    ...named('produced', isoDate(elements.get('11') ?? '')),
    ...named('variant', elements.get('20')),
    ...named('netGrams', weight === undefined ? null : gramsOf(weight, elements.get(weight) ?? '')),
    ...named('units', units === undefined ? null : Number(units)),
    ...othersOf(elements, [...readAs, weight ?? '']),
  };
}

/** What fromElements tells by name. */
const readAs = ['01', '02', '10', '11', '15', '17', '20', '21', '30', '37', '7003'];

function named<K extends string, V>(name: K, value: V | null | undefined): { [key in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [key in K]: V }); // a computed key loses its name
}

/** 310n: kilograms with n decimals. */
function gramsOf(ai: string, value: string): number {
  return Math.round((Number(value) * 1_000) / 10 ** Number(ai.charAt(3)));
}

function othersOf(elements: Gs1Elements, said: readonly string[]): { others?: Record<string, string> } {
  const others = [...elements].filter(([ai]) => !said.includes(ai));
  return others.length === 0 ? {} : { others: Object.fromEntries(others) };
}

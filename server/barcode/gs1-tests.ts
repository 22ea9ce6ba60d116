import { hasGs1CheckDigit } from './check-digit.ts';
import type { Gs1Test } from './gs1-table.ts';
import { countries, countryNumbers, currencyNumbers } from './iso-codes.ts';

export type Gs1Set = 'N' | 'X' | 'Y' | 'Z';

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const small = 'abcdefghijklmnopqrstuvwxyz';
const set82 = `!"%&'()*+,-./${digits}:;<=>?${capitals}_${small}`;

/** GS1 General Specifications, section 7.11: digits, sets 82 and 39, and file-safe base64 with what fills it up. */
export const gs1Sets: Readonly<Record<Gs1Set, ReadonlySet<string>>> = {
  N: new Set(digits),
  X: new Set(set82),
  Y: new Set(`#-/${digits}${capitals}`),
  Z: new Set(`-${digits}${capitals}_${small}=`),
};

/** What the dictionary asks of a part of a value, by its own word for it. Each takes as many steps as the part has characters. */
export const gs1Tests: Readonly<Record<Gs1Test, (part: string) => boolean>> = {
  csum: hasGs1CheckDigit,
  csumalpha: hasCheckPair,
  // A company prefix has four digits at least.
  gcppos1: (part) => /^\d{4}/.test(part),
  gcppos2: (part) => /^\d{5}/.test(part),
  hasnondigit: (part) => /\D/.test(part),
  nonzero: (part) => !/^0+$/.test(part),
  zero: (part) => /^0+$/.test(part),
  nozeroprefix: (part) => part === '0' || !part.startsWith('0'),
  yesno: (part) => part === '0' || part === '1',
  hyphen: (part) => part === '-',
  yymmd0: (part) => isDay(`20${part.slice(0, 2)}`, part.slice(2, 4), part.slice(4), true),
  yymmdd: (part) => isDay(`20${part.slice(0, 2)}`, part.slice(2, 4), part.slice(4), false),
  yyyymmdd: (part) => isDay(part.slice(0, 4), part.slice(4, 6), part.slice(6), false),
  hh: (part) => Number(part) < 24,
  hhmi: (part) => Number(part.slice(0, 2)) < 24 && Number(part.slice(2)) < 60,
  mi: (part) => Number(part) < 60,
  ss: (part) => Number(part) < 60,
  iso3166: (part) => countryNumbers.has(part),
  iso3166999: (part) => part === '999' || countryNumbers.has(part),
  iso3166alpha2: (part) => countries.has(part),
  iso4217: (part) => currencyNumbers.has(part),
  iso5218: (part) => /^[0129]$/.test(part),
  latitude: (part) => Number(part) <= 1_800_000_000,
  longitude: (part) => Number(part) <= 3_600_000_000,
  pcenc: (part) => /^(?:[^%]|%[0-9A-Fa-f]{2})*$/.test(part),
  pieceoftotal: (part) => isPieceOf(part.slice(0, 2), part.slice(2)),
  posinseqslash: (part) => /^\d\/\d$/.test(part) && isPieceOf(part.charAt(0), part.charAt(2)),
  importeridx: (part) => /^[-0-9A-Z_a-z]$/.test(part),
  mediatype: (part) => (part >= '01' && part <= '10') || part >= '80',
  winding: (part) => /^[019]$/.test(part),
  iban: isIban,
  // Coupons are for tills, and the list of transport packages grows each year: their length and characters are proved, no more.
  couponcode: () => true,
  couponposoffer: () => true,
  packagetype: () => true,
};

function isDay(year: string, month: string, day: string, mayBeOpen: boolean): boolean {
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return (
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= (mayBeOpen ? 0 : 1) && Number(day) <= lastDay
  );
}

function isPieceOf(piece: string, total: string): boolean {
  return Number(piece) >= 1 && Number(piece) <= Number(total);
}

/** ISO 13616: the first four characters go to the end, letters count from 10, and the whole is 1 modulo 97. */
function isIban(part: string): boolean {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]+$/.test(part)) return false;
  let rest = 0;
  for (const character of part.slice(4) + part.slice(0, 4))
    for (const digit of String(parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
const pairCharacters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The two check characters of a model number: values in set 82, times primes from the right, modulo 1021. Section 7.9.5. */
function hasCheckPair(part: string): boolean {
  const body = part.slice(0, -2);
  if (part.length < 3 || body.length > primes.length) return false;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1)
    sum += set82.indexOf(body.charAt(at)) * (primes[body.length - 1 - at] ?? 0);
  const check = sum % 1_021;
  return part.slice(-2) === pairCharacters.charAt(check >> 5) + pairCharacters.charAt(check & 31);
}

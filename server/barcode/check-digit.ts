import { countries } from './iso-codes.ts';

/** A GTIN in its 14-digit form, check digit proved. */
export type Gtin = string & { readonly brand: 'Gtin' };

/** An 18-digit serial shipping container code, check digit proved. */
export type Sscc = string & { readonly brand: 'Sscc' };

/** A 13-digit global location number, check digit proved. */
export type Gln = string & { readonly brand: 'Gln' };

/**
 * The check digit of every GS1 key: weights 3 and 1 from the right, up to the next ten.
 * Source: GS1 General Specifications, section 7.9 "Check digit calculations".
 */
export function gs1CheckDigit(digits: string): string {
  return upToTen(weightedFromRight(digitsOf(digits), [3, 1]));
}

export function isGtin(text: string): text is Gtin {
  return text.length === 14 && hasGs1CheckDigit(text);
}

/** EAN-8, UPC-A, EAN-13 and GTIN-14 name one number space; we keep the 14-digit form everywhere. */
export function toGtin(digits: string): Gtin | null {
  if (![8, 12, 13, 14].includes(digits.length)) return null;

  const padded = digits.padStart(14, '0');
  return isGtin(padded) ? padded : null;
}

/** The single unit that a pack of this number holds, by the indicator digit in front; null: it is a unit itself. */
export function unitOfPack(pack: Gtin): Gtin | null {
  if (!/^[1-8]/.test(pack)) return null;
  const body = `0${pack.slice(1, -1)}`;
  return toGtin(body + gs1CheckDigit(body));
}

/**
 * UPC-E as a scanner sends it that does not write it out: number system 0 or 1, six digits, the check digit of the long
 * form. The last of the six says where the zeros were. Source: GS1 General Specifications, section 5.2.2.4.
 */
export function upcAOf(digits: string): Gtin | null {
  const found = /^([01])(\d{5})(\d)(\d)$/.exec(digits);
  if (found === null) return null;
  const [, system = '', body = '', how = '', check = ''] = found;
  return toGtin(`${system}${zeroesBack(body, how)}${check}`);
}

function zeroesBack(body: string, how: string): string {
  switch (how) {
    case '0':
    case '1':
    case '2':
      return `${body.slice(0, 2)}${how}0000${body.slice(2)}`;
    case '3':
      return `${body.slice(0, 3)}00000${body.slice(3)}`;
    case '4':
      return `${body.slice(0, 4)}00000${body.slice(4)}`;
    default:
      return `${body}0000${how}`;
  }
}

export function isGln(text: string): text is Gln {
  return text.length === 13 && hasGs1CheckDigit(text);
}

export function isSscc(text: string): text is Sscc {
  return text.length === 18 && hasGs1CheckDigit(text);
}

/** Extension digit, company prefix (7 to 10 digits) and serial fill 17 digits; the serial takes what the prefix leaves. */
export function makeSscc(extension: number, companyPrefix: string, serial: number): Sscc {
  if (!/^\d{7,10}$/.test(companyPrefix))
    throw new RangeError(`expected a company prefix of 7 to 10 digits, got "${companyPrefix}"`);

  const body = numbered(extension, 1) + companyPrefix + numbered(serial, 16 - companyPrefix.length);
  const sscc = body + gs1CheckDigit(body);
  if (!isSscc(sscc)) throw new Error(`expected an SSCC, made "${sscc}"`);
  return sscc;
}

/** True when the last digit is the GS1 check digit of the ones before it, whatever the length. */
export function hasGs1CheckDigit(text: string): boolean {
  return /^\d{2,}$/.test(text) && gs1CheckDigit(text.slice(0, -1)) === text.slice(-1);
}

/**
 * UPS 1Z: "1Z", six characters of account, two of service, seven digits, check digit. The check runs over what stands
 * between 1Z and the check digit: letters count as (ASCII code - 3) mod 10, every second character counts twice.
 * Source: UPS tracking number guide, as tabled in jkeen/tracking_number_data (ups.json).
 */
export function makeUps1Z(account: string, service: string, serial: number): string {
  if (!/^[0-9A-Z]{6}$/.test(account))
    throw new RangeError(`expected six letters or digits of UPS account, got "${account}"`);
  if (!/^[0-9A-Z]{2}$/.test(service))
    throw new RangeError(`expected two letters or digits of UPS service, got "${service}"`);

  const body = account + service + numbered(serial, 7);
  return `1Z${body}${upsCheckDigit(body)}`;
}

export function isUps1Z(text: string): boolean {
  const number = compact(text);
  return /^1Z[0-9A-Z]{15}\d$/.test(number) && upsCheckDigit(number.slice(2, -1)) === number.slice(-1);
}

function upsCheckDigit(body: string): string {
  const values = [...body].map((character) =>
    /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 3) % 10,
  );
  return upToTen(values.reduce((sum, value, index) => sum + value * (index % 2 === 1 ? 2 : 1), 0));
}

/**
 * DHL Express waybill of ten digits: the first nine as one number, mod 7, are the last.
 * Source: DHL Express shipper's guide, as tabled in jkeen/tracking_number_data (dhl.json).
 */
export function makeDhlExpress(serial: number): string {
  const body = numbered(serial, 9);
  return body + String(serial % 7);
}

export function isDhlExpress(text: string): boolean {
  const number = compact(text);
  return /^\d{10}$/.test(number) && Number(number.slice(0, -1)) % 7 === Number(number.slice(-1));
}

/**
 * Postal item: two letters, eight digits, check digit, country. Weights 8 6 4 2 3 5 9 7; 11 - (sum mod 11); 10 is
 * written 0 and 11 is written 5. Source: UPU standard S10. The country must exist: a right check digit alone does not
 * make RB123456785XX anybody's number.
 */
export function makeS10(service: string, serial: number, country: string): string {
  if (!/^[A-Z]{2}$/.test(service))
    throw new RangeError(`expected two letters of postal service, got "${service}"`);
  if (!countries.has(country)) throw new RangeError(`expected an ISO 3166 country, got "${country}"`);

  const body = numbered(serial, 8);
  return service + body + s10CheckDigit(body) + country;
}

export function isS10(text: string): boolean {
  const number = compact(text);
  return (
    /^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number) &&
    s10CheckDigit(number.slice(2, 10)) === number.charAt(10) &&
    countries.has(number.slice(-2))
  );
}

function s10CheckDigit(body: string): string {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = digitsOf(body).reduce((total, digit, index) => total + digit * (weights[index] ?? 0), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return '0';
  if (check === 11) return '5';
  return String(check);
}

/**
 * DPD parcel number: four digits of depot, ten of serial, and one check character from the hybrid system mod 37/36.
 * Source: ISO/IEC 7064, MOD 37,36; used so by DPD's parcel label specification.
 */
export function makeDpd(depot: string, serial: number): string {
  if (!/^\d{4}$/.test(depot)) throw new RangeError(`expected four digits of DPD depot, got "${depot}"`);

  const body = depot + numbered(serial, 10);
  return body + mod37And36(body);
}

/** Takes the 15 characters under the barcode and the 28 inside it, which end in a check character of their own. */
export function isDpd(text: string): boolean {
  const number = compact(text);
  return /^(\d{14}|\d{27})[0-9A-Z]$/.test(number) && mod37And36(number.slice(0, -1)) === number.slice(-1);
}

function mod37And36(body: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let product = 36;
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}

/**
 * USPS Intelligent Mail package barcode of 22 digits: 92 to 95, three of service type, a mailer id of nine digits that
 * begins with 9 or of six that does not, serial, check digit (mod 10, weights 3 and 1 from the right).
 * Source: USPS Publication 199.
 */
export function makeUspsImpb(channel: string, serviceType: string, mailerId: string, serial: number): string {
  const body = channel + serviceType + mailerId + numbered(serial, 16 - mailerId.length);
  const number = body + gs1CheckDigit(body);
  if (!isUspsImpb(number)) {
    throw new RangeError(
      `expected channel 92-95, 3 digits of service and a mailer id, got "${channel} ${serviceType} ${mailerId}"`,
    );
  }
  return number;
}

/** The routing in front, 420 and the ZIP code, is part of the barcode but not of the number, and is passed over. */
export function isUspsImpb(text: string): boolean {
  const digits = compact(text);
  if (!/^\d{22,42}$/.test(digits)) return false;

  return [digits, ...withoutRouting(digits)].some(
    (number) => uspsLayout.test(number) && hasGs1CheckDigit(number),
  );
}

const uspsLayout = new RegExp(
  '^(?:' +
    [
      '94\\d{3}(?:9\\d{8}(?:\\d{15}|\\d{11}|\\d{7})|[0-8]\\d{5}(?:\\d{14}|\\d{10}))',
      '(?:92|95)\\d{3}9\\d{8}(?:\\d{11}|\\d{7})',
      '(?:93|95)\\d{3}[0-8]\\d{5}(?:\\d{14}|\\d{10})',
    ].join('|') +
    ')\\d$',
);

function withoutRouting(digits: string): readonly string[] {
  return digits.startsWith('420') ? [digits.slice(8), digits.slice(12)] : [];
}

/**
 * FedEx Express of 12 digits: weights 3 1 7 from the left over eleven, mod 11, mod 10.
 * Source: FedEx ASTRA label guide, as tabled in jkeen/tracking_number_data (fedex.json).
 */
export function makeFedex12(serial: number): string {
  const body = numbered(serial, 11);
  return body + fedexCheckDigit(body);
}

export function isFedex12(text: string): boolean {
  const number = compact(text);
  return /^\d{12}$/.test(number) && fedexCheckDigit(number.slice(0, -1)) === number.slice(-1);
}

function fedexCheckDigit(body: string): string {
  const weights = [3, 1, 7];
  const sum = digitsOf(body).reduce((total, digit, index) => total + digit * (weights[index % 3] ?? 0), 0);
  return String((sum % 11) % 10);
}

function digitsOf(text: string): number[] {
  if (!/^\d*$/.test(text)) throw new RangeError(`expected digits only, got "${text}"`);

  return [...text].map(Number);
}

function weightedFromRight(digits: readonly number[], weights: readonly number[]): number {
  return digits.reduceRight(
    (sum, digit, index) => sum + digit * (weights[(digits.length - 1 - index) % weights.length] ?? 0),
    0,
  );
}

function upToTen(sum: number): string {
  return String((10 - (sum % 10)) % 10);
}

function numbered(serial: number, width: number): string {
  const digits = String(serial);
  if (!Number.isSafeInteger(serial) || serial < 0 || digits.length > width) {
    throw new RangeError(`expected a whole number of at most ${width} digits, got ${serial}`);
  }
  return digits.padStart(width, '0');
}

/** People type tracking numbers in groups and in small letters; no number of a carrier is longer than 42. */
function compact(text: string): string {
  return text.length > 128 ? '' : text.replace(/\s/g, '').toUpperCase();
}

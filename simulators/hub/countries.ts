const names = new Intl.DisplayNames('en', { type: 'region' });
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const retired: ReadonlySet<string> = new Set([
  'AN',
  'BU',
  'CS',
  'DD',
  'FX',
  'NT',
  'QU',
  'SU',
  'TP',
  'UK',
  'YD',
  'YU',
  'ZR',
  'VD',
  'RH',
  'NH',
  'HV',
  'DY',
]);

/** Names that shops use and the Unicode names do not have. */
const otherNames: Readonly<Record<string, string>> = {
  eire: 'IE',
  'channel islands': 'JE',
  usa: 'US',
  rsa: 'ZA',
  'czech republic': 'CZ',
  'hong kong': 'HK',
  uk: 'GB',
  'great britain': 'GB',
  'european community': 'BE',
  unspecified: 'GB',
  korea: 'KR',
  turkey: 'TR',
};

const byName: ReadonlyMap<string, string> = new Map(
  letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !retired.has(code))
    .map((code): [string, string] => [(names.of(code) ?? code).toLowerCase(), code]),
);

/** ISO 3166 code of a country written as a name or as its code; null when there is none. */
export function countryCode(country: string): string | null {
  const name = country.trim().toLowerCase();
  if (
    /^[a-z]{2}$/.test(name) &&
    otherNames[name] === undefined &&
    names.of(name.toUpperCase()) !== name.toUpperCase()
  )
    return name.toUpperCase();
  return otherNames[name] ?? byName.get(name) ?? null;
}

/** On both sides of the bars, in modules (ISO/IEC 15417). */
export const quietZoneModules = 10;

const symbolModules = 11;
const stopModules = 13;

/**
 * How wide the payload's bars come out, in modules, when the printer chooses the subsets (^BC mode A): digits in pairs
 * (subset C) from four in front or at the end and from six in between, all else in subset B. Choosing them ourselves would
 * need `>5` to change to C, which zpl-renderer-js 3.4.0 draws as another letter, so that no such label could be proved.
 */
export function code128Modules(payload: string): number {
  let symbols = 0;
  let subset: 'B' | 'C' | null = null;
  let at = 0;
  while (at < payload.length) {
    const wanted = subsetAt(payload, at, subset);
    symbols += wanted === subset ? 1 : 2;
    subset = wanted;
    at += subset === 'C' ? 2 : 1;
  }
  return modulesOf(symbols);
}

/** One application identifier, all digits, in subset C behind FNC1. */
export function gs1DigitsModules(digits: string): number {
  return modulesOf(2 + digits.length / 2);
}

function subsetAt(payload: string, at: number, subset: 'B' | 'C' | null): 'B' | 'C' {
  const digits = digitsAt(payload, at);
  if (subset === 'C') return digits >= 2 ? 'C' : 'B';

  const worthIt = at === 0 || at + digits === payload.length ? 4 : 6;
  return digits >= worthIt && digits % 2 === 0 ? 'C' : 'B';
}

function modulesOf(symbolsWithStart: number): number {
  const checkSymbol = 1;
  return (symbolsWithStart + checkSymbol) * symbolModules + stopModules;
}

function digitsAt(payload: string, at: number): number {
  let end = at;
  while (end < payload.length && /\d/.test(payload.charAt(end))) end += 1;
  return end - at;
}

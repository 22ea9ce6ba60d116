/**
 * Advance widths of font 0 in thousandths of its width, measured in zpl-renderer-js from twenty equal letters in a row.
 * Printers carry faces of the same proportions (CG Triumvirate, Swiss 721 bold condensed), so a little air is added.
 */
const advances: readonly (readonly [number, string])[] = [
  [279, " /:;Ifijltł'|\\î"],
  [334, '!"(),.[]`r{}'],
  [390, 'z'],
  [445, 'Jcksvxyçşśźż'],
  [500, '#$*+0123456789<=>?EFLTZ^_abdeghnopqu~–€ßéèñòóôöùúûüàáâäåæąćęńÉÈŻŁ'],
  [556, 'ABCKPSVXYÄÀÁÂÇĆŚŹĘ'],
  [611, 'DGHNOQRUÓÖÜŃĄ'],
  [667, '&w'],
  [779, 'Mm'],
  [834, '%@W-'],
  [1000, '—…'],
];

const air = 1.03;

const advanceOf: ReadonlyMap<string, number> = new Map(
  advances.flatMap(([thousandths, characters]) =>
    [...characters].map((character) => [character, thousandths] as const),
  ),
);

/** Letters of scripts that the table lacks: Latin ones are no wider than a capital, ideographs fill their square. */
function advance(character: string): number {
  const known = advanceOf.get(character);
  if (known !== undefined) return known;
  return (character.codePointAt(0) ?? 0) < 0x1100 ? 611 : 1000;
}

/** How wide the text comes out, in the unit of `size`, the character width given to `^A0`. */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character);
  return (thousandths / 1000) * size * air;
}

/** Longer texts are cut before they are measured: no label shows a tenth of it. */
const longestText = 1000;

/**
 * What a printer can be given of a text: one kind of space, no control or bidi characters, no half surrogates. Letters that
 * merely look dangerous stay; escaping makes them harmless.
 */
export function printableText(text: string): string {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .normalize('NFC')
    .replace(
      /[\0-\x20\x7f-\xa0\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]+/g,
      ' ',
    )
    .trim();
}

const ellipsis = '...';

/**
 * Breaks a text into at most `lines` lines of `width`. A newline begins a line of its own, words stay whole where they can,
 * and a word wider than the line is cut into pieces. What does not fit is left out and the last line says so with an
 * ellipsis.
 */
export function fitText(
  text: string,
  box: Readonly<{ width: number; size: number; lines: number }>,
): string[] {
  const paragraphs = text
    .slice(0, longestText)
    .split('\n')
    .map(printableText)
    .filter((paragraph) => paragraph !== '');
  const lines: string[] = [];
  while (paragraphs.length > 0 && lines.length < box.lines - 1) {
    const [paragraph = '', ...others] = paragraphs;
    const line = longestLine(paragraph, box);
    const rest = paragraph.slice(line.length).trimStart();
    lines.push(line);
    paragraphs.splice(0, paragraphs.length, ...(rest === '' ? others : [rest, ...others]));
  }
  if (paragraphs.length === 0) return lines;

  const last = paragraphs.join(' ');
  lines.push(textWidth(last, box.size) <= box.width ? last : shortened(last, box));
  return lines;
}

/** The widest size from `size` down to its half at which the text stands on one line. */
export function shrinkToFit(text: string, box: Readonly<{ width: number; size: number }>): number {
  const natural = textWidth(printableText(text), box.size);
  return natural <= box.width
    ? box.size
    : Math.max(Math.floor((box.size * box.width) / natural), Math.ceil(box.size / 2));
}

function longestLine(text: string, box: Readonly<{ width: number; size: number }>): string {
  if (textWidth(text, box.size) <= box.width) return text;

  const head = longestPrefix(text, box);
  const space = text.charAt(head.length) === ' ' ? head.length : head.lastIndexOf(' ');
  return space > 0 ? text.slice(0, space) : head;
}

function shortened(text: string, box: Readonly<{ width: number; size: number }>): string {
  const room = { size: box.size, width: box.width - textWidth(ellipsis, box.size) };
  return longestPrefix(text, room).trimEnd() + ellipsis;
}

/** At least one character, or a box too narrow for a letter would never come to an end. */
function longestPrefix(text: string, box: Readonly<{ width: number; size: number }>): string {
  let prefix = '';
  for (const character of text) {
    if (prefix !== '' && textWidth(prefix + character, box.size) > box.width) break;
    prefix += character;
  }
  return prefix;
}

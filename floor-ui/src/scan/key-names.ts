import type { EndKey, Key } from './burst.ts';

/** What a key event says, as far as a scan is concerned. */
export interface Stroke {
  key: string;
  ctrl: boolean;
  alt: boolean;
  meta: boolean;
  altGraph: boolean;
}

/** Screens act on these when they stand alone; every other one is the browser's. */
const hotkeys: ReadonlySet<string> = new Set(['Enter', 'Escape', 'Backspace', 'F1', 'F2']);

/** Held beside other keys, or names for "something came, ask the text field": none of them is in a code. */
const silent: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'OS',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'Process',
  'Unidentified',
  'Dead',
  'Compose',
]);

const controlCharacters: Record<string, string> = {
  Enter: '\r',
  Tab: '\t',
  Escape: '\x1b',
  Backspace: '\b',
  Delete: '\x7f',
};

/** Stands in a code for a key that is no character (F1, an arrow): the reader of codes refuses it. */
const noCharacter = '\ufffd';

export type Named =
  | { kind: 'silent' }
  | { kind: 'end'; key: EndKey }
  /** `isDone`: the browser acts on it by itself unless it stands in a burst. */
  | { kind: 'key'; key: Key };

/** Names a key for the burst. Scanners send control characters as Ctrl and a letter: Ctrl+] is the GS between GS1 fields. */
export function nameKey({ key, ctrl, alt, meta, altGraph }: Stroke): Named {
  if (silent.has(key)) return { kind: 'silent' };
  const isCharacter = [...key].length === 1;
  if (isCharacter && (altGraph || !(ctrl || meta))) {
    // A stray Alt of a scanner that types by number pad changes no letter.
    return named(key, key, false);
  }
  if (isCharacter) {
    const control = ctrl && !meta ? controlOf(key) : noCharacter;
    if (control === '\r') return { kind: 'end', key: 'Enter' };
    if (control === '\t') return { kind: 'end', key: 'Tab' };
    // Ctrl+] alone is nobody's shortcut; the others are the browser's when they stand alone.
    return named(`Ctrl+${key}`, control, control !== '\x1d');
  }
  if ((key === 'Enter' || key === 'Tab') && !ctrl && !alt && !meta) return { kind: 'end', key };
  return named(key, controlCharacters[key] ?? noCharacter, ctrl || alt || meta || !hotkeys.has(key));
}

function named(key: string, as: string, isDone: boolean): Named {
  return { kind: 'key', key: { key, as, ...(isDone ? { isDone } : {}) } };
}

function controlOf(letter: string): string {
  const at = letter.toUpperCase().charCodeAt(0);
  return at >= 0x40 && at <= 0x5f ? String.fromCharCode(at - 0x40) : noCharacter;
}

/**
 * The codes we print ourselves: a percent sign, one letter for the kind, then the code. No SKU, GTIN or carrier number
 * begins so, hence a scanned label always says what it is. A person who types a code leaves the first two characters out.
 */
export const ownCodeLetters = {
  location: 'L',
  tote: 'T',
  /** A box that goods are picked into and shipped in: its label comes off a roll, each number once. */
  box: 'P',
  cart: 'C',
  badge: 'B',
  station: 'S',
  carton: 'K',
  cubby: 'W',
  command: 'X',
  drop: 'D',
} as const;

export type OwnCodeKind = keyof typeof ownCodeLetters;

export const ownCodeKinds: readonly OwnCodeKind[] = [
  'location',
  'tote',
  'box',
  'cart',
  'badge',
  'station',
  'carton',
  'cubby',
  'command',
  'drop',
];

/** What may follow the two letters: every Code 128 reader sends these alike, whatever its keyboard layout. */
export function isOwnCode(code: string): boolean {
  return /^[0-9A-Za-z][0-9A-Za-z._/-]{0,39}$/.test(code);
}

/** A bare code as it stands in our tables, where all are capitals: a keyboard may have sent small letters. */
export function asCode(text: string): string {
  return text.trim().toUpperCase();
}

export function locationCode(location: string): string {
  return ownCode('location', location);
}

export function toteCode(tote: string): string {
  return ownCode('tote', tote);
}

export function boxCode(box: string): string {
  return ownCode('box', box);
}

export function cartCode(cart: string): string {
  return ownCode('cart', cart);
}

export function badgeCode(badge: string): string {
  return ownCode('badge', badge);
}

export function stationCode(station: string): string {
  return ownCode('station', station);
}

export function cartonCode(carton: string): string {
  return ownCode('carton', carton);
}

export function cubbyCode(cubby: string): string {
  return ownCode('cubby', cubby);
}

export function commandCode(command: string): string {
  return ownCode('command', command);
}

export function dropCode(drop: string): string {
  return ownCode('drop', drop);
}

function ownCode(kind: OwnCodeKind, code: string): string {
  if (!isOwnCode(code)) {
    throw new RangeError(
      `expected a ${kind} code of 1 to 40 letters, digits, dots, dashes, slashes or underscores, got "${code}"`,
    );
  }
  return `%${ownCodeLetters[kind]}${code}`;
}

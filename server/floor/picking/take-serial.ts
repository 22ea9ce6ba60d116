import { refuse, type Refused } from '../../protocol/refusals.ts';

/** Where a serial number is, if the house knows it: on a shelf it may be taken from, or with somebody. */
export type SerialAt =
  { at: 'shelf' } | { at: 'own_hand' | 'hand' | 'tote' | 'parcel' | 'cubby' | 'shipped' };

/** A serial number stands for one unit, once: one that is somewhere else already was read from the wrong thing, or copied. */
export function takeSerial(serial: string, known: Readonly<SerialAt> | null): Refused | { serial: string } {
  // What GS1 lets stand behind AI 21, and plain numbers of makers that are longer.
  if (!/^[!-~]{1,50}$/.test(serial)) return refuse('SERIAL_UNFIT', { scanned: serial.slice(0, 60) });
  if (known === null || known.at === 'shelf') return { serial };
  if (known.at === 'own_hand') return refuse('SERIAL_TWICE', { scanned: serial });
  return refuse('SERIAL_TAKEN', { scanned: serial, at: known.at });
}

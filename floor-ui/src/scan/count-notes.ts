/** A note of the nth counted unit. */
export interface CountNote {
  hertz: number;
  afterMs: number;
  lengthMs: number;
}

const lowest = 740;
const wholeTone = 2 ** (1 / 6);
/** Higher than this a handheld's speaker only squeaks, so the ladder begins again with one beat more. */
const rungs = 12;
const mostBeats = 4;
export const beatMs = 90;

/** The ladder of counted units: whole tones up, and from the thirteenth on in double beats. */
export function countNotes(nth: number): readonly CountNote[] {
  const beats = Math.min(mostBeats, Math.floor((nth - 1) / rungs) + 1);
  const hertz = lowest * wholeTone ** ((nth - 1) % rungs);
  return Array.from({ length: beats }, (_, beat) => ({ hertz, afterMs: beat * beatMs, lengthMs: 70 }));
}

import type { Words } from '../words/words.ts';

/** Sites name their lanes `4` or `LANE-4`; the word stands before a bare number only. */
export function laneWords(words: Words, lane: string): string {
  return /^[0-9]/.test(lane) ? words.wall.lane(lane) : lane;
}

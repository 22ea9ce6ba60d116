/** Okabe-Ito colours with a shape and a letter each, for up to eight places: screen, label and wall show the same. */
const marks = [
  { letter: 'A', colour: '#0072B2', path: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z' },
  { letter: 'B', colour: '#E69F00', path: 'M3 3h18v18H3Z' },
  { letter: 'C', colour: '#009E73', path: 'M12 2 23 21H1Z' },
  { letter: 'D', colour: '#CC79A7', path: 'M12 1 23 12 12 23 1 12Z' },
  { letter: 'E', colour: '#56B4E9', path: 'M8 2h8v6h6v8h-6v6H8v-6H2V8h6Z' },
  { letter: 'F', colour: '#D55E00', path: 'm12 1 11 8-4 13H5L1 9Z' },
  { letter: 'G', colour: '#A89C00', path: 'M6.5 2h11L23 12l-5.5 10h-11L1 12Z' },
  { letter: 'H', colour: '#8A8A8A', path: 'm12 1 3.4 7.5 8 .9-6 5.5 1.7 8L12 19l-7.1 3.9 1.7-8-6-5.5 8-.9Z' },
] as const;

export function markOf(place: number, places: number): (typeof marks)[number] | null {
  return places <= marks.length ? (marks[place - 1] ?? null) : null;
}

/** Calm pictures of things, drawn on a 64 × 64 field in two tones of one colour. `a` is the body, `b` the detail. */
interface Drawing {
  a: string;
  b?: string;
}

const drawings: Record<string, Drawing> = {
  mug: {
    a: 'M14 18h28v22a9 9 0 0 1-9 9H23a9 9 0 0 1-9-9Z',
    b: 'M42 24h4a7 7 0 0 1 0 15h-4v-5h3a2.5 2.5 0 0 0 0-5h-3Z',
  },
  plate: { a: 'M32 12a20 20 0 1 0 0 40 20 20 0 0 0 0-40Z', b: 'M32 21a11 11 0 1 0 0 22 11 11 0 0 0 0-22Z' },
  bowl: { a: 'M8 28h48a24 20 0 0 1-16 20H24A24 20 0 0 1 8 28Z', b: 'M24 48h16v4H24Z' },
  towel: { a: 'M14 10h36v44H14Z', b: 'M14 18h36v5H14ZM14 41h36v5H14Z' },
  cushion: { a: 'M12 14c12 3 28 3 40 0-3 12-3 24 0 36-12-3-28-3-40 0 3-12 3-24 0-36Z', b: 'M30 30h4v4h-4Z' },
  candle: { a: 'M22 26h20v28H22Z', b: 'M32 8c5 6 5 11 0 14-5-3-5-8 0-14Z' },
  lamp: { a: 'M22 10h20l8 22H14Z', b: 'M30 32h4v16h8v5H22v-5h8Z' },
  clock: { a: 'M32 10a22 22 0 1 0 0 44 22 22 0 0 0 0-44Z', b: 'M30 18h4v14l9 6-2.5 3.5L30 34Z' },
  bottle: { a: 'M27 8h10v11l5 8v27H22V27l5-8Z', b: 'M22 34h20v11H22Z' },
  jar: { a: 'M17 20h30v30a4 4 0 0 1-4 4H21a4 4 0 0 1-4-4Z', b: 'M15 11h34v9H15Z' },
  tin: { a: 'M14 16h36v34H14Z', b: 'M12 11h40v7H12ZM14 30h36v10H14Z' },
  box: { a: 'M10 22 32 12l22 10v24L32 56 10 46Z', b: 'm10 22 22 10 22-10v5L34 36v20h-4V36L10 27Z' },
  bag: { a: 'M12 22h40l3 32H9Z', b: 'M22 26v-6a10 10 0 0 1 20 0v6h-4v-6a6 6 0 0 0-12 0v6Z' },
  book: {
    a: 'M14 10h32a4 4 0 0 1 4 4v40H18a4 4 0 0 1-4-4Z',
    b: 'M22 18h20v4H22ZM22 26h14v4H22ZM14 47h36v3H14Z',
  },
  card: { a: 'M8 16h48v33H8Z', b: 'm8 16 24 18 24-18v5L32 39 8 21Z' },
  frame: { a: 'M10 12h44v40H10Z', b: 'M17 19h30v26H17Z' },
  scissors: {
    a: 'm20 10 15 25-4 4L15 13ZM44 10 29 35l4 4 16-26Z',
    b: 'M22 38a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM42 38a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z',
  },
  spoon: { a: 'M32 8c7 0 11 6 11 12s-4 11-8 12v24h-6V32c-4-1-8-6-8-12s4-12 11-12Z' },
  glass: { a: 'M16 10h32l-5 44H21Z', b: 'M18 26h28l-2.8 25H20.8Z' },
  teapot: {
    a: 'M16 28a16 12 0 0 1 32 0c4 14-4 24-16 24S12 42 16 28Z',
    b: 'M28 10h8v6h-8ZM48 30l10-6v5l-9 11ZM16 32c-10-6-14 8-2 12v-4c-6-3-4-8 1-5Z',
  },
  basket: { a: 'M10 28h44l-5 26H15Z', b: 'M16 28C16 4 48 4 48 28h-4c0-18-24-18-24 0ZM14 38h36v4H14Z' },
  bell: {
    a: 'M32 10c10 0 14 8 14 18 0 8 4 12 6 16H12c2-4 6-8 6-16 0-10 4-18 14-18Z',
    b: 'M26 47h12a6 6 0 0 1-12 0Z',
  },
  heart: { a: 'M32 54C14 42 8 33 8 24a12 12 0 0 1 24-4 12 12 0 0 1 24 4c0 9-6 18-24 30Z' },
  star: { a: 'm32 7 7.5 17 18.5 2-14 12.5L48 57 32 47 16 57l4-18.5L6 26l18.5-2Z' },
  flower: {
    a: 'M32 8a9 9 0 0 1 9 9 9 9 0 1 1 0 15 9 9 0 1 1-18 0 9 9 0 1 1 0-15 9 9 0 0 1 9-9Z',
    b: 'M32 19a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM30 42h4v15h-4Z',
  },
  umbrella: {
    a: 'M8 32a24 22 0 0 1 48 0c-5-3-9-3-12 0-5-3-9-3-12 0-4-3-8-3-12 0-4-3-8-3-12 0Z',
    b: 'M30 31h4v18a7 7 0 0 1-14 0h4a3 3 0 0 0 6 0Z',
  },
  toy: {
    a: 'M32 16a14 14 0 0 1 12 21c3 3 4 8 2 15H18c-2-7-1-12 2-15a14 14 0 0 1 12-21Z',
    b: 'M18 10a6 6 0 0 1 6 7 16 16 0 0 0-7 5 6 6 0 0 1 1-12ZM46 10a6 6 0 0 0-6 7 16 16 0 0 1 7 5 6 6 0 0 0-1-12ZM28 33h8l-4 5Z',
  },
  hook: { a: 'M26 8h12v14H26Z', b: 'M30 22h5v16c0 4 6 4 6-1v-5h5v5c0 12-16 12-16 1Z' },
  ribbon: { a: 'M32 24 14 12v26ZM32 24l18-12v26Z', b: 'M28 20h8v9h-8ZM29 29l-9 24 8-3 4-14 4 14 8 3-9-24Z' },
  tape: {
    a: 'M32 10a22 22 0 1 0 0 44h24v-6H44a22 22 0 0 0-12-38Z',
    b: 'M32 22a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z',
  },
  tool: { a: 'M12 12h26v12H12Z', b: 'M22 24h7v32h-7Z' },
  brush: { a: 'M28 8h8v22h-8Z', b: 'M20 30h24v8H20ZM22 38h20l3 18H19Z' },
  shirt: { a: 'M22 10h20l14 9-6 11-5-3v27H19V27l-5 3-6-11Z', b: 'M26 10h12a6 6 0 0 1-12 0Z' },
  shoe: { a: 'M8 22h14l8 12 20 6c4 1 6 4 6 8H8Z', b: 'M8 48h48v5H8Z' },
  hat: { a: 'M18 40c0-16 4-26 14-26s14 10 14 26Z', b: 'M6 40h52v7H6Z' },
  ball: { a: 'M32 9a23 23 0 1 0 0 46 23 23 0 0 0 0-46Z', b: 'M32 9c-8 8-8 38 0 46 8-8 8-38 0-46Z' },
  cable: { a: 'M22 8h20v18H22Z', b: 'M29 26h6v10c0 8-12 6-12 14h12v5H17c0-16 12-10 12-19Z' },
  keyring: {
    a: 'M22 8a14 14 0 1 0 0 28 14 14 0 0 0 0-28Zm0 7a7 7 0 1 1 0 14 7 7 0 0 1 0-14Z',
    b: 'm31 33 20 20-4 4-5-5-4 4-4-4 4-4-12-12Z',
  },
  chocolate: {
    a: 'M12 8h40v48H12Z',
    b: 'M17 13h13v12H17ZM34 13h13v12H34ZM17 29h13v11H17ZM34 29h13v11H34ZM17 44h13v7H17ZM34 44h13v7H34Z',
  },
  biscuits: {
    a: 'M32 10a22 22 0 1 0 0 44 22 22 0 0 0 0-44Z',
    b: 'M24 21a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM40 20a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM32 31a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM21 38a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM42 36a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  },
  board: {
    a: 'M16 20h32a4 4 0 0 1 4 4v26a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V24a4 4 0 0 1 4-4ZM26 6h12v14H26Z',
    b: 'M32 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM18 47h28v2H18Z',
  },
  doorstop: { a: 'M8 50 56 22v28Z', b: 'M8 50h48v6H8Z' },
  giftwrap: {
    a: 'M12 24h40v30H12Z',
    b: 'M29 24h6v30h-6ZM10 18h44v7H10ZM32 18c-4-12-16-12-14-4 1 4 9 4 14 4 5 0 13 0 14-4 2-8-10-8-14 4Z',
  },
  vase: {
    a: 'M24 8h16l-2 10c10 6 12 12 12 20 0 8-5 14-9 18H23c-4-4-9-10-9-18 0-8 2-14 12-20Z',
    b: 'M15 34h34v5H15Z',
  },
  lantern: {
    a: 'M18 22h28v28H18Z',
    b: 'M26 12h12l8 10H18ZM30 6h4v6h-4ZM16 50h32v5H16ZM32 28c4 5 4 10 0 14-4-4-4-9 0-14Z',
  },
  ornament: { a: 'M32 18a19 19 0 1 0 0 38 19 19 0 0 0 0-38Z', b: 'M28 10h8v8h-8ZM14 34h36v6H14Z' },
  soap: {
    a: 'M14 26h36a8 8 0 0 1 8 8v6a8 8 0 0 1-8 8H14a8 8 0 0 1-8-8v-6a8 8 0 0 1 8-8Z',
    b: 'M18 33h28v3H18ZM22 10a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM36 8a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z',
  },
  spray: { a: 'M20 28h24v28H20Z', b: 'M26 18h12v10H26ZM24 8h18v8H24ZM12 9l12 3-12 3ZM20 36h24v10H20Z' },
  diffuser: {
    a: 'M20 32h24v22a3 3 0 0 1-3 3H23a3 3 0 0 1-3-3Z',
    b: 'M27 25h10v7H27ZM22 5l7 20h3L26 4ZM42 5l-7 20h-3L38 4Z',
  },
  plant: {
    a: 'M18 36h28l-4 20H22Z',
    b: 'M32 36c-2-14-10-18-18-18 0 12 8 16 16 16 0-14 8-22 20-22 0 14-8 20-16 22Z',
  },
};

export const drawnThings: readonly string[] = Object.keys(drawings);

const sameAs: Record<string, string> = {
  cup: 'mug',
  beaker: 'mug',
  saucer: 'plate',
  dish: 'plate',
  tray: 'plate',
  coaster: 'plate',
  pan: 'bowl',
  pot: 'jar',
  cloth: 'towel',
  napkin: 'towel',
  blanket: 'towel',
  rug: 'towel',
  mat: 'towel',
  pillow: 'cushion',
  tealight: 'candle',
  holder: 'candle',
  light: 'lamp',
  lights: 'lamp',
  bulb: 'lamp',
  watch: 'clock',
  timer: 'clock',
  alarm: 'clock',
  flask: 'bottle',
  canister: 'tin',
  chest: 'box',
  case: 'box',
  crate: 'box',
  kit: 'box',
  set: 'box',
  parcel: 'box',
  carton: 'box',
  sack: 'bag',
  tote: 'bag',
  purse: 'bag',
  backpack: 'bag',
  notebook: 'book',
  journal: 'book',
  diary: 'book',
  paper: 'card',
  envelope: 'card',
  postcard: 'card',
  sign: 'frame',
  picture: 'frame',
  mirror: 'frame',
  photo: 'frame',
  cutter: 'scissors',
  knife: 'spoon',
  fork: 'spoon',
  cutlery: 'spoon',
  tumbler: 'glass',
  jug: 'teapot',
  kettle: 'teapot',
  chime: 'bell',
  garland: 'flower',
  bunting: 'ribbon',
  bow: 'ribbon',
  string: 'ribbon',
  twine: 'ribbon',
  rope: 'ribbon',
  parasol: 'umbrella',
  bear: 'toy',
  doll: 'toy',
  puzzle: 'toy',
  game: 'toy',
  hanger: 'hook',
  peg: 'hook',
  wrap: 'tape',
  roll: 'tape',
  hammer: 'tool',
  screwdriver: 'tool',
  drill: 'tool',
  wrench: 'tool',
  sponge: 'brush',
  broom: 'brush',
  apron: 'shirt',
  scarf: 'shirt',
  sock: 'shoe',
  slipper: 'shoe',
  boot: 'shoe',
  cap: 'hat',
  bauble: 'ornament',
  charger: 'cable',
  adapter: 'cable',
  pot_plant: 'plant',
  seed: 'plant',
  tree: 'plant',
  spice: 'jar',
  tea: 'tin',
  coffee: 'tin',
  decoration: 'star',
  throw: 'towel',
};

const hues: Record<string, [chroma: number, hue: number, lightness?: number]> = {
  red: [0.15, 25],
  navy: [0.1, 265, 0.42],
  blue: [0.12, 250],
  sky: [0.09, 235, 0.7],
  teal: [0.09, 195],
  green: [0.11, 150],
  olive: [0.08, 115],
  sage: [0.05, 140, 0.68],
  yellow: [0.13, 92, 0.8],
  gold: [0.11, 85, 0.7],
  amber: [0.14, 70, 0.72],
  orange: [0.15, 55, 0.68],
  brown: [0.07, 55, 0.48],
  beige: [0.04, 80, 0.8],
  natural: [0.05, 75, 0.72],
  cream: [0.03, 90, 0.86],
  pink: [0.11, 0, 0.72],
  rose: [0.12, 10, 0.66],
  purple: [0.13, 305],
  lilac: [0.08, 305, 0.72],
  violet: [0.13, 295],
  black: [0.01, 260, 0.3],
  grey: [0.01, 260, 0.58],
  gray: [0.01, 260, 0.58],
  silver: [0.01, 250, 0.72],
  white: [0.005, 90, 0.9],
  ivory: [0.02, 95, 0.9],
  copper: [0.1, 45, 0.58],
  clear: [0.02, 220, 0.78],
  mint: [0.07, 165, 0.78],
  turquoise: [0.1, 190, 0.68],
  burgundy: [0.12, 15, 0.4],
};

export interface Glyph {
  drawing: Drawing | null;
  body: string;
  detail: string;
  ground: string;
  initial: string;
}

/** `key` is `<thing>-<colour>`; a thing nobody drew gets its initial on a tint that stays the same for its name. */
export function glyphOf(key: string | null, name: string): Glyph {
  const words = (key ?? '').toLowerCase().split('-');
  const thing = words
    .map((word) => (word in drawings ? word : sameAs[word]))
    .find((word) => word !== undefined);
  const [chroma, hue, lightness = 0.56] =
    words.map((word) => hues[word]).find((tint) => tint !== undefined) ?? tintOf(key ?? name);
  return {
    drawing: thing === undefined ? null : (drawings[thing] ?? null),
    body: `oklch(${lightness} ${chroma} ${hue})`,
    detail: `oklch(${lightness > 0.62 ? lightness - 0.2 : lightness + 0.2} ${chroma * 0.9} ${hue})`,
    ground: `oklch(${lightness > 0.78 ? 0.78 : 0.92} ${Math.min(0.03, chroma * 0.4)} ${hue})`,
    initial: [...name.trim()][0]?.toUpperCase() ?? '?',
  };
}

function tintOf(text: string): [number, number] {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003;
  return [0.07, hash % 360];
}

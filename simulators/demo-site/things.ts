/** What the demo shop sells; below, the colours it comes in. A picture's key is `<thing>-<colour>`. */
export interface Thing {
  /** First half of the picture's key. */
  thing: string;
  noun: string;
  skuPrefix: string;
  zone: 'A' | 'B' | 'C' | 'D';
  /** How many items of this kind the shop has; 250 a zone. */
  items: number;
  materials: readonly string[];
  /** Words, then length, width and height in mm and weight in g of one unit as it lies on the shelf. */
  sizes: readonly (readonly [
    label: string,
    lengthMm: number,
    widthMm: number,
    heightMm: number,
    weightGrams: number,
  ])[];
  /** How the name tells the colour; `, {colour}` where nothing else is said. */
  colourWords?: string;
  kept?: 'by lot' | 'by lot and expiry' | 'by serial number' | 'as hazardous goods';
}

export const things: readonly Thing[] = [
  // Zone A: gifts, cards and sweets
  {
    thing: 'card',
    noun: 'greeting cards',
    skuPrefix: 'CRD',
    zone: 'A',
    items: 40,
    materials: ['Letterpress', 'Kraft', 'Watercolour', 'Hand-printed', 'Recycled cotton'],
    sizes: [
      ['set of 6', 178, 128, 14, 95],
      ['set of 10', 178, 128, 22, 150],
    ],
  },
  {
    thing: 'notebook',
    noun: 'notebook',
    skuPrefix: 'NTB',
    zone: 'A',
    items: 34,
    materials: ['Linen-bound', 'Kraft', 'Cork-covered', 'Marbled', 'Dotted'],
    sizes: [
      ['A6', 150, 108, 14, 140],
      ['A5', 215, 152, 18, 310],
      ['A4', 300, 215, 22, 640],
    ],
  },
  {
    thing: 'giftwrap',
    noun: 'gift wrap',
    skuPrefix: 'WRP',
    zone: 'A',
    items: 30,
    materials: ['Recycled', 'Glossy', 'Hand-printed', 'Botanical', 'Striped'],
    sizes: [
      ['5 sheets', 350, 250, 8, 130],
      ['10 sheets', 350, 250, 15, 250],
    ],
  },
  {
    thing: 'ribbon',
    noun: 'ribbon',
    skuPrefix: 'RIB',
    zone: 'A',
    items: 26,
    materials: ['Satin', 'Grosgrain', 'Velvet', 'Jute', 'Organza'],
    sizes: [
      ['10 mm × 20 m', 90, 90, 14, 45],
      ['25 mm × 10 m', 90, 90, 28, 70],
      ['38 mm × 10 m', 95, 95, 40, 105],
    ],
  },
  {
    thing: 'candle',
    noun: 'candle',
    skuPrefix: 'CND',
    zone: 'A',
    items: 40,
    materials: ['Soy wax', 'Beeswax', 'Rapeseed wax', 'Scented', 'Hand-poured'],
    sizes: [
      ['140 g', 75, 75, 85, 260],
      ['220 g', 90, 90, 100, 430],
      ['set of 3', 240, 85, 90, 700],
    ],
  },
  {
    thing: 'keyring',
    noun: 'keyring',
    skuPrefix: 'KEY',
    zone: 'A',
    items: 32,
    materials: ['Leather', 'Felt', 'Brass', 'Beaded', 'Wooden'],
    sizes: [
      ['small', 95, 60, 12, 30],
      ['large', 130, 70, 16, 55],
    ],
  },
  {
    thing: 'soap',
    noun: 'soap',
    skuPrefix: 'SOP',
    zone: 'A',
    items: 10,
    kept: 'by lot',
    colourWords: ' in {colour} paper',
    materials: ['Oatmeal', 'Lavender', 'Sea salt', 'Charcoal'],
    sizes: [
      ['100 g', 90, 65, 32, 112],
      ['3 × 100 g', 195, 92, 34, 345],
    ],
  },
  {
    thing: 'tea',
    noun: 'tea',
    skuPrefix: 'TEA',
    zone: 'A',
    items: 14,
    kept: 'by lot and expiry',
    colourWords: ' in a {colour} tin',
    materials: ['Assam', 'Earl Grey', 'Peppermint', 'Rooibos', 'Green jasmine'],
    sizes: [
      ['50 bags', 130, 95, 80, 180],
      ['125 g loose', 85, 85, 130, 215],
    ],
  },
  {
    thing: 'chocolate',
    noun: 'chocolate',
    skuPrefix: 'CHO',
    zone: 'A',
    items: 14,
    kept: 'by lot and expiry',
    colourWords: ' in a {colour} sleeve',
    materials: ['Dark', 'Milk', 'Salted caramel', 'Hazelnut', 'Orange'],
    sizes: [
      ['90 g bar', 180, 85, 11, 98],
      ['200 g box', 210, 150, 35, 290],
    ],
  },
  {
    thing: 'biscuits',
    noun: 'biscuits',
    skuPrefix: 'BIS',
    zone: 'A',
    items: 10,
    kept: 'by lot and expiry',
    colourWords: ' in a {colour} tin',
    materials: ['Shortbread', 'Ginger', 'Oat and honey', 'Lemon'],
    sizes: [
      ['150 g', 180, 110, 55, 210],
      ['300 g', 220, 160, 70, 430],
    ],
  },
  // Zone B: kitchen and table
  {
    thing: 'mug',
    noun: 'mug',
    skuPrefix: 'MUG',
    zone: 'B',
    items: 44,
    materials: ['Stoneware', 'Bone china', 'Enamel', 'Bolesławiec stoneware', 'Reactive-glaze'],
    sizes: [
      ['250 ml', 115, 85, 95, 290],
      ['350 ml', 125, 95, 105, 380],
      ['500 ml', 140, 105, 115, 490],
    ],
  },
  {
    thing: 'plate',
    noun: 'plate',
    skuPrefix: 'PLT',
    zone: 'B',
    items: 34,
    materials: ['Stoneware', 'Porcelain', 'Bolesławiec stoneware', 'Melamine', 'Speckled'],
    sizes: [
      ['20 cm', 215, 215, 32, 460],
      ['27 cm', 285, 285, 38, 820],
      ['20 cm, set of 4', 225, 225, 110, 1_900],
    ],
  },
  {
    thing: 'bowl',
    noun: 'bowl',
    skuPrefix: 'BWL',
    zone: 'B',
    items: 34,
    materials: ['Stoneware', 'Porcelain', 'Bolesławiec stoneware', 'Coconut', 'Enamel'],
    sizes: [
      ['12 cm', 130, 130, 70, 290],
      ['16 cm', 175, 175, 85, 520],
      ['24 cm', 260, 260, 110, 1_150],
    ],
  },
  {
    thing: 'glass',
    noun: 'tumbler',
    skuPrefix: 'GLS',
    zone: 'B',
    items: 32,
    materials: ['Recycled glass', 'Ribbed glass', 'Hand-blown', 'Etched'],
    sizes: [
      ['250 ml', 90, 90, 105, 240],
      ['250 ml, set of 4', 200, 200, 120, 1_050],
    ],
  },
  {
    thing: 'teapot',
    noun: 'teapot',
    skuPrefix: 'TPT',
    zone: 'B',
    items: 20,
    materials: ['Stoneware', 'Cast-iron', 'Porcelain', 'Bolesławiec stoneware'],
    sizes: [
      ['600 ml', 210, 150, 145, 760],
      ['1.2 l', 255, 180, 180, 1_180],
    ],
  },
  {
    thing: 'jar',
    noun: 'storage jar',
    skuPrefix: 'JAR',
    zone: 'B',
    items: 26,
    materials: ['Glass', 'Ceramic', 'Enamel', 'Cork-lidded'],
    sizes: [
      ['500 ml', 110, 110, 140, 420],
      ['1 l', 125, 125, 190, 640],
      ['2 l', 160, 160, 240, 1_080],
    ],
  },
  {
    thing: 'board',
    noun: 'serving board',
    skuPrefix: 'BRD',
    zone: 'B',
    items: 18,
    colourWords: ' with {colour} edge',
    materials: ['Acacia', 'Beech', 'Olive-wood', 'Slate'],
    sizes: [
      ['30 cm', 310, 190, 22, 720],
      ['42 cm', 430, 240, 24, 1_280],
    ],
  },
  {
    thing: 'tray',
    noun: 'tray',
    skuPrefix: 'TRY',
    zone: 'B',
    items: 18,
    materials: ['Bamboo', 'Tin', 'Lacquered', 'Wicker'],
    sizes: [
      ['30 cm', 320, 220, 45, 520],
      ['45 cm', 470, 330, 55, 1_150],
    ],
  },
  {
    thing: 'jug',
    noun: 'jug',
    skuPrefix: 'JUG',
    zone: 'B',
    items: 24,
    materials: ['Stoneware', 'Enamel', 'Glass', 'Bolesławiec stoneware'],
    sizes: [
      ['500 ml', 150, 110, 150, 520],
      ['1 l', 185, 135, 195, 860],
    ],
  },
  // Zone C: home and decoration
  {
    thing: 'vase',
    noun: 'vase',
    skuPrefix: 'VAS',
    zone: 'C',
    items: 34,
    materials: ['Ceramic', 'Recycled glass', 'Terracotta', 'Ribbed', 'Hand-thrown'],
    sizes: [
      ['15 cm', 115, 115, 165, 480],
      ['22 cm', 150, 150, 235, 880],
      ['30 cm', 185, 185, 320, 1_650],
    ],
  },
  {
    thing: 'frame',
    noun: 'photo frame',
    skuPrefix: 'FRM',
    zone: 'C',
    items: 36,
    materials: ['Oak', 'Brass', 'Driftwood', 'Painted', 'Bamboo'],
    sizes: [
      ['10 × 15 cm', 210, 160, 30, 280],
      ['13 × 18 cm', 240, 190, 32, 390],
      ['20 × 25 cm', 320, 270, 35, 690],
    ],
  },
  {
    thing: 'lantern',
    noun: 'lantern',
    skuPrefix: 'LAN',
    zone: 'C',
    items: 30,
    materials: ['Tin', 'Iron', 'Glass', 'Moroccan'],
    sizes: [
      ['18 cm', 130, 130, 195, 420],
      ['28 cm', 170, 170, 300, 890],
    ],
  },
  {
    thing: 'clock',
    noun: 'clock',
    skuPrefix: 'CLK',
    zone: 'C',
    items: 24,
    kept: 'by serial number',
    materials: ['Oak', 'Metal', 'Retro', 'Bamboo'],
    sizes: [
      ['10 cm, for the desk', 140, 70, 140, 360],
      ['25 cm, for the wall', 280, 280, 60, 740],
    ],
  },
  {
    thing: 'ornament',
    noun: 'hanging ornament',
    skuPrefix: 'ORN',
    zone: 'C',
    items: 44,
    materials: ['Felt', 'Glass', 'Wooden', 'Ceramic', 'Paper'],
    sizes: [
      ['heart', 120, 100, 30, 45],
      ['star', 130, 130, 35, 55],
      ['bird', 140, 90, 50, 60],
    ],
  },
  {
    thing: 'basket',
    noun: 'basket',
    skuPrefix: 'BSK',
    zone: 'C',
    items: 26,
    materials: ['Seagrass', 'Rope', 'Felt', 'Wire'],
    sizes: [
      ['20 cm', 215, 215, 170, 380],
      ['30 cm', 310, 310, 240, 760],
    ],
  },
  {
    thing: 'hook',
    noun: 'wall hook',
    skuPrefix: 'HOK',
    zone: 'C',
    items: 30,
    materials: ['Cast-iron', 'Brass', 'Wooden', 'Ceramic'],
    sizes: [
      ['single', 110, 70, 55, 160],
      ['rail of 4', 420, 110, 65, 720],
    ],
  },
  {
    thing: 'tin',
    noun: 'storage tin',
    skuPrefix: 'TIN',
    zone: 'C',
    items: 26,
    materials: ['Enamel', 'Embossed', 'Retro', 'Painted'],
    sizes: [
      ['round', 140, 140, 110, 220],
      ['square', 180, 180, 130, 330],
    ],
  },
  // Zone D: textiles, bags and bulky goods
  {
    thing: 'cushion',
    noun: 'cushion',
    skuPrefix: 'CSH',
    zone: 'D',
    items: 36,
    materials: ['Linen', 'Velvet', 'Knitted', 'Cotton', 'Bouclé'],
    sizes: [
      ['30 × 50 cm', 420, 280, 110, 480],
      ['45 × 45 cm', 430, 350, 140, 650],
    ],
  },
  {
    thing: 'throw',
    noun: 'throw',
    skuPrefix: 'THR',
    zone: 'D',
    items: 22,
    materials: ['Wool-blend', 'Cotton', 'Fleece', 'Waffle'],
    sizes: [
      ['125 × 150 cm', 360, 290, 90, 780],
      ['150 × 200 cm', 400, 320, 120, 1_250],
    ],
  },
  {
    thing: 'bag',
    noun: 'shopping bag',
    skuPrefix: 'BAG',
    zone: 'D',
    items: 44,
    materials: ['Jute', 'Canvas', 'Cotton', 'Recycled'],
    sizes: [
      ['small', 330, 230, 12, 110],
      ['large', 400, 300, 15, 190],
    ],
  },
  {
    thing: 'apron',
    noun: 'apron',
    skuPrefix: 'APR',
    zone: 'D',
    items: 26,
    materials: ['Linen', 'Cotton', 'Oilcloth', 'Denim'],
    sizes: [
      ['for adults', 300, 220, 25, 260],
      ['for children', 250, 180, 20, 150],
    ],
  },
  {
    thing: 'towel',
    noun: 'tea towel',
    skuPrefix: 'TWL',
    zone: 'D',
    items: 38,
    materials: ['Linen', 'Cotton', 'Waffle', 'Terry'],
    sizes: [
      ['single', 240, 170, 14, 110],
      ['set of 3', 250, 180, 40, 320],
    ],
  },
  {
    thing: 'doorstop',
    noun: 'doorstop',
    skuPrefix: 'DST',
    zone: 'D',
    items: 24,
    materials: ['Tweed', 'Linen', 'Leather', 'Knitted'],
    sizes: [
      ['cat', 200, 140, 250, 1_450],
      ['owl', 180, 140, 220, 1_380],
    ],
  },
  {
    thing: 'umbrella',
    noun: 'umbrella',
    skuPrefix: 'UMB',
    zone: 'D',
    items: 26,
    materials: ['Folding', 'Automatic', 'Windproof'],
    sizes: [
      ['95 cm', 270, 65, 60, 340],
      ['105 cm', 300, 70, 65, 420],
    ],
  },
  {
    thing: 'lamp',
    noun: 'table lamp',
    skuPrefix: 'LMP',
    zone: 'D',
    items: 24,
    kept: 'by serial number',
    materials: ['Ceramic', 'Brass', 'Glass', 'Rattan'],
    sizes: [
      ['30 cm', 320, 220, 220, 1_400],
      ['40 cm', 410, 260, 260, 2_100],
    ],
  },
  {
    thing: 'diffuser',
    noun: 'reed diffuser',
    skuPrefix: 'RDF',
    zone: 'D',
    items: 6,
    kept: 'as hazardous goods',
    materials: ['Fig', 'Amber', 'Fresh linen'],
    sizes: [
      ['100 ml', 90, 90, 200, 340],
      ['200 ml', 105, 105, 240, 560],
    ],
  },
  {
    thing: 'spray',
    noun: 'room spray',
    skuPrefix: 'SPR',
    zone: 'D',
    items: 4,
    kept: 'as hazardous goods',
    materials: ['Lavender', 'Cedar'],
    sizes: [['150 ml', 60, 60, 190, 210]],
  },
];

/** Words on the box, and the second half of the picture's key. */
export const colours = [
  ['cornflower blue', 'blue'],
  ['duck-egg blue', 'blue'],
  ['midnight navy', 'navy'],
  ['sage green', 'green'],
  ['moss green', 'green'],
  ['cherry red', 'red'],
  ['burnt orange', 'orange'],
  ['mustard yellow', 'yellow'],
  ['blush pink', 'pink'],
  ['dusky lilac', 'purple'],
  ['ivory', 'white'],
  ['chalk white', 'white'],
  ['slate grey', 'grey'],
  ['charcoal black', 'black'],
  ['natural', 'natural'],
  ['antique gold', 'gold'],
] as const satisfies readonly (readonly [words: string, key: string])[];

/** What else is in the box. Real catalogues have names that no screen was drawn for, so this one has some too. */
export const extras = [
  ' with cork base',
  ' in a gift box',
  ' from the Harbour collection',
  ' with linen strap',
  ' from the Winter Garden collection, hand-finished, with care card',
  ' in a reusable cotton bag with matching gift box and handwritten thank-you card',
] as const;

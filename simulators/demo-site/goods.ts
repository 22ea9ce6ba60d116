import type { Random } from '../random.ts';
import { withCheckDigit } from './check-digit.ts';
import type { Cell } from './csv.ts';
import { upTo } from './numbering.ts';
import { colours, extras, things, type Thing } from './things.ts';

export const owner = 'main';

export interface DemoItem {
  number: number;
  sku: string;
  name: string;
  zone: Thing['zone'];
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  weightGrams: number;
  caseUnits: number | null;
  kept: Thing['kept'];
  picture: string;
  velocity: 'A' | 'B' | 'C';
}

export function demoItems(chance: Random): DemoItem[] {
  const velocityOf = {
    A: velocities(chance),
    B: velocities(chance),
    C: velocities(chance),
    D: velocities(chance),
  };
  return things
    .flatMap((thing) =>
      variants(chance, thing).map((variant, index) => ({
        ...variant,
        thing,
        sku: `${thing.skuPrefix}-${1_001 + index}`,
      })),
    )
    .map(({ thing, material, size, colour: [colour, colourKey], extra, sku }, index): DemoItem => {
      const [label, lengthMm, widthMm, heightMm, grams] = size;
      const colourWords = (thing.colourWords ?? ', {colour}').replace('{colour}', colour);
      return {
        number: index,
        sku,
        name: `${material} ${thing.noun} ${label}${colourWords}${extra}`,
        zone: thing.zone,
        lengthMm,
        widthMm,
        heightMm,
        weightGrams: Math.round(grams * (0.94 + chance.next() * 0.12)),
        caseUnits: chance.next() < 1 / 3 ? caseUnitsFor(lengthMm * widthMm * heightMm) : null,
        kept: thing.kept,
        picture: `${thing.thing}-${colourKey}`,
        velocity: velocityOf[thing.zone].pop() ?? 'C',
      };
    });
}

/** 20 % of a zone's items move fast, 30 % now and then, the rest seldom. */
function velocities(chance: Random): ('A' | 'B' | 'C')[] {
  return chance.shuffle(upTo(250).map((rank) => (rank <= 50 ? 'A' : rank <= 125 ? 'B' : 'C')));
}

function variants(chance: Random, thing: Thing) {
  const all = thing.materials.flatMap((material) =>
    thing.sizes.flatMap((size) => colours.map((colour) => ({ material, size, colour }))),
  );
  return chance
    .shuffle(all)
    .slice(0, thing.items)
    .map((variant) => ({
      ...variant,
      extra: thing.kept === undefined && chance.next() < 0.15 ? chance.pick(extras) : '',
    }));
}

function caseUnitsFor(cubicMm: number): number {
  return cubicMm < 600_000 ? 24 : cubicMm < 3_000_000 ? 12 : 6;
}

/** An EAN-13 for the unit; the case has the same number behind a packaging digit, as GS1 has it. */
export function gtinsOf(item: DemoItem): Cell[][] {
  const body = `9520${String(10_000_000 + item.number * 37).padStart(8, '0')}`;
  const each: Cell[] = [owner, withCheckDigit(body), item.sku, 1];
  return item.caseUnits === null
    ? [each]
    : [each, [owner, withCheckDigit(`1${body}`), item.sku, item.caseUnits]];
}

export function hasLots(item: DemoItem): boolean {
  return item.kept === 'by lot' || item.kept === 'by lot and expiry';
}

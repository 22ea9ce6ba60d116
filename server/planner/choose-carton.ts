export interface CartonSize {
  carton: string;
  innerLengthMm: number;
  innerWidthMm: number;
  innerHeightMm: number;
  maxWeightGrams: number;
}
export interface Content {
  units: number;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  weightGrams: number;
}

/** Share of a carton's inner volume that loose goods fill in practice. */
export const fillShare = 0.85;

/** Inner volume that may be used, in millilitres. */
export function usableMl(carton: Readonly<CartonSize>): number {
  return ((carton.innerLengthMm * carton.innerWidthMm * carton.innerHeightMm) / 1_000) * fillShare;
}

export function contentMl(content: readonly Readonly<Content>[]): number {
  return content.reduce(
    (sum, item) => sum + (item.units * item.lengthMm * item.widthMm * item.heightMm) / 1_000,
    0,
  );
}

export function contentGrams(content: readonly Readonly<Content>[]): number {
  return content.reduce((sum, item) => sum + item.units * item.weightGrams, 0);
}

/**
 * The smallest carton that takes everything by volume, weight and longest edge; when none does, the largest (the rest gets a
 * parcel of its own). Cartons sorted best first, so that the screen can show the alternatives.
 */
export function rankCartons(
  cartons: readonly Readonly<CartonSize>[],
  content: readonly Readonly<Content>[],
): CartonSize[] {
  const volume = contentMl(content);
  const grams = contentGrams(content);
  const edge = Math.max(0, ...content.map((item) => Math.max(item.lengthMm, item.widthMm, item.heightMm)));
  const fits = (carton: Readonly<CartonSize>) =>
    usableMl(carton) >= volume &&
    carton.maxWeightGrams >= grams &&
    Math.hypot(carton.innerLengthMm, carton.innerWidthMm) >= edge;
  const bySize = [...cartons].sort((a, b) => usableMl(a) - usableMl(b) || (a.carton < b.carton ? -1 : 1));
  const fitting = bySize.filter(fits);
  const rest = bySize.filter((carton) => !fits(carton)).reverse();
  return [...fitting, ...rest];
}

/** How many more units of an item the carton takes beside what is in it; an empty carton takes one of anything. */
export function unitsThatFit(
  carton: Readonly<CartonSize>,
  inside: readonly Readonly<Content>[],
  unit: Readonly<Omit<Content, 'units'>>,
): number {
  const volume = (unit.lengthMm * unit.widthMm * unit.heightMm) / 1_000;
  const byVolume = Math.floor((usableMl(carton) - contentMl(inside) + 1e-6) / Math.max(1e-6, volume));
  const byWeight = Math.floor((carton.maxWeightGrams - contentGrams(inside)) / Math.max(1, unit.weightGrams));
  const isEmpty = inside.every((item) => item.units === 0);
  return Math.max(Math.min(byVolume, byWeight), isEmpty ? 1 : 0);
}

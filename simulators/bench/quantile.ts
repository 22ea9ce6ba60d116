/** The smallest value that at least this share of the values does not exceed (nearest rank). `share` is above 0 and at most 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * share) - 1];
  if (value === undefined) throw new Error('expected at least one value');
  return value;
}

/** 1, 2, … up to the last. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

export function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `A03` of `WALL-1-A03`: whoever stands before the wall needs no more. */
export function shortName(cubby: string): string {
  return cubby.slice(cubby.lastIndexOf('-') + 1);
}

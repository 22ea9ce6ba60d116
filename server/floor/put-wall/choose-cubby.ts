export interface FreeCubby {
  cubby: string;
  row: number;
  column: number;
}

/** An order from here on is lifted into the lowest row that is free. */
const heavyGrams = 8_000;

/**
 * Free cubbies in the order in which they are given to a new order: at eye level first, the nearest to where the sorter put last.
 * A heavy order stands low.
 */
export function rankCubbies(
  free: readonly FreeCubby[],
  wall: Readonly<{ rows: number; columns: number }>,
  order: Readonly<{ grams: number; nearColumn: number | null }>,
): FreeCubby[] {
  const eyeRow = Math.max(1, Math.ceil(wall.rows * 0.4));
  const column = order.nearColumn ?? (wall.columns + 1) / 2;
  const height = (one: FreeCubby) =>
    order.grams >= heavyGrams ? wall.rows - one.row : Math.abs(one.row - eyeRow);
  return [...free].sort(
    (a, b) =>
      height(a) - height(b) ||
      Math.abs(a.column - column) - Math.abs(b.column - column) ||
      a.row - b.row ||
      a.column - b.column,
  );
}

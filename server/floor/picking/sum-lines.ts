import type { AskedLine, LineFacts } from './next-pick.ts';

/** Units of a line that are still to be taken. */
export function toTake(line: Readonly<LineFacts>): number {
  return line.requested - line.picked - line.shorted - line.cancelled;
}

/**
 * Lines of the same goods from the same place into the same shared tote, as one. It goes by the number of the first of them; the
 * parts behind it stand with the most urgent order first.
 */
export function sumLines(lines: readonly LineFacts[]): AskedLine[] {
  const groups = new Map<string, LineFacts[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.location, line.owner, line.sku, line.lot, line.place]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    const parts = [...group].sort(
      (a, b) => a.cutOffAt.getTime() - b.cutOffAt.getTime() || a.shipment - b.shipment || a.line - b.line,
    );
    const open = parts.filter((part) => part.state === 'open');
    const [first] = [...group].sort((a, b) => a.line - b.line);
    if (first === undefined) return [];
    const sum = (of: (line: LineFacts) => number) => group.reduce((total, line) => total + of(line), 0);
    return [
      {
        ...first,
        sequence: Math.min(...(open.length > 0 ? open : parts).map((part) => part.sequence)),
        requested: sum((line) => line.requested),
        picked: sum((line) => line.picked),
        shorted: sum((line) => line.shorted),
        cancelled: sum((line) => line.cancelled),
        state: open.length > 0 ? 'open' : first.state,
        parts,
      },
    ];
  });
}

/**
 * Which order gets the units that were taken: the most urgent first. Returns units by line; throws when there are more than the
 * lines still ask.
 */
export function spreadPicked(parts: readonly LineFacts[], units: number): { line: number; units: number }[] {
  return spread(parts, units);
}

/**
 * Which order goes without what is not there: where it does the least harm. First those that may go with less, then those that
 * leave last; an order that must be whole and leaves first is the last to lose.
 */
export function spreadGap(parts: readonly LineFacts[], units: number): { line: number; units: number }[] {
  return spread(
    [...parts].sort(
      (a, b) =>
        Number(b.mayShipPartial) - Number(a.mayShipPartial) ||
        b.cutOffAt.getTime() - a.cutOffAt.getTime() ||
        b.shipment - a.shipment ||
        b.line - a.line,
    ),
    units,
  );
}

function spread(parts: readonly LineFacts[], units: number): { line: number; units: number }[] {
  let left = units;
  const given = parts.flatMap((part) => {
    const open = part.state === 'open' ? toTake(part) : 0;
    const here = Math.min(left, open);
    left -= here;
    return here > 0 ? [{ line: part.line, units: here }] : [];
  });
  if (left > 0) throw new Error(`expected ${units} units to fit what is still asked, ${left} do not`);
  return given;
}

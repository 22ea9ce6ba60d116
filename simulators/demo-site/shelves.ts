import type { Random } from '../random.ts';
import type { Cell } from './csv.ts';
import { hasLots, owner, type DemoItem } from './goods.ts';
import { two, upTo } from './numbering.ts';
import { aisles, effortMm, type Place } from './places.ts';

/**
 * Fast items near the front and at hand height, with a second and third place further in; hazardous goods low, in the
 * last aisle.
 */
export function stockShelves(
  chance: Random,
  items: readonly DemoItem[],
  places: readonly Place[],
  today: string,
): Cell[][] {
  const isForHazmat = (place: Place): boolean => place.aisle === two(aisles) && place.level === 0;
  const shelves = [
    ...['A', 'B', 'C', 'D'].map((zone) => ({
      items: items.filter((item) => item.zone === zone && item.kept !== 'as hazardous goods'),
      places: places.filter((place) => place.zone === zone && !isForHazmat(place)),
    })),
    { items: items.filter((item) => item.kept === 'as hazardous goods'), places: places.filter(isForHazmat) },
  ];
  return shelves.flatMap((shelf) => {
    const wishes = chance.shuffle(shelf.items).flatMap((item) => copiesOf(chance, item));
    const nearest = shelf.places.toSorted(
      (a, b) => effortMm(a) - effortMm(b) || (a.location < b.location ? -1 : 1),
    );
    return wishes
      .toSorted((a, b) => Number(a.copy > 1) - Number(b.copy > 1))
      .slice(0, nearest.length)
      .toSorted((a, b) => a.rank - b.rank)
      .flatMap(({ item }, index) => {
        const place = nearest[index];
        return place === undefined ? [] : stockAt(chance, item, place, today);
      });
  });
}

/** The first place by velocity, the others behind: a smaller rank is nearer to the front. */
function copiesOf(chance: Random, item: DemoItem): { item: DemoItem; copy: number; rank: number }[] {
  const copies = { A: chance.int(2, 3), B: chance.next() < 0.3 ? 2 : 1, C: 1 }[item.velocity];
  const start = { A: 0, B: 1, C: 2 }[item.velocity];
  return upTo(copies).map((copy) => ({ item, copy, rank: start + chance.next() + (copy - 1) * 0.8 }));
}

const placeVolumeMm3 = 240_000_000;
const placeGrams = 250_000;

function stockAt(chance: Random, item: DemoItem, place: Place, today: string): Cell[][] {
  const wanted = { A: chance.int(180, 420), B: chance.int(60, 160), C: chance.int(20, 60) }[item.velocity];
  const room = Math.min(
    Math.floor(placeVolumeMm3 / (item.lengthMm * item.widthMm * item.heightMm)),
    Math.floor(placeGrams / item.weightGrams),
  );
  const pack = item.caseUnits ?? 1;
  const units = Math.max(pack, Math.floor(Math.min(wanted, room) / pack) * pack);
  if (!hasLots(item)) return [[owner, item.sku, place.location, units, '', '']];

  // Two lots where there are enough units, the older one with less left.
  const older =
    units >= 2 * pack ? Math.max(pack, Math.floor((units / pack) * (0.2 + chance.next() * 0.3)) * pack) : 0;
  const days = chance.int(60, 240);
  const lotRow = (lotUnits: number, expiresIn: number): Cell[] => {
    const expiry = dayAfter(today, expiresIn);
    return [
      owner,
      item.sku,
      place.location,
      lotUnits,
      `L${expiry.replaceAll('-', '').slice(2)}`,
      item.kept === 'by lot and expiry' ? expiry : '',
    ];
  };
  const newer = lotRow(units - older, days + chance.int(30, 200));
  return older === 0 ? [newer] : [lotRow(older, days), newer];
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

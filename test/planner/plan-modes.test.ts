import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planMode, type ModeLimits, type SizedShipment } from '../../server/planner/plan-modes.ts';
import type { PickMode, PlannedWalk } from '../../server/planner/plan-walks.ts';

const limits: ModeLimits = {
  carts: [4, 2],
  toteVolumeMl: 10_000,
  toteMaxGrams: 10_000,
  batchShipments: 5,
  singlesUnits: 3,
  cartons: [
    { carton: 'L', innerLengthMm: 400, innerWidthMm: 300, innerHeightMm: 300, maxWeightGrams: 20_000 },
    { carton: 'S', innerLengthMm: 200, innerWidthMm: 150, innerHeightMm: 100, maxWeightGrams: 5_000 },
  ],
  start: { xMm: 0, yMm: 0 },
  frontYMm: 1_000,
  backYMm: 21_000,
};
const pick = fc.record({
  units: fc.integer({ min: 1, max: 30 }),
  edge: fc.integer({ min: 10, max: 260 }),
  unitGrams: fc.integer({ min: 1, max: 12_000 }),
  location: fc.string({ minLength: 1, maxLength: 6 }),
  zone: fc.constantFrom('A', 'B', 'C'),
  xMm: fc.integer({ min: 0, max: 20_000 }),
  yMm: fc.integer({ min: 2_000, max: 20_000 }),
});
const shipments = fc
  .array(fc.array(pick, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 14 })
  .map((all) =>
    all.map((picks, at): SizedShipment => ({
      shipment: at + 1,
      cutOffMs: (at % 3) * 3_600_000,
      priority: 0,
      picks: picks.map(({ edge, ...one }, n) => ({
        ...one,
        allocation: (at + 1) * 100 + n,
        aisle: `${one.zone}/1`,
        unitVolumeMl: edge ** 3 / 1_000,
        hasSerial: false,
        lengthMm: edge,
        widthMm: edge,
        heightMm: edge,
      })),
    })),
  );
const modes = ['discrete', 'batch', 'cluster', 'zone', 'singles', 'parcel', 'putwall'] as const;
const runs = { seed: 7, numRuns: 40 };

const check = (mode: PickMode, look: (walks: PlannedWalk[], input: readonly SizedShipment[]) => void) =>
  fc.assert(
    fc.property(shipments, (input) => look(planMode(mode, input, limits).walks, input)),
    runs,
  );

test.each(modes)('%s: every promised unit stands on one stop, and the plan is the same each time', (mode) => {
  check(mode, (walks, input) => {
    expect(planMode(mode, input, limits).walks).toEqual(walks);
    const planned = new Map<number, number>();
    for (const stop of walks.flatMap((walk) => walk.stops))
      planned.set(stop.allocation, (planned.get(stop.allocation) ?? 0) + stop.units);
    const promised = input.flatMap((one) => one.picks.map((own) => [own.allocation, own.units] as const));
    expect([...planned].sort()).toEqual([...promised].sort());
    for (const walk of walks) {
      expect(walk.mode).toBe(mode);
      expect(new Set(walk.stops.map((stop) => stop.place))).toEqual(
        new Set(walk.places.map((place) => place.place)),
      );
      expect(walk.places.length).toBeLessThanOrEqual(walk.takesCart ? 4 : 1);
    }
  });
});

test.each(['discrete', 'cluster', 'zone', 'parcel'] as const)(
  '[RE6] %s: a place serves one shipment',
  (mode) => {
    check(mode, (walks) => {
      for (const walk of walks)
        for (const place of walk.places)
          expect(
            new Set(walk.stops.filter((stop) => stop.place === place.place).map((stop) => stop.shipment)),
          ).toEqual(new Set([place.shipment]));
    });
  },
);

test.each(['batch', 'putwall', 'singles'] as const)(
  '[RE6] %s: places are shared, and no walk serves too many',
  (mode) => {
    const most = mode === 'singles' ? limits.singlesUnits : limits.batchShipments;
    check(mode, (walks) => {
      for (const walk of walks) {
        expect(walk.places.every((place) => place.shipment === null)).toBe(true);
        expect(new Set(walk.stops.map((stop) => stop.shipment)).size).toBeLessThanOrEqual(most);
      }
    });
  },
);

test.each(['zone', 'putwall'] as const)('%s: a walk stays in its zone', (mode) => {
  check(mode, (walks, input) => {
    const zoneOf = new Map(input.flatMap((one) => one.picks.map((own) => [own.allocation, own.zone])));
    for (const walk of walks)
      expect(new Set(walk.stops.map((stop) => zoneOf.get(stop.allocation)))).toEqual(new Set([walk.zone]));
  });
});

test('zone: the walks of a tote follow each other, each zone once', () => {
  check('zone', (walks) => {
    for (const [at, walk] of walks.entries()) {
      if (walk.after === null) continue;
      expect(walk.after).toBe(at - 1);
      expect(walks[at - 1]?.places[0]?.shipment).toBe(walk.places[0]?.shipment);
    }
    for (const [at, walk] of walks.entries()) {
      const chain: (string | null)[] = [walk.zone];
      for (let before = walk.after; before !== null; before = walks[before]?.after ?? null)
        chain.push(walks[before]?.zone ?? null);
      expect(new Set(chain).size, `walk ${at}`).toBe(chain.length);
    }
  });
});

test('parcel: what is picked into a box fits it by volume and weight, unless it is one unit of anything', () => {
  check('parcel', (walks, input) => {
    const sizes = new Map(input.flatMap((one) => one.picks.map((own) => [own.allocation, own])));
    for (const walk of walks)
      for (const place of walk.places) {
        const stops = walk.stops.filter((stop) => stop.place === place.place);
        const box = limits.cartons.find((one) => one.carton === place.carton);
        if (stops.reduce((sum, stop) => sum + stop.units, 0) === 1 || box === undefined) continue;
        const sum = (of: (size: NonNullable<ReturnType<typeof sizes.get>>) => number) =>
          stops.reduce((total, stop) => {
            const size = sizes.get(stop.allocation);
            return size === undefined ? total : total + stop.units * of(size);
          }, 0);
        expect(sum((size) => size.unitVolumeMl)).toBeLessThanOrEqual(
          (box.innerLengthMm * box.innerWidthMm * box.innerHeightMm) / 1_000,
        );
        expect(sum((size) => size.unitGrams)).toBeLessThanOrEqual(box.maxWeightGrams);
      }
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankCartons, unitsThatFit } from '../../server/planner/choose-carton.ts';
import { planWalks, type PlanShipment } from '../../server/planner/plan-walks.ts';

const limits = {
  carts: [4],
  toteVolumeMl: 10_000,
  toteMaxGrams: 10_000,
  start: { xMm: 0, yMm: 0 },
  frontYMm: 1_000,
  backYMm: 21_000,
};
const pick = fc.record({
  allocation: fc.nat(1_000_000),
  units: fc.integer({ min: 1, max: 60 }),
  unitVolumeMl: fc.integer({ min: 1, max: 20_000 }),
  unitGrams: fc.integer({ min: 1, max: 12_000 }),
  location: fc.string({ minLength: 1, maxLength: 6 }),
  zone: fc.constantFrom('A', 'B'),
  aisle: fc.constantFrom('1', '2', '3', '4'),
  xMm: fc.integer({ min: 0, max: 20_000 }),
  yMm: fc.integer({ min: 2_000, max: 20_000 }),
});
const shipments = fc
  .array(fc.array(pick, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
  .map((all) =>
    all.map((picks, at): PlanShipment => ({
      shipment: at + 1,
      cutOffMs: (at % 3) * 3_600_000,
      priority: 0,
      picks: picks.map((one, n) => ({ ...one, allocation: at * 100 + n })),
    })),
  );

test('every unit is on one walk, no cart is over its places, no tote over its limits, and the plan is the same each time', () => {
  fc.assert(
    fc.property(shipments, (input) => {
      const plan = planWalks(input, limits);
      expect(planWalks(input, limits)).toEqual(plan);
      for (const shipment of input)
        for (const one of shipment.picks) {
          const units = plan.walks
            .flatMap((walk) => walk.stops)
            .filter((stop) => stop.allocation === one.allocation)
            .reduce((sum, stop) => sum + stop.units, 0);
          expect(units).toBe(one.units);
        }
      for (const walk of plan.walks) {
        expect(walk.places.length).toBeLessThanOrEqual(limits.carts[0] ?? 0);
        for (const place of walk.places) {
          const inside = walk.stops.filter((stop) => stop.place === place.place);
          expect(new Set(inside.map((stop) => stop.shipment))).toEqual(new Set([place.shipment]));
          const total = inside.reduce((sum, stop) => sum + stop.units, 0);
          const volume = inside.reduce(
            (sum, stop) =>
              sum +
              stop.units *
                (input[stop.shipment - 1]?.picks.find((one) => one.allocation === stop.allocation)
                  ?.unitVolumeMl ?? 0),
            0,
          );
          if (total > 1) expect(volume).toBeLessThanOrEqual(limits.toteVolumeMl);
        }
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('[RE7] walks are cut for one cart after the other, and begin again at the first', () => {
  const one = (shipment: number): PlanShipment => ({
    shipment,
    cutOffMs: 0,
    priority: 0,
    picks: [
      {
        allocation: shipment,
        zone: 'A',
        units: 1,
        unitVolumeMl: 1,
        unitGrams: 1,
        location: 'A',
        aisle: '1',
        xMm: 0,
        yMm: 9_000,
      },
    ],
  });
  const all = Array.from({ length: 14 }, (_, at) => one(at + 1));
  const plan = planWalks(all, { ...limits, carts: [6, 2, 1] });
  expect(plan.walks.map((walk) => walk.places.length)).toEqual([6, 2, 1, 5]);
});

test('batching walks no further than one shipment at a time', () => {
  const near = (shipment: number): PlanShipment => ({
    shipment,
    cutOffMs: 0,
    priority: 0,
    picks: [
      {
        allocation: shipment,
        zone: 'A',
        units: 1,
        unitVolumeMl: 1,
        unitGrams: 1,
        location: 'A',
        aisle: '1',
        xMm: 5_000,
        yMm: 9_000,
      },
    ],
  });
  const plan = planWalks([1, 2, 3, 4].map(near), limits);
  expect(plan.walks).toHaveLength(1);
  // Front 1 m away, 5 m along it, 8 m into the aisle and the same way back.
  expect(plan.walks[0]?.walkMm).toBe(2 * (1_000 + 5_000 + 8_000));
  expect(plan.discreteMm).toBe(4 * 2 * (1_000 + 5_000 + 8_000));
});

test('the smallest carton that takes all is suggested, the largest when none does', () => {
  const cartons = [
    { carton: 'S', innerLengthMm: 200, innerWidthMm: 200, innerHeightMm: 100, maxWeightGrams: 5_000 },
    { carton: 'L', innerLengthMm: 400, innerWidthMm: 400, innerHeightMm: 400, maxWeightGrams: 20_000 },
  ];
  const item = { lengthMm: 100, widthMm: 100, heightMm: 100, weightGrams: 500 };
  expect(rankCartons(cartons, [{ ...item, units: 3 }])[0]?.carton).toBe('S');
  expect(rankCartons(cartons, [{ ...item, units: 4 }])[0]?.carton).toBe('L');
  expect(rankCartons(cartons, [{ ...item, units: 400 }])[0]?.carton).toBe('L');
  expect(cartons.map((carton) => unitsThatFit(carton, [], item))).toEqual([3, 40]);
  expect(
    cartons.map((carton) =>
      unitsThatFit(carton, [], { ...item, lengthMm: 900, widthMm: 900, heightMm: 900 }),
    ),
  ).toEqual([1, 1]);
});

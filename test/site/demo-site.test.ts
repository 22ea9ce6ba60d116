import { describe, expect, test } from 'vitest';
import { isGtin, toGtin } from '../../server/barcode/check-digit.ts';
import { faultLine, readSiteTexts } from '../../server/floor/site/load-site.ts';
import type { SiteFiles } from '../../server/floor/site/site-files.ts';
import { generateDemoSite } from '../../simulators/demo-site/generate.ts';
import { inventOrders } from '../../simulators/hub/orders.ts';
import { itemForUnknownSku, placeForUnknownSku } from '../../simulators/demo-site/unknown-sku.ts';
import { random, seedOf } from '../../simulators/random.ts';

function demoSite(seed: number): SiteFiles {
  const { faults, site } = readSiteTexts(generateDemoSite({ seed }));
  if (site === null) throw new Error(faults.map(faultLine).join('\n'));
  return site;
}

const count = <T>(list: readonly T[], isCounted: (value: T) => boolean): number =>
  list.filter(isCounted).length;

describe('the demo site', () => {
  for (const seed of [1, 2, 3, 20_101_201]) {
    test(`of seed ${seed} is a whole site without a fault`, () => {
      expect(readSiteTexts(generateDemoSite({ seed })).faults.map(faultLine)).toEqual([]);
    });
  }

  test('is the same for the same seed, and another for another', () => {
    expect(generateDemoSite({ seed: 7 })).toEqual(generateDemoSite({ seed: 7 }));
    expect(generateDemoSite({ seed: 7 })['items.csv']).not.toEqual(
      generateDemoSite({ seed: 8 })['items.csv'],
    );
  });

  test('has the size that was promised', () => {
    const site = demoSite(1);
    const pickPlaces = site.locations.filter(({ kind }) => kind === 'pick');
    expect({
      pickPlaces: pickPlaces.length,
      zones: [...new Set(pickPlaces.map(({ zone }) => zone))],
      aisles: new Set(pickPlaces.map(({ aisle }) => aisle)).size,
      items: site.items.length,
      names: new Set(site.items.map(({ name }) => name)).size,
      velocities: (['A', 'B', 'C'] as const).map((velocity) =>
        count(site.items, (item) => item.velocity === velocity),
      ),
      stations: site.stations.length,
      printers: site.printers.length,
      cartSizes: [...new Set(site.carts.map(({ places }) => places))],
      totes: site.totes.length,
      roles: ['picker', 'packer', 'lead', 'supervisor', 'admin'].map((role) =>
        count(site.operators, (one) => one.role === role),
      ),
    }).toEqual({
      pickPlaces: 1_560,
      zones: ['A', 'B', 'C', 'D'],
      aisles: 20,
      items: 1_000,
      names: 1_000,
      velocities: [200, 300, 500],
      stations: 3,
      printers: 4,
      cartSizes: [4, 6, 8, 12, 16],
      totes: 300,
      roles: [8, 5, 1, 1, 1],
    });
  });

  test('keeps fast items in several places, nearer to the front than slow ones', () => {
    const site = demoSite(1);
    const yOf = new Map(site.locations.map(({ location, yMm }) => [location, yMm]));
    const shelves = (['A', 'B', 'C'] as const).map((velocity) => {
      const items = site.items.filter((item) => item.velocity === velocity && !item.isHazmat);
      const skus = new Set(items.map(({ sku }) => sku));
      const places = new Set(
        site.stock.filter(({ sku }) => skus.has(sku)).map(({ sku, location }) => `${sku} ${location}`),
      );
      const walks = [...places].map((place) => yOf.get(place.split(' ')[1] ?? '') ?? NaN);
      return {
        placesPerItem: places.size / items.length,
        meanMm: walks.reduce((sum, mm) => sum + mm, 0) / walks.length,
      };
    });
    const [a, b, c] = shelves;
    expect(a?.placesPerItem).toBeGreaterThan(2);
    expect(b?.placesPerItem).toBeGreaterThan(1);
    expect(c?.placesPerItem).toBe(1);
    expect(a?.meanMm).toBeLessThan(b?.meanMm ?? 0);
    expect(b?.meanMm).toBeLessThan(c?.meanMm ?? 0);
  });

  test('has one item at a place, stock of every item, and units that the place can hold', () => {
    const site = demoSite(1);
    const itemOf = new Map(site.items.map((item) => [item.sku, item]));
    const held = new Map<string, { skus: Set<string>; cubicMm: number }>();
    for (const { sku, location, units } of site.stock) {
      const item = itemOf.get(sku);
      const at = held.get(location) ?? { skus: new Set(), cubicMm: 0 };
      held.set(location, {
        skus: at.skus.add(sku),
        cubicMm: at.cubicMm + units * (item?.lengthMm ?? 0) * (item?.widthMm ?? 0) * (item?.heightMm ?? 0),
      });
    }
    expect(Math.max(...[...held.values()].map(({ skus }) => skus.size))).toBe(1);
    expect(Math.max(...[...held.values()].map(({ cubicMm }) => cubicMm))).toBeLessThan(260_000_000);
    expect(new Set(site.stock.map(({ sku }) => sku)).size).toBe(1_000);
  });

  test('has no unit that does not fit a tote and the largest carton, by size and by weight', () => {
    const site = demoSite(1);
    const tote = [565, 365, 310];
    const largest =
      site.cartons
        .map((box) => [box.innerLengthMm, box.innerWidthMm, box.innerHeightMm].toSorted((a, b) => b - a))
        .at(-1) ?? [];
    const fits = (item: readonly number[], space: readonly number[]): boolean =>
      item.every((mm, side) => mm <= (space[side] ?? 0));
    const tooLarge = site.items.filter((item) => {
      const sides = [item.lengthMm, item.widthMm, item.heightMm].toSorted((a, b) => b - a);
      return !fits(sides, tote) || !fits(sides, largest) || item.weightGrams > 15_000;
    });
    expect(tooLarge.map(({ sku }) => sku)).toEqual([]);
  });

  test('has an EAN-13 for every item and a case for about a third, some goods with lots and a few hazardous', () => {
    const site = demoSite(1);
    const raw = (generateDemoSite({ seed: 1 })['gtins.csv'] ?? '')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(count(raw, ([, gtin = '']) => gtin.length === 13)).toBe(1_000);
    expect(count(raw, ([, gtin = '', , units]) => gtin.length === 14 && Number(units) > 1)).toBeGreaterThan(
      280,
    );
    expect(new Set(site.gtins.map(({ gtin }) => toGtin(gtin))).size).toBe(site.gtins.length);
    expect(count(site.items, ({ isLotControlled }) => isLotControlled)).toBe(48);
    expect(count(site.items, ({ hasExpiry }) => hasExpiry)).toBe(38);
    expect(count(site.items, ({ isHazmat }) => isHazmat)).toBe(10);
    const hazmat = new Set(site.items.filter(({ isHazmat }) => isHazmat).map(({ sku }) => sku));
    const levels = new Map(site.locations.map(({ location, level }) => [location, level]));
    expect([
      ...new Set(site.stock.filter(({ sku }) => hazmat.has(sku)).map(({ location }) => levels.get(location))),
    ]).toEqual([0]);
  });

  test('has goods with serial numbers, whose policy asks for every number, and orders that ask for such goods', () => {
    const site = demoSite(4);
    const numbered = new Set(site.items.filter((item) => item.isSerialControlled).map(({ sku }) => sku));
    expect(numbered.size).toBe(48);
    const asked = site.scanPolicies.filter((row) => row.serial === 'at_pick').map(({ sku }) => sku);
    expect(new Set(asked)).toEqual(numbered);
    expect(site.scanPolicies.some((row) => row.zone === 'C' && row.secondScan === 'item')).toBe(true);
    const orders = inventOrders({
      chance: random(4),
      startsAt: 0,
      timezone: 'Europe/London',
      secondsBetween: 60,
      items: site.items,
      services: [],
    });
    const first = Array.from({ length: 60 }, () => orders.next().value).flatMap(
      (order) => order?.lines ?? [],
    );
    expect(first.some(({ sku }) => numbered.has(sku))).toBe(true);
  });

  test('never has the same check digits twice in an aisle', () => {
    const places = demoSite(1).locations;
    expect(new Set(places.map(({ aisle, checkDigits }) => `${aisle} ${checkDigits}`)).size).toBe(
      places.length,
    );
  });

  test('plugs in the given printers, and counts expiry from the given day', () => {
    const { site } = readSiteTexts(
      generateDemoSite({ seed: 1, printerPorts: [40_001, 40_002, 40_003, 40_004], today: '2010-12-01' }),
    );
    expect(site?.printers.map(({ port }) => port)).toEqual([40_001, 40_002, 40_003, 40_004]);
    const expiries = (site?.stock ?? [])
      .flatMap(({ expiry }) => (expiry === null ? [] : [expiry]))
      .toSorted();
    expect(expiries.at(0) ?? '').toMatch(/^2011-0[12]/);
    expect(expiries.at(-1) ?? '').toMatch(/^201[12]-/);
  });
});

describe('an unknown SKU of a played order', () => {
  const skus = [...Array(2_000).keys()].map(
    (number) => `${20_000 + number * 3}${['', 'A', 'BL'][number % 3]}`,
  );

  test('becomes the same small item with a GTIN of its own every time', () => {
    expect(itemForUnknownSku('85123A')).toEqual(itemForUnknownSku('85123A'));
    const items = skus.map((sku) => itemForUnknownSku(sku));
    expect(new Set(items.map(({ gtins }) => gtins?.[0]?.gtin)).size).toBe(skus.length);
    expect(items.every(({ gtins }) => isGtin(`0${gtins?.[0]?.gtin}`))).toBe(true);
    expect(items.every((item) => item.weightGrams >= 50 && item.weightGrams <= 1_500)).toBe(true);
    expect(items.every((item) => Math.max(item.lengthMm, item.widthMm, item.heightMm) <= 300)).toBe(true);
  });

  test('that is no five digits and letters has a GTIN too', () => {
    const [gtin] = itemForUnknownSku('gift_0001_40').gtins ?? [];
    expect(isGtin(`0${gtin?.gtin}`)).toBe(true);
  });

  test('lies at the same place every time, spread over all', () => {
    const places = [...Array(500).keys()].map((number) => `A-${number}`);
    const used = skus.map((sku) => placeForUnknownSku(sku, places));
    expect(skus.map((sku) => placeForUnknownSku(sku, places))).toEqual(used);
    const perPlace = places.map((place) => count(used, (one) => one === place));
    expect(Math.max(...perPlace)).toBeLessThan(15);
    expect(count(perPlace, (skusHere) => skusHere === 0)).toBeLessThan(30);
  });
});

describe('chance', () => {
  test('is the same for the same seed, and even', () => {
    const draws = (seed: number): number[] => {
      const chance = random(seed);
      return [...Array(6_000)].map(() => chance.int(1, 6));
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    for (const face of [1, 2, 3, 4, 5, 6]) {
      const times = count(draws(1), (drawn) => drawn === face);
      expect(times).toBeGreaterThan(880);
      expect(times).toBeLessThan(1_120);
    }
  });

  test('shuffles without losing or doubling, and leaves the list alone', () => {
    const list = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8]);
    const shuffled = random(3).shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted()).toEqual(list);
  });

  test('picks from something', () => {
    expect(() => random(1).pick([])).toThrow('expected something to pick from');
    expect(seedOf('85123A')).not.toBe(seedOf('85123B'));
  });
});

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import type { Random } from '../random.ts';
import { countryCode } from './countries.ts';

/** An order as a shop took it, before anybody invents a person and an address for it. */
export interface ShopOrder {
  orderId: string;
  /** Milliseconds since 1970. */
  orderedAt: number;
  country: string;
  service: string | null;
  priority: number | null;
  channel: string | null;
  lines: { sku: string; units: number }[];
}

/**
 * Orders of a CSV file with the columns order_id, ordered_at, sku, units, country and, where there, service, priority and
 * channel. Rows of one order stand together or not; the order of first rows is kept. Times without a zone are the site's own.
 */
export function readOrders(file: string, timezone: string, limit: number): ShopOrder[] {
  const rows: Record<string, string | undefined>[] = parse(readFileSync(file, 'utf8'), {
    columns: true,
    skip_empty_lines: true,
    trim: true,
    bom: true,
  });
  const orders = new Map<string, ShopOrder>();
  for (const [index, row] of rows.entries()) {
    const says = (what: string): Error => new Error(`${file}, row ${index + 2}: ${what}`);
    const { order_id: orderId, ordered_at: orderedAt, sku, units, country } = row;
    if (orderId === undefined || orderId === '' || sku === undefined || sku === '')
      throw says('order_id and sku are needed');
    if (units === undefined || !/^-?\d+$/.test(units))
      throw says(`units is "${units ?? ''}": a whole number is needed`);
    const known = orders.get(orderId);
    if (known === undefined && orders.size === limit) continue;

    const order = known ?? {
      orderId,
      orderedAt:
        timeOf(orderedAt ?? '', timezone) ??
        fail(says(`ordered_at is "${orderedAt ?? ''}": a time like 2010-12-01 08:26:00 is needed`)),
      country: countryCode(country ?? '') ?? fail(says(`country is "${country ?? ''}": no such country`)),
      service: row['service'] === undefined || row['service'] === '' ? null : row['service'],
      priority: row['priority'] === undefined || row['priority'] === '' ? null : Number(row['priority']),
      channel: row['channel'] === undefined || row['channel'] === '' ? null : row['channel'],
      lines: [],
    };
    order.lines.push({ sku, units: Number(units) });
    orders.set(orderId, order);
  }
  return [...orders.values()].sort((a, b) => a.orderedAt - b.orderedAt);
}

function timeOf(text: string, timezone: string): number | null {
  const time = text.includes('T')
    ? DateTime.fromISO(text, { zone: timezone })
    : DateTime.fromSQL(text, { zone: timezone });
  return time.isValid ? time.toMillis() : null;
}

function fail(error: Error): never {
  throw error;
}

/**
 * Orders without end from a seed: mostly one or two lines, mostly one or two units, a few of more; A items sell more than
 * C items; three in ten ask for a service of their own. They come `secondsBetween` apart on average, on weekdays from eight to eight,
 * the first `waiting` of them at the very start.
 */
export function* inventOrders(options: {
  chance: Random;
  startsAt: number;
  timezone: string;
  secondsBetween: number;
  waiting?: number;
  items: readonly { sku: string; velocity: string }[];
  services: readonly string[];
}): Generator<ShopOrder> {
  const { chance, items, services } = options;
  const byVelocity = {
    A: items.filter((item) => item.velocity === 'A'),
    B: items.filter((item) => item.velocity === 'B'),
    C: items.filter((item) => item.velocity === 'C'),
  };
  const countries = ['GB', 'GB', 'GB', 'GB', 'GB', 'GB', 'IE', 'DE', 'FR', 'PL', 'NL'];
  let at = options.startsAt;
  for (let number = 1; ; number++) {
    const skus = new Set<string>();
    const lineCount = chance.pick([1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6]);
    while (skus.size < Math.min(lineCount, items.length)) {
      const class_ = chance.pick(['A', 'A', 'A', 'A', 'A', 'B', 'B', 'C'] as const);
      skus.add(chance.pick(byVelocity[class_].length > 0 ? byVelocity[class_] : items).sku);
    }
    yield {
      orderId: `D${String(number).padStart(6, '0')}`,
      orderedAt: at,
      country: chance.pick(countries),
      service: services.length > 0 && chance.next() < 0.3 ? chance.pick(services) : null,
      priority: null,
      channel: chance.pick(['shop', 'shop', 'marketplace']),
      lines: [...skus].map((sku) => ({ sku, units: chance.pick([1, 1, 1, 1, 2, 2, 3, 4, 6, 12]) })),
    };
    if (number < (options.waiting ?? 0)) continue;
    at = nextShopTime(at - Math.log(1 - chance.next()) * options.secondsBetween * 1000, options.timezone);
  }
}

function nextShopTime(at: number, timezone: string): number {
  let time = DateTime.fromMillis(Math.round(at), { zone: timezone });
  const closes = time.set({ hour: 20, minute: 0, second: 0, millisecond: 0 });
  if (time > closes) time = time.plus({ days: 1 }).set({ hour: 8, minute: 0, second: 0, millisecond: 0 });
  while (time.weekday > 5)
    time = time.plus({ days: 1 }).set({ hour: 8, minute: 0, second: 0, millisecond: 0 });
  return time.toMillis();
}

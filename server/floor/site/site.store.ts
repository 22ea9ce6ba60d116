import { sql, type RawBuilder } from 'kysely';
import { toGtin } from '../../barcode/check-digit.ts';
import { json, type Tx } from '../../platform/db/database.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { hashBadge, hashPin, hashSecret } from '../crew/secrets.ts';
import { place, post, saveLot } from '../stock/stock.ts';
import { wordsIn } from './read-cell.ts';
import type { Fault, SiteFiles } from './site-files.ts';

export interface SavedSite {
  site: string;
  isFirstLoad: boolean;
  rows: Readonly<Record<string, number>>;
  /** Units put on the shelves: on the first load only. Afterwards the ledger knows better than the file. */
  openingUnits: number;
}

/**
 * Writes a whole site, or brings an existing one up to the files. What is in use is not touched: stock, a cart's
 * task, a tote's content, numbers already drawn. What the files no longer name stays as it is: goods may lie there.
 */
export async function saveSite(
  tx: Tx,
  files: SiteFiles,
): Promise<{ faults: Fault[]; saved: SavedSite | null }> {
  if (files.site.site !== tx.site)
    throw new Error(`expected the files of site ${tx.site}, got those of ${files.site.site}`);

  // Two loads at once would each believe to be the first and post the opening stock twice.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`site load ${tx.site}`}, 0))`.execute(tx.db);
  const before = await tx.db.selectFrom('site').select('site').where('site', '=', tx.site).executeTakeFirst();
  const faults = [...(await takenBadges(tx, files)), ...(await lotControlChanged(tx, files))];
  if (faults.length > 0) return { faults, saved: null };

  await savePlan(tx, files);
  await saveItems(tx, files);
  await saveEquipment(tx, files);
  await saveServices(tx, files);
  await savePeople(tx, files);
  await saveScanPolicies(tx, files);
  const isFirstLoad = before === undefined;
  const openingUnits = isFirstLoad ? await postOpeningStock(tx, files) : 0;
  return { faults: [], saved: { site: tx.site, isFirstLoad, rows: rowCounts(files), openingUnits } };
}

/** A badge of somebody whom the files do not name cannot change hands silently: two people would sign in as one. */
async function takenBadges(tx: Tx, files: SiteFiles): Promise<Fault[]> {
  const wanted = new Map(files.operators.map(({ badge, line }) => [hashBadge(tx.site, badge), line]));
  if (wanted.size === 0) return [];
  const taken = await tx.db
    .selectFrom('operator')
    .select(['operator', 'badgeHash'])
    .where('site', '=', tx.site)
    .where('badgeHash', 'in', [...wanted.keys()])
    .where(
      'operator',
      'not in',
      files.operators.map(({ operator }) => operator),
    )
    .orderBy('operator')
    .execute();
  return taken.map(({ operator, badgeHash }) => ({
    file: 'operators.csv',
    line: wanted.get(badgeHash) ?? 0,
    column: 'badge',
    says: `is the badge of operator ${operator}, who is at this site but not in the files`,
  }));
}

/** Stock without a lot of an item with lots could never be picked, and the other way round. */
async function lotControlChanged(tx: Tx, files: SiteFiles): Promise<Fault[]> {
  const inStock = await tx.db
    .selectFrom('item')
    .distinct()
    .innerJoin('stockBalance', (join) =>
      join
        .onRef('stockBalance.site', '=', 'item.site')
        .onRef('stockBalance.owner', '=', 'item.owner')
        .onRef('stockBalance.sku', '=', 'item.sku'),
    )
    .select(['item.owner', 'item.sku', 'item.isLotControlled'])
    .where('item.site', '=', tx.site)
    .where('stockBalance.onHand', '>', 0)
    .where('stockBalance.place', 'not like', 'outside:%')
    .execute();
  const controlOf = new Map(inStock.map((item) => [`${item.owner} ${item.sku}`, item.isLotControlled]));
  return files.items.flatMap(({ owner, sku, isLotControlled, line }) => {
    const now = controlOf.get(`${owner} ${sku}`);
    return now === undefined || now === isLotControlled
      ? []
      : [
          {
            file: 'items.csv',
            line,
            column: 'is_lot_controlled',
            says: `cannot change while units of ${sku} are in stock`,
          },
        ];
  });
}

/** The site itself, its owners, and the places in it. */
async function savePlan(tx: Tx, { site, zones, locations }: SiteFiles): Promise<void> {
  await tx.db
    .insertInto('site')
    .values({
      site: tx.site,
      name: site.name,
      timezone: site.timezone,
      language: site.language,
      stockOwner: site.stockOwner,
      ssccPrefix: site.ssccPrefix,
      shipFrom: json(site.shipFrom),
      policies: json(site.policies),
    })
    .onConflict((conflict) =>
      conflict
        .column('site')
        .doUpdateSet(
          fromFile<'site'>(
            'name',
            'timezone',
            'language',
            'stockOwner',
            'ssccPrefix',
            'shipFrom',
            'policies',
          ),
        ),
    )
    .execute();

  await tx.db
    .insertInto('owner')
    .values(site.owners.map((owner) => ({ site: tx.site, ...owner })))
    .onConflict((conflict) => conflict.columns(['site', 'owner']).doUpdateSet(fromFile<'owner'>('name')))
    .execute();

  for (const rows of batches(zones)) {
    await tx.db
      .insertInto('zone')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict.columns(['site', 'zone']).doUpdateSet(fromFile<'zone'>('name', 'handOver', 'skill')),
      )
      .execute();
  }
  for (const rows of batches(locations)) {
    await tx.db
      .insertInto('location')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'location'])
          .doUpdateSet(
            fromFile<'location'>('zone', 'aisle', 'kind', 'xMm', 'yMm', 'level', 'checkDigits', 'blocked'),
          ),
      )
      .execute();
  }
}

async function saveItems(tx: Tx, { items, gtins }: SiteFiles): Promise<void> {
  for (const rows of batches(items)) {
    await tx.db
      .insertInto('item')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'owner', 'sku'])
          .doUpdateSet(
            fromFile<'item'>(
              'name',
              'lengthMm',
              'widthMm',
              'heightMm',
              'weightGrams',
              'isLotControlled',
              'isSerialControlled',
              'hasExpiry',
              'isHazmat',
              'picture',
              'velocity',
            ),
          ),
      )
      .execute();
  }
  for (const rows of batches(gtins)) {
    await tx.db
      .insertInto('itemGtin')
      .values(inSite(tx, rows).map((row) => ({ ...row, gtin: wholeGtin(row.gtin) })))
      .onConflict((conflict) =>
        conflict.columns(['site', 'owner', 'gtin']).doUpdateSet(fromFile<'itemGtin'>('sku', 'units')),
      )
      .execute();
  }
}

async function saveEquipment(
  tx: Tx,
  { carts, totes, putWalls, stations, printers, cartons }: SiteFiles,
): Promise<void> {
  for (const rows of batches(carts)) {
    await tx.db
      .insertInto('cart')
      .values(inSite(tx, rows).map((cart) => ({ ...cart, task: null })))
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'cart'])
          .doUpdateSet(fromFile<'cart'>('places', 'columns'))
          .where('cart.task', 'is', null),
      )
      .execute();
  }
  for (const rows of batches(totes)) {
    await tx.db
      .insertInto('tote')
      .values(rows.map(({ tote }) => ({ site: tx.site, tote, state: 'free' as const })))
      .onConflict((conflict) => conflict.columns(['site', 'tote']).doNothing())
      .execute();
  }
  for (const rows of batches(putWalls)) {
    await tx.db
      .insertInto('putWall')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'wall'])
          .doUpdateSet(fromFile<'putWall'>('name', 'rows', 'columns', 'dropPlace')),
      )
      .execute();
    await tx.db
      .insertInto('cubby')
      .values(
        rows.flatMap((wall) => cubbiesOf(wall).map((cubby) => ({ site: tx.site, shipment: null, ...cubby }))),
      )
      .onConflict((conflict) => conflict.columns(['site', 'cubby']).doNothing())
      .execute();
  }
  for (const rows of batches(printers)) {
    await tx.db
      .insertInto('printer')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict.columns(['site', 'printer']).doUpdateSet(fromFile<'printer'>('name', 'host', 'port', 'dpi')),
      )
      .execute();
  }
  for (const rows of batches(stations)) {
    await tx.db
      .insertInto('station')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict.columns(['site', 'station']).doUpdateSet(fromFile<'station'>('name', 'printer')),
      )
      .execute();
  }
  for (const rows of batches(cartons)) {
    await tx.db
      .insertInto('cartonType')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'carton'])
          .doUpdateSet(
            fromFile<'cartonType'>(
              'name',
              'innerLengthMm',
              'innerWidthMm',
              'innerHeightMm',
              'maxWeightGrams',
              'tareGrams',
            ),
          ),
      )
      .execute();
  }
}

/** A number range never runs backwards: drawn numbers stay drawn, unless the file names another range altogether. */
async function saveServices(tx: Tx, { services }: SiteFiles): Promise<void> {
  for (const rows of batches(services)) {
    await tx.db
      .insertInto('carrierService')
      .values(inSite(tx, rows))
      .onConflict((conflict) =>
        conflict.columns(['site', 'service']).doUpdateSet({
          ...fromFile<'carrierService'>(
            'carrier',
            'name',
            'lane',
            'cutOff',
            'weekdays',
            'isDefault',
            'numberKind',
            'numberPrefix',
            'lastSerial',
          ),
          nextSerial: sql`case
          when carrier_service.number_kind = excluded.number_kind
            and carrier_service.number_prefix = excluded.number_prefix
          then greatest(carrier_service.next_serial, excluded.next_serial) else excluded.next_serial end`,
        }),
      )
      .execute();
  }
}

async function savePeople(tx: Tx, { operators, hubs }: SiteFiles): Promise<void> {
  // Two people who swap badges would meet in the unique constraint half way.
  const named = operators.map(({ operator }) => operator);
  if (named.length > 0) {
    await tx.db
      .updateTable('operator')
      .set({ badgeHash: sql`'moving:' || operator` })
      .where('site', '=', tx.site)
      .where('operator', 'in', named)
      .execute();
  }
  for (const rows of batches(operators)) {
    const values = await Promise.all(
      inSite(tx, rows).map(async ({ badge, pin, zones, skills, ...operator }) => ({
        ...operator,
        zones: json<string[]>(wordsIn(zones)),
        skills: json<string[]>(wordsIn(skills)),
        lockedUntil: null,
        zonesToday: null,
        zonesUntil: null,
        breakSince: null,
        badgeHash: hashBadge(tx.site, badge),
        pinHash: await hashPin(pin),
      })),
    );
    await tx.db
      .insertInto('operator')
      .values(values)
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'operator'])
          .doUpdateSet(
            fromFile<'operator'>(
              'name',
              'role',
              'language',
              'badgeHash',
              'pinHash',
              'isBlocked',
              'zones',
              'skills',
            ),
          ),
      )
      .execute();
  }
  for (const rows of batches(hubs)) {
    await tx.db
      .insertInto('apiKey')
      .values(
        rows.map(({ hub, owner, keyId, secret, isRevoked }) => ({
          site: tx.site,
          apiKey: keyId,
          hub,
          owner,
          secretHash: hashSecret(secret),
          isRevoked,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'apiKey'])
          .doUpdateSet(fromFile<'apiKey'>('hub', 'owner', 'secretHash', 'isRevoked')),
      )
      .execute();
  }
}

async function saveScanPolicies(tx: Tx, { scanPolicies }: SiteFiles): Promise<void> {
  for (const rows of batches(scanPolicies)) {
    await tx.db
      .insertInto('scanPolicy')
      .values(
        inSite(tx, rows).map((row) => ({
          ...row,
          operator: row.operator ?? '',
          owner: row.owner ?? '',
          sku: row.sku ?? '',
          zone: row.zone ?? '',
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['site', 'operator', 'owner', 'sku', 'zone'])
          .doUpdateSet(
            fromFile<'scanPolicy'>(
              'location',
              'item',
              'eachScanUpTo',
              'quantity',
              'secondScan',
              'tote',
              'lot',
              'expiry',
              'serial',
              'short',
            ),
          ),
      )
      .execute();
  }
}

async function postOpeningStock(tx: Tx, { stock }: SiteFiles): Promise<number> {
  const lots = new Map(
    stock.flatMap(({ owner, sku, lot, expiry }) =>
      lot === null ? [] : [[JSON.stringify([owner, sku, lot]), { owner, sku, lot, expiry }]],
    ),
  );
  for (const lot of lots.values()) await saveLot(tx, lot);

  await post(
    tx,
    stock.map(({ owner, sku, lot, location, units }) => ({
      kind: 'opening',
      owner,
      sku,
      lot: lot ?? '',
      units,
      from: { place: place.supplier, status: 'available' },
      to: { place: place.location(location), status: 'available' },
    })),
  );
  return stock.reduce((sum, { units }) => sum + units, 0);
}

function rowCounts({ site, ...lists }: SiteFiles): Record<string, number> {
  return {
    owners: site.owners.length,
    ...Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, rows.length])),
  };
}

/** The named columns as the row that could not be inserted has them. */
function fromFile<T extends keyof Tables>(
  ...columns: (keyof Tables[T] & string)[]
): Record<string, RawBuilder<never>> {
  return Object.fromEntries(columns.map((column) => [column, sql<never>`${sql.ref(`excluded.${column}`)}`]));
}

function inSite<T extends { line: number }>(tx: Tx, rows: readonly T[]) {
  return rows.map(({ line: _line, ...row }) => ({ site: tx.site, ...row }));
}

/** PostgreSQL takes 65,535 parameters in one statement; the widest row here has 15. */
function batches<T>(rows: readonly T[], size = 2_000): (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

function wholeGtin(digits: string): string {
  const gtin = toGtin(digits);
  if (gtin === null) throw new Error(`expected a GTIN that was checked before, got "${digits}"`);
  return gtin;
}

/** `WALL-1-A03`: the row by letter from the top, the column by number from the left. */
function cubbiesOf({ wall, rows, columns }: { wall: string; rows: number; columns: number }) {
  return Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns) + 1;
    const column = (at % columns) + 1;
    return {
      cubby: `${wall}-${String.fromCharCode(64 + row)}${String(column).padStart(2, '0')}`,
      wall,
      row,
      column,
    };
  });
}

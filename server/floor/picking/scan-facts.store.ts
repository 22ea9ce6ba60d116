import { sql } from 'kysely';
import { unitOfPack } from '../../barcode/check-digit.ts';
import { lotIn, serialIn } from '../../barcode/goods-label.ts';
import { asCode } from '../../barcode/own-codes.ts';
import type { ReadScan } from '../../barcode/read-scan.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as stock from '../stock/stock.ts';
import { freeCarts } from './carts.store.ts';
import type { AskedLine, TaskFacts } from './next-pick.ts';
import { whereNext } from './passing.store.ts';
import type { Task } from './picking.store.ts';
import type { Kept } from './settle-reading.ts';
import type { ScanFacts } from './take-scan.ts';
import type { SerialAt } from './take-serial.ts';

/** Looks up what a scan could be here: only the kinds that can matter are read. */
export async function scanFacts(
  tx: Tx,
  scan: ReadScan,
  current: AskedLine | null,
  facts: TaskFacts & { row: Task },
): Promise<ScanFacts> {
  const { drop: dropPlace } = await whereNext(tx, facts.row);
  const text = scan.kind === 'text' ? asCode(scan.text) : null;
  const location = await findLocation(tx, scan, text, current?.location ?? dropPlace);
  const cartCode = scan.kind === 'cart' ? scan.cart : text;
  const toteCode = scan.kind === 'tote' ? scan.tote : scan.kind === 'box' ? scan.box : text;
  const cart =
    cartCode === null
      ? undefined
      : await tx.db
          .selectFrom('cart')
          .leftJoin('pickTask', (join) =>
            join.onRef('pickTask.site', '=', 'cart.site').onRef('pickTask.task', '=', 'cart.task'),
          )
          .leftJoin('operator', (join) =>
            join
              .onRef('operator.site', '=', 'cart.site')
              .onRef('operator.operator', '=', 'pickTask.operator'),
          )
          .select(['cart.cart', 'cart.places', 'cart.task', 'operator.name'])
          .where('cart.site', '=', tx.site)
          .where('cart.cart', '=', cartCode)
          .forUpdate('cart')
          .executeTakeFirst();
  const tote =
    toteCode === null
      ? undefined
      : await tx.db
          .selectFrom('tote')
          .select(['tote', 'state'])
          .where('site', '=', tx.site)
          .where('tote', '=', toteCode)
          .forUpdate()
          .executeTakeFirst();
  const owner = current?.owner ?? facts.lines[0]?.owner ?? '';
  const item = await findItem(tx, scan, owner);
  const unit = scan.kind === 'item' && item === null ? unitOfPack(scan.gtin) : null;
  const needed = facts.places.filter((place) =>
    facts.lines.some((line) => line.place === place.place && line.state === 'open'),
  ).length;
  const isTooSmall = cart !== undefined && cart.places < needed;
  return {
    location: location?.location ?? null,
    isByDigits: location?.isByDigits ?? false,
    ...(await captureFacts(tx, scan, current, facts.row)),
    dropPlace,
    cart:
      cart === undefined
        ? null
        : { cart: cart.cart, places: cart.places, holder: cart.task === null ? null : (cart.name ?? '') },
    tote: tote ?? null,
    newBox: tote === undefined && scan.kind === 'box' ? scan.box : null,
    item,
    packOf: unit === null ? null : await findItem(tx, { kind: 'item', gtin: unit }, owner),
    needed,
    isCartBigEnoughFree: isTooSmall && (await freeCarts(tx)).some((places) => places >= needed),
    names: (line) => ({ sku: line.sku, name: line.name }),
  };
}

export async function findLocation(
  tx: Tx,
  scan: ReadScan,
  text: string | null,
  current: string,
): Promise<{ location: string; isByDigits: boolean } | null> {
  const code = scan.kind === 'location' ? scan.location : scan.kind === 'drop' ? scan.drop : text;
  if (code === null) return null;
  const row = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', code)
    .executeTakeFirst();
  if (row !== undefined) return { location: row.location, isByDigits: false };
  if (text === null) return null;
  const here = await tx.db
    .selectFrom('location')
    .select('location')
    .where('site', '=', tx.site)
    .where('location', '=', current)
    .where('checkDigits', '=', text)
    .executeTakeFirst();
  return here === undefined ? null : { location: here.location, isByDigits: true };
}

/** What is known of the lot and the serial number that the scan tells. */
async function captureFacts(
  tx: Tx,
  scan: ReadScan,
  current: AskedLine | null,
  task: Task,
): Promise<Pick<ScanFacts, 'lot' | 'expiry' | 'serial'>> {
  if (current === null) return { lot: null, expiry: null, serial: null };
  const { owner, sku, location } = current;
  const lot = current.lot === '' ? null : lotIn(scan, [current.lot]);
  // Only a lot that was refused once can take the line over.
  const isOther = lot !== null && lot !== current.lot && lot === task.otherLot;
  const serial = serialIn(scan);
  return {
    lot: isOther
      ? ((await stock.lockLots(tx, { owner, sku, location })).find((one) => one.lot === lot) ?? null)
      : null,
    expiry: current.lot === '' ? null : await stock.expiryOf(tx, current),
    serial: serial === null ? null : serialAt(await stock.serialAt(tx, current, serial), task.task),
  };
}

function serialAt(found: { place: string; isUntold: boolean } | null, task: number): SerialAt | null {
  if (found === null) return null;
  const { place } = found;
  if (place === stock.place.hand(task)) return { at: 'own_hand' };
  if (found.isUntold) return { at: 'shelf' };
  const [kind] = place.split(':');
  if (kind === 'hand' || kind === 'tote' || kind === 'parcel' || kind === 'cubby') return { at: kind };
  return { at: kind === 'outside' ? 'shipped' : 'shelf' };
}

/** What is kept of the items with one of these GTINs, of all owners. */
export async function keptOf(
  tx: Pick<Tx, 'db' | 'site'>,
  gtins: readonly string[],
  lots: readonly string[],
): Promise<Kept[]> {
  return await tx.db
    .selectFrom('itemGtin')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'itemGtin.site')
        .onRef('item.owner', '=', 'itemGtin.owner')
        .onRef('item.sku', '=', 'itemGtin.sku'),
    )
    .select(['item.isLotControlled', 'item.hasExpiry', 'item.isSerialControlled'])
    .select(
      sql<string[]>`array(select lot.lot from lot where lot.site = item.site and lot.owner = item.owner
        and lot.sku = item.sku and lot.lot = any(${lots}::text[]))`.as('lots'),
    )
    .where('itemGtin.site', '=', tx.site)
    .where('itemGtin.gtin', 'in', gtins)
    .execute();
}

export async function findItem(tx: Tx, scan: ReadScan, owner: string): Promise<ScanFacts['item']> {
  if (scan.kind === 'item') {
    const rows = await tx.db
      .selectFrom('itemGtin')
      .innerJoin('item', (join) =>
        join
          .onRef('item.site', '=', 'itemGtin.site')
          .onRef('item.owner', '=', 'itemGtin.owner')
          .onRef('item.sku', '=', 'itemGtin.sku'),
      )
      .select(['item.sku', 'item.name', 'item.owner', 'itemGtin.units'])
      .where('itemGtin.site', '=', tx.site)
      .where('itemGtin.owner', '=', owner)
      .where('itemGtin.gtin', 'in', scan.orGtin === undefined ? [scan.gtin] : [scan.gtin, scan.orGtin])
      .execute();
    // One code that is two things here is neither.
    if (rows.length > 1) return null;
    if (rows[0] !== undefined || scan.text === undefined) return rows[0] ?? null;
    // Bare digits that pass as a GTIN by chance may still be a SKU.
    return findItem(tx, { kind: 'text', text: scan.text }, owner);
  }
  if (scan.kind !== 'text') return null;
  const row = await tx.db
    .selectFrom('item')
    .select(['sku', 'name', 'owner'])
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', scan.text.trim())
    .executeTakeFirst();
  return row === undefined ? null : { ...row, units: 1 };
}

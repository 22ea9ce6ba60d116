import { sql } from 'kysely';
import type { StockAdjustment } from '../../protocol/hub.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { raise, resolve } from '../exceptions/exceptions.ts';
import { decideCount, type CountFacts, type CountMovement } from './decide-count.ts';
import { judgeCount, settledAt, type Verdict } from './judge-count.ts';
import * as serials from './serials.store.ts';
import * as store from './stock.store.ts';
import type { Movement } from './stock.store.ts';

export type { Movement } from './stock.store.ts';

/** Names of places: the only way to write one. */
export const place = {
  location: (code: string) => `location:${code}`,
  tote: (tote: string) => `tote:${tote}`,
  parcel: (parcel: number) => `parcel:${parcel}`,
  cubby: (cubby: string) => `cubby:${cubby}`,
  /** Of a walk, for serial numbers alone. */
  hand: (task: number) => `hand:${task}`,
  supplier: 'outside:supplier',
  customer: 'outside:customer',
  count: 'outside:count',
} as const;

/**
 * The only way that stock changes: writes each movement and both balances from the one value. `fromAllocated` units were promised
 * at their place and stop being so. Throws when a place would go below zero (the constraint's word is final).
 */
export async function post(tx: Tx, movements: Movement[]): Promise<void> {
  await store.post(tx, movements);
}

/** Notes a lot and its expiry (ISO date or null); the first word about a lot stays. */
export async function saveLot(
  tx: Tx,
  lot: { owner: string; sku: string; lot: string; expiry: string | null },
): Promise<void> {
  await store.saveLot(tx, lot);
}

/** A date was read from the goods of a lot: it stays the lot's, unless an earlier word does. ISO date. */
export async function noteExpiry(
  tx: Tx,
  lot: { owner: string; sku: string; lot: string; expiry: string },
): Promise<void> {
  await serials.noteExpiry(tx, lot, lot.lot, lot.expiry);
}

/** Lots of an item at a location with what is free of each, locked in house order; `today` decides what has expired. */
export async function lockLots(
  tx: Tx,
  at: { owner: string; sku: string; location: string },
): Promise<store.LotAt[]> {
  return store.lockLots(tx, at, tx.now);
}

/** When a lot expires, if anybody knows (ISO date). */
export async function expiryOf(
  tx: Tx,
  lot: { owner: string; sku: string; lot: string },
): Promise<string | null> {
  return store.expiryOf(tx, lot);
}

/**
 * Where a serial number is now, locked; null when nobody has seen it. `isUntold`: units have left that place since without anybody
 * reading their numbers, so that this one may be on its shelf as well.
 */
export async function serialAt(
  tx: Tx,
  item: serials.SerialItem,
  serial: string,
): Promise<{ place: string; isUntold: boolean } | null> {
  const found = await serials.lockSerial(tx, item, serial);
  if (found === undefined) return null;
  const isBehindShelf = /^(tote|cubby|parcel):/.test(found.place);
  return { place: found.place, isUntold: isBehindShelf && (await serials.hasUntold(tx, item, found)) };
}

/** Every serial number in these places, locked. */
export async function numbersIn(tx: Tx, places: readonly string[]) {
  return serials.numbersIn(tx, places);
}

/** Once no unit of a lot is left in a place, numbers that nobody told apart there count as on the shelf that they came from. */
export async function layDownUntold(
  tx: Tx,
  goods: { owner: string; sku: string; lot: string },
  where: string,
): Promise<void> {
  await serials.layDownUntold(tx, goods, where);
}

/** Units were moved from one shelf to another: with the last of a lot go the numbers that were last seen there. */
export async function followLast(
  tx: Tx,
  goods: { owner: string; sku: string; lot: string },
  from: string,
  location: string,
): Promise<void> {
  await serials.followLast(tx, goods, from, { place: place.location(location), location });
}

/** A unit with this number is taken from a shelf into a hand. It must be unknown (`isKnown` false) or on a shelf. */
export async function takeSerial(
  tx: Tx,
  item: serials.SerialItem,
  unit: { serial: string; lot: string; location: string; place: string; isKnown: boolean },
): Promise<void> {
  await serials.takeSerial(tx, item, unit);
}

/** Serial numbers of an item in a place, in the order in which they came, locked. */
export async function serialsIn(tx: Tx, where: string, item: serials.SerialItem) {
  return serials.serialsIn(tx, where, item);
}

/** Serial numbers follow their units; beside the place it notes whose they are. Throws when one of them is not in `from`. */
export async function moveSerials(
  tx: Tx,
  item: serials.SerialItem,
  numbers: readonly string[],
  from: string,
  to: Parameters<typeof serials.moveSerials>[4],
): Promise<void> {
  await serials.moveSerials(tx, item, numbers, from, to);
}

/** What a hand holds lies on the shelf again that it was taken from. */
export async function layDownSerials(tx: Tx, hand: string): Promise<void> {
  await serials.layDown(tx, hand);
}

/**
 * Units of a lot went from one place to another, and their serial numbers follow: all that are known of them there, or the one that
 * was scanned. `shipment` and `lineNo` say whose units they are, where that is known. Which of several is never guessed: then
 * nothing moves and it returns `which`.
 */
export async function followUnits(
  tx: Tx,
  goods: {
    owner: string;
    sku: string;
    lot: string;
    units: number;
    shipment?: number;
    lineNo?: number;
    serial?: string | null;
  },
  from: string,
  to: Parameters<typeof serials.moveSerials>[4],
): Promise<'followed' | 'which'> {
  const isOf = (asked: number | undefined, own: number | null) =>
    asked === undefined || own === null || own === asked;
  const there = (await serials.serialsIn(tx, from, goods)).filter(
    (one) => one.lot === goods.lot && isOf(goods.shipment, one.shipment) && isOf(goods.lineNo, one.lineNo),
  );
  const scanned = there.filter(({ serial }) => serial === goods.serial);
  const moved = goods.units === 1 && scanned.length === 1 ? scanned : there;
  if (moved.length > goods.units) return 'which';
  await serials.moveSerials(
    tx,
    goods,
    moved.map(({ serial }) => serial),
    from,
    to,
  );
  return 'followed';
}

/** Promises units at a place (they must be free) or, with a negative number, lets them go. */
export async function promise(
  tx: Tx,
  units: { owner: string; sku: string; lot: string; location: string; units: number }[],
): Promise<void> {
  await store.promise(tx, units);
}

/**
 * A person says units are not where they should be: they become missing there, new allocation there stops, and a count by
 * another person is ordered. `fromAllocated` when the units were promised to the reporter's line.
 */
export async function reportGap(
  tx: Tx,
  gap: {
    owner: string;
    sku: string;
    lot: string;
    location: string;
    units: number;
    fromPlace?: string;
    shipment: number;
    lineNo: number;
    reason: string;
  },
): Promise<void> {
  const at = place.location(gap.location);
  const isHere = gap.fromPlace === undefined;
  await store.post(tx, [
    {
      kind: isHere ? 'short' : 'pack_short',
      owner: gap.owner,
      sku: gap.sku,
      lot: gap.lot,
      units: gap.units,
      fromAllocated: isHere,
      from: { place: gap.fromPlace ?? at, status: 'available' },
      to: { place: at, status: 'missing' },
      reason: gap.reason,
      shipment: gap.shipment,
      lineNo: gap.lineNo,
    },
  ]);
  await orderCount(tx, gap);
  await tellHubs(tx, gap.owner, 'stock.changed', {
    sku: gap.sku,
    lot: gap.lot,
    missing: gap.units,
    available: isHere ? -gap.units : 0,
    reason: gap.reason,
  });
}

/** Stock facts concern every hub that sells this owner's goods. */
async function tellHubs(
  tx: Tx,
  owner: string,
  type: 'stock.changed' | 'stock.adjusted',
  delta: Record<string, unknown>,
): Promise<void> {
  const hubs = await store.hubsOf(tx, owner);
  await append(
    tx,
    hubs.map((hub) => ({ type, topics: [], hub: { hub, owner, orderId: null }, data: { delta } })),
  );
}

/** Goods that are nobody's here lie at the problem place, on hold until a lead decides. Where they came from is not known yet. */
export async function setAside(
  tx: Tx,
  goods: { owner: string; sku: string; lot: string; units: number; location: string; reason: string },
  at: string,
): Promise<void> {
  const { owner, sku, lot, units, location, reason } = goods;
  await store.post(tx, [
    {
      kind: 'set_aside',
      owner,
      sku,
      lot,
      units,
      reason,
      from: { place: place.count, status: 'available' },
      to: { place: place.location(location), status: 'hold' },
    },
  ]);
  await raise(tx, {
    kind: 'surplus',
    ref: `${at}-${sku}-${tx.commandId ?? ''}`,
    owner,
    data: { sku, units, station: at, location },
  });
}

/** Units lie at the problem place on hold from now on: a lead is told, who says what becomes of them. */
export async function tellHeld(
  tx: Tx,
  goods: {
    owner: string;
    sku: string;
    lot: string;
    units: number;
    location: string;
    from: string;
    reason: 'moved' | 'put_back' | 'damaged';
  },
): Promise<void> {
  const { owner, sku, lot, units, location, from, reason } = goods;
  await raise(tx, {
    kind: 'on_hold',
    ref: `${from}-${sku}-${tx.commandId ?? ''}`,
    owner,
    data: { sku, lot, units, from, location, reason },
  });
}

/** Units were moved to the problem place, where nobody sells them, or back from there. The ledger has it from the move. */
export async function tellMoved(
  tx: Tx,
  goods: { owner: string; sku: string; lot: string; units: number },
  change: 'held' | 'released',
): Promise<void> {
  const { owner, sku, lot, units } = goods;
  const available = change === 'held' ? -units : units;
  await tellHubs(tx, owner, 'stock.changed', { sku, lot, available, hold: -available, reason: change });
}

/** Orders a count of one item at one location, once; the desk sees it as an exception. */
export async function orderCount(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<void> {
  const request = await store.orderCount(tx, what);
  if (request === null) return;
  await append(tx, [{ type: 'StockChanged', topics: ['tasks'], data: { countRequest: request } }]);
  await raise(tx, {
    kind: 'count',
    ref: countRef(what),
    owner: what.owner,
    data: {
      countRequest: request,
      location: what.location,
      sku: what.sku,
      lot: what.lot,
      owner: what.owner,
      orderedBy: tx.operator ?? null,
    },
  });
}

const countRef = (what: { owner: string; sku: string; lot: string; location: string }) =>
  `${what.location}|${what.owner}|${what.sku}|${what.lot}`;

/** Desk: a person counted a place. */
export async function correctStock(
  tx: Tx,
  body: CommandBody<'CorrectStock'>,
): Promise<Refused | { result: Record<string, unknown> }> {
  const known = await store.known(tx, body.owner, body.sku, body.location);
  if (!known.location) return refuse('LOCATION_UNKNOWN', { location: body.location });
  if (!known.item) return refuse('ITEM_UNKNOWN', { sku: body.sku });
  const facts = await store.lockForCount(tx, body);
  const outcome = decideCount(facts, body, tx.operator ?? null);
  if ('refused' in outcome) return outcome;
  await book(tx, body, facts, outcome.movements, body.counted, body.reason);
  return { result: { counted: body.counted, was: facts.available, wasMissing: facts.missing } };
}

/** The ledger follows a count, its request is closed, and whoever sells these goods hears of it. */
async function book(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
  before: CountFacts,
  movements: CountMovement[],
  counted: number,
  reason: string,
): Promise<void> {
  const { owner, sku, lot, location } = what;
  await store.post(
    tx,
    movements.map((movement) => ({ ...movement, owner, sku, lot, reason })),
  );
  await store.closeCount(tx, what, counted);
  await resolve(tx, 'count', countRef(what), `counted ${counted}`);
  await resolve(tx, 'write_off', countRef(what), `counted ${counted}`);
  await append(tx, [{ type: 'StockChanged', topics: ['desk'], data: { location, sku, counted } }]);
  if (counted !== before.available || before.missing > 0) {
    await tellHubs(tx, owner, 'stock.adjusted', {
      sku,
      lot,
      available: counted - before.available,
      missing: -before.missing,
      reason,
    });
  }
}

/** What is to be counted, locked; undefined when there is no such request. */
export async function lockCount(tx: Tx, request: number) {
  return store.lockCount(tx, request);
}

/** What the ledger has at a place of one item and lot, locked against every posting. */
export async function lockPlace(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
): Promise<{ available: number; allocated: number; missing: number; hold: number }> {
  const { available, allocated, missing, hold } = await store.lockForCount(tx, what);
  return { available, allocated, missing, hold };
}

/**
 * Somebody on the floor has counted a request's place. `inHand` units were taken from there and are not booked yet. The place is
 * settled, counted again by another person, or put before a lead. The request and its place are locked here.
 */
export async function takeCount(
  tx: Tx,
  request: number,
  entry: { counted: number; inHand: number; operator: string; limitUnits: number },
): Promise<Refused | Verdict> {
  const what = await store.lockCount(tx, request);
  if (what === undefined || what.state === 'done' || what.agreed !== null) return refuse('COUNT_DONE');
  const facts = await store.lockForCount(tx, what);
  const earlier = await store.countEntries(tx, request);
  const verdict = judgeCount({ ...facts, ...entry, earlier }, entry.counted, entry.operator);
  if (isRefused(verdict)) return verdict;
  await store.insertEntry(tx, request, earlier.length + 1, { ...entry, surplus: verdict.surplus });
  switch (verdict.verdict) {
    case 'again':
      await append(tx, [
        { type: 'StockChanged', topics: ['tasks', 'desk'], data: { countRequest: request } },
      ]);
      return verdict;
    case 'approve':
      await store.agree(tx, request, verdict.surplus);
      await raise(tx, {
        kind: 'write_off',
        ref: countRef(what),
        owner: what.owner,
        data: {
          countRequest: request,
          location: what.location,
          sku: what.sku,
          lot: what.lot,
          owner: what.owner,
          counted: entry.counted,
          units: verdict.lost,
        },
      });
      return verdict;
    case 'settle':
      await settle(tx, what, facts, verdict.surplus);
      return verdict;
  }
}

/** A lead allows what the counts agree on, or wants the place counted by somebody else again. */
export async function answerCount(
  tx: Tx,
  request: number,
  isAllowed: boolean,
): Promise<Refused | { ok: true }> {
  const what = await store.lockCount(tx, request);
  if (what === undefined || what.state === 'done' || what.agreed === null) return refuse('COUNT_DONE');
  const facts = await store.lockForCount(tx, what);
  const earlier = await store.countEntries(tx, request);
  if (what.orderedBy === tx.operator || earlier.some((one) => one.operator === tx.operator))
    return refuse('COUNT_NEEDS_ANOTHER');
  if (isAllowed) {
    await settle(tx, what, facts, what.agreed);
    return { ok: true };
  }
  await store.agree(tx, request, null);
  await resolve(tx, 'write_off', countRef(what), 'count again');
  await append(tx, [{ type: 'StockChanged', topics: ['tasks', 'desk'], data: { countRequest: request } }]);
  return { ok: true };
}

async function settle(
  tx: Tx,
  what: { owner: string; sku: string; lot: string; location: string },
  facts: CountFacts,
  surplus: number,
): Promise<void> {
  const available = settledAt(facts, surplus);
  const booked = decideCount(facts, { counted: available }, null);
  if (isRefused(booked))
    throw new Error(`expected a count of ${what.sku} that can be booked: ${booked.refused}`);
  await book(tx, what, facts, booked.movements, available, 'counted');
}

/** Hub: a blind receipt (units > 0) or a correction (either sign). Units are eaches. */
export async function adjust(
  tx: Tx,
  owner: string,
  doc: StockAdjustment,
): Promise<Refused | { onHand: number }> {
  const known = await store.known(tx, owner, doc.sku, doc.location);
  if (!known.location) return refuse('LOCATION_UNKNOWN', { location: doc.location });
  if (!known.item) return refuse('ITEM_UNKNOWN', { sku: doc.sku });
  const lot = doc.lot ?? '';
  if (lot !== '') await store.saveLot(tx, { owner, sku: doc.sku, lot, expiry: doc.expiry ?? null });
  const facts = await store.lockForCount(tx, { owner, sku: doc.sku, lot, location: doc.location });
  if (doc.units < 0 && facts.available + doc.units < facts.allocated)
    return refuse('COUNT_BELOW_ALLOCATED', { allocated: facts.allocated });
  if (doc.units !== 0) {
    const here = { place: place.location(doc.location), status: 'available' as const };
    const outside = {
      place: doc.kind === 'receipt' ? place.supplier : place.count,
      status: 'available' as const,
    };
    await store.post(tx, [
      {
        kind: doc.kind === 'receipt' ? 'receipt' : 'correction',
        owner,
        sku: doc.sku,
        lot,
        units: Math.abs(doc.units),
        reason: doc.reason,
        from: doc.units > 0 ? outside : here,
        to: doc.units > 0 ? here : outside,
      },
    ]);
    await append(tx, [
      {
        type: 'StockChanged',
        topics: ['desk'],
        data: { location: doc.location, sku: doc.sku, units: doc.units },
      },
    ]);
    await tellHubs(tx, owner, 'stock.adjusted', {
      sku: doc.sku,
      lot,
      available: doc.units,
      missing: 0,
      reason: doc.reason,
    });
  }
  return { onHand: facts.available + doc.units };
}

/** Everything on hand at a location by the ledger, whatever it is and in whatever status. */
export async function unitsAt(tx: Tx, location: string): Promise<number> {
  return store.unitsAt(tx, place.location(location));
}

/** Free stock of these items at places a picker may be sent to now: earliest expiry first, locked in house order. */
export async function lockFree(tx: Tx, items: { owner: string; sku: string }[], now: Date) {
  return store.readFree(tx, items, now, true);
}

/** The same, as it is at this moment: somebody else may promise it first. */
export async function freeNow(tx: Tx, items: readonly { owner: string; sku: string }[], now: Date) {
  return store.readFree(tx, items, now, false);
}

/** Where the units in a place lie, by lot: totes and parcels hold few rows. */
export async function lockContents(tx: Tx, places: string[]) {
  if (places.length === 0) return [];
  return tx.db
    .selectFrom('stockBalance')
    .selectAll()
    .where('site', '=', tx.site)
    .where('place', 'in', places)
    .where('onHand', '>', 0)
    .orderBy(sql`owner, sku, lot, place, status`)
    .forUpdate()
    .execute();
}

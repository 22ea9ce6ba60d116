import { serialIn } from '../../barcode/goods-label.ts';
import { isSscc } from '../../barcode/check-digit.ts';
import { asCode } from '../../barcode/own-codes.ts';
import { readScan, type ReadScan } from '../../barcode/read-scan.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import type { BenchView } from '../../protocol/views.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { contentGrams, contentMl, usableMl } from '../../planner/choose-carton.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as printing from '../printing/printing.ts';
import * as stock from '../stock/stock.ts';
import { leftToPack, nextPack, type PackFacts } from './next-pack.ts';
import { packNumber } from './pack-number.ts';
import { packUnit } from './pack-unit.ts';
import * as store from './packing.store.ts';
import {
  addUnits,
  benchChanged,
  closeParcel,
  closeWhenComplete,
  newParcel,
  refusingMidway,
  withSerials,
  voidEmpty,
  type Outcome,
} from './parcel.flow.ts';
import { emptyTote, isAsPicked, openShared, packSingle, sealBox } from './shared-totes.flow.ts';
import { goodsOf, loseGoods } from './goods.flow.ts';
import { benchOf } from './packing.views.ts';

interface Packer {
  operator: string;
  station: string | null;
}

/** What a station shows now. */
export async function benchFor(tx: Tx, station: string): Promise<BenchView> {
  return benchOf(tx.db, tx.site, station, tx.now);
}

async function begin(
  tx: Tx,
  packer: Packer,
): Promise<Refused | { station: string; work: store.Work; facts: PackFacts }> {
  if (packer.station === null) return refuse('NO_STATION');
  // The order is locked before the work row (db/lock-order.ts); which order it is can only change through this station.
  const peek = await tx.db
    .selectFrom('stationWork')
    .select('shipment')
    .where('site', '=', tx.site)
    .where('station', '=', packer.station)
    .executeTakeFirst();
  if (peek !== undefined && peek.shipment !== null) await orders.lockShipments(tx, [peek.shipment]);
  const work = await store.lockWork(tx, packer.station);
  return { station: packer.station, work, facts: await store.facts(tx, work) };
}

export async function packScan(tx: Tx, body: CommandBody<'PackScan'>, packer: Packer): Promise<Outcome> {
  const scan = await picking.tellApart(tx, readScan(body.scan));
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const { station, work, facts } = begun;
  if (scan.kind === 'unreadable' && scan.reason === 'too_long')
    return refuse('SCAN_UNREADABLE', { why: scan.reason });
  const next = nextPack(facts);
  // A label's barcode is plain text to a reader of items, and may even look like one: what it must be is compared first.
  if (next.step === 'label' || next.step === 'askPrint' || next.step === 'printerTrouble') {
    return bindLabel(tx, station, next, body.scan);
  }
  if (scan.kind === 'unreadable' && (scan.text === undefined || scan.reason !== 'check_digit'))
    return refuse('SCAN_UNREADABLE', { why: scan.reason });
  switch (next.step) {
    case 'tote':
      return openTote(tx, { ...packer, station }, scan);
    case 'single':
      if (scan.kind === 'tote' || scan.kind === 'box')
        return refuse('PACK_TOTE_NOT_DONE', { tote: next.tote, units: next.left });
      return refusingMidway(() => packSingle(tx, { ...packer, station }, next.tote, scan, body.scan));
    case 'stopped':
      return refuse(next.why === 'held' ? 'PACK_ORDER_HELD' : 'PACK_ORDER_CANCELLED');
    case 'quantity': {
      if (scan.kind === 'carton') return takeCarton(tx, station, work, scan.carton);
      return refuse('NOTHING_TO_SCAN_NOW');
    }
    case 'unit': {
      if (scan.kind === 'carton') return takeCarton(tx, station, work, scan.carton);
      const owner = facts.lines[0]?.owner ?? '';
      const item = await picking.findItem(
        tx,
        scan.kind === 'unreadable' ? { kind: 'text', text: scan.text ?? '' } : scan,
        owner,
      );
      const numbered = await byNumber(tx, facts, scan, item);
      if (isRefused(numbered)) return numbered;
      if (numbered !== null)
        return refusingMidway(() =>
          addUnits(tx, { ...packer, station }, work, numbered.line, 1, numbered.unit),
        );
      const outcome = packUnit(facts, item, body.scan.slice(0, 60));
      if (isRefused(outcome)) return outcome;
      if ('ask' in outcome) {
        await store.changeWork(tx, station, { quantityFor: outcome.line.lineNo });
        await benchChanged(tx, station);
        return {};
      }
      return refusingMidway(() => addUnits(tx, { ...packer, station }, work, outcome.line, outcome.units));
    }
  }
}

/** The unit that the scan names by its number, if it names one. */
async function byNumber(
  tx: Tx,
  facts: PackFacts,
  scan: ReadScan,
  item: Awaited<ReturnType<typeof picking.findItem>>,
): Promise<ReturnType<typeof packNumber>> {
  const inCode = scan.kind === 'item' ? (scan.serial ?? null) : null;
  const number = item === null ? serialIn(scan) : inCode;
  if (number === null || facts.shipment === null) return null;
  const places = (await goodsOf(tx, facts.shipment)).map((goods) => goods.place);
  return packNumber(facts, item, number, await stock.numbersIn(tx, [...new Set(places)]));
}

async function openTote(
  tx: Tx,
  packer: { operator: string; station: string },
  scan: ReadScan,
): Promise<Outcome> {
  const code = scan.kind === 'text' ? asCode(scan.text) : null;
  const cubby = await store.shipmentOfCubby(tx, scan.kind === 'cubby' ? scan.cubby : code);
  if (scan.kind === 'cubby' && cubby === undefined) return refuse('CUBBY_UNKNOWN', { scanned: scan.cubby });
  if (cubby !== undefined) {
    if (cubby.shipment === null) return refuse('PACK_CUBBY_EMPTY', { cubby: cubby.cubby });
    return openShipment(tx, packer, cubby.shipment, { cubby: cubby.cubby });
  }
  const toteCode = scan.kind === 'tote' ? scan.tote : scan.kind === 'box' ? scan.box : code;
  if (toteCode === null) return refuse('NEED_TOTE', { kind: scan.kind });
  const tote = await store.shipmentOfTote(tx, toteCode);
  if (tote === undefined) return refuse('TOTE_UNKNOWN', { scanned: toteCode });
  if (tote.shipment === null) return openShared(tx, packer, toteCode);
  const box = tote.kind === 'box' ? { box: toteCode, carton: tote.carton } : null;
  return openShipment(tx, packer, tote.shipment, { tote: toteCode }, box);
}

/** A station begins, or goes on with, the shipment of what was scanned. */
async function openShipment(
  tx: Tx,
  packer: { operator: string; station: string },
  number: number,
  from: { tote: string } | { cubby: string },
  box: { box: string; carton: string | null } | null = null,
): Promise<Outcome> {
  const [shipment] = await orders.lockShipments(tx, [number]);
  if (shipment === undefined) throw new Error(`expected shipment ${number}`);
  if (shipment.stage === 'ended') return refuse('PACK_ORDER_CANCELLED');
  const holds = (await orders.holdsOf(tx, [shipment.shipment])).get(shipment.shipment);
  if (holds !== undefined) return refuse('PACK_ORDER_HELD', { reasons: holds });
  if (shipment.stage !== 'picked' && shipment.stage !== 'packing')
    return notReady(tx, shipment.shipment, from);
  const elsewhere = await store.workOnShipment(tx, shipment.shipment);
  if (elsewhere !== null && elsewhere !== packer.station)
    return refuse('PACK_ON_OTHER_STATION', { station: elsewhere });
  await store.changeWork(tx, packer.station, {
    operator: packer.operator,
    shipment: shipment.shipment,
    parcel: null,
    quantityFor: null,
    lastParcel: null,
    tote: null,
  });
  if (shipment.stage === 'picked') await orders.setStage(tx, shipment.shipment, 'packing');
  if (box !== null && (await isAsPicked(tx, shipment.shipment, box.box)))
    return refusingMidway(() => sealBox(tx, packer, shipment, box));
  await newParcel(tx, packer, shipment);
  await append(tx, [
    {
      type: 'BenchChanged',
      topics: [`station:${packer.station}`, 'benches', 'desk', 'wall'],
      data: { station: packer.station },
    },
  ]);
  return {};
}

/** More is to come: from a walk, from a wall, or, if it turns up in time, from wherever it is. */
async function notReady(
  tx: Tx,
  shipment: number,
  from: { tote: string } | { cubby: string },
): Promise<Refused> {
  const openTasks = await picking.openTasksOf(tx, shipment);
  const held = openTasks.length === 0 ? await picking.heldOf(tx, shipment) : null;
  if (held !== null)
    return refuse('PACK_TOTE_HELD', {
      scanned: 'cubby' in from ? from.cubby : from.tote,
      shipment,
      units: held.units,
      until: held.until.toISOString(),
      minutes: Math.max(1, Math.ceil((held.until.getTime() - tx.now.getTime()) / 60_000)),
    });
  return 'cubby' in from
    ? refuse('PACK_CUBBY_NOT_READY', { cubby: from.cubby })
    : refuse('PACK_TOTE_NOT_READY', { tote: from.tote, openTasks });
}

async function bindLabel(
  tx: Tx,
  station: string,
  next: { parcel: number; tracking: string },
  raw: string,
): Promise<Outcome> {
  const parcel = await store.lockParcel(tx, next.parcel);
  if (parcel === undefined) throw new Error(`expected parcel ${next.parcel}`);
  const digits = raw.replace(/^\](C1|d2|C0)/, '').replaceAll('\u001d', '');
  const scanned = readScan(raw);
  const sscc = scanned.kind === 'sscc' ? scanned.sscc : isSscc(digits) ? digits : null;
  const isOwn = digits.trim() === parcel.tracking || sscc === parcel.sscc;
  if (!isOwn) {
    const isLabel =
      sscc !== null ||
      (await tx.db
        .selectFrom('parcelLabel')
        .select('parcel')
        .where('site', '=', tx.site)
        .where('tracking', '=', digits.trim())
        .executeTakeFirst()) !== undefined;
    return isLabel
      ? refuse('LABEL_OF_OTHER_PARCEL', { expected: parcel.tracking, scanned: digits.slice(0, 40) })
      : refuse('LABEL_FIRST', { parcel: parcel.parcel, tracking: parcel.tracking });
  }
  await store.moveParcel(tx, parcel.parcel, 'staged', { isLabelBound: true });
  await store.changeWork(tx, station, { lastParcel: parcel.parcel });
  await append(tx, [
    {
      type: 'ParcelStaged',
      topics: [`station:${station}`, 'desk', 'wall'],
      data: { parcel: parcel.parcel, shipment: parcel.shipment },
    },
  ]);
  return { result: { parcel: parcel.parcel, lane: parcel.lane, tracking: parcel.tracking } };
}

export async function enterPacked(
  tx: Tx,
  body: CommandBody<'EnterPacked'>,
  packer: Packer,
): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const { station, work, facts } = begun;
  const next = nextPack(facts);
  if (next.step === 'stopped')
    return refuse(next.why === 'held' ? 'PACK_ORDER_HELD' : 'PACK_ORDER_CANCELLED');
  if (next.step !== 'quantity') return refuse('PACK_NOTHING_OPEN');
  if (body.units > leftToPack(next.line))
    return refuse('PACK_TOO_MANY', {
      sku: next.line.sku,
      name: next.line.name,
      remaining: leftToPack(next.line),
    });
  if (body.units === 0) {
    await store.changeWork(tx, station, { quantityFor: null });
    await benchChanged(tx, station);
    return {};
  }
  return refusingMidway(() => addUnits(tx, { ...packer, station }, work, next.line, body.units));
}

export async function chooseCarton(
  tx: Tx,
  body: CommandBody<'ChooseCarton'>,
  packer: Packer,
): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  return takeCarton(tx, begun.station, begun.work, body.carton);
}

async function takeCarton(tx: Tx, station: string, work: store.Work, code: string): Promise<Outcome> {
  if (work.parcel === null) return refuse('PACK_NOTHING_OPEN');
  const carton = (await store.cartons(tx)).find((one) => one.carton === code);
  if (carton === undefined) return refuse('CARTON_UNKNOWN', { scanned: code });
  const inside = await store.contents(tx, work.parcel);
  const sizes = await store.sizes(
    tx,
    inside.map((line) => line.sku),
  );
  const content = inside.flatMap((line) => {
    const size = sizes.get(`${line.owner}\u0000${line.sku}`);
    return size === undefined ? [] : [{ ...size, units: line.units }];
  });
  if (
    content.length > 0 &&
    (contentMl(content) > usableMl(carton) || contentGrams(content) > carton.maxWeightGrams)
  )
    return refuse('CARTON_TOO_SMALL', { carton: code });
  await store.setCarton(tx, work.parcel, code);
  await benchChanged(tx, station);
  return {};
}

export async function closeAndContinue(tx: Tx, packer: Packer): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const { station, work, facts } = begun;
  const next = nextPack(facts);
  if (next.step === 'stopped')
    return refuse(next.why === 'held' ? 'PACK_ORDER_HELD' : 'PACK_ORDER_CANCELLED');
  if (work.parcel === null || work.shipment === null) return refuse('PACK_NOTHING_OPEN');
  if ((await store.contents(tx, work.parcel)).length === 0) return refuse('PARCEL_EMPTY');
  const [shipment] = await orders.lockShipments(tx, [work.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${work.shipment}`);
  const parcel = work.parcel;
  return refusingMidway(async () => {
    await closeParcel(tx, { ...packer, station }, shipment, parcel);
    await newParcel(tx, { ...packer, station }, shipment);
    await benchChanged(tx, station);
    return {};
  });
}

export async function reportPackShort(
  tx: Tx,
  body: CommandBody<'ReportPackShort'>,
  packer: Packer,
): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const { station, work, facts } = begun;
  if (work.shipment === null || facts.unboundParcel !== null) return refuse('PACK_NOTHING_OPEN');
  if (facts.stopped !== null)
    return refuse(facts.stopped === 'held' ? 'PACK_ORDER_HELD' : 'PACK_ORDER_CANCELLED');
  const line = facts.lines.find((one) => one.lineNo === body.lineNo);
  if (line === undefined || body.missing > leftToPack(line))
    return refuse('PACK_SHORT_TOO_MANY', { remaining: line === undefined ? 0 : leftToPack(line) });
  const [shipment] = await orders.lockShipments(tx, [work.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${work.shipment}`);
  await loseGoods(tx, shipment, line, body.missing, () => true);
  await store.changeWork(tx, station, { quantityFor: null });
  return refusingMidway(async () => {
    const parcel = work.parcel ?? (await newParcel(tx, { ...packer, station }, shipment));
    await closeWhenComplete(tx, { ...packer, station }, shipment, parcel);
    await benchChanged(tx, station);
    return {};
  });
}

/** The shared tote at this station holds nothing more, whatever the ledger says. */
export async function toteIsEmpty(tx: Tx, packer: Packer): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const next = nextPack(begun.facts);
  if (next.step !== 'single') return refuse('PACK_NOTHING_OPEN');
  return emptyTote(tx, { ...packer, station: begun.station }, next.tote);
}

export async function setAside(tx: Tx, body: CommandBody<'SetAside'>, packer: Packer): Promise<Outcome> {
  if (packer.station === null) return refuse('NO_STATION');
  const owners = await tx.db
    .selectFrom('owner')
    .select('owner')
    .where('site', '=', tx.site)
    .orderBy('owner')
    .execute();
  let item: Awaited<ReturnType<typeof picking.findItem>> = null;
  const scan = await picking.tellApart(tx, readScan(body.itemScan));
  for (const { owner } of owners) item ??= await picking.findItem(tx, scan, owner);
  if (item === null) return refuse('ITEM_UNKNOWN', { sku: body.itemScan.slice(0, 60) });
  const { policies } = await tx.db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  await stock.setAside(
    tx,
    {
      owner: item.owner,
      sku: item.sku,
      lot: '',
      units: body.units,
      location: policies.problemPlace,
      reason: 'found at packing',
    },
    packer.station,
  );
  await benchChanged(tx, packer.station);
  return { result: { sku: item.sku, units: body.units, place: policies.problemPlace } };
}

export async function leaveBench(tx: Tx, packer: Packer): Promise<Outcome> {
  const begun = await begin(tx, packer);
  if (isRefused(begun)) return begun;
  const { station, work, facts } = begun;
  if (facts.unboundParcel !== null)
    return refuse('LABEL_FIRST', {
      parcel: facts.unboundParcel.parcel,
      tracking: facts.unboundParcel.tracking,
    });
  if (work.parcel !== null) {
    const inside = await store.contents(tx, work.parcel);
    // A parcel that was begun is closed with what it holds rather than forgotten half-full on a bench.
    if (inside.length > 0 && facts.stopped === null) return refuse('PACK_NOTHING_OPEN');
    if (inside.length === 0) {
      const parcel = await store.lockParcel(tx, work.parcel);
      if (parcel?.state === 'open') await voidEmpty(tx, work.parcel);
    }
  }
  await store.changeWork(tx, station, {
    shipment: null,
    parcel: null,
    quantityFor: null,
    lastParcel: null,
    tote: null,
  });
  await benchChanged(tx, station);
  return {};
}

export async function reprintLabel(
  tx: Tx,
  body: CommandBody<'ReprintLabel'>,
  packer: Packer,
): Promise<Outcome> {
  if (packer.station === null) return refuse('NO_STATION');
  const parcel = await store.lockParcel(tx, body.parcel);
  const live = await tx.db
    .selectFrom('parcelLabel')
    .select('tracking')
    .where('site', '=', tx.site)
    .where('parcel', '=', body.parcel)
    .where('state', '=', 'live')
    .executeTakeFirst();
  if (parcel === undefined || live === undefined) return refuse('NO_LIVE_LABEL', { parcel: body.parcel });
  const last = await printing.lastJob(tx, body.parcel);
  if (last !== undefined && (last.state === 'queued' || last.state === 'sending' || last.state === 'unknown'))
    return refuse('PRINT_NOT_UNKNOWN', { state: last.state });
  const printer = await store.printerOf(tx, packer.station);
  if (printer === null) return refuse('NO_STATION');
  const printJob = await printing.queueLabel(tx, {
    parcel: body.parcel,
    station: packer.station,
    printer,
    isReprint: true,
    reason: body.reason,
  });
  await benchChanged(tx, packer.station);
  return { result: { printJob } };
}

/**
 * A cancelled order's packed goods: every parcel not yet shipped is voided with its label, and its units wait to go back.
 * Orders must be locked. Returns units taken out by line.
 */
export async function unpackShipment(tx: Tx, shipment: number, reason: string): Promise<void> {
  const [order] = await orders.lockShipments(tx, [shipment]);
  for (const parcel of await store.parcelsOf(tx, shipment)) {
    if (parcel.state === 'shipped') continue;
    const inside = await store.contents(tx, parcel.parcel);
    const tracking = await store.moveLabel(tx, parcel.parcel, 'voided', reason);
    await store.moveParcel(tx, parcel.parcel, 'voided');
    await printing.expireQueued(tx, parcel.parcel);
    for (const line of inside) {
      await orders.addToLine(tx, shipment, line.lineNo, { packed: -line.units });
      await picking.orderPutBack(tx, {
        shipment,
        lineNo: line.lineNo,
        owner: line.owner,
        sku: line.sku,
        lot: line.lot,
        units: line.units,
        fromPlace: stock.place.parcel(parcel.parcel),
      });
    }
    if (tracking !== null && order !== undefined)
      await orders.tell(tx, order.hub, order.orderId, 'parcel.label_voided', {
        parcel: parcel.parcel,
        tracking,
        reason,
      });
  }
  const station = await store.workOnShipment(tx, shipment);
  if (station !== null) {
    await store.changeWork(tx, station, { parcel: null, quantityFor: null });
    await benchChanged(tx, station);
  }
}

/** Parcels of a carrier that are staged and whose orders are not held: what a manifest may take. Locked. */
export async function lockStaged(tx: Tx, carrier: string) {
  const peek = await tx.db
    .selectFrom('parcel')
    .select(['parcel', 'shipment'])
    .where('site', '=', tx.site)
    .where('carrier', '=', carrier)
    .where('state', '=', 'staged')
    .orderBy('parcel')
    .execute();
  await orders.lockShipments(tx, [...new Set(peek.map((row) => row.shipment))]);
  const held = await orders.holdsOf(tx, [...new Set(peek.map((row) => row.shipment))]);
  if (peek.length === 0) return [];
  const rows = await tx.db
    .selectFrom('parcel')
    .selectAll()
    .where('site', '=', tx.site)
    .where(
      'parcel',
      'in',
      peek.map((row) => row.parcel),
    )
    .where('state', '=', 'staged')
    .orderBy('parcel')
    .forUpdate()
    .execute();
  return rows.filter((row) => !held.has(row.shipment));
}

/** Hands a staged parcel over: its units leave the house. */
export async function shipParcel(
  tx: Tx,
  parcel: number,
  manifest: number,
): Promise<{ lineNo: number; units: number; serials?: string[] }[]> {
  const row = await store.lockParcel(tx, parcel);
  if (row === undefined) throw new Error(`expected parcel ${parcel}`);
  await store.moveParcel(tx, parcel, 'shipped', { manifest });
  await store.moveLabel(tx, parcel, 'used', null);
  const inside = await store.contents(tx, parcel);
  await stock.post(
    tx,
    inside.map((line) => ({
      kind: 'ship' as const,
      owner: line.owner,
      sku: line.sku,
      lot: line.lot,
      units: line.units,
      shipment: row.shipment,
      lineNo: line.lineNo,
      from: { place: stock.place.parcel(parcel), status: 'available' as const },
      to: { place: stock.place.customer, status: 'available' as const },
    })),
  );
  const lines = await withSerials(tx, parcel, inside);
  for (const line of inside) {
    await orders.addToLine(tx, row.shipment, line.lineNo, { shipped: line.units });
    await stock.followUnits(tx, line, stock.place.parcel(parcel), { place: stock.place.customer });
  }
  return lines;
}

import { isSscc, makeSscc } from '../../barcode/check-digit.ts';
import { readScan, type ReadScan } from '../../barcode/read-scan.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import type { BenchView } from '../../protocol/views.ts';
import { append } from '../../platform/journal/append.ts';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import {
  contentGrams,
  contentMl,
  rankCartons,
  unitsThatFit,
  usableMl,
  type Content,
} from '../../planner/choose-carton.ts';
import { raise } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as printing from '../printing/printing.ts';
import * as stock from '../stock/stock.ts';
import { trackingNumber } from './carrier-numbers.ts';
import { leftToPack, nextPack, type PackFacts, type PackLine } from './next-pack.ts';
import { packUnit } from './pack-unit.ts';
import * as store from './packing.store.ts';
import { benchOf } from './packing.views.ts';

type Outcome = Refused | { result?: Record<string, unknown> };
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

async function benchChanged(tx: Tx, station: string): Promise<void> {
  await append(tx, [
    { type: 'BenchChanged', topics: [`station:${station}`, 'desk', 'wall'], data: { station } },
  ]);
}

export async function packScan(tx: Tx, body: CommandBody<'PackScan'>, packer: Packer): Promise<Outcome> {
  const scan = readScan(body.scan);
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
      const outcome = packUnit(facts, item, body.scan.slice(0, 60));
      if (isRefused(outcome)) return outcome;
      if ('ask' in outcome) {
        await store.changeWork(tx, station, { quantityFor: outcome.line.lineNo });
        await benchChanged(tx, station);
        return {};
      }
      return refusingUsedUpRange(() =>
        addUnits(tx, { ...packer, station }, work, outcome.line, outcome.units),
      );
    }
  }
}

async function openTote(
  tx: Tx,
  packer: { operator: string; station: string },
  scan: ReadScan,
): Promise<Outcome> {
  const code = scan.kind === 'text' ? scan.text.trim() : null;
  const cubby = await store.shipmentOfCubby(tx, scan.kind === 'cubby' ? scan.cubby : code);
  if (scan.kind === 'cubby' && cubby === undefined) return refuse('CUBBY_UNKNOWN', { scanned: scan.cubby });
  if (cubby !== undefined) {
    if (cubby.shipment === null) return refuse('PACK_CUBBY_EMPTY', { cubby: cubby.cubby });
    return openShipment(tx, packer, cubby.shipment, { cubby: cubby.cubby });
  }
  const toteCode = scan.kind === 'tote' ? scan.tote : code;
  if (toteCode === null) return refuse('NEED_TOTE', { kind: scan.kind });
  const tote = await store.shipmentOfTote(tx, toteCode);
  if (tote === undefined) return refuse('TOTE_UNKNOWN', { scanned: toteCode });
  if (tote.shipment === null) return refuse('PACK_TOTE_EMPTY', { tote: toteCode });
  return openShipment(tx, packer, tote.shipment, { tote: toteCode });
}

/** A station begins, or goes on with, the shipment of what was scanned. */
async function openShipment(
  tx: Tx,
  packer: { operator: string; station: string },
  number: number,
  from: { tote: string } | { cubby: string },
): Promise<Outcome> {
  const [shipment] = await orders.lockShipments(tx, [number]);
  if (shipment === undefined) throw new Error(`expected shipment ${number}`);
  if (shipment.stage === 'ended') return refuse('PACK_ORDER_CANCELLED');
  const holds = (await orders.holdsOf(tx, [shipment.shipment])).get(shipment.shipment);
  if (holds !== undefined) return refuse('PACK_ORDER_HELD', { reasons: holds });
  if (shipment.stage !== 'picked' && shipment.stage !== 'packing') {
    return 'cubby' in from
      ? refuse('PACK_CUBBY_NOT_READY', from)
      : refuse('PACK_TOTE_NOT_READY', {
          ...from,
          openTasks: await picking.openTasksOf(tx, shipment.shipment),
        });
  }
  const elsewhere = await store.workOnShipment(tx, shipment.shipment);
  if (elsewhere !== null && elsewhere !== packer.station)
    return refuse('PACK_ON_OTHER_STATION', { station: elsewhere });
  await store.changeWork(tx, packer.station, {
    operator: packer.operator,
    shipment: shipment.shipment,
    parcel: null,
    quantityFor: null,
    lastParcel: null,
  });
  if (shipment.stage === 'picked') await orders.setStage(tx, shipment.shipment, 'packing');
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

async function newParcel(
  tx: Tx,
  packer: { operator: string; station: string },
  shipment: { shipment: number; service: string },
): Promise<number> {
  const content = await remainingContent(tx, shipment.shipment);
  const [best] = rankCartons(await store.cartons(tx), content);
  if (best === undefined) throw new Error('a site needs at least one carton type');
  const service = await tx.db
    .selectFrom('carrierService')
    .select('carrier')
    .where('site', '=', tx.site)
    .where('service', '=', shipment.service)
    .executeTakeFirstOrThrow();
  const parcel = await store.openParcel(tx, packer, shipment, service.carrier, best.carton);
  await store.changeWork(tx, packer.station, { parcel });
  return parcel;
}

async function remainingContent(tx: Tx, shipment: number): Promise<Content[]> {
  const lines = await store.packLines(tx, shipment);
  const sizes = await store.sizes(
    tx,
    lines.map((line) => line.sku),
  );
  return lines.flatMap((line) => {
    const size = sizes.get(`${line.owner}\u0000${line.sku}`);
    return size === undefined || leftToPack(line) <= 0 ? [] : [{ ...size, units: leftToPack(line) }];
  });
}

/** Puts units of a line into the open parcel: from the shipment's cubby and totes, in order, by whatever lot lies there. */
async function addUnits(
  tx: Tx,
  packer: { operator: string; station: string },
  work: store.Work,
  line: PackLine,
  units: number,
): Promise<Outcome> {
  if (work.shipment === null) return refuse('PACK_NOTHING_OPEN');
  const [shipment] = await orders.lockShipments(tx, [work.shipment]);
  if (shipment === undefined) throw new Error(`expected shipment ${work.shipment}`);
  const parcel = work.parcel ?? (await newParcel(tx, packer, shipment));
  const row = await store.lockParcel(tx, parcel);
  const carton = (await store.cartons(tx)).find((one) => one.carton === row?.carton);
  const inside = await store.contents(tx, parcel);
  const sizes = await store.sizes(tx, [...inside.map((one) => one.sku), line.sku]);
  const size = sizes.get(`${line.owner}\u0000${line.sku}`);
  if (carton === undefined || size === undefined)
    throw new Error(`expected the carton of parcel ${parcel} and the size of ${line.sku}`);
  const content = inside.flatMap((one) => {
    const own = sizes.get(`${one.owner}\u0000${one.sku}`);
    return own === undefined ? [] : [{ ...own, units: one.units }];
  });
  const fits = unitsThatFit(carton, content, size);
  if (units > fits) return refuse('PARCEL_FULL', { carton: carton.carton, fits });

  const here = (await picking.goodsOf(tx, work.shipment)).filter(
    (one) => one.sku === line.sku && one.owner === line.owner,
  );
  let left = units;
  for (const balance of here) {
    const take = Math.min(left, balance.onHand);
    if (take === 0) continue;
    left -= take;
    await stock.post(tx, [
      {
        kind: 'pack',
        owner: line.owner,
        sku: line.sku,
        lot: balance.lot,
        units: take,
        shipment: work.shipment,
        lineNo: line.lineNo,
        from: { place: balance.place, status: 'available' },
        to: { place: stock.place.parcel(parcel), status: 'available' },
      },
    ]);
    await store.addToParcel(
      tx,
      parcel,
      { lineNo: line.lineNo, owner: line.owner, sku: line.sku, lot: balance.lot },
      take,
    );
  }
  if (left > 0)
    throw new Error(
      `expected ${units} of ${line.sku} in the totes and the cubby of shipment ${work.shipment}, ${left} are not there`,
    );
  await orders.addToLine(tx, work.shipment, line.lineNo, { packed: units });
  await store.changeWork(tx, packer.station, { quantityFor: null, operator: packer.operator });
  await closeWhenComplete(tx, packer, shipment, parcel);
  await benchChanged(tx, packer.station);
  return {};
}

/** The last scan closes: nothing of the shipment is left to pack. */
async function closeWhenComplete(
  tx: Tx,
  packer: { operator: string; station: string },
  shipment: { shipment: number; service: string; hub: string; orderId: string; orderNumber: string },
  parcel: number,
): Promise<void> {
  const lines = await store.packLines(tx, shipment.shipment);
  if (lines.some((line) => leftToPack(line) > 0)) return;
  if ((await store.contents(tx, parcel)).length === 0) await voidEmpty(tx, parcel);
  else await closeParcel(tx, packer, shipment, parcel);
  await store.changeWork(tx, packer.station, { shipment: null, parcel: null, quantityFor: null });
  if (lines.some((line) => line.packed > 0)) await orders.setStage(tx, shipment.shipment, 'packed');
  await picking.freeEmptyTotes(tx, shipment.shipment);
  await orders.endIfDone(tx, shipment.shipment);
}

async function voidEmpty(tx: Tx, parcel: number): Promise<void> {
  await store.moveParcel(tx, parcel, 'voided');
}

/** Seals a parcel: weight, SSCC, tracking number, live label and print job, all in this transaction. */
async function closeParcel(
  tx: Tx,
  packer: { operator: string; station: string },
  shipment: { shipment: number; service: string; hub: string; orderId: string },
  parcel: number,
): Promise<void> {
  const inside = await store.contents(tx, parcel);
  const sizes = await store.sizes(
    tx,
    inside.map((line) => line.sku),
  );
  const row = await store.lockParcel(tx, parcel);
  const carton = (await store.cartons(tx)).find((one) => one.carton === row?.carton);
  const weightGrams =
    contentGrams(
      inside.flatMap((line) => {
        const size = sizes.get(`${line.owner}\u0000${line.sku}`);
        return size === undefined ? [] : [{ ...size, units: line.units }];
      }),
    ) + (carton?.tareGrams ?? 0);
  const serial = await store.takeSerial(tx, shipment.service);
  if (serial === null) throw new RangeUsedUp(shipment.service);
  const tracking = trackingNumber(serial.numberKind, serial.numberPrefix, serial.serial);
  const { ssccPrefix } = await tx.db
    .selectFrom('site')
    .select('ssccPrefix')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  const sscc = makeSscc(0, ssccPrefix, await nextNumber(tx, 'sscc'));
  await store.moveParcel(tx, parcel, 'closed', { sscc, tracking, lane: serial.lane, weightGrams });
  await store.saveLabel(tx, { tracking, carrier: serial.carrier, parcel });
  const units = inside.map((line) => ({ lineNo: line.lineNo, units: line.units }));
  await orders.tell(tx, shipment.hub, shipment.orderId, 'parcel.packed', {
    parcel,
    lines: units,
    weightGrams,
  });
  await orders.tell(tx, shipment.hub, shipment.orderId, 'parcel.labelled', {
    parcel,
    tracking,
    sscc,
    carrier: serial.carrier,
    service: shipment.service,
  });
  const printer = await store.printerOf(tx, packer.station);
  if (printer === null)
    await raise(tx, {
      kind: 'failed_print',
      ref: `parcel-${parcel}`,
      data: { parcel, tracking, station: packer.station },
    });
  else await printing.queueLabel(tx, { parcel, station: packer.station, printer });
}

/** Thrown so that the whole close rolls back; the door turns it into the refusal. */
class RangeUsedUp extends Error {
  readonly service: string;
  constructor(service: string) {
    super(`number range of ${service} is used up`);
    this.service = service;
  }
}

async function refusingUsedUpRange(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeUsedUp) return refuse('NUMBER_RANGE_USED_UP', { service: error.service });
    throw error;
  }
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
  return refusingUsedUpRange(() => addUnits(tx, { ...packer, station }, work, next.line, body.units));
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
  return refusingUsedUpRange(async () => {
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
  const here = (await picking.goodsOf(tx, work.shipment)).filter(
    (one) => one.sku === line.sku && one.owner === line.owner,
  );
  let left = body.missing;
  for (const balance of here) {
    const units = Math.min(left, balance.onHand);
    if (units === 0) continue;
    left -= units;
    const location = await picking.sourceOf(tx, work.shipment, line.lineNo, balance.lot);
    if (location === null)
      throw new Error(`expected to know where line ${line.lineNo} of shipment ${work.shipment} was picked`);
    await stock.reportGap(tx, {
      owner: line.owner,
      sku: line.sku,
      lot: balance.lot,
      location,
      units,
      fromPlace: balance.place,
      shipment: work.shipment,
      lineNo: line.lineNo,
      reason: 'missing_at_packing',
    });
  }
  await orders.addToLine(
    tx,
    work.shipment,
    line.lineNo,
    { shorted: body.missing - left },
    'missing_at_packing',
  );
  await orders.tell(tx, shipment.hub, shipment.orderId, 'order.short', {
    lineNo: line.lineNo,
    units: body.missing - left,
    reason: 'missing_at_packing',
  });
  await raise(tx, {
    kind: 'pack_short',
    ref: `${work.shipment}/${line.lineNo}`,
    owner: line.owner,
    data: {
      shipment: work.shipment,
      orderNumber: shipment.orderNumber,
      sku: line.sku,
      units: body.missing - left,
    },
  });
  await store.changeWork(tx, station, { quantityFor: null });
  return refusingUsedUpRange(async () => {
    const parcel = work.parcel ?? (await newParcel(tx, { ...packer, station }, shipment));
    await closeWhenComplete(tx, { ...packer, station }, shipment, parcel);
    await benchChanged(tx, station);
    return {};
  });
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
  for (const { owner } of owners) item ??= await picking.findItem(tx, readScan(body.itemScan), owner);
  if (item === null) return refuse('ITEM_UNKNOWN', { sku: body.itemScan.slice(0, 60) });
  const { policies } = await tx.db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', tx.site)
    .executeTakeFirstOrThrow();
  // Where it came from is not known yet: it is found goods, on hold at the problem place until a person decides.
  await stock.post(tx, [
    {
      kind: 'set_aside',
      owner: item.owner,
      sku: item.sku,
      lot: '',
      units: body.units,
      reason: 'found at packing',
      from: { place: stock.place.count, status: 'available' },
      to: { place: stock.place.location(policies.problemPlace), status: 'hold' },
    },
  ]);
  await raise(tx, {
    kind: 'surplus',
    ref: `${packer.station}-${item.sku}-${tx.commandId ?? ''}`,
    owner: item.owner,
    data: { sku: item.sku, units: body.units, station: packer.station, location: policies.problemPlace },
  });
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
  await store.changeWork(tx, station, { shipment: null, parcel: null, quantityFor: null, lastParcel: null });
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
): Promise<{ lineNo: number; units: number }[]> {
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
  for (const line of inside) await orders.addToLine(tx, row.shipment, line.lineNo, { shipped: line.units });
  return inside.map((line) => ({ lineNo: line.lineNo, units: line.units }));
}

import { makeSscc } from '../../barcode/check-digit.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import { nextNumber, type Tx } from '../../platform/db/database.ts';
import { contentGrams, rankCartons, unitsThatFit, type Content } from '../../planner/choose-carton.ts';
import { raise } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';
import * as printing from '../printing/printing.ts';
import { trackingNumber } from './carrier-numbers.ts';
import { goodsOf, moveToParcel, WhichUnit } from './goods.flow.ts';
import * as stock from '../stock/stock.ts';
import { leftToPack, type PackLine } from './next-pack.ts';
import type { NumberedUnit } from './pack-number.ts';
import * as store from './packing.store.ts';

export type Outcome = Refused | { result?: Record<string, unknown> };
/** Somebody at a station. */
export interface AtStation {
  operator: string;
  station: string;
}

export async function benchChanged(tx: Tx, station: string): Promise<void> {
  await append(tx, [
    { type: 'BenchChanged', topics: [`station:${station}`, 'desk', 'wall'], data: { station } },
  ]);
}

export async function newParcel(
  tx: Tx,
  packer: AtStation,
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

/** Puts units of a line into the open parcel: from the shipment's totes, in order, by whatever lot lies there. */
export async function addUnits(
  tx: Tx,
  packer: AtStation,
  work: store.Work,
  line: PackLine,
  units: number,
  unit: NumberedUnit | null = null,
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

  await fillParcel(tx, parcel, work.shipment, line, units, unit, unit?.serial ?? null);
  await store.changeWork(tx, packer.station, { quantityFor: null, operator: packer.operator });
  await closeWhenComplete(tx, packer, shipment, parcel);
  await benchChanged(tx, packer.station);
  return {};
}

/** Moves units of a line into a parcel, from wherever the shipment's goods lie, in every ledger. */
export async function fillParcel(
  tx: Tx,
  parcel: number,
  shipment: number,
  line: { lineNo: number; owner: string; sku: string },
  units: number,
  from: { place: string; lot: string } | null = null,
  serial: string | null = null,
): Promise<void> {
  let left = units;
  for (const goods of await goodsOf(tx, shipment)) {
    if (from !== null && (goods.place !== from.place || goods.lot !== from.lot)) continue;
    const isShareOfOther = goods.share !== null && goods.share.lineNo !== line.lineNo;
    if (goods.sku !== line.sku || goods.owner !== line.owner || isShareOfOther) continue;
    const take = Math.min(left, goods.units);
    if (take === 0) continue;
    left -= take;
    const { lineNo, owner, sku } = line;
    await moveToParcel(tx, goods, take, { parcel, shipment, lineNo }, serial);
    await store.addToParcel(tx, parcel, { lineNo, owner, sku, lot: goods.lot }, take);
  }
  if (left > 0)
    throw new Error(`expected ${units} of ${line.sku} of shipment ${shipment}, ${left} are not there`);
  await orders.addToLine(tx, shipment, line.lineNo, { packed: units });
}

/** The last scan closes: nothing of the shipment is left to pack. */
export async function closeWhenComplete(
  tx: Tx,
  packer: AtStation,
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

export async function voidEmpty(tx: Tx, parcel: number): Promise<void> {
  await store.moveParcel(tx, parcel, 'voided');
}

/** Seals a parcel: weight, SSCC, tracking number, live label and print job, all in this transaction. */
export async function closeParcel(
  tx: Tx,
  packer: AtStation,
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
  const units = await withSerials(tx, parcel, inside);
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

/** What a parcel holds by line, with the numbers of units that have one. */
export async function withSerials(
  tx: Tx,
  parcel: number,
  inside: readonly { lineNo: number; owner: string; sku: string; lot: string; units: number }[],
): Promise<{ lineNo: number; units: number; serials?: string[] }[]> {
  const lines: { lineNo: number; units: number; serials?: string[] }[] = [];
  for (const line of inside) {
    const serials = (await stock.serialsIn(tx, stock.place.parcel(parcel), line)).flatMap((one) =>
      one.lineNo === line.lineNo && one.lot === line.lot ? [one.serial] : [],
    );
    lines.push({ lineNo: line.lineNo, units: line.units, ...(serials.length > 0 ? { serials } : {}) });
  }
  return lines;
}

/** Thrown so that the whole close rolls back; the door turns it into the refusal. */
class RangeUsedUp extends Error {
  readonly service: string;
  constructor(service: string) {
    super(`number range of ${service} is used up`);
    this.service = service;
  }
}

export async function refusingMidway(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WhichUnit) return refuse('PACK_NEEDS_SERIAL', { sku: error.sku });
    if (error instanceof RangeUsedUp) return refuse('NUMBER_RANGE_USED_UP', { service: error.service });
    throw error;
  }
}

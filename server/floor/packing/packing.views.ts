import { sql, type Kysely } from 'kysely';
import type { PackPrompt, PrintError } from '../../protocol/prompts.ts';
import type { BenchLine, BenchView, CartonChoice } from '../../protocol/views.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { Tx } from '../../platform/db/database.ts';
import { contentMl, rankCartons, usableMl, type Content } from '../../planner/choose-carton.ts';
import { heldAtBenches } from '../picking/short-holds.views.ts';
import { leftToPack, nextPack, packMode, type PackFacts } from './next-pack.ts';
import * as store from './packing.store.ts';

/** Everything a packing station shows: its work, the question, what waits. */
export async function benchOf(
  db: Kysely<Tables>,
  site: string,
  station: string,
  now: Date,
): Promise<BenchView> {
  // The store's reads ask for a transaction only to join one; here there is none to join.
  const tx = { db, site, now } as Tx;
  const work =
    (await db
      .selectFrom('stationWork')
      .selectAll()
      .where('site', '=', site)
      .where('station', '=', station)
      .executeTakeFirst()) ?? store.nothingAt(tx, station);
  const facts = await store.facts(tx, work);
  const row = await db
    .selectFrom('station')
    .leftJoin('printer', (join) =>
      join.onRef('printer.site', '=', 'station.site').onRef('printer.printer', '=', 'station.printer'),
    )
    .select(['station.name', 'printer.printer'])
    .where('station.site', '=', site)
    .where('station.station', '=', station)
    .executeTakeFirst();
  const waiting = await waitingTotes(db, site);
  const nextOut = await db
    .selectFrom('shipment')
    .innerJoin('carrierService', (join) =>
      join
        .onRef('carrierService.site', '=', 'shipment.site')
        .onRef('carrierService.service', '=', 'shipment.service'),
    )
    .select(['carrierService.carrier', 'carrierService.name', 'shipment.cutOffAt'])
    .where('shipment.site', '=', site)
    .where('shipment.stage', 'in', ['released', 'picking', 'picked', 'packing'])
    .where('shipment.cutOffAt', '>', now)
    .orderBy('shipment.cutOffAt')
    .limit(1)
    .executeTakeFirst();
  const last =
    work.lastParcel === null
      ? undefined
      : await db
          .selectFrom('parcel')
          .select(['parcel', 'tracking', 'lane', 'carrier', 'shipment'])
          .where('site', '=', site)
          .where('parcel', '=', work.lastParcel)
          .executeTakeFirst();
  return {
    station,
    stationName: row?.name ?? station,
    printer:
      row?.printer === null || row?.printer === undefined ? null : await printerState(db, site, row.printer),
    waiting: waiting.count,
    waitingTotes: waiting.totes,
    held: await heldAtBenches(db, site),
    nextCutOff:
      nextOut === undefined
        ? null
        : { carrier: nextOut.carrier, service: nextOut.name, at: nextOut.cutOffAt.toISOString() },
    prompt: await promptOf(tx, facts, work, last),
    shipment: work.shipment === null ? null : await shipmentPart(tx, work.shipment, facts),
    parcel: work.shipment === null || work.parcel === null ? null : await parcelPart(tx, work.parcel, facts),
    lastParcel:
      last === undefined
        ? null
        : { parcel: last.parcel, tracking: last.tracking ?? '', lane: last.lane ?? '' },
  };
}

async function waitingTotes(db: Kysely<Tables>, site: string) {
  const { rows } = await sql<{
    tote: string | null;
    cubby: string | null;
    kind: 'tote' | 'box' | 'singles';
    orderNumber: string | null;
    cutOffAt: Date;
    n: number;
  }>`
    with ready as (
      select s.* from shipment s
      where s.site = ${site} and s.stage in ('picked', 'packing')
        and not exists (select 1 from station_work w where w.site = s.site and w.shipment = s.shipment)
        and not exists (select 1 from order_hold h where h.site = s.site and h.hub = s.hub and h.order_id = s.order_id)),
    own as (
      select min(t.tote) as tote, min(c.cubby) as cubby, coalesce(min(t.kind), 'tote') as kind, s.order_number, s.cut_off_at, s.shipment
      from ready s
        left join tote t on t.site = s.site and t.shipment = s.shipment and t.state = 'dropped'
        left join cubby c on c.site = s.site and c.shipment = s.shipment
      where t.tote is not null or c.cubby is not null
      group by s.shipment, s.order_number, s.cut_off_at),
    shared as (
      select t.tote, null as cubby, 'singles' as kind, null as order_number, min(s.cut_off_at) as cut_off_at, min(s.shipment) as shipment
      from tote t
      join task_place p on p.site = t.site and p.tote = t.tote and p.dropped and p.shipment is null
      join pick_task k on k.site = p.site and k.task = p.task and k.mode = 'singles'
      join pick_line l on l.site = p.site and l.task = p.task and l.place = p.place and l.picked > l.sorted + l.back
      join ready s on s.site = l.site and s.shipment = l.shipment
      where t.site = ${site} and t.state = 'dropped'
        and not exists (select 1 from station_work w where w.site = t.site and w.tote = t.tote)
      group by t.tote)
    select tote, cubby, kind, order_number, cut_off_at, count(*) over ()::int as n
    from (select * from own union all select * from shared) as waiting
    order by cut_off_at, shipment limit 12`.execute(db);
  return {
    count: rows[0]?.n ?? 0,
    totes: rows.map((row) => ({
      tote: row.tote,
      cubby: row.cubby,
      kind: row.kind,
      orderNumber: row.orderNumber,
      cutOffAt: row.cutOffAt.toISOString(),
    })),
  };
}

async function printerState(
  db: Kysely<Tables>,
  site: string,
  printer: string,
): Promise<BenchView['printer']> {
  const { rows } = await sql<{ state: string; error: string | null; waiting: number }>`
    select state, error, (select count(*)::int from print_job q where q.site = ${site} and q.printer = ${printer} and q.state = 'queued') as waiting
    from print_job where site = ${site} and printer = ${printer} order by print_job desc limit 1`.execute(db);
  const last = rows[0];
  if (last === undefined) return { printer, state: 'unseen', waiting: 0 };
  const state =
    last.state === 'failed' || (last.state === 'queued' && last.error !== null)
      ? 'offline'
      : last.state === 'unknown'
        ? 'attention'
        : 'ready';
  return { printer, state, waiting: last.waiting };
}

async function promptOf(
  tx: Tx,
  facts: PackFacts,
  work: store.Work,
  last: { parcel: number; lane: string | null; carrier: string; shipment: number } | undefined,
): Promise<PackPrompt> {
  const next = nextPack(facts);
  switch (next.step) {
    case 'label':
      return {
        kind: 'ScanLabel',
        parcel: next.parcel,
        tracking: next.tracking,
        printState: next.printState,
        ...(await orderOf(tx, next.parcel)),
      };
    case 'askPrint':
      return {
        kind: 'AskPrint',
        printJob: next.printJob,
        parcel: next.parcel,
        tracking: next.tracking,
        printer: await printerOfJob(tx, next.printJob),
      };
    case 'printerTrouble':
      return {
        kind: 'PrinterTrouble',
        printJob: next.printJob,
        parcel: next.parcel,
        tracking: next.tracking,
        printer: await printerOfJob(tx, next.printJob),
        error: await errorOfJob(tx, next.printJob),
      };
    case 'stopped':
      return { kind: 'Stopped', why: next.why, ...(await stoppedGoods(tx, work)) };
    case 'quantity':
      return {
        kind: 'EnterPackQuantity',
        lineNo: next.line.lineNo,
        sku: next.line.sku,
        name: next.line.name,
        remaining: leftToPack(next.line),
      };
    case 'unit':
      return { kind: 'ScanUnit' };
    case 'single':
      return { kind: 'ScanSingle', tote: next.tote, left: next.left, lastLane: last?.lane ?? null };
    case 'tote': {
      if (last === undefined) return { kind: 'ScanToteToPack' };
      const shipment = await tx.db
        .selectFrom('shipment')
        .innerJoin('carrierService', (join) =>
          join
            .onRef('carrierService.site', '=', 'shipment.site')
            .onRef('carrierService.service', '=', 'shipment.service'),
        )
        .select(['shipment.cutOffAt', 'carrierService.name'])
        .where('shipment.site', '=', tx.site)
        .where('shipment.shipment', '=', last.shipment)
        .executeTakeFirst();
      return {
        kind: 'ToLane',
        parcel: last.parcel,
        lane: last.lane ?? '',
        carrier: last.carrier,
        service: shipment?.name ?? last.carrier,
        cutOffAt: (shipment?.cutOffAt ?? tx.now).toISOString(),
        allDone: true,
      };
    }
  }
}

async function printerOfJob(tx: Tx, printJob: number): Promise<string> {
  const row = await tx.db
    .selectFrom('printJob')
    .select('printer')
    .where('site', '=', tx.site)
    .where('printJob', '=', printJob)
    .executeTakeFirst();
  return row?.printer ?? '';
}

async function errorOfJob(tx: Tx, printJob: number): Promise<PrintError | null> {
  const row = await tx.db
    .selectFrom('printJob')
    .select('error')
    .where('site', '=', tx.site)
    .where('printJob', '=', printJob)
    .executeTakeFirst();
  return row?.error ?? null;
}

async function stoppedGoods(tx: Tx, work: store.Work) {
  if (work.shipment === null) return { orderNumber: '', goods: [] };
  const shipment = await tx.db
    .selectFrom('shipment')
    .select('orderNumber')
    .where('site', '=', tx.site)
    .where('shipment', '=', work.shipment)
    .executeTakeFirst();
  const goods = await tx.db
    .selectFrom('putBack')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'putBack.site')
        .onRef('item.owner', '=', 'putBack.owner')
        .onRef('item.sku', '=', 'putBack.sku'),
    )
    .select(['item.name', 'putBack.sku', 'putBack.units'])
    .where('putBack.site', '=', tx.site)
    .where('putBack.shipment', '=', work.shipment)
    .where('putBack.state', '=', 'open')
    .execute();
  return { orderNumber: shipment?.orderNumber ?? '', goods };
}

async function shipmentPart(tx: Tx, shipment: number, facts: PackFacts): Promise<BenchView['shipment']> {
  const row = await tx.db
    .selectFrom('shipment')
    .innerJoin('carrierService', (join) =>
      join
        .onRef('carrierService.site', '=', 'shipment.site')
        .onRef('carrierService.service', '=', 'shipment.service'),
    )
    .innerJoin('hubOrder', (join) =>
      join
        .onRef('hubOrder.site', '=', 'shipment.site')
        .onRef('hubOrder.hub', '=', 'shipment.hub')
        .onRef('hubOrder.orderId', '=', 'shipment.orderId'),
    )
    .select(['shipment.orderNumber', 'carrierService.name', 'carrierService.carrier', 'hubOrder.document'])
    .where('shipment.site', '=', tx.site)
    .where('shipment.shipment', '=', shipment)
    .executeTakeFirstOrThrow();
  const totes = await tx.db
    .selectFrom('tote')
    .select('tote')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('tote')
    .execute();
  const cubby = await tx.db
    .selectFrom('cubby')
    .select('cubby')
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .executeTakeFirst();
  const shorted = await tx.db
    .selectFrom('shipmentLine')
    .select(['lineNo', 'shorted'])
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .execute();
  const pictures = await tx.db
    .selectFrom('item')
    .select(['owner', 'sku', 'picture'])
    .where('site', '=', tx.site)
    .where('sku', 'in', ['', ...facts.lines.map((line) => line.sku)])
    .execute();
  const lines: BenchLine[] = facts.lines.map((line) => ({
    lineNo: line.lineNo,
    sku: line.sku,
    name: line.name,
    picture: pictures.find((one) => one.sku === line.sku && one.owner === line.owner)?.picture ?? null,
    toPack: line.toPack,
    packed: line.packed,
    shorted: shorted.find((one) => one.lineNo === line.lineNo)?.shorted ?? 0,
    mode: packMode(line, facts.eachScanUpTo),
  }));
  return {
    shipment,
    orderNumber: row.orderNumber,
    service: row.name,
    carrier: row.carrier,
    totes: totes.map((one) => one.tote),
    cubby: cubby?.cubby ?? null,
    requestedUnits: lines.reduce((sum, line) => sum + line.toPack, 0),
    packedUnits: lines.reduce((sum, line) => sum + line.packed, 0),
    notes: row.document.notes ?? [],
    lines,
  };
}

async function orderOf(tx: Tx, parcel: number): Promise<{ orderNumber: string; notes: string[] }> {
  const row = await tx.db
    .selectFrom('parcel')
    .innerJoin('shipment', (join) =>
      join.onRef('shipment.site', '=', 'parcel.site').onRef('shipment.shipment', '=', 'parcel.shipment'),
    )
    .innerJoin('hubOrder', (join) =>
      join
        .onRef('hubOrder.site', '=', 'shipment.site')
        .onRef('hubOrder.hub', '=', 'shipment.hub')
        .onRef('hubOrder.orderId', '=', 'shipment.orderId'),
    )
    .select(['shipment.orderNumber', 'hubOrder.document'])
    .where('parcel.site', '=', tx.site)
    .where('parcel.parcel', '=', parcel)
    .executeTakeFirstOrThrow();
  return { orderNumber: row.orderNumber, notes: row.document.notes ?? [] };
}

async function parcelPart(tx: Tx, parcel: number, facts: PackFacts): Promise<BenchView['parcel']> {
  const row = await tx.db
    .selectFrom('parcel')
    .selectAll()
    .where('site', '=', tx.site)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  if (row === undefined || row.state !== 'open') return null;
  const inside = await store.contents(tx, parcel);
  const cartons = await store.cartons(tx);
  const sizes = await store.sizes(tx, [
    ...inside.map((line) => line.sku),
    ...facts.lines.map((line) => line.sku),
  ]);
  const sized = (lines: { owner: string; sku: string; units: number }[]): Content[] =>
    lines.flatMap((line) => {
      const size = sizes.get(`${line.owner}\u0000${line.sku}`);
      return size === undefined ? [] : [{ ...size, units: line.units }];
    });
  const content = sized(inside);
  const rest = sized(
    facts.lines.map((line) => ({ owner: line.owner, sku: line.sku, units: leftToPack(line) })),
  );
  const ranked = rankCartons(cartons, [...content, ...rest]);
  const choice = (code: string): CartonChoice => {
    const carton = cartons.find((one) => one.carton === code);
    return {
      carton: code,
      name: carton?.name ?? code,
      lengthMm: carton?.innerLengthMm ?? 0,
      widthMm: carton?.innerWidthMm ?? 0,
      heightMm: carton?.innerHeightMm ?? 0,
      isSuggested: ranked[0]?.carton === code,
    };
  };
  const own = cartons.find((one) => one.carton === row.carton);
  return {
    parcel,
    piece: row.piece,
    carton: choice(row.carton ?? ''),
    alternatives: ranked
      .filter((one) => one.carton !== row.carton)
      .slice(0, 8)
      .map((one) => choice(one.carton)),
    units: inside.reduce((sum, line) => sum + line.units, 0),
    weightGrams:
      content.reduce((sum, item) => sum + item.units * item.weightGrams, 0) + (own?.tareGrams ?? 0),
    fillPercent: own === undefined ? 0 : Math.round((contentMl(content) / usableMl(own)) * 100),
  };
}

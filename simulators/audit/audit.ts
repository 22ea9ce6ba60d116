import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { isDhlExpress, isDpd, isS10, isUps1Z } from '../../server/barcode/check-digit.ts';
import type { HubEvent, LineLedger } from '../../server/protocol/hub.ts';
import type { Acked } from '../device.ts';
import type { HubAccount } from '../hub/hub.ts';
import type { Place, Truth } from '../truth.ts';
import { checks, liveParcels } from './invariants.ts';

/** What the fakes kept: the audit never believes the database alone. */
export interface Evidence {
  site: string;
  hub: string;
  hubAccepted: ReadonlySet<string>;
  hubAccount: HubAccount;
  acked: readonly Acked[];
  changedAnswers: readonly string[];
  resent: number;
  /** Tracking numbers of all labels that came out of printers, one for each sheet. */
  printed: readonly string[];
  truth: Truth;
  boxOf: ReadonlyMap<string, Place>;
  canaryName: string;
  /** What the server wrote to its log. */
  serverLog: string;
}

export interface Finding {
  id: string;
  says: string;
  rows: number;
  violations: string[];
}

export interface Audit {
  findings: Finding[];
  rowsAudited: number;
  violations: number;
  orders: { shipped: number; partlyShipped: number; cancelled: number; parked: number; open: number };
  linesShorted: number;
  linesPicked: number;
  unitsShipped: number;
  wrongUnitsShipped: number;
  /** Units that packers found missing in totes, or too many. */
  wrongUnitsCaught: number;
  shelfUnitsWrong: number;
  parcels: number;
  parcelsWithOneLiveLabel: number;
  ledgerMovements: number;
  /** Of the shipments that left, how many left before their cut-off; null when none left. */
  onTimePct: number | null;
}

/** Looks at one snapshot of the database and at what the simulators kept, and tells every invariant that does not hold. */
export async function auditDay(databaseUrl: string, evidence: Evidence): Promise<Audit> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    await db.query('begin isolation level repeatable read read only');
    return await audit(db, evidence);
  } finally {
    await db.end();
  }
}

async function audit(db: pg.Client, evidence: Evidence): Promise<Audit> {
  const { site } = evidence;
  const findings: Finding[] = [];
  for (const { id, says, rows, wrong, mayBeEmpty } of checks) {
    const seen = await numberOf(db, rows, site);
    const { rows: found } = await db.query<Record<string, unknown>>(
      wrong,
      wrong.includes('$1') ? [site] : [],
    );
    findings.push(
      finding(
        id,
        says,
        seen,
        found.map((row) => JSON.stringify(row)),
        mayBeEmpty,
      ),
    );
  }
  findings.push(...(await ordersAtTheHub(db, evidence)));
  findings.push(await trackingNumbers(db, site));
  findings.push(...(await events(db, evidence)));
  findings.push(...(await deviceLog(db, evidence)));
  findings.push(await paper(db, evidence));
  findings.push(await canary(db, evidence));
  findings.push(
    finding(
      'SIM',
      'the simulation itself lost or made no goods',
      evidence.truth.places().length,
      evidence.truth.leaks(),
      true,
    ),
  );

  return {
    findings,
    rowsAudited: findings.reduce((sum, { rows }) => sum + rows, 0),
    violations: findings.reduce((sum, { violations }) => sum + violations.length, 0),
    orders: await orderCounts(db, evidence),
    linesShorted: await numberOf(
      db,
      'select count(*) from shipment_line where site = $1 and shorted > 0',
      site,
    ),
    linesPicked: await numberOf(db, 'select count(*) from pick_line where site = $1 and picked > 0', site),
    unitsShipped: await numberOf(
      db,
      'select coalesce(sum(shipped), 0) from shipment_line where site = $1',
      site,
    ),
    wrongUnitsShipped: await wrongUnits(db, evidence),
    wrongUnitsCaught: await numberOf(
      db,
      "select coalesce(sum(units), 0) from stock_movement where site = $1 and kind in ('pack_short', 'set_aside')",
      site,
    ),
    shelfUnitsWrong: await shelfDifference(db, evidence),
    parcels: await numberOf(db, `select count(*) from ${liveParcels}`, site),
    parcelsWithOneLiveLabel: await numberOf(
      db,
      `
      select count(*) from (select * from ${liveParcels}) as p where 1 =
        (select count(*) from parcel_label as l where l.site = p.site and l.parcel = p.parcel and l.state in ('live', 'used'))`,
      site,
    ),
    ledgerMovements: await numberOf(db, 'select count(*) from stock_movement where site = $1', site),
    onTimePct: await onTime(db, site),
  };
}

function finding(
  id: string,
  says: string,
  rows: number,
  violations: string[],
  mayBeEmpty?: boolean,
): Finding {
  return {
    id,
    says,
    rows,
    violations: rows === 0 && mayBeEmpty !== true ? ['looked at nothing at all', ...violations] : violations,
  };
}

async function ordersAtTheHub(db: pg.Client, { site, hub, hubAccepted }: Evidence): Promise<Finding[]> {
  const { rows } = await db.query<{ order_id: string }>(
    'select order_id from hub_order where site = $1 and hub = $2',
    [site, hub],
  );
  const kept = new Set(rows.map((row) => row.order_id));
  return [
    finding(
      'INV-7',
      'every order that the hub got a yes for is there',
      hubAccepted.size,
      [...hubAccepted].filter((orderId) => !kept.has(orderId)),
    ),
  ];
}

async function trackingNumbers(db: pg.Client, site: string): Promise<Finding> {
  const { rows } = await db.query<{ tracking: string; number_kind: string }>(
    `
    select parcel.tracking, number_kind from parcel_label join parcel using (site, parcel)
    join carrier_service on carrier_service.site = parcel.site and carrier_service.service = parcel.service
    where parcel.site = $1 and parcel_label.tracking = parcel.tracking`,
    [site],
  );
  const isRight: Record<string, (text: string) => boolean> = {
    ups_1z: isUps1Z,
    dhl_express: isDhlExpress,
    s10: isS10,
    dpd: isDpd,
  };
  const wrong = rows.filter((row) => isRight[row.number_kind]?.(row.tracking) !== true);
  return finding(
    'INV-8',
    "every tracking number has its carrier's check digit",
    rows.length,
    wrong.map((row) => `${row.number_kind} ${row.tracking}`),
    true,
  );
}

/** The three roads against each other, and the feed played from zero against the lines in the database. */
async function events(db: pg.Client, { site, hub, hubAccount }: Evidence): Promise<Finding[]> {
  const played = new Map<string, NonNullable<HubEvent['data']['order']>>();
  for (const {
    data: { order },
  } of hubAccount.feed) {
    if (order !== undefined && order.version > (played.get(order.orderId)?.version ?? 0))
      played.set(order.orderId, order);
  }
  const { rows: orders } = await db.query<{ order_id: string; version: number }>(
    'select order_id, version from hub_order where site = $1 and hub = $2',
    [site, hub],
  );
  const { rows: lines } = await db.query<LineLedger & { order_id: string }>(
    `
    select o.order_id, l.line_id as "lineId", l.sku, l.requested, l.cancelled, l.shorted, l.allocated, l.picked, l.put_back as "putBack", l.packed,
      l.shipped, l.returned, l.requested - l.cancelled - l.shorted - l.shipped as remaining
    from hub_order as o join shipment_line as l using (site, shipment) where site = $1 and hub = $2 order by l.shipment, l.line_no`,
    [site, hub],
  );
  const byOrder = Map.groupBy(lines, (line) => line.order_id);

  const versions = orders.filter((row) => (played.get(row.order_id)?.version ?? 0) !== row.version);
  const ledgers = orders.flatMap((row) => {
    const kept = (byOrder.get(row.order_id) ?? []).map(({ order_id: _, ...line }) => line);
    const told = played.get(row.order_id)?.lines ?? [];
    if (isDeepStrictEqual(sortLines(told), sortLines(kept))) return [];
    const wrong = kept.find(
      (line) =>
        !isDeepStrictEqual(
          line,
          told.find(({ lineId }) => lineId === line.lineId),
        ),
    );
    return [
      `${row.order_id}: kept ${JSON.stringify(wrong)}, told ${JSON.stringify(told.find(({ lineId }) => lineId === wrong?.lineId))}`,
    ];
  });
  return [
    finding(
      'INV-9',
      'push, pull and stream tell the same events, each order in its own order',
      hubAccount.feed.length,
      hubAccount.complaints,
    ),
    finding(
      'INV-9',
      "every change of an order's version is told",
      orders.length,
      versions.map((row) => `${row.order_id} stands at version ${row.version}`),
    ),
    finding(
      'INV-9',
      'the feed played from zero ends at the lines in the database',
      lines.length,
      ledgers,
      true,
    ),
  ];
}

function sortLines(lines: readonly LineLedger[]): LineLedger[] {
  return [...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1));
}

async function deviceLog(
  db: pg.Client,
  { site, acked, changedAnswers, resent }: Evidence,
): Promise<Finding[]> {
  const { rows } = await db.query<{ command_id: string; name: string; refusal: string | null }>(
    'select command_id, name, refusal from command_log where site = $1',
    [site],
  );
  const kept = new Map(rows.map((row) => [row.command_id, row]));
  // These are said before there is a command to keep.
  const notKept: ReadonlySet<string | null> = new Set([
    'BAD_COMMAND',
    'NOT_ALLOWED',
    'NOT_SIGNED_IN',
    'COMMAND_ID_REUSED',
  ]);
  const lost = acked.filter(({ commandId, name, refusal }) => {
    const row = kept.get(commandId);
    return row === undefined ? !notKept.has(refusal) : row.name !== name || row.refusal !== refusal;
  });
  return [
    finding(
      'INV-11',
      'every answer that a device heard is kept, with its effect',
      acked.length,
      lost.map(({ commandId, name }) => `${commandId} ${name}`),
    ),
    finding(
      'INV-12',
      'a command that was sent again heard the same answer',
      resent,
      [...changedAnswers],
      true,
    ),
  ];
}

/** Sheets of paper against print jobs: nothing printed that was not asked for, nothing asked for that was lost. */
async function paper(db: pg.Client, { site, printed }: Evidence): Promise<Finding> {
  const { rows } = await db.query<{ tracking: string; asked: string; sure: string }>(
    `
    select p.tracking, count(*) filter (where j.sending_at is not null) as asked, count(*) filter (where j.state = 'confirmed') as sure
    from print_job as j join parcel as p using (site, parcel) where site = $1 and p.tracking is not null group by p.tracking`,
    [site],
  );
  const sheets = new Map<string, number>();
  for (const tracking of printed) sheets.set(tracking, (sheets.get(tracking) ?? 0) + 1);
  const wrong: string[] = [];
  for (const { tracking, asked, sure } of rows) {
    const count = sheets.get(tracking) ?? 0;
    if (count > Number(asked) || count < Number(sure))
      wrong.push(`${tracking}: ${count} sheets of ${asked} sendings, ${sure} confirmed`);
    sheets.delete(tracking);
  }
  return finding(
    'INV-14',
    'paper and print jobs agree',
    rows.length,
    [...wrong, ...[...sheets.keys()].map((tracking) => `${tracking} was printed and never asked for`)],
    true,
  );
}

/** A consignee's name may stand in one table and nowhere else, the server's log included. */
async function canary(db: pg.Client, { canaryName, serverLog }: Evidence): Promise<Finding> {
  const { rows: tables } = await db.query<{ schema: string; name: string }>(`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`);
  const found: string[] = [];
  let looked = 0;
  let isPlanted = false;
  for (const { schema, name } of tables) {
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const {
      rows: [counts],
    } = await db.query<{ all: string; hits: string }>(
      `select count(*) as all, count(*) filter (where row::text ilike '%' || $1 || '%') as hits from ${table} as row`,
      [canaryName],
    );
    looked += Number(counts?.all ?? 0);
    const hits = Number(counts?.hits ?? 0);
    if (name === 'consignee') isPlanted = hits > 0;
    else if (hits > 0) found.push(`${hits} rows of ${schema}.${name}`);
  }
  if (serverLog.includes(canaryName)) found.push('the log of the server');
  if (!isPlanted) found.push('the consignee that was planted is not there');
  return finding('TR-25', "a consignee's name stands in the consignee table alone", looked, found);
}

async function orderCounts(db: pg.Client, { site, hub, hubAccepted }: Evidence): Promise<Audit['orders']> {
  const { rows } = await db.query<{ order_id: string; state: keyof Audit['orders'] }>(
    `
    select o.order_id, case
      when s.shipment is null then case when o.parked is null then 'cancelled' else 'parked' end
      when s.stage <> 'ended' then 'open'
      when l.shipped = 0 then 'cancelled'
      when l.shipped = l.requested - l.cancelled then 'shipped'
      else 'partlyShipped' end as state
    from hub_order as o left join shipment as s using (site, shipment)
    left join (select site, shipment, sum(requested) as requested, sum(cancelled) as cancelled, sum(shipped) as shipped from shipment_line group by 1, 2) as l
      using (site, shipment)
    where site = $1 and o.hub = $2`,
    [site, hub],
  );
  const counts = { shipped: 0, partlyShipped: 0, cancelled: 0, parked: 0, open: 0 };
  for (const { order_id: orderId, state } of rows) if (hubAccepted.has(orderId)) counts[state] += 1;
  return counts;
}

/** Units in shipped boxes that their parcels do not claim, or claimed ones that are not in the box: the larger of the two for each box. */
async function wrongUnits(db: pg.Client, { site, truth, boxOf }: Evidence): Promise<number> {
  const { rows } = await db.query<{ tracking: string; sku: string; lot: string; units: string }>(
    `
    select tracking, sku, lot, sum(units) as units from parcel join parcel_line using (site, parcel)
    where site = $1 and state = 'shipped' group by tracking, sku, lot`,
    [site],
  );
  let wrong = 0;
  for (const [tracking, claims] of Map.groupBy(rows, (row) => row.tracking)) {
    const box = boxOf.get(tracking);
    const left = new Map(
      box === undefined
        ? []
        : truth.contents(box).map(({ goods, units }) => [`${goods.sku}\t${goods.lot}`, units]),
    );
    let missing = 0;
    for (const { sku, lot, units } of claims) {
      const key = `${sku}\t${lot}`;
      missing += Math.max(0, Number(units) - (left.get(key) ?? 0));
      left.set(key, Math.max(0, (left.get(key) ?? 0) - Number(units)));
    }
    const surplus = [...left.values()].reduce((sum, units) => sum + units, 0);
    wrong += Math.max(missing, surplus);
  }
  return wrong;
}

/** Units by which shelves and ledger differ, over all places where goods are kept. */
async function shelfDifference(db: pg.Client, { site, truth }: Evidence): Promise<number> {
  const { rows } = await db.query<{ place: Place; sku: string; lot: string; units: string }>(
    `
    select place, sku, lot, sum(on_hand) as units from stock_balance
    join location as l on l.site = stock_balance.site and stock_balance.place = 'location:' || l.location
    where stock_balance.site = $1 and status = 'available' and l.kind in ('pick', 'reserve') group by place, sku, lot`,
    [site],
  );
  const { rows: shelves } = await db.query<{ place: Place }>(
    "select 'location:' || location as place from location where site = $1 and kind in ('pick', 'reserve')",
    [site],
  );
  const booked = new Map(rows.map((row) => [`${row.place}\t${row.sku}\t${row.lot}`, Number(row.units)]));
  let wrong = 0;
  for (const { place } of shelves) {
    for (const { goods, units } of truth.contents(place)) {
      const key = `${place}\t${goods.sku}\t${goods.lot}`;
      wrong += Math.abs(units - (booked.get(key) ?? 0));
      booked.delete(key);
    }
  }
  return [...booked.values()].reduce((sum, units) => sum + Math.abs(units), wrong);
}

async function onTime(db: pg.Client, site: string): Promise<number | null> {
  const {
    rows: [row],
  } = await db.query<{ all: string; in_time: string }>(
    `
    select count(*) as all, count(*) filter (where left_at <= cut_off_at) as in_time
    from (select shipment.cut_off_at, max(parcel.shipped_at) as left_at from shipment join parcel using (site, shipment)
      where shipment.site = $1 and parcel.state = 'shipped' group by shipment.shipment, shipment.cut_off_at) as gone`,
    [site],
  );
  const all = Number(row?.all ?? 0);
  return all === 0 ? null : Math.round((Number(row?.in_time ?? 0) / all) * 1000) / 10;
}

async function numberOf(db: pg.Client, sql: string, site: string): Promise<number> {
  const {
    rows: [row],
  } = await db.query<Record<string, string>>(sql, sql.includes('$1') ? [site] : []);
  return Number(Object.values(row ?? {})[0] ?? 0);
}

/** The findings as a table for people. */
export function describeAudit({ findings, rowsAudited, violations }: Audit): string {
  const lines = findings.map(({ id, says, rows, violations: wrong }) => {
    const first = `${wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${id.padEnd(6)}  ${String(rows).padStart(8)} rows  ${String(wrong.length).padStart(4)} wrong  ${says}`;
    return [
      first,
      ...wrong.slice(0, 5).map((text) => `        ${text}`),
      ...(wrong.length > 5 ? [`        … and ${wrong.length - 5} more`] : []),
    ].join('\n');
  });
  return [...lines, `${rowsAudited} rows audited, ${violations} violations`].join('\n');
}

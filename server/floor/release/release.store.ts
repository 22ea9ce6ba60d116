import { sql } from 'kysely';
import type { ModeLimits, SizedPick } from '../../planner/plan-modes.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Allocated } from '../allocation/allocation.ts';
import * as orders from '../orders/orders.ts';
import * as picking from '../picking/picking.ts';

/** Where things lie and how big they are: what the planner needs beside the promise itself. */
export async function pickGeometry(
  tx: Tx,
  parts: Allocated[],
): Promise<(part: Allocated) => Omit<SizedPick, 'allocation' | 'units' | 'location'>> {
  const codes = [...new Set(parts.map((part) => part.location))];
  const skus = [...new Set(parts.map((part) => part.sku))];
  const locations = await tx.db
    .selectFrom('location')
    .select(['location', 'zone', 'aisle', 'xMm', 'yMm'])
    .where('site', '=', tx.site)
    .where('location', 'in', codes)
    .execute();
  const items = await tx.db
    .selectFrom('item')
    .select(['owner', 'sku', 'lengthMm', 'widthMm', 'heightMm', 'weightGrams', 'isSerialControlled'])
    .where('site', '=', tx.site)
    .where('sku', 'in', skus)
    .execute();
  const at = new Map(locations.map((row) => [row.location, row]));
  const of = new Map(items.map((row) => [`${row.owner}\u0000${row.sku}`, row]));
  return (part) => {
    const location = at.get(part.location);
    const item = of.get(`${part.owner}\u0000${part.sku}`);
    if (location === undefined || item === undefined)
      throw new Error(`expected a location ${part.location} and an item ${part.sku} for every promise`);
    return {
      zone: location.zone,
      aisle: `${location.zone}/${location.aisle}`,
      xMm: location.xMm,
      yMm: location.yMm,
      unitVolumeMl: (item.lengthMm * item.widthMm * item.heightMm) / 1_000,
      unitGrams: item.weightGrams,
      lengthMm: item.lengthMm,
      widthMm: item.widthMm,
      heightMm: item.heightMm,
      hasSerial: item.isSerialControlled,
    };
  };
}

/** What a plan must keep to. */
export async function planLimits(tx: Tx): Promise<ModeLimits> {
  const { toteVolumeMl, toteMaxGrams, batchShipments, singlesUnits } = await picking.policies(tx);
  return {
    ...(await picking.walkFrame(tx)),
    carts: await picking.cartsToPlanFor(tx),
    toteVolumeMl,
    toteMaxGrams,
    batchShipments,
    singlesUnits,
    cartons: await tx.db
      .selectFrom('cartonType')
      .selectAll()
      .where('site', '=', tx.site)
      .orderBy('carton')
      .execute(),
  };
}

/** Put walls and how many more orders each can take: cubbies less the orders bound for it and less those of cancelled goods. */
export async function wallsWithRoom(tx: Tx): Promise<{ wall: string; room: number }[]> {
  const walls = await tx.db
    .selectFrom('putWall')
    .select(['wall', 'rows', 'columns'])
    .where('site', '=', tx.site)
    .orderBy('wall')
    .execute();
  const bound = await orders.boundFor(tx);
  const { rows: crossed } = await sql<{ wall: string; cubbies: number }>`
    select c.wall, count(*)::int as cubbies from cubby c join shipment s on s.site = c.site and s.shipment = c.shipment
    where c.site = ${tx.site} and s.stage not in ('released', 'picking', 'picked', 'packing') group by c.wall`.execute(
    tx.db,
  );
  return walls.map(({ wall, rows, columns }) => ({
    wall,
    room: Math.max(
      0,
      rows * columns - (bound.get(wall) ?? 0) - (crossed.find((one) => one.wall === wall)?.cubbies ?? 0),
    ),
  }));
}

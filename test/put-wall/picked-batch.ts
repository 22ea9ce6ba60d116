import { sql } from 'kysely';
import { locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { Database } from '../../server/platform/db/database.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

export type Order = [id: string, lines: [sku: string, units: number][]];

/** A warehouse with the put wall WALL-1, whose orders meet there: MUG, BOX and PEN are on the shelves. */
export async function withWall(
  database: Database,
  site: string,
  wall: { rows: number; columns: number } = { rows: 2, columns: 3 },
): Promise<Warehouse> {
  const w = await warehouse(database, site);
  await addWall(w, 'WALL-1', wall);
  await w.tx(({ db }) =>
    sql`update site set policies = policies || '{"pickMode": "batch"}' where site = ${site}`.execute(db),
  );
  for (const [at, sku] of ['MUG', 'BOX', 'PEN'].entries()) {
    await w.item(sku);
    await w.holding(`A-01-0${at + 1}`, sku, 50);
  }
  return w;
}

export async function addWall(
  w: Warehouse,
  wall: string,
  { rows, columns }: { rows: number; columns: number },
): Promise<void> {
  await w.tx(async ({ db, site }) => {
    await db
      .insertInto('putWall')
      .values({ site, wall, name: `Put wall ${wall}`, rows, columns, dropPlace: null })
      .execute();
    await db
      .insertInto('cubby')
      .values(
        Array.from({ length: rows * columns }, (_, at) => ({
          site,
          cubby: cubby(wall, Math.floor(at / columns) + 1, (at % columns) + 1),
          wall,
          row: Math.floor(at / columns) + 1,
          column: (at % columns) + 1,
          shipment: null,
        })),
      )
      .execute();
  });
}

export function cubby(wall: string, row: number, column: number): string {
  return `${wall}-${String.fromCharCode(64 + row)}${String(column).padStart(2, '0')}`;
}

/** Orders are released and picked, all that there is to pick; each shared tote is the next free of T-01, T-02 … */
export async function pickedBatch(w: Warehouse, orders: readonly Order[]): Promise<void> {
  for (const [id, lines] of orders) await w.order(id, lines);
  await w.release();
  await pickAll(w);
}

export async function pickAll(w: Warehouse): Promise<void> {
  let prompt = promptIn(await w.send('picker', 'GetWork', {}));
  const scan = async (text: string) => promptIn(await w.send('picker', 'PickScan', { scan: text }));
  for (let guard = 0; guard < 300; guard++) {
    switch (prompt.kind) {
      case 'GetWork':
        return;
      case 'ScanTote': {
        const free = await w
          .read()
          .selectFrom('tote')
          .select('tote')
          .where('site', '=', w.site)
          .where('state', '=', 'free')
          .orderBy('tote')
          .executeTakeFirstOrThrow();
        prompt = await scan(toteCode(free.tote));
        break;
      }
      case 'ScanLocation':
        prompt = await scan(locationCode(prompt.location));
        break;
      case 'ScanItem':
        prompt = await scan(prompt.sku);
        break;
      case 'EnterQuantity':
        prompt = promptIn(await w.send('picker', 'EnterPicked', { units: prompt.take }));
        break;
      case 'PutInTote':
        prompt = await scan(toteCode(prompt.tote));
        break;
      case 'ScanDrop':
        prompt = await scan(locationCode(prompt.drop));
        break;
      default:
        throw new Error(`nobody expected ${prompt.kind}`);
    }
  }
  throw new Error('the picker never came to an end');
}

export async function shipmentOf(w: Warehouse, orderId: string): Promise<number> {
  const row = await w
    .read()
    .selectFrom('shipment')
    .select('shipment')
    .where('site', '=', w.site)
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return row.shipment;
}

function promptIn(reply: Reply): PickPrompt {
  if (!reply.ok || reply.prompt === undefined)
    throw new Error(`expected a prompt, got ${JSON.stringify(reply)}`);
  return reply.prompt;
}

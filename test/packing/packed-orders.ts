import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { Database } from '../../server/platform/db/database.ts';
import { warehouse, type Warehouse } from '../setup/warehouse.ts';

/** Orders picked into totes T-01, T-02 … and dropped. */
export async function picked(
  database: Database,
  site: string,
  orders: [string, [string, number][]][],
): Promise<Warehouse> {
  const w = await warehouse(database, site);
  for (const sku of ['MUG', 'BOX']) await w.item(sku);
  await w.item('ODD');
  await w.item('BIG', { mm: 300 });
  await w.holding('A-01-03', 'MUG', 50);
  await w.holding('A-01-06', 'BOX', 50);
  await w.holding('A-01-07', 'BIG', 50);
  for (const [id, lines] of orders) await w.order(id, lines);
  await w.release();
  await w.send('picker', 'GetWork', {});
  let reply = await w.send('picker', 'PickScan', { scan: cartCode('C-1') });
  let tote = 0;
  for (let guard = 0; guard < 200; guard++) {
    if (!('prompt' in reply) || reply.prompt === undefined) throw new Error(JSON.stringify(reply));
    const prompt = reply.prompt;
    if (prompt.kind === 'GetWork') return w;
    const scan = (text: string) => w.send('picker', 'PickScan', { scan: text });
    switch (prompt.kind) {
      case 'ScanCart':
        reply = await scan(cartCode('C-1'));
        break;
      case 'ScanTote':
        reply = await scan(toteCode(`T-${String(++tote).padStart(2, '0')}`));
        break;
      case 'ScanLocation':
        reply = await scan(locationCode(prompt.location));
        break;
      case 'ScanItem':
        reply = await scan(prompt.sku);
        break;
      case 'EnterQuantity':
        reply = await w.send('picker', 'EnterPicked', { units: prompt.take });
        break;
      case 'PutInTote':
        reply = await scan(toteCode(prompt.tote));
        break;
      case 'ScanDrop':
        reply = await scan(locationCode(prompt.drop));
        break;
      default:
        throw new Error(prompt.kind);
    }
  }
  throw new Error('the picker never came to an end');
}

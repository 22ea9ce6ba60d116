import type { ReadScan } from '../../barcode/read-scan.ts';
import type { Tx } from '../../platform/db/database.ts';
import { keptOf } from './scan-facts.store.ts';
import { settleReading } from './settle-reading.ts';

/** A scan once this site was asked: what its items are tells apart what a lost separator leaves open. */
export async function tellApart(tx: Pick<Tx, 'db' | 'site'>, scan: ReadScan): Promise<ReadScan> {
  if (scan.kind !== 'unreadable' || scan.readings === undefined) return scan;
  const gtins = scan.readings.map(({ gtin }) => gtin);
  const lots = scan.readings.flatMap(({ lot }) => (lot === undefined ? [] : [lot]));
  return settleReading(scan, scan.readings, await keptOf(tx, gtins, lots));
}

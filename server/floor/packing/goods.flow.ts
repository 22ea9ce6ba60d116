import { raise } from '../exceptions/exceptions.ts';
import * as orders from '../orders/orders.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as picking from '../picking/picking.ts';
import * as stock from '../stock/stock.ts';

/** Units of a shipment and where they lie: in what is its own, or among others' in a shared tote. */
export interface Goods {
  place: string;
  owner: string;
  sku: string;
  lot: string;
  units: number;
  share: picking.Share | null;
}

/** Thrown so that what was begun rolls back: only a scan of its number says which of several units this is. */
export class WhichUnit extends Error {
  readonly sku: string;
  constructor(sku: string) {
    super(`expected the serial number of a unit of ${sku}`);
    this.sku = sku;
  }
}

/** Everything of a shipment that can be packed now, locked. Orders must be locked. */
export async function goodsOf(tx: Tx, shipment: number): Promise<Goods[]> {
  const own = await picking.goodsOf(tx, shipment);
  const shares = (await picking.sharesOf(tx, shipment)).filter((share) => share.isDropped);
  return [
    ...own.map(({ place, owner, sku, lot, onHand }) => ({
      place,
      owner,
      sku,
      lot,
      units: onHand,
      share: null,
    })),
    ...shares.map((share) => ({ ...share, place: stock.place.tote(share.tote), share })),
  ];
}

/** Moves units from where they lie into a parcel. `units` ≤ what lies there. */
export async function moveToParcel(
  tx: Tx,
  goods: Goods,
  units: number,
  to: { parcel: number; shipment: number; lineNo: number },
  serial: string | null = null,
): Promise<void> {
  const place = stock.place.parcel(to.parcel);
  const { shipment, lineNo } = to;
  const unit = { ...goods, units, shipment, lineNo, serial };
  const followed = await stock.followUnits(tx, unit, goods.place, { place, ...to });
  if (followed === 'which') throw new WhichUnit(goods.sku);
  if (goods.share !== null) return picking.takeShare(tx, goods.share, units, place, 'pack');
  await stock.post(tx, [
    {
      kind: 'pack',
      owner: goods.owner,
      sku: goods.sku,
      lot: goods.lot,
      units,
      shipment: to.shipment,
      lineNo: to.lineNo,
      from: { place: goods.place, status: 'available' },
      to: { place, status: 'available' },
    },
  ]);
  await stock.layDownUntold(tx, goods, goods.place);
}

/**
 * Units of a line that should be where the shipment's goods lie and are not: missing at the place they were picked from, short for
 * the order, told to hub and lead. Only goods for which `where` holds are looked at. Returns how many were taken off.
 */
export async function loseGoods(
  tx: Tx,
  shipment: { shipment: number; hub: string; orderId: string; orderNumber: string },
  line: { lineNo: number; owner: string; sku: string },
  missing: number,
  where: (goods: Goods) => boolean,
): Promise<number> {
  let left = missing;
  for (const goods of (await goodsOf(tx, shipment.shipment)).filter(where)) {
    const isShareOfOther = goods.share !== null && goods.share.lineNo !== line.lineNo;
    if (goods.sku !== line.sku || goods.owner !== line.owner || isShareOfOther) continue;
    const units = Math.min(left, goods.units);
    if (units === 0) continue;
    left -= units;
    const location = await picking.sourceOf(tx, shipment.shipment, line.lineNo, goods.lot);
    if (location === null)
      throw new Error(
        `expected to know where line ${line.lineNo} of shipment ${shipment.shipment} was picked`,
      );
    if (goods.share !== null) await picking.loseShare(tx, goods.share, units);
    await stock.reportGap(tx, {
      owner: line.owner,
      sku: line.sku,
      lot: goods.lot,
      location,
      units,
      fromPlace: goods.place,
      shipment: shipment.shipment,
      lineNo: line.lineNo,
      reason: 'missing_at_packing',
    });
    await stock.layDownUntold(tx, goods, goods.place);
    if (goods.share !== null) await picking.freeIfEmpty(tx, goods.share.tote);
  }
  const units = missing - left;
  await orders.addToLine(tx, shipment.shipment, line.lineNo, { shorted: units }, 'missing_at_packing');
  await orders.tell(tx, shipment.hub, shipment.orderId, 'order.short', {
    lineNo: line.lineNo,
    units,
    reason: 'missing_at_packing',
  });
  await raise(tx, {
    kind: 'pack_short',
    ref: `${shipment.shipment}/${line.lineNo}`,
    owner: line.owner,
    data: { shipment: shipment.shipment, orderNumber: shipment.orderNumber, sku: line.sku, units },
  });
  return units;
}

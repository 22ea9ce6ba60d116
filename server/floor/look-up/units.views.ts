import { sql, type Kysely } from 'kysely';
import type { Goods, UnitThing } from '../../protocol/look-up.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { rowsShown, type OwnerNames } from './goods-at.sql.ts';
import type { Sought } from './what-scanned.ts';

interface UnitRow extends Omit<Goods, 'owner'> {
  owner: string;
  serial: string;
  lot: string;
  place: string;
  orderNumber: string | null;
  parcelCode: string | null;
  isShipped: boolean;
  holder: string | null;
}

/** Units that go by this number, and where each is: of one item where the code tells its GTIN too. */
export async function unitThings(
  db: Kysely<Tables>,
  site: string,
  sought: Sought,
  ownerNames: OwnerNames,
  counting: string | null,
): Promise<UnitThing[]> {
  if (sought.serial === undefined) return [];
  // Bare digits that pass as a GTIN may be a number as well: only a code that tells both means that item.
  const gtin = sought.sku === undefined ? (sought.gtin ?? null) : null;
  const { rows } = await sql<UnitRow>`
    select u.owner, u.sku, u.serial, u.lot, u.place, i.name, i.picture, s.order_number,
      coalesce(p.tracking, p.sscc, p.parcel::text) as parcel_code, coalesce(p.state = 'shipped', false) as is_shipped, o.name as holder
    from serial_unit u
      join item i on i.site = u.site and i.owner = u.owner and i.sku = u.sku
      left join shipment s on s.site = u.site and s.shipment = u.shipment
      left join parcel p on p.site = u.site and (u.place = 'parcel:' || p.parcel or (u.place like 'outside:%' and p.parcel = u.parcel))
      left join pick_task k on k.site = u.site and u.place = 'hand:' || k.task
      left join operator o on o.site = k.site and o.operator = k.operator
    where u.site = ${site} and u.serial = ${sought.serial} and (${gtin}::text is null or exists (
      select from item_gtin g where g.site = u.site and g.owner = u.owner and g.sku = u.sku and g.gtin = ${gtin}::text))
    order by u.owner, u.sku limit ${rowsShown}`.execute(db);
  return rows.map(({ owner, lot, sku, name, picture, serial, orderNumber, ...row }) => ({
    kind: 'unit',
    owner: ownerNames.get(owner) ?? null,
    sku,
    name,
    picture,
    serial,
    lot: lot === '' ? null : lot,
    at: counting !== null && row.place === `location:${counting}` ? null : unitAt(row),
    orderNumber,
  }));
}

function unitAt(row: Pick<UnitRow, 'place' | 'parcelCode' | 'isShipped' | 'holder'>): UnitThing['at'] {
  const code = row.place.slice(row.place.indexOf(':') + 1);
  const kind = row.place.slice(0, row.place.indexOf(':'));
  switch (kind) {
    case 'location':
    case 'tote':
    case 'cubby':
      return { kind, code };
    case 'hand':
      return { kind, code: row.holder ?? code };
    default:
      return {
        kind: row.isShipped || kind === 'outside' ? 'shipped' : 'parcel',
        code: row.parcelCode ?? code,
      };
  }
}

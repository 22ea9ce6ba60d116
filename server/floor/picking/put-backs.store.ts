import { nextNumber, type Tx } from '../../platform/db/database.ts';

export async function insertPutBack(
  tx: Tx,
  row: {
    shipment: number;
    lineNo: number;
    owner: string;
    sku: string;
    lot: string;
    units: number;
    fromPlace: string;
    toLocation: string;
    isDamaged: boolean;
  },
): Promise<number> {
  const putBack = await nextNumber(tx, 'put_back');
  await tx.db
    .insertInto('putBack')
    .values({ site: tx.site, putBack, ...row, state: 'open', operator: null, at: tx.now, doneAt: null })
    .execute();
  return putBack;
}

/** Units of open put-backs that come from this place. */
export async function waitsToGoBack(
  tx: Tx,
  from: { place: string; owner: string; sku: string; lot: string },
): Promise<number> {
  const row = await tx.db
    .selectFrom('putBack')
    .select((eb) => eb.fn.sum<number>('units').as('units'))
    .where('site', '=', tx.site)
    .where('fromPlace', '=', from.place)
    .where('owner', '=', from.owner)
    .where('sku', '=', from.sku)
    .where('lot', '=', from.lot)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return Number(row?.units ?? 0);
}

export async function lockPutBack(tx: Tx, putBack: number) {
  return tx.db
    .selectFrom('putBack')
    .selectAll()
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .forUpdate()
    .executeTakeFirst();
}

export async function changePutBack(
  tx: Tx,
  putBack: number,
  change: { units?: number; isDamaged?: boolean; toLocation?: string },
): Promise<void> {
  await tx.db
    .updateTable('putBack')
    .set(change)
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .execute();
}

export async function donePutBack(tx: Tx, putBack: number): Promise<void> {
  await tx.db
    .updateTable('putBack')
    .set({ state: 'done', operator: tx.operator ?? null, doneAt: tx.now })
    .where('site', '=', tx.site)
    .where('putBack', '=', putBack)
    .execute();
}

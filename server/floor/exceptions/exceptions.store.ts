import { nextNumber, type Tx } from '../../platform/db/database.ts';

export async function insertPhoto(tx: Tx, operator: string, bytes: Buffer): Promise<number> {
  const photo = await nextNumber(tx, 'photo');
  await tx.db
    .insertInto('photo')
    .values({ site: tx.site, photo, operator, takenAt: tx.now, bytes })
    .execute();
  return photo;
}

/** Says once of which goods at which place a picture is; false where there is no such picture of this person. */
export async function attachPhoto(
  tx: Tx,
  photo: number,
  operator: string,
  goods: { owner: string; sku: string; location: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('photo')
    .set({ ...goods, attachedAt: tx.now })
    .where('site', '=', tx.site)
    .where('photo', '=', photo)
    .where('operator', '=', operator)
    .where('attachedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deletePhotos(tx: Tx, before: Date): Promise<void> {
  await tx.db.deleteFrom('photo').where('site', '=', tx.site).where('takenAt', '<', before).execute();
}

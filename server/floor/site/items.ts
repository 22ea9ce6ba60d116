import type { ItemDocument } from '../../protocol/hub.ts';
import type { Tx } from '../../platform/db/database.ts';
import { toGtin } from '../../barcode/check-digit.ts';

/**
 * A hub tells of an item: made, or brought up to date. Barcodes in the document replace those of the item; a GTIN that another
 * item of the owner holds moves here, because the newest word of the owner counts. Lengths in mm, weight in grams.
 */
export async function putItem(
  tx: Tx,
  owner: string,
  sku: string,
  doc: ItemDocument,
): Promise<'created' | 'changed' | 'unchanged'> {
  const row = {
    name: doc.name,
    lengthMm: doc.lengthMm,
    widthMm: doc.widthMm,
    heightMm: doc.heightMm,
    weightGrams: doc.weightGrams,
    isLotControlled: doc.lotControlled ?? false,
    isSerialControlled: doc.serialControlled ?? false,
    hasExpiry: doc.hasExpiry ?? false,
    isHazmat: doc.hazmat ?? false,
  };
  const before = await tx.db
    .selectFrom('item')
    .selectAll()
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .forUpdate()
    .executeTakeFirst();
  await tx.db
    .insertInto('item')
    .values({ site: tx.site, owner, sku, picture: null, ...row })
    .onConflict((conflict) => conflict.columns(['site', 'owner', 'sku']).doUpdateSet(row))
    .execute();
  const codes = (doc.gtins ?? []).flatMap((code) => {
    const gtin = toGtin(code.gtin);
    return gtin === null ? [] : [{ gtin, units: code.units }];
  });
  const had = await tx.db
    .selectFrom('itemGtin')
    .select(['gtin', 'units'])
    .where('site', '=', tx.site)
    .where('owner', '=', owner)
    .where('sku', '=', sku)
    .orderBy('gtin')
    .execute();
  const sameCodes =
    doc.gtins === undefined ||
    JSON.stringify(had) === JSON.stringify([...codes].sort((a, b) => (a.gtin < b.gtin ? -1 : 1)));
  if (!sameCodes) {
    await tx.db
      .deleteFrom('itemGtin')
      .where('site', '=', tx.site)
      .where('owner', '=', owner)
      .where('sku', '=', sku)
      .execute();
    for (const code of codes) {
      await tx.db
        .insertInto('itemGtin')
        .values({ site: tx.site, owner, gtin: code.gtin, sku, units: code.units })
        .onConflict((conflict) =>
          conflict.columns(['site', 'owner', 'gtin']).doUpdateSet({ sku, units: code.units }),
        )
        .execute();
    }
  }
  if (before === undefined) return 'created';
  const same =
    sameCodes && Object.entries(row).every(([key, value]) => before[key as keyof typeof row] === value);
  return same ? 'unchanged' : 'changed';
}

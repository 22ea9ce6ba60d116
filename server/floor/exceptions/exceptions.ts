import type { ExceptionKind } from '../../protocol/views.ts';
import { append } from '../../platform/journal/append.ts';
import * as store from './exceptions.store.ts';
import { json, nextNumber, type Tx } from '../../platform/db/database.ts';

/**
 * Puts something before a person's eyes. One open exception per kind and ref: raising it again changes nothing.
 * `data` holds ids and numbers only. Returns its number, or null when it stood already.
 */
export async function raise(
  tx: Tx,
  what: { kind: ExceptionKind; ref: string; owner?: string | null; data: Record<string, unknown> },
): Promise<number | null> {
  const exception = await nextNumber(tx, 'exception');
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('exception')
    .values({
      site: tx.site,
      exception,
      kind: what.kind,
      ref: what.ref,
      owner: what.owner ?? null,
      data: json(what.data),
      state: 'open',
      raisedBy: tx.operator ?? null,
      raisedAt: tx.now,
      resolution: null,
      resolvedBy: null,
      resolvedAt: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['site', 'kind', 'ref']).where('state', '=', 'open').doNothing(),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return null;
  await append(tx, [
    {
      type: 'ExceptionRaised',
      topics: ['desk', 'wall'],
      data: { exception, kind: what.kind, ref: what.ref },
    },
  ]);
  return exception;
}

/** Takes the open exception of this kind and ref off the list, with what was done. Returns false when none is open. */
export async function resolve(
  tx: Tx,
  kind: ExceptionKind,
  ref: string,
  resolution: string,
): Promise<boolean> {
  const row = await tx.db
    .updateTable('exception')
    .set({ state: 'resolved', resolution, resolvedBy: tx.operator ?? null, resolvedAt: tx.now })
    .where('site', '=', tx.site)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .where('state', '=', 'open')
    .returning('exception')
    .executeTakeFirst();
  if (row === undefined) return false;
  await append(tx, [
    {
      type: 'ExceptionResolved',
      topics: ['desk', 'wall'],
      data: { exception: row.exception, kind, ref, resolution },
    },
  ]);
  return true;
}

/** Keeps a picture of damaged goods; its number goes with the report of the damage. */
export function savePhoto(tx: Tx, operator: string, bytes: Buffer): Promise<number> {
  return store.insertPhoto(tx, operator, bytes);
}

/** Puts a picture beside what is reported of these goods; false where this person took no such picture. */
export function attachPhoto(
  tx: Tx,
  photo: number,
  operator: string,
  goods: { owner: string; sku: string; location: string },
): Promise<boolean> {
  return store.attachPhoto(tx, photo, operator, goods);
}

/** Pictures older than this many days are gone for good. */
export function forgetPhotos(tx: Tx, days: number): Promise<void> {
  return store.deletePhotos(tx, new Date(tx.now.getTime() - days * 86_400_000));
}

/** The open exception of this kind about this thing. */
export async function openOf(tx: Tx, kind: ExceptionKind, ref: string) {
  return tx.db
    .selectFrom('exception')
    .selectAll()
    .where('site', '=', tx.site)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

/** The open exception by number, locked. */
export async function lockOpen(tx: Tx, exception: number) {
  return tx.db
    .selectFrom('exception')
    .selectAll()
    .where('site', '=', tx.site)
    .where('exception', '=', exception)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
}

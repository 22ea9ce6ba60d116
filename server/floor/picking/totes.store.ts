import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export async function places(tx: Tx, task: number) {
  return tx.db
    .selectFrom('taskPlace')
    .selectAll()
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .orderBy('place')
    .execute();
}

export async function bindTote(
  tx: Tx,
  task: number,
  place: number,
  tote: string,
  shipment: number | null,
): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ tote })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('place', '=', place)
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'onCart', shipment, task, place, lastTask: task, lastPlace: place })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .execute();
}

export async function unbindTote(tx: Tx, task: number, place: number, tote: string): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ tote: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('place', '=', place)
    .execute();
  await letGo(tx, task, [tote]);
}

/** A box begins its life with the label that is stuck on it. */
export async function bindBox(
  tx: Tx,
  task: number,
  place: number,
  box: { box: string; carton: string },
  shipment: number | null,
): Promise<void> {
  await tx.db
    .insertInto('tote')
    .values({
      site: tx.site,
      tote: box.box,
      kind: 'box',
      carton: box.carton,
      shipment: null,
      task: null,
      place: null,
    })
    .execute();
  await bindTote(tx, task, place, box.box, shipment);
}

/** Totes that a walk gives up unused are free again; one that was handed over waits where it was, a box is no more. */
async function letGo(tx: Tx, task: number, totes: readonly string[]): Promise<void> {
  const rows = await tx.db
    .selectFrom('tote')
    .select(['tote', 'kind'])
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .execute();
  const arrived = await tx.db
    .selectFrom('taskPlace')
    .select('arriving')
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .where('arriving', 'is not', null)
    .execute();
  const passing = rows.filter((row) => arrived.some((place) => place.arriving === row.tote));
  const rest = rows.filter((row) => !passing.includes(row));
  await tx.db
    .updateTable('tote')
    .set({ state: 'passing', task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', 'in', ['', ...passing.map((row) => row.tote)])
    .execute();
  await freeTotes(
    tx,
    rest.map((row) => row.tote),
  );
}

export async function unbindTotes(tx: Tx, task: number): Promise<void> {
  const bound = (await places(tx, task)).flatMap((place) => (place.tote === null ? [] : [place.tote]));
  if (bound.length > 0) await letGo(tx, task, bound);
  await tx.db
    .updateTable('taskPlace')
    .set({ tote: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
}

/** A tote that was on its way to another zone has nothing to wait for any more. */
export async function stopPassing(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .updateTable('tote')
    .set({ state: 'dropped' })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', '=', 'passing')
    .execute();
}

export async function dropPlaces(tx: Tx, task: number, emptyTotes: string[]): Promise<void> {
  await tx.db
    .updateTable('taskPlace')
    .set({ dropped: true })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'dropped', task: null, place: null })
    .where('site', '=', tx.site)
    .where('task', '=', task)
    .execute();
  await freeTotes(tx, emptyTotes);
}

/** Empty totes can be used again; an empty box is folded up, and its label with it. */
export async function freeTotes(tx: Tx, totes: string[]): Promise<void> {
  if (totes.length === 0) return;
  await tx.db
    .deleteFrom('tote')
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .where('kind', '=', 'box')
    .execute();
  await tx.db
    .updateTable('tote')
    .set({ state: 'free', shipment: null, task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', 'in', totes)
    .execute();
}

export async function addPlace(
  tx: Tx,
  task: number,
  place: number,
  { shipment, carton }: { shipment: number | null; carton: string | null },
): Promise<void> {
  await tx.db
    .insertInto('taskPlace')
    .values({ site: tx.site, task, place, shipment, carton, tote: null, arriving: null })
    .execute();
}

/** Gives places of a task that nobody has begun other numbers, here or on another task, and their lines with them. */
export async function movePlaces(
  tx: Tx,
  task: number,
  moves: { place: number; toTask: number; toPlace: number }[],
): Promise<void> {
  const [from, tasks, places] = [
    moves.map((move) => move.place),
    moves.map((move) => move.toTask),
    moves.map((move) => move.toPlace),
  ];
  const target = sql`unnest(${from}::int[], ${tasks}::int[], ${places}::int[]) as m (place, to_task, to_place)`;
  // Numbers change hands: below zero none is in another's way.
  await sql`update task_place set place = -place where site = ${tx.site} and task = ${task}`.execute(tx.db);
  await sql`update task_place t set task = m.to_task, place = m.to_place from ${target}
    where t.site = ${tx.site} and t.task = ${task} and t.place = -m.place`.execute(tx.db);
  await sql`update pick_line l set task = m.to_task, place = m.to_place from ${target}
    where l.site = ${tx.site} and l.task = ${task} and l.place = m.place`.execute(tx.db);
}

export async function totesOfShipment(tx: Tx, shipment: number) {
  return tx.db
    .selectFrom('tote')
    .selectAll()
    .where('site', '=', tx.site)
    .where('shipment', '=', shipment)
    .orderBy('tote')
    .forUpdate()
    .execute();
}

/** A tote in which something lies again, if nobody has used it for something else since `task` left it. */
export async function fillAgain(tx: Tx, tote: string, task: number): Promise<boolean> {
  const filled = await tx.db
    .updateTable('tote')
    .set({ state: 'dropped' })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', 'in', ['free', 'dropped'])
    .where('shipment', 'is', null)
    .where('lastTask', '=', task)
    .executeTakeFirst();
  return filled.numUpdatedRows === 1n;
}

export async function lockTote(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .selectFrom('tote')
    .select('tote')
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .forUpdate()
    .execute();
}

export async function freeDropped(tx: Tx, tote: string): Promise<void> {
  await tx.db
    .updateTable('tote')
    .set({ state: 'free', shipment: null, task: null, place: null })
    .where('site', '=', tx.site)
    .where('tote', '=', tote)
    .where('state', 'in', ['dropped', 'packing'])
    .execute();
}

import fc from 'fast-check';
import { expect } from 'vitest';
import { releaseModes } from '../../../server/protocol/commands.ts';
import type { Database } from '../../../server/platform/db/database.ts';
import type { Warehouse } from '../../setup/warehouse.ts';
import { act } from './acts.ts';
import { brokenIn, leftIn } from '../../setup/broken-in.ts';
import { playingFloor } from './floor.ts';

export type Mode = (typeof releaseModes)[number];

/** More days than a test run needs: `INTERLEAVINGS=20 npm run test:db -- test/picking/interleavings`. */
const more = Number(process.env['INTERLEAVINGS'] ?? 0);

/** The seeds to play: the pinned ones, or as many others as somebody asks for. */
export function seedsOf(pinned: readonly number[]): readonly number[] {
  return more === 0 ? pinned : Array.from({ length: more }, (_, at) => 1_000 + at);
}

/**
 * A day on the floor: acts of whoever does them, so many of them `atOnce`, then everybody goes on until nothing is left. The
 * ledgers are looked at on the way and in the end. What happened is noted in `happened`: a day on which nobody got as far as a
 * pick would prove nothing.
 */
export async function day(
  database: Database,
  { mode, seed, atOnce }: { mode: Mode; seed: number; atOnce: number },
  happened: Set<string>,
): Promise<void> {
  const length = atOnce === 1 ? 45 : 36;
  const days = fc.array(fc.noBias(act), { minLength: length, maxLength: length, size: 'max' });
  // Another mode has other days under the same seed: one more way of picking is one more draw.
  const own = seed * releaseModes.length + releaseModes.indexOf(mode);
  const acts = fc.sample(days, { seed: own, numRuns: 1 }).flat();
  const { w, run, finish, faults, did } = await playingFloor(database, `${mode}-${seed}`, mode);
  const told = `seed ${seed} of ${mode}, ${atOnce} at once`;
  for (let at = 0; at < acts.length; at += atOnce) {
    await Promise.all(acts.slice(at, at + atOnce).map(run));
    if (at % 12 === 0) expect(await brokenIn(w), `${told}, act ${at}`).toEqual([]);
  }
  await finish();
  expect(await brokenIn(w), `${told}, at the end`).toEqual([]);
  expect(await leftIn(w), told).toEqual([]);
  expect(faults, told).toEqual([]);
  await note(w, did, happened);
}

async function note(w: Warehouse, did: ReadonlySet<string>, happened: Set<string>): Promise<void> {
  for (const name of did) happened.add(name);
  const movements = await w
    .read()
    .selectFrom('stockMovement')
    .select('kind')
    .distinct()
    .where('site', '=', w.site)
    .execute();
  for (const { kind } of movements) happened.add(kind);
  const walks = await w
    .read()
    .selectFrom('pickTask')
    .select(['mode', 'reason'])
    .where('site', '=', w.site)
    .execute();
  for (const { mode, reason } of walks) {
    happened.add(`walk ${mode}`);
    if (reason === 'handed_over') happened.add('taken over');
  }
  const waits = await w
    .read()
    .selectFrom('shortHold')
    .leftJoin('pickTask', (join) =>
      join
        .onRef('pickTask.site', '=', 'shortHold.site')
        .onRef('pickTask.completes', '=', 'shortHold.shipment'),
    )
    .select('pickTask.state')
    .where('shortHold.site', '=', w.site)
    .execute();
  for (const { state } of waits) happened.add(state === null ? 'waited' : 'fetched for a tote');
}

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brokenRules, slices } from './import-map.ts';
import { foreignWriters } from './table-writers.ts';

const root = new URL('..', import.meta.url);
const house = new Map(
  ['server', 'simulators', 'label-templates', 'floor-ui/src', 'test']
    .flatMap(filesUnder)
    .filter((path) => /\.(ts|svelte)$/.test(path))
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]),
);

describe('the house keeps its import map', () => {
  test('every file is read', () => {
    expect(house.size).toBeGreaterThan(100);
    expect([...house.keys()]).toEqual(
      expect.arrayContaining([
        'server/main.ts',
        'floor-ui/src/screens/wall/WallScreen.svelte',
        'simulators/demo.ts',
      ]),
    );
  });

  test('no rule is broken', () => {
    expect(brokenRules(house)).toEqual([]);
  });

  test('every slice stands in the order', () => {
    const folders = readdirSync(new URL('server/floor/', root), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.filter((folder) => !(slices as readonly string[]).includes(folder))).toEqual([]);
  });
});

describe('a table has one writer', () => {
  const tables: [string, string] = [
    'server/floor/crew/crew.entities.ts',
    `export const Session = defineEntity({ tableName: 'session' }); export const Lot = { tableName: 'stock_lot' }`,
  ];
  const said = (path: string, text: string) => foreignWriters(new Map([tables, [path, text]]));

  test('its own slice, through its store or its door', () => {
    expect(foreignWriters(house)).toEqual([]);
  });

  test.each([
    ['Kysely', `tx.db.updateTable('session').set({ isReady })`, 'session'],
    ['Kysely, folded', `tx.db\n  .insertInto(\n  'stockLot')`, 'stock_lot'],
    ['an update', 'sql`update session s\n set seen_at = 1`', 'session'],
    ['an insert', 'sql`with x as (insert into session (a) values (1))`', 'session'],
    ['a delete', 'sql`delete from stock_lot where true`', 'stock_lot'],
  ])('%s of another slice is seen', (_what, text, table) => {
    expect(said('server/floor/picking/picking.ts', text)).toEqual([
      `server/floor/picking/picking.ts writes ${table}: that is for server/floor/crew`,
    ]);
  });

  test('so is a write past the store, and one of a table given at run time', () => {
    const write = `tx.db.updateTable('session')`;
    expect(said('server/floor/crew/sign-in.ts', write)).toEqual([
      'server/floor/crew/sign-in.ts writes session: that is for its store',
    ]);
    expect(said('server/floor/crew/crew.store.ts', 'tx.db.deleteFrom(table)')).toEqual([
      'server/floor/crew/crew.store.ts writes a table that it does not name',
    ]);
  });

  test('stores, doors and tuned statements may; locking and upserting are no writes of another table', () => {
    const write = 'sql`update session set seen_at = 1`';
    for (const file of ['crew.store.ts', 'crew.ts', 'sql/mark-seen.ts'])
      expect(said(`server/floor/crew/${file}`, write)).toEqual([]);
    const locks =
      'sql`select 1 from session for update of d skip locked` // on conflict (a) do update set b = 1';
    expect(said('server/floor/picking/picking.ts', locks)).toEqual([]);
  });
});

describe('the checker sees', () => {
  const picking = 'server/floor/picking/confirm-pick.ts';

  test.each<[string, string, string, string]>([
    [
      'a slice that uses a later one',
      'server/floor/stock/stock.ts',
      `import { pick } from '../picking/picking.ts'`,
      'a slice uses only those before it',
    ],
    [
      'a slice that goes past a door',
      'server/floor/packing/packing.ts',
      `import * as store from '../picking/picking.store.ts'`,
      'slices meet at their doors (picking/picking.ts)',
    ],
    [
      "a slice that reaches another's decision",
      'server/floor/packing/packing.ts',
      `import { nextPick } from '../picking/next-pick.ts'`,
      'slices meet at their doors',
    ],
    [
      'a re-export as an import',
      'server/floor/stock/stock.ts',
      `export { pick } from '../picking/picking.ts'`,
      'a slice uses only those before it',
    ],
    [
      'an import at run time',
      'server/floor/stock/stock.ts',
      `export const late = () => import('../picking/picking.ts')`,
      'a slice uses only those before it',
    ],
    [
      'a type of a later slice',
      'server/floor/stock/stock.ts',
      `import type { Task } from '../picking/picking.ts'`,
      'a slice uses only those before it',
    ],
    [
      'a slice that uses an edge',
      'server/floor/packing/packing.ts',
      `import { print } from '../../edges/printing/print-runner.ts'`,
      'the floor stands on',
    ],
    [
      'a slice that reads the configuration',
      'server/floor/packing/packing.ts',
      `import { config } from '../../config.ts'`,
      'the floor stands on',
    ],
    [
      'a slice without a place',
      'server/floor/returns/returns.ts',
      `import { x } from '../stock/stock.ts'`,
      'has no place in the order',
    ],
    [
      'entities as values outside the list of tables',
      'server/floor/packing/packing.store.ts',
      `import { Tote } from '../picking/picking.entities.ts'`,
      'tables meet in platform/db/tables.ts',
    ],
    [
      'a platform that knows a slice',
      'server/platform/http/health.ts',
      `import { stock } from '../../floor/stock/stock.ts'`,
      'the platform knows no slice',
    ],
    [
      'a platform that knows an edge',
      'server/platform/http/health.ts',
      `import { hub } from '../../edges/hub/hub.ts'`,
      'the platform knows no slice and no edge',
    ],
    [
      'edges that see each other',
      'server/edges/hub/hub.ts',
      `import { print } from '../printing/print-runner.ts'`,
      'edges do not see each other',
    ],
    [
      'an edge past a door',
      'server/edges/hub/hub.ts',
      `import { bump } from '../../floor/orders/orders.store.ts'`,
      'edges use doors and views',
    ],
    [
      'an application past a door',
      'server/app.ts',
      `import { bump } from './floor/orders/orders.store.ts'`,
      "only a slice's door",
    ],
    [
      'a composition past a door',
      'server/floor/handlers.ts',
      `import { bump } from './orders/orders.store.ts'`,
      'compositions put doors',
    ],
    [
      'a wire that knows the floor',
      'server/protocol/views.ts',
      `import type { Tables } from '../platform/db/tables.ts'`,
      'the wire needs typebox and itself',
    ],
    [
      'barcode that imports',
      'server/barcode/read-scan.ts',
      `import { refusals } from '../protocol/refusals.ts'`,
      'barcode imports nothing',
    ],
    [
      'a planner that reads files',
      'server/planner/plan-walks.ts',
      `import { readFileSync } from 'node:fs'`,
      'the planner is pure',
    ],
    [
      'a planner that knows the floor',
      'server/planner/plan-walks.ts',
      `import type { Task } from '../floor/picking/picking.ts'`,
      'imports nothing of ours',
    ],
    [
      'a decision with the ORM',
      picking,
      `import { EntityManager } from '@mikro-orm/core'`,
      'a decision needs no machinery',
    ],
    ['a decision with Kysely', picking, `import { sql } from 'kysely'`, 'a decision needs no machinery'],
    [
      'a decision with a file',
      picking,
      `import { readFileSync } from 'node:fs'`,
      'a decision needs no machinery',
    ],
    ['a decision with a log', picking, `import { pino } from 'pino'`, 'a decision needs no machinery'],
    [
      'a decision with its store',
      picking,
      `import { lockTask } from './picking.store.ts'`,
      'a decision may not reach what reads or writes',
    ],
    [
      'a decision with its door',
      picking,
      `import { pickScan } from './picking.ts'`,
      'a decision may not reach what reads or writes',
    ],
    [
      'a decision with the platform',
      picking,
      `import { append } from '../../platform/journal/append.ts'`,
      'a decision imports types',
    ],
    [
      'a decision with another door',
      picking,
      `import { post } from '../stock/stock.ts'`,
      'a decision imports types',
    ],
    ['a decision that waits', picking, `export async function confirmPick () { await 1 }`, 'says await'],
    ['a decision with the clock', picking, `export const now = () => new Date()`, 'says new Date()'],
    ['a decision with the clock in numbers', picking, `export const now = () => Date.now()`, 'says Date.now'],
    ['a decision with chance', picking, `export const dice = () => Math.random()`, 'says Math.random'],
    ['a decision that makes ids', picking, `export const id = () => crypto.randomUUID()`, 'says randomUUID'],
    [
      'simulators that know the server',
      'simulators/day.ts',
      `import { openDatabase } from '../server/platform/db/database.ts'`,
      'simulators speak the real protocol',
    ],
    [
      'label templates that know the floor',
      'label-templates/render.ts',
      `import { post } from '../server/floor/stock/stock.ts'`,
      'label templates need barcode only',
    ],
    [
      'screens that take values of the wire',
      'floor-ui/src/link/send.ts',
      `import { commands } from '../../../server/protocol/commands.ts'`,
      'screens take types of the wire',
    ],
    [
      'screens that reach the server',
      'floor-ui/src/screens/wall/Wall.svelte',
      `<script lang="ts">\nimport { post } from '../../../../server/floor/stock/stock.ts'\n</script>`,
      'screens take types of the wire',
    ],
    [
      'a socket outside the link',
      'floor-ui/src/screens/wall/Wall.svelte',
      `<script lang="ts">\nimport { io } from 'socket.io-client'\n</script>`,
      'only src/link knows the socket',
    ],
    [
      'a part that knows the warehouse',
      'floor-ui/src/parts/Button.svelte',
      `<script lang="ts">\nimport { words } from '../words/words.ts'\n</script>`,
      'parts know no warehouse',
    ],
    [
      'a house that depends on its tests',
      'server/app.ts',
      `import { warehouse } from '../test/setup/warehouse.ts'`,
      'nothing in the house depends on its tests',
    ],
    [
      'an import without an ending',
      'server/app.ts',
      `import { config } from './config'`,
      'names the file it means',
    ],
    [
      'a file without a place',
      'server/odds.ts',
      `import { config } from './config.ts'`,
      'has no place in the map',
    ],
    [
      'a folder without a place',
      'server/extras/odds.ts',
      `import { config } from '../config.ts'`,
      'has no place in the map',
    ],
  ])('%s', (_what, path, text, why) => {
    const broken = brokenRules(new Map([[path, text]]));
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(path);
    expect(broken[0]).toContain(why);
  });

  test.each([
    'server/floor/picking/utils.ts',
    'floor-ui/src/link/helpers.ts',
    'server/platform/common.ts',
    'server/floor/orders/order-manager.ts',
    'simulators/service.ts',
    'server/protocol/index.ts',
  ])('%s as a name that says nothing', (path) => {
    expect(brokenRules(new Map([[path, '']]))).toEqual([
      `${path} is named after no floor work: say what it does`,
    ]);
  });

  test('a ring of imports, but not one of types', () => {
    const ring = (isType: boolean) =>
      brokenRules(
        new Map([
          ['server/platform/a.ts', `import { b } from './b.ts'`],
          ['server/platform/b.ts', `import { c } from './c.ts'`],
          ['server/platform/c.ts', `import ${isType ? 'type ' : ''}{ a } from './a.ts'`],
        ]),
      );
    const [a, b, c] = ['server/platform/a.ts', 'server/platform/b.ts', 'server/platform/c.ts'];
    expect(ring(false)).toEqual([`ring of imports: ${a} → ${b} → ${c} → ${a}`]);
    expect(ring(true)).toEqual([]);
  });
});

describe('the checker stays quiet about', () => {
  test.each<[string, string, string]>([
    [
      "an earlier slice's door",
      'server/floor/packing/packing.ts',
      `import * as picking from '../picking/picking.ts'`,
    ],
    [
      "an earlier slice's views",
      'server/floor/packing/packing.views.ts',
      `import { promptOf } from '../picking/picking.views.ts'`,
    ],
    [
      "types of an earlier slice's tables and states",
      'server/floor/packing/packing.store.ts',
      `import type { Tote } from '../picking/picking.entities.ts'\n` +
        `import type { TaskState } from '../picking/pick-task.states.ts'`,
    ],
    [
      'what everybody may use',
      'server/floor/stock/stock.ts',
      `import { raise } from '../exceptions/exceptions.ts'\nimport { nextCutOff } from '../departures/cut-off.ts'`,
    ],
    [
      'the list of all tables',
      'server/platform/db/tables.ts',
      `import { Tote } from '../../floor/picking/picking.entities.ts'\n` +
        `import { HubDelivery } from '../../edges/hub/hub.entities.ts'`,
    ],
    [
      "a decision's types and siblings",
      'server/floor/picking/confirm-pick.ts',
      `import type { Tx } from '../../platform/db/database.ts'\n` +
        `import type { Kysely } from 'kysely'\n` +
        `import { taskMoves } from './pick-task.states.ts'\n` +
        `import { nextPick } from './next-pick.ts'\n` +
        `import { refuse } from '../../protocol/refusals.ts'`,
    ],
    [
      'a decision that names a moment it was given',
      'server/floor/picking/confirm-pick.ts',
      `export const later = (now: Date) => new Date(now.getTime() + 1) // no await, no new Date()`,
    ],
    [
      'a door that waits',
      'server/floor/picking/picking.ts',
      `export async function pick () { await 1; return new Date() }`,
    ],
    [
      'compositions',
      'server/floor/handlers.ts',
      `import { post } from './stock/stock.ts'\nimport { decide } from './exceptions/resolve-exception.ts'`,
    ],
    [
      'the application',
      'server/app.ts',
      `import { crewRoutes } from './floor/crew/crew.routes.ts'\n` +
        `import { hub } from './edges/hub/hub.ts'\n` +
        `import { config } from './config.ts'`,
    ],
    [
      'a preview of a decision',
      'floor-ui/src/screens/handheld/preview.ts',
      `import { nextPick } from '../../../../server/floor/picking/next-pick.ts'`,
    ],
    [
      "the wire's types and plain constants on screens",
      'floor-ui/src/link/send.ts',
      `import type { Reply } from '../../../server/protocol/prompts.ts'\n` +
        `import { refusals } from '../../../server/protocol/refusals.ts'\n` +
        `import { io } from 'socket.io-client'`,
    ],
    [
      'tests that see everything',
      'test/stock/stock.db.test.ts',
      `import { lockFree } from '../../server/floor/stock/stock.store.ts'`,
    ],
  ])('%s', (_what, path, text) => {
    expect(brokenRules(new Map([[path, text]]))).toEqual([]);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true })
    .filter((entry) => !['node_modules', 'dist'].includes(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkPin, hashBadge } from '../../server/floor/crew/secrets.ts';
import { faultLine, loadSite, readSiteTexts } from '../../server/floor/site/load-site.ts';
import type { SiteFiles } from '../../server/floor/site/site-files.ts';
import { place, post } from '../../server/floor/stock/stock.ts';
import { inTransaction, reading, type Database } from '../../server/platform/db/database.ts';
import { generateDemoSite } from '../../simulators/demo-site/generate.ts';
import { freshDatabase } from '../setup/database.ts';
import { smallSite, withLines, withPart } from './small-site.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
const now = new Date('2030-01-02T08:00:00Z');

beforeEach(async () => {
  fresh = await freshDatabase();
  database = fresh.database;
});
afterEach(() => fresh.close());

function filesOf(texts: Record<string, string>): SiteFiles {
  const { faults, site } = readSiteTexts(texts);
  if (site === null) throw new Error(faults.map(faultLine).join('\n'));
  return site;
}

async function load(texts: Record<string, string>) {
  const { faults, saved } = await loadSite(database, filesOf(texts), now);
  return { faults: faults.map(faultLine), saved };
}

const tables = [
  'site',
  'owner',
  'zone',
  'location',
  'item',
  'itemGtin',
  'cartonType',
  'station',
  'printer',
  'carrierService',
  'putWall',
  'scanPolicy',
  'operator',
  'apiKey',
  'cart',
  'tote',
  'lot',
  'stockBalance',
  'stockMovement',
] as const;
const masterData = tables.filter(
  (table) => !['tote', 'lot', 'stockBalance', 'stockMovement'].includes(table),
);

/** All rows that a load may write. PINs have a salt and badges are hashed with the site, so those two never compare. */
async function everythingOf(site: string): Promise<Record<string, string[]>> {
  const db = reading(database);
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const rows: object[] = await db.selectFrom(table).selectAll().where('site', '=', site).execute();
    found[table] = rows
      .map((row) => JSON.stringify({ ...row, pinHash: undefined, badgeHash: undefined }))
      .toSorted();
  }
  return found;
}

async function sizesOf(site: string): Promise<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(await everythingOf(site)).map(([table, rows]) => [table, rows.length]),
  );
}

async function stockOf(site: string) {
  return reading(database)
    .selectFrom('stockBalance')
    .select(['sku', 'lot', 'place', 'status', 'onHand', 'allocated'])
    .where('site', '=', site)
    .where('place', 'not like', 'outside:%')
    .orderBy('place')
    .orderBy('lot')
    .execute();
}

describe('a first load', () => {
  test('[SI13] writes the whole demo site, and its opening stock through the ledger', async () => {
    const files = filesOf(generateDemoSite({ seed: 1 }));
    const { saved } = await loadSite(database, files, now);
    const units = files.stock.reduce((sum, row) => sum + row.units, 0);
    expect(saved).toMatchObject({ site: 'kesterby', isFirstLoad: true, openingUnits: units });
    expect(await sizesOf('kesterby')).toMatchObject({
      site: 1,
      owner: 1,
      zone: 5,
      location: files.locations.length,
      item: 1_000,
      itemGtin: files.gtins.length,
      cartonType: 7,
      station: 3,
      printer: 4,
      carrierService: 5,
      putWall: 1,
      operator: 16,
      apiKey: 1,
      cart: 12,
      tote: 300,
      stockMovement: files.stock.length,
    });
    const onShelves = (await stockOf('kesterby')).reduce((sum, { onHand }) => sum + onHand, 0);
    expect(onShelves).toBe(units);
  });

  test('[SI13] keeps lots with their expiry, GTINs in 14 digits, and the site with its settings', async () => {
    await load(smallSite());
    const db = reading(database);
    expect(await stockOf('corner')).toEqual([
      { sku: 'MUG', lot: '', place: 'location:A-01', status: 'available', onHand: 40, allocated: 0 },
      { sku: 'TEA', lot: 'L1', place: 'location:A-02', status: 'available', onHand: 15, allocated: 0 },
    ]);
    expect(await db.selectFrom('lot').selectAll().execute()).toEqual([
      { site: 'corner', owner: 'main', sku: 'TEA', lot: 'L1', expiry: '2031-05-28' },
    ]);
    expect(await db.selectFrom('itemGtin').select(['gtin', 'units']).orderBy('units').execute()).toEqual([
      { gtin: '05901234123457', units: 1 },
      { gtin: '15901234123454', units: 12 },
    ]);
    expect(await db.selectFrom('site').select(['timezone', 'shipFrom']).execute()).toEqual([
      {
        timezone: 'Europe/Warsaw',
        shipFrom: { name: 'Corner', address1: 'Rynek 1', postcode: '50-101', city: 'Wrocław', country: 'PL' },
      },
    ]);
  });

  test('[SI13] that two people start at once posts the opening stock once', async () => {
    const files = filesOf(smallSite());
    const both = await Promise.all([loadSite(database, files, now), loadSite(database, files, now)]);
    expect(both.map(({ saved }) => saved?.openingUnits).toSorted()).toEqual([0, 55]);
    expect((await stockOf('corner')).map(({ onHand }) => onHand)).toEqual([40, 15]);
  });

  test('[SI15] keeps badges, PINs and secrets as hashes only', async () => {
    await load(smallSite());
    const all = JSON.stringify(await everythingOf('corner'));
    for (const secret of ['4711-0001', '246810', 'abcdefghijklmnopqrstuvwxyzABCDEF'])
      expect(all).not.toContain(secret);
    const ada = await reading(database)
      .selectFrom('operator')
      .select(['badgeHash', 'pinHash'])
      .executeTakeFirstOrThrow();
    expect(ada.badgeHash).toBe(hashBadge('corner', '4711-0001'));
    expect(await checkPin('246810', ada.pinHash)).toBe(true);
    expect(ada.pinHash).not.toContain('246810');
  });

  test('[SI1] that fails half way leaves nothing behind', async () => {
    const files = filesOf(smallSite());
    const [ada] = files.operators;
    if (ada === undefined) throw new Error('expected an operator');
    const twice = { ...files, operators: [ada, { ...ada, operator: 'picker-2' }] };
    await expect(loadSite(database, twice, now)).rejects.toThrow();
    expect(Object.values(await sizesOf('corner')).every((rows) => rows === 0)).toBe(true);
  });

  test('[SI17] changes nothing of another site', async () => {
    await load(smallSite());
    const before = await everythingOf('corner');
    await load(
      smallSite({
        ...withPart('site.yaml', 'site: corner', 'site: other'),
        ...withPart('items.csv', 'Mug, blue', 'Other mug'),
      }),
    );
    expect(await everythingOf('corner')).toEqual(before);
    expect((await sizesOf('other'))['stockMovement']).toBe(2);
  });
});

describe('a later load', () => {
  beforeEach(async () => {
    await load(smallSite());
  });

  test('[SI14] of the same files changes nothing', async () => {
    const before = await everythingOf('corner');
    const { saved } = await load(smallSite());
    expect(saved).toMatchObject({ isFirstLoad: false, openingUnits: 0 });
    expect(await everythingOf('corner')).toEqual(before);
  });

  test('[SI14] changes every column that the files name', async () => {
    const scopes =
      'zone,owner,sku,operator,location,item,each_scan_up_to,quantity,second_scan,tote,lot,expiry,serial';
    await load(
      smallSite({
        'scan-policies.csv': `${scopes}\nA,main,TEA,picker-1,scan,each,1,typed,item,button,scan,scan,never\n`,
      }),
    );
    const changed = smallSite({
      'scan-policies.csv': `${scopes}\nA,main,TEA,picker-1,digits,first_then_quantity,2,prefilled,never,scan,shown,never,at_pick\n`,
      'site.yaml': `site: corner
name: Corner two
timezone: Europe/London
language: pl
stock_owner: external
sscc_prefix: "9521235"
ship_from: { name: New, address1: New 1, postcode: "1", city: New, country: GB }
owners: [{ owner: main, name: Main two }]
policies: { drop_place: DROP, problem_place: ODD, each_scan_up_to: 5 }
`,
      'zones.csv': 'zone,name\nA,Front two\nB,Back\nP,Packing two\n',
      'locations.csv': `location,zone,aisle,kind,x_mm,y_mm,level,check_digits,blocked
A-01,B,2,reserve,11,12,1,21,yes
A-02,B,2,reserve,13,14,2,22,yes
DROP,P,Q,drop,1,1,1,23,no
ODD,P,Q,problem,2,2,2,24,no
LANE,P,Q,lane,3,3,3,25,no
`,
      'items.csv': `owner,sku,name,length_mm,width_mm,height_mm,weight_grams,is_lot_controlled,is_serial_controlled,has_expiry,is_hazmat,picture,velocity
main,MUG,Mug two,1,2,3,4,no,yes,no,yes,mug-red,A
main,TEA,Tea two,5,6,7,8,yes,yes,no,yes,tea-red,B
`,
      'stock.csv': 'owner,sku,location,units,lot\nmain,MUG,A-01,999,\nmain,TEA,A-01,999,L7\n',
      'gtins.csv': 'owner,gtin,sku,units\nmain,5901234123457,TEA,2\nmain,15901234123454,TEA,24\n',
      'carts.csv': 'cart,places\nC-1,6\n',
      'stations.csv': 'station,name,printer\nPACK,Packing two,\n',
      'printers.csv': 'printer,name,host,port,dpi\nPRN,Printer two,10.0.0.9,9101,300\n',
      'cartons.csv': `carton,name,inner_length_mm,inner_width_mm,inner_height_mm,max_weight_grams,tare_grams
BOX,Box two,1,2,3,4,5
`,
      'services.csv': `service,carrier,name,lane,cut_off,weekdays,is_default,number_kind,number_prefix,next_serial,last_serial
standard,northline,Two,LANE,18:30,1234567,yes,s10,CYGB,7,8
`,
      'operators.csv':
        'operator,name,role,language,badge,pin,is_blocked\npicker-1,Ada Two,lead,pl,4711-0009,135790,yes\n',
      'hubs.csv':
        'hub,owner,key_id,secret,is_revoked\nnew-shop,main,k1,ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef,yes\n',
    });
    await load(changed);
    await load({
      ...changed,
      'site.yaml': changed['site.yaml']?.replace('site: corner', 'site: fresh') ?? '',
    });

    // As if the site had been loaded from these files at first; only the goods are where they were.
    const [corner, fresh] = [await everythingOf('corner'), await everythingOf('fresh')];
    for (const table of masterData) {
      expect({ table, rows: corner[table] }).toEqual({
        table,
        rows: fresh[table]?.map((row) => row.replace('"fresh"', '"corner"')),
      });
    }
    expect((await stockOf('corner')).map(({ onHand }) => onHand)).toEqual([40, 15]);
    const badges = await reading(database)
      .selectFrom('operator')
      .select('badgeHash')
      .where('site', '=', 'corner')
      .execute();
    expect(badges).toEqual([{ badgeHash: hashBadge('corner', '4711-0009') }]);
  });

  test('[SI14] keeps what the files no longer name', async () => {
    await load(
      smallSite({ 'totes.csv': 'tote\nT-3\n', 'gtins.csv': 'owner,gtin,sku,units\n', 'hubs.csv': null }),
    );
    expect(await sizesOf('corner')).toMatchObject({ tote: 3, itemGtin: 2, apiKey: 1 });
  });

  test('[SI14] leaves a cart on a walk as it is', async () => {
    const db = reading(database);
    await db.updateTable('cart').set({ task: 7 }).where('cart', '=', 'C-1').execute();
    await load(smallSite({ 'carts.csv': 'cart,places\nC-1,8\n' }));
    expect(await db.selectFrom('cart').select(['places', 'task']).execute()).toEqual([
      { places: 4, task: 7 },
    ]);
  });

  test('[SI14] never draws a number twice: a range goes on where it was, unless it is another range', async () => {
    const db = reading(database);
    const nextOf = async (services: Record<string, string>): Promise<number | undefined> => {
      await load(smallSite(services));
      return (await db.selectFrom('carrierService').select('nextSerial').executeTakeFirst())?.nextSerial;
    };
    await db.updateTable('carrierService').set({ nextSerial: 500 }).execute();
    expect(await nextOf({})).toBe(500);
    expect(await nextOf(withPart('services.csv', '1555,9999', '1555,20000'))).toBe(500);
    expect(await nextOf(withPart('services.csv', '1555,9999', '1556,9999'))).toBe(1);
  });

  test('[SI14] lets two people swap badges', async () => {
    const people = (ada: string, bo: string) =>
      smallSite({
        'operators.csv': `operator,name,role,badge,pin\npicker-1,Ada,picker,${ada},246810\npicker-2,Bo,picker,${bo},135790\n`,
      });
    await load(people('4711-0001', '4711-0002'));
    await load(people('4711-0002', '4711-0001'));
    const rows = await reading(database)
      .selectFrom('operator')
      .select(['operator', 'badgeHash'])
      .orderBy('operator')
      .execute();
    expect(rows).toEqual([
      { operator: 'picker-1', badgeHash: hashBadge('corner', '4711-0002') },
      { operator: 'picker-2', badgeHash: hashBadge('corner', '4711-0001') },
    ]);
  });

  test('[SI16] is refused if it gives the badge of somebody else', async () => {
    const before = await everythingOf('corner');
    const changes = smallSite({
      ...withPart('zones.csv', 'Front', 'Changed'),
      ...withPart('operators.csv', 'picker-1', 'picker-2'),
    });
    expect(await load(changes)).toEqual({
      faults: [
        'operators.csv:2 badge: is the badge of operator picker-1, who is at this site but not in the files',
      ],
      saved: null,
    });
    expect(await everythingOf('corner')).toEqual(before);
  });

  test('[SI16] is refused if it changes the lot control of goods in stock, and not when they are gone', async () => {
    const changes = smallSite({ ...withPart('items.csv', '350,no,no', '350,yes,no'), 'stock.csv': null });
    expect(await load(changes)).toEqual({
      faults: ['items.csv:2 is_lot_controlled: cannot change while units of MUG are in stock'],
      saved: null,
    });
    await inTransaction(database, { site: 'corner', now }, (tx) =>
      post(tx, [
        {
          kind: 'correction',
          owner: 'main',
          sku: 'MUG',
          lot: '',
          units: 40,
          from: { place: place.location('A-01'), status: 'available' },
          to: { place: place.count, status: 'available' },
        },
      ]),
    );
    expect((await load(changes)).faults).toEqual([]);
  });
});

describe('npm run site', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'site-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  function site(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const cli = fileURLToPath(new URL('../../server/floor/site/site-cli.ts', import.meta.url));
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [cli, ...args],
        { env: { ...process.env, DATABASE_URL: fresh.url } },
        (_error, out, err) => {
          resolve({ code: child.exitCode ?? -1, out, err });
        },
      );
    });
  }

  test('[SI1] load of a folder with faults lists them, ends with 1 and changes nothing', async () => {
    const texts = smallSite({ ...withLines('zones.csv', 'b,Low'), ...withLines('carts.csv', 'C-2,many') });
    for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
    expect(await site('load', folder)).toEqual({
      code: 1,
      out: '',
      err:
        'zones.csv:4 zone: expected a code of up to 32 capital letters, digits and . _ -, found "b"\n' +
        'carts.csv:3 places: expected a whole number from 1 to 40, found "many"\n\n2 faults. Nothing was changed.\n',
    });
    expect(Object.values(await sizesOf('corner')).every((rows) => rows === 0)).toBe(true);
  });

  test('[SI13] load tells what was done, the first time and after', async () => {
    for (const [name, text] of Object.entries(smallSite())) await writeFile(join(folder, name), text);
    const first = await site('load', folder);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^Site corner loaded\.\n[^]* 5 locations\n[^]*Opening stock: 55 units\.\n$/);
    const second = await site('load', folder);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).toContain('its stock was left as it is');
  });

  test('generate writes a folder that check finds no fault in, and never over another', async () => {
    const demo = join(folder, 'demo');
    expect(await site('generate', demo, '--seed', '5')).toMatchObject({ code: 0, err: '' });
    expect(await site('check', demo)).toEqual({ code: 0, out: 'No fault found.\n', err: '' });
    expect(await site('generate', demo)).toMatchObject({ code: 1, out: '' });
  });
});

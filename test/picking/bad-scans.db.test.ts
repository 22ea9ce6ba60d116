import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestKept } from '../../floor-ui/src/scan/burst.ts';
import { badgeCode, cartCode, commandCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { json } from '../../server/platform/db/database.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const gs = '\x1d';
const mug = '4006381333931';
const no = (refusal: string, data: object = {}) => ({ ok: false, refusal, data });
const unreadable = (why: string) => no('SCAN_UNREADABLE', { why });

/** What is scanned instead, and what the picker is told at the place, at the item and at the tote. */
const classes: [string, string, { place: object; item: object; tote: object }][] = [
  [
    'another place',
    locationCode('A-01-09'),
    each('PICK_WRONG_LOCATION', 'NEED_ITEM', 'NEED_TOTE', { kind: 'location' }),
  ],
  ['a tote', toteCode('T-09'), each('NEED_LOCATION', 'NEED_ITEM', 'PICK_WRONG_TOTE', { kind: 'tote' })],
  ['an employee badge', badgeCode('op-1'), all('badge')],
  ['a command', commandCode('SHORT'), all('command')],
  ["a carrier's number", '1Z5R89390357567127', all('tracking')],
  ['a postal number', 'RB123456785GB', all('tracking')],
  ['a number of USPS in GS1', ']C1420787459400111206206406260787', all('tracking')],
  ['a parcel label', '00003456789012345670', all('sscc')],
  ['a QR code with a web address', 'https://example.org/?a=1', all('link')],
  ['half a code', '400638', all('number')],
  ['one digit changed', '4006381333932', every(unreadable('check_digit'))],
  ['one digit changed behind an AIM identifier', ']E04006381333932', every(unreadable('check_digit'))],
  ['a GS1 code with one digit changed', ']C10104006381333932', every(unreadable('check_digit'))],
  ['half a GS1 code', ']C10104006', every(unreadable('malformed'))],
  ['the same code twice', mug + mug, every(unreadable('glued'))],
  ['two codes glued together', `${mug}5901234123457`, every(unreadable('glued'))],
  ['two of our labels glued together', toteCode('T-01') + toteCode('T-02'), every(unreadable('glued'))],
  ['a separator that the wedge lost', `010${mug}10AB117261231`, every(unreadable('ambiguous'))],
  ['a lot said twice, differently', `]C1010${mug}10AB${gs}10CD`, every(unreadable('malformed'))],
  ['a date that is none', `]C1010${mug}17261331`, every(unreadable('malformed'))],
  ['nothing', '   ', every(unreadable('empty'))],
  ['10 kB', 'x'.repeat(10_240), every(unreadable('too_long'))],
  ['a QR code of 4296 characters', 'A'.repeat(4_296), every(unreadable('too_long'))],
  ['a control character', `${mug}\u0007`, every(unreadable('control_characters'))],
  ['NUL', `A\u0000`, every(unreadable('control_characters'))],
  ['a bidi mark', `\u202e${mug}`, every(unreadable('control_characters'))],
  ['a Cyrillic А', 'А-01-06', each('NEED_LOCATION', 'CODE_UNKNOWN', 'NEED_TOTE', { kind: 'text' })],
  ['an emoji', '📦', each('NEED_LOCATION', 'CODE_UNKNOWN', 'NEED_TOTE', { kind: 'text' })],
];

test('[PK30] whatever is scanned instead of what is asked is named, and changes nothing', async () => {
  const { w, scan } = await begun('bad-scans');
  const told = async (): Promise<Record<string, unknown>> => {
    const replies: Record<string, unknown> = {};
    for (const [what, code] of classes) {
      const { prompt, ...reply } = (await scan(code)) as unknown as Record<string, unknown>;
      replies[what] = [reply, prompt];
    }
    return replies;
  };
  const wanted = (at: 'place' | 'item' | 'tote', prompt: unknown) =>
    Object.fromEntries(classes.map(([what, , says]) => [what, [expect.objectContaining(says[at]), prompt]]));
  const asked = async () => ((await w.send('picker', 'GetWork', {})) as { prompt?: unknown }).prompt;

  expect(await told()).toEqual(wanted('place', await asked()));
  await scan(locationCode('A-01-06'));
  expect(await told()).toEqual(wanted('item', await asked()));
  await scan(mug);
  await scan(mug);
  expect(await told()).toEqual(wanted('tote', await asked()));
  expect(await asked()).toMatchObject({ kind: 'PutInTote', counted: 2 });
});

test('[PK30] what is asked is taken in every clothing that it comes in', async () => {
  const wearing = [
    mug,
    `]E0${mug}`,
    `0${mug}`,
    `]C1010${mug}`,
    `]d2010${mug}17261200`,
    `]Q3${gs}17261231${gs}010${mug}`,
    `]e0010${mug}`,
    `]J1010${mug}`,
    `https://id.gs1.org/01/0${mug}/21/S1?17=261231`,
    `]Q1https://shop.example/p/01/0${mug}`,
    '\t４００６３８１３３３９３１\r\n',
    'MUG',
  ];
  const { w, scan } = await begun('good-scans', wearing.length);
  await scan(locationCode('A-01-06'));
  for (const [at, code] of wearing.slice(1).entries())
    expect([code, await scan(code)]).toMatchObject([
      code,
      { ok: true, prompt: { kind: 'ScanItem', counted: at + 1 } },
    ]);
  expect(await scan(mug)).toMatchObject({ ok: true, prompt: { kind: 'PutInTote' } });
  expect(w.site).toBe('good-scans');
});

test('[PK30] a bare code is named for whatever goes by it, and what is no tote of the site is no other tote', async () => {
  const { scan } = await begun('bare-scans', 1, async (w) => w.item('CUP'));
  expect(await scan('CUP')).toMatchObject(no('NEED_LOCATION', { kind: 'item' }));
  expect(await scan('t-01')).toMatchObject(no('NEED_LOCATION', { kind: 'tote' }));
  expect(await scan('C-1')).toMatchObject(no('NEED_LOCATION', { kind: 'cart' }));
  expect(await scan('99')).toMatchObject(no('WRONG_CHECK_DIGITS', { expected: 'A-01-06', scanned: '99' }));
  // A keyboard with small letters, and a scanner behind a Caps Lock.
  expect(await scan('%la-01-06')).toMatchObject({ ok: true });
  expect(await scan('mug')).toMatchObject(no('CODE_UNKNOWN', { expected: { sku: 'MUG' }, scanned: 'mug' }));
  expect(await scan('A-01-06')).toMatchObject(no('NEED_ITEM', { kind: 'location' }));
  await scan(mug);
  expect(await scan(toteCode('T-99'))).toMatchObject(no('TOTE_UNKNOWN', { scanned: 'T-99' }));
  expect(await scan('t-01')).toMatchObject({ ok: true });
});

test('[PK6] a pack of the right item of unknown size is named, not counted', async () => {
  const { scan } = await begun('unknown-pack');
  await scan(locationCode('A-01-06'));
  // Indicator 3: nobody told this site what that pack holds.
  expect(await scan('34006381333932')).toMatchObject(no('PACK_SIZE_UNKNOWN', { sku: 'MUG' }));
  expect(await scan(']E034006381333932')).toMatchObject(no('PACK_SIZE_UNKNOWN', { sku: 'MUG' }));
});

test('[PK30] a UPC-E that reads as an EAN-8 too is the one of them that the site sells, and neither if it sells both', async () => {
  const { w, scan } = await begun('upc-e', 2, async (one) => one.item('SODA', { gtin: '00012345000058' }));
  await scan(locationCode('A-01-06'));
  expect(await scan('01234558')).toMatchObject(no('PICK_WRONG_ITEM', { scanned: { sku: 'SODA' } }));
  await w.item('GUM', { gtin: '00000001234558' });
  expect(await scan('01234558')).toMatchObject(no('CODE_UNKNOWN', { scanned: '00000001234558' }));
});

async function begun(
  site: string,
  units = 2,
  setUp?: (w: Awaited<ReturnType<typeof warehouse>>) => Promise<void>,
) {
  const w = await warehouse(db.database, site);
  await w.item('MUG', { gtin: `0${mug}` });
  await setUp?.(w);
  await w.holding('A-01-06', 'MUG', 50);
  await w.tx(async ({ db: own }) => {
    const { policies } = await own
      .selectFrom('site')
      .select('policies')
      .where('site', '=', site)
      .executeTakeFirstOrThrow();
    await own
      .updateTable('site')
      .set({ policies: json({ ...policies, eachScanUpTo: 20 }) })
      .where('site', '=', site)
      .execute();
  });
  await w.order('o1', [['MUG', units]]);
  await w.release();
  // A screen keeps no more of a code than says that it is too long.
  const scan = (text: string) => w.send('picker', 'PickScan', { scan: text.slice(0, longestKept) });
  await w.send('picker', 'GetWork', {});
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  return { w, scan };
}

function each(place: string, item: string, tote: string, { kind }: { kind: string }) {
  const says = (refusal: string) =>
    no(refusal, refusal.startsWith('NEED_') ? expect.objectContaining({ kind }) : expect.anything());
  return { place: says(place), item: says(item), tote: says(tote) };
}

function all(kind: string) {
  return each('NEED_LOCATION', 'NEED_ITEM', 'NEED_TOTE', { kind });
}

function every(says: object) {
  return { place: says, item: says, tote: says };
}

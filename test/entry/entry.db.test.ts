import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { json } from '../../server/platform/db/database.ts';
import type { CommandBody } from '../../server/protocol/commands.ts';
import type { Reply } from '../../server/protocol/prompts.ts';
import type { ManualEntry } from '../../server/protocol/views.ts';
import { freshDatabase } from '../setup/database.ts';
import { warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const said = (reply: Reply): string =>
  `${'refusal' in reply ? `${reply.refusal} ` : ''}${'prompt' in reply ? (reply.prompt?.kind ?? '') : ''}`;

/** A walk to one MUG at A-01-03, whose check digits are 13. */
async function atShelf(site: string, manualEntry: ManualEntry) {
  const w = await warehouse(db.database, site);
  await w.tx(async ({ db: own }) => {
    const { policies } = await own
      .selectFrom('site')
      .select('policies')
      .where('site', '=', site)
      .executeTakeFirstOrThrow();
    await own
      .updateTable('site')
      .set({ policies: json({ ...policies, manualEntry }) })
      .where('site', '=', site)
      .execute();
  });
  await w.item('MUG');
  await w.holding('A-01-03', 'MUG', 5);
  await w.order('o1', [['MUG', 1]]);
  await w.release();
  const pick = async (scan: string, entry: Omit<CommandBody<'PickScan'>, 'scan'> = {}) =>
    said(await w.send('picker', 'PickScan', { scan, ...entry }));
  const typedCodes = async () =>
    (
      await w
        .read()
        .selectFrom('journal')
        .select('data')
        .where('site', '=', site)
        .where('type', '=', 'CodeTyped')
        .orderBy('id')
        .execute()
    ).map((row) => row.data);
  await w.send('picker', 'GetWork', {});
  await pick(cartCode('C-1'));
  await pick(toteCode('T-01'));
  return { w, pick, typedCodes };
}

const fact = (code: string, asked: string, place: string | null, why: string | null) => ({
  operator: 'picker',
  station: null,
  codes: [code],
  asked,
  place,
  why,
});

test('[EN1] [EN3] [EN4] with_reason takes a typed code that says why and writes it down, and refuses one that does not', async () => {
  const { w, pick, typedCodes } = await atShelf('reasons', 'with_reason');
  expect(await pick('A-01-03', { entered: 'typed' })).toBe('ENTRY_NEEDS_REASON ScanLocation');
  // A screen that forgot to say that they were typed.
  expect(await pick('13')).toBe('ENTRY_NEEDS_REASON ScanLocation');
  // Of another place they are no check digits, and wrong as any other number.
  expect(await pick('14')).toBe('WRONG_CHECK_DIGITS ScanLocation');
  expect(await pick('A-01-04', { entered: 'typed', why: 'label_dirty' })).toBe(
    'PICK_WRONG_LOCATION ScanLocation',
  );
  expect(await typedCodes()).toEqual([]);

  expect(await pick('13', { why: 'label_dirty' })).toBe('ScanItem');
  expect(await pick('MUG', { entered: 'typed', why: 'scanner_broken' })).toBe('PutInTote');
  expect(await pick(toteCode('T-01'), { entered: 'camera' })).toBe('ScanDrop');
  // The place where goods are left has check digits too.
  expect(await pick('91')).toBe('ENTRY_NEEDS_REASON ScanDrop');
  const aside = { itemScan: 'MUG', units: 1, entered: 'typed' as const, why: 'label_missing' as const };
  expect(await w.send('packer', 'SetAside', aside)).toMatchObject({ ok: true });
  expect(await typedCodes()).toEqual([
    fact('13', 'ScanLocation', 'A-01-03', 'label_dirty'),
    fact('MUG', 'ScanItem', 'A-01-03', 'scanner_broken'),
    {
      operator: 'packer',
      station: 'S-1',
      codes: ['MUG'],
      asked: null,
      place: null,
      why: 'label_missing',
    },
  ]);
});

test('[EN20] digits that the policy of the line wants typed need no reason, right or wrong', async () => {
  for (const manualEntry of ['with_reason', 'never'] as const) {
    const { w, pick, typedCodes } = await atShelf(`asked-${manualEntry.slice(0, 4)}`, manualEntry);
    await w.policy({ location: 'digits' });
    expect(await pick(locationCode('A-01-03'))).toBe('LOCATION_NEEDS_DIGITS ScanLocation');
    expect(await pick('14', { entered: 'typed' })).toBe('WRONG_CHECK_DIGITS ScanLocation');
    expect(await pick('13', { entered: 'typed' })).toBe('ScanItem');
    expect(await typedCodes()).toEqual([]);
    expect(await pick('MUG', { entered: 'typed' })).toMatch(/^ENTRY_/);
  }
});

test('[EN3] the places of a small job have check digits too', async () => {
  const { w, pick } = await atShelf('job', 'with_reason');
  const goods = { owner: 'main', sku: 'MUG', lot: '', units: 1, from: 'A-01-03', to: 'A-01-08' };
  const move = await w.send('lead', 'OrderMove', goods);
  await w.send('picker', 'HandOver', { where: null });
  await w.send('picker', 'TakeJob', { kind: 'move', ref: Number(move.ok ? move.result?.['move'] : 0) });
  expect(await pick('13')).toBe('ENTRY_NEEDS_REASON JobFetch');
  await pick(locationCode('A-01-03'));
  await pick('MUG');
  expect(await pick('18')).toBe('ENTRY_NEEDS_REASON JobPut');
  expect(await pick('18', { why: 'label_dirty' })).toMatch(/^(GetWork|ScanCart)$/);
});

test('[EN2] never takes no typed code but the check digits of the place, with their reason', async () => {
  const { w, pick, typedCodes } = await atShelf('never', 'never');
  expect(await pick('A-01-03', { entered: 'typed', why: 'label_dirty' })).toBe(
    'ENTRY_NOT_ALLOWED ScanLocation',
  );
  expect(await pick('13', { entered: 'typed' })).toBe('ENTRY_NEEDS_REASON ScanLocation');
  expect(await pick('13', { entered: 'typed', why: 'label_missing' })).toBe('ScanItem');
  expect(await pick('13', { entered: 'typed', why: 'label_missing' })).toBe('ENTRY_NOT_ALLOWED ScanItem');
  expect(await typedCodes()).toEqual([fact('13', 'ScanLocation', 'A-01-03', 'label_missing')]);

  const bench = await w.send('packer', 'PackScan', { scan: 'T-01', entered: 'typed', why: 'label_dirty' });
  expect(bench).toMatchObject({ ok: false, refusal: 'ENTRY_NOT_ALLOWED' });
  const aside = { itemScan: 'MUG', units: 1, entered: 'typed' as const };
  expect(await w.send('packer', 'SetAside', aside)).toMatchObject({ refusal: 'ENTRY_NOT_ALLOWED' });
});

test('[EN1] allowed takes typed codes as they come, and keeps a reason that was given', async () => {
  const { pick, typedCodes } = await atShelf('free', 'allowed');
  expect(await pick('A-01-03', { entered: 'typed' })).toBe('ScanItem');
  expect(await pick('MUG', { entered: 'typed', why: 'label_missing' })).toBe('PutInTote');
  expect(await typedCodes()).toEqual([
    fact('A-01-03', 'ScanLocation', 'A-01-03', null),
    fact('MUG', 'ScanItem', 'A-01-03', 'label_missing'),
  ]);
});

test('[EN10] the place of a hand-over is a code like any other, and the last place is none', async () => {
  const { w, pick, typedCodes } = await atShelf('hand-over', 'with_reason');
  for (const scan of [locationCode('A-01-03'), 'MUG', toteCode('T-01')]) await pick(scan);
  const leave = async (body: CommandBody<'HandOver'>) => said(await w.send('picker', 'HandOver', body));
  expect(await leave({ where: 'A-01-07', entered: 'typed' })).toBe('ENTRY_NEEDS_REASON ScanDrop');
  expect(await typedCodes()).toEqual([]);
  expect(await leave({ where: 'A-01-07', entered: 'typed', why: 'label_dirty' })).toBe('GetWork');
  expect(await typedCodes()).toEqual([fact('A-01-07', 'HandOver', null, 'label_dirty')]);

  const other = await atShelf('hand-over-never', 'never');
  expect(
    said(
      await other.w.send('picker', 'HandOver', { where: 'A-01-07', entered: 'typed', why: 'label_dirty' }),
    ),
  ).toBe('ENTRY_NOT_ALLOWED ScanLocation');
  expect(said(await other.w.send('picker', 'HandOver', { where: null, entered: 'typed' }))).toBe('GetWork');
  expect(await other.typedCodes()).toEqual([]);
});

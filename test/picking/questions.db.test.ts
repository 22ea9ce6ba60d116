import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import { readDesk } from '../../server/floor/exceptions/desk.views.ts';
import { cancelOrder } from '../../server/floor/changes/changes.ts';
import { tellAnswer } from '../../server/floor/jobs/jobs.ts';
import { answerUnanswered } from '../../server/floor/picking/picking.ts';
import { json } from '../../server/platform/db/database.ts';
import type { CommandBody } from '../../server/protocol/commands.ts';
import { freshDatabase } from '../setup/database.ts';
import { noon, warehouse } from '../setup/warehouse.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);
const prompt = async (w: Site) => ((await w.send('picker', 'GetWork', {})) as { prompt: unknown }).prompt;

test('[PK31] nobody answers in time: the site answers, both screens say so, and the lead comes too late', async () => {
  const w = await askedAt('unanswered', 'blocked');
  const exception = await openQuestion(w);
  expect(await prompt(w)).toMatchObject({
    kind: 'ScanLocation',
    asked: { question: 'blocked', location: 'A-01-06', answerBy: after(30).toISOString() },
  });
  expect((await desk(w)).exceptions).toMatchObject([
    { kind: 'question', data: { name: 'Thing MUG', take: 2, location: 'A-01-06', otherwise: 'no' } },
  ]);

  w.at(after(29));
  expect(await w.tx((tx) => answerUnanswered(tx, tellAnswer))).toEqual(after(30));
  expect(await prompt(w)).toMatchObject({ kind: 'ScanLocation', asked: { question: 'blocked' } });

  w.at(after(30));
  // Nothing is open: whatever is asked from now on is not due before half a minute.
  expect(await w.tx((tx) => answerUnanswered(tx, tellAnswer))).toEqual(after(60));
  expect(await prompt(w)).toMatchObject({
    kind: 'LeadAnswered',
    answer: 'no',
    by: 'nobody',
    question: 'blocked',
    location: 'A-01-06',
    asked: null,
  });
  expect(await desk(w)).toMatchObject({
    exceptions: [],
    unanswered: [{ exception, operator: 'picker', question: 'blocked', location: 'A-01-06', answer: 'no' }],
  });
  expect(await w.send('lead', 'AnswerQuestion', { exception, answer: 'yes' })).toMatchObject({
    ok: false,
    refusal: 'ANSWER_TOO_LATE',
    data: { answer: 'no' },
  });
  expect(await journal(w)).toContain('unanswered no');
  expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
    ok: true,
    prompt: { kind: 'ScanLocation' },
  });
});

test('[PK31] each question has its own answer, and a site may wait for ever', async () => {
  const w = await askedAt('own-answer', 'other');
  w.at(after(30));
  await w.tx((tx) => answerUnanswered(tx, tellAnswer));
  expect(await prompt(w)).toMatchObject({ kind: 'LeadAnswered', answer: 'yes', by: 'nobody' });

  const patient = await askedAt('patient', 'other', 0);
  patient.at(after(3_600));
  await patient.tx((tx) => answerUnanswered(tx, tellAnswer));
  expect(await prompt(patient)).toMatchObject({ kind: 'ScanLocation', asked: { answerBy: null } });
});

test('[PK31] a lead and the end of the time at once: one of them tells the picker, once', async () => {
  for (const round of [1, 2, 3, 4]) {
    const w = await askedAt(`race-${round}`, 'blocked');
    const exception = await openQuestion(w);
    w.at(after(30));
    const [answered] = await Promise.all([
      w.send('lead', 'AnswerQuestion', { exception, answer: 'yes' }),
      w.tx((tx) => answerUnanswered(tx, tellAnswer)),
    ]);
    expect(await prompt(w)).toMatchObject(
      answered.ok ? { answer: 'yes', by: 'lead' } : { answer: 'no', by: 'nobody' },
    );
    if (!answered.ok) expect(answered).toMatchObject({ refusal: 'ANSWER_TOO_LATE' });
    expect((await journal(w)).filter((step) => /answered/.test(step))).toHaveLength(1);
  }
});

test('[PK32] a second question is refused with the first, also when both come at once', async () => {
  const w = await askedAt('second', 'blocked');
  expect(await w.send('picker', 'AskLead', { question: 'other' })).toMatchObject({
    ok: false,
    refusal: 'QUESTION_OPEN',
    data: { question: 'blocked', location: 'A-01-06' },
  });
  const both = await atStop('both');
  const replies = await Promise.all([
    both.send('picker', 'AskLead', { question: 'blocked' }),
    both.send('picker', 'AskLead', { question: 'label_bad' }),
  ]);
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
});

test('[PK33] an answer that meets a cancellation is read after it', async () => {
  const w = await askedAt('answer-after', 'blocked');
  const exception = await openQuestion(w);
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  expect(await prompt(w)).toMatchObject({ kind: 'LinesCancelled' });
  await w.send('lead', 'AnswerQuestion', { exception, answer: 'yes' });
  expect(await prompt(w)).toMatchObject({ kind: 'LinesCancelled', asked: null });
  expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
    prompt: { kind: 'LeadAnswered', answer: 'yes', by: 'lead' },
  });
  // Every line was cancelled: after the answer the walk ends.
  expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({ prompt: { kind: 'GetWork' } });
});

test('[PK33] a cancellation that meets an unread answer comes first, and the answer stays', async () => {
  const w = await askedAt('answer-before', 'blocked');
  await w.send('lead', 'AnswerQuestion', { exception: await openQuestion(w), answer: 'no' });
  await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'buyer' }));
  expect(await prompt(w)).toMatchObject({ kind: 'LinesCancelled' });
  expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
    prompt: { kind: 'LeadAnswered', answer: 'no' },
  });
});

test('[PK34] what the hub wrote on an order is new until something of it is taken, and stays to be read', async () => {
  const w = await warehouse(db.database, 'notes');
  await w.item('MUG');
  await w.item('BOX');
  await w.holding('A-01-03', 'MUG', 5);
  await w.holding('A-01-06', 'BOX', 5);
  const lines: [string, number][] = [
    ['MUG', 1],
    ['BOX', 1],
  ];
  await w.order('o1', lines, { notes: ['Gift: no price inside', ' '] });
  await w.order('o2', [['BOX', 2]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  const scan = async (text: string) =>
    ((await w.send('picker', 'PickScan', { scan: text })) as { prompt: { notes?: unknown } }).prompt.notes;
  const gift = (isNew: boolean) => [{ orderNumber: 'o1', notes: ['Gift: no price inside'], isNew }];
  await scan(cartCode('C-1'));
  await scan(toteCode('T-01'));
  expect(await scan(toteCode('T-02'))).toEqual(gift(true));
  expect(await scan(locationCode('A-01-03'))).toEqual(gift(true));
  expect(await scan('MUG')).toEqual(gift(true));
  // What is taken next at the other place is of both orders, one after the other; one has no note.
  const seen = [await scan(toteCode('T-01')), await scan(locationCode('A-01-06'))];
  for (const code of ['BOX', toteCode('T-01'), 'BOX', 'BOX', toteCode('T-02')]) seen.push(await scan(code));
  expect(seen).toContainEqual(gift(false));
  expect(seen).toContainEqual([]);
  expect(seen).not.toContainEqual(gift(true));
});

type Site = Awaited<ReturnType<typeof warehouse>>;

async function askedAt(
  site: string,
  question: CommandBody<'AskLead'>['question'],
  seconds = 30,
): Promise<Site> {
  const w = await atStop(site, seconds);
  expect(await w.send('picker', 'AskLead', { question })).toMatchObject({ ok: true });
  return w;
}

async function atStop(site: string, questionSeconds = 30): Promise<Site> {
  const w = await warehouse(db.database, site);
  await w.tx(async ({ db: own }) => {
    const { policies } = await own
      .selectFrom('site')
      .select('policies')
      .where('site', '=', site)
      .executeTakeFirstOrThrow();
    await own
      .updateTable('site')
      .set({ policies: json({ ...policies, questionSeconds }) })
      .where('site', '=', site)
      .execute();
  });
  await w.item('MUG');
  await w.holding('A-01-06', 'MUG', 5);
  await w.order('o1', [['MUG', 2]]);
  await w.release();
  await w.send('picker', 'GetWork', {});
  for (const scan of [cartCode('C-1'), toteCode('T-01')]) await w.send('picker', 'PickScan', { scan });
  return w;
}

async function openQuestion(w: Site): Promise<number> {
  const { exception } = await w
    .read()
    .selectFrom('exception')
    .select('exception')
    .where('site', '=', w.site)
    .where('kind', '=', 'question')
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return exception;
}

const desk = (w: Site) => readDesk(w.read(), w.site, after(31));

async function journal(w: Site): Promise<string[]> {
  const rows = await w
    .read()
    .selectFrom('journal')
    .select('data')
    .where('site', '=', w.site)
    .where('type', '=', 'TaskChanged')
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => `${String(data['step'])} ${String(data['answer'] ?? '')}`.trim());
}

describe('a short that a lead has to agree to', () => {
  /** The picker stands at the place, and one of two units is there. */
  async function oneOfTwo(site: string) {
    const w = await atStop(site);
    await w.tx((tx) =>
      tx.db
        .insertInto('scanPolicy')
        .values({ site, operator: '', owner: '', sku: '', zone: '', short: 'lead' })
        .execute(),
    );
    await w.send('picker', 'PickScan', { scan: locationCode('A-01-06') });
    await w.send('picker', 'PickScan', { scan: 'MUG' });
    return w;
  }
  const report = (w: Site, found = 1) => w.send('picker', 'ReportShort', { reason: 'not_enough', found });
  const answer = async (w: Site, say: 'yes' | 'no') =>
    w.send('lead', 'AnswerQuestion', { exception: await openQuestion(w), answer: say });
  const line = (w: Site) =>
    w
      .read()
      .selectFrom('pickLine')
      .select(['requested', 'picked', 'shorted', 'state'])
      .where('site', '=', w.site)
      .executeTakeFirstOrThrow();
  const untouched = { requested: 2, picked: 0, shorted: 0, state: 'open' };

  test('[PK28] is short only when the picker has read the yes, and then in one step', async () => {
    const w = await oneOfTwo('short-yes');
    expect(await report(w)).toMatchObject({
      ok: true,
      result: { asked: true },
      prompt: { kind: 'ScanItem', asked: { question: 'short', location: 'A-01-06' } },
    });
    expect((await desk(w)).exceptions).toMatchObject([
      { kind: 'question', data: { question: 'short', reason: 'not_enough', found: 1, take: 2 } },
    ]);
    expect(await report(w)).toMatchObject({ ok: false, refusal: 'QUESTION_OPEN' });
    await answer(w, 'yes');
    expect(await line(w)).toEqual(untouched);
    expect(await prompt(w)).toMatchObject({ kind: 'LeadAnswered', question: 'short', answer: 'yes' });
    expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
      ok: true,
      prompt: { kind: 'PutInTote', counted: 1 },
    });
    expect(await line(w)).toMatchObject({ shorted: 1, state: 'open' });
  });

  test('[PK28] asks for the line again after a no', async () => {
    const w = await oneOfTwo('short-no');
    await report(w);
    await answer(w, 'no');
    expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
      ok: true,
      prompt: { kind: 'ScanItem', counted: 1, asked: null },
    });
    expect(await line(w)).toEqual(untouched);
  });

  test('[PK28] [PK31] goes by the site when nobody answers', async () => {
    const w = await oneOfTwo('short-nobody');
    await report(w);
    w.at(after(30));
    await w.tx((tx) => answerUnanswered(tx, tellAnswer));
    expect(await prompt(w)).toMatchObject({ kind: 'LeadAnswered', answer: 'yes', by: 'nobody' });
    await w.send('picker', 'Acknowledge', {});
    expect(await line(w)).toMatchObject({ shorted: 1 });
  });

  test('[PK28] changes nothing when the units were found meanwhile', async () => {
    const w = await oneOfTwo('short-found');
    await report(w);
    await w.send('picker', 'PickScan', { scan: 'MUG' });
    await w.send('picker', 'PickScan', { scan: toteCode('T-01') });
    await answer(w, 'yes');
    await w.send('picker', 'Acknowledge', {});
    expect(await line(w)).toMatchObject({ picked: 2, shorted: 0, state: 'done' });
  });

  test('[PK28] changes nothing when the hand holds something else than was reported', async () => {
    const w = await oneOfTwo('short-undone');
    await report(w);
    expect(await w.send('picker', 'UndoScan', {})).toMatchObject({ ok: true });
    await answer(w, 'yes');
    expect(await w.send('picker', 'Acknowledge', {})).toMatchObject({
      ok: true,
      prompt: { kind: 'ScanItem', counted: 0 },
    });
    expect(await line(w)).toEqual(untouched);
  });

  test('[PK28] [PK33] a cancellation before the answer is read leaves nothing to be short', async () => {
    const w = await oneOfTwo('short-cancelled');
    await report(w);
    await answer(w, 'yes');
    await w.tx((tx) => cancelOrder(tx, { hub: 'hub', owner: 'main' }, 'o1', { reason: 'x' }));
    for (let guard = 0; guard < 3; guard++) await w.send('picker', 'Acknowledge', {});
    expect(await line(w)).toMatchObject({ picked: 0, shorted: 0, state: 'cancelled' });
  });

  test('[PK28] of a yes that is read twice at once one takes the units off', async () => {
    const w = await oneOfTwo('short-twice');
    await report(w);
    await answer(w, 'yes');
    await Promise.all([w.send('picker', 'Acknowledge', {}), w.send('picker', 'Acknowledge', {})]);
    expect(await line(w)).toMatchObject({ shorted: 1 });
  });
});

import type { CommandBody } from '../../protocol/commands.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import { lockOpen, openOf, raise, resolve } from '../exceptions/exceptions.ts';
import { renewLease, type Picker } from './give-work.flow.ts';
import { nextPick, type AskedLine } from './next-pick.ts';
import { toTake } from './sum-lines.ts';
import type { ShortReport, TaskNotice } from './picking.entities.ts';
import * as store from './picking.store.ts';
import { policies } from './site-policies.views.ts';
import { answerBy, unanswered, type Question } from './unanswered.ts';

type Outcome = Refused | { result?: Record<string, unknown> };
export type Answer = Extract<TaskNotice, { kind: 'answer' }>;

/** How a question that ran out of time is closed; the picker was told yes or no. */
const unansweredAs = { yes: 'unanswered:yes', no: 'unanswered:no' } as const;

/** The picker wants a lead's yes or no about where the walk stands. One question is open at a time. */
export async function askLead(tx: Tx, body: CommandBody<'AskLead'>, picker: Picker): Promise<Outcome> {
  const own = await store.ownTask(tx, picker.operator);
  if (own === null) return refuse('PICK_NO_TASK');
  const next = nextPick(await store.lockFacts(tx, own));
  return ask(tx, own, picker, body.question, 'line' in next ? next.line : null);
}

/**
 * Goods are missing where the scan policy leaves that to a lead: nothing is short before a yes was read. `photo` is of the damage
 * and stands beside the question.
 */
export async function askToShort(
  tx: Tx,
  own: number,
  picker: Picker,
  line: AskedLine,
  report: ShortReport & { photo?: number },
): Promise<Outcome> {
  const outcome = await ask(tx, own, picker, 'short', line, report);
  return isRefused(outcome) ? outcome : { result: { asked: true } };
}

async function ask(
  tx: Tx,
  own: number,
  picker: Picker,
  question: Question,
  line: AskedLine | null,
  more: Partial<ShortReport> = {},
): Promise<Outcome> {
  const no = await askAbout(tx, question, picker.operator, {
    ref: String(own),
    owner: line?.owner ?? null,
    task: own,
    location: line?.location ?? null,
    sku: line?.sku ?? null,
    take: line === null ? null : toTake(line),
    ...more,
  });
  if (no !== null) return no;
  await renewLease(tx, own);
  await append(tx, [
    { type: 'TaskChanged', topics: [`operator:${picker.operator}`], data: { task: own, step: 'asked' } },
  ]);
  return {};
}

/** Puts a question about somebody's work (`ref`) before the leads. Null, or the question that is open already. */
export async function askAbout(
  tx: Tx,
  question: Question,
  operator: string,
  work: {
    ref: string;
    owner: string | null;
    location: string | null;
    sku: string | null;
    take: number | null;
  } & Partial<ShortReport> &
    ({ task: number } | { job: number }),
): Promise<Refused | null> {
  const { ref, owner, ...about } = work;
  const settings = await policies(tx);
  const until = answerBy(settings, tx.now);
  const raised = await raise(tx, {
    kind: 'question',
    ref,
    owner,
    data: {
      ...about,
      question,
      operator,
      answerBy: until === null ? null : until.toISOString(),
      otherwise: unanswered(settings, question),
    },
  });
  if (raised !== null) return null;
  const open = await openOf(tx, 'question', ref);
  return refuse('QUESTION_OPEN', {
    question: open?.data['question'] ?? 'other',
    location: open?.data['location'] ?? null,
  });
}

/** Who tells somebody at a job, which picking knows nothing of. */
type TellAtJob = (tx: Tx, ref: string, answer: Omit<Answer, 'kind'>) => Promise<void>;

/** Desk: the lead's answer reaches the picker's screen at once; what was told already in its place is named. */
export async function answerQuestion(
  tx: Tx,
  body: CommandBody<'AnswerQuestion'>,
  tellAtJob: TellAtJob,
): Promise<Outcome> {
  const found = await lockOpen(tx, body.exception);
  if (found?.kind !== 'question') return tooLate(tx, body.exception);
  await tell(tx, found, { kind: 'answer', answer: body.answer, by: 'lead', ...about(found.data) }, tellAtJob);
  await resolve(tx, 'question', found.ref, body.answer);
  return {};
}

async function tooLate(tx: Tx, exception: number): Promise<Refused> {
  const row = await tx.db
    .selectFrom('exception')
    .select('resolution')
    .where('site', '=', tx.site)
    .where('exception', '=', exception)
    .where('kind', '=', 'question')
    .executeTakeFirst();
  for (const answer of ['yes', 'no'] as const)
    if (row?.resolution === unansweredAs[answer]) return refuse('ANSWER_TOO_LATE', { answer });
  return refuse('EXCEPTION_DONE');
}

/**
 * Time: gives the site's answer to every question that no lead answered in time. Says when to look again: no question asked
 * from now on is due before that.
 */
export async function answerUnanswered(tx: Tx, tellAtJob: TellAtJob): Promise<Date> {
  const settings = await policies(tx);
  const open = await tx.db
    .selectFrom('exception')
    .select(['exception', 'data'])
    .where('site', '=', tx.site)
    .where('kind', '=', 'question')
    .where('state', '=', 'open')
    .orderBy('exception')
    .execute();
  let next = answerBy(settings, tx.now) ?? new Date(tx.now.getTime() + 60_000);
  for (const { exception, data } of open) {
    const due = dueOf(data);
    if (due === null) continue;
    if (due > tx.now) {
      if (due < next) next = due;
      continue;
    }
    const found = await lockOpen(tx, exception);
    // A lead was quicker by a moment.
    if (found === undefined) continue;
    // As the screens said when it was asked, whatever the site says by now.
    const answer = found.data['otherwise'] === 'yes' ? 'yes' : 'no';
    await tell(tx, found, { kind: 'answer', answer, by: 'nobody', ...about(found.data) }, tellAtJob);
    await resolve(tx, 'question', found.ref, unansweredAs[answer]);
  }
  return next;
}

/** What is read first is what was cancelled underneath, or what goes back to the shelf; then the answer. */
async function tell(
  tx: Tx,
  question: Readonly<{ ref: string }>,
  answer: Answer,
  tellAtJob: TellAtJob,
): Promise<void> {
  if (question.ref.startsWith('job ')) {
    const { kind: _kind, ...said } = answer;
    return tellAtJob(tx, question.ref, said);
  }
  const row = await store.lockTask(tx, Number(question.ref));
  if (row.operator === null) return;
  await store.setNotice(tx, row.task, withAnswer(row.notice, answer));
  await append(tx, [
    {
      type: 'TaskChanged',
      topics: [`operator:${row.operator}`],
      data: { task: row.task, step: answer.by === 'lead' ? 'answered' : 'unanswered', answer: answer.answer },
    },
  ]);
}

function withAnswer(notice: TaskNotice | null, answer: Answer): TaskNotice {
  return notice?.kind === 'cancelled' || notice?.kind === 'cart_full' ? { ...notice, then: answer } : answer;
}

/** An answer that is still to be read under a notice, or that is the notice. */
export function answerIn(notice: TaskNotice | null): Answer | null {
  switch (notice?.kind) {
    case 'answer':
      return notice;
    case 'cancelled':
    case 'cart_full':
      return notice.then ?? null;
    default:
      return null;
  }
}

function about(data: Record<string, unknown>): Pick<Answer, 'question' | 'location' | 'report'> {
  const { question, location, line, reason, found, counted } = data;
  return {
    question: typeof question === 'string' ? question : 'other',
    location: typeof location === 'string' ? location : null,
    ...(question === 'short'
      ? {
          report: {
            line: Number(line),
            reason: reason as ShortReport['reason'],
            found: Number(found),
            counted: Number(counted),
          },
        }
      : {}),
  };
}

function dueOf(data: Record<string, unknown>): Date | null {
  const due = data['answerBy'];
  return typeof due === 'string' ? new Date(due) : null;
}

import { isRefused, refuse } from '../protocol/refusals.ts';
import type { CommandBody } from '../protocol/commands.ts';
import { questionOf } from '../protocol/question-of.ts';
import type { Tx } from '../platform/db/database.ts';
import type {
  Actor,
  Handlers,
  Heard,
  NewSecrets,
  NextQuestion,
  Outcome,
} from '../platform/dispatch/dispatch.ts';
import { retryParked } from './changes/changes.ts';
import { codeAgain, enrolDevice } from './crew/crew.ts';
import { takeEntry, type EntryCommand } from './entry/entry.ts';
import { lockOpen, resolve } from './exceptions/exceptions.ts';
import { resolveException } from './exceptions/resolve-exception.ts';
import * as jobs from './jobs/jobs.ts';
import * as packing from './packing/packing.ts';
import * as picking from './picking/picking.ts';
import * as printing from './printing/printing.ts';
import * as putWall from './put-wall/put-wall.ts';
import { releaseNow } from './release/release.ts';
import { closeManifest } from './shipping/shipping.ts';
import { answerCount, correctStock } from './stock/stock.ts';

/** Every command and the door that answers it. A command without an entry does not compile. */
export function createHandlers(options: { publicUrl: () => string }): Handlers {
  return {
    // Whoever has a job is asked about that first; a walk that has ended may be followed by a job.
    GetWork: async (tx, _body, actor) =>
      (await jobs.resume(tx, actor)) ?? thenJob(tx, actor, await picking.getWork(tx, actor)),
    PickScan: entered<CommandBody<'PickScan'>>(
      async (tx, body, actor) =>
        (await jobs.scan(tx, body, actor)) ?? thenJob(tx, actor, await picking.pickScan(tx, body, actor)),
    ),
    ConfirmTote: stillAsked((tx, _body, actor) => picking.pressPut(tx, actor)),
    EnterPicked: async (tx, body, actor) =>
      (await jobs.enterUnits(tx, body, actor)) ?? picking.enterQuantity(tx, body, actor),
    ReportShort: stillAsked<CommandBody<'ReportShort'>>(
      async (tx, body, actor) => (await jobs.short(tx, body, actor)) ?? picking.short(tx, body, actor),
    ),
    UndoScan: stillAsked(async (tx, _body, actor) => (await jobs.undo(tx, actor)) ?? picking.undo(tx, actor)),
    ToteFull: stillAsked((tx, _body, actor) => picking.nextTote(tx, actor)),
    AnswerEmpty: stillAsked<CommandBody<'AnswerEmpty'>>(
      async (tx, body, actor) => (await jobs.sayEmpty(tx, body, actor)) ?? picking.sayEmpty(tx, body, actor),
    ),
    SkipStop: stillAsked(async (tx, _body, actor) => (await jobs.skip(tx, actor)) ?? picking.skip(tx, actor)),
    AskLead: async (tx, body, actor) =>
      (await jobs.askLead(tx, body, actor)) ?? picking.askLead(tx, body, actor),
    Acknowledge: stillAsked(
      async (tx, _body, actor) =>
        (await jobs.acknowledge(tx, actor)) ?? thenJob(tx, actor, await picking.acknowledge(tx, actor)),
    ),
    DeclineWork: (tx, body, actor) => picking.decline(tx, body, actor),
    TakeBreak: (tx, _body, actor) => picking.takeBreak(tx, actor),
    HandOver: entered<CommandBody<'HandOver'>>((tx, body, actor) => picking.handOver(tx, body, actor)),
    TakeJob: (tx, body, actor) => jobs.take(tx, body, actor),
    LeaveJob: (tx, _body, actor) => jobs.leave(tx, actor),
    StartMove: (tx, body, actor) => jobs.startMove(tx, body, actor),

    PackScan: entered<CommandBody<'PackScan'>>((tx, body, actor) => packing.packScan(tx, body, actor)),
    EnterPacked: (tx, body, actor) => packing.enterPacked(tx, body, actor),
    ChooseCarton: (tx, body, actor) => packing.chooseCarton(tx, body, actor),
    CloseParcel: (tx, _body, actor) => packing.closeAndContinue(tx, actor),
    ReportPackShort: (tx, body, actor) => packing.reportPackShort(tx, body, actor),
    ToteIsEmpty: (tx, _body, actor) => packing.toteIsEmpty(tx, actor),
    SetAside: entered<CommandBody<'SetAside'>>((tx, body, actor) => packing.setAside(tx, body, actor)),
    LeaveBench: (tx, _body, actor) => packing.leaveBench(tx, actor),
    ReprintLabel: (tx, body, actor) => packing.reprintLabel(tx, body, actor),
    AnswerPrint: (tx, body) => printing.answerPrint(tx, body),

    SortScan: entered<CommandBody<'SortScan'>>((tx, body, actor) => putWall.sortScan(tx, body, actor)),
    ChooseWall: (tx, body, actor) => putWall.chooseWall(tx, body, actor),
    EnterSorted: (tx, body, actor) => putWall.enterSorted(tx, body, actor),
    ConfirmPut: (tx, _body, actor) => putWall.confirmPut(tx, actor),
    SayToteEmpty: (tx, body, actor) => putWall.sayToteEmpty(tx, body, actor),
    UndoSort: (tx, _body, actor) => putWall.undoSort(tx, actor),
    LeaveTote: (tx, _body, actor) => putWall.leaveTote(tx, actor),

    ReleaseWave: (tx, body) => releaseNow(tx, body),
    RetryOrder: async (tx, body) => {
      const left = await retryParked(tx, body.hub, body.orderId);
      if (left === 'unknown') return refuse('ORDER_UNKNOWN');
      if (left === 'not_parked') return refuse('ORDER_NOT_PARKED');
      return left.length > 0 ? refuse('ORDER_STILL_PARKED', { reasons: left }) : {};
    },
    ResolveException: async (tx, body) => {
      const found = await lockOpen(tx, body.exception);
      const outcome = resolveException(found ?? null);
      if (isRefused(outcome)) return outcome;
      if (found !== undefined) await resolve(tx, found.kind, found.ref, body.resolution);
      return {};
    },
    AnswerQuestion: (tx, body) => picking.answerQuestion(tx, body, jobs.tellAnswer),
    EndShortHold: (tx, body) => picking.endShortHold(tx, body),
    EnrolDevice: (tx, body, actor) => enrolDevice(tx, body, actor, options.publicUrl()),
    CorrectStock: async (tx, body) => {
      const outcome = await correctStock(tx, body);
      if (!isRefused(outcome)) await jobs.tellWhoCounts(tx, body);
      return outcome;
    },
    AnswerCount: async (tx, body) => {
      const found = await lockOpen(tx, body.exception);
      const request = found?.data['countRequest'];
      if (found?.kind !== 'write_off' || typeof request !== 'number') return refuse('EXCEPTION_DONE');
      const outcome = await answerCount(tx, request, body.isAllowed);
      return isRefused(outcome) ? outcome : {};
    },
    OrderMove: (tx, body) => jobs.orderMove(tx, body),
    CancelMove: (tx, body) => jobs.cancelMove(tx, body),
    RecoverJob: (tx, body) => jobs.recoverJob(tx, body),
    CloseManifest: (tx, body) => closeManifest(tx, body),
    RecoverTask: (tx, body) => picking.recoverTask(tx, body),
    AssignTask: (tx, body) => picking.assignTask(tx, body),
    SetOperatorZones: (tx, body) => picking.setOperatorZones(tx, body),
  };
}

/** What was pressed is meant for the question that stood on the screen, and for no other that was pushed there since. */
function stillAsked<B extends { about?: string }>(
  handler: (tx: Tx, body: B, actor: Actor) => Promise<Outcome>,
): (tx: Tx, body: B, actor: Actor) => Promise<Outcome> {
  return async (tx, body, actor) => {
    if (body.about === undefined) return handler(tx, body, actor);
    const now = questionOf(await jobs.promptFor(tx, actor.operator));
    return body.about === now ? handler(tx, body, actor) : refuse('QUESTION_CHANGED');
  };
}

/** Codes come with the command, and the site has a say in how they were entered. */
function entered<B extends CommandBody<EntryCommand>>(
  handler: (tx: Tx, body: B, actor: Actor) => Promise<Outcome>,
): (tx: Tx, body: B, actor: Actor) => Promise<Outcome> {
  return async (tx, body, actor) => (await takeEntry(tx, body, actor)) ?? handler(tx, body, actor);
}

/** Answers that carry a secret, which is kept nowhere: a re-send hears a new one. */
export function createNewSecrets(options: { publicUrl: () => string }): NewSecrets {
  return {
    EnrolDevice: (tx, result, actor) => codeAgain(tx, result, actor, options.publicUrl()),
  };
}

/** Somebody who has no walk now and is ready for work may get a job. */
async function thenJob(tx: Tx, actor: Actor, outcome: Outcome): Promise<Outcome> {
  if (!isRefused(outcome)) await jobs.giveJob(tx, actor);
  return outcome;
}

const pickerCommands: ReadonlySet<string> = new Set([
  'GetWork',
  'PickScan',
  'EnterPicked',
  'ConfirmTote',
  'ReportShort',
  'SkipStop',
  'ToteFull',
  'UndoScan',
  'AnswerEmpty',
  'AskLead',
  'Acknowledge',
  'DeclineWork',
  'TakeBreak',
  'HandOver',
  'TakeJob',
  'LeaveJob',
  'StartMove',
]);
const benchCommands: ReadonlySet<string> = new Set([
  'PackScan',
  'EnterPacked',
  'ChooseCarton',
  'CloseParcel',
  'ReportPackShort',
  'ToteIsEmpty',
  'SetAside',
  'LeaveBench',
  'ReprintLabel',
  'AnswerPrint',
]);

const sortCommands: ReadonlySet<string> = new Set([
  'SortScan',
  'ChooseWall',
  'EnterSorted',
  'ConfirmPut',
  'SayToteEmpty',
  'UndoSort',
  'LeaveTote',
]);

/** Another lot is meant by its second scan: the first, refused, is remembered. */
export const heard: Heard = async (tx, actor, name, refusal) => {
  if (name === 'PickScan') await picking.heardNo(tx, actor.operator, refusal);
};

/** What the person who sent a command is asked next. Desk commands ask nothing: their screen follows its view. */
export const nextQuestion: NextQuestion = async (tx, actor, name) => {
  if (pickerCommands.has(name)) return { prompt: await jobs.promptFor(tx, actor.operator) };
  if (sortCommands.has(name)) return { sort: await putWall.sortFor(tx, actor.operator) };
  if (benchCommands.has(name) && actor.station !== null)
    return { bench: await packing.benchFor(tx, actor.station) };
  return {};
};

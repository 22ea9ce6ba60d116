import { defineEntity, p } from '@mikro-orm/core';
import type { DeclineReason } from '../../protocol/commands.ts';
import type { HandBack, PickMode } from '../../protocol/prompts.ts';
import type { ReasonFacts } from './choose-task.ts';
import type { TaskState, PickLineState, ToteState } from './pick-task.states.ts';
import type { LastScan } from './undo-scan.ts';

/** One operator's walk. `counted` is what is in the hand for the current line, not yet in a tote. */
export const PickTask = defineEntity({
  name: 'PickTask',
  tableName: 'pick_task',
  properties: {
    site: p.text().primary(),
    task: p.integer().primary(),
    wave: p.integer(),
    state: p.text().$type<TaskState>(),
    cutOffAt: p.datetime(),
    priority: p.integer().default(0),
    mode: p.text().$type<PickMode>().default('cluster'),
    takesCart: p.boolean().default(true),
    /** The one zone it stays in, and the put wall its totes go to, where its mode has them. */
    zone: p.text().nullable(),
    wall: p.text().nullable(),
    /** The walk that hands its tote over to this one. */
    afterTask: p.integer().nullable(),
    places: p.integer(),
    lines: p.integer(),
    units: p.integer(),
    walkMm: p.integer(),
    xMmFirst: p.integer(),
    yMmFirst: p.integer(),
    operator: p.text().nullable(),
    device: p.text().nullable(),
    cart: p.text().nullable(),
    reason: p.text().nullable(),
    claimedAt: p.datetime().nullable(),
    leaseUntil: p.datetime().nullable(),
    startedAt: p.datetime().nullable(),
    doneAt: p.datetime().nullable(),
    atLocation: p.text().nullable(),
    /** Nothing was left to do there: the picker is on the way. */
    hasLeft: p.boolean().default(false),
    counted: p.integer().default(0),
    inHandLine: p.integer().nullable(),
    /** Whom a lead sent it to while it waits, and which lead. */
    assignedTo: p.text().nullable(),
    assignedBy: p.text().nullable(),
    reasonFacts: p.json().$type<ReasonFacts>().nullable(),
    /** Where the cart of a parked walk stands, until whoever takes it over has scanned it there. */
    standsAt: p.text().nullable(),
    parkedAt: p.datetime().nullable(),
    /** What was proven of the goods in the hand, and the other lot that was scanned last and refused. */
    provenLot: p.text().nullable(),
    isExpiryProven: p.boolean().default(false),
    isItemProvenAgain: p.boolean().default(false),
    otherLot: p.text().nullable(),
    notice: p.json().$type<TaskNotice>().nullable(),
    lastScan: p.json().$type<LastScan>().nullable(),
    /** The shipment whose waiting tote this walk completes, if it was made for that. */
    completes: p.integer().nullable(),
  },
  indexes: [{ properties: ['site', 'state', 'cutOffAt'] }, { properties: ['site', 'operator'] }],
});

/** What happened underneath and must be read before the next scan. Ids only. */
export type TaskNotice =
  /** `hand`: what was counted into the hand for what is not wanted any more, and where it lay. */
  | { kind: 'cancelled'; shipments: number[]; hand?: HandBack[]; then?: AnswerNotice }
  | {
      kind: 'cart_full';
      place: number;
      location: string;
      sku: string;
      name: string;
      units: number;
      then?: AnswerNotice;
    }
  | { kind: 'zero_check'; location: string; owner: string; sku: string; lot: string }
  | AnswerNotice;

/** `by`: a lead, or nobody in time and so the site's rule. As `then` it waits until another notice is read. */
interface AnswerNotice {
  kind: 'answer';
  answer: 'yes' | 'no';
  by: 'lead' | 'nobody';
  question: string;
  location: string | null;
  /** What the lead was asked to agree to; it is done when a yes is read. */
  report?: ShortReport;
}

/** A line of which less is there than asked, as the picker told it. */
export interface ShortReport {
  line: number;
  reason: 'not_there' | 'not_enough' | 'damaged';
  found: number;
  /** Units in the hand when it was told. */
  counted: number;
}

/** Somebody did not want a waiting task. */
export const TaskDecline = defineEntity({
  name: 'TaskDecline',
  tableName: 'task_decline',
  properties: {
    site: p.text().primary(),
    task: p.integer().primary(),
    operator: p.text().primary(),
    reason: p.text().$type<DeclineReason>(),
    at: p.datetime(),
  },
});

/** What became of somebody's work without their doing. One at a time: the last word counts. */
export const PickerNotice = defineEntity({
  name: 'PickerNotice',
  tableName: 'picker_notice',
  properties: {
    site: p.text().primary(),
    operator: p.text().primary(),
    notice: p.json().$type<WorkTaken>(),
    at: p.datetime(),
  },
});

/** `by` took it or let it be taken; `to` has it now. Ids only. */
export interface WorkTaken {
  why: 'recovered' | 'lapsed' | 'zones';
  task: number;
  cart: string | null;
  hand?: HandBack[];
  by: string | null;
  to: string | null;
}

/**
 * A place on the cart (or in the hand) of one task and which tote stands there. It serves one shipment, or shared, with null, all
 * that its lines name. `arriving`: the tote that the walk before hands over. `carton`: the box to pick into instead of a tote.
 */
export const TaskPlace = defineEntity({
  name: 'TaskPlace',
  tableName: 'task_place',
  properties: {
    site: p.text().primary(),
    task: p.integer().primary(),
    place: p.integer().primary(),
    shipment: p.integer().nullable(),
    tote: p.text().nullable(),
    dropped: p.boolean().default(false),
    carton: p.text().nullable(),
    arriving: p.text().nullable(),
  },
  indexes: [{ properties: ['site', 'shipment'] }],
});

export const PickLine = defineEntity({
  name: 'PickLine',
  tableName: 'pick_line',
  properties: {
    site: p.text().primary(),
    task: p.integer().primary(),
    line: p.integer().primary(),
    sequence: p.integer(),
    shipment: p.integer(),
    lineNo: p.integer(),
    allocation: p.integer(),
    place: p.integer(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    location: p.text(),
    requested: p.integer(),
    picked: p.integer().default(0),
    shorted: p.integer().default(0),
    cancelled: p.integer().default(0),
    /** Of what was picked into a shared tote: what its own order has got, and what waits there to go back. */
    sorted: p.integer().default(0),
    back: p.integer().default(0),
    state: p.text().$type<PickLineState>(),
    doneAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'shipment'] }],
});

export const Cart = defineEntity({
  name: 'Cart',
  tableName: 'cart',
  properties: {
    site: p.text().primary(),
    cart: p.text().primary(),
    places: p.integer(),
    /** Places in a row; null: they are only numbered. */
    columns: p.integer().nullable(),
    task: p.integer().nullable(),
  },
});

export const Tote = defineEntity({
  name: 'Tote',
  tableName: 'tote',
  properties: {
    site: p.text().primary(),
    tote: p.text().primary(),
    state: p.text().$type<ToteState>().default('free'),
    shipment: p.integer().nullable(),
    task: p.integer().nullable(),
    place: p.integer().nullable(),
    /** The walk that took it last and its place there, also after it was dropped. */
    lastTask: p.integer().nullable(),
    lastPlace: p.integer().nullable(),
    /** A box is a tote that leaves with its goods: it is what they are shipped in. */
    kind: p.text().$type<'tote' | 'box'>().default('tote'),
    carton: p.text().nullable(),
  },
  indexes: [{ properties: ['site', 'shipment'] }],
});

/**
 * Units of an order's line that nobody could find, waiting for stock to turn up: `units` still do, until `until` at the latest. The
 * row stays when none does any more, so that the order is not held a second time. `endedBy`: a lead who did not want to wait.
 */
export const ShortHold = defineEntity({
  name: 'ShortHold',
  tableName: 'short_hold',
  properties: {
    site: p.text().primary(),
    shipment: p.integer().primary(),
    lineNo: p.integer().primary(),
    owner: p.text(),
    sku: p.text(),
    units: p.integer(),
    /** The walk that found them missing, where, and what the picker said. */
    task: p.integer(),
    location: p.text(),
    reason: p.text(),
    heldAt: p.datetime(),
    until: p.datetime(),
    endedBy: p.text().nullable(),
  },
});

/** Picked goods of a cancelled line, on their way back to stock. Exists from the transaction that cancelled them. */
export const PutBack = defineEntity({
  name: 'PutBack',
  tableName: 'put_back',
  properties: {
    site: p.text().primary(),
    putBack: p.integer().primary(),
    shipment: p.integer(),
    lineNo: p.integer(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    units: p.integer(),
    fromPlace: p.text(),
    toLocation: p.text(),
    /** Goods that nobody may sell: they end at the problem place on hold. */
    isDamaged: p.boolean().default(false),
    state: p.text().$type<'open' | 'done'>(),
    operator: p.text().nullable(),
    at: p.datetime(),
    doneAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'state'] }],
});

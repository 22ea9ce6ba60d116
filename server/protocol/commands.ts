import { Type, type Static, type TObject } from 'typebox';
import type { Permission } from './permissions.ts';
import type { PickMode } from './prompts.ts';

/**
 * What a screen may ask of the server: name -> schema of the body, and the permission it needs. The answer is `Reply`
 * (prompts.ts). A command carries an id made by the device; the same id sent again changes nothing and hears the same answer.
 */
// Longer than any code that is read, so that a scan which is too long is told so by the reader of codes.
export const scan = Type.String({ minLength: 0, maxLength: 2_048 });
const units = Type.Integer({ minimum: 0, maximum: 100_000 });
const id = Type.Integer({ minimum: 1 });
const code = Type.String({ minLength: 1, maxLength: 64 });
const words = Type.String({ minLength: 1, maxLength: 200 });
/** How the code came in, and why it was typed: a label that has to be typed is a label to be replaced. */
const entryReason = Type.Union([
  Type.Literal('label_dirty'),
  Type.Literal('label_missing'),
  Type.Literal('scanner_broken'),
]);
export type EntryReason = Static<typeof entryReason>;
const entry = {
  entered: Type.Optional(
    Type.Union([Type.Literal('scanned'), Type.Literal('camera'), Type.Literal('typed')]),
  ),
  why: Type.Optional(entryReason),
};
/** What the prompt asked about when this was pressed (question-of.ts): if that has changed since, the answer is refused. */
const about = Type.Optional(Type.String({ maxLength: 16_000 }));
const jobKind = Type.Union([Type.Literal('put_back'), Type.Literal('count'), Type.Literal('move')]);
/** How a wave may be picked; `mixed` decides for each order. */
export const releaseModes = [
  'cluster',
  'discrete',
  'batch',
  'zone',
  'singles',
  'parcel',
  'putwall',
  'mixed',
] as const satisfies readonly (PickMode | 'mixed')[];
const body = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

const declineReason = Type.Union([
  Type.Literal('cannot_reach'),
  Type.Literal('too_heavy'),
  Type.Literal('other_work'),
  Type.Literal('other'),
]);
export type DeclineReason = Static<typeof declineReason>;

export const commands = {
  /* Handheld */
  /** "Give me work": own unfinished task first; otherwise marks the picker ready, and work is pushed. */
  GetWork: { permission: 'pick', body: body({}) },
  /** Any scan on the handheld. The server knows what it asked for and says what the scan means. */
  PickScan: { permission: 'pick', body: body({ scan, ...entry }) },
  /** The typed quantity where the prompt asks for one (`EnterQuantity`). */
  EnterPicked: { permission: 'pick', body: body({ units }) },
  /** The goods are in the tote: instead of its scan, where the policy says so and the walk has one tote. */
  ConfirmTote: { permission: 'pick', body: body({ about }) },
  /** Fewer than asked are here. `found` = good units in the hand for this line; what was put into the tote before is not counted again. */
  ReportShort: {
    permission: 'pick',
    body: body({
      reason: Type.Union([Type.Literal('not_there'), Type.Literal('not_enough'), Type.Literal('damaged')]),
      found: units,
      /** Taken of damaged goods and sent before. */
      photo: Type.Optional(id),
      about,
    }),
  },
  /** Puts the current stop last; it is never lost. */
  SkipStop: { permission: 'pick', body: body({ about }) },
  /** Takes back what the last scan did, once. */
  UndoScan: { permission: 'pick', body: body({ about }) },
  /** Nothing more goes into the tote of the current line: the rest goes into another one. */
  ToteFull: { permission: 'pick', body: body({ about }) },
  /** Yes or no to `AskEmpty`: after a no somebody else counts the place. A yes to `CountItem`: nothing lies there. */
  AnswerEmpty: { permission: 'pick', body: body({ isEmpty: Type.Boolean(), about }) },
  /** Calls a lead with a yes/no question about the current stop. */
  AskLead: {
    permission: 'pick',
    body: body({
      question: Type.Union([
        Type.Literal('wrong_goods'),
        Type.Literal('blocked'),
        Type.Literal('label_bad'),
        Type.Literal('other'),
      ]),
    }),
  },
  /** "Not me": before anything was scanned the walk goes back, and is not offered to the same person for a while. */
  DeclineWork: { permission: 'pick', body: body({ reason: declineReason }) },
  /** The walk stays, its lease is stretched, and nothing new is given until GetWork or any scan. */
  TakeBreak: { permission: 'pick', body: body({}) },
  /** "I stop here": without goods the walk goes back; with goods the cart stands where the last place is, or the one scanned. */
  HandOver: { permission: 'pick', body: body({ where: Type.Union([scan, Type.Null()]), ...entry }) },
  /** "I have read it" on a prompt that only tells: what was cancelled, a lead's answer, work that was taken away. */
  Acknowledge: { permission: 'pick', body: body({ about }) },
  /** Takes on a put-back, a count or a move from the list of `GetWork`. Everything after is a scan. */
  TakeJob: { permission: 'pick', body: body({ kind: jobKind, ref: id }) },
  /** Gives the job at hand back to the list. */
  LeaveJob: { permission: 'pick', body: body({}) },
  /** Goods that lie here are to lie somewhere else: which, how many and where is scanned. */
  StartMove: { permission: 'pick', body: body({ location: code }) },

  /* Packing station */
  /** Any scan at the bench: tote, item, carton, label, lane. */
  PackScan: { permission: 'pack', body: body({ scan, ...entry }) },
  /** The typed quantity where the prompt asks for one (`EnterPackQuantity`). */
  EnterPacked: { permission: 'pack', body: body({ units }) },
  /** Takes another carton than the one suggested for the open parcel. */
  ChooseCarton: { permission: 'pack', body: body({ carton: code }) },
  /** This carton is full: closes the open parcel (label prints) and opens the next one of the same shipment. */
  CloseParcel: { permission: 'pack', body: body({}) },
  /** Units that should be in the tote are not. `missing` of the line stay unpacked and are told to the hub. */
  ReportPackShort: {
    permission: 'pack',
    body: body({ lineNo: id, missing: Type.Integer({ minimum: 1, maximum: 100_000 }) }),
  },
  /** The shared tote is empty: what should still be in it is missing, and its orders go without. */
  ToteIsEmpty: { permission: 'pack', body: body({}) },
  /** A unit in the tote that belongs to nobody's line here goes to the problem shelf. */
  SetAside: {
    permission: 'pack',
    body: body({ itemScan: scan, units: Type.Integer({ minimum: 1, maximum: 100_000 }), ...entry }),
  },
  /** Steps away from the shipment without losing what was scanned. */
  LeaveBench: { permission: 'pack', body: body({}) },
  /** A second copy of the live label, with the reason for it. Never buys again. */
  ReprintLabel: { permission: 'pack', body: body({ parcel: id, reason: words }) },
  /** "Did this label come out?" */
  AnswerPrint: { permission: 'print.answer', body: body({ printJob: id, cameOut: Type.Boolean() }) },

  /* Put wall */
  /** Any scan at a put wall: wall, tote, item, cubby, surplus place. */
  SortScan: { permission: 'sort', body: body({ scan, ...entry }) },
  /** The wall that somebody sorts at, chosen on the screen. */
  ChooseWall: { permission: 'sort', body: body({ wall: code }) },
  /** The typed quantity where the prompt asks for one (`EnterSortQuantity`). */
  EnterSorted: { permission: 'sort', body: body({ units }) },
  /** The button in place of the cubby's scan, where the site allows it. */
  ConfirmPut: { permission: 'sort', body: body({}) },
  /** "The tote is empty": asked again with what should be in it; a second yes shorts that, a no goes on. */
  SayToteEmpty: { permission: 'sort', body: body({ isEmpty: Type.Boolean() }) },
  /** What is in the hand goes back into the tote; with an empty hand the last put does, once. */
  UndoSort: { permission: 'sort', body: body({}) },
  /** Steps away from the tote, then from the wall. Nothing is lost. */
  LeaveTote: { permission: 'sort', body: body({}) },

  /* Desk */
  /** `mode`: how this wave is picked, whatever the site's pick_mode says. */
  ReleaseWave: {
    permission: 'wave.release',
    body: body({
      limit: Type.Integer({ minimum: 1, maximum: 2_000 }),
      service: Type.Union([code, Type.Null()]),
      mode: Type.Optional(Type.Enum(releaseModes)),
    }),
  },
  /** Tries a parked order again, after its cause was mended (an item was created, say). */
  RetryOrder: {
    permission: 'order.retry',
    body: body({ hub: code, orderId: Type.String({ minLength: 1, maxLength: 100 }) }),
  },
  /** Closes an exception that needs no other action, with what was done. */
  ResolveException: { permission: 'exception.resolve', body: body({ exception: id, resolution: words }) },
  /** The lead's yes or no to a picker's question; the picker's screen shows it at once. */
  AnswerQuestion: {
    permission: 'exception.resolve',
    body: body({ exception: id, answer: Type.Union([Type.Literal('yes'), Type.Literal('no')]) }),
  },
  /** An order waits for missing units that may turn up: it goes without them now. */
  EndShortHold: { permission: 'exception.resolve', body: body({ shipment: id }) },
  /** Makes an enrolment code for a device; the reply carries the address for the QR code. */
  EnrolDevice: {
    permission: 'device.enrol',
    body: body({
      kind: Type.Union([
        Type.Literal('handheld'),
        Type.Literal('station'),
        Type.Literal('wall'),
        Type.Literal('desk'),
      ]),
      device: Type.String({ pattern: '^[A-Za-z0-9-]{1,32}$' }),
      station: Type.Union([code, Type.Null()]),
    }),
  },
  /** A person counted a place: the ledger follows with the reason. */
  CorrectStock: {
    permission: 'stock.correct',
    body: body({
      location: code,
      owner: code,
      sku: code,
      lot: Type.String({ maxLength: 40 }),
      counted: units,
      reason: words,
    }),
  },
  /** Goods are to lie somewhere else: a picker is asked to take them there. */
  OrderMove: {
    permission: 'stock.correct',
    body: body({
      owner: code,
      sku: code,
      lot: Type.String({ maxLength: 40 }),
      units: Type.Integer({ minimum: 1, maximum: 100_000 }),
      from: code,
      to: code,
    }),
  },
  /** An ordered move is not wanted any more; goods in somebody's hand go back to where they came from. */
  CancelMove: { permission: 'stock.correct', body: body({ move: id }) },
  /** The lead's yes or no to writing off what counts agree is lost; after a no somebody else counts. */
  AnswerCount: { permission: 'stock.correct', body: body({ exception: id, isAllowed: Type.Boolean() }) },
  /** A job whose holder is gone with goods in the hand goes back to the list: the goods lie where they came from. */
  RecoverJob: { permission: 'task.recover', body: body({ job: id }) },
  /** Hands every staged parcel of a carrier over: the commit point of shipping. */
  CloseManifest: { permission: 'manifest.close', body: body({ carrier: code }) },
  /** A waiting walk for one person: on their screen at once when they are free, else theirs next. Null: for anybody again. */
  AssignTask: {
    permission: 'task.assign',
    body: body({ task: id, operator: Type.Union([code, Type.Null()]) }),
  },
  /** Where somebody works for the rest of the day; none: everywhere. Null: as the site's files say. */
  SetOperatorZones: {
    permission: 'crew.zones',
    body: body({
      operator: code,
      zones: Type.Union([Type.Array(code, { maxItems: 100, uniqueItems: true }), Type.Null()]),
    }),
  },
  /** A task whose holder is gone: back to the pool if nothing is picked, else to another operator, or parked with its cart for whoever comes next. */
  RecoverTask: {
    permission: 'task.recover',
    body: body({ task: id, operator: Type.Union([code, Type.Null()]) }),
  },
} as const satisfies Record<string, { permission: Permission; body: TObject }>;

export type CommandName = keyof typeof commands;
export type CommandBody<N extends CommandName> = Static<(typeof commands)[N]['body']>;

/** What travels in the socket event `command`. */
export const commandEnvelope = Type.Object(
  {
    commandId: Type.String({ pattern: '^[0-9a-zA-Z-]{8,64}$' }),
    name: Type.String({ maxLength: 40 }),
    body: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type CommandEnvelope = Static<typeof commandEnvelope>;

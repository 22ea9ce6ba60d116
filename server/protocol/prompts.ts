import type { RefusalCode } from './refusals.ts';
import type { BenchView, SortView } from './views.ts';

/**
 * How a walk is picked: `discrete` one order into a carried tote; `cluster` several orders into totes on a cart; `batch` several
 * orders summed by item into shared totes, sorted later; `putwall` the same, zone by zone, for orders that meet at a put wall;
 * `zone` a tote that is handed on from zone to zone; `singles` orders of one unit into one tote; `parcel` into the box that ships.
 */
export type PickMode = 'discrete' | 'batch' | 'cluster' | 'zone' | 'singles' | 'parcel' | 'putwall';

/** Every question a handheld can be asked. The server decides which; the screen draws it. `n of m` counts lines of the task. */
export type PickPrompt =
  /** No task. `ready`: work will be pushed; `waitsFor` says what has to come first. `jobs`: what is small and waits, nearest first. */
  | {
      kind: 'GetWork';
      ready: boolean;
      waitsFor: 'release' | 'cart' | null;
      waitingTasks: number;
      jobs: JobCard[];
    }
  | TaskPrompt<
      'ScanCart',
      { totes: number; lines: number; units: number; walkMetres: number; why: AssignmentReason }
    >
  /** Goods of this walk stand somewhere: exactly that cart is scanned there, or without one its `tote`. */
  | TaskPrompt<
      'TakeOver',
      { standsAt: string; tote: string | null; lines: number; units: number; why: AssignmentReason }
    >
  /** Nothing is asked until the break is over; any scan ends it. */
  | { kind: 'OnBreak'; since: string; minutes: number; cart: string | null; hasWork: boolean }
  /** What became of this person's walk without their doing. */
  | {
      kind: 'WorkTaken';
      why: 'recovered' | 'lapsed' | 'zones';
      task: number;
      cart: string | null;
      hand: HandBack[];
      by: string | null;
      to: string | null;
      at: string;
    }
  /** `tote`: this one and no other, handed over by the zone before. `carton`: a box of this kind with a fresh box label. */
  | TaskPrompt<
      'ScanTote',
      {
        place: number;
        places: number[];
        bound: number;
        totes: number;
        /** Null where several orders share the tote. */
        orderNumber: string | null;
        tote: string | null;
        at: string | null;
        carton: string | null;
        why: AssignmentReason;
      }
    >
  | TaskPrompt<'ScanLocation', Stop>
  | TaskPrompt<'ScanItem', Stop & { counted: number }>
  /** What must be captured of the item that was shown: its lot, the date on it, a number for every unit. */
  | TaskPrompt<'ScanLot', Stop & { counted: number }>
  | TaskPrompt<'ScanExpiry', Stop & { counted: number }>
  | TaskPrompt<'ScanSerial', Stop & { counted: number }>
  | TaskPrompt<'EnterQuantity', Stop>
  /** The item once more, after its number was said. */
  | TaskPrompt<'ScanAgain', Stop & { counted: number }>
  | TaskPrompt<'PutInTote', Stop & { counted: number }>
  | TaskPrompt<
      'ScanDrop',
      {
        drop: string;
        totes: { tote: string; place: number }[];
        next: DropNext;
        /** Of these totes the orders wait for missing units that may turn up, until then. */
        held: { tote: string; orderNumber: string; units: number; until: string }[];
      }
    >
  | TaskPrompt<
      'LinesCancelled',
      {
        orderNumbers: string[];
        /** Those of them that go on, with fewer units or lines. */
        stillWanted: string[];
        hand: HandBack[];
        goods: { tote: string; name: string; sku: string; units: number }[];
      }
    >
  /** A tote is full and the cart has no place left: `units` from the hand go back to `location`, the rest waits as another walk. */
  | TaskPrompt<'CartFull', { place: number; location: string; sku: string; name: string; units: number }>
  /** By the ledger nothing is left at the place that was just picked from. */
  | TaskPrompt<'AskEmpty', { location: string }>
  | TaskPrompt<
      'LeadAnswered',
      { answer: 'yes' | 'no'; by: 'lead' | 'nobody'; question: string; location: string | null }
    >
  /** Where the goods of a put-back or a move lie. */
  | JobPrompt<'JobFetch', { from: JobSource; items: number; units: number | null; why: JobReason }>
  /** `item` is null where any item that lies there may be moved. */
  | JobPrompt<
      'JobItem',
      {
        from: JobSource;
        item: JobItem | null;
        counted: number;
        mode: 'each' | 'quantity';
        /** What is asked of the goods in the hand, beside their barcode; null while the item itself is. */
        proof: 'lot' | 'expiry' | 'serial' | null;
      }
    >
  /** `isPrefilled`: one press says "all of them". */
  | JobPrompt<'JobQuantity', { from: JobSource; item: JobItem; isPrefilled: boolean }>
  /**
   * `target` is null where the person decides; `offered` is another place, scanned once: a second scan means it. `isHeldThere`: what
   * is put there is sold to nobody until a lead decides.
   */
  | JobPrompt<
      'JobPut',
      {
        item: JobItem;
        units: number;
        target: JobPlace | null;
        offered: string | null;
        isDamaged: boolean;
        isHeldThere: boolean;
      }
    >
  /** The job is left, or is not wanted any more: what is in the hand goes back first. */
  | JobPrompt<'JobHandBack', { from: JobSource; item: JobItem; units: number; why: 'left' | 'cancelled' }>
  /** A lead's word on what was asked about this job. */
  | JobPrompt<
      'JobAnswered',
      { answer: 'yes' | 'no'; by: 'lead' | 'nobody'; question: string; location: string | null }
    >
  /** Somebody did it another way meanwhile. */
  | JobPrompt<'JobGone', object>
  | JobPrompt<'CountPlace', { place: JobPlace; item: CountedItem; why: JobReason }>
  /** `isAgain`: goods moved here while this person counted. What the ledger has never comes to the device. */
  | JobPrompt<'CountItem', { location: string; item: CountedItem; isAgain: boolean }>
  | JobPrompt<'CountQuantity', { location: string; item: CountedItem; counted: number }>;

/** What comes next for totes that are left at a place: a bench, a put wall, another zone. */
export type DropNext =
  { kind: 'bench' } | { kind: 'wall'; wall: string } | { kind: 'zone'; zone: string; name: string };

type TaskPrompt<K extends string, D> = { kind: K } & TaskStrip & D;

export interface TaskStrip {
  task: number;
  pickMode: PickMode;
  cart: string | null;
  line: number;
  lines: number;
  cutOffAt: string;
  /** What UndoScan would take back, if anything. */
  undo: 'cart' | 'location' | 'counted' | 'tote' | 'put' | null;
  /** What the picker asked a lead, about which place and until when the lead may answer; null: nothing is open. */
  asked: { question: string; location: string | null; answerBy: string | null } | null;
  /** The cart as drawn: places in order, which are used and by what. */
  cartPlaces: { place: number; tote: string | null; isCancelled: boolean }[];
  /** The whole cart: its places, and how many stand in a row where that is known; null without a cart. */
  cartShape: CartShape | null;
}

/** What was counted into the hand and is not wanted from it any more goes back to where it lay. */
export interface HandBack {
  location: string;
  sku: string;
  name: string;
  units: number;
}

export interface CartShape {
  places: number;
  columns: number | null;
}

type JobPrompt<K extends string, D> = { kind: K } & JobStrip & D;

export type JobKind = 'put_back' | 'count' | 'move';

export interface JobStrip {
  job: number;
  jobKind: JobKind;
  /** `part` of `parts`: the one at hand. */
  part: number;
  parts: number;
  /** What UndoScan would take back, if anything. */
  undo: 'source' | 'counted' | 'offered' | null;
  asked: TaskStrip['asked'];
}

export interface JobSource {
  kind: 'tote' | 'cubby' | 'parcel' | 'location';
  code: string;
}

export interface JobPlace {
  location: string;
  zone: string;
  aisle: string;
}

export interface CountedItem {
  sku: string;
  name: string;
  picture: string | null;
  lot: string | null;
}

export interface JobItem extends CountedItem {
  /** Null: as many as the person takes. */
  units: number | null;
}

export type JobReason = 'nearest' | 'oldest' | 'chosen';

/** Something small that waits for anybody who is free. Of a count nobody hears a number. */
export interface JobCard {
  kind: JobKind;
  ref: number;
  from: JobSource;
  to: string | null;
  sku: string;
  name: string;
  picture: string | null;
  /** Kinds of goods: several go back from one tote in one go. */
  items: number;
  units: number | null;
}

export interface Stop {
  location: string;
  zone: string;
  aisle: string;
  checkDigits: string;
  distanceMetres: number;
  sku: string;
  name: string;
  picture: string | null;
  lot: string | null;
  /** Units of this line still to take here. */
  take: number;
  /** 'each': every unit is scanned; 'quantity': one scan, then a typed number. */
  mode: 'each' | 'quantity';
  confirm: HowConfirmed;
  place: number;
  tote: string;
  /** Where the same goods from here go, this line's place first: more than one where several totes on the cart want them. */
  split: { place: number; units: number }[];
  /** Orders that these units are for: more than one where they are sorted later. */
  orders: number;
  /** What the hub wrote on the orders of this line; new while nothing of that order was taken on this walk. */
  notes: OrderNotes[];
  /** Lines that still wait at this same location after this one. */
  moreHere: number;
}

/** How the steps of a line are confirmed. */
export interface HowConfirmed {
  /** `item`: the item's scan stands for the place. */
  location: 'scan' | 'scan_or_digits' | 'digits' | 'item';
  /** The place's scan has stood for the item, which nobody looks at otherwise. */
  isItemImplied: boolean;
  /** A button says "all of them". */
  isPrefilled: boolean;
  tote: 'scan' | 'button';
}

/** Why this walk, and why this person. `metres` from where they scanned last, if they did. */
export type AssignmentReason = { cutOffAt: string; metres: number | null } & (
  | { code: 'own_unfinished' | 'earliest_cut_off' | 'priority' }
  | { code: 'nearest'; among: number }
  | { code: 'sent'; by: string | null }
  /** What was missing of this order has turned up; its tote waits at the drop place, if it has one there. */
  | { code: 'completes'; orderNumber: string; tote: string | null }
  | { code: 'handed_over'; from: string | null; cart: string | null; standsAt: string }
);
export interface OrderNotes {
  orderNumber: string;
  notes: string[];
  isNew: boolean;
}

/** What the packing station is asked. The lines it works on stand in the BenchView beside it. */
/** Why a label did not print, or may not have. */
export type PrintError =
  | 'refused'
  | 'unreachable'
  | 'connect_timeout'
  | 'stalled'
  | 'busy'
  | 'reset'
  | 'closed'
  | 'silent'
  | 'head_open'
  | 'paper_out'
  | 'ribbon_out'
  | 'too_hot'
  | 'too_cold'
  | 'paused'
  | 'buffer_full'
  | 'label_unfit'
  | 'interrupted'
  | 'not_out'
  | 'voided';

export type PackPrompt =
  | { kind: 'ScanToteToPack' }
  /** A tote of singles: any item out of it finds its order. */
  | { kind: 'ScanSingle'; tote: string; left: number; lastLane: string | null }
  | { kind: 'ScanUnit' }
  | { kind: 'EnterPackQuantity'; lineNo: number; sku: string; name: string; remaining: number }
  /** `notes`: what the hub wrote on the order, to be read before the box is shut. */
  | {
      kind: 'ScanLabel';
      parcel: number;
      tracking: string;
      printState: string;
      orderNumber: string;
      notes: string[];
    }
  | { kind: 'AskPrint'; printJob: number; printer: string; parcel: number; tracking: string }
  | {
      kind: 'PrinterTrouble';
      printJob: number;
      printer: string;
      parcel: number;
      tracking: string;
      error: PrintError | null;
    }
  | {
      kind: 'Stopped';
      why: 'cancelled' | 'held';
      orderNumber: string;
      goods: { name: string; sku: string; units: number }[];
    }
  | {
      kind: 'ToLane';
      parcel: number;
      lane: string;
      carrier: string;
      /** As people call it. */
      service: string;
      cutOffAt: string;
      allDone: boolean;
    };

/** What somebody at a put wall is asked. `left`: units in the tote that still belong into a cubby. */
export type SortPrompt =
  | { kind: 'ScanWall' }
  | { kind: 'ScanSortTote' }
  | { kind: 'ScanSortItem'; tote: string; left: number }
  | ({ kind: 'EnterSortQuantity'; remaining: number } & SortedItem)
  /** `more`: units of the same item that may be scanned into the hand before the put. `isNew`: the cubby is empty still. */
  | ({ kind: 'PutInCubby'; units: number; more: number; isNew: boolean } & SortedItem)
  | {
      kind: 'PutSurplus';
      tote: string;
      sku: string;
      name: string;
      picture: string | null;
      units: number;
      place: string;
    }
  /** The order was cancelled while its unit was in the hand. */
  | { kind: 'TakenBack'; tote: string; sku: string; name: string }
  /** `missing`: what should be in it; `stays`: what waits there to go back. */
  | {
      kind: 'AskToteEmpty';
      tote: string;
      missing: { sku: string; name: string; units: number }[];
      stays: { sku: string; name: string; units: number }[];
    };

export interface SortedItem {
  tote: string;
  left: number;
  sku: string;
  name: string;
  picture: string | null;
  orderNumber: string;
  cubby: string;
}

/** The acknowledgement of every command. `prompt` is what the person is asked next; `result` is what a desk command made. */
export type Reply =
  | {
      ok: true;
      prompt?: PickPrompt;
      bench?: BenchView;
      sort?: SortView;
      result?: Record<string, unknown>;
    }
  | {
      ok: false;
      refusal: RefusalCode;
      data: Record<string, unknown>;
      prompt?: PickPrompt;
      bench?: BenchView;
      sort?: SortView;
    }
  /** A bug or a dead dependency: nothing was done; `retry` means the same command may be sent again. */
  | { ok: false; fault: string; retry: boolean };

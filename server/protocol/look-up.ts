import { Type, type Static } from 'typebox';
import { scan } from './commands.ts';
import type { Permission } from './permissions.ts';
import type { SortCubby } from './views.ts';

/**
 * "What is this?", the socket event `look_up`: a question, not a command. It changes nothing, so it has no id and no place
 * in the command log; asked again it hears what is true then.
 */
export const lookUpRequest = Type.Object({ scan }, { additionalProperties: false });
export type LookUpRequest = Static<typeof lookUpRequest>;
export const lookUpPermission: Permission = 'pick';

/** `things`: everything that the code can mean at this site; none when nobody knows it. */
export type LookUpReply = { ok: true; things: Thing[] } | { ok: false; refusal: string };

/** What a picker may know of a thing. No consignee, and nothing of a person but who has a cart or a walk now. */
export type Thing =
  | LocationThing
  | ItemThing
  | UnitThing
  | ToteThing
  | CubbyThing
  | CartThing
  | ParcelThing
  | { kind: 'badge' }
  | { kind: 'station'; station: string; name: string };

export interface LocationThing {
  kind: 'location';
  location: string;
  use: 'pick' | 'reserve' | 'drop' | 'problem' | 'lane';
  zone: string;
  aisle: string;
  isBlocked: boolean;
  /** The asker counts here now, and blind: nothing is told of what should lie or be taken here. */
  isCountedByYou: boolean;
  goods: (Goods & StockUnits & { lot: string | null })[];
  moreGoods: number;
  /** Walks under way that still take something here, those whose next stop it is first. */
  walks: { task: number; cart: string | null; operator: string | null; units: number; isNext: boolean }[];
  moreWalks: number;
  /** Walks that nobody has yet. */
  waitingWalks: number;
  countsOrdered: number;
  unitsToPutBack: number;
  /** What stands at a drop place, and waits there: those that leave first before the others. */
  totes: (Pick<ToteThing, 'tote' | 'isBox' | 'orderNumber' | 'unitsToPutBack'> & { at: StandsAt })[];
  moreTotes: number;
}

/** One unit with a number of its own. */
export interface UnitThing extends Goods {
  kind: 'unit';
  serial: string;
  lot: string | null;
  /** Null while the asker counts where it is. `hand`: of somebody on a walk, by name. */
  at: { kind: 'location' | 'tote' | 'cubby' | 'parcel' | 'hand' | 'shipped'; code: string } | null;
  orderNumber: string | null;
}

export interface ItemThing extends Goods {
  kind: 'item';
  /** Units in the pack whose code was scanned; null when it was found by its SKU. */
  pack: number | null;
  /** Null while the asker counts it, as what lies elsewhere would tell what should lie here. */
  stock: StockUnits | null;
  places: { location: string; available: number }[];
  morePlaces: number;
}

/** It stands at a drop place, for whoever is next. */
export type StandsAt = Extract<ToteThing['at'], { drop: string }>;

export interface ToteThing {
  kind: 'tote';
  tote: string;
  /** It leaves the house with its goods. */
  isBox: boolean;
  at:
    | { state: 'free' }
    | { state: 'onCart'; cart: string | null; place: number | null; columns: number | null }
    | { state: 'passing'; drop: string; zone: string }
    | { state: 'dropped'; drop: string; next: 'packing' | 'sorting' }
    | { state: 'sorting'; wall: string }
    | { state: 'packing'; station: string };
  orderNumber: string | null;
  /** Whose goods lie in a tote that several orders share, those that leave first before the others; none else. */
  shares: {
    orderNumber: string;
    /** Where the order's goods come together, once it has a cubby. */
    cubby: string | null;
    goods: { sku: string; name: string; units: number }[];
  }[];
  moreShares: number;
  /** Of cancelled orders, among the goods. */
  unitsToPutBack: number;
  goods: (Goods & { units: number; lot: string | null })[];
  moreGoods: number;
}

export interface CubbyThing {
  kind: 'cubby';
  cubby: string;
  wall: string;
  state: SortCubby['state'];
  orderNumber: string | null;
  cutOffAt: string | null;
  /** Units that the order asks in all. */
  asked: number;
  goods: (Goods & { units: number; lot: string | null })[];
  moreGoods: number;
  /** What is still to come: in totes that are not sorted yet, and on shelves. */
  inTotes: { tote: string; units: number }[];
  unitsToPick: number;
  /** The bench that has the order. */
  station: string | null;
  unitsToPutBack: number;
}

export interface CartThing {
  kind: 'cart';
  cart: string;
  places: number;
  columns: number | null;
  isFree: boolean;
  operator: string | null;
  totes: { tote: string; place: number }[];
}

export interface ParcelThing {
  kind: 'parcel';
  parcel: number;
  tracking: string | null;
  orderNumber: string;
  state: 'open' | 'closed' | 'staged' | 'shipped' | 'voided';
  /** The label that was scanned is no longer the parcel's own. */
  isVoidLabel: boolean;
  lane: string | null;
  carrier: string;
  service: string;
}

export interface Goods {
  /** By name; null at a site with one owner only. */
  owner: string | null;
  sku: string;
  name: string;
  picture: string | null;
}

export interface StockUnits {
  available: number;
  promised: number;
  missing: number;
  hold: number;
}

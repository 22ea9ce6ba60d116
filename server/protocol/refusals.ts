/**
 * Every no that a rule can say: code -> how bad it is. `rescan`: try again; `stop`: read before going on; `supervisor`: needs
 * somebody else. Plain constants, so that screens may import them. The data each code carries stands behind it; `?`: not always.
 */
export const refusals = {
  /* any screen */
  BAD_COMMAND: 'stop', // { at, says? }
  NOT_ALLOWED: 'supervisor', // { permission }
  COMMAND_ID_REUSED: 'stop', // {}
  NOT_SIGNED_IN: 'stop', // {}
  SCAN_UNREADABLE: 'rescan', // { why }  empty, too_long, control_characters, check_digit, malformed, glued or ambiguous
  ENTRY_NOT_ALLOWED: 'rescan', // {}  this site wants it scanned
  ENTRY_NEEDS_REASON: 'rescan', // {}
  /* sign-in (HTTP) */
  SIGN_IN_FAILED: 'rescan', // {}
  SIGN_IN_LOCKED: 'supervisor', // { minutes, seconds }
  PIN_NEEDED: 'rescan', // {}
  DEVICE_CODE_WRONG: 'supervisor', // {}
  /* picking */
  NOTHING_TO_SCAN_NOW: 'rescan', // { asked? }  a number, or that a message was read
  CART_UNKNOWN: 'rescan', // { scanned }
  CART_TAKEN: 'stop', // { cart, operator }
  CART_TOO_SMALL: 'rescan', // { cart, places, needed }
  TOTE_UNKNOWN: 'rescan', // { scanned }
  TOTE_NOT_EMPTY: 'rescan', // { tote }
  BOX_USED: 'rescan', // { box }
  NEED_BOX: 'rescan', // { kind, carton }
  NEED_CART: 'rescan', // { kind }
  NEED_TOTE: 'rescan', // { kind, expected? }
  NEED_LOCATION: 'rescan', // { expected?, kind }
  NEED_ITEM: 'rescan', // { expected?, kind }
  PICK_WRONG_LOCATION: 'rescan', // { expected, scanned }
  PICK_WRONG_ITEM: 'rescan', // { expected, scanned }  each { sku, name }
  CODE_UNKNOWN: 'rescan', // { expected, scanned }  a code that nobody knows, where an item is asked
  PICK_WRONG_LOT: 'rescan', // { expected, scanned }
  PICK_WRONG_EXPIRY: 'stop', // { expected, scanned, lot }
  LOT_IN_HAND: 'stop', // { expected, counted }  units of the line's lot are in the hand
  LOT_NOT_HERE: 'stop', // { lot, location }
  LOT_EXPIRED: 'stop', // { lot, expiry }
  LOT_BLOCKED: 'stop', // { lot, location }  on hold, or waiting to be counted
  LOT_PROMISED: 'stop', // { lot, free, needed }
  NEED_LOT: 'rescan', // { expected, kind }
  NEED_EXPIRY: 'rescan', // { kind }
  NEED_SERIAL: 'rescan', // { expected, kind }
  SERIAL_UNFIT: 'rescan', // { scanned }
  SERIAL_TWICE: 'rescan', // { scanned }  it is in this hand
  SERIAL_TAKEN: 'stop', // { scanned, at }  hand, tote, parcel, cubby or shipped
  HAND_FIRST: 'rescan', // { units }
  UNITS_IN_HAND: 'stop', // { found, captured }
  SHORT_FROM_AFAR: 'rescan', // { expected }  something is said to be missing where nobody has been
  LOCATION_NEEDS_SCAN: 'rescan', // { expected }
  LOCATION_NEEDS_DIGITS: 'rescan', // { expected }
  WRONG_CHECK_DIGITS: 'rescan', // { expected, scanned }
  PICK_SCAN_TOTE: 'rescan', // { expected }
  PICK_WRONG_TOTE: 'rescan', // { expected, place, scanned }
  PICK_WRONG_BOX: 'rescan', // { expected, place, scanned }  as with PICK_WRONG_TOTE, where goods are picked into boxes
  FETCH_WRONG_TOTE: 'rescan', // { expected, scanned }  another one than the tote that the walk goes on with
  PICK_TOO_MANY: 'rescan', // { remaining, scanned }
  PICK_PACK_TOO_BIG: 'rescan', // { units, remaining }  a case code where eaches are asked
  PACK_SIZE_UNKNOWN: 'rescan', // { sku, name }  the code of a pack of which nobody said how many are in it
  PICK_LINE_DONE: 'stop', // { sku, name }
  PICK_NO_TASK: 'stop', // {}
  PICK_NOT_AT_LINE: 'rescan', // {}
  TAKE_OVER_FIRST: 'rescan', // { expected, location, scanned }  a parked cart, or a tote of it, stands there
  DECLINE_TOO_LATE: 'stop', // {}
  NOTHING_TO_HAND_OVER: 'stop', // {}
  NOTHING_TO_UNDO: 'rescan', // {}
  QUESTION_CHANGED: 'rescan', // {}  pressed while another question stood on the screen
  NOTHING_TO_ANSWER: 'rescan', // {}
  QUESTION_OPEN: 'rescan', // { question, location }  the lead is asked something else already
  TOTE_EMPTY: 'rescan', // { place }
  SHORT_NOT_SHORT: 'rescan', // { asked }
  PHOTO_UNKNOWN: 'rescan', // {}
  PHOTO_TOO_BIG: 'rescan', // { bytes, most }
  PHOTO_NOT_JPEG: 'rescan', // {}
  SKIP_LAST_STOP: 'rescan', // {}
  DROP_WRONG_PLACE: 'rescan', // { expected, scanned }
  /* put-backs, counts, moves */
  JOB_TAKEN: 'stop', // {}
  JOB_HAVE_WORK: 'stop', // {}
  JOB_WRONG_SOURCE: 'rescan', // { expected, scanned }
  JOB_WRONG_PLACE: 'rescan', // { expected, scanned }
  JOB_WRONG_ITEM: 'rescan', // { expected, scanned }  each { sku, name }, or { code } when nobody knows it
  JOB_WRONG_LOT: 'rescan', // { expected, scanned }
  JOB_WRONG_SERIAL: 'stop', // { scanned }  a number that was never read where the goods come from
  JOB_TOO_MANY: 'rescan', // { remaining, scanned }
  JOB_NONE_TAKEN: 'rescan', // {}
  JOB_PLACE_UNFIT: 'rescan', // { location, why }  blocked, drop or lane
  MOVE_NOT_HERE: 'rescan', // { location, scanned }
  MOVE_WHICH_LOT: 'rescan', // { lots }
  MOVE_SAME_PLACE: 'rescan', // { location }
  MOVE_PROMISED: 'stop', // { free }
  MOVE_TOO_MANY: 'rescan', // { free }  more than lies there, and none of it is promised
  MOVE_ON_HOLD: 'stop', // { location }  a lead orders what leaves the problem place
  COUNT_DONE: 'stop', // {}
  /* packing */
  NO_STATION: 'stop', // {}
  PACK_TOTE_NOT_READY: 'stop', // { tote, openTasks }
  PACK_TOTE_HELD: 'stop', // { scanned, shipment, units, until, minutes }  a tote or cubby whose order waits for what may turn up
  PACK_TOTE_EMPTY: 'rescan', // { tote }
  CUBBY_UNKNOWN: 'rescan', // { scanned }
  PACK_CUBBY_NOT_READY: 'stop', // { cubby }
  PACK_CUBBY_EMPTY: 'rescan', // { cubby }
  PACK_TOTE_TO_WALL: 'stop', // { tote, wall }
  PACK_SINGLE_CANCELLED: 'rescan', // { sku, name }
  PACK_TOTE_NOT_DONE: 'rescan', // { tote, units }
  PACK_ON_OTHER_STATION: 'stop', // { station }
  PACK_ORDER_HELD: 'supervisor', // { reasons? }
  PACK_ORDER_CANCELLED: 'stop', // {}
  PACK_NOT_IN_ORDER: 'rescan', // { sku?, name?, code? }  an item, or a code that nobody knows
  PACK_NEEDS_SERIAL: 'rescan', // { sku }  only its number says which of several units this is
  PACK_SERIAL_NOT_HERE: 'stop', // { sku, name, scanned }  a unit of another order, or of nobody's
  PACK_TOO_MANY: 'rescan', // { sku, name, remaining }
  PACK_LINE_DONE: 'rescan', // { sku, name }
  CARTON_UNKNOWN: 'rescan', // { scanned }
  CARTON_TOO_SMALL: 'rescan', // { carton }
  PARCEL_EMPTY: 'rescan', // {}
  PARCEL_FULL: 'stop', // { carton, fits }  volume or weight is used up: close this parcel first
  PACK_NOTHING_OPEN: 'rescan', // {}
  LABEL_OF_OTHER_PARCEL: 'rescan', // { expected, scanned }
  LABEL_FIRST: 'stop', // { parcel, tracking }   the printed label must be scanned before anything else
  NO_LIVE_LABEL: 'stop', // { parcel }
  PRINT_NOT_UNKNOWN: 'stop', // { state }
  NUMBER_RANGE_USED_UP: 'supervisor', // { service }
  PACK_SHORT_TOO_MANY: 'rescan', // { remaining }
  /* put wall */
  WALL_UNKNOWN: 'rescan', // { scanned }
  NEED_WALL: 'rescan', // { kind }
  WALL_FULL: 'supervisor', // { wall }
  SORT_OTHER_WALL: 'stop', // { tote, wall }
  SORT_NOT_SHARED: 'stop', // { tote }  one order's own, or empty
  SORT_FOR_BENCH: 'stop', // { tote }
  SORT_TOTE_ON_WALK: 'stop', // { tote }
  SORT_NOT_AN_ITEM: 'rescan', // { code }
  SORT_ITEM_FIRST: 'rescan', // { cubby }
  SORT_WRONG_CUBBY: 'rescan', // { expected, scanned }
  SORT_SCAN_CUBBY: 'rescan', // { expected }
  SORT_PUT_FIRST: 'rescan', // { expected }
  SORT_TOO_MANY: 'rescan', // { expected, remaining, scanned, tote }
  SORT_HAND_FULL: 'rescan', // { sku, name }
  SORT_SURPLUS_FIRST: 'rescan', // { expected }
  SORT_PUT_BACK_FIRST: 'rescan', // { tote, sku, name }
  SORT_TOTE_EMPTY_FIRST: 'rescan', // { tote }
  SORT_CANCELLED: 'stop', // { sku, name, tote }
  /* desk */
  NOTHING_TO_RELEASE: 'stop', // { backordered }
  ORDER_UNKNOWN: 'stop', // {}
  ORDER_NOT_PARKED: 'stop', // {}
  ORDER_STILL_PARKED: 'stop', // { reasons }
  EXCEPTION_DONE: 'stop', // {}
  ANSWER_TOO_LATE: 'stop', // { answer }  what the picker was told when nobody answered
  EXCEPTION_NEEDS_COUNT: 'stop', // {}
  EXCEPTION_NEEDS_ANSWER: 'stop', // {}
  EXCEPTION_NEEDS_PUT_BACK: 'stop', // {}
  EXCEPTION_NEEDS_LEAD: 'stop', // {}
  EXCEPTION_NEEDS_RECOVERY: 'stop', // {}
  EXCEPTION_NEEDS_TAKER: 'stop', // {}
  EXCEPTION_NEEDS_ORDER: 'stop', // {}
  EXCEPTION_WAITS: 'stop', // {}  it ends with its countdown, or by EndShortHold
  HOLD_OVER: 'stop', // {}
  COUNT_NEEDS_ANOTHER: 'supervisor', // {}
  LOCATION_UNKNOWN: 'rescan', // { location }
  ITEM_UNKNOWN: 'rescan', // { sku }
  COUNT_BELOW_ALLOCATED: 'stop', // { allocated }
  STATION_UNKNOWN: 'stop', // { station }
  DEVICE_TAKEN: 'stop', // { device }
  NOTHING_STAGED: 'stop', // { carrier }
  MOVE_OVER: 'stop', // {}  done, or taken back before
  TASK_UNKNOWN: 'stop', // {}
  JOB_UNKNOWN: 'stop', // {}
  OPERATOR_UNKNOWN: 'stop', // { operator }
  TASK_NOT_WAITING: 'stop', // { state }
  OPERATOR_BUSY: 'stop', // { operator }
  OPERATOR_NOT_HERE: 'stop', // { operator }
  OPERATOR_NOT_PERMITTED: 'supervisor', // { operator, zones, skills }  what they lack
  ZONE_UNKNOWN: 'rescan', // { zone }
} as const satisfies Record<string, 'rescan' | 'stop' | 'supervisor'>;

export type RefusalCode = keyof typeof refusals;
export interface Refused {
  refused: RefusalCode;
  data: Record<string, unknown>;
}

/** The one way to say no in a decision. */
export function refuse(refused: RefusalCode, data: Record<string, unknown> = {}): Refused {
  return { refused, data };
}

export function isRefused(outcome: unknown): outcome is Refused {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}

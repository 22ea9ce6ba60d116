import { counted } from './format.ts';
import type { Facts } from './facts.ts';
import { nameOfPlace, placeName } from '../parts/cart-shape.ts';
import type { JobSource } from '../../../server/protocol/prompts.ts';
import type { Words } from './words.ts';

const locale = 'en-GB';
const units = counted(locale, { one: 'unit', other: 'units' });
const lines = counted(locale, { one: 'line', other: 'lines' });
const totes = counted(locale, { one: 'tote', other: 'totes' });
const boxes = counted(locale, { one: 'box', other: 'boxes' });
const orders = counted(locale, { one: 'order', other: 'orders' });
const shipments = counted(locale, { one: 'shipment', other: 'shipments' });
const parcels = counted(locale, { one: 'parcel', other: 'parcels' });
const scans = counted(locale, { one: 'scan', other: 'scans' });
const tasks = counted(locale, { one: 'task', other: 'tasks' });
const pickers = counted(locale, { one: 'picker', other: 'pickers' });
const minutes = counted(locale, { one: 'minute', other: 'minutes' });
const places = counted(locale, { one: 'place', other: 'places' });

const kinds: Record<string, string> = {
  location: 'a location',
  item: 'an item',
  tote: 'a tote',
  box: 'a shipping box',
  cart: 'a cart',
  label: 'a parcel label',
  carton: 'a carton',
  sscc: 'a parcel label',
  lane: 'a lane',
  badge: 'a badge',
  station: 'a station',
  cubby: 'a cubby',
  command: 'a command',
  drop: 'a drop place',
  tracking: 'a carrier’s tracking number',
  link: 'a web address',
  number: 'a number, or half a code',
  text: 'a code nobody here knows',
  unknown: 'a code nobody here knows',
};
const questions = {
  wrong_goods: 'Other goods lie here',
  blocked: 'Cannot reach the place',
  label_bad: 'Label does not scan',
  other: 'Something else',
  short: 'Goods are missing',
};
const leaveIt = 'Leave this place: skip it, or report what is missing';
const answers: Words['answers'] = {
  wrong_goods: {
    desk: { yes: 'They are right', no: 'Do not take them' },
    picker: { yes: 'They are the right goods. Go on here', no: leaveIt },
  },
  blocked: {
    desk: { yes: 'It is free now', no: 'Leave it' },
    picker: { yes: 'The way is free now. Go on at this place', no: leaveIt },
  },
  label_bad: {
    desk: { yes: 'Go on without it', no: 'Leave it' },
    picker: { yes: 'Go on here: type the code with Keys', no: leaveIt },
  },
  other: {
    desk: { yes: 'Go on', no: 'Come to me' },
    picker: { yes: 'Go on with your work', no: 'Stop here, and go to the lead' },
  },
  short: {
    desk: { yes: 'Go on without', no: 'Look again' },
    picker: { yes: 'Go on without the missing units', no: 'Look again: they should be here' },
  },
};
const askedIn = (facts: Facts): string =>
  new Map(Object.entries(questions)).get(facts.text('question')) ?? questions.other;
const labelOf = (facts: Facts): string =>
  facts.has('tracking') ? `Label ${facts.text('tracking')}` : `Label of parcel ${facts.text('parcel')}`;
const thatWas = (facts: Facts): string => `That was ${kinds[facts.text('kind')] ?? 'something else'}`;

const jobSource = (source: JobSource): string =>
  ({
    tote: `from tote ${source.code}`,
    cubby: `from cubby ${source.code}`,
    parcel: `from box ${source.code}`,
    location: `from ${source.code}`,
  })[source.kind];

export const en: Words = {
  locale,
  name: 'English',
  units,
  lines,
  totes,
  orders,
  shipments,
  parcels,
  scans,
  tasks,
  pickers,
  minutes,

  roles: {
    picker: 'Picker',
    packer: 'Packer',
    lead: 'Lead',
    supervisor: 'Supervisor',
    admin: 'Administrator',
    wall: 'Wall display',
  },
  screens: {
    handheld: { name: 'Handheld', what: 'Pick orders with a cart' },
    bench: { name: 'Packing station', what: 'Check, pack and label' },
    putWall: { name: 'Put wall', what: 'Sort batch totes into orders' },
    wall: { name: 'Wall', what: 'The floor at a glance' },
    desk: { name: 'Desk', what: 'Release work, answer questions' },
  },

  common: {
    of: (part, whole) => `${part} of ${whole}`,
    ofWhole: (whole) => `of ${whole}`,
    back: 'Back',
    cancel: 'Cancel',
    close: 'Close',
    yes: 'Yes',
    no: 'No',
    send: 'Send',
    save: 'Save',
    tryAgain: 'Try again',
    loading: 'One moment',
    late: (by) => `${by} late`,
    ago: (time) => `${time} ago`,
    cutOff: 'Cut-off',
    order: 'Order',
    tote: 'Tote',
    cart: 'Cart',
    place: 'Place',
    lane: 'Lane',
    carrier: 'Carrier',
    item: 'Item',
    units: 'Units',
    lines: 'Lines',
    totes: 'Totes',
    box: 'Box',
    boxes: 'Boxes',
    shipments: 'Shipments',
    settings: 'Settings',
    signOut: 'Sign out',
    scanHere: 'Scan',
  },

  link: {
    live: 'Live',
    connecting: 'Connecting',
    lost: 'No link',
    lostSay: 'Your scans are kept and sent when the link is back',
    waiting: (n) => `${scans(n)} not sent yet`,
    closing: 'The server is restarting. Nothing is lost',
    stale: (time) => `Not updated for ${time}`,
    fault: 'Not done',
    faultSay: 'Keep the goods in your hand and try again. If it stays, call support',
    faultReference: (reference) => `Reference ${reference}`,
    notAllowed: 'Not for this badge',
    notAllowedSay: (role) => `This screen is not open to your role: ${role}`,
    unreachable: 'The server does not answer',
    unreachableSay: 'Check the network. This screen keeps trying',
    signedOut: {
      elsewhere: 'Your badge signed in on another device',
      revoked: 'This device was signed out by a lead',
      ended: 'You are signed out',
      tab: 'Another tab of this browser has taken over',
    },
    workHere: 'Work here instead',
    dropped: (n) =>
      `${scans(n)} from before you signed in anew ${n === 1 ? 'was' : 'were'} not sent. Go by what the screen asks now`,
    missed: (n) => `${scans(n)} not taken`,
    missedSay:
      'You did this while there was no link. Look at what you took and put, and go by what the screen asks now',
  },

  launcher: {
    scanWithCamera: 'Scan with the camera',
    scanBadge: 'Scan your badge',
    scanBadgeSay: 'The code on your badge signs you in on this device',
    signIn: 'Sign in',
    badge: 'Badge',
    pin: 'PIN',
    pinSay: 'Six digits',
    station: 'Station',
    stationSay: 'Scan the station or type its code',
    chooseScreen: 'Where do you work now?',
    hello: (name) => `Hello, ${name}`,
    enrolling: 'Enrolling this device',
    enrolled: (device) => `This device is now ${device}`,
    enrolledSay: (kind) => `It is enrolled as: ${kind}. From now on a badge is enough`,
    thisDevice: (device) => `This device is ${device}`,
    notEnrolled: 'This device is not enrolled: sign in with badge and PIN',
    start: 'Start',
    noScreens: 'Your role opens no screen. Ask a supervisor',
  },

  settings: {
    title: 'Settings',
    language: 'Language',
    theme: 'Colours',
    themes: { day: 'Day', night: 'Night', contrast: 'High contrast' },
    text: 'Text size',
    smaller: 'Smaller text',
    larger: 'Larger text',
    hand: 'Hand',
    hands: { left: 'Left', right: 'Right' },
    sound: 'Sound',
    quieter: 'Quieter',
    louder: 'Louder',
    vibration: 'Vibration',
    on: 'On',
    off: 'Off',
    signedInAs: (name, role) => `${name}, ${role.toLowerCase()}`,
    soundFloor: 'A wrong scan is always heard',
    camera: 'Camera button',
  },

  wanted: {
    take: 'Take',
    goTo: 'Go to',
    putIn: 'Put in',
    lot: 'Take lot',
    wanted: 'Wanted',
  },
  scannedAs: {
    location: 'You scanned location',
    tote: 'You scanned tote',
    box: 'You scanned box',
    cart: 'You scanned cart',
    badge: 'You scanned badge',
    station: 'You scanned station',
    carton: 'You scanned carton',
    cubby: 'You scanned cubby',
    command: 'You scanned command',
    drop: 'You scanned drop place',
    label: 'You scanned parcel label',
    tracking: 'You scanned tracking number',
    link: 'You scanned web address',
    code: 'You scanned',
  },
  scanAgain: 'Scan again',
  understood: 'Understood',

  refusals: {
    BAD_COMMAND: {
      title: 'Not understood',
      say: (facts) =>
        facts.text('at').endsWith('/units')
          ? 'Units are counted whole. Type the number again'
          : 'The server could not read this. Try again, and tell your lead if it stays',
    },
    NOT_ALLOWED: { title: 'Not for your role', say: () => 'Ask a lead to do this' },
    COMMAND_ID_REUSED: {
      title: 'Sent twice',
      say: () => 'This was already sent with other content. Scan again',
    },
    NOT_SIGNED_IN: { title: 'Signed out', say: () => 'Scan your badge to go on' },
    SCAN_UNREADABLE: {
      title: 'Code not readable',
      say: (facts) =>
        ({
          empty: 'Nothing was read. Scan again',
          too_long: 'That code is too long for any of ours. Scan the right one',
          control_characters: 'The code came broken. Scan again',
          check_digit: 'The check digit does not fit. Scan again',
          malformed: 'The code is not whole. Scan again',
          glued: 'Two codes came as one. Scan one at a time',
          ambiguous: 'This code fits more than one thing. Scan another code on it',
        })[facts.text('why')] ?? 'Scan again, closer and straight',
    },

    ENTRY_NOT_ALLOWED: {
      title: 'Scan it',
      say: () =>
        'Codes are not typed at this site. If the label does not scan, use the camera or press Problem',
    },
    ENTRY_NEEDS_REASON: {
      title: 'Why typed?',
      say: () => 'Open Keys and say why this code is not scanned, then type it',
    },
    SIGN_IN_FAILED: { title: 'Not signed in', say: () => 'Badge or PIN is not right. Try again' },
    SIGN_IN_LOCKED: {
      title: 'Badge locked',
      say: (facts) =>
        `Too many wrong PINs. Wait ${minutes(Math.max(1, facts.number('minutes')))} or ask a supervisor`,
    },
    PIN_NEEDED: { title: 'PIN needed', say: () => 'Enter your six-digit PIN as well' },
    DEVICE_CODE_WRONG: {
      title: 'Code not valid',
      say: () => 'This enrolment code is used up or too old. Ask the desk for a new one',
    },

    NOTHING_TO_SCAN_NOW: {
      title: 'Nothing to scan now',
      say: (facts) =>
        facts.text('asked') === 'number'
          ? 'Count, and type the number first'
          : facts.text('asked') === 'message'
            ? 'Read the message first. It stands behind this one'
            : 'Do what the screen asks first',
    },
    CART_UNKNOWN: {
      title: 'Not a cart',
      say: (facts) => `${facts.text('scanned')} is no cart of this site. Scan the code on the cart`,
    },
    CART_TAKEN: {
      title: 'Cart is taken',
      say: (facts) => `${facts.text('cart')} is with ${facts.text('operator')}. Take another cart`,
    },
    CART_TOO_SMALL: {
      title: 'Cart too small',
      say: (facts) =>
        `${facts.text('cart')} has ${places(facts.number('places'))}. Take a cart with ${facts.text('needed')} or more`,
    },
    TOTE_UNKNOWN: {
      title: 'Not a tote',
      say: (facts) => `${facts.text('scanned')} is no tote of this site. Scan the code on the tote`,
    },
    TOTE_NOT_EMPTY: {
      title: 'Tote in use',
      say: (facts) => `${facts.text('tote')} is taken already. Take an empty tote`,
    },
    BOX_USED: {
      title: 'Label used already',
      say: (facts) => `${facts.text('box')} is on another box. Take a fresh label from the roll`,
    },
    NEED_BOX: {
      title: 'Scan a box label',
      say: (facts) => `${thatWas(facts)}. Stick a fresh box label on a ${facts.text('carton')} and scan it`,
    },
    NEED_CART: { title: 'Scan a cart', say: (facts) => `${thatWas(facts)}. Scan the code on your cart` },
    NEED_TOTE: { title: 'Scan a tote', say: (facts) => `${thatWas(facts)}. Scan the code on the tote` },
    NEED_LOCATION: {
      title: 'Scan the location',
      say: (facts) => `${thatWas(facts)}. First scan the code of the place`,
    },
    NEED_ITEM: { title: 'Scan the item', say: (facts) => `${thatWas(facts)}. Scan the code on the item` },
    TAKE_OVER_FIRST: {
      title: 'Not this one',
      say: (facts) => `Scan ${facts.text('expected')}, it stands at ${facts.text('location')}`,
    },
    DECLINE_TOO_LATE: {
      title: 'Already begun',
      say: () => 'Something was scanned on this walk. Hand it over instead',
    },
    NOTHING_TO_HAND_OVER: { title: 'No open work', say: () => 'There is nothing to hand over' },
    PICK_WRONG_LOCATION: { title: 'Wrong location', say: () => 'Go to the location above and scan it' },
    CODE_UNKNOWN: {
      title: 'Unknown code',
      say: () =>
        'Nobody here knows this code. If it is the item above, scan another code on it, or press Problem',
    },
    PICK_WRONG_ITEM: { title: 'Wrong item', say: () => 'Put it back and take the item above' },
    PICK_WRONG_LOT: {
      title: 'Wrong lot',
      say: () => 'Take the lot above, it leaves first. To ask for this one, scan it once more',
    },
    PICK_WRONG_EXPIRY: {
      title: 'Wrong date',
      say: (facts) => `Lot ${facts.text('lot')} has the date above. Put this one back and ask the lead`,
    },
    LOT_IN_HAND: {
      title: 'Two lots in the hand',
      say: (facts) =>
        `Of the lot above you have ${units(facts.number('counted'))} in your hand. First put that in its tote`,
    },
    LOT_NOT_HERE: {
      title: 'Lot is not kept here',
      say: (facts) =>
        `By the papers lot ${facts.text('lot')} does not lie at ${facts.text('location')}. Take the lot of the line`,
    },
    LOT_EXPIRED: {
      title: 'Lot has expired',
      say: (facts) =>
        `Lot ${facts.text('lot')} expired on ${facts.text('expiry')}. Leave it and call the lead`,
    },
    LOT_BLOCKED: {
      title: 'Lot is blocked',
      say: (facts) =>
        `Lot ${facts.text('lot')} is on hold or must be counted first. Take the lot of the line`,
    },
    LOT_PROMISED: {
      title: 'Lot is promised',
      say: (facts) =>
        `Of lot ${facts.text('lot')} only ${facts.text('free')} of ${facts.text('needed')} are free, others wait for the rest`,
    },
    NEED_LOT: {
      title: 'Scan the lot',
      say: (facts) => `${thatWas(facts)}. Scan or type the lot on the goods`,
    },
    NEED_EXPIRY: {
      title: 'Scan the date',
      say: (facts) => `${thatWas(facts)}. Scan the date on the goods, or type it as 2031-05-28`,
    },
    NEED_SERIAL: {
      title: 'Scan the serial number',
      say: (facts) => `${thatWas(facts)}. Every unit has a number of its own`,
    },
    SERIAL_UNFIT: {
      title: 'Not a serial number',
      say: () => 'A serial number has up to 50 letters and digits, and no gap',
    },
    SERIAL_TWICE: { title: 'Scanned already', say: () => 'This unit is in your hand. Scan the next one' },
    SERIAL_TAKEN: {
      title: 'Number is taken',
      say: (facts) =>
        facts.text('at') === 'shipped'
          ? 'A unit with this number has left the house. Call the lead'
          : 'A unit with this number is in somebody else’s order. Call the lead',
    },
    SHORT_FROM_AFAR: {
      title: 'Go there first',
      say: () => 'Scan the place, and say then what is missing there',
    },
    UNITS_IN_HAND: {
      title: 'More are in the hand',
      say: (facts) =>
        `Scanned into the hand: ${units(facts.number('captured'))}. Reported: ${facts.text('found')}. Undo a scan first`,
    },
    LOCATION_NEEDS_SCAN: {
      title: 'Scan the label',
      say: () => 'Digits do not count here. Scan the code on the shelf',
    },
    LOCATION_NEEDS_DIGITS: {
      title: 'Check digits, please',
      say: () => 'A scan does not count here. Type the check digits on the shelf',
    },
    WRONG_CHECK_DIGITS: {
      title: 'Other check digits',
      say: () => 'These are not the digits of the location above: you stand at another place',
    },
    PICK_SCAN_TOTE: { title: 'Scan the tote', say: () => 'A press is not enough here. Scan the tote above' },
    PICK_WRONG_TOTE: {
      title: 'Wrong tote',
      say: () => 'Take it out again and put it into the tote above',
    },
    PICK_WRONG_BOX: {
      title: 'Wrong box',
      say: () => 'Take it out again and put it into the box above',
    },
    FETCH_WRONG_TOTE: {
      title: 'Wrong tote',
      say: () => 'Leave it, and fetch the tote above',
    },
    PICK_TOO_MANY: {
      title: 'Too many',
      say: (facts) =>
        facts.number('remaining') > 0
          ? `Only ${facts.text('remaining')} to take. Leave the rest on the shelf`
          : 'You have them all. Leave this one on the shelf and scan the tote',
    },
    PICK_PACK_TOO_BIG: {
      title: 'Whole pack scanned',
      say: (facts) =>
        `That code stands for ${units(facts.number('units'))}, only ${facts.text('remaining')} to take. Scan a single unit`,
    },
    PACK_SIZE_UNKNOWN: {
      title: 'Pack of unknown size',
      say: (facts) =>
        `That is a pack of ${facts.text('name')}, and nobody knows how many are in it. Scan a single unit`,
    },
    PICK_LINE_DONE: { title: 'Already done', say: () => 'This line is finished. Follow the screen' },
    PICK_NO_TASK: { title: 'No task', say: () => 'You have no work open. Get work first' },
    PICK_NOT_AT_LINE: { title: 'Not now', say: () => 'Do what the screen asks first' },
    NOTHING_TO_UNDO: { title: 'Nothing to take back', say: () => 'Something has been done since. Go on' },
    QUESTION_CHANGED: {
      title: 'The screen has changed',
      say: () => 'Something else is asked now. Read it first',
    },
    HAND_FIRST: {
      title: 'Empty your hand first',
      say: (facts) => `${units(facts.number('units'))} counted. Scan the tote, or take the scan back`,
    },
    NOTHING_TO_ANSWER: { title: 'Nothing is asked', say: () => 'The question is gone. Go on' },
    QUESTION_OPEN: {
      title: 'The lead is asked already',
      say: (facts) =>
        `${askedIn(facts)}${facts.has('location') ? ` at ${facts.text('location')}` : ''}. Wait for that answer first`,
    },
    TOTE_EMPTY: {
      title: 'Tote is empty',
      say: () => 'Nothing is in it yet. Put something in, or call the lead',
    },
    SHORT_NOT_SHORT: {
      title: 'Nothing is missing',
      say: (facts) => `All ${facts.text('asked')} are there. Take them`,
    },
    PHOTO_UNKNOWN: { title: 'Photo not found', say: () => 'Take the photo again, or report without it' },
    PHOTO_TOO_BIG: { title: 'Photo too big', say: () => 'Take the photo again' },
    PHOTO_NOT_JPEG: { title: 'Not a photo', say: () => 'Take a photo with the camera' },
    SKIP_LAST_STOP: { title: 'Last stop', say: () => 'There is no other stop to go to first' },
    DROP_WRONG_PLACE: { title: 'Wrong place', say: () => 'Bring it to the place above' },
    JOB_TAKEN: { title: 'Not there any more', say: () => 'Somebody else does it, or it is done' },
    JOB_HAVE_WORK: { title: 'You have work', say: () => 'Finish what is open first' },
    JOB_WRONG_SOURCE: {
      title: 'Not that one',
      say: () => 'The goods are in the one above. Find it and scan it',
    },
    JOB_WRONG_PLACE: { title: 'Wrong location', say: () => 'Go to the location above and scan it' },
    JOB_WRONG_ITEM: { title: 'Wrong item', say: () => 'Leave it where it is. Scan the item above' },
    JOB_WRONG_LOT: { title: 'Wrong lot', say: () => 'Leave it where it is. The lot above is meant' },
    JOB_WRONG_SERIAL: {
      title: 'Another unit',
      say: () => 'No unit with this number is known here. Put it aside and call a lead',
    },
    JOB_TOO_MANY: {
      title: 'Too many',
      say: (facts) =>
        facts.number('remaining') > 0
          ? `Only ${facts.text('remaining')} to go. Leave the rest`
          : 'You have them all. Scan the place',
    },
    JOB_NONE_TAKEN: {
      title: 'None taken',
      say: () => 'If nothing is there, press Problem and say so',
    },
    JOB_PLACE_UNFIT: {
      title: 'Not for goods',
      say: (facts) =>
        facts.text('why') === 'blocked'
          ? `${facts.text('location')} is blocked. Choose another place`
          : `Nothing is kept at ${facts.text('location')}. Choose another place`,
    },
    MOVE_NOT_HERE: {
      title: 'Not booked here',
      say: (facts) => `By the papers this does not lie at ${facts.text('location')}. Call a lead`,
    },
    MOVE_WHICH_LOT: {
      title: 'Which lot?',
      say: (facts) => `Several lots lie here: ${facts.texts('lots').join(', ')}. Scan the code with the lot`,
    },
    MOVE_SAME_PLACE: {
      title: 'The same place',
      say: (facts) => `The goods come from ${facts.text('location')}. Choose another place`,
    },
    MOVE_TOO_MANY: {
      title: 'More than lies here',
      say: (facts) =>
        facts.number('free') > 0
          ? `By the papers ${units(facts.number('free'))} lie here. Count again, or call a lead`
          : 'By the papers nothing of it lies here. Call a lead',
    },
    MOVE_ON_HOLD: {
      title: 'On hold',
      say: (facts) => `What lies at ${facts.text('location')} leaves it when a lead orders it at the desk`,
    },
    MOVE_PROMISED: {
      title: 'Promised to orders',
      say: (facts) =>
        facts.number('free') > 0
          ? `Only ${units(facts.number('free'))} may leave this place. The rest is for pickers on their way`
          : 'All of it is for pickers on their way. It stays here',
    },
    COUNT_DONE: { title: 'Already counted', say: () => 'This count is settled, or waits for a lead' },

    NO_STATION: {
      title: 'No station',
      say: () => 'This screen belongs to no packing station. Sign in with a station',
    },
    PACK_TOTE_NOT_READY: {
      title: 'Not picked yet',
      say: (facts) =>
        `${facts.text('tote')} still waits for ${tasks(Math.max(1, facts.number('openTasks')))}. Take another tote`,
    },
    PACK_TOTE_HELD: {
      title: 'Waits for missing goods',
      say: (facts) =>
        `${facts.text('scanned')} waits ${minutes(facts.number('minutes'))} more for ${units(facts.number('units'))} that may turn up. Take another tote. A lead can end the wait`,
    },
    PACK_TOTE_EMPTY: {
      title: 'Tote is empty',
      say: (facts) => `Nothing waits in ${facts.text('tote')}. Scan another tote`,
    },
    CUBBY_UNKNOWN: {
      title: 'Unknown cubby',
      say: (facts) => `${facts.text('scanned')} is no cubby of this site`,
    },
    PACK_CUBBY_NOT_READY: {
      title: 'Still being sorted',
      say: (facts) => `More goods are to come into ${facts.text('cubby')}. Take another one`,
    },
    PACK_CUBBY_EMPTY: {
      title: 'Cubby is empty',
      say: (facts) => `Nothing waits in ${facts.text('cubby')}. Scan another one`,
    },
    PACK_TOTE_TO_WALL: {
      title: 'Not sorted yet',
      say: (facts) => `Bring ${facts.text('tote')} to ${facts.text('wall')}: its orders are sorted there`,
    },
    PACK_SINGLE_CANCELLED: {
      title: 'Nobody wants it any more',
      say: (facts) => `${facts.text('name')} was cancelled. Leave it in the tote, it goes back`,
    },
    PACK_TOTE_NOT_DONE: {
      title: 'Finish this tote first',
      say: (facts) => `${facts.text('tote')} still holds ${units(facts.number('units'))}`,
    },
    PACK_ON_OTHER_STATION: {
      title: 'Packed elsewhere',
      say: (facts) => `${facts.text('station')} is packing this order. Bring the goods there`,
    },
    PACK_ORDER_HELD: { title: 'Order is held', say: () => 'Put the goods aside. A lead knows why' },
    PACK_ORDER_CANCELLED: {
      title: 'Order cancelled',
      say: () => 'Do not pack. The goods go back to the shelf',
    },
    PACK_NOT_IN_ORDER: {
      title: 'Not in this order',
      say: () => 'Put it aside, it does not belong in this box',
    },
    PACK_NEEDS_SERIAL: {
      title: 'Which one is it?',
      say: (facts) =>
        `Units of ${facts.text('sku')} have numbers. Scan the code with the serial number, one by one`,
    },
    PACK_SERIAL_NOT_HERE: {
      title: 'Not the unit of this order',
      say: (facts) =>
        `${facts.text('name')} with the number ${facts.text('scanned')} is not in this order. Put it aside`,
    },
    PACK_TOO_MANY: {
      title: 'Too many',
      say: (facts) => `Of this item the order wants only ${facts.text('remaining')} more`,
    },
    PACK_LINE_DONE: {
      title: 'Already complete',
      say: () => 'All units of this item are packed. Put this one aside',
    },
    CARTON_UNKNOWN: {
      title: 'Not a carton',
      say: (facts) => `${facts.text('scanned')} is no carton of this site`,
    },
    CARTON_TOO_SMALL: {
      title: 'Carton too small',
      say: (facts) => `What is packed does not fit in ${facts.text('carton')}`,
    },
    PARCEL_EMPTY: {
      title: 'Nothing packed',
      say: () => 'Scan at least one unit before you close the parcel',
    },
    PARCEL_FULL: {
      title: 'Parcel full',
      say: (facts) =>
        facts.number('fits') > 0
          ? `${facts.text('carton')} takes only ${facts.text('fits')} more. Put in that many, then start a new parcel`
          : `${facts.text('carton')} takes no more. Start a new parcel`,
    },
    PACK_NOTHING_OPEN: { title: 'Nothing open', say: () => 'Scan a tote first' },
    LABEL_OF_OTHER_PARCEL: {
      title: 'Label of another parcel',
      say: () => 'Find the label above and stick that one',
    },
    LABEL_FIRST: {
      title: 'Label first',
      say: (facts) => `Stick label ${facts.text('tracking')} on its box and scan it`,
    },
    NO_LIVE_LABEL: { title: 'No label', say: () => 'This parcel has no label that could print' },
    PRINT_NOT_UNKNOWN: { title: 'Already answered', say: () => 'This print has an answer by now' },
    NUMBER_RANGE_USED_UP: {
      title: 'No numbers left',
      say: (facts) => `${facts.text('service')} has no tracking numbers left. Call a supervisor`,
    },
    PACK_SHORT_TOO_MANY: {
      title: 'Too many missing',
      say: (facts) => `At most ${facts.text('remaining')} can be missing`,
    },

    WALL_UNKNOWN: {
      title: 'Unknown wall',
      say: (facts) => `${facts.text('scanned')} is no put wall of this site`,
    },
    SORT_TOO_MANY: {
      title: 'Too many',
      say: (facts) =>
        `Only ${facts.text('remaining')} of these go in there. Put the rest back into ${facts.text('tote')}`,
    },
    NEED_WALL: { title: 'Scan a put wall', say: () => 'First the wall that you sort at, or a batch tote' },
    WALL_FULL: {
      title: 'No cubby is free',
      say: (facts) =>
        `Put it back into the tote. ${facts.text('wall')} has room again when a cubby is packed`,
    },
    SORT_OTHER_WALL: {
      title: 'Other wall',
      say: (facts) => `${facts.text('tote')} is sorted at ${facts.text('wall')}. Bring it there`,
    },
    SORT_NOT_SHARED: {
      title: 'Nothing to sort',
      say: (facts) => `${facts.text('tote')} holds nothing that several orders share. Take another tote`,
    },
    SORT_FOR_BENCH: {
      title: 'For the bench',
      say: (facts) => `${facts.text('tote')} holds orders of one unit. Bring it to a packing bench`,
    },
    SORT_TOTE_ON_WALK: {
      title: 'Still on a walk',
      say: (facts) => `${facts.text('tote')} has not been dropped yet. Take another tote`,
    },
    SORT_NOT_AN_ITEM: { title: 'Unknown code', say: () => 'No item has this code. Scan the item itself' },
    SORT_ITEM_FIRST: {
      title: 'Item first',
      say: () => 'Take an item out of the tote and scan it. Then the wall shows its cubby',
    },
    SORT_WRONG_CUBBY: { title: 'Wrong cubby', say: () => 'Take it out again. Put it into the cubby above' },
    SORT_SCAN_CUBBY: { title: 'Scan the cubby', say: () => 'Here the label of the cubby proves the put' },
    SORT_PUT_FIRST: {
      title: 'Put what you hold first',
      say: () => 'Put it into the cubby above and scan the cubby',
    },
    SORT_HAND_FULL: {
      title: 'Still in your hand',
      say: (facts) => `First put ${facts.text('name')} away`,
    },
    SORT_SURPLUS_FIRST: {
      title: 'Surplus first',
      say: () => 'Lay the surplus item down at the place above and scan the place',
    },
    SORT_PUT_BACK_FIRST: {
      title: 'Back into the tote first',
      say: (facts) => `Lay ${facts.text('name')} back and scan ${facts.text('tote')}`,
    },
    SORT_TOTE_EMPTY_FIRST: {
      title: 'Is the tote empty?',
      say: (facts) => `Look into ${facts.text('tote')} first and say whether it is empty`,
    },
    SORT_CANCELLED: {
      title: 'Cancelled: leave it',
      say: (facts) =>
        `Nobody wants ${facts.text('name')} any more. It stays in ${facts.text('tote')} and goes back to its shelf`,
    },

    NOTHING_TO_RELEASE: {
      title: 'Nothing to release',
      say: (facts) =>
        facts.number('backordered') > 0
          ? `${counted(locale, { one: 'shipment waits', other: 'shipments wait' })(facts.number('backordered'))} for stock, none is ready`
          : 'No shipment waits for release',
    },
    ORDER_UNKNOWN: { title: 'Order not known', say: () => 'There is no such order here' },
    ORDER_NOT_PARKED: { title: 'Not parked', say: () => 'This order is on its way by now' },
    ORDER_STILL_PARKED: {
      title: 'Still parked',
      say: () => 'Its cause is still there. Mend it first, then retry',
    },
    EXCEPTION_DONE: { title: 'Already closed', say: () => 'Somebody has answered this' },
    ANSWER_TOO_LATE: {
      title: 'Too late to answer',
      say: (facts) =>
        `Nobody answered in time, so the picker was told to ${facts.text('answer') === 'yes' ? 'go on' : 'leave the place'}`,
    },
    EXCEPTION_NEEDS_COUNT: {
      title: 'Needs a count',
      say: () => 'Enter what lies there: it closes by itself',
    },
    EXCEPTION_NEEDS_ANSWER: {
      title: 'Needs an answer',
      say: () => 'Answer yes or no: it closes by itself',
    },
    EXCEPTION_NEEDS_PUT_BACK: {
      title: 'Needs a put-back',
      say: () => 'A picker scans the goods back: it closes by itself',
    },
    EXCEPTION_NEEDS_LEAD: {
      title: 'Needs a yes or no',
      say: () => 'Allow the write-off or have it counted again: it closes by itself',
    },
    EXCEPTION_NEEDS_RECOVERY: {
      title: 'Needs a hand-over',
      say: () => 'Hand the cart over, or wait until its picker is back: it closes by itself',
    },
    EXCEPTION_NEEDS_TAKER: {
      title: 'Somebody must fetch it',
      say: () => 'Send somebody for the cart: it closes by itself',
    },
    EXCEPTION_WAITS: {
      title: 'Still waiting',
      say: () => 'It closes when the wait is over. End the wait to go on without the goods',
    },
    HOLD_OVER: { title: 'The wait is over', say: () => 'This order waits for nothing any more' },
    EXCEPTION_NEEDS_ORDER: {
      title: 'Needs its order',
      say: () => 'Mend the cause and retry, or let the hub cancel it: it closes by itself',
    },
    COUNT_NEEDS_ANOTHER: {
      title: 'Another person counts',
      say: () => 'Who reported the gap may not count it',
    },
    LOCATION_UNKNOWN: {
      title: 'Location not known',
      say: (facts) => `${facts.text('location')} is no location of this site`,
    },
    ITEM_UNKNOWN: { title: 'Item not known', say: (facts) => `There is no item ${facts.text('sku')}` },
    COUNT_BELOW_ALLOCATED: {
      title: 'Less than promised',
      say: (facts) =>
        `Open work still takes ${units(facts.number('allocated'))} from here. Let it finish or be reported short first`,
    },
    STATION_UNKNOWN: {
      title: 'Station not known',
      say: (facts) => `There is no station ${facts.text('station')}`,
    },
    DEVICE_TAKEN: {
      title: 'Name is taken',
      say: (facts) => `${facts.text('device')} is enrolled as another kind. Choose another name`,
    },
    NOTHING_STAGED: {
      title: 'Nothing staged',
      say: (facts) => `No parcel waits for ${facts.text('carrier')}`,
    },
    JOB_UNKNOWN: { title: 'Job not known', say: () => 'There is no such job, or it is over' },
    MOVE_OVER: { title: 'Already over', say: () => 'This move was done or taken back before' },
    TASK_UNKNOWN: { title: 'Task not known', say: () => 'There is no such task, or it is done' },
    OPERATOR_UNKNOWN: {
      title: 'Person not known',
      say: (facts) => `There is no operator ${facts.text('operator')}`,
    },
    TASK_NOT_WAITING: {
      title: 'Not waiting any more',
      say: () => 'Somebody has this walk, or it is done',
    },
    OPERATOR_NOT_HERE: {
      title: 'Not at work',
      say: (facts) => `${facts.text('operator')} is not signed in with a handheld`,
    },
    OPERATOR_NOT_PERMITTED: {
      title: 'May not do this walk',
      say: (facts) =>
        [
          `${facts.text('operator')} may not do it`,
          ...(facts.texts('zones').length > 0 ? [`no work in zone ${facts.texts('zones').join(', ')}`] : []),
          ...(facts.texts('skills').length > 0 ? [`no skill ${facts.texts('skills').join(', ')}`] : []),
        ].join(': '),
    },
    ZONE_UNKNOWN: {
      title: 'Zone not known',
      say: (facts) => `There is no zone ${facts.text('zone')} at this site`,
    },
    OPERATOR_BUSY: {
      title: 'Has work already',
      say: (facts) => `${facts.text('operator')} has an open task`,
    },
  },

  pick: {
    GetWork: (prompt) => (prompt.ready ? 'Waiting for work' : 'Get work'),
    ScanCart: (prompt) =>
      `Scan a cart for ${prompt.pickMode === 'parcel' ? boxes(prompt.totes) : totes(prompt.totes)}`,
    TakeOver: (prompt) => (prompt.cart === null ? 'Take over: scan this tote' : 'Take over: scan this cart'),
    OnBreak: () => 'On break',
    WorkTaken: (prompt) =>
      ({
        recovered: 'Your walk was taken over',
        lapsed: 'Your walk went back',
        zones: 'Your walk went back',
      })[prompt.why],
    ScanTote: (prompt) =>
      prompt.carton !== null
        ? `Label a box for place ${nameOfPlace(prompt, prompt.place)}`
        : prompt.tote !== null
          ? 'Fetch this tote'
          : prompt.cart === null
            ? 'Scan an empty tote'
            : `Scan a tote for place ${nameOfPlace(prompt, prompt.place)}`,
    ScanLocation: (prompt) =>
      prompt.confirm.location === 'digits' ? 'Type the check digits' : 'Scan location',
    ScanItem: (prompt) => (prompt.mode === 'each' ? 'Scan each unit' : 'Scan item'),
    ScanLot: () => 'Scan the lot',
    ScanExpiry: () => 'Scan the expiry date',
    ScanSerial: (prompt) => `Scan serial number ${prompt.counted + 1} of ${prompt.take}`,
    EnterQuantity: () => 'How many taken?',
    ScanAgain: () => 'Scan the item again',
    PutInTote: (prompt) =>
      prompt.cart === null
        ? `Put ${prompt.counted} in the tote`
        : `Put ${prompt.counted} in place ${nameOfPlace(prompt, prompt.place)}`,
    ScanDrop: (prompt) => (prompt.cart === null ? 'Bring the tote to' : 'Bring the cart to'),
    LinesCancelled: ({ orderNumbers, stillWanted }) =>
      stillWanted.length === orderNumbers.length
        ? orderNumbers.length === 1
          ? 'Order changed'
          : 'Orders changed'
        : orderNumbers.length === 1
          ? 'Order cancelled'
          : 'Orders cancelled',
    CartFull: () => 'No place left on the cart',
    AskEmpty: () => 'Is the place empty now?',
    LeadAnswered: (prompt) =>
      prompt.by === 'nobody'
        ? 'Nobody answered in time'
        : { yes: 'The lead says: go on', no: 'The lead says no' }[prompt.answer],
    JobAnswered: (prompt) =>
      prompt.by === 'nobody'
        ? 'Nobody answered in time'
        : { yes: 'The lead says: go on', no: 'The lead says no' }[prompt.answer],
    JobFetch: (prompt) =>
      `Fetch ${{ tote: 'tote', cubby: 'from cubby', parcel: 'the box', location: 'from' }[prompt.from.kind]}`,
    JobItem: (prompt) =>
      prompt.proof !== null
        ? {
            lot: 'Scan the lot in your hand',
            expiry: 'Scan the expiry date',
            serial: 'Scan the serial number',
          }[prompt.proof]
        : prompt.item === null
          ? 'Scan what you move'
          : prompt.mode === 'each'
            ? 'Scan each unit'
            : 'Scan the item',
    JobQuantity: () => 'How many taken?',
    JobPut: (prompt) =>
      prompt.offered !== null
        ? 'Another place? Scan it again'
        : prompt.target === null
          ? `Put ${prompt.units} in their new place`
          : `Put ${prompt.units} in`,
    JobHandBack: (prompt) => `Put ${units(prompt.units)} back`,
    JobGone: () => 'Not needed any more',
    CountPlace: () => 'Go and count at',
    CountItem: (prompt) => (prompt.isAgain ? 'Count once more' : 'Scan one of these'),
    CountQuantity: () => 'How many lie here?',
  },
  modes: {
    discrete: 'One order',
    batch: 'Batch, sorted later',
    cluster: 'Cart',
    zone: 'Zone, handed on',
    singles: 'Singles',
    parcel: 'Into boxes',
    putwall: 'For the put wall',
    mixed: 'Mixed, by order',
  },
  why: {
    reason: (why) => {
      switch (why.code) {
        case 'own_unfinished':
          return 'Your open work';
        case 'earliest_cut_off':
          return 'Leaves first';
        case 'priority':
          return 'Higher priority than the others';
        case 'nearest':
          return `Nearest of ${why.among} with this cut-off`;
        case 'sent':
          return `${why.by ?? 'A lead'} sent you this`;
        case 'completes':
          return `What order ${why.orderNumber} lacked has turned up`;
        case 'handed_over':
          return why.from === null ? 'Handed over to you' : `Handed over from ${why.from}`;
      }
    },
    cutOffIn: (left) => `cut-off in ${left}`,
    away: (metres) => `${metres} from you`,
  },
  declineReasons: {
    cannot_reach: 'I cannot get there',
    too_heavy: 'Too heavy for me',
    other_work: 'I have other work to do',
    other: 'Another reason',
  },
  questions,
  answers,
  shortReasons: { not_there: 'Not there', not_enough: 'Not enough', damaged: 'Damaged' },

  entry: {
    why: 'Why is it not scanned?',
    whySay: 'Bad labels are found and replaced this way',
    checkDigits: 'Type the check digits of the place',
    checkDigitsOnly: 'Then type the check digits of the place',
    other: 'Other reason',
    reasons: {
      label_dirty: 'Label dirty or torn',
      label_missing: 'No label',
      scanner_broken: 'Scanner does not work',
    },
    reasonSay: {
      label_dirty: 'The scanner works, this code does not read',
      label_missing: 'There is nothing to scan',
      scanner_broken: 'It reads no code at all',
    },
  },
  deviceTest: {
    title: 'Device test',
    open: 'Test this device',
    untested: 'This device was not tested yet',
    later: 'Not now',
    finish: 'Finish',
    rows: {
      scanner: 'Scanner',
      sound: 'Sound',
      vibration: 'Vibration',
      camera: 'Camera',
      link: 'Server answers',
      socket: 'Live link',
      secure: 'Secure page (https)',
      awake: 'Screen stays on',
      battery: 'Battery',
      storage: 'Keeps unsent scans',
      fullScreen: 'Full screen',
    },
    outcomes: { todo: 'To try', yes: 'Good', no: 'Bad', missing: 'Has none' },
    answers: { yes: 'It works', no: 'Nothing' },
    play: { sound: 'Play', vibration: 'Shake', camera: 'Open camera', fullScreen: 'Full screen' },
    scanSay: 'Scan any code, best the test codes',
    way: {
      keys: 'Came as keys (keyboard wedge)',
      text: 'Came as text (input method)',
      composition: 'Came letter by letter (input method)',
    },
    ends: {
      Enter: 'Ends with Enter',
      Tab: 'Ends with Tab',
      none: 'Ends with nothing: each scan waits a moment',
    },
    endKey: 'The scanner ends a code with',
    endKeys: { any: 'Whatever comes', Enter: 'Enter', Tab: 'Tab', none: 'Nothing' },
    gaps: (middle, longest) => `${middle} ms between keys, at most ${longest} ms`,
    separators: {
      kept: 'Separators of GS1 arrive',
      lost: 'Separators of GS1 are lost: set the scanner to send them (Ctrl+])',
    },
    around: (signs) => `The scanner adds signs of its own: ${signs}`,
    takeOff: 'Take them off every code',
    frame: (signs) => `Taken off every code: ${signs}`,
    forget: 'Take nothing off',
    showCodes: 'Show test codes',
    hideCodes: 'Hide test codes',
    codesSay: 'Scan these from another screen, or print them',
    soundSay: 'Play it and say whether you heard it',
    cameraSay: 'Read any code with it',
    linkMs: (ms) => `${ms} ms there and back`,
    socketSay: 'Pages arrive, but scans would not: a proxy or firewall holds WebSocket back',
    awakeSay: 'The screen may go dark: set the device itself to stay on, or open the https address',
    storageSay: 'A reload would lose scans that were not sent: allow this page to store data',
  },
  camera: {
    use: 'Camera',
    title: 'Scan with the camera',
    say: 'Hold the code inside the frame',
    starting: 'Camera starts …',
    light: 'Light',
    problems: {
      insecure: {
        title: 'This page is not secure',
        say: 'Browsers give the camera to https pages only. Open the https address of the server; a lead can set the device up',
      },
      refused: {
        title: 'The camera is not allowed',
        say: 'Press the sign beside the address, allow the camera for this page, then try again',
      },
      none: {
        title: 'No camera',
        say: 'This device has none that the browser can use. Type the code instead',
      },
      busy: {
        title: 'The camera is in use',
        say: 'Close the other app that uses the camera, then try again',
      },
      broken: {
        title: 'The camera does not work',
        say: 'The reader could not be started. Check the network and try again, or type the code',
      },
    },
  },

  handheld: {
    getWork: 'Get work',
    ready: 'Waiting for work',
    readySay: 'Work comes here by itself',
    forOrders: (orders) => `for ${orders} orders`,
    dropNext: {
      bench: 'Next: packing',
      wall: (wall) => `Next: sorted at ${wall}`,
      zone: (name) => `Next: ${name}. Leave it open`,
    },
    arrivesAt: (place) => `It stands at ${place}`,
    box: (carton) => `Box ${carton}`,
    waitsForCart: (n) => `${tasks(n)} ${n === 1 ? 'waits' : 'wait'}, but no cart is free`,
    noWork: 'No work waits right now',
    tasksWait: (n) => `${tasks(n)} ${n === 1 ? 'waits' : 'wait'}`,
    cart: (cart) => `Cart ${cart}`,
    anyCart: 'Any free cart',
    walkLength: 'Walk',
    aisle: (aisle, zone) => `Aisle ${aisle}, zone ${zone}`,
    away: (metres) => `${metres} away`,
    splitInto: (n) => `Split over ${n} places`,
    thenHere: (n) => `then ${counted(locale, { one: 'more line', other: 'more lines' })(n)} here`,
    take: (n) => `Take ${n}`,
    toTake: 'to take',
    taken: (n, whole) => `${n} of ${whole} taken`,
    readTwice: 'Read twice in one pull: counted once',
    orderNote: 'Order note',
    photo: {
      none: 'Take a photo',
      sending: 'Sending the photo',
      sent: 'Photo added',
      failed: 'Photo not sent. Try again, or go on without',
    },
    takenNow: 'taken',
    onlyThisHere: 'Only this lies here',
    lotSay: 'On the goods or their label; keys if it does not scan',
    expirySay: 'On the goods; keys as 2031-05-28',
    againSay: (n) => `${n} taken. One of them, from your hand`,
    isInTote: 'In the tote',
    typeNumber: 'Count, then type',
    lot: (lot) => `Lot ${lot}`,
    boundTotes: (n, whole, mode) => `${n} of ${mode === 'parcel' ? boxes(whole) : totes(whole)} on the cart`,
    emptyTote: 'Any empty tote',
    problem: 'Problem',
    keys: 'Keys',
    keysSay: 'Type the code that does not scan',
    skip: 'Skip to end',
    callLead: 'Call lead',
    toteFull: 'Tote full',
    standsAt: 'It stands at',
    decline: 'Not me',
    declineTitle: 'Why not you?',
    takeBreak: 'Take a break',
    breakSince: (time) => `since ${time}`,
    breakFor: (n) => `A break is ${minutes(n)} here`,
    breakKeeps: (cart) => (cart === null ? 'Your walk stays yours' : `Your walk with ${cart} stays yours`),
    breakNothing: 'No new work comes until you are back',
    backToWork: 'Back to work',
    handOver: 'Stop here, hand over',
    handOverSay: (cart) =>
      `Put back what is in your hand. ${cart === null ? 'The totes stay' : `Cart ${cart} stays`} where ${cart === null ? 'they stand' : 'it stands'}, and the next picker goes on from there`,
    handOverScan: 'Scan the place',
    handOverHere: 'It stands at my last place',
    leaveTitle: 'You have open work',
    leaveSay: 'What happens to it?',
    leaveHandOver: 'Hand it over',
    leavePause: 'Pause, I come back',
    leaveStay: 'Stay signed in',
    workTaken: {
      recovered: (by, to) =>
        to === null
          ? `${by ?? 'A lead'} took it from you. Others can go on with it`
          : `${by ?? 'A lead'} gave it to ${to}`,
      lapsed: () => 'Nothing was scanned for a long time, so others can take it now',
      zones: (by) => `${by ?? 'A lead'} gave you other zones for today, and this walk is not in them`,
    },
    walkNumber: (task) => `Walk ${task}`,
    undo: {
      cart: 'Undo: not this cart',
      location: 'Undo: not at this place',
      counted: 'Undo the last scan',
      tote: 'Undo: not this tote',
      put: 'Undo: take it out again',
    },
    handBackTo: (n) => `Put ${units(n)} back in`,
    restWaits: 'The rest of this tote waits as a walk of its own. Go on with the others',
    emptySay: 'By the papers nothing is left here. Look, then say what you see',
    isEmpty: 'Yes, empty',
    isNotEmpty: 'No, not empty',
    askSent: 'A lead is told',
    asking: (question, place) => `${question}${place === null ? '' : ` · ${place}`}`,
    waitForLead: (left) => `Wait: the lead is asked${left === null ? '' : ` (${left})`}`,
    allOf: (n) => `All ${n}`,
    confirm: (n) => `Confirm ${n}`,
    howManyGood: 'How many good ones?',
    howManyGoodSay: 'Count what you take from here, with those in your hand',
    reportShort: (n) => `Take ${n}, report the rest`,
    askLeadTitle: 'Ask the lead',
    read: 'I have read it',
    takeOut: 'Leave these in their tote. They go back to the shelf later',
    fromTote: (tote, place) => `in ${tote}${place === null ? '' : `, place ${place}`}`,
    cancelledOrders: 'Cancelled by the shop',
    cancelledPart: 'The shop wants less of it',
    handBack: 'Lay back what is in your hand',
    backFromBreak: 'Your break is over. That scan did nothing else',
    done: 'Done',
    dropTotes: (n, mode) => `Leave ${mode === 'parcel' ? boxes(n) : totes(n)} there`,
    dropHeld: 'Put on hold',
    dropHeldSay: (n, until) => `${units(n)} missing, waits until ${until}`,
    noScanNow: 'No scan is needed now',
    cancelled: 'cancelled',
  },

  jobs: {
    title: 'Small jobs',
    kinds: { put_back: 'Put back', count: 'Count', move: 'Move' },
    card: (card) => {
      const what = card.items > 1 ? `${card.items} kinds of goods` : card.name;
      const from = jobSource(card.from);
      return card.kind === 'count'
        ? what
        : `${what}, ${card.units === null ? '' : `${units(card.units)} `}${from}${card.to === null ? '' : ` → ${card.to}`}`;
    },
    why: { nearest: 'Close to you', oldest: 'Waits longest', chosen: 'You chose it' },
    from: jobSource,
    sources: { tote: 'Tote', cubby: 'Cubby', parcel: 'Box', location: 'Location' },
    kindsOfGoods: counted(locale, { one: 'kind of goods', other: 'kinds of goods' }),
    anyItem: 'Anything that lies here',
    asManyAsYouTake: 'Type how many you took',
    anyPlace: 'Any place for goods',
    scanAgainFor: (location) => `Scan ${location} again to put them there`,
    insteadOf: (location) => `instead of ${location}`,
    damagedGoes: 'Damaged: nobody will sell these',
    heldThere: 'On hold there: nobody sells these until a lead decides',
    handBackSay: 'Put them back where you took them, then go on',
    handBackCancelled: 'The desk does not want them moved any more',
    goneSay: {
      put_back: 'These goods are back already. Nothing is left to do',
      count: 'This place is counted already. Nothing is left to do',
      move: 'These goods stay where they are. Nothing is left to do',
    },
    countSay: 'Count all of it, also behind and underneath',
    countAgain: 'Goods moved here while you counted. Start with the first one again',
    tallySay: (location) => `Scan on, or type. Then scan ${location}`,
    nothingHere: 'Nothing here',
    itIs: (n) => `It is ${n}`,
    giveBack: 'Give the job back',
    undo: {
      source: 'Undo: not this one',
      counted: 'Undo the last scan',
      offered: 'Undo: not that place',
    },
    startMove: 'Move goods from here',
    howManyGoodSay: 'Count those in your hand too',
  },

  lookUp: {
    title: 'Look up',
    tileSay: 'What is it, and what waits there',
    scan: 'Scan anything',
    scanSay: 'A place, an item, a tote, a cubby, a cart or a label. Nothing changes',
    unknown: 'Unknown code',
    unknownSay: 'Nothing here goes by this code',
    unanswered: 'No answer. Scan it again',
    newWork: 'Your work has changed. Go back to see it',
    kinds: {
      item: 'Item',
      unit: 'One unit, by its number',
      tote: 'Tote',
      cubby: 'Cubby',
      cart: 'Cart',
      parcel: 'Parcel',
      badge: 'A badge',
      station: 'Station',
    },
    uses: {
      pick: 'Picking place',
      reserve: 'Reserve place',
      drop: 'Drop place',
      problem: 'Problem shelf',
      lane: 'Lane',
    },
    blocked: 'Blocked',
    stock: {
      available: (n) => `${n} available`,
      promised: (n) => `${n} promised`,
      missing: (n) => `${n} missing`,
      hold: (n) => `${n} on hold`,
    },
    here: 'What lies here',
    nothingHere: 'Nothing, by the papers',
    more: (n) => `and ${n} more`,
    walks: 'Walks that stop here',
    noWalks: 'None under way',
    nextStop: 'next stop',
    toTake: (n) => `${units(n)} to take`,
    waitingWalks: (n) => `${tasks(n)} more ${n === 1 ? 'waits' : 'wait'} for a picker`,
    count: 'A count is ordered here',
    toPutBack: (n) => `${units(n)} to put back here`,
    pack: (n) => (n === 1 ? 'Code of one unit' : `Code of a pack of ${n}`),
    lies: 'Where it lies',
    nowhere: 'On no shelf, by the papers',
    free: 'Free',
    toteAt: (at) => {
      switch (at.state) {
        case 'free':
          return 'Free';
        case 'onCart':
          if (at.cart === null) return 'Carried on a walk';
          return `On cart ${at.cart}${at.place === null ? '' : `, place ${placeName(at.place, at.columns)}`}`;
        case 'passing':
          return `At ${at.drop}, waits for zone ${at.zone}`;
        case 'dropped':
          return `At ${at.drop}, waits for ${at.next}`;
        case 'sorting':
          return `Being sorted at ${at.wall}`;
        case 'packing':
          return `Being packed at ${at.station}`;
      }
    },
    box: 'Shipping box',
    stands: 'What stands here',
    nothingStands: 'No tote, by the papers',
    standsFor: (at) => (at.state === 'passing' ? `waits for zone ${at.zone}` : `waits for ${at.next}`),
    unitAt: (at) =>
      at === null
        ? 'You are at a count. Where it is is shown after it'
        : {
            location: `At ${at.code}`,
            tote: `In tote ${at.code}`,
            cubby: `In cubby ${at.code}`,
            parcel: `In parcel ${at.code}`,
            hand: `In the hand of ${at.code}`,
            shipped: `Gone with parcel ${at.code}`,
          }[at.kind],
    whose: 'Whose it is',
    waitsFor: 'What it waits for',
    toPick: 'Not picked yet',
    toShelves: (n) => `${units(n)} to go back to a shelf`,
    youCount: 'You count here. What should lie here is shown after the count',
    youCountItem: 'You are at a count. How many there are is shown after it',
    inside: 'What is in it',
    empty: 'Nothing, by the papers',
    cartPlaces: (n) => (n === 1 ? '1 place' : `${n} places`),
    taken: (operator) => (operator === null ? 'In use' : `With ${operator}`),
    parcelStates: {
      open: 'Being packed',
      closed: 'Closed, label not yet proven',
      staged: 'On its lane',
      shipped: 'Gone',
      voided: 'Void',
    },
    voidLabel: 'This label is void. Never send with it',
  },

  sort: {
    ScanWall: () => 'Scan the wall or a batch tote',
    ScanSortTote: () => 'Scan a batch tote',
    ScanSortItem: () => 'Take an item, scan it',
    EnterSortQuantity: () => 'How many do you take?',
    PutInCubby: () => 'Put it in, scan the cubby',
    PutSurplus: () => 'Surplus: lay it down at',
    TakenBack: () => 'Cancelled: back into the tote',
    AskToteEmpty: () => 'Is the tote empty?',
  },
  putWall: {
    orChoose: 'or choose it here',
    totesWaiting: (n) => `${totes(n)} to sort`,
    nothingWaits: 'Nothing to sort right now',
    nothingWaitsSay: 'Batch totes show here as they are dropped',
    left: 'left to sort',
    newCubby: 'new order',
    openCubby: 'joins others',
    more: (n) => `Another one may be scanned first: ${n} more go in here`,
    surplusSay: 'No order asks for it from this tote',
    missing: 'These should still be in it',
    missingSay: 'If it is empty, they are short: the place is counted and a lead is told',
    stays: 'This stays in it and goes back to its shelf',
    states: {
      free: 'free',
      filling: 'filling',
      held: 'held',
      complete: 'pack me',
      packing: 'being packed',
      cancelled: 'cancelled',
    },
    complete: (cubby) => `${cubby} is complete: ready to pack`,
    undo: { hand: 'Back to tote', put: 'Undo put' },
    leaveTote: 'Leave tote',
    otherWall: 'Other wall',
    toteEmpty: 'Tote is empty',
    isEmpty: 'Empty',
    isNotEmpty: 'Not empty',
    backInTote: 'It is back in the tote',
    isIn: 'It is in',
    liesThere: 'It lies there',
  },
  pack: {
    ScanToteToPack: () => 'Scan a tote or a cubby',
    ScanSingle: () => 'Scan any item',
    ScanUnit: () => 'Scan each unit',
    EnterPackQuantity: () => 'How many go in?',
    ScanLabel: () => 'Stick the label, scan it',
    AskPrint: () => 'Did this label come out?',
    PrinterTrouble: () => 'The label did not print',
    Stopped: (prompt) => (prompt.why === 'cancelled' ? 'Stop: order cancelled' : 'Stop: order is held'),
    ToLane: (prompt) => `Lane ${prompt.lane}`,
  },
  bench: {
    printer: 'Printer',
    printerStates: {
      ready: 'ready',
      attention: 'needs attention',
      offline: 'offline',
      unseen: 'not seen yet',
    },
    noPrinter: 'No printer',
    waiting: (n) => `${n} waiting`,
    nextCutOff: (carrier) => `${carrier} cut-off`,
    inTime: (left) => `in ${left}`,
    noCutOff: 'No departure ahead',
    nothingWaits: 'Nothing to pack right now',
    nothingWaitsSay: 'Picked totes and full cubbies show here as they arrive',
    waitingTotes: 'Waiting, earliest first',
    held: 'On hold: more may turn up',
    heldFor: 'Missing',
    moreTotes: (n) => `and ${n} more`,
    scanIt: 'Scan it',
    piece: (n) => `parcel ${n}`,
    totes: (list) => `tote ${list}`,
    cubby: (cubby) => `cubby ${cubby}`,
    shorted: (n) => `${n} short`,
    carton: 'Carton',
    noCarton: 'Opens with the first unit',
    suggested: 'suggested',
    chosen: 'your choice',
    keysForOthers: 'Others',
    fill: 'Filled',
    weight: 'Weight, by the papers',
    weightSay: 'carton included',
    label: 'Label',
    labelHeld: 'Ready, held',
    labelHeldSay: 'prints on the last scan',
    labelPrinting: 'Printing',
    labelScanSay: 'stick it and scan it',
    labelDone: 'On the box',
    labelStuck: 'The printer does not answer',
    labelStuckSay: 'The label prints by itself when it is back. Look at the printer',
    askPrintSay: 'If nothing came out, it prints again',
    notes: 'Note',
    unitsPacked: (part, whole) => `${part} of ${whole} units`,
    stickLabel: 'Stick the label, scan it',
    toLane: 'Put it on lane',
    nextTote: 'Then scan the next tote',
    orderDone: 'Order complete',
    moreParcels: 'Then go on with the next parcel',
    parcel: (n) => `Parcel ${n}`,
    keys: {
      finish: 'finish short',
      toteEmpty: 'tote is empty',
      newParcel: 'new parcel',
      reprint: 'reprint',
      problem: 'problem',
      back: 'back',
      confirm: 'confirm',
      next: 'next',
    },
    stillIn: (units) => `${units} still in it`,
    lastTo: 'The last one: lane',
    singles: 'Singles',
    finishShort: 'Finish short?',
    finishShortSay: 'These units are not in the tote. The shop will be told',
    finishShortDo: (n) => `Report ${n} missing`,
    missing: (n) => `${n} missing`,
    problems: {
      missing: 'Units are missing',
      odd: 'A unit too many',
      newParcel: 'Carton is full',
      reprint: 'Print the label again',
      leave: 'Step away',
    },
    problemSay: {
      missing: 'Not in the tote',
      odd: 'To the problem shelf',
      newParcel: 'Close it, open the next',
      reprint: 'A second copy of the same',
      leave: 'Nothing scanned is lost',
    },
    oddScan: 'Scan the unit that does not belong',
    oddScanSay: 'It goes to the problem shelf',
    setAside: 'Set it aside',
    keepPacking: 'Go on packing',
    reprintWhy: 'Why print it again?',
    reprintReasons: {
      not_out: 'It did not come out',
      unreadable: 'It does not scan',
      damaged: 'It is torn',
      lost: 'It is lost',
    },
    nothingToReprint: 'No label to print again',
    reprinted: 'A second copy is printing',
    cameOut: 'Yes, it came out',
    didNotComeOut: 'No, nothing came out',
    printAgain: 'Print again',
    whyMissing: 'How many are missing?',
    stopped: {
      cancelled: 'The shop cancelled it. Put the goods back in the tote',
      held: 'The shop holds it. Put the goods back in the tote and the tote aside',
    },
    stoppedGoods: 'In your hands',
    howMany: 'How many?',
    confirm: (n) => `Confirm ${n}`,
    signedIn: (name) => name,
  },

  wall: {
    departures: 'Next departures',
    columns: { carrier: 'Carrier', cutOff: 'Cut-off', left: 'Left', staged: 'Staged', finish: 'Finish' },
    stages: {
      accepted: 'Accepted',
      released: 'Released',
      picking: 'Picking',
      sorting: 'Sorting',
      picked: 'Picked',
      packing: 'Packing',
      staged: 'Staged',
    },
    flow: 'Shipments now',
    oldest: (time) => `oldest ${time}`,
    perHour: (n) => `${n} an hour`,
    people: 'People',
    picking: 'picking',
    sorting: 'sorting',
    packing: 'packing',
    idle: 'idle',
    onBreak: 'on break',
    silent: 'devices silent',
    shippedToday: 'Gone today',
    parcels: 'parcels',
    ordersToday: 'orders today',
    floor: 'Floor',
    trouble: 'Trouble',
    noTrouble: 'Nothing waits for a person',
    noDepartures: 'No departure ahead today',
    blocked: 'blocked',
    lane: (lane) => `lane ${lane}`,
    gone: 'gone',
    ready: 'ready',
    heldUp: (carrier, at, by) =>
      `${carrier} is held up at ${at}${by === null ? '' : `: ${by} behind its cut-off`}`,
    missed: 'missed',
    missedBy: (carrier, ago, n) => `${carrier}: cut-off was ${ago} ago, ${shipments(n)} not ready`,
    verdicts: { ok: 'on time', look: 'tight', stop: 'will be missed', done: 'complete' },
    bottlenecks: { picking: 'picking', packing: 'packing', release: 'release' },
    linesOpen: (n) => `${lines(n)} open`,
    noMap: 'No map of this site',
  },

  exceptions: {
    parked_order: {
      name: 'Parked order',
      many: (n) => `${orders(n)} parked`,
      say: (facts) =>
        `Order ${facts.text(facts.has('orderNumber') ? 'orderNumber' : 'orderId')} cannot start`,
      todo: 'Mend the cause, then retry',
    },
    short: {
      name: 'Short pick',
      many: (n) => `${counted(locale, { one: 'short', other: 'shorts' })(n)} to look at`,
      say: (facts) =>
        `${units(facts.number('units'))} of ${facts.text('sku')} missing at ${facts.text('location')}`,
      todo: 'Another person counts the place',
    },
    held: {
      name: 'Waits for stock',
      many: (n) => `${n} waiting for missing goods`,
      say: (facts) =>
        `Order ${facts.text('orderNumber')} waits for ${units(facts.number('units'))} of ${facts.text('sku')}, missing at ${facts.text('location')}`,
      todo: 'If the goods turn up, a picker brings them to the tote',
    },
    pack_short: {
      name: 'Short at packing',
      many: (n) => `${counted(locale, { one: 'short', other: 'shorts' })(n)} found at packing`,
      say: (facts) => `${units(facts.number('units'))} of ${facts.text('sku')} not in the tote`,
      todo: 'Look for it, then close this',
    },
    unknown_print: {
      name: 'Print unknown',
      many: (n) => `${counted(locale, { one: 'label', other: 'labels' })(n)} may not have printed`,
      say: (facts) => `${labelOf(facts)} at ${facts.text('printer')} may or may not be out`,
      todo: 'Look at the printer and answer',
    },
    failed_print: {
      name: 'Print failed',
      many: (n) => `${counted(locale, { one: 'label', other: 'labels' })(n)} did not print`,
      say: (facts) =>
        facts.has('printer')
          ? `${labelOf(facts)} did not print at ${facts.text('printer')}`
          : `${labelOf(facts)}: the station has no printer`,
      todo: 'Mend the printer, print again at the bench',
    },
    question: {
      name: 'Question',
      many: (n) => `${counted(locale, { one: 'picker waits', other: 'pickers wait' })(n)} for an answer`,
      say: (facts) =>
        [
          `${askedIn(facts)}${facts.has('location') ? ` at ${facts.text('location')}` : ''}`,
          ...(facts.has('name')
            ? [
                facts.has('found')
                  ? `${facts.number('found')} there of ${units(facts.number('take'))} of ${facts.text('name')}`
                  : `${units(facts.number('take'))} of ${facts.text('name')}`,
              ]
            : []),
        ].join(' · '),
      todo: 'The picker waits. The button says what is told',
    },
    parked_walk: {
      name: 'Parked cart',
      many: (n) => `${counted(locale, { one: 'cart', other: 'carts' })(n)} parked with goods`,
      say: (facts) =>
        facts.has('cart')
          ? `Cart ${facts.text('cart')} with goods stands at ${facts.text('location')}`
          : `Goods of walk ${facts.text('task')} stand at ${facts.text('location')}`,
      todo: 'Send somebody for it',
    },
    holder_unreachable: {
      name: 'Picker silent',
      many: (n) => `${counted(locale, { one: 'cart', other: 'carts' })(n)} with a silent device`,
      say: (facts) =>
        facts.has('cart')
          ? `Cart ${facts.text('cart')} has goods, its device is silent`
          : facts.has('job')
            ? `Small job ${facts.text('job')} has goods in the hand, its device is silent`
            : `Task ${facts.text('task')} has goods on its cart, its device is silent`,
      todo: 'Find the cart, hand it over',
    },
    surplus: {
      name: 'Surplus',
      many: (n) => `${counted(locale, { one: 'unit', other: 'units' })(n)} on the problem shelf`,
      say: (facts) => `${units(Math.max(1, facts.number('units')))} of ${facts.text('sku')} too many`,
      todo: 'Bring it back to its place',
    },
    on_hold: {
      name: 'On hold',
      many: (n) => `${counted(locale, { one: 'lot of goods', other: 'lots of goods' })(n)} on hold`,
      say: (facts) =>
        `At ${facts.text('location')}: ${units(Math.max(1, facts.number('units')))} of ${facts.text('sku')} from ${facts.text('from')}${facts.text('reason') === 'damaged' ? ', damaged' : ''}`,
      todo: 'Nobody sells them. Fit for sale: order a move to a shelf',
    },
    count: {
      name: 'Count',
      many: (n) => `${counted(locale, { one: 'place', other: 'places' })(n)} to count`,
      say: (facts) => `Count ${facts.text('sku')} at ${facts.text('location')}`,
      todo: 'Somebody else counts it on the handheld, or enter what lies there',
    },
    put_back: {
      name: 'Put-back',
      many: (n) => `${counted(locale, { one: 'put-back', other: 'put-backs' })(n)} open`,
      say: (facts) =>
        `${units(Math.max(1, facts.number('units')))} of ${facts.text('sku')} to take back to ${facts.text('location')}`,
      todo: 'A picker scans it back',
    },
    write_off: {
      name: 'Write-off',
      many: (n) => `${counted(locale, { one: 'write-off', other: 'write-offs' })(n)} to allow`,
      say: (facts) =>
        `${units(facts.number('units'))} of ${facts.text('sku')} at ${facts.text('location')} are gone, ${facts.text('counted')} are there`,
      todo: 'Two people agree. Allow it, or have it counted again',
    },
    hub_dead_letter: {
      name: 'Hub not told',
      many: (n) => `${counted(locale, { one: 'event', other: 'events' })(n)} the hub did not take`,
      say: (facts) => `${facts.text('hub')} does not take its events`,
      todo: 'Call who runs the hub',
    },
    backorder: {
      name: 'Backorder',
      many: (n) => `${counted(locale, { one: 'order waits', other: 'orders wait' })(n)} for stock`,
      say: (facts) =>
        `Order ${facts.text('orderNumber')} waits for ${facts.texts('skus').join(', ') || 'stock'}`,
      todo: 'Goes on when stock comes',
    },
  },
  parkReasons: {
    UNKNOWN_SKU: 'Item not known',
    QUANTITY_NOT_POSITIVE: 'Quantity is zero or less',
    ADDRESS_MISSING: 'No address',
    ADDRESS_INCOMPLETE: 'Address not complete',
    NO_LINES: 'No lines',
    LINE_TWICE: 'Line sent twice',
    UNKNOWN_SERVICE: 'Service not known',
  },
  taskStates: {
    waiting: 'After the zone before',
    planned: 'Waiting',
    claimed: 'Accepted',
    picking: 'Picking',
    unreachable: 'Unreachable',
    parked: 'Parked',
    done: 'Done',
    cancelled: 'Cancelled',
  },
  printStates: {
    queued: 'Waiting',
    sending: 'Sending',
    sent: 'Sent to the printer',
    confirmed: 'Printed',
    unknown: 'Unknown',
    failed: 'Failed',
    expired: 'Given up',
  },
  printErrors: {
    refused: 'takes no connection',
    unreachable: 'cannot be reached',
    connect_timeout: 'does not answer',
    stalled: 'stopped in the middle',
    busy: 'is still busy',
    reset: 'broke the connection off',
    closed: 'closed the connection',
    silent: 'does not say how it is',
    head_open: 'its head is open',
    paper_out: 'its labels are used up',
    ribbon_out: 'its ribbon is used up',
    too_hot: 'is too hot',
    too_cold: 'is too cold',
    paused: 'is paused',
    buffer_full: 'its memory is full',
    label_unfit: 'the label could not be made',
    interrupted: 'the server stopped in the middle',
    not_out: 'the label did not come out',
    voided: 'the label is not valid any more',
  },
  deviceKinds: { handheld: 'Handheld', station: 'Packing station', wall: 'Wall', desk: 'Desk' },

  desk: {
    tabs: {
      floor: 'Floor',
      orders: 'Orders',
      release: 'Release',
      exceptions: 'Exceptions',
      people: 'People',
      setup: 'Set-up',
    },
    search: 'Search',
    nothingFound: 'Nothing fits the search',
    done: 'Done',
    when: 'Since',
    by: 'Reported by',
    what: 'What',
    reference: 'Reference',
    state: 'State',
    action: 'Action',
    operator: 'Operator',
    role: 'Role',
    screen: 'Screen',
    device: 'Device',
    kind: 'Kind',
    lastSeen: 'Last seen',
    never: 'never',
    nobody: 'nobody',
    service: 'Service',
    wave: 'Wave',
    waves: 'Waves',
    waveReasons: {
      by_hand: (service) => (service === null ? 'By hand' : `By hand: ${service}`),
      by_rule: () => 'By rule, earliest cut-off first',
    },
    walk: 'Walk',
    progress: 'Lines done',
    releasedAt: 'Released',
    ordersBy: {
      received: 'Received',
      parked: 'Parked',
      open: 'Open',
      shipped: 'Shipped',
      cancelled: 'Cancelled',
    },
    waitingToRelease: 'Waiting for release',
    nothingWaiting: 'No shipment waits for release',
    release: 'Release',
    releaseTitle: 'Release a wave',
    releaseSay: 'The earliest cut-offs go first',
    releaseLimit: 'Shipments at most',
    releaseService: 'Service',
    releaseMode: 'How to pick',
    siteMode: 'As the site does',
    allServices: 'All services',
    released: (n) => `Wave released: ${n}`,
    noWaves: 'No wave released yet',
    tasks: 'Tasks',
    noTasks: 'No task open',
    silentFor: (time) => `silent for ${time}`,
    silent: 'silent',
    recover: 'Recover',
    recoverTitle: 'Recover the task',
    recoverSay: 'With goods on the cart it goes to another person, who takes the cart in hand',
    recoverPool: 'Back to the pool',
    recoverTo: 'Hand over to',
    recoverPark: 'To whoever comes next',
    assign: 'Send to',
    assignTitle: 'Send the walk to somebody',
    assignSay: 'Who is free has it at once. Who is busy has it next, and nobody else gets it meanwhile',
    assignTo: 'Picker',
    assignAnybody: 'Anybody',
    hasWork: 'has work',
    assigned: { now: 'It is on their screen', next: 'It is theirs next', anybody: 'Anybody can have it' },
    waits: (why, name) => {
      switch (why.code) {
        case 'sent':
          return `waits for ${name(why.to)}`;
        case 'no_permit':
          return `nobody here may do it: zone ${why.zones.join(', ')}${why.skills.length === 0 ? '' : `, skill ${why.skills.join(', ')}`}`;
        case 'nobody_here':
          return 'no picker is signed in';
        case 'declined':
          return 'everybody who may do it said no';
        case 'no_cart':
          return 'no cart is free';
        case 'all_busy':
          return 'waits until a picker is free';
      }
    },
    declined: (name, reason, time) => `${name} said no at ${time}: ${reason.toLowerCase()}`,
    zones: 'Zones',
    everywhere: 'everywhere',
    onlyToday: (zones) => `${zones} (today)`,
    skills: 'Skills',
    changeZones: 'Zones',
    zonesTitle: (name) => `Zones of ${name} today`,
    zonesSay:
      'Until midnight. A walk that is not begun and no longer allowed goes back; one with goods stays',
    zonesReset: 'As usual again',
    zonesNeed: (skill) => `asks for ${skill}`,
    onBreakSince: (time) => `on break since ${time}`,
    staged: 'Staged for departure',
    nothingStaged: 'Nothing staged',
    closeManifest: 'Close manifest',
    closeManifestSay: (count, carrier) => `${count} are handed over to ${carrier}. This cannot be undone`,
    manifestClosed: 'Manifest closed',
    openExceptions: 'Exceptions',
    noExceptions: 'Nothing waits for you',
    noExceptionsSay: 'What needs a decision shows here',
    allKinds: 'All kinds',
    retry: 'Retry',
    resolve: 'Close',
    resolveTitle: 'Close the exception',
    resolveSay: 'Say what was done',
    resolution: 'What was done',
    correct: 'Enter count',
    correctTitle: 'Correct a place',
    correctSay: 'What a person counted becomes the stock of this place',
    location: 'Location',
    owner: 'Owner',
    sku: 'SKU',
    lot: 'Lot',
    lotNone: 'empty if none',
    counted: 'Units counted',
    reason: 'Reason',
    reasons: ['Counted', 'Found', 'Damaged', 'Expired'],
    people: 'People',
    signedIn: 'Signed in',
    devices: 'Devices',
    enrolled: 'enrolled',
    notYetEnrolled: 'waits for its code',
    enrol: 'Enrol a device',
    enrolTitle: 'Enrol a device',
    enrolSay: 'An enrolled device signs in by badge alone',
    enrolQr: (device) => `Scan with ${device}`,
    enrolQrSay: 'Open the camera of the device and scan. The code works once',
    enrolAddress: 'Or open this address on the device',
    deviceName: 'Name',
    deviceNameSay: 'Letters, digits and dashes, as on its sticker',
    station: 'Station',
    stations: 'Stations',
    printers: 'Printer',
    noPrinter: 'no printer',
    printJobs: 'Labels that wait',
    noPrintJobs: 'No label waits for a printer',
    printed: 'It came out',
    notPrinted: 'It did not',
    moves: 'Ordered moves',
    noMoves: 'No move is ordered',
    cancelMove: 'Take back',
    moveInHand: (units) => `${units} in the hand`,
    moveWaits: 'waits for somebody',
    endHold: 'Pack without',
    heldLeft: (left) => `In ${left} it is packed without them`,
    answersItself: (left, answer, question) =>
      `In ${left} the picker is told: ${(answers[question as keyof typeof answers] ?? answers.other).picker[answer]}`,
    photo: 'Photo of the damage',
    nobodyAnswered: 'Nobody answered',
    toldInstead: { yes: 'The picker was told to go on', no: 'The picker was told not to go on' },
    hub: 'Hub',
    hubs: 'Hubs',
    hubWaiting: (n) => `${n} events wait`,
    hubDead: (n) => `${n} not taken`,
    hubFine: 'has heard everything',
    parkedOrders: 'Parked orders',
    noParked: 'No order is parked',
    noBackorders: 'No order waits for stock',
    backorders: 'Waiting for stock',
    allRight: 'All right',
    doneNowBy: (name) => `${name} is at it`,
    allow: 'Allow',
    countAgain: 'Count again',
    returnJob: 'Back to the list',
    orderMove: 'Order a move',
    orderMoveSay: 'A picker who is free takes the goods there. What is promised to orders stays',
    moveTo: 'To',
    moveUnits: 'Units',
    needsCount: 'needs a count',
    floorTitle: 'The floor now',
  },
};

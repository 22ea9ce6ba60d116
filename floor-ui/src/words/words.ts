import type { OwnCodeKind } from '../../../server/barcode/own-codes.ts';
import type {
  AssignmentReason,
  JobCard,
  JobKind,
  JobReason,
  JobSource,
  JobStrip,
  PackPrompt,
  SortPrompt,
  PickPrompt,
  PrintError,
  PickMode,
} from '../../../server/protocol/prompts.ts';
import type {
  LocationThing,
  ParcelThing,
  StockUnits,
  Thing,
  ToteThing,
  StandsAt,
  UnitThing,
} from '../../../server/protocol/look-up.ts';
import type { ParkReason } from '../../../server/protocol/hub.ts';
import type { Role } from '../../../server/protocol/permissions.ts';
import type { Frame } from '../scan/frame.ts';
import type { RefusalCode } from '../../../server/protocol/refusals.ts';
import type {
  BenchView,
  ExceptionKind,
  SortCubby,
  SortView,
  WaitsWhy,
  FloorStep,
  WallView,
  WaveReason,
} from '../../../server/protocol/views.ts';
import type { CameraState } from '../scan/camera-state.ts';
import type { CommandBody, DeclineReason, EntryReason } from '../../../server/protocol/commands.ts';
import type { ScreenName } from '../link/session.ts';
import type { Facts } from './facts.ts';

type Count = (n: number) => string;
export type ReleaseMode = PickMode | 'mixed';
type PickSay = { [K in PickPrompt['kind']]: (prompt: Extract<PickPrompt, { kind: K }>) => string };
type SortSay = { [K in SortPrompt['kind']]: (prompt: Extract<SortPrompt, { kind: K }>) => string };
type PackSay = { [K in PackPrompt['kind']]: (prompt: Extract<PackPrompt, { kind: K }>) => string };
export type Question = CommandBody<'AskLead'>['question'];
export type ShortReason = CommandBody<'ReportShort'>['reason'];
export type PrinterState = NonNullable<BenchView['printer']>['state'];
export type Verdict = WallView['departures'][number]['verdict'];
export type Bottleneck = NonNullable<WallView['departures'][number]['bottleneck']>;
export type Stage = FloorStep;
export type DeviceKind = CommandBody<'EnrolDevice'>['kind'];
export type DeskTab = 'floor' | 'orders' | 'release' | 'exceptions' | 'people' | 'setup';
export type TaskState =
  'waiting' | 'planned' | 'claimed' | 'picking' | 'unreachable' | 'parked' | 'done' | 'cancelled';
export type PrintState = 'queued' | 'sending' | 'sent' | 'confirmed' | 'unknown' | 'failed' | 'expired';
export type ReprintReason = 'not_out' | 'unreadable' | 'damaged' | 'lost';

/** A no: what is wrong in two or three words, and what to do now. */
export interface RefusalWords {
  title: string;
  say: (facts: Facts) => string;
}

/** Every sentence a person can read. Total by type: a language that misses one does not compile. */
export interface Words {
  locale: string;
  name: string;

  units: Count;
  lines: Count;
  totes: Count;
  orders: Count;
  shipments: Count;
  parcels: Count;
  scans: Count;
  tasks: Count;
  pickers: Count;
  minutes: Count;

  roles: Record<Role, string>;
  screens: Record<ScreenName, { name: string; what: string }>;

  common: {
    of: (part: string, whole: string) => string;
    ofWhole: (whole: string) => string;
    back: string;
    cancel: string;
    close: string;
    yes: string;
    no: string;
    send: string;
    save: string;
    tryAgain: string;
    loading: string;
    late: (by: string) => string;
    ago: (time: string) => string;
    cutOff: string;
    order: string;
    tote: string;
    cart: string;
    place: string;
    lane: string;
    carrier: string;
    item: string;
    units: string;
    lines: string;
    totes: string;
    box: string;
    boxes: string;
    shipments: string;
    settings: string;
    signOut: string;
    scanHere: string;
  };

  link: {
    live: string;
    connecting: string;
    lost: string;
    lostSay: string;
    waiting: (n: number) => string;
    closing: string;
    stale: (time: string) => string;
    fault: string;
    faultSay: string;
    faultReference: (reference: string) => string;
    notAllowed: string;
    notAllowedSay: (role: string) => string;
    unreachable: string;
    unreachableSay: string;
    signedOut: Record<'elsewhere' | 'revoked' | 'ended' | 'tab', string>;
    workHere: string;
    /** Scans of an older sign-in. */
    dropped: (n: number) => string;
    /** What was kept while the link was away, and refused when it came back. */
    missed: (n: number) => string;
    missedSay: string;
  };

  launcher: {
    scanWithCamera: string;
    scanBadge: string;
    scanBadgeSay: string;
    signIn: string;
    badge: string;
    pin: string;
    pinSay: string;
    station: string;
    stationSay: string;
    chooseScreen: string;
    hello: (name: string) => string;
    enrolling: string;
    enrolled: (device: string) => string;
    enrolledSay: (kind: string) => string;
    thisDevice: (device: string) => string;
    notEnrolled: string;
    start: string;
    noScreens: string;
  };

  settings: {
    title: string;
    language: string;
    theme: string;
    themes: Record<'day' | 'night' | 'contrast', string>;
    text: string;
    smaller: string;
    larger: string;
    hand: string;
    hands: Record<'left' | 'right', string>;
    sound: string;
    quieter: string;
    louder: string;
    vibration: string;
    on: string;
    off: string;
    signedInAs: (name: string, role: string) => string;
    soundFloor: string;
    camera: string;
  };

  refusals: Record<RefusalCode, RefusalWords>;
  wanted: Record<'take' | 'goTo' | 'putIn' | 'lot' | 'wanted', string>;
  scannedAs: Record<OwnCodeKind | 'label' | 'tracking' | 'link' | 'code', string>;
  scanAgain: string;
  understood: string;

  pick: PickSay;
  modes: Record<ReleaseMode, string>;
  /** Why this walk is this person's; the numbers stand behind it. */
  why: {
    reason: (why: AssignmentReason) => string;
    cutOffIn: (left: string) => string;
    away: (metres: string) => string;
  };
  declineReasons: Record<DeclineReason, string>;
  questions: Record<Question | 'short', string>;
  /** A lead's yes and no to each: on the desk's buttons, and what the picker is told to do. */
  answers: Record<Question | 'short', Record<'desk' | 'picker', Record<'yes' | 'no', string>>>;
  shortReasons: Record<ShortReason, string>;

  /** Codes that are typed. */
  entry: {
    why: string;
    whySay: string;
    checkDigits: string;
    checkDigitsOnly: string;
    other: string;
    reasons: Record<EntryReason, string>;
    reasonSay: Record<EntryReason, string>;
  };
  deviceTest: {
    title: string;
    open: string;
    untested: string;
    later: string;
    finish: string;
    rows: Record<
      | 'scanner'
      | 'sound'
      | 'vibration'
      | 'camera'
      | 'link'
      | 'socket'
      | 'secure'
      | 'awake'
      | 'battery'
      | 'storage'
      | 'fullScreen',
      string
    >;
    outcomes: Record<'todo' | 'yes' | 'no' | 'missing', string>;
    answers: Record<'yes' | 'no', string>;
    play: Record<'sound' | 'vibration' | 'camera' | 'fullScreen', string>;
    scanSay: string;
    way: Record<'keys' | 'text' | 'composition', string>;
    ends: Record<'Enter' | 'Tab' | 'none', string>;
    endKey: string;
    endKeys: Record<Frame['end'], string>;
    gaps: (middle: string, longest: string) => string;
    separators: Record<'kept' | 'lost', string>;
    around: (signs: string) => string;
    takeOff: string;
    frame: (signs: string) => string;
    forget: string;
    showCodes: string;
    hideCodes: string;
    codesSay: string;
    soundSay: string;
    cameraSay: string;
    linkMs: (ms: string) => string;
    socketSay: string;
    awakeSay: string;
    storageSay: string;
  };
  camera: {
    use: string;
    title: string;
    say: string;
    starting: string;
    light: string;
    problems: Record<Exclude<CameraState, 'starting' | 'reading'>, { title: string; say: string }>;
  };

  handheld: {
    getWork: string;
    ready: string;
    readySay: string;
    waitsForCart: (tasks: number) => string;
    forOrders: (orders: number) => string;
    dropNext: { bench: string; wall: (wall: string) => string; zone: (name: string) => string };
    arrivesAt: (place: string) => string;
    box: (carton: string) => string;
    noWork: string;
    tasksWait: (n: number) => string;
    cart: (cart: string) => string;
    anyCart: string;
    walkLength: string;
    aisle: (aisle: string, zone: string) => string;
    away: (metres: string) => string;
    thenHere: (n: number) => string;
    splitInto: (places: number) => string;
    take: (n: string) => string;
    toTake: string;
    taken: (n: string, whole: string) => string;
    readTwice: string;
    orderNote: string;
    photo: Record<'none' | 'sending' | 'sent' | 'failed', string>;
    takenNow: string;
    onlyThisHere: string;
    lotSay: string;
    expirySay: string;
    againSay: (n: string) => string;
    isInTote: string;
    typeNumber: string;
    lot: (lot: string) => string;
    boundTotes: (n: number, whole: number, mode: PickMode) => string;
    emptyTote: string;
    problem: string;
    keys: string;
    keysSay: string;
    skip: string;
    callLead: string;
    toteFull: string;
    standsAt: string;
    decline: string;
    declineTitle: string;
    takeBreak: string;
    breakSince: (time: string) => string;
    breakFor: (minutes: number) => string;
    breakKeeps: (cart: string | null) => string;
    breakNothing: string;
    backToWork: string;
    handOver: string;
    handOverSay: (cart: string | null) => string;
    handOverScan: string;
    handOverHere: string;
    leaveTitle: string;
    leaveSay: string;
    leaveHandOver: string;
    leavePause: string;
    leaveStay: string;
    workTaken: Record<'recovered' | 'lapsed' | 'zones', (by: string | null, to: string | null) => string>;
    walkNumber: (task: number) => string;
    undo: Record<'cart' | 'location' | 'counted' | 'tote' | 'put', string>;
    handBackTo: (units: number) => string;
    restWaits: string;
    emptySay: string;
    isEmpty: string;
    isNotEmpty: string;
    askSent: string;
    asking: (question: string, place: string | null) => string;
    waitForLead: (left: string | null) => string;
    allOf: (n: string) => string;
    confirm: (n: string) => string;
    howManyGood: string;
    howManyGoodSay: string;
    reportShort: (n: string) => string;
    askLeadTitle: string;
    read: string;
    takeOut: string;
    fromTote: (tote: string, place: string | null) => string;
    cancelledOrders: string;
    cancelledPart: string;
    handBack: string;
    done: string;
    dropTotes: (n: number, mode: PickMode) => string;
    dropHeld: string;
    dropHeldSay: (n: number, until: string) => string;
    backFromBreak: string;
    noScanNow: string;
    cancelled: string;
  };

  jobs: {
    title: string;
    kinds: Record<JobKind, string>;
    /** What a job of the list is, in one line. */
    card: (card: JobCard) => string;
    why: Record<JobReason, string>;
    from: (source: JobSource) => string;
    sources: Record<JobSource['kind'], string>;
    kindsOfGoods: Count;
    anyItem: string;
    asManyAsYouTake: string;
    anyPlace: string;
    scanAgainFor: (location: string) => string;
    insteadOf: (location: string) => string;
    damagedGoes: string;
    heldThere: string;
    handBackSay: string;
    handBackCancelled: string;
    goneSay: Record<JobKind, string>;
    countSay: string;
    countAgain: string;
    tallySay: (location: string) => string;
    nothingHere: string;
    itIs: (n: string) => string;
    giveBack: string;
    undo: Record<NonNullable<JobStrip['undo']>, string>;
    startMove: string;
    howManyGoodSay: string;
  };

  lookUp: {
    title: string;
    tileSay: string;
    scan: string;
    scanSay: string;
    unknown: string;
    unknownSay: string;
    unanswered: string;
    newWork: string;
    kinds: Record<Exclude<Thing['kind'], 'location'>, string>;
    uses: Record<LocationThing['use'], string>;
    blocked: string;
    stock: Record<keyof StockUnits, (n: string) => string>;
    here: string;
    nothingHere: string;
    more: (n: number) => string;
    walks: string;
    noWalks: string;
    nextStop: string;
    toTake: (n: number) => string;
    waitingWalks: (n: number) => string;
    count: string;
    toPutBack: (n: number) => string;
    pack: (units: number) => string;
    lies: string;
    nowhere: string;
    free: string;
    toteAt: (at: ToteThing['at']) => string;
    box: string;
    stands: string;
    nothingStands: string;
    standsFor: (at: StandsAt) => string;
    unitAt: (at: UnitThing['at']) => string;
    whose: string;
    waitsFor: string;
    toPick: string;
    toShelves: (n: number) => string;
    youCount: string;
    youCountItem: string;
    inside: string;
    empty: string;
    cartPlaces: (n: number) => string;
    taken: (operator: string | null) => string;
    parcelStates: Record<ParcelThing['state'], string>;
    voidLabel: string;
  };

  sort: SortSay;
  putWall: {
    orChoose: string;
    totesWaiting: Count;
    nothingWaits: string;
    nothingWaitsSay: string;
    left: string;
    newCubby: string;
    openCubby: string;
    more: (n: string) => string;
    surplusSay: string;
    missing: string;
    missingSay: string;
    stays: string;
    states: Record<SortCubby['state'], string>;
    complete: (cubby: string) => string;
    undo: Record<NonNullable<SortView['undo']>, string>;
    leaveTote: string;
    otherWall: string;
    toteEmpty: string;
    isEmpty: string;
    isNotEmpty: string;
    backInTote: string;
    isIn: string;
    liesThere: string;
  };
  pack: PackSay;
  bench: {
    printer: string;
    printerStates: Record<PrinterState, string>;
    noPrinter: string;
    waiting: (n: number) => string;
    nextCutOff: (carrier: string) => string;
    inTime: (left: string) => string;
    noCutOff: string;
    nothingWaits: string;
    nothingWaitsSay: string;
    waitingTotes: string;
    held: string;
    heldFor: string;
    moreTotes: (n: number) => string;
    scanIt: string;
    piece: (n: number) => string;
    totes: (totes: string) => string;
    cubby: (cubby: string) => string;
    shorted: (n: string) => string;
    carton: string;
    noCarton: string;
    suggested: string;
    chosen: string;
    keysForOthers: string;
    fill: string;
    weight: string;
    weightSay: string;
    label: string;
    labelHeld: string;
    labelHeldSay: string;
    labelPrinting: string;
    labelScanSay: string;
    labelDone: string;
    labelStuck: string;
    labelStuckSay: string;
    askPrintSay: string;
    notes: string;
    unitsPacked: (part: string, whole: string) => string;
    stickLabel: string;
    toLane: string;
    nextTote: string;
    orderDone: string;
    moreParcels: string;
    parcel: (n: number) => string;
    stillIn: (units: string) => string;
    lastTo: string;
    singles: string;
    keys: Record<
      'finish' | 'toteEmpty' | 'newParcel' | 'reprint' | 'problem' | 'back' | 'confirm' | 'next',
      string
    >;
    finishShort: string;
    finishShortSay: string;
    finishShortDo: (n: string) => string;
    missing: (n: string) => string;
    problems: Record<'missing' | 'odd' | 'newParcel' | 'reprint' | 'leave', string>;
    problemSay: Record<'missing' | 'odd' | 'newParcel' | 'reprint' | 'leave', string>;
    oddScan: string;
    oddScanSay: string;
    setAside: string;
    keepPacking: string;
    reprintWhy: string;
    reprintReasons: Record<ReprintReason, string>;
    nothingToReprint: string;
    reprinted: string;
    cameOut: string;
    didNotComeOut: string;
    printAgain: string;
    whyMissing: string;
    stopped: Record<'cancelled' | 'held', string>;
    stoppedGoods: string;
    howMany: string;
    confirm: (n: string) => string;
    signedIn: (name: string) => string;
  };

  wall: {
    departures: string;
    columns: Record<'carrier' | 'cutOff' | 'left' | 'staged' | 'finish', string>;
    stages: Record<Stage, string>;
    flow: string;
    oldest: (time: string) => string;
    perHour: (n: string) => string;
    people: string;
    picking: string;
    sorting: string;
    packing: string;
    idle: string;
    onBreak: string;
    silent: string;
    shippedToday: string;
    parcels: string;
    ordersToday: string;
    floor: string;
    trouble: string;
    noTrouble: string;
    noDepartures: string;
    blocked: string;
    lane: (lane: string) => string;
    gone: string;
    ready: string;
    heldUp: (carrier: string, at: Bottleneck, by: string | null) => string;
    missed: string;
    missedBy: (carrier: string, ago: string, shipments: number) => string;
    verdicts: Record<Verdict, string>;
    bottlenecks: Record<Bottleneck, string>;
    linesOpen: (n: number) => string;
    noMap: string;
  };

  exceptions: Record<
    ExceptionKind,
    { name: string; many: (n: number) => string; say: (facts: Facts) => string; todo: string }
  >;
  parkReasons: Record<ParkReason['code'], string>;
  taskStates: Record<TaskState, string>;
  printStates: Record<PrintState, string>;
  /** Said of a printer, behind its name. */
  printErrors: Record<PrintError, string>;
  deviceKinds: Record<DeviceKind, string>;

  desk: {
    tabs: Record<DeskTab, string>;
    search: string;
    nothingFound: string;
    done: string;
    when: string;
    by: string;
    what: string;
    reference: string;
    state: string;
    action: string;
    operator: string;
    role: string;
    screen: string;
    device: string;
    kind: string;
    lastSeen: string;
    never: string;
    nobody: string;
    service: string;
    wave: string;
    waves: string;
    waveReasons: Record<WaveReason, (service: string | null) => string>;
    walk: string;
    progress: string;
    releasedAt: string;
    ordersBy: Record<'received' | 'parked' | 'open' | 'shipped' | 'cancelled', string>;
    waitingToRelease: string;
    nothingWaiting: string;
    release: string;
    releaseTitle: string;
    releaseSay: string;
    releaseLimit: string;
    releaseService: string;
    releaseMode: string;
    siteMode: string;
    allServices: string;
    released: (n: string) => string;
    noWaves: string;
    tasks: string;
    noTasks: string;
    silentFor: (time: string) => string;
    silent: string;
    recover: string;
    recoverTitle: string;
    recoverSay: string;
    recoverPool: string;
    recoverTo: string;
    recoverPark: string;
    assign: string;
    assignTitle: string;
    assignSay: string;
    assignTo: string;
    assignAnybody: string;
    hasWork: string;
    assigned: Record<'now' | 'next' | 'anybody', string>;
    waits: (why: WaitsWhy, name: (operator: string) => string) => string;
    declined: (name: string, reason: string, time: string) => string;
    zones: string;
    everywhere: string;
    onlyToday: (zones: string) => string;
    skills: string;
    changeZones: string;
    zonesTitle: (name: string) => string;
    zonesSay: string;
    zonesReset: string;
    zonesNeed: (skill: string) => string;
    onBreakSince: (time: string) => string;
    staged: string;
    nothingStaged: string;
    closeManifest: string;
    closeManifestSay: (parcels: string, carrier: string) => string;
    manifestClosed: string;
    openExceptions: string;
    noExceptions: string;
    noExceptionsSay: string;
    allKinds: string;
    retry: string;
    resolve: string;
    resolveTitle: string;
    resolveSay: string;
    resolution: string;
    correct: string;
    correctTitle: string;
    correctSay: string;
    location: string;
    owner: string;
    sku: string;
    lot: string;
    lotNone: string;
    counted: string;
    reason: string;
    reasons: string[];
    people: string;
    signedIn: string;
    devices: string;
    enrolled: string;
    notYetEnrolled: string;
    enrol: string;
    enrolTitle: string;
    enrolSay: string;
    enrolQr: (device: string) => string;
    enrolQrSay: string;
    enrolAddress: string;
    deviceName: string;
    deviceNameSay: string;
    station: string;
    stations: string;
    printers: string;
    noPrinter: string;
    printJobs: string;
    noPrintJobs: string;
    printed: string;
    notPrinted: string;
    answersItself: (left: string, answer: 'yes' | 'no', question: string) => string;
    moves: string;
    noMoves: string;
    cancelMove: string;
    moveInHand: (units: string) => string;
    moveWaits: string;
    endHold: string;
    heldLeft: (left: string) => string;
    photo: string;
    nobodyAnswered: string;
    toldInstead: Record<'yes' | 'no', string>;
    hub: string;
    hubs: string;
    hubWaiting: (n: string) => string;
    hubDead: (n: string) => string;
    hubFine: string;
    parkedOrders: string;
    noParked: string;
    noBackorders: string;
    backorders: string;
    allRight: string;
    doneNowBy: (name: string) => string;
    allow: string;
    countAgain: string;
    returnJob: string;
    orderMove: string;
    orderMoveSay: string;
    moveTo: string;
    moveUnits: string;
    needsCount: string;
    floorTitle: string;
  };
}

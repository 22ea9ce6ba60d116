import type { RefusalCode } from '../../../server/protocol/refusals.ts';
import { nameOf, type ScanName } from '../../../server/barcode/name-scan.ts';
import { readScan, type ReadScan } from '../../../server/barcode/read-scan.ts';
import { Facts } from '../words/facts.ts';
import type { Words } from '../words/words.ts';

/** A no as a screen keeps it: what the server said, and the raw code that was scanned for it. */
export interface Refused {
  refusal: RefusalCode;
  data: Record<string, unknown>;
  scanned: string | null;
}

/** A thing with a name and perhaps a code under it. */
export interface Shown {
  name: string;
  code: string | null;
}

export interface RefusedPicture {
  wantedAs: keyof Words['wanted'];
  wanted: Shown | null;
  scannedAs: ScannedAs;
  scanned: Shown | null;
}

/** What the code itself says it stands for; a bare code says nothing. */
export type ScannedAs = keyof Words['scannedAs'];

const wantedAs: Partial<Record<RefusalCode, keyof Words['wanted']>> = {
  PICK_WRONG_LOCATION: 'goTo',
  NEED_LOCATION: 'goTo',
  SHORT_FROM_AFAR: 'goTo',
  PICK_WRONG_ITEM: 'take',
  CODE_UNKNOWN: 'take',
  NEED_ITEM: 'take',
  PICK_WRONG_LOT: 'lot',
  LOT_IN_HAND: 'lot',
  NEED_LOT: 'lot',
  LOCATION_NEEDS_SCAN: 'goTo',
  LOCATION_NEEDS_DIGITS: 'goTo',
  WRONG_CHECK_DIGITS: 'goTo',
  PICK_SCAN_TOTE: 'putIn',
  NEED_SERIAL: 'take',
  PICK_WRONG_TOTE: 'putIn',
  PICK_WRONG_BOX: 'putIn',
  FETCH_WRONG_TOTE: 'take',
  DROP_WRONG_PLACE: 'goTo',
  SORT_WRONG_CUBBY: 'putIn',
  SORT_SCAN_CUBBY: 'putIn',
  SORT_PUT_FIRST: 'putIn',
  SORT_TOO_MANY: 'putIn',
  SORT_SURPLUS_FIRST: 'goTo',
  JOB_WRONG_SOURCE: 'take',
  JOB_WRONG_PLACE: 'goTo',
  JOB_WRONG_ITEM: 'take',
  JOB_WRONG_LOT: 'lot',
  LABEL_OF_OTHER_PARCEL: 'wanted',
};

const howManyScanned: ReadonlySet<RefusalCode> = new Set(['PICK_TOO_MANY', 'JOB_TOO_MANY', 'SORT_TOO_MANY']);

/** What was wanted and what was scanned, as far as the refusal says. */
export function pictureOf({ refusal, data, scanned }: Refused): RefusedPicture {
  const facts = new Facts(data);
  const whole = new Facts({ whole: data });
  // Of too many, the server says how many: that was perhaps typed, and is no name of a thing.
  const named = howManyScanned.has(refusal) ? null : facts.item('scanned');
  const said = named ?? (refusal === 'PACK_NOT_IN_ORDER' ? whole.item('whole') : null);
  const read = scanned === null ? null : onTheThing(scanned);
  // Of a lot that cannot be had, the lot is what was read, and not the item on whose code it stands.
  const lot = refusal.startsWith('LOT_') && facts.has('lot') ? facts.text('lot') : null;
  const bare =
    lot !== null
      ? ({ as: 'code', text: lot } as const)
      : said?.code === null
        ? onTheThing(said.name)
        : said === null
          ? read
          : null;
  // The server may name the thing without its kind, and then it is the scan that says it.
  const as = bare?.as === 'code' && bare.text === read?.text ? read.as : (bare?.as ?? 'code');
  return {
    wantedAs: wantedAs[refusal] ?? 'wanted',
    wanted: facts.item('expected'),
    scannedAs: as,
    scanned: bare === null ? said : { name: bare.text, code: null },
  };
}

/** As much of a broken code as tells somebody which one it was. */
const mostShown = 40;

/** What a person reads on the thing: a scanner also sends signs in front that nobody can see there. */
export function onTheThing(scanned: string): { as: ScannedAs; text: string } {
  const scan = readScan(scanned);
  const text = textOf(scan) ?? scanned.replaceAll(/\p{Cc}/gu, '');
  const name = nameOf(scan);
  const as = name === 'sscc' ? 'label' : asNamed(name) ? name : 'code';
  return { as, text: text.length > mostShown ? `${text.slice(0, mostShown)}…` : text };
}

function textOf(scan: ReadScan): string | undefined {
  switch (scan.kind) {
    case 'location':
      return scan.location;
    case 'tote':
      return scan.tote;
    case 'cart':
      return scan.cart;
    case 'badge':
      return scan.badge;
    case 'station':
      return scan.station;
    case 'carton':
      return scan.carton;
    case 'box':
      return scan.box;
    case 'cubby':
      return scan.cubby;
    case 'command':
      return scan.command;
    case 'drop':
      return scan.drop;
    case 'sscc':
      return scan.sscc;
    case 'item':
      return scan.text ?? scan.gtin;
    case 'text':
    case 'unreadable':
      return scan.text;
    default:
      return scan satisfies never;
  }
}

function asNamed(name: ScanName): name is Exclude<ScannedAs, 'label' | 'code'> {
  return !['item', 'sscc', 'text', 'number', 'unreadable'].includes(name);
}

import type { RefusalCode } from '../../../server/protocol/refusals.ts';
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
  scanned: Shown | null;
}

const wantedAs: Partial<Record<RefusalCode, keyof Words['wanted']>> = {
  PICK_WRONG_LOCATION: 'goTo',
  NEED_LOCATION: 'goTo',
  PICK_WRONG_ITEM: 'take',
  NEED_ITEM: 'take',
  PICK_WRONG_LOT: 'lot',
  PICK_WRONG_TOTE: 'putIn',
  DROP_WRONG_PLACE: 'goTo',
  PUT_BACK_WRONG_LOCATION: 'goTo',
  LABEL_OF_OTHER_PARCEL: 'wanted',
};

/** What was wanted and what was scanned, as far as the refusal says. */
export function pictureOf({ refusal, data, scanned }: Refused): RefusedPicture {
  const facts = new Facts(data);
  const whole = new Facts({ whole: data });
  const said = facts.item('scanned') ?? (refusal === 'PACK_NOT_IN_ORDER' ? whole.item('whole') : null);
  return {
    wantedAs: wantedAs[refusal] ?? 'wanted',
    wanted: facts.item('expected'),
    scanned: said ?? (scanned === null ? null : { name: scanned, code: null }),
  };
}

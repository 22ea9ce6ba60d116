import { describe, expect, it } from 'vitest';
import { benches, pickPrompts, putWalls } from '../../floor-ui/src/screens/design/samples.ts';
import { catalogues } from '../../floor-ui/src/words/catalogues.ts';
import { Facts } from '../../floor-ui/src/words/facts.ts';
import { Format } from '../../floor-ui/src/words/format.ts';
import { languages } from '../../floor-ui/src/words/languages.ts';
import type { ToteThing, UnitThing } from '../../server/protocol/look-up.ts';
import type { Words } from '../../floor-ui/src/words/words.ts';
import type { AssignmentReason } from '../../server/protocol/prompts.ts';
import { refusals } from '../../server/protocol/refusals.ts';
import type { WaitsWhy } from '../../server/protocol/views.ts';

/** What refusals and exceptions may carry, all at once: each sentence takes what it needs. */
const everything = new Facts({
  allocated: 4,
  asked: 3,
  at: 'tote',
  backordered: 2,
  captured: 2,
  box: 'B-000417',
  cart: 'CART-7',
  cubby: 'WALL-1-A03',
  carrier: 'DHL',
  carton: 'M2',
  device: 'HH-3',
  counted: 2,
  expiry: '2031-05-28',
  expected: { sku: 'A1', name: 'Mug' },
  fits: 2,
  found: 1,
  free: 2,
  from: 'A-01-07',
  hub: 'shop',
  kind: 'tote',
  location: 'A-01-02',
  lot: 'L7',
  lots: ['L7', 'L8'],
  minutes: 5,
  name: 'Mug',
  needed: 8,
  openTasks: 2,
  operator: 'picker-3',
  orderId: '1001',
  orderNumber: '#1001',
  parcel: 71,
  place: 6,
  places: 4,
  printJob: 9,
  printer: 'PR-2',
  question: 'blocked',
  reason: 'not_there',
  remaining: 3,
  scanned: 'B-01-02',
  service: 'DHL Express',
  sku: 'A1',
  skus: ['A1'],
  station: 'PACK-2',
  task: 81,
  tote: 'T-0416',
  tracking: '1Z999',
  units: 6,
  waiting: 41,
  wall: 'WALL-1',
  why: 'check_digit',
  zone: 'A',
  zones: ['A'],
  skills: ['hazmat'],
});

const numbers = { cutOffAt: '2026-03-02T12:00:00Z', metres: 12 };
const reasons: AssignmentReason[] = [
  { ...numbers, code: 'own_unfinished' },
  { ...numbers, code: 'earliest_cut_off' },
  { ...numbers, code: 'priority' },
  { ...numbers, code: 'nearest', among: 3 },
  { ...numbers, code: 'sent', by: 'Ann' },
  { ...numbers, code: 'sent', by: null },
  { ...numbers, code: 'handed_over', from: 'Bo', cart: 'C-07', standsAt: 'A-03-12' },
  { ...numbers, code: 'handed_over', from: null, cart: null, standsAt: 'A-03-12' },
];
const waits: WaitsWhy[] = [
  { code: 'sent', to: 'Ann' },
  { code: 'no_permit', zones: ['A', 'B'], skills: ['hazmat'] },
  { code: 'no_permit', zones: ['A'], skills: [] },
  { code: 'nobody_here' },
  { code: 'declined' },
  { code: 'no_cart' },
  { code: 'all_busy' },
];

const pick = new Map(Object.values(pickPrompts).map((prompt) => [prompt.kind as string, prompt]));
const sort = new Map(Object.values(putWalls).map(({ prompt }) => [prompt.kind as string, prompt]));
const pack = new Map(Object.values(benches).map(({ prompt }) => [prompt.kind as string, prompt]));

const [card] = Object.values(pickPrompts).flatMap((prompt) =>
  prompt.kind === 'GetWork' ? prompt.jobs.filter((one) => one.kind === 'put_back') : [],
);

/** Every sentence of a catalogue by its path, functions called as a screen would. */
function sentences(words: Words): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (typeof value === 'string') found.set(path, value);
    else if (typeof value === 'function')
      found.set(path, String(say(path, value as (...given: unknown[]) => unknown)));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(`${path}.${key}`, inner);
    else throw new Error(`expected words at ${path}, got ${String(value)}`);
  };
  for (const [key, value] of Object.entries(words)) visit(key, value);
  return found;
}

const totesAt: readonly ToteThing['at'][] = [
  { state: 'free' },
  { state: 'onCart', cart: 'C-1', place: 2, columns: null },
  { state: 'onCart', cart: 'C-1', place: 7, columns: 3 },
  { state: 'onCart', cart: null, place: null, columns: null },
  { state: 'passing', drop: 'PASS-1', zone: 'B' },
  { state: 'dropped', drop: 'DROP-1', next: 'packing' },
  { state: 'dropped', drop: 'DROP-1', next: 'sorting' },
  { state: 'sorting', wall: 'WALL-1' },
  { state: 'packing', station: 'Station 1' },
];

const unitsAt: readonly UnitThing['at'][] = [
  null,
  ...(['location', 'tote', 'cubby', 'parcel', 'hand', 'shipped'] as const).map((kind) => ({
    kind,
    code: 'T-01',
  })),
];

function say(path: string, sentence: (...given: unknown[]) => unknown): unknown {
  const [group, kind = ''] = path.split('.');
  if (group === 'pick') return sentence(pick.get(kind));
  if (group === 'sort') return sentence(sort.get(kind));
  if (group === 'pack') return sentence(pack.get(kind));
  if (path === 'jobs.card') return sentence(card);
  if (path === 'jobs.from') return sentence(card?.from);
  if (path.endsWith('.say')) return sentence(everything);
  if (path === 'wall.missedBy') return sentence('DHL', '5 min', 3);
  if (path === 'wall.heldUp') return sentence('DHL', 'picking', '5 min');
  if (path === 'lookUp.toteAt') return totesAt.map((at) => sentence(at)).join(' / ');
  if (path === 'lookUp.standsFor')
    return totesAt.flatMap((at) => ('drop' in at ? [sentence(at)] : [])).join(' / ');
  if (path === 'lookUp.unitAt') return unitsAt.map((at) => sentence(at)).join(' / ');
  if (path === 'why.reason') return reasons.map((why) => sentence(why)).join(' / ');
  if (path === 'desk.waits') return waits.map((why) => sentence(why, (name: string) => name)).join(' / ');
  if (path === 'desk.answersItself') return sentence('5 min', 'yes', 'blocked');
  if (path === 'desk.declined') return sentence('Ann', 'Too heavy', '10:30');
  try {
    return sentence(7, 9);
  } catch {
    return sentence('Seven', 'Nine'); // takes words, not numbers
  }
}

describe.each(languages.map((code) => ({ code, words: catalogues[code] })))(
  'the words in $code',
  ({ words }) => {
    const all = sentences(words);

    it('has a sample for every prompt, so that none goes unsaid here', () => {
      expect([...pick.keys()].toSorted()).toEqual(Object.keys(words.pick).toSorted());
      expect([...sort.keys()].toSorted()).toEqual(Object.keys(words.sort).toSorted());
      expect([...pack.keys()].toSorted()).toEqual(Object.keys(words.pack).toSorted());
    });

    it('says something everywhere, and never a hole', () => {
      const wrong = [...all].filter(
        ([, sentence]) => sentence.trim() === '' || /undefined|NaN|null|\[object|\?\?/.test(sentence),
      );
      expect(wrong).toEqual([]);
    });

    it('leaves no fact of a refusal or exception out as a question mark', () => {
      const wrong = [...all].filter(([path, sentence]) => path.endsWith('.say') && /(^|\s)\?/.test(sentence));
      expect(wrong).toEqual([]);
    });

    it('ends no prompt and no button with a full stop', () => {
      expect(
        [...all].filter(([, sentence]) => sentence.endsWith('.') && !/(szt|godz)\.$/.test(sentence)),
      ).toEqual([]);
    });

    it('has a title and an advice for every refusal, also when the server sends no data with it', () => {
      const empty = new Facts({});
      const wrong = Object.keys(refusals).filter((code) => {
        const said = words.refusals[code as keyof typeof refusals];
        return (
          said.title.trim() === '' ||
          said.say(empty).trim() === '' ||
          /undefined|NaN|\[object/.test(said.say(empty))
        );
      });
      expect(wrong).toEqual([]);
    });
  },
);

describe('a second language', () => {
  it('says everything that English says, and says it differently', () => {
    const english = sentences(catalogues.en);
    for (const code of languages.filter((language) => language !== 'en')) {
      const other = sentences(catalogues[code]);
      expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
      const same = [...other].filter(
        ([path, sentence]) => sentence === english.get(path) && /\p{L}{4,}\s\p{L}{4,}/u.test(sentence),
      );
      expect(same).toEqual([]);
    }
  });
});

describe('counted words', () => {
  it('follow the plural rule of each language', () => {
    const { en, pl } = catalogues;
    expect([0, 1, 2, 5, 1_234].map(en.units)).toEqual([
      '0 units',
      '1 unit',
      '2 units',
      '5 units',
      '1,234 units',
    ]);
    expect([0, 1, 2, 5, 12, 22, 25].map(pl.units)).toEqual([
      '0 sztuk',
      '1 sztuka',
      '2 sztuki',
      '5 sztuk',
      '12 sztuk',
      '22 sztuki',
      '25 sztuk',
    ]);
    expect([1, 3, 5].map(pl.lines)).toEqual(['1 pozycja', '3 pozycje', '5 pozycji']);
  });
});

describe('times and numbers', () => {
  it("stand in the site's own time zone, whatever the device's is", () => {
    expect(new Format('en-GB', 'Europe/Warsaw').time('2026-07-01T12:30:00Z')).toBe('14:30');
    expect(new Format('pl-PL', 'America/New_York').time('2026-07-01T12:30:00Z')).toBe('08:30');
  });

  it('show what is no time as a dash', () => {
    expect(new Format('en-GB', 'Europe/Warsaw').time('soon')).toBe('–');
  });

  it('say what is left in the largest unit that helps', () => {
    const format = new Format('en-GB', undefined);
    expect([-5_000, 59_000, 41 * 60_000, 128 * 60_000, 76 * 3_600_000].map((ms) => format.left(ms))).toEqual([
      '0 min',
      '0 min',
      '41 min',
      '2 h 08',
      '3 d 4 h',
    ]);
  });

  it('write numbers and weights as the language does', () => {
    expect([
      new Format('en-GB', undefined).weight(1_240),
      new Format('pl-PL', undefined).weight(1_240),
      new Format('pl-PL', undefined).count(1_121),
    ]).toEqual(['1.24 kg', '1,24 kg', '1\u00a0121']);
  });
});

import fc from 'fast-check';
import { releaseModes } from '../../../server/protocol/commands.ts';

/** What somebody at the house, or a hub, may do next. Most is what the screens ask for; the rest is what they do not. */
export type Act =
  | { do: 'scan'; by: Picker; times: number }
  | { do: PickerAct; by: Picker }
  | { do: 'short'; by: Picker; found: number }
  | { do: 'sort'; by: Sorter; times: number }
  | { do: 'sort undo' | 'sort leave' | 'tote empty' | 'not empty'; by: Sorter }
  | { do: 'pack'; at: Station; times: number }
  | { do: 'pack short' | 'next parcel' | 'leave bench' | 'singles empty'; at: Station }
  | { do: 'order'; shape: number }
  | { do: 'cancel' | 'cancel one' | 'more' | 'fewer' | 'hold' | 'let go'; order: number }
  | { do: 'release'; mode: (typeof releaseModes)[number] }
  | { do: 'recover' | 'silence' | 'answer' | 'time passes' | 'do not wait' }
  | { do: 'turn up'; sku: 'MUG' | 'BOX' };

export type Picker = 'picker' | 'picker2';
export type Sorter = 'packer' | 'picker2';
export type Station = 'S-1' | 'S-2';

const pickerActs = [
  ...(['undo', 'undo', 'undo', 'full', 'full', 'full', 'swap', 'swap', 'scan and undo', 'skip'] as const),
  ...(['wrong', 'taken number', 'break', 'stop', 'stop', 'decline', 'leave job', 'leave job'] as const),
  ...(['damaged', 'ask', 'work', 'assign', 'assign', 'send away', 'let everywhere'] as const),
];
export type PickerAct = (typeof pickerActs)[number];

/** Orders of so many shapes are there at first, one of each; more come in later. */
export const shapes = 7;

const by = fc.constantFrom<Picker[]>('picker', 'picker2');
const sorter = fc.constantFrom<Sorter[]>('packer', 'picker2');
const at = fc.constantFrom<Station[]>('S-1', 'S-2');
const times = fc.integer({ min: 2, max: 8 });
const always = <T extends string>(...values: T[]) => fc.constantFrom<T[]>(...values);

export const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ do: always('scan'), by, times: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 28, arbitrary: fc.record({ do: always(...pickerActs), by }) },
  { weight: 3, arbitrary: fc.record({ do: always('short'), by, found: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 6, arbitrary: fc.record({ do: always('sort'), by: sorter, times }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: always('sort undo', 'sort undo', 'sort undo', 'sort leave', 'tote empty', 'not empty'),
      by: sorter,
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: always('pack'), at, times }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: always('pack short', 'pack short', 'pack short', 'next parcel', 'leave bench', 'singles empty'),
      at,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: always('cancel', 'cancel one', 'cancel one', 'more', 'fewer', 'hold', 'let go'),
      order: fc.integer({ min: 1, max: shapes }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: always('order'), shape: fc.integer({ min: 1, max: shapes }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: always('release'), mode: always(...releaseModes) }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: always('recover', 'silence', 'answer', 'time passes', 'do not wait') }),
  },
  { weight: 6, arbitrary: fc.record({ do: always('turn up'), sku: always('MUG', 'BOX') }) },
);

import { deskSheets } from './desk-sheets.ts';
import { benches, lookUps, pickPrompts, putWalls, refusals, walls } from './samples.ts';

export interface Size {
  width: number;
  height: number;
}

/** One screen in one state: what the design page is asked for, and the sizes that it is used at. */
export interface Shot {
  screen: string;
  /** Stands once in the list, and may name a file. */
  name: string;
  query: string;
  sizes: readonly Size[];
}

const hand: readonly Size[] = [
  { width: 360, height: 640 },
  { width: 480, height: 800 },
];
const bench: readonly Size[] = [{ width: 1280, height: 800 }];
const hall: readonly Size[] = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
];
const desk: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
];

/** Everything that there is to look at. What covers a screen stands after its samples. */
export const shots: readonly Shot[] = [
  ...of('launcher', ['badge', 'pin', 'refused', 'choose', 'enrolled'], [...hand, ...bench]),
  over('launcher', 'badge', { screen: 'bench' }, bench),
  ...of('handheld', [...Object.keys(pickPrompts), ...Object.keys(lookUps)], hand),
  over('handheld', 'ScanItemNote', { sheet: 'notes' }, hand),
  ...['problem', 'keys', 'settings', 'short', 'damaged', 'handOver', 'leave'].map((sheet) =>
    over('handheld', 'ScanItem', { sheet }, hand),
  ),
  over('handheld', 'ScanCart', { sheet: 'decline' }, hand),
  over('handheld', 'JobPut', { sheet: 'problem' }, hand),
  ...Object.keys(refusals).map((refusal) => over('handheld', 'ScanItem', { refusal }, hand)),
  over('handheld', 'ScanItem', { missed: '' }, hand),
  over('handheld', 'ScanItem', { fault: '' }, hand),
  over('handheld', 'ScanItem', { done: '' }, hand),
  over('handheld', 'ScanItem', { link: 'lost' }, hand),
  over('handheld', 'GetWork', { link: 'lost' }, hand),
  over('handheld', 'ScanItem', { text: '160' }, hand),
  over('handheld', 'EnterQuantity', { entry: '12' }, hand),
  over('handheld', 'ScanItem', { sheet: 'keys', policy: 'with_reason' }, hand),
  over('handheld', 'ScanItem', { sheet: 'keys', policy: 'with_reason', why: 'label_dirty' }, hand),
  over('handheld', 'ScanItem', { policy: 'never' }, hand),
  over('handheld', 'ScanLocation', { sheet: 'keys', policy: 'never', why: 'label_dirty' }, hand),
  ...['starting', 'insecure', 'refused', 'none', 'busy', 'broken'].map((camera) =>
    over('handheld', 'ScanItem', { sheet: 'camera', camera }, hand),
  ),
  over('handheld', 'LookUpTote', { new: '' }, hand),
  over('handheld', 'ScanItem', { camera: 'button' }, hand),
  over('handheld', 'ScanItem', { hand: 'left' }, hand),
  ...of('deviceTest', ['all', 'heard'], hand),
  ...of('bench', Object.keys(benches), bench),
  ...['problem', 'keys', 'settings', 'finish', 'reprint', 'odd'].map((sheet) =>
    over('bench', 'ScanUnit', { sheet }, bench),
  ),
  over('bench', 'ScanUnit', { refusal: 'notInOrder' }, bench),
  over('bench', 'ScanUnit', { fault: '' }, bench),
  over('bench', 'ScanUnit', { link: 'lost' }, bench),
  ...of('putWall', Object.keys(putWalls), bench),
  ...['keys', 'settings'].map((sheet) => over('putWall', 'ScanSortItem', { sheet }, bench)),
  over('putWall', 'PutInCubby', { refusal: 'cubby' }, bench),
  over('putWall', 'ScanSortItem', { fault: '' }, bench),
  over('putWall', 'ScanSortItem', { complete: '' }, bench),
  over('putWall', 'ScanSortItem', { link: 'lost' }, bench),
  ...of('wall', Object.keys(walls), hall),
  over('wall', 'Missed', { link: 'lost' }, hall),
  ...of('desk', ['full', 'empty'], desk),
  ...['orders', 'release', 'exceptions', 'people', 'setup'].map((tab) => over('desk', 'full', { tab }, desk)),
  ...Object.keys(deskSheets).map((sheet) => over('desk', 'full', { sheet }, desk)),
  over('desk', 'full', { link: 'lost' }, desk),
  over('desk', 'full', { refusal: 'many' }, desk),
];

function of(screen: string, samples: readonly string[], sizes: readonly Size[]): Shot[] {
  return samples.map((sample) => over(screen, sample, {}, sizes));
}

function over(
  screen: string,
  sample: string,
  more: Readonly<Record<string, string>>,
  sizes: readonly Size[],
): Shot {
  const name = [screen, sample, ...Object.entries(more).map(([key, value]) => value || key)].join('.');
  return {
    screen,
    name,
    query: new URLSearchParams({ show: `${screen}.${sample}`, ...more }).toString(),
    sizes,
  };
}

import { describe, expect, it } from 'vitest';
import { Burst, type Heard, type Key } from '../../floor-ui/src/scan/burst.ts';
import { plainFrame, unframed } from '../../floor-ui/src/scan/frame.ts';
import { nameKey, type Stroke } from '../../floor-ui/src/scan/key-names.ts';

const plain: Omit<Stroke, 'key'> = { ctrl: false, alt: false, meta: false, altGraph: false };

/** What is heard of keys pressed so many milliseconds apart; a silence follows the last. */
function heardOf(keys: readonly (string | Stroke)[], gapMs: number): string[] {
  const burst = new Burst();
  const said: string[] = [];
  const say = (heard: Heard): void => {
    if (heard.kind === 'scan') said.push(`scan ${JSON.stringify(heard.code)}`);
    if (heard.kind === 'keys') said.push(...heard.keys);
  };
  keys.forEach((pressed, index) => {
    const at = index * gapMs;
    if (index > 0 && !burst.isEmpty && gapMs > burst.waitMs) say(burst.silence());
    const named = nameKey(typeof pressed === 'string' ? { ...plain, key: pressed } : pressed);
    if (named.kind === 'end') say(burst.end(named.key, at));
    if (named.kind === 'key') say(burst.key(named.key, at));
  });
  say(burst.silence());
  return said;
}

const ctrl = (key: string): Stroke => ({ ...plain, key, ctrl: true });

describe('hotkeys', () => {
  it('alone, at the speed of fingers, are what they say', () => {
    expect(heardOf(['F1', 'Escape', 'Enter', '1', '2', 'Backspace', 'Enter'], 160)).toEqual([
      'F1',
      'Escape',
      'Enter',
      '1',
      '2',
      'Backspace',
      'Enter',
    ]);
  });

  it.each([
    ['digits and Enter', ['1', '2', '3', '4', 'Enter'], ['scan "1234"']],
    ['one digit and Enter', ['5', 'Enter'], ['scan "5"']],
    ['digits without an end', ['1', '2'], ['scan "12"']],
    ['F1 and Enter', ['F1', 'Enter'], ['scan "\ufffd"']],
    ['Escape in the middle', ['A', 'Escape', 'B', 'Enter'], ['scan "A\\u001bB"']],
    ['Escape in front', ['Escape', 'Enter'], ['scan "\\u001b"']],
    ['Backspace', ['A', 'B', 'C', 'Backspace', 'D', 'Enter'], ['scan "ABC\\bD"']],
    ['F1 behind the end', ['A', 'B', 'C', 'Enter', 'F1'], ['scan "ABC"']],
    ['a second end', ['A', 'B', 'C', 'Enter', 'Enter'], ['scan "ABC"']],
    ['an end in front', ['Enter', 'A', 'B', 'C', 'Enter'], ['scan "\\rABC"']],
    ['two codes at once', ['A', 'B', 'C', 'Enter', 'D', 'E', 'F', 'Enter'], ['scan "ABC"', 'scan "DEF"']],
    ['a shortcut of the browser', ['A', ctrl('w'), 'B', 'Enter'], ['scan "A\\u0017B"']],
    ['a separator', ['0', '1', ctrl(']'), '2', '1', 'Enter'], ['scan "01\\u001d21"']],
    ['an end sent as Ctrl+M', ['A', 'B', 'C', ctrl('m')], ['scan "ABC"']],
    ['letters with Shift', ['Shift', 'A', 'B', 'CapsLock', 'c', 'd', 'e', 'Enter'], ['scan "ABcde"']],
    ['Tab as its end', ['A', 'B', 'C', 'Tab'], ['scan "ABC"']],
  ])('in a burst are part of the code: %s', (_why, keys, said) => {
    for (const gapMs of [0, 2, 30]) expect(heardOf(keys, gapMs)).toEqual(said);
  });

  it('are not pressed by an end key that comes after silence ended the scan', () => {
    const burst = new Burst();
    [...'A-01-02'].forEach((key, index) => burst.key(key, index));
    expect(burst.silence()).toMatchObject({ kind: 'scan', code: 'A-01-02', by: { end: 'none' } });
    expect(burst.end('Enter', 200)).toEqual({ kind: 'nothing' });
    // From then on the end key is waited for.
    [...'A-01-03'].forEach((key, index) => burst.key(key, 1_000 + index));
    expect(burst.waitMs).toBe(150);
    expect(burst.end('Enter', 1_140)).toMatchObject({ kind: 'scan', code: 'A-01-03', by: { end: 'Enter' } });
  });

  it('of the browser are its own when they stand alone', () => {
    const done = (stroke: Stroke): Key['isDone'] => {
      const named = nameKey(stroke);
      return named.kind === 'key' ? named.key.isDone : undefined;
    };
    expect(heardOf(['F5'], 0)).toEqual([]);
    expect([done({ ...plain, key: 'F5' }), done(ctrl('r')), done(ctrl(']'))]).toEqual([
      true,
      true,
      undefined,
    ]);
    // AltGr and Q is @ on a German keyboard, and no shortcut.
    expect(nameKey({ ...plain, key: '@', ctrl: true, alt: true, altGraph: true })).toEqual({
      kind: 'key',
      key: { key: '@', as: '@' },
    });
  });
});

describe('what a scanner puts around a code comes off', () => {
  it.each([
    ['line ends', '%TT-0001\r\n', plainFrame, '%TT-0001'],
    ['start and end of text', '\x02%TT-0001\x03', plainFrame, '%TT-0001'],
    [
      'a prefix and a suffix of its own',
      '#%TT-0001~',
      { ...plainFrame, prefix: '#', suffix: '~' },
      '%TT-0001',
    ],
    ['all of them', '\x02#%TT-0001~\r', { ...plainFrame, prefix: '#', suffix: '~' }, '%TT-0001'],
    ['but not a prefix that it left out', '%TT-0001', { ...plainFrame, prefix: '#' }, '%TT-0001'],
    ['nor the symbology and the separators', ']C110A\x1d211\x1d', plainFrame, ']C110A\x1d211\x1d'],
    ['nor anything in between', 'A\tB\x1bC', plainFrame, 'A\tB\x1bC'],
  ])('%s', (_why, sent, frame, code) => {
    expect(unframed(sent, frame)).toBe(code);
  });
});

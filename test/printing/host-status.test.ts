import { describe, expect, test } from 'vitest';
import { readHostStatus, troubleOf } from '../../server/edges/printing/host-status.ts';

const frames = (first: string, second: string) =>
  `\x02${first}\x03\r\n\x02${second}\x03\r\n\x021234,0\x03\r\n`;
const ready = frames('014,0,0,0633,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,6,0,00000000,1,000');

describe('what a printer answers to ~HS', () => {
  test('a ready printer', () => {
    expect(readHostStatus(ready)).toEqual({
      status: {
        paperOut: false,
        paused: false,
        headOpen: false,
        ribbonOut: false,
        bufferFull: false,
        partialFormat: false,
        tooCold: false,
        tooHot: false,
        labelWaiting: false,
        formatsInBuffer: 0,
        labelsRemaining: 0,
      },
      rest: '',
    });
  });

  test.each([
    [
      'head open before all else',
      '014,1,1,0633,000,0,0,0,000,0,0,0',
      '000,0,1,0,0,2,6,0,00000000,1,000',
      'head_open',
    ],
    ['paper out', '014,1,0,0633,002,0,0,0,000,0,0,0', '000,0,0,0,0,2,6,0,00000002,1,000', 'paper_out'],
    ['ribbon out', '014,0,0,0633,000,0,0,0,000,0,0,0', '000,0,0,1,1,2,6,0,00000000,1,000', 'ribbon_out'],
    ['paused', '014,0,1,0633,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,6,0,00000000,1,000', 'paused'],
    ['buffer full', '014,0,0,0633,255,1,0,0,000,0,0,0', '000,0,0,0,0,2,6,0,00000001,1,000', 'buffer_full'],
    ['too hot', '014,0,0,0633,000,0,0,0,000,0,0,1', '000,0,0,0,0,2,6,0,00000000,1,000', 'too_hot'],
    ['nothing wrong', '014,0,0,0633,003,0,0,1,000,0,0,0', '000,0,0,0,0,2,6,1,00000002,1,000', null],
  ])('%s', (_, first, second, trouble) => {
    const answer = readHostStatus(frames(first, second));
    expect(answer === null ? 'no answer' : troubleOf(answer.status)).toBe(trouble);
  });

  test('half an answer is none yet, and what follows an answer is kept', () => {
    for (let cut = 0; cut < ready.length - 2; cut += 1)
      expect(readHostStatus(ready.slice(0, cut))).toBeNull();
    expect(readHostStatus(ready + ready)?.rest).toBe(ready);
    expect(readHostStatus(`noise\r\n${ready}`)).not.toBeNull();
  });

  test('what is no status is no answer', () => {
    for (const text of [
      '',
      'HTTP/1.1 200 OK\r\n\r\n',
      frames('a,b', 'c'),
      frames('0,0,0,0,x,0,0,0,0,0,0,0', '0,0,0,0,0,0,0,0,0,0,0'),
    ]) {
      expect(readHostStatus(text)).toBeNull();
    }
    expect(readHostStatus('\x02'.repeat(1_000_000))).toBeNull();
  });
});

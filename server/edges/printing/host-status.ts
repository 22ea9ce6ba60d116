/** What a ZPL printer says of itself when asked `~HS`. */
export type HostStatus = Readonly<{
  paperOut: boolean;
  paused: boolean;
  headOpen: boolean;
  ribbonOut: boolean;
  bufferFull: boolean;
  /** It has the beginning of a label and not its end. */
  partialFormat: boolean;
  tooCold: boolean;
  tooHot: boolean;
  /** In peel mode: a label waits to be taken. */
  labelWaiting: boolean;
  formatsInBuffer: number;
  labelsRemaining: number;
}>;

/** Why a printer that answers will not print now, the one to mend first in front. */
export type PrinterTrouble =
  'head_open' | 'paper_out' | 'ribbon_out' | 'too_hot' | 'too_cold' | 'paused' | 'buffer_full';

/** Longer than any answer; what a printer sends beyond it is not a status. */
const longestAnswer = 2_000;

/**
 * Reads the three frames of an answer, each STX … ETX, out of what came so far: the status and the text behind it, or null
 * while it is not complete. Firmwares differ in field widths, so fields are split at commas. (ZPL II guide, ~HS.)
 */
export function readHostStatus(received: string): Readonly<{ status: HostStatus; rest: string }> | null {
  let rest = received.slice(-longestAnswer);
  const frames: string[] = [];
  while (frames.length < 3) {
    const end = rest.indexOf(etx);
    const start = rest.lastIndexOf(stx, end);
    if (end === -1 || start === -1) return null;
    frames.push(rest.slice(start + 1, end));
    rest = rest.slice(end + 1);
  }

  const [first = '', second = ''] = frames;
  const status = statusOf(first.split(','), second.split(','));
  return status === null ? null : { status, rest: rest.replace(/^\r?\n/, '') };
}

const stx = '\x02';
const etx = '\x03';

export function troubleOf(status: HostStatus): PrinterTrouble | null {
  if (status.headOpen) return 'head_open';
  if (status.paperOut) return 'paper_out';
  if (status.ribbonOut) return 'ribbon_out';
  if (status.tooHot) return 'too_hot';
  if (status.tooCold) return 'too_cold';
  if (status.paused) return 'paused';
  if (status.bufferFull) return 'buffer_full';
  return null;
}

function statusOf(first: readonly string[], second: readonly string[]): HostStatus | null {
  if (first.length < 12 || second.length < 9) return null;

  const formatsInBuffer = Number(first[4]);
  const labelsRemaining = Number(second[8]);
  if (!Number.isInteger(formatsInBuffer) || !Number.isInteger(labelsRemaining)) return null;
  return {
    paperOut: first[1] === '1',
    paused: first[2] === '1',
    headOpen: second[2] === '1',
    ribbonOut: second[3] === '1',
    bufferFull: first[5] === '1',
    partialFormat: first[7] === '1',
    tooCold: first[10] === '1',
    tooHot: first[11] === '1',
    labelWaiting: second[7] === '1',
    formatsInBuffer,
    labelsRemaining,
  };
}

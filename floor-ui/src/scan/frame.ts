import type { EndKey } from './burst.ts';

/** What a scanner puts around every code, as its own settings say. Known to the device, not to the server. */
export interface Frame {
  /** `any`: Enter, Tab or silence, whichever comes. Another key than the one named is a character of the code. */
  end: EndKey | 'any' | 'none';
  prefix: string;
  suffix: string;
}

export const plainFrame: Frame = { end: 'any', prefix: '', suffix: '' };

/** Start and end of text as serial scanners send them, and line ends; a separator (GS) means something and stays. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const around = /^[\x02\r\n\t]+|[\x03\x04\r\n\t]+$/g;

/** The code without what the scanner put around it. The AIM identifier stays: it says how the code was printed. */
export function unframed(sent: string, { prefix, suffix }: Frame): string {
  let code = sent.replace(around, '');
  if (prefix !== '' && code.startsWith(prefix)) code = code.slice(prefix.length);
  if (suffix !== '' && code.endsWith(suffix)) code = code.slice(0, -suffix.length);
  return code.replace(around, '');
}

const key = 'floorwave.scanner';

/** One scanner, whatever screen it scans for. */
export function keptFrame(): Frame {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...plainFrame, ...kept } : plainFrame; // written by `keepFrame`
  } catch {
    return plainFrame;
  }
}

export function keepFrame(frame: Frame): void {
  try {
    localStorage.setItem(key, JSON.stringify(frame));
  } catch {
    // Storage forbidden: what is around a code comes off as far as it is known without being told.
  }
}

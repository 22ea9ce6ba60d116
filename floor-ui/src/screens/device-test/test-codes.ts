/** Printed or shown on another screen, and read here. The number is of GS1's range for examples: nobody sells it. */
export const plainTestCode = 'FLOORWAVE-TEST';
export const gs1TestCode = '(21)7(01)09521234543213';

const separator = '\x1d';

/** What the code of GS1 says of the way it came: without the separator nobody knows where the serial ends. */
export function separatorsIn(code: string): 'kept' | 'lost' | null {
  if (!code.includes('0109521234543213')) return null;
  return code.includes(`7${separator}01`) ? 'kept' : 'lost';
}

/** What the scanner puts around the plain code by itself; null when it is another code, or nothing is around it. */
export function signsAround(sent: string): { prefix: string; suffix: string } | null {
  const at = sent.indexOf(plainTestCode);
  if (at < 0) return null;
  const prefix = sent.slice(0, at).replace(/\][A-Za-z][0-9A-Za-z]$/, '');
  const suffix = sent.slice(at + plainTestCode.length);
  return prefix === '' && suffix === '' ? null : { prefix, suffix };
}

const names = new Map([
  ['\x02', 'STX'],
  ['\x03', 'ETX'],
  ['\x04', 'EOT'],
  ['\t', 'TAB'],
  ['\n', 'LF'],
  ['\r', 'CR'],
  ['\x1b', 'ESC'],
  [separator, 'GS'],
]);

/** Control characters by their names, so that they can be seen: few typefaces have pictures of them. */
export function visible(code: string): string {
  return [...code]
    .map((sign) => {
      const point = sign.codePointAt(0) ?? 0;
      if (point >= 0x20 && point !== 0x7f) return sign;
      return `‹${names.get(sign) ?? point.toString(16).padStart(2, '0')}›`;
    })
    .join('');
}

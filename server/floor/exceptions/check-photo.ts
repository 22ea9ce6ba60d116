import { refuse, type Refused } from '../../protocol/refusals.ts';

/** A handheld makes its pictures smaller than this before it sends them. */
export const photoBytesMost = 300 * 1_024;

/** Somebody sends a picture: what it is stands in its own first and last bytes, whatever was said about it. */
export function checkPhoto(bytes: Readonly<Uint8Array>): Refused | { ok: true } {
  if (bytes.length > photoBytesMost)
    return refuse('PHOTO_TOO_BIG', { bytes: bytes.length, most: photoBytesMost });
  const isJpeg = startsWith(bytes, [0xff, 0xd8, 0xff]) && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  return isJpeg ? { ok: true } : refuse('PHOTO_NOT_JPEG');
}

function startsWith(bytes: Readonly<Uint8Array>, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

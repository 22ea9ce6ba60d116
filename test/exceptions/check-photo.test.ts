import { expect, test } from 'vitest';
import { checkPhoto, photoBytesMost } from '../../server/floor/exceptions/check-photo.ts';
import { jpegOf } from './jpeg.ts';

test('[EX6] a picture is a JPEG by its own bytes, and small', () => {
  expect(checkPhoto(jpegOf(1_000))).toEqual({ ok: true });
  expect(checkPhoto(jpegOf(photoBytesMost))).toEqual({ ok: true });
  expect(checkPhoto(jpegOf(photoBytesMost + 1))).toMatchObject({ refused: 'PHOTO_TOO_BIG' });
  for (const other of [
    new Uint8Array(),
    new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xd9),
    jpegOf(1_000).slice(0, -1),
  ])
    expect(checkPhoto(other)).toMatchObject({ refused: 'PHOTO_NOT_JPEG' });
});

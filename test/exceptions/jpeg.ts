/** Begins and ends as a JPEG does; nobody looks at what is between. */
export function jpegOf(bytes: number): Buffer {
  const made = Buffer.alloc(bytes, 0x11);
  made.set([0xff, 0xd8, 0xff, 0xe0], 0);
  made.set([0xff, 0xd9], bytes - 2);
  return made;
}

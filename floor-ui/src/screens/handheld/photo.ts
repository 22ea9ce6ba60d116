/** As the server takes it (server/floor/exceptions/check-photo.ts). */
const bytesMost = 300 * 1_024;
const longestSide = 1_280;
const qualities = [0.8, 0.65, 0.5, 0.35];

/** A camera's picture as a JPEG small enough to send over a warehouse's Wi-Fi; what the camera wrote about place and time stays out. */
export async function smallJpeg(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  try {
    for (let side = longestSide; side >= 320; side /= 2) {
      const canvas = drawn(picture, side);
      for (const quality of qualities) {
        const jpeg = await encoded(canvas, quality);
        if (jpeg !== null && jpeg.size <= bytesMost) return jpeg;
      }
    }
  } finally {
    picture.close();
  }
  throw new Error('expected a picture that a small JPEG can hold');
}

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
}

/** The number that the server gave it. */
export async function sendPhoto(jpeg: Blob): Promise<number> {
  const reply = await fetch('/photos', {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg' },
    body: jpeg,
  });
  const said: unknown = reply.ok ? await reply.json() : null;
  if (typeof said === 'object' && said !== null && 'photo' in said && typeof said.photo === 'number')
    return said.photo;
  throw new Error(`expected the photo to be taken in, got ${reply.status}`);
}

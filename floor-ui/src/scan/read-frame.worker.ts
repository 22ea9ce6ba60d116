import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** One picture from the camera in, the code nearest to its middle out. Apart from the page: a picture takes 10 to 300 ms. */
export interface FrameReply {
  /** With its AIM identifier in front, as a scanner sends it; null: no code in the picture. */
  code: string | null;
  isReaderBroken?: boolean;
}

// Without this the decoder fetches its .wasm from a public network.
const ready = prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });

/** Short numbers in ITF are often parts of longer ones: the reader sees a few bars of them, and they have no check digit. */
const shortestItf = 6;

addEventListener('message', (event: MessageEvent<ImageData>) => {
  void read(event.data).then((reply) => self.postMessage(reply));
});

async function read(picture: ImageData): Promise<FrameReply> {
  try {
    await ready;
  } catch {
    return { code: null, isReaderBroken: true };
  }
  const found = await readBarcodes(picture, {
    formats: ['Code128', 'Code39', 'ITF', 'EANUPC', 'DataBar', 'DataMatrix', 'QRCode'],
    textMode: 'Plain',
    tryHarder: true,
    maxNumberOfSymbols: 8,
  });
  const [nearest] = found
    .filter(
      ({ isValid, format, text }) => isValid && !(format.startsWith('ITF') && text.length < shortestItf),
    )
    .toSorted((a, b) => fromMiddle(a, picture) - fromMiddle(b, picture));
  return { code: nearest === undefined ? null : `${nearest.symbologyIdentifier}${nearest.text}` };
}

function fromMiddle({ position }: ReadResult, { width, height }: ImageData): number {
  const corners = [position.topLeft, position.topRight, position.bottomLeft, position.bottomRight];
  const x = corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length;
  const y = corners.reduce((sum, corner) => sum + corner.y, 0) / corners.length;
  return Math.hypot(x - width / 2, y - height / 2);
}

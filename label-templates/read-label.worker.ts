import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions } from 'zxing-wasm/reader';
import { barcodeFormatsIn } from './barcode-commands.ts';
import type { LabelRequest, LabelReply, ReadBarcode } from './read-label.ts';

/*
 * The renderer's cost is its canvas. Told 101.6 mm for a label that says ^PW812, it draws on 813 dots, finds that this is not
 * the print width and resamples the whole picture: 350 ms for the parcel label. With the size taken from ^PW and ^LL to the
 * dot: 110 ms, a third of it for the two barcodes, and 20 to 60 for the small labels. (203 dpi, both cores of two busy,
 * warm; the first labels take up to a second while the engine compiles.)
 */
const dotsPerMm = 8;

/** A 6 x 12 inch label at 600 dpi, which is more than any thermal printer of the kind prints. */
const mostDots = 3600 * 7200;

const { api } = await ready;
// Without this the decoder fetches its .wasm from a public network.
const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
await prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer }, fireImmediately: true });

parentPort?.on('message', (request: LabelRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ id, zpl, dpi }: LabelRequest): Promise<LabelReply> {
  try {
    const png = await draw(zpl, dpi);
    return { id, png, barcodes: await decode(png, zpl) };
  } catch (error) {
    // The renderer's stack would bring its 9 MB source line along.
    return { id, error: error instanceof Error ? error.message.slice(0, 200) : String(error).slice(0, 200) };
  }
}

async function draw(zpl: string, dpi: number): Promise<Uint8Array> {
  const width = dotsOf(zpl, 'PW') ?? 4 * dpi;
  const height = dotsOf(zpl, 'LL') ?? 6 * dpi;
  if (width < 1 || height < 1 || width * height > mostDots) {
    throw new RangeError(`expected a label of 1 to ${mostDots} dots, got ${width} x ${height}`);
  }
  return Uint8Array.from(
    Buffer.from(await api.zplToBase64Async(zpl, width / dotsPerMm, height / dotsPerMm, dotsPerMm), 'base64'),
  );
}

function dotsOf(zpl: string, command: 'PW' | 'LL'): number | null {
  const digits = new RegExp(`\\^${command}\\s*(\\d{1,6})`, 'i').exec(zpl)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * Decodes from the picture alone; the ZPL only says what to look for first. Upright codes of the kinds that were asked for
 * take 4 to 6 ms, everything in every direction 50, so that is kept for labels where something is still missing.
 */
async function decode(png: Uint8Array, zpl: string): Promise<ReadBarcode[]> {
  const asked = barcodeFormatsIn(zpl);
  const drawsPictures = /\^GF|\^XG|\^IM/i.test(zpl);

  if (asked.length > 0 && !drawsPictures) {
    const found = await readBarcodes(png, {
      ...plainText,
      formats: [...new Set(asked)],
      maxNumberOfSymbols: Math.min(asked.length, 255),
      tryRotate: false,
      tryInvert: false,
      tryDownscale: false,
    });
    if (found.length >= asked.length) return found.map(readBarcodeOf);
  }
  if (asked.length === 0 && !drawsPictures) return [];
  return (await readBarcodes(png, plainText)).map(readBarcodeOf);
}

/** The renderer's picture is black and white already. */
const plainText: ReaderOptions = { tryHarder: true, textMode: 'Plain', binarizer: 'FixedThreshold' };

function readBarcodeOf(found: { format: string; text: string; symbologyIdentifier: string }): ReadBarcode {
  return { format: found.format, text: found.text, aim: found.symbologyIdentifier };
}

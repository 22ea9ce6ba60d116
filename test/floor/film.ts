import { writeFileSync } from 'node:fs';
import bwip from 'bwip-js/node';

/**
 * What a camera sees that is held over a code: a film for Chromium's `--use-file-for-fake-video-capture`, in YUV4MPEG2.
 * Linear codes are drawn as bars, matrix codes as squares, black on grey paper, without antialiasing.
 */
const width = 640;
const height = 480;
const paper = 210;
const ink = 30;
const frames = 4;

export function film(file: string, code: { bcid: string; text: string } | null): void {
  const light = Buffer.alloc(width * height, paper);
  if (code !== null) draw(light, code);
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
      ...Array.from({ length: frames }, () => frame),
    ]),
  );
}

function draw(light: Buffer, code: { bcid: string; text: string }): void {
  const [drawn] = bwip.raw(code);
  if (drawn === undefined) throw new Error(`expected a drawing of ${code.bcid}`);
  if ('pixs' in drawn) {
    const side = Math.floor(280 / Math.max(drawn.pixx, drawn.pixy));
    const left = Math.round((width - side * drawn.pixx) / 2);
    const top = Math.round((height - side * drawn.pixy) / 2);
    for (const [at, pixel] of drawn.pixs.entries()) {
      if (pixel === 0) continue;
      box(light, left + (at % drawn.pixx) * side, top + Math.floor(at / drawn.pixx) * side, side, side);
    }
    return;
  }
  const modules = drawn.sbs.reduce((sum, bar) => sum + bar, 0);
  const side = Math.floor((width - 80) / modules);
  let at = Math.round((width - side * modules) / 2);
  for (const [index, bar] of drawn.sbs.entries()) {
    if (index % 2 === 0) box(light, at, 160, bar * side, 160);
    at += bar * side;
  }
}

function box(light: Buffer, left: number, top: number, wide: number, high: number): void {
  for (let y = top; y < top + high; y += 1) light.fill(ink, y * width + left, y * width + left + wide);
}

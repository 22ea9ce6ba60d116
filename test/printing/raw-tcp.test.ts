import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createLabelReader } from '../../label-templates/read-label.ts';
import { fillLabel } from '../../label-templates/render.ts';
import { sendRaw } from '../../server/edges/printing/raw-tcp.ts';
import { startPrinter } from '../../simulators/printer/printer.ts';
import type { Printer, PrinterFaults, PrinterOptions } from '../../simulators/printer/printer.ts';

const reader = createLabelReader();
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(() => reader.close());

const bytes = new TextEncoder().encode(fillLabel('tote', { tote: 'T0042' }));

describe('a job sent to a printer', () => {
  test('is confirmed when the printer has nothing of it left, and one label lies there', async () => {
    const printer = await aPrinter();
    expect(await send(printer)).toEqual({ outcome: 'confirmed' });
    expect(await send(printer, { askFirst: true })).toEqual({ outcome: 'confirmed' });
    expect((await printer.labelsLying()).map(({ barcodes }) => barcodes.map(({ text }) => text))).toEqual([
      ['%TT0042'],
      ['%TT0042'],
    ]);
  });

  test('waits for a slow printer', async () => {
    const printer = await aPrinter({}, { printMs: 250 });
    expect(await send(printer)).toEqual({ outcome: 'confirmed' });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is not sent when nothing listens', async () => {
    expect(await send(await aPrinter({ refuse: true }))).toEqual({ outcome: 'not_sent', reason: 'refused' });
  });

  test.each([
    [{ paperOut: true }, 'paper_out'],
    [{ headOpen: true }, 'head_open'],
    [{ paused: true }, 'paused'],
    [{ silent: true }, 'silent'],
  ] as const)('is not sent when the printer, asked first, is %j', async (faults, reason) => {
    const printer = await aPrinter(faults);
    expect(await send(printer, { askFirst: true, timeoutMs: 400 })).toEqual({ outcome: 'not_sent', reason });
    await printer.setFaults({ paperOut: false, headOpen: false, paused: false, silent: false });
    expect(await printer.labelsLying()).toEqual([]);
  });

  test('is not sent when the line breaks while asking', async () => {
    const printer = await aPrinter({ resetAfterBytes: 2 });
    expect(await send(printer, { askFirst: true })).toEqual({ outcome: 'not_sent', reason: 'reset' });
  });

  test('is unknown when the paper ends under it, and comes out when there is paper again', async () => {
    const printer = await aPrinter({ paperOut: true });
    expect(await send(printer, { timeoutMs: 400 })).toEqual({ outcome: 'unknown', reason: 'paper_out' });
    await printer.setFaults({ paperOut: false });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is unknown when the line breaks half way, and nothing comes out', async () => {
    const printer = await aPrinter({ resetAfterBytes: 40 });
    expect(await send(printer)).toEqual({ outcome: 'unknown', reason: 'reset' });
    await printer.setFaults({ resetAfterBytes: null });
    expect(await send(printer)).toEqual({ outcome: 'confirmed' });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is unknown when the line breaks right after it, although the label came out', async () => {
    const printer = await aPrinter({ resetAfterBytes: bytes.length });
    expect(await send(printer)).toEqual({ outcome: 'unknown', reason: 'reset' });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is unknown when the printer stalls half way, and rightly so: it may go on and print', async () => {
    const printer = await aPrinter({ stallAfterBytes: 40 });
    expect(await send(printer, { timeoutMs: 300 })).toEqual({ outcome: 'unknown', reason: 'stalled' });
    expect(await printer.labelsLying()).toEqual([]);
    await printer.setFaults({ stallAfterBytes: null });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is unknown when it is too big for a printer that does not read', async () => {
    const port = await aListener(() => undefined);
    const big = new Uint8Array(20_000_000);
    expect(await sendRaw({ host: '127.0.0.1', port, bytes: big, timeoutMs: 300 })).toEqual({
      outcome: 'unknown',
      reason: 'stalled',
    });
  });

  test('is sent, not confirmed, when the printer takes everything and never answers', async () => {
    const printer = await aPrinter({ silent: true });
    expect(await send(printer, { timeoutMs: 300 })).toEqual({ outcome: 'sent' });
    expect(await printer.labelsLying()).toHaveLength(1);
  });

  test('is unknown when the other side hangs up by itself', async () => {
    const port = await aListener((socket) => socket.once('data', () => socket.end()));
    expect(await sendRaw({ host: '127.0.0.1', port, bytes, timeoutMs: 500 })).toEqual({
      outcome: 'unknown',
      reason: 'closed',
    });
  });

  test('is not confirmed by noise', async () => {
    const port = await aListener((socket) =>
      socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect((await sendRaw({ host: '127.0.0.1', port, bytes, timeoutMs: 300 })).outcome).not.toBe('confirmed');
  });

  test('goes out behind another sender, one at a time', async () => {
    const printer = await aPrinter({}, { printMs: 50 });
    expect(await Promise.all([send(printer), send(printer), send(printer)])).toEqual(
      Array(3).fill({ outcome: 'confirmed' }),
    );
    expect(await printer.labelsLying()).toHaveLength(3);
  });
});

async function aPrinter(
  faults: Partial<PrinterFaults> = {},
  options: Partial<PrinterOptions> = {},
): Promise<Printer> {
  const printer = await startPrinter({ name: 'P1', reader, ...options });
  open.push(() => printer.close());
  await printer.setFaults(faults);
  return printer;
}

function send(printer: Printer, more: { askFirst?: boolean; timeoutMs?: number } = {}) {
  return sendRaw({ host: '127.0.0.1', port: printer.port, bytes, timeoutMs: 5_000, ...more });
}

/** A stranger on the port, who does what the test says with whoever connects. */
async function aListener(serve: (socket: Socket) => unknown): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createLabelReader } from '../../label-templates/read-label.ts';
import { fillLabel } from '../../label-templates/render.ts';
import { startPrinter } from '../../simulators/printer/printer.ts';
import type { Printer } from '../../simulators/printer/printer.ts';
import { ZplStream } from '../../simulators/printer/zpl-stream.ts';

const reader = createLabelReader();
let printer: Printer | null = null;
afterEach(async () => {
  await printer?.close();
  printer = null;
});
afterAll(() => reader.close());

describe('the simulated printer', () => {
  test('reads labels back in the order they came, and a person takes them off one by one', async () => {
    printer = await startPrinter({ name: 'P1', reader, now: () => 42 });
    await type(
      printer,
      fillLabel('tote', { tote: 'T1' }) +
        fillLabel('location', { location: 'Ą-1'.replace('Ą', 'A'), checkDigit: '7' }),
    );
    const [first, second] = await printer.labelsLying();
    expect(
      [first, second].map((label) => [label?.at, label?.decoded, label?.barcodes.map(({ text }) => text)]),
    ).toEqual([
      [42, true, ['%TT1']],
      [42, true, ['%LA-1']],
    ]);
    expect(await printer.takeLabel(second)).toBe(second);
    expect(await printer.takeLabel(second)).toBeNull();
    expect(await printer.takeLabel()).toBe(first);
    expect(await printer.takeLabel()).toBeNull();
    expect(printer.labels()).toEqual([first, second]);
  });

  test('counts what it cannot read, prints as many as are asked for, and skips what is no label', async () => {
    printer = await startPrinter({ name: 'P1', reader });
    await type(
      printer,
      'GET / HTTP/1.1\r\n\r\n^XA^PW203^LL203^FO10,10^BY3^BCN,80,N,N,N,A^FDCUT OFF^FS^XZ^XA^FO10,10^A0N,30,30^FDtext^FS^PQ3^XZ',
    );
    const labels = await printer.labelsLying();
    expect(labels.map(({ decoded }) => decoded)).toEqual([false, true, true, true]);
    expect(printer.undecoded()).toBe(1);
  });

  test('says what it is', async () => {
    printer = await startPrinter({ name: 'P1', reader, dpi: 300 });
    expect(await type(printer, '~HI')).toBe('\x02Floorwave-300dpi,V1.0,12,8192KB\x03\r\n');
  });

  test('a label that is broken off never comes out', async () => {
    printer = await startPrinter({ name: 'P1', reader });
    await type(printer, fillLabel('tote', { tote: 'T1' }).slice(0, -5));
    await type(printer, fillLabel('tote', { tote: 'T2' }));
    expect((await printer.labelsLying()).map(({ barcodes }) => barcodes.map(({ text }) => text))).toEqual([
      ['%TT2'],
    ]);
  });
});

describe('bytes on the line', () => {
  const zpl =
    `~HS${fillLabel('badge', { site: 'Łódź', name: 'Ż', role: 'picker', badge: 'op-1' })}~HI`.replace(
      'role',
      'rół',
    );

  test('wherever the packets end, the pieces are the same', () => {
    const bytes = Buffer.from(`${zpl}^XA^FDłóść^FS~HS^XZ`);
    const whole = new ZplStream().push(bytes);
    expect(whole.map((piece) => (piece.kind === 'question' ? piece.name : piece.zpl.slice(-20)))).toEqual([
      'HS',
      expect.stringContaining('^XZ'),
      'HI',
      'HS',
      '^XA^FDłóść^FS^XZ'.slice(-20),
    ]);
    for (const size of [1, 2, 3, 7, 64]) {
      const stream = new ZplStream();
      const pieces = [];
      for (let at = 0; at < bytes.length; at += size)
        pieces.push(...stream.push(bytes.subarray(at, at + size)));
      expect(pieces).toEqual(whole);
    }
  });

  test('a label without end is cut off', () => {
    const stream = new ZplStream();
    stream.push(Buffer.from('^XA'));
    expect(() => {
      for (let n = 0; n < 5; n += 1) stream.push(Buffer.alloc(1_000_000, 'A'));
    }).toThrow('4000000');
  });
});

describe('the label reader', () => {
  test('a label that cannot be drawn is that label alone', async () => {
    const [bad, huge, good] = await Promise.allSettled([
      reader.read('no label'),
      reader.read('^XA^PW99999^LL99999^FO1,1^GB5,5,5^FS^XZ'),
      reader.read(fillLabel('tote', { tote: 'T1' })),
    ]);
    expect([bad.status, huge.status, good.status]).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('codes of other kinds and directions are read as well', async () => {
    const zpl =
      '^XA^PW812^LL812^FO40,40^BQN,2,6^FDQA,https://example.org^FS^FO300,40^BXN,8,200^FDDM-1^FS' +
      '^FO40,400^BY2^BCR,100,N,N,N,A^FDROT-1^FS^FO300,400^BY3^BEN,100,N,N^FD590123412345^FS^XZ';
    const { barcodes } = await reader.read(zpl);
    expect(barcodes.map(({ text }) => text).sort()).toEqual([
      '5901234123457',
      'DM-1',
      'ROT-1',
      'https://example.org',
    ]);
  });

  test('once closed it takes nothing more, and what waited is told', async () => {
    const short = createLabelReader();
    const waiting = short.read(fillLabel('tote', { tote: 'T1' }));
    const closing = short.close();
    await expect(waiting).rejects.toThrow('closed');
    await closing;
    await expect(short.read('^XA^XZ')).rejects.toThrow('closed');
  });
});

/** Sends a text as it is, hangs up, and gives what the printer answered. */
function type(to: Printer, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket: Socket = connect(to.port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(answer);
    });
  });
}

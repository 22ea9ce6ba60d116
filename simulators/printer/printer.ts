import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { barcodeFormatsIn } from '../../label-templates/barcode-commands.ts';
import { createLabelReader } from '../../label-templates/read-label.ts';
import type { LabelReader, ReadBarcode } from '../../label-templates/read-label.ts';
import { ZplStream } from './zpl-stream.ts';

/** One sheet that came out. */
export type PrintedLabel = Readonly<{
  zpl: string;
  /** By the printer's clock, in milliseconds. */
  at: number;
  /** Read back from the picture. */
  barcodes: readonly ReadBarcode[];
  png: Uint8Array | null;
  /** Every barcode that the label asked for could be read. */
  decoded: boolean;
}>;

/** What is wrong with the printer. All off at the start. */
export type PrinterFaults = Readonly<{
  /** Takes labels and keeps them until there is paper. */
  paperOut: boolean;
  headOpen: boolean;
  paused: boolean;
  /** Nothing listens on its port. */
  refuse: boolean;
  /** Prints, and answers no question. */
  silent: boolean;
  /** Reads so many bytes of a connection and no more, with the line left open. */
  stallAfterBytes: number | null;
  /** Breaks the connection off after so many bytes. */
  resetAfterBytes: number | null;
}>;

export type PrinterOptions = Readonly<{
  name: string;
  /** A free one where none is given. */
  port?: number;
  dpi?: 203 | 300 | 600;
  /** How long a label takes to come out. */
  printMs?: number;
  now?: () => number;
  /** Shared by several printers; then whoever made it closes it. */
  reader?: LabelReader;
  onLabel?: (label: PrintedLabel) => void;
}>;

export type Printer = Readonly<{
  name: string;
  port: number;
  /** All labels that came out and have been read back, oldest first. */
  labels: () => readonly PrintedLabel[];
  /** Of these, how many have a barcode that cannot be read. */
  undecoded: () => number;
  /** What lies there to be torn off, oldest first, once it has been read back. */
  labelsLying: () => Promise<readonly PrintedLabel[]>;
  /** Tears off this label, or the oldest; null if it is not there. */
  takeLabel: (label?: PrintedLabel) => Promise<PrintedLabel | null>;
  setFaults: (faults: Partial<PrinterFaults>) => Promise<void>;
  /** Everything that came out so far has been read back. */
  idle: () => Promise<void>;
  close: () => Promise<void>;
}>;

const noFaults: PrinterFaults = {
  paperOut: false,
  headOpen: false,
  paused: false,
  refuse: false,
  silent: false,
  stallAfterBytes: null,
  resetAfterBytes: null,
};

/** A sender that says nothing for so long is dropped, or nobody else could ever print. */
const idleConnectionMs = 60_000;

/** Of one ^PQ; a real printer would empty its roll. */
const mostCopies = 50;

/** A label printer on raw TCP: takes ZPL, one sender at a time, and answers ~HS and ~HI. */
export async function startPrinter(options: PrinterOptions): Promise<Printer> {
  const { name, dpi = 203, printMs = 0, now = Date.now, onLabel } = options;
  const reader = options.reader ?? createLabelReader();
  const buffered: string[] = [];
  const labels: PrintedLabel[] = [];
  const lying: PrintedLabel[] = [];
  const waitingSenders: Socket[] = [];
  const reading = new Set<Promise<void>>();
  let faults = noFaults;
  let sender: Connection | null = null;
  let printing: NodeJS.Timeout | null = null;

  const canPrint = (): boolean =>
    printing === null && buffered.length > 0 && !faults.paperOut && !faults.headOpen && !faults.paused;

  const printNext = (): void => {
    if (printMs === 0) {
      while (canPrint()) comeOut();
      return;
    }
    if (!canPrint()) return;
    printing = setTimeout(() => {
      printing = null;
      comeOut();
      printNext();
    }, printMs);
  };

  const comeOut = (): void => {
    const zpl = buffered.shift();
    if (zpl === undefined) return;
    const done = readBack(zpl, now()).finally(() => reading.delete(done));
    reading.add(done);
  };

  const readBack = async (zpl: string, at: number): Promise<void> => {
    const label = await reader.read(zpl, dpi).then(
      ({ png, barcodes }): PrintedLabel => ({
        zpl,
        at,
        barcodes,
        png,
        decoded: barcodes.length >= barcodeFormatsIn(zpl).length,
      }),
      (): PrintedLabel => ({ zpl, at, barcodes: [], png: null, decoded: false }),
    );
    for (let copy = 0; copy < copiesOf(zpl); copy += 1) {
      const sheet = { ...label };
      labels.push(sheet);
      lying.push(sheet);
      onLabel?.(sheet);
    }
  };

  const idle = async (): Promise<void> => {
    while (reading.size > 0) await Promise.all(reading);
  };

  const answer = (question: 'HS' | 'HI'): string =>
    question === 'HI'
      ? `\x02Floorwave-${dpi}dpi,V1.0,${dpi === 203 ? 8 : dpi === 300 ? 12 : 24},8192KB\x03\r\n`
      : hostStatus(faults, buffered.length, sender?.stream.isWithinLabel === true);

  const serve = (socket: Socket): void => {
    const connection: Connection = {
      socket,
      stream: new ZplStream(),
      received: 0,
      held: [],
      hasEnded: false,
    };
    sender = connection;
    socket.on('data', (bytes) => {
      receive(connection, bytes);
    });
    socket.on('end', () => {
      connection.hasEnded = true;
      // A printer that has stopped reading has not seen the end either.
      if (connection.held.length === 0) socket.end();
    });
    socket.resume();
  };

  const receive = (connection: Connection, bytes: Buffer): void => {
    const limit = faults.resetAfterBytes ?? faults.stallAfterBytes;
    const room = limit === null ? bytes.length : Math.max(limit - connection.received, 0);
    const taken = bytes.subarray(0, room);
    connection.received += taken.length;
    take(connection, taken);
    if (room >= bytes.length) return;

    if (faults.resetAfterBytes !== null) connection.socket.resetAndDestroy();
    else {
      connection.held.push(bytes.subarray(room));
      connection.socket.pause();
    }
  };

  const take = ({ socket, stream }: Connection, bytes: Buffer): void => {
    try {
      for (const piece of stream.push(bytes)) {
        if (piece.kind === 'question') {
          if (!faults.silent) socket.write(answer(piece.name), 'latin1');
          continue;
        }
        buffered.push(piece.zpl);
        printNext();
      }
    } catch {
      // Only a label without end comes here, and its sender is nobody a printer would argue with.
      socket.resetAndDestroy();
    }
  };

  const goOn = (): void => {
    printNext();
    if (sender === null || faults.stallAfterBytes !== null) return;
    for (const bytes of sender.held.splice(0)) receive(sender, bytes);
    if (sender.hasEnded) sender.socket.end();
    else sender.socket.resume();
  };

  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {
      // A sender that breaks off is a sender that is gone; 'close' follows.
    });
    socket.setTimeout(idleConnectionMs, () => socket.destroy());
    socket.on('close', () => {
      const at = waitingSenders.indexOf(socket);
      if (at !== -1) waitingSenders.splice(at, 1);
      if (sender?.socket !== socket) return;
      sender = null;
      const next = waitingSenders.shift();
      if (next !== undefined) serve(next);
    });
    if (sender === null) serve(socket);
    else waitingSenders.push(socket);
  });
  const port = await listen(server, options.port ?? 0);

  return {
    name,
    port,
    labels: () => labels,
    undecoded: () => labels.filter(({ decoded }) => !decoded).length,
    labelsLying: async () => {
      await idle();
      return [...lying];
    },
    takeLabel: async (label) => {
      await idle();
      const at = label === undefined ? 0 : lying.indexOf(label);
      return at === -1 ? null : (lying.splice(at, 1)[0] ?? null);
    },
    setFaults: async (changed) => {
      faults = { ...faults, ...changed };
      if (faults.refuse && server.listening) {
        server.close();
        for (const socket of [sender?.socket, ...waitingSenders]) socket?.destroy();
      }
      if (!faults.refuse && !server.listening) await listen(server, port);
      goOn();
    },
    idle,
    close: async () => {
      if (printing !== null) clearTimeout(printing);
      const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : Promise.resolve();
      for (const socket of [sender?.socket, ...waitingSenders]) socket?.destroy();
      await closed;
      await idle();
      if (options.reader === undefined) await reader.close();
    },
  };
}

type Connection = { socket: Socket; stream: ZplStream; received: number; held: Buffer[]; hasEnded: boolean };

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A server that listens on TCP has an address of this kind; Node's type is wider.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function hostStatus(faults: PrinterFaults, formatsInBuffer: number, partialFormat: boolean): string {
  const flag = (on: boolean): string => (on ? '1' : '0');
  const formats = String(formatsInBuffer).padStart(3, '0');
  return [
    `\x02030,${flag(faults.paperOut)},${flag(faults.paused)},1218,${formats},0,0,${flag(partialFormat)},000,0,0,0\x03\r\n`,
    `\x02000,0,${flag(faults.headOpen)},0,0,2,6,0,${String(formatsInBuffer).padStart(8, '0')},1,000\x03\r\n`,
    '\x021234,0\x03\r\n',
  ].join('');
}

function copiesOf(zpl: string): number {
  const copies = Number(/\^PQ(\d{1,9})/.exec(zpl)?.[1] ?? '1');
  return Math.min(Math.max(copies, 1), mostCopies);
}

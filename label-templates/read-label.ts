import { Worker } from 'node:worker_threads';

export type ReadBarcode = Readonly<{
  format: string;
  /** As a scanner sends it: FNC1 between fields is the character GS. */
  text: string;
  /** AIM identifier, for scanners that send it in front: `]C1` is a GS1-128. */
  aim: string;
}>;

export type ReadLabel = Readonly<{ png: Uint8Array; barcodes: readonly ReadBarcode[] }>;

export type LabelReader = Readonly<{
  /** Draws one label (^XA…^XZ) and decodes what is on the picture. Rejects if it cannot be drawn. */
  read: (zpl: string, dpi?: number) => Promise<ReadLabel>;
  close: () => Promise<void>;
}>;

export type LabelRequest = Readonly<{ id: number; zpl: string; dpi: number }>;

export type LabelReply =
  | Readonly<{ id: number; png: Uint8Array; barcodes: readonly ReadBarcode[] }>
  | Readonly<{ id: number; error: string }>;

type Waiting = Readonly<{
  request: LabelRequest;
  resolve: (label: ReadLabel) => void;
  reject: (error: Error) => void;
}>;

/** Foreign ZPL may send the renderer into a very long walk; a label of ours takes a tenth of a second. */
const slowestLabelMs = 20_000;

/**
 * One worker thread, started with the first label, so that drawing never holds up whoever asks. It takes 150 MB: share one
 * reader where several printers need it. A worker that dies or hangs costs the label it was at and is replaced.
 */
export function createLabelReader(): LabelReader {
  const queue: Waiting[] = [];
  let current: Waiting | null = null;
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;

  const next = (): void => {
    if (current !== null) return;
    const waiting = queue.shift();
    if (waiting === undefined) {
      worker?.unref();
      return;
    }
    current = waiting;
    worker ??= start();
    worker.ref();
    worker.postMessage(waiting.request);
    timer = setTimeout(() => {
      replace(new Error(`expected a label to be drawn within ${slowestLabelMs} ms`));
    }, slowestLabelMs);
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./read-label.worker.ts', import.meta.url), { execArgv: [] });
    started.on('message', (reply: LabelReply) => {
      finish(reply);
    });
    started.on('error', (error) => {
      if (worker === started) replace(error instanceof Error ? error : new Error(String(error)));
    });
    started.on('exit', (code) => {
      if (worker === started) replace(new Error(`the label renderer ended with code ${code}`));
    });
    return started;
  };

  const finish = (reply: LabelReply): void => {
    if (current?.request.id !== reply.id) return;
    clearTimeout(timer);
    const { resolve, reject } = current;
    current = null;
    if ('error' in reply) reject(new Error(reply.error));
    else resolve({ png: reply.png, barcodes: reply.barcodes });
    next();
  };

  const replace = (error: Error): void => {
    clearTimeout(timer);
    const lost = worker;
    const failed = current;
    worker = null;
    current = null;
    void lost?.terminate();
    failed?.reject(error);
    if (!closed) next();
  };

  return {
    read: (zpl, dpi = 203) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error('expected an open label reader, this one is closed'));
          return;
        }
        lastId += 1;
        queue.push({ request: { id: lastId, zpl, dpi }, resolve, reject });
        next();
      }),
    close: async () => {
      closed = true;
      const ending = worker;
      const left = queue.splice(0);
      replace(new Error('the label reader was closed'));
      for (const { reject } of left) reject(new Error('the label reader was closed'));
      await ending?.terminate();
    },
  };
}

import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readHostStatus, troubleOf } from './host-status.ts';
import type { HostStatus, PrinterTrouble } from './host-status.ts';

export type RawJob = Readonly<{
  /** Of a registered printer; the caller answers for that. */
  host: string;
  port: number;
  bytes: Uint8Array;
  /** For everything after the connection stands. A connection that takes longer than this is given up too. */
  timeoutMs: number;
  /** Ask how the printer is before sending; one that does not answer is then left alone. */
  askFirst?: boolean;
}>;

export type RawOutcome =
  /** The printer says that nothing of the job is left in it. */
  | Readonly<{ outcome: 'confirmed' }>
  /** It took everything and let go of the connection as it should, but never says how it is. */
  | Readonly<{ outcome: 'sent' }>
  /** Not one byte of the job left us: it may be sent again, here or elsewhere. */
  | Readonly<{
      outcome: 'not_sent';
      reason: 'refused' | 'unreachable' | 'connect_timeout' | LineFault | PrinterTrouble;
    }>
  /** It may have printed or not. Somebody has to look; sending it again could print it twice. */
  | Readonly<{ outcome: 'unknown'; reason: 'stalled' | 'busy' | LineFault | PrinterTrouble }>;

type LineFault = 'reset' | 'closed' | 'silent';

/** Zebra's printers answer within some 100 ms, or, out of paper or with the head open, perhaps not at all. */
const longestAnswerMs = 3_000;
const pollMs = 100;
const goodbyeMs = 1_000;

/** Sends one job to a printer's raw port (9100) and finds out what became of it. Never sends twice. */
export async function sendRaw(job: RawJob): Promise<RawOutcome> {
  const connected = await connect(job);
  if (typeof connected === 'string') return { outcome: 'not_sent', reason: connected };

  const line = openLine(connected);
  const result = await converse(line, job);
  line.hangUp(result.outcome === 'unknown');
  return result;
}

async function converse(line: Line, { bytes, timeoutMs, askFirst }: RawJob): Promise<RawOutcome> {
  const deadline = performance.now() + timeoutMs;
  const left = (): number => Math.max(deadline - performance.now(), 0);

  if (askFirst === true) {
    const status = await line.ask(Math.min(longestAnswerMs, left()));
    const reason = typeof status === 'string' ? status : troubleOf(status);
    if (reason !== null) return { outcome: 'not_sent', reason };
  }
  const brokenBefore = line.fault();
  if (brokenBefore !== null) return { outcome: 'not_sent', reason: brokenBefore };

  const written = await line.write(bytes, left());
  if (written !== 'flushed') return { outcome: 'unknown', reason: written };

  let seen: HostStatus | null = null;
  do {
    const status = await line.ask(Math.min(longestAnswerMs, left()));
    if (status === 'silent') break;
    if (typeof status === 'string') return { outcome: 'unknown', reason: status };
    if (isIdle(status)) return { outcome: 'confirmed' };
    seen = status;
    await wait(Math.min(pollMs, left()));
  } while (left() > 0);

  if (seen !== null) return { outcome: 'unknown', reason: troubleOf(seen) ?? 'busy' };
  return (await line.sayGoodbye())
    ? { outcome: 'sent' }
    : { outcome: 'unknown', reason: line.fault() ?? 'stalled' };
}

function isIdle(status: HostStatus): boolean {
  return status.formatsInBuffer === 0 && status.labelsRemaining === 0 && !status.partialFormat;
}

function connect({
  host,
  port,
  timeoutMs,
}: RawJob): Promise<Socket | 'refused' | 'unreachable' | 'connect_timeout'> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, noDelay: true });
    const timer = setTimeout(() => {
      socket.destroy();
      resolve('connect_timeout');
    }, timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable');
    });
  });
}

type Line = Readonly<{
  ask: (ms: number) => Promise<HostStatus | LineFault>;
  write: (bytes: Uint8Array, ms: number) => Promise<'flushed' | 'stalled' | LineFault>;
  /** Closes our side and waits for the other: true when it had read to the end and closed without complaint. */
  sayGoodbye: () => Promise<boolean>;
  fault: () => 'reset' | 'closed' | null;
  hangUp: (abruptly: boolean) => void;
}>;

function openLine(socket: Socket): Line {
  let received = '';
  let fault: 'reset' | 'closed' | null = null;
  let finished = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };

  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received = (received + text).slice(-4_000);
    tell();
  });
  socket.on('error', () => {
    fault = 'reset';
    tell();
  });
  // The printer's end of the conversation, which only after our own is as it should be.
  socket.on('end', () => {
    if (!finished) fault ??= 'closed';
    tell();
  });
  socket.on('close', () => {
    fault ??= 'closed';
    tell();
  });

  /** Looks again whenever something happened on the line, until there is an answer or the time is over. */
  const until = <T>(ms: number, look: () => T | null): Promise<T | null> =>
    new Promise((resolve) => {
      const done = (answer: T | null): void => {
        clearTimeout(timer);
        listeners.delete(again);
        resolve(answer);
      };
      const again = (): void => {
        const answer = look();
        if (answer !== null) done(answer);
      };
      const timer = setTimeout(() => {
        done(null);
      }, ms);
      listeners.add(again);
      again();
    });

  return {
    ask: async (ms) => {
      if (fault !== null) return fault;
      socket.write('~HS\r\n');
      const answer = await until(ms, () => {
        const answered = readHostStatus(received);
        if (answered === null) return fault;
        received = answered.rest;
        return answered.status;
      });
      return answer ?? 'silent';
    },
    write: async (bytes, ms) => {
      let flushed = false;
      socket.write(bytes, (error) => {
        flushed = !error;
        tell();
      });
      return (await until(ms, () => fault ?? (flushed ? 'flushed' : null))) ?? 'stalled';
    },
    sayGoodbye: async () => {
      if (fault !== null) return false;
      finished = true;
      socket.end();
      const ended = await until(goodbyeMs, () =>
        fault === 'reset' ? 'reset' : socket.readableEnded ? 'ended' : null,
      );
      return ended === 'ended';
    },
    fault: () => fault,
    hangUp: (abruptly) => {
      if (!abruptly) {
        socket.destroySoon();
        return;
      }
      // A job that hangs half way must not slip out of the buffers later, when somebody has already dealt with it. A reset
      // on a socket that is already ending (Node 24) is not done and keeps the process busy for ever.
      if (socket.destroyed || socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    },
  };
}

import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import { Compile } from 'typebox/compile';
import { commandEnvelope } from '../../protocol/commands.ts';
import { lookUpPermission, lookUpRequest, type LookUpReply, type Thing } from '../../protocol/look-up.ts';
import { rolePermissions } from '../../protocol/permissions.ts';
import type { Reply } from '../../protocol/prompts.ts';
import type { RefusalCode } from '../../protocol/refusals.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { viewPermission, type Pushed, type SnapshotReply, type ViewName } from '../../protocol/views.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { OriginCheck } from '../http/origins.ts';
import type { Stamped } from '../journal/relay.ts';
import type { Followers, Receiver } from './followers.ts';
import { isStorable } from './storable.ts';
import { tokenBucket } from './token-bucket.ts';
import type { Cookies, Doorkeeper, SignedOutWhy, Visitor } from './visitor.ts';

export interface Screens {
  count(): number;
  /** Rows that were stamped: views are pushed, and people who are no longer signed in hear so. */
  publish(rows: readonly Stamped[]): void;
  close(): Promise<void>;
}

type Answer<T> = (answer: T) => void;

/** A hand with a scanner makes two or three a second; forty is a stuck key or somebody's script. */
export const messageLimits = { perSecond: 40, burst: 80 } as const;
export const largestMessageBytes = 64_000;

/** Who is signed in is looked up again so often that a blocked badge is out within 5 s, whoever blocked it. */
const recheckEveryMs = 4_000;

const closingPatienceMs = 2_000;

const envelopeCheck = Compile(commandEnvelope);
const lookUpCheck = Compile(lookUpRequest);
const views = Object.keys(viewPermission) as ViewName[];

/**
 * The screens' door: socket.io beside Fastify on one port. Its requests pass by Fastify's hooks, so everything is
 * checked here: the page's origin, the cookies, the protocol, every message.
 */
export function openScreens(options: {
  server: HttpServer;
  checkOrigin: OriginCheck;
  parseCookies: (header: string) => Cookies;
  doorkeeper: Doorkeeper;
  dispatch: Dispatch;
  followers: Followers;
  /** What a code means at a site; reads only. */
  lookUp: (site: string, operator: string, scan: string) => Promise<Thing[]>;
  now: () => Date;
  log: Logger;
}): Screens {
  const { doorkeeper, followers, log } = options;
  const inFlight = new Set<Promise<void>>();
  let isClosing = false;
  const io = new Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>(options.server, {
    serveClient: false,
    // The other upgrades on this port belong to @fastify/websocket (upgrades.ts).
    destroyUpgrade: false,
    maxHttpBufferSize: largestMessageBytes,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest(request, decide) {
      const origin = options.checkOrigin(request.headers);
      // A program without a page has no origin; a browser always tells one, and only cookies get anybody further.
      const isAllowed = origin === 'ours' || (origin === 'none' && Boolean(request.headers.cookie));
      if (!isAllowed) log.warn({ origin: request.headers.origin ?? null }, 'socket refused: foreign page');
      decide(isAllowed ? null : 'origin', isAllowed);
    },
  });

  io.use((socket, next) => {
    if (protocolOf(socket.handshake.auth) !== PROTOCOL_VERSION) {
      next(new Error('protocol'));
      return;
    }
    const cookies = options.parseCookies(socket.handshake.headers.cookie ?? '');
    doorkeeper.identify(cookies).then(
      async (visitor) => {
        if (visitor === null) {
          const why = await doorkeeper.whyOut(cookies).catch(() => 'ended' as const); // it is over in any case
          next(Object.assign(new Error('not_signed_in'), { data: { why } }));
          return;
        }
        socket.data = { visitor, ended: null };
        next();
      },
      (error: unknown) => {
        log.warn({ error }, 'socket could not be identified');
        next(new Error('unavailable'));
      },
    );
  });

  io.on('connection', (socket) => {
    const receiver: Receiver = {
      push: (pushed) => {
        socket.emit('event', pushed);
      },
    };
    const bucket = tokenBucket(messageLimits, () => options.now().getTime());
    let queue: Promise<unknown> = Promise.resolve();
    doorkeeper.seen(socket.data.visitor);

    // Whatever arrives under a name we do not know is answered, if it can be, and goes no further.
    socket.use(([event, ...rest], next) => {
      const answer = rest.at(-1);
      if (event !== 'command' && event !== 'snapshot' && event !== 'look_up') {
        if (isAnswer(answer)) answer(badCommand('event'));
        return;
      }
      // Without an acknowledgement nobody would hear the answer: nothing is done.
      if (!isAnswer(answer) || rest.length !== 2) return;
      if (!bucket.take()) {
        answer({ ok: false, fault: 'too_fast', retry: true });
        return;
      }
      next();
    });
    socket.on('command', (message, answer) => {
      if (isClosing) {
        answer({ ok: false, fault: 'closing', retry: true });
        return;
      }
      // One after the other: the second scan of a unit means something else than the first.
      const answered = queue
        .then(() => command(socket, receiver, message))
        .then(answer, (error: unknown) => {
          log.error({ error }, 'command could not be answered');
          answer({ ok: false, fault: 'unexpected', retry: true });
        })
        .finally(() => {
          inFlight.delete(answered);
        });
      inFlight.add(answered);
      queue = answered;
    });
    socket.on('snapshot', (message, answer) => {
      snapshot(socket, receiver, message).then(answer, (error: unknown) => {
        log.error({ error }, 'snapshot could not be read');
        answer({ ok: false, refusal: 'UNAVAILABLE' });
      });
    });
    socket.on('look_up', (message, answer) => {
      // Behind the commands that were sent before it, so that it shows what they did; and one at a time.
      queue = queue
        .then(() => lookUp(socket, message))
        .then(answer, (error: unknown) => {
          log.error({ error }, 'look-up could not be answered');
          answer({ ok: false, refusal: 'UNAVAILABLE' });
        });
    });
    socket.on('error', (error) => {
      log.warn({ error }, 'socket error');
    });
    socket.on('disconnect', () => {
      followers.leave(receiver);
    });
    socket.data.receiver = receiver;
  });

  async function command(socket: ScreenSocket, receiver: Receiver, message: unknown): Promise<Reply> {
    const visitor = socket.data.visitor;
    if (!envelopeCheck.Check(message))
      return badCommand(envelopeCheck.Errors(message)[0]?.instancePath ?? '');
    if (!isStorable(message.body)) return badCommand('/body');
    if (socket.data.ended !== null || visitor.operator === null)
      return { ok: false, refusal: 'NOT_SIGNED_IN', data: {} };
    doorkeeper.seen(visitor);
    const { site, operator, role, device, station } = visitor;
    const tell = followers.expectReply(receiver, visitor, message.commandId);
    let reply: Reply | null = null;
    try {
      reply = await options.dispatch({ site, operator, role, device, station }, message);
      return reply;
    } finally {
      tell(reply);
    }
  }

  async function snapshot(
    socket: ScreenSocket,
    receiver: Receiver,
    message: unknown,
  ): Promise<SnapshotReply> {
    const visitor = socket.data.visitor;
    const view = viewOf(message);
    if (view === null) return no('BAD_COMMAND');
    if (socket.data.ended !== null) return no('NOT_SIGNED_IN');
    if (!rolePermissions[visitor.role].includes(viewPermission[view])) {
      log.warn({ operator: visitor.operator, view }, 'view without the permission for it');
      return no('NOT_ALLOWED');
    }
    if (view === 'bench' && visitor.station === null) return no('NO_STATION');
    return { ok: true, view, ...(await followers.follow(receiver, visitor, view)) };
  }

  async function lookUp(socket: ScreenSocket, message: unknown): Promise<LookUpReply> {
    const visitor = socket.data.visitor;
    if (!lookUpCheck.Check(message) || !isStorable(message)) return no('BAD_COMMAND');
    if (socket.data.ended !== null || visitor.operator === null) return no('NOT_SIGNED_IN');
    if (!rolePermissions[visitor.role].includes(lookUpPermission)) {
      log.warn({ operator: visitor.operator }, 'look-up without the permission for it');
      return no('NOT_ALLOWED');
    }
    doorkeeper.seen(visitor);
    return { ok: true, things: await options.lookUp(visitor.site, visitor.operator, message.scan) };
  }

  function publish(rows: readonly Stamped[]): void {
    followers.publish(rows);
    const people = new Set(
      rows
        .filter((row) => row.type === 'OperatorChanged' || row.type === 'DeviceChanged')
        .flatMap((row) => row.topics.map((topic) => `${row.site} ${topic}`)),
    );
    if (people.size === 0) return;
    void recheck(
      sockets().filter(({ data: { visitor } }) =>
        people.has(`${visitor.site} operator:${visitor.operator ?? ''}`),
      ),
    );
  }

  async function recheck(some: ScreenSocket[]): Promise<void> {
    if (some.length === 0) return;
    try {
      const { ended, changed } = await doorkeeper.recheck(some.map((socket) => socket.data.visitor));
      for (const socket of some) {
        const why = ended.get(socket.data.visitor);
        if (why !== undefined) {
          showOut(socket, why);
          continue;
        }
        const now = changed.get(socket.data.visitor);
        if (now === undefined) continue;
        // What the person may see has changed too: the screen asks again for what it may follow.
        followers.leave(socket.data.receiver ?? nobody);
        socket.data.visitor = now;
      }
    } catch (error) {
      // A database that is away answers no command either; the next round comes soon.
      log.warn({ error }, 'sessions could not be rechecked');
    }
  }

  function showOut(socket: ScreenSocket, why: SignedOutWhy): void {
    if (socket.data.ended !== null) return;
    socket.data.ended = why;
    followers.leave(socket.data.receiver ?? nobody);
    socket.emit('event', { type: 'signed_out', why });
    // A moment for the word to arrive before the line goes.
    setTimeout(() => {
      socket.disconnect(true);
    }, 250).unref();
  }

  function sockets(): ScreenSocket[] {
    return [...io.of('/').sockets.values()];
  }

  const recheckTimer = setInterval(() => {
    // A connected screen is not silent, even when its picker rests.
    for (const socket of sockets()) doorkeeper.seen(socket.data.visitor);
    void recheck(sockets());
  }, recheckEveryMs);
  recheckTimer.unref();

  return {
    count: () => io.of('/').sockets.size,
    publish,
    async close() {
      clearInterval(recheckTimer);
      isClosing = true;
      io.emit('event', { type: 'closing' });
      // What was begun is answered; an answer that comes too late is asked for again under the same id.
      await Promise.race([
        Promise.all(inFlight),
        new Promise((resolve) => setTimeout(resolve, closingPatienceMs).unref()),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

interface ClientToServer {
  command: (message: unknown, answer: Answer<Reply>) => void;
  snapshot: (message: unknown, answer: Answer<SnapshotReply>) => void;
  look_up: (message: unknown, answer: Answer<LookUpReply>) => void;
}
interface ServerToClient {
  event: (pushed: Pushed) => void;
}
interface SocketData {
  visitor: Visitor;
  ended: SignedOutWhy | null;
  receiver?: Receiver;
}
type ScreenSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const nobody: Receiver = { push: () => {} };

function badCommand(at: string): Reply {
  return { ok: false, refusal: 'BAD_COMMAND', data: { at } };
}

function no(refusal: RefusalCode): { ok: false; refusal: RefusalCode } {
  return { ok: false, refusal };
}

function isAnswer(value: unknown): value is Answer<unknown> {
  return typeof value === 'function';
}

function protocolOf(auth: unknown): unknown {
  return typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
}

function viewOf(message: unknown): ViewName | null {
  if (typeof message !== 'object' || message === null || !('view' in message)) return null;
  return views.find((view) => view === message.view) ?? null;
}

import { isDeepStrictEqual } from 'node:util';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { CommandBody, CommandEnvelope, CommandName } from '../server/protocol/commands.ts';
import type { Reply } from '../server/protocol/prompts.ts';
import type { Pushed, SnapshotReply, ViewName, Views } from '../server/protocol/views.ts';
import { PROTOCOL_VERSION } from '../server/protocol/version.ts';

export type Screen = 'handheld' | 'bench' | 'putWall' | 'desk' | 'wall';
export type Done = Exclude<Reply, { fault: string }>;

/** What a device was told is done; the audit looks for each of these in the server's own log. */
export interface Acked {
  commandId: string;
  name: CommandName;
  refusal: string | null;
}

/** What all devices of a day remember together. */
export class DeviceLog {
  acked: Acked[] = [];
  resent = 0;
  /** Commands sent twice that heard two different answers. */
  changedAnswers: string[] = [];
  /** Answers that only a bug of the server gives. */
  faults: string[] = [];
  /** Called with every command that leaves a device: the moment at which a killed server hurts most. */
  onSending: () => void = () => {};
}

const patienceMs = 15_000;

/** A screen on the floor: signs in over HTTP, talks over the socket, keeps every command until it is acknowledged. */
export class Device {
  readonly name: string;
  readonly screen: Screen;
  readonly #url: () => string;
  readonly #log: DeviceLog;
  readonly #runId: string;
  #cookies = new Map<string, string>();
  #socket: Socket | null = null;
  #view: ViewName | null = null;
  #onView: (data: never, isAsked: boolean) => void = () => {};
  #count = 0;

  constructor(options: { name: string; screen: Screen; url: () => string; log: DeviceLog; runId: string }) {
    this.name = options.name;
    this.screen = options.screen;
    this.#url = options.url;
    this.#log = options.log;
    this.#runId = options.runId;
  }

  /** Makes this device known to the site, with a code that a supervisor got at the desk. */
  async enrol(code: string): Promise<void> {
    await this.#post('/enrol', { code });
  }

  async signIn(badge: string, pin: string | null, station: string | null): Promise<void> {
    await this.#post('/session', {
      badge,
      ...(pin === null ? {} : { pin }),
      screen: this.screen,
      ...(station === null ? {} : { station }),
    });
    await this.#connect();
  }

  /**
   * Asks for a view and hears of it from now on, again after every lost connection. What was pushed may be older than the
   * last command's answer; what was asked for (`isAsked`) is not.
   */
  async watch<V extends ViewName>(
    view: V,
    onView: (data: Views[V], isAsked: boolean) => void,
  ): Promise<void> {
    this.#view = view;
    this.#onView = onView;
    await this.look();
  }

  /** One look at the watched view. Its answer also proves that everything sent before it has arrived. */
  async look(isAsked = true): Promise<void> {
    if (this.#view === null) return;
    for (;;) {
      const reply = await this.#untilAnswered<SnapshotReply>('snapshot', { view: this.#view });
      if (reply.ok) return this.#onView(reply.data as never, isAsked);
      if (reply.refusal !== 'UNAVAILABLE')
        throw new Error(`${this.name}: the server refused the view ${this.#view}: ${reply.refusal}`);
      await realSeconds(0.2);
    }
  }

  /** Sends a command until it is answered, always under the same id. */
  async command<N extends CommandName>(name: N, body: CommandBody<N>): Promise<Done> {
    this.#count += 1;
    const envelope: CommandEnvelope = { commandId: `${this.#runId}-${this.name}-${this.#count}`, name, body };
    const reply = await this.#untilDone(envelope);
    this.#log.acked.push({ commandId: envelope.commandId, name, refusal: reply.ok ? null : reply.refusal });
    // A device cannot know whether its first sending arrived: now and then it asks a second time.
    // An enrolment code is kept nowhere, so a second asking makes a new one and ends the first.
    if (this.#count % 50 === 0 && name !== 'EnrolDevice') await this.#askAgain(envelope, reply);
    return reply;
  }

  /** A word to the server and back: whatever it had sent us before has arrived by then. */
  async flush(): Promise<void> {
    // A name that no server knows is answered at once, without a look into the database.
    if (this.#socket?.connected === true)
      await this.#socket
        .timeout(patienceMs)
        .emitWithAck('still-there', {})
        .catch(() => {});
  }

  async reconnected(): Promise<void> {
    if (this.#socket !== null) await connected(this.#socket);
  }

  close(): void {
    this.#socket?.disconnect();
  }

  async #askAgain(envelope: CommandEnvelope, first: Done): Promise<void> {
    this.#log.resent += 1;
    const second = await this.#untilDone(envelope);
    if (!isDeepStrictEqual(first, second)) this.#log.changedAnswers.push(envelope.commandId);
  }

  async #untilDone(envelope: CommandEnvelope): Promise<Done> {
    for (;;) {
      const reply = await this.#untilAnswered<Reply>('command', envelope);
      if (!('fault' in reply)) return reply;
      this.#log.faults.push(
        `${envelope.commandId} ${envelope.name}: ${reply.fault}${reply.retry ? ' (again)' : ''}`,
      );
      if (!reply.retry)
        throw new Error(`${this.name}: the server answered ${envelope.name} with fault ${reply.fault}`);
      await realSeconds(0.2);
    }
  }

  async #untilAnswered<Answer>(event: string, message: unknown): Promise<Answer> {
    const socket = this.#socket;
    if (socket === null) throw new Error(`${this.name}: expected to be signed in`);
    for (let sendings = 1; ; sendings++) {
      // socket.io keeps what is sent while it is not connected, and would send it twice with ours: so wait first.
      if (!socket.connected) await connected(socket);
      try {
        const answer = socket.timeout(patienceMs).emitWithAck(event, message) as Promise<Answer>;
        if (event === 'command') this.#log.onSending();
        return await answer;
      } catch {
        // Connection lost or no answer in time: nobody knows whether it was done, so the same is asked again.
        this.#log.resent += 1;
        if (sendings > 40) throw new Error(`${this.name}: no answer to ${event} after ${sendings} sendings`);
      }
    }
  }

  async #connect(): Promise<void> {
    this.#socket?.disconnect();
    const socket = io(this.#url(), {
      transports: ['websocket'],
      extraHeaders: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      auth: { protocol: PROTOCOL_VERSION, screen: this.screen },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      forceNew: true,
    });
    this.#socket = socket;
    socket.on('event', (pushed: Pushed) => {
      if (pushed.type === 'view' && pushed.view === this.#view) this.#onView(pushed.data as never, false);
    });
    await connected(socket);
    socket.on('connect', () => {
      // What was pushed while we were away is gone.
      this.look(false).catch((error: unknown) => {
        this.#log.faults.push(String(error));
      });
    });
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.#url()}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${this.name}: ${path} was answered with ${response.status}: ${text}`);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
}

async function connected(socket: Socket): Promise<void> {
  if (socket.connected) return;
  await new Promise<void>((resolve, reject) => {
    const tooLate = setTimeout(() => {
      leave();
      reject(new Error('the server could not be reached for 90 s'));
    }, 90_000);
    const onConnect = (): void => {
      leave();
      resolve();
    };
    const onError = (error: Error): void => {
      // `active` is false when the server itself said no: trying again would not help.
      if (!socket.active) {
        leave();
        reject(error);
      }
    };
    const leave = (): void => {
      clearTimeout(tooLate);
      socket.off('connect', onConnect);
      socket.off('connect_error', onError);
    };
    socket.on('connect', onConnect);
    socket.on('connect_error', onError);
  });
}

export async function realSeconds(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

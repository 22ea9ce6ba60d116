import { io, type Socket } from 'socket.io-client';
import type { CommandBody, CommandEnvelope, CommandName } from '../../../server/protocol/commands.ts';
import type { LookUpReply } from '../../../server/protocol/look-up.ts';
import type { Reply } from '../../../server/protocol/prompts.ts';
import { PROTOCOL_VERSION } from '../../../server/protocol/version.ts';
import type { Pushed, SnapshotReply, ViewName } from '../../../server/protocol/views.ts';
import { newCommandId } from './command-id.ts';
import { Listeners } from './listeners.ts';
import type { ScreenName } from './session.ts';
import { Unsent } from './unsent.ts';

export type LinkState = 'connecting' | 'live' | 'lost' | 'closing';
/** `tab`: another tab of this browser has the screen now. */
export type SignedOutWhy = Extract<Pushed, { type: 'signed_out' }>['why'] | 'tab';

/** What a screen needs of the wire; the sample screens of /design bring their own. */
export interface LinkToServer {
  readonly state: LinkState;
  /** Commands the server has not answered. */
  readonly waiting: number;
  /** When the link was lost, by the device's clock. */
  readonly lostAt: number | null;
  /** How often the link was lost since the page was loaded. */
  readonly losses: number;
  /** Commands of an older sign-in, which were not sent and never will be. */
  readonly dropped: number;
  forgetDropped(): void;
  send<N extends CommandName>(name: N, body: CommandBody<N>): Promise<Reply>;
  snapshot(view: ViewName): Promise<SnapshotReply | null>;
  /** What is this? Asked once: without an answer the person scans again. */
  lookUp(scan: string): Promise<LookUpReply | null>;
  onConnect(listener: () => void): () => void;
  onPushed(listener: (pushed: Pushed) => void): () => void;
  /** Answers to what was sent before the page was loaded anew: a no to an old scan must still be read. */
  onLeftover(listener: (command: CommandEnvelope, reply: Reply) => void): () => void;
}

/** An answer that takes longer is asked for again with the same id, which changes nothing on the server. */
const answerWithinMs = 8_000;
const retryAfterMs = [400, 1_200, 3_000];

export class Link implements LinkToServer {
  state = $state<LinkState>('connecting');
  waiting = $state(0);
  lostAt = $state<number | null>(null);
  losses = 0;
  dropped = $state(0);

  readonly #socket: Socket;
  readonly #unsent: Unsent;
  readonly #connected = new Listeners<[]>();
  readonly #pushed = new Listeners<[Pushed]>();
  readonly #leftover = new Listeners<[CommandEnvelope, Reply]>();
  readonly #onSignedOut: (why: SignedOutWhy) => void;
  #isSending = false;
  #failures = 0;

  constructor(
    screen: ScreenName,
    who: { operator: string; session: string },
    onSignedOut: (why: SignedOutWhy) => void,
  ) {
    this.#unsent = new Unsent(screen, who);
    this.dropped = this.#unsent.dropped;
    this.#onSignedOut = onSignedOut;
    this.waiting = this.#unsent.length;
    this.#socket = io({
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION, screen },
      timeout: 5_000,
      reconnectionDelay: 300,
      reconnectionDelayMax: 3_000,
      randomizationFactor: 0.5,
    });
    this.#socket.on('connect', () => this.#onConnect());
    this.#socket.on('disconnect', (reason) => this.#onDisconnect(reason));
    this.#socket.on('connect_error', (error: Error & { data?: { why?: SignedOutWhy } }) =>
      this.#onConnectError(error.message, error.data?.why),
    );
    this.#socket.on('event', (pushed: Pushed) => this.#onEvent(pushed));
  }

  /** Keeps the command until it is answered, whatever happens to the link meanwhile. Answers come in the order sent. */
  send<N extends CommandName>(name: N, body: CommandBody<N>): Promise<Reply> {
    const command: CommandEnvelope = { commandId: newCommandId(), name, body };
    const reply = this.#unsent.add(command);
    this.waiting = this.#unsent.length;
    void this.#sendWaiting();
    return reply;
  }

  async snapshot(view: ViewName): Promise<SnapshotReply | null> {
    try {
      return (await this.#socket.timeout(answerWithinMs).emitWithAck('snapshot', { view })) as SnapshotReply;
    } catch {
      return null; // link gone again: the next connect asks anew
    }
  }

  async lookUp(scan: string): Promise<LookUpReply | null> {
    if (!this.#socket.connected) return null;
    try {
      return (await this.#socket.timeout(answerWithinMs).emitWithAck('look_up', { scan })) as LookUpReply;
    } catch {
      return null; // nothing was done, and the screen says so
    }
  }

  onConnect(listener: () => void): () => void {
    if (this.#socket.connected) listener();
    return this.#connected.add(listener);
  }

  onPushed(listener: (pushed: Pushed) => void): () => void {
    return this.#pushed.add(listener);
  }

  onLeftover(listener: (command: CommandEnvelope, reply: Reply) => void): () => void {
    return this.#leftover.add(listener);
  }

  forgetDropped(): void {
    this.dropped = 0;
  }

  close(): void {
    this.#socket.disconnect();
  }

  #onConnect(): void {
    sessionStorage.removeItem(reloadedFor);
    this.state = 'live';
    this.lostAt = null;
    void this.#sendWaiting();
    this.#connected.tell();
  }

  #onDisconnect(reason: string): void {
    this.state = this.state === 'closing' ? 'closing' : 'lost';
    this.lostAt ??= Date.now();
    this.losses += 1;
    // socket.io stays away when the server itself hung up; a restarted server is worth coming back to.
    if (reason === 'io server disconnect') setTimeout(() => this.#socket.connect(), 1_000);
  }

  #onConnectError(message: string, why: SignedOutWhy = 'ended'): void {
    if (message === 'protocol' && sessionStorage.getItem(reloadedFor) === null) {
      sessionStorage.setItem(reloadedFor, String(PROTOCOL_VERSION));
      location.reload();
      return;
    }
    this.state = this.lostAt === null ? 'connecting' : 'lost';
    this.lostAt ??= Date.now();
    if (/signed|session|auth/i.test(message)) this.#onSignedOut(why);
    // A refusal in the handshake stops socket.io from trying again; only a lost transport keeps it trying.
    else if (!this.#socket.active) setTimeout(() => this.#socket.connect(), 3_000);
  }

  #onEvent(pushed: Pushed): void {
    if (pushed.type === 'closing') this.state = 'closing';
    if (pushed.type === 'signed_out') this.#onSignedOut(pushed.why);
    this.#pushed.tell(pushed);
  }

  /** One at a time: the second scan of a unit means something else than the first, so order is kept. */
  async #sendWaiting(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let command = this.#unsent.first; command !== undefined; command = this.#unsent.first) {
        if (!this.#socket.connected) return;
        const reply = await this.#ask(command);
        if (reply === null) continue;
        if (!this.#unsent.answered(command, reply)) this.#leftover.tell(command, reply);
        this.waiting = this.#unsent.length;
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Null: no answer that counts yet; the same command goes again. */
  async #ask(command: CommandEnvelope): Promise<Reply | null> {
    let reply: Reply;
    try {
      reply = (await this.#socket.timeout(answerWithinMs).emitWithAck('command', command)) as Reply;
    } catch {
      return null;
    }
    if (reply.ok || 'refusal' in reply || !reply.retry) {
      this.#failures = 0;
      return reply;
    }
    const pause = retryAfterMs[this.#failures];
    this.#failures = pause === undefined ? 0 : this.#failures + 1;
    if (pause === undefined) return reply;
    await new Promise((resolve) => setTimeout(resolve, pause));
    return null;
  }
}

const reloadedFor = 'floorwave.reloaded';

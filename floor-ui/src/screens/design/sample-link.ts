import type { LookUpReply } from '../../../../server/protocol/look-up.ts';
import type { Reply } from '../../../../server/protocol/prompts.ts';
import type { Pushed, SnapshotReply, ViewName, Views } from '../../../../server/protocol/views.ts';
import type { LinkState, LinkToServer } from '../../link/link.svelte.ts';

/** Answers the snapshot with one sample and every command with one reply. */
export class SampleLink implements LinkToServer {
  readonly state: LinkState;
  readonly waiting: number;
  readonly lostAt: number | null;
  readonly losses = 0;
  readonly dropped = 0;
  readonly #data: Views[ViewName];
  readonly #now: string;
  readonly #reply: Reply;

  constructor(data: Views[ViewName], now: string, reply: Reply = { ok: true }, state: LinkState = 'live') {
    this.#data = data;
    this.#now = now;
    this.#reply = reply;
    this.state = state;
    this.waiting = state === 'live' ? 0 : 3;
    this.lostAt = state === 'live' ? null : Date.now() - 95_000;
  }

  forgetDropped(): void {}

  send(): Promise<Reply> {
    return Promise.resolve(this.#reply);
  }

  snapshot(view: ViewName): Promise<SnapshotReply> {
    return Promise.resolve({ ok: true, view, data: this.#data, position: 1, now: this.#now });
  }

  lookUp(): Promise<LookUpReply> {
    return Promise.resolve({ ok: true, things: [] });
  }

  onConnect(listener: () => void): () => void {
    listener();
    return () => undefined;
  }

  onLeftover(): () => void {
    return () => undefined;
  }

  onPushed(_listener: (pushed: Pushed) => void): () => void {
    return () => undefined;
  }
}

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type {
  CancellationAnswer,
  HubEvent,
  ItemDocument,
  LineLedger,
  OrderDocument,
  OrderState,
  StockAdjustment,
} from '../../server/protocol/hub.ts';
import { realSeconds } from '../device.ts';
import { isSigned } from './signature.ts';

/** What the hub knows of one order from the events it was pushed. */
export interface HeardOrder {
  version: number;
  state: OrderState;
  remaining: number;
  at: number;
  versions: Map<number, string>;
}

export interface HubAccount {
  events: number;
  gaps: number;
  /** One sentence for everything that a hub would complain about. */
  complaints: string[];
  /** The whole feed as it was pulled, oldest first. */
  feed: HubEvent[];
}

const ended: ReadonlySet<OrderState> = new Set(['parked', 'shipped', 'partly_shipped', 'cancelled']);

/** An order system that speaks the public contract and nothing else: it sends orders and listens on all three roads. */
export class Hub {
  readonly #url: () => string;
  readonly #key: string;
  readonly #now: () => number;
  #server: Server | null = null;
  #secret = '';
  #stream: WebSocket | null = null;
  #isClosed = false;
  /** Order ids that a 2xx was heard for. */
  readonly accepted = new Set<string>();
  readonly orders = new Map<string, HeardOrder>();
  readonly #pushed = new Map<string, HubEvent>();
  readonly #pulled = new Map<string, HubEvent>();
  readonly #streamed = new Set<string>();
  #pulledUpTo = 0;
  #streamedUpTo = 0;
  #complaints: string[] = [];
  #failUntil = 0;
  #onEvent: (event: HubEvent) => void = () => {};
  deliveries = 0;
  duplicates = 0;

  constructor(options: { url: () => string; key: string; now: () => number }) {
    this.#url = options.url;
    this.#key = options.key;
    this.#now = options.now;
  }

  /** Opens the door for webhooks, tells the server where it is, and starts to read the stream. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      this.#receive(request, response).catch((error: unknown) => {
        this.#complain(`a delivery could not be read: ${String(error)}`);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port for webhooks');
    const endpoint = await this.ask<{ secret: string }>('POST', '/v1/endpoints', {
      url: `http://127.0.0.1:${address.port}/events`,
    });
    this.#secret = endpoint.secret;
    this.#readStream();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stream?.terminate();
    const server = this.#server;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }

  onEvent(listener: (event: HubEvent) => void): void {
    this.#onEvent = listener;
  }

  /** Answers every delivery with 500 for a while, as hubs do. */
  failFor(simulatedMs: number): void {
    this.#failUntil = this.#now() + simulatedMs;
  }

  async send(orderId: string, order: OrderDocument): Promise<void> {
    await this.ask('PUT', `/v1/orders/${encodeURIComponent(orderId)}`, order);
    this.accepted.add(orderId);
  }

  async cancel(orderId: string, reason: string): Promise<CancellationAnswer> {
    return await this.ask('POST', `/v1/orders/${encodeURIComponent(orderId)}/cancellations`, {
      reason,
      requestedBy: 'customer',
    });
  }

  async hold(orderId: string, handle: string, reason: string): Promise<void> {
    await this.ask('PUT', `/v1/orders/${encodeURIComponent(orderId)}/holds/${handle}`, { reason });
  }

  async releaseHold(orderId: string, handle: string): Promise<void> {
    await this.ask('DELETE', `/v1/orders/${encodeURIComponent(orderId)}/holds/${handle}`);
  }

  async createItem(sku: string, item: ItemDocument): Promise<void> {
    await this.ask('PUT', `/v1/items/${encodeURIComponent(sku)}`, item);
  }

  async adjustStock(adjustment: StockAdjustment): Promise<void> {
    await this.ask('POST', '/v1/stock/adjustments', adjustment);
  }

  hasEnded(orderId: string): boolean {
    const heard = this.orders.get(orderId);
    // Of several parcels one may be gone while another is still open: only a line with nothing left has ended.
    return (
      heard !== undefined && ended.has(heard.state) && (heard.state === 'parked' || heard.remaining === 0)
    );
  }

  /** Reads on in the pull feed, committing each page as a durable consumer. */
  async pull(): Promise<void> {
    for (;;) {
      const page = await this.ask<{ events: HubEvent[]; next: number; more: boolean }>(
        'GET',
        `/v1/events?after=${this.#pulledUpTo}&limit=500`,
      );
      for (const event of page.events) {
        if (this.#pulled.has(event.id)) this.#complain(`the feed tells event ${event.id} twice`);
        if (Number(event.sequence) <= this.#pulledUpTo)
          this.#complain(`the feed goes back from ${this.#pulledUpTo} to ${event.sequence}`);
        this.#pulledUpTo = Number(event.sequence);
        this.#pulled.set(event.id, event);
      }
      this.#pulledUpTo = Math.max(this.#pulledUpTo, page.next);
      await this.ask('PUT', '/v1/consumers/bookkeeping', { committed: this.#pulledUpTo });
      if (!page.more) return;
    }
  }

  /** Compares the roads with each other. Call it after the server has delivered everything it owes. */
  async account(): Promise<HubAccount> {
    await this.pull();
    const feed = [...this.#pulled.values()].sort((a, b) => Number(a.sequence) - Number(b.sequence));
    const last = feed.at(-1);
    // The stream follows the feed by the time a frame needs; a server that never sends the last event is found out.
    for (let waited = 0; waited < 50 && last !== undefined && !this.#streamed.has(last.id); waited++)
      await realSeconds(0.1);

    let gaps = 0;
    const versions = { pushed: versionsOf(this.#pushed.values()), pulled: versionsOf(feed) };
    for (const orderId of new Set([...versions.pushed.keys(), ...versions.pulled.keys(), ...this.accepted])) {
      const heard = [versions.pushed.get(orderId), versions.pulled.get(orderId)];
      const latest = Math.max(1, ...heard.flatMap((set) => [...(set ?? [])]));
      for (const [index, road] of ['push', 'pull'].entries()) {
        for (let version = 1; version <= latest; version++) {
          if (heard[index]?.has(version) === true) continue;
          gaps += 1;
          this.#complain(`order ${orderId}: version ${version} of ${latest} never came by ${road}`);
        }
      }
    }
    for (const event of feed) {
      if (!this.#pushed.has(event.id))
        this.#complain(`event ${event.id} (${event.type}) stands in the feed and was never pushed`);
      if (!this.#streamed.has(event.id))
        this.#complain(`event ${event.id} (${event.type}) stands in the feed and was never streamed`);
    }
    for (const [id, event] of this.#pushed) {
      if (!this.#pulled.has(id))
        this.#complain(`event ${id} (${event.type}) was pushed and is not in the feed`);
    }
    return {
      events: new Set([...this.#pulled.keys(), ...this.#pushed.keys()]).size,
      gaps,
      complaints: this.#complaints,
      feed,
    };
  }

  /** One request, repeated with the same key until the server has answered it: a hub cannot know what a lost answer was. */
  async ask<Answer>(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const idempotencyKey = randomUUID();
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(this.#url() + path, {
        method,
        headers: {
          authorization: `Bearer ${this.#key}`,
          ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

      const text =
        response instanceof Error
          ? String(response.cause ?? response)
          : await response.text().catch(() => null);
      if (!(response instanceof Error) && response.ok && text !== null)
        return (text === '' ? undefined : JSON.parse(text)) as Answer;
      const isPassing =
        response instanceof Error || text === null || response.status >= 500 || response.status === 429;
      if (!isPassing || attempt > 300) {
        throw new Error(
          `${method} ${path} was answered with ${response instanceof Error ? 'nothing' : response.status}: ${text ?? ''}`,
        );
      }
      await realSeconds(0.3);
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = {
      id: header(request, 'webhook-id'),
      timestamp: header(request, 'webhook-timestamp'),
      signature: header(request, 'webhook-signature'),
    };

    if (this.#now() < this.#failUntil) return answer(response, 500);
    if (!isSigned(this.#secret, headers, body)) {
      this.#complain(`delivery ${headers.id} has a wrong signature`);
      return answer(response, 401);
    }
    // A jumping clock makes honest messages look old, so only a time that has not come yet is held against them.
    if (Number(headers.timestamp) * 1000 > this.#now() + 300_000)
      this.#complain(`delivery ${headers.id} comes from the future`);
    answer(response, 204);
    this.deliveries += 1;
    this.#hear(JSON.parse(body) as HubEvent, headers.id);
  }

  #hear(event: HubEvent, webhookId: string): void {
    if (webhookId !== event.id) this.#complain(`event ${event.id} was delivered as ${webhookId}`);
    if (this.#pushed.has(event.id)) {
      this.duplicates += 1;
      return;
    }
    this.#pushed.set(event.id, event);
    const order = event.data.order;
    if (order !== undefined) {
      const known = this.orders.get(order.orderId) ?? {
        version: 0,
        state: order.state,
        remaining: 0,
        at: this.#now(),
        versions: new Map<number, string>(),
      };
      const twin = known.versions.get(order.version);
      if (twin !== undefined)
        this.#complain(
          `order ${order.orderId}: version ${order.version} is told by ${twin} and by ${event.id}`,
        );
      if (order.version < known.version)
        this.#complain(`order ${order.orderId}: version ${order.version} came after ${known.version}`);
      known.versions.set(order.version, event.id);
      if (order.version > known.version) {
        const remaining = order.lines.reduce((sum, line) => sum + line.remaining, 0);
        Object.assign(known, { version: order.version, state: order.state, remaining, at: this.#now() });
      }
      this.orders.set(order.orderId, known);
      for (const line of order.lines) this.#checkLine(order.orderId, line);
    }
    this.#onEvent(event);
  }

  #checkLine(orderId: string, line: LineLedger): void {
    if (line.requested !== line.cancelled + line.shorted + line.shipped + line.remaining) {
      this.#complain(`order ${orderId}, line ${line.lineId}: ${JSON.stringify(line)} does not add up`);
    }
  }

  #readStream(): void {
    if (this.#isClosed) return;
    const stream = new WebSocket(
      `${this.#url().replace(/^http/, 'ws')}/v1/stream?after=${this.#streamedUpTo}`,
      { headers: { authorization: `Bearer ${this.#key}` } },
    );
    this.#stream = stream;
    stream.on('message', (data) => {
      const event = JSON.parse(String(data)) as HubEvent;
      if (event.specversion !== '1.0') return;
      if (Number(event.sequence) <= this.#streamedUpTo)
        this.#complain(`the stream goes back from ${this.#streamedUpTo} to ${event.sequence}`);
      this.#streamedUpTo = Number(event.sequence);
      this.#streamed.add(event.id);
    });
    // Both end in `close`, where it starts again from the last event it saw.
    stream.on('error', () => {});
    stream.on('close', () => {
      setTimeout(() => {
        this.#readStream();
      }, 200).unref();
    });
  }

  #complain(sentence: string): void {
    this.#complaints.push(sentence);
  }
}

function versionsOf(events: Iterable<HubEvent>): Map<string, Set<number>> {
  const versions = new Map<string, Set<number>>();
  for (const {
    data: { order },
  } of events) {
    if (order === undefined) continue;
    versions.set(order.orderId, (versions.get(order.orderId) ?? new Set()).add(order.version));
  }
  return versions;
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

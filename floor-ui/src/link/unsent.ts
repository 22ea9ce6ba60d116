import type { CommandEnvelope } from '../../../server/protocol/commands.ts';
import type { Reply } from '../../../server/protocol/prompts.ts';

/**
 * Commands that the server has not answered yet, in order, kept over a reload. Keyed by operator: what one person
 * scanned is never sent in another's name. Nor under another sign-in: meanwhile that person may have worked on with
 * another device, and an old scan would mean something else.
 */
export class Unsent {
  readonly #key: string;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  /** How many of an older sign-in were left. */
  readonly dropped: number;
  readonly #session: string;
  #list: CommandEnvelope[];

  constructor(screen: string, { operator, session }: { operator: string; session: string }) {
    this.#key = `floorwave.unsent.${screen}.${operator}`;
    this.#session = session;
    const kept = read(this.#key);
    this.#list = kept.session === session ? kept.list : [];
    this.dropped = kept.list.length - this.#list.length;
    if (this.dropped > 0) this.#keep();
  }

  get length(): number {
    return this.#list.length;
  }

  get first(): CommandEnvelope | undefined {
    return this.#list[0];
  }

  add(command: CommandEnvelope): Promise<Reply> {
    this.#list.push(command);
    this.#keep();
    return new Promise((resolve) => this.#waiting.set(command.commandId, resolve));
  }

  /** False: whoever sent it is gone with the page before the reload. */
  answered({ commandId }: CommandEnvelope, reply: Reply): boolean {
    this.#list = this.#list.filter((command) => command.commandId !== commandId);
    this.#keep();
    const waiting = this.#waiting.get(commandId);
    this.#waiting.delete(commandId);
    waiting?.(reply);
    return waiting !== undefined;
  }

  #keep(): void {
    try {
      if (this.#list.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify({ session: this.#session, list: this.#list }));
    } catch {
      // Storage full or forbidden: the commands live on in memory, only a reload would lose them.
    }
  }
}

interface Kept {
  session: string;
  list: CommandEnvelope[];
}

function read(key: string): Kept {
  const nothing = { session: '', list: [] };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null; // written by `keep` above, nobody else
    return Array.isArray(kept?.list) ? kept : nothing;
  } catch {
    return nothing; // unreadable leftovers are no commands
  }
}

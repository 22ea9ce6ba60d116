import type { CommandEnvelope } from '../../../server/protocol/commands.ts';
import type { Reply } from '../../../server/protocol/prompts.ts';

/**
 * Commands that the server has not answered yet, in order, kept over a reload. Keyed by operator: what one person
 * scanned is never sent in another's name.
 */
export class Unsent {
  readonly #key: string;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #list: CommandEnvelope[];

  constructor(screen: string, operator: string) {
    this.#key = `floorwave.unsent.${screen}.${operator}`;
    this.#list = read(this.#key);
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
      else localStorage.setItem(this.#key, JSON.stringify(this.#list));
    } catch {
      // Storage full or forbidden: the commands live on in memory, only a reload would lose them.
    }
  }
}

function read(key: string): CommandEnvelope[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as CommandEnvelope[]) : []; // written by `keep` above, nobody else
  } catch {
    return []; // unreadable leftovers are no commands
  }
}

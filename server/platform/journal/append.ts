import { v7 as uuid } from 'uuid';
import type { FloorEventType, HubEventType, Topic } from '../../protocol/events.ts';
import { json, type Tx } from '../db/database.ts';

export interface Fact {
  type: FloorEventType | HubEventType;
  topics: Topic[];
  data: Record<string, unknown>;
  /** Set for what a hub hears: which hub and owner, and the order it is about. */
  hub?: { hub: string; owner: string; orderId: string | null };
}

/**
 * Writes facts into the journal, in the transaction that made them. Holds ids and numbers only, never a name or an address.
 * The relay stamps their position after the commit and publishes them.
 */
export async function append(tx: Tx, facts: Fact[]): Promise<void> {
  if (facts.length === 0) return;
  tx.wroteJournal = true;
  const waiting = collected.get(tx);
  if (waiting !== undefined) {
    waiting.push(...facts);
    return;
  }
  const own = [...facts];
  collected.set(tx, own);
  tx.beforeCommit.set('journal', () => write(tx, own));
}

/** Facts of a transaction in the order they happened; one statement writes them before the commit. */
const collected = new WeakMap<Tx, Fact[]>();

async function write(tx: Tx, facts: Fact[]): Promise<void> {
  // A statement takes 65,535 values at the most; a large wave tells more facts than fit into one.
  for (let at = 0; at < facts.length; at += 1_000) await insert(tx, facts.slice(at, at + 1_000));
}

async function insert(tx: Tx, facts: Fact[]): Promise<void> {
  await tx.db
    .insertInto('journal')
    .values(
      facts.map((fact) => ({
        site: tx.site,
        id: uuid(),
        position: null,
        type: fact.type,
        at: tx.now,
        topics: fact.topics,
        hub: fact.hub?.hub ?? null,
        owner: fact.hub?.owner ?? null,
        orderId: fact.hub?.orderId ?? null,
        data: json(fact.data),
        operator: tx.operator ?? null,
        device: tx.device ?? null,
        station: tx.station ?? null,
        commandId: tx.commandId ?? null,
      })),
    )
    .execute();
}

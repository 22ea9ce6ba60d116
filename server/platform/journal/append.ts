import { v7 as uuid } from 'uuid'
import type { FloorEventType, HubEventType, Topic } from '../../protocol/events.ts'
import { json, type Tx } from '../db/database.ts'

export interface Fact {
  type: FloorEventType | HubEventType
  topics: Topic[]
  data: Record<string, unknown>
  /** Set for what a hub hears: which hub and owner, and the order it is about. */
  hub?: { hub: string; owner: string; orderId: string | null }
}

/**
 * Writes facts into the journal, in the transaction that made them. Holds ids and numbers only, never a name or an address.
 * The relay stamps their position after the commit and publishes them.
 */
export async function append (tx: Tx, facts: Fact[]): Promise<void> {
  if (facts.length === 0) return
  tx.wroteJournal = true
  await tx.db.insertInto('journal').values(facts.map((fact) => ({
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
    commandId: tx.commandId ?? null
  }))).execute()
}

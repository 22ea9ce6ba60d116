import type { MovementKind, StockStatus } from './stock.entities.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';

export interface CountFacts {
  location: string;
  available: number;
  allocated: number;
  missing: number;
  /** Who reported the gap that this count settles, if one is open. */
  orderedBy: string | null;
}

export interface CountMovement {
  kind: MovementKind;
  units: number;
  from: { place: string; status: StockStatus };
  to: { place: string; status: StockStatus };
}

/** A second person has counted what lies at a location: the ledger follows, and what was missing is found or written off. */
export function decideCount(
  facts: Readonly<CountFacts>,
  body: Readonly<{ counted: number }>,
  operator: string | null,
): Refused | { movements: CountMovement[] } {
  if (facts.orderedBy !== null && facts.orderedBy === operator) return refuse('COUNT_NEEDS_ANOTHER');
  if (body.counted < facts.allocated) return refuse('COUNT_BELOW_ALLOCATED', { allocated: facts.allocated });
  const here = `location:${facts.location}`;
  const count = { place: 'outside:count', status: 'available' as const };
  const available = { place: here, status: 'available' as const };
  const missing = { place: here, status: 'missing' as const };
  const found = Math.min(facts.missing, Math.max(0, body.counted - facts.available));
  const writtenOff = facts.missing - found;
  const difference = body.counted - facts.available - found;
  const movements: CountMovement[] = [
    { kind: 'count', units: found, from: missing, to: available },
    { kind: 'count', units: writtenOff, from: missing, to: count },
    { kind: 'count', units: Math.max(0, difference), from: count, to: available },
    { kind: 'count', units: Math.max(0, -difference), from: available, to: count },
  ];
  return { movements: movements.filter((movement) => movement.units > 0) };
}

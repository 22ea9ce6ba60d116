import type { Kysely } from 'kysely';
import type { Topic } from '../protocol/events.ts';
import type { ViewName, Views } from '../protocol/views.ts';
import type { Tables } from '../platform/db/tables.ts';
import { readWall } from './departures/wall.views.ts';
import { readDesk } from './exceptions/desk.views.ts';
import { benchOf } from './packing/packing.views.ts';
import { promptOf } from './jobs/jobs.views.ts';
import { sortViewOf } from './put-wall/put-wall.views.ts';

export interface Viewer {
  site: string;
  operator: string | null;
  role: string;
  device: string | null;
  station: string | null;
}

/** A snapshot of one screen. Throws when the viewer lacks what the view is about (an operator, a station): the socket checks first. */
export async function readView<V extends ViewName>(
  db: Kysely<Tables>,
  viewer: Viewer,
  view: V,
  now: Date,
): Promise<Views[V]> {
  const read: { [N in ViewName]: () => Promise<Views[N]> } = {
    handheld: () => promptOf(db, viewer.site, needed(viewer.operator, 'an operator')),
    bench: () => benchOf(db, viewer.site, needed(viewer.station, 'a station'), now),
    putWall: () => sortViewOf(db, viewer.site, needed(viewer.operator, 'an operator')),
    wall: () => readWall(db, viewer.site, now),
    desk: () => readDesk(db, viewer.site, now),
  };
  return read[view]();
}

/** Journal topics after which a view is stale. The bench follows what waits for packing too. */
export function viewTopics(viewer: Viewer, view: ViewName): Topic[] {
  switch (view) {
    case 'handheld':
      return [`operator:${viewer.operator ?? ''}`, 'tasks'];
    case 'bench':
      return [`station:${viewer.station ?? ''}`, 'benches'];
    case 'putWall':
      return [`operator:${viewer.operator ?? ''}`, 'sorting', 'benches'];
    case 'wall':
      return ['wall'];
    case 'desk':
      return ['desk'];
  }
}

/** A picker at work is not asked anything else because work became free: only who waits for some sees what there is. */
export function looksAround(view: ViewName, data: Views[ViewName]): boolean {
  return view !== 'handheld' || (data as Views['handheld']).kind === 'GetWork';
}

function needed(value: string | null, what: string): string {
  if (value === null) throw new Error(`expected ${what} behind this view`);
  return value;
}

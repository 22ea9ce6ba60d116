import type { WallView } from '../../../../server/protocol/views.ts';

export type Departure = WallView['departures'][number];

/** Its cut-off is over and not everything is there: nobody can save it any more. */
export function isMissed(departure: Departure, now: number): boolean {
  return departure.verdict === 'stop' && Date.parse(departure.cutOffAt) < now;
}

/** One thing shouts: the first departure that will be missed and can be saved, else one that was missed, else a tight one. */
export function loudest(departures: readonly Departure[], now: number): Departure | null {
  const late = departures.filter(({ verdict }) => verdict === 'stop');
  return (
    late.find((departure) => !isMissed(departure, now)) ??
    late[0] ??
    departures.find(({ verdict }) => verdict === 'look') ??
    null
  );
}

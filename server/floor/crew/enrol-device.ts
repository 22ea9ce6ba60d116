import type { CommandBody } from '../../protocol/commands.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';

type Body = CommandBody<'EnrolDevice'>;

export type Facts = Readonly<{
  /** A device of that name that is known already. */
  known: Readonly<{ kind: Body['kind'] }> | null;
  /** Of the site. */
  stations: readonly string[];
}>;

const codeMinutes = 15;

/** A supervisor wants a code, shown as QR, that makes a tablet or handheld one of the site's devices. */
export function enrolDevice(
  facts: Facts,
  body: Body,
  now: Date,
): Refused | { device: string; kind: Body['kind']; station: string | null; enrolUntil: Date } {
  if (facts.known !== null && facts.known.kind !== body.kind)
    return refuse('DEVICE_TAKEN', { device: body.device });
  const station = body.kind === 'station' ? body.station : null;
  if (body.kind === 'station' && (station === null || !facts.stations.includes(station)))
    return refuse('STATION_UNKNOWN', { station });
  return {
    device: body.device,
    kind: body.kind,
    station,
    enrolUntil: new Date(now.getTime() + codeMinutes * 60_000),
  };
}

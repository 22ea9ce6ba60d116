import { rolePermissions, type Role } from '../../protocol/permissions.ts';
import { refuse, type Refused } from '../../protocol/refusals.ts';
import { viewPermission, type ViewName } from '../../protocol/views.ts';

export type Facts = Readonly<{
  /** Null: nobody at this site has the badge. */
  operator: Readonly<{ operator: string; role: Role; isBlocked: boolean }> | null;
  /** The enrolled device it happens on. */
  device: Readonly<{ device: string; station: string | null }> | null;
  /** Of the site. */
  stations: readonly string[];
  /** `missing`: none was typed. `locked`: it was not looked at. */
  pin: 'right' | 'wrong' | 'missing' | Readonly<{ lockedForMs: number }>;
}>;

export type SignedIn = Readonly<{
  operator: string;
  screen: ViewName;
  station: string | null;
  device: string | null;
}>;

/** A person scans their badge at a screen, types a PIN where the device is nobody's, and wants to start. */
export function signIn(
  facts: Facts,
  body: Readonly<{ screen: ViewName; station?: string }>,
): Refused | SignedIn {
  const { operator, device, pin } = facts;
  if (device === null) {
    if (pin === 'missing') return refuse('PIN_NEEDED');
    if (typeof pin === 'object') return locked(pin.lockedForMs);
    if (pin === 'wrong') return refuse('SIGN_IN_FAILED');
  }
  if (operator === null || operator.isBlocked) return refuse('SIGN_IN_FAILED');

  const permission = viewPermission[body.screen];
  if (!rolePermissions[operator.role].includes(permission)) return refuse('NOT_ALLOWED', { permission });

  const signedIn = { operator: operator.operator, screen: body.screen, device: device?.device ?? null };
  const station = device?.station ?? body.station ?? null;
  if (body.screen !== 'bench') return { ...signedIn, station: device?.station ?? null };
  if (station === null) return refuse('NO_STATION');
  if (!facts.stations.includes(station)) return refuse('STATION_UNKNOWN', { station });
  return { ...signedIn, station };
}

function locked(milliseconds: number): Refused {
  return refuse('SIGN_IN_LOCKED', {
    minutes: Math.ceil(milliseconds / 60_000),
    seconds: Math.ceil(milliseconds / 1_000),
  });
}

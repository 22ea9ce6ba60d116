import type { Role } from '../../protocol/permissions.ts';
import type { Pushed } from '../../protocol/views.ts';

/** Who is on the line, as the cookies proved it. A wall hangs there without a person: no operator and no session. */
export interface Visitor {
  site: string;
  session: string | null;
  operator: string | null;
  role: Role;
  device: string | null;
  station: string | null;
  /** What the device proved itself with; a device that was enrolled anew no longer has it. */
  deviceProof: string | null;
}

export type Cookies = Readonly<Record<string, string | undefined>>;
export type SignedOutWhy = Extract<Pushed, { type: 'signed_out' }>['why'];

/** What sockets must ask about people; floor/crew answers. */
export interface Doorkeeper {
  /** Null: nobody is signed in and no wall hangs there. */
  identify(cookies: Cookies): Promise<Visitor | null>;
  /** Why a session that these cookies name is over: a screen that was away hears what it missed. */
  whyOut(cookies: Cookies): Promise<SignedOutWhy>;
  /** The person at an enrolled machine; no operator while nobody is signed in there. Null: not a machine of ours. */
  identifyMachine(cookies: Cookies): Promise<Visitor | null>;
  /** Who of these may no longer be here, and why; and whoever's role has changed since, as they are now. */
  recheck(
    visitors: readonly Visitor[],
  ): Promise<{ ended: Map<Visitor, SignedOutWhy>; changed: Map<Visitor, Visitor> }>;
  /** Somebody was heard of just now. */
  seen(visitor: Visitor): void;
}

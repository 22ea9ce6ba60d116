import type { Logger } from 'pino';
import { readScan } from '../../barcode/read-scan.ts';
import { isOwnCode } from '../../barcode/own-codes.ts';
import type { CommandBody } from '../../protocol/commands.ts';
import { rolePermissions } from '../../protocol/permissions.ts';
import { isRefused, refuse, type Refused } from '../../protocol/refusals.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Me, ViewName } from '../../protocol/views.ts';
import { inTransaction, reading, type Database, type Tx } from '../../platform/db/database.ts';
import { retrying } from '../../platform/db/retry.ts';
import type { Actor, Outcome } from '../../platform/dispatch/dispatch.ts';
import { append } from '../../platform/journal/append.ts';
import { createSlots } from '../../platform/sockets/slots.ts';
import type { Cookies, Doorkeeper, SignedOutWhy, Visitor } from '../../platform/sockets/visitor.ts';
import { acceptEnrolment } from './accept-enrolment.ts';
import { countWrongPin, lockedFor, type PinTries } from './count-wrong-pin.ts';
import * as store from './crew.store.ts';
import { enrolDevice as decideEnrolment } from './enrol-device.ts';
import { checkPin, hashBadge, hashPin, hashSecret, newSecret, sameSecret } from './secrets.ts';
import { signIn as decideSignIn, type Facts } from './sign-in.ts';
import {
  deviceCookie,
  newDeviceToken,
  newSessionToken,
  readDeviceToken,
  readSessionToken,
  sessionCookie,
} from './tokens.ts';

/** Who waits for work, what they may do and when they rest: picking asks and tells, sessions and people are ours. */
export {
  beginBreak,
  endBreak,
  lockPermits,
  lockReady,
  lockWorker,
  setReady,
  setZonesToday,
} from './crew.store.ts';

export interface SignInRequest {
  badge: string;
  pin?: string;
  screen: ViewName;
  station?: string;
  site?: string;
}

export interface Crew extends Doorkeeper {
  /** `token` is for the session cookie and is known to nobody else from here on. */
  signIn(request: SignInRequest, cookies: Cookies): Promise<Refused | { me: Me; token: string }>;
  signOut(cookies: Cookies): Promise<void>;
  /** Who the cookies say is here; nobody is an answer too. */
  me(cookies: Cookies): Promise<Me>;
  /** `token` is for the device cookie. */
  acceptEnrolment(code: string, cookies: Cookies): Promise<Refused | { me: Me; token: string }>;
  /** Writes who was seen last and ends. */
  stop(): Promise<void>;
}

/** A no about a badge or PIN comes after this long, whatever was or was not looked up for it (CR3). */
const sameAnswerAfterMs = 250;
const wrongPinsPerMinute = 60;
const seenEveryMs = 30_000;
const writeSeenEveryMs = 1_000;
/** A PIN is slow to check on purpose and holds a connection meanwhile: somebody who guesses must not take them all. */
const signInsAtOnce = 4;
const strangersKept = 10_000;

export function createCrew(options: { database: Database; now: () => Date; log: Logger }): Crew {
  const { database, now, log } = options;
  const strangers = new Map<string, PinTries>();
  const signInSlots = createSlots(signInsAtOnce);
  const wrongPins = new Map<string, { since: number; count: number }>();
  /** A PIN that nobody has: an unknown badge costs the same work as a known one. */
  const nobodysPin = hashPin(newSecret());

  async function signIn(
    request: SignInRequest,
    cookies: Cookies,
  ): Promise<Refused | { me: Me; token: string }> {
    const answerAt = performance.now() + sameAnswerAfterMs;
    const badge = readBadge(request.badge);
    if (isRefused(badge)) return badge;
    const device = await deviceBy(cookies);
    const site = device?.site ?? request.site ?? (await onlySite());
    if (site === null) return refuse('BAD_COMMAND', { at: '/site' });

    const outcome = await signInSlots(() => {
      return retrying(() =>
        inTransaction(database, { site, now: now() }, (tx) => openDoor(tx, request, badge, device, cookies)),
      );
    });
    if (isRefused(outcome)) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, answerAt - performance.now())));
      log.info(
        { site, refusal: outcome.refused, device: device?.device ?? null, screen: request.screen },
        'sign-in refused',
      );
      return outcome;
    }
    return { token: outcome.token, me: await me({ ...cookies, [sessionCookie]: outcome.token }) };
  }

  async function openDoor(
    tx: Tx,
    request: SignInRequest,
    badge: string,
    known: KnownDevice | null,
    cookies: Cookies,
  ): Promise<Refused | { token: string }> {
    const badgeHash = hashBadge(tx.site, badge);
    const operator = (await store.lockOperatorByBadge(tx, tx.site, badgeHash)) ?? null;
    // Two people may scan here at the same moment, and a new enrolment may have ended this one.
    const row = known === null ? undefined : await store.lockDevice(tx, tx.site, known.device);
    const device = row?.tokenHash === known?.tokenHash ? known : null;
    const stations = (await store.stations(tx.db, tx.site)).map(({ station }) => station);
    const pin = device === null ? await judgePin(tx, operator, badgeHash, request.pin) : 'missing';

    const signedIn = decideSignIn({ operator, device, stations, pin }, request);
    if (isRefused(signedIn)) return signedIn;

    const before = readSessionToken(cookies[sessionCookie]);
    const ended = await store.endSessions(tx, tx.site, {
      operator: signedIn.operator,
      device: signedIn.device,
      session: before?.site === tx.site ? hashSecret(before.secret) : null,
    });
    await store.endBreak(tx, signedIn.operator);
    const token = newSessionToken(tx.site);
    await store.startSession(tx, { site: tx.site, session: hashSecret(token.secret), ...signedIn });
    tx.operator = signedIn.operator;
    await tellOfPeople(tx, [...new Set([signedIn.operator, ...ended])]);
    return { token: token.text };
  }

  async function judgePin(
    tx: Tx,
    operator: OperatorRow | null,
    badgeHash: string,
    typed: string | undefined,
  ): Promise<Facts['pin']> {
    if (typed === undefined) return 'missing';
    const stranger = `${tx.site} ${badgeHash}`;
    const tries = operator ?? strangers.get(stranger) ?? { failedPins: 0, lockedUntil: null };
    const lockedForMs = Math.max(lockedFor(tries, tx.now), sprayedFor(tx.site, tx.now));
    if (lockedForMs > 0) return { lockedForMs };

    const counted = countWrongPin(tries, tx.now);
    // Counted before the slow part: a stranger's row cannot be locked, so tries at once would else all be the first.
    if (operator === null) keepStranger(stranger, counted);
    const isRight = await checkPin(typed, operator?.pinHash ?? (await nobodysPin));
    if (operator !== null && !operator.isBlocked && isRight) {
      if (operator.failedPins > 0)
        await store.setPinTries(tx, tx.site, operator.operator, { failedPins: 0, lockedUntil: null });
      return 'right';
    }
    countSpray(tx.site, tx.now);
    if (operator !== null) {
      await store.setPinTries(tx, tx.site, operator.operator, counted);
      if (counted.isLocked) {
        log.warn(
          { site: tx.site, operator: operator.operator, failedPins: counted.failedPins },
          'PIN locked',
        );
        await append(tx, [
          {
            type: 'OperatorChanged',
            topics: ['desk'],
            data: { operator: operator.operator, pinLocked: true },
          },
        ]);
      }
    }
    return 'wrong';
  }

  function keepStranger(stranger: string, tries: PinTries): void {
    strangers.delete(stranger);
    strangers.set(stranger, { failedPins: tries.failedPins, lockedUntil: tries.lockedUntil });
    if (strangers.size > strangersKept) strangers.delete(strangers.keys().next().value ?? '');
  }

  function countSpray(site: string, at: Date): void {
    const window = wrongPins.get(site);
    if (window === undefined || at.getTime() - window.since >= 60_000)
      wrongPins.set(site, { since: at.getTime(), count: 1 });
    else window.count += 1;
  }

  function sprayedFor(site: string, at: Date): number {
    const window = wrongPins.get(site);
    if (window === undefined || window.count < wrongPinsPerMinute) return 0;
    return Math.max(0, window.since + 60_000 - at.getTime());
  }

  async function signOut(cookies: Cookies): Promise<void> {
    const token = readSessionToken(cookies[sessionCookie]);
    if (token === null) return;
    await retrying(() =>
      inTransaction(database, { site: token.site, now: now() }, async (tx) => {
        await tellOfPeople(
          tx,
          await store.endSessions(tx, token.site, { session: hashSecret(token.secret) }),
        );
      }),
    );
  }

  async function me(cookies: Cookies): Promise<Me> {
    const db = reading(database);
    const [person, device, sites] = await Promise.all([
      personBy(cookies),
      deviceBy(cookies),
      store.sites(db),
    ]);
    const code = person?.site ?? device?.site ?? (sites.length === 1 ? sites[0]?.site : undefined);
    const site = sites.find((row) => row.site === code);
    return {
      site: site?.site ?? '',
      siteName: site?.name ?? '',
      protocol: PROTOCOL_VERSION,
      operator:
        person === null
          ? null
          : {
              operator: person.operator,
              name: person.name,
              role: person.role,
              language: person.language,
              permissions: [...rolePermissions[person.role]],
            },
      ...(person === null ? {} : { session: person.session.slice(0, 16) }),
      device:
        device === null || device.site !== site?.site
          ? null
          : { device: device.device, kind: device.kind, station: device.station },
      station: person?.station ?? device?.station ?? null,
      ...(site === undefined
        ? {}
        : {
            timezone: site.timezone,
            manualEntry: site.policies.manualEntry,
            stations: await store.stations(db, site.site),
          }),
      now: now().toISOString(),
    };
  }

  async function enrol(code: string, cookies: Cookies): Promise<Refused | { me: Me; token: string }> {
    const read = readDeviceToken(code);
    if (read === null) return refuse('DEVICE_CODE_WRONG');
    const { site, device: name, secret } = read;
    const token = newDeviceToken(site, name);
    const outcome = await inTransaction(database, { site, now: now(), device: name }, async (tx) => {
      const device = (await store.lockDevice(tx, site, name)) ?? null;
      const accepted = acceptEnrolment(device, (hash) => sameSecret(hash, hashSecret(secret)), tx.now);
      if (isRefused(accepted)) return accepted;
      await store.saveEnrolment(tx, site, name, hashSecret(token.secret), accepted.enrolledAt);
      await append(tx, [{ type: 'DeviceChanged', topics: ['desk'], data: { device: name, enrolled: true } }]);
      return accepted;
    });
    if (isRefused(outcome)) {
      log.warn({ site, device: name }, 'enrolment refused');
      return outcome;
    }
    return { token: token.text, me: await me({ ...cookies, [deviceCookie]: token.text }) };
  }

  async function onlySite(): Promise<string | null> {
    const sites = await store.sites(reading(database));
    return sites.length === 1 ? (sites[0]?.site ?? null) : null;
  }

  async function personBy(cookies: Cookies): Promise<(store.Person & { site: string }) | null> {
    const token = readSessionToken(cookies[sessionCookie]);
    if (token === null) return null;
    const person = await store.personBy(reading(database), token.site, { session: hashSecret(token.secret) });
    return person === undefined ? null : { ...person, site: token.site };
  }

  async function deviceBy(cookies: Cookies): Promise<KnownDevice | null> {
    const token = readDeviceToken(cookies[deviceCookie]);
    if (token === null) return null;
    const device = await store.device(reading(database), token.site, token.device);
    if (device === undefined || device.tokenHash === null) return null;
    return sameSecret(device.tokenHash, hashSecret(token.secret))
      ? { ...device, tokenHash: device.tokenHash }
      : null;
  }

  async function identify(cookies: Cookies): Promise<Visitor | null> {
    const [person, device] = await Promise.all([personBy(cookies), deviceBy(cookies)]);
    if (person !== null) {
      const { site, session, operator, role, station } = person;
      return { site, session, operator, role, device: person.device, station, deviceProof: null };
    }
    return device?.kind === 'wall' ? unattended(device, 'wall') : null;
  }

  async function whyOut(cookies: Cookies): Promise<SignedOutWhy> {
    const token = readSessionToken(cookies[sessionCookie]);
    if (token === null) return 'ended';
    const [standing] = await store.standingOf(reading(database), token.site, [hashSecret(token.secret)]);
    return whyOver(standing) ?? 'ended';
  }

  async function identifyMachine(cookies: Cookies): Promise<Visitor | null> {
    const device = await deviceBy(cookies);
    if (device === null) return null;
    const person = await store.personBy(reading(database), device.site, { device: device.device });
    if (person === undefined) return unattended(device, 'wall');
    const { session, operator, role, station } = person;
    return {
      site: device.site,
      session,
      operator,
      role,
      device: device.device,
      station,
      deviceProof: device.tokenHash,
    };
  }

  async function recheck(visitors: readonly Visitor[]): ReturnType<Doorkeeper['recheck']> {
    const db = reading(database);
    const ended = new Map<Visitor, SignedOutWhy>();
    const changed = new Map<Visitor, Visitor>();
    for (const [site, here] of Map.groupBy(visitors, (visitor) => visitor.site)) {
      const sessions = here.flatMap(({ session }) => session ?? []);
      const walls = here.flatMap(({ session, device }) => (session === null ? (device ?? []) : []));
      const standings = new Map(
        sessions.length === 0
          ? []
          : (await store.standingOf(db, site, sessions)).map((row) => [row.session, row]),
      );
      const proofs = new Map(
        walls.length === 0
          ? []
          : (await store.deviceProofs(db, site, walls)).map((row) => [row.device, row.tokenHash]),
      );
      for (const visitor of here) {
        if (visitor.session === null) {
          if (proofs.get(visitor.device ?? '') !== visitor.deviceProof) ended.set(visitor, 'revoked');
          continue;
        }
        const standing = standings.get(visitor.session);
        const over = whyOver(standing);
        if (over !== null) ended.set(visitor, over);
        else if (standing !== undefined && standing.role !== visitor.role)
          changed.set(visitor, { ...visitor, role: standing.role });
      }
    }
    return { ended, changed };
  }

  const presence = keepPresence(database, now, log);
  return {
    signIn,
    signOut,
    me,
    acceptEnrolment: enrol,
    identify,
    whyOut,
    identifyMachine,
    recheck,
    seen: presence.seen,
    stop: presence.stop,
  };
}

/** Handler of EnrolDevice: a code for a new device, or for one that lost its cookie; the desk shows `url` as QR. */
export async function enrolDevice(
  tx: Tx,
  body: CommandBody<'EnrolDevice'>,
  actor: Actor,
  publicUrl: string,
): Promise<Outcome> {
  const known = (await store.lockDevice(tx, actor.site, body.device)) ?? null;
  const stations = (await store.stations(tx.db, actor.site)).map(({ station }) => station);
  const decided = decideEnrolment({ known, stations }, body, tx.now);
  if (isRefused(decided)) return decided;

  const code = newDeviceToken(actor.site, decided.device);
  await store.saveCode(tx, { ...decided, enrolCodeHash: hashSecret(code.secret) });
  await tellOfPeople(tx, await store.endSessions(tx, actor.site, { device: decided.device }));
  await append(tx, [
    { type: 'DeviceChanged', topics: ['desk', 'wall'], data: { device: decided.device, enrolled: false } },
  ]);
  return {
    result: { device: decided.device, until: decided.enrolUntil.toISOString() },
    secret: shownCode(code.text, publicUrl),
  };
}

/**
 * EnrolDevice was sent again: its answer was lost, and the code with it, for only its hash is kept. While the device
 * still waits under the code of that command, a new one takes its place until the same moment (CR20).
 */
export async function codeAgain(
  tx: Tx,
  result: Readonly<Record<string, unknown>>,
  actor: Actor,
  publicUrl: string,
): Promise<Record<string, unknown>> {
  const device = await store.lockDevice(tx, actor.site, String(result['device']));
  if (device === undefined || device.enrolCodeHash === null || device.enrolUntil === null) return {};
  if (device.enrolUntil.toISOString() !== result['until'] || device.enrolUntil <= tx.now) return {};
  const code = newDeviceToken(actor.site, device.device);
  await store.replaceCode(tx, device.device, hashSecret(code.secret));
  return shownCode(code.text, publicUrl);
}

function shownCode(code: string, publicUrl: string): Record<string, unknown> {
  return { code, url: `${publicUrl}/?enrol=${encodeURIComponent(code)}` };
}

type OperatorRow = NonNullable<Awaited<ReturnType<typeof store.lockOperatorByBadge>>>;
type KnownDevice = Awaited<ReturnType<typeof store.device>> & { tokenHash: string };

/** A badge is scanned from its label or typed without the two letters in front. */
function readBadge(sent: string): string | Refused {
  const scan = readScan(sent);
  if (scan.kind === 'badge') return scan.badge;
  const typed = 'text' in scan ? scan.text : undefined;
  if (typed !== undefined && isOwnCode(typed)) return typed;
  if (scan.kind === 'unreadable') return refuse('SCAN_UNREADABLE', { why: scan.reason });
  // A tote, a location, a product: some code, and nobody's badge.
  return typed ?? sent.trim().slice(0, 100);
}

function whyOver(
  standing: { isBlocked: boolean; endedAt: Date | null; isElsewhere: unknown } | undefined,
): SignedOutWhy | null {
  if (standing === undefined) return 'ended';
  if (standing.isBlocked) return 'revoked';
  if (standing.endedAt === null) return null;
  return standing.isElsewhere ? 'elsewhere' : 'ended';
}

/** A device that stands for nobody: it may see what a wall may, and no command is its to give. */
function unattended(device: KnownDevice, role: 'wall'): Visitor {
  const { site, device: name, station, tokenHash } = device;
  return { site, session: null, operator: null, role, device: name, station, deviceProof: tokenHash };
}

async function tellOfPeople(tx: Tx, operators: string[]): Promise<void> {
  await append(
    tx,
    operators.map((operator) => ({
      type: 'OperatorChanged',
      topics: [`operator:${operator}`, 'desk', 'wall'],
      data: { operator },
    })),
  );
}

/** Who was heard of last and when, written for all together: a command must not wait for it. */
function keepPresence(
  database: Database,
  now: () => Date,
  log: Logger,
): { seen(visitor: Visitor): void; stop(): Promise<void> } {
  const writtenAt = new Map<string, number>();
  let pending = new Map<string, { devices: Set<string>; sessions: Set<string> }>();

  function seen({ site, device, session }: Visitor): void {
    const key = `${site} ${session ?? ''} ${device ?? ''}`;
    const at = now().getTime();
    if (at - (writtenAt.get(key) ?? -Infinity) < seenEveryMs) return;
    if (writtenAt.size > 10_000) writtenAt.clear();
    writtenAt.set(key, at);
    const here = pending.get(site) ?? { devices: new Set(), sessions: new Set() };
    pending.set(site, here);
    if (device !== null) here.devices.add(device);
    if (session !== null) here.sessions.add(session);
  }

  async function write(): Promise<void> {
    if (pending.size === 0) return;
    const writing = pending;
    pending = new Map();
    try {
      for (const [site, { devices, sessions }] of writing) {
        await store.markSeen(reading(database), site, now(), {
          devices: [...devices].sort(),
          sessions: [...sessions].sort(),
        });
      }
    } catch (error) {
      // They will be heard of again; a database that is away is reported by whoever needs it.
      log.debug({ error }, 'presence could not be written');
    }
  }

  const timer = setInterval(() => {
    void write();
  }, writeSeenEveryMs);
  timer.unref();
  return {
    seen,
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}

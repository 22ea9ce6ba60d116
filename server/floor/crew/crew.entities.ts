import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '../../protocol/permissions.ts';

/** A person at work. The badge identifies, the PIN or the enrolled device proves; both are kept as hashes only. */
export const Operator = defineEntity({
  name: 'Operator',
  tableName: 'operator',
  properties: {
    site: p.text().primary(),
    operator: p.text().primary(),
    name: p.text(),
    role: p.text().$type<Role>(),
    language: p.text().default('en'),
    badgeHash: p.text(),
    pinHash: p.text(),
    failedPins: p.integer().default(0),
    lockedUntil: p.datetime().nullable(),
    isBlocked: p.boolean().default(false),
    /** Where this person works, and what they have learned; no zone named means everywhere. */
    zones: p.json().$type<string[]>().default('[]'),
    skills: p.json().$type<string[]>().default('[]'),
    /** A lead's word for today, until this moment. */
    zonesToday: p.json().$type<string[]>().nullable(),
    zonesUntil: p.datetime().nullable(),
    breakSince: p.datetime().nullable(),
  },
  uniques: [{ properties: ['site', 'badgeHash'] }],
});

export const Device = defineEntity({
  name: 'Device',
  tableName: 'device',
  properties: {
    site: p.text().primary(),
    device: p.text().primary(),
    kind: p.text().$type<'handheld' | 'station' | 'wall' | 'desk'>(),
    station: p.text().nullable(),
    tokenHash: p.text().nullable(),
    enrolCodeHash: p.text().nullable(),
    enrolUntil: p.datetime().nullable(),
    enrolledAt: p.datetime().nullable(),
    lastSeenAt: p.datetime().nullable(),
  },
});

/** A signed-on person on one device; the token itself stays in the browser's cookie. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    site: p.text().primary(),
    session: p.text().primary(),
    operator: p.text(),
    device: p.text().nullable(),
    station: p.text().nullable(),
    screen: p.text(),
    startedAt: p.datetime(),
    seenAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    isReady: p.boolean().default(false),
  },
  indexes: [{ properties: ['site', 'operator'] }],
});

/** A hub's way in: hash of the secret half of the key. The key's text is fw.<site>.<key>.<secret>. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    site: p.text().primary(),
    apiKey: p.text().primary(),
    hub: p.text(),
    owner: p.text(),
    secretHash: p.text(),
    isRevoked: p.boolean().default(false),
  },
});

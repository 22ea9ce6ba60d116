import { newSecret } from './secrets.ts';

/**
 * What a browser keeps: names the row it belongs to, so that it is found by its key at any number of sites, and carries
 * the secret whose hash stands there. `<site>.<secret>` for a session, `<site>.<device>.<secret>` for a device.
 */
export type SessionToken = Readonly<{ site: string; secret: string }>;
export type DeviceToken = Readonly<{ site: string; device: string; secret: string }>;

export const sessionCookie = 'fw_session';
export const deviceCookie = 'fw_device';

export function newSessionToken(site: string): SessionToken & { text: string } {
  const secret = newSecret();
  return { site, secret, text: `${site}.${secret}` };
}

/** Enrolment codes have the same shape: they name the device that they make. */
export function newDeviceToken(site: string, device: string): DeviceToken & { text: string } {
  const secret = newSecret();
  return { site, device, secret, text: `${site}.${device}.${secret}` };
}

// A site's code may hold dots, devices and secrets never do: read from the end.
const sessionShape = /^(.{1,64})\.([\w-]{20,100})$/;
const deviceShape = /^(.{1,64})\.([A-Za-z0-9-]{1,32})\.([\w-]{20,100})$/;

export function readSessionToken(text: string | undefined): SessionToken | null {
  const [, site, secret] = sessionShape.exec(text ?? '') ?? [];
  return site === undefined || secret === undefined ? null : { site, secret };
}

export function readDeviceToken(text: string | undefined): DeviceToken | null {
  const [, site, device, secret] = deviceShape.exec(text ?? '') ?? [];
  return site === undefined || device === undefined || secret === undefined ? null : { site, device, secret };
}

import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

/**
 * Where this server may be sent by somebody else's URL. Anything inside (loopback, private nets, link-local with the
 * clouds' metadata, reserved ranges) is refused unless OUTBOUND_ALLOW names it: `host`, `host:port`, `*.domain`, an
 * address or a range.
 */
const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's metadata and DNS answer on this public-looking address.
  ['168.63.129.16', 32],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inside.addSubnet(net, bits, 'ipv6');
}

// Of IPv6 only global unicast is outside at all; mapped, NAT64, unique local, link-local and multicast lie beyond it.
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

const ports = new Set(['', '443', '8443']);

export type Outbound = Readonly<{ url: URL }> | Readonly<{ refused: string }>;

/** What can be said of a URL without asking the name service. */
export function checkUrl(text: string, allow: readonly string[]): Outbound {
  const url = URL.parse(text);
  if (url === null) return { refused: 'this is not a URL' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refused: 'only https is spoken' };
  if (url.username !== '' || url.password !== '')
    return { refused: 'a URL must not carry a user or password' };
  if (isNamed(url, allow)) return { url };
  const host = bare(url.hostname);
  if (isIP(host) !== 0 && isInside(host, allow))
    return { refused: 'this address is not reachable from here' };
  const isAllowedAddress = isIP(host) !== 0 && isIn(host, allow);
  if (url.protocol === 'http:' && !isAllowedAddress) {
    return { refused: 'plain http is only spoken with hosts in OUTBOUND_ALLOW' };
  }
  if (!ports.has(url.port) && !isAllowedAddress) {
    return { refused: 'only ports 443 and 8443 are spoken to, unless OUTBOUND_ALLOW names the host' };
  }
  return { url };
}

/** The same, and where its name leads to now. Asked when a URL is saved; a connection asks guardedLookup again. */
export async function checkOutbound(
  text: string,
  allow: readonly string[],
  lookup: LookupFunction = dnsLookup,
): Promise<Outbound> {
  const checked = checkUrl(text, allow);
  if ('refused' in checked || isNamed(checked.url, allow) || isIP(bare(checked.url.hostname)) !== 0)
    return checked;
  return new Promise((resolve) => {
    guardedLookup(allow, lookup)(checked.url.hostname, { all: true }, (error) => {
      if (error === null) resolve(checked);
      else if (error instanceof Inside)
        resolve({ refused: 'this name leads to an address not reachable from here' });
      else resolve({ refused: 'this name is not known' });
    });
  });
}

/**
 * A name lookup that gives a socket only addresses it may connect to. The socket connects to what was checked here, so
 * a name that changes its mind between check and connect gains nothing. One inside address among many refuses the name.
 */
export function guardedLookup(allow: readonly string[], lookup: LookupFunction = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses =
        typeof found === 'string' ? [{ address: found, family: isIPv4(found) ? 4 : 6 }] : (found ?? []);
      const first = addresses[0];
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '', 0);
        return;
      }
      if (!isNamedHost(hostname, allow) && addresses.some(({ address }) => isInside(address, allow))) {
        callback(new Inside(`${hostname} leads to an inside address`), '', 0);
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

class Inside extends Error {}

function isInside(address: string, allow: readonly string[]): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const isOutside = (family === 'ipv4' || global.check(address, family)) && !inside.check(address, family);
  return !isOutside && !isIn(address, allow);
}

/** An address or a range in the list covers this address. */
function isIn(address: string, allow: readonly string[]): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return allow.some((entry) => {
    const [net, bits] = entry.split('/');
    const base = bare(net ?? '');
    if (isIP(base) === 0 || isIPv4(base) !== (family === 'ipv4')) return false;
    const range = new BlockList();
    range.addSubnet(base, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
    return range.check(address, family);
  });
}

function isNamed(url: URL, allow: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return isNamedHost(url.hostname, allow, port);
}

/** Without a port, entries with a port count too: the URL's own check has looked at the port. */
function isNamedHost(hostname: string, allow: readonly string[], port?: string): boolean {
  const host = bare(hostname);
  return allow.some((entry) => {
    const withPort = /^(.+):(\d+)$/.exec(entry);
    const isPlainIPv6 = isIP(entry) === 6;
    const [name, entryPort] =
      withPort === null || isPlainIPv6 ? [entry, undefined] : [withPort[1] ?? '', withPort[2]];
    if (port !== undefined && entryPort !== undefined && entryPort !== port) return false;
    const wanted = bare(name.toLowerCase());
    return wanted.startsWith('*.')
      ? host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1
      : host === wanted;
  });
}

/** As names and addresses are compared: lower case, no brackets, no final dot. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

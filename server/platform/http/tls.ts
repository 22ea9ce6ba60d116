// The certificate that the server speaks HTTPS with.
//
// A site's own certificate is used if there is one. Otherwise the server makes a small certificate authority, once,
// and signs a certificate for the names it is reached by. A device trusts it by installing the authority's root.
// Because people install that root on their phones, it is name-constrained: even if its key were stolen, it could
// sign for this site's names, private addresses and names that never exist on the Internet, and for nothing else.

import 'reflect-metadata'; // @peculiar/x509 refuses to load without it
import {
  createPrivateKey,
  randomBytes,
  X509Certificate as NodeCertificate,
  type webcrypto,
} from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP, isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import * as x509 from '@peculiar/x509';

export type ServerCertificate = Readonly<{
  /** PEM, with the chain. */
  cert: string;
  key: string;
  /** The root that devices install; null with a certificate of the site's own. */
  caPem: string | null;
  caDer: Buffer | null;
}>;

export type ServerCertificateOptions = {
  dataDir: string;
  /** Names and addresses that people and devices will type or scan. */
  hosts: string[];
  certFile?: string;
  keyFile?: string;
  now?: Date;
};

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;
const authorityDays = 3652;
// Apple's systems refuse anything longer than 398 days, Chrome longer than 397.
const serverDays = 397;
const renewDaysBeforeEnd = 30;

// Names and ranges that no public site can have, so a fresh address in the building needs no new root.
const privateNames = ['localhost', 'local', 'lan', 'internal', 'home.arpa', 'test'];
const privateRanges = [
  '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10',
  '::1/128', 'fc00::/7', 'fe80::/10',
]; // prettier-ignore

export async function serverCertificate(options: ServerCertificateOptions): Promise<ServerCertificate> {
  if (options.certFile !== undefined && options.keyFile !== undefined) {
    return siteCertificate(options.certFile, options.keyFile);
  }
  const now = options.now ?? new Date();
  const folder = join(resolve(options.dataDir), 'tls');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hosts = normalHosts(options.hosts);

  const authority = await provideAuthority(folder, hosts, now);
  const leaf = await provideLeaf(folder, authority, hosts, now);
  return {
    cert: leaf.cert + authority.cert,
    key: leaf.key,
    caPem: authority.cert,
    caDer: new NodeCertificate(authority.cert).raw,
  };
}

type Pair = Readonly<{ cert: string; key: string }>;

async function siteCertificate(certFile: string, keyFile: string): Promise<ServerCertificate> {
  const cert = await readSetting('TLS_CERT', certFile);
  const key = await readSetting('TLS_KEY', keyFile);
  return { cert, key, caPem: null, caDer: null };
}

async function readSetting(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(
      `${name} is ${file}: expected a PEM file that can be read (${(error as Error).message})`,
      { cause: error },
    );
  }
}

// The authority is kept for ten years. It is made anew only when it is about to end, or when the site is given a
// public name that it was not made for; then devices have to install the new root.
async function provideAuthority(folder: string, hosts: readonly string[], now: Date): Promise<Pair> {
  const kept = await readPair(folder, 'authority');
  if (kept !== null && !endsSoon(kept, now, serverDays)) {
    const covered = await readCovered(folder);
    if (hosts.every((host) => isPrivate(host) || covered.includes(host))) return kept;
  }
  const publicHosts = hosts.filter((host) => !isPrivate(host));
  const made = await makeAuthority(publicHosts, now);
  await writeSecret(join(folder, 'authority.names'), publicHosts.join('\n'));
  await writePair(folder, 'authority', made);
  return made;
}

async function provideLeaf(
  folder: string,
  authority: Pair,
  hosts: readonly string[],
  now: Date,
): Promise<Pair> {
  const kept = await readPair(folder, 'server');
  if (kept !== null && !endsSoon(kept, now, renewDaysBeforeEnd)) {
    const certificate = new NodeCertificate(kept.cert);
    const isOurs = certificate.verify(new NodeCertificate(authority.cert).publicKey);
    const namesAll = hosts.every((host) => certificate.subjectAltName?.split(', ').includes(sanLine(host)));
    if (isOurs && namesAll && countNames(certificate) === hosts.length) return kept;
  }
  const made = await makeLeaf(authority, hosts, now);
  await writePair(folder, 'server', made);
  return made;
}

async function makeAuthority(publicHosts: readonly string[], now: Date): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(signing, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    // The number tells one site's root from another's in a phone's list.
    name: `CN=Floorwave local authority ${randomBytes(3).toString('hex')}, O=Floorwave`,
    notBefore: new Date(now.getTime() - dayMs), // a handheld's clock may be behind
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension('2.5.29.30', true, nameConstraints(publicHosts)),
    ],
  });
  return { cert: pem(certificate), key: await keyPem(keys.privateKey) };
}

async function makeLeaf(authority: Pair, hosts: readonly string[], now: Date): Promise<Pair> {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await crypto.subtle.generateKey(signing, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=Floorwave',
    issuer: issuer.subject,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + (serverDays - 1) * dayMs),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((host) => (isIP(host) ? { type: 'ip', value: host } : { type: 'dns', value: host })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { cert: pem(certificate), key: await keyPem(keys.privateKey) };
}

// Names

function normalHosts(hosts: readonly string[]): string[] {
  const names = [...hosts, 'localhost', '127.0.0.1', '::1']
    .map((host) =>
      host
        .trim()
        .toLowerCase()
        .replace(/^\[|\]$/g, ''),
    )
    .map((host) => (isIPv6(host) ? shortIPv6(host) : host))
    .filter((host) => host !== '' && host !== '0.0.0.0' && host !== '::');
  const faulty = names.find((host) => isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host));
  if (faulty !== undefined)
    throw new Error(`Expected a host name or an address for the certificate, got ${JSON.stringify(faulty)}`);
  return [...new Set(names)].sort();
}

function isPrivate(host: string): boolean {
  if (isIP(host) === 0) return privateNames.some((name) => host === name || host.endsWith(`.${name}`));
  const bytes = addressBytes(host);
  return privateRanges.some((range) => {
    const { address, mask } = rangeBytes(range);
    return (
      address.length === bytes.length &&
      address.every((byte, i) => byte === ((bytes[i] ?? 0) & (mask[i] ?? 0)))
    );
  });
}

async function readCovered(folder: string): Promise<string[]> {
  const text = await readIfThere(join(folder, 'authority.names'));
  return text === null ? [] : text.split('\n');
}

function sanLine(host: string): string {
  if (isIP(host) === 0) return `DNS:${host}`;
  return `IP Address:${isIPv6(host) ? longIPv6(host) : host}`;
}

function countNames(certificate: NodeCertificate): number {
  return certificate.subjectAltName?.split(', ').length ?? 0;
}

/** As Node prints it in a certificate: eight groups, no leading zeros, capitals. */
function longIPv6(host: string): string {
  const bytes = addressBytes(host);
  return Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
    .join(':')
    .toUpperCase();
}

function shortIPv6(host: string): string {
  return new URL(`http://[${host.split('%')[0]}]`).hostname.slice(1, -1);
}

function addressBytes(host: string): number[] {
  if (!isIPv6(host)) return host.split('.').map(Number);
  const [head = '', tail] = shortIPv6(host).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? [] : Array<number>(8 - front.length - back.length).fill(0);
  return [...front, ...middle, ...back].flatMap((group) => [group >> 8, group & 0xff]);
}

function rangeBytes(range: string): { address: number[]; mask: number[] } {
  const [host = '', length = ''] = range.split('/');
  const address = addressBytes(host);
  const mask = address.map((_, i) => (0xff00 >> Math.min(8, Math.max(0, Number(length) - 8 * i))) & 0xff);
  return { address, mask };
}

// NameConstraints (RFC 5280, 4.2.1.10), written byte by byte because the library has no class for it:
// SEQUENCE { [0] permitted { SEQUENCE { [2] dNSName | [7] address and mask } … } }
function nameConstraints(publicHosts: readonly string[]): Uint8Array<ArrayBuffer> {
  const names = [...privateNames, ...publicHosts.filter((host) => isIP(host) === 0)];
  const single = publicHosts
    .filter((host) => isIP(host) !== 0)
    .map((host) => `${host}/${isIPv6(host) ? 128 : 32}`);
  const subtrees = [
    ...names.map((name) => der(0x30, der(0x82, [...Buffer.from(name, 'latin1')]))),
    ...[...privateRanges, ...single].map((range) => {
      const { address, mask } = rangeBytes(range);
      return der(0x30, der(0x87, [...address, ...mask]));
    }),
  ];
  return Uint8Array.from(der(0x30, der(0xa0, subtrees.flat())));
}

function der(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return [tag, ...size, ...content];
}

// Keys and files

function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40; // positive and never with a leading zero
  return bytes.toString('hex');
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = await crypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(bytes, 'PRIVATE KEY').trim()}\n`;
}

async function readKey(text: string): Promise<webcrypto.CryptoKey> {
  const [bytes] = x509.PemConverter.decode(text);
  if (bytes === undefined)
    throw new Error('Expected a PEM private key in the authority key file, found none');
  return crypto.subtle.importKey('pkcs8', bytes, signing, false, ['sign']);
}

function endsSoon(pair: Pair, now: Date, days: number): boolean {
  return new NodeCertificate(pair.cert).validToDate.getTime() - now.getTime() < days * dayMs;
}

async function readPair(folder: string, name: string): Promise<Pair | null> {
  const [cert, key] = await Promise.all([
    readIfThere(join(folder, `${name}.crt`)),
    readIfThere(join(folder, `${name}.key`)),
  ]);
  if (cert === null || key === null) return null;
  // A start that was interrupted between the two files leaves a key that belongs to no certificate.
  return certificateBelongsTo(cert, key) ? { cert, key } : null;
}

function certificateBelongsTo(cert: string, key: string): boolean {
  try {
    return new NodeCertificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false; // torn or not PEM: made anew, like a missing one
  }
}

async function writePair(folder: string, name: string, pair: Pair): Promise<void> {
  await writeSecret(join(folder, `${name}.key`), pair.key);
  await writeSecret(join(folder, `${name}.crt`), pair.cert);
}

async function writeSecret(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, text, { mode: 0o600, flush: true });
  await rename(aside, path);
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

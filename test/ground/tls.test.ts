import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serverCertificate, type ServerCertificate } from '../../server/platform/http/tls.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'floorwave-tls-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const hosts = ['floor.lan', '192.168.7.20', 'floor.example.com'];

test.each([...hosts, 'localhost', '127.0.0.1', '::1'])(
  'a device that trusts only the root is served as %s',
  async (name) => {
    const certificate = await serverCertificate({ dataDir, hosts });
    expect(await shakeHands(certificate, certificate.caPem, name)).toBe('hello');
  },
);

test('a device without the root, or under another name, refuses', async () => {
  const certificate = await serverCertificate({ dataDir, hosts });
  await expect(shakeHands(certificate, null, 'floor.lan')).rejects.toThrow(
    /self-signed|unable to (get|verify)/,
  );
  await expect(shakeHands(certificate, certificate.caPem, 'other.lan')).rejects.toThrow(/altnames/);
});

test('the root and the certificate are made once', async () => {
  const first = await serverCertificate({ dataDir, hosts });
  expect(await serverCertificate({ dataDir, hosts: [...hosts].reverse() })).toEqual(first);
});

test('another name in the building gets a new certificate under the same root', async () => {
  const first = await serverCertificate({ dataDir, hosts });
  const second = await serverCertificate({ dataDir, hosts: ['floor.lan', '10.0.0.9', 'fd00::5'] });
  expect(second.caPem).toBe(first.caPem);
  expect(await shakeHands(second, first.caPem, '10.0.0.9')).toBe('hello');
  expect(await shakeHands(second, first.caPem, 'fd00::5')).toBe('hello');
  expect(await serverCertificate({ dataDir, hosts: ['floor.lan', '10.0.0.9', 'fd00:0::5'] })).toEqual(second);
});

test('a public name that the root may not sign for makes a new root', async () => {
  const first = await serverCertificate({ dataDir, hosts: ['floor.lan'] });
  const second = await serverCertificate({ dataDir, hosts: ['floor.lan', 'floor.example.com'] });
  expect(second.caPem).not.toBe(first.caPem);
  expect(await shakeHands(second, second.caPem, 'floor.example.com')).toBe('hello');
});

test('the root cannot vouch for the rest of the Internet', async () => {
  const ours = await serverCertificate({ dataDir, hosts });
  // What a thief of the key could do: keep the root, and sign for a bank.
  await writeFile(join(dataDir, 'tls', 'authority.names'), 'bank.example.net');
  const forged = await serverCertificate({ dataDir, hosts: ['bank.example.net'] });
  expect(forged.caPem).toBe(ours.caPem);
  await expect(shakeHands(forged, ours.caPem, 'bank.example.net')).rejects.toThrow(
    'permitted subtree violation',
  );
});

test('certificates are short-lived, the root is kept for ten years, and both are renewed in time', async () => {
  const now = new Date('2026-03-01T08:00:00Z');
  const first = await serverCertificate({ dataDir, hosts, now });
  const leaf = new X509Certificate(first.cert);
  const root = new X509Certificate(first.caPem ?? '');
  const days = (certificate: X509Certificate) =>
    (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / 86_400_000;
  expect(days(leaf)).toBe(397);
  expect(days(root)).toBeGreaterThan(3650);
  expect([leaf.ca, root.ca]).toEqual([false, true]);

  const later = (day: number) =>
    serverCertificate({ dataDir, hosts, now: new Date(now.getTime() + day * 86_400_000) });
  expect((await later(365)).cert).toBe(first.cert);
  const renewed = await later(367);
  expect(renewed.cert).not.toBe(first.cert);
  expect(renewed.caPem).toBe(first.caPem);
  expect((await later(3400)).caPem).not.toBe(first.caPem);
});

test('the keys are for the server alone', async () => {
  await serverCertificate({ dataDir, hosts });
  for (const name of ['authority.key', 'server.key']) {
    expect(((await stat(join(dataDir, 'tls', name))).mode & 0o777).toString(8)).toBe('600');
  }
});

test('a half-written pair is made anew', async () => {
  await serverCertificate({ dataDir, hosts });
  await writeFile(join(dataDir, 'tls', 'server.crt'), 'torn');
  const certificate = await serverCertificate({ dataDir, hosts });
  expect(await shakeHands(certificate, certificate.caPem, 'floor.lan')).toBe('hello');
});

test('the root comes as the bytes that a phone installs', async () => {
  const { caDer, caPem } = await serverCertificate({ dataDir, hosts });
  expect(new X509Certificate(caDer ?? '').toString()).toBe(new X509Certificate(caPem ?? '').toString());
});

test("the site's own certificate goes first, and has no root to install", async () => {
  const made = await serverCertificate({ dataDir, hosts });
  const [certFile, keyFile] = [join(dataDir, 'site.crt'), join(dataDir, 'site.key')];
  await writeFile(certFile, made.cert);
  await writeFile(keyFile, made.key);
  expect(await serverCertificate({ dataDir, hosts, certFile, keyFile })).toEqual({
    cert: await readFile(certFile, 'utf8'),
    key: made.key,
    caPem: null,
    caDer: null,
  });
});

test('a certificate file that cannot be read, or a host that is none, is named', async () => {
  const missing = join(dataDir, 'missing.pem');
  await expect(serverCertificate({ dataDir, hosts, certFile: missing, keyFile: missing })).rejects.toThrow(
    `TLS_CERT is ${missing}`,
  );
  await expect(serverCertificate({ dataDir, hosts: ['floor lan'] })).rejects.toThrow('got "floor lan"');
});

async function shakeHands(certificate: ServerCertificate, ca: string | null, name: string): Promise<string> {
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (_, reply) =>
    reply.end('hello'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    return await new Promise<string>((done, failed) => {
      const { port } = server.address() as AddressInfo;
      // The name that is checked is the one asked for; the connection itself stays on this machine.
      const isName = /[a-z]/.test(name) && !name.includes(':');
      const call = request(
        {
          host: '127.0.0.1',
          port,
          agent: false,
          ...(ca === null ? {} : { ca }),
          ...(isName
            ? { servername: name }
            : { servername: '', checkServerIdentity: (_host, peer) => checkAddress(name, peer.raw) }),
        },
        (reply) => reply.setEncoding('utf8').on('data', done),
      );
      call.once('error', failed);
      call.end();
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function checkAddress(address: string, raw: Buffer): Error | undefined {
  return new X509Certificate(raw).checkIP(address) === undefined
    ? new Error(`altnames do not hold ${address}`)
    : undefined;
}

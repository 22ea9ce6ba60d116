import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createPoster } from '../../server/edges/hub/poster.ts';
import { checkOutbound, checkUrl, guardedLookup } from '../../server/edges/hub/outbound.ts';

const names: Record<string, string[]> = {
  'hub.example.com': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.com': ['10.1.2.3'],
  'both.example.com': ['93.184.215.14', '127.0.0.1'],
  'six.example.com': ['fe80::1'],
};
const lookup: LookupFunction = (name, _options, callback) => {
  const found = names[name];
  if (found === undefined) callback(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }), []);
  else
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
};
async function outcome(url: string, allow: string[] = []) {
  return 'url' in (await checkOutbound(url, allow, lookup)) ? 'may' : 'refused';
}

describe('[HB11] where a URL may lead', () => {
  test.each([
    'https://hub.example.com/hooks',
    'https://hub.example.com:8443/hooks?x=1',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])('%s may be pushed to', async (url) => {
    expect(await outcome(url)).toBe('may');
  });

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://100.100.100.200/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://198.51.100.7/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'http://hub.example.com/',
    'https://hub.example.com:22/',
    'https://user:secret@hub.example.com/',
    'file:///etc/passwd',
    'ftp://hub.example.com/',
    'gopher://hub.example.com/',
    'hub.example.com',
    '',
    'https://inside.example.com/',
    'https://both.example.com/',
    'https://six.example.com/',
    'https://nowhere.example.com/',
    'https://localhost/',
  ])('%s is refused', async (url) => {
    expect(await outcome(url)).toBe('refused');
  });

  test.each([
    ['http://127.0.0.1:9000/hooks', '127.0.0.1'],
    ['http://127.0.0.1:9000/hooks', '127.0.0.1:9000'],
    ['http://127.0.0.1:9000/hooks', '127.0.0.0/8'],
    ['http://[::1]:9000/', '[::1]'],
    ['http://[::1]:9000/', '::1'],
    ['http://hub.local.:9000/', 'hub.local'],
    ['https://inside.example.com/', 'inside.example.com'],
    ['https://inside.example.com/', '*.example.com'],
    ['https://inside.example.com/', '10.1.0.0/16'],
    ['https://hub.example.com:22/', 'hub.example.com:22'],
  ])('%s may, when OUTBOUND_ALLOW has %s', async (url, allow) => {
    expect(await outcome(url)).toBe('refused');
    expect(await outcome(url, [allow])).toBe('may');
  });

  test.each([
    ['http://127.0.0.2:9000/', '127.0.0.1'],
    ['http://127.0.0.1:9001/', '127.0.0.1:9000'],
    ['http://evil-example.com/', '*.example.com'],
    ['http://example.com/', '*.example.com'],
    ['http://inside.example.com/', '10.1.0.0/16'],
    ['https://169.254.169.254/', '127.0.0.0/8'],
    ['ftp://127.0.0.1/', '127.0.0.1'],
  ])('%s is refused though OUTBOUND_ALLOW has %s', async (url, allow) => {
    expect(await outcome(url, [allow])).toBe('refused');
  });
});

describe('[HB11] a name is judged by the address that is connected to', () => {
  const resolve = (name: string, allow: string[] = [], all = true) =>
    new Promise((done) => {
      guardedLookup(allow, lookup)(name, { all }, (error, address) => {
        done(error === null ? address : 'refused');
      });
    });

  test('a name that changes its mind after the check is refused at the connection', async () => {
    let answers = 0;
    const rebinding: LookupFunction = (_name, _options, callback) => {
      callback(null, [{ address: answers++ === 0 ? '93.184.215.14' : '127.0.0.1', family: 4 }]);
    };
    expect(checkUrl('https://rebind.example.com/', [])).toHaveProperty('url');
    expect(await checkOutbound('https://rebind.example.com/', [], rebinding)).toHaveProperty('url');
    await expect(
      new Promise((done, fail) => {
        guardedLookup([], rebinding)('rebind.example.com', {}, (error, address) => {
          if (error === null) done(address);
          else fail(error);
        });
      }),
    ).rejects.toThrow('inside');
  });

  test('the checked addresses, and only they, reach the socket', async () => {
    expect(await resolve('hub.example.com')).toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '2606:2800:21f:cb07:6820:80da:af6b:8b2c', family: 6 },
    ]);
    expect(await resolve('hub.example.com', [], false)).toBe('93.184.215.14');
    expect(await resolve('both.example.com')).toBe('refused');
    expect(await resolve('inside.example.com', ['inside.example.com'])).toEqual([
      { address: '10.1.2.3', family: 4 },
    ]);
  });
});

test('[HB11] the push itself looks where a name leads before it connects', async () => {
  const poster = createPoster([]);
  expect(await poster.post('https://localhost/', {}, '{}', new Date())).toEqual({
    failed: 'localhost leads to an inside address',
  });
  expect(await poster.post('https://127.0.0.1/', {}, '{}', new Date())).toEqual({
    failed: 'this address is not reachable from here',
  });
  poster.close();
});

import { expect, test } from 'vitest';
import { assertDurable } from '../../server/platform/db/durable.ts';

const safe = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

test('a database that keeps what it acknowledges is accepted', async () => {
  await assertDurable(answering(safe));
  await assertDurable(answering({ ...safe, synchronous_commit: 'remote_apply' }));
});

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
  'a database with %s off is refused, and the message says what to set',
  async (setting) => {
    await expect(assertDurable(answering({ ...safe, [setting]: 'off' }))).rejects.toThrow(
      `set ${setting} = on`,
    );
  },
);

test('every fault is named at once', async () => {
  await expect(
    assertDurable(answering({ fsync: 'off', full_page_writes: 'on', synchronous_commit: 'off' })),
  ).rejects.toThrow(/fsync is off .*; synchronous_commit is off/);
});

test('an answer that cannot be read is not taken for a yes', async () => {
  await expect(assertDurable(async () => [])).rejects.toThrow('SHOW fsync was expected to answer');
});

function answering(settings: Record<string, string>) {
  return async (sql: string) => {
    const name = sql.replace('SHOW ', '');
    return [{ [name]: settings[name] }];
  };
}

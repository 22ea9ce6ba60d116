// A database that forgets acknowledged rows would make every promise of this system false, so it is refused at start.

const promises = [
  // Value, then why it is refused. Anything else ("on", "local", "remote_apply" …) survives a crash of this machine.
  { setting: 'fsync', lossy: 'off', risk: 'a power cut can destroy the database' },
  { setting: 'full_page_writes', lossy: 'off', risk: 'a power cut can tear pages that cannot be repaired' },
  {
    setting: 'synchronous_commit',
    lossy: 'off',
    risk: 'a crash can lose facts that were already confirmed to the floor',
  },
] as const;

/** Throws unless the database keeps what it acknowledges. `query` runs one statement and answers its rows. */
export async function assertDurable(
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>,
): Promise<void> {
  const faults: string[] = [];
  for (const { setting, lossy, risk } of promises) {
    const [row] = await query(`SHOW ${setting}`);
    const value = row?.[setting];
    if (typeof value !== 'string') {
      throw new Error(
        `SHOW ${setting} was expected to answer a row with a text ${setting}, got ${JSON.stringify(row)}`,
      );
    }
    if (value === lossy) faults.push(`${setting} is ${value} (${risk}): set ${setting} = on`);
  }
  if (faults.length > 0) throw new Error(`This database is refused: ${faults.join('; ')}`);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Clock } from './clock.ts';
import { realSeconds, type Device, type DeviceLog } from './device.ts';
import type { Random } from './random.ts';
import type { ServerProcess } from './server-process.ts';

export interface Kill {
  what: 'server' | 'database';
  atShare: number;
}

interface Killing {
  kills: readonly Kill[];
  chance: Random;
  say: (what: string) => void;
  /** Of the day's orders, those that are packed or have ended; 0 in a day without an end. */
  share: () => number;
  clock: Clock;
  server: ServerProcess;
  devices: readonly Device[];
  log: DeviceLog;
  trouble: (what: string) => void;
}

/** Kills when the share is reached: with a command in flight if one leaves soon, else with deliveries in flight. */
export function armKills(day: Killing): () => void {
  const { kills, chance, say, share, clock, log } = day;
  const waiting = [...kills].sort((a, b) => a.atShare - b.atShare);
  let isKilling = false;
  const killNow = (kill: Kill): void => {
    say(`killing the ${kill.what}: ${Math.floor(share() * 100)} % of the orders are packed or have ended`);
    clock
      .hold(async () => {
        await (kill.what === 'server' ? killServer(day) : killDatabase(day));
      })
      .catch((error: unknown) => {
        day.trouble(`after the kill: ${String(error)}`);
      })
      .finally(() => {
        isKilling = false;
        look();
      });
  };
  const look = (): void => {
    const [kill] = waiting;
    if (kill === undefined || isKilling || share() < kill.atShare) return;
    waiting.shift();
    isKilling = true;
    const atTheLatest = setTimeout(() => {
      log.onSending = () => {};
      killNow(kill);
    }, 100);
    log.onSending = () => {
      clearTimeout(atTheLatest);
      log.onSending = () => {};
      // A few milliseconds later the command is somewhere between the socket and the end of its transaction.
      setTimeout(() => {
        killNow(kill);
      }, chance.next() * 12);
    };
  };
  return look;
}

async function killServer(day: Killing): Promise<void> {
  await day.server.kill();
  await comeBack(day);
}

/** Starts a server that is gone, and waits until everybody has found it again. */
export async function comeBack({
  server,
  devices,
  say,
}: Pick<Killing, 'server' | 'devices' | 'say'>): Promise<void> {
  await server.start();
  await Promise.all(
    devices.map(async (device) => {
      await device.reconnected();
    }),
  );
  say('the server is back and everybody is connected again');
}

async function killDatabase({ server, say }: Killing): Promise<void> {
  const { postmaster, databaseUrl, url } = server.running;
  if (postmaster === null) throw new Error('the database is not ours to kill: DATABASE_URL is set');
  process.kill(await postmasterNow(databaseUrl), 'SIGKILL');
  await realSeconds(0.5);
  for (let waited = 0; waited < 60; waited += 0.25) {
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok === true) {
      say('the database is back');
      return;
    }
    await realSeconds(0.25);
  }
  throw new Error('the database did not come back within 60 s');
}

/** One that was killed before runs under another process id now than the one the server told when it came up. */
async function postmasterNow(databaseUrl: string): Promise<number> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const {
      rows: [row],
    } = await db.query<{ folder: string }>("select current_setting('data_directory') as folder");
    return Number(readFileSync(join(row?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } finally {
    await db.end();
  }
}

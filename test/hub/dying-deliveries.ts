// A process that pushes until its failpoint kills it: dying-deliveries.ts DATABASE_URL FAILPOINT

import { pino } from 'pino';
import { startDeliveries } from '../../server/edges/hub/hub.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/db/database.ts';
import { armFailpoint } from '../../server/platform/failpoint.ts';

const [, , url = '', failpoint] = process.argv;
armFailpoint(failpoint);
const database = await openDatabase(url, { poolMax: 2 });
startDeliveries({ database, clock: systemClock(), config: { outboundAllow: ['127.0.0.1'] }, log: pino() });
setInterval(() => {
  /* lives until it is killed */
}, 60_000);

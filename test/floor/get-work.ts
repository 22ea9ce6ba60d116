import type { Browser } from 'playwright-core';
import type { CommandBody } from '../../server/protocol/commands.ts';
import { until } from '../platform/running-app.ts';
import { Person } from './person.ts';
import type { RunningSite } from './running-site.ts';

/** The picker asks for work, and the supervisor releases what the order needs: it is pushed to the handheld. */
export async function getWork(
  { browser, site }: { browser: Browser; site: RunningSite },
  picker: Person,
  orderId: string,
  mode: CommandBody<'ReleaseWave'>['mode'] = 'cluster',
): Promise<void> {
  await picker.isAsked('GetWork');
  await picker.press('action-get-work');
  await release({ browser, site }, orderId, mode);
  // Pushed: nobody touched the handheld.
  await picker.isAsked('ScanCart', 'ScanTote');
}

/** The supervisor releases what the order needs. */
export async function release(
  { browser, site }: { browser: Browser; site: RunningSite },
  orderId: string,
  mode: CommandBody<'ReleaseWave'>['mode'] = 'cluster',
): Promise<void> {
  await until(
    () => (site.hub.orders.get(orderId)?.state === 'accepted' ? true : undefined),
    10_000,
    `${orderId} to be accepted`,
  );
  const supervisor = await Person.at(browser, site.url, 'desk');
  await supervisor.signIn(site.employee('supervisor-1'));
  await supervisor.press('tab-release');
  await supervisor.slot('mode').selectOption(mode);
  await supervisor.press('action-release');
  await supervisor.sees('done');
  await supervisor.signOut();
}

import { cubbyCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import type { Warehouse } from '../setup/warehouse.ts';

export const promptOf = (reply: Reply): PickPrompt => {
  if (!('prompt' in reply) || reply.prompt === undefined)
    throw new Error(`expected a prompt, got ${JSON.stringify(reply)}`);
  return reply.prompt;
};

/** What a reply says in one line: the no, if any, and what is asked next. */
export const kind = (reply: Reply): string =>
  `${reply.ok ? '' : 'refusal' in reply ? `${reply.refusal} ` : 'fault '}${promptOf(reply).kind}`;

/** Answers one question of a job as the screen asks it; null when it is none. `lies`: what a count finds there. */
export async function obeyJob(
  w: Warehouse,
  operator: string,
  prompt: PickPrompt,
  lies: (location: string, sku: string, lot: string) => number = () => 0,
): Promise<Reply | null> {
  const scan = (code: string) => w.send(operator, 'PickScan', { scan: code });
  switch (prompt.kind) {
    case 'JobFetch':
      if (prompt.from.kind === 'location') return scan(locationCode(prompt.from.code));
      if (prompt.from.kind === 'cubby') return scan(cubbyCode(prompt.from.code));
      return scan(prompt.from.kind === 'tote' ? toteCode(prompt.from.code) : prompt.from.code);
    case 'JobItem':
      if (prompt.proof === 'serial') return oneOf(await numbersOf(w, prompt), scan);
      if (prompt.proof === 'expiry') return scan(await dateOf(w, prompt));
      return scan((prompt.proof === 'lot' ? prompt.item?.lot : prompt.item?.sku) ?? '');
    case 'JobQuantity':
      return w.send(operator, 'EnterPicked', { units: prompt.item.units ?? 1 });
    case 'JobPut':
      return scan(locationCode(prompt.target?.location ?? ''));
    case 'JobHandBack':
    case 'JobGone':
      return w.send(operator, 'Acknowledge', {});
    case 'CountPlace':
      return scan(locationCode(prompt.place.location));
    case 'CountItem':
      return lies(prompt.location, prompt.item.sku, prompt.item.lot ?? '') === 0
        ? w.send(operator, 'AnswerEmpty', { isEmpty: true })
        : scan(prompt.item.sku);
    case 'CountQuantity':
      return w.send(operator, 'EnterPicked', {
        units: lies(prompt.location, prompt.item.sku, prompt.item.lot ?? ''),
      });
    default:
      return null;
  }
}

type JobItem = Extract<PickPrompt, { kind: 'JobItem' }>;

/** Numbers on the units that lie there. */
async function numbersOf(w: Warehouse, { from, item }: JobItem): Promise<string[]> {
  const rows = await w
    .read()
    .selectFrom('serialUnit')
    .select('serial')
    .where('site', '=', w.site)
    .where('sku', '=', item?.sku ?? '')
    .where('place', '=', `${from.kind}:${from.code}`)
    .orderBy('serial')
    .execute();
  return rows.map((row) => row.serial);
}

async function dateOf(w: Warehouse, { item }: JobItem): Promise<string> {
  const row = await w
    .read()
    .selectFrom('lot')
    .select('expiry')
    .where('site', '=', w.site)
    .where('sku', '=', item?.sku ?? '')
    .where('lot', '=', item?.lot ?? '')
    .executeTakeFirst();
  return String(row?.expiry ?? '');
}

/** The first that is taken; what was read before is refused. */
async function oneOf(codes: readonly string[], scan: (code: string) => Promise<Reply>): Promise<Reply> {
  let reply = await scan(codes[0] ?? '');
  for (const code of codes.slice(1)) if (!reply.ok) reply = await scan(code);
  return reply;
}

/** Takes on whatever small waits and does it all; tells what was asked. */
export async function doJobs(
  w: Warehouse,
  operator: string,
  lies: (location: string, sku: string, lot: string) => number = () => 0,
): Promise<string[]> {
  const asked: string[] = [];
  let prompt = promptOf(await w.send(operator, 'GetWork', {}));
  for (let guard = 0; guard < 100; guard++) {
    const reply = await obeyJob(w, operator, prompt, lies);
    if (reply === null) return asked;
    asked.push(prompt.kind);
    if (!reply.ok) throw new Error(`expected a yes to ${prompt.kind}, got ${JSON.stringify(reply)}`);
    prompt = promptOf(reply);
  }
  throw new Error(`expected an end of the jobs, still asked: ${JSON.stringify(prompt)}`);
}

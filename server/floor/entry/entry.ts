import type { CommandBody } from '../../protocol/commands.ts';
import type { PickPrompt } from '../../protocol/prompts.ts';
import { isRefused, type Refused } from '../../protocol/refusals.ts';
import { append } from '../../platform/journal/append.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as jobs from '../jobs/jobs.ts';
import * as picking from '../picking/picking.ts';
import { judgeEntry } from './judge-entry.ts';

export type EntryCommand = 'PickScan' | 'PackScan' | 'SetAside' | 'HandOver';

/**
 * Asked before a command that carries codes: refuses a typed one where the site wants scans, and writes down one that it
 * lets through, so that bad labels can be found. Null: go on.
 */
export async function takeEntry(
  tx: Tx,
  body: CommandBody<EntryCommand>,
  who: { operator: string; station: string | null },
): Promise<Refused | null> {
  const codes = codesIn(body);
  const mayBeCheckDigits = 'scan' in body && /^\d{2,4}$/.test(body.scan.trim());
  if (codes.length === 0 || (body.entered !== 'typed' && !mayBeCheckDigits)) return null;

  const { manualEntry } = await picking.policies(tx);
  // Where a cart is left is no answer to the question of the walk.
  const asked = who.station === null && !('where' in body) ? await jobs.promptFor(tx, who.operator) : null;
  const place = asked === null ? null : placeAsked(asked);
  const asksPlace =
    asked !== null && ['ScanLocation', 'ScanDrop', 'JobFetch', 'JobPut', 'CountPlace'].includes(asked.kind);
  const isCheckDigits =
    mayBeCheckDigits && asksPlace && place !== null && (await checkDigitsOf(tx, place)) === codes[0]?.trim();
  const judged = judgeEntry(manualEntry, {
    entered: body.entered ?? 'scanned',
    why: body.why ?? null,
    isCheckDigits,
    isAsked: asked?.kind === 'ScanLocation' && asked.confirm.location === 'digits',
  });
  if (isRefused(judged)) return judged;
  if (!judged.isTyped) return null;

  await append(tx, [
    {
      type: 'CodeTyped',
      topics: [],
      data: {
        operator: who.operator,
        station: who.station,
        codes: codes.map((code) => code.slice(0, 60)),
        asked: 'where' in body ? 'HandOver' : (asked?.kind ?? null),
        place,
        why: body.why ?? null,
      },
    },
  ]);
  return null;
}

function codesIn(body: CommandBody<EntryCommand>): string[] {
  if ('scan' in body) return [body.scan];
  if ('itemScan' in body) return [body.itemScan];
  return body.where === null ? [] : [body.where];
}

/** Where the picker is sent or stands: the label in question is there. */
function placeAsked(prompt: PickPrompt): string | null {
  switch (prompt.kind) {
    case 'ScanDrop':
      return prompt.drop;
    case 'JobPut':
      return prompt.target?.location ?? null;
    case 'JobFetch':
      return prompt.from.kind === 'location' ? prompt.from.code : null;
    case 'CountPlace':
      return prompt.place.location;
    default:
      return 'location' in prompt ? prompt.location : null;
  }
}

async function checkDigitsOf(tx: Tx, location: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('location')
    .select('checkDigits')
    .where('site', '=', tx.site)
    .where('location', '=', location)
    .executeTakeFirst();
  return row?.checkDigits ?? null;
}

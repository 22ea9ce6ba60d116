import { createHash, randomUUID } from 'node:crypto';
import { Compile, type Validator } from 'typebox/compile';
import type { Logger } from 'pino';
import { commands, type CommandBody, type CommandName } from '../../protocol/commands.ts';
import { rolePermissions, type Role } from '../../protocol/permissions.ts';
import type { Reply } from '../../protocol/prompts.ts';
import { isRefused, type Refused, type RefusalCode } from '../../protocol/refusals.ts';
import { failpoint } from '../failpoint.ts';
import { inTransaction, json, type Database, type Tx } from '../db/database.ts';
import { databaseCode, isConnectionLost, isRetryable } from '../db/retryable.ts';

/** Who sent a command, as the socket's session proved it. */
export interface Actor {
  site: string;
  operator: string;
  role: Role;
  device: string | null;
  station: string | null;
}

/**
 * What a handler gives back: a refusal, or what the reply should carry beside `ok`. `secret` joins `result` on its way
 * to the sender and is not stored.
 */
export type Outcome = Refused | { result?: Record<string, unknown>; secret?: Record<string, unknown> };
export type Handlers = {
  [N in CommandName]: (tx: Tx, body: CommandBody<N>, actor: Actor) => Promise<Outcome>;
};
/** A new secret for a re-send of these commands, whose stored result lacks it; empty when there is none to give any more. */
export type NewSecrets = {
  [N in CommandName]?: (
    tx: Tx,
    result: Readonly<Record<string, unknown>>,
    actor: Actor,
  ) => Promise<Record<string, unknown>>;
};
/** What the person is asked next; read after the handler, inside its transaction. */
export type NextQuestion = (
  tx: Tx,
  actor: Actor,
  name: CommandName,
) => Promise<Pick<Extract<Reply, { ok: true }>, 'prompt' | 'bench' | 'sort'>>;

/** What a refusal leaves behind although its handler is rolled back: that this person has heard it. */
export type Heard = (tx: Tx, actor: Actor, name: CommandName, refusal: Refused) => Promise<void>;

export type Dispatch = (
  actor: Actor,
  envelope: { commandId: string; name: string; body: unknown },
) => Promise<Reply>;

const attempts = 6;

/**
 * One command in, one answer out: schema, permission, dedupe, transaction, retry. The reply is stored under the commandId in the
 * transaction of its effect, so a re-send hears the same words and changes nothing. A secret among them is made anew.
 *
 * A refusal rolls its handler back (a decision may have locked, never written) and stores only the reply, and that it was heard.
 */
export function createDispatch(options: {
  database: Database;
  handlers: Handlers;
  newSecrets: NewSecrets;
  nextQuestion: NextQuestion;
  heard: Heard;
  now: () => Date;
  log: Logger;
}): Dispatch {
  const checks = new Map<string, Validator>(
    Object.entries(commands).map(([name, command]) => [name, Compile(command.body)]),
  );

  return async function dispatch(actor, envelope) {
    const check = checks.get(envelope.name);
    if (check === undefined) return refusal('BAD_COMMAND', { at: 'name' });
    if (!check.Check(envelope.body)) {
      const first = check.Errors(envelope.body)[0];
      return refusal('BAD_COMMAND', { at: first?.instancePath ?? '', says: first?.message ?? '' });
    }
    const name = envelope.name as CommandName;
    const needed = commands[name].permission;
    if (!rolePermissions[actor.role].includes(needed)) {
      options.log.warn({ operator: actor.operator, command: name }, 'command without the permission for it');
      return refusal('NOT_ALLOWED', { permission: needed });
    }
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([name, actor.operator, envelope.body]))
      .digest('base64');

    for (let attempt = 1; ; attempt++) {
      try {
        return await once(
          actor,
          { commandId: envelope.commandId, name, body: envelope.body as CommandBody<CommandName> },
          fingerprint,
        );
      } catch (error) {
        // 23505 on command_log: the same command won the race in another transaction; the next attempt hears its reply.
        const again = isRetryable(error) || databaseCode(error) === '23505';
        if (again && attempt < attempts) {
          await new Promise((resolve) => setTimeout(resolve, 5 * attempt * attempt));
          continue;
        }
        const reference = randomUUID().slice(0, 8);
        options.log.error(
          { error, reference, commandId: envelope.commandId, command: name, operator: actor.operator },
          'command failed',
        );
        return { ok: false, fault: reference, retry: isRetryable(error) || isConnectionLost(error) };
      }
    }
  };

  async function once(
    actor: Actor,
    command: { commandId: string; name: CommandName; body: CommandBody<CommandName> },
    fingerprint: string,
  ): Promise<Reply> {
    const context = { ...actor, now: options.now(), commandId: command.commandId };
    try {
      return await inTransaction(options.database, context, async (tx) => {
        failpoint('dispatch.begun');
        const seen = await tx.db
          .selectFrom('commandLog')
          .select(['fingerprint', 'reply'])
          .where('site', '=', actor.site)
          .where('commandId', '=', command.commandId)
          .executeTakeFirst();
        if (seen !== undefined) {
          if (seen.fingerprint !== fingerprint) return refusal('COMMAND_ID_REUSED', {});
          const stored = seen.reply as Reply;
          const newSecret = options.newSecrets[command.name];
          if (newSecret === undefined || !stored.ok || stored.result === undefined) return stored;
          return { ...stored, result: { ...stored.result, ...(await newSecret(tx, stored.result, actor)) } };
        }
        // The table is total over CommandName; the union of bodies needs this one widening to call its entry.
        const handler = options.handlers[command.name] as (
          tx: Tx,
          body: unknown,
          actor: Actor,
        ) => Promise<Outcome>;
        const outcome = await handler(tx, command.body, actor);
        if (isRefused(outcome)) throw new RolledBack(outcome);
        const reply: Reply = {
          ok: true,
          ...(await options.nextQuestion(tx, actor, command.name)),
          ...(outcome.result === undefined ? {} : { result: outcome.result }),
        };
        await remember(tx, actor, command, fingerprint, reply, null);
        failpoint('dispatch.beforeCommit');
        return outcome.secret === undefined
          ? reply
          : { ...reply, result: { ...outcome.result, ...outcome.secret } };
      }).then((reply) => {
        failpoint('dispatch.afterCommit');
        return reply;
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      const { refused, data } = error.refusal;
      return inTransaction(options.database, context, async (tx) => {
        await options.heard(tx, actor, command.name, error.refusal);
        const reply: Reply = {
          ok: false,
          refusal: refused,
          data,
          ...(await options.nextQuestion(tx, actor, command.name)),
        };
        await remember(tx, actor, command, fingerprint, reply, refused);
        return reply;
      });
    }
  }

  async function remember(
    tx: Tx,
    actor: Actor,
    command: { commandId: string; name: string },
    fingerprint: string,
    reply: Reply,
    refused: RefusalCode | null,
  ): Promise<void> {
    await tx.db
      .insertInto('commandLog')
      .values({
        site: actor.site,
        commandId: command.commandId,
        name: command.name,
        fingerprint,
        operator: actor.operator,
        device: actor.device,
        station: actor.station,
        isRefused: refused !== null,
        refusal: refused,
        reply: json<unknown>(reply),
        at: tx.now,
      })
      .execute();
  }
}

/** Carries a refusal out of the transaction so that nothing of it stays. */
class RolledBack extends Error {
  readonly refusal: Refused;
  constructor(refusal: Refused) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

function refusal(code: RefusalCode, data: Record<string, unknown>): Reply {
  return { ok: false, refusal: code, data };
}

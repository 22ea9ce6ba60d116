import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { commandEnvelope } from '../../protocol/commands.ts';
import type { Reply } from '../../protocol/prompts.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { OriginCheck } from '../http/origins.ts';
import { Problem } from '../http/problem.ts';
import { messageLimits } from './screens.ts';
import { isStorable } from './storable.ts';
import { tokenBucket } from './token-bucket.ts';
import type { Cookies, Doorkeeper } from './visitor.ts';

const envelopeCheck = Compile(commandEnvelope);

/** So many messages that make no sense, one after the other, and the line is cut: a machine that is broken stays so. */
const patience = 20;

/**
 * Machines' door: a fixed scanner, a scale, a put-to-light controller speaks plain JSON over a WebSocket. Same
 * commands, same dispatch as screens; it acts for whoever is signed in at its own device.
 *
 * In: `{ commandId, name, body }`. Out: `{ commandId, reply }`, in the order of what came in.
 */
export async function serveDevices(
  app: FastifyInstance,
  options: {
    checkOrigin: OriginCheck;
    doorkeeper: Doorkeeper;
    dispatch: Dispatch;
    now: () => Date;
  },
): Promise<void> {
  const { doorkeeper } = options;

  app.get(
    '/v1/devices',
    {
      websocket: true,
      async preValidation(request) {
        if (options.checkOrigin(request.headers) === 'foreign')
          throw new Problem(403, 'FOREIGN_ORIGIN', 'This page is not ours');
        if (
          (await doorkeeper.identifyMachine(proofOf(request.cookies, request.headers.authorization))) === null
        ) {
          throw new Problem(401, 'NOT_ENROLLED', 'This device is not enrolled here');
        }
      },
    },
    (socket, request) => {
      const proof = proofOf(request.cookies, request.headers.authorization);
      const bucket = tokenBucket(messageLimits, () => options.now().getTime());
      let queue: Promise<void> = Promise.resolve();
      let senseless = 0;

      socket.on('error', (error) => {
        request.log.warn({ error }, "machine's socket error");
      });
      socket.on('message', (data, isBinary) => {
        queue = queue
          .then(async () => {
            const message = isBinary ? null : parse(data);
            const commandId = commandIdOf(message);
            const reply = bucket.take()
              ? await command(message)
              : ({ ok: false, fault: 'too_fast', retry: true } as const);
            send(socket, { commandId, reply });
            senseless = isSenseless(reply) ? senseless + 1 : 0;
            if (senseless >= patience) socket.close(1008, 'senseless');
          })
          .catch((error: unknown) => {
            request.log.error({ error }, "machine's command could not be answered");
            send(socket, { commandId: null, reply: { ok: false, fault: 'unexpected', retry: true } });
          });
      });

      async function command(message: unknown): Promise<Reply> {
        if (!envelopeCheck.Check(message)) {
          return {
            ok: false,
            refusal: 'BAD_COMMAND',
            data: { at: envelopeCheck.Errors(message)[0]?.instancePath ?? '' },
          };
        }
        if (!isStorable(message.body)) return { ok: false, refusal: 'BAD_COMMAND', data: { at: '/body' } };
        // Looked up each time: people come and go while the machine stays on the line.
        const visitor = await doorkeeper.identifyMachine(proof);
        if (visitor === null) {
          socket.close(1008, 'not enrolled');
          return { ok: false, refusal: 'NOT_SIGNED_IN', data: {} };
        }
        doorkeeper.seen(visitor);
        const { site, operator, role, device, station } = visitor;
        if (operator === null) return { ok: false, refusal: 'NOT_SIGNED_IN', data: {} };
        return options.dispatch({ site, operator, role, device, station }, message);
      }
    },
  );
}

function proofOf(cookies: Cookies, authorization: string | undefined): Cookies {
  const token = /^Bearer (\S{1,300})$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? { fw_device: cookies.fw_device } : { fw_device: token };
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return null; // half a message, or none of ours: the schema says so
  }
}

function commandIdOf(message: unknown): string | null {
  const isNamed =
    typeof message === 'object' &&
    message !== null &&
    'commandId' in message &&
    typeof message.commandId === 'string';
  return isNamed ? String(message.commandId).slice(0, 64) : null;
}

function isSenseless(reply: Reply): boolean {
  return !reply.ok && 'refusal' in reply && reply.refusal === 'BAD_COMMAND';
}

function send(socket: WebSocket, answer: { commandId: string | null; reply: Reply }): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(answer));
}

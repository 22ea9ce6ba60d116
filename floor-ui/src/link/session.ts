import type { RefusalCode } from '../../../server/protocol/refusals.ts';
import type { Me } from '../../../server/protocol/views.ts';

export type ScreenName = 'handheld' | 'bench' | 'putWall' | 'wall' | 'desk';

export interface SignIn {
  badge: string;
  pin?: string;
  screen: ScreenName;
  station?: string;
}

/** The server's no over HTTP, or the fact that it could not be asked. */
export type SessionAnswer =
  | { ok: true; me: Me }
  | { ok: false; refusal: RefusalCode; data: Record<string, unknown> }
  | { ok: false; unreachable: true };

export const whoAmI = (): Promise<SessionAnswer> => ask('GET', '/session');
export const signIn = (body: SignIn): Promise<SessionAnswer> => ask('POST', '/session', body);
export const enrol = (code: string): Promise<SessionAnswer> => ask('POST', '/enrol', { code });

/** Ends the session here even when the server cannot be told: the launcher asks again who is there. */
export async function signOut(): Promise<void> {
  await ask('DELETE', '/session');
}

async function ask(method: string, path: string, body?: unknown): Promise<SessionAnswer> {
  try {
    const answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const document: unknown = text === '' ? {} : JSON.parse(text);
    if (answer.ok) return { ok: true, me: document as Me }; // the server ships with this screen and typed it
    const problem = document as { refusal?: RefusalCode; data?: Record<string, unknown> };
    if (problem.refusal !== undefined)
      return { ok: false, refusal: problem.refusal, data: problem.data ?? {} };
    if (answer.status === 401) return { ok: false, refusal: 'NOT_SIGNED_IN', data: {} };
    if (answer.status === 429) return { ok: false, refusal: 'SIGN_IN_LOCKED', data: { minutes: 1 } };
    return { ok: false, unreachable: true };
  } catch {
    return { ok: false, unreachable: true }; // no network or no JSON: the screen says so and offers another try
  }
}

import type { Permission } from '../../../../server/protocol/permissions.ts';
import type { Me } from '../../../../server/protocol/views.ts';
import { enrol, signIn, signOut, whoAmI, type ScreenName, type SessionAnswer } from '../../link/session.ts';
import { longestKept } from '../../scan/burst.ts';
import type { Refused } from '../refused.ts';

/** Which tiles to offer. The server checks again at the door of each screen. */
const needs: Record<ScreenName, Permission> = {
  handheld: 'pick',
  bench: 'pack',
  putWall: 'sort',
  wall: 'wall.see',
  desk: 'desk.see',
};
export const screenNames: readonly ScreenName[] = ['handheld', 'bench', 'putWall', 'wall', 'desk'];

const screenOfDevice: Record<string, ScreenName> = {
  handheld: 'handheld',
  station: 'bench',
  wall: 'wall',
  desk: 'desk',
};
const lastScreen = 'floorwave.screen';

export class Launcher {
  me = $state.raw<Me | null>(null);
  at = $state<'asking' | 'enrolling' | 'enrolled' | 'unreachable' | 'signIn' | 'choose'>('asking');
  refused = $state.raw<Refused | null>(null);
  isUnreachable = $state(false);
  isBusy = $state(false);
  needsPin = $state(false);
  screen = $state<ScreenName>('handheld');
  badge = $state('');
  pin = $state('');
  station = $state('');

  readonly #enrolCode: string | null;
  readonly #askedScreen: ScreenName | null;

  constructor(askedScreen: string | null, enrolCode: string | null) {
    this.#askedScreen = screenNames.find((name) => name === askedScreen) ?? null;
    this.#enrolCode = enrolCode;
  }

  /** On an enrolled device the badge alone signs in. */
  get isEnrolled(): boolean {
    return (this.me?.device ?? null) !== null;
  }

  get needsStation(): boolean {
    return this.screen === 'bench' && (this.me?.device?.station ?? null) === null;
  }

  get allowed(): ScreenName[] {
    const held = this.me?.operator?.permissions ?? [];
    return screenNames.filter((name) => held.includes(needs[name]));
  }

  async begin(): Promise<void> {
    if (this.#enrolCode !== null) return this.#enrol(this.#enrolCode);
    await this.#ask();
  }

  async goOn(): Promise<void> {
    await this.#ask();
  }

  async signIn(): Promise<void> {
    if (this.isBusy || this.badge.trim() === '') return;
    if (!this.isEnrolled && !/^[0-9]{6}$/.test(this.pin)) {
      this.refused = { refusal: 'PIN_NEEDED', data: {}, scanned: null };
      return;
    }
    this.isBusy = true;
    const answer = await signIn({
      badge: this.badge.trim().slice(0, longestKept),
      ...(this.pin === '' ? {} : { pin: this.pin }),
      screen: this.screen,
      ...(this.needsStation && this.station.trim() !== '' ? { station: this.station.trim() } : {}),
    });
    this.isBusy = false;
    this.pin = '';
    if (!this.#take(answer)) {
      if (this.refused?.refusal === 'PIN_NEEDED') this.needsPin = true;
      else if (this.isEnrolled) this.badge = '';
      return;
    }
    this.badge = '';
    if (this.allowed.includes(this.screen)) this.open(this.screen);
    else this.at = 'choose';
  }

  async choose(screen: ScreenName): Promise<void> {
    this.screen = screen;
    const hasStation = (this.me?.station ?? this.me?.device?.station ?? null) !== null;
    if (screen !== 'bench' || hasStation) return this.open(screen);
    // A session belongs to one station from its start: sign in again and name it.
    await signOut();
    this.at = 'signIn';
    if (this.me !== null) this.me = { ...this.me, operator: null };
  }

  open(screen: ScreenName): void {
    localStorage.setItem(lastScreen, screen);
    location.assign(`/${screen === 'putWall' ? 'put-wall' : screen}/`);
  }

  async leave(): Promise<void> {
    await signOut();
    await this.#ask();
  }

  async #enrol(code: string): Promise<void> {
    this.at = 'enrolling';
    const answer = await enrol(code);
    if (this.#take(answer)) this.at = 'enrolled';
    else if (this.isUnreachable) this.at = 'unreachable';
    else await this.#ask(this.refused);
  }

  async #ask(refusedBefore: Refused | null = null): Promise<void> {
    const answer = await whoAmI();
    if (!this.#take(answer) && this.isUnreachable) {
      this.at = 'unreachable';
      return;
    }
    this.refused = refusedBefore;
    this.screen =
      this.#askedScreen ??
      screenOfDevice[this.me?.device?.kind ?? ''] ??
      screenNames.find((name) => name === localStorage.getItem(lastScreen)) ??
      'handheld';
    if (this.me?.device?.kind === 'wall' && this.#askedScreen === null) return this.open('wall');
    this.at = (this.me?.operator ?? null) === null ? 'signIn' : 'choose';
  }

  #take(answer: SessionAnswer): boolean {
    this.refused = null;
    this.isUnreachable = !answer.ok && 'unreachable' in answer;
    if (answer.ok) {
      this.me = answer.me;
      return true;
    }
    if ('refusal' in answer) this.refused = { refusal: answer.refusal, data: answer.data, scanned: null };
    return false;
  }
}

import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { badgeCode } from '../../server/barcode/own-codes.ts';
import type { Employee } from '../../simulators/building.ts';
import type { Screen } from '../../simulators/device.ts';
import { until } from '../platform/running-app.ts';

/** The sizes that the screens are drawn for. */
const sizes: Record<Screen, { width: number; height: number }> = {
  handheld: { width: 480, height: 800 },
  bench: { width: 1280, height: 800 },
  putWall: { width: 1280, height: 800 },
  desk: { width: 1440, height: 900 },
  wall: { width: 1920, height: 1080 },
};

/** Two equal reads within this time are one pull of the trigger to a screen (floor-ui/src/scan/wedge.svelte.ts). */
const samePullMs = 400;

/** From one key to the next; a screen takes what comes much faster for a scanner. */
const fingerMs = 90;

const patienceMs = 15_000;

/** Somebody before a screen, who knows of the work only what stands there, and answers with a scanner and keys. */
export class Person {
  readonly page: Page;
  readonly screen: Screen;
  readonly wire: CDPSession;
  /** When each code was last read. */
  readonly #pulls = new Map<string, number>();
  #lastQuestion = '';

  private constructor(page: Page, screen: Screen, wire: CDPSession) {
    this.page = page;
    this.screen = screen;
    this.wire = wire;
  }

  /** Each on a device of their own. */
  static async at(browser: Browser, url: string, screen: Screen): Promise<Person> {
    const context = await browser.newContext({ baseURL: url, viewport: sizes[screen] });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    return new Person(page, screen, await context.newCDPSession(page));
  }

  async signIn(employee: Employee, station?: string): Promise<void> {
    await this.page.goto('/');
    await this.press(`screen-${this.screen}`);
    if (station !== undefined) await this.press(`station-${station}`);
    await this.slot('badge').focus();
    await this.scan(badgeCode(employee.badge));
    await this.type(employee.pin);
    await this.sees(this.screen);
  }

  slot(name: string): Locator {
    return this.page.locator(`[data-slot="${name}"]`);
  }

  async sees(slot: string): Promise<void> {
    await this.slot(slot).first().waitFor();
  }

  async reads(slot: string): Promise<string> {
    return (await this.slot(slot).innerText()).trim();
  }

  /** On a red screen: the code of what is wanted. */
  async readsWanted(): Promise<string> {
    return (await this.slot('wanted').locator('.code').last().innerText()).trim();
  }

  /** Waits until the screen asks one of these, and says which. */
  async isAsked(...kinds: readonly [string, ...string[]]): Promise<string> {
    const any = kinds.map((kind) => `[data-slot="prompt"][data-kind="${kind}"]`).join(', ');
    await this.page.locator(any).waitFor();
    return (await this.slot('prompt').getAttribute('data-kind')) ?? '';
  }

  /** Acts, and waits until the question, or how far it is answered, is another one than before. */
  async goesOn(act: () => Promise<void>): Promise<void> {
    const before = await this.#question();
    await act();
    await until(
      async () => ((await this.#question()) === before ? undefined : true),
      patienceMs,
      `another question than\n${before}`,
    );
  }

  /** Acts, and tells the code of the red screen that answers. */
  async isRefused(act: () => Promise<void>): Promise<string> {
    await this.#question();
    await act();
    return (await this.slot('refusal').getAttribute('data-code')) ?? '';
  }

  async press(slot: string): Promise<void> {
    await this.slot(slot).click();
  }

  async scan(code: string): Promise<void> {
    // A hand needs a moment before the next pull, and the screen knows that.
    await until(() =>
      performance.now() - (this.#pulls.get(code) ?? -Infinity) > samePullMs ? true : undefined,
    );
    await this.#wedge(code);
    this.#pulls.set(code, performance.now());
  }

  /** A trigger held down: the scanner reads the same code again and again, so many times a second. */
  async holdTrigger(code: string, times: number, perSecond: number): Promise<void> {
    const from = Date.now() / 1_000;
    // The keys say themselves when they were pressed, so that a busy machine does not make the reads slower.
    for (let read = 0; read < times; read += 1) await this.#wedge(code, from + read / perSecond);
    this.#pulls.set(code, performance.now() + (times / perSecond) * 1_000);
  }

  /** All in one piece, as scanners built into Android devices hand their codes over. */
  async paste(code: string): Promise<void> {
    await this.page.keyboard.insertText(code);
  }

  /** Digits on hardware keys, then Enter, as slowly as fingers do it. */
  async type(digits: string): Promise<void> {
    for (const key of [...digits, 'Enter']) await this.hotkey(key);
  }

  /** One key by a finger, which is never there as soon as the last one, nor before what it answers was looked at. */
  async hotkey(key: string): Promise<void> {
    await this.page.waitForTimeout(fingerMs);
    if (key === 'Enter' || key === 'F2') await this.page.locator('nav[inert]').waitFor({ state: 'detached' });
    await this.page.keyboard.press(key);
  }

  /** Whoever only walks away stays ready for work, and the next walk would be theirs. */
  async signOut(): Promise<void> {
    await this.press(this.screen === 'handheld' ? 'action-settings' : 'action-menu');
    await this.press('action-sign-out');
    await this.sees('launcher');
    await this.page.context().close();
  }

  /** Behind a red screen stands the question from before. */
  async #question(): Promise<string> {
    const [shown] = await this.page
      .locator('[data-slot="prompt"]:not(:has([data-slot="refusal"]))')
      .allInnerTexts();
    this.#lastQuestion = shown ?? this.#lastQuestion;
    return this.#lastQuestion;
  }

  /**
   * A keyboard wedge types a whole code in a few milliseconds. So the keys are all sent at once: one by one, waiting for each,
   * a machine that is busy with a database types as slowly as a person, and no screen takes that for a scanner.
   */
  async #wedge(code: string, timestamp?: number): Promise<void> {
    await this.burst([...code, 'Enter'], timestamp);
  }

  /**
   * Keys by their names, all at once. `Ctrl+]` is how many scanners send the separator of GS1, and `Alt+037` how those
   * send any character that do not know the keyboard's language.
   */
  async burst(keys: readonly string[], timestamp?: number): Promise<void> {
    await Promise.all(
      keys.flatMap(strokesOf).map((stroke) =>
        this.wire.send('Input.dispatchKeyEvent', {
          ...stroke,
          ...(timestamp === undefined ? {} : { timestamp }),
        }),
      ),
    );
  }
}

interface Stroke {
  type: 'keyDown' | 'keyUp' | 'rawKeyDown';
  key: string;
  code?: string;
  text?: string;
  modifiers?: number;
  windowsVirtualKeyCode?: number;
}

function strokesOf(name: string): Stroke[] {
  const [, held, key = name] = /^(Ctrl|Alt)\+(.+)$/.exec(name) ?? [];
  if (held === 'Alt')
    return [
      { type: 'rawKeyDown', key: 'Alt', modifiers: 1 },
      ...[...key].flatMap((digit): Stroke[] => [
        { type: 'rawKeyDown', key: digit, code: `Numpad${digit}`, modifiers: 1 },
        { type: 'keyUp', key: digit, code: `Numpad${digit}`, modifiers: 1 },
      ]),
      { type: 'keyUp', key: 'Alt' },
    ];
  const stroke = { key, modifiers: held === 'Ctrl' ? 2 : 0, ...(keyCodes[key] ?? {}) };
  const text = held === 'Ctrl' ? undefined : (texts[key] ?? ([...key].length === 1 ? key : undefined));
  return [
    text === undefined ? { type: 'rawKeyDown', ...stroke } : { type: 'keyDown', ...stroke, text },
    { type: 'keyUp', ...stroke },
  ];
}

const texts: Record<string, string> = { Enter: '\r' };
const keyCodes: Record<string, { windowsVirtualKeyCode: number; code: string }> = {
  Tab: { windowsVirtualKeyCode: 9, code: 'Tab' },
  Escape: { windowsVirtualKeyCode: 27, code: 'Escape' },
  F1: { windowsVirtualKeyCode: 112, code: 'F1' },
};

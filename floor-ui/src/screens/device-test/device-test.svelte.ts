import { keepFrame, plainFrame, type Frame } from '../../scan/frame.ts';
import type { Tones } from '../../scan/tones.ts';
import type { Read, Wedge } from '../../scan/wedge.svelte.ts';
import { separatorsIn, signsAround } from './test-codes.ts';

/** `missing`: the device or the browser has no such thing, and work goes on without. */
export type Outcome = 'todo' | 'yes' | 'no' | 'missing';

/** Below this a battery does not last a shift. */
const lowBatteryPercent = 20;
/** A walk is still quick with this much between a scan and its answer. */
const slowMs = 300;
const rounds = 5;

/** Kept on the device: a test that was made or put off is not offered again. */
const testedKey = 'floorwave.tested';

export function isTested(): boolean {
  try {
    return localStorage.getItem(testedKey) !== null;
  } catch {
    return true; // nothing can be kept here: do not ask for ever
  }
}

export function keepTested(): void {
  try {
    localStorage.setItem(testedKey, 'yes');
  } catch {
    // Storage forbidden: the test itself says so.
  }
}

/** What this device can do, tried out one by one. */
export class DeviceTest {
  scanner = $state<Outcome>('todo');
  scan = $state.raw<{ code: string; read: Read } | null>(null);
  separators = $state<'kept' | 'lost' | null>(null);
  around = $state.raw<{ prefix: string; suffix: string } | null>(null);
  sound = $state<Outcome>('todo');
  vibration = $state<Outcome>('todo');
  camera = $state<Outcome>('todo');
  link = $state<Outcome>('todo');
  linkMs = $state<number | null>(null);
  socket = $state<Outcome>('todo');
  battery = $state<Outcome>('todo');
  batteryPercent = $state<number | null>(null);
  awake = $state<Outcome>('todo');
  fullScreen = $state<Outcome>('todo');
  secure = $state<Outcome>('todo');
  storage = $state<Outcome>('todo');
  frame = $state.raw<Frame>(plainFrame);
  readonly #tones: Tones;
  readonly #wedge: () => Wedge;

  constructor(tones: Tones, wedge: () => Wedge) {
    this.#tones = tones;
    this.#wedge = wedge;
  }

  /** Everything that needs no hand. */
  async begin(): Promise<void> {
    this.frame = this.#wedge().frame;
    this.secure = window.isSecureContext ? 'yes' : 'no';
    this.fullScreen = document.fullscreenEnabled ? 'yes' : 'missing';
    if (!('vibrate' in navigator)) this.vibration = 'missing';
    this.storage = keepsThings() ? 'yes' : 'no';
    await Promise.all([this.#tryLink(), this.#trySocket(), this.#tryBattery(), this.#tryAwake()]);
  }

  heard(code: string, read: Read): void {
    this.scanner = 'yes';
    this.scan = { code, read };
    this.separators = separatorsIn(code) ?? this.separators;
    this.around = signsAround(code);
    this.#tones.play('read');
  }

  filmed(): void {
    this.camera = 'yes';
    this.#tones.play('read');
  }

  /** What stands around the test code comes off every code from now on. */
  takeOff(): void {
    const { around } = this;
    if (around === null) return;
    this.around = null;
    this.#setFrame({
      ...this.frame,
      prefix: `${this.frame.prefix}${around.prefix}`,
      suffix: `${around.suffix}${this.frame.suffix}`,
    });
  }

  forgetFrame(): void {
    this.#setFrame({ ...this.frame, prefix: '', suffix: '' });
  }

  /** What the scanner is set to, as a person says it: then every other end key is a part of the code. */
  endsWith(end: Frame['end']): void {
    this.#setFrame({ ...this.frame, end });
  }

  play(): void {
    this.#tones.play('complete');
  }

  buzz(): void {
    navigator.vibrate([200, 100, 200]);
  }

  #setFrame(frame: Frame): void {
    this.frame = frame;
    this.#wedge().frame = frame;
    keepFrame(frame);
  }

  async #tryLink(): Promise<void> {
    const took: number[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = performance.now();
        await fetch('/health/live', { cache: 'no-store' });
        took.push(performance.now() - startedAt);
      }
    } catch {
      this.link = 'no';
      return;
    }
    this.linkMs = Math.round(took.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
    this.link = this.linkMs <= slowMs ? 'yes' : 'no';
  }

  /** A proxy that lets pages through may still hold back what scans go by. */
  #trySocket(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(
        `${location.origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
      );
      const end = (outcome: Outcome): void => {
        clearTimeout(late);
        if (this.socket === 'todo') this.socket = outcome;
        socket.close();
        resolve();
      };
      const late = setTimeout(() => end('no'), 5_000);
      socket.onmessage = () => end('yes');
      socket.onerror = () => end('no');
      socket.onclose = () => end('no');
    });
  }

  async #tryBattery(): Promise<void> {
    if (!('getBattery' in navigator) || typeof navigator.getBattery !== 'function') {
      this.battery = 'missing';
      return;
    }
    try {
      const { level } = (await navigator.getBattery()) as { level: number }; // not in the browser's types
      this.batteryPercent = Math.round(level * 100);
      this.battery = this.batteryPercent >= lowBatteryPercent ? 'yes' : 'no';
    } catch {
      this.battery = 'missing';
    }
  }

  async #tryAwake(): Promise<void> {
    if (!('wakeLock' in navigator)) {
      this.awake = window.isSecureContext ? 'missing' : 'no';
      return;
    }
    try {
      const lock = await navigator.wakeLock.request('screen');
      await lock.release();
      this.awake = 'yes';
    } catch {
      this.awake = 'no';
    }
  }
}

function keepsThings(): boolean {
  try {
    localStorage.setItem('floorwave.try', 'yes');
    localStorage.removeItem('floorwave.try');
    return true;
  } catch {
    return false;
  }
}

/** The test is somewhere in between: whoever is done with it goes on where they were. */
export function openDeviceTest(): void {
  location.assign(`/device-test/?back=${encodeURIComponent(location.pathname)}`);
}

export function leaveDeviceTest(): void {
  const [, back = '/'] = /[?&]back=(%2F[a-z-]+(?:%2F)?)(?:&|$)/.exec(location.search) ?? [];
  location.assign(decodeURIComponent(back));
}

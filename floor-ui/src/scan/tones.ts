import { beatMs, countNotes } from './count-notes.ts';

/** What a person hears and feels. Levels 0 to 10, but a no is never quieter than the floor. */
export type Tone = 'read' | 'step' | 'complete' | 'look' | 'no' | 'pushed' | 'lost' | 'back';

interface Note {
  hertz: number;
  afterMs: number;
  lengthMs: number;
  shape: OscillatorType;
}

const note = (hertz: number, afterMs: number, lengthMs: number, shape: OscillatorType = 'sine'): Note => ({
  hertz,
  afterMs,
  lengthMs,
  shape,
});

const notes: Record<Tone, readonly Note[]> = {
  read: [note(1_320, 0, 60)],
  step: [note(880, 0, 80), note(1_175, 90, 110)],
  complete: [note(784, 0, 90), note(988, 90, 90), note(1_319, 180, 220)],
  look: [note(620, 0, 110, 'triangle'), note(620, 170, 110, 'triangle')],
  no: [note(170, 0, 520, 'sawtooth')],
  pushed: [note(1_047, 0, 260)],
  lost: [note(660, 0, 120), note(440, 130, 180)],
  back: [note(440, 0, 120), note(660, 130, 180)],
};

const buzzes: Record<Tone, number[]> = {
  read: [30],
  step: [60],
  complete: [60, 60, 60],
  look: [120],
  no: [250, 90, 250, 90, 250],
  pushed: [80],
  lost: [200],
  back: [200],
};

const quietestNo = 3;

export class Tones {
  volume = 7;
  vibrates = true;
  #audio: AudioContext | undefined;

  play(tone: Tone): void {
    this.#sound(notes[tone], tone === 'no' ? Math.max(quietestNo, this.volume) : this.volume);
    this.#buzz(buzzes[tone], tone === 'no');
  }

  /** The nth counted unit: each sounds higher than the last, so that a double read is heard. `isLast`: and then the step. */
  count(nth: number, isLast = false): void {
    const counted = countNotes(nth).map((one) => note(one.hertz, one.afterMs, one.lengthMs));
    const then = (counted.length + 1) * beatMs;
    const played = isLast
      ? [...counted, ...notes.step.map((one) => ({ ...one, afterMs: one.afterMs + then }))]
      : counted;
    this.#sound(played, this.volume);
    this.#buzz(isLast ? [30, 60, 60] : [30], false);
  }

  #sound(played: readonly Note[], volume: number): void {
    if (volume <= 0) return;
    try {
      this.#audio ??= new AudioContext();
      const audio = this.#audio;
      if (audio.state === 'suspended') void audio.resume().catch(() => undefined); // no key was pressed yet: stay mute
      const start = audio.currentTime + 0.005;
      for (const { hertz, afterMs, lengthMs, shape } of played) {
        const from = start + afterMs / 1_000;
        const until = from + lengthMs / 1_000;
        const tone = audio.createOscillator();
        const gain = audio.createGain();
        tone.type = shape;
        tone.frequency.value = hertz;
        gain.gain.setValueAtTime(0, from);
        gain.gain.linearRampToValueAtTime((volume / 10) * (shape === 'sawtooth' ? 0.45 : 0.6), from + 0.008);
        gain.gain.setValueAtTime((volume / 10) * 0.5, Math.max(from + 0.01, until - 0.03));
        gain.gain.linearRampToValueAtTime(0, until);
        tone.connect(gain).connect(audio.destination);
        tone.start(from);
        tone.stop(until);
      }
    } catch {
      // A device without sound still shows and shakes.
    }
  }

  #buzz(pattern: number[], isNo: boolean): void {
    if (!this.vibrates && !isNo) return;
    if ('vibrate' in navigator) navigator.vibrate(pattern);
  }
}

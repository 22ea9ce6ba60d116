import type { CameraState } from './camera-state.ts';
import type { FrameReply } from './read-frame.worker.ts';

/** Wide enough for the bars of a long Code 128, small enough for a handheld to read several a second. */
const widest = 1_280;

/** The device's camera as a scanner: live from `start` to the first code read twice running, or to `stop`. */
export class Camera {
  state = $state<CameraState>('starting');
  /** Null: this camera has no lamp. */
  isLit = $state<boolean | null>(null);
  readonly #onRead: (code: string) => void;
  #stream: MediaStream | null = null;
  #worker: Worker | null = null;
  #isStopped = false;
  #before: string | null = null;

  constructor(onRead: (code: string) => void) {
    this.#onRead = onRead;
  }

  async start(video: HTMLVideoElement): Promise<void> {
    if (!window.isSecureContext || navigator.mediaDevices === undefined) {
      this.state = 'insecure';
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: 'environment', width: { ideal: widest }, height: { ideal: 720 } },
      });
      // Closed while the person was asked for the permission.
      if (this.#isStopped) return stopped(stream);
      this.#stream = stream;
      video.srcObject = stream;
      await video.play();
    } catch (error) {
      if (!this.#isStopped) this.state = whyNot(error);
      this.stop();
      return;
    }
    if (this.#isStopped) return;
    this.isLit = hasLamp(this.#stream) ? false : null;
    this.#readFrom(video);
  }

  async light(): Promise<void> {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (track === undefined || this.isLit === null) return;
    const isLit = !this.isLit;
    // The lamp is an extension that the browser's types do not know.
    await track.applyConstraints({ advanced: [{ torch: isLit } as MediaTrackConstraintSet] }).then(
      () => (this.isLit = isLit),
      () => (this.isLit = null), // it said that it had one
    );
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#stream !== null) stopped(this.#stream);
    this.#stream = null;
    this.#worker?.terminate();
    this.#worker = null;
  }

  #readFrom(video: HTMLVideoElement): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a file's address that Vite looks for in just these words
    const worker = new Worker(new URL('./read-frame.worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const next = (): void => {
      if (this.#isStopped || pen === null) return;
      if (video.videoWidth === 0) return void setTimeout(next, 50);
      const scale = Math.min(1, widest / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      worker.postMessage(picture, [picture.data.buffer]);
    };
    worker.onmessage = ({ data }: MessageEvent<FrameReply>): void => {
      if (this.#isStopped) return;
      if (data.isReaderBroken === true) return this.#break();
      this.state = 'reading';
      // Twice the same: one picture of a moving label may be misread.
      if (data.code !== null && data.code === this.#before) {
        this.stop();
        return this.#onRead(data.code);
      }
      this.#before = data.code;
      next();
    };
    worker.onerror = () => this.#break();
    next();
  }

  #break(): void {
    this.stop();
    this.state = 'broken';
  }
}

function stopped(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function hasLamp(stream: MediaStream | null): boolean {
  const [track] = stream?.getVideoTracks() ?? [];
  return track !== undefined && 'getCapabilities' in track && 'torch' in track.getCapabilities();
}

function whyNot(error: unknown): CameraState {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    default:
      return 'broken';
  }
}

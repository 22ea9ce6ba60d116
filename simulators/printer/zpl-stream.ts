/** What a printer finds in the bytes on its raw port: whole labels, and questions that are answered at once. */
export type ZplStreamPiece =
  Readonly<{ kind: 'label'; zpl: string }> | Readonly<{ kind: 'question'; name: 'HS' | 'HI' }>;

/** More than any label; a sender that never ends one is cut off instead of filling our memory. */
const longestLabel = 4_000_000;

export class ZplTooLong extends Error {}

/** Cuts a stream of bytes into labels and questions, wherever the packets happen to end. */
export class ZplStream {
  /** One character a byte, since a packet may end inside a letter. */
  #waiting = '';

  /** True between the beginning of a label and its end. */
  get isWithinLabel(): boolean {
    return this.#waiting.includes('^XA');
  }

  push(bytes: Uint8Array): ZplStreamPiece[] {
    this.#waiting += Buffer.from(bytes).toString('latin1');
    const pieces: ZplStreamPiece[] = [];
    for (let piece = this.#next(); piece !== null; piece = this.#next()) pieces.push(piece);
    if (this.#waiting.length > longestLabel)
      throw new ZplTooLong(`expected a label of at most ${longestLabel} bytes`);
    return pieces;
  }

  #next(): ZplStreamPiece | null {
    // Questions are answered where they stand, between labels and inside of one.
    const question = /~(HS|HI)(?:\r?\n)?/.exec(this.#waiting);
    const end = this.#waiting.indexOf('^XZ');
    if (question !== null && (end === -1 || question.index < end)) {
      this.#waiting =
        this.#waiting.slice(0, question.index) + this.#waiting.slice(question.index + question[0].length);
      return { kind: 'question', name: question[1] === 'HI' ? 'HI' : 'HS' };
    }

    if (end === -1) {
      if (!this.isWithinLabel) this.#waiting = this.#waiting.slice(-3);
      return null;
    }
    const label = this.#waiting.slice(0, end + 3);
    this.#waiting = this.#waiting.slice(end + 3);
    const start = label.lastIndexOf('^XA');
    return start === -1
      ? this.#next()
      : { kind: 'label', zpl: Buffer.from(label.slice(start), 'latin1').toString('utf8') };
  }
}

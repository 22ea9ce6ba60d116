/** `unknown` may or may not have printed: a person is asked, nothing repeats by itself. */
export type PrintState = 'queued' | 'sending' | 'sent' | 'confirmed' | 'unknown' | 'failed' | 'expired';

export const printMoves: Record<PrintState, readonly PrintState[]> = {
  queued: ['sending', 'expired'],
  sending: ['sent', 'confirmed', 'unknown', 'failed', 'queued'],
  sent: ['confirmed', 'unknown'],
  confirmed: [],
  unknown: ['confirmed', 'failed'],
  failed: ['queued', 'expired'],
  expired: [],
};

import type { ScreenName } from './session.ts';

/** Two tabs would scan into one walk or one tote, each with a picture of its own: these screens are open once in a browser. */
const onlyOnce: ReadonlySet<ScreenName> = new Set(['handheld', 'bench', 'putWall']);

/** The last tab to open a screen has it; the one before hears so. Hands back how to let go. */
export function takeScreen(screen: ScreenName, onTaken: () => void): () => void {
  if (!onlyOnce.has(screen)) return () => undefined;
  const channel = new BroadcastChannel(`floorwave.${screen}`);
  channel.onmessage = onTaken;
  channel.postMessage('taken');
  return () => channel.close();
}

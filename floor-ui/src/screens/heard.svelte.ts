import type { LinkToServer } from '../link/link.svelte.ts';
import { Tones } from '../scan/tones.ts';
import { useSettings } from './surroundings.ts';

/** The sounds of a screen, as loud as its device is set, and those of a link that is lost and comes back. */
export function tonesOf(link: LinkToServer): Tones {
  const settings = useSettings();
  const tones = new Tones();
  $effect(() => {
    tones.volume = settings.volume;
    tones.vibrates = settings.vibrates;
  });
  let before = '';
  $effect(() => {
    if (before === 'live' && link.state === 'lost') tones.play('lost');
    if (before === 'lost' && link.state === 'live') tones.play('back');
    before = link.state;
  });
  return tones;
}

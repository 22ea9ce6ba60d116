import { createContext } from 'svelte';
import type { SiteClock } from '../link/site-clock.svelte.ts';
import type { Settings } from '../settings/settings.svelte.ts';
import type { Tongue } from '../words/tongue.svelte.ts';

/** What every part of a screen may ask for: words and formats, the device's settings, the site's time. */
export const [useTongue, provideTongue] = createContext<Tongue>();
export const [useSettings, provideSettings] = createContext<Settings>();
export const [useClock, provideClock] = createContext<SiteClock>();

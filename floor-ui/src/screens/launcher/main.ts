import { show } from '../show.ts';
import LauncherPage from './LauncherPage.svelte';

show(LauncherPage);

import { show } from '../show.ts';
import HandheldPage from './HandheldPage.svelte';

show(HandheldPage);

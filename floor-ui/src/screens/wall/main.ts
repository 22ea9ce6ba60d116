import { show } from '../show.ts';
import WallPage from './WallPage.svelte';

show(WallPage);

import { show } from '../show.ts';
import PutWallPage from './PutWallPage.svelte';

show(PutWallPage);

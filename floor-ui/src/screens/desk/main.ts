import { show } from '../show.ts';
import DeskPage from './DeskPage.svelte';

show(DeskPage);

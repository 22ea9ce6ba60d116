import { show } from '../show.ts';
import DesignPage from './DesignPage.svelte';

show(DesignPage);

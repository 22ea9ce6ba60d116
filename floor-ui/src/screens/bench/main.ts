import { show } from '../show.ts';
import BenchPage from './BenchPage.svelte';

show(BenchPage);

import { show } from '../show.ts';
import DeviceTestPage from './DeviceTestPage.svelte';

show(DeviceTestPage);

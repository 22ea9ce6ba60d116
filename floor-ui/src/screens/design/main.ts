import { mount, unmount } from 'svelte';
import { pageOf } from '../show.ts';
import { cutOffTexts } from './cut-off.ts';
import DesignPage from './DesignPage.svelte';

const target = pageOf();
let page = mount(DesignPage, { target });

/** For tests, which go through all samples: a new page for each would take them ten times as long. */
async function show(query: string): Promise<void> {
  history.replaceState(null, '', query);
  await unmount(page);
  page = mount(DesignPage, { target });
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
}

Object.assign(window, { design: { show, cutOffTexts } });

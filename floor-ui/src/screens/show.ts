import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '@fontsource-variable/atkinson-hyperlegible-mono/wght.css';
import { mount, type Component } from 'svelte';
import '../parts/tokens.css';

/** Puts a screen into its page. */
export function show(screen: Component): void {
  mount(screen, { target: pageOf() });
}

export function pageOf(): HTMLElement {
  const target = document.getElementById('screen');
  if (target === null) throw new Error('expected an element with the id "screen" in the page, found none');
  return target;
}

import type { DeskTab } from '../../words/words.ts';

export const deskTabs: readonly DeskTab[] = ['floor', 'orders', 'release', 'exceptions', 'people', 'setup'];

export interface DeskPlace {
  tab: DeskTab;
  search: string;
  kind: string | null;
}

/** `#exceptions?kind=count&q=mug` */
export function readAddress(hash: string): DeskPlace {
  const [name, query] = hash.replace(/^#/, '').split('?');
  const filters = new URLSearchParams(query ?? '');
  return {
    tab: deskTabs.find((tab) => tab === name) ?? 'floor',
    search: filters.get('q') ?? '',
    kind: filters.get('kind'),
  };
}

export function writeAddress({ tab, search, kind }: DeskPlace): string {
  const filters = new URLSearchParams();
  if (search !== '') filters.set('q', search);
  if (kind !== null) filters.set('kind', kind);
  const query = filters.toString();
  return `#${tab}${query === '' ? '' : `?${query}`}`;
}

import type { BenchView } from '../../../../server/protocol/views.ts';
import type { Words } from '../../words/words.ts';

/** Where the goods of the order on the bench come from: its cubby, its totes, or both. */
export function goodsIn(
  words: Words,
  { totes, cubby }: Readonly<Pick<NonNullable<BenchView['shipment']>, 'totes' | 'cubby'>>,
): string {
  return [
    ...(cubby === null ? [] : [words.bench.cubby(cubby)]),
    ...(totes.length === 0 ? [] : [words.bench.totes(totes.join(', '))]),
  ].join(' · ');
}

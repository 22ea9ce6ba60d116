import { Facts } from '../../words/facts.ts';
import type { Words } from '../../words/words.ts';

/** Why an order is parked, one sentence per cause. */
export function parkReasonWords(words: Words, data: Readonly<Record<string, unknown>>): string[] {
  return new Facts(data).list('reasons').map((reason) => {
    const code = reason.text('code');
    const said = code in words.parkReasons ? words.parkReasons[code as keyof Words['parkReasons']] : code;
    return reason.has('detail') ? `${said}: ${reason.text('detail')}` : said;
  });
}

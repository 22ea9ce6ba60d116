import { boxCode, cartCode, locationCode, toteCode } from '../../server/barcode/own-codes.ts';
import type { PickPrompt, Reply } from '../../server/protocol/prompts.ts';
import type { Warehouse } from '../setup/warehouse.ts';

/** What a reply asks next; a fault or a reply without a question fails the test. */
export function asked(reply: Reply): PickPrompt {
  if (!('prompt' in reply) || reply.prompt === undefined)
    throw new Error(`expected a prompt, got ${JSON.stringify(reply)}`);
  return reply.prompt;
}

/** One picker who does what the handheld asks, by scans alone, with totes of their own and the numbers on what they take. */
export function walker(
  w: Warehouse,
  operator = 'picker',
  totes: string[] = [],
  numbers: readonly string[] = [],
) {
  const kinds: string[] = [];
  let box = 0;
  let taken = 0;
  let cart = operator === 'picker' ? 'C-1' : 'C-2';
  const scan = (text: string) => w.send(operator, 'PickScan', { scan: text });
  const getWork = async () => asked(await w.send(operator, 'GetWork', {}));

  async function answer(prompt: PickPrompt): Promise<PickPrompt> {
    kinds.push(prompt.kind);
    switch (prompt.kind) {
      case 'ScanCart':
        return asked(await scan(cartCode(prompt.cart ?? cart)));
      case 'ScanTote': {
        if (prompt.carton !== null) return asked(await scan(boxCode(`B-${operator}-${++box}`)));
        const tote = prompt.tote ?? totes.shift();
        if (tote === undefined) throw new Error('the test has no tote left');
        return asked(await scan(toteCode(tote)));
      }
      case 'ScanLocation':
        return asked(await scan(locationCode(prompt.location)));
      case 'ScanItem':
        return asked(await scan(prompt.sku));
      case 'ScanSerial': {
        const number = numbers[taken++];
        if (number === undefined) throw new Error('the test has no number left');
        return asked(await scan(number));
      }
      case 'EnterQuantity':
        return asked(await w.send(operator, 'EnterPicked', { units: prompt.take }));
      case 'PutInTote':
        return asked(await scan(prompt.pickMode === 'parcel' ? boxCode(prompt.tote) : toteCode(prompt.tote)));
      case 'ScanDrop':
        return asked(await scan(locationCode(prompt.drop)));
      case 'TakeOver':
        return asked(await scan(prompt.cart === null ? toteCode(prompt.tote ?? '') : cartCode(prompt.cart)));
      case 'WorkTaken':
      case 'LinesCancelled':
        return asked(await w.send(operator, 'Acknowledge', {}));
      default:
        throw new Error(`the test does not answer ${prompt.kind}`);
    }
  }

  return {
    scan,
    getWork,
    /** One answer, and what is asked then. */
    next: answer,
    /** What was asked so far, in order. */
    kinds,
    useCart(code: string) {
      cart = code;
    },
    /** Goes on until a question of this kind stands, or there is no walk any more. */
    async to(kind: PickPrompt['kind'], from?: PickPrompt): Promise<PickPrompt> {
      let prompt = from ?? (await getWork());
      for (let guard = 0; guard < 300; guard++) {
        if (prompt.kind === kind || prompt.kind === 'GetWork' || prompt.kind === 'JobFetch') return prompt;
        prompt = await answer(prompt);
      }
      throw new Error(`never came to ${kind}: ${kinds.slice(-10).join(', ')}`);
    },
  };
}

import type { PickPrompt } from './prompts.ts';

/**
 * What a prompt asks about, so that a press meant for one question is never taken for the next. Counting on is the same question;
 * a message with something more to read is another one.
 */
export function questionOf(prompt: Readonly<PickPrompt>): string {
  return JSON.stringify(about(prompt));
}

function about(prompt: Readonly<PickPrompt>): unknown[] {
  switch (prompt.kind) {
    case 'WorkTaken':
      return [prompt.kind, prompt.task, prompt.at];
    case 'LinesCancelled':
      return [prompt.kind, prompt.orderNumbers, prompt.stillWanted, prompt.hand, prompt.goods];
    case 'LeadAnswered':
    case 'JobAnswered':
      return [prompt.kind, prompt.question, prompt.location, prompt.answer];
    case 'CartFull':
      return [prompt.kind, prompt.location, prompt.sku, prompt.units];
    case 'AskEmpty':
      return [prompt.kind, prompt.location];
    case 'JobHandBack':
      return [prompt.kind, prompt.job, prompt.why];
    case 'JobGone':
      return [prompt.kind, prompt.job];
    case 'ScanLocation':
    case 'ScanItem':
    case 'ScanLot':
    case 'ScanExpiry':
    case 'ScanSerial':
    case 'EnterQuantity':
    case 'ScanAgain':
    case 'PutInTote':
      return ['stop', prompt.task, prompt.location, prompt.sku, prompt.place];
    case 'GetWork':
    case 'OnBreak':
      return [prompt.kind];
    default:
      return 'job' in prompt ? ['job', prompt.job, prompt.part] : ['task', prompt.task];
  }
}

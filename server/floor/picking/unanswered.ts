import type { CommandBody } from '../../protocol/commands.ts';
import type { Policies } from '../site/site.entities.ts';

/** What a lead can be asked: what the picker chooses, and whether what is not there is short. */
export type Question = CommandBody<'AskLead'>['question'] | 'short';
type Answers = Pick<
  Policies,
  | 'questionSeconds'
  | 'unansweredWrongGoods'
  | 'unansweredBlocked'
  | 'unansweredLabelBad'
  | 'unansweredOther'
  | 'unansweredShort'
>;

/** Until when a lead may answer; null: as long as it takes. */
export function answerBy(policies: Readonly<Answers>, now: Date): Date | null {
  return policies.questionSeconds === 0 ? null : new Date(now.getTime() + policies.questionSeconds * 1_000);
}

/** A picker waits and nobody answered: what the site said to do then. */
export function unanswered(policies: Readonly<Answers>, question: Question): 'yes' | 'no' {
  switch (question) {
    case 'wrong_goods':
      return policies.unansweredWrongGoods;
    case 'blocked':
      return policies.unansweredBlocked;
    case 'label_bad':
      return policies.unansweredLabelBad;
    case 'other':
      return policies.unansweredOther;
    case 'short':
      return policies.unansweredShort;
    default:
      return question satisfies never;
  }
}

import { expect, test } from 'vitest';
import { answerBy, unanswered } from '../../server/floor/picking/unanswered.ts';

const site = {
  questionSeconds: 30,
  unansweredWrongGoods: 'no',
  unansweredBlocked: 'no',
  unansweredLabelBad: 'yes',
  unansweredOther: 'yes',
  unansweredShort: 'no',
} as const;
const noon = new Date('2026-03-02T12:00:00Z');

test('[PK31] each question is answered as the site says', () => {
  const answers = (['wrong_goods', 'blocked', 'label_bad', 'other', 'short'] as const).map((one) =>
    unanswered(site, one),
  );
  expect(answers).toEqual(['no', 'no', 'yes', 'yes', 'no']);
});

test('[PK31] in the seconds that the site gives, and never where it gives none', () => {
  expect(answerBy(site, noon)).toEqual(new Date('2026-03-02T12:00:30Z'));
  expect(answerBy({ ...site, questionSeconds: 0 }, noon)).toBeNull();
});

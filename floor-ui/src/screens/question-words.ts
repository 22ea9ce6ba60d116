import type { Words } from '../words/words.ts';

export function questionWords(words: Words, question: string): string {
  return words.questions[asked(words, question)];
}

/** What a lead's yes and no to it are called at the desk, and what they mean to the picker. */
export function answerWords(words: Words, question: string): Words['answers'][keyof Words['questions']] {
  return words.answers[asked(words, question)];
}

/** The question as the server keeps it is one of the tiles' codes. */
function asked(words: Words, question: string): keyof Words['questions'] {
  return question in words.questions ? (question as keyof Words['questions']) : 'other';
}

import type { Words } from '../words/words.ts';

/** The question as the server keeps it is one of the tiles' codes. */
export function questionWords(words: Words, question: string): string {
  return question in words.questions
    ? words.questions[question as keyof Words['questions']]
    : words.questions.other;
}

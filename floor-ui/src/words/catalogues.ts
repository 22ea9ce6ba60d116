import { en } from './en.ts';
import type { LanguageCode } from './languages.ts';
import { pl } from './pl.ts';
import type { Words } from './words.ts';

export const catalogues: Record<LanguageCode, Words> = { en, pl };

/** Every language there is. A new one: its code here, its file beside this one, and one line in `catalogues.ts`. */
export const languages = ['en', 'pl'] as const;
export type LanguageCode = (typeof languages)[number];
